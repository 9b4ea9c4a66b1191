package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"rsc.io/qr"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/qrcode"
	"twintown/internal/world/worldtest"
)

// threePoints is the structure of a contact block as an office publishes it, with numbers
// that nobody has.
const threePoints = `Kontakt

Towarzystwo

OŚRODEK POMOCY BIAŁYSTOK
TEL: + 48 85 000 00 01

w godzinach pracy:

Pon. 13:00 – 20:00
Wt. 08:00 – 15:00
Śr. 08:00 – 15:00
Czw. 08:00 – 15:00
Pt. 08:00 – 15:00
Sob. 09:00 – 14:00

Punkt Lokalny w Sokółce
TEL: + 48 85 000 00 02
w godzinach pracy:
Śr. 15:00 – 20:00
Czw. 15:00 – 20:00

Punkt Lokalny w Bielsku Podlaskim
TEL: +48 85 000 00 03
w godzinach pracy:
Pon. 15:00 – 20:00
Wt. 15:00 – 20:00`

var organiser = people.Grant{Role: people.Organiser, Scope: people.Site()}

func adviserOf(id string) people.Grant {
	return people.Grant{Role: people.Adviser, Scope: people.Scope{Kind: people.OfHelpPoint, ID: id}}
}

// versionIn is the one that a page's forms carry.
func versionIn(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no version")
	}
	return m[1]
}

// An organiser pastes the block whole, keeps three drafts, completes one, publishes it; it
// says nothing of open or closed until she says that she checked.
func TestABlockBecomesPublicPoints(t *testing.T) {
	s, _ := deskSite(t)
	b := signedIn(t, s, "Organiser", organiser)
	read := b.post("/pl/desk/help/new", "do", "read", "block", threePoints, "country", "PL")
	page := read.Body.String()
	checkHTML(t, "what was read", page)
	for _, want := range []string{"OŚRODEK POMOCY BIAŁYSTOK", "85 000 00 02", "13:00–20:00", "Towarzystwo"} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	if strings.Contains(page, `class="said"`) || !strings.Contains(page, `value="Białystok, `) {
		t.Error("the preview says that something was done, or guesses no town")
	}
	if w := b.post("/pl/desk/help/new", "do", "keep", "block", threePoints, "country", "PL"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Punkt Lokalny w Sokółce") {
		t.Errorf("nothing ticked: %d", w.Code)
	}
	w := b.post("/pl/desk/help/new", "do", "keep", "block", threePoints, "country", "PL", "point", "0", "point", "1", "point", "2", "place0", "776069", "place1", "", "place2", "")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("kept: %d %.600s", w.Code, w.Body)
	}
	if n := strings.Count(b.get("/pl/desk/help").Body.String(), `href="/pl/desk/help/`); n != 4 { // and the button for a new one
		t.Errorf("%d drafts", n-1)
	}
	const at = "/pl/desk/help/osrodek-pomocy-bialystok"
	edit := b.get(at).Body.String()
	checkHTML(t, "the draft", edit)
	if !strings.Contains(edit, `value="13:00–20:00"`) {
		t.Error("the grid does not hold Monday")
	}
	if w := ask(s.Handler(), "/pl/help/osrodek-pomocy-bialystok"); w.Code != http.StatusNotFound {
		t.Errorf("a draft is public: %d", w.Code)
	}
	if w := b.post(at+"/stage", "version", versionIn(t, edit), "do", "publish"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "f-purposes") {
		t.Errorf("published without a purpose: %d", w.Code)
	}
	facts := []string{"version", versionIn(t, edit), "boxes", "purposes", "place", "776069", "phones", "+48 85 000 00 01", "purposes", "victims", "languages", "pl", "address", "ul. Lipowa 1"}
	if w := b.post(at+"/facts", facts...); w.Code != http.StatusSeeOther {
		t.Fatalf("facts: %d %.900s", w.Code, saidWrong(w))
	}
	if w := b.post(at+"/stage", "version", versionIn(t, b.get(at).Body.String()), "do", "publish"); w.Code != http.StatusSeeOther {
		t.Fatalf("publish: %d %s", w.Code, saidWrong(w))
	}
	public := ask(s.Handler(), "/pl/help").Body.String()
	checkHTML(t, "the list", public)
	if !strings.Contains(public, "help-status unknown") || strings.Contains(public, "tel:") {
		t.Error("an unchecked point claims something")
	}
	if w := b.post(at+"/stage", "version", versionIn(t, b.get(at).Body.String()), "do", "check", "checked", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("checked: %d", w.Code)
	}
	public = ask(s.Handler(), "/pl/help").Body.String()
	if !strings.Contains(public, "help-status open") || !strings.Contains(public, "tel:") || !strings.Contains(public, "do 20:00") { // Monday, 13:00 in Warsaw
		t.Errorf("a checked point: %.1500s", public[strings.Index(public, "help-cards"):])
	}
	for code, want := range map[string]string{"pl": ">85 000 00 01<", "uk": ">&#43;48 85 000 00 01<"} { // who reads Ukrainian may call from Ukraine
		if page := ask(s.Handler(), "/"+code+"/help").Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s: the number is not written %q", code, want)
		}
	}
}

