package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// agendaWordsPage shows the short texts of a programme in one language beside those in
// another, a day at a time, with what changed in the original since.
type agendaWordsPage struct {
	agendaHead
	Form           *form
	Language, Name string
	Of, OfName     string
	Action         string
	Parts          []agendaWordsPart
	Days           []conferencePart // the days, and the rooms
	Sources        []link           // other languages to translate from
	Missing, Stale int              // of the whole programme
	day            string
	texts          []agenda.Text
}

// agendaWordsPart is a session, or a room.
type agendaWordsPart struct {
	Title string
	Rows  []agendaWordRow
}

// agendaWordRow is a short text beside its original.
type agendaWordRow struct {
	Name   string // of its fields
	Label  string // for those who hear it
	Origin []press.Piece
	Class  string // "changed" where the original did
	Value  string
	Seen   string
	Rows   int
	Mark   string // how it stands, in words; "": it is up to date
	Ask    string // label of the box by which it is said to fit; "": there is none
	Fits   bool
}

// roomsDay stands in the address for the names of rooms, and noDay for sessions without a day.
const (
	roomsDay = "rooms"
	noDay    = "open"
)

func (s *Site) newAgendaWords(w http.ResponseWriter, r *http.Request, code string) (*agendaWordsPage, error) {
	language := r.PathValue("language")
	head, err := s.newAgenda(w, r, code, "/words/"+language)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(s.face().Offered(), language) {
		return nil, errNoPage
	}
	v := &agendaWordsPage{agendaHead: head, Language: language, Name: head.p.LanguageName(language)}
	q := r.URL.Query()
	if v.Of = v.First; s.catalog.Has(q.Get("of")) {
		v.Of = q.Get("of")
	}
	for _, c := range s.languagesFrom(v.First) {
		if c != language && (v.Of == language || v.Of == c) {
			v.Of = c
			break
		}
	}
	v.OfName = v.p.LanguageName(v.Of)
	v.texts = v.Draft.Texts(v.Language, v.Of)
	for _, t := range v.texts {
		if t.Missing() {
			v.Missing++
		}
		if t.Stale() {
			v.Stale++
		}
	}
	v.Form = newForm(&v.page, nil)
	v.fillDays(q.Get("day"))
	v.Action = v.address(v.Of, v.day)
	for _, c := range v.languagesWritten(language) {
		if c != v.Of {
			v.Sources = append(v.Sources, link{v.p.LanguageName(c), v.address(c, v.day)})
		}
	}
	v.keepQuery(q)
	return v, nil
}

func (v *agendaWordsPage) address(of, day string) string {
	return v.Agenda + "/words/" + v.Language + "?" + url.Values{"day": {day}, "of": {of}}.Encode()
}

