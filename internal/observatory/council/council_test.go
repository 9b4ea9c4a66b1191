package council_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/funding"
	"twintown/internal/observatory/council"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/pdf"
	"twintown/internal/platform/secret"
	"twintown/internal/platform/sheet"
	"twintown/internal/project"
	"twintown/internal/source"
)

const (
	sokolka      = 757718
	alytus       = 601084
	druskininkai = 598316
)

var officer = people.Actor{Account: "officer"}

// town is a town with partnerships and projects.
type town struct {
	*testing.T
	partnerships *partnership.Store
	projects     *project.Store
	log          *people.Log
	rooms        council.Rooms
}

func each(t *testing.T, fn func(k *town)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		fn(newTown(t, dbtest.SQLiteIn(t, t.TempDir(), clocktest.At(dbtest.Today))))
	})
	t.Run("postgres", func(t *testing.T) { fn(newTown(t, dbtest.OnPostgreSQL(t, clocktest.At(dbtest.Today)))) })
}

func newTown(t *testing.T, d *db.DB) *town {
	t.Helper()
	log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	k := &town{T: t, log: log, partnerships: partnership.NewStore(d), projects: project.NewStore(d, log, nil)}
	k.rooms = council.Rooms{Partnerships: k.partnerships, Sources: source.NewStore(d), Projects: k.projects, Country: func(n int64) string {
		if n == sokolka {
			return "PL"
		}
		return "LT"
	}}
	return k
}

func (k *town) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// with begins a partnership and records its acts.
func (k *town) with(other int64, acts ...partnership.Act) {
	k.Helper()
	k.of(partnership.KindPartnership, other, acts...)
}

// of is with, for a kind of partnership.
func (k *town) of(kind partnership.Kind, other int64, acts ...partnership.Act) {
	k.Helper()
	from := []source.Source{{Title: "Dziennik Urzędowy", Publisher: "Sokółka", Language: "pl"}}
	k.must(k.log.Change(k.Context(), officer, func(tx *db.Tx, note func(people.Entry)) error {
		id, _, err := k.partnerships.BeginWithin(k.Context(), tx, officer, note, partnership.Details{Kind: kind, Parties: []partnership.Party{{Place: sokolka}, {Place: other}}}, acts[0], from)
		for _, a := range acts[1:] {
			if err == nil {
				_, _, err = k.partnerships.RecordWithin(k.Context(), tx, officer, note, id, a, from)
			}
		}
		return err
	}))
}

func euro(cents int64) funding.Money  { return funding.Money{Cents: cents, Currency: "EUR"} }
func zloty(cents int64) funding.Money { return funding.Money{Cents: cents, Currency: "PLN"} }

