package relay

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// toTranslate is the payload of TranslateKind.
type toTranslate struct{ Message, Language string }

// readIn are the languages of a place's officers. It is asked before a change begins: a change
// holds a connection to the database already.
func (s *Store) readIn(ctx context.Context, c Conversation, place int64) (languages []string, err error) {
	if !s.Translates() {
		return nil, nil
	}
	beside, err := s.Beside(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, n := range append([]int64{place}, beside...) {
		officers, err := s.Officers(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, a := range officers {
			if !slices.Contains(languages, a.Language) {
				languages = append(languages, a.Language)
			}
		}
	}
	return languages, nil
}

// order has a new message's own words translated.
func (s *Store) order(ctx context.Context, tx *db.Tx, m Message, languages []string) error {
	if !s.Translates() || m.Text == "" {
		return nil
	}
	for _, language := range languages {
		if language == m.Language {
			continue
		}
		if err := s.want(ctx, tx, m.ID, language); err != nil {
			return err
		}
	}
	return nil
}

// want orders one translation, also one that failed before.
func (s *Store) want(ctx context.Context, tx *db.Tx, message, language string) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO relay_translation (message, language, state, sealed, engine, reason, at)
		VALUES ($1, $2, 'waiting', '', '', '', $3)
		ON CONFLICT (message, language) DO UPDATE SET state = 'waiting', reason = '', at = excluded.at`, message, language, tx.Now()); err != nil {
		return err
	}
	_, err := s.Queue.Enqueue(ctx, tx, jobs.New{Kind: TranslateKind, Payload: toTranslate{message, language}})
	return err
}

// Want orders the translation of a message into a language, for a reader in whose language
// there is none. One that is there, or on its way, is left alone.
func (s *Store) Want(ctx context.Context, who people.Actor, id string, side int64, message, language string) (err error) {
	defer errs.Wrap(&err, "relay.Want(%s)", id)
	if !s.Translates() {
		return errs.New(errs.Conflict, lang.Msg("relay.no_engine"), nil)
	}
	return s.change(ctx, who, people.TalkWithTown, id, side, func(tx *db.Tx, note func(people.Entry), c Conversation) error {
		all, err := s.entries(ctx, tx, ` WHERE conversation = $1 AND id = $2 AND event = '' AND (for_side = 0 OR for_side = $3)`, c.ID, message, side)
		switch {
		case err != nil:
			return err
		case len(all) == 0 || all[0].Text == "" || all[0].Language == language || !isLanguage(language):
			return errs.New(errs.NotFound, lang.Msg("error.relay.unknown"), nil)
		}
		note(entry(people.TalkWithTown, c, people.FieldChange{Name: "language", New: language}))
		if t, there := all[0].Translations[language]; there && t.State != Failed {
			return nil
		}
		return s.want(ctx, tx, message, language)
	})
}

// translate asks the server. What it refuses for good fails; anything else is tried again,
// and the page says why it was not there yet. Nothing of this holds the message up.
func (s *Store) translate(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "relay.translate")
	var what toTranslate
	if err := j.Into(&what); err != nil {
		return err
	}
	all, err := s.entries(ctx, s.DB, ` WHERE id = $1`, what.Message)
	if err != nil || len(all) == 0 || all[0].Translations[what.Language].State != Waiting || s.Translator == nil {
		return err // purged, done by another node, or the operator took the server away
	}
	m := all[0]
	t := Translation{State: Done, Engine: s.Translator.Engine()}
	failed := error(nil)
	if t.Text, failed = s.Translator.Translate(ctx, m.Text, m.Language, what.Language); failed != nil {
		if ctx.Err() != nil {
			return failed // the node stops
		}
		t = Translation{State: Waiting, Engine: t.Engine, Reason: errs.PublicOf(failed).Key}
		if kind := errs.KindOf(failed); kind == errs.Invalid || kind == errs.TooLarge || j.Attempts >= mostTries {
			t.State, failed = Failed, nil
		}
	}
	if err := s.keep(ctx, j, m, what.Language, t); err != nil {
		return err
	}
	return failed
}

// keep notes what came of a try. Where words came, the other side is told of them at once.
func (s *Store) keep(ctx context.Context, j jobs.Job, m Message, language string, t Translation) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		sealed := ""
		if t.State == Done {
			sealed = s.Key.SealJSON(sealMessage, t.Text)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE relay_translation
			   SET state = $1, sealed = $2, engine = $3, reason = $4, at = $5
			 WHERE message = $6 AND language = $7 AND state = 'waiting'`,
			string(t.State), sealed, t.Engine, t.Reason, tx.Now(), m.ID, language); err != nil {
			return err
		}
		if t.State == Waiting {
			return nil
		}
		c, err := s.one(ctx, tx, ` WHERE c.id = $1`, m.Conversation)
		if err == nil {
			err = s.announceAt(ctx, tx, c.ID, c.Other(m.Side), m.ID+language, db.Moment(tx.Now()))
		}
		if err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// Reading is a message as one reader reads it.
type Reading struct {
	Before, After []lang.Message // sentences of the phrase book, in the order of a letter
	Text          string         // own words; in the reader's language where that is possible
	Language      string         // of Text
	Engine        string         // the machine that translated Text; "": nobody translated it
	Original      string         // what was written, where Text is a translation
	State         TranslationState
	Reason        string // message that says why there is no translation yet; "": nothing
}

// In is the message for a reader of a language. name gives a town's name in it.
func (m Message) In(language string, name func(int64) string) Reading {
	before, after := letter(m, name)
	r := Reading{Before: before, After: after, Text: m.Text, Language: m.Language}
	t, there := m.Translations[language]
	if !there || m.Text == "" || language == m.Language {
		return r
	}
	r.State, r.Reason = t.State, t.Reason
	if t.State == Done {
		r.Text, r.Language, r.Engine, r.Original = t.Text, language, t.Engine, m.Text
	}
	return r
}
