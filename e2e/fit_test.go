//go:build e2e

package e2e

import (
	"context"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/seek/follow"
)

// fitKinds are the pages of the rankings between requests and towns, and of what a person
// follows: Kaunas and Hrodna seek a partner, and so do Białystok and Giżycko together.
func (i *installation) fitKinds() map[string]deskKind {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	ctx, who, log, now := i.Context(), people.System(), people.NewLog(d, key, ""), time.Now()
	store := seek.NewStore(d, log, nil)
	for _, r := range []seek.Request{
		{Handle: "fits-kaunas", Places: []int64{598316}, Details: seek.Details{Topics: []string{"culture", "youth"}, Countries: []string{"PL"}, Wish: seek.Similar, Languages: []string{"lt", "en"}}},
		{Handle: "fits-small", Places: []int64{598316}, Details: seek.Details{Topics: []string{"sport"}, MaxPeople: 5000, MaxKm: 100}},
		{Handle: "fits-hrodna", Places: []int64{hrodna}, Details: seek.Details{Topics: []string{"culture"}}},
		{Handle: "fits-both", Places: []int64{bialystok, 772195}, Details: seek.Details{Topics: []string{"heritage"}}},
	} {
		r.ReplyBy, r.Expires = now.AddDate(0, 2, 0).Format(time.DateOnly), now.AddDate(0, 4, 0).Format(time.DateOnly)
		r.Texts = map[string]seek.Text{"lt": {Title: "Ieškome miesto partnerio kultūros mainams ir jaunimo susitikimams", Seeks: "Miesto"}}
		id, err := store.Create(ctx, who, r)
		must(err)
		must(store.Change(ctx, who, people.ReviewRequest, id, 1, func(r *seek.Request) error { return r.Review(now) }))
		must(store.Change(ctx, who, people.WriteRequest, id, 2, func(r *seek.Request) error { return r.Publish(now) }))
	}
	accounts := people.NewStore(d, log, key, clock.System())
	all, err := accounts.Accounts(ctx)
	must(err)
	office := all[slices.IndexFunc(all, func(a people.Account) bool { return a.Email == "office@example.org" })]
	desk := follow.New(follow.Rooms{
		DB: d, People: accounts, Clock: clock.System(), Zone: func() *time.Location { return time.UTC },
		Board: func(context.Context, lang.Date) (*fit.Board, error) { return fit.NewBoard(fit.Facts{}), nil },
	})
	_, err = desk.Save(ctx, people.Actor{Account: office.ID}, follow.Search{Name: "Kultūra Lietuvoje ir Latvijoje, kas savaitę", Every: follow.EveryWeek, Filter: seek.Asked{Topic: "culture", Country: "LT", Open: true}})
	must(err)
	return map[string]deskKind{
		"seeking":          {path: "/desk/seeking"},
		"seeking-filtered": {path: "/desk/seeking?place=772195&topic=sport"},
		"town-requests":    {path: "/places/776069-bialystok/requests", public: true},
		"request-towns":    {path: "/seek/fits-kaunas/towns", public: true},
		"request-fits":     {path: "/seek/fits-both", public: true},
		"desk-towns":       {path: "/desk/requests/fits-both/towns"},
		"searches":         {path: "/account/searches"},
	}
}
