package paper_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/platform/docx/docxtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/media"
	reading "twintown/internal/platform/paper"
	"twintown/internal/platform/paper/papertest"
	"twintown/internal/platform/pdf"
	"twintown/internal/seek/paper"
)

// kit is what each test makes documents with; reading the faces takes a while.
var kit = sync.OnceValues(func() (*lang.Catalog, *pdf.Fonts) {
	catalog, err := messages.Default()
	fonts, err2 := pdf.Load()
	if err != nil || err2 != nil {
		panic(errors.Join(err, err2))
	}
	return catalog, fonts
})

func setup() (*paper.Setter, *lang.Catalog) {
	catalog, fonts := kit()
	return paper.New(fonts, catalog), catalog
}

// sokolka are the facts of Sokółka and Šiauliai, with everything known.
func sokolka() paper.Facts {
	return paper.Facts{
		Parties: [2]paper.Party{
			{Name: paper.Text{"pl": "Gmina Sokółka", "lt": "Sokulkos savivaldybė"}, Language: "pl", Country: "PL", Level: paper.Municipality, Council: paper.Text{"pl": "Rada Miejska w Sokółce", "lt": "Sokulkos miesto taryba"}, Office: paper.Text{"pl": "Burmistrz", "lt": "Meras"}, Contact: paper.Text{"pl": "Referat Promocji", "lt": "Ryšių skyrius"}},
			{Name: paper.Text{"lt": "Šiaulių miesto savivaldybė", "pl": "Miasto Szawle"}, Language: "lt", Country: "LT", Level: paper.Municipality, Office: paper.Text{"lt": "Meras", "pl": "Mer"}, Contact: paper.Text{"lt": "Tarptautinių ryšių skyrius", "pl": "Wydział Współpracy"}},
		},
		Link: "partnership", Side: 0, Number: "XII/84/2027", Decided: lang.Date{Year: 2027, Month: 4, Day: 29},
		Visit: paper.Visit{Known: true, Host: 1, From: lang.Date{Year: 2027, Month: 2, Day: 3}, To: lang.Date{Year: 2027, Month: 2, Day: 5}}, Topics: []string{"culture", "youth", "tourism"},
		Place: paper.Text{"pl": "Sokółka", "lt": "Sokulka"}, Signed: lang.Date{Year: 2027, Month: 5, Day: 14},
		Months: 60, Notice: 6, Made: lang.Date{Year: 2026, Month: 11, Day: 26},
	}
}

// whole makes a document that has to succeed.
func whole(t testing.TB, kind paper.Kind, f paper.Facts, langs []string, format paper.Format) []byte {
	t.Helper()
	set, _ := setup()
	var b bytes.Buffer
	if err := set.Make(&b, kind, f, langs, format); err != nil {
		t.Fatalf("%s in %v as %s: %v", kind, langs, format, err)
	}
	return b.Bytes()
}

// poppler is the text of a PDF in its layout. Without poppler the test says so.
func poppler(t testing.TB, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("NOT TESTED: poppler is missing (Debian: poppler-utils)")
		}
		t.Skip("NOT TESTED: poppler is missing (Debian: poppler-utils)")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// squeeze makes all white space one space: where lines break is not the matter.
func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}

// text is what stands in the body of a DOCX, paragraph by paragraph, and the cells of its tables.
func text(t testing.TB, file []byte) (all string, cells []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	markup, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	cell := 0 // where the present one begins
	for rest := string(markup); rest != ""; {
		before, after, _ := strings.Cut(rest, "<")
		b.WriteString(html.UnescapeString(before))
		var tag string
		switch tag, rest, _ = strings.Cut(after, ">"); tag {
		case "/w:p":
			b.WriteString("\n")
		case "w:tc":
			cell = b.Len()
		case "/w:tc":
			cells = append(cells, strings.TrimSuffix(b.String()[cell:], "\n"))
		}
	}
	return b.String(), cells
}

