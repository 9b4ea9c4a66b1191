package project_test

import (
	"context"
	"slices"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/project"
)

const (
	vilnius = 593116
	today   = "2026-11-26"
)

// named is a project that Sokółka began and for which it named Druskininkai.
func named() project.Project {
	return whole(func(p *project.Project) { p.Partners[0].By, p.Partners[1].By = sokolka, sokolka })
}

// A town that another one named says whether it takes part.
func TestATownAnswers(t *testing.T) {
	p := named()
	if p.Standing(p.Partners[0]) != project.Confirmed || p.Standing(p.Partners[1]) != project.Told || len(p.Asked()) != 1 {
		t.Fatalf("asked: %+v", p.Asked())
	}
	if err := p.Reply(druskininkai, true, today); err != nil || p.Standing(p.Partners[1]) != project.Confirmed || len(p.Asked()) != 0 {
		t.Fatalf("yes: %v, %+v", err, p.Asked())
	}
	if err := p.Reply(druskininkai, false, "2026-12-01"); err != nil {
		t.Fatal(err)
	}
	q, _ := p.Partner("lt")
	if q.There() || !q.Declined || len(p.Budget.Lines) != 3 || p.Faults(-1)[0].Amiss != project.LeftCosts {
		t.Errorf("who said no: %+v, faults %+v", q, p.Faults(-1))
	}
	if err := p.Return("lt"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("others took it back in: %v", err)
	}
	if err := p.Reply(druskininkai, true, "2026-12-02"); err != nil {
		t.Fatal(err)
	}
	if q, _ = p.Partner("lt"); !q.There() || q.Declined || len(p.Places()) != 2 {
		t.Errorf("yes after all: %+v", q)
	}
	if err := p.Reply(vilnius, true, today); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a town that nobody named: %v", err)
	}
	if err := p.Reply(druskininkai, true, "soon"); errs.FieldOf(err) != "day" {
		t.Errorf("no day: %v", err)
	}
}

// Without costs who says no goes altogether, and cannot be named again but by itself.
func TestATownThatSaidNoIsNotNamedAgain(t *testing.T) {
	p := named()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.Join(project.Partner{Place: vilnius, Role: project.Full, By: sokolka}, false, today))
	must(p.Reply(vilnius, false, today))
	if len(p.Partners) != 2 || !slices.Contains(p.Named(), vilnius) {
		t.Errorf("partners %+v, named %v", p.Partners, p.Named())
	}
	if err := p.Join(project.Partner{Place: vilnius, Role: project.Full, By: sokolka}, false, today); errs.KindOf(err) != errs.Conflict || errs.FieldOf(err) != "place" {
		t.Errorf("named again: %v", err)
	}
	must(p.Reply(vilnius, true, today))
	if q := p.Partners[2]; q.Place != vilnius || q.By != vilnius || p.Standing(q) != project.Confirmed {
		t.Errorf("yes after all: %+v", q)
	}
	must(p.Reply(vilnius, false, today))
	must(p.Join(project.Partner{Place: vilnius, Role: project.Full, By: sokolka}, true, today))
	if a, ok := p.AnswerOf(vilnius); !ok || !a.Yes || len(p.Answers) != 1 {
		t.Errorf("it named itself: %+v", p.Answers)
	}
}

// A lead that another town named can say no as well; then nobody leads until one is chosen.
func TestANamedLeadSaysNo(t *testing.T) {
	p := named()
	p.Partners[0].By, p.Partners[1].By = druskininkai, druskininkai
	if p.Standing(p.Partners[0]) != project.Told {
		t.Fatal("the lead was named by another town")
	}
	if err := p.Reply(sokolka, false, today); err != nil {
		t.Fatal(err)
	}
	if _, leads := p.Lead(); leads || p.Partners[0].Role != project.Full || len(p.Places()) != 1 {
		t.Errorf("%+v", p.Partners)
	}
}

func TestShowable(t *testing.T) {
	offices := func(all ...int64) func(int64) bool {
		return func(n int64) bool { return slices.Contains(all, n) }
	}
	third := func(p *project.Project) {
		p.Partners = append(p.Partners, project.Partner{ID: "x", Place: vilnius, Role: project.Full, By: sokolka})
	}
	for _, c := range []struct {
		name    string
		offices func(int64) bool
		change  func(p *project.Project)
		shown   bool
	}{
		{"the other has no office here", offices(sokolka), nil, true},
		{"the other has not answered", offices(sokolka, druskininkai), nil, false},
		{"the other said yes", offices(sokolka, druskininkai), func(p *project.Project) { _ = p.Reply(druskininkai, true, today) }, true},
		{"the other said no", offices(sokolka, druskininkai), func(p *project.Project) { _ = p.Reply(druskininkai, false, today) }, true},
		{"one of two said yes", offices(sokolka, druskininkai, vilnius), func(p *project.Project) { third(p); _ = p.Reply(vilnius, true, today) }, true},
		{"one of two has an office and has not answered", offices(sokolka, vilnius), third, false},
		{"a project from before answers were kept", offices(sokolka, druskininkai), func(p *project.Project) { p.Partners[0].By, p.Partners[1].By = 0, 0 }, false},
		{"one office named both as its own", offices(sokolka, druskininkai), func(p *project.Project) { p.Partners[1].By = druskininkai }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := named()
			if c.change != nil {
				c.change(&p)
			}
			if err := p.Showable(c.offices); (err == nil) != c.shown || err != nil && errs.KindOf(err) != errs.Conflict {
				t.Errorf("shown: %v, want %v", err, c.shown)
			}
		})
	}
}

// Each town is told once, in the change that names it.
func TestNamedTownsAreTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var told []int64
		s := project.NewStore(d, people.NewLog(d, secret.Key{}, ""), nil).Telling(func(_ context.Context, _ *db.Tx, _ project.Project, q project.Partner) error {
			told = append(told, q.Place)
			return nil
		})
		id, err := s.Create(t.Context(), officer, named())
		if err != nil || !slices.Equal(told, []int64{druskininkai}) {
			t.Fatalf("%v, told %v", err, told)
		}
		change := func(fn func(p *project.Project) error) {
			t.Helper()
			p, err := s.ByID(t.Context(), id)
			if err == nil {
				err = s.Change(t.Context(), officer, id, project.OfPartners, p.PartVersion(project.OfPartners), fn)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		join := func(p *project.Project) error {
			return p.Join(project.Partner{Place: vilnius, Role: project.Full, By: sokolka}, false, today)
		}
		change(join)
		change(func(p *project.Project) error { return p.Drop(p.Partners[2].ID) })
		change(func(p *project.Project) error { p.Partners[1].Role = project.Associated; return nil })
		if !slices.Equal(told, []int64{druskininkai, vilnius}) {
			t.Errorf("told %v", told)
		}
		p, err := s.ByID(t.Context(), id)
		if err != nil || p.Partners[1].By != sokolka {
			t.Errorf("%v: %+v", err, p.Partners)
		}
	})
}
