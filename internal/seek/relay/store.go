package relay

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
)

// Purposes for which keys are derived.
const (
	sealMessage = "relay message"
	sealReason  = "relay reason"
	sealReport  = "relay report"
)

// words are what a message says, as they are sealed.
type words struct {
	Phrases []phrase.Said `json:"phrases,omitempty"`
	Text    string        `json:"text,omitempty"`
}

const selectConversation = `
	SELECT c.id,
	       c.here,
	       c.there,
	       c.request,
	       c.contact,
	       c.state,
	       c.ended_by,
	       c.ended,
	       c.sealed,
	       c.last,
	       c.made,
	       c.changed,
	       c.warned,
	       CASE WHEN EXISTS (SELECT 1 FROM relay_block b WHERE b.place = c.here AND b.other = c.there) THEN 1 ELSE 0 END,
	       CASE WHEN EXISTS (SELECT 1 FROM relay_block b WHERE b.place = c.there AND b.other = c.here) THEN 1 ELSE 0 END
	  FROM relay_conversation c`

func (s *Store) scan(row db.Scanner) (c Conversation, err error) {
	var sealed string
	var ended, made, changed, warned, here, there int64
	err = row.Scan(&c.ID, &c.From, &c.To, &c.Request, &c.Contact, &c.State, &c.EndedBy, &ended, &sealed, &c.Last, &made, &changed, &warned, &here, &there)
	if err != nil {
		return c, err
	}
	c.Ended, c.Made, c.Changed, c.Warned = db.Moment(ended), db.Moment(made), db.Moment(changed), db.Moment(warned)
	if here == 1 {
		c.BlockedBy = append(c.BlockedBy, c.From)
	}
	if there == 1 {
		c.BlockedBy = append(c.BlockedBy, c.To)
	}
	return c, s.Key.UnsealJSON(sealReason, sealed, &c.Reason)
}

// ByID returns a conversation, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Conversation, error) {
	return s.one(ctx, s.DB, ` WHERE c.id = $1`, id)
}

func (s *Store) one(ctx context.Context, q db.Querier, where string, args ...any) (c Conversation, err error) {
	defer errs.Wrap(&err, "relay.ByID")
	c, ok, err := db.One(ctx, q, s.scan, selectConversation+where, args...)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.relay.unknown"), nil)
	}
	return c, err
}

// Of are the conversations of a place, the latest entry first.
func (s *Store) Of(ctx context.Context, place int64) (_ []Conversation, err error) {
	defer errs.Wrap(&err, "relay.Of(%d)", place)
	return db.Collect(ctx, s.DB, s.scan, selectConversation+` WHERE c.here = $1 OR c.there = $1 ORDER BY c.changed DESC, c.id`, place)
}

// About are the conversations about a request, the latest entry first.
func (s *Store) About(ctx context.Context, request string) (_ []Conversation, err error) {
	defer errs.Wrap(&err, "relay.About(%s)", request)
	if request == "" {
		return nil, nil
	}
	return db.Collect(ctx, s.DB, s.scan, selectConversation+` WHERE c.request = $1 ORDER BY c.changed DESC, c.id`, request)
}

// Between returns the conversation of two places about a request, "" for the one that is
// about none; ok is false where they have not written.
func (s *Store) Between(ctx context.Context, a, b int64, request string) (_ Conversation, ok bool, err error) {
	return db.One(ctx, s.DB, s.scan, selectConversation+` WHERE c.thread = $1`, thread(a, b, request))
}

// thread is what there is one conversation of.
func thread(a, b int64, request string) string {
	return fmt.Sprintf("%d:%d:%s", min(a, b), max(a, b), request)
}

const selectMessage = `
	SELECT id,
	       conversation,
	       number,
	       side,
	       author,
	       named,
	       language,
	       event,
	       for_side,
	       sealed,
	       files,
	       at
	  FROM relay_message`

func (s *Store) scanMessage(row db.Scanner) (m Message, err error) {
	var sealed, files string
	var named, at int64
	err = row.Scan(&m.ID, &m.Conversation, &m.Number, &m.Side, &m.Author, &named, &m.Language, &m.Event, &m.For, &sealed, &files, &at)
	if err != nil {
		return m, err
	}
	m.Named, m.At = named == 1, db.Moment(at)
	if err := json.Unmarshal([]byte(files), &m.Files); err != nil {
		return m, err
	}
	var w words
	err = s.Key.UnsealJSON(sealMessage, sealed, &w)
	m.Phrases, m.Text = w.Phrases, w.Text
	return m, err
}

// Entries are the entries of a conversation that a side sees, in their order, with their
// translations.
func (s *Store) Entries(ctx context.Context, id string, side int64) ([]Message, error) {
	return s.entries(ctx, s.DB, ` WHERE conversation = $1 AND (for_side = 0 OR for_side = $2)`, id, side)
}

// entries reads entries in their order, with their translations.
func (s *Store) entries(ctx context.Context, q db.Querier, where string, args ...any) (all []Message, err error) {
	defer errs.Wrap(&err, "relay.Entries")
	if all, err = db.Collect(ctx, q, s.scanMessage, selectMessage+where+` ORDER BY number`, args...); err != nil || len(all) == 0 {
		return all, err
	}
	at := map[string]*Message{}
	for i := range all {
		at[all[i].ID] = &all[i]
		all[i].Translations = map[string]Translation{}
	}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var message, language string
		t, err := s.scanTranslation(row, &message, &language)
		if m := at[message]; m != nil {
			m.Translations[language] = t
		}
		return err
	}, selectTranslation+` WHERE message IN (SELECT id FROM relay_message`+where+`)`, args...)
}

const selectTranslation = `
	SELECT message,
	       language,
	       state,
	       sealed,
	       engine,
	       reason,
	       at
	  FROM relay_translation`

func (s *Store) scanTranslation(row db.Scanner, message, language *string) (t Translation, err error) {
	var sealed string
	var at int64
	if err := row.Scan(message, language, &t.State, &sealed, &t.Engine, &t.Reason, &at); err != nil {
		return t, err
	}
	t.At = db.Moment(at)
	return t, s.Key.UnsealJSON(sealMessage, sealed, &t.Text)
}

// Officers are the confirmed officers of a place whose accounts are open: who may write in
// its name, and who is told what comes.
func (s *Store) Officers(ctx context.Context, place int64) (all []people.Account, err error) {
	defer errs.Wrap(&err, "relay.Officers(%d)", place)
	grants, err := s.People.GrantsIn(ctx, people.AtPlace(place), people.Held)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if g.Role != people.Officer || !g.Until.IsZero() && !g.Until.After(s.Clock.Now()) {
			continue
		}
		a, err := s.People.Account(ctx, g.Account)
		if err != nil {
			return nil, err
		}
		if a.Open() && !slices.ContainsFunc(all, func(x people.Account) bool { return x.ID == a.ID }) {
			all = append(all, a)
		}
	}
	return all, nil
}
