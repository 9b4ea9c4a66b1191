package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/seek"
	"twintown/internal/seek/relay"
	"twintown/internal/world/worldtest"
)

// machine translates as a server would that can do all.
type machine struct{}

func (machine) Engine() string { return "LibreTranslate (translate.example.org)" }

func (machine) Translate(_ context.Context, text, from, to string) (string, error) {
	return "(" + to + ") " + text, nil
}

// talking is a site on which Białystok and Hrodna write to each other.
type talking struct {
	*testing.T
	s                *Site
	jobs             *jobs.Runner
	here, mate, they *browser
	request          string // its handle; Hrodna's
}

func talk(t *testing.T) *talking {
	t.Helper()
	rooms := worldtest.Open(t)
	s, _ := documentSiteOn(t, rooms)
	db := rooms.DB
	queue := jobs.NewQueue(db)
	s.rooms.Relay = relay.NewStore(relay.Options{
		DB: db, Log: s.rooms.People.Log(), Key: s.rooms.Key, Clock: s.clock, People: s.rooms.People, Documents: s.rooms.Documents, Queue: queue, Translator: machine{},
	})
	runner := jobs.NewRunner(queue, jobs.Options{Clock: s.clock})
	for _, k := range s.rooms.Relay.Kinds() {
		runner.Handle(k)
	}
	s.rooms.Requests = seek.NewStore(db, s.rooms.People.Log(), nil)
	w := &talking{
		T: t, s: s, jobs: runner, request: "hrodna", here: signedIn(t, s, "Anna", officerOf(placeBialystok)),
		mate: signedIn(t, s, "Jan", officerOf(placeBialystok)), they: signedIn(t, s, "Alena", officerOf(placeHrodna)),
	}
	day := func(n int) string { return s.clock.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	id, err := s.rooms.Requests.Create(t.Context(), people.System(), seek.Request{
		Handle: w.request, Places: []int64{placeHrodna}, ReplyBy: day(30), Expires: day(60),
		Details: seek.Details{Topics: []string{"culture"}}, Texts: map[string]seek.Text{"be": {Title: "Шукаем сяброў", Seeks: "Горад"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.change(id, func(r *seek.Request) error { return r.Review(s.clock.Now()) })
	w.change(id, func(r *seek.Request) error { return r.Publish(s.clock.Now()) })
	return w
}

func (w *talking) change(id string, fn func(*seek.Request) error) {
	w.Helper()
	r, err := w.s.rooms.Requests.ByID(w.Context(), id)
	if err == nil {
		err = w.s.rooms.Requests.Change(w.Context(), people.System(), people.WriteRequest, id, r.Version, fn)
	}
	if err != nil {
		w.Fatal(err)
	}
}

// begin answers the request and returns the conversation's address without the language.
func (w *talking) begin(fields ...string) string {
	w.Helper()
	res := w.here.post("/pl/desk/conversations/new?request="+w.request, append(fields, "language", "pl", "text", "Chcemy współpracować.", "phrase", "sir", "phrase", "c_regards")...)
	to, _ := url.Parse(res.Header().Get("Location"))
	if res.Code != http.StatusSeeOther || to == nil || !strings.HasPrefix(to.Path, "/pl/desk/conversations/") {
		w.Fatalf("the first letter: %d to %v %.2000s", res.Code, to, res.Body)
	}
	return strings.TrimPrefix(to.Path, "/pl")
}

func (w *talking) page(b *browser, path string) string {
	w.Helper()
	res := b.get(path)
	if res.Code != http.StatusOK {
		w.Fatalf("%s: %d", path, res.Code)
	}
	checkHTML(w.T, path, res.Body.String())
	return res.Body.String()
}

func (w *talking) has(what, page string, words ...string) {
	w.Helper()
	for _, x := range words {
		if !strings.Contains(page, x) {
			w.Errorf("%s lacks %q", what, x)
		}
	}
}

func (w *talking) lacks(what, page string, words ...string) {
	w.Helper()
	for _, x := range words {
		if strings.Contains(page, x) {
			w.Errorf("%s has %q", what, x)
		}
	}
}

// An officer answers a request in her language; the other town reads it in its own, with the
// original beside, and answers. No address is on any page.
func TestTwoTownsTalkOnTheSite(t *testing.T) {
	w := talk(t)
	form := w.page(w.here, "/pl/desk/conversations/new?request="+w.request)
	w.has("the form", form, "Шукаем сяброў", `value="sir" checked`, `value="read" checked`, "Interesuje nas współpraca w tych dziedzinach: …")
	preview := w.here.post("/pl/desk/conversations/new?request="+w.request, "do", "preview", "language", "pl", "phrase", "areas", "topics.areas", "culture", "text", "Dzień dobry")
	w.has("the preview", preview.Body.String(), "dziedzinach: kultura", "areas: culture", ">Dzień dobry</textarea>")
	path := w.begin()
	if err := w.jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.has("the list", w.page(w.they, "/en/desk/conversations"), "1 new message", "Białystok", "Шукаем сяброў")
	w.has("the overview", w.page(w.they, "/en/desk"), "1 new message from another town")
	read := w.page(w.they, "/en"+path)
	w.has("the other side's page", read, "Dear Sir or Madam,", "(en) Chcemy współpracować.", "Machine translation: LibreTranslate", ">Chcemy współpracować.</p></details>", "Officer (Białystok)", "With kind regards")
	w.lacks("the other side's page", read, "Szanowni", "Anna", "@example.org")
	w.lacks("the list after it was read", w.page(w.they, "/en/desk/conversations"), "1 new message")
	page := w.page(w.here, "/pl"+path)
	next := regexp.MustCompile(`href="(/pl/desk/places/776069/procedures/new[^"]*)"`).FindStringSubmatch(page)
	if next == nil || w.here.get(strings.ReplaceAll(next[1], "&amp;", "&")).Code != http.StatusOK {
		t.Errorf("no way on to the steps: %v", next)
	}
	w.has("the writer's page", page, "Druga strona przeczytała", "Anna (Białystok)", "Szanowni Państwo,")
	if res := w.they.post("/be"+path, "seen", "1", "language", "be", "text", "Добры дзень", "named", "1"); res.Code != http.StatusSeeOther {
		t.Fatalf("the answer: %d %.2000s", res.Code, res.Body)
	}
	if res := w.here.post("/pl"+path+"/translate", "message", idOf(t, w.page(w.here, "/pl"+path)), "number", "2"); res.Code != http.StatusSeeOther {
		t.Errorf("a translation asked for: %d", res.Code)
	}
	if part := w.here.get("/pl" + path + "/letters/2"); part.Code != http.StatusOK || strings.Contains(part.Body.String(), "<html") || !strings.Contains(part.Body.String(), "jest właśnie tłumaczona") {
		t.Errorf("the part that waits: %d %s", part.Code, part.Body)
	}
	if err := w.jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.has("the answer in Polish", w.page(w.here, "/pl"+path), "Добры дзень", "(pl) Добры дзень", "Alena (")
	if res := w.here.post("/pl/desk/conversations/mails"); res.Code != http.StatusSeeOther {
		t.Errorf("no more mails: %d", res.Code)
	}
	w.has("the list without mails", w.page(w.here, "/pl/desk/conversations"), "są wyłączone", `name="on" value="1"`)
	if res := w.here.get("/pl/desk/conversations/new?request=" + w.request); res.Code != http.StatusSeeOther {
		t.Errorf("a second first letter: %d", res.Code)
	}
}

// idOf is the message whose translation can be asked for.
func idOf(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="message" value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("no translation can be asked for")
	}
	return m[1]
}

func TestWhoCannotWriteToATown(t *testing.T) {
	w := talk(t)
	path := w.begin()
	claimed := signedIn(t, w.s, "Ewa")
	public := newBrowser(w.s.Handler())
	for _, c := range []struct {
		name   string
		b      *browser
		path   string
		status int
	}{
		{"an unconfirmed account", claimed, "/en/desk/conversations/new?request=hrodna", http.StatusForbidden},
		{"the public", public, "/en/desk/conversations/new?request=hrodna", http.StatusSeeOther},
		{"in the name of another town", w.here, "/en/desk/conversations/new?from=627904&to=776069", http.StatusForbidden},
		{"her own request", w.they, "/en/desk/conversations/new?request=hrodna", http.StatusBadRequest},
		{"to no town", w.here, "/en/desk/conversations/new?to=1", http.StatusNotFound},
		{"another's thread", claimed, "/en" + path, http.StatusNotFound},
		{"an administrator in a thread", signedIn(t, w.s, "Admin", administrator()), "/en" + path, http.StatusNotFound},
		{"a file that is none", w.here, "/en" + path + "/files/x", http.StatusNotFound},
	} {
		if res := c.b.get(c.path); res.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, res.Code, c.status)
		}
	}
	if res := w.here.post("/en/desk/conversations/new?to=772195", "language", "en", "text", "Anybody there?"); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "Anybody there?") || !strings.Contains(res.Body.String(), "Nobody of that town") {
		t.Errorf("a town without an officer: %d", res.Code)
	}
}

// Whatever keeps a message from being sent, a sentence says so and nothing typed is lost.
func TestNothingTypedIsLost(t *testing.T) {
	w := talk(t)
	path := w.begin()
	kept := func(name string, code, want int, body string, words ...string) {
		t.Helper()
		if code != want {
			t.Errorf("%s: %d, want %d", name, code, want)
		}
		w.has(name, body, append(words, "My long letter")...)
	}
	res := w.here.sendForm(t, "/en"+path, "plan.pdf", []byte("MZ this is a program"), "seen", "1", "language", "en", "text", "My long letter")
	kept("a file that is not what it says", res.Code, http.StatusUnprocessableEntity, res.Body.String(), "plan.pdf")
	res = w.here.post("/en"+path, "seen", "1", "language", "en", "text", "My long letter", "phrase", "areas", "phrase", "sir")
	kept("a sentence without its areas", res.Code, http.StatusUnprocessableEntity, res.Body.String(), "at least one area", `value="areas" checked`)
	if res := w.here.sendForm(t, "/en"+path, "plan.pdf", mediatest.PDF(1), "seen", "1", "language", "en", "text", "With a plan"); res.Code != http.StatusSeeOther {
		t.Fatalf("a PDF: %d %.2000s", res.Code, res.Body)
	}
	page := w.page(w.they, "/en"+path)
	file := regexp.MustCompile(`href="(/en` + path + `/files/[^"]+)"`).FindStringSubmatch(page)
	if file == nil {
		t.Fatal("the file is not on the other side's page")
	}
	if got := w.they.get(file[1]); got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d %v", got.Code, got.Header())
	}
	res = w.mate.post("/en"+path, "seen", "1", "language", "en", "text", "My long letter")
	kept("a colleague wrote meanwhile", res.Code, http.StatusConflict, res.Body.String(), "A colleague of yours wrote", "With a plan", `name="seen" value="2"`)
	if res := w.they.post("/en" + path + "/block"); res.Code != http.StatusSeeOther {
		t.Fatalf("blocked: %d", res.Code)
	}
	res = w.mate.post("/en"+path, "seen", "2", "language", "en", "text", "My long letter")
	kept("a blocked sender", res.Code, http.StatusConflict, res.Body.String(), "takes no messages from yours")
	w.they.post("/en" + path + "/unblock")
	for n := range 40 {
		res = w.mate.post("/en"+path, "seen", "99", "language", "en", "text", "My long letter "+strings.Repeat("x", n))
	}
	kept("a flood", res.Code, http.StatusTooManyRequests, res.Body.String(), "Too many tries")
	if res.Header().Get("Retry-After") == "" {
		t.Error("a flood is not told how long to wait")
	}
}