// A block of which something is not understood loses nothing: what is doubtful is named, the
// text stays in its field, and each draft keeps it whole until somebody publishes it.
func TestABlockThatIsHalfUnderstood(t *testing.T) {
	s, _ := deskSite(t)
	b := signedIn(t, s, "Organiser", organiser)
	const text = `Zapraszamy wszystkich mieszkańców do naszych punktów, które działają od wielu lat.
Punkt w Białymstoku
tel. 12345
tel. 85 000 00 01 (sekretariat na parterze)
Pon. 8–15
Pon. 9–16
Wt. 20–8
Śr. 8–12 w pełnię księżyca nieczynne
Każdy pierwszy piątek miesiąca po zachodzie słońca`
	page := b.post("/en/desk/help/new", "do", "read", "block", text, "country", "PL").Body.String()
	checkHTML(t, "what was read", page)
	for _, want := range []string{
		"Pon. 9–16", "This day has other hours already. Left out: 9–16", "The end is before the start: 20–8", "cannot be a phone number in that country: 12345", "1 line was not used", "Zapraszamy wszystkich", "08:00–15:00", `value="Białystok, `, "pierwszy piątek",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	w := b.post("/en/desk/help/new", "do", "keep", "block", text, "country", "PL", "point", "0", "place0", "776069")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("kept: %d %s", w.Code, saidWrong(w))
	}
	all, err := s.rooms.Help.All(t.Context())
	if err != nil || len(all) != 1 || all[0].Pasted != text || all[0].Stage != helppoint.Draft || !all[0].Verified.IsZero() {
		t.Fatalf("%+v, %v", all, err)
	}
	if edit := b.get(w.Header().Get("Location")).Body.String(); !strings.Contains(edit, "w pełnię księżyca") {
		t.Error("the draft does not show what was pasted")
	}
}

// A confidential point has no form unless somebody decides so, be it made or become so.
func TestAConfidentialPointHasNoForm(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	p := publishHelp(t, h.site, func(p *helppoint.Point) { p.Enquiries = true })
	if w := ask(h.h, "/en/help/punkt/ask"); w.Code != http.StatusOK {
		t.Fatalf("the form: %d", w.Code)
	}
	b := h.person(true, adviserOf(p.ID))
	const at = "/en/desk/help/punkt"
	save := func(boxes ...string) string {
		t.Helper()
		fields := append([]string{"version", versionIn(t, b.get(at).Body.String()), "boxes", "confidential enquiries", "place", "776069", "phones", "+48 85 000 00 01", "purposes", "victims"}, boxes...)
		w := b.post(at+"/facts", fields...)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, saidWrong(w))
		}
		return b.get(at).Body.String()
	}
	if page := save("confidential", "1", "enquiries", "1"); !strings.Contains(page, "its form for enquiries is switched off") {
		t.Error("nothing is said of the form")
	}
	if w := ask(h.h, "/en/help/punkt/ask"); w.Code != http.StatusNotFound {
		t.Errorf("a form that nobody decided on: %d", w.Code)
	}
	if page := ask(h.h, "/en/help/punkt").Body.String(); strings.Contains(page, "/ask") {
		t.Error("the page leads to it")
	}
	save("confidential", "1", "enquiries", "1")
	if w := ask(h.h, "/en/help/punkt/ask"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "14") {
		t.Errorf("a form that was decided on: %d", w.Code)
	}
}

