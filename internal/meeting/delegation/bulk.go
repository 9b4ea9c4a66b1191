package delegation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// BulkKind is the kind of the jobs that go on with a [Bulk].
const BulkKind = "guests.bulk"

// BulkTask is the payload of such a job.
type BulkTask struct {
	Bulk string `json:"bulk"`
}

// Bulk is an act to many delegations that goes on after its request.
type Bulk struct {
	ID, Meeting string
	Account     string // in whose name it is done
	Act         Act
	All         int // so many delegations
	Now         int // of which so many were looked at
	Done        int // and to so many it was done
	Begun       time.Time
	Changed     time.Time
	Ended       time.Time // zero: it goes on

	ids []string
}

const (
	// AtOnce is how many delegations are written to within a request: nobody waits for them,
	// and what was done is said at once.
	AtOnce = 20

	// bulkPart is how many go in one transaction of a bulk: others write between two.
	bulkPart = 20

	// bulkStill is how long a bulk that does not move keeps another one from beginning.
	bulkStill = 15 * time.Minute
)

// Still says whether a bulk that goes on has not moved for long: its job was given up, or no
// node does jobs.
func (b Bulk) Still(now time.Time) bool { return b.Ended.IsZero() && now.Sub(b.Changed) > bulkStill }

// BeginBulk begins an act that writes to many delegations of a meeting, in their order, and
// asks for its job. While another such act goes on it is errs.Conflict. Who may, and of which
// delegations, is for the caller to say, and for [Act.May] when their turn comes.
func (s *Store) BeginBulk(ctx context.Context, who people.Actor, meeting string, a Act, ids []string, queue *jobs.Queue) (id string, err error) {
	defer errs.Wrap(&err, "delegation.BeginBulk(%s)", a)
	if a != ActInvite && a != ActRemind || len(ids) == 0 {
		return "", fmt.Errorf("%s of %d delegations is no bulk", a, len(ids))
	}
	body, err := json.Marshal(ids)
	if err != nil {
		return "", err
	}
	id = db.NewID()
	return id, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		last, there, err := lastBulk(ctx, tx, meeting)
		if err != nil {
			return err
		}
		if now := db.Moment(tx.Now()); there && last.Ended.IsZero() && !last.Still(now) {
			return errs.New(errs.Conflict, lang.Msg("error.guests.bulk"), nil)
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: conferenceKind, ID: meeting, Fields: []people.FieldChange{{Name: string(a), New: fmt.Sprint(len(ids))}}})
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO delegation_bulk (id, meeting, account, act, ids, wanted, seen, done, begun, changed, ended)
			VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7, 0)`,
			id, meeting, who.Account, string(a), string(body), len(ids), tx.Now()); err != nil {
			return err
		}
		_, err = queue.Enqueue(ctx, tx, jobs.New{Kind: BulkKind, Key: "guests.bulk:" + id, Payload: BulkTask{id}})
		return err
	})
}

const selectBulk = `
	SELECT id,
	       meeting,
	       account,
	       act,
	       ids,
	       wanted,
	       seen,
	       done,
	       begun,
	       changed,
	       ended
	  FROM delegation_bulk`

func scanBulk(row db.Scanner) (b Bulk, err error) {
	var ids string
	var begun, changed, ended int64
	if err := row.Scan(&b.ID, &b.Meeting, &b.Account, &b.Act, &ids, &b.All, &b.Now, &b.Done, &begun, &changed, &ended); err != nil {
		return b, err
	}
	b.Begun, b.Changed, b.Ended = db.Moment(begun), db.Moment(changed), db.Moment(ended)
	return b, json.Unmarshal([]byte(ids), &b.ids)
}

// LastBulk is the bulk of a meeting that began last; ok is false where there was none.
func (s *Store) LastBulk(ctx context.Context, meeting string) (b Bulk, ok bool, err error) {
	defer errs.Wrap(&err, "delegation.LastBulk(%s)", meeting)
	return lastBulk(ctx, s.db, meeting)
}

func lastBulk(ctx context.Context, q db.Querier, meeting string) (Bulk, bool, error) {
	return db.One(ctx, q, scanBulk, selectBulk+` WHERE meeting = $1 ORDER BY begun DESC, id DESC LIMIT 1`, meeting)
}

// BulkOf is a bulk; ok is false where it is gone.
func (s *Store) BulkOf(ctx context.Context, id string) (b Bulk, ok bool, err error) {
	defer errs.Wrap(&err, "delegation.BulkOf(%s)", id)
	return db.One(ctx, s.db, scanBulk, selectBulk+` WHERE id = $1`, id)
}

// StepBulk does the next part of a bulk in the name of who, and says whether there is more.
// How far it is is kept with what was done, so that each delegation is written to once
// however often the job is begun. end is called in the transaction of the last part.
func (s *Store) StepBulk(ctx context.Context, who people.Actor, id string, end func(context.Context, *db.Tx) error) (more bool, err error) {
	defer errs.Wrap(&err, "delegation.StepBulk(%s)", id)
	more, err = s.stepBulk(ctx, who, id, bulkPart, end)
	if errs.KindOf(err) == errs.Invalid { // one of them cannot be written to: each on its own, that one is passed over
		return s.stepBulk(ctx, who, id, 1, end)
	}
	return more, err
}

func (s *Store) stepBulk(ctx context.Context, who people.Actor, id string, size int, end func(context.Context, *db.Tx) error) (more bool, err error) {
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		more = false
		b, there, err := db.One(ctx, tx, scanBulk, selectBulk+` WHERE id = $1`, id)
		if err != nil {
			return err
		}
		part := b.ids[min(b.Now, len(b.ids)):min(b.Now+size, len(b.ids))]
		done, err := s.actAll(ctx, tx, note, who, b.Meeting, b.Act, part)
		if err != nil && (size > 1 || errs.KindOf(err) != errs.Invalid) {
			return err
		}
		n := len(done)
		if n == 0 { // the record wants to know of each change
			note(people.Entry{Action: people.MeetingGuests, Kind: conferenceKind, ID: b.Meeting, Fields: []people.FieldChange{{Name: string(b.Act), New: "0"}}})
		}
		more = there && b.Ended.IsZero() && b.Now+len(part) < b.All
		ended := int64(0)
		if !more {
			ended = tx.Now()
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE delegation_bulk
			   SET seen = seen + $2, done = done + $3, changed = $4, ended = $5
			 WHERE id = $1 AND ended = 0`, id, len(part), n, tx.Now(), ended); err != nil || more {
			return err
		}
		return end(ctx, tx)
	})
	return more, err
}

// EndBulk ends a bulk whose person may not go on with it; what was done stays.
func (s *Store) EndBulk(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `UPDATE delegation_bulk SET ended = $2 WHERE id = $1 AND ended = 0`, id, tx.Now())
	return err
}

// actAll does an act to delegations of a meeting within a change, and returns how they were
// before it. Those to which it cannot be done any more, or that are gone, are passed over.
func (s *Store) actAll(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, meeting string, a Act, ids []string) (were []was, err error) {
	for _, id := range ids {
		d, err := s.in(ctx, tx, id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return were, err
		}
		if d.Meeting != meeting || !a.May(d) {
			continue
		}
		if err := s.join(tx, note).act(ctx, who, a, id); err != nil {
			return were, err
		}
		were = append(were, was{ID: id, State: d.State, Coming: d.Coming, Version: d.Version + 1})
	}
	return were, nil
}
