package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/partnership"
	"twintown/internal/platform/media/mediatest"
)

// sendForm posts a form with a file, as a browser does.
func (b *browser) sendForm(t *testing.T, path, file string, content []byte, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// A document comes with its act. One that is not what it says is refused, and what was
// typed stays; nobody but those who look after the place reads what was not opened to all.
func TestADocumentComesWithItsAct(t *testing.T) {
	s, _ := documentSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	id := partnership.PairID(776069, 627904)
	base := "/en/desk/partnerships/" + id
	fields := []string{"type", "annex", "date", "2019", "source_from", "own", "title", "Aneks nr 1"}
	w := officer.sendForm(t, base+"/acts", "annex.pdf", []byte("MZ this is a program"), fields...)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="Aneks nr 1"`) {
		t.Errorf("a program called a PDF: %d", w.Code)
	}
	if w = officer.sendForm(t, base+"/acts", "annex.pdf", mediatest.PDF(1), fields...); w.Code != http.StatusSeeOther {
		t.Fatalf("a PDF: %d %.1500s", w.Code, w.Body)
	}
	if page := officer.get("/en/partnerships/" + id).Body.String(); !strings.Contains(page, "annex.pdf") {
		t.Error("the officer does not see the document beside its act")
	}
	if page := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); strings.Contains(page, "annex.pdf") {
		t.Error("the public sees a document that was not opened to all")
	}
	if w = officer.sendForm(t, base+"/acts", "open.pdf", mediatest.PDF(1), append(fields, "public", "1")...); w.Code != http.StatusSeeOther {
		t.Fatalf("an open PDF: %d", w.Code)
	}
	if page := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String(); !strings.Contains(page, "open.pdf") {
		t.Error("the public does not see a document that was opened to all")
	}
}

// Adding and taking away a document of one act changes one partnership: no node reads its
// places and links anew for it.
func TestADocumentRebuildsNoWorld(t *testing.T) {
	s, _ := documentSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	id := partnership.PairID(placeBialystok, placeHrodna)
	base := "/en/desk/partnerships/" + id
	first := s.rooms.World()
	same := func(what string) {
		t.Helper()
		_, changes, whole, err := s.rooms.Care.DB.ChangedSince(t.Context(), first.Version)
		if err != nil || whole {
			t.Errorf("%s: all is read anew (%v)", what, err)
		}
		for _, c := range changes {
			if c.Kind != document.Feed && (c.Kind != "partnership" || c.ID != id) { // search follows documents
				t.Errorf("%s: %s %s changed too", what, c.Kind, c.ID)
			}
		}
		if now := s.rooms.World(); now.Places != first.Places {
			t.Errorf("%s: the places were read anew", what)
		}
	}
	w := officer.sendForm(t, base+"/acts", "annex.pdf", mediatest.PDF(1), "type", "annex", "date", "2019", "source_from", "own", "public", "1")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("adding: %d %s", w.Code, faultsIn(w.Body.String()))
	}
	same("adding")
	remove := field(t, regexp.MustCompile(`action="(/en/desk/documents/[^"]+/remove)"`), officer.get("/en/partnerships/"+id).Body.String())
	version := s.rooms.World().Version
	public := newBrowser(s.Handler())
	if page := public.get("/en/partnerships/" + id).Body.String(); !strings.Contains(page, "annex.pdf") {
		t.Error("the public page does not show the document")
	}
	if w := officer.post(remove); w.Code != http.StatusSeeOther {
		t.Fatalf("taking away: %d", w.Code)
	}
	same("taking away")
	if page := public.get("/en/partnerships/" + id).Body.String(); strings.Contains(page, "annex.pdf") {
		t.Error("the public page still shows the document")
	}
	if now, err := s.rooms.Care.DB.DataVersion(t.Context()); err != nil || now == version {
		t.Errorf("the page that names it is not told: version %d, %v", now, err)
	}
	if w := officer.post(strings.TrimSuffix(remove, "remove") + "restore"); w.Code != http.StatusSeeOther {
		t.Fatalf("bringing back: %d", w.Code)
	}
	same("bringing back")
}
