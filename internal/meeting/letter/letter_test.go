package letter_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/meeting/letter"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/pdf"
)

// setup is what each test prints with.
func setup(t testing.TB) (*letter.Setter, *lang.Catalog) {
	t.Helper()
	fonts, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return letter.New(fonts, catalog), catalog
}

// read is the text of a PDF as poppler reads it, with its spaces made one.
func read(t testing.TB, file []byte, err error) string {
	t.Helper()
	return strings.Join(strings.Fields(strings.ReplaceAll(run(t, save(t, file, err), "pdftotext", "-layout"), "\u00a0", " ")), " ")
}

func save(t testing.TB, file []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func run(t testing.TB, name, program string, args ...string) string {
	t.Helper()
	args = append(args, name)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.CommandContext(t.Context(), program, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}

func sheet(language string) letter.Sheet {
	return letter.Sheet{
		Language: language,
		Host:     letter.Host{Name: "Urząd Miejski w Sokółce", Address: "pl. Kościuszki 1\n16-100 Sokółka", City: "Sokółka", Office: "Burmistrz"},
		Meeting: letter.Meeting{
			Title: "Žalioji Europa", From: lang.Date{Year: 2027, Month: 5, Day: 13}, To: lang.Date{Year: 2027, Month: 5, Day: 15},
			Venue: "Kino Sokół", Town: "Sokółka", Country: "PL",
		},
		Costs:  letter.Costs{Lodging: letter.HostPays},
		Issued: lang.Date{Year: 2026, Month: 11, Day: 26},
	}
}

func TestAnInvitationIsReadBackInEachLanguage(t *testing.T) {
	set, catalog := setup(t)
	for _, code := range catalog.Languages() {
		p := catalog.Printer(code)
		file, err := set.Invitations([]letter.Invitation{{
			Sheet: sheet(code), Town: "Šiauliai", Country: "LT", Quota: 4,
			Deadline: lang.Date{Year: 2027, Month: 2, Day: 26}, Link: "https://example.org/" + code + "/guest/abc",
		}})
		text := read(t, file, err)
		for _, want := range []string{
			p.T("letter.title.invitation"), p.T("letter.greeting"), "Žalioji Europa", "Šiauliai, " + p.CountryName("LT"), p.T("letter.up_to", "n", 4),
			p.T("letter.pays.host"), p.Date(lang.Date{Year: 2027, Month: 2, Day: 26}), "https://example.org/" + code + "/guest/abc", "Burmistrz", "Urząd Miejski w Sokółce",
		} {
			if want = strings.Join(strings.Fields(strings.ReplaceAll(want, "\u00a0", " ")), " "); !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in\n%s", code, want, text)
			}
		}
		if strings.Contains(text, p.T("letter.row.travel")) {
			t.Errorf("%s: who pays for travel was not said, and stands there: %s", code, text)
		}
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s: a name in braces was printed: %s", code, text)
		}
	}
}