// raw finds what should never reach a reader: a key, a missing message, a name in braces.
var raw = regexp.MustCompile(`⟦|⟧|\{|\}|\b(paper|duration|topic|partnership)\.[a-z]`)

// Each kind is complete in every pair of languages: no empty cell, no raw key, and both
// formats say the same.
func TestEveryKindInEveryPairOfLanguages(t *testing.T) {
	_, catalog := setup()
	for _, kind := range paper.Kinds() {
		for i, a := range catalog.Languages() {
			for j, b := range catalog.Languages() {
				langs := []string{a, b}
				if a == b {
					langs = langs[:1]
				}
				complete(t, kind, sokolka(), langs)
				if i == j || i == j+1 { // what is not known is not known in each language, once alone and once beside another
					complete(t, kind, paper.Facts{}, langs)
				}
			}
		}
	}
	if missing := catalog.Missing(); len(missing) > 0 {
		t.Errorf("missing messages: %v", missing)
	}
}

// complete looks at one document.
func complete(t *testing.T, kind paper.Kind, facts paper.Facts, langs []string) {
	t.Helper()
	_, catalog := setup()
	all, cells := text(t, whole(t, kind, facts, langs, paper.DOCX))
	if found := raw.FindString(all); found != "" {
		t.Errorf("%s %v: %q in %s", kind, langs, found, all)
	}
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			t.Errorf("%s %v: cell %d is empty in %s", kind, langs, i, all)
		}
	}
	if len(cells)%2 != 0 {
		t.Errorf("%s %v: %d cells are no pairs", kind, langs, len(cells))
	}
	for _, l := range langs {
		p := catalog.Printer(l)
		if !strings.Contains(all, p.T("paper.title."+string(kind))) || !strings.Contains(all, p.T("paper.note.template")) {
			t.Errorf("%s %v: no title or no note in %s: %s", kind, langs, l, all)
		}
	}
}

// Every sentence of the DOCX stands in the PDF as poppler reads it, in one language, where
// no line of another stands between.
func TestBothFormatsSayTheSame(t *testing.T) {
	_, catalog := setup()
	for i, kind := range paper.Kinds() {
		for j, l := range catalog.Languages() {
			if (i+j)%2 != 0 { // each kind in four languages, each language in three kinds
				continue
			}
			all, _ := text(t, whole(t, kind, sokolka(), []string{l}, paper.DOCX))
			printed := squeeze(poppler(t, whole(t, kind, sokolka(), []string{l}, paper.PDF)))
			body, _, _ := strings.Cut(all, "\n"+catalog.Printer(l).T("paper.signatures"))
			body, _, _ = strings.Cut(body, "\n"+catalog.Printer(l).T("paper.sign.signature")+"\n")
			for line := range strings.SplitSeq(body, "\n") {
				if line = squeeze(line); !strings.Contains(acrossPages(printed), line) {
					t.Errorf("%s %s: %q is not in the PDF:\n%s", kind, l, line, printed)
				}
			}
		}
	}
}

// acrossPages leaves out what stands at the foot and the head of pages within a sentence.
func acrossPages(s string) string {
	return regexp.MustCompile(` \d+ ?/ ?\d+ Gmina Sokółka · (Miasto Szawle|Šiaulių miesto savivaldybė)`).ReplaceAllString(strings.ReplaceAll(s, "Sokulkos savivaldybė ·", "Gmina Sokółka ·"), "")
}

func TestTwoLanguagesStandSideBySide(t *testing.T) {
	for _, pair := range [][2]string{{"pl", "lt"}, {"de", "uk"}, {"fr", "be"}, {"en", "ru"}} {
		_, catalog := setup()
		printed := poppler(t, whole(t, paper.LetterOfIntent, sokolka(), pair[:], paper.PDF))
		for _, key := range []string{"paper.heading.aims", "paper.heading.areas", "paper.heading.money"} {
			left, right := catalog.Printer(pair[0]).T(key), catalog.Printer(pair[1]).T(key)
			if !regexp.MustCompile(regexp.QuoteMeta(left) + ` {3,}` + regexp.QuoteMeta(right)).MatchString(printed) {
				t.Errorf("%q and %q do not stand in one row:\n%s", left, right, printed)
			}
		}
	}
}

