package moving

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// The kinds of jobs that work at lists. Long lists go one after the other on a node, since
// the largest takes some hundred megabytes; the many short ones do not wait for them.
const (
	ListKind = "moving.list"
	LongKind = "moving.long"
)

// longList is how many letters a sealed file has that is long: about five thousand rows.
const longList = 100_000

// task is the payload of its jobs.
type task struct {
	Draft   string `json:"draft"`
	Account string `json:"account"`
	Version int64  `json:"version"`
}

// key names the job of one work at a list.
func (t task) key() string { return fmt.Sprintf("moving:%s:%d", t.Draft, t.Version) }

func (d Draft) task() task { return task{d.ID, d.Account, d.version} }

// begin starts a work in a transaction of its own.
func (s *Drafts) begin(ctx context.Context, who people.Actor, id string, work Work, where string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.start(ctx, tx, who, id, work, where) })
}

// start notes that a work begins and asks for its job, where the condition holds;
// errs.NotFound where it does not. Whatever an older job of the list finds counts no
// longer.
func (s *Drafts) start(ctx context.Context, tx *db.Tx, who people.Actor, id string, work Work, where string) error {
	t := task{Draft: id, Account: who.Account}
	size, ok, err := db.One(ctx, tx, func(row db.Scanner) (size int, err error) { return size, row.Scan(&t.Version, &size) }, `
		UPDATE moving_draft
		   SET work = $1,
		       version = version + 1,
		       work_now = 0,
		       work_all = 0,
		       failure = '',
		       changed = $2
		 WHERE id = $3
		   AND account = $4
		   AND `+where+`
		RETURNING version, length(content)`, string(work), tx.Now(), id, who.Account)
	if err == nil && !ok {
		err = noDraft()
	}
	if err != nil || s.queue == nil {
		return err
	}
	kind := ListKind
	if size > longList {
		kind = LongKind
	}
	_, err = s.queue.Enqueue(ctx, tx, jobs.New{Kind: kind, Key: t.key(), Payload: t})
	return err
}

// errStale says that a list went, or that its person began something else meanwhile.
var errStale = errors.New("moving: another work has begun")

// step notes inside tx how far a job is. It fails with errStale where nobody waits for it
// any more: then nothing of tx may be kept.
func (s *Drafts) step(ctx context.Context, tx *db.Tx, d Draft, now, all int) error {
	return stale(tx.ExecContext(ctx, `
		UPDATE moving_draft
		   SET work_now = $1,
		       work_all = $2
		 WHERE id = $3
		   AND version = $4
		   AND work = $5`, now, all, d.ID, d.version, string(d.Work)))
}

// rest notes inside tx that a job has ended, with the columns that set names; its
// placeholders begin with $5.
func (s *Drafts) rest(ctx context.Context, tx *db.Tx, d Draft, set string, args ...any) error {
	return stale(tx.ExecContext(ctx, `
		UPDATE moving_draft
		   SET work = '',
		       changed = $1,
		       `+set+`
		 WHERE id = $2
		   AND version = $3
		   AND work = $4`, append([]any{tx.Now(), d.ID, d.version, string(d.Work)}, args...)...))
}

// stale turns a change of no row into errStale.
func stale(r sql.Result, err error) error {
	if err := one(r, err); errs.KindOf(err) == errs.NotFound {
		return errStale
	}
	return err
}

// one fails with errs.NotFound where a statement changed no row.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noDraft())
	}
	return nil
}

// addStep keeps what a part of an import told, in the transaction of that part.
func (s *Drafts) addStep(ctx context.Context, tx *db.Tx, d Draft, told []partnership.Told) error {
	text, err := json.Marshal(told)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO moving_step (draft, number, told)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2
		  FROM moving_step
		 WHERE draft = $3`, d.ID, string(text), d.ID)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE moving_draft SET told = told + $1 WHERE id = $2`, len(told), d.ID)
	return err
}

// lastStep is the last part of an import that was not taken back yet.
type lastStep struct {
	number int64
	left   int // parts, this one counted
	told   []partnership.Told
}

