package people

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Query selects rows of the audit chain. Empty fields select all.
type Query struct {
	Kind, ID string  // of the object
	Actor    string  // account
	Places   []int64 // that concern any of these
	Before   int64   // rows older than this number; 0: from the newest
	Limit    int     // at most this many; 0: 50
}

// defaultRows is a screen or two.
const defaultRows = 50

const selectAudit = `
	SELECT seq,
	       at,
	       actor,
	       action,
	       kind,
	       object,
	       places,
	       detail,
	       digest,
	       erased,
	       hash
	  FROM audit`

func scanAudit(row db.Scanner) (r auditRow, err error) {
	return r, row.Scan(&r.seq, &r.at, &r.actor, &r.action, &r.kind, &r.object, &r.places, &r.detail, &r.digest, &r.erased, &r.hash)
}

// Read returns rows, the newest first.
func (l *Log) Read(ctx context.Context, q Query) (all []Record, err error) {
	defer errs.Wrap(&err, "people.Read")
	where, args := []string{"1 = 1"}, []any{}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, strings.ReplaceAll(condition, "?", db.Placeholder(len(args))))
	}
	if q.Kind != "" {
		add("kind = ?", q.Kind)
	}
	if q.ID != "" {
		add("object = ?", q.ID)
	}
	if q.Actor != "" {
		add("actor = ?", q.Actor)
	}
	if q.Before > 0 {
		add("seq < ?", q.Before)
	}
	if len(q.Places) > 0 {
		var any []string
		for _, p := range q.Places {
			text := strings.Trim(placesText([]int64{p}), "[]")
			args = append(args, "%"+text+"%")
			any = append(any, "places LIKE "+db.Placeholder(len(args)))
		}
		where = append(where, "("+strings.Join(any, " OR ")+")")
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultRows
	}
	args = append(args, limit)
	err = db.Each(ctx, l.db, func(row db.Scanner) error {
		r, err := scanAudit(row)
		if err != nil {
			return err
		}
		rec, err := r.record()
		if err == nil && concerns(rec, q.Places) {
			all = append(all, rec)
		}
		return err
	}, selectAudit+` WHERE `+strings.Join(where, " AND ")+` ORDER BY seq DESC LIMIT `+db.Placeholder(len(args)), args...)
	return all, err
}

// concerns is exact where LIKE also finds numbers that contain the number.
func concerns(r Record, places []int64) bool {
	if len(places) == 0 {
		return true
	}
	for _, p := range places {
		for _, q := range r.Places {
			if p == q {
				return true
			}
		}
	}
	return false
}
