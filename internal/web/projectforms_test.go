package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"twintown/internal/funding"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// payment are the fields of a payment of the first partner.
func (j *joint) payment(amount, day string) []string {
	return []string{
		"payment.0.partner", j.now().Partners[0].ID, "payment.0.kind", "in.grant", "payment.0.day", day, "payment.0.what", "Zaliczka 1/2027", "payment.0.amount", amount, "payment.0.currency", "EUR",
		"payment.1.partner", j.now().Partners[1].ID, "payment.1.kind", "out.travel", "payment.1.day", "2026-11-20", "payment.1.what", "Autokar", "payment.1.amount", "12,5", "payment.1.currency", "EUR",
	}
}

// Amounts that are none are refused with what was typed, and nothing is kept of them; what
// came in and went out is added up.
func TestPaymentsAndHostileAmounts(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		for _, amount := range []string{"-5", "−5", "NaN", "Infinity", "1e9", "0x10", "٣٤٥", "１２", "1,2,3", "1 00", "5 EUR", "99999999999999999999", "10000000000000000", "=1+1", "<script>"} {
			for path, fields := range map[string][]string{"/payments": j.payment(amount, "2026-11-02"), "/budget": append(j.budget("1"), "line.0.amount", amount)} {
				if path == "/budget" {
					fields[indexOf(fields, "line.0.amount")+1] = amount
				}
				code, body := j.send(j.here, path, project.OfBudget, fields...)
				if code != http.StatusUnprocessableEntity || !strings.Contains(body, "Autokar") || !strings.Contains(body, `aria-invalid="true"`) {
					t.Errorf("%s, %q: %d", path, amount, code)
				}
				checkHTML(t, path+" "+amount, body)
			}
		}
		if code, body := j.send(j.here, "/payments", project.OfBudget, j.payment("4.000,00", "soon")...); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Zaliczka 1/2027") {
			t.Errorf("a day that is none: %d", code)
		}
		if b := j.now().Budget; len(b.Payments)+len(b.Lines) != 0 {
			t.Fatalf("something was kept: %+v", b)
		}
		code, body := j.send(j.here, "/payments", project.OfBudget, append(j.payment("4.000,00", "2026-11-02"), "more", "payment")...)
		if code != http.StatusOK || !strings.Contains(body, `name="payment.8.amount"`) || len(j.now().Budget.Payments) != 0 {
			t.Errorf("more rows: %d", code)
		}
		if code, _ := j.send(j.here, "/payments", project.OfBudget, j.payment("4.000,00", "2026-11-02")...); code != http.StatusSeeOther {
			t.Fatalf("payments: %d", code)
		}
		page := j.there.get(j.address + "/payments").Body.String()
		checkHTML(t, "payments", page)
		for _, want := range []string{"4000,00\u00a0EUR", "12,50\u00a0EUR", `value="Zaliczka 1/2027"`} {
			if !strings.Contains(page, want) {
				t.Errorf("payments lack %q", want)
			}
		}
		if s := j.now().Budget.Sums(); s.Got != 400000 || s.Spent != 1250 {
			t.Errorf("sums: %+v", s)
		}
		stale := append([]string{"version", "1"}, j.payment("1", "2026-11-02")...)
		if w := j.there.post(j.address+"/payments", stale...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Zaliczka 1/2027") {
			t.Errorf("over another's change: %d", w.Code)
		}
	})
}

func indexOf(fields []string, name string) int {
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == name {
			return i
		}
	}
	return 0
}