// The request is withdrawn while somebody types the first letter: she is told, nothing is sent
// or lost, and sending again writes to the town itself.
func TestATownWithdrawsWhileAnotherTypes(t *testing.T) {
	w := talk(t)
	x, err := w.s.rooms.Requests.ByHandle(t.Context(), w.request)
	if err != nil {
		t.Fatal(err)
	}
	w.change(x.ID, func(r *seek.Request) error { return r.Close(seek.PlansChanged) })
	res := w.here.post("/en/desk/conversations/new?request="+w.request, "language", "en", "text", "My long letter")
	if res.Code != http.StatusConflict {
		t.Errorf("the letter: %d", res.Code)
	}
	checkHTML(t, "the letter", res.Body.String())
	again := "/en/desk/conversations/new?from=776069&amp;to=627904"
	w.has("the letter", res.Body.String(), "My long letter", "takes no answers any more. Nothing was sent", `action="`+again+`"`)
	if all, err := w.s.rooms.Relay.Of(t.Context(), placeHrodna); err != nil || len(all) != 0 {
		t.Errorf("sent all the same: %+v, %v", all, err)
	}
	if res := w.here.post(strings.ReplaceAll(again, "&amp;", "&"), "language", "en", "text", "My long letter"); res.Code != http.StatusSeeOther {
		t.Errorf("sent again: %d", res.Code)
	}
}

