package seek

import (
	"cmp"
	"context"
	"encoding/json"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps requests. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	after func(context.Context) // called when a change is durable
}

// NewStore returns a store over an open, migrated database. Changes are told to log; after
// is called once one is durable, so that pages follow it, and may be nil.
func NewStore(d *db.DB, log *people.Log, after func(context.Context)) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{db: d, log: log, after: after}
}

// kind is what a request is called in the record of changes and in the feed of changes.
const kind = "request"

const selectRequest = `
	SELECT id,
	       handle,
	       version,
	       state,
	       asked,
	       owner,
	       reply_by,
	       expires,
	       reason,
	       body,
	       created,
	       changed,
	       published,
	       edited,
	       looked
	  FROM seek_request`

// document is what a row's body holds.
type document struct {
	Details
	Texts map[string]Text `json:"texts"`
}

func scanRequest(row db.Scanner) (r Request, err error) {
	var asked, created, changed, published, edited, looked int64
	var body string
	if err := row.Scan(&r.ID, &r.Handle, &r.Version, &r.State, &asked, &r.Owner, &r.ReplyBy, &r.Expires, &r.Reason, &body, &created, &changed, &published, &edited, &looked); err != nil {
		return r, err
	}
	r.Asked, r.Created, r.Changed, r.Published = db.Moment(asked), db.Moment(created), db.Moment(changed), db.Moment(published)
	r.Edited, r.Looked = db.Moment(edited), db.Moment(looked)
	d := document{Texts: map[string]Text{}}
	err = json.Unmarshal([]byte(body), &d)
	r.Details, r.Texts = d.Details, d.Texts
	return r, err
}

// requests reads requests with their towns.
func requests(ctx context.Context, q db.Querier, where string, args ...any) ([]Request, error) {
	all, err := db.Collect(ctx, q, scanRequest, selectRequest+where, args...)
	if err != nil || len(all) == 0 {
		return all, err
	}
	at := map[string]int{}
	for i, r := range all {
		at[r.ID] = i
	}
	within := `
		SELECT request,
		       place
		  FROM seek_request_place`
	var of []any
	if len(all) == 1 {
		within, of = within+` WHERE request = $1`, []any{all[0].ID}
	}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var id string
		var place int64
		if err := row.Scan(&id, &place); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			all[i].Places = append(all[i].Places, place)
		}
		return nil
	}, within+` ORDER BY request, ord`, of...)
}

// All are all requests, the latest change first.
func (s *Store) All(ctx context.Context) (_ []Request, err error) {
	defer errs.Wrap(&err, "seek.All")
	return requests(ctx, s.db, ` ORDER BY changed DESC, id`)
}

// Public are the requests that readers find on a day, those first that were published last:
// published, not expired.
func (s *Store) Public(ctx context.Context, day string) (_ []Request, err error) {
	defer errs.Wrap(&err, "seek.Public")
	return requests(ctx, s.db, ` WHERE state = 'published' AND expires >= $1 ORDER BY published DESC, id`, day)
}

// Of are the requests of a place, whatever their state, the latest change first.
func (s *Store) Of(ctx context.Context, place int64) (_ []Request, err error) {
	defer errs.Wrap(&err, "seek.Of(%d)", place)
	return requests(ctx, s.db, `
		 WHERE id IN (SELECT request
		                FROM seek_request_place
		               WHERE place = $1)
		 ORDER BY changed DESC, id`, place)
}

// ByID returns a request, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Request, error) {
	return one(ctx, s.db, ` WHERE id = $1`, id)
}

// ByIDIn is ByID within a change of the caller's.
func ByIDIn(ctx context.Context, q db.Querier, id string) (Request, error) {
	return one(ctx, q, ` WHERE id = $1`, id)
}

// ByHandle returns the request of an address, or errs.NotFound.
func (s *Store) ByHandle(ctx context.Context, handle string) (Request, error) {
	return one(ctx, s.db, ` WHERE handle = $1`, handle)
}

func one(ctx context.Context, q db.Querier, where, arg string) (_ Request, err error) {
	defer errs.Wrap(&err, "seek.one(%s)", arg)
	all, err := requests(ctx, q, where, arg)
	switch {
	case err != nil:
		return Request{}, err
	case len(all) == 0:
		return Request{}, errs.New(errs.NotFound, lang.Msg("error.seek.unknown"), nil)
	}
	return all[0], nil
}

// Create keeps a new request, as a draft whatever it says, and returns its identifier. Its
// Handle gets a number at its end where another request has it.
func (s *Store) Create(ctx context.Context, who people.Actor, r Request) (id string, err error) {
	defer errs.Wrap(&err, "seek.Create")
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		id, err = s.CreateIn(ctx, tx, note, r)
		return err
	})
	return id, err
}

