package helppoint

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
)

// Channel is how an enquiry came.
type Channel string

// The channels.
const (
	ByForm Channel = "form"
	ByCall Channel = "call" // an adviser noted it
)

// EnquiryState is how an enquiry stands.
type EnquiryState string

// The states.
const (
	Waits    EnquiryState = "open"
	Answered EnquiryState = "answered"
	Done     EnquiryState = "closed" // without an answer from here
)

// How long enquiries are kept. An adviser may have to look up what she answered a season
// ago; what was told in confidence goes as soon as its answer can have been read. One that
// nobody answers goes too, since a person wrote it who should not be forgotten and kept.
const (
	KeptDone             = 90 * 24 * time.Hour
	KeptOpen             = 180 * 24 * time.Hour
	KeptDoneConfidential = 14 * 24 * time.Hour
	KeptOpenConfidential = 30 * 24 * time.Hour
)

// Said is what people wrote. It is sealed at rest.
type Said struct {
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"` // where the answer goes; "" for none
	Question string `json:"question"`
	Answer   string `json:"answer,omitempty"`
}

// Enquiry is a question to a help point.
type Enquiry struct {
	ID         string
	Point      string
	Channel    Channel
	Language   string // in which the answer goes
	Topic      Purpose
	Place      int64 // the town that it is about; 0: not told
	State      EnquiryState
	Said       Said
	Made       time.Time
	Finished   time.Time
	FinishedBy string // account
	Expires    time.Time
	Version    int64
}

// Reply is what a person who asked is told.
type Reply struct {
	Point    Point
	Enquiry  Enquiry
	Language string
	Link     string // secret by which the answer is read; "" where the mail holds it
}

// Enquiries keeps questions and answers. One that has expired is not read by anybody from
// that moment on, however long it is until the purge. It is safe for concurrent use.
type Enquiries struct {
	db    *db.DB
	log   *people.Log
	key   secret.Key
	clock clock.Clock
	reply func(ctx context.Context, tx *db.Tx, r Reply) error
	tell  func(ctx context.Context, tx *db.Tx, p Point) error
}

// NewEnquiries returns the enquiries of a database, sealed with key and read by the clock. reply tells a person
// the answer and tell tells a point's advisers that somebody asked, both inside the
// transaction; either may be nil.
func NewEnquiries(d *db.DB, log *people.Log, key secret.Key, now clock.Clock, reply func(context.Context, *db.Tx, Reply) error, tell func(context.Context, *db.Tx, Point) error) *Enquiries {
	if reply == nil {
		reply = func(context.Context, *db.Tx, Reply) error { return nil }
	}
	if tell == nil {
		tell = func(context.Context, *db.Tx, Point) error { return nil }
	}
	return &Enquiries{db: d, log: log, key: key, clock: now, reply: reply, tell: tell}
}

// Limits of an enquiry: a long letter, and as many links as it needs.
const (
	shortestQuestion = 10
	longestQuestion  = 4000
	longestAnswer    = 8000
	mostLinks        = 3
	longestPerson    = 120
)

// check returns what is wrong with a new enquiry, by field.
func (e *Enquiry) check(p Point) error {
	s := &e.Said
	s.Question, s.Name = strings.TrimSpace(s.Question), strings.TrimSpace(s.Name)
	n := utf8.RuneCountInString(s.Question)
	switch {
	case e.Channel == ByForm && !p.Asks():
		return errs.New(errs.NotFound, lang.Msg("error.help.no_form"), nil)
	case n < shortestQuestion:
		return errs.In("question", lang.Msg("error.help.question"))
	case n > longestQuestion:
		return errs.In("question", lang.Msg("error.partnership.long", "max", longestQuestion))
	case e.Channel == ByForm && strings.Count(s.Question, "://")+strings.Count(s.Question, "www.") > mostLinks:
		return errs.In("question", lang.Msg("error.proposal.links", "max", mostLinks))
	case utf8.RuneCountInString(s.Name) > longestPerson:
		return errs.In("name", lang.Msg("error.partnership.long", "max", longestPerson))
	case e.Topic == "":
		e.Topic = ForOther
	}
	if s.Email == "" && e.Channel == ByCall {
		return nil
	}
	clean, err := people.CleanEmail(s.Email)
	if err == nil { // who asked is gone when the answer turns out to have nowhere to go
		if _, unsendable := mail.ParseAddress(clean); unsendable != nil {
			err = errs.In("email", lang.Msg("error.people.email"))
		}
	}
	s.Email = clean
	return err
}