func TestClosedBlockedReported(t *testing.T) {
	w := talk(t)
	path := w.begin()
	said := func(name string, code int) {
		t.Helper()
		if code != http.StatusSeeOther {
			t.Errorf("%s: %d", name, code)
		}
	}
	said("closed", w.they.post("/en"+path+"/close", "why", "We have a partner.").Code)
	w.has("the undo", w.page(w.they, "/en"+path), `action="/en`+path+`/open"`, "We have a partner.")
	w.has("the other side", w.page(w.here, "/en"+path), "was closed", "We have a partner.", "To go on writing, open it again")
	said("opened", w.here.post("/en"+path+"/open").Code)
	if res := w.here.post("/en" + path + "/open"); res.Code != http.StatusConflict {
		t.Errorf("opened twice: %d", res.Code)
	}
	if res := w.here.post("/en" + path + "/explode"); res.Code != http.StatusNotFound {
		t.Errorf("an act that there is not: %d", res.Code)
	}
	if res := w.they.post("/en"+path+"/report", "why", "Advertising"); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "Advertising") {
		t.Errorf("a report that quotes nothing: %d", res.Code)
	}
	w.page(w.they, "/en"+path+"/report")
	said("reported", w.they.post("/en"+path+"/report", "why", "Advertising", "quote", "1").Code)
	if res := w.here.get("/en/desk/reports"); res.Code != http.StatusNotFound {
		t.Errorf("an officer sees the queue: %d", res.Code)
	}
	organiser := signedIn(t, w.s, "Organiser", people.Grant{Role: people.Organiser, Scope: people.Site()})
	queue := w.page(organiser, "/en/desk/reports")
	m := regexp.MustCompile(`href="(/en/desk/reports/[0-9a-f-]{36})"`).FindStringSubmatch(queue)
	if m == nil {
		t.Fatal("the queue leads nowhere")
	}
	w.has("the report", w.page(organiser, m[1]), "Advertising", "Chcemy współpracować.", "Dear Sir or Madam,")
	if res := organiser.get("/en" + path); res.Code != http.StatusNotFound {
		t.Errorf("the organiser reads the whole thread: %d", res.Code)
	}
	if res := organiser.post(m[1], "decision", "shut"); res.Code != http.StatusUnprocessableEntity {
		t.Errorf("shut without words: %d", res.Code)
	}
	said("shut", organiser.post(m[1], "decision", "shut", "words", "No advertising here.").Code)
	w.has("a shut thread", w.page(w.here, "/en"+path), "shut this conversation", "No advertising here.")
	said("opened by the organiser", organiser.post(m[1]+"/reopen").Code)
	if res := w.here.post("/en"+path, "seen", "99", "language", "en", "text", "Thank you"); res.Code != http.StatusSeeOther {
		t.Errorf("after it was opened: %d", res.Code)
	}
}

// A request that its town takes back leaves the conversation where it is.
func TestATownWithdrawsHalfWay(t *testing.T) {
	w := talk(t)
	path := w.begin()
	r, err := w.s.rooms.Requests.ByHandle(t.Context(), w.request)
	if err != nil {
		t.Fatal(err)
	}
	w.change(r.ID, func(r *seek.Request) error { return r.Close(seek.PlansChanged) })
	w.has("the thread", w.page(w.here, "/en"+path), "takes no answers any more", "Chcemy współpracować.")
	if res := w.here.post("/en"+path, "seen", "1", "language", "en", "text", "A pity"); res.Code != http.StatusSeeOther {
		t.Errorf("going on: %d", res.Code)
	}
	if res := w.mate.get("/en/desk/conversations/new?request=" + w.request); res.Code != http.StatusGone {
		t.Errorf("a new answer: %d", res.Code)
	}
}