func TestAVisaLetterSaysWhatIsKnownAndNoMore(t *testing.T) {
	set, catalog := setup(t)
	p := catalog.Printer("uk")
	full := letter.Traveller{
		Sheet: sheet("uk"), Name: "KOVAL OLENA", Born: lang.Date{Year: 1980, Month: 2, Day: 1}, Nationality: "UA", Document: "FT654321",
		ValidUntil: lang.Date{Year: 2030, Month: 1, Day: 31}, Town: "Тернопіль", Country: "UA",
	}
	file, err := set.Visas([]letter.Traveller{full})
	text := read(t, file, err)
	for _, want := range []string{"KOVAL OLENA", "1 лютого 1980", "FT654321", "31 січня 2030", "Тернопіль, Україна", "Urząd Miejski w Sokółce", p.T("letter.visa.no_promise")} {
		if !strings.Contains(text, strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	bare := letter.Traveller{Sheet: sheet("uk"), Name: "KOVAL OLENA"}
	if got := strings.Join(bare.Missing(), " "); got != "born nationality document" {
		t.Errorf("missing: %s", got)
	}
	file, err = set.Visas([]letter.Traveller{bare})
	text = read(t, file, err)
	for _, absent := range []string{p.T("letter.row.born"), p.T("letter.row.nationality"), p.T("letter.row.document")} {
		if strings.Contains(text, absent) {
			t.Errorf("%q stands there without a value", absent)
		}
	}
	if !strings.Contains(text, p.T("letter.visa.no_promise")) {
		t.Error("the legal line is gone")
	}
}

// The organiser's own words cannot take the legal line away.
func TestTheLegalLineStaysWhateverTheTextSays(t *testing.T) {
	set, catalog := setup(t)
	s := sheet("de")
	s.Text = "Bitte geben Sie das Visum.\nName: {name}"
	file, err := set.Visas([]letter.Traveller{{Sheet: s, Name: "A B"}})
	if text := read(t, file, err); !strings.Contains(text, catalog.Printer("de").T("letter.visa.no_promise")) || !strings.Contains(text, "Bitte geben Sie das Visum.") {
		t.Errorf("read back %s", text)
	}
}

func person(n int) letter.Person {
	return letter.Person{
		Number: n, Name: "Ieva Žvėrelytė-Šimkuvienė", Function: "Skyriaus vedėja", Role: "kierowniczka delegacji", Town: "Kowno", Own: "Kaunas", Country: "LT",
		Language: "lt", Languages: []string{"lt", "en"}, Code: "opaque-code-of-a-badge",
	}
}

func TestABadgeShowsWhatTheOrganiserChose(t *testing.T) {
	set, _ := setup(t)
	for _, c := range []struct {
		shows         letter.Shows
		there, absent []string
	}{
		{letter.ShowName, []string{"Ieva", "Žvėrelytė-Šimkuvienė", "Skyriaus vedėja", "Kowno", "Kaunas", "Litwa · Lietuva", "lietuvių · English"}, nil},
		{letter.ShowDelegation, []string{"Kowno", "Kaunas", "Litwa · Lietuva"}, []string{"Ieva", "Žvėrelytė", "Skyriaus"}},
		{letter.ShowNumber, []string{"7"}, []string{"Ieva", "Žvėrelytė", "Skyriaus", "Kowno", "Kaunas", "Litwa"}},
	} {
		file, err := set.Badges(letter.Badges{Sheet: sheet("pl"), Shows: c.shows, Single: true, People: []letter.Person{person(7)}})
		text := read(t, file, err)
		for _, want := range c.there {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %s", c.shows, want, text)
			}
		}
		for _, no := range c.absent {
			if strings.Contains(text, no) || bytes.Contains(file, []byte(no)) {
				t.Errorf("%s: %q is in %s", c.shows, no, text)
			}
		}
	}
}

func TestBadgesAreScannedAndFourStandOnASheet(t *testing.T) {
	set, _ := setup(t)
	people := make([]letter.Person, 0, 5)
	for i := range 5 {
		people = append(people, person(i+1))
	}
	file, err := set.Badges(letter.Badges{Sheet: sheet("pl"), Shows: letter.ShowName, People: people})
	name := save(t, file, err)
	if info := run(t, name, "pdfinfo"); !strings.Contains(info, "Pages:           2\n") || !strings.Contains(info, "A4") {
		t.Errorf("five badges: %s", info)
	}
	base := strings.TrimSuffix(name, ".pdf")
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "96", "-png", "-f", "1", "-l", "1", "-singlefile", name, base).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", base+".png").Output()
	if err != nil || strings.Count(string(out), "opaque-code-of-a-badge\n") != 4 {
		t.Errorf("scanned at 96 dots an inch: %q, %v", out, err)
	}
	for _, line := range strings.Split(strings.TrimSpace(run(t, name, "pdffonts")), "\n")[2:] {
		if f := strings.Fields(line); f[len(f)-5] != "yes" {
			t.Errorf("not embedded: %s", line)
		}
	}
}

func TestAListHasAColumnForEachDayAndNoNamesWhereThatWasChosen(t *testing.T) {
	set, catalog := setup(t)
	var people []letter.Person
	for i := range 40 {
		people = append(people, person(i+1))
	}
	file, err := set.List(letter.List{Sheet: sheet("be"), Shows: letter.ShowName, People: people})
	text := read(t, file, err)
	for _, want := range []string{"13 мая 2027", "14 мая 2027", "15 мая 2027", "Žvėrelytė", "40", "1/3", "3/3", catalog.Printer("be").T("letter.column.signature")} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	file, err = set.List(letter.List{Sheet: sheet("be"), Shows: letter.ShowNumber, People: people})
	if text = read(t, file, err); strings.Contains(text, "Žvėrelytė") || strings.Contains(text, "Kowno") {
		t.Errorf("a list of numbers says %s", text)
	}
}

