package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Tx is one transaction. It must not outlive the function it was given to.
type Tx struct {
	*sql.Tx
	engine  Engine
	now     int64
	grouped bool  // one of several changes in the write loop's transaction
	ended   error // what made SQLite roll back the whole transaction by itself
	after   []func()
}

// AfterCommit has fn called once this change is durable, and never when it is not
// kept. fn must be quick: the caller of [DB.Write] waits for it.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

// Now returns the transaction's moment in microseconds since 1970, UTC. It is
// the same for every row that the transaction writes.
func (t *Tx) Now() int64 { return t.now }

// SkipLocked ends a SELECT that looks for one row to take: where several
// transactions write at once, those take different rows instead of waiting.
func (t *Tx) SkipLocked() string {
	if t.engine == PostgreSQL {
		return " FOR UPDATE SKIP LOCKED"
	}
	return "" // SQLite has one writer
}

// steady keeps the write loop's transaction whole: SQLite rolls back the whole
// transaction, and with it the group's other changes, when a statement inside
// is interrupted. A caller who gave up is heard between statements instead.
func (t *Tx) steady(ctx context.Context) context.Context {
	if t.grouped {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// ExecContext runs a statement inside the transaction.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return t.Tx.ExecContext(t.steady(ctx), query, args...)
}

// QueryContext reads inside the transaction.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return t.Tx.QueryContext(t.steady(ctx), query, args...)
}

// QueryRowContext reads one row inside the transaction.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.Tx.QueryRowContext(t.steady(ctx), query, args...)
}

// SetMeta notes a number about the data itself; see [DB.Meta].
func (t *Tx) SetMeta(ctx context.Context, name string, value int64) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

// DataVersion returns the number that [Tx.Touch] moves; 0 before any change.
func (d *DB) DataVersion(ctx context.Context) (int64, error) { return d.Meta(ctx, "data_version") }

// Meta returns a number about the data itself, 0 where nobody noted it.
func (d *DB) Meta(ctx context.Context, name string) (int64, error) {
	return meta(ctx, d.readers, name)
}

// Meta is [DB.Meta] as this transaction sees it.
func (t *Tx) Meta(ctx context.Context, name string) (int64, error) { return meta(ctx, t, name) }

func meta(ctx context.Context, q rowQuerier, name string) (v int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return v, public(err)
}

// Limits of patience. A person at a keyboard gives up at about half a minute;
// a group larger than 256 changes would make the first of them wait.
const (
	lockPatience = 30 * time.Second
	longestPause = 250 * time.Millisecond // between two tries; the first ones are shorter
	groupLimit   = 256
)

// Write runs fn in one transaction and returns after it is durable. fn may run
// more than once. When fn fails, nothing of it is kept and its error returns.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) (err error) {
	if d.engine == PostgreSQL {
		return d.retryPostgres(ctx, "", fn)
	}
	c := &change{ctx: ctx, fn: fn, answer: make(chan error, 1)}
	select {
	case d.queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	}
	err = <-c.answer // the loop answers always; ctx ends the statements inside
	if c.panicked != nil {
		panic(c.panicked)
	}
	if err == nil {
		callAll(c.after)
	}
	return public(err)
}

// WriteInTurn is Write for changes that extend one sequence, such as the audit chain:
// each sees what the one before it wrote. SQLite's only writer does that anyway; on
// PostgreSQL the transaction first takes a lock that all such changes share, before it
// has a view of the data that could be old.
func (d *DB) WriteInTurn(ctx context.Context, fn func(*Tx) error) error {
	if d.engine == PostgreSQL {
		return d.retryPostgres(ctx, `LOCK TABLE audit IN EXCLUSIVE MODE`, fn)
	}
	return d.Write(ctx, fn)
}

func callAll(after []func()) {
	for _, fn := range after {
		fn()
	}
}

// Read runs fn over one consistent view of the data.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	opt := &sql.TxOptions{ReadOnly: true}
	if d.engine == PostgreSQL {
		opt.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.readers.BeginTx(ctx, opt)
	if err != nil {
		return public(err)
	}
	defer tx.Rollback()
	return public(fn(&Tx{Tx: tx, engine: d.engine, now: d.micros()}))
}

func (d *DB) micros() int64 { return d.clock.Now().UnixMicro() }

