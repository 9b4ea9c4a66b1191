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
