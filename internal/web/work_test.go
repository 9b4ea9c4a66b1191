package web

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
)

// fillWork puts something into every part of the desk's pages of one partnership.
func fillWork(s *Site, v *workPage, b *beginPage) {
	fillSamplePartnership(&v.partnershipPage)
	p := &v.page
	v.Base, v.Public, v.ID = "/"+v.Lang+"/desk/partnerships/1", "/"+v.Lang+"/partnerships/1", "1"
	found := partnership.Partnership{ID: "1", Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: 1}, {Place: 2}}}
	values := p.valuesOf(partnership.Act{
		Type: partnership.ActTermination, Date: partnership.Date{Year: 1994, Qualifier: partnership.About}, By: []int64{1}, InForceTo: partnership.On(2011, 0, 0),
		Notice: "P6M", Ground: partnership.Cause{Code: "war", Text: map[string]string{v.Lang: "…"}}, Vote: partnership.Vote{For: 21, Against: 1, Present: 23},
		Title: "Umowa", Number: "XLV/12", Text: map[string]string{v.Lang: "…", "cs": "…"}, Signatories: []partnership.Signatory{{Side: 1, Office: "mayor"}, {Side: 1, Office: "marshal"}},
		Languages: []string{"pl", "be", "cs"}, Authentic: []string{"pl"},
	})
	form := func(t partnership.ActType) *actForm {
		f := newForm(p, values)
		f.values.Set("type", string(t))
		f.fail("date", lang.Msg("error.partnership.no_such_day", "day", 30, "month", 2, "year", 2020))
		for _, field := range []string{"type", "by", "source", "unanimous", "language_other", "at"} {
			f.faults = append(f.faults, fault{field, "…"})
		}
		a := &actForm{form: f, Type: t, Types: p.typeOptions(t), Sides: []option{{Value: "", Name: "…"}, {Value: "1", Name: "Białystok"}, {Value: "2", Name: "Grodno"}}, Many: t == partnership.ActTermination}
		a.Known = []option{{Value: "s", Name: "bip.bialystok.pl", Chosen: true}}
		a.Texts, a.Tongues = s.textFields(p, f, "text", s.languages), s.tongueOptions(p, f)
		a.Causes = map[string][]languageField{"ground": s.textFields(p, f, "ground_text", []string{v.Lang}), "condition": s.textFields(p, f, "condition_text", []string{v.Lang})}
		a.At = placeField{f.Field("at", "search", "desk.field.at", "desk.act.at.hint", "off"), "1", []placeView{{ID: 3, Name: "Leszno", Where: "…", Population: 63565}}}
		s.readBack(a, p)
		a.Docs = []documentOption{{"d", "Umowa.pdf"}}
		a.Changed = []revisionView{{Version: 2, When: "…", Time: "12:00", Who: "…", What: p.t("desk.change.amend"), Fields: []differenceView{{"umowa, 2006", p.t("desk.field.number"), "1", "2"}}}}
		return a
	}
	v.Usual, v.More = []link{{"umowa", "/"}}, []link{{"aneks", "/"}}
	v.Work = []workAct{
		{actView: v.Acts[0], Act: "1", Edit: "/"},
		{actView: v.Acts[1], Act: "2", Form: form(partnership.ActTermination)},
	}
	v.Work[0].Positions = []positionView{{"Białystok", true, "", "…"}}
	v.Withdrawn = []workAct{{Act: "3", actView: actView{Type: "umowa", When: "2006"}}}
	v.Changes = []revisionView{{Version: 1, When: "…", Time: "12:00", What: p.t("desk.change.begin"), Note: "…", Restorable: true}}
	v.Gone = "…"
	v.Others, v.MySides = []string{"Officer of Grodno"}, []option{{Value: "1", Name: "Białystok"}}
	v.Whole = []positionView{{"Grodno", false, "2008", "…"}}
	_ = found
	b.Form, b.Act, b.Second, b.There = newForm(&b.page, nil), form(partnership.ActAgreement), true, "/"
	b.Here, b.Sides = placeView{ID: 1, Name: "Białystok"}, []placeView{{ID: 2, Name: "Grodno", Endonym: "Гродна"}}
	b.Offers, b.Kinds = []placeView{{ID: 3, Name: "Leszno", Where: "…", Population: 63565}}, p.kindOptions("project")
}