// Nobody signs a page that says nothing: the last article stands on the page of the signatures.
func TestSignaturesStandBelowText(t *testing.T) {
	_, catalog := setup()
	for _, l := range catalog.Languages() {
		if l == "de" {
			continue
		}
		for _, kind := range []paper.Kind{paper.LetterOfIntent, paper.Agreement} {
			pages := strings.Split(poppler(t, whole(t, kind, sokolka(), []string{l, "de"}, paper.PDF)), "\f")
			signed := slices.IndexFunc(pages, func(page string) bool { return strings.Contains(page, catalog.Printer("de").T("paper.signatures")) })
			if signed < 0 || !strings.Contains(squeeze(pages[signed]), squeeze(catalog.Printer("de").T("paper.heading.languages"))) {
				t.Errorf("%s in %s: the signatures stand alone on page %d", kind, l, signed+1)
			}
		}
	}
}

// LibreOffice opens each kind, with the letters of two alphabets, and prints both columns.
func TestLibreOfficeOpensEachKind(t *testing.T) {
	documents := map[string][]byte{}
	pairs := [][]string{{"pl", "lt"}, {"de", "uk"}, {"fr", "be"}}
	for i, kind := range paper.Kinds() {
		documents[string(kind)] = whole(t, kind, sokolka(), pairs[i%len(pairs)], paper.DOCX)
	}
	for name, printed := range docxtest.Printed(t, documents) {
		all, _ := text(t, documents[name])
		for _, word := range strings.Fields(all) {
			if !strings.Contains(printed, word) && len([]rune(word)) < 14 { // a longer one may be broken
				t.Errorf("%s: LibreOffice shows no %q", name, word)
			}
		}
	}
}

// Our own reader, which makes uploaded files findable, reads what we write.
func TestOurReaderReadsIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "letter.docx")
	b := whole(t, paper.LetterOfIntent, sokolka(), []string{"lt", "be"}, paper.DOCX)
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	finding, err := media.Examine(t.Context(), f, int64(len(b)), "letter.docx", io.Discard)
	if err != nil || finding.Kind != media.DOCX {
		t.Fatalf("taken in as %v, %v", finding.Kind, err)
	}
	empty, err := os.CreateTemp(t.TempDir(), "picture")
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	content, err := papertest.Process(t).Read(t.Context(), f, media.DOCX, reading.Pictures{JPEG: empty, WebP: empty})
	if err != nil || content.Fault != nil {
		t.Fatalf("%v, %v", err, content.Fault)
	}
	for _, want := range []string{"Ketinimų protokolas", "Ліст аб намерах", "Šiaulių miesto savivaldybė", "Галіны супрацоўніцтва"} {
		if !strings.Contains(content.Text, want) {
			t.Errorf("no %q in %s", want, content.Text)
		}
	}
}

// What is not known is a marked blank, and the note says so; what is known leaves none.
func TestBlanksAreMarkedAndOnlyWhereNothingIsKnown(t *testing.T) {
	_, catalog := setup()
	blank := catalog.Printer("pl").T("paper.blank")
	known, _ := text(t, whole(t, paper.LetterOfIntent, sokolka(), []string{"pl"}, paper.DOCX))
	if strings.Contains(known, blank) {
		t.Errorf("a blank in a document of which all is known: %s", known)
	}
	unknown, _ := text(t, whole(t, paper.LetterOfIntent, paper.Facts{}, []string{"pl"}, paper.DOCX))
	if strings.Count(unknown, blank) < 8 || !strings.Contains(unknown, catalog.Printer("pl").T("paper.note.blanks", "blank", blank)) {
		t.Errorf("what is not known is not marked: %s", unknown)
	}
}

