package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
)

const placeHrodna = 627904

// An officer asks the other side; its office answers without an account, and the answer
// stands at both places until she takes it back.
func TestIsItStillAlive(t *testing.T) {
	s, store := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	id := partnership.PairID(placeBialystok, placeHrodna)
	page := "/en/desk/partnerships/" + id + "/alive"
	w := officer.get(page)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	checkHTML(t, "the question", w.Body.String())
	if w := officer.post(page, "side", "627904", "email-627904", "no address", "language-627904", "be"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a bad address: %d", w.Code)
	}
	if w := officer.post(page, "side", "627904", "email-627904", "office@hrodna.example.org", "language-627904", "be"); w.Code != http.StatusSeeOther {
		t.Fatalf("asking: %d %.300s", w.Code, w.Body)
	}
	if body := officer.get(page).Body.String(); !strings.Contains(body, "no answer yet") || !strings.Contains(body, "Questions sent: 1") {
		t.Error("the page does not say that it was asked")
	}
	if body := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); strings.Contains(body, "office@hrodna") {
		t.Error("the address is public")
	}
	inquiries, err := s.rooms.Care.Inquiries(t.Context(), id)
	if err != nil || len(inquiries) != 1 {
		t.Fatalf("%d inquiries, %v", len(inquiries), err)
	}
	var token string
	err = s.rooms.Care.DB.Write(t.Context(), func(tx *db.Tx) error {
		token, err = store.NewLink(t.Context(), tx, people.LinkAnswer, "", "office@hrodna.example.org", map[string]string{"inquiry": inquiries[0].ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	office, link := newBrowser(s.Handler()), "/be/alive?key="+url.QueryEscape(token)
	for range 2 { // a mail program looks first
		if w := office.get(link); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Гродна") {
			t.Fatalf("the link: %d", w.Code)
		}
	}
	if w := office.post("/be/alive", "key", token, "say", "active", "when-active", "2031"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#f-when-active"`) {
		t.Errorf("an activity to come: %d", w.Code)
	}
	if w := office.post("/be/alive", "key", token, "say", "sleeping"); w.Code != http.StatusOK {
		t.Fatalf("answering: %d %.300s", w.Code, w.Body)
	}
	if w := office.get(link); w.Code != http.StatusNotFound {
		t.Errorf("the link a second time: %d", w.Code)
	}
	body := officer.get(page).Body.String()
	undo := regexp.MustCompile(`action="(/en/desk/partnerships/[^"]+/undo)"`).FindStringSubmatch(body)
	if undo == nil || !strings.Contains(body, "This side says: it sleeps.") {
		t.Fatal("the answer is not shown with its undo")
	}
	if w := signedIn(t, s, "Officer of Gołdap", officerOf(placeGoldap)).post(undo[1]); w.Code != http.StatusForbidden {
		t.Errorf("another place's officer: %d", w.Code)
	}
	if w := officer.post(undo[1]); w.Code != http.StatusSeeOther || strings.Contains(officer.get(page).Body.String(), "it sleeps") {
		t.Errorf("undo: %d", w.Code)
	}
	if w := office.post("/be/alive/stop", "key", "guess"); w.Code != http.StatusNotFound {
		t.Errorf("a guessed key: %d", w.Code)
	}
}

// An end that an officer of the side answers becomes an act, which the page says before the
// click; by anybody else it is what her side says.
func TestAnEndByAnOfficerIsAnAct(t *testing.T) {
	s, store := deskSite(t)
	asker := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	there := signedIn(t, s, "Officer of Hrodna", officerOf(placeHrodna))
	id := partnership.PairID(placeBialystok, 690548)
	if w := asker.post("/en/desk/partnerships/new?place=776069", "side", placeUzhhorod, "kind", "partnership", "type", "agreement", "date", "2006", "source_from", "own"); w.Code != http.StatusSeeOther {
		t.Fatalf("beginning: %d", w.Code)
	}
	officer := signedIn(t, s, "Officer of Uzhhorod", officerOf(690548))
	if w := asker.post("/en/desk/partnerships/"+id+"/alive", "side", placeUzhhorod); w.Code != http.StatusSeeOther {
		t.Fatalf("asking: %d", w.Code)
	}
	inquiries, err := s.rooms.Care.Inquiries(t.Context(), id)
	if err != nil || len(inquiries) != 1 {
		t.Fatalf("%d inquiries, %v", len(inquiries), err)
	}
	var token string
	err = s.rooms.Care.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		token, err = store.NewLink(t.Context(), tx, people.LinkAnswer, inquiries[0].Account, "", map[string]string{"inquiry": inquiries[0].ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	link := "/en/alive?key=" + url.QueryEscape(token)
	for who, b := range map[string]*browser{"nobody": newBrowser(s.Handler()), "another place's officer": there} {
		page := b.get(link).Body.String()
		if !strings.Contains(page, "is kept as what your side says") || !strings.Contains(page, "/en/sign-in?next=") {
			t.Errorf("%s is not told that it stays a claim", who)
		}
	}
	page := officer.get(link).Body.String()
	checkHTML(t, "the officer's page", page)
	if !strings.Contains(page, "becomes an act") || strings.Contains(page, "/en/sign-in?next=") {
		t.Error("the officer is not told that it becomes an act")
	}
	w := officer.post("/en/alive", "key", token, "say", "ended", "when-ended", "2024-05-31")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "recorded as an act") {
		t.Fatalf("answering: %d %s", w.Code, faultsIn(w.Body.String()))
	}
	p, err := s.rooms.Partnerships.ByID(t.Context(), id)
	if err != nil || len(p.Acts) != 2 || p.Acts[1].Type != partnership.ActTermination || p.Acts[1].Date != partnership.On(2024, 5, 31) || p.Acts[1].By[0] != 690548 {
		t.Fatalf("%+v, %v", p.Acts, err)
	}
	if public := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); !strings.Contains(public, "terminated") {
		t.Error("the public page does not tell it")
	}
	desk := asker.get("/en/desk/partnerships/" + id + "/alive").Body.String()
	undo := regexp.MustCompile(`action="(/en/desk/partnerships/[^"]+/undo)"`).FindStringSubmatch(desk)
	if undo == nil || !strings.Contains(desk, "recorded as an act") {
		t.Fatal("the desk does not say that it is an act")
	}
	if w := asker.post(undo[1]); w.Code != http.StatusSeeOther {
		t.Errorf("undo: %d", w.Code)
	}
	if p, err = s.rooms.Partnerships.ByID(t.Context(), id); err != nil || len(p.Record().Acts) != 1 {
		t.Errorf("after the undo: %+v, %v", p.Record().Acts, err)
	}
}