// Ask keeps a new question to a point, counts it, and tells the point's advisers. who is
// the public or the adviser who notes a call. What breaks a rule is errs.Invalid by field.
func (q *Enquiries) Ask(ctx context.Context, who people.Actor, p Point, e Enquiry) (id string, err error) {
	defer errs.Wrap(&err, "helppoint.Ask")
	if err := e.check(p); err != nil {
		return "", err
	}
	e.ID, e.Point, e.State, e.Version = db.NewID(), p.ID, Waits, 1
	return e.ID, q.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.AskHelp, Kind: enquiryKind, ID: e.ID})
		e.Made = db.Moment(tx.Now())
		e.Expires = e.Made.Add(kept(p, KeptOpen, KeptOpenConfidential))
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO help_enquiry (id, point, channel, language, topic, place, state, sealed, address_mark, link_hash, made, finished, finished_by, expires)
			VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, '', $9, 0, '', $10)`,
			e.ID, e.Point, string(e.Channel), e.Language, string(e.Topic), e.Place, q.seal(e.Said), q.mark(e.Said.Email), tx.Now(), db.Micros(e.Expires)); err != nil {
			return err
		}
		if err := count(ctx, tx, p, e); err != nil {
			return err
		}
		if e.Channel == ByCall {
			return nil // she knows
		}
		return q.tell(ctx, tx, p)
	})
}

// enquiryKind is what an enquiry is called in the record of changes. Nothing that a person
// wrote stands there, and no place.
const enquiryKind = "help_enquiry"

func kept(p Point, usual, confidential time.Duration) time.Duration {
	if p.Confidential {
		return confidential
	}
	return usual
}

// hush makes what belongs to a point that becomes confidential so: a form that was there is
// switched off until somebody decides anew that there shall be one, and what came before is
// kept no longer than what comes now.
func hush(ctx context.Context, tx *db.Tx, was Point, now *Point) error {
	if was.Enquiries {
		now.Enquiries = false
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE help_enquiry
		   SET expires = CASE WHEN state = 'open' THEN made + $2 ELSE finished + $3 END
		 WHERE point = $1`,
		was.ID, KeptOpenConfidential.Microseconds(), KeptDoneConfidential.Microseconds())
	return err
}

// sealPurpose derives the key under which enquiries are sealed.
const sealPurpose = "help enquiry"

func (q *Enquiries) seal(s Said) string { return q.key.SealJSON(sealPurpose, s) }

const selectEnquiry = `
	SELECT id,
	       point,
	       channel,
	       language,
	       topic,
	       place,
	       state,
	       sealed,
	       made,
	       finished,
	       finished_by,
	       expires,
	       version
	  FROM help_enquiry
	 WHERE expires > $1`

func (q *Enquiries) scan(row db.Scanner) (e Enquiry, err error) {
	var sealed string
	var made, finished, expires int64
	if err := row.Scan(&e.ID, &e.Point, &e.Channel, &e.Language, &e.Topic, &e.Place, &e.State, &sealed, &made, &finished, &e.FinishedBy, &expires, &e.Version); err != nil {
		return e, err
	}
	e.Made, e.Finished, e.Expires = db.Moment(made), db.Moment(finished), db.Moment(expires)
	return e, q.key.UnsealJSON(sealPurpose, sealed, &e.Said)
}

// Of are the enquiries of points, those that wait first and the oldest of them at the top.
func (q *Enquiries) Of(ctx context.Context, points ...string) (all []Enquiry, err error) {
	defer errs.Wrap(&err, "helppoint.Of")
	for _, id := range points {
		of, err := db.Collect(ctx, q.db, q.scan, selectEnquiry+` AND point = $2 ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, made, id`, q.now(), id)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// Waiting says how many enquiries of each point wait.
func (q *Enquiries) Waiting(ctx context.Context) (waits map[string]int, err error) {
	defer errs.Wrap(&err, "helppoint.Waiting")
	waits = map[string]int{}
	return waits, db.Each(ctx, q.db, func(row db.Scanner) error {
		var point string
		var n int
		err := row.Scan(&point, &n)
		waits[point] = n
		return err
	}, `SELECT point, count(*) FROM help_enquiry WHERE state = 'open' AND expires > $1 GROUP BY point`, q.now())
}

// now is the moment after which an enquiry has to expire to be read.
func (q *Enquiries) now() int64 { return q.clock.Now().UnixMicro() }

// ByID returns an enquiry, or errs.NotFound.
func (q *Enquiries) ByID(ctx context.Context, id string) (Enquiry, error) {
	return q.one(ctx, q.db, ` AND id = $2`, id)
}

func (q *Enquiries) one(ctx context.Context, from db.Querier, where string, args ...any) (e Enquiry, err error) {
	defer errs.Wrap(&err, "helppoint.Enquiry")
	e, ok, err := db.One(ctx, from, q.scan, selectEnquiry+where, append([]any{q.now()}, args...)...)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.help.enquiry_unknown"), nil)
	}
	return e, err
}