// songs is a project that ran in 2026, with what was counted and what was not.
func songs() project.Project {
	return project.Project{State: project.Idea, Handle: "songs", Body: project.Body{
		Facts:    project.Facts{Number: "PL-LT/17", Funder: "Fundusz regionu", From: partnership.On(2026, 1, 1), To: partnership.On(2026, 12, 31)},
		Texts:    map[string]project.Text{"pl": {Title: "Wspólny śpiewnik", Results: "Śpiewnik jest w obu szkołach."}},
		Partners: []project.Partner{{ID: "pl", Place: sokolka, Role: project.Lead, Currency: "PLN"}, {ID: "lt", Place: druskininkai, Role: project.Full}},
		Budget: project.Budget{
			Rates:  []project.Rate{{Currency: "PLN", PerEuro: 4_231_500, Day: "2026-03-02", Source: "NBP"}},
			Lines:  []project.Line{{ID: "1", Partner: "pl", Heading: project.Travel, Amount: zloty(423_150)}, {ID: "2", Partner: "lt", Heading: project.Services, Amount: euro(50_000)}},
			Shares: []project.Share{{ID: "a", Partner: "pl", Origin: project.OfGrant, Rest: true}, {ID: "b", Partner: "lt", Origin: project.OfPartner, Rest: true}},
			Payments: []project.Payment{
				{ID: "1", Partner: "pl", Way: project.In, Day: "2026-02-01", Origin: project.OfGrant, Amount: euro(80_000)},
				{ID: "2", Partner: "pl", Way: project.Out, Day: "2026-05-04", Heading: project.Travel, Amount: zloty(211_575)},
				{ID: "3", Partner: "pl", Way: project.Out, Day: "2025-12-30", Heading: project.Travel, Amount: zloty(999_999)},
				{ID: "4", Partner: "lt", Way: project.Out, Day: "2026-05-04", Heading: project.Travel, Amount: euro(77_777)},
				{ID: "5", Partner: "pl", Way: project.Out, Day: "2026-05-05", Heading: project.Travel, Amount: funding.Money{Cents: 100, Currency: "BYN"}},
			},
		},
		Activities: []project.Activity{
			{ID: "1", Kind: project.Camp, Title: map[string]string{"pl": "Obóz śpiewu"}, From: partnership.On(2026, 6, 1), Done: true, People: map[project.Band]int{project.Children: 31, project.Adults: 6}, Abroad: 15},
			{ID: "2", Kind: project.Workshop, Title: map[string]string{"pl": "Warsztat"}, From: partnership.On(2026, 9, 1), Done: true, Abroad: project.Uncounted},
			{ID: "3", Kind: project.Workshop, Title: map[string]string{"pl": "W innym roku"}, From: partnership.On(2025, 9, 1), Done: true, People: map[project.Band]int{project.Adults: 400}},
			{ID: "4", Kind: project.Workshop, Title: map[string]string{"pl": "Bez daty"}, Done: true, People: map[project.Band]int{project.Adults: 400}},
		},
		Outputs: []project.Output{{ID: "1", Title: map[string]string{"pl": "śpiewniki"}, Target: 500, Reached: 480}, {ID: "2", Title: map[string]string{"pl": "nagrania"}, Target: 12, Reached: project.Uncounted}},
	}}
}

func (k *town) run(p project.Project) {
	k.Helper()
	id, err := k.projects.Create(k.Context(), officer, p)
	k.must(err)
	k.must(k.projects.Change(k.Context(), officer, id, project.OfState, 1, func(p *project.Project) error {
		p.State, p.Moves = project.Running, []project.Move{{To: project.Running, Day: "2026-01-15"}}
		return nil
	}))
}

func (k *town) gather(year int, today lang.Date) council.Facts {
	k.Helper()
	f, err := k.rooms.Gather(k.Context(), sokolka, year, today, []string{"pl", "en"})
	k.must(err)
	return f
}

var after = lang.Date{Year: 2027, Month: 1, Day: 20}

// filled is a town whose year has something of everything.
func (k *town) filled() {
	k.Helper()
	k.with(druskininkai, partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(1998, 5, 3)}, partnership.Act{Type: partnership.ActReview, Date: partnership.On(2026, 3, 10)})
	k.with(alytus, partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(2026, 6, 9)})
	k.run(songs())
}

// The report counts what is of the town and the year, and says what nobody counted.
func TestAYearIsGathered(t *testing.T) {
	each(t, func(k *town) {
		k.filled()
		f := k.gather(2026, after)
		if len(f.Links) != 2 || f.InForce() != 2 || f.Links[0].Turn != council.Kept || !f.Links[0].Review || f.Links[1].Turn != council.Begun {
			k.Errorf("partnerships: %+v", f.Links)
		}
		if len(f.Work) != 1 {
			k.Fatalf("projects: %+v", f.Work)
		}
		w := f.Work[0]
		if w.State != project.Running || w.Planned != 150_000 || w.Own != 100_000 {
			k.Errorf("the project: %s, %d, %d", w.State, w.Planned, w.Own)
		}
		if m := w.Money; m.In != 80_000 || m.Out != 50_000 || len(m.Spent) != 2 || m.Spent[0] != zloty(211_575) || len(m.WithoutRate) != 1 {
			k.Errorf("money: %+v", m)
		}
		if f.People != (council.Count{N: 37, Missing: 1}) || f.Abroad != (council.Count{N: 15, Missing: 1}) || f.Bands[project.Children] != 31 || f.Undone != 1 {
			k.Errorf("people: %+v, from abroad %+v, %v", f.People, f.Abroad, f.Bands)
		}
		var lacks []council.Lack
		for _, g := range f.Gaps() {
			lacks = append(lacks, g.Lack)
		}
		if got := joined(lacks); got != "review people rate reached" {
			k.Errorf("gaps: %s", got)
		}
	})
}

