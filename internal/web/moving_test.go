package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
	"twintown/internal/world/worldtest"
)

// upload sends a file as a browser's form does.
func (b *browser) upload(t *testing.T, path, name, content string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	field := "list"
	if strings.HasSuffix(path, "/delegations/many") {
		field = "file" // the list itself is a text there
	}
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		part, err := form.CreateFormFile(field, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &buf)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// movingSite is a site whose lists are read and entered by a node of the test's own.
func movingSite(t *testing.T) *Site {
	t.Helper()
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	readLists(t, s, rooms)
	return s
}

// readLists has a site's lists read and entered by a node of the test's own.
func readLists(t *testing.T, s *Site, rooms worldtest.Rooms) {
	t.Helper()
	store := s.rooms.People
	queue, now := jobs.NewQueue(rooms.DB), clock.Fixed(dbtest.Today)
	s.rooms.Drafts, s.patience = moving.NewDrafts(rooms.DB, s.rooms.Key, queue), 8*time.Second // a busy machine
	runner := jobs.NewRunner(queue, jobs.Options{Clock: now})
	mover := moving.NewMover(moving.MoverRooms{
		Drafts: s.rooms.Drafts, People: store, Catalog: rooms.Catalog, Clock: now, DB: rooms.DB,
		Stores: moving.Stores{Partnerships: rooms.Partnerships, Sources: rooms.Sources, Log: store.Log()},
		Places: func() *place.Atlas { return rooms.World.Now().Places },
	})
	for _, k := range mover.Kinds() {
		runner.Handle(k)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { runner.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
}

// A list whose job has not begun shows that, and waits; its person may leave and come back.
func TestAListThatIsStillRead(t *testing.T) {
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	s.patience = 0
	s.rooms.Drafts = moving.NewDrafts(rooms.DB, s.rooms.Key, jobs.NewQueue(rooms.DB)) // nobody works
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	at := officer.upload(t, "/en/desk/moving-in", "lista.csv", movingList, "place", "776069").Header().Get("Location")
	page := officer.get(at).Body.String()
	checkHTML(t, "the work", page)
	for _, want := range []string{"<work-progress>", "The file is being read", "You may close this page", `href="` + at + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if page := officer.get("/en/desk/moving-in").Body.String(); !strings.Contains(page, at) || !strings.Contains(page, "The file is being read") {
		t.Error("the list is not found again")
	}
	for _, path := range []string{at, at + "/apply", at + "/withdraw", at + "/again"} {
		if w := officer.post(path); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
	if w := officer.get(at + "/rejected"); w.Code != http.StatusSeeOther {
		t.Errorf("the rejected rows: %d", w.Code)
	}
	if w := officer.post(at + "/discard"); w.Code != http.StatusSeeOther || officer.get(at).Code != http.StatusNotFound {
		t.Errorf("discarding: %d", w.Code)
	}
}

const movingList = "Wykaz miast partnerskich;;;\n" +
	"Miasto;Kraj;Data podpisania;Stan\n" +
	"Hrodna;Białoruś;1995;\n" +
	"Alytus;Litwa;od 2003 r.;jak uchwalono\n" +
	"Pskov;Rosja;31.02.2001;\n" +
	"Razem: 3;;;\n"

// An officer's list moves in: looked at, asked about, entered, taken back.
func TestAListMovesIn(t *testing.T) {
	s := movingSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	if w := officer.get("/pl/desk/moving-in"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Białystok") {
		t.Fatalf("the form: %d", w.Code)
	}
	w := officer.upload(t, "/en/desk/moving-in", "lista.csv", movingList, "place", "776069")
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/en/desk/moving-in/") {
		t.Fatalf("the upload: %d %s %.600s", w.Code, at, w.Body)
	}
	page := officer.get(at).Body.String()
	checkHTML(t, "the list", page)
	for _, want := range []string{"of 3 rows fit", "31.02.2001", "What does this mean in the column of statuses", "the date in column C is not understood", "a row that sums up"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	key := regexp.MustCompile(`name="(q:status:[^"]+)"`).FindStringSubmatch(page)
	if key == nil {
		t.Fatalf("no question about a status: %.3000s", page)
	}
	if w := officer.post(at, key[1], "suspended"); w.Code != http.StatusSeeOther {
		t.Fatalf("the answer: %d", w.Code)
	}
	if page = officer.get(at).Body.String(); !strings.Contains(page, "2 of 3 rows fit") {
		t.Errorf("the answer was not kept: %.3000s", page)
	}
	back := officer.get(at + "/rejected")
	if back.Code != http.StatusOK || !strings.Contains(back.Header().Get("Content-Disposition"), "lista-left-out.csv") || !strings.Contains(back.Body.String(), "Pskov;Rosja;31.02.2001;;the date in column C") {
		t.Errorf("the rejected rows: %d %q %s", back.Code, back.Header().Get("Content-Disposition"), back.Body)
	}

	if w := officer.post(at + "/apply"); w.Code != http.StatusSeeOther {
		t.Fatalf("entering: %d %.400s", w.Code, w.Body)
	}
	officer.get(at) // waits until they are entered
	alytus := placeNamed(t, s, "Alytus")
	p, err := s.rooms.Partnerships.ByID(t.Context(), partnership.PairID(placeBialystok, alytus))
	if err != nil || len(p.Acts) != 2 || p.Acts[1].Type != partnership.ActSuspension {
		t.Fatalf("Alytus: %+v, %v", p, err)
	}
	if page = officer.get(at).Body.String(); !strings.Contains(page, "/withdraw") || strings.Contains(page, "/apply") {
		t.Errorf("after entering: %.3000s", page)
	}
	log, err := s.rooms.People.Log().Read(t.Context(), people.Query{Kind: "partnership", ID: p.ID})
	if err != nil || len(log) != 1 || log[0].Action != people.MoveIn || log[0].Actor == "system" {
		t.Errorf("the chain: %+v, %v", log, err)
	}
	if w := officer.post(at + "/withdraw"); w.Code != http.StatusSeeOther {
		t.Fatalf("taking back: %d", w.Code)
	}
	if page = officer.get(at).Body.String(); !strings.Contains(page, "was taken back") {
		t.Errorf("after taking back: %.3000s", page)
	}
	if _, err := s.rooms.Partnerships.ByID(t.Context(), p.ID); err == nil {
		t.Error("the partnership is still there")
	}
	if w := officer.post(at + "/discard"); w.Code != http.StatusSeeOther || officer.get(at).Code != http.StatusNotFound {
		t.Errorf("discarding: %d", w.Code)
	}
}

func placeNamed(t *testing.T, s *Site, name string) int64 {
	t.Helper()
	p, err := s.rooms.World().Places.Resolve(name)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// A list is its person's alone, and speaks only for towns of hers.
func TestAListIsItsPersonsAlone(t *testing.T) {
	s := movingSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	other := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap))
	at := officer.upload(t, "/en/desk/moving-in", "lista.csv", movingList, "place", "776069").Header().Get("Location")
	for _, path := range []string{at, at + "/rejected"} {
		if w := other.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s for another person: %d", path, w.Code)
		}
	}
	for _, path := range []string{at, at + "/apply", at + "/withdraw", at + "/discard"} {
		if w := other.post(path); w.Code != http.StatusNotFound {
			t.Errorf("%s by another person: %d", path, w.Code)
		}
	}
	foreign := other.upload(t, "/en/desk/moving-in", "lista.csv", movingList, "place", "776069").Header().Get("Location")
	if page := other.get(foreign).Body.String(); !strings.Contains(page, "You may not enter partnerships of") || strings.Contains(page, "/apply") {
		t.Errorf("a list of another town: %.2000s", page)
	}
	if w := other.post(foreign + "/apply"); w.Code != http.StatusForbidden {
		t.Errorf("entering for another town: %d", w.Code)
	}
	translator := signedIn(t, s, "Translator", people.Grant{Role: people.Translator, Scope: people.Site()})
	if w := translator.get("/en/desk/moving-in"); w.Code != http.StatusForbidden {
		t.Errorf("a translator: %d", w.Code)
	}
}

// Who has no list gets an empty one, which is understood when it comes back.
func TestTheEmptyList(t *testing.T) {
	s := movingSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	if page := officer.get("/lt/desk/moving-in").Body.String(); !strings.Contains(page, "/lt/desk/moving-in/template?as=csv") {
		t.Error("no empty list is offered")
	}
	for as, name := range map[string]string{"xlsx": "partneriu-sarasas.xlsx", "csv": "partneriu-sarasas.csv"} {
		w := officer.get("/lt/desk/moving-in/template?as=" + as)
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), name) {
			t.Fatalf("%s: %d %s", as, w.Code, w.Header().Get("Content-Disposition"))
		}
		at := officer.upload(t, "/en/desk/moving-in", name, w.Body.String(), "place", "776069").Header().Get("Location")
		if page := officer.get(at).Body.String(); !strings.Contains(page, "an example of the empty list") || !strings.Contains(page, "0 of 0 rows fit") {
			t.Errorf("%s came back: %.2000s", as, page)
		}
	}
}

// What is no list is refused with a sentence, and the form stands there again.
func TestRefusedUploads(t *testing.T) {
	s := movingSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	for _, c := range []struct{ name, content, want string }{
		{"", "", "Please choose the file"},
		{"page.html", "<!DOCTYPE html>", "no list in XLSX or CSV"},
		{"x.xlsx", "PK\x03\x04…", "damaged"},
		{"rows.csv", strings.Repeat("a;b\n", moving.MostRows+1), "more rows than can be taken in"},
	} {
		w := officer.upload(t, "/en/desk/moving-in", c.name, c.content, "place", "776069")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d, want %q", c.name, w.Code, c.want)
		}
		checkHTML(t, c.name, w.Body.String())
	}
	if w := officer.upload(t, "/en/desk/moving-in", "a.csv", "a;b\n", "place", "Nowhereville"); w.Code != http.StatusNotFound && w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a place that nobody knows: %d", w.Code)
	}
	if w := officer.post("/en/desk/moving-in", "list", "a;b"); w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a form without a file: %d", w.Code)
	}
}