// The form's version, and identifiers in addresses.
var (
	versionOf = regexp.MustCompile(`name="version" value="(\d+)"`)
	actOf     = regexp.MustCompile(`\?act=([0-9a-f-]{36})#act`)
)

func field(t *testing.T, re *regexp.Regexp, page string) string {
	t.Helper()
	m := re.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no %s in the page: %.600s", re, page)
	}
	return m[1]
}

// placeUzhhorod has no partnership with Białystok.
const placeUzhhorod = "690548"

// A place that is chosen among several of a name is a side, and the name in the field is
// done with: it adds no second place of that name, and nothing else of the form is judged.
func TestAChosenPlaceIsTheOnlyOne(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	w := officer.post("/en/desk/partnerships/new?place=776069", "other", "Uzhhorod", "pick", placeUzhhorod, "kind", "partnership", "type", "agreement", "source_from", "own")
	page := w.Body.String()
	if w.Code != http.StatusOK || strings.Contains(page, `id="faults"`) {
		t.Errorf("choosing a place judges the rest of the form: %d", w.Code)
	}
	if n := strings.Count(page, `name="side"`); n != 1 {
		t.Errorf("%d sides, want the chosen one", n)
	}
	if strings.Contains(page, `value="Uzhhorod"`) {
		t.Error("the name still stands in the field, and would add a second place")
	}
}

// An officer enters a five-year agreement of 2006 on one page and sees it expired.
func TestAnOfficerEntersAPartnership(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	w := officer.get("/pl/desk/partnerships/new")
	if w.Code != http.StatusOK {
		t.Fatalf("the form: %d", w.Code)
	}
	checkHTML(t, "begin", w.Body.String())
	new := "/pl/desk/partnerships/new?place=776069"
	w = officer.post(new, "other", "Ужгород", "find", "1", "kind", "partnership", "type", "agreement", "date", "30 lutego 2006", "source_from", "own", "until", "5 lat")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `name="side" value="690548" checked`) || !strings.Contains(w.Body.String(), "30 lutego 2006") {
		t.Fatalf("the look-up: %d %.3000s", w.Code, w.Body)
	}
	send := func(date string) (int, string) {
		w = officer.post(new, "side", placeUzhhorod, "kind", "partnership", "type", "agreement", "date", date, "source_from", "own", "until", "5 lat", "number", "XL/12", "text.pl", "Podpisana w ratuszu.")
		return w.Code, w.Body.String()
	}
	if code, text := send("30 lutego 2006"); code != http.StatusUnprocessableEntity || !strings.Contains(text, "nie ma takiego dnia") || !strings.Contains(text, "Podpisana w ratuszu.") || !strings.Contains(text, "30 lutego 2006") {
		t.Errorf("30 February: %d, or what was typed is lost", code)
	}
	if code, text := send("w przyszłości"); code != http.StatusUnprocessableEntity || !strings.Contains(text, "Nie rozumiemy tej daty") {
		t.Errorf("no date: %d", code)
	}
	if code, _ := send("2006"); code != http.StatusSeeOther {
		t.Fatalf("the agreement: %d %.2000s", code, w.Body)
	}
	id := partnership.PairID(776069, 690548)
	if at := w.Header().Get("Location"); at != "/pl/desk/partnerships/"+id {
		t.Fatalf("it leads to %s", at)
	}
	page := officer.get("/pl/desk/partnerships/" + id).Body.String()
	checkHTML(t, "work", page)
	if !strings.Contains(page, "wygasłe") || !strings.Contains(page, "Podpisana w ratuszu.") {
		t.Errorf("the work page: %.3000s", page)
	}
	if public := newBrowser(s.Handler()).get("/pl/partnerships/" + id).Body.String(); !strings.Contains(public, "wygasłe") {
		t.Error("the public page does not tell it at once")
	}
	if code, text := send("2006"); code != http.StatusConflict || !strings.Contains(text, id) {
		t.Errorf("a second time: %d", code)
	}
	actStory(t, s, officer, id)
}