// CreateIn is Create within a change of the caller's.
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, note func(people.Entry), r Request) (id string, err error) {
	defer errs.Wrap(&err, "seek.CreateIn")
	if r.ID == "" {
		r.ID = db.NewID()
	}
	now := db.Moment(tx.Now())
	r.State, r.Version, r.Created, r.Changed = Draft, 1, now, now
	if err := r.check(); err != nil {
		return "", err
	}
	if r.Handle, err = db.FreeHandle(ctx, tx, "seek_request", cmp.Or(r.Handle, kind)); err != nil {
		return "", err
	}
	r.count(Request{}, now)
	body, err := r.body()
	if err != nil {
		return "", err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO seek_request (id, handle, version, state, asked, owner, reply_by, expires, reason, body, created, changed, published, edited, looked)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, 0, 0)`,
		r.ID, r.Handle, string(r.State), db.Micros(r.Asked), r.Owner, r.ReplyBy, r.Expires, string(r.Reason), body, tx.Now(), db.Micros(r.Published)); err != nil {
		return "", err
	}
	if err := savePlaces(ctx, tx, r); err != nil {
		return "", err
	}
	note(entry(people.WriteRequest, Request{}, r))
	tx.AfterCommit(func() { s.after(ctx) })
	return r.ID, tx.TouchOne(ctx, kind, r.ID)
}

// Change changes a request as fn says, in one transaction, and tells the record of changes
// what is different, as what action. version is the one that the person saw: another one now
// is errs.Conflict, and nothing is changed. What breaks a rule is errs.Invalid by its field.
func (s *Store) Change(ctx context.Context, who people.Actor, do people.Action, id string, version int64, fn func(r *Request) error) (err error) {
	defer errs.Wrap(&err, "seek.Change(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.ChangeIn(ctx, tx, note, do, id, version, fn)
	})
}

// ChangeIn is Change within a change of the caller's.
func (s *Store) ChangeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), do people.Action, id string, version int64, fn func(r *Request) error) (err error) {
	defer errs.Wrap(&err, "seek.ChangeIn(%s)", id)
	was, err := one(ctx, tx, ` WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if was.Version != version {
		return errs.New(errs.Conflict, lang.Msg("error.seek.changed"), nil)
	}
	now := was.clone()
	if err := errs.First(fn(&now), now.check()); err != nil {
		return err
	}
	now.Version++
	now.Changed = db.Moment(tx.Now())
	now.count(was, now.Changed)
	now.note(was, do, now.Changed)
	if err := save(ctx, tx, now); err != nil {
		return err
	}
	note(entry(do, was, now))
	tx.AfterCommit(func() { s.after(ctx) })
	return tx.TouchOne(ctx, kind, id)
}

func (r Request) body() (string, error) {
	b, err := json.Marshal(document{r.Details, r.Texts})
	return string(b), err
}

// clone copies a request so far that a change of the copy leaves it alone.
func (r Request) clone() Request {
	body, _ := r.body() // lists of texts cannot fail
	d := document{Texts: map[string]Text{}}
	_ = json.Unmarshal([]byte(body), &d)
	r.Details, r.Texts = d.Details, d.Texts
	r.Places = append([]int64(nil), r.Places...)
	return r
}

func save(ctx context.Context, tx *db.Tx, r Request) error {
	body, err := r.body()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE seek_request
		   SET version   = $1,
		       state     = $2,
		       asked     = $3,
		       owner     = $4,
		       reply_by  = $5,
		       expires   = $6,
		       reason    = $7,
		       body      = $8,
		       changed   = $9,
		       published = $10,
		       edited    = $11,
		       looked    = $12
		 WHERE id = $13`,
		r.Version, string(r.State), db.Micros(r.Asked), r.Owner, r.ReplyBy, r.Expires, string(r.Reason), body, tx.Now(), db.Micros(r.Published), db.Micros(r.Edited), db.Micros(r.Looked), r.ID); err != nil {
		return err
	}
	return savePlaces(ctx, tx, r)
}

func savePlaces(ctx context.Context, tx *db.Tx, r Request) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM seek_request_place WHERE request = $1`, r.ID); err != nil {
		return err
	}
	for i, place := range r.Places {
		if _, err := tx.ExecContext(ctx, `INSERT INTO seek_request_place (request, ord, place) VALUES ($1, $2, $3)`, r.ID, i, place); err != nil {
			return err
		}
	}
	return nil
}

// EraseIn removes a request whole, without a word in the record of changes: what only
// demonstrates leaves no trace. It returns how many rows went.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "seek.EraseIn(%s)", id)
	for _, query := range []string{`DELETE FROM seek_request_place WHERE request = $1`, `DELETE FROM seek_request WHERE id = $1`} {
		done, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return n, err
		}
		gone, err := done.RowsAffected()
		if err != nil {
			return n, err
		}
		n += gone
	}
	if n > 0 {
		err = tx.TouchOne(ctx, kind, id)
	}
	return n, err
}
