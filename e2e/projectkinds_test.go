//go:build e2e

package e2e

import (
	"twintown/internal/funding"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/project"
)

// projectKinds are the pages of a joint project for which another town named the worker's own,
// with something in each part of it and a cent that nobody pays.
func (i *installation) projectKinds() map[string]deskKind {
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
	euro := func(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: project.Euro} }
	zloty := func(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: "PLN"} }
	store := project.NewStore(d, people.NewLog(d, key, ""), nil)
	id, err := store.Create(i.Context(), people.System(), project.Project{Handle: "a-songbook", Partnerships: []string{partnership.PairID(bialystok, hrodna)}, Call: "CERV-2026-CITIZENS-TOWN-NT", Body: project.Body{
		Facts: project.Facts{Acronym: "SONGS", Funder: "A fund", Topics: []string{"culture"}, Credit: project.Credit{Line: map[string]string{"pl": "Współfinansowane"}}},
		Texts: map[string]project.Text{"pl": {Title: "Wspólny śpiewnik dwóch miast nad Niemnem", About: "Chóry szkolne zbierają pieśni obu stron."}},
		Partners: []project.Partner{
			{ID: "h", Place: hrodna, Role: project.Lead, Currency: "BYN", By: hrodna},
			{ID: "b", Place: bialystok, Role: project.Full, Currency: "PLN", By: hrodna},
			{ID: "o", Organisation: "Stowarzyszenie Samorządów Euroregionu Niemen", Role: project.Associated, By: hrodna},
			{ID: "g", Place: gizycko, Role: project.Full, Currency: "PLN", By: hrodna, Left: "2026-11-02", Why: "Uchwała rady"},
		},
		Budget: project.Budget{
			Rates:    []project.Rate{{Currency: "PLN", PerEuro: 4_231_500, Day: "2026-11-02", Source: "Narodowy Bank Polski"}},
			Lines:    []project.Line{{Partner: "b", Heading: project.Travel, What: "Autokar i dwa noclegi dla trzydziestu czterech osób", Amount: zloty(846_300)}, {Partner: "h", Heading: project.Services, Amount: euro(150_001)}, {Partner: "g", Heading: project.Staff, Amount: zloty(100_000)}},
			Shares:   []project.Share{{Partner: "b", Origin: project.OfGrant, Amount: euro(160_000)}, {Partner: "b", Origin: project.OfPartner, Rest: true}, {Partner: "h", Origin: project.OfCountry, Who: "Ministerstwo Kultury", Amount: euro(150_000)}},
			Payments: []project.Payment{{Partner: "b", Way: project.In, Day: "2026-11-20", Origin: project.OfGrant, What: "Zaliczka", Amount: euro(80_000)}, {Partner: "b", Way: project.Out, Day: "2026-11-23", Heading: project.Travel, Amount: zloty(846_300)}},
		},
		Milestones: []project.Milestone{{Title: map[string]string{"pl": "Nuty zebrane"}, Due: "2027-03-01"}},
		Activities: []project.Activity{{Kind: project.Camp, Title: map[string]string{"pl": "Obóz śpiewu"}, Place: bialystok, Done: true, People: map[project.Band]int{project.Young: 24}, Abroad: 12}},
		Outputs:    []project.Output{{Title: map[string]string{"pl": "pieśni w śpiewniku"}, Target: 60, Reached: project.Uncounted}},
	}})
	must(err)
	x, err := store.ByID(i.Context(), id)
	must(err)
	at := "/desk/projects/" + x.Handle
	kinds := map[string]deskKind{
		"projects": {path: "/desk/projects"}, "project-new": {path: "/desk/projects/new"}, "project-new-faults": {path: "/desk/projects/new", send: "form.work-form"},
		"project-none": {path: "/desk/projects?state=closed"}, "project": {path: at},
	}
	for _, page := range []string{"partners", "budget", "payments", "work", "texts", "papers", "answer"} {
		kinds["project-"+page] = deskKind{path: at + "/" + page}
	}
	return kinds
}
