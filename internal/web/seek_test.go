package web

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/mail"
	"twintown/internal/seek"
	"twintown/internal/world/worldtest"
)

const requestAt = "/pl/desk/requests/bialystok"

// wholeRequest has an officer of Białystok write a request that lacks nothing.
func wholeRequest(t *testing.T, officer *browser) {
	t.Helper()
	w := officer.post("/pl/desk/requests/new?place=776069", "title", "Białystok: szukamy miasta partnerskiego", "seeks", "Miasta nad jeziorem.\n\nNa początek: wymiana szkół.",
		"topics", "culture", "topics", "youth", "reply_by", "2027-01-20", "expires", "2027-03-20")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != requestAt {
		t.Fatalf("new: %d to %q %s", w.Code, w.Header().Get("Location"), saidWrong(w))
	}
}

// does sends a form of the request's page with the version that the page has.
func does(t *testing.T, b *browser, path string, fields ...string) int {
	t.Helper()
	page := requestAt
	if strings.HasPrefix(path, "/review") {
		page += "/review"
	}
	return b.post(requestAt+path, append([]string{"version", versionIn(t, b.get(page).Body.String())}, fields...)...).Code
}

// A town writes a request, the organiser gives it back and then finds nothing against it,
// the town publishes it, readers find it, and it is paused, taken up again and closed.
func TestARequestFromDraftToClosed(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		officer, organiser := signedIn(t, s, "Officer", officerOf(placeBialystok)), signedIn(t, s, "Organiser", organiser)
		form := officer.get("/pl/desk/requests/new").Body.String()
		checkHTML(t, "the form", form)
		for _, want := range []string{`value="2027-01-23"`, `value="2027-03-23"`, `value="Białystok: szukamy gminy partnerskiej"`, "polski"} {
			if !strings.Contains(form, want) {
				t.Errorf("the form lacks %q", want)
			}
		}
		wholeRequest(t, officer)
		checkHTML(t, "the draft", officer.get(requestAt).Body.String())
		if w := ask(s.Handler(), "/pl/seek/bialystok"); w.Code != http.StatusNotFound {
			t.Errorf("a draft is public: %d", w.Code)
		}
		if code := does(t, officer, "/move", "do", "publish"); code != http.StatusConflict {
			t.Errorf("published without a review: %d", code)
		}
		steps := []struct {
			who  *browser
			path string
			form []string
			want int
			is   seek.State
		}{
			{officer, "/move", []string{"do", "ask"}, http.StatusSeeOther, seek.Draft},
			{organiser, "/review", []string{"do", "return"}, http.StatusUnprocessableEntity, seek.Draft},
			{organiser, "/review", []string{"do", "return", "note", "Proszę dopisać, od kiedy."}, http.StatusSeeOther, seek.Draft},
			{officer, "/move", []string{"do", "ask"}, http.StatusSeeOther, seek.Draft},
			{organiser, "/review", []string{"do", "review"}, http.StatusSeeOther, seek.Reviewed},
			{officer, "/move", []string{"do", "publish"}, http.StatusSeeOther, seek.Published},
			{officer, "/days", []string{"reply_by", "2026-01-01", "expires", "2027-02-01"}, http.StatusUnprocessableEntity, seek.Published},
			{officer, "/move", []string{"do", "pause"}, http.StatusSeeOther, seek.Paused},
			{officer, "/move", []string{"do", "publish"}, http.StatusSeeOther, seek.Published},
			{officer, "/move", []string{"do", "close"}, http.StatusUnprocessableEntity, seek.Published},
			{officer, "/move", []string{"do", "match", "partner", "Hrodna"}, http.StatusSeeOther, seek.Matched},
		}
		for i, step := range steps {
			if i == 3 && !strings.Contains(officer.get(requestAt).Body.String(), "Proszę dopisać, od kiedy.") {
				t.Error("the town does not read the organiser's note")
			}
			if code := does(t, step.who, step.path, step.form...); code != step.want {
				t.Fatalf("step %d, %v: %d", i, step.form, code)
			}
			if x, err := s.rooms.Requests.ByHandle(t.Context(), "bialystok"); err != nil || x.State != step.is {
				t.Fatalf("step %d, %v: %s %v", i, step.form, x.State, err)
			}
		}
		if history := officer.get(requestAt).Body.String(); !strings.Contains(history, "<dt>Odpowiedzi do</dt>") || !strings.Contains(history, "<ins>partner znaleziony</ins>") || !strings.Contains(history, "<dt>Tytuł (polski)</dt>") {
			t.Error("the history does not speak the reader's language")
		}
		page := ask(s.Handler(), "/pl/seek/bialystok").Body.String()
		checkHTML(t, "the public page", page)
		if !strings.Contains(page, "Grodno") || !strings.Contains(page, "partner znaleziony") {
			t.Error("the page does not say that a partner was found")
		}
	})
}