// A condition that was written in one language only is a blank in the other, and both have
// their notes.
func TestAConditionInOneLanguage(t *testing.T) {
	f := sokolka()
	f.Condition = paper.Text{"pl": "Rada gminy uchwali środki w budżecie."}
	for _, format := range []paper.Format{paper.DOCX, paper.PDF} {
		whole(t, paper.Agreement, f, []string{"pl", "lt"}, format)
	}
	_, catalog := setup()
	all, cells := text(t, whole(t, paper.Agreement, f, []string{"pl", "lt"}, paper.DOCX))
	p := catalog.Printer("lt")
	if !slices.Contains(cells, "Rada gminy uchwali środki w budżecie.") || !slices.Contains(cells, p.T("paper.blank")) || !strings.Contains(all, p.T("paper.term.condition")) || !strings.Contains(all, p.T("paper.note.blanks", "blank", p.T("paper.blank"))) {
		t.Errorf("a condition in Polish alone: %s", all)
	}
}

func TestHowLongAnAgreementRuns(t *testing.T) {
	_, catalog := setup()
	p := catalog.Printer("en")
	for name, c := range map[string]struct {
		change        func(*paper.Facts)
		there, absent []string
	}{
		"Giżycko–Nesterov, five years":     {func(f *paper.Facts) { f.Months = 60 }, []string{"Term: 5 years", p.T("paper.term.renewal")}, nil},
		"eighteen months":                  {func(f *paper.Facts) { f.Months = 18 }, []string{"Term: 18 months"}, nil},
		"a twinning without limit of time": {func(f *paper.Facts) { f.Unlimited = true }, []string{"Term: without limit of time"}, []string{p.T("paper.term.renewal")}},
		"nobody said how long":             {func(f *paper.Facts) { f.Months = 0 }, []string{"Term: " + p.T("paper.blank"), p.T("paper.term.renewal")}, nil},
		"Łódź–Ivanovo, six months":         {func(f *paper.Facts) { f.Notice = 6 }, []string{"Term of notice: 6 months"}, nil},
		"on condition of funding":          {func(f *paper.Facts) { f.Funding = true }, []string{p.T("paper.condition.funding"), p.T("paper.term.condition")}, []string{p.T("paper.term.signing")}},
		"one authentic version":            {func(f *paper.Facts) { f.Authentic = []string{"lt"} }, []string{"Authentic versions: Lithuanian", p.T("paper.languages.decides")}, []string{p.T("paper.languages.equal")}},
		"the host pays":                    {func(f *paper.Facts) { f.Pays = paper.HostPays }, []string{p.T("paper.money.host")}, []string{p.T("paper.money.own")}},
	} {
		f := sokolka()
		c.change(&f)
		all, _ := text(t, whole(t, paper.Agreement, f, []string{"en"}, paper.DOCX))
		for _, want := range c.there {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %q is not in %s", name, want, all)
			}
		}
		for _, no := range c.absent {
			if strings.Contains(all, no) {
				t.Errorf("%s: %q is in %s", name, no, all)
			}
		}
	}
}

