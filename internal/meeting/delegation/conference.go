package delegation

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Conference is what holds for all delegations of a meeting.
type Conference struct {
	Meeting string
	Seats   int       // people who can be there; 0: no limit
	Ends    time.Time // the end of the meeting's last day: from it counts how long data is kept
	Settings
	Version int64 // 0: nobody opened the working side yet
}

// Settings are the rest, kept as one document.
type Settings struct {
	Deadline     time.Time     `json:"deadline,omitzero"`     // until when answers are awaited; zero: until the meeting begins
	Protected    bool          `json:"protected,omitempty"`   // no names in codes and exports, and all is purged early
	Contact      string        `json:"contact,omitempty"`     // mail address that guests write to
	Controller   string        `json:"controller,omitempty"`  // who answers for the data, as it is registered, with its address
	Notice       meeting.Words `json:"notice,omitempty"`      // what the privacy notice says beside the usual
	Costs        meeting.Words `json:"costs,omitempty"`       // who pays what, for the invitation
	Registration Registration  `json:"registration,omitzero"` // of single persons
	Keep         Keep          `json:"keep,omitzero"`
	Remind       []int         `json:"remind,omitzero"` // days before a deadline; nil: the usual ones, empty: never
	Named        bool          `json:"named,omitempty"` // the meeting's page names those delegates who agreed
}

// Registration is how single persons come in: by a form of the meeting's own.
type Registration struct {
	Open      bool       `json:"open,omitempty"`
	Until     time.Time  `json:"until,omitzero"`     // zero: until the meeting begins
	Approval  bool       `json:"approval,omitempty"` // the organiser has to agree to each
	Questions []Question `json:"questions,omitempty"`
}

// Sort is what an answer looks like.
type Sort string

// The sorts of questions.
const (
	Line   Sort = "line"
	Text   Sort = "text"
	Choice Sort = "choice" // one of the options
	Tick   Sort = "tick"
)

// Sorts are all sorts.
func Sorts() []Sort { return []Sort{Line, Text, Choice, Tick} }

// Question is one field of a registration's own form.
type Question struct {
	Key      string          `json:"key"` // names its answers; made when it is added
	Label    meeting.Words   `json:"label"`
	Sort     Sort            `json:"sort"`
	Options  []meeting.Words `json:"options,omitempty"`
	Required bool            `json:"required,omitempty"`
	// Asked only of whom gave this answer to an earlier question; "": of everybody.
	If      string `json:"if,omitempty"`
	IfValue string `json:"if_value,omitempty"` // number of the option, "1" for a tick
}

// Keep says for how many days after the meeting's end data is kept; 0 stands for the usual.
type Keep struct {
	Visa   int `json:"visa,omitempty"`
	Care   int `json:"care,omitempty"`
	People int `json:"people,omitempty"`
}

// The usual times, in days. A travel document has no use once its owner is home. What a
// kitchen needs to know is needed until the bills are paid; two weeks is what a Polish
// organiser of such conferences promises (docs/meetings.md). Names are needed for
// certificates and the report to who paid. A protected meeting keeps none of it longer
// than a week.
const (
	usualVisa   = 1
	usualCare   = 14
	usualPeople = 90
	protected   = 7
	mostKept    = 3 * 365 // an audit of a project may ask for its lists
)

// Kept returns how many days each part is kept.
func (c Conference) Kept() Keep {
	k := Keep{orUsual(c.Keep.Visa, usualVisa), orUsual(c.Keep.Care, usualCare), orUsual(c.Keep.People, usualPeople)}
	if c.Protected {
		k = Keep{min(k.Visa, protected), min(k.Care, protected), min(k.People, protected)}
	}
	return k
}

func orUsual(days, usual int) int {
	if days == 0 {
		return usual
	}
	return days
}

// AnswerBy is until when a delegation's answer is awaited.
func (c Conference) AnswerBy(d Delegation) time.Time {
	for _, t := range []time.Time{d.Deadline, c.Deadline} {
		if !t.IsZero() {
			return t
		}
	}
	return c.Ends
}

// Limits of a conference.
const (
	mostSeats     = 100_000
	mostQuestions = 30
	mostOptions   = 30
	longestLine   = 300
	longestText   = 4000
)

// clean puts a conference right, or says by field what is wrong with it.
func (c Conference) clean() (Conference, error) {
	c.Contact, c.Controller = strings.TrimSpace(c.Contact), strings.TrimSpace(c.Controller)
	switch {
	case c.Seats < 0 || c.Seats > mostSeats:
		return c, errs.In("seats", lang.Msg("error.guests.seats", "max", mostSeats))
	case c.Ends.IsZero():
		return c, errs.New(errs.Conflict, lang.Msg("error.guests.undated"), nil)
	case utf8.RuneCountInString(c.Controller) > longestLine:
		return c, errs.In("controller", lang.Msg("error.partnership.long", "max", longestLine))
	case !c.Deadline.IsZero() && c.Deadline.After(c.Ends):
		return c, errs.In("deadline", lang.Msg("error.guests.deadline"))
	}
	if c.Contact != "" {
		if _, err := people.CleanEmail(c.Contact); err != nil {
			return c, errs.In("contact", lang.Msg("error.people.email"))
		}
	}
	if len(c.Remind) > mostReminders || slices.ContainsFunc(c.Remind, func(days int) bool { return days < 1 || days > earliest }) {
		return c, errs.In("remind", lang.Msg("error.guests.remind", "n", mostReminders, "max", earliest))
	}
	for field, days := range map[string]int{"keep_visa": c.Keep.Visa, "keep_care": c.Keep.Care, "keep_people": c.Keep.People} {
		if days < 0 || days > mostKept {
			return c, errs.In(field, lang.Msg("error.guests.keep", "max", mostKept))
		}
	}
	return c, c.Registration.check()
}

