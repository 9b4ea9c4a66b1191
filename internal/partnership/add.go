package partnership

import (
	"context"
	"slices"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/source"
)

// Told is what one Add wrote, so that it can be withdrawn.
type Told struct {
	Partnership string   `json:"partnership"`
	Created     bool     `json:"created,omitempty"` // nothing was known of it
	Kind        Kind     `json:"kind,omitempty"`    // it was unstated before
	Topics      []string `json:"topics,omitempty"`  // there were none
	Listed      string   `json:"listed,omitempty"`  // the source of the list that it got
	Acts        []string `json:"acts,omitempty"`
	Claims      []string `json:"claims,omitempty"`
}

// Any says whether anything was written.
func (t Told) Any() bool {
	return t.Created || t.Kind != "" || len(t.Topics) > 0 || t.Listed != "" || len(t.Acts) > 0 || len(t.Claims) > 0
}

// Add writes what is not there yet, in the name of an origin: the partnership, acts and
// claims whose identifiers are new, a kind where none is stated, topics and a listing where
// there are none. What is there stays exactly as it is, whoever wrote it; a partnership
// that a person edited gets acts and claims, and its fields stay. Acts without an ID get
// one as with Put. It returns what was written.
func (s *Store) Add(ctx context.Context, tx *db.Tx, origin string, p Partnership) (told Told, err error) {
	defer errs.Wrap(&err, "partnership.Add(%s)", origin)
	if p.Kind == "" {
		p.Kind = KindUnstated
	}
	if p, err = identified(p, origin); err != nil {
		return told, err
	}
	now, err := p.moment(ctx, tx)
	if err != nil {
		return told, err
	}
	p.knownNow(now)
	a := adder{tx: tx, claims: s.claims.In(tx), origin: origin, p: p, told: Told{Partnership: p.ID}}
	for _, step := range []func(context.Context) error{a.create, a.fill, a.list, a.addActs, a.addClaims} {
		if err := step(ctx); err != nil {
			return told, err
		}
	}
	return a.told, nil
}

// knownNow notes since when acts and claims are known, where nobody noted it. The slices are
// the partnership's own: see identified.
func (p Partnership) knownNow(at time.Time) {
	for i := range p.Acts {
		if p.Acts[i].KnownSince.IsZero() {
			p.Acts[i].KnownSince = at
		}
	}
	for i := range p.Claims {
		if p.Claims[i].KnownSince.IsZero() {
			p.Claims[i].KnownSince = at
		}
	}
}

// adder adds to one partnership.
type adder struct {
	tx     *db.Tx
	claims *source.Store
	origin string
	p      Partnership
	told   Told
}

