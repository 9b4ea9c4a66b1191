package partnership

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/source"
)

// Changed counts the rows that a Put changed; a repeated Put changes none.
type Changed struct {
	Partnerships, Acts, Claims int64
	Retracted                  int64 // acts and claims that the origin does not tell any more
}

// Any says whether anything changed.
func (c Changed) Any() bool { return c != Changed{} }

// Put writes partnerships with their acts and claims, in the name of an origin.
//
// A partnership of two sides without an ID gets PairID, so that what lists and people
// tell of one pair comes together; acts and claims without an ID get one from what they
// say. What a person edited stays as it is. Acts and claims of this origin that a
// partnership does not have any more are withdrawn: they stay as what was known until
// now. The first partnership that breaks a rule (Check) ends it with its error; the
// caller's transaction then keeps nothing.
func (s *Store) Put(ctx context.Context, tx *db.Tx, origin string, all iter.Seq[Partnership]) (n Changed, err error) {
	defer errs.Wrap(&err, "partnership.Put(%s)", origin)
	w := writer{tx: tx, claims: s.claims.In(tx), origin: origin}
	for p := range all {
		if p, err = identified(p, origin); err != nil {
			return n, err
		}
		twice := slices.ContainsFunc(w.rows, func(q Partnership) bool { return q.ID == p.ID })
		if twice || len(w.rows) == batch {
			if err := w.flush(ctx, &n); err != nil {
				return n, err
			}
		}
		w.rows = append(w.rows, p)
	}
	return n, w.flush(ctx, &n)
}

// batch is how many partnerships are written at once: enough for whole statements of
// every table, little enough to hold.
const batch = 500

// identified checks a partnership and gives identifiers to it and to its parts.
func identified(p Partnership, origin string) (Partnership, error) {
	if err := p.Check(); err != nil {
		return p, err
	}
	sides := p.Sides()
	switch {
	case p.ID != "":
	case len(sides) == 2:
		p.ID = PairID(sides[0], sides[1])
	default:
		p.ID = db.IDFor(origin, fmt.Sprint("partnership ", sides))
	}
	p.Acts, p.Claims = slices.Clone(p.Acts), slices.Clone(p.Claims)
	seen := map[string]int{}
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.ID == "" {
			key := fmt.Sprintf("%s %s %s %v", p.ID, a.Type, a.Date, a.By)
			a.ID = db.IDFor(origin, fmt.Sprint(key, " ", seen[key]))
			seen[key]++
		}
	}
	for i := range p.Claims {
		c := &p.Claims[i]
		c.Subject = subject(p.ID)
		c.ID = source.ClaimID(*c)
	}
	if id := p.twice(); id != "" {
		return p, broken("twice", "", id, nil)
	}
	return p, nil
}

// twice is the identifier that two acts or two claims share; empty where none do.
func (p Partnership) twice() string {
	seen := make(map[string]bool, len(p.Acts)+len(p.Claims))
	for _, a := range p.Acts {
		if seen[a.ID] {
			return a.ID
		}
		seen[a.ID] = true
	}
	for _, c := range p.Claims {
		if seen[c.ID] {
			return c.ID
		}
		seen[c.ID] = true
	}
	return ""
}

// writer writes one batch after the other.
type writer struct {
	tx     *db.Tx
	claims *source.Store
	origin string
	rows   []Partnership
}

func (w *writer) flush(ctx context.Context, n *Changed) error {
	steps := []func(context.Context, *Changed) error{
		w.putRows, w.putParties, w.putListings, w.putActs, w.putClaims, w.retract,
	}
	for _, step := range steps {
		if err := step(ctx, n); err != nil {
			return err
		}
	}
	w.rows = w.rows[:0]
	return nil
}

func (w *writer) putRows(ctx context.Context, n *Changed) error {
	changed, err := w.tx.Bulk(ctx, db.Insert{
		Table: "partnership",
		Columns: []string{
			"id", "kind", "original_term", "a", "b", "parties", "topics", "story", "supersedes", "origin",
		},
		Conflict: `
			ON CONFLICT (id) DO UPDATE SET
				kind          = excluded.kind,
				original_term = excluded.original_term,
				a             = excluded.a,
				b             = excluded.b,
				parties       = excluded.parties,
				topics        = excluded.topics,
				story         = excluded.story,
				supersedes    = excluded.supersedes,
				origin        = excluded.origin
			WHERE partnership.edited = 0 AND (
				partnership.kind          <> excluded.kind          OR
				partnership.original_term <> excluded.original_term OR
				partnership.a             <> excluded.a             OR
				partnership.b             <> excluded.b             OR
				partnership.parties       <> excluded.parties       OR
				partnership.topics        <> excluded.topics        OR
				partnership.story         <> excluded.story         OR
				partnership.supersedes    <> excluded.supersedes    OR
				partnership.origin        <> excluded.origin)`,
	}, func(yield func([]any) bool) {
		for _, p := range w.rows {
			a, b := p.pair()
			if !yield([]any{
				p.ID, string(p.Kind), p.OriginalTerm, a, b, p.partiesText(),
				jsonText(p.Topics, len(p.Topics)), jsonText(p.Story, len(p.Story)), p.Supersedes, w.origin,
			}) {
				return
			}
		}
	})
	n.Partnerships += changed
	return err
}

