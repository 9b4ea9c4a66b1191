package project_test

import (
	"maps"
	"testing"

	"twintown/internal/document"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/project"
)

// Papers stand once each and are of a kind; a logo says what it shows; a receipt belongs to a
// payment.
func TestWhatAProjectTakesOfPapers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole(func(p *project.Project) {
			p.Budget.Payments = []project.Payment{{ID: "y", Partner: "pl", Way: project.Out, Heading: project.Travel, Day: "2026-11-02", Amount: euro(100)}}
		}))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name  string
			fn    func(p *project.Project) error
			field string // "": it is kept
		}{
			{"two papers", func(p *project.Project) error {
				p.Papers = []project.Paper{{Document: "a", Kind: project.Reported}, {Document: "b"}}
				return nil
			}, ""},
			{"one paper twice", func(p *project.Project) error { p.Papers = append(p.Papers, project.Paper{Document: "a"}); return nil }, "paper.2.kind"},
			{"of no kind that is known", func(p *project.Project) error { p.Papers[1].Kind = "poem"; return nil }, "paper.1.kind"},
			{"no document", func(p *project.Project) error { p.Papers[0].Document = ""; return nil }, "paper.0.kind"},
			{"more than anybody reads", func(p *project.Project) error {
				for i := range 100 {
					p.Papers = append(p.Papers, project.Paper{Document: string(rune('α' + i))})
				}
				return nil
			}, "papers"},
			{"a logo that says nothing", func(p *project.Project) error { return p.SetLogo("logo", map[string]string{"pl": "  "}) }, "shows"},
			{"a logo", func(p *project.Project) error {
				return p.SetLogo("logo", map[string]string{"pl": " Flaga  Unii ", "de": ""})
			}, ""},
			{"a receipt of no payment", func(p *project.Project) error { _, err := p.SetReceipt("z", "r"); return err }, "payment"},
			{"a receipt", func(p *project.Project) error { _, err := p.SetReceipt("y", "r"); return err }, ""},
		} {
			err := s.Change(t.Context(), officer, id, project.OfPapers, project.AnyVersion, c.fn)
			if fault := errs.FieldOf(err); fault != c.field || c.field == "" && err != nil {
				t.Errorf("%s: %q (%v), want %q", c.name, fault, err, c.field)
			}
		}
		p, err := s.ByID(t.Context(), id)
		if err != nil || len(p.Papers) != 2 || p.Credit.Logo != "logo" || !maps.Equal(p.Credit.Shows, map[string]string{"pl": "Flaga Unii"}) || p.Receipts()["r"].ID != "y" {
			t.Errorf("%+v, %v", p.Facts, err)
		}
		if was := s.Change(t.Context(), officer, id, project.OfCredit, project.AnyVersion, func(p *project.Project) error { return p.SetLogo("", p.Credit.Shows) }); was != nil {
			t.Error(was)
		}
		if p, _ := s.ByID(t.Context(), id); p.Credit.Any() {
			t.Errorf("the logo went, and %+v stayed", p.Credit)
		}
	})
}

// What a document of a project is to the public follows from what names it.
func TestHowPapersStand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole(func(p *project.Project) {
			p.Papers, p.Credit.Logo, p.Credit.Shows = []project.Paper{{Document: "paper"}}, "logo", map[string]string{"pl": "Flaga"}
			p.Budget.Payments = []project.Payment{{ID: "y", Partner: "pl", Way: project.Out, Heading: project.Travel, Day: "2026-11-02", Amount: euro(100), Document: "receipt"}}
		}))
		if err != nil {
			t.Fatal(err)
		}
		stands := func(when string, want map[string]document.Stand) {
			t.Helper()
			for name, stand := range want {
				got, err := s.Stand(t.Context(), document.Document{ID: name, Home: document.Home{Kind: project.Kind, ID: id}})
				if got != stand || err != nil {
					t.Errorf("%s: the %s stands %d (%v), want %d", when, name, got, err, stand)
				}
			}
		}
		stands("hidden", map[string]document.Stand{"paper": document.Draft, "logo": document.Open, "receipt": document.Draft, "other": document.Draft})
		err = s.Change(t.Context(), officer, id, project.OfState, 1, func(p *project.Project) error { return p.Show(dbtest.Today) })
		if err != nil {
			t.Fatal(err)
		}
		stands("shown", map[string]document.Stand{"paper": document.Open, "logo": document.Open, "receipt": document.Draft, "other": document.Draft})
		var told []string
		err = s.EachPaper(t.Context(), func(_ project.Project, document string) error { told = append(told, document); return nil })
		if err != nil || len(told) != 1 || told[0] != "paper" {
			t.Errorf("papers of what is shown: %v, %v", told, err)
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			yes, err := project.CreditedIn(t.Context(), tx, id)
			gone, err2 := project.CreditedIn(t.Context(), tx, "gone")
			if yes || gone {
				t.Errorf("a line is owed: %v, of none %v", yes, gone)
			}
			if _, err := project.EraseIn(t.Context(), tx, id); err != nil {
				return err
			}
			return errs.First(err, err2)
		})
		if err != nil {
			t.Fatal(err)
		}
		stands("gone", map[string]document.Stand{"paper": document.Draft, "logo": document.Draft})
		if _, err := s.ByID(t.Context(), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("it is there: %v", err)
		}
	})
}
