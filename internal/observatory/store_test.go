package observatory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/project"
	"twintown/internal/seek/procedure"
)

// How much the drawn node holds: enough towns that all of them are read otherwise than a few.
const (
	drawnTowns    = 450
	drawnMeetings = 9
	drawnContacts = 500
)

// drawn writes a node with contacts of which some led on: here, to another meeting's contact, or
// by nothing that names one.
func drawn(ctx context.Context, tx *db.Tx, r *rand.Rand) error {
	var contacts []forum.Contact
	for i := range drawnContacts {
		a := int64(1 + r.IntN(drawnTowns))
		b := 1 + (a+int64(r.IntN(4)))%drawnTowns // neighbours, so that the same towns meet again
		if a == b {
			b = 0 // an organisation
		}
		day := time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, i%drawnMeetings*90)
		c := forum.Contact{ID: fmt.Sprint("contact-", i), Meeting: fmt.Sprint("meeting-", i%drawnMeetings), Pair: forum.Pair{A: fmt.Sprint("a", i), B: fmt.Sprint("b", i)}, PlaceA: a, PlaceB: b, WantA: forum.Touch, WantB: forum.Touch, Day: lang.DateOf(day), Begin: day}
		if err := forum.KeepIn(ctx, tx, c); err != nil {
			return err
		}
		contacts = append(contacts, c)
	}
	for i, c := range contacts {
		if c.PlaceB == 0 || i%2 == 1 {
			continue
		}
		named := contacts[r.IntN(len(contacts))]
		if i%4 == 0 {
			named = c
		}
		talk := ""
		if r.IntN(2) == 0 {
			talk = fmt.Sprint("talk-", i)
			if _, err := tx.ExecContext(ctx, `INSERT INTO relay_conversation (id, thread, here, there, request, contact, state, ended_by, ended, sealed, last, made, changed) VALUES ($1, $1, $2, $3, '', $4, 'open', 0, 0, '', 1, $5, $5)`,
				talk, c.PlaceA, c.PlaceB, []string{"", named.ID}[r.IntN(2)], c.Begin.AddDate(0, 0, 20).UnixMicro()); err != nil {
				return err
			}
		}
		if err := drawnPair(ctx, tx, r, c, named, talk); err != nil {
			return err
		}
	}
	return nil
}

// drawnPair writes a partnership of a contact's towns with a letter, perhaps the procedure that
// made it, and perhaps a project that grew out of it.
func drawnPair(ctx context.Context, tx *db.Tx, r *rand.Rand, c, named forum.Contact, talk string) error {
	id := "pair-" + c.ID
	on := func(days int) partnership.Date {
		t := c.Begin.AddDate(0, 0, days)
		return partnership.On(t.Year(), int(t.Month()), t.Day())
	}
	act := partnership.Act{ID: id + "-letter", Type: partnership.ActLetter, Date: on(r.IntN(400) - 100), Sources: []string{"s"}}
	body, err := json.Marshal(act)
	if err != nil {
		return err
	}
	parties := ""
	if r.IntN(5) == 0 { // of three towns
		parties = fmt.Sprintf(`[{"place":%d},{"place":%d},{"place":%d}]`, 1+r.IntN(drawnTowns), c.PlaceA, c.PlaceB)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, kind, parties, origin) VALUES ($1, $2, $3, 'partnership', $4, 't')`, id, c.PlaceA, c.PlaceB, parties); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ($1, $2, 0, $3, $4, $5, 0, 't')`, act.ID, id, string(act.Type), act.Date.String(), string(body)); err != nil {
		return err
	}
	if r.IntN(2) == 0 {
		q := procedure.Point{Step: procedure.Letter, State: procedure.Did, Day: act.Date}
		q.Act = act.ID
		p := procedure.Procedure{ID: "way-" + c.ID, State: procedure.Walking, Places: []int64{c.PlaceA, c.PlaceB}, Conversation: talk, Partnership: id, Begun: c.Begin.AddDate(0, 0, 30), Points: []procedure.Point{q}}
		if r.IntN(2) == 0 {
			p.Contact = named.ID
		}
		if err := procedure.KeepIn(ctx, tx, p); err != nil {
			return err
		}
	}
	if r.IntN(3) > 0 {
		return nil
	}
	p := project.Project{ID: "project-" + c.ID, Partnerships: []string{id}, Body: project.Body{Moves: []project.Move{{To: project.Submitted, Day: on(r.IntN(600)).String()}}}}
	places := []int64{c.PlaceA, int64(1 + r.IntN(drawnTowns)), c.PlaceB + int64(r.IntN(2))}
	if r.IntN(2) == 0 { // others do what grew there
		places = []int64{named.PlaceA, max(named.PlaceB, 1)}
	}
	for i, n := range places {
		p.Partners = append(p.Partners, project.Partner{ID: fmt.Sprint(i), Place: n, Role: project.Full})
	}
	if r.IntN(3) == 0 {
		p.Meeting = named.Meeting
	}
	return keepProject(ctx, tx, p)
}