// actStory records, corrects, withdraws and takes back.
func actStory(t *testing.T, s *Site, officer *browser, id string) {
	t.Helper()
	base := "/en/desk/partnerships/" + id
	checkHTML(t, "a new act", officer.get(base+"?act=new&type=termination").Body.String())
	if w := officer.post(base+"/acts", "type", "termination", "date", "2004", "source_from", "own"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "nothing is known that had begun by then") {
		t.Errorf("a termination before the agreement: %d", w.Code)
	}
	w := officer.post(base+"/acts", "type", "termination", "date", "3 March 2010", "by", "776069", "source_from", "web", "source_title", "Resolution", "source_url", "https://bip.bialystok.pl/1", "unanimous", "1", "ground", "cost")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("recording: %d %.1500s", w.Code, w.Body)
	}
	page := officer.get(base).Body.String()
	undo := field(t, regexp.MustCompile(`action="([^"]+/withdraw)"><button class="button quiet">Undo`), page)
	if !strings.Contains(page, "terminated") || !strings.Contains(page, "bip.bialystok.pl/1") {
		t.Errorf("after recording: %.2000s", page)
	}
	if w := officer.post(undo); w.Code != http.StatusSeeOther {
		t.Errorf("undo: %d", w.Code)
	}
	page = officer.get(base).Body.String()
	if !strings.Contains(page, "expired") {
		t.Error("undone, and still terminated")
	}
	if w := officer.post(field(t, regexp.MustCompile(`action="([^"]+/reinstate)"><button class="button quiet">Undo`), page)); w.Code != http.StatusSeeOther {
		t.Errorf("undo of the undo: %d", w.Code)
	}
	act := field(t, actOf, officer.get(base).Body.String())
	form := officer.get(base + "?act=" + act).Body.String()
	checkHTML(t, "an act's form", form)
	version := field(t, versionOf, form)
	source := field(t, regexp.MustCompile(`name="source" value="([^"]+)" checked`), form)
	amend := func(number string) (int, string) {
		w := officer.post(base+"/acts/"+act, "version", version, "type", "agreement", "date", "2006", "until", "5 years", "number", number, "title", "Umowa", "source", source)
		return w.Code, w.Body.String()
	}
	if code, text := amend(""); code != http.StatusSeeOther {
		t.Fatalf("correcting: %d %.1500s", code, text)
	}
	code, text := amend("XLV/13")
	if code != http.StatusConflict || !strings.Contains(text, "Somebody else changed this") || !strings.Contains(text, "<ins>Umowa</ins>") {
		t.Errorf("two at one act: %d %.1500s", code, text)
	}
	version = field(t, versionOf, text)
	if code, _ := amend("XLV/13"); code != http.StatusSeeOther {
		t.Errorf("going on after the conflict: %d", code)
	}
	if w := officer.post(base+"/restore", "version", "1"); w.Code != http.StatusSeeOther {
		t.Errorf("restoring: %d", w.Code)
	}
	if page := officer.get(base).Body.String(); !strings.Contains(page, "an earlier state restored") || !strings.Contains(page, "expired") {
		t.Error("the record of changes does not tell of the restored state")
	}
	checkHTML(t, "details", officer.get(base+"?details=1").Body.String())
	if w := officer.post(base+"/details", "version", "99", "kind", "friendship", "side", "776069", "side", placeUzhhorod, "topic", "culture", "story.en", "They met at a fair.", "original_term", "umowa"); w.Code != http.StatusSeeOther {
		t.Errorf("details: %d", w.Code)
	}
	positions(t, s, officer, base, id)
}

// positions: each side speaks for itself alone, and the public sees both.
func positions(t *testing.T, s *Site, officer *browser, base, id string) {
	t.Helper()
	if w := officer.post(base+"/confirm", "side", placeUzhhorod, "says", "yes"); w.Code != http.StatusForbidden {
		t.Errorf("speaking for the other side: %d", w.Code)
	}
	if w := officer.post(base+"/confirm", "side", "776069", "says", "yes"); w.Code != http.StatusSeeOther {
		t.Errorf("confirming: %d", w.Code)
	}
	other := signedIn(t, s, "Officer of Uzhhorod", officerOf(690548))
	if w := other.post(base+"/confirm", "side", placeUzhhorod, "says", "no", "otherwise", "It began in 2005."); w.Code != http.StatusSeeOther {
		t.Errorf("disputing: %d", w.Code)
	}
	public := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String()
	if !strings.Contains(public, "Białystok: confirms it") || !strings.Contains(public, "It began in 2005.") {
		t.Errorf("the public page does not show what the sides say: %.1500s", public)
	}
	if w := other.post(base+"/confirm", "side", placeUzhhorod, "says", "yes"); w.Code != http.StatusSeeOther {
		t.Errorf("agreeing after all: %d", w.Code)
	}
	if public := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); !strings.Contains(public, "Confirmed by all sides") {
		t.Error("both agree, and the public page does not say so")
	}
}

