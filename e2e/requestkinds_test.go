//go:build e2e

package e2e

import (
	"net/url"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
)

// requestKinds are the pages of requests for a partner: one of Białystok that readers see,
// with a translation that is behind, and one that waits for a review.
func (i *installation) requestKinds() map[string]deskKind {
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
	log := people.NewLog(d, key, "")
	store, now := seek.NewStore(d, log, nil), time.Now()
	day := func(months int) string { return now.AddDate(0, months, 0).Format(time.DateOnly) }
	owner, ok, err := people.NewStore(d, log, key, nil).ByEmail(i.Context(), "office@example.org")
	if must(err); !ok {
		i.Fatal("the officer has no account")
	}
	made := func(handle string, moves ...func(*seek.Request) error) string {
		id, err := store.Create(i.Context(), people.System(), seek.Request{
			Handle: handle, Owner: owner.ID, Places: []int64{bialystok, gizycko}, ReplyBy: day(2), Expires: day(4),
			Details: seek.Details{Topics: []string{"culture", "youth"}, Countries: []string{"LT", "DE"}, MinPeople: 20_000, MaxPeople: 400_000, MaxKm: 600, Languages: []string{"pl", "en"}, Wish: seek.Complementary, Horizon: seek.SomeYears, Call: "Interreg", CallLink: "https://example.org/call"},
			Texts: map[string]seek.Text{
				"pl": {Title: "Szukamy miasta nad jeziorem", Seeks: "Miasta ze szkołą żeglarską.\n\nNa początek: obóz dla młodzieży.", Offers: "Doświadczenie w wymianach.", About: "Dwa miasta."},
				"uk": {Title: "Шукаємо місто біля озера", Seeks: "Місто з вітрильною школою.", Provenance: lang.Provenance{Origin: seek.Translated, Source: "pl"}},
			},
		})
		must(err)
		for n, move := range moves {
			must(store.Change(i.Context(), people.System(), people.WriteRequest, id, int64(n+1), move))
		}
		return id
	}
	id := made("jezioro", func(r *seek.Request) error { return errs.First(r.Review(now), r.Publish(now)) })
	made("szkic", func(r *seek.Request) error { return r.Ask(now) })
	x, err := store.ByID(i.Context(), id)
	must(err)
	still := "/still-seeking?key=" + url.QueryEscape(key.SealJSON("seek still", map[string]string{"r": id, "a": owner.ID, "e": x.Expires}))
	return map[string]deskKind{
		"requests":            {path: "/seek", public: true},
		"requests-none":       {path: "/seek?country=LT", public: true},
		"request":             {path: "/seek/jezioro", public: true},
		"request-draft":       {path: "/seek/szkic"},
		"request-still":       {path: still, public: true},
		"desk-requests":       {path: "/desk/requests"},
		"request-new":         {path: "/desk/requests/new"},
		"request-new-other":   {path: "/desk/requests/new?place=598316&place=776069"},
		"request-edit":        {path: "/desk/requests/szkic"},
		"request-edit-faults": {path: "/desk/requests/jezioro", send: "#state form:has([name=reason])"},
		"request-beside":      {path: "/desk/requests/jezioro/texts/uk"},
		"request-review":      {path: "/desk/requests/szkic/review"},
	}
}
