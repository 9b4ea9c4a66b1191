package main

import (
	"context"
	"encoding/json"
	"fmt"

	"twintown/internal/observatory"
	"twintown/internal/platform/db"
	"twintown/internal/project"
)

// found are what the peer found, each once.
type found map[observatory.Step]map[string]bool

func (f found) add(step observatory.Step, id string) {
	if f == nil {
		return
	}
	if f[step] == nil {
		f[step] = map[string]bool{}
	}
	f[step][id] = true
}

// ask goes from contact to contact and asks the database for each fact by itself: talks,
// procedures, partnerships, their acts, projects. It returns how many questions it asked.
func (n *node) ask(ctx context.Context, scope observatory.Scope, into found) (asked int, err error) {
	texts := func(query string, args ...any) ([][2]string, error) {
		asked++
		return db.Collect(ctx, n.d, func(row db.Scanner) (x [2]string, err error) { return x, row.Scan(&x[0], &x[1]) }, query, args...)
	}
	for _, c := range n.contacts {
		if !scope.Has(c) {
			continue
		}
		day := fmt.Sprintf("%04d-%02d-%02d", c.Day.Year, c.Day.Month, c.Day.Day)
		if _, err := texts(`SELECT id, contact FROM relay_conversation WHERE here IN ($1, $2) AND there IN ($1, $2)`, c.PlaceA, c.PlaceB); err != nil {
			return asked, err
		}
		if _, err := texts(`SELECT procedure_id, '' FROM procedure_side WHERE place = $1 AND procedure_id IN (SELECT procedure_id FROM procedure_side WHERE place = $2)`, c.PlaceA, c.PlaceB); err != nil {
			return asked, err
		}
		pairs, err := texts(`SELECT id, kind FROM partnership WHERE a IN ($1, $2) AND b IN ($1, $2) AND withdrawn = 0`, c.PlaceA, c.PlaceB)
		if err != nil {
			return asked, err
		}
		for _, p := range pairs {
			acts, err := texts(`SELECT type, dated FROM act WHERE partnership = $1 AND type IN ('letter_of_intent', 'agreement', 'charter') AND known_until = 0`, p[0])
			if err != nil {
				return asked, err
			}
			for _, a := range acts {
				if step := observatory.Step(map[string]string{"letter_of_intent": string(observatory.Letter)}[a[0]]); a[1] >= day && a[1] <= today.String() {
					if step == "" {
						step = observatory.Agreement
					}
					into.add(step, p[0])
				}
			}
		}
		works, err := texts(`SELECT id, body FROM project WHERE id IN (SELECT project FROM project_place WHERE place = $1) AND id IN (SELECT project FROM project_place WHERE place = $2)`, c.PlaceA, c.PlaceB)
		if err != nil {
			return asked, err
		}
		for _, w := range works {
			var b project.Body
			if err := json.Unmarshal([]byte(w[1]), &b); err != nil {
				return asked, err
			}
			if len(b.Moves) > 0 && b.Moves[0].Day <= today.String() {
				into.add(observatory.Project, w[0])
			}
		}
	}
	return asked, nil
}

// compare sees that the peer finds for all meetings what ours found.
func (n *node) compare(ctx context.Context, ours observatory.Chain) error {
	peer := found{}
	everything := pages()[len(pages())-1].scope
	if _, err := n.ask(ctx, everything, peer); err != nil {
		return err
	}
	for _, step := range []observatory.Step{observatory.Letter, observatory.Agreement, observatory.Project} {
		if got, want := len(ours.Stage(step).Things), len(peer[step]); got != want {
			return fmt.Errorf("%s: %d, the peer finds %d", step, got, want)
		}
	}
	return nil
}

// read reads each row that the pages are reckoned from once, and keeps nothing.
func (n *node) read(ctx context.Context) error {
	return n.d.Read(ctx, func(tx *db.Tx) error {
		for _, query := range []string{
			`SELECT id, meeting, place_a, place_b, day FROM forum_contact`, `SELECT id, here, there, contact, made FROM relay_conversation`, `SELECT id, contact, partnership, conversation, begun FROM procedure`,
			`SELECT procedure_id, place, ordinal, '', '' FROM procedure_side`, `SELECT procedure_id, body, state, step, '' FROM procedure_point`, `SELECT id, kind, a, b, parties FROM partnership`,
			`SELECT id, partnership, body, known_since, known_until FROM act`, `SELECT id, handle, state, body, created FROM project`, `SELECT project, place, '', '', '' FROM project_place`, `SELECT project, partnership, '', '', '' FROM project_partnership`,
		} {
			if err := db.Each(ctx, tx, func(row db.Scanner) error {
				var a, b, c, e, f any
				return row.Scan(&a, &b, &c, &e, &f)
			}, query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		return nil
	})
}
