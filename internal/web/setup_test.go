package web

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media"
	"twintown/internal/platform/secret"
	"twintown/internal/world/worldtest"
	"twintown/starter/demo"
)

// setupSite is a site whose face can be changed, and the browser of its administrator.
func setupSite(t *testing.T) (*Site, *browser, *demo.Content) {
	t.Helper()
	rooms := worldtest.Open(t)
	key, now := secret.New(), clock.Fixed(dbtest.Today)
	log := people.NewLog(rooms.DB, key, filepath.Join(t.TempDir(), "anchors"))
	store := people.NewStore(rooms.DB, log, key, now)
	faces, err := operator.Open(t.Context(), operator.NewStore(rooms.DB), rooms.Catalog.Languages())
	if err != nil {
		t.Fatal(err)
	}
	objects, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	content := demo.New(rooms.DB, log, demo.Parts(operator.NewStore(rooms.DB), rooms.Catalog)...)
	s, err := New(Rooms{
		World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, People: store, Key: key,
		Operator: faces.Now, Faces: faces, Pictures: operator.NewPictures(objects, media.Here()), Demo: content,
		Catalog: rooms.Catalog, Clock: now, Log: slog.New(slog.DiscardHandler),
	}, Options{BaseURL: "http://localhost:8080", Release: "test"})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := store.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id, err := store.First(t.Context(), token, people.NewAccount{Email: "office@example.org", Name: "Administrator", Language: "en", Password: "four words in a row"})
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := store.Begin(t.Context(), id, "", "test", true, false)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(s.Handler())
	b.cookies["session"] = cookie
	return s, b, content
}

// sees fails unless the answer has the status and the texts.
func sees(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%.800s", w.Code, status, w.Body)
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("%q is missing", text)
		}
	}
	if w.Body.Len() > 0 && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		checkHTML(t, "answer", w.Body.String())
	}
}

// An administrator walks through the steps, and the public site is hers at once.
func TestSetupGivesTheSiteItsFace(t *testing.T) {
	s, b, _ := setupSite(t)
	if w := b.get("/en/desk/setup"); w.Header().Get("Location") != "/en/desk/setup/organisation" {
		t.Fatalf("the walk begins at %q", w.Header().Get("Location"))
	}
	sees(t, b.get("/en/desk/setup/organisation"), 200, `name="names.pl"`, `name="names.uk"`, "Leave this step out")
	w := b.post("/en/desk/setup/organisation", "version", "0", "names.en", "Example Union", "names.pl", "Przykładowy Związek", "short", "EU-T",
		"contact.email", "office@example.org", "home", "Białystok")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/desk/setup/look" {
		t.Fatalf("after saving: %d to %q\n%.500s", w.Code, w.Header().Get("Location"), w.Body)
	}
	sees(t, b.get("/en/desk/setup/look"), 200, "Saved. The site shows it at once.")
	sees(t, ask(s.Handler(), "/pl/"), 200, "EU-T: partnerstwa miast", "Przykładowy Związek", "/regions/PL.81")
	if w := b.post("/en/desk/setup/look", "version", "1", "here", "#0b4f7d", "there", "#a8321f"); w.Code != http.StatusSeeOther {
		t.Fatalf("colours: %d\n%.500s", w.Code, w.Body)
	}
	sees(t, ask(s.Handler(), "/en/"), 200, `href="/theme/1-0b4f7d-`)
	if w := b.post("/en/desk/setup/languages", "version", "2", "languages", "pl", "languages", "de", "default_language", "pl"); w.Header().Get("Location") != "/pl/desk/setup/imprint" {
		t.Fatalf("the language of the page is not offered any more: %d to %q", w.Code, w.Header().Get("Location"))
	}
	sees(t, ask(s.Handler(), "/en/"), 404)
	if w := b.get("/pl/desk/setup"); w.Header().Get("Location") != "/pl/desk/setup/imprint" {
		t.Errorf("a walk that was left goes on at %q", w.Header().Get("Location"))
	}
	if w := b.post("/pl/desk/setup/imprint", "version", "3", "imprint.pl", "KRS 1\r\n\r\nNIP 2", "privacy.pl", "Dane.", "barriers.phone", "+48 85 711 20 00"); w.Code != http.StatusSeeOther {
		t.Fatalf("imprint: %d\n%.500s", w.Code, w.Body)
	}
	sees(t, ask(s.Handler(), "/pl/imprint"), 200, "<p>KRS 1</p>", "<p>NIP 2</p>")
	if w := b.post("/pl/desk/setup/funders", "version", "4", "funders.0.name", "Program", "funders.0.url", "https://example.org/", "funders.0.credit.pl", "Dofinansowano."); w.Code != http.StatusSeeOther {
		t.Fatalf("funders: %d\n%.500s", w.Code, w.Body)
	}
	sees(t, b.get("/pl/desk/setup/funders"), 200, `name="funders.1.name"`, `name="of" value="0"`)
	sees(t, ask(s.Handler(), "/pl/"), 200, "Dofinansowano.")
	if w := b.post("/pl/desk/setup/funders", "version", "5", "funders.0.name", "", "funders.1.name", ""); w.Code != http.StatusSeeOther {
		t.Fatalf("funders: %d", w.Code)
	}
	if n := len(s.face().Funders); n != 0 {
		t.Errorf("%d funders are left", n)
	}
	sees(t, b.get("/pl/desk/setup/done"), 200, "Zobacz stronę")
	if missing := s.catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %q", missing)
	}
}