// What is planned and done: numbers of people that cannot be are refused with all that was
// typed; titles in another language stay.
func TestWorkOfAProject(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		work := func(young, abroad, due string) []string {
			return []string{
				"activity.0.title", "Obóz śpiewu", "activity.0.kind", "camp", "activity.0.from", "2027-07-01", "activity.0.to", "8 lipca 2027", "activity.0.18_30", young, "activity.0.abroad", abroad,
				"milestone.0.title", "Nuty zebrane", "milestone.0.due", due, "milestone.0.done", "",
				"output.0.title", "Pieśni w śpiewniku", "output.0.target", "60", "output.0.reached", "",
			}
		}
		for name, fields := range map[string][]string{
			"more from abroad than came": work("5", "6", "2027-03-01"), "less than nobody": work("-5", "", "2027-03-01"), "no number": work("many", "", "2027-03-01"),
			"half a person": work("2,5", "", "2027-03-01"), "a day that is none": work("5", "2", "2027-02-30"), "more people than there are": work("9999999999", "", ""),
		} {
			code, body := j.send(j.here, "/work", project.OfWork, fields...)
			if code != http.StatusUnprocessableEntity || !strings.Contains(body, "Nuty zebrane") || !strings.Contains(body, "Pieśni w śpiewniku") {
				t.Errorf("%s: %d", name, code)
			}
			checkHTML(t, name, body)
		}
		if p := j.now(); len(p.Activities)+len(p.Milestones)+len(p.Outputs) != 0 {
			t.Fatalf("something was kept: %+v", p.Body)
		}
		for _, part := range []string{"activity", "milestone", "output"} {
			if code, body := j.send(j.here, "/work", project.OfWork, append(work("5", "2", ""), "more", part)...); code != http.StatusOK || !strings.Contains(body, `name="`+part+`.5.title"`) || !strings.Contains(body, `value="Nuty zebrane"`) {
				t.Errorf("more of %s: %d", part, code)
			}
		}
		if code, _ := j.send(j.here, "/work", project.OfWork, work("24", "12", "2027-03-01")...); code != http.StatusSeeOther {
			t.Fatalf("work: %d", code)
		}
		p := j.now()
		a := p.Activities[0]
		if n, ok := a.Came(); !ok || n != 24 || a.Abroad != 12 || p.Outputs[0].Reached != project.Uncounted || p.Milestones[0].Due != "2027-03-01" {
			t.Errorf("%+v", p.Body)
		}
		english := strings.Replace(j.address, "/pl/", "/en/", 1)
		w := j.here.post(english+"/work", "version", j.version(project.OfWork), "activity.0.title", "Singing camp", "activity.0.kind", "camp", "activity.0.id", a.ID)
		if p = j.now(); w.Code != http.StatusSeeOther || p.Activities[0].Title["pl"] != "Obóz śpiewu" || p.Activities[0].Title["en"] != "Singing camp" || len(p.Outputs) != 0 {
			t.Errorf("in English: %d, %+v", w.Code, p.Activities)
		}
	})
}

// Texts are kept language by language; a translation falls behind when its source says
// something else.
func TestTextsOfAProject(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		text := func(in, title, about string, more ...string) int {
			code, body := j.send(j.here, "/texts", project.OfTexts, append([]string{"in", in, "title." + in, title, "about." + in, about, "origin." + in, "written"}, more...)...)
			if code == http.StatusUnprocessableEntity && !strings.Contains(body, about) {
				t.Errorf("what was typed is lost: %d", code)
			}
			return code
		}
		if code := text("lt", "", "Dainos"); code != http.StatusUnprocessableEntity {
			t.Errorf("a text without a title: %d", code)
		}
		if code := text("lt", strings.Repeat("ą", 201), "Dainos"); code != http.StatusUnprocessableEntity {
			t.Errorf("a title that is too long: %d", code)
		}
		if code := text("xx", "Songs", "Songs"); code != http.StatusBadRequest {
			t.Errorf("no language of the site: %d", code)
		}
		if code := text("lt", "Dainynas", "Bendros dainos", "origin.lt", "translated", "source.lt", "pl", "credit.lt", "Remia fondas"); code != http.StatusSeeOther {
			t.Fatalf("a translation: %d", code)
		}
		if x := j.now().Texts["lt"]; x.Title != "Dainynas" || len(j.now().Texts) != 2 || j.now().Credit.Line["lt"] != "Remia fondas" {
			t.Errorf("%+v", j.now().Texts)
		}
		if code := text("pl", "Wielki śpiewnik", "Więcej pieśni"); code != http.StatusSeeOther {
			t.Fatal(code)
		}
		page := j.there.get(j.address + "/texts").Body.String()
		checkHTML(t, "texts", page)
		if !strings.Contains(page, "Remia fondas") || !strings.Contains(page, "Więcej pieśni") {
			t.Error("the page of texts")
		}
	})
}