// retryPostgres runs the statement lock, if there is one, and then fn. A change that others
// were in the way of is tried again as long as a person waits: under a rush eight tries were
// not enough once in some forty thousand changes.
func (d *DB) retryPostgres(ctx context.Context, lock string, fn func(*Tx) error) error {
	deadline := time.Now().Add(lockPatience)
	for try := 1; ; try++ {
		err := d.tryPostgres(ctx, lock, fn)
		if err == nil || !isSerialization(err) || time.Now().After(deadline) {
			return public(err)
		}
		select {
		case <-time.After(min(time.Duration(try*try)*2*time.Millisecond, longestPause)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (d *DB) tryPostgres(ctx context.Context, lock string, fn func(*Tx) error) error {
	tx, err := d.writer.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if lock != "" {
		if _, err := tx.ExecContext(ctx, lock); err != nil {
			return err
		}
	}
	t := &Tx{Tx: tx, engine: PostgreSQL, now: d.micros()}
	if err := fn(t); err != nil {
		return err
	}
	err = tx.Commit()
	if !isSerialization(err) { // another change was in the way: it is tried again
		d.counted.add(1, err)
	}
	if err != nil {
		return err
	}
	callAll(t.after)
	return nil
}

// change is one function that waits for the write loop.
type change struct {
	ctx      context.Context
	fn       func(*Tx) error
	answer   chan error
	err      error
	panicked any
	after    []func()
}

// writeLoop is the only writer of an SQLite database: it takes what waits,
// runs it in one transaction and answers after COMMIT.
func (d *DB) writeLoop() {
	defer close(d.done)
	for first := range d.queue {
		group := d.gather(first)
		err := d.commitGroup(group)
		kept := 0
		for _, c := range group {
			if c.err == nil {
				c.err = err
				kept++
			}
		}
		d.counted.add(kept, err)
		for _, c := range group {
			c.answer <- c.err
		}
	}
}

// gather takes the changes that wait already, without waiting for more.
func (d *DB) gather(first *change) []*change {
	group := []*change{first}
	for len(group) < groupLimit {
		select {
		case c, open := <-d.queue:
			if !open {
				return group
			}
			group = append(group, c)
		default:
			return group
		}
	}
	return group
}

func (d *DB) commitGroup(group []*change) error {
	tx, err := d.beginSQLite(group[0].ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &Tx{Tx: tx, engine: SQLite, now: d.micros(), grouped: true}
	for _, c := range group {
		if t.ended != nil {
			break // what ran now would stand outside of the transaction
		}
		c.err = c.run(t)
	}
	if t.ended != nil {
		return t.ended
	}
	return tx.Commit()
}

// beginSQLite takes the write lock, and waits while another process holds it.
// The group's transaction must not end when one caller gives up: it runs
// without that caller's deadline.
func (d *DB) beginSQLite(ctx context.Context) (*sql.Tx, error) {
	ctx = context.WithoutCancel(ctx)
	deadline := time.Now().Add(lockPatience)
	for told := false; ; told = true {
		tx, err := d.writer.BeginTx(ctx, nil)
		if err == nil || !isBusy(err) || time.Now().After(deadline) {
			return tx, err
		}
		if !told {
			d.onWait()
			d.log.Info("waiting for another process that writes to the database")
		}
	}
}

// run executes the change inside a savepoint, so that its failure leaves the
// group's other changes alone.
func (c *change) run(t *Tx) (err error) {
	ctx := context.WithoutCancel(c.ctx)
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `SAVEPOINT change`); err != nil {
		return err
	}
	defer func() {
		if c.panicked = recover(); c.panicked != nil {
			err = fmt.Errorf("db: panic in a change: %v", c.panicked)
		}
		if err != nil {
			if _, rerr := t.ExecContext(ctx, `ROLLBACK TO change`); rerr != nil {
				t.ended = err // no savepoint is left: a full disk, or one that fails
			}
		}
		if _, rerr := t.ExecContext(ctx, `RELEASE change`); err == nil {
			err = rerr
		}
	}()
	t.after = nil
	err = c.fn(t)
	c.after = t.after
	return err
}

func public(err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*errs.Error](err); known {
		return err
	}
	for _, rule := range engineErrors {
		if rule.is(err) {
			return errs.New(rule.kind, lang.Msg(rule.key), err)
		}
	}
	return err
}
