package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/source"
	"twintown/internal/world"
)

// mostWished is how many wishes a delegation of the registry sends at most.
const mostWished = 10

// registry plans a forum through the store, with the real ranking: of all towns that have a
// partnership in the registry of this program, and the largest others of their countries.
// Each wishes for the others that have partners in common with it, or else for those that
// the ranking puts first. What is timed is what an organiser waits for: the
// ranking of all pairs, reading, planning, writing.
func registry(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	d, err := db.Open(ctx, db.Options{Folder: folder})
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	now, err := open(ctx, d, folder)
	if err != nil {
		return err
	}
	h := newHall(d, folder, now)
	if err := h.prepare(ctx); err != nil {
		return err
	}
	for range 2 { // the second has the ranking's scratch space already
		if err := h.plan(ctx); err != nil {
			return err
		}
	}
	return nil
}

// open fills a database with the starter content and returns the world.
func open(ctx context.Context, d *db.DB, folder string) (*world.World, error) {
	catalog, err := messages.Default()
	if err != nil {
		return nil, err
	}
	stores := exchange.Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d),
		Sources: source.NewStore(d), Notices: match.NewStore(d), Clock: clock.System(),
	}
	if err := exchange.ApplyStarter(ctx, stores); err != nil {
		return nil, err
	}
	k, err := world.Open(ctx, world.Sources{
		DB: d, Places: stores.Places, Partnerships: stores.Partnerships, Notices: stores.Notices,
		Catalog: catalog, Folder: folder, Clock: clock.System(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, err
	}
	return k.Now(), nil
}

// hall is a meeting with its forum.
type hall struct {
	world    *world.World
	meetings *meeting.Store
	store    *forum.Store
	id       string
	sides    []forum.Side
}

func newHall(d *db.DB, folder string, now *world.World) *hall {
	key := secret.New()
	log := people.NewLog(d, key, filepath.Join(folder, "anchors"))
	meetings := meeting.NewStore(d, log, press.NewStore(d, log, clock.System(), nil))
	h := &hall{world: now, meetings: meetings, store: forum.NewStore(d, log, key, meetings)}
	degree := map[int64]int{}
	for p := range now.Graph.Pairs() {
		degree[p.A]++
		degree[p.B]++
	}
	places := make([]int64, 0, len(degree))
	for id := range degree {
		places = append(places, id)
	}
	slices.SortFunc(places, func(a, b int64) int { return cmp.Or(degree[b]-degree[a], cmp.Compare(a, b)) })
	places = append(places[:min(len(places), delegations)], h.largest(degree)...)
	for _, id := range places[:delegations] {
		h.sides = append(h.sides, forum.Side{ID: fmt.Sprintf("%012d", id), Place: id})
	}
	return h
}

// largest are the largest towns that stand in no partnership of the registry, in the
// countries of those that do.
func (h *hall) largest(known map[int64]int) (all []int64) {
	countries := map[string]bool{}
	for id := range known {
		p, _ := h.world.Places.Get(id)
		countries[p.Country] = true
	}
	size := map[int64]int64{}
	for i := range h.world.Places.Len() {
		if p := h.world.Places.At(i); known[p.ID] == 0 && countries[p.Country] && p.Kind == place.Settlement {
			all, size[p.ID] = append(all, p.ID), p.Population
		}
	}
	slices.SortFunc(all, func(a, b int64) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b)) })
	return all
}

// prepare sets the forum up and sends all wishes.
func (h *hall) prepare(ctx context.Context) (err error) {
	tomorrow := lang.DateOf(time.Now().AddDate(0, 0, 1))
	h.id, err = h.meetings.Create(ctx, people.System(), meeting.New{
		Kind: meeting.Forum, Language: "en", Content: press.Content{Title: "Forum", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(tomorrow.Year, tomorrow.Month, tomorrow.Day), Zone: "Europe/Warsaw"},
	})
	if err != nil {
		return err
	}
	if err := h.store.SetUp(ctx, people.System(), h.id, 0, forum.Setup{Hours: []string{"10:00-14:00"}, Minutes: 15, Between: 5, Map: forum.DrawMap(delegations/2, 20), Suggest: true}); err != nil {
		return err
	}
	nobody := func(context.Context, *db.Tx, forum.Letter) error { return nil }
	for _, side := range h.sides {
		sent := forum.Send{Wishes: h.wishes(side)}
		if err := h.store.Wish(ctx, people.System(), h.id, side, sent, h.sides, nil, nobody); err != nil {
			return err
		}
	}
	return nil
}

// wishes are the others with the most partners in common, that are no partners yet; else
// those that the ranking puts first.
func (h *hall) wishes(side forum.Side) (all []forum.Wished) {
	partner := map[int64]bool{}
	for _, e := range h.world.Graph.Of(side.Place) {
		partner[e.Other] = true
	}
	common := map[string]int{}
	for _, other := range h.sides {
		if other.ID == side.ID || partner[other.Place] {
			continue
		}
		for _, e := range h.world.Graph.Of(other.Place) {
			if partner[e.Other] {
				common[other.ID]++
			}
		}
	}
	if len(common) == 0 {
		for id, p := range h.row(side) {
			common[id] = int(100 * p.Score)
		}
	}
	for id := range common {
		if id != side.ID && common[id] > 0 {
			all = append(all, forum.Wished{Other: id})
		}
	}
	slices.SortFunc(all, func(a, b forum.Wished) int {
		return cmp.Or(common[b.Other]-common[a.Other], cmp.Compare(a.Other, b.Other))
	})
	all = all[:min(len(all), mostWished)]
	for i := range all {
		all[i].Place = i + 1
	}
	return all
}

// plan makes the plan as the desk does, and prints what it took.
func (h *hall) plan(ctx context.Context) error {
	f, err := h.store.Forum(ctx, h.id)
	if err != nil {
		return err
	}
	start := time.Now()
	var ranking time.Duration
	rows := map[string]map[string]match.Pairing{}
	fits := func(x, y forum.Side) forum.Fit {
		if rows[x.ID] == nil {
			begin := time.Now()
			rows[x.ID] = h.row(x)
			ranking += time.Since(begin)
		}
		p := rows[x.ID][y.ID]
		return forum.Fit{Known: p.Known, Points: p.Score, Partner: p.Partner, Caveat: p.Folded}
	}
	out, err := h.store.Plan(ctx, people.System(), h.id, f.Version, false, h.sides, fits)
	if err != nil {
		return err
	}
	took := time.Since(start)
	fmt.Printf("%d towns of the world, %d slots, %3d tables, through the store: %d talks, sum %d, %.2f %% of the bound %d   %.2f s, of it the ranking %.2f s, promised ≤ %.0f s\n",
		len(h.sides), len(f.Setup.Slots), len(f.Setup.Tables), out.Talks, out.Sum, 100*float64(out.Sum)/float64(out.Most), out.Most, took.Seconds(), ranking.Seconds(), promised.Seconds())
	return nil
}

// row is how well a side fits all others.
func (h *hall) row(x forum.Side) map[string]match.Pairing {
	others := make([]int64, len(h.sides))
	for i, side := range h.sides {
		others[i] = side.Place
	}
	row := map[string]match.Pairing{}
	for i, p := range h.world.Ranker.Between(lang.DateOf(time.Now()), x.Place, others) {
		row[h.sides[i].ID] = p
	}
	return row
}