// A preview keeps nothing; a colour that cannot be read is refused with one that can, and
// its button puts that in.
func TestSetupPreviewAndRefusal(t *testing.T) {
	s, b, _ := setupSite(t)
	w := b.post("/en/desk/setup/look", "version", "0", "here", "#0b4f7d", "there", "#a8321f", "do", "look")
	sees(t, w, 200, `href="/theme/1-0b4f7d-`, "This is a preview", `class="preview day"`, `class="preview night"`)
	if s.face().Version != 0 {
		t.Error("a preview was saved")
	}
	w = b.post("/en/desk/setup/look", "version", "0", "here", "#ffd500", "there", "#a8321f")
	sees(t, w, 422, `aria-invalid="true"`, "contrast of 1.", `name="fix"`)
	fix := regexp.MustCompile(`name="fix" value="(here=#[0-9a-f]{6})"`).FindStringSubmatch(w.Body.String())
	if fix == nil || s.face().Version != 0 {
		t.Fatalf("no colour is offered, or the page was saved (version %d)", s.face().Version)
	}
	w = b.post("/en/desk/setup/look", "version", "0", "here", "#ffd500", "there", "#a8321f", "fix", fix[1])
	sees(t, w, 200, `value="`+strings.TrimPrefix(fix[1], "here=")+`"`)
	if strings.Contains(w.Body.String(), `aria-invalid="true"`) {
		t.Error("the colour that was offered is refused as well")
	}
	b.post("/en/desk/setup/organisation", "version", "0", "names.en", "First")
	sees(t, b.post("/en/desk/setup/organisation", "version", "0", "names.en", "Second"), 409, "Somebody else saved these settings", `value="Second"`)
	sees(t, b.post("/en/desk/setup/organisation", "version", "1", "names.en", "N", "home", "Friedberg"), 422, `type="radio" name="home_number"`)
	sees(t, b.post("/en/desk/setup/organisation", "version", "1", "names.en", "N", "home", "qqqqqqq"), 422, `id="f-home"`)
	sees(t, b.post("/en/desk/setup/languages", "version", "1", "default_language", "en"), 422, "at least one language")
	if s.face().Name("en") != "First" {
		t.Errorf("the name is %q", s.face().Name("en"))
	}
}

