package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Find answers a question by what is public now. Texts that hold the words in their titles
// come first, then those that hold them as they were asked; the newer before the older. A
// question without a word finds nothing. Whatever it holds, it is no error.
func (x *Index) Find(ctx context.Context, q Query) (found Found, err error) {
	defer errs.Wrap(&err, "search.Find")
	whole, bare := asked(q.Text)
	if len(whole) == 0 {
		return Found{}, nil
	}
	if err := x.follow(ctx); err != nil {
		return Found{}, err
	}
	if err := x.count(ctx, bare, q, &found); err != nil {
		return Found{}, err
	}
	if found.Total == 0 || q.Offset >= found.Total {
		return found, nil
	}
	s := &statement{}
	rank := `CASE WHEN ` + s.holds(x.engine, whole, true) + ` THEN 0 WHEN ` + s.holds(x.engine, bare, true) + ` THEN 1 WHEN ` +
		s.holds(x.engine, whole, false) + ` THEN 2 ELSE 3 END`
	where := s.holds(x.engine, bare, false) + s.among("d.kind", q.Kinds) + s.among("d.language", q.Languages)
	if q.Year != 0 {
		from := yearBegins(q.Year)
		where += ` AND d.at >= ` + s.add(from.UnixMicro()) + ` AND d.at < ` + s.add(from.AddDate(1, 0, 0).UnixMicro())
	}
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

func yearBegins(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// count counts what answers, by kind and language and by year.
func (x *Index) count(ctx context.Context, bare []word, q Query, found *Found) error {
	type row struct {
		Count
		year int
	}
	s := &statement{}
	where := s.holds(x.engine, bare, false)
	all, err := db.Collect(ctx, x.db, func(scan db.Scanner) (r row, err error) {
		var at int64
		err = scan.Scan(&r.Kind, &r.Language, &at, &r.N)
		r.year = time.UnixMicro(at).UTC().Year()
		return r, err
	}, `
		SELECT d.kind, d.language, d.at, COUNT(*)
		  FROM derived_search d
		 WHERE `+where+`
		 GROUP BY d.kind, d.language, d.at
		 ORDER BY d.kind, d.language, d.at DESC`, s.args...)
	years := map[YearCount]int{}
	for _, r := range all {
		asked := among(q.Kinds, r.Kind) && among(q.Languages, r.Language)
		if asked {
			years[YearCount{Year: r.year, Kind: r.Kind}] += r.N
		}
		if q.Year != 0 && r.year != q.Year {
			continue
		}
		if asked {
			found.Total += r.N
		}
		if n := len(found.Counts); n > 0 && found.Counts[n-1].Kind == r.Kind && found.Counts[n-1].Language == r.Language {
			found.Counts[n-1].N += r.N
		} else {
			found.Counts = append(found.Counts, r.Count)
		}
	}
	for of, n := range years {
		of.N = n
		found.Years = append(found.Years, of)
	}
	slices.SortFunc(found.Years, func(a, b YearCount) int { return cmp.Or(b.Year-a.Year, strings.Compare(a.Kind, b.Kind)) })
	return err
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
