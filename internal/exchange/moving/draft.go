package moving

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
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

// Work is what a job does with a list.
type Work string

// The works.
const (
	Idle        Work = "" // none: the list waits for its person
	Reading     Work = "read"
	Entering    Work = "enter"
	Withdrawing Work = "withdraw"
)

// Draft is a list that a person is moving in.
type Draft struct {
	ID       string
	Account  string
	File     string
	Own      int64
	Language string            // of the person when she last said something of it
	Answers  map[string]string // by the keys of questions
	Work     Work
	Now, All int          // rows that the work has done, of so many; All 0: not known yet
	Failure  lang.Message // why the last work failed; zero: it did not
	Told     int          // partnerships that were entered or added to
	Done     Done         // what the import told as a whole
	Applied  bool
	Undone   time.Time // zero: never
	Created  time.Time
	Changed  time.Time

	version int64
	planned bool // there is a report
}

// Until is when the draft goes.
func (d Draft) Until() time.Time { return d.Created.Add(DraftLife) }

// Drafts keeps lists between the steps of moving in, each for the person who uploaded it.
// What takes long, reading and entering, it asks of a job: see [Mover].
type Drafts struct {
	db    *db.DB
	key   secret.Key
	queue *jobs.Queue
}

// NewDrafts keeps drafts in a database; files are sealed with the key. Jobs go into the
// queue; where it is nil nothing is read or entered.
func NewDrafts(d *db.DB, key secret.Key, queue *jobs.Queue) *Drafts { return &Drafts{d, key, queue} }

// actorOf is an account as the owner of its drafts.
func actorOf(account string) people.Actor { return people.Actor{Account: account} }

// Begin keeps a new list, has it read, and returns its identifier.
func (s *Drafts) Begin(ctx context.Context, who people.Actor, file string, own int64, language string, content []byte) (id string, err error) {
	defer errs.Wrap(&err, "moving.Begin")
	sealed, err := s.seal(content)
	if err != nil {
		return "", err
	}
	id = db.NewID()
	return id, s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO moving_draft (id, account, file, own, language, content, answers, created, changed)
			VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8)`,
			id, who.Account, FileName(file), own, language, sealed, tx.Now(), tx.Now())
		if err != nil {
			return err
		}
		if err := s.start(ctx, tx, who, id, Reading, `TRUE`); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM moving_draft
			 WHERE account = $1
			   AND work NOT IN ('enter', 'withdraw')
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
	       language,
	       answers,
	       work,
	       work_now,
	       work_all,
	       failure,
	       told,
	       done,
	       undone,
	       created,
	       changed,
	       version,
	       report <> ''
	  FROM moving_draft`

func (s *Drafts) scan(row db.Scanner) (d Draft, err error) {
	var answers, failure, done string
	var undone, created, changed int64
	if err := row.Scan(&d.ID, &d.Account, &d.File, &d.Own, &d.Language, &answers, &d.Work, &d.Now, &d.All, &failure, &d.Told,
		&done, &undone, &created, &changed, &d.version, &d.planned); err != nil {
		return d, err
	}
	d.Created, d.Changed = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	if undone != 0 {
		d.Undone = time.UnixMicro(undone).UTC()
	}
	if failure != "" {
		if err := s.unpack(failure, &d.Failure); err != nil {
			d.Failure = lang.Msg("error.internal") // written by another release
		}
	}
	if d.Applied = done != ""; d.Applied {
		if err := json.Unmarshal([]byte(done), &d.Done); err != nil {
			return d, err
		}
	}
	return d, json.Unmarshal([]byte(answers), &d.Answers)
}

// Of are a person's lists, the newest first.
func (s *Drafts) Of(ctx context.Context, who people.Actor) (all []Draft, err error) {
	defer errs.Wrap(&err, "moving.Of")
	return db.Collect(ctx, s.db, s.scan, selectDraft+`
		 WHERE account = $1
		 ORDER BY created DESC, id DESC`, who.Account)
}

// Get returns a person's list. One that is another's, or over, is errs.NotFound.
func (s *Drafts) Get(ctx context.Context, who people.Actor, id string) (d Draft, err error) {
	defer errs.Wrap(&err, "moving.Get(%s)", id)
	d, ok, err := db.One(ctx, s.db, s.scan, selectDraft+`
		 WHERE id = $1
		   AND account = $2`, id, who.Account)
	if err == nil && !ok {
		err = noDraft()
	}
	return d, err
}

// Content returns the file of a person's list as it was uploaded.
func (s *Drafts) Content(ctx context.Context, who people.Actor, id string) (_ []byte, err error) {
	defer errs.Wrap(&err, "moving.Content(%s)", id)
	sealed, err := s.column(ctx, who, id, "content")
	if err != nil {
		return nil, err
	}
	return s.unseal(sealed)
}

// column reads one text of a person's list.
func (s *Drafts) column(ctx context.Context, who people.Actor, id, name string) (string, error) {
	text, ok, err := db.One(ctx, s.db, func(row db.Scanner) (text string, err error) { return text, row.Scan(&text) }, `
		SELECT `+name+`
		  FROM moving_draft
		 WHERE id = $1
		   AND account = $2`, id, who.Account)
	if err == nil && !ok {
		err = noDraft()
	}
	return text, err
}

func noDraft() error { return errs.New(errs.NotFound, lang.Msg("moving.draft.unknown"), nil) }

// Answer keeps what the person answered so far and whose list it is, and has the list read
// with that. One that is being entered, or was, is errs.NotFound.
func (s *Drafts) Answer(ctx context.Context, who people.Actor, id string, own int64, language string, answers map[string]string) (err error) {
	defer errs.Wrap(&err, "moving.Answer(%s)", id)
	text, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	if len(text) > answersMost {
		return errs.New(errs.TooLarge, lang.Msg("error.form.large"), nil)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.start(ctx, tx, who, id, Reading, `done = '' AND told = 0 AND work IN ('', 'read')`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE moving_draft
			   SET own = $1,
			       language = $2,
			       answers = $3
			 WHERE id = $4`, own, language, string(text), id)
		return err
	})
}

// Again has a list read once more as it is: where that failed, or where another release
// read it.
func (s *Drafts) Again(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Again(%s)", id)
	return s.begin(ctx, who, id, Reading, `work IN ('', 'read')`)
}

// Enter has what fits entered in the person's name. One that was entered, or with which a
// job is at work, is errs.NotFound.
func (s *Drafts) Enter(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Enter(%s)", id)
	return s.begin(ctx, who, id, Entering, `done = '' AND work = '' AND report <> ''`)
}

// TakeBack has what the import told taken back. A second time is errs.NotFound.
func (s *Drafts) TakeBack(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.TakeBack(%s)", id)
	return s.begin(ctx, who, id, Withdrawing, `(done <> '' OR told > 0) AND undone = 0 AND work = ''`)
}

// Discard removes a list, except while it is being entered or taken back.
func (s *Drafts) Discard(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "moving.Discard(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return one(tx.ExecContext(ctx, `
			DELETE FROM moving_draft
			 WHERE id = $1
			   AND account = $2
			   AND work IN ('', 'read')`, id, who.Account))
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