func joined(all []council.Lack) string {
	var texts []string
	for _, l := range all {
		texts = append(texts, string(l))
	}
	return strings.Join(texts, " ")
}

// Of another year the same data says something else: what had not begun is not there, and a
// year that runs is looked at from today.
func TestOtherYears(t *testing.T) {
	each(t, func(k *town) {
		k.filled()
		before := k.gather(2024, after)
		if len(before.Links) != 1 || len(before.Work) != 0 || before.Links[0].Signs != 0 {
			k.Errorf("2024: %+v", before)
		}
		spring := k.gather(2026, lang.Date{Year: 2026, Month: 4, Day: 1})
		if spring.Over || len(spring.Links) != 1 || spring.Work[0].Money.Paid || len(spring.Work[0].Activities) != 0 || !spring.People.None {
			k.Errorf("in April: %+v", spring)
		}
		k.with(12345, partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(2000, 1, 1)}, partnership.Act{Type: partnership.ActTermination, Date: partnership.On(2026, 2, 2)})
		if f := k.gather(2026, after); len(f.Links) != 3 || f.InForce() != 2 {
			k.Errorf("ended in the year: %+v", f.Links)
		}
		if f := k.gather(2027, lang.Date{Year: 2027, Month: 6, Day: 1}); len(f.Links) != 2 || f.Gone != 1 {
			k.Errorf("ended in the year before: %+v, %d", f.Links, f.Gone)
		}
	})
}

// words speak a language with the names of the atlas.
func words(t *testing.T, code string) council.Words {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := catalog.Printer(code)
	names := map[int64]string{sokolka: "Sokółka", alytus: "Alytus", druskininkai: "Druskininkai"}
	return council.Words{
		P: p, Site: "Partnerstwa Podlasia", Name: func(n int64) string { return names[n] }, Country: func(int64) string { return p.CountryName("LT") },
		Call: func(string) string { return "" }, Date: func(d partnership.Date) string { return p.Date(d.Calendar()) },
	}
}

// The printed report is read back: the numbers, the rate with its day, and "not counted" where
// nobody counted; in each language, with letters that come out right.
func TestThePrintedReportIsReadBack(t *testing.T) {
	fonts, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	k := newTown(t, dbtest.SQLiteIn(t, t.TempDir(), clocktest.At(dbtest.Today)))
	k.filled()
	f := k.gather(2026, after)
	for code, want := range map[string][]string{
		"en": {"Partnerships in 2026", "Sokółka", "31 December 2026", "800 EUR", "500 EUR, incomplete", "2,115.75 PLN", "1 EUR = 4.2315 PLN, day of the rate: 2 March 2026 (NBP)", "no rate of BYN", "37, incomplete", "not counted", "under 18", "480", "Śpiewnik jest w obu szkołach.", "Dziennik Urzędowy"},
		"pl": {"Partnerstwa w roku 2026", "nie policzono", "2115,75 PLN", "Wspólny śpiewnik"},
		"lt": {"Partnerystės 2026 m.", "neskaičiuota"},
		"de": {"Partnerschaften 2026", "nicht gezählt"},
		"uk": {"Партнерства у 2026 році", "не рахували"},
	} {
		report := council.Set(f, words(t, code))
		file, err := report.PDF(fonts)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := council.Set(f, words(t, code)).PDF(fonts); !bytes.Equal(file, again) {
			t.Errorf("%s: the same facts give another file", code)
		}
		if folder := os.Getenv("SAMPLES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "council-"+code+".pdf"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		text := printed(t, file)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the report does not say %q:\n%s", code, w, text)
			}
		}
		if docx, err := report.DOCX(); err != nil || !bytes.HasPrefix(docx, []byte("PK")) {
			t.Errorf("%s: the file to edit: %v", code, err)
		}
	}
}

// printed is the text of a file as poppler reads it, with one space for each gap.
func printed(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(string(out), "\u00a0", " ")), " ")
}

