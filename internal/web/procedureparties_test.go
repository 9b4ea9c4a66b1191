package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Three towns walk together: each paper is made for all of them, and a resolution for the
// third one's council too.
func TestPapersNameEveryTownThatWalks(t *testing.T) {
	k := newWalk(t)
	w := k.post(k.here, "/en/desk/places/776069/procedures/new", url.Values{"side": {"627904", "772195"}, "kind": {"friendship"}, "topics": {"culture"}})
	k.address = w.Header().Get("Location")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("begin: %d %s", w.Code, saidWrong(w))
	}
	page := k.here.get(k.address).Body.String()
	for _, kind := range []string{"visit", "letter_of_intent", "plan", "resolution", "agreement", "oath"} {
		if !strings.Contains(page, "/papers/"+kind+"?as=docx") {
			t.Errorf("the page offers no %s", kind)
		}
		for as, begins := range map[string]string{"docx": "PK", "pdf": "%PDF-"} {
			w := k.here.get(k.address + "/papers/" + kind + "?as=" + as + "&language=pl&language=be&side=772195")
			if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) {
				t.Errorf("%s as %s: %d", kind, as, w.Code)
			}
		}
	}
	letter := docxBody(t, k.here.get(k.address+"/papers/letter_of_intent?as=docx&language=pl").Body.Bytes())
	for _, town := range []string{"Białystok", "Grodno", "Giżycko"} {
		if !strings.Contains(letter, town) {
			t.Errorf("the letter does not name %s", town)
		}
	}
}

// docxBody is the text of a document with its marks.
func docxBody(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Who acted is told with the town for which, once.
func TestTheTownIsNotSaidTwice(t *testing.T) {
	for _, c := range []struct{ name, town, endonym, want string }{
		{"Anna", "Białystok", "Białystok", "Anna (Białystok)"},
		{"Officer of Białystok", "Białystok", "Białystok", "Officer of Białystok"},
		{"Officer of Druskininkai", "Druskieniki", "Druskininkai", "Officer of Druskininkai"},
		{"Anna", "", "", "Anna"},
	} {
		if got := besideName(c.name, c.town, c.endonym); got != c.want {
			t.Errorf("%s for %s: %q", c.name, c.town, got)
		}
	}
}

// An officer of another town finds the way to the procedure on the request itself, with what
// the request says filled in; her own town's request and strangers have none.
func TestARequestLeadsToTheProcedure(t *testing.T) {
	w := talk(t)
	page := w.page(w.here, "/en/seek/"+w.request)
	w.has("the request", page, "/en/desk/places/776069/procedures/new?request=")
	_, rest, _ := strings.Cut(page, "/en/desk/places/776069/procedures/new?request=")
	id, _, _ := strings.Cut(rest, `"`)
	w.has("the form", w.page(w.here, "/en/desk/places/776069/procedures/new?request="+id), `name="side" value="627904" checked`, `name="topics" value="culture" checked`)
	w.lacks("its own officer", w.page(w.they, "/en/seek/"+w.request), "/procedures/new")
	if stranger := ask(w.s.Handler(), "/en/seek/"+w.request).Body.String(); strings.Contains(stranger, "/procedures/new") {
		t.Error("a stranger is led to the procedure")
	}
}
