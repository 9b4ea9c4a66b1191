package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestAnOfficerHandsAPlaceOver(t *testing.T) {
	s, _ := deskSite(t)
	own := signedIn(t, s, "Officer of Białystok", officerOf(776069))
	other := signedIn(t, s, "Officer of Hrodna", officerOf(627904))
	w := own.get("/en/desk/hand-over/" + bialystok)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Officer of Białystok") {
		t.Fatalf("the page: %d\n%.800s", w.Code, w.Body)
	}
	for _, path := range []string{"", "/pack"} {
		if w := other.get("/en/desk/hand-over/" + bialystok + path); w.Code != http.StatusNotFound {
			t.Errorf("another place's officer at %q: %d", path, w.Code)
		}
	}
	w = own.get("/pl/desk/hand-over/" + bialystok + "/pack")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("the pack: %d, %v", w.Code, err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	for _, want := range []string{"dates.xlsx", "partnerships.xlsx", "people.xlsx", "calendar.ics"} {
		if !slices.Contains(names, want) {
			t.Errorf("the pack has %q, not %s", names, want)
		}
	}
}
