package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// An organiser adds families, looks at a suggestion with its reasons, takes it, moves somebody
// by hand, and prints the lists; nothing is kept before she says so.
func TestGuestsFindAHostFamily(t *testing.T) {
	s, organiser, base, _ := papersSite(t)
	base = strings.TrimSuffix(base, "/papers") + "/hosts"
	all, err := s.rooms.Guests.Members(t.Context(), delegationOf(t, s, base))
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i].Lodging = delegation.Family
		if _, err := s.rooms.Guests.PutMember(t.Context(), people.System(), delegation.ByLetter, all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if w := organiser.post(base+"/families/new", "beds", "1"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a family without a name: %d", w.Code)
	}
	for name, fields := range map[string][]string{"Pierwsi": {"languages", "lt"}, "Drudzy": {"smokes", "1"}} {
		if w := organiser.post(base+"/families/new", append([]string{"name", name, "beds", "1", "address", "ul. Lipowa", "phone", "+48 85 000 00 00"}, fields...)...); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	guest := base + "/guests/" + all[0].ID
	if w := organiser.post(guest, "do", "needs", "no_smoke", "1", "diets", "vegan"); w.Code != http.StatusSeeOther {
		t.Fatalf("needs: %d %s", w.Code, w.Body)
	}
	if page := organiser.get(guest).Body.String(); !strings.Contains(page, "There is smoking in this house") || !strings.Contains(page, "A common language: Lithuanian") {
		t.Errorf("reasons: %s", page)
	}
	if page := organiser.get(base + "?suggest").Body.String(); !strings.Contains(page, "This is a suggestion") || !strings.Contains(page, "→ Pierwsi") {
		t.Errorf("suggestion: %s", page)
	}
	if page := organiser.get(base).Body.String(); strings.Contains(page, "→ Pierwsi") {
		t.Error("a suggestion was kept that nobody took")
	}
	if w := organiser.post(base + "/take"); w.Code != http.StatusSeeOther {
		t.Fatalf("take: %d %s", w.Code, w.Body)
	}
	page := organiser.get(base).Body.String()
	if strings.Count(page, "→ ") != 2 || !strings.Contains(page, "Send the messages") {
		t.Errorf("taken: %s", page)
	}
	if w := organiser.post(guest, "family", regexp.MustCompile(`/hosts/families/([0-9a-f-]{36})"><strong>Drudzy`).FindStringSubmatch(page)[1]); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "The only bed of this family is taken") {
		t.Errorf("two in one bed: %d", w.Code)
	}
	if list := organiser.get(base + "/print").Body.String(); !strings.Contains(list, "ul. Lipowa") || !strings.Contains(list, all[0].Name) {
		t.Errorf("lists: %s", list)
	}
	if w := organiser.post(base + "/tell"); w.Code != http.StatusSeeOther {
		t.Errorf("tell: %d", w.Code)
	}
	if w := newBrowser(s.Handler()).get(base); w.Code == http.StatusOK || strings.Contains(w.Body.String(), all[0].Name) {
		t.Errorf("a stranger: %d", w.Code)
	}
}