// Who took a step by mistake takes it back with the button of the next page.
func TestUndoOfARequestsMove(t *testing.T) {
	s, _ := deskSite(t)
	officer := publishedRequest(t, s)
	if code := does(t, officer, "/move", "do", "close", "reason", "plans"); code != http.StatusSeeOther {
		t.Fatalf("closed: %d", code)
	}
	page := officer.get(requestAt).Body.String()
	at := strings.Index(page, requestAt+"/undo?")
	if at < 0 {
		t.Fatal("nothing takes it back")
	}
	undo := strings.ReplaceAll(page[at:at+strings.IndexByte(page[at:], '"')], "&amp;", "&")
	if w := officer.post(undo); w.Code != http.StatusSeeOther {
		t.Fatalf("undo: %d", w.Code)
	}
	if x, _ := s.rooms.Requests.ByHandle(t.Context(), "bialystok"); x.State != seek.Published || x.Reason != "" {
		t.Errorf("it is %s for %q", x.State, x.Reason)
	}
	if w := officer.post(undo); w.Code != http.StatusConflict {
		t.Errorf("taken back twice: %d", w.Code)
	}
}

// publishedRequest has Białystok's request stand on the list.
func publishedRequest(t *testing.T, s *Site) (officer *browser) {
	t.Helper()
	officer, reviewer := signedIn(t, s, "Officer", officerOf(placeBialystok)), signedIn(t, s, "Organiser", organiser)
	wholeRequest(t, officer)
	for _, step := range []int{
		does(t, officer, "/move", "do", "ask"), does(t, reviewer, "/review", "do", "review"), does(t, officer, "/move", "do", "publish"),
	} {
		if step != http.StatusSeeOther {
			t.Fatalf("the way to readers: %d", step)
		}
	}
	return officer
}