// last reads the last part; ok is false where there is none.
func (s *Drafts) last(ctx context.Context, d Draft) (lastStep, bool, error) {
	return db.One(ctx, s.db, func(row db.Scanner) (l lastStep, err error) {
		var text string
		if err := row.Scan(&l.number, &text, &l.left); err != nil {
			return l, err
		}
		return l, json.Unmarshal([]byte(text), &l.told)
	}, `
		SELECT number,
		       told,
		       (SELECT count(*) FROM moving_step WHERE draft = $1)
		  FROM moving_step
		 WHERE draft = $2
		 ORDER BY number DESC
		 LIMIT 1`, d.ID, d.ID)
}

// dropStep forgets a part that was taken back.
func (s *Drafts) dropStep(ctx context.Context, tx *db.Tx, d Draft, l lastStep) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM moving_step WHERE draft = $1 AND number = $2`, d.ID, l.number); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE moving_draft SET told = told - $1 WHERE id = $2`, len(l.told), d.ID)
	return err
}

// glance is how often a page that waits looks whether the work has ended.
const glance = 100 * time.Millisecond

// Await returns a person's list as soon as no job works at it, or as it stands after the
// time. Most lists have some thirty rows and are read before their person looks up.
func (s *Drafts) Await(ctx context.Context, who people.Actor, id string, most time.Duration) (d Draft, err error) {
	defer errs.Wrap(&err, "moving.Await(%s)", id)
	end := time.After(most)
	for {
		if d, err = s.Get(ctx, who, id); err != nil || d.Work == Idle {
			return d, err
		}
		select {
		case <-time.After(glance):
		case <-end:
			return d, nil
		case <-ctx.Done():
			return d, ctx.Err()
		}
	}
}

// Stuck says whether a list waits for a job that was given up: its person can begin the
// work again.
func (s *Drafts) Stuck(ctx context.Context, d Draft) (_ bool, err error) {
	defer errs.Wrap(&err, "moving.Stuck(%s)", d.ID)
	if d.Work == Idle || s.queue == nil {
		return false, nil
	}
	j, ok, err := s.queue.ByKey(ctx, d.task().key())
	return err == nil && (!ok || j.State == jobs.Parked || j.State == jobs.Done), err
}

// Release lets go of a list whose job was given up, so that its person can go on.
func (s *Drafts) Release(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Release(%s)", id)
	d, err := s.Get(ctx, who, id)
	if err != nil {
		return err
	}
	if stuck, err := s.Stuck(ctx, d); err != nil || !stuck {
		return err
	}
	if !d.planned {
		return s.Again(ctx, who, id)
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return s.rest(ctx, tx, d, `work_now = 0`) })
	if errors.Is(err, errStale) {
		return nil // somebody was quicker
	}
	return err
}

// draftSeal is the purpose for which files are sealed.
const draftSeal = "moving draft"

// seal packs bytes and seals them.
func (s *Drafts) seal(content []byte) (string, error) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(content); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return s.key.Seal(draftSeal, packed.Bytes()), nil
}

func (s *Drafts) unseal(sealed string) ([]byte, error) {
	packed, err := s.key.Unseal(draftSeal, sealed)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z) // our own packing: as large as what was let in
}

// pack seals a value of this program. It is read by the same release alone, within a
// week; what another release cannot read it makes anew.
func (s *Drafts) pack(v any) (string, error) {
	registerValues()
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(v); err != nil {
		return "", err
	}
	return s.seal(out.Bytes())
}

func (s *Drafts) unpack(sealed string, v any) error {
	registerValues()
	b, err := s.unseal(sealed)
	if err != nil {
		return err
	}
	return gob.NewDecoder(bytes.NewReader(b)).Decode(v)
}

// registerValues tells gob what stands in a message's arguments beside texts and numbers.
func registerValues() {
	for _, v := range []any{lang.Message{}, []lang.Message{}, lang.Date{}, partnership.Date{}} {
		gob.Register(v)
	}
}
