package project_test

import (
	"strings"
	"testing"

	"twintown/internal/funding"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/project"
)

const (
	sokolka      = 758651
	druskininkai = 598316
)

var officer = people.Actor{Account: "officer"}

func open(d *db.DB) *project.Store {
	return project.NewStore(d, people.NewLog(d, secret.Key{}, ""), nil)
}

func euro(cents int64) funding.Money  { return funding.Money{Cents: cents, Currency: "EUR"} }
func zloty(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: "PLN"} }

// whole is a project of two towns whose budget adds up; change makes it another.
func whole(change ...func(p *project.Project)) project.Project {
	p := project.Project{State: project.Idea, Handle: "songs", Partnerships: []string{"a-partnership"}, Body: project.Body{
		Texts:    map[string]project.Text{"pl": {Title: "Wspólny śpiewnik"}},
		Partners: []project.Partner{{ID: "pl", Place: sokolka, Role: project.Lead, Currency: "PLN"}, {ID: "lt", Place: druskininkai, Role: project.Full}},
		Budget: project.Budget{
			Rates: []project.Rate{{Currency: "PLN", PerEuro: 4_231_500, Day: "2026-11-02"}},
			Lines: []project.Line{
				{ID: "1", Partner: "pl", Heading: project.Travel, Amount: zloty(1_000_000)},
				{ID: "2", Partner: "pl", Heading: project.Staff, Amount: zloty(333_333)},
				{ID: "3", Partner: "lt", Heading: project.Services, Amount: euro(150_001)},
			},
			Shares: []project.Share{
				{ID: "a", Partner: "pl", Origin: project.OfGrant, Amount: euro(250_000)},
				{ID: "b", Partner: "pl", Origin: project.OfPartner, Rest: true},
				{ID: "c", Partner: "lt", Origin: project.OfGrant, Amount: euro(120_000)},
				{ID: "d", Partner: "lt", Origin: project.OfPartner, Amount: euro(30_001)},
			},
		},
	}}
	for _, fn := range change {
		fn(&p)
	}
	return p
}

// A budget adds up to the cent, or says by how much it does not.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		limit  funding.Share
		change func(p *project.Project)
		want   []project.Fault
	}{
		{"the rest of the costs is counted", funding.NoShare, nil, nil},
		{"a cent lacks", funding.NoShare, func(p *project.Project) { p.Budget.Shares[3].Amount.Cents-- }, []project.Fault{{Amiss: project.Unpaid, Partner: "lt", By: 1}}},
		{"a cent too much", funding.NoShare, func(p *project.Project) { p.Budget.Shares[3].Amount.Cents++ }, []project.Fault{{Amiss: project.Overpaid, Partner: "lt", By: 1}}},
		{"the rest is never negative", funding.NoShare, func(p *project.Project) { p.Budget.Shares[0].Amount = euro(400_000) }, []project.Fault{{Amiss: project.Overpaid, Partner: "pl", By: 84_903}}},
		{"the total as told", funding.NoShare, func(p *project.Project) { p.Budget.Total = euro(465_098) }, nil},
		{"the total is rounded", funding.NoShare, func(p *project.Project) { p.Budget.Total = euro(465_100) }, []project.Fault{{Amiss: project.TotalLess, By: 2}}},
		{"more was planned than was granted", funding.NoShare, func(p *project.Project) { p.Budget.Grant = euro(360_000) }, []project.Fault{{Amiss: project.GrantMore, By: 10_000}}},
		{"the call pays at most three quarters", 7500, nil, []project.Fault{{Amiss: project.GrantLimit, By: 21_177}}},
		{"the call pays nine tenths", 9000, nil, nil},
		{"no rate is known", funding.NoShare, func(p *project.Project) { p.Budget.Rates = nil }, []project.Fault{{Amiss: project.NoRate, Currency: "PLN"}, {Amiss: project.Overpaid, Partner: "pl", By: 250_000}}},
		{"an associated partner gets nothing of the grant", funding.NoShare, func(p *project.Project) { p.Partners[1].Role = project.Associated }, []project.Fault{{Amiss: project.AssocGrant, Partner: "lt", By: 120_000}}},
		{"nothing is planned", funding.NoShare, func(p *project.Project) { p.Budget = project.Budget{} }, []project.Fault{{Amiss: project.NoLines}}},
		{"nobody leads", funding.NoShare, func(p *project.Project) { p.Partners[0].Role = project.Full }, []project.Fault{{Amiss: project.NobodyLeads}}},
		{"who left has spent a part", funding.NoShare, func(p *project.Project) {
			p.Partners[1].Left = "2027-03-01"
			p.Budget.Payments = []project.Payment{{Partner: "lt", Way: project.Out, Amount: euro(50_000)}}
		}, []project.Fault{{Amiss: project.LeftCosts, Partner: "lt", By: 100_001}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := whole()
			if c.change != nil {
				c.change(&p)
			}
			if got := p.Faults(c.limit); !same(got, c.want) {
				t.Errorf("faults %+v, want %+v", got, c.want)
			}
		})
	}
}

