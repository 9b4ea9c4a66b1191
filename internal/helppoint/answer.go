package helppoint

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Answer answers an enquiry that waits. Who left an address gets the answer by mail; from a
// confidential point she gets a link instead, since a mail lies open in many places. Where
// somebody else was quicker it is errs.Conflict.
func (q *Enquiries) Answer(ctx context.Context, who people.Actor, p Point, id string, version int64, text string) (err error) {
	defer errs.Wrap(&err, "helppoint.Answer")
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return errs.In("answer", lang.Msg("error.help.answer"))
	case n > longestAnswer:
		return errs.In("answer", lang.Msg("error.partnership.long", "max", longestAnswer))
	}
	return q.finish(ctx, who, p, id, version, Answered, text)
}

// Close ends an enquiry that needs no answer from here: it was answered on the phone, or
// is none.
func (q *Enquiries) Close(ctx context.Context, who people.Actor, p Point, id string, version int64) (err error) {
	defer errs.Wrap(&err, "helppoint.Close")
	return q.finish(ctx, who, p, id, version, Done, "")
}

func (q *Enquiries) finish(ctx context.Context, who people.Actor, p Point, id string, version int64, to EnquiryState, text string) error {
	return q.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		e, err := q.one(ctx, tx, ` AND id = $2 AND point = $3`, id, p.ID)
		if err != nil {
			return err
		}
		if e.State != Waits || e.Version != version {
			return errs.New(errs.Conflict, lang.Msg("error.help.finished"), nil)
		}
		e.State, e.Said.Answer = to, text
		link, hash := "", ""
		if to == Answered && e.Said.Email != "" && p.Confidential {
			link = rand.Text()
			hash = linkHash(link)
		}
		note(people.Entry{Action: people.AnswerHelp, Kind: enquiryKind, ID: id, Fields: []people.FieldChange{{Name: "state", Old: string(Waits), New: string(to)}}})
		expires := db.Moment(tx.Now()).Add(kept(p, KeptDone, KeptDoneConfidential))
		if _, err := tx.ExecContext(ctx, `
			UPDATE help_enquiry
			   SET state       = $1,
			       sealed      = $2,
			       link_hash   = $3,
			       finished    = $4,
			       finished_by = $5,
			       expires     = $6,
			       version     = version + 1
			 WHERE id = $7`, string(to), q.seal(e.Said), hash, tx.Now(), who.Account, db.Micros(expires), id); err != nil {
			return err
		}
		if to != Answered || e.Said.Email == "" {
			return nil
		}
		return q.reply(ctx, tx, Reply{Point: p, Enquiry: e, Language: e.Language, Link: link})
	})
}

func linkHash(link string) string {
	sum := sha256.Sum256([]byte(link))
	return hex.EncodeToString(sum[:])
}

// ByLink is the answered enquiry that a secret from a mail leads to, until it expires.
func (q *Enquiries) ByLink(ctx context.Context, link string) (Enquiry, error) {
	return q.one(ctx, q.db, ` AND link_hash = $2 AND link_hash <> ''`, linkHash(link))
}

// mark is the keyed hash by which enquiries of an address are found; "" for no address.
func (q *Enquiries) mark(email string) string {
	return q.key.Mark("help enquiry address", people.EmailKey(email))
}

// By are the enquiries that came with an address, for the export of a person's data.
func (q *Enquiries) By(ctx context.Context, email string) (_ []Enquiry, err error) {
	defer errs.Wrap(&err, "helppoint.By")
	if email == "" {
		return nil, nil
	}
	return db.Collect(ctx, q.db, q.scan, selectEnquiry+` AND address_mark = $2 ORDER BY made, id`, q.now(), q.mark(email))
}

// EraseAddress deletes what an address asked. How many asked stays.
func (q *Enquiries) EraseAddress(ctx context.Context, tx *db.Tx, email string) error {
	if email == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM help_enquiry WHERE address_mark = $1`, q.mark(email))
	return err
}

// Overdue counts the enquiries that are kept too long at a moment.
func Overdue(ctx context.Context, q db.Querier, now time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM help_enquiry WHERE expires <= $1`, now.UnixMicro())
	return n, err
}

// Forget deletes them and returns how many.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) (int, error) {
	done, err := tx.ExecContext(ctx, `DELETE FROM help_enquiry WHERE expires <= $1`, now.UnixMicro())
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}