// check says what is wrong with a registration's form.
func (r Registration) check() error {
	if len(r.Questions) > mostQuestions {
		return errs.In("questions", lang.Msg("error.guests.questions", "max", mostQuestions))
	}
	var earlier []string
	for _, q := range r.Questions {
		switch {
		case q.Label.Empty() || q.Key == "" || slices.Contains(earlier, q.Key):
			return errs.In("questions", lang.Msg("error.guests.question"))
		case !slices.Contains(Sorts(), q.Sort):
			return errs.In("questions", lang.Msg("error.guests.question"))
		case q.Sort == Choice && (len(q.Options) < 2 || len(q.Options) > mostOptions):
			return errs.In("questions", lang.Msg("error.guests.options", "max", mostOptions))
		case q.If != "" && !slices.Contains(earlier, q.If):
			return errs.In("questions", lang.Msg("error.guests.condition"))
		}
		earlier = append(earlier, q.Key)
	}
	return nil
}

// Asks says whether a question is asked of somebody who gave these answers to the earlier
// ones.
func (q Question) Asks(answers map[string]string) bool {
	return q.If == "" || answers[q.If] == q.IfValue
}

// Conference returns what holds for a meeting; one whose working side nobody opened has the
// version 0.
func (s *Store) Conference(ctx context.Context, id string) (_ Conference, err error) {
	defer errs.Wrap(&err, "delegation.Conference(%s)", id)
	return conferenceIn(ctx, s.db, id)
}

func conferenceIn(ctx context.Context, q db.Querier, id string) (Conference, error) {
	c, _, err := db.One(ctx, q, scanConference, `
		SELECT meeting,
		       body,
		       seats,
		       ends,
		       version
		  FROM conference
		 WHERE meeting = $1`, id)
	c.Meeting = id
	return c, err
}

func scanConference(row db.Scanner) (c Conference, err error) {
	var body string
	var ends int64
	if err := row.Scan(&c.Meeting, &body, &c.Seats, &ends, &c.Version); err != nil {
		return c, err
	}
	c.Ends = db.Moment(ends)
	return c, json.Unmarshal([]byte(body), &c.Settings)
}

// Conferences returns all meetings whose working side is open.
func (s *Store) Conferences(ctx context.Context) (_ []Conference, err error) {
	defer errs.Wrap(&err, "delegation.Conferences")
	return db.Collect(ctx, s.db, scanConference, `SELECT meeting, body, seats, ends, version FROM conference ORDER BY ends, meeting`)
}

// SaveConference opens the working side of a meeting or changes what holds for it. Version is
// the one that the person saw. Where seats became free, those who wait get them.
func (s *Store) SaveConference(ctx context.Context, who people.Actor, c Conference) (err error) {
	defer errs.Wrap(&err, "delegation.SaveConference(%s)", c.Meeting)
	if c, err = c.clean(); err != nil {
		return err
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, err := conferenceIn(ctx, tx, c.Meeting)
		if err != nil {
			return err
		}
		if before.Version != c.Version {
			return conflict()
		}
		if err := putConference(ctx, tx, c); err != nil {
			return err
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: conferenceKind, ID: c.Meeting, Fields: conferenceChanges(before, c)})
		if err := tx.TouchOne(ctx, press.Feed, c.Meeting); err != nil { // its public page says whether one can register
			return err
		}
		return s.promote(ctx, tx, note, c)
	})
}

func putConference(ctx context.Context, tx *db.Tx, c Conference) error {
	body, err := json.Marshal(c.Settings)
	if err != nil {
		return err
	}
	until := c.Until()
	_, err = tx.ExecContext(ctx, `
		INSERT INTO conference (meeting, body, seats, ends, visa_until, care_until, people_until, version, changed)
		VALUES ($1, $2, $3, $4, $6, $7, $8, 1, $5)
		ON CONFLICT (meeting) DO UPDATE
		   SET body = excluded.body, seats = excluded.seats, ends = excluded.ends, version = conference.version + 1, changed = excluded.changed,
		       visa_until = excluded.visa_until, care_until = excluded.care_until, people_until = excluded.people_until`,
		c.Meeting, string(body), c.Seats, db.Micros(c.Ends), tx.Now(), db.Micros(until.Visa), db.Micros(until.Care), db.Micros(until.People))
	return err
}

func conferenceChanges(a, b Conference) (all []people.FieldChange) {
	flag := func(on bool) string {
		if on {
			return "yes"
		}
		return ""
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateOnly)
	}
	kept := func(k Keep) string {
		return strconv.Itoa(k.Visa) + ", " + strconv.Itoa(k.Care) + ", " + strconv.Itoa(k.People)
	}
	for _, f := range []people.FieldChange{
		{Name: "seats", Old: strconv.Itoa(a.Seats), New: strconv.Itoa(b.Seats)},
		{Name: "deadline", Old: day(a.Deadline), New: day(b.Deadline)},
		{Name: "protected", Old: flag(a.Protected), New: flag(b.Protected)},
		{Name: "registration", Old: flag(a.Registration.Open), New: flag(b.Registration.Open)},
		{Name: "controller", Old: a.Controller, New: b.Controller},
		{Name: "named", Old: flag(a.Named), New: flag(b.Named)},
		{Name: "keep", Old: kept(a.Kept()), New: kept(b.Kept())},
	} {
		if f.Old != f.New {
			all = append(all, f)
		}
	}
	return all
}
