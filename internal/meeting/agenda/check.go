package agenda

import (
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of an agenda, in characters where they are of texts. A congress of five days with
// ten rooms has some 400 sessions.
const (
	mostRooms    = 40
	mostSessions = 600
	mostSpeakers = 400
	mostTitle    = 300
	mostAbout    = 3_000
	mostName     = 200
	mostSeats    = 100_000
	mostSpeaking = 20 // at one panel
	mostExpected = 300
	mostTongues  = 12
)

// Frame are the days of a meeting and their zone, as far as an agenda asks.
type Frame struct {
	First, Last string // "2027-05-14"
	Zone        string
}

// FrameOf takes the frame from what is known of a meeting; false where it is not known on
// which days it is.
func FrameOf(f meeting.Facts) (Frame, bool) {
	if !f.Exact() {
		return Frame{}, false
	}
	return Frame{f.From.Calendar().String(), f.Last().Calendar().String(), f.Zone}, true
}

// Days are all days of the frame, at most as many as a form can offer.
func (f Frame) Days() (all []string) {
	day, err := time.Parse(time.DateOnly, f.First)
	for ; err == nil && day.Format(time.DateOnly) <= f.Last && len(all) < mostDays; day = day.AddDate(0, 0, 1) {
		all = append(all, day.Format(time.DateOnly))
	}
	return all
}

// mostDays is how many days a form offers: an exchange of pupils takes up to a month.
const mostDays = 35

// tidy cleans a text of every language, and says whether one is longer than most.
func tidy(w meeting.Words, most int) (_ meeting.Words, long bool) {
	var all meeting.Words
	for l, text := range w {
		all = all.With(l, strings.ToValidUTF8(text, ""))
		long = long || len([]rune(all[l])) > most
	}
	return all, long
}

func tooLong(field string, most int) error {
	return errs.In(field, lang.Msg("error.press.long", "most", most))
}

func (r Room) clean() (Room, error) {
	var long bool
	if r.Name, long = tidy(r.Name, mostName); long {
		return r, tooLong("name", mostName)
	}
	r.Access = slices.DeleteFunc(slices.Clone(r.Access), func(a Access) bool { return !slices.Contains(Accesses(), a) })
	switch {
	case r.Name.Empty():
		return r, errs.In("name", lang.Msg("error.agenda.room_name"))
	case r.Seats < 0 || r.Seats > mostSeats:
		return r, errs.In("seats", lang.Msg("error.agenda.seats", "most", mostSeats))
	}
	return r, nil
}

// clean puts a session in order and refuses what cannot be. A draft may leave day, hour and
// room open.
func (s Session) clean() (Session, error) {
	var long, longAbout bool
	s.Title, long = tidy(s.Title, mostTitle)
	s.About, longAbout = tidy(s.About, mostAbout)
	s.Spoken, s.Interpreted = distinct(s.Spoken), distinct(s.Interpreted)
	s.Interpreted = slices.DeleteFunc(s.Interpreted, func(l string) bool { return slices.Contains(s.Spoken, l) })
	s.Speakers, s.Expected = distinct(s.Speakers), distinct(s.Expected)
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return s, errs.In("kind", lang.Msg("error.agenda.kind"))
	case s.Title.Empty():
		return s, errs.In("title", lang.Msg("error.agenda.title"))
	case long:
		return s, tooLong("title", mostTitle)
	case longAbout:
		return s, tooLong("about", mostAbout)
	case s.People < 0 || s.People > mostSeats:
		return s, errs.In("people", lang.Msg("error.agenda.seats", "most", mostSeats))
	case len(s.Speakers) > mostSpeaking:
		return s, errs.In("speakers", lang.Msg("error.meeting.many", "most", mostSpeaking))
	case len(s.Expected) > mostExpected:
		return s, errs.In("expected", lang.Msg("error.meeting.many", "most", mostExpected))
	case len(s.Spoken) > mostTongues || len(s.Interpreted) > mostTongues:
		return s, errs.In("spoken", lang.Msg("error.meeting.many", "most", mostTongues))
	}
	return s, s.checkTime()
}

func (s Session) checkTime() error {
	if _, err := time.Parse(time.DateOnly, s.Day); s.Day != "" && err != nil {
		return errs.In("day", lang.Msg("error.agenda.day"))
	}
	for _, x := range [][2]string{{"from", s.From}, {"until", s.Until}} {
		if _, err := time.Parse("15:04", x[1]); x[1] != "" && (err != nil || len(x[1]) != 5) {
			return errs.In(x[0], lang.Msg("error.meeting.hour", "text", x[1]))
		}
	}
	switch {
	case s.Until != "" && s.From == "":
		return errs.In("from", lang.Msg("error.agenda.no_begin"))
	case s.Until != "" && s.Until <= s.From:
		return errs.In("until", lang.Msg("error.agenda.order", "from", s.From, "until", s.Until))
	}
	return nil
}

func distinct(all []string) (list []string) {
	for _, x := range all {
		if x != "" && !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}
