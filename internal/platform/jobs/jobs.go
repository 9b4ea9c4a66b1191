// Package jobs does work that must not be lost, later and in the background.
//
// A job is a row of the table job: a kind, a payload, and a key that says which
// work it is. [Queue.Enqueue] writes it inside the caller's transaction, so a
// job exists exactly when the change that asks for it does. A [Runner] on any
// node claims the oldest due job for a while (its lease), hands it to the kind's
// handler and notes what came of it:
//
//	waiting ──claim──▶ running ──ok──▶ done ──two weeks──▶ gone
//	   ▲                 │  │
//	   └──fails, backoff─┘  └──fails too often──▶ parked ──a person──▶ waiting
//
// # At least once
//
// A node that dies leaves its jobs running until the lease ends; then another
// one begins them again. A handler therefore may run twice, also twice at once
// where a node was only asleep, and must be idempotent. One whose effect is in
// the database calls [Job.Finish] in the transaction of that effect: both are
// kept or neither is, and the effect happens once.
//
// # Typical use
//
//	queue := jobs.NewQueue(d)
//	runner := jobs.NewRunner(queue, jobs.Options{Log: log})
//	runner.Handle(jobs.Kind{Name: "mail.purge", Do: outbox.Purge})
//	runner.Daily("mail.purge", 3, 40, zone)
//	go runner.Run(ctx)
//
//	err := d.Write(ctx, func(tx *db.Tx) error {
//		…
//		_, err := queue.Enqueue(ctx, tx, jobs.New{Kind: "preview", Key: "preview:" + id, Payload: id})
//		return err
//	})
package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// State is where a job stands.
type State string

// The states.
const (
	Waiting State = "waiting" // for its time, or for a node
	Running State = "running" // a node does it, as long as the lease lasts
	Done    State = "done"
	Parked  State = "parked" // failed too often; waits for a person
)

// States are all states, in the order in which a person looks at them.
func States() []State { return []State{Parked, Running, Waiting, Done} }

// New describes a job to be done.
type New struct {
	Kind    string
	Key     string    // which work it is; "": a work of its own
	Payload any       // becomes JSON, at most 64 kB
	After   time.Time // not before; zero: at once
}

// Job is one job as its handler and the list see it.
type Job struct {
	ID        string
	Kind      string
	Key       string
	Payload   json.RawMessage
	State     State
	RunAfter  time.Time
	Attempts  int // this one counted
	LastError string
	Created   time.Time
	Finished  time.Time // zero while it is neither done nor parked

	lease string
}

// Into reads the payload into v.
func (j Job) Into(v any) error {
	if err := json.Unmarshal(j.Payload, v); err != nil {
		return Permanent(fmt.Errorf("payload of %s %s: %w", j.Kind, j.ID, err))
	}
	return nil
}

// mostPayload bounds a payload: what is larger belongs into a table or a file.
const mostPayload = 64 << 10

// Queue keeps the jobs. It is safe for concurrent use.
type Queue struct {
	db   *db.DB
	wake chan struct{}
}

// NewQueue returns the queue of an open, migrated database.
func NewQueue(d *db.DB) *Queue { return &Queue{db: d, wake: make(chan struct{}, 1)} }

// Enqueue adds a job inside tx and returns its identifier. Where a job of that
// key is known already, done or not, nothing is added and that one's returns;
// keys are forgotten two weeks after their job was done. The runner of this
// process hears of it as soon as tx is durable, others within their poll.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, n New) (id string, err error) {
	defer errs.Wrap(&err, "jobs.Enqueue(%s)", n.Kind)
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return "", err
	}
	if len(payload) > mostPayload {
		return "", fmt.Errorf("a payload of %d bytes, at most %d", len(payload), mostPayload)
	}
	id = db.NewID()
	if n.Key == "" {
		n.Key = id
	}
	after := tx.Now()
	if !n.After.IsZero() {
		after = n.After.UnixMicro()
	}
	r, err := tx.ExecContext(ctx, `
		INSERT INTO job (id, kind, payload, unique_key, state, run_after, created)
		VALUES ($1, $2, $3, $4, 'waiting', $5, $6)
		ON CONFLICT (unique_key) DO NOTHING`,
		id, n.Kind, string(payload), n.Key, after, tx.Now())
	if err != nil {
		return "", err
	}
	if added, err := r.RowsAffected(); err != nil || added > 0 {
		tx.AfterCommit(q.Wake)
		return id, err
	}
	known, _, err := db.One(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM job WHERE unique_key = $1`, n.Key)
	return known, err
}

// Wake has the runner of this process look for work at once.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default: // it is on its way already
	}
}

const columns = `
	id,
	kind,
	unique_key,
	payload,
	state,
	run_after,
	attempts,
	last_error,
	created,
	finished,
	lease_owner`

func scan(row db.Scanner) (j Job, err error) {
	var payload string
	var after, created, finished int64
	err = row.Scan(
		&j.ID, &j.Kind, &j.Key, &payload, &j.State, &after, &j.Attempts, &j.LastError, &created, &finished, &j.lease,
	)
	j.Payload, j.RunAfter, j.Created = json.RawMessage(payload), moment(after), moment(created)
	if finished != 0 {
		j.Finished = moment(finished)
	}
	return j, err
}

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