// Two officers at once: different parts do not meet; of the same part the second one is told
// what the first one changed, and keeps what she typed.
func TestTwoOfficersWorkOnAProject(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		facts := func(b *browser, version, acronym string) (int, string) {
			w := b.post(j.address+"/facts", "version", version, "acronym", acronym, "boxes", "topic", "topic", "culture")
			return w.Code, w.Body.String()
		}
		version := j.version(project.OfFacts)
		if code, _ := j.send(j.here, "/budget", project.OfBudget, j.budget("1500,01")...); code != http.StatusSeeOther {
			t.Fatal(code)
		}
		if code, body := facts(j.there, version, "PIEŚŃ"); code != http.StatusSeeOther {
			t.Errorf("another part was changed meanwhile: %d %s", code, body)
		}
		code, body := facts(j.here, version, "SONG")
		if code != http.StatusConflict || !strings.Contains(body, `value="SONG"`) || !strings.Contains(body, "PIEŚŃ") {
			t.Errorf("the same part: %d", code)
		}
		checkHTML(t, "overtaken", body)
		if p := j.now(); p.Acronym != "PIEŚŃ" || len(p.Budget.Lines) != 2 {
			t.Errorf("%+v", p.Facts)
		}
	})
}

// A budget that lacks a cent names it, on the page of the refusal too, and keeps everything.
func TestACentShort(t *testing.T) {
	s, _ := deskSite(t)
	j := newJointOn(t, s)
	if code, _ := j.send(j.here, "/budget", project.OfBudget, j.budget("1500,00")...); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	code, body := j.send(j.here, "/move", project.OfState, "do", "submitted", "day", "2026-11-26", "note", "Wniosek 12")
	if code != http.StatusConflict || !strings.Contains(body, "nikt jeszcze nie pokrywa kosztów w kwocie 0,01\u00a0EUR") || !strings.Contains(body, `value="Wniosek 12"`) {
		t.Errorf("a cent short: %d", code)
	}
	checkHTML(t, "a cent short", body)
	if p := j.now(); p.State != project.Idea || len(p.Budget.Lines) != 2 || len(p.Budget.Shares) != 3 {
		t.Errorf("%+v", p.Budget)
	}
}

// Readers find projects by year, country, state and call, as a page, a feed and data.
func TestPublicProjects(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		reader := newBrowser(j.site.Handler())
		if w := reader.get("/pl/projects/wspolny-spiewnik"); w.Code != http.StatusNotFound {
			t.Errorf("an idea is public: %d", w.Code)
		}
		j.there.post(j.address+"/facts", "version", j.version(project.OfFacts), "funder", "Fundusz pogranicza", "from", "2027", "to", "2028", "link", "https://example.org/")
		j.send(j.here, "/budget", project.OfBudget, j.budget("1500,01")...)
		if code, _ := j.send(j.here, "/move", project.OfState, "do", "show"); code != http.StatusSeeOther {
			t.Fatal(code)
		}
		for query, there := range map[string]bool{"": true, "?year=2027": true, "?year=2028&country=BY": true, "?year=2026": false, "?country=LT": false, "?state=idea": true, "?state=closed": false, "?call=none": false} {
			page, feed := reader.get("/pl/projects"+query), reader.get("/pl/projects.atom"+query)
			checkHTML(t, query, page.Body.String())
			if page.Code != http.StatusOK || strings.Contains(page.Body.String(), "Wspólny śpiewnik") != there || strings.Contains(feed.Body.String(), "Wspólny śpiewnik") != there {
				t.Errorf("%q: %d, feed %d", query, page.Code, feed.Code)
			}
		}
		page := j.public()
		for text, there := range map[string]bool{"3863,24\u00a0EUR": true, "Fundusz pogranicza": true, "Autokar": false} {
			if strings.Contains(page, text) != there {
				t.Errorf("%q: not %v", text, there)
			}
		}
		_, data, _ := strings.Cut(page, `<script type="application/ld+json">`)
		data, _, _ = strings.Cut(data, "</script>")
		var node struct {
			Type   string `json:"@type"`
			Member []struct{ Name string }
			Funder struct{ Name string }
		}
		if err := json.Unmarshal([]byte(data), &node); err != nil || node.Type != "Project" || len(node.Member) != 2 || node.Funder.Name != "Fundusz pogranicza" {
			t.Errorf("data: %v, %+v", err, node)
		}
		if code, _ := j.send(j.here, "/move", project.OfState, "do", "hide"); code != http.StatusSeeOther {
			t.Fatal(code)
		}
		if w := reader.get("/pl/projects/wspolny-spiewnik"); w.Code != http.StatusNotFound {
			t.Errorf("hidden: %d", w.Code)
		}
	})
}