// saidWrong are the sentences of a form that came back.
func saidWrong(w *httptest.ResponseRecorder) string {
	return strings.Join(regexp.MustCompile(`(?s)<div class="faults".*?</div>`).FindAllString(w.Body.String(), -1), " ")
}

// publish makes a public, checked point in Białystok.
func publishHelp(t *testing.T, s *Site, change ...func(p *helppoint.Point)) helppoint.Point {
	t.Helper()
	p := helppoint.Point{
		Handle: "punkt", Stage: helppoint.Public, Place: placeBialystok, Zone: "Europe/Warsaw", Lat: 53.13, Lon: 23.16, Hours: "Mo 13:00-20:00; Tu-Fr 08:00-15:00",
		Verified: dbtest.Today, VerifiedRole: people.Adviser,
		Details: helppoint.Details{Purposes: []helppoint.Purpose{helppoint.ForCivic}, Phones: []helppoint.Phone{{Number: "+48850000001"}}, Languages: []string{"pl", "be"}},
		Texts:   map[string]helppoint.Text{"pl": {Name: "Punkt pomocy", Provenance: lang.Provenance{Origin: helppoint.Written}}},
	}
	for _, fn := range change {
		fn(&p)
	}
	ids, err := s.rooms.Help.Create(t.Context(), people.System(), p)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = s.rooms.Help.ByID(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	return p
}

// A page that says "open now" is right for the minute: it is never kept past a change, and
// a browser that asks again is answered anew.
func TestOpenNowIsNeverStale(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) { // Monday, 13:00 in Warsaw
		h := hallOn(t, rooms, c)
		publishHelp(t, h.site)
		get := func(etag string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodGet, "/en/help", nil)
			r.Header.Set("If-None-Match", etag)
			w := httptest.NewRecorder()
			h.h.ServeHTTP(w, r)
			return w
		}
		first := get("")
		etag := first.Header().Get("ETag")
		if !strings.Contains(first.Body.String(), "until 20:00") || etag == "" || first.Header().Get("Cache-Control") != "public, no-cache" {
			t.Fatalf("%d %s %s", first.Code, etag, first.Header().Get("Cache-Control"))
		}
		if w := get(etag); w.Code != http.StatusNotModified {
			t.Errorf("within the minute: %d", w.Code)
		}
		c.Add(7 * time.Hour) // 20:00
		if w := get(etag); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "help-status closed") || !strings.Contains(w.Body.String(), "opens tomorrow at 08:00") {
			t.Errorf("after it closed: %d", w.Code)
		}
		c.Add(-7 * time.Hour)
	})
}

func TestHelpPointsAreChosen(t *testing.T) {
	s, _ := deskSite(t)
	publishHelp(t, s)
	publishHelp(t, s, func(p *helppoint.Point) {
		p.Handle, p.Place, p.Purposes, p.Languages = "goldap", placeGoldap, []helppoint.Purpose{helppoint.ForLegal}, []string{"pl", "lt"}
		p.Texts = map[string]helppoint.Text{"pl": {Name: "Punkt w gminie", Provenance: lang.Provenance{Origin: helppoint.Written}}}
	})
	for query, want := range map[string][]string{
		"":                               {"punkt", "goldap"},
		"?purpose=legal":                 {"goldap"},
		"?language=be":                   {"punkt"},
		"?purpose=legal&language=be":     nil,
		"?near=771953":                   {"goldap", "punkt"},
		"?near=776069":                   {"punkt", "goldap"},
		"?near=nowhere+at+all":           {"punkt", "goldap"},
		"?purpose=%3Cscript%3E&near=%00": nil,
	} {
		w := ask(s.Handler(), "/en/help"+query)
		page := w.Body.String()
		checkHTML(t, query, page)
		var got []string
		for _, m := range regexp.MustCompile(`<h2><a href="/en/help/([a-z-]+)"`).FindAllStringSubmatch(page, -1) {
			got = append(got, m[1])
		}
		if w.Code != http.StatusOK || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %d %v, want %v", query, w.Code, got, want)
		}
	}
	if w := ask(s.Handler(), "/en/help?near=771953"); !strings.Contains(w.Body.String(), "km") || !strings.Contains(w.Header().Get("Permissions-Policy"), "geolocation=(self)") {
		t.Error("no distance, or the browser may not be asked")
	}
	if w := ask(s.Handler(), "/en/places"); strings.Contains(w.Header().Get("Permissions-Policy"), "self") {
		t.Error("another page may ask where the reader is")
	}
}