// An article of law is named only where we know a source for it; elsewhere it is a blank.
func TestOnWhatACouncilDecides(t *testing.T) {
	_, catalog := setup()
	blank := catalog.Printer("en").T("paper.blank")
	for name, c := range map[string]struct {
		country string
		level   paper.Level
		want    string
		hint    string
	}{
		"a Polish gmina":              {"PL", paper.Municipality, "Article 18(2)(12a) of the Polish Municipal Self-Government Act of 8 March 1990", "paper.hint.pl"},
		"a powiat, as Białystok's":    {"PL", paper.County, "Article 12(9a) of the Polish County Self-Government Act of 5 June 1998", "paper.hint.pl"},
		"a voivodeship":               {"PL", paper.Region, blank, "paper.hint.pl"},
		"a French commune":            {"FR", paper.Municipality, "Articles L. 1115-1 and following of the French General Code of Local Authorities (CGCT)", "paper.hint.fr"},
		"a German Gemeinde":           {"DE", paper.Municipality, "Article 28(2), first sentence, of the German Basic Law; municipal code of the Land: " + blank, "paper.hint.de"},
		"a Lithuanian municipality":   {"LT", paper.Municipality, "Article 15(2) of the Law on Local Self-Government of the Republic of Lithuania, point: " + blank, ""},
		"a hromada":                   {"UA", paper.Municipality, "Law of Ukraine No. 3668-IX of 24 April 2024", "paper.hint.ua"},
		"a town of which nothing was": {"", "", blank, ""},
		"an Italian comune":           {"IT", paper.Municipality, blank, ""},
	} {
		f := sokolka()
		f.Side, f.Parties[1].Country, f.Parties[1].Level = 1, c.country, c.level
		all, _ := text(t, whole(t, paper.Resolution, f, []string{"en"}, paper.DOCX))
		_, basis, _ := strings.Cut(all, "Legal basis: ")
		basis, _, _ = strings.Cut(basis, "\n")
		if !strings.Contains(basis, c.want) || c.want == blank && basis != blank {
			t.Errorf("%s decides on %q, want %q", name, basis, c.want)
		}
		for _, hint := range []string{"paper.hint.pl", "paper.hint.fr", "paper.hint.de", "paper.hint.ua"} {
			if strings.Contains(all, catalog.Printer("en").T(hint)) != (hint == c.hint) {
				t.Errorf("%s: %s is there or missing", name, hint)
			}
		}
		if !strings.Contains(all, "Partner: Gmina Sokółka (Poland)") {
			t.Errorf("%s: the partner is not the other side: %s", name, all)
		}
	}
}

// Several small towns together: each is named, called by its number, and signs.
func TestThreePartners(t *testing.T) {
	f := sokolka()
	f.Others = []paper.Party{{Name: paper.Text{"pl": "Gmina Kuźnica"}, Language: "pl", Country: "PL"}}
	f.Loose = true
	_, catalog := setup()
	p := catalog.Printer("pl")
	for _, kind := range []paper.Kind{paper.LetterOfIntent, paper.Agreement, paper.Oath, paper.Plan} {
		all, _ := text(t, whole(t, kind, f, []string{"pl", "lt"}, paper.DOCX))
		printed := poppler(t, whole(t, kind, f, []string{"pl", "lt"}, paper.PDF))
		_, signed, _ := strings.Cut(all, p.T("paper.signatures"))
		if !strings.Contains(all, "Gmina Kuźnica (Polska)") || !strings.Contains(signed, "Gmina Kuźnica") || strings.Count(printed, p.T("paper.sign.signature")+" / ") != 3 {
			t.Errorf("%s: the third does not sign: %s\n%s", kind, all, printed)
		}
		if kind != paper.Oath && !strings.Contains(all, "dalej: Partner 3") || strings.Contains(all, p.T("paper.party.first")) {
			t.Errorf("%s: three are not called by numbers: %s", kind, all)
		}
		if !strings.Contains(all, p.T("paper.note.names")) {
			t.Errorf("%s: nothing asks for the official names", kind)
		}
	}
	f.Side = 2
	all, _ := text(t, whole(t, paper.Resolution, f, []string{"pl"}, paper.DOCX))
	if strings.Count(all, p.T("paper.row.partner")+": ") != 2 || strings.Contains(all, "Kuźnica (Polska)") {
		t.Errorf("a council decides on itself: %s", all)
	}
	f.Others = make([]paper.Party, 11)
	set, _ := setup()
	if err := set.Make(io.Discard, paper.Agreement, f, []string{"pl"}, paper.PDF); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("thirteen partners: %v", err)
	}
}

// Before an agreement is signed, each side's law may ask for more; it is said once for a country.
func TestAnAgreementSaysWhatEachLawAsksFor(t *testing.T) {
	f := sokolka()
	f.Parties[1].Country = "UA"
	f.Others = []paper.Party{f.Parties[0]}
	_, catalog := setup()
	all, _ := text(t, whole(t, paper.Agreement, f, []string{"uk"}, paper.DOCX))
	for _, hint := range []string{"paper.hint.pl", "paper.hint.ua"} {
		if strings.Count(all, catalog.Printer("uk").T(hint)) != 1 {
			t.Errorf("%s does not stand there once: %s", hint, all)
		}
	}
}

