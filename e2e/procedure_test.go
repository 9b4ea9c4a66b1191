//go:build e2e

package e2e

import (
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/seek/procedure"
	"twintown/internal/source"
)

// procedureKinds are the pages of a procedure half-way: steps done, planned and left out, a
// proposal that waits, a plan in two languages.
func (i *installation) procedureKinds() map[string]deskKind {
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
	ctx, who := i.Context(), people.System()
	store := procedure.NewStore(d, people.NewLog(d, key, ""), partnership.NewStore(d), clock.System(), nil, nil)
	id, err := store.Begin(ctx, who, procedure.New{
		Places: []int64{bialystok, hrodna}, By: hrodna, Terms: procedure.Terms{Kind: partnership.KindFriendship, Topics: []string{"culture", "youth"}, Term: "P5Y", Notice: "P6M"},
	})
	must(err)
	must(store.Do(ctx, who, id, procedure.Done{
		Step: procedure.Letter, Version: 1, By: bialystok, Day: partnership.On(2025, 11, 20), Where: hrodna, Title: "List intencyjny",
		Note: "https://example.org/" + "a-very-long-address-that-does-not-break-and-has-to-fit-on-a-narrow-phone", Sources: procedure.Sources{source.Source{Title: "List intencyjny", Publisher: "Białystok", Language: "pl"}},
	}))
	must(store.LeaveOut(ctx, who, id, procedure.Visit, 0, 1, hrodna, "Мы ведаем адзін аднаго."))
	must(store.Write(ctx, who, id, 0, bialystok, map[string]procedure.Plan{"pl": {Aims: "Wymiana młodzieży"}, "be": {Aims: "Абмен моладдзю"}}))
	one := "/desk/procedures/" + id
	return map[string]deskKind{
		"procedures":             {path: "/desk/procedures"},
		"procedure":              {path: one},
		"procedure-faults":       {path: one + "?step=resolution&side=776069&do=done", send: ".edit-box form"},
		"procedure-terms-faults": {path: one + "?step=kind&do=propose"},
		"procedure-plan":         {path: one + "?step=plan&do=write"},
		"procedure-new-faults":   {path: "/desk/places/776069/procedures/new", send: "main form.work-form"},
	}
}