// newJointOn is [newJoint] on a site that is there already.
func newJointOn(t *testing.T, s *Site) *joint {
	t.Helper()
	j := beginJointOn(t, s)
	if code := j.answer(j.there, "yes", placeHrodna); code != http.StatusSeeOther {
		t.Fatalf("the second town agrees: %d", code)
	}
	return j
}

// A disk without room: each form of a project says so above what was typed, and keeps it once
// there is room. SQLite is told to grow no further; PostgreSQL cannot be.
func TestAFullDiskKeepsAProjectsForms(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		if rooms.DB.Engine() != db.SQLite {
			return
		}
		j := newJoint(t, rooms)
		grow := func(pages string) {
			if err := rooms.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `PRAGMA max_page_count = `+pages)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		long := strings.Repeat("Tekst, którego nie wolno zgubić. ", 230)
		lines := j.budget("1500,01")
		for n := 2; n < 120; n++ {
			row := "line." + strconv.Itoa(n) + "."
			lines = append(lines, row+"partner", j.now().Partners[0].ID, row+"heading", "staff", row+"what", long[:250], row+"amount", "1", row+"currency", "EUR")
		}
		var work, payments []string
		for n := range 100 {
			row := "milestone." + strconv.Itoa(n) + "."
			work = append(work, row+"title", long[:250], row+"due", "2027-01-01", row+"done", "")
			row = "payment." + strconv.Itoa(n) + "."
			payments = append(payments, row+"partner", j.now().Partners[0].ID, row+"kind", "in.grant", row+"day", "2026-11-02", row+"what", long[:250], row+"amount", "1", row+"currency", "EUR")
		}
		for path, c := range map[string]struct {
			part   project.Part
			fields []string
		}{
			"/budget": {project.OfBudget, lines}, "/payments": {project.OfBudget, payments}, "/work": {project.OfWork, work},
			"/texts":    {project.OfTexts, []string{"in", "pl", "title.pl", "Wspólny śpiewnik", "about.pl", long, "results.pl", long, "origin.pl", "written"}},
			"/partners": {project.OfPartners, []string{"do", "organisation", "body", long[:280]}},
			"/move":     {project.OfState, []string{"do", "running", "day", "2026-11-26", "note", long[:280]}},
			"/facts":    {project.OfFacts, []string{"funder", long[:280], "number", long[:280], "acronym", long[:280], "keep", long[:280]}},
		} {
			grow("1") // never below what it has
			code, body := fillsUp(j, path, c.part, c.fields)
			if code != http.StatusInsufficientStorage && path != "/move" || !strings.Contains(body, long[:200]) {
				t.Errorf("%s on a full disk: %d", path, code)
			}
			grow("1000000")
			if path == "/partners" {
				c.fields[3] += "!"
			}
			if code, _ := j.send(j.here, path, c.part, c.fields...); code != http.StatusSeeOther && path != "/move" {
				t.Errorf("%s with room again: %d", path, code)
			}
		}
	})
}

// fillsUp sends a form until the disk has no room for it: what still fits into a page that is
// there goes through.
func fillsUp(j *joint, path string, part project.Part, fields []string) (code int, body string) {
	for n := range 30 {
		if path == "/partners" {
			fields[3] = fields[3][:len(fields[3])-2] + strconv.Itoa(10+n) // nobody is there twice
		}
		if code, body = j.send(j.here, path, part, fields...); code != http.StatusSeeOther {
			return code, body
		}
	}
	return code, body
}