// The squares of a code are those of its library, drawn row by row.
func TestACodeIsDrawnWhole(t *testing.T) {
	const text = "https://example.org/uk/help/punkt-lokalny-w-bielsku-podlaskim"
	drawn, err := drawQR(text)
	c, err2 := qr.Encode(text, qr.M)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	black := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(drawn.Path, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			black[[2]int{x + i - qrcode.Quiet, y - qrcode.Quiet}] = true
		}
	}
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) != black[[2]int{x, y}] {
				t.Fatalf("the square %d, %d", x, y)
			}
		}
	}
}

// One point's page and card; what nobody checked is not told to programs.
func TestAHelpPointsPage(t *testing.T) {
	s, _ := deskSite(t)
	publishHelp(t, s, func(p *helppoint.Point) {
		p.Exceptions = []helppoint.Exception{{From: "2026-12-24", To: "2026-12-26", Reason: "holiday"}}
		p.Access, p.Mails = []string{"step_free"}, []string{"punkt@example.org"}
	})
	publishHelp(t, s, func(p *helppoint.Point) { p.Handle, p.Example, p.Verified = "dawniej", true, time.Time{} })
	page := ask(s.Handler(), "/uk/help/punkt").Body.String()
	checkHTML(t, "the page", page)
	for _, want := range []string{`"@type":"OpeningHoursSpecification"`, `"telephone":"+48850000001"`, "specialOpeningHoursSpecification", `lang="pl">Punkt pomocy`, "понеділок", "24–26"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	card := ask(s.Handler(), "/uk/help/punkt/card").Body.String()
	checkHTML(t, "the card", card)
	if strings.Contains(card, "help-status") || !strings.Contains(card, "13:00–20:00") || !strings.Contains(card, "<p>http://localhost:8080/uk/help/punkt ·") || !strings.Contains(card, `href="#qr"`) {
		t.Error("the card says what is open now, or lacks the week, its address or the code of it")
	}
	sheet := ask(s.Handler(), "/uk/help/punkt/card?sheet=a4").Body.String()
	checkHTML(t, "a sheet of cards", sheet)
	if n := strings.Count(sheet, `<article class="paper-card`); n != onSheet {
		t.Errorf("%d cards on a sheet", n)
	}
	old := ask(s.Handler(), "/pl/help/dawniej").Body.String()
	if strings.Contains(old, "tel:") || strings.Contains(old, "OpeningHours") || !strings.Contains(old, "help-status unknown") || !strings.Contains(old, "Przykład historyczny") {
		t.Error("an example is told as a fact")
	}
	if w := ask(s.Handler(), "/pl/help/none"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown point: %d", w.Code)
	}
}

// Programs read the hours of a usual week, and those of single days with their dates.
func TestHoursForPrograms(t *testing.T) {
	s, _ := deskSite(t)
	publishHelp(t, s, func(p *helppoint.Point) {
		p.Holidays = helppoint.HolidaysClosed
		p.Exceptions = []helppoint.Exception{
			{From: "2026-11-02", To: "2026-11-02"}, // is over
			{From: "2026-12-24", To: "2026-12-26", Reason: "holiday"},
			{From: "2026-12-31", To: "2026-12-31", Hours: "08:00-10:00,11:00-12:00"},
		}
		p.Closure = helppoint.Closure{From: "2027-02-01", Reason: "moving"}
	})
	publishHelp(t, s, func(p *helppoint.Point) {
		p.Handle, p.Hours = "summer", "Mo-Fr 08:00-15:00; Dec Mo-Fr 08:00-13:00"
	})
	day := func(all ...string) (urls []any) {
		for _, x := range all {
			urls = append(urls, "https://schema.org/"+x)
		}
		return urls
	}
	spec := func(opens, closes string, more map[string]any) map[string]any {
		node := map[string]any{"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
		maps.Copy(node, more)
		return node
	}
	dated := func(from, through string) map[string]any {
		return map[string]any{"validFrom": from, "validThrough": through}
	}
	office := day("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
	for handle, want := range map[string]map[string][]any{
		"punkt": {
			"openingHoursSpecification": {
				spec("13:00", "20:00", map[string]any{"dayOfWeek": day("Monday")}),
				spec("08:00", "15:00", map[string]any{"dayOfWeek": day("Tuesday", "Wednesday", "Thursday", "Friday")}),
				spec("00:00", "00:00", map[string]any{"dayOfWeek": day("PublicHolidays")}),
			},
			"specialOpeningHoursSpecification": {
				spec("00:00", "00:00", dated("2026-12-24", "2026-12-26")),
				spec("08:00", "10:00", dated("2026-12-31", "2026-12-31")),
				spec("11:00", "12:00", dated("2026-12-31", "2026-12-31")),
				spec("00:00", "00:00", map[string]any{"validFrom": "2027-02-01"}),
			},
		},
		"summer": {
			"openingHoursSpecification": { // the month changes within the second week
				spec("08:00", "15:00", map[string]any{"dayOfWeek": office, "validFrom": "2026-11-23", "validThrough": "2026-11-29"}),
				spec("08:00", "15:00", map[string]any{"dayOfWeek": day("Monday"), "validFrom": "2026-11-30", "validThrough": "2026-12-06"}),
				spec("08:00", "13:00", map[string]any{"dayOfWeek": office[1:], "validFrom": "2026-11-30", "validThrough": "2026-12-06"}),
				spec("08:00", "13:00", map[string]any{"dayOfWeek": office, "validFrom": "2026-12-07", "validThrough": "2026-12-27"}),
				spec("08:00", "13:00", map[string]any{"dayOfWeek": office[:4], "validFrom": "2026-12-28", "validThrough": "2027-01-03"}),
				spec("08:00", "15:00", map[string]any{"dayOfWeek": office[4:], "validFrom": "2026-12-28", "validThrough": "2027-01-03"}),
				spec("08:00", "15:00", map[string]any{"dayOfWeek": office, "validFrom": "2027-01-04", "validThrough": "2027-01-17"}),
			},
		},
	} {
		page := ask(s.Handler(), "/en/help/"+handle).Body.String()
		data := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page)
		if data == nil {
			t.Fatalf("%s has no data", handle)
		}
		var node map[string]any
		if err := json.Unmarshal([]byte(data[1]), &node); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"openingHoursSpecification", "specialOpeningHoursSpecification"} {
			got, _ := node[name].([]any)
			if diff := cmp.Diff(want[name], got); diff != "" {
				t.Errorf("%s: %s: %s", handle, name, diff)
			}
		}
	}
}

// What is wrong with hours is named at its place, and what was typed stays.
func TestHoursAtTheDesk(t *testing.T) {
	s, _ := deskSite(t)
	p := publishHelp(t, s)
	b := signedIn(t, s, "Adviser", adviserOf(p.ID))
	const at = "/de/desk/help/punkt"
	grid := func(days ...string) []string {
		return append([]string{"version", versionIn(t, b.get(at).Body.String()), "from", "grid"}, days...)
	}
	for _, c := range []struct {
		name   string
		fields []string
		status int
		want   []string
	}{
		{"an end before its start", grid("day0", "20–8"), http.StatusUnprocessableEntity, []string{`href="#f-day0"`, `value="20–8"`, "Ende liegt vor dem Anfang"}},
		{"no such hour", grid("day1", "8–25:00"), http.StatusUnprocessableEntity, []string{`href="#f-day1"`, `value="8–25:00"`}},
		{"words that say nothing", grid("day2", "manchmal"), http.StatusUnprocessableEntity, []string{`href="#f-day2"`, `value="manchmal"`}},
		{"a block that is half understood", []string{"version", "1", "from", "block", "block", "Mo 8–12 Uhr\nMo 9–14 Uhr\nam Vollmond nie"}, http.StatusUnprocessableEntity, []string{"Montag: Dieser Tag", "am Vollmond nie", `value="08:00–12:00"`, "Mo 9–14 Uhr"}},
		{"rules that contradict", []string{"version", "1", "from", "osm", "osm", "Mo 08:00-15:00; Mo 09:00-16:00"}, http.StatusUnprocessableEntity, []string{"Mo 08:00-15:00“ hat keine Wirkung", `name="sure"`}},
		{"school holidays", []string{"version", "1", "from", "osm", "osm", "SH Mo-Fr 10:00-12:00"}, http.StatusUnprocessableEntity, []string{"Schulferien sind hier nicht bekannt", `name="sure"`, `value="SH Mo-Fr 10:00-12:00"`}},
		{"a text that is none", []string{"version", "1", "from", "osm", "osm", "Mo 8:00-"}, http.StatusUnprocessableEntity, []string{`href="#f-osm"`, `value="Mo 8:00-"`}},
		{"a grid", grid("day0", "8–12, 13–17", "day1", "", "day2", "", "day3", "", "day4", "", "day5", "nach Vereinbarung", "day6", "geschlossen"), http.StatusSeeOther, nil},
	} {
		w := b.post(at+"/hours", c.fields...)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d: %s", c.name, w.Code, c.status, saidWrong(w))
		}
		if w.Code == http.StatusUnprocessableEntity {
			checkHTML(t, c.name, w.Body.String())
		}
		for _, want := range c.want {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: the page lacks %q", c.name, want)
			}
		}
	}
	now, err := s.rooms.Help.ByID(t.Context(), p.ID)
	if err != nil || now.Hours != `Mo 08:00-12:00,13:00-17:00; Sa "by appointment"; Su off` || !now.Verified.IsZero() {
		t.Errorf("kept: %q, %v, %v", now.Hours, now.Verified, err)
	}
	if w := b.post(at+"/hours", "version", versionIn(t, b.get(at).Body.String()), "from", "osm", "osm", "Mo-Fr 08:00-15:00; Jul-Aug Mo-Fr 08:00-13:00", "checked", "1"); w.Code != http.StatusSeeOther {
		t.Errorf("a summer: %d %s", w.Code, saidWrong(w))
	}
	if w := b.post(at+"/hours", "version", "1", "from", "grid", "day0", "8–9"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "inzwischen") || !strings.Contains(w.Body.String(), `value="8–9"`) {
		t.Errorf("saved over another's change: %d", w.Code)
	}
	other := signedIn(t, s, "Another adviser", adviserOf("elsewhere"))
	if w := other.get(at); w.Code != http.StatusForbidden {
		t.Errorf("another point's adviser: %d", w.Code)
	}
}