// pair are the first two sides, of two sides the smaller number first.
func (p Partnership) pair() (a, b int64) {
	sides := p.Sides()
	if len(sides) == 2 {
		return min(sides[0], sides[1]), max(sides[0], sides[1])
	}
	return sides[0], sides[1]
}

// partiesText is empty where the columns a and b say all that is known of the parties.
func (p Partnership) partiesText() string {
	a, b := p.pair()
	if slices.Equal(p.Parties, []Party{{Place: a}, {Place: b}}) {
		return ""
	}
	return jsonText(p.Parties, len(p.Parties))
}

func jsonText(v any, length int) string {
	if length == 0 {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only types that cannot fail come here: texts, numbers and maps of texts
	}
	return string(b)
}

// putParties writes the sides that the columns a and b cannot hold.
func (w *writer) putParties(ctx context.Context, _ *Changed) error {
	_, err := w.tx.Bulk(ctx, db.Insert{
		Table:    "party",
		Columns:  []string{"place", "partnership"},
		Conflict: `ON CONFLICT (place, partnership) DO NOTHING`,
	}, func(yield func([]any) bool) {
		for _, p := range w.rows {
			for i, q := range p.Parties {
				if i > 1 && !yield([]any{q.Place, p.ID}) || q.Heir != 0 && !yield([]any{q.Heir, p.ID}) {
					return
				}
			}
		}
	})
	return err
}

func (w *writer) putListings(ctx context.Context, n *Changed) error {
	changed, err := putListings(ctx, w.tx, w.origin, func(yield func(Listed) bool) {
		for _, p := range w.rows {
			a, b := p.pair()
			if !p.Listing.IsZero() && !yield(Listed{ID: p.ID, A: a, B: b, Listing: p.Listing}) {
				return
			}
		}
	})
	n.Partnerships += changed
	return err
}

func (w *writer) putActs(ctx context.Context, n *Changed) (err error) {
	changed, err := w.tx.Bulk(ctx, db.Insert{
		Table: "act",
		Columns: []string{
			"id", "partnership", "ordinal", "type", "dated", "body", "known_since", "known_until", "origin",
		},
		Conflict: `
			ON CONFLICT (id) DO UPDATE SET
				ordinal     = excluded.ordinal,
				type        = excluded.type,
				dated       = excluded.dated,
				body        = excluded.body,
				known_since = CASE WHEN excluded.known_since < act.known_since
				                   THEN excluded.known_since ELSE act.known_since END,
				known_until = excluded.known_until,
				origin      = excluded.origin
			WHERE act.edited = 0 AND (
				act.ordinal     <> excluded.ordinal     OR
				act.type        <> excluded.type        OR
				act.dated       <> excluded.dated       OR
				act.body        <> excluded.body        OR
				act.known_since >  excluded.known_since OR
				act.known_until <> excluded.known_until)`,
	}, func(yield func([]any) bool) {
		for _, p := range w.rows {
			for i, a := range p.Acts {
				if !yield(w.actRow(p.ID, i, a)) {
					return
				}
			}
		}
	})
	n.Acts += changed
	return err
}

func (w *writer) actRow(partnership string, ordinal int, a Act) []any {
	since := db.Micros(a.KnownSince)
	if since == 0 {
		since = w.tx.Now()
	}
	until := db.Micros(a.KnownUntil)
	return []any{
		a.ID, partnership, ordinal, string(a.Type), a.Date.String(), a.body(), since, until, w.origin,
	}
}

// body is the act as its column holds it: without what has a column of its own.
func (a Act) body() string {
	a.ID, a.Origin = "", ""
	a.KnownSince, a.KnownUntil, a.Edited = time.Time{}, time.Time{}, time.Time{}
	return jsonText(a, 1)
}

func (w *writer) putClaims(ctx context.Context, n *Changed) error {
	changed, err := w.claims.PutClaims(ctx, w.tx, w.origin, func(yield func(source.Claim) bool) {
		for _, p := range w.rows {
			for _, c := range p.Claims {
				if !yield(c) {
					return
				}
			}
		}
	})
	n.Claims += changed
	return err
}

// retract withdraws what the origin told of these partnerships before and does not
// tell any more.
func (w *writer) retract(ctx context.Context, n *Changed) error {
	for _, p := range w.rows {
		told := make([]string, len(p.Acts))
		for i, a := range p.Acts {
			told[i] = a.ID
		}
		acts, err := w.retractActs(ctx, p.ID, told)
		if err != nil {
			return err
		}
		told = told[:0]
		for _, c := range p.Claims {
			told = append(told, c.ID)
		}
		claims, err := w.claims.Retract(ctx, w.tx, w.origin, subject(p.ID), told)
		if err != nil {
			return err
		}
		n.Retracted += acts + claims
	}
	return nil
}

func (w *writer) retractActs(ctx context.Context, partnership string, told []string) (changed int64, err error) {
	held, err := db.Collect(ctx, w.tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT id
		  FROM act
		 WHERE partnership = $1
		   AND origin = $2
		   AND known_until = 0
		   AND edited = 0`, partnership, w.origin)
	for _, id := range held {
		if slices.Contains(told, id) {
			continue
		}
		if _, err := w.tx.ExecContext(ctx, `
			UPDATE act
			   SET known_until = CASE WHEN known_since > $1 THEN known_since ELSE $1 END
			 WHERE id = $2`, w.tx.Now(), id); err != nil {
			return changed, err
		}
		changed++
	}
	return changed, err
}