func keepProject(ctx context.Context, tx *db.Tx, p project.Project) error {
	body, err := json.Marshal(p.Body)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO project (id, handle, version, state, call_key, shown, body, created, changed) VALUES ($1, $1, 1, 'submitted', '', 1, $2, 1, $3)`, p.ID, string(body), tx.Now()); err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, q := range p.Partners {
		if seen[q.Place] {
			continue
		}
		seen[q.Place] = true
		if _, err := tx.ExecContext(ctx, `INSERT INTO project_place (project, place) VALUES ($1, $2)`, p.ID, q.Place); err != nil {
			return err
		}
	}
	for _, id := range p.Partnerships {
		if _, err := tx.ExecContext(ctx, `INSERT INTO project_partnership (project, partnership) VALUES ($1, $2)`, p.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// listed are the things of a chain with how each is known, one below the other.
func listed(c observatory.Chain) string {
	var all []string
	add := func(what string, things []observatory.Thing) {
		for _, t := range things {
			all = append(all, fmt.Sprint(what, " ", t.ID, " ", t.Act, " ", t.Known, " ", t.Day, " ", len(t.Links)))
		}
	}
	for _, s := range c.Stages {
		add(string(s.Step), s.Things)
	}
	add("besides", c.Besides)
	add("unclear", c.Unclear)
	return strings.Join(all, "\n")
}

// What is read for a meeting, a town or a region alone says the same as all that the node holds.
func TestFewFactsSayTheSameAsAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := d.Write(ctx, func(tx *db.Tx) error { return drawn(ctx, tx, rand.New(rand.NewPCG(7, 1))) }); err != nil {
			t.Fatal(err)
		}
		store := observatory.NewStore(d, project.NewStore(d, people.NewLog(d, secret.Key{}, ""), nil))
		all, err := store.Facts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		things := 0
		same := func(name string, few observatory.Facts, err error, scope observatory.Scope) {
			t.Helper()
			got, want := listed(observatory.Follow(few, scope, today)), listed(observatory.Follow(all, scope, today))
			things += strings.Count(want, "\n")
			if err != nil || got != want {
				t.Errorf("%s: %v\n%s\nof all\n%s", name, err, got, want)
			}
		}
		for i := range drawnMeetings {
			id := fmt.Sprint("meeting-", i)
			few, err := store.Facts(ctx, id)
			same(id, few, err, observatory.OfMeetings(id))
		}
		traces, err := store.Traces(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for n := int64(1); n <= drawnTowns && !t.Failed(); n += 19 {
			scope := observatory.OfPlaces(func(x int64) bool { return x == n })
			few, err := store.FactsOf(ctx, n)
			same(fmt.Sprint("town ", n), few, err, scope)
			if empty := observatory.Follow(all, scope, today).Empty(); traces.Places[n] == empty {
				t.Errorf("town %d: it is known of it: %t, it has something to show: %t", n, traces.Places[n], !empty)
			}
		}
		within := func(n int64) bool { return n%5 == 0 }
		few, err := store.FactsWithin(ctx, within)
		same("a region", few, err, observatory.OfPlaces(within))
		if things < 200 {
			t.Errorf("only %d things were compared", things)
		}
	})
}

// An act that an office told stands before those of the first import: its place in the order is
// then below zero, and it counts like every other.
func TestAnActThatAnOfficeToldFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, day := t.Context(), time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
		err := d.Write(ctx, func(tx *db.Tx) error {
			c := forum.Contact{ID: "c", Meeting: "m", Pair: forum.Pair{A: "a", B: "b"}, PlaceA: 1, PlaceB: 2, WantA: forum.Touch, WantB: forum.Touch, Day: lang.DateOf(day), Begin: day}
			if err := forum.KeepIn(ctx, tx, c); err != nil {
				return err
			}
			body, err := json.Marshal(partnership.Act{Type: partnership.ActLetter, Date: partnership.On(2026, 5, 2)})
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, kind, parties, origin) VALUES ('p', 1, 2, 'partnership', '', 't')`); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ('l', 'p', -1, 'letter_of_intent', '2026-05-02', $1, 0, 't')`, string(body))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		projects := project.NewStore(d, people.NewLog(d, secret.New(), ""), nil)
		facts, err := observatory.NewStore(d, projects).Facts(ctx, "m")
		if err != nil {
			t.Fatal(err)
		}
		if n := len(observatory.Follow(facts, observatory.OfMeetings("m"), lang.Date{Year: 2026, Month: 6, Day: 1}).Stage(observatory.Letter).Things); n != 1 {
			t.Errorf("%d letters, want 1: %+v", n, facts.Partnerships)
		}
	})
}

// A town that became part of another one brings its contacts, and what came of them, with it. Of
// a town that was divided no successor does.
func TestATownThatTookOverAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, day := t.Context(), time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
		const gone, partner, heir, divided, half, otherHalf = 1, 2, 3, 4, 5, 6
		letter, err := json.Marshal(partnership.Act{Type: partnership.ActLetter, Date: partnership.On(2026, 5, 2)})
		if err != nil {
			t.Fatal(err)
		}
		parties, err := json.Marshal([]partnership.Party{{Place: gone, Heir: heir}, {Place: partner}})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			for id, of := range map[string]int64{"c": gone, "d": divided} {
				c := forum.Contact{ID: id, Meeting: "m", Pair: forum.Pair{A: "a" + id, B: "b"}, PlaceA: of, PlaceB: partner, WantA: forum.Touch, WantB: forum.Touch, Day: lang.DateOf(day), Begin: day}
				if err := forum.KeepIn(ctx, tx, c); err != nil {
					return err
				}
			}
			for _, text := range []string{
				`INSERT INTO place_change (id, kind, day, source, body, made) VALUES ('x', 'merge', '2026-06-01', 's', '{}', 0), ('y', 'split', '2026-06-01', 's', '{}', 0)`,
				`INSERT INTO place_successor (change_id, before, after) VALUES ('x', 1, 3), ('y', 4, 5), ('y', 4, 6)`,
			} {
				if _, err := tx.ExecContext(ctx, text); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, kind, parties, origin) VALUES ('p', 1, 2, 'partnership', $1, 't')`, string(parties)); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ('l', 'p', 1, 'letter_of_intent', '2026-05-02', $1, 0, 't')`, string(letter))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		store := observatory.NewStore(d, project.NewStore(d, people.NewLog(d, secret.New(), ""), nil))
		for town, want := range map[int64]string{
			gone: "contact 1, talk 0, letter 0+1, agreement 0, project 0, money 0", heir: "contact 1, talk 0, letter 0+1, agreement 0, project 0, money 0",
			divided: "contact 1, talk 0, letter 0, agreement 0, project 0, money 0", half: "contact 0, talk 0, letter 0, agreement 0, project 0, money 0",
			otherHalf: "contact 0, talk 0, letter 0, agreement 0, project 0, money 0",
		} {
			units, err := store.Units(ctx, town)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := store.FactsOf(ctx, units...)
			if err != nil {
				t.Fatal(err)
			}
			if got := numbers(observatory.Follow(facts, observatory.OfTown(units), lang.Date{Year: 2026, Month: 7, Day: 1})); got != want {
				t.Errorf("town %d: %s, want %s", town, got, want)
			}
			known, err := store.Traces(ctx, units...)
			if has := known.Within(func(n int64) bool { return slices.Contains(units, n) }); err != nil || has != (want[:9] == "contact 1") {
				t.Errorf("town %d: something is known of it: %t, %v", town, has, err)
			}
		}
	})
}
