package web

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "image/jpeg"

	"golang.org/x/image/webp"

	"twintown/internal/document"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/press"
)

// withPictures gives the hall's site documents and what draws pictures, and returns how to
// do the jobs that wait.
func (h *hall) withPictures() (draw func()) {
	h.Helper()
	objects, err := blob.OpenFolder(h.TempDir())
	h.must(err)
	r := &h.site.rooms
	r.Queue = jobs.NewQueue(h.db)
	r.Documents = document.NewStore(h.db, objects, document.Options{Examiner: media.Here(), Clock: h.clock})
	r.Drawer = press.NewDrawer(r.Press, objects, func(ctx context.Context, id string) (string, error) {
		d, err := r.Documents.Of(ctx, id)
		return d.Display.Blob, err
	})
	h.runner.Handle(r.Drawer.Kind())
	h.runner.Handle(r.Documents.Kind())
	return func() { h.must(h.runner.Drain(h.Context())) }
}

// send posts files as a browser does.
func (p *person) send(path string, files map[string][]byte) *httptest.ResponseRecorder {
	p.h.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		part, err := form.CreateFormFile("file", name)
		p.h.must(err)
		_, err = part.Write(files[name])
		p.h.must(err)
	}
	p.h.must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

// A gallery: sent in, described, published, and one picture taken back by somebody in it.
func TestAGallery(t *testing.T) {
	eachHall(t, func(h *hall) {
		draw := h.withPictures()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("gallery", "pl", "Konferencja w obrazach")
		pics := strings.Replace(at, "/desk/press/", "/desk/pictures/", 1)
		secret := []byte("taken at the house of somebody")
		photo := mediatest.WithExif(mediatest.JPEG(1500, 1000), mediatest.Exif(1, string(secret)))
		w := o.send(pics, map[string][]byte{"1.jpg": photo, "2.png": samplePNG(), "3.pdf": mediatest.PDF(1)})
		h.wants("a file that is no picture", w, http.StatusUnprocessableEntity, "3.pdf")
		draw()
		page := o.get(pics).Body.String()
		checkHTML(t, "pictures at the desk", page)
		ids := regexp.MustCompile(`data-id="([^"]+)"`).FindAllStringSubmatch(page, -1)
		if len(ids) != 2 || !strings.Contains(page, "/photos/"+ids[0][1]+"/320.jpg 320w") {
			t.Fatalf("%d pictures: %s", len(ids), page)
		}
		first, second := ids[0][1], ids[1][1]
		w = o.post(pics+"/"+first, "people", "agreed", "caption.pl", "Sala obrad")
		h.wants("an agreement that nobody collected", w, http.StatusUnprocessableEntity, `href="#f-consent_by"`)
		checkHTML(t, "the form", w.Body.String())
		h.wants("described", o.post(pics+"/"+first, "people", "agreed", "caption.pl", "Sala obrad", "alt.pl", "Ludzie przy stole", "credit", "Urząd miejski", "consent_by", "Sekretariat", "consent_on", "2026-11-20"), http.StatusSeeOther)
		if strings.Contains(o.get(pics).Body.String(), "This gallery is public") {
			t.Error("a draft is told to be public")
		}
		h.wants("published", o.post(at+"/pl/publish", "do", "now"), http.StatusSeeOther)
		h.wants("what changes at once is said", o.get(pics), http.StatusOK, "This gallery is public")
		w = reader.get("/pl/galleries/konferencja-w-obrazach")
		h.wants("for readers", w, http.StatusOK, `alt="Ludzie przy stole"`, "/photos/"+first+"/640.jpg 640w", `type="image/webp" srcset="/photos/`+first+"/320.webp 320w", `"@type":"ImageGallery"`)
		checkHTML(t, "the gallery", w.Body.String())
		if strings.Contains(w.Body.String(), second) || strings.Contains(w.Body.String(), "Sekretariat") {
			t.Error("a picture of which nothing was said, or who collected consents, is told to everybody")
		}
		h.wants("the feed", reader.get("/pl/galleries.atom"), http.StatusOK, "<title>Konferencja w obrazach</title>", "/pl/galleries/konferencja-w-obrazach")
		w = reader.get("/pl/galleries/konferencja-w-obrazach/1")
		h.wants("one picture", w, http.StatusOK, "Sala obrad", "Urząd miejski", "/photos/"+first+"/1280.jpg 1280w")
		checkHTML(t, "one picture", w.Body.String())
		h.wants("no such picture", reader.get("/pl/galleries/konferencja-w-obrazach/2"), http.StatusNotFound)

		sent := reader.get("/photos/" + first + "/1280.jpg")
		c, _, err := image.DecodeConfig(bytes.NewReader(sent.Body.Bytes()))
		if err != nil || c.Width != 1280 || bytes.Contains(sent.Body.Bytes(), secret) || !bytes.Contains(photo, secret) {
			t.Errorf("%d wide, %v; what the camera noted is in it: %t", c.Width, err, bytes.Contains(sent.Body.Bytes(), secret))
		}
		small := reader.get("/photos/" + first + "/1280.webp")
		if c, err := webp.DecodeConfig(small.Body); err != nil || c.Width != 1280 || small.Header().Get("Content-Type") != "image/webp" {
			t.Errorf("as WebP: %d wide, %v", c.Width, err)
		}
		if got := sent.Header().Get("Cache-Control"); got != "public, no-cache" {
			t.Errorf("Cache-Control %q: nobody may keep a picture without asking", got)
		}
		if w := reader.get("/photos/" + second + "/320.jpg"); w.Code != http.StatusNotFound {
			t.Errorf("a picture of which nothing was said: %d", w.Code)
		}
		if w := o.get("/photos/" + second + "/320.jpg"); w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("for the desk: %d %q", w.Code, w.Header().Get("Cache-Control"))
		}
		h.wants("all in one, not allowed", reader.get("/pl/galleries/konferencja-w-obrazach/all.zip"), http.StatusNotFound)
		version := valueIn(o.get(at).Body.String(), "version")
		h.wants("allowed", o.post(at, "version", version, "download", "1"), http.StatusSeeOther)
		h.wants("not public yet", reader.get("/pl/galleries/konferencja-w-obrazach/all.zip"), http.StatusNotFound)
		h.wants("published", o.post(at+"/publish", "do", "now", "seen", valueIn(o.get(at).Body.String(), "seen")), http.StatusSeeOther)
		packed := reader.get("/pl/galleries/konferencja-w-obrazach/all.zip").Body.Bytes()
		if z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed))); err != nil || len(z.File) != 1 || z.File[0].Name != "001.jpg" {
			t.Errorf("the archive: %v", err)
		}

		h.wants("another order", o.post(pics+"/order", "down", first), http.StatusSeeOther)
		if page := o.get(pics).Body.String(); strings.Index(page, `data-id="`+first) < strings.Index(page, `data-id="`+second) {
			t.Error("the order stayed")
		}
		h.wants("nothing ticked", o.post(pics+"/many", "do", "say", "people", "none"), http.StatusUnprocessableEntity, "tick at least one")
		h.wants("an agreement of many that nobody collected", o.post(pics+"/many", "picture", first, "picture", second, "people", "agreed"), http.StatusUnprocessableEntity, `value="`+second+`" form="many" checked`, `href="#f-consent_by"`)
		h.wants("one note for many", o.post(pics+"/many", "picture", first, "picture", second, "people", "agreed", "consent_by", "Biuro", "consent_on", "2026-11-21"), http.StatusSeeOther)
		if page := reader.get("/pl/galleries/konferencja-w-obrazach").Body.String(); !strings.Contains(page, second) || !strings.Contains(page, "Sala obrad") || strings.Contains(page, "Biuro") {
			t.Error("what was said of many is not what it should be")
		}
		w = o.post(pics+"/many", "do", "withdraw", "picture", first, "picture", second, "why", "a person asked for it")
		h.wants("taken back", w, http.StatusSeeOther)
		again := httptest.NewRequest(http.MethodGet, "/photos/"+first+"/1280.jpg", nil)
		again.Header.Set("If-None-Match", sent.Header().Get("ETag"))
		h.wants("a cache that has it asks whether it may keep it", reader.do(again), http.StatusNotFound)
		undo := regexp.MustCompile(`action="(/en/desk/undo/[^"]+)"`).FindStringSubmatch(o.get(pics).Body.String())
		if undo == nil {
			t.Fatal("no way back is offered")
		}
		h.wants("a way back that is another's", h.person(true, organiserOfSite()).post(undo[1]), http.StatusNotFound)
		h.wants("brought back", o.post(undo[1]), http.StatusSeeOther)
		h.wants("again for readers", reader.get("/photos/"+first+"/1280.jpg"), http.StatusOK)
		h.wants("taken back by itself", o.post(pics+"/"+first+"/withdraw", "why", "a person asked for it"), http.StatusSeeOther)
		for _, path := range []string{"/photos/" + first + "/1280.jpg", "/pl/galleries/konferencja-w-obrazach/2"} {
			h.wants("after it was taken back", reader.get(path), http.StatusNotFound)
			h.wants("for the desk", o.get(path), http.StatusNotFound)
		}
		if strings.Contains(reader.get("/pl/galleries/konferencja-w-obrazach").Body.String(), first) {
			t.Error("its gallery still shows it")
		}
	})
}