// exec runs a statement that changes one row or none.
func (a *adder) exec(ctx context.Context, query string, args ...any) (changed bool, err error) {
	result, err := a.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func (a *adder) create(ctx context.Context) (err error) {
	first, second := a.p.pair()
	a.told.Created, err = a.exec(ctx, `
		INSERT INTO partnership (id, kind, original_term, a, b, parties, topics, story, supersedes, origin)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8)
		ON CONFLICT (id) DO NOTHING`,
		a.p.ID, string(a.p.Kind), a.p.OriginalTerm, first, second, a.p.partiesText(), jsonText(a.p.Topics, len(a.p.Topics)), a.origin)
	if err != nil || !a.told.Created {
		return err
	}
	w := writer{tx: a.tx, rows: []Partnership{a.p}}
	return w.putParties(ctx, nil)
}

// fill states what nobody stated before.
func (a *adder) fill(ctx context.Context) error {
	if a.told.Created {
		return nil
	}
	if a.p.Kind != KindUnstated {
		filled, err := a.exec(ctx, `
			UPDATE partnership
			   SET kind = $1,
			       original_term = $2
			 WHERE id = $3
			   AND kind = 'unstated'
			   AND original_term = ''
			   AND edited = 0`, string(a.p.Kind), a.p.OriginalTerm, a.p.ID)
		if err != nil {
			return err
		}
		if filled {
			a.told.Kind = a.p.Kind
		}
	}
	if len(a.p.Topics) == 0 {
		return nil
	}
	filled, err := a.exec(ctx, `
		UPDATE partnership
		   SET topics = $1
		 WHERE id = $2
		   AND topics = ''
		   AND edited = 0`, jsonText(a.p.Topics, 1), a.p.ID)
	if filled {
		a.told.Topics = a.p.Topics
	}
	return err
}

// list notes that a list has the pair, where none is noted.
func (a *adder) list(ctx context.Context) error {
	l := a.p.Listing
	if l.IsZero() {
		return nil
	}
	known := db.Micros(l.KnownSince)
	if known == 0 {
		known = a.tx.Now()
	}
	listed, err := a.exec(ctx, `
		UPDATE partnership
		   SET listed_year = $1,
		       listed_count = $2,
		       listed_confidence = $3,
		       listed_source = $4,
		       listed_known = $5
		 WHERE id = $6
		   AND listed_year = 0`, l.Year, l.Lists, string(l.Confidence), l.Source, known, a.p.ID)
	if listed {
		a.told.Listed = l.Source
	}
	return err
}

func (a *adder) addActs(ctx context.Context) error {
	if len(a.p.Acts) == 0 {
		return nil
	}
	next, _, err := db.One(ctx, a.tx, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT COALESCE(MAX(ordinal) + 1, 0)
		  FROM act
		 WHERE partnership = $1`, a.p.ID)
	if err != nil {
		return err
	}
	w := writer{tx: a.tx, origin: a.origin}
	for _, act := range a.p.Acts {
		added, err := a.exec(ctx, `
			INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, known_until, origin)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (id) DO NOTHING`, w.actRow(a.p.ID, next, act)...)
		if err != nil {
			return err
		}
		if added {
			next++
			a.told.Acts = append(a.told.Acts, act.ID)
		}
	}
	return nil
}

func (a *adder) addClaims(ctx context.Context) (err error) {
	a.told.Claims, err = a.claims.AddClaims(ctx, a.tx, a.origin, a.p.Claims)
	return err
}

// Withdraw takes back what one Add wrote: its acts and claims were held until now, fields
// that it filled are empty again, and a partnership that it began is gone where nobody
// told anything else of it. What a person edited since stays. It returns how many rows
// changed.
func (s *Store) Withdraw(ctx context.Context, tx *db.Tx, told Told) (changed int64, err error) {
	defer errs.Wrap(&err, "partnership.Withdraw(%s)", told.Partnership)
	a := adder{tx: tx, claims: s.claims.In(tx), told: told}
	count := func(ok bool, err error) error {
		if ok {
			changed++
		}
		return err
	}
	for _, id := range told.Acts {
		if err := count(a.exec(ctx, `
			UPDATE act
			   SET known_until = CASE WHEN known_since > $1 THEN known_since ELSE $1 END
			 WHERE id = $2
			   AND known_until = 0
			   AND edited = 0`, tx.Now(), id)); err != nil {
			return changed, err
		}
	}
	n, err := a.claims.WithdrawClaims(ctx, tx, told.Claims)
	if changed += n; err != nil {
		return changed, err
	}
	for _, undo := range []func(context.Context) (bool, error){a.unlist, a.unfillKind, a.unfillTopics, a.remove} {
		if err := count(undo(ctx)); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func (a *adder) unlist(ctx context.Context) (bool, error) {
	if a.told.Listed == "" {
		return false, nil
	}
	return a.exec(ctx, `
		UPDATE partnership
		   SET listed_year = 0,
		       listed_count = 0,
		       listed_confidence = '',
		       listed_source = '',
		       listed_known = 0
		 WHERE id = $1
		   AND listed_source = $2
		   AND edited = 0`, a.told.Partnership, a.told.Listed)
}

func (a *adder) unfillKind(ctx context.Context) (bool, error) {
	if a.told.Kind == "" {
		return false, nil
	}
	return a.exec(ctx, `
		UPDATE partnership
		   SET kind = 'unstated',
		       original_term = ''
		 WHERE id = $1
		   AND kind = $2
		   AND edited = 0`, a.told.Partnership, string(a.told.Kind))
}

func (a *adder) unfillTopics(ctx context.Context) (bool, error) {
	if len(a.told.Topics) == 0 {
		return false, nil
	}
	return a.exec(ctx, `
		UPDATE partnership
		   SET topics = ''
		 WHERE id = $1
		   AND topics = $2
		   AND edited = 0`, a.told.Partnership, jsonText(a.told.Topics, 1))
}

// remove deletes a partnership that the Add began, unless somebody told of it since.
func (a *adder) remove(ctx context.Context) (bool, error) {
	if !a.told.Created {
		return false, nil
	}
	others, err := db.Collect(ctx, a.tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT id
		  FROM act
		 WHERE partnership = $1
		   AND (known_until = 0 OR edited <> 0)`, a.told.Partnership)
	if err != nil || len(others) > 0 {
		return false, err
	}
	claims, err := a.claims.ClaimsAbout(ctx, subject(a.told.Partnership))
	if err != nil || slices.ContainsFunc(claims, func(c source.Claim) bool { return c.KnownUntil.IsZero() }) {
		return false, err
	}
	return a.exec(ctx, `
		DELETE FROM partnership
		 WHERE id = $1
		   AND listed_year = 0
		   AND edited = 0`, a.told.Partnership)
}
