package source

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps sources and claims.
type Store struct{ q db.Querier }

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB) *Store { return &Store{d} }

// In returns the same store inside a transaction.
func (s *Store) In(tx *db.Tx) *Store { return &Store{tx} }

// Put writes sources and returns how many rows changed. A source that a person edited
// stays as it is.
func (s *Store) Put(ctx context.Context, tx *db.Tx, all iter.Seq[Source]) (changed int64, err error) {
	defer errs.Wrap(&err, "source.Put")
	return tx.Bulk(ctx, db.Insert{
		Table: "source",
		Columns: []string{
			"code", "title", "publisher", "url", "language", "licence", "note", "published", "retrieved",
		},
		Conflict: `
			ON CONFLICT (code) DO UPDATE SET
				title     = excluded.title,
				publisher = excluded.publisher,
				url       = excluded.url,
				language  = excluded.language,
				licence   = excluded.licence,
				note      = excluded.note,
				published = excluded.published,
				retrieved = excluded.retrieved
			WHERE source.edited = 0 AND (
				source.title     <> excluded.title     OR
				source.publisher <> excluded.publisher OR
				source.url       <> excluded.url       OR
				source.language  <> excluded.language  OR
				source.licence   <> excluded.licence   OR
				source.note      <> excluded.note      OR
				source.published <> excluded.published OR
				source.retrieved <> excluded.retrieved)`,
	}, func(yield func([]any) bool) {
		for c := range all {
			if !yield([]any{
				c.Code, c.Title, c.Publisher, c.URL, c.Language, c.Licence, c.Note,
				c.Published.String(), c.Retrieved.String(),
			}) {
				return
			}
		}
	})
}

const selectSource = `
	SELECT code,
	       title,
	       publisher,
	       url,
	       language,
	       licence,
	       note,
	       published,
	       retrieved
	  FROM source`

func scanSource(row db.Scanner) (c Source, err error) {
	var published, retrieved string
	if err = row.Scan(
		&c.Code, &c.Title, &c.Publisher, &c.URL, &c.Language, &c.Licence, &c.Note, &published, &retrieved,
	); err != nil {
		return c, err
	}
	if c.Published, err = lang.ParseDate(published); err != nil {
		return c, err
	}
	c.Retrieved, err = lang.ParseDate(retrieved)
	return c, err
}

// All are all sources, by code.
func (s *Store) All(ctx context.Context) (all []Source, err error) {
	defer errs.Wrap(&err, "source.All")
	all, err = db.Collect(ctx, s.q, scanSource, selectSource)
	slices.SortFunc(all, func(a, b Source) int { return strings.Compare(a.Code, b.Code) })
	return all, err
}

