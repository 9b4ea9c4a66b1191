package moving

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// DraftLife is how long a list waits for its person, finished or not: a week has the
// Monday on which she is back.
const DraftLife = 7 * 24 * time.Hour

// draftsEach is how many lists of one person wait at once; the oldest goes for a new one.
const draftsEach = 20

// answersMost bounds what a person answers, in bytes of JSON.
const answersMost = 256 << 10

// Draft is a list that a person is moving in.
type Draft struct {
	ID      string
	Account string
	File    string
	Own     int64
	Content []byte            // of the file; nil in lists of drafts
	Answers map[string]string // by the keys of questions
	Done    Done              // what the import told
	Applied bool
	Undone  time.Time // zero: never
	Created time.Time
	Changed time.Time
}

// Until is when the draft goes.
func (d Draft) Until() time.Time { return d.Created.Add(DraftLife) }

// Drafts keeps lists between the steps of moving in, each for the person who uploaded it.
type Drafts struct {
	db  *db.DB
	key secret.Key
}

// NewDrafts keeps drafts in a database; files are sealed with the key.
func NewDrafts(d *db.DB, key secret.Key) *Drafts { return &Drafts{d, key} }

// actorOf is an account as the owner of its drafts.
func actorOf(account string) people.Actor { return people.Actor{Account: account} }

// draftSeal is the purpose for which files are sealed.
const draftSeal = "moving draft"

// Begin keeps a new list and returns its identifier.
func (s *Drafts) Begin(ctx context.Context, who people.Actor, file string, own int64, content []byte) (id string, err error) {
	defer errs.Wrap(&err, "moving.Begin")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(content); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	id = db.NewID()
	return id, s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO moving_draft (id, account, file, own, content, answers, created, changed)
			VALUES ($1, $2, $3, $4, $5, '{}', $6, $7)`,
			id, who.Account, FileName(file), own, s.key.Seal(draftSeal, packed.Bytes()), tx.Now(), tx.Now())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM moving_draft
			 WHERE account = $1
			   AND id NOT IN (SELECT id FROM moving_draft WHERE account = $2 ORDER BY created DESC, id DESC LIMIT $3)`,
			who.Account, who.Account, draftsEach)
		return err
	})
}

const selectDraft = `
	SELECT id,
	       account,
	       file,
	       own,
	       answers,
	       done,
	       undone,
	       created,
	       changed
	  FROM moving_draft`

func scanDraft(row db.Scanner) (d Draft, err error) {
	var answers, done string
	var undone, created, changed int64
	if err := row.Scan(&d.ID, &d.Account, &d.File, &d.Own, &answers, &done, &undone, &created, &changed); err != nil {
		return d, err
	}
	d.Created, d.Changed = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	if undone != 0 {
		d.Undone = time.UnixMicro(undone).UTC()
	}
	if d.Applied = done != ""; d.Applied {
		if err := json.Unmarshal([]byte(done), &d.Done); err != nil {
			return d, err
		}
	}
	return d, json.Unmarshal([]byte(answers), &d.Answers)
}

// Of are a person's lists, the newest first, without their content.
func (s *Drafts) Of(ctx context.Context, who people.Actor) (all []Draft, err error) {
	defer errs.Wrap(&err, "moving.Of")
	return db.Collect(ctx, s.db, scanDraft, selectDraft+`
		 WHERE account = $1
		 ORDER BY created DESC, id DESC`, who.Account)
}

