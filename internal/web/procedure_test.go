package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/seek/procedure"
)

// walk is two officers of two towns and their procedure.
type walk struct {
	*testing.T
	site        *Site
	here, there *browser
	procedure   string
	address     string
}

func newWalk(t *testing.T) *walk {
	t.Helper()
	s, _ := deskSite(t)
	k := &walk{T: t, site: s, here: signedIn(t, s, "Officer of Bialystok", officerOf(placeBialystok)), there: signedIn(t, s, "Officer of Hrodna", officerOf(placeHrodna))}
	return k
}

func (k *walk) begin() {
	k.Helper()
	w := k.post(k.here, "/en/desk/places/776069/procedures/new", url.Values{"side": {"627904"}, "kind": {"friendship"}, "topics": {"culture"}})
	k.address = strings.TrimSuffix(w.Header().Get("Location"), "#step-letter")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(k.address, "/en/desk/procedures/") {
		k.Fatalf("begin: %d %s %s", w.Code, k.address, w.Body)
	}
	k.procedure = strings.TrimPrefix(k.address, "/en/desk/procedures/")
}

func (k *walk) post(b *browser, path string, v url.Values) *httptest.ResponseRecorder {
	var fields []string
	for name, values := range v {
		for _, value := range values {
			fields = append(fields, name, value)
		}
	}
	return b.post(path, fields...)
}

func (k *walk) now() procedure.Procedure {
	k.Helper()
	p, err := k.site.rooms.Procedures.ByID(k.Context(), k.procedure)
	if err != nil {
		k.Fatal(err)
	}
	return p
}

// Two officers walk from the proposal to the letter of intent on the pages alone; the public
// page of the partnership shows the act.
func TestTwoOfficersWalkToALetterOfIntent(t *testing.T) {
	k := newWalk(t)
	k.begin()
	page := k.there.get(k.address)
	for _, want := range []string{"Proposed by", "friendship", "We agree", "Letter of intent", "is no legal advice", `aria-label="Steps settled: 0 of 9"`} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the other town does not see %q", want)
		}
	}
	if w := k.post(k.there, k.address+"/terms", url.Values{"do": {"agree"}, "version": {"1"}, "for": {"627904"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("agree: %d %s", w.Code, w.Body)
	}
	if p := k.now(); p.Terms.Kind != partnership.KindFriendship {
		t.Errorf("agreed: %+v", p.Body)
	}
	form := k.here.get(k.address + "?step=letter&side=0&do=done")
	for _, want := range []string{"Guides advise some things before", "There has been no exploratory visit yet", `name="date"`, `name="where"`} {
		if !strings.Contains(form.Body.String(), want) {
			t.Errorf("the form does not say %q", want)
		}
	}
	letter := url.Values{"do": {"done"}, "side": {"0"}, "version": {"1"}, "date": {"20 November 2026"}, "title": {"List intencyjny"}, "where": {"776069"}, "note": {"in the town hall"}}
	if w := k.post(k.here, k.address+"/steps/letter", letter); w.Code != http.StatusSeeOther {
		t.Fatalf("the letter: %d %s", w.Code, w.Body)
	}
	p := k.now()
	q, _ := p.At(procedure.Letter, 0)
	if q.State != procedure.Did || q.Act == "" {
		t.Fatalf("the letter: %+v", q)
	}
	if public := k.there.get("/en/partnerships/" + p.Partnership); !strings.Contains(public.Body.String(), "List intencyjny") {
		t.Error("the public page does not show the act")
	}
	// the same step, answered differently by a colleague who saw the older page
	letter.Set("note", "in the castle")
	w := k.post(k.there, k.address+"/steps/letter", letter)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "in the castle") || !strings.Contains(w.Body.String(), "Somebody else changed this") {
		t.Errorf("the other answer: %d", w.Code)
	}
	admin := signedIn(t, k.site, "Administrator", everything)
	if record := admin.get("/en/desk/changes?kind=procedure").Body.String(); !strings.Contains(record, "Done: Letter of intent (20 November 2026)") || !strings.Contains(record, "procedure of two towns") {
		t.Errorf("the record of changes: %.3000s", record)
	}
	k.papers()
	k.takenBack(q)
}

// papers are made in both languages, with what is known.
func (k *walk) papers() {
	k.Helper()
	page := k.here.get(k.address).Body.String()
	for _, kind := range []string{"visit", "letter_of_intent", "plan", "resolution", "agreement", "oath"} {
		if !strings.Contains(page, "/papers/"+kind+"?as=docx&amp;language=pl&amp;language=be") {
			k.Errorf("the page offers no %s", kind)
		}
		for as, begins := range map[string]string{"docx": "PK", "pdf": "%PDF-"} {
			w := k.here.get(k.address + "/papers/" + kind + "?as=" + as + "&language=pl&language=lt&side=776069")
			if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
				k.Errorf("%s as %s: %d", kind, as, w.Code)
			}
		}
	}
}

// takenBack takes the letter back, and its act goes from the history.
func (k *walk) takenBack(q procedure.Point) {
	k.Helper()
	w := k.post(k.here, k.address+"/steps/letter", url.Values{"do": {"reopen"}, "side": {"0"}, "version": {"2"}})
	if w.Code != http.StatusSeeOther {
		k.Fatalf("take back: %d %s", w.Code, w.Body)
	}
	found, err := k.site.rooms.Partnerships.ByID(k.Context(), k.now().Partnership)
	if err != nil {
		k.Fatal(err)
	}
	for _, a := range found.Acts {
		if a.ID == q.Act && a.Held(time.Time{}) {
			k.Error("the act is still held")
		}
	}
}