// A municipality that becomes part of another stays in its projects: the pages say what it
// became, on which day and by which act, and the office of its successor has its say.
func TestAMergedPartnerOfAProject(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := newJoint(t, rooms)
		heir := signedIn(t, j.site, "Officer of Goldap", officerOf(placeGoldap))
		if w := heir.get(j.address); w.Code != http.StatusNotFound {
			t.Fatalf("before the merger: %d", w.Code)
		}
		j.send(j.here, "/budget", project.OfBudget, j.budget("1500,01")...)
		if err := j.site.rooms.People.Log().Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			_, err := j.site.rooms.Places.AddChange(context.Background(), tx, note, place.Change{Kind: place.Merge, Day: lang.Date{Year: 2026, Month: 1, Day: 1}, Before: []int64{placeHrodna}, After: []int64{placeGoldap}, Source: "Ustawa 12/2025"}, nil)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for path, b := range map[string]*browser{"/partners": heir, "/budget": heir, "": heir} {
			w := b.get(j.address + path)
			checkHTML(t, path, w.Body.String())
			if w.Code != http.StatusOK {
				t.Errorf("the successor at %q: %d", path, w.Code)
			}
		}
		page := heir.get(j.address + "/partners").Body.String()
		for _, want := range []string{"od 1 stycznia 2026 w jednostce:", "Gołdap", "Ustawa 12/2025", "nic nie przepada", "1500,01\u00a0EUR"} {
			if !strings.Contains(page, want) {
				t.Errorf("the partners' page lacks %q", want)
			}
		}
		if code := j.answer(heir, "yes", placeHrodna); code != http.StatusSeeOther {
			t.Errorf("the successor answers: %d", code)
		}
		if code, _ := j.send(heir, "/move", project.OfState, "do", "show"); code != http.StatusSeeOther {
			t.Errorf("the successor shows it: %d", code)
		}
		if page := j.public(); !strings.Contains(page, "Grodno") || !strings.Contains(page, "od 1 stycznia 2026 w jednostce:") {
			t.Error("readers are not told what became of it")
		}
		if p := j.now(); len(p.Partners) != 2 || p.Budget.Sums().Total != 386324 {
			t.Errorf("something was lost: %+v", p.Partners)
		}
		form := j.here.get("/pl/desk/projects/new?with=776069&with=627904").Body.String()
		if !strings.Contains(form, `value="771953"`) || strings.Contains(form, `name="side" value="627904"`) {
			t.Error("a new project is begun with who is no more")
		}
	})
}

// A call asks what of a partner nobody knows, and for a group that a country leaves while it
// is open: the project's page says so in a sentence each.
func TestWhatACallDoesNotKnowOfAProject(t *testing.T) {
	const programme = `
programme: {key: old, name: {en: Old}, funder: Somebody, kind: eu, sources: [{url: "https://example.org", title: Page, read: 2026-11-26}]}
calls:
  - key: large
    name: {en: Large towns}
    rules: {each: {people: {min: 5000}}}
  - key: neighbours
    name: {en: Neighbours}
    opens: 2020-06-01
    deadlines: [{day: 2021-03-31, at: "15:00", zone: Europe/Warsaw}]
    rules: {partners: {min: 1, from: EaP}}
`
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s := fitSiteOn(t, rooms)
		if w := signedIn(t, s, "Organiser", organiser).post("/en/desk/programmes/new", "version", "0", "text", programme); w.Code != http.StatusSeeOther {
			t.Fatalf("the programme: %d %s", w.Code, saidWrong(w))
		}
		officer := signedIn(t, s, "Officer of Bialystok", officerOf(placeBialystok))
		var uncounted place.Place
		if err := s.rooms.Places.Each(t.Context(), s.rooms.Places.DB(), func(p place.Place) error {
			if p.Population == 0 && uncounted.ID == 0 {
				uncounted = p
			}
			return nil
		}); err != nil || uncounted.ID == 0 {
			t.Fatalf("a place whose inhabitants nobody counted: %v", err)
		}
		third := strconv.FormatInt(uncounted.ID, 10)
		for call, want := range map[string]string{
			"large": rooms.World.Now().Places.DisplayName(uncounted.ID, "en") + ": the number of inhabitants", "neighbours": "Belarus belongs to the group (" + rooms.Catalog.Printer("en").Message(funding.SayGroup("EaP")) + ") until this day: 31 December 2020.",
		} {
			with := "/en/desk/projects/new?with=776069&with=" + third + "&with=627904&call=" + call
			w := officer.post(with, "title", "Songs "+call, "side", "776069", "side", third, "side", "627904", "lead", "776069", "call", call)
			page := officer.get(w.Header().Get("Location")).Body.String()
			checkHTML(t, call, page)
			if !strings.Contains(page, want) {
				_, fits, _ := strings.Cut(page, `id="call"`)
				t.Errorf("%s: %d, no %q in %.1500s", call, w.Code, want, fits)
			}
		}
	})
}
