package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