// Readers find a request by what they ask, in their language, as a feed and as data.
func TestReadersFindARequest(t *testing.T) {
	s, _ := deskSite(t)
	publishedRequest(t, s)
	h := s.Handler()
	for question, found := range map[string]bool{
		"": true, "?country=PL": true, "?country=LT": false, "?topic=youth": true, "?topic=sport": false, "?language=pl": true, "?language=lt": false, "?size=over100": true, "?size=to5": false, "?open=1": true, "?topic=nonsense": true,
	} {
		w := ask(h, "/lt/seek"+question)
		checkHTML(t, question, w.Body.String())
		if got := strings.Contains(w.Body.String(), `href="/lt/seek/bialystok"`); got != found {
			t.Errorf("%q finds it: %v", question, got)
		}
		feed := ask(h, "/lt/seek.atom"+question).Body.Bytes()
		var f atomFeed
		if err := xml.Unmarshal(feed, &f); err != nil || (len(f.Entries) == 1) != found {
			t.Errorf("the feed of %q: %d entries, %v", question, len(f.Entries), err)
		}
	}
	page := ask(h, "/lt/seek/bialystok").Body.String()
	checkHTML(t, "the page", page)
	for _, want := range []string{`<h1 lang="pl">`, "Tekstas yra tik kita kalba", `rel="canonical" href="http://localhost:8080/pl/seek/bialystok"`, `hreflang="pl"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, `<link rel="alternate" hreflang="lt"`) {
		t.Error("indexes are told of a language without a text")
	}
	if !strings.Contains(page, `<a lang="de" hreflang="de" href="/de/seek/bialystok"`) {
		t.Error("a reader cannot choose her language")
	}
	data := page[strings.Index(page, `"application/ld+json">`)+len(`"application/ld+json">`):]
	var demand map[string]any
	if err := json.Unmarshal([]byte(data[:strings.Index(data, "</script>")]), &demand); err != nil || demand["@type"] != "Demand" || demand["validThrough"] != "2027-01-20" {
		t.Errorf("the data: %v %v", demand, err)
	}
	if !strings.Contains(ask(h, "/pl/places/776069-bialystok").Body.String(), `href="/pl/seek/bialystok"`) || !strings.Contains(ask(h, "/sitemap.xml").Body.String(), "/pl/seek/bialystok<") {
		t.Error("the town's page or the sitemap does not know it")
	}
}

// Somebody who saves over another's change is told so, keeps what she typed and sees what
// is there now.
func TestTwoOfficersChangeOneRequest(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer", officerOf(placeBialystok))
	wholeRequest(t, officer)
	colleague := signedIn(t, s, "Colleague", officerOf(placeBialystok))
	version := versionIn(t, officer.get(requestAt).Body.String())
	if code := does(t, colleague, "/texts", "in", "pl", "title.pl", "Tytuł koleżanki", "seeks.pl", "Miasta"); code != http.StatusSeeOther {
		t.Fatalf("the colleague: %d", code)
	}
	w := officer.post(requestAt+"/texts", "version", version, "in", "pl", "title.pl", "Mój tytuł", "seeks.pl", "Miasta")
	page := w.Body.String()
	checkHTML(t, "the conflict", page)
	if w.Code != http.StatusConflict || !strings.Contains(page, `value="Mój tytuł"`) || !strings.Contains(page, "Tytuł koleżanki") {
		t.Errorf("%d: what she typed is lost, or what is there now is not said", w.Code)
	}
	if x, _ := s.rooms.Requests.ByHandle(t.Context(), "bialystok"); x.Texts["pl"].Title != "Tytuł koleżanki" {
		t.Error("the colleague's title is gone")
	}
}

// What is not right is said at its field, and what was typed stays.
func TestARequestWithFaults(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer", officerOf(placeBialystok))
	for name, form := range map[string][]string{
		"f-title":    {"title", "", "reply_by", "2027-01-20", "expires", "2027-03-20"},
		"f-reply_by": {"title", "A", "reply_by", "20 stycznia", "expires", "2027-03-20"},
		"f-topics":   {"title", "A", "topics", "dragons", "reply_by", "2027-01-20", "expires", "2027-03-20"},
	} {
		w := officer.post("/pl/desk/requests/new?place=776069", append(form, "seeks", "Zdanie, które ma zostać.")...)
		checkHTML(t, name, w.Body.String())
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#`+name) || !strings.Contains(w.Body.String(), "Zdanie, które ma zostać.") {
			t.Errorf("%s: %d %s", name, w.Code, saidWrong(w))
		}
	}
	wholeRequest(t, officer)
	for name, form := range map[string][]string{
		"f-min_people": {"min_people", "mało", "topics", "culture"}, "f-max_people": {"min_people", "5 000", "max_people", "1.000", "topics", "culture"},
		"f-max_km": {"max_km", "40000", "topics", "culture"}, "f-call_link": {"call_link", "javascript:alert(1)", "topics", "culture"},
	} {
		w := officer.post(requestAt+"/facts", append([]string{"version", versionIn(t, officer.get(requestAt).Body.String()), "boxes", "topics countries languages"}, form...)...)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#`+name) {
			t.Errorf("%s: %d %s", name, w.Code, saidWrong(w))
		}
	}
}

