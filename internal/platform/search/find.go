package search

import (
	"context"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Find answers a question, after [Index.Follow]. Texts that hold the words in their titles
// come first, then those that hold them as they were asked; the newer before the older. A
// question without a word finds nothing. Whatever it holds, it is no error.
func (x *Index) Find(ctx context.Context, q Query) (found Found, err error) {
	defer errs.Wrap(&err, "search.Find")
	whole, bare := asked(q.Text)
	if len(whole) == 0 {
		return Found{}, nil
	}
	if err := x.Follow(ctx); err != nil {
		return Found{}, err
	}
	if found.Counts, err = x.counts(ctx, bare); err != nil {
		return Found{}, err
	}
	found.Total = total(found.Counts, q)
	if found.Total == 0 || q.Offset >= found.Total {
		return found, nil
	}
	s := &statement{}
	rank := `CASE WHEN ` + s.holds(x.engine, whole, true) + ` THEN 0 WHEN ` + s.holds(x.engine, bare, true) + ` THEN 1 WHEN ` +
		s.holds(x.engine, whole, false) + ` THEN 2 ELSE 3 END`
	where := s.holds(x.engine, bare, false) + s.among("d.kind", q.Kinds) + s.among("d.language", q.Languages)
	found.Hits, err = db.Collect(ctx, x.db, func(row db.Scanner) (h Hit, err error) {
		var at int64
		if err := row.Scan(&h.Kind, &h.ID, &h.Language, &h.Title, &h.Text, &h.Path, &at); err != nil {
			return h, err
		}
		h.At = time.UnixMicro(at).UTC()
		h.mark(bare)
		return h, nil
	}, `
		SELECT d.kind, d.id, d.language, d.title, d.body, d.path, d.at
		  FROM derived_search d
		 WHERE `+where+`
		 ORDER BY `+rank+`, d.at DESC, d.kind, d.id, d.language
		 LIMIT `+s.add(limit(q))+` OFFSET `+s.add(max(q.Offset, 0)), s.args...)
	return found, err
}

// limit is how many texts a question gets at most.
func limit(q Query) int {
	if q.Limit <= 0 || q.Limit > MostHits {
		return MostHits
	}
	return q.Limit
}

// counts counts what answers, by kind and language.
func (x *Index) counts(ctx context.Context, bare []word) ([]Count, error) {
	s := &statement{}
	where := s.holds(x.engine, bare, false)
	return db.Collect(ctx, x.db, func(row db.Scanner) (c Count, err error) { return c, row.Scan(&c.Kind, &c.Language, &c.N) }, `
		SELECT d.kind, d.language, COUNT(*)
		  FROM derived_search d
		 WHERE `+where+`
		 GROUP BY d.kind, d.language
		 ORDER BY d.kind, d.language`, s.args...)
}

// total adds the counts that a question asks for.
func total(all []Count, q Query) (n int) {
	for _, c := range all {
		if among(q.Kinds, c.Kind) && among(q.Languages, c.Language) {
			n += c.N
		}
	}
	return n
}

func among(list []string, one string) bool {
	for _, x := range list {
		if x == one {
			return true
		}
	}
	return len(list) == 0
}

// statement collects the arguments of a statement.
type statement struct{ args []any }

// add adds an argument and returns its placeholder.
func (s *statement) add(value any) string {
	s.args = append(s.args, value)
	return db.Placeholder(len(s.args))
}

func (s *statement) holds(e engine, words []word, title bool) string {
	condition, value := e.holds(words, title, db.Placeholder(len(s.args)+1))
	s.args = append(s.args, value)
	return condition
}

func (s *statement) among(column string, values []string) string {
	if len(values) == 0 {
		return ""
	}
	holders := make([]string, len(values))
	for i, v := range values {
		holders[i] = s.add(v)
	}
	return ` AND ` + column + ` IN (` + strings.Join(holders, ", ") + `)`
}
