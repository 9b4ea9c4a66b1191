package project_test

import (
	"testing"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/search"
	"twintown/internal/project"
)

// A project is found by its texts, its acronym, its partners and its call, in the languages in
// which it can be read; not before it is shown, and no more once it is hidden.
func TestSearchable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := open(d)
		towns := map[string]string{"pl": "Druskieniki", "lt": "Druskininkai"}
		index := search.New(d, project.Searchable(store, nil, func(_ project.Project, language string) []string {
			return []string{towns[language], "Granty Wyszehradzkie"}
		}))
		id, err := store.Create(t.Context(), officer, whole(func(p *project.Project) {
			p.Acronym, p.Funder, p.Partners[1].Organisation = "ŚPIEW2", "Fundusz Dobry", "Vilniaus choras"
			p.Texts["lt"] = project.Text{Title: "Bendra dainų knyga", About: "Abiejų miestų dainos", Results: "Išleista knyga"}
		}))
		if err != nil {
			t.Fatal(err)
		}
		finds := func(when string, want map[string]int) {
			t.Helper()
			for question, n := range want {
				found, err := index.Find(t.Context(), search.Query{Text: question})
				if err != nil || found.Total != n {
					t.Errorf("%s, %s: %d, %v, want %d", when, question, found.Total, err, n)
				}
				for _, h := range found.Hits {
					if h.Kind != "project" || h.Path != "/projects/songs" || h.ID != id {
						t.Errorf("%s: %+v", question, h)
					}
				}
			}
		}
		change := func(version int64, fn func(p *project.Project) error) {
			t.Helper()
			if err := store.Change(t.Context(), officer, id, project.OfState, version, fn); err != nil {
				t.Fatal(err)
			}
		}
		finds("an idea", map[string]int{"śpiewnik": 0, "dainų": 0})
		change(1, func(p *project.Project) error { return p.Show(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) })
		finds("shown", map[string]int{"wspolny": 1, "miestų": 1, "Išleista": 1, "śpiew2": 2, "dobry": 2, "choras": 2, "Druskininkai": 1, "Druskieniki": 1, "wyszehradzkie": 2, "nothing": 0})
		change(2, func(p *project.Project) error { p.Hide(); return nil })
		finds("hidden", map[string]int{"wspolny": 0, "dainų": 0, "wyszehradzkie": 0})
	})
}