// A town's school is a partner of its own: its payments are the town's too, and where both
// keep their books in one currency the report adds them up in that one, at the project's rate.
func TestMoneyOfAllPartnersOfTheTown(t *testing.T) {
	k := newTown(t, dbtest.SQLiteIn(t, t.TempDir(), clocktest.At(dbtest.Today)))
	p := songs()
	p.Partners = append(p.Partners, project.Partner{ID: "school", Place: sokolka, Organisation: "Szkoła Muzyczna", Role: project.Full, Currency: "PLN"})
	p.Budget.Payments = append(p.Budget.Payments[:4], project.Payment{ID: "6", Partner: "school", Way: project.Out, Day: "2026-07-01", Heading: project.Services, Amount: euro(10_000)})
	k.run(p)
	f := k.gather(2026, after)
	// By hand, at 4.2315 PLN for a euro: in 800.00 EUR = 3,385.20 PLN. Out 2,115.75 PLN = 500.00 EUR and
	// 100.00 EUR = 423.15 PLN, so 600.00 EUR = 2,538.90 PLN. What Druskininkai paid is not the town's.
	home, ok := f.Home()
	if want := (council.Home{Currency: "PLN", In: 338_520, Out: 253_890}); !ok || home != want {
		t.Errorf("in the town's currency: %+v, %v, want %+v", home, ok, want)
	}
	if in, out := f.In(), f.Out(); in.Cents != 80_000 || out.Cents != 60_000 || in.Part || out.Part {
		t.Errorf("in %+v, out %+v", in, out)
	}
	text := plain(council.Set(f, words(t, "en")))
	for _, want := range []string{"Together | 800 EUR / 3,385.20 PLN | 600 EUR / 2,538.90 PLN", "1 EUR = 4.2315 PLN, day of the rate: 2 March 2026 (NBP)"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
	p.Budget.Rates, p.Handle = nil, "norate"
	k.run(p)
	if _, ok := k.gather(2026, after).Home(); ok {
		t.Error("a sum in the town's currency, although a rate is not known")
	}
}

// Where nobody told of which kind a partnership is, the report names the paper that it rests on.
func TestKindsThatNobodyTold(t *testing.T) {
	letter, agreement := partnership.Act{Type: partnership.ActLetter, Date: partnership.On(2024, 2, 1)}, partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(2026, 6, 9)}
	for _, c := range []struct {
		name string
		kind partnership.Kind
		acts []partnership.Act
		year int
		want string
	}{
		{"an agreement", partnership.KindContact, []partnership.Act{letter, agreement}, 2026, "agreement; its kind is not told"},
		{"before the agreement", partnership.KindContact, []partnership.Act{letter, agreement}, 2025, "letter of intent, no agreement yet"},
		{"nothing but a contact", partnership.KindContact, []partnership.Act{{Type: partnership.ActContact, Date: partnership.On(2024, 2, 1)}}, 2026, "contact"},
		{"of a known kind", partnership.KindFriendship, []partnership.Act{agreement}, 2026, "friendship"},
	} {
		k := newTown(t, dbtest.SQLiteIn(t, t.TempDir(), clocktest.At(dbtest.Today)))
		k.of(c.kind, alytus, c.acts...)
		if text := plain(council.Set(k.gather(c.year, after), words(t, "en"))); !strings.Contains(text, "| "+c.want+" |") {
			t.Errorf("%s: no %q in\n%s", c.name, c.want, text)
		}
	}
}

// A year of which nothing is known has a short report that says so, and no row of zeros.
func TestAYearWithoutAnything(t *testing.T) {
	k := newTown(t, dbtest.SQLiteIn(t, t.TempDir(), clocktest.At(dbtest.Today)))
	f := k.gather(2019, after)
	if !f.Empty() || len(f.Gaps()) != 0 {
		t.Errorf("%+v", f)
	}
	text := plain(council.Set(f, words(t, "en")))
	for _, want := range []string{"That does not mean that nothing happened", "Numbers as they were known here on 20 January 2027. Source: Partnerstwa Podlasia"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if len(council.Set(f, words(t, "en")).Blocks) != 2 {
		t.Errorf("more than that nothing is known:\n%s", text)
	}
}

// plain is a report as text, a line for each row.
func plain(r sheet.Report) string {
	var b strings.Builder
	for _, block := range r.Blocks {
		b.WriteString(block.Text + "\n")
		for _, row := range block.Table.Rows {
			var cells []string
			for _, c := range row.Cells {
				var lines []string
				for _, l := range c.Lines {
					lines = append(lines, l.Text)
				}
				cells = append(cells, strings.Join(lines, " / "))
			}
			b.WriteString(strings.Join(cells, " | ") + "\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}
