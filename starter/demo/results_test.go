package demo

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/funding"
	"twintown/internal/meeting"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/source"
)

// What came of the example forum equals a count by hand, and goes without a trace.
func TestTheExampleOfWhatCameOfIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key := secret.New()
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(d, log, clock.Fixed(dbtest.Today), nil)
		projects := project.NewStore(d, log, nil)
		content := New(d, log, ResultsPart(ResultRooms{
			Rooms:        Rooms{Press: papers, Meetings: meeting.NewStore(d, log, papers)},
			Partnerships: partnership.NewStore(d), Projects: projects, Sources: source.NewStore(d),
		}))
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(content.Add(t.Context()))
		facts, err := observatory.NewStore(d, projects).Facts(t.Context(), pastID)
		must(err)
		// By hand, from results.go; the forum is on 12 May 2023, three years before the day of the test:
		//   contacts     3  Sokółka–Jelgava, Suwałki–Lutsk, Sokółka–Kaunas
		//   talks        1  the procedure of Sokółka and Jelgava, which names their contact
		//   letters      2  Sokółka–Jelgava on 10 August 2023 (of the procedure: traced), Suwałki–Lutsk on
		//                   28 November 2023 (nothing names the contact: inferred)
		//   agreements   1  Sokółka–Jelgava, signed on 7 March 2024 in one and on 27 March in the other
		//                   town: one agreement, traced
		//   projects     1  the songbook, which names the forum, handed in on 15 June 2024
		//   grants       1  of 9,600 euro, decided on 14 August 2024
		// What Sokółka and Kaunas did is not known.
		for _, c := range []struct{ asOf, want string }{
			{"2026-11-23", "contact 3; talk 1 (1+0); letter 2 (1+1); agreement 1 (1+0); project 1 (1+0); money 1 (1+0) 960000"},
			{"2024-06-14", "contact 3; talk 1 (1+0); letter 2 (1+1); agreement 1 (1+0); project 0; money 0"},
			{"2023-11-27", "contact 3; talk 1 (1+0); letter 1 (1+0); agreement 0; project 0; money 0"},
			{"2023-05-11", "contact 0; talk 0; letter 0; agreement 0; project 0; money 0"},
		} {
			day, err := lang.ParseDate(c.asOf)
			must(err)
			chain := observatory.Follow(facts, observatory.OfMeetings(pastID), day)
			var all []string
			for _, s := range chain.Stages {
				text := fmt.Sprint(s.Step, " ", len(s.Things))
				if s.Step != observatory.Contact && len(s.Things) > 0 {
					text += fmt.Sprintf(" (%d+%d)", s.Traced, s.Inferred)
				}
				if s.Cents > 0 {
					text += fmt.Sprint(" ", s.Cents)
				}
				all = append(all, text)
			}
			if got := strings.Join(all, "; "); got != c.want {
				t.Errorf("as of %s\n%s, by hand\n%s", c.asOf, got, c.want)
			}
		}
		one, err := projects.ByID(t.Context(), songsID)
		must(err)
		if last := one.Moves[len(one.Moves)-1]; one.State != project.Closed || last.Day < one.To.String() || last.Day > "2025-12-31" || len(one.Faults(funding.NoShare)) > 0 {
			t.Errorf("the project is %s since %s, its work ended %s, amiss %+v", one.State, last.Day, one.To, one.Faults(funding.NoShare))
		}
		chain := observatory.Follow(facts, observatory.OfMeetings(pastID), lang.DateOf(dbtest.Today))
		if got := chain.Stage(observatory.Agreement).Things[0].Day.String(); got != "2024-03-07" {
			t.Errorf("the agreement is of %s", got)
		}
		_, err = content.Remove(t.Context(), people.System())
		must(err)
		for _, table := range []string{"press_item", "forum_contact", "procedure", "procedure_point", "partnership", "act", "project", "source"} {
			n, _, err := db.One(t.Context(), d, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM `+table)
			if n != 0 || err != nil {
				t.Errorf("%s keeps %d rows: %v", table, n, err)
			}
		}
	})
}