// Another place's officer gets 403 or 404 on every address that edits; nobody signed in is
// asked to sign in; and a stranger's look is no visit.
func TestOnlyThoseWhoMayEdit(t *testing.T) {
	s, _ := deskSite(t)
	id := partnership.PairID(776069, 627904)
	stranger := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	own := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	steward := signedIn(t, s, "Steward", people.Grant{Role: people.Steward, Scope: people.Scope{Kind: people.OfCountry, ID: "PL"}})
	act := ""
	p, err := s.rooms.Partnerships.ByID(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	act = p.Acts[0].ID
	paths := []string{
		"/desk/partnerships/new?place=776069", "/desk/partnerships/" + id + "/details", "/desk/partnerships/" + id + "/acts",
		"/desk/partnerships/" + id + "/acts/" + act, "/desk/partnerships/" + id + "/acts/" + act + "/withdraw", "/desk/partnerships/" + id + "/acts/" + act + "/reinstate",
		"/desk/partnerships/" + id + "/restore", "/desk/partnerships/" + id + "/confirm",
	}
	for _, path := range paths {
		if w := stranger.post("/en" + path); w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
			t.Errorf("another place's officer at %s: %d", path, w.Code)
		}
		if w := newBrowser(s.Handler()).post("/en" + path); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "/sign-in") {
			t.Errorf("nobody at %s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
	for _, path := range []string{"/desk/partnerships/new?place=776069", "/desk/partnerships/" + id} {
		if w := stranger.get("/en" + path); w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
			t.Errorf("another place's officer sees %s: %d", path, w.Code)
		}
		if w := steward.get("/en" + path); w.Code != http.StatusOK {
			t.Errorf("the country's steward at %s: %d", path, w.Code)
		}
	}
	if w := own.get("/en/desk/partnerships/" + id); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Officer of Gołdap") || !strings.Contains(w.Body.String(), "This page is also open at: Steward") {
		t.Errorf("the own officer: %d, or who else is there", w.Code)
	}
}

func TestWordsAreReadBack(t *testing.T) {
	s, _ := deskSite(t)
	b := newBrowser(s.Handler())
	for ask, want := range map[string]string{"/pl/words?date=ok.+1994": "około 1994", "/en/words?date=3+March+2022": "3 March 2022", "/lt/words?date=2022+m.+kovo+3+d.": "2022\u00a0m. kovo 3\u00a0d.", "/en/words?date=soon": "not understood", "/pl/words?date=5+lat&term=1": "5 lat", "/pl/words?date=2011&term=1": "2011"} {
		if w := b.get(ask); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %q, want %q", ask, w.Code, w.Body, want)
		}
	}
}

