package observatory

import (
	"context"
	"encoding/json"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/project"
)

// Traces are the places and meetings of which a chain tells something today: a contact was
// noted, or a project names a meeting.
type Traces struct {
	Places   map[int64]bool
	Meetings map[string]bool
}

// Traces are those of places; of all where none is named. It is quick enough for a page that
// only asks whether there is something to lead to.
func (s *Store) Traces(ctx context.Context, places ...int64) (t Traces, err error) {
	defer errs.Wrap(&err, "observatory.Traces")
	t = Traces{map[int64]bool{}, map[string]bool{}}
	if len(places) == 0 {
		return t, s.trace(ctx, t, "", "")
	}
	for _, n := range places {
		if err := s.trace(ctx, t, ` WHERE place_a = $1 OR place_b = $1`, ` AND id IN (SELECT project FROM project_place WHERE place = $1)`, n); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (s *Store) trace(ctx context.Context, t Traces, contacts, projects string, args ...any) error {
	err := db.Each(ctx, s.db, func(row db.Scanner) error {
		var meeting string
		var a, b int64
		if err := row.Scan(&meeting, &a, &b); err != nil {
			return err
		}
		t.add(meeting, a, b)
		return nil
	}, `SELECT DISTINCT meeting, place_a, place_b FROM forum_contact`+contacts, args...)
	if err != nil {
		return err
	}
	return db.Each(ctx, s.db, func(row db.Scanner) error {
		var body string
		if err := row.Scan(&body); err != nil {
			return err
		}
		var p struct {
			Meeting  string            `json:"meeting"`
			Partners []project.Partner `json:"partners"`
		}
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.Meeting == "" {
			return err
		}
		t.Meetings[p.Meeting] = true
		for _, q := range p.Partners {
			if !q.Declined {
				t.add(p.Meeting, q.Place)
			}
		}
		return nil
	}, `SELECT body FROM project WHERE body LIKE '%"meeting":"%'`+projects, args...)
}

func (t Traces) add(meeting string, places ...int64) {
	t.Meetings[meeting] = true
	for _, n := range places {
		if n != 0 {
			t.Places[n] = true
		}
	}
}

// Within says whether one of the places lies where within says.
func (t Traces) Within(within func(place int64) bool) bool {
	for n := range t.Places {
		if within(n) {
			return true
		}
	}
	return false
}