func TestANameFallsBackToThatOfTheTownItself(t *testing.T) {
	f := sokolka()
	f.Parties[1].Name = paper.Text{"lt": "Šiaulių miesto savivaldybė"}
	all, _ := text(t, whole(t, paper.LetterOfIntent, f, []string{"de"}, paper.DOCX))
	if !strings.Contains(all, "Šiaulių miesto savivaldybė (Litauen)") || !strings.Contains(all, "Gmina Sokółka (Polen)") {
		t.Errorf("no name of its own: %s", all)
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	set, _ := setup()
	long := sokolka()
	long.Parties[0].Name = paper.Text{"pl": strings.Repeat("ą", 201)}
	for name, c := range map[string]struct {
		kind   paper.Kind
		facts  paper.Facts
		langs  []string
		format paper.Format
		want   errs.Kind
	}{
		"unknown kind":       {"decree", sokolka(), []string{"pl"}, paper.PDF, errs.Invalid},
		"unknown format":     {paper.LetterOfIntent, sokolka(), []string{"pl"}, "odt", errs.Invalid},
		"no language":        {paper.LetterOfIntent, sokolka(), nil, paper.PDF, errs.Invalid},
		"one language twice": {paper.LetterOfIntent, sokolka(), []string{"pl", "pl"}, paper.PDF, errs.Invalid},
		"three languages":    {paper.LetterOfIntent, sokolka(), []string{"pl", "lt", "de"}, paper.PDF, errs.Invalid},
		"a language we lack": {paper.LetterOfIntent, sokolka(), []string{"pl", "it"}, paper.PDF, errs.Invalid},
		"a name too long":    {paper.LetterOfIntent, long, []string{"pl"}, paper.DOCX, errs.TooLarge},
	} {
		var b bytes.Buffer
		err := set.Make(&b, c.kind, c.facts, c.langs, c.format)
		if errs.KindOf(err) != c.want || errs.PublicOf(err).IsZero() || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, b.Len())
		}
	}
}

func TestFileNames(t *testing.T) {
	if got := paper.FileName(paper.LetterOfIntent, []string{"pl", "lt"}, paper.DOCX); got != "letter-of-intent-pl-lt.docx" {
		t.Error(got)
	}
	if got := paper.FileName(paper.Oath, []string{"uk"}, paper.PDF); got != "oath-uk.pdf" {
		t.Error(got)
	}
}

func TestTheSameFactsGiveTheSameBytes(t *testing.T) {
	f := sokolka()
	f.Parties[0].Language, f.Parties[0].Name = "", paper.Text{"fr": "a", "de": "b", "uk": "c"}
	for _, kind := range paper.Kinds() {
		for _, format := range []paper.Format{paper.DOCX, paper.PDF} {
			if a, b := whole(t, kind, f, []string{"be", "pl"}, format), whole(t, kind, f, []string{"be", "pl"}, format); !bytes.Equal(a, b) {
				t.Errorf("%s as %s: other bytes", kind, format)
			}
		}
	}
}

