package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/seek/procedure"
)

// How much a big node holds.
const (
	meetings      = 200
	contacts      = 10_000
	towns         = 2_000
	talks         = 5_000
	walked        = 1_000 // of the talks: procedures
	signed        = 2_000 // partnerships with a letter, each second one with an agreement
	projects      = 300
	papersOfPages = 400 // bytes that an act or a project carries beside what is followed: its words
)

func meetingID(i int) string { return fmt.Sprintf("meeting-%03d", i) }

// node is the made-up node.
type node struct {
	d                   *db.DB
	r                   *rand.Rand
	contacts            []forum.Contact
	pairs               []partnership.Partnership
	letters, agreements int
}

// made draws the contacts; the same on every run.
func made(d *db.DB) *node {
	n := &node{d: d, r: rand.New(rand.NewPCG(7, 124))}
	for i := range contacts {
		a := int64(1 + n.r.IntN(towns))
		b := 1 + (a+int64(n.r.IntN(towns-1)))%towns
		if a == b {
			b = 1 + b%towns
		}
		at := i % meetings
		day := time.Date(2018, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, at*15)
		n.contacts = append(n.contacts, forum.Contact{
			ID: fmt.Sprintf("contact-%05d", i), Meeting: meetingID(at), Pair: forum.Pair{A: fmt.Sprint("a", i), B: fmt.Sprint("b", i)}, PlaceA: a, PlaceB: b,
			WantA: forum.Intent, WantB: forum.Touch, Day: lang.DateOf(day), Begin: day.Add(9 * time.Hour),
		})
	}
	return n
}

// after is a day so many days after a contact.
func after(c forum.Contact, days int) partnership.Date {
	t := time.Date(c.Day.Year, time.Month(c.Day.Month), c.Day.Day+days, 0, 0, 0, 0, time.UTC)
	return partnership.On(t.Year(), int(t.Month()), t.Day())
}

func (n *node) write(ctx context.Context) error {
	for _, step := range []func(context.Context, *db.Tx) error{n.writeContacts, n.writePairs, n.writeTalks, n.writeProjects} {
		if err := n.d.Write(ctx, func(tx *db.Tx) error { return step(ctx, tx) }); err != nil {
			return err
		}
	}
	return nil
}