// What is wrong is told at its field, and what was typed stays.
func TestAStepIsRefusedAtItsField(t *testing.T) {
	k := newWalk(t)
	k.begin()
	for _, c := range []struct {
		name, step string
		form       url.Values
		want       string
	}{
		{"no day", "letter", url.Values{"do": {"done"}, "side": {"0"}, "version": {"1"}, "note": {"kept words"}}, "f-date"},
		{"a day to come", "letter", url.Values{"do": {"done"}, "side": {"0"}, "version": {"1"}, "date": {"24 December 2026"}, "note": {"kept words"}}, "This day is still to come"},
		{"an address that is none", "resolution", url.Values{"do": {"done"}, "side": {"776069"}, "version": {"1"}, "date": {"20 November 2026"}, "link": {"http://example.org"}, "note": {"kept words"}}, "begins with https://"},
		{"a plan without a calendar", "visit", url.Values{"do": {"plan"}, "side": {"0"}, "version": {"1"}, "date": {"31 February 2027"}, "note": {"kept words"}}, "f-date"},
		{"left out without a reason", "visit", url.Values{"do": {"left"}, "side": {"0"}, "version": {"1"}}, "Please give a reason"},
	} {
		w := k.post(k.here, k.address+"/steps/"+c.step, c.form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), c.want) || c.form.Get("note") != "" && !strings.Contains(w.Body.String(), "kept words") {
			t.Errorf("%s: %d, without %q", c.name, w.Code, c.want)
		}
	}
	if w := k.post(k.here, k.address+"/steps/nonsense", url.Values{"do": {"done"}, "side": {"0"}, "version": {"1"}}); w.Code != http.StatusNotFound {
		t.Errorf("a step that is none: %d", w.Code)
	}
	if w := k.post(k.here, k.address+"/stop", url.Values{"version": {"1"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("stopped without a reason: %d", w.Code)
	}
}

// Planned days stand among the dates of both towns and in their calendars; a stopped
// procedure has none.
func TestPlannedDaysStandInTheCalendars(t *testing.T) {
	k := newWalk(t)
	k.begin()
	if w := k.post(k.here, k.address+"/steps/visit", url.Values{"do": {"plan"}, "side": {"0"}, "version": {"1"}, "date": {"12 January 2027"}, "note": {"by train"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("plan: %d %s", w.Code, w.Body)
	}
	if page := k.there.get("/en/desk/dates"); !strings.Contains(page.Body.String(), "Exploratory visit") {
		t.Error("the other town's dates do not have the visit")
	}
	ics := k.there.get(k.address + "/calendar.ics").Body.String()
	if !strings.Contains(ics, "DTSTART;VALUE=DATE:20270112") || !strings.Contains(ics, "UID:procedure-"+k.procedure[:8]) {
		t.Errorf("the calendar: %s", ics)
	}
	if w := k.post(k.there, k.address+"/stop", url.Values{"version": {"2"}, "why": {"elections"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("stop: %d %s", w.Code, w.Body)
	}
	if page := k.here.get("/en/desk/dates"); strings.Contains(page.Body.String(), "Exploratory visit") {
		t.Error("a stopped procedure has dates")
	}
	if page := k.here.get(k.address); !strings.Contains(page.Body.String(), "elections") || strings.Contains(page.Body.String(), "Note that it was done") {
		t.Error("the page does not say that it is stopped, and why")
	}
	if w := k.post(k.here, k.address+"/resume", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("resume: %d", w.Code)
	}
}

// Who looks after neither town learns nothing; a second procedure of the same towns leads to
// the first.
func TestAProcedureIsOfItsTownsAlone(t *testing.T) {
	k := newWalk(t)
	k.begin()
	other := signedIn(t, k.site, "Officer of Gizycko", officerOf(inGizycko))
	admin := signedIn(t, k.site, "Administrator", administrator())
	for name, b := range map[string]*browser{"another town": other, "an administrator": admin} {
		if w := b.get(k.address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := k.post(k.there, "/en/desk/places/627904/procedures/new", url.Values{"side": {"776069"}}); !strings.HasPrefix(w.Header().Get("Location"), k.address) {
		t.Errorf("a second one: %d %s", w.Code, w.Header().Get("Location"))
	}
	if page := k.here.get("/en/desk/procedures"); !strings.Contains(page.Body.String(), k.address) || !strings.Contains(page.Body.String(), "Steps settled: 0 of 9") {
		t.Error("the list does not have it")
	}
	if page := other.get("/en/desk/procedures"); strings.Contains(page.Body.String(), k.address) {
		t.Error("the list shows another town's procedure")
	}
}

// The plan is kept by language, and somebody else's change is told.
func TestThePlanIsWrittenInBothLanguages(t *testing.T) {
	k := newWalk(t)
	k.begin()
	if w := k.post(k.here, k.address+"/plan", url.Values{"version": {"0"}, "aims.pl": {"wymiana młodzieży"}, "aims.lt": {""}}); w.Code != http.StatusSeeOther {
		t.Fatalf("plan: %d %s", w.Code, w.Body)
	}
	if w := k.post(k.there, k.address+"/plan", url.Values{"version": {"0"}, "aims.be": {"абмен моладдзю"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "абмен моладдзю") {
		t.Errorf("over an older plan: %d", w.Code)
	}
	if w := k.post(k.there, k.address+"/plan", url.Values{"version": {"1"}, "aims.be": {"абмен моладдзю"}}); w.Code != http.StatusSeeOther {
		t.Errorf("again: %d", w.Code)
	}
	page := k.here.get(k.address).Body.String()
	if !strings.Contains(page, "wymiana młodzieży") || !strings.Contains(page, "абмен моладдзю") {
		t.Error("the page does not have both")
	}
}
