package meeting

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Store keeps meetings. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	press *press.Store
}

// NewStore returns the store of a database. Changes are told in log; the meetings are items
// of papers, whose node's memory follows.
func NewStore(d *db.DB, log *people.Log, papers *press.Store) *Store {
	return &Store{db: d, log: log, press: papers}
}

// factsOf reads the facts that an item's own fields hold.
func factsOf(o press.Own) (f Facts, err error) {
	if o.More == nil {
		return f, unknown()
	}
	if err := json.Unmarshal(o.More, &f); err != nil {
		return f, fmt.Errorf("the facts of a meeting: %w", err)
	}
	return f, nil
}

// with returns an item's own fields with facts in them.
func (f Facts) with(o press.Own) (press.Own, error) {
	body, err := json.Marshal(f)
	o.More = body
	return f.link(o), err
}

// of is the meeting that an item is.
func of(i press.Item) (Meeting, error) {
	if i.Kind != press.Meeting {
		return Meeting{}, unknown()
	}
	f, err := factsOf(i.Own)
	return Meeting{Item: i, Facts: f, Kind: f.Kind, Version: i.OwnVersion}, err
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.meeting.unknown"), nil) }

// Meeting returns one meeting with its texts, also one that was thrown away.
func (s *Store) Meeting(ctx context.Context, id string) (_ Meeting, err error) {
	defer errs.Wrap(&err, "meeting.Meeting(%s)", id)
	i, err := s.press.Item(ctx, id)
	if errs.KindOf(err) == errs.NotFound {
		err = unknown()
	}
	if err != nil {
		return Meeting{}, err
	}
	return of(i)
}

// All returns the meetings that are there, for the desk, the latest first.
func (s *Store) All(ctx context.Context) (all []Meeting, err error) {
	defer errs.Wrap(&err, "meeting.All")
	items, err := s.press.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		if i.Kind != press.Meeting {
			continue
		}
		m, err := of(i)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b Meeting) int {
		return cmp.Or(b.From.Calendar().Compare(a.From.Calendar()), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}