func (n *node) writeContacts(ctx context.Context, tx *db.Tx) error {
	for _, c := range n.contacts {
		if err := forum.KeepIn(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

var words = string(slices.Repeat([]byte("word "), papersOfPages/5))

// writePairs writes what the first contacts of different towns led to.
func (n *node) writePairs(ctx context.Context, tx *db.Tx) error {
	seen := map[string]bool{}
	for _, c := range n.contacts {
		id := partnership.PairID(c.PlaceA, c.PlaceB)
		if seen[id] || len(n.pairs) == signed {
			continue
		}
		seen[id] = true
		act := func(kind partnership.ActType, days int) partnership.Act {
			return partnership.Act{ID: fmt.Sprint(id, "-", kind), Type: kind, Date: after(c, days), Text: map[string]string{"en": words}, Sources: []string{"made-up"}}
		}
		p := partnership.Partnership{ID: id, Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: c.PlaceA}, {Place: c.PlaceB}}, Acts: []partnership.Act{act(partnership.ActLetter, 90)}}
		n.letters++
		if len(n.pairs)%2 == 0 {
			p.Acts = append(p.Acts, act(partnership.ActAgreement, 300))
			n.agreements++
		}
		n.pairs = append(n.pairs, p)
	}
	for _, p := range n.pairs {
		if _, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, kind, origin) VALUES ($1, $2, $3, $4, 'bench')`, p.ID, p.Parties[0].Place, p.Parties[1].Place, string(p.Kind)); err != nil {
			return err
		}
		for i, a := range p.Acts {
			body, err := json.Marshal(a)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ($1, $2, $3, $4, $5, $6, 0, 'bench')`,
				a.ID, p.ID, i, string(a.Type), a.Date.String(), string(body)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeTalks writes conversations, of which each second one names its contact, and procedures
// that made the acts of the first pairs.
func (n *node) writeTalks(ctx context.Context, tx *db.Tx) error {
	for i := range talks - walked {
		c := n.contacts[i*2]
		named := ""
		if i%2 == 0 {
			named = c.ID
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO relay_conversation (id, thread, here, there, request, contact, state, ended_by, ended, sealed, last, made, changed)
			VALUES ($1, $1, $2, $3, '', $4, 'open', 0, 0, '', 1, $5, $5)`,
			fmt.Sprintf("talk-%05d", i), c.PlaceA, c.PlaceB, named, c.Begin.AddDate(0, 0, 20).UnixMicro()); err != nil {
			return err
		}
	}
	first := map[string]forum.Contact{}
	for _, c := range n.contacts {
		if id := partnership.PairID(c.PlaceA, c.PlaceB); first[id].ID == "" {
			first[id] = c
		}
	}
	for i, p := range n.pairs[:walked] {
		c := first[p.ID]
		did := func(step procedure.Step, a partnership.Act) procedure.Point {
			q := procedure.Point{Step: step, State: procedure.Did, Day: a.Date}
			q.Act = a.ID
			return q
		}
		points := []procedure.Point{did(procedure.Contact, partnership.Act{Date: after(c, 0)}), did(procedure.Letter, p.Acts[0])}
		if len(p.Acts) > 1 {
			points = append(points, did(procedure.Ceremony, p.Acts[1]))
		}
		if err := procedure.KeepIn(ctx, tx, procedure.Procedure{
			ID: fmt.Sprintf("way-%04d", i), State: procedure.Walking, Places: []int64{c.PlaceA, c.PlaceB}, Contact: c.ID, Partnership: p.ID, Begun: c.Begin.AddDate(0, 0, 30), Points: points,
		}); err != nil {
			return err
		}
	}
	return nil
}

// writeProjects writes projects of signed pairs; each third one names its meeting.
func (n *node) writeProjects(ctx context.Context, tx *db.Tx) error {
	euro := func(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: project.Euro} }
	for i := range projects {
		pair := n.pairs[i*2]
		from := pair.Acts[len(pair.Acts)-1].Date
		day := func(days int) string {
			return time.Date(from.Year, time.Month(from.Month), from.Day+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
		p := project.Project{ID: fmt.Sprintf("project-%03d", i), Body: project.Body{
			Texts:    map[string]project.Text{"en": {Title: fmt.Sprint("Project ", i), About: words}},
			Partners: []project.Partner{{ID: "1", Place: pair.Parties[0].Place, Role: project.Lead}, {ID: "2", Place: pair.Parties[1].Place, Role: project.Full}},
			Budget:   project.Budget{Grant: euro(900_000)},
			Moves:    []project.Move{{To: project.Submitted, Day: day(50)}, {To: project.Granted, Day: day(100)}},
		}}
		for k := range 20 {
			p.Budget.Lines = append(p.Budget.Lines, project.Line{ID: fmt.Sprint(k), Partner: "1", Heading: project.Travel, What: "travel and stay", Amount: euro(60_000)})
		}
		if i%3 == 0 {
			p.Meeting = meetingID(i % meetings)
		}
		body, err := json.Marshal(p.Body)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO project (id, handle, version, state, call_key, shown, body, created, changed) VALUES ($1, $1, 1, 'granted', '', 1, $2, $3, $3)`, p.ID, string(body), tx.Now()); err != nil {
			return err
		}
		for _, q := range p.Partners {
			if _, err := tx.ExecContext(ctx, `INSERT INTO project_place (project, place) VALUES ($1, $2)`, p.ID, q.Place); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO project_partnership (project, partnership) VALUES ($1, $2)`, p.ID, pair.ID); err != nil {
			return err
		}
	}
	return nil
}
