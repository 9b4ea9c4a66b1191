package partnership

import (
	"context"
	"encoding/json"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Topics returns the areas of cooperation of every partnership that names some, by its
// identifier.
func (s *Store) Topics(ctx context.Context) (_ map[string][]string, err error) {
	defer errs.Wrap(&err, "partnership.Topics")
	all := map[string][]string{}
	err = db.Each(ctx, s.q, func(row db.Scanner) error {
		var id, text string
		if err := row.Scan(&id, &text); err != nil {
			return err
		}
		var codes []string
		if err := json.Unmarshal([]byte(text), &codes); err != nil {
			return err
		}
		all[id] = codes
		return nil
	}, `
		SELECT id,
		       topics
		  FROM partnership
		 WHERE topics <> ''`)
	return all, err
}