func same(a, b []project.Fault) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// An amount that goes to the euro and back differs by what half a cent is worth at most.
func FuzzRounding(f *testing.F) {
	f.Add(int64(1_000_000), int64(4_231_500))
	f.Add(int64(1), int64(1))
	f.Fuzz(func(t *testing.T, cents, perEuro int64) {
		cents, perEuro = max(cents%1_000_000_000_000, -cents%1_000_000_000_000), max(perEuro%1_000_000_000, -perEuro%1_000_000_000)
		if cents < 0 || perEuro < 100_000 {
			return
		}
		b := project.Budget{Rates: []project.Rate{{Currency: "PLN", PerEuro: perEuro}}}
		euros, ok := b.Euros(zloty(cents))
		back, _ := b.Converted(euros, "PLN")
		if off := back.Cents - cents; !ok || off > perEuro/2_000_000+1 || -off > perEuro/2_000_000+1 {
			t.Errorf("%d at %d is %d, back %d", cents, perEuro, euros, back.Cents)
		}
	})
}

func TestRate(t *testing.T) {
	for text, want := range map[string]int64{"4.2315": 4_231_500, "4,2315": 4_231_500, "1": 1_000_000, "0.000001": 1, "41.123456": 41_123_456} {
		got, ok := project.ParseRate(text)
		if !ok || got != want {
			t.Errorf("%s: %d, %v", text, got, ok)
		}
		if again, _ := project.ParseRate(project.Rate{PerEuro: got}.Text()); again != got {
			t.Errorf("%s is not read as it is written", text)
		}
	}
	for _, text := range []string{"", "0", "-4", "4.", "4.1234567", "1e3", "four", "4 2", "9999999999"} {
		if _, ok := project.ParseRate(text); ok {
			t.Errorf("%q was taken", text)
		}
	}
}

// A project goes its way; what does not add up stays where it is.
func TestMoves(t *testing.T) {
	p := whole()
	for _, m := range []struct {
		to   project.State
		day  string
		kind errs.Kind
	}{
		{project.Closed, "2026-11-27", errs.Conflict},
		{project.Submitted, "tomorrow", errs.Invalid},
		{project.Submitted, "2026-11-27", 0},
		{project.Granted, "2026-11-26", errs.Invalid},
		{project.Granted, "2027-02-01", 0},
		{project.Running, "2027-03-01", 0},
		{project.Closed, "2028-02-28", 0},
	} {
		was := p.State
		err := p.Go(m.to, m.day, "", funding.NoShare)
		if errs.KindOf(err) != m.kind || (err != nil) == (p.State == m.to) {
			t.Errorf("from %s to %s on %s: %v, now %s", was, m.to, m.day, err, p.State)
		}
	}
	if p.On(project.Granted) != "2027-02-01" || p.On(project.Refused) != "" {
		t.Errorf("moves %+v", p.Moves)
	}
	if err := p.Back(); err != nil || p.State != project.Running {
		t.Errorf("back: %v, %s", err, p.State)
	}
	amiss := whole(func(p *project.Project) { p.Budget.Shares[3].Amount.Cents-- })
	if err := amiss.Go(project.Submitted, "2026-11-27", "", funding.NoShare); errs.KindOf(err) != errs.Conflict || amiss.State != project.Idea {
		t.Errorf("what lacks a cent was submitted: %v", err)
	}
}

