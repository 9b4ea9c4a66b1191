package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// joint is two officers and the project of their towns.
type joint struct {
	*testing.T
	site        *Site
	here, there *browser
	address     string
}

// newJoint has the second town agree.
func newJoint(t *testing.T, rooms worldtest.Rooms) *joint {
	t.Helper()
	j := beginJoint(t, rooms)
	if code := j.answer(j.there, "yes", placeHrodna); code != http.StatusSeeOther {
		t.Fatalf("the second town agrees: %d", code)
	}
	return j
}

func beginJoint(t *testing.T, rooms worldtest.Rooms) *joint {
	t.Helper()
	s, _ := deskSiteOn(t, rooms)
	return beginJointOn(t, s)
}

func beginJointOn(t *testing.T, s *Site) *joint {
	t.Helper()
	j := &joint{T: t, site: s, here: signedIn(t, s, "Officer of Bialystok", officerOf(placeBialystok)), there: signedIn(t, s, "Officer of Hrodna", officerOf(placeHrodna))}
	form := j.here.get("/pl/desk/projects/new?with=776069&with=627904").Body.String()
	checkHTML(t, "the form", form)
	w := j.here.post("/pl/desk/projects/new?with=776069&with=627904", "title", "Wspólny śpiewnik", "side", "776069", "side", "627904", "lead", "776069")
	j.address = w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || j.address != "/pl/desk/projects/wspolny-spiewnik" {
		t.Fatalf("begin: %d %s %s", w.Code, j.address, saidWrong(w))
	}
	return j
}

func (j *joint) now() project.Project {
	j.Helper()
	p, err := j.site.rooms.Projects.ByHandle(j.Context(), "wspolny-spiewnik")
	if err != nil {
		j.Fatal(err)
	}
	return p
}

// send sends a form of a page with the version that its part has.
func (j *joint) send(b *browser, path string, part project.Part, fields ...string) (code int, body string) {
	j.Helper()
	w := b.post(j.address+path, append([]string{"version", j.version(part)}, fields...)...)
	return w.Code, w.Body.String()
}

func (j *joint) version(part project.Part) string {
	return string('0' + byte(j.now().PartVersion(part)))
}

// budget are the fields of a budget of both towns; the own share of the first is the rest.
func (j *joint) budget(second string) []string {
	p := j.now()
	a, b := p.Partners[0].ID, p.Partners[1].ID
	return []string{
		"rate.0.currency", "PLN", "rate.0.rate", "4,2315", "rate.0.day", "2026-11-02", "rate.0.source", "NBP",
		"line.0.partner", a, "line.0.heading", "travel", "line.0.what", "Autokar", "line.0.amount", "10 000,00", "line.0.currency", "PLN",
		"line.1.partner", b, "line.1.heading", "services", "line.1.what", "", "line.1.amount", "1.500,01", "line.1.currency", "EUR",
		"line.2.partner", "", "line.2.heading", "staff", "line.2.what", "", "line.2.amount", "", "line.2.currency", "EUR",
		"share.0.partner", a, "share.0.origin", "grant", "share.0.who", "", "share.0.amount", "2,000.00", "share.0.currency", "EUR", "share.0.rest", "",
		"share.1.partner", a, "share.1.origin", "own", "share.1.who", "", "share.1.amount", "", "share.1.currency", "EUR", "share.1.rest", "1",
		"share.2.partner", b, "share.2.origin", "own", "share.2.who", "", "share.2.amount", second, "share.2.currency", "EUR", "share.2.rest", "",
	}
}

// Two towns begin a project, plan its budget to the cent in three ways of writing numbers,
// hand it in and run it; a partner leaves, and nothing is lost.
func TestProjectRoutesFromIdeaToTheEnd(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		if p := j.now(); len(p.Partners) != 2 || p.Partners[0].Role != project.Lead || p.Partners[0].Currency != "PLN" || p.Partners[1].Currency != "BYN" {
			t.Fatalf("partners: %+v", p.Partners)
		}
		for _, page := range []string{"", "/partners", "/budget"} {
			checkHTML(t, page, j.here.get(j.address+page).Body.String())
		}
		if code, body := j.send(j.here, "/move", project.OfState, "do", "submitted", "day", "2026-11-26"); code != http.StatusConflict || !strings.Contains(body, "Nie zaplanowano jeszcze kosztów") {
			t.Errorf("handed in without a budget: %d", code)
		}
		if code, _ := j.send(j.here, "/budget", project.OfBudget, j.budget("1 500,00")...); code != http.StatusSeeOther {
			t.Fatalf("a budget that lacks a cent was not kept: %d", code)
		}
		page := j.here.get(j.address + "/budget").Body.String()
		checkHTML(t, "the budget", page)
		for _, want := range []string{"0,01\u00a0EUR", "2363,23\u00a0EUR", "4,2315 PLN/EUR", "10\u00a0000,00\u00a0PLN"} {
			if !strings.Contains(page, want) {
				t.Errorf("the budget does not say %q", want)
			}
		}
		if code, _ := j.send(j.here, "/move", project.OfState, "do", "submitted", "day", "2026-11-26"); code != http.StatusConflict {
			t.Errorf("handed in although a cent lacks: %d", code)
		}
		if code, body := j.send(j.here, "/budget", project.OfBudget, j.budget("półtora tysiąca")...); code != http.StatusUnprocessableEntity || !strings.Contains(body, "półtora tysiąca") || !strings.Contains(body, "Autokar") {
			t.Errorf("no amount: %d", code)
		}
		if code, _ := j.send(j.here, "/budget", project.OfBudget, j.budget("1500,01")...); code != http.StatusSeeOther {
			t.Fatalf("the budget: %d", code)
		}
		if w := j.there.post(j.address+"/budget", append([]string{"version", "1"}, j.budget("999")...)...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `value="999"`) {
			t.Errorf("saved over another's change: %d", w.Code)
		}
		if p := j.now(); len(p.Faults(-1)) != 0 || p.Budget.Sums().Total != 386324 {
			t.Fatalf("faults %+v, total %d", p.Faults(-1), p.Budget.Sums().Total)
		}
		for _, to := range []string{"submitted", "granted", "running"} {
			if code, _ := j.send(j.there, "/move", project.OfState, "do", to, "day", "2026-11-26", "note", "List 7/2026"); code != http.StatusSeeOther {
				t.Errorf("to %s: %d", to, code)
			}
		}
		if code, _ := j.send(j.here, "/move", project.OfState, "do", "back"); code != http.StatusSeeOther || j.now().State != project.Granted {
			t.Errorf("back: %d", code)
		}
		j.leaves()
		if w := j.here.get("/pl/desk/projects?state=granted"); !strings.Contains(w.Body.String(), "Wspólny śpiewnik") {
			t.Error("the list does not show it")
		}
	})
}

