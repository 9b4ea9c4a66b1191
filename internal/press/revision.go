package press

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Revision is a state of a text, or of an item's own fields where Language is "".
type Revision struct {
	Version  int64
	Language string
	Words    int64 // the version at which its words were written
	At       time.Time
	By       string // account
	Cause    string // CauseBegin, …
	Note     string // why, in the person's words
	Content         // of a text
	Own      Own    // of the item
}

func addRevision(ctx context.Context, tx *db.Tx, id string, r Revision) error {
	body := r.Content.text()
	if r.Language == "" {
		body = jsonText(r.Own)
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO press_revision (item, version, language, words, at, made_by, cause, note, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, r.Version, r.Language, r.Words, tx.Now(), r.By, r.Cause, r.Note, body)
	return err
}

const revisionColumns = `
	version,
	language,
	words,
	at,
	made_by,
	cause,
	note,
	body`

func scanRevision(row db.Scanner) (r Revision, err error) {
	var at int64
	var body string
	if err := row.Scan(&r.Version, &r.Language, &r.Words, &at, &r.By, &r.Cause, &r.Note, &body); err != nil {
		return r, err
	}
	r.At = moment(at)
	into := any(&r.Content)
	if r.Language == "" {
		into = &r.Own
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return r, fmt.Errorf("revision %d: %w", r.Version, err)
	}
	return r, nil
}

// Revisions are the states that a text had, the newest first; of an item's own fields
// where language is "".
func (s *Store) Revisions(ctx context.Context, id, language string) (_ []Revision, err error) {
	defer errs.Wrap(&err, "press.Revisions(%s, %s)", id, language)
	return db.Collect(ctx, s.db, scanRevision, `
		SELECT`+revisionColumns+`
		  FROM press_revision
		 WHERE item = $1
		   AND language = $2
		 ORDER BY at DESC, version DESC`, id, language)
}

// Since are the changes of a text after a version that a person saw, the newest first:
// what she is told when hers is in conflict.
func (s *Store) Since(ctx context.Context, id, language string, version int64) (after []Revision, err error) {
	all, err := s.Revisions(ctx, id, language)
	for _, r := range all {
		if r.Version > version {
			after = append(after, r)
		}
	}
	return after, err
}

// Revision returns one state of a text; the bool is false where there is none.
func (s *Store) Revision(ctx context.Context, id, language string, version int64) (_ Revision, _ bool, err error) {
	defer errs.Wrap(&err, "press.Revision(%s, %d)", id, version)
	return revision(ctx, s.db, id, language, version)
}

func revision(ctx context.Context, q db.Querier, id, language string, version int64) (Revision, bool, error) {
	return db.One(ctx, q, scanRevision, `
		SELECT`+revisionColumns+`
		  FROM press_revision
		 WHERE item = $1
		   AND language = $2
		   AND version = $3`, id, language, version)
}

// Restore makes an earlier state of a text the one that is worked on. What the public sees
// stays until it is published. version is the one that the person saw.
func (s *Store) Restore(ctx context.Context, who people.Actor, id, language string, version, to int64) (err error) {
	defer errs.Wrap(&err, "press.Restore(%s, %s, %d)", id, language, to)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, t, err := presentText(ctx, tx, id, language)
		if err != nil {
			return err
		}
		if t.Version != version {
			return conflict()
		}
		r, found, err := revision(ctx, tx, id, language, to)
		if err != nil {
			return err
		}
		if !found {
			return noRevision()
		}
		old := t.Content
		t.Content, t.EditedBy = r.Content, who.Account
		if t.Version, err = step(ctx, tx, i); err != nil {
			return err
		}
		if old.words() != t.words() {
			t.Words = t.Version
		}
		if err := s.putText(ctx, tx, id, t, CauseRestore, ""); err != nil {
			return err
		}
		note(people.Entry{Action: people.WritePress, Kind: kindName, ID: id, Fields: append(textChanges(language, old, t.Content), people.FieldChange{Name: "restored", New: itoa(int(to))})})
		return tx.TouchOne(ctx, kindName, id)
	})
}
