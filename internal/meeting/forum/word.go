package forum

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Want is what a side says after a talk.
type Want string

// The words.
const (
	Nothing Want = "nothing"
	Touch   Want = "touch"  // to keep in touch
	Intent  Want = "letter" // a letter of intent
)

// Wants are the words in their order.
func Wants() []Want { return []Want{Nothing, Touch, Intent} }

// Word is what a side said after its talk with another.
type Word struct {
	Other string
	Want  Want
	Note  string // for the side itself
	At    time.Time
}

// longestNote is some five lines.
const longestNote = 500

// Words are what a side said after its talks, by the other side.
func (s *Store) Words(ctx context.Context, id, side string) (_ map[string]Word, err error) {
	defer errs.Wrap(&err, "forum.Words(%s)", id)
	all := map[string]Word{}
	return all, db.Each(ctx, s.db, func(row db.Scanner) error {
		var w Word
		var sealed string
		var at int64
		err := row.Scan(&w.Other, &w.Want, &sealed, &at)
		if err == nil {
			w.Note, err = s.unseal(sealed)
		}
		w.At = db.Moment(at)
		all[w.Other] = w
		return err
	}, `SELECT other, want, sealed, at FROM forum_word WHERE meeting = $1 AND side = $2`, id, side)
}

// Say keeps what a side says after its talk with another. Nobody says anything before the
// talk has begun. Where both want more than nothing there is a contact from then on; it
// follows what they say later, until the guests of the meeting are forgotten.
func (s *Store) Say(ctx context.Context, who people.Actor, id, side string, w Word, sides []Side) (err error) {
	defer errs.Wrap(&err, "forum.Say(%s)", id)
	w.Note = strings.TrimSpace(w.Note)
	switch {
	case !slices.Contains(Wants(), w.Want):
		return errs.In("want", lang.Msg("error.forum.want"))
	case len([]rune(w.Note)) > longestNote:
		return errs.In("note", lang.Msg("error.press.long", "most", longestNote))
	}
	return s.change(ctx, who, id, "word", side, func(tx *db.Tx) error {
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		t, there := d.talks[PairOf(side, w.Other)]
		switch {
		case !there || t.Told.Slot == 0:
			return errs.New(errs.NotFound, lang.Msg("error.forum.no_talk"), nil)
		case db.Moment(tx.Now()).Before(t.Told.Begin):
			return errs.In("want", lang.Msg("error.forum.early"))
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO forum_word (meeting, side, other, want, sealed, at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (meeting, side, other) DO UPDATE SET
				want   = excluded.want,
				sealed = excluded.sealed,
				at     = excluded.at`,
			id, side, w.Other, string(w.Want), s.seal(w.Note), tx.Now()); err != nil {
			return err
		}
		return d.contact(ctx, tx, t)
	})
}

// contact makes, changes or removes the contact of a talk as both sides' words have it.
func (d *draft) contact(ctx context.Context, tx *db.Tx, t Talk) error {
	wants := map[string]Want{}
	err := db.Each(ctx, tx, func(row db.Scanner) error {
		var side string
		var want Want
		err := row.Scan(&side, &want)
		wants[side] = want
		return err
	}, `
		SELECT side,
		       want
		  FROM forum_word
		 WHERE meeting = $1 AND (side = $2 AND other = $3 OR side = $3 AND other = $2)`, d.Meeting, t.A, t.B)
	if err != nil {
		return err
	}
	more := func(w Want) bool { return w == Touch || w == Intent }
	if !more(wants[t.A]) || !more(wants[t.B]) {
		_, err := tx.ExecContext(ctx, `DELETE FROM forum_contact WHERE meeting = $1 AND a = $2 AND b = $3`, d.Meeting, t.A, t.B)
		return err
	}
	a, b := d.listed(t.B, t).Other, d.listed(t.A, t).Other
	facts, _, err := meeting.FactsIn(ctx, tx, d.Meeting)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO forum_contact (id, meeting, a, b, place_a, place_b, name_a, name_b, want_a, want_b, day, begins, made)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (meeting, a, b) DO UPDATE SET
			want_a = excluded.want_a,
			want_b = excluded.want_b`,
		db.NewID(), d.Meeting, t.A, t.B, a.Place, b.Place, a.kept(), b.kept(), string(wants[t.A]), string(wants[t.B]),
		t.Told.Begin.In(facts.Location()).Format(time.DateOnly), db.Micros(t.Told.Begin), tx.Now())
	return err
}

// kept is the name that a contact keeps of a side: none of a place, which has a number, and
// none of a person.
func (s Side) kept() string {
	if s.Place != 0 || s.Private {
		return ""
	}
	return s.Name
}

// Contact is a contact that both sides want to keep.
type Contact struct {
	ID      string
	Meeting string
	Pair
	PlaceA, PlaceB int64  // 0: an organisation or a person
	NameA, NameB   string // of an organisation
	WantA, WantB   Want
	Day            lang.Date
	Begin          time.Time
}

// Other is the other side of a place's contact: its number, 0 where it is no place, its name
// where it has none, and the side itself.
func (c Contact) Other(place int64) (number int64, name, side string) {
	if c.PlaceA == place {
		return c.PlaceB, c.NameB, c.B
	}
	return c.PlaceA, c.NameA, c.A
}

// Letter says whether both want a letter of intent.
func (c Contact) Letter() bool { return c.WantA == Intent && c.WantB == Intent }

const selectContact = `
	SELECT id,
	       meeting,
	       a,
	       b,
	       place_a,
	       place_b,
	       name_a,
	       name_b,
	       want_a,
	       want_b,
	       day,
	       begins
	  FROM forum_contact`

func scanContact(row db.Scanner) (c Contact, err error) {
	var day string
	var begin int64
	if err := row.Scan(&c.ID, &c.Meeting, &c.A, &c.B, &c.PlaceA, &c.PlaceB, &c.NameA, &c.NameB, &c.WantA, &c.WantB, &day, &begin); err != nil {
		return c, err
	}
	c.Begin = db.Moment(begin)
	on, err := time.Parse(time.DateOnly, day)
	c.Day = lang.DateOf(on)
	return c, err
}

// Contacts are the contacts that were made at a meeting, in the order of their talks.
func (s *Store) Contacts(ctx context.Context, id string) (_ []Contact, err error) {
	defer errs.Wrap(&err, "forum.Contacts(%s)", id)
	return db.Collect(ctx, s.db, scanContact, selectContact+` WHERE meeting = $1 ORDER BY begins, a, b`, id)
}

// ContactsIn are the contacts of some meetings, of all where none is named, the earliest
// first, as a transaction sees them.
func ContactsIn(ctx context.Context, q db.Querier, meetings ...string) (all []Contact, err error) {
	defer errs.Wrap(&err, "forum.ContactsIn")
	if len(meetings) == 0 {
		return db.Collect(ctx, q, scanContact, selectContact+` ORDER BY begins, meeting, a, b`)
	}
	for _, id := range meetings {
		of, err := db.Collect(ctx, q, scanContact, selectContact+` WHERE meeting = $1 ORDER BY begins, a, b`, id)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// ContactsWith are the contacts of places, each once, the earliest first, as a transaction sees them.
func ContactsWith(ctx context.Context, q db.Querier, places ...int64) (all []Contact, err error) {
	defer errs.Wrap(&err, "forum.ContactsWith(%d)", places)
	for _, n := range places {
		some, err := db.Collect(ctx, q, scanContact, selectContact+` WHERE place_a = $1 OR place_b = $1 ORDER BY begins, meeting, a, b`, n)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	if len(places) > 1 {
		slices.SortFunc(all, func(a, b Contact) int { return cmp.Or(a.Begin.Compare(b.Begin), cmp.Compare(a.ID, b.ID)) })
		all = slices.CompactFunc(all, func(a, b Contact) bool { return a.ID == b.ID })
	}
	return all, nil
}

// Contact is one contact; ok is false where it is there no more.
func (s *Store) Contact(ctx context.Context, id string) (c Contact, ok bool, err error) {
	defer errs.Wrap(&err, "forum.Contact(%s)", id)
	return db.One(ctx, s.db, scanContact, selectContact+` WHERE id = $1`, id)
}

// ContactsOf are the contacts of a place, the latest first.
func (s *Store) ContactsOf(ctx context.Context, place int64) (all []Contact, err error) {
	defer errs.Wrap(&err, "forum.ContactsOf(%d)", place)
	all, err = db.Collect(ctx, s.db, scanContact, selectContact+` WHERE place_a = $1 OR place_b = $1`, place)
	slices.SortFunc(all, func(a, b Contact) int { return cmp.Or(b.Begin.Compare(a.Begin), cmp.Compare(a.ID, b.ID)) })
	return all, err
}

// Counts are how many contacts each meeting brought.
func (s *Store) Counts(ctx context.Context) (_ map[string]int, err error) {
	defer errs.Wrap(&err, "forum.Counts")
	all := map[string]int{}
	return all, db.Each(ctx, s.db, func(row db.Scanner) error {
		var id string
		var n int
		err := row.Scan(&id, &n)
		all[id] = n
		return err
	}, `SELECT meeting, count(*) FROM forum_contact GROUP BY meeting`)
}

// Held says how many rows a forum holds that go when its guests are forgotten.
func Held(ctx context.Context, q db.Querier, id string) (n int, err error) {
	defer errs.Wrap(&err, "forum.Held(%s)", id)
	n, _, err = db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT (SELECT count(*) FROM forum_side WHERE meeting = $1)
		     + (SELECT count(*) FROM forum_wish WHERE meeting = $1)
		     + (SELECT count(*) FROM forum_talk WHERE meeting = $1)
		     + (SELECT count(*) FROM forum_word WHERE meeting = $1)
		     + (SELECT count(*) FROM forum_ask WHERE meeting = $1)`, id)
	return n, err
}

// Forget removes, inside tx, all that delegations said: wishes, talks, notes. The contacts,
// which name no person, stay. It returns how many rows went.
func Forget(ctx context.Context, tx *db.Tx, id string) (n int, err error) {
	defer errs.Wrap(&err, "forum.Forget(%s)", id)
	for _, query := range []string{
		`DELETE FROM forum_ask WHERE meeting = $1`,
		`DELETE FROM forum_word WHERE meeting = $1`,
		`DELETE FROM forum_talk WHERE meeting = $1`,
		`DELETE FROM forum_wish WHERE meeting = $1`,
		`DELETE FROM forum_side WHERE meeting = $1`,
	} {
		gone, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return n, err
		}
		rows, err := gone.RowsAffected()
		if err != nil {
			return n, err
		}
		n += int(rows)
	}
	return n, nil
}