// Whatever facts people give within the bounds: there is a document of each kind.
func TestAnyFactsMakeADocument(t *testing.T) {
	set, catalog := setup()
	rapid.Check(t, func(r *rapid.T) {
		languages := rapid.SampledFrom(catalog.Languages())
		words := func(most int) *rapid.Generator[map[string]string] {
			return rapid.MapOfN(languages, rapid.StringOfN(rapid.RuneFrom([]rune("aWłąїўß \n–\u202e<&{}😀")), 0, most, -1), 0, 3)
		}
		party := func(name string) paper.Party {
			return paper.Party{Name: words(200).Draw(r, name), Office: words(200).Draw(r, name), Contact: words(200).Draw(r, name), Language: languages.Draw(r, name), Country: rapid.SampledFrom([]string{"", "PL", "XX", "zz9"}).Draw(r, name)}
		}
		f := paper.Facts{
			Parties: [2]paper.Party{party("a"), party("b")}, Side: rapid.IntRange(-1, 4).Draw(r, "side"), Loose: rapid.Bool().Draw(r, "loose"), Link: rapid.SampledFrom([]string{"", "project", "nonsense"}).Draw(r, "link"),
			Topics: rapid.SliceOfN(rapid.SampledFrom([]string{"culture", "nothing", ""}), 0, 30).Draw(r, "topics"), Place: words(200).Draw(r, "place"),
			Months: rapid.IntRange(-5, 9999).Draw(r, "months"), Notice: rapid.Int().Draw(r, "notice"), Unlimited: rapid.Bool().Draw(r, "unlimited"),
			Authentic: rapid.SliceOfN(languages, 0, 8).Draw(r, "authentic"), Funding: rapid.Bool().Draw(r, "funding"), Condition: words(300).Draw(r, "condition"),
		}
		if rapid.Bool().Draw(r, "three") {
			f.Others = append(f.Others, party("c"))
		}
		f.Visit = paper.Visit{Known: rapid.Bool().Draw(r, "visited"), Host: rapid.IntRange(-1, 4).Draw(r, "host")}
		kind := rapid.SampledFrom(paper.Kinds()).Draw(r, "kind")
		langs := rapid.SliceOfNDistinct(languages, 1, 2, rapid.ID).Draw(r, "langs")
		format := rapid.SampledFrom([]paper.Format{paper.DOCX, paper.PDF}).Draw(r, "format")
		var b bytes.Buffer
		if err := set.Make(&b, kind, f, langs, format); err != nil || b.Len() < 3000 {
			r.Fatalf("%s in %v as %s: %d bytes, %v", kind, langs, format, b.Len(), err)
		}
	})
}

// The longest texts that are taken fill pages and break none.
func TestTheLongestFacts(t *testing.T) {
	long := func(n int) paper.Text {
		return paper.Text{"lt": strings.Repeat("ilgavardis ", n/11), "be": strings.Repeat("ў", n)}
	}
	f := sokolka()
	for i := range f.Parties {
		f.Parties[i].Name, f.Parties[i].Office, f.Parties[i].Contact, f.Parties[i].Council = long(200), long(200), long(200), long(200)
	}
	f.Place, f.Condition, f.Aims, f.Method, f.Outcomes = long(200), long(2000), long(2000), long(2000), long(2000)
	for range 27 {
		f.Topics = append(f.Topics, "culture")
	}
	for _, kind := range paper.Kinds() {
		printed := poppler(t, whole(t, kind, f, []string{"lt", "be"}, paper.PDF))
		for _, l := range []string{"lt", "be"} {
			_, catalog := setup()
			words := strings.Fields(catalog.Printer(l).T("paper.note.template"))
			if last := words[len(words)-1]; !strings.Contains(printed, last) {
				t.Errorf("%s: the end is lost in %s", kind, l)
			}
		}
		whole(t, kind, f, []string{"be", "lt"}, paper.DOCX)
	}
}

// Samples for looking at: SAMPLES=FOLDER writes each kind in two languages.
func TestSamples(t *testing.T) {
	folder := os.Getenv("SAMPLES")
	if folder == "" {
		return
	}
	for _, kind := range paper.Kinds() {
		for _, format := range []paper.Format{paper.DOCX, paper.PDF} {
			three := sokolka()
			three.Others = three.Parties[:1]
			for _, c := range []struct {
				name  string
				facts paper.Facts
				langs []string
			}{{"", sokolka(), []string{"pl", "lt"}}, {"-nothing", paper.Facts{}, []string{"uk", "de"}}, {"-three", three, []string{"be", "en"}}, {"", sokolka(), []string{"fr"}}} {
				name := strings.TrimSuffix(paper.FileName(kind, c.langs, format), "."+string(format)) + c.name + "." + string(format)
				if err := os.WriteFile(filepath.Join(folder, name), whole(t, kind, c.facts, c.langs, format), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