// Small towns seek together: they come in while it is a draft, one may withdraw at any time,
// and the one who writes cannot lock herself out.
func TestTownsSeekTogether(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer", officerOf(placeBialystok))
	wholeRequest(t, officer)
	if code := does(t, officer, "/towns", "place", "Giżycko"); code != http.StatusSeeOther {
		t.Fatalf("added: %d", code)
	}
	if code := does(t, officer, "/towns", "drop", "776069"); code != http.StatusUnprocessableEntity {
		t.Errorf("she left her own request: %d", code)
	}
	review := signedIn(t, s, "Organiser", organiser).get(requestAt + "/review").Body.String()
	checkHTML(t, "the review", review)
	if !strings.Contains(review, "Giżycko") || !strings.Contains(review, "Proszę sprawdzić, czy się zgodziły") {
		t.Error("the organiser is not told for whom it speaks")
	}
	if w := signedIn(t, s, "Neighbour", officerOf(inGizycko)).get(requestAt); w.Code != http.StatusOK {
		t.Errorf("an officer of the other town: %d", w.Code)
	}
	if w := signedIn(t, s, "Stranger", officerOf(placeHrodna)).get(requestAt); w.Code != http.StatusNotFound {
		t.Errorf("an officer of none: %d", w.Code)
	}
	if code := does(t, officer, "/towns", "drop", "772195"); code != http.StatusSeeOther {
		t.Errorf("taken out: %d", code)
	}
}

// A translation stands beside its original, is marked behind when that changes, and fits
// again when somebody says so.
func TestATranslationOfARequest(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer", officerOf(placeBialystok))
	wholeRequest(t, officer)
	beside := officer.get(requestAt + "/texts/lt").Body.String()
	checkHTML(t, "side by side", beside)
	if !strings.Contains(beside, "Miasta nad jeziorem.") {
		t.Error("the original does not stand beside")
	}
	if w := officer.post(requestAt+"/texts/lt?of=pl", "version", versionIn(t, beside), "title", "Balstogė: ieškome partnerio", "seeks", "Miesto prie ežero"); w.Code != http.StatusSeeOther {
		t.Fatalf("translated: %d %s", w.Code, saidWrong(w))
	}
	state := func() (seek.Text, bool) {
		x, err := s.rooms.Requests.ByHandle(t.Context(), "bialystok")
		if err != nil {
			t.Fatal(err)
		}
		return x.Texts["lt"], x.Behind("lt")
	}
	if text, behind := state(); text.Origin != seek.Translated || text.Source != "pl" || behind {
		t.Errorf("%+v, behind: %v", text, behind)
	}
	if code := does(t, officer, "/texts", "in", "pl", "title.pl", "Inny tytuł", "seeks.pl", "Miasta", "origin.pl", "written"); code != http.StatusSeeOther {
		t.Fatalf("the original: %d", code)
	}
	lt := []string{"in", "lt", "title.lt", "Kitas", "seeks.lt", "Miesto", "origin.lt", "translated", "source.lt", "pl"}
	if _, behind := state(); !behind {
		t.Error("nobody is told that the translation is behind")
	}
	does(t, officer, "/texts", lt...)
	if _, behind := state(); !behind {
		t.Error("a mended word made it a translation of what is there now")
	}
	does(t, officer, "/texts", append(lt, "fits.lt", "1")...)
	if _, behind := state(); behind {
		t.Error("it fits, and is still behind")
	}
}

