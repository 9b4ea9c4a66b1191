package delegation

import (
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// Event is something that a delegation is told by mail.
type Event string

// The events.
const (
	ToldInvited   Event = "invited"
	ToldReminded  Event = "reminded"
	ToldAnswered  Event = "answered" // a receipt for what was answered or changed, with the link
	ToldWaiting   Event = "waiting"
	ToldPromoted  Event = "promoted" // seats became free: she comes
	ToldApplied   Event = "applied"  // a registration waits for the organiser
	ToldAdmitted  Event = "admitted"
	ToldRefused   Event = "refused"
	ToldWithdrawn Event = "withdrawn"
	ToldCancelled Event = "cancelled" // the meeting does not take place
	ToldMoved     Event = "moved"     // its day or place changed
	ToldAddress   Event = "address"   // to the earlier address: another one is written to now
)

// Events are all events.
func Events() []Event {
	return []Event{ToldInvited, ToldReminded, ToldAnswered, ToldWaiting, ToldPromoted, ToldApplied, ToldAdmitted, ToldRefused, ToldWithdrawn, ToldCancelled, ToldMoved, ToldAddress}
}

// Told is a mail to be written to a delegation.
type Told struct {
	Event      Event
	Delegation Delegation
	Conference Conference
	Token      string // of the personal link
	Was        State  // before what it is told
	Knows      *Stand // to be filled by Tell: what the mail says of the meeting's day and place
}

// Tell writes a mail inside the transaction of the change that causes it. It is not asked
// where a delegation has no address.
type Tell func(ctx context.Context, tx *db.Tx, t Told) error

// Store keeps delegations. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	key   secret.Key
	links []byte
	clock clock.Clock
	tell  Tell

	within *joined // the change that this store's changes join; nil: each is one of its own
}

// joined is a change that several acts make together.
type joined struct {
	tx   *db.Tx
	note func(people.Entry)
}

// join is the store within a change of its caller.
func (s *Store) join(tx *db.Tx, note func(people.Entry)) *Store {
	with := *s
	with.within = &joined{tx, note}
	return &with
}

// NewStore returns the delegations of a database, sealed with key. tell writes the mails;
// nil: none are written.
func NewStore(d *db.DB, log *people.Log, key secret.Key, c clock.Clock, tell Tell) *Store {
	if tell == nil {
		tell = func(context.Context, *db.Tx, Told) error { return nil }
	}
	return &Store{db: d, log: log, key: key, links: key.Derive("delegation link"), clock: c, tell: tell}
}

// The purposes under which the parts are sealed: who reads one cannot read another.
const (
	sealContact = "delegation contact"
	sealPerson  = "delegation member"
	sealCare    = "delegation care"
	sealVisa    = "delegation visa"
)

// mark finds an address again without keeping it.
func (s *Store) mark(email string) string {
	return s.key.Mark("delegation address", people.EmailKey(email))
}

func unknown() error  { return errs.New(errs.NotFound, lang.Msg("error.guests.unknown"), nil) }
func conflict() error { return errs.New(errs.Conflict, lang.Msg("error.guests.conflict"), nil) }

const selectDelegation = `
	SELECT id,
	       meeting,
	       kind,
	       place,
	       name,
	       language,
	       sealed,
	       quota,
	       coming,
	       state,
	       link,
	       deadline,
	       invited,
	       reminded,
	       opened,
	       answered,
	       answered_by,
	       waits_since,
	       made,
	       version,
	       (SELECT people_until FROM conference c WHERE c.meeting = delegation.meeting)
	  FROM delegation`

func (s *Store) scan(row db.Scanner) (d Delegation, err error) {
	var sealed string
	var deadline, invited, reminded, opened, answered, waits, made, until int64
	err = row.Scan(&d.ID, &d.Meeting, &d.Kind, &d.Place, &d.Name, &d.Language, &sealed, &d.Quota, &d.Coming, &d.State, &d.link,
		&deadline, &invited, &reminded, &opened, &answered, &d.AnsweredBy, &waits, &made, &d.Version, &until)
	if err != nil {
		return d, err
	}
	d.Deadline, d.Invited, d.Reminded = db.Moment(deadline), db.Moment(invited), db.Moment(reminded)
	d.Opened, d.Answered, d.WaitsSince, d.Made = db.Moment(opened), db.Moment(answered), db.Moment(waits), db.Moment(made)
	d.over = s.over(until)
	return d, s.key.UnsealJSON(sealContact, s.kept(until, sealed), &d.Contact)
}

// Of returns the delegations of a meeting, in the order in which they were made.
func (s *Store) Of(ctx context.Context, meeting string) (_ []Delegation, err error) {
	defer errs.Wrap(&err, "delegation.Of(%s)", meeting)
	return db.Collect(ctx, s.db, s.scan, selectDelegation+` WHERE meeting = $1 ORDER BY made, id`, meeting)
}

// ByID returns a delegation, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (_ Delegation, err error) {
	defer errs.Wrap(&err, "delegation.ByID(%s)", id)
	return s.in(ctx, s.db, id)
}

func (s *Store) in(ctx context.Context, q db.Querier, id string) (Delegation, error) {
	d, found, err := db.One(ctx, q, s.scan, selectDelegation+` WHERE id = $1`, id)
	if err == nil && !found {
		err = unknown()
	}
	return d, err
}

// put writes what can change of a delegation.
func (s *Store) put(ctx context.Context, tx *db.Tx, d Delegation) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE delegation
		   SET kind = $2, place = $3, name = $4, language = $5, sealed = $6, address_mark = $7, quota = $8, coming = $9, state = $10,
		       link = $11, deadline = $12, invited = $13, reminded = $14, opened = $15, answered = $16, answered_by = $17, waits_since = $18,
		       changed = $19, version = version + 1
		 WHERE id = $1`,
		d.ID, string(d.Kind), d.Place, d.Name, d.Language, s.key.SealJSON(sealContact, d.Contact), s.mark(d.Contact.Email), d.Quota, d.Coming, string(d.State),
		d.link, db.Micros(d.Deadline), db.Micros(d.Invited), db.Micros(d.Reminded), db.Micros(d.Opened), db.Micros(d.Answered), string(d.AnsweredBy), db.Micros(d.WaitsSince), tx.Now())
	return err
}

func (s *Store) insert(ctx context.Context, tx *db.Tx, d Delegation) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO delegation (id, meeting, kind, place, name, language, quota, coming, state, made, changed, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $9, 0)`,
		d.ID, d.Meeting, string(d.Kind), d.Place, d.Name, d.Language, d.Quota, string(d.State), tx.Now())
	if err != nil {
		return err
	}
	return s.put(ctx, tx, d)
}

// told asks for a mail to a delegation that has an address; was is how it stood before.
// What the mail says of the meeting is kept with the delegation, when that is kept.
func (s *Store) told(ctx context.Context, tx *db.Tx, e Event, was State, d *Delegation, c Conference) error {
	if d.Contact.Email == "" {
		return nil
	}
	var knows Stand
	if err := s.tell(ctx, tx, Told{e, *d, c, s.Link(*d), was, &knows}); err != nil {
		return err
	}
	d.Contact.Knows = &knows
	return nil
}