// leaves has the second town leave: its costs stay as a fault, and it has no say any more.
func (j *joint) leaves() {
	j.Helper()
	lead, second := j.now().Partners[0].ID, j.now().Partners[1].ID
	if code, body := j.send(j.here, "/partners", project.OfPartners, "do", "leave:"+lead, "day", "2026-11-27"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Partner wiodący może odejść") {
		j.Errorf("the lead left: %d", code)
	}
	if code, body := j.send(j.here, "/partners", project.OfPartners, "do", "drop:"+second); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Ten partner ma koszty") {
		j.Errorf("a partner with costs was dropped: %d", code)
	}
	if code, _ := j.send(j.here, "/partners", project.OfPartners, "do", "leave:"+second, "day", "2026-11-27", "why", "Uchwała rady"); code != http.StatusSeeOther {
		j.Errorf("leave: %d", code)
	}
	page := j.here.get(j.address).Body.String()
	if !strings.Contains(page, "1500,01\u00a0EUR zaplanowanych kosztów nie wydano") || len(j.now().Budget.Lines) != 2 {
		j.Error("the costs of who left are not told, or lost")
	}
	if w := j.there.get(j.address); w.Code != http.StatusNotFound {
		j.Errorf("who left has a say: %d", w.Code)
	}
	if code, _ := j.send(j.here, "/partners", project.OfPartners, "do", "return:"+second); code != http.StatusSeeOther || len(j.now().Places()) != 2 {
		j.Errorf("return: %d", code)
	}
}

// A form can ask for more rows, and loses nothing by it; the table leaves as a spreadsheet.
func TestRoutesOfABudget(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		code, body := j.send(j.here, "/budget", project.OfBudget, append(j.budget("1"), "more", "line")...)
		if code != http.StatusOK || !strings.Contains(body, `name="line.9.amount"`) || !strings.Contains(body, `value="10 000,00"`) || len(j.now().Budget.Lines) != 0 {
			t.Errorf("more rows: %d", code)
		}
		if code, _ := j.send(j.here, "/budget", project.OfBudget, append(j.budget("1500,01"), "line.0.gone", "1")...); code != http.StatusSeeOther {
			t.Fatalf("without its first line: %d", code)
		}
		if lines := j.now().Budget.Lines; len(lines) != 1 || lines[0].Amount.Cents != 150001 {
			t.Errorf("lines: %+v", lines)
		}
		for as, begins := range map[string]string{"xlsx": "PK", "csv": "\ufeffPartner;"} {
			if w := j.here.get(j.address + "/budget/export?" + url.Values{"as": {as}}.Encode()); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) {
				t.Errorf("%s: %d %.40q", as, w.Code, w.Body.String())
			}
		}
	})
}

// A project of one's own town is not counted to the partnership of others, whose address
// anybody knows.
func TestAProjectOfOthersPartnership(t *testing.T) {
	s, _ := deskSite(t)
	pair := partnership.PairID(placeBialystok, placeHrodna)
	for who, linked := range map[int64]int{placeBialystok: 1, placeGoldap: 0} {
		b := signedIn(t, s, "Officer of "+strconv.FormatInt(who, 10), officerOf(who))
		own := strconv.FormatInt(who, 10)
		w := b.post("/en/desk/projects/new?with="+own+"&partnership="+pair, "title", "Songs", "side", own, "side", strconv.Itoa(placeHrodna), "lead", own)
		_, handle, _ := strings.Cut(w.Header().Get("Location"), "/projects/")
		p, err := s.rooms.Projects.ByHandle(t.Context(), handle)
		if err != nil || len(p.Partnerships) != linked {
			t.Errorf("%d: %d, %v, partnerships %v", who, w.Code, err, p.Partnerships)
		}
	}
}
