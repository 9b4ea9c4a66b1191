package relay

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Beside are the towns that read a conversation along: its request speaks for them too, but
// another town answers for all. A town that left the request reads no more.
func (s *Store) Beside(ctx context.Context, c Conversation) (_ []int64, err error) {
	defer errs.Wrap(&err, "relay.Beside(%s)", c.ID)
	return s.beside(ctx, s.DB, c)
}

func (s *Store) beside(ctx context.Context, q db.Querier, c Conversation) ([]int64, error) {
	if s.Together == nil || c.Request == "" {
		return nil, nil
	}
	all, err := s.Together(ctx, q, c.Request)
	return slices.DeleteFunc(slices.Clone(all), func(n int64) bool { return n == c.From || n == c.To }), err
}

// announceBeside has the towns that read along told of an entry of a side: not those that take
// nothing from it.
func (s *Store) announceBeside(ctx context.Context, tx *db.Tx, c Conversation, side, number int64) error {
	all, err := s.beside(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, place := range all {
		refuses, err := Refuses(ctx, tx, place, side)
		if err != nil {
			return err
		}
		if refuses {
			continue
		}
		if err := s.announce(ctx, tx, c, place, number); err != nil {
			return err
		}
	}
	return nil
}

// readers are the officers of a place who read a conversation: of one of its sides, or of a
// town that reads along now.
func (s *Store) readers(ctx context.Context, c Conversation, place int64) ([]people.Account, error) {
	if !slices.Contains(c.Sides(), place) {
		all, err := s.Beside(ctx, c)
		if err != nil || !slices.Contains(all, place) {
			return nil, err
		}
	}
	return s.Officers(ctx, place)
}

// UnreadIn says how many messages of a conversation nobody of a place has seen.
func (s *Store) UnreadIn(ctx context.Context, id string, place int64) (n int, err error) {
	defer errs.Wrap(&err, "relay.UnreadIn(%s)", id)
	n, _, err = db.One(ctx, s.DB, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT count(*)
		  FROM relay_message m
		  LEFT JOIN relay_side s ON s.conversation = m.conversation AND s.place = $2
		 WHERE m.conversation = $1
		   AND m.side <> $2
		   AND (m.for_side = 0 OR m.for_side = $2)
		   AND m.number > COALESCE(s.seen, 0)`, id, place)
	return n, err
}
