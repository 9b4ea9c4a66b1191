package partnership

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Store keeps partnerships with their acts and claims.
type Store struct {
	db     *db.DB
	q      db.Querier
	claims *source.Store
}

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB) *Store {
	return &Store{db: d, q: d, claims: source.NewStore(d)}
}

// In returns the same store inside a transaction.
func (s *Store) In(tx *db.Tx) *Store {
	return &Store{db: s.db, q: tx, claims: s.claims.In(tx)}
}

// read runs fn over one consistent view.
func (s *Store) read(ctx context.Context, fn func(*Store) error) error {
	if s.q != db.Querier(s.db) {
		return fn(s)
	}
	return s.db.Read(ctx, func(tx *db.Tx) error { return fn(s.In(tx)) })
}

// PairID is the identifier of the partnership between two places, whichever comes
// first and whoever tells of it: a list and a hand-written history of the same pair
// are one partnership. A second one between the same two gets an identifier of its own.
func PairID(a, b int64) string {
	return db.IDFor("pair", fmt.Sprintf("%d-%d", min(a, b), max(a, b)))
}

// subject is what claims about a partnership are about.
func subject(id string) string { return subjectPrefix + id }

const subjectPrefix = "partnership:"

// ByID returns a partnership with its acts and claims, or errs.NotFound. One that was
// withdrawn is found, so that its page can say so; no list has it.
func (s *Store) ByID(ctx context.Context, id string) (p Partnership, err error) {
	defer errs.Wrap(&err, "partnership.ByID(%s)", id)
	err = s.read(ctx, func(s *Store) error {
		all, err := s.collect(ctx, `p.id = $1`, id)
		if err == nil && len(all) == 0 {
			return errs.New(errs.NotFound, lang.Msg("error.partnership_unknown", "id", id), nil)
		}
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p, err
}

// OfPlace returns the partnerships of a place, in no order, with acts and claims. A
// place without any has an empty slice.
func (s *Store) OfPlace(ctx context.Context, place int64) (all []Partnership, err error) {
	defer errs.Wrap(&err, "partnership.OfPlace(%d)", place)
	err = s.read(ctx, func(s *Store) error {
		all, err = s.collect(ctx, `p.withdrawn = 0 AND (p.a = $1 OR p.b = $1 OR p.id IN (SELECT partnership FROM party WHERE place = $1))`, place)
		return err
	})
	// party keeps sides that a person may have taken out of the partnership since
	return slices.DeleteFunc(all, func(p Partnership) bool { return !p.Has(place) }), err
}

// InRegion returns the partnerships that have a side for which within is true, with
// acts and claims, in no order. It reads all rows once: a region may hold thousands
// of places, more than a query can name.
func (s *Store) InRegion(ctx context.Context, within func(place int64) bool) (all []Partnership, err error) {
	defer errs.Wrap(&err, "partnership.InRegion")
	err = s.Each(ctx, func(p Partnership) error {
		if slices.ContainsFunc(p.Parties, func(q Party) bool { return within(q.Place) || q.Heir != 0 && within(q.Heir) }) {
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

// Each calls fn for every partnership, in no order, with acts and claims. It holds the
// recorded acts and claims in memory, but not the pairs known from lists.
func (s *Store) Each(ctx context.Context, fn func(Partnership) error) (err error) {
	defer errs.Wrap(&err, "partnership.Each")
	return s.read(ctx, func(s *Store) error {
		parts, err := s.partsOf(ctx, "")
		if err != nil {
			return err
		}
		if err := s.claims.EachClaim(ctx, parts.addClaim); err != nil {
			return err
		}
		return db.Each(ctx, s.q, func(row db.Scanner) error {
			p, err := scanPartnership(row)
			if err != nil {
				return err
			}
			p.Acts, p.Claims = parts.acts[p.ID], parts.claims[p.ID]
			return fn(p)
		}, selectPartnership+` WHERE p.withdrawn = 0`)
	})
}

// collect returns the partnerships that a condition on the table p selects.
func (s *Store) collect(ctx context.Context, condition string, args ...any) ([]Partnership, error) {
	all, err := db.Collect(ctx, s.q, scanPartnership, selectPartnership+` WHERE `+condition, args...)
	if err != nil || len(all) == 0 {
		return []Partnership{}, err
	}
	parts, err := s.partsOf(ctx, condition, args...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		p := &all[i]
		p.Acts = parts.acts[p.ID]
		if len(p.Acts) == 0 && !p.Listing.IsZero() && p.Version == 0 {
			continue // a pair from a list has no claims of its own: spare a query for each
		}
		if p.Claims, err = s.claims.ClaimsAbout(ctx, subject(p.ID)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// parts are the acts and claims by partnership.
type parts struct {
	acts   map[string][]Act
	claims map[string][]source.Claim
}

func (t *parts) addClaim(c source.Claim) error {
	if id, ok := strings.CutPrefix(c.Subject, subjectPrefix); ok {
		t.claims[id] = append(t.claims[id], c)
	}
	return nil
}

// partsOf reads the acts of the partnerships that a condition on the table p selects;
// the empty condition selects all.
func (s *Store) partsOf(ctx context.Context, condition string, args ...any) (*parts, error) {
	t := &parts{acts: map[string][]Act{}, claims: map[string][]source.Claim{}}
	told := map[string][]toldAct{}
	query := `
		SELECT act.partnership,
		       act.ordinal,
		       act.id,
		       act.body,
		       act.known_since,
		       act.known_until,
		       act.origin,
		       act.edited
		  FROM act
		  JOIN partnership p ON p.id = act.partnership`
	if condition != "" {
		query += ` WHERE ` + condition
	}
	query += ` ORDER BY act.ordinal`
	err := db.Each(ctx, s.q, func(row db.Scanner) error {
		id, a, err := scanAct(row)
		if err == nil {
			told[id] = append(told[id], a)
		}
		return err
	}, query, args...)
	for id, acts := range told {
		t.acts[id] = inTold(acts)
	}
	return t, err
}

func scanAct(row db.Scanner) (partnership string, a toldAct, err error) {
	var id, body, origin string
	var since, until, edited int64
	if err := row.Scan(&partnership, &a.ordinal, &id, &body, &since, &until, &origin, &edited); err != nil {
		return "", a, err
	}
	if err := json.Unmarshal([]byte(body), &a.Act); err != nil {
		return "", a, fmt.Errorf("act %s: %w", id, err)
	}
	a.ID, a.Origin = id, origin
	a.KnownSince, a.KnownUntil, a.Edited = db.Moment(since), db.Moment(until), db.Moment(edited)
	return partnership, a, nil
}

const selectPartnership = `
	SELECT p.id,
	       p.kind,
	       p.original_term,
	       p.a,
	       p.b,
	       p.parties,
	       p.topics,
	       p.story,
	       p.supersedes,
	       p.listed_year,
	       p.listed_count,
	       p.listed_confidence,
	       p.listed_source,
	       p.listed_known,
	       p.origin,
	       p.edited,
	       p.withdrawn,
	       p.version
	  FROM partnership p`

func scanPartnership(row db.Scanner) (p Partnership, err error) {
	var a, b, listedKnown, edited, withdrawn int64
	var parties, topics, story string
	if err := row.Scan(
		&p.ID, &p.Kind, &p.OriginalTerm, &a, &b, &parties, &topics, &story, &p.Supersedes,
		&p.Listing.Year, &p.Listing.Lists, &p.Listing.Confidence, &p.Listing.Source, &listedKnown,
		&p.Origin, &edited, &withdrawn, &p.Version,
	); err != nil {
		return p, err
	}
	p.Listing.KnownSince, p.Edited, p.Withdrawn = db.Moment(listedKnown), db.Moment(edited), db.Moment(withdrawn)
	p.Parties = []Party{{Place: a}, {Place: b}}
	for _, part := range []struct {
		text string
		into any
	}{{parties, &p.Parties}, {topics, &p.Topics}, {story, &p.Story}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return p, fmt.Errorf("partnership %s: %w", p.ID, err)
		}
	}
	return p, nil
}

// SourceCodes are the codes of all sources that the partnership's acts, claims and
// listing name, in the order in which a reader meets them, each once.
func (p Partnership) SourceCodes() []string {
	var codes []string
	add := func(code string) {
		if code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for _, a := range p.Acts {
		for _, code := range a.Sources {
			add(code)
		}
	}
	for _, c := range p.Claims {
		add(c.Source)
	}
	add(p.Listing.Source)
	return codes
}
