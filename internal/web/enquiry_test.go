package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/people"
)

// stampOf is a form's seal as it would be after some seconds.
func stampOf(s *Site, ago time.Duration) string {
	return s.rooms.Key.Seal(stampField, []byte(strconv.FormatInt(s.clock.Now().Add(-ago).UnixMilli(), 10)))
}

func enquiring(p *helppoint.Point) { p.Enquiries = true }

// A reader asks by the form; a machine, a form from a machine's store, and a flood do not
// get through, and nothing that a person typed is lost.
func TestAReaderAsks(t *testing.T) {
	s, _ := deskSite(t)
	p := publishHelp(t, s, enquiring)
	public := newBrowser(s.Handler())
	form := public.get("/uk/help/punkt/ask").Body.String()
	checkHTML(t, "the form", form)
	waits := func() int {
		all, err := s.rooms.Enquiries.Of(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	asked := func(fields ...string) []string {
		return append(fields, "question", "Де отримати довідку?", "topic", "civic")
	}
	for _, c := range []struct {
		name   string
		fields []string
		status int
		kept   int
	}{
		{"a machine in the trap", asked("stamp", stampOf(s, time.Minute), "email", "r@example.org", "website", "x"), http.StatusOK, 0},
		{"a form sent at once", asked("stamp", stampOf(s, time.Second), "email", "r@example.org"), http.StatusUnprocessableEntity, 0},
		{"without an address", asked("stamp", stampOf(s, time.Minute)), http.StatusUnprocessableEntity, 0},
		{"a town that nobody knows", asked("stamp", stampOf(s, time.Minute), "email", "r@example.org", "town", "nowhere at all"), http.StatusUnprocessableEntity, 0},
		{"a question", asked("stamp", stampOf(s, time.Minute), "email", "r@example.org", "town", "776069"), http.StatusOK, 1},
	} {
		w := public.post("/uk/help/punkt/ask", c.fields...)
		if w.Code != c.status || waits() != c.kept {
			t.Errorf("%s: %d, %d kept", c.name, w.Code, waits())
		}
		if w.Code == http.StatusUnprocessableEntity && !strings.Contains(w.Body.String(), "Де отримати довідку?") {
			t.Errorf("%s: what was typed is lost", c.name)
		}
	}
	for range 8 {
		public.post("/uk/help/punkt/ask", asked("stamp", stampOf(s, time.Minute), "email", "r@example.org")...)
	}
	if w := public.post("/uk/help/punkt/ask", asked("stamp", stampOf(s, time.Minute), "email", "r@example.org")...); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "довідку?") {
		t.Errorf("a flood: %d", w.Code)
	}
	publishHelp(t, s, func(p *helppoint.Point) { p.Handle, p.Confidential = "cicho", true })
	if w := public.get("/uk/help/cicho/ask"); w.Code != http.StatusNotFound {
		t.Errorf("a confidential point has a form unasked: %d", w.Code)
	}
}

// The adviser sees the queue, answers once, notes a call; a confidential point's enquiries
// are seen by its advisers alone, an administrator included among the others.
func TestTheQueueOfEnquiries(t *testing.T) {
	s, _ := deskSite(t)
	p := publishHelp(t, s, enquiring)
	quiet := publishHelp(t, s, enquiring, func(p *helppoint.Point) { p.Handle, p.Confidential = "cicho", true })
	for _, h := range []helppoint.Point{p, quiet} {
		if _, err := s.rooms.Enquiries.Ask(t.Context(), people.Actor{}, h, helppoint.Enquiry{
			Channel: helppoint.ByForm, Language: "uk", Topic: helppoint.ForCivic, Said: helppoint.Said{Email: "r@example.org", Question: "Where do I get it? " + h.Handle},
		}); err != nil {
			t.Fatal(err)
		}
	}
	adviser := signedIn(t, s, "Adviser", adviserOf(p.ID))
	list := adviser.get("/en/desk/enquiries")
	checkHTML(t, "the queue", list.Body.String())
	if n, _ := counts(t, list.Body.String()); n != "1" || !strings.Contains(list.Body.String(), "get it? punkt") {
		t.Errorf("her queue: %s", n)
	}
	m := regexp.MustCompile(`href="(/en/desk/enquiries/[0-9a-f-]{36})"`).FindStringSubmatch(list.Body.String())
	if m == nil {
		t.Fatal("the queue leads nowhere")
	}
	page := adviser.get(m[1]).Body.String()
	checkHTML(t, "the enquiry", page)
	if w := adviser.post(m[1], "version", "1", "do", "answer", "answer", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer: %d", w.Code)
	}
	if w := adviser.post(m[1], "version", "1", "do", "answer", "answer", "At the office."); w.Code != http.StatusSeeOther {
		t.Errorf("answered: %d", w.Code)
	}
	if w := adviser.post(m[1], "version", "1", "do", "close"); w.Code != http.StatusConflict {
		t.Errorf("answered and closed: %d", w.Code)
	}
	if w := adviser.post("/en/desk/enquiries/new", "point", quiet.ID, "question", "A long question", "topic", "civic"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a call of another point: %d", w.Code)
	}
	if w := adviser.post("/en/desk/enquiries/new", "point", p.ID, "question", "Asked about forms", "topic", "civic", "language", "pl"); w.Code != http.StatusSeeOther {
		t.Errorf("a call: %d", w.Code)
	}
	if figures := adviser.get("/en/desk/enquiries/figures").Body.String(); !strings.Contains(figures, "November 2026") || !strings.Contains(figures, `<td class="right">2</td>`) {
		t.Error("the figures lack the two of November")
	}
	if w := adviser.get("/en/desk/enquiries?state=open"); !strings.Contains(w.Body.String(), "Asked about forms") || strings.Contains(w.Body.String(), "get it?") {
		t.Error("the filter by state")
	}
	of, _ := s.rooms.Enquiries.Of(t.Context(), quiet.ID)
	admin := signedIn(t, s, "Administrator", administrator())
	if w := admin.get("/en/desk/enquiries/" + of[0].ID); w.Code != http.StatusNotFound {
		t.Errorf("an administrator reads what was told in confidence: %d", w.Code)
	}
	if strings.Contains(admin.get("/en/desk/enquiries").Body.String(), "get it? cicho") || strings.Contains(admin.get("/en/desk/enquiries/figures").Body.String(), `<td class="right">1</td>`) {
		t.Error("her queue or figures tell of the confidential point")
	}
	if w := signedIn(t, s, "Its adviser", adviserOf(quiet.ID)).get("/en/desk/enquiries/" + of[0].ID); w.Code != http.StatusOK {
		t.Errorf("its adviser: %d", w.Code)
	}
	if w := newBrowser(s.Handler()).get("/en/enquiry/made-up"); w.Code != http.StatusNotFound {
		t.Errorf("a made-up link: %d", w.Code)
	}
}
