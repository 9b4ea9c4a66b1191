package meeting

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Revision is a state of a meeting's facts.
type Revision struct {
	Version int64
	At      time.Time
	By      string // account
	Note    string // why, in the person's words
	Facts   Facts
	Fields  []people.FieldChange // against the one before
}

func scanRevision(row db.Scanner) (r Revision, err error) {
	var at int64
	var body string
	if err := row.Scan(&r.Version, &at, &r.By, &r.Note, &body); err != nil {
		return r, err
	}
	r.At = time.UnixMicro(at).UTC()
	return r, json.Unmarshal([]byte(body), &r.Facts)
}

// Revisions are the states that a meeting had, the newest first.
func (s *Store) Revisions(ctx context.Context, id string) (_ []Revision, err error) {
	defer errs.Wrap(&err, "meeting.Revisions(%s)", id)
	all, err := db.Collect(ctx, s.db, scanRevision, `
		SELECT version,
		       at,
		       made_by,
		       note,
		       body
		  FROM meeting_revision
		 WHERE meeting = $1
		 ORDER BY version DESC`, id)
	for i := range all {
		before := Facts{}
		if i+1 < len(all) {
			before = all[i+1].Facts
		}
		all[i].Fields = changes(before, all[i].Facts)
	}
	return all, err
}

// Restore makes an earlier state the present one. version is the one that the person saw.
func (s *Store) Restore(ctx context.Context, who people.Actor, id string, version, to int64) (err error) {
	defer errs.Wrap(&err, "meeting.Restore(%s, %d)", id, to)
	all, err := s.Revisions(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Version == to {
			return s.change(ctx, who, id, version, "", func(i press.Item, _ Facts) (Facts, press.Own, error) { return r.Facts, i.Own, nil })
		}
	}
	return errs.New(errs.NotFound, lang.Msg("error.press.revision"), nil)
}