// Who keeps a point is asked on her first page before its check lapses, and finds it.
func TestChecksAreAskedFor(t *testing.T) {
	s, _ := deskSite(t)
	due := publishHelp(t, s, func(p *helppoint.Point) { p.Handle, p.Verified = "due", dbtest.Today.AddDate(-1, 0, 7) })
	publishHelp(t, s)
	b := signedIn(t, s, "Adviser", adviserOf(due.ID))
	if page := b.get("/en/desk").Body.String(); !strings.Contains(page, "Help points to be checked: 1") || !strings.Contains(page, "/en/desk/help?check=due") {
		t.Error("nobody asks")
	}
	organiser := signedIn(t, s, "Organiser", organiser)
	if page := organiser.get("/en/desk/help?check=due").Body.String(); !strings.Contains(page, "/en/desk/help/due") || strings.Contains(page, "/en/desk/help/punkt") {
		t.Error("the list has others")
	}
}

// Single days, a closure, and texts in more languages.
func TestDaysAndTextsAtTheDesk(t *testing.T) {
	s, _ := deskSite(t)
	p := publishHelp(t, s)
	b := signedIn(t, s, "Adviser", adviserOf(p.ID))
	const at = "/en/desk/help/punkt"
	do := func(path string, fields ...string) *httptest.ResponseRecorder {
		return b.post(at+path, append([]string{"version", versionIn(t, b.get(at).Body.String())}, fields...)...)
	}
	for _, c := range []struct {
		path   string
		fields []string
		status int
	}{
		{"/days", []string{"do", "add", "day_from", "2026-12-24", "day_hours", "9–12", "day_reason", "holiday"}, http.StatusSeeOther},
		{"/days", []string{"do", "add", "day_from", "2026-12-24", "day_to", "2026-12-01"}, http.StatusUnprocessableEntity},
		{"/days", []string{"do", "close", "closed_from", "2026-11-23", "closed_to", "2026-11-30", "closed_reason", "works"}, http.StatusSeeOther},
		{"/texts", []string{"in", "uk", "name.uk", "Пункт допомоги", "origin.uk", "translated", "source.uk", "pl"}, http.StatusSeeOther},
		{"/texts", []string{"in", "xx", "name.xx", "?"}, http.StatusUnprocessableEntity},
		{"/facts", []string{"boxes", "purposes", "place", "776069", "phones", "+48 85 000 00 01, fax\n12", "purposes", "civic"}, http.StatusUnprocessableEntity},
	} {
		if w := do(c.path, c.fields...); w.Code != c.status {
			t.Errorf("%s %v: %d %s", c.path, c.fields, w.Code, saidWrong(w))
		}
	}
	public := ask(s.Handler(), "/uk/help").Body.String()
	for _, want := range []string{"help-status away", "Пункт допомоги", "1 грудня 2026"} {
		if !strings.Contains(public, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if w := do("/days", "do", "open"); w.Code != http.StatusSeeOther {
		t.Errorf("opened again: %d", w.Code)
	}
	if w := do("/days", "do", "drop", "at", "0"); w.Code != http.StatusSeeOther {
		t.Errorf("dropped: %d", w.Code)
	}
	if now, _ := s.rooms.Help.ByID(t.Context(), p.ID); len(now.Exceptions) != 0 || now.Closure.From != "" || !now.Verified.Equal(p.Verified) {
		t.Errorf("%+v", now)
	}
}

// An organiser invites an adviser to a point; the role names the point.
func TestAnAdviserIsInvited(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	p := publishHelp(t, h.site)
	organiser := h.person(true, organiser)
	page := organiser.get("/en/desk/invite?role=adviser&help_point=" + p.ID).Body.String()
	checkHTML(t, "the invitation", page)
	if !strings.Contains(page, `<option value="adviser" selected>`) || !strings.Contains(page, `<option value="`+p.ID+`" selected>Punkt pomocy`) {
		t.Error("the form does not offer the role at the point")
	}
	if w := organiser.post("/en/desk/invite", "email", "new@example.org", "role", "adviser", "help_point", "none", "language", "pl"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("to no point: %d", w.Code)
	}
	if w := organiser.post("/en/desk/invite", "email", "new@example.org", "role", "adviser", "help_point", p.ID, "language", "pl"); w.Code != http.StatusSeeOther {
		t.Errorf("invited: %d %s", w.Code, saidWrong(w))
	}
	if letters := h.last(); len(letters) != 1 || letters[0].Args["scope"] != "Punkt pomocy" {
		t.Errorf("the letter: %+v", letters)
	}
	adviser := h.person(true, adviserOf(p.ID))
	if w := adviser.get("/en/desk/invite?help_point=" + p.ID); strings.Contains(w.Body.String(), `value="adviser"`) {
		t.Error("an adviser invites others")
	}
}
