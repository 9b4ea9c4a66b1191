package people

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Latest returns who changed each of the objects last, by identifier: for the column
// "last changed by" of a list's page. Objects that nobody changed are left out.
func (l *Log) Latest(ctx context.Context, kind string, ids []string) (latest map[string]Record, err error) {
	defer errs.Wrap(&err, "people.Latest(%s)", kind)
	latest = make(map[string]Record, len(ids))
	if len(ids) == 0 {
		return latest, nil
	}
	args, in := []any{kind}, make([]string, len(ids))
	for i, id := range ids {
		args = append(args, id)
		in[i] = db.Placeholder(len(args))
	}
	err = db.Each(ctx, l.db, func(row db.Scanner) error {
		r, err := scanAudit(row)
		if err != nil {
			return err
		}
		latest[r.object], err = r.record()
		return err
	}, selectAudit+`
		 WHERE seq IN (SELECT MAX(seq) FROM audit WHERE kind = $1 AND object IN (`+strings.Join(in, ", ")+`) GROUP BY object)`, args...)
	return latest, err
}
