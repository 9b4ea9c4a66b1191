package meeting_test

import (
	"path/filepath"
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// older is a public meeting as a release kept it that had a table for facts.
var older = []string{
	`INSERT INTO press_item (id, kind, organisation, tags, topics, facts, cover, version, own_version, created, created_by) VALUES ('m', 'meeting', '', '["a"]', '[]', '{}', '', 4, 4, 1, 'who')`,
	`INSERT INTO press_link (item, kind, target, role, position) VALUES ('m', 'place', '776069', '', 0)`,
	`INSERT INTO press_text (item, language, version, content_version, body, edited, edited_by, public_version, public_since) VALUES ('m', 'pl', 2, 2, '{"title":"Konferencja","slug":"k","origin":"written"}', 1, 'who', 2, 1)`,
	`INSERT INTO press_slug (language, slug, item, since) VALUES ('pl', 'k', 'm', 1)`,
	`INSERT INTO press_revision (item, version, language, words, at, made_by, cause, body) VALUES
		('m', 1, '', 0, 10, 'who', 'begin', '{"facts":{}}'),
		('m', 2, 'pl', 2, 10, 'who', 'begin', '{"title":"Konferencja","slug":"k","origin":"written"}'),
		('m', 4, '', 0, 30, 'who', 'change', '{"tags":["a"],"links":[{"Kind":"place","Target":"776069","Role":""}],"facts":{}}')`,
	`INSERT INTO meeting (id, body, begins, place, version, sequence, changed, copy_of) VALUES ('m', '{"kind":"visit","from":"2013","address":"third"}', '2013', 776069, 3, 2, 30, 'before')`,
	`INSERT INTO meeting_revision (meeting, version, at, made_by, body) VALUES
		('m', 1, 10, 'who', '{"kind":"visit","address":"first"}'),
		('m', 2, 20, 'who', '{"kind":"visit","address":"second"}'),
		('m', 3, 30, 'who', '{"kind":"visit","from":"2013","address":"third"}')`,
}

// What an earlier release kept is there in this one: what is public, its history, whatever
// was counted.
func TestAnEarlierReleasesMeeting(t *testing.T) {
	for engine, open := range map[string]func(t *testing.T) db.Options{
		"sqlite":   func(t *testing.T) db.Options { return db.Options{Folder: t.TempDir()} },
		"postgres": func(t *testing.T) db.Options { return db.Options{DSN: dbtest.PostgreSQL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			opt := open(t)
			opt.Clock = clock.Fixed(dbtest.Today)
			d, err := db.Open(t.Context(), opt)
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(err)
			t.Cleanup(func() { must(d.Close()) })
			must(d.MigrateTo(t.Context(), 20))
			must(d.Write(t.Context(), func(tx *db.Tx) error {
				for _, statement := range older {
					if _, err := tx.ExecContext(t.Context(), statement); err != nil {
						return err
					}
				}
				return nil
			}))
			_, err = d.Migrate(t.Context())
			must(err)
			log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
			papers := press.NewStore(d, log, opt.Clock, nil)
			meetings := meeting.NewStore(d, log, papers)
			of, err := meetings.About(t.Context(), "pl", press.Link{Kind: press.OfPlace, Target: "776069"})
			must(err)
			if len(of) != 1 || of[0].Address != "third" || of[0].Sequence != 2 || of[0].CopyOf != "before" || of[0].From.Year != 2013 || of[0].Tags[0] != "a" {
				t.Fatalf("%+v", of)
			}
			all, err := papers.Revisions(t.Context(), "m", "")
			must(err)
			var history []string
			for _, r := range all {
				f, err := meeting.FactsOf(r.Own)
				must(err)
				history = append(history, f.Address)
			}
			if len(history) != 3 || history[0] != "third" || history[1] != "second" || history[2] != "first" {
				t.Errorf("history: %v", history)
			}
			m, err := meetings.Meeting(t.Context(), "m")
			must(err)
			if !m.Waiting(dbtest.Today).None() {
				t.Error("something waits that nobody changed")
			}
			must(meetings.RestoreOwn(t.Context(), who, "m", m.Version, all[1].Version))
		})
	}
}