// An account that is confirmed for no town begins nothing, and is told how to become so.
func TestNobodyUnconfirmedSeeks(t *testing.T) {
	s, _ := deskSite(t)
	stranger := signedIn(t, s, "Stranger")
	if w := stranger.post("/pl/desk/requests/new?place=776069", "title", "A"); w.Code != http.StatusNotFound {
		t.Errorf("an account without a role: %d", w.Code)
	}
	other := signedIn(t, s, "Other", officerOf(placeHrodna))
	if w := other.get("/pl/desk/requests/new?place=776069"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/pl/account/claim") || strings.Contains(w.Body.String(), `method="post" action="/pl/desk/requests/new`) {
		t.Errorf("the form for another's town: %d", w.Code)
	}
	if all, err := s.rooms.Requests.All(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d requests, %v", len(all), err)
	}
}

// From a contact that was noted at a conference one click begins a request with what is
// known of both sides.
func TestARequestFromAContact(t *testing.T) {
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	err := rooms.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `
			INSERT INTO forum_contact (id, meeting, a, b, place_a, place_b, name_a, name_b, want_a, want_b, day, begins, made)
			VALUES ('c1', 'm', 'a', 'b', $1, $2, '', '', 'touch', 'letter', '2026-11-20', 0, 0)`, townKaunas, placeBialystok)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	officer := signedIn(t, s, "Officer", officerOf(placeBialystok))
	const at = "/pl/desk/requests/new?contact=c1"
	if page := officer.get("/pl/desk/requests/new").Body.String(); !strings.Contains(page, `href="`+at+`"`) {
		t.Error("the form offers no contact")
	}
	page := officer.get(at).Body.String()
	checkHTML(t, "the form", page)
	for _, want := range []string{"Kowno", "Litwa", "20 listopada 2026", `action="` + at + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	w := officer.post(at, "title", "A", "seeks", "B", "topics", "culture", "reply_by", "2027-01-20", "expires", "2027-03-20")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, saidWrong(w))
	}
	x, err := s.rooms.Requests.ByHandle(t.Context(), "bialystok")
	if err != nil || x.Contact != "c1" || x.Lead() != placeBialystok || len(x.Countries) != 1 || x.Countries[0] != "LT" {
		t.Errorf("%+v %v", x, err)
	}
	if w := signedIn(t, s, "Stranger", officerOf(placeHrodna)).post(at, "title", "A"); w.Code != http.StatusNotFound {
		t.Errorf("an officer of another town: %d", w.Code)
	}
	if w := officer.get("/pl/desk/requests/new?contact=nothing"); w.Code != http.StatusNotFound {
		t.Errorf("a contact that is not there: %d", w.Code)
	}
}

// A reminder's link renews a request without a sign-in; a second click says that it is done.
func TestAReminderIsAnsweredByOneClick(t *testing.T) {
	rooms := worldtest.Open(t)
	s, store := deskSiteOn(t, rooms)
	publishedRequest(t, s)
	x, err := s.rooms.Requests.ByHandle(t.Context(), "bialystok")
	if err != nil {
		t.Fatal(err)
	}
	box := mail.NewOutbox(rooms.DB, s.catalog, s.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "http://localhost:8080"} })
	s.rooms.StillSeeks = &seek.Reminder{Store: s.rooms.Requests, DB: rooms.DB, People: store, Outbox: box, Key: s.rooms.Key, Clock: clock.Fixed(dbtest.Today), BaseURL: "http://localhost:8080", Languages: s.languages}
	link := s.rooms.Key.SealJSON("seek still", map[string]string{"r": x.ID, "a": x.Owner, "e": x.Expires})
	reader := newBrowser(s.Handler())
	page := reader.get("/pl/still-seeking?key=" + link).Body.String()
	checkHTML(t, "the question", page)
	if w := reader.post("/pl/still-seeking", "key", link, "do", "close"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#f-reason"`) {
		t.Errorf("closed without a reason: %d", w.Code)
	}
	if w := reader.post("/pl/still-seeking", "key", link, "do", "match"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "partner znaleziony") {
		t.Errorf("matched: %d", w.Code)
	}
	if w := reader.get("/pl/still-seeking?key=" + link); !strings.Contains(w.Body.String(), "ktoś już odpowiedział") {
		t.Error("a second click is not told that it is done")
	}
	if w := reader.get("/pl/still-seeking?key=guess"); w.Code != http.StatusNotFound {
		t.Errorf("a guess: %d", w.Code)
	}
}