func TestCardsAreOneForEachDelegationOrPerson(t *testing.T) {
	set, _ := setup(t)
	people := []letter.Person{person(1), person(2), {Number: 3, Name: "Одна особа", Town: "Tarnopol", Own: "Тернопіль", Country: "UA", Language: "uk"}}
	file, err := set.Cards(letter.Cards{Sheet: sheet("pl"), Shows: letter.ShowName, People: people})
	name := save(t, file, err)
	if text := run(t, name, "pdftotext", "-raw"); !strings.Contains(run(t, name, "pdfinfo"), "Pages:           2\n") || strings.Contains(text, "Ieva") || strings.Count(text, "Тернопіль") != 2 {
		t.Errorf("cards of delegations: %s", text)
	}
	file, err = set.Cards(letter.Cards{Sheet: sheet("pl"), Shows: letter.ShowName, Each: true, People: people})
	name = save(t, file, err)
	if text := run(t, name, "pdftotext", "-raw"); !strings.Contains(run(t, name, "pdfinfo"), "Pages:           3\n") || strings.Count(text, "особа") != 2 {
		t.Errorf("cards of persons: %s", text)
	}
}

func TestACertificateNamesTheMeetingInEachLanguage(t *testing.T) {
	set, catalog := setup(t)
	for _, code := range catalog.Languages() {
		file, err := set.Certificates([]letter.Attended{{Sheet: sheet(code), Name: "Ўладзіслаў Ґжеґоткa Łoś", Town: "Kaunas", Country: "LT"}})
		text := read(t, file, err)
		for _, want := range []string{catalog.Printer(code).T("letter.title.certificate"), "Ўладзіслаў Ґжеґоткa Łoś", "Žalioji Europa"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %s", code, want, text)
			}
		}
	}
}

// What a stranger types can be as long and odd as it likes: there is a paper, and it has pages.
func TestOddNamesDoNotBreakAPaper(t *testing.T) {
	set, _ := setup(t)
	for _, name := range []string{"", "X", strings.Repeat("Ilgavardis", 30), strings.Repeat("a b ", 200), "\u202eevil\x00", "北京 😀", "O’Néill\n\nCRLF"} {
		p := person(1)
		p.Name, p.Town, p.Own, p.Function = name, name, name, name
		s := sheet("en")
		s.Meeting.Title, s.Host.Name, s.Host.Address = name, name, name
		for kind, set := range map[string]func() ([]byte, error){
			"badge": func() ([]byte, error) {
				return set.Badges(letter.Badges{Sheet: s, Shows: letter.ShowName, People: []letter.Person{p}})
			},
			"list": func() ([]byte, error) {
				return set.List(letter.List{Sheet: s, Shows: letter.ShowName, People: []letter.Person{p}})
			},
			"card": func() ([]byte, error) {
				return set.Cards(letter.Cards{Sheet: s, Shows: letter.ShowName, Each: true, People: []letter.Person{p}})
			},
			"certificate": func() ([]byte, error) { return set.Certificates([]letter.Attended{{Sheet: s, Name: name, Town: name}}) },
			"invitation": func() ([]byte, error) {
				return set.Invitations([]letter.Invitation{{Sheet: s, Town: name, Addressee: name}})
			},
			"visa": func() ([]byte, error) { return set.Visas([]letter.Traveller{{Sheet: s, Name: name, Address: name}}) },
		} {
			if file, err := set(); err != nil || len(file) < 1000 {
				t.Errorf("%s of %.20q: %d bytes, %v", kind, name, len(file), err)
			}
		}
	}
}

func TestAPaperForNobodyIsRefused(t *testing.T) {
	set, _ := setup(t)
	if _, err := set.Invitations(nil); err == nil {
		t.Error("an empty file of invitations")
	}
	if _, err := set.Badges(letter.Badges{}); err == nil {
		t.Error("an empty sheet of badges")
	}
}

func TestTheSamePaperTwiceIsTheSameFile(t *testing.T) {
	set, _ := setup(t)
	in := []letter.Traveller{{Sheet: sheet("lt"), Name: "A B", Town: "Kaunas"}}
	a, err := set.Visas(in)
	b, err2 := set.Visas(in)
	if err != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("%d and %d bytes, %v, %v", len(a), len(b), err, err2)
	}
}