// sendLogo sends a file as the form does.
func sendLogo(b *browser, address, name string, content []byte, fields ...string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = m.WriteField(fields[i], fields[i+1])
	}
	part, _ := m.CreateFormFile("logo", name)
	_, _ = part.Write(content)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func samplePNG() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 400, 100))
	for i := range 100 {
		img.Set(i*4, i, color.NRGBA{10, 80, 120, 255})
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

// A logo is sent, shown in its sizes to everybody, and taken away again.
func TestSetupLogo(t *testing.T) {
	s, b, _ := setupSite(t)
	if w := sendLogo(b, "/en/desk/setup/logo", "logo.png", samplePNG(), "version", "0", "of", ""); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%.600s", w.Code, w.Body)
	}
	home := ask(s.Handler(), "/en/").Body.String()
	address := regexp.MustCompile(`src="(/pictures/[0-9a-f]{64}\.png)"`).FindStringSubmatch(home)
	if address == nil || !strings.Contains(home, `rel="apple-touch-icon" href="/pictures/`) {
		t.Fatal("the page shows no logo")
	}
	w := ask(s.Handler(), address[1])
	if _, err := png.Decode(w.Body); w.Code != 200 || err != nil || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the logo: %d, %v, %v", w.Code, err, w.Header())
	}
	for _, target := range []string{"/pictures/" + strings.Repeat("a", 64) + ".png", "/pictures/x.png", strings.TrimSuffix(address[1], ".png")} {
		if w := ask(s.Handler(), target); w.Code != 404 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	sees(t, sendLogo(b, "/en/desk/setup/logo", "logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "version", "1", "of", ""), 422, "SVG", `id="f-logo"`)
	sees(t, sendLogo(b, "/en/desk/setup/logo", "", nil, "version", "1", "of", ""), 422, "No file was chosen")
	if w := sendLogo(b, "/en/desk/setup/logo", "logo.png", samplePNG(), "version", "1", "of", "7"); w.Code != 404 {
		t.Errorf("the logo of a funder that is not there: %d", w.Code)
	}
	if w := sendLogo(b, "/en/desk/setup/logo", "", nil, "version", "1", "of", "", "do", "remove"); w.Code != http.StatusSeeOther || !s.face().Logo.Empty() {
		t.Errorf("removing: %d", w.Code)
	}
}

// Nobody but an administrator changes the face.
func TestSetupIsForAdministrators(t *testing.T) {
	s, _, content := setupSite(t)
	if err := content.Add(t.Context()); err != nil {
		t.Fatal(err)
	}
	stranger := newBrowser(s.Handler())
	for _, path := range []string{"/organisation", "/look", "/logo", "/demo"} {
		if w := stranger.post("/en/desk/setup"+path, "version", "0", "names.en", "Mine"); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "/sign-in") {
			t.Errorf("%s: %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	if is, err := content.There(t.Context()); !is || err != nil || s.face().Version > 1 {
		t.Errorf("a stranger changed something: %t, %v", is, err)
	}
}

// The demonstration says on every page that it is one, until its button takes it away.
func TestDemonstrationGoes(t *testing.T) {
	s, b, content := setupSite(t)
	if err := content.Add(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.rooms.Faces.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/en/", "/en/data", "/en/nothing"} {
		if w := ask(s.Handler(), target); !strings.Contains(w.Body.String(), "Demonstration: some") {
			t.Errorf("%s does not say that it is a demonstration", target)
		}
	}
	if w := b.get("/en/desk/setup"); w.Header().Get("Location") != "/en/desk/setup/organisation" {
		t.Errorf("the walk begins at %q: what the example holds is nobody's own", w.Header().Get("Location"))
	}
	if w := b.get("/en/desk/setup/organisation"); strings.Contains(w.Body.String(), `value="Example Association`) {
		t.Error("the example's name would be saved as one's own")
	}
	sees(t, b.get("/en/desk/setup/done"), 200, "Remove the demonstration")
	if w := b.post("/en/desk/setup/demo"); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	if w := ask(s.Handler(), "/en/"); strings.Contains(w.Body.String(), "Demonstration: some") || !strings.Contains(w.Body.String(), "Twintown: town") {
		t.Error("something of the demonstration is left")
	}
}