// A reader says what is missing; the officer makes it her entry with the reader's source,
// refuses another with a sentence, and takes the refusal back.
func TestReadersProposeAndOfficersDecide(t *testing.T) {
	s, _ := deskSite(t)
	now := &turning{dbtest.Today}
	s.clock = now
	id := partnership.PairID(776069, 627904)
	reader := newBrowser(s.Handler())
	page := reader.get("/pl/propose?partnership=" + id).Body.String()
	checkHTML(t, "propose", page)
	stamp := field(t, regexp.MustCompile(`name="stamp" value="([^"]+)"`), page)
	send := func(fields ...string) (int, string) {
		w := reader.post("/pl/propose?partnership="+id, append([]string{"stamp", stamp, "wrong", "Brakuje aneksu z 2019 roku.", "type", "annex", "date", "2019", "source_title", "BIP", "source_url", "https://bip.bialystok.pl/aneks"}, fields...)...)
		return w.Code, w.Body.String()
	}
	if code, text := send(); code != http.StatusUnprocessableEntity || !strings.Contains(text, "Brakuje aneksu") {
		t.Errorf("at once: %d", code)
	}
	now.Time = now.Add(20 * time.Second)
	if code, _ := send("website", "https://spam.example"); code != http.StatusOK {
		t.Errorf("a machine: %d", code)
	}
	w := reader.post("/pl/propose?partnership="+id, "stamp", stamp, "wrong", "Brakuje aneksu z 2019 roku.", "date", "2018", "pick.date", "2019-05-04", "had.date", "", "source_title", "BIP")
	if text := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, `value="2019-05-04"`) || !strings.Contains(text, "2018") {
		t.Errorf("a day picked against the words: %d", w.Code)
	}
	if code, text := send("wrong", "x"); code != http.StatusOK || !strings.Contains(text, "Dziękujemy") {
		t.Errorf("a person: %d %.600s", code, text)
	}
	if w := reader.post("/pl/propose?partnership="+id, "stamp", stamp, "wrong", "Zupełnie zły opis tej umowy."); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "skąd to wiadomo") {
		t.Errorf("without a source: %d", w.Code)
	}
	for range 3 {
		reader.post("/pl/propose?partnership="+id, "stamp", stamp, "wrong", "Następna uwaga do tej umowy.", "source_title", "BIP")
	}
	if w := reader.post("/pl/propose?partnership="+id, "stamp", stamp, "wrong", "Następna uwaga do tej umowy.", "source_title", "BIP"); w.Code != http.StatusTooManyRequests {
		t.Errorf("the sixth within an hour: %d", w.Code)
	}
	stranger := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	if page := stranger.get("/en/desk/proposals").Body.String(); strings.Contains(page, "Brakuje aneksu") {
		t.Error("another place's officer sees the proposal")
	}
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	queue := officer.get("/en/desk/proposals").Body.String()
	checkHTML(t, "proposals", queue)
	accept := html.UnescapeString(field(t, regexp.MustCompile(`href="([^"]+proposal=[^"]+type=annex[^"]*)"`), queue))
	form := officer.get(accept).Body.String()
	checkHTML(t, "accepting", form)
	token := field(t, regexp.MustCompile(`name="proposal" value="([^"]+)"`), form)
	if !strings.Contains(form, `value="https://bip.bialystok.pl/aneks"`) || !strings.Contains(form, `value="2019"`) {
		t.Error("the form is not filled with what the reader said")
	}
	base := "/en/desk/partnerships/" + id
	if w := officer.post(base+"/acts", "proposal", token, "type", "annex", "date", "2019", "source_from", "web", "source_title", "BIP", "source_url", "https://bip.bialystok.pl/aneks"); w.Code != http.StatusSeeOther {
		t.Fatalf("accepting: %d %.1500s", w.Code, w.Body)
	}
	if public := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); !strings.Contains(public, "bip.bialystok.pl/aneks") {
		t.Error("the public page does not show the reader's source")
	}
	ids := regexp.MustCompile(`name="id" value="([^"]+)"`).FindAllStringSubmatch(officer.get("/en/desk/proposals").Body.String(), -1)
	if len(ids) != 3 {
		t.Fatalf("%d proposals wait, want 3", len(ids))
	}
	if w := officer.post("/en/desk/proposals/bulk", "do", "refuse", "sure", "1", "id", ids[0][1], "id", ids[1][1]); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("refusing without a word: %d", w.Code)
	}
	if w := stranger.post("/en/desk/proposals/bulk", "do", "refuse", "sure", "1", "id", ids[0][1], "why", "No."); w.Code != http.StatusSeeOther || strings.Count(officer.get("/en/desk/proposals").Body.String(), `name="id"`) != 3 {
		t.Errorf("another place's officer decides: %d", w.Code)
	}
	if w := officer.post("/en/desk/proposals/bulk", "do", "refuse", "sure", "1", "id", ids[0][1], "id", ids[1][1], "why", "It is told already."); w.Code != http.StatusSeeOther {
		t.Errorf("refusing: %d", w.Code)
	}
	queue = officer.get("/en/desk/proposals").Body.String()
	if !strings.Contains(queue, "2 proposals refused.") {
		t.Error("the count is not told")
	}
	if w := officer.post(field(t, regexp.MustCompile(`action="([^"]+/undo/[^"]+)"`), queue)); w.Code != http.StatusSeeOther {
		t.Errorf("undo: %d", w.Code)
	}
	if n := strings.Count(officer.get("/en/desk/proposals").Body.String(), `name="id"`); n != 3 {
		t.Errorf("%d wait after the undo, want 3", n)
	}
}

