//go:build e2e

package e2e

import (
	"strconv"
	"time"

	"twintown/internal/funding"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/project/plan"
)

// planKinds are the pages of an action plan with something in it, of a review that one side has
// answered, and of the report to the council.
func (i *installation) planKinds() map[string]deskKind {
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
	ctx, who, year := i.Context(), people.System(), time.Now().Year()
	store := plan.NewStore(d, people.NewLog(d, key, ""), partnership.NewStore(d), clock.System(), nil)
	id := partnership.PairID(bialystok, hrodna)
	add := func(year int, what string) string {
		item, err := store.Add(ctx, who, plan.Item{Partnership: id, Year: year, Body: plan.Body{
			Texts: map[string]plan.Text{"pl": {What: what, Aim: "Poznać się", Office: "Wydział promocji"}, "be": {What: "Лагер моладзі"}},
			Side:  bialystok, Money: []plan.Money{{Side: bialystok, Amount: funding.Money{Cents: 1_200_050, Currency: "PLN"}}, {Amount: funding.Money{Cents: 500_000, Currency: "EUR"}}},
		}})
		must(err)
		return item
	}
	add(year-1, "Wymiana szkół")
	item := add(year, "Obóz młodzieży")
	must(store.Reply(ctx, who, id, year, hrodna, 0, plan.Reply{Language: "be", Said: map[plan.Question]plan.Said{plan.Alive: {Verdict: plan.Partly, Words: "Пішам адзін аднаму, але не сустракаемся."}}}))
	at := "/desk/partnerships/" + id
	review := at + "/review/" + strconv.Itoa(year)
	return map[string]deskKind{
		"plan":               {path: at + "/plan"},
		"plan-item":          {path: at + "/plan?item=" + item},
		"plan-new-faults":    {path: at + "/plan?add=" + strconv.Itoa(year+1), send: ".edit-box form"},
		"plan-review":        {path: review},
		"plan-review-answer": {path: review + "?side=" + strconv.Itoa(bialystok)},
		"council":            {path: "/desk/places/" + strconv.Itoa(bialystok) + "/report?year=" + strconv.Itoa(year)},
	}
}
