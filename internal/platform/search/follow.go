package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// tables are the statements that make what both engines have; more are further columns of
// the documents. derived_search holds the documents, derived_search_state in one row the
// mark at which they are, and how often they were made.
func tables(more string) string {
	return `
		CREATE TABLE IF NOT EXISTS derived_search (
			number   BIGINT NOT NULL PRIMARY KEY,
			kind     TEXT   NOT NULL,
			id       TEXT   NOT NULL,
			language TEXT   NOT NULL,
			title    TEXT   NOT NULL,
			body     TEXT   NOT NULL,
			path     TEXT   NOT NULL,
			at       BIGINT NOT NULL, -- microseconds
			print    TEXT   NOT NULL, -- of all that, to see whether it changed
			UNIQUE (kind, id, language)` + more + `
		);
		CREATE TABLE IF NOT EXISTS derived_search_state (
			one  BIGINT NOT NULL PRIMARY KEY, -- 1
			mark TEXT   NOT NULL,
			made BIGINT NOT NULL
		)`
}

// run executes statements, those within one text apart by semicolons.
func run(ctx context.Context, tx *db.Tx, all ...string) error {
	for _, text := range all {
		for one := range strings.SplitSeq(text, ";") {
			if _, err := tx.ExecContext(ctx, one); err != nil {
				return err
			}
		}
	}
	return nil
}

// state is at which mark the index is.
type state struct {
	mark string
	made int64
}

// form is part of each mark: another release that searches otherwise makes the index anew.
const form = "2"