// ByCodes are the sources of the codes, in the order of the codes, each once. A code
// without a source is left out.
func (s *Store) ByCodes(ctx context.Context, codes []string) (_ []Source, err error) {
	defer errs.Wrap(&err, "source.ByCodes")
	var out []Source
	for i, code := range codes {
		if slices.Contains(codes[:i], code) {
			continue
		}
		c, ok, err := db.One(ctx, s.q, scanSource, selectSource+` WHERE code = $1`, code)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// PutClaims writes claims and returns how many rows changed. A claim without an ID
// gets one from its subject, field, value and source; one without a moment since when
// it is known gets the transaction's. One that a person edited stays as it is.
func (s *Store) PutClaims(ctx context.Context, tx *db.Tx, origin string, all iter.Seq[Claim]) (changed int64, err error) {
	defer errs.Wrap(&err, "source.PutClaims")
	return tx.Bulk(ctx, db.Insert{
		Table: "claim",
		Columns: []string{
			"id", "subject", "field", "value", "source", "asserted_by", "confidence", "rank",
			"confirmed_by", "supersedes", "known_since", "known_until", "origin",
		},
		Conflict: `
			ON CONFLICT (id) DO UPDATE SET
				value        = excluded.value,
				source       = excluded.source,
				asserted_by  = excluded.asserted_by,
				confidence   = excluded.confidence,
				rank         = excluded.rank,
				confirmed_by = excluded.confirmed_by,
				supersedes   = excluded.supersedes,
				known_since  = CASE WHEN excluded.known_since < claim.known_since
				                    THEN excluded.known_since ELSE claim.known_since END,
				known_until  = excluded.known_until,
				origin       = excluded.origin
			WHERE claim.edited = 0 AND (
				claim.value        <> excluded.value        OR
				claim.source       <> excluded.source       OR
				claim.asserted_by  <> excluded.asserted_by  OR
				claim.confidence   <> excluded.confidence   OR
				claim.rank         <> excluded.rank         OR
				claim.confirmed_by <> excluded.confirmed_by OR
				claim.supersedes   <> excluded.supersedes   OR
				claim.known_since  >  excluded.known_since  OR
				claim.known_until  <> excluded.known_until)`,
	}, func(yield func([]any) bool) {
		for c := range all {
			if !yield(claimRow(c, origin, tx.Now())) {
				return
			}
		}
	})
}

func claimRow(c Claim, origin string, now int64) []any {
	return []any{
		ClaimID(c), c.Subject, c.Field, c.Value, c.Source, c.AssertedBy, string(c.Confidence),
		string(c.Rank), jsonText(c.ConfirmedBy), c.Supersedes, sinceMicro(c.KnownSince, now), db.Micros(c.KnownUntil), origin,
	}
}

// ClaimID is the identifier of a claim: its own, or one made from what it says.
func ClaimID(c Claim) string {
	if c.ID != "" {
		return c.ID
	}
	return db.IDFor("claim", strings.Join([]string{c.Subject, c.Field, c.Value, c.Source}, "\x00"))
}

func jsonText(sides []int64) string {
	if len(sides) == 0 {
		return ""
	}
	b, _ := json.Marshal(sides) // numbers cannot fail
	return string(b)
}

func sinceMicro(t time.Time, now int64) int64 {
	if t.IsZero() {
		return now
	}
	return t.UnixMicro()
}

// Retract withdraws the claims about a subject that an origin made and does not make
// any more: those whose ID is not among keep. Their rows stay; they were held until now.
func (s *Store) Retract(ctx context.Context, tx *db.Tx, origin, subject string, keep []string) (changed int64, err error) {
	defer errs.Wrap(&err, "source.Retract(%s)", subject)
	gone, err := db.Collect(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT id
		  FROM claim
		 WHERE subject = $1
		   AND origin = $2
		   AND known_until = 0
		   AND edited = 0`, subject, origin)
	if err != nil {
		return 0, err
	}
	for _, id := range gone {
		if slices.Contains(keep, id) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE claim
			   SET known_until = CASE WHEN known_since > $1 THEN known_since ELSE $1 END
			 WHERE id = $2`, tx.Now(), id); err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}

const selectClaim = `
	SELECT id,
	       subject,
	       field,
	       value,
	       source,
	       asserted_by,
	       confidence,
	       rank,
	       confirmed_by,
	       supersedes,
	       known_since,
	       known_until
	  FROM claim`

// ClaimsAbout are all claims about a subject, withdrawn ones too, the best first.
func (s *Store) ClaimsAbout(ctx context.Context, subject string) (all []Claim, err error) {
	defer errs.Wrap(&err, "source.ClaimsAbout(%s)", subject)
	all, err = db.Collect(ctx, s.q, scanClaim, selectClaim+` WHERE subject = $1`, subject)
	slices.SortFunc(all, better)
	return all, err
}

// EachClaim calls fn for every claim, in no order.
func (s *Store) EachClaim(ctx context.Context, fn func(Claim) error) (err error) {
	defer errs.Wrap(&err, "source.EachClaim")
	return db.Each(ctx, s.q, func(row db.Scanner) error {
		c, err := scanClaim(row)
		if err != nil {
			return err
		}
		return fn(c)
	}, selectClaim)
}

func scanClaim(row db.Scanner) (c Claim, err error) {
	var confirmed string
	var since, until int64
	if err := row.Scan(
		&c.ID, &c.Subject, &c.Field, &c.Value, &c.Source, &c.AssertedBy, &c.Confidence, &c.Rank,
		&confirmed, &c.Supersedes, &since, &until,
	); err != nil {
		return c, err
	}
	c.KnownSince = time.UnixMicro(since).UTC()
	if until != 0 {
		c.KnownUntil = time.UnixMicro(until).UTC()
	}
	if confirmed == "" {
		return c, nil
	}
	return c, json.Unmarshal([]byte(confirmed), &c.ConfirmedBy)
}