// Get returns a person's list with its content. One that is another's, or over, is
// errs.NotFound.
func (s *Drafts) Get(ctx context.Context, who people.Actor, id string) (d Draft, err error) {
	defer errs.Wrap(&err, "moving.Get(%s)", id)
	d, ok, err := db.One(ctx, s.db, scanDraft, selectDraft+`
		 WHERE id = $1
		   AND account = $2`, id, who.Account)
	if err == nil && !ok {
		err = noDraft()
	}
	if err != nil {
		return d, err
	}
	sealed, _, err := db.One(ctx, s.db, func(row db.Scanner) (text string, err error) { return text, row.Scan(&text) }, `
		SELECT content
		  FROM moving_draft
		 WHERE id = $1`, id)
	if err != nil {
		return d, err
	}
	packed, err := s.key.Unseal(draftSeal, sealed)
	if err != nil {
		return d, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return d, err
	}
	d.Content, err = io.ReadAll(z) // our own packing: as large as what was let in
	return d, err
}

func noDraft() error { return errs.New(errs.NotFound, lang.Msg("moving.draft.unknown"), nil) }

// Answer keeps what the person answered so far and whose list it is.
func (s *Drafts) Answer(ctx context.Context, who people.Actor, id string, own int64, answers map[string]string) (err error) {
	defer errs.Wrap(&err, "moving.Answer(%s)", id)
	text, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	if len(text) > answersMost {
		return errs.New(errs.TooLarge, lang.Msg("error.form.large"), nil)
	}
	return s.update(ctx, `
		UPDATE moving_draft
		   SET own = $1,
		       answers = $2,
		       changed = $3
		 WHERE id = $4
		   AND account = $5
		   AND done = ''`, own, string(text), nil, id, who.Account)
}

// Finish notes what the import told; Undo that it was taken back.
func (s *Drafts) Finish(ctx context.Context, who people.Actor, id string, done Done) (err error) {
	defer errs.Wrap(&err, "moving.Finish(%s)", id)
	text, err := json.Marshal(done)
	if err != nil {
		return err
	}
	return s.update(ctx, `
		UPDATE moving_draft
		   SET done = $1,
		       changed = $2
		 WHERE id = $3
		   AND account = $4`, string(text), nil, id, who.Account)
}

// Undo notes that what the import told was taken back. A second time is errs.NotFound.
func (s *Drafts) Undo(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Undo(%s)", id)
	return s.update(ctx, `
		UPDATE moving_draft
		   SET undone = $1
		 WHERE id = $2
		   AND account = $3
		   AND undone = 0`, nil, id, who.Account)
}

// Discard removes a list.
func (s *Drafts) Discard(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Discard(%s)", id)
	return s.update(ctx, `
		DELETE FROM moving_draft
		 WHERE id = $1
		   AND account = $2`, id, who.Account)
}

// update runs a change of one draft; nil among args is the moment. No row is errs.NotFound.
func (s *Drafts) update(ctx context.Context, query string, args ...any) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		filled := make([]any, len(args))
		for i, a := range args {
			if filled[i] = a; a == nil {
				filled[i] = tx.Now()
			}
		}
		result, err := tx.ExecContext(ctx, query, filled...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return err
			}
			return noDraft()
		}
		return nil
	})
}

// Due counts the lists that began before a moment; Purge removes them.
func Due(ctx context.Context, q db.Querier, before time.Time) (n int, err error) {
	defer errs.Wrap(&err, "moving.Due")
	n, _, err = db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT count(*)
		  FROM moving_draft
		 WHERE created < $1`, before.UnixMicro())
	return n, err
}

// Purge removes the lists that began before a moment, and returns how many.
func Purge(ctx context.Context, tx *db.Tx, before time.Time) (n int, err error) {
	defer errs.Wrap(&err, "moving.Purge")
	result, err := tx.ExecContext(ctx, `DELETE FROM moving_draft WHERE created < $1`, before.UnixMicro())
	if err != nil {
		return 0, err
	}
	changed, err := result.RowsAffected()
	return int(changed), err
}

// Forget removes the lists of an account, inside the erasure of its person.
func Forget(ctx context.Context, tx *db.Tx, account string) (err error) {
	defer errs.Wrap(&err, "moving.Forget")
	_, err = tx.ExecContext(ctx, `DELETE FROM moving_draft WHERE account = $1`, account)
	return err
}