// follow brings the index to what is public now. It does nothing where that is so. Nobody
// calls it beforehand: who asks first after a change, on whatever node, catches up for all,
// and what the clock makes public needs no clock of ours.
func (x *Index) follow(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "search.follow")
	select {
	case x.turn <- struct{}{}:
		defer func() { <-x.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for range patience {
		version, err := x.db.DataVersion(ctx)
		if err != nil {
			return err
		}
		clock, err := x.clockMark(ctx, version)
		if err != nil {
			return err
		}
		want := form + " " + strconv.FormatInt(version, 10) + " " + clock
		have, err := x.state(ctx)
		if err != nil || have.mark == want {
			return err
		}
		err = x.make(ctx, have, want, clock)
		if !errors.Is(err, errOvertaken) {
			return err
		}
	}
	return errOvertaken
}

// patience is how often a node tries while others change the index at the same time.
const patience = 5

var errOvertaken = errors.New("another node made the index meanwhile")

// clockMark names what the clock has made public in all sources.
func (x *Index) clockMark(ctx context.Context, version int64) (string, error) {
	var all []string
	for _, s := range x.sources {
		if s.Mark == nil {
			continue
		}
		mark, err := s.Mark(ctx, version)
		if err != nil {
			return "", err
		}
		all = append(all, mark)
	}
	return strings.Join(all, "."), nil
}

// state reads how far the index is; it makes the tables where there are none.
func (x *Index) state(ctx context.Context) (have state, err error) {
	read := func(q db.Querier) (err error) {
		have, _, err = db.One(ctx, q, func(row db.Scanner) (s state, err error) { return s, row.Scan(&s.mark, &s.made) },
			`SELECT mark, made FROM derived_search_state`)
		return err
	}
	if read(x.db) == nil {
		return have, nil
	}
	err = x.db.Write(ctx, func(tx *db.Tx) error {
		if err := x.engine.prepare(ctx, tx); err != nil {
			return err
		}
		return read(tx)
	})
	return have, err
}

// make brings the index from one mark to another.
func (x *Index) make(ctx context.Context, have state, want, clock string) error {
	var changed []Document
	var gone []int64
	same, err := x.irrelevant(ctx, have, clock)
	if err == nil && !same {
		changed, gone, err = x.compare(ctx)
	}
	if err != nil {
		return err
	}
	return x.db.Write(ctx, func(tx *db.Tx) error {
		now, _, err := db.One(ctx, tx, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }, `SELECT made FROM derived_search_state`)
		if err != nil {
			return err
		}
		if now != have.made {
			return errOvertaken // what was compared may be older than what is there
		}
		if err := x.write(ctx, tx, changed, gone); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO derived_search_state (one, mark, made) VALUES (1, $1, $2)
			ON CONFLICT (one) DO UPDATE SET mark = excluded.mark, made = excluded.made`, want, now+1)
		return err
	})
}

// irrelevant says whether nothing that is searched changed since a state.
func (x *Index) irrelevant(ctx context.Context, have state, clock string) (bool, error) {
	parts := strings.SplitN(have.mark, " ", 3)
	if len(parts) != 3 || parts[0] != form || parts[2] != clock {
		return false, nil
	}
	version, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return false, nil // no mark of ours: made anew
	}
	_, all, whole, err := x.db.ChangedSince(ctx, version)
	return !whole && !slices.ContainsFunc(all, func(c db.Changed) bool {
		return slices.ContainsFunc(x.sources, func(s Source) bool { return s.Feed == c.Kind || slices.Contains(s.Also, c.Kind) })
	}), err
}

// name tells a document from all others.
type name struct{ kind, id, language string }

// compare finds what the sources have that the index has not, or has otherwise, and what it
// has that they have no more.
func (x *Index) compare(ctx context.Context) (changed []Document, gone []int64, err error) {
	type row struct {
		number int64
		print  string
	}
	have := map[name]row{}
	err = db.Each(ctx, x.db, func(s db.Scanner) error {
		var n name
		var r row
		err := s.Scan(&n.kind, &n.id, &n.language, &r.number, &r.print)
		have[n] = r
		return err
	}, `SELECT kind, id, language, number, print FROM derived_search`)
	if err != nil {
		return nil, nil, err
	}
	for _, source := range x.sources {
		err := source.Each(ctx, func(d Document) error {
			d.Title, d.Text = clean(d.Title), clean(bounded(d.Text, MostText))
			n := name{d.Kind, d.ID, d.Language}
			r, there := have[n]
			if delete(have, n); there && r.print == d.print() {
				return nil
			}
			changed = append(changed, d)
			if there {
				gone = append(gone, r.number)
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, nil, err
		}
	}
	for _, r := range have {
		gone = append(gone, r.number)
	}
	return changed, gone, nil
}

// print is a number by which two states of a document are told apart.
func (d Document) print() string {
	h := sha256.New()
	for _, part := range []string{d.Title, d.Text, d.Mark, d.Path, strconv.FormatInt(d.At.UnixMicro(), 10)} {
		h.Write([]byte(strconv.Itoa(len(part)) + " " + part))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// load reads the rest of the text.
func (d *Document) load(ctx context.Context) error {
	if d.Load == nil {
		return nil
	}
	more, err := d.Load(ctx)
	d.Text = clean(bounded(d.Text+"\n"+more, MostText))
	return err
}

func (x *Index) write(ctx context.Context, tx *db.Tx, changed []Document, gone []int64) error {
	for _, number := range gone {
		if err := x.engine.remove(ctx, tx, number); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM derived_search WHERE number = $1`, number); err != nil {
			return err
		}
	}
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(number), 0) FROM derived_search`).Scan(&last); err != nil {
		return err
	}
	for _, d := range changed {
		last++
		print := d.print() // of what was compared, without what is loaded now
		if err := d.load(ctx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO derived_search (number, kind, id, language, title, body, path, at, print)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			last, d.Kind, d.ID, d.Language, d.Title, d.Text, d.Path, d.At.UnixMicro(), print)
		if err != nil {
			return err
		}
		if err := x.engine.put(ctx, tx, last, spelt(d.Title), spelt(d.Text)); err != nil {
			return err
		}
	}
	return nil
}