// languagesWritten are the languages in which something of the programme is written, but for
// one.
func (v *agendaHead) languagesWritten(but string) (all []string) {
	for _, x := range v.Draft.Sessions {
		for l := range x.Title {
			if l != but && !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	slices.Sort(all)
	return all
}

// dayOfText is the part of the page on which a text stands.
func dayOfText(t agenda.Text) string {
	if t.Session == 0 {
		return roomsDay
	}
	return cmp.Or(t.Day, noDay)
}

// fillDays lists the days that have texts, and chooses one.
func (v *agendaWordsPage) fillDays(chosen string) {
	var days []string
	left := map[string]int{}
	for _, t := range v.texts {
		day := dayOfText(t)
		if !slices.Contains(days, day) {
			days = append(days, day)
		}
		if t.Missing() || t.Stale() {
			left[day]++
		}
	}
	if len(days) > 0 {
		v.day = days[0]
	}
	if slices.Contains(days, chosen) {
		v.day = chosen
	}
	for _, day := range days {
		name := day
		switch day {
		case roomsDay:
			name = v.t("agenda.rooms")
		case noDay:
			name = v.t("agenda.loose")
		default:
			name = v.dayName(day)
		}
		if left[day] > 0 {
			name += " (" + v.p.Number(left[day]) + ")"
		}
		v.Days = append(v.Days, conferencePart{name, v.address(v.Of, day), day == v.day})
	}
}

// dress puts the texts of the day onto the page: what is typed stands in place of what is
// stored.
func (v *agendaWordsPage) dress() {
	v.Parts = nil
	last := ""
	for _, t := range v.texts {
		if dayOfText(t) != v.day {
			continue
		}
		if t.ID != last {
			v.Parts = append(v.Parts, agendaWordsPart{Title: v.partTitle(t)})
			last = t.ID
		}
		part := &v.Parts[len(v.Parts)-1]
		part.Rows = append(part.Rows, v.wordRow(t, part.Title))
	}
}

// partTitle names a session by its hours, and a room by its seats, since its texts follow.
func (v *agendaWordsPage) partTitle(t agenda.Text) string {
	if x, ok := v.Draft.Session(t.Session); ok && t.Session != 0 {
		return strings.TrimSpace(slotHours(x) + " " + v.t("agenda.kind."+string(x.Kind)))
	}
	return v.t("agenda.room")
}

func (v *agendaWordsPage) wordRow(t agenda.Text, part string) agendaWordRow {
	row := agendaWordRow{Name: t.Field + "." + t.ID, Value: t.Value, Seen: t.Seen(), Origin: []press.Piece{{Change: press.Same, Text: t.Source}}}
	if v.Form.values.Has("t." + row.Name) {
		row.Value, row.Fits = v.Form.raw("t."+row.Name), v.Form.checked("fits."+row.Name)
	}
	row.Label = part + ", " + v.t("agenda.words."+t.Field) + v.colon() + v.Name
	row.Rows = 1 + max(len([]rune(t.Source)), len([]rune(row.Value)))/52
	switch {
	case t.Missing():
		row.Mark = v.t("agenda.words.missing")
	case t.Stale():
		row.Mark, row.Ask, row.Class = v.t("press.stale.told"), v.t("agenda.words.fits"), "changed"
		if t.Was != "" {
			row.Origin = press.Differences(t.Was, t.Source)
		}
	case t.Machine:
		row.Mark, row.Ask = v.t("press.origin.machine"), v.t("agenda.words.read")
	}
	return row
}

// agendaWords shows both.
func (s *Site) agendaWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaWords(w, r, code)
	if err != nil {
		return err
	}
	v.dress()
	return s.write(w, http.StatusOK, "agenda-tongue", v)
}

// takeAgendaWords keeps what was typed. Where somebody changed a text meanwhile, the page
// shows what is there now beside what was typed; saved again, that is kept.
func (s *Site) takeAgendaWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaWords(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda-tongue", v, &v.Form, func(f *form) error {
		var sent []agenda.Translated
		for _, t := range v.texts {
			if name := t.Field + "." + t.ID; f.values.Has("t." + name) {
				sent = append(sent, agenda.Translated{
					ID: t.ID, Field: t.Field, Text: f.text("t." + name), Seen: f.raw("seen." + name), Fits: f.checked("fits." + name), Machine: f.checked("machine"),
				})
			}
		}
		v.dress()
		n, err := s.rooms.Agendas.Translate(r.Context(), actorOf(r), v.Meeting.ID, v.Language, v.Of, sent)
		if errs.KindOf(err) == errs.Invalid && errs.FieldOf(err) != "" { // it stands above, beside no one field
			return errs.In("", errs.PublicOf(err))
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Action, lang.Msg("agenda.words.saved", "n", n), "")
	})
}

// wordLinks lead to the words of the programme in each language, with what is left to do.
func (s *Site) wordLinks(v *agendaHead) (all []link) {
	for _, c := range s.languagesFrom(v.Lang) {
		if c == v.First || !slices.Contains(s.face().Offered(), c) {
			continue
		}
		missing, stale := 0, 0
		for _, t := range v.Draft.Texts(c, v.First) {
			if t.Missing() {
				missing++
			}
			if t.Stale() {
				stale++
			}
		}
		all = append(all, link{v.t("agenda.words.left", "language", c, "missing", missing, "stale", stale), v.Agenda + "/words/" + c})
	}
	return all
}
