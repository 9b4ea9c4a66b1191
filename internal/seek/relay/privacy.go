package relay

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
)

// letter is what the sentences of a message say before and after its own words.
func letter(m Message, name func(int64) string) (before, after []lang.Message) {
	return phrase.Letter(m.Phrases, name)
}

// KeptYears is how long a conversation is kept after it ended, where the operator says
// nothing: a council's term, since within it a council asks what its office promised.
const KeptYears = 5

// Own is what an account gets of conversations in the export of its data.
type Own struct {
	Messages []OwnMessage `json:"messages,omitempty"`
	Reports  []OwnReport  `json:"reports,omitempty"`
	Mails    bool         `json:"mails"`
}

// OwnMessage is a message that the account wrote.
type OwnMessage struct {
	Conversation string        `json:"conversation"`
	Side         int64         `json:"place"`
	At           time.Time     `json:"at"`
	Language     string        `json:"language,omitempty"`
	Phrases      []phrase.Said `json:"phrases,omitempty"`
	Text         string        `json:"text,omitempty"`
	Event        Event         `json:"event,omitempty"`
	Files        []string      `json:"files,omitempty"`
}

// OwnReport is a report that the account made.
type OwnReport struct {
	Conversation string    `json:"conversation"`
	Why          string    `json:"why,omitempty"`
	Made         time.Time `json:"made"`
	State        Decision  `json:"state"`
}

// OwnOf returns what an account wrote; found is false where that is nothing.
func (s *Store) OwnOf(ctx context.Context, account string) (own Own, found bool, err error) {
	defer errs.Wrap(&err, "relay.OwnOf")
	if account == "" {
		return own, false, nil
	}
	all, err := s.entries(ctx, s.DB, ` WHERE author = $1`, account)
	for _, m := range all {
		own.Messages = append(own.Messages, OwnMessage{m.Conversation, m.Side, m.At, m.Language, m.Phrases, m.Text, m.Event, m.Files})
	}
	if err != nil {
		return own, false, err
	}
	reports, err := db.Collect(ctx, s.DB, s.scanReport, selectReport+` WHERE account = $1 ORDER BY made, id`, account)
	for _, r := range reports {
		own.Reports = append(own.Reports, OwnReport{r.Conversation, r.Why, r.Made, r.State})
	}
	if err != nil {
		return own, false, err
	}
	wish, err := s.WishOf(ctx, account)
	own.Mails = wish.Mails
	return own, len(own.Messages)+len(own.Reports) > 0 || !wish.Mails, err
}

// Erase forgets an account inside tx. The office's letters stay with the town; who wrote them
// is known no more.
func Erase(ctx context.Context, tx *db.Tx, account string) (err error) {
	defer errs.Wrap(&err, "relay.Erase")
	if account == "" {
		return nil
	}
	for _, query := range []string{
		`UPDATE relay_message SET author = '', named = 0 WHERE author = $1`,
		`UPDATE relay_report SET account = '' WHERE account = $1`,
		`UPDATE relay_report SET decided_by = '' WHERE decided_by = $1`,
		`UPDATE relay_block SET by_account = '' WHERE by_account = $1`,
		`DELETE FROM relay_wish WHERE account = $1`,
	} {
		if _, err := tx.ExecContext(ctx, query, account); err != nil {
			return err
		}
	}
	return nil
}

// over are the conversations that ended before a moment.
const over = `state <> 'open' AND ended > 0 AND ended < $1`

// Overdue counts the conversations that ended before a moment.
func Overdue(ctx context.Context, q db.Querier, before time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM relay_conversation WHERE `+over, before.UnixMicro())
	return n, err
}

// Purge deletes them with their messages and reports, and their files by erase. It returns how
// many they were.
func Purge(ctx context.Context, tx *db.Tx, before time.Time, erase func(ctx context.Context, tx *db.Tx, document string) error) (n int, err error) {
	defer errs.Wrap(&err, "relay.Purge")
	var files []string
	if err := db.Each(ctx, tx, func(row db.Scanner) error {
		var text string
		var ids []string
		if err := row.Scan(&text); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(text), &ids)
		files = append(files, ids...)
		return err
	}, `SELECT files FROM relay_message WHERE files <> '[]' AND conversation IN (SELECT id FROM relay_conversation WHERE `+over+`)`, before.UnixMicro()); err != nil {
		return 0, err
	}
	for _, id := range files {
		if err := erase(ctx, tx, id); err != nil {
			return 0, err
		}
	}
	done, err := tx.ExecContext(ctx, `DELETE FROM relay_conversation WHERE `+over, before.UnixMicro())
	if err != nil {
		return 0, err
	}
	rows, err := done.RowsAffected()
	return int(rows), err
}

// FileOf says whether a document belongs to a conversation.
func (s *Store) FileOf(ctx context.Context, id string, side int64, document string) (_ bool, err error) {
	all, err := s.Entries(ctx, id, side)
	for _, m := range all {
		for _, f := range m.Files {
			if f == document {
				return true, nil
			}
		}
	}
	return false, err
}