func TestAPartnerLeaves(t *testing.T) {
	p := whole()
	if err := p.Leave("pl", "2027-05-01", ""); errs.KindOf(err) != errs.Conflict {
		t.Errorf("the lead left: %v", err)
	}
	if err := p.Leave("lt", "2027-05-01", "The council decided so"); err != nil {
		t.Fatal(err)
	}
	if got := p.Places(); len(got) != 1 || got[0] != sokolka {
		t.Errorf("who left still has a say: %v", got)
	}
	if all := p.Leading(); all[1].ID != "lt" || all[1].There() {
		t.Errorf("who left is forgotten: %+v", all)
	}
	if err := p.Return("lt"); err != nil || len(p.Places()) != 2 {
		t.Errorf("back again: %v", err)
	}
}

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole())
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.Create(t.Context(), officer, whole())
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.ByHandle(t.Context(), "songs")
		if err != nil || p.ID != id || p.State != project.Idea || p.Texts["pl"].Version != 1 || len(p.Partnerships) != 1 || len(p.Faults(funding.NoShare)) != 0 {
			t.Fatalf("%v: %+v", err, p)
		}
		for name, got := range map[string]func() ([]project.Project, error){
			"place":       func() ([]project.Project, error) { return s.Of(t.Context(), druskininkai) },
			"partnership": func() ([]project.Project, error) { return s.OfPartnership(t.Context(), "a-partnership") },
			"all":         func() ([]project.Project, error) { return s.All(t.Context()) },
		} {
			if all, err := got(); err != nil || len(all) != 2 {
				t.Errorf("%s: %v, %d", name, err, len(all))
			}
		}
		rename := func(p *project.Project) error {
			p.Texts["pl"] = project.Text{Title: "Śpiewnik"}
			return nil
		}
		if err := s.Change(t.Context(), officer, id, project.OfTexts, 1, rename); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(t.Context(), officer, id, project.OfTexts, 1, rename); errs.KindOf(err) != errs.Conflict {
			t.Errorf("saved over another's change: %v", err)
		}
		if err := s.Change(t.Context(), officer, id, project.OfBudget, 1, func(p *project.Project) error {
			p.Budget.Total = euro(100)
			return nil
		}); err != nil {
			t.Errorf("another part is in the way: %v", err)
		}
		if err := s.Change(t.Context(), officer, id, project.OfBudget, 2, func(p *project.Project) error {
			p.Budget.Lines[1].Amount.Cents = -1
			return nil
		}); errs.FieldOf(err) != "line.1.amount" {
			t.Errorf("a negative amount: %v", err)
		}
		if err := s.Change(t.Context(), officer, second, project.OfState, 1, func(p *project.Project) error { return p.Show(dbtest.Today) }); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Public(t.Context()); err != nil || len(all) != 1 || all[0].ID != second || all[0].Handle == "songs" {
			t.Errorf("public: %v, %+v", err, all)
		}
		p, _ = s.ByID(t.Context(), id)
		if p.Version != 3 || p.Texts["pl"].Title != "Śpiewnik" || p.Texts["pl"].Version != 2 || p.PartVersion(project.OfBudget) != 2 {
			t.Errorf("%+v", p)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		for field, change := range map[string]func(p *project.Project){
			"title.pl":         func(p *project.Project) { p.Texts["pl"] = project.Text{Title: strings.Repeat("a", 201)} },
			"partner.1.role":   func(p *project.Project) { p.Partners[1].Role = project.Lead },
			"partner.1.place":  func(p *project.Project) { p.Partners[1].Place = sokolka },
			"line.0.partner":   func(p *project.Project) { p.Budget.Lines[0].Partner = "nobody" },
			"line.2.amount":    func(p *project.Project) { p.Budget.Lines[2].Amount.Currency = "euro" },
			"rate.0.rate":      func(p *project.Project) { p.Budget.Rates[0].PerEuro = 0 },
			"rate.0.day":       func(p *project.Project) { p.Budget.Rates[0].Day = "" },
			"share.1.rest":     func(p *project.Project) { p.Budget.Shares[0].Rest = true },
			"activity.0.title": func(p *project.Project) { p.Activities = []project.Activity{{Kind: project.Camp}} },
			"activity.0.abroad": func(p *project.Project) {
				p.Activities = []project.Activity{{Kind: project.Camp, Title: map[string]string{"pl": "Obóz"}, People: map[project.Band]int{project.Children: 3}, Abroad: 4}}
			},
			"topics": func(p *project.Project) { p.Topics = []string{"no such topic"} },
			"link":   func(p *project.Project) { p.Link = "javascript:alert(1)" },
		} {
			if _, err := s.Create(t.Context(), officer, whole(change)); errs.FieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if all, err := s.All(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("something was kept: %v, %d", err, len(all))
		}
	})
}