// A reader says which partnership a town lacks; the form for it is filled with what she said,
// and saving it accepts her proposal.
func TestAProposalAboutATownOpensTheFormFilled(t *testing.T) {
	s, _ := deskSite(t)
	now := &turning{dbtest.Today}
	s.clock = now
	reader := newBrowser(s.Handler())
	page := reader.get("/uk/propose?place=776069").Body.String()
	checkHTML(t, "propose", page)
	stamp := field(t, regexp.MustCompile(`name="stamp" value="([^"]+)"`), page)
	now.Time = now.Add(20 * time.Second)
	w := reader.post("/uk/propose?place=776069", "stamp", stamp, "wrong", "Бракує угоди з Ужгородом.", "partner", "Ужгород", "type", "letter_of_intent", "date", "3 березня 2006", "source_title", "Рішення", "source_url", "https://rada-uzhgorod.gov.ua/1")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Дякуємо") {
		t.Fatalf("proposing: %d %.400s", w.Code, w.Body)
	}
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	accept := html.UnescapeString(field(t, regexp.MustCompile(`href="(/pl/desk/partnerships/new[^"]+)"`), officer.get("/pl/desk/proposals").Body.String()))
	page = officer.get(accept).Body.String()
	checkHTML(t, "the form", page)
	v := formIn(t, page, "/pl/desk/partnerships/new?place=776069")
	for name, want := range map[string]string{"side": placeUzhhorod, "type": "letter_of_intent", "date": "3 березня 2006", "source_title": "Рішення", "source_url": "https://rada-uzhgorod.gov.ua/1", "source_from": "web", "other": ""} {
		if got := v.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(page, "Бракує угоди з Ужгородом.") {
		t.Error("what the reader wrote is not shown")
	}
	if status, text := officer.send("/pl/desk/partnerships/new?place=776069", v); status != http.StatusSeeOther {
		t.Fatalf("saving: %d %s", status, faultsIn(text))
	}
	if p, err := s.rooms.Partnerships.ByID(t.Context(), partnership.PairID(placeBialystok, 690548)); err != nil || len(p.Acts) != 1 || p.Acts[0].Date != partnership.On(2006, 3, 3) {
		t.Errorf("%+v, %v", p.Acts, err)
	}
	if open, err := s.rooms.Proposals.Open(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("%d proposals wait still, %v", len(open), err)
	}
}

// turning is a clock that the test turns.
type turning struct{ time.Time }

// Now implements clock.Clock.
func (c *turning) Now() time.Time { return c.Time }

// The page of a partnership that was withdrawn says so, and when, in every language; the desk
// says it too, and when it is listed again the page is back.
func TestAWithdrawnPartnershipSaysSo(t *testing.T) {
	s, _ := deskSite(t)
	var p partnership.Partnership
	err := s.rooms.Partnerships.Each(t.Context(), func(q partnership.Partnership) error {
		if q.Imported() {
			p = q
		}
		return nil
	})
	if err != nil || p.ID == "" {
		t.Fatalf("no imported partnership: %v", err)
	}
	change := func(do func(tx *db.Tx, note func(people.Entry)) error) {
		t.Helper()
		if err := s.rooms.People.Log().Change(t.Context(), people.System(), do); err != nil {
			t.Fatal(err)
		}
	}
	reader, admin := newBrowser(s.Handler()), signedIn(t, s, "Administrator", everything)
	change(func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Partnerships.Hide(t.Context(), tx, note, []string{p.ID})
	})
	for _, code := range s.languages {
		printer := s.catalog.Printer(code)
		w := reader.get("/" + code + "/partnerships/" + p.ID)
		page := html.UnescapeString(w.Body.String())
		checkHTML(t, "a withdrawn partnership", w.Body.String())
		name := s.rooms.World().Places.DisplayName(p.Sides()[0], code)
		if w.Code != http.StatusGone || !strings.Contains(page, printer.T("error.page.410.title")) || !strings.Contains(page, printer.Date(lang.DateOf(dbtest.Today))) || !strings.Contains(page, name) {
			t.Errorf("%s: %d, or it does not say what was withdrawn and when", code, w.Code)
		}
	}
	if page := admin.get("/en/desk/partnerships/" + p.ID).Body.String(); !strings.Contains(page, "This entry was withdrawn") {
		t.Error("the desk does not say it")
	}
	change(func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Partnerships.Show(t.Context(), tx, note, []string{p.ID})
	})
	if w := reader.get("/en/partnerships/" + p.ID); w.Code != http.StatusOK {
		t.Errorf("listed again: %d", w.Code)
	}
}
