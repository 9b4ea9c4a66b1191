package fit

import (
	"context"
	"sync"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// Now is what a node holds in memory at one version of its data.
type Now struct {
	Version int64
	Places  *place.Atlas
	Graph   *partnership.Graph
	Ranker  *match.Ranker
}

// Source makes boards of the present. It remembers what partnerships are about as long as
// the data stays the same. It is safe for concurrent use.
type Source struct {
	partnerships *partnership.Store
	requests     *seek.Store
	now          func() Now

	mu      sync.Mutex
	version int64
	topics  map[string][]string
}

// NewSource returns a source over stores; now says what the node holds.
func NewSource(p *partnership.Store, r *seek.Store, now func() Now) *Source {
	return &Source{partnerships: p, requests: r, now: now}
}

// Board is the board of a day, with the requests that take answers on it. Those of a
// demonstration do not: nobody stands behind them.
func (s *Source) Board(ctx context.Context, day lang.Date) (_ *Board, err error) {
	defer errs.Wrap(&err, "fit.Board")
	now := s.now()
	f := Facts{Places: now.Places, Graph: now.Graph, Ranker: now.Ranker, Day: day}
	public, err := s.requests.Public(ctx, day.String())
	if err != nil {
		return nil, err
	}
	for _, r := range public {
		if r.Open(day.String()) && r.Owner != seek.ExampleOwner {
			f.Open = append(f.Open, r)
		}
	}
	f.Topics, err = s.topicsAt(ctx, now.Version)
	return NewBoard(f), err
}

func (s *Source) topicsAt(ctx context.Context, version int64) (map[string][]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.topics != nil && s.version == version {
		return s.topics, nil
	}
	topics, err := s.partnerships.Topics(ctx)
	if err == nil {
		s.version, s.topics = version, topics
	}
	return topics, err
}
