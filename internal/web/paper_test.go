package web

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/partnership"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/paper/papertest"
	"twintown/internal/platform/search"
	"twintown/internal/press"
)

// withPapers gives the hall documents that are read, and a search that finds them.
func (h *hall) withPapers() (read func()) {
	h.Helper()
	objects, err := blob.OpenFolder(h.TempDir())
	h.must(err)
	r := &h.site.rooms
	r.Documents = document.NewStore(h.db, objects, document.Options{
		Examiner: media.Here(), Clock: h.clock, Reader: papertest.Process(h), Queue: jobs.NewQueue(h.db), Standing: document.ByHome(map[string]document.Standing{press.Feed: r.Press.Stand, "partnership": r.Partnerships.Stand}), Naming: r.Partnerships.NamingDocument,
	})
	acts := func(ctx context.Context, add func(document.Use) error) error {
		return r.Partnerships.Papers(ctx, func(p partnership.Partnership, id string) error {
			return add(document.Use{Document: id, Language: "pl", In: "Białystok – Grodno"})
		})
	}
	r.Search = search.New(h.db, press.Searchable(r.Press, nil), document.Searchable(r.Documents, []string{"partnership"}, r.Press.Papers, r.Meetings.Papers, acts))
	h.runner.Handle(jobs.Kind{Name: document.ReadKind, Do: r.Documents.Read, Attempts: document.ReadTries, AtOnce: 1})
	return func() { h.must(h.runner.Drain(h.Context())) }
}

// sendForm sends a form with one file.
func (p *person) sendForm(at, name string, file []byte, fields ...string) *httptest.ResponseRecorder {
	p.h.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		form.WriteField(fields[i], fields[i+1])
	}
	part, err := form.CreateFormFile(fileField, name)
	p.h.must(err)
	part.Write(file)
	form.Close()
	r := httptest.NewRequest(http.MethodPost, at, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

func goldap(h *hall) []byte {
	h.Helper()
	b, err := os.ReadFile("../../starter/demo/files/goldap.pdf")
	h.must(err)
	return b
}

// hits are the addresses of what a question finds.
func hits(b *browser, code, words string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`<h3 class="name"><a href="([^"]+)"`).FindAllStringSubmatch(b.get("/"+code+"/search?q="+words).Body.String(), -1) {
		all = append(all, m[1])
	}
	return all
}

// readBack has poppler read what the site delivers: one page, with all its letters.
func readBack(h *hall, pdf []byte) {
	h.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			h.Fatal("NOT TESTED: poppler is missing (Debian: poppler-utils)")
		}
		h.Log("NOT TESTED: poppler is missing (Debian: poppler-utils)")
		return
	}
	name := filepath.Join(h.TempDir(), "delivered.pdf")
	h.must(os.WriteFile(name, pdf, 0o600))
	info, err := exec.CommandContext(h.Context(), "pdfinfo", name).Output()
	h.must(err)
	text, err := exec.CommandContext(h.Context(), "pdftotext", name, "-").Output()
	h.must(err)
	for _, want := range []string{"Gołdap", "Šakiai", "bendradarbiauja nuo dešimtojo", "супрацоўнічае з суседзямі", "співпрацює із сусідами"} {
		if !strings.Contains(string(text), want) {
			h.Errorf("poppler reads no %q", want)
		}
	}
	if !regexp.MustCompile(`Pages: +1\n`).Match(info) {
		h.Errorf("poppler says %s", info)
	}
}

// A paper of a meeting goes the way of the meeting: nobody but the desk and who holds the
// link of the draft reads it before, everybody while it is public, nobody after.
func TestAPaperStandsAsItsMeetingDoes(t *testing.T) {
	eachHall(t, func(h *hall) {
		read := h.withPapers()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginMeeting("conference", "pl", "Wspólny język partnerstwa")
		h.wants("a paper", o.sendForm(at+"/materials", "goldap 2013.pdf", goldap(h), "title", "Gołdap i jej partnerzy", "language", "pl"), http.StatusSeeOther)
		id := regexp.MustCompile(`name="material.0.document" value="([^"]+)"`).FindStringSubmatch(o.get(at).Body.String())[1]
		read()
		page, file, picture := "/pl/documents/"+id, "/pl/documents/"+id+"/goldap%202013.pdf", "/pl/documents/"+id+"/first-page/page.webp"
		all := []string{page, file, picture, page + "/version/1/x.pdf"}
		for _, address := range all {
			h.wants("a draft's, for the public", reader.get(address), http.StatusNotFound)
			if w := o.get(address); w.Code >= 400 {
				t.Errorf("%s for who writes it: %d", address, w.Code)
			}
		}
		if cache := o.get(file).Header().Get("Cache-Control"); cache != "private, no-store" {
			t.Errorf("a draft's paper may be kept: %s", cache)
		}
		h.wants("the draft's page", o.get(page), http.StatusOK, "Gołdap i jej partnerzy", "Ten dokument nie jest publiczny", `content="noindex"`)
		if got := hits(reader, "pl", "Szakami"); len(got) != 0 {
			t.Errorf("a draft's paper is found: %v", got)
		}
		text := strings.Replace(at, "/meetings/", "/press/", 1) + "/pl"
		o.write(text, "title", "Wspólny język partnerstwa", "lead", "Konferencja miast.", "body", "Przyjechali goście.")
		link := regexp.MustCompile(`http://localhost:8080/pl/preview/[\w-]+`).FindString(o.post(text+"/preview", "do", "make").Body.String())
		preview := reader.get(strings.TrimPrefix(link, "http://localhost:8080"))
		h.wants("by the link", preview, http.StatusOK, "Gołdap i jej partnerzy")
		keyed := regexp.MustCompile(`/pl/documents/[^"]*preview=[\w-]+`).FindAllString(strings.ReplaceAll(preview.Body.String(), "&amp;", "&"), -1)
		if len(keyed) < 3 {
			t.Fatalf("the draft leads to %v", keyed)
		}
		for _, address := range keyed {
			if w := reader.get(address); w.Code != http.StatusOK || w.Header().Get("Cache-Control") == "public, no-cache" {
				t.Errorf("%s by the link: %d, %s", address, w.Code, w.Header().Get("Cache-Control"))
			}
		}
		h.wants("by a link that is none", reader.get(file+"?preview=x"), http.StatusNotFound)
		told := func() int {
			return strings.Count(reader.get("/sitemap.xml").Body.String(), "<loc>http://localhost:8080"+page+"</loc>")
		}
		if told() != 0 {
			t.Error("search engines are told of a draft's paper")
		}
		o.facts(at, "from", "27 September 2013", "place", "Białystok", "material.0.document", id, "material.0.title", "Gołdap i jej partnerzy", "material.0.language", "pl")
		h.wants("published", o.post(text+"/publish", "do", "now"), http.StatusSeeOther)
		w := reader.get(file)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "public, no-cache" || !bytes.Equal(w.Body.Bytes(), goldap(h)) {
			t.Errorf("public: %d, %s", w.Code, w.Header().Get("Cache-Control"))
		}
		readBack(h, w.Body.Bytes())
		w = reader.get(page)
		h.wants("its page", w, http.StatusOK, "Gołdap i jej partnerzy", "1 strona", "PDF", "polski", "/pl/meetings/wspolny-jezyk-partnerstwa", `"@type":"DigitalDocument"`, "/first-page/page.webp")
		checkHTML(t, "the page of a document", w.Body.String())
		w = reader.get("/pl/meetings/wspolny-jezyk-partnerstwa")
		h.wants("the meeting", w, http.StatusOK, "Gołdap i jej partnerzy", "1 strona", page, "/first-page/page.jpg")
		checkHTML(t, "the meeting", w.Body.String())
		if got := hits(reader, "pl", "Szakami"); !slices.Equal(got, []string{page}) {
			t.Errorf("found: %v", got)
		}
		if told() != 1 || strings.Contains(reader.get("/sitemap.xml").Body.String(), "/de/documents/"+id) {
			t.Error("search engines are told of a paper in the languages in which something shows it, and in no other")
		}
		h.wants("where it belongs", reader.get("/pl/search?q=Szakami&kind=document"), http.StatusOK, "<mark>Szakami</mark>", "dokument, PDF", "Wspólny język partnerstwa")
		h.wants("withdrawn", o.post(text+"/withdraw", "why", "a mistake"), http.StatusSeeOther)
		for _, address := range all {
			h.wants("withdrawn, for the public", reader.get(address), http.StatusGone, "został wycofany")
			if w := o.get(address); w.Code >= 400 {
				t.Errorf("%s for who writes it, after the withdrawal: %d", address, w.Code)
			}
		}
		if got := hits(reader, "pl", "Szakami"); len(got) != 0 {
			t.Errorf("found after the withdrawal: %v", got)
		}
		if told() != 0 {
			t.Error("search engines are told of it after the withdrawal")
		}
	})
}

// What is dropped onto a text is its text's; another text that is public opens it too.
func TestAFileDroppedOntoADraft(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withPapers()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "pl", "Szkic")
		drop := func(name string, b []byte) (id string) {
			var answer struct{ Named []string }
			w := o.sendForm(at+"/files", name, b, "language", "pl")
			h.must(json.Unmarshal(w.Body.Bytes(), &answer))
			return regexp.MustCompile(`doc:([^)]+)`).FindStringSubmatch(answer.Named[0])[1]
		}
		pdf, image, unused := drop("plan.pdf", mediatest.PDF(2)), drop("a.png", samplePNG()), drop("b.png", samplePNG())
		address := func(id string) string { return "/pl/documents/" + id + "/x" }
		o.write(at+"/pl", "title", "Szkic", "body", "Oto [plan](doc:"+pdf+") i ![szkic](doc:"+image+").")
		for _, id := range []string{pdf, image, unused} {
			h.wants("of a draft", reader.get(address(id)), http.StatusNotFound)
			h.wants("for its author", o.get(address(id)), http.StatusOK)
		}
		translator := h.person(true, translatorOfSite())
		h.wants("for who translates the draft", translator.get(address(pdf)), http.StatusOK)
		other := o.beginArticle("article", "pl", "Inny")
		o.write(other+"/pl", "title", "Inny", "body", "Zobacz [plan](doc:"+pdf+").")
		h.wants("another text", o.post(other+"/pl/publish", "do", "now"), http.StatusSeeOther)
		h.wants("named by another text that is public", reader.get(address(pdf)), http.StatusOK)
		h.wants("only named by the draft", reader.get(address(image)), http.StatusNotFound)
		h.wants("published", o.post(at+"/pl/publish", "do", "now"), http.StatusSeeOther)
		h.wants("the picture", reader.get(address(image)), http.StatusOK)
		h.wants("what the text does not name", reader.get(address(unused)), http.StatusNotFound)
		h.wants("withdrawn", o.post(at+"/pl/withdraw"), http.StatusSeeOther)
		h.wants("the picture went with it", reader.get(address(image)), http.StatusGone)
		h.wants("the other text still shows it", reader.get(address(pdf)), http.StatusOK)
	})
}

// The address stays when a file is replaced; the old version's own address says so.
func TestAPaperIsReplaced(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withPapers()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "pl", "Plan")
		var answer struct{ Named []string }
		h.must(json.Unmarshal(o.sendForm(at+"/files", "plan.pdf", mediatest.PDF(1), "language", "pl").Body.Bytes(), &answer))
		id := regexp.MustCompile(`doc:([^)]+)`).FindStringSubmatch(answer.Named[0])[1]
		o.write(at+"/pl", "title", "Plan", "body", "Oto [plan](doc:"+id+").")
		o.post(at+"/pl/publish", "do", "now")
		page, desk := "/pl/documents/"+id, "/pl/desk/documents/"+id
		first := reader.get(page + "/plan.pdf")
		w := o.get(desk)
		h.wants("at the desk", w, http.StatusOK, "plan.pdf", `name="title.pl"`, "nie została jeszcze odczytana")
		checkHTML(t, "a document at the desk", w.Body.String())
		h.wants("described", o.post(desk, "title.pl", "Plan działań", "about.pl", "Na rok 2027.", "language", "pl"), http.StatusSeeOther)
		h.wants("a title without end", o.post(desk, "title.pl", strings.Repeat("x", 250)), http.StatusUnprocessableEntity, "za długi")
		h.wants("no file", o.post(desk+"/replace"), http.StatusUnprocessableEntity, "Wybierz jeden plik")
		h.wants("a hostile file", o.sendForm(desk+"/replace", "plan.svg", []byte("<svg/>")), http.StatusUnprocessableEntity, "SVG")
		h.wants("replaced", o.sendForm(desk+"/replace", "plan 2.pdf", mediatest.PDF(2), "note", "nowy załącznik"), http.StatusSeeOther)
		second := reader.get(page + "/plan.pdf")
		if second.Code != http.StatusOK || bytes.Equal(first.Body.Bytes(), second.Body.Bytes()) || first.Header().Get("ETag") == second.Header().Get("ETag") {
			t.Errorf("the public address: %d, mark %s as before", second.Code, second.Header().Get("ETag"))
		}
		r := httptest.NewRequest(http.MethodGet, page+"/plan.pdf", nil)
		r.Header.Set("If-None-Match", first.Header().Get("ETag"))
		if w := reader.do(r); w.Code != http.StatusOK {
			t.Errorf("who has the old one is told that it is right: %d", w.Code)
		}
		h.wants("its page", reader.get(page), http.StatusOK, "Plan działań", "Na rok 2027.", "wersja 2")
		w = reader.get(page + "/version/1/plan.pdf")
		h.wants("the old version's address", w, http.StatusGone, "Zastąpiła ją nowsza", `href="`+page+`"`)
		checkHTML(t, "an old version", w.Body.String())
		if w := reader.get(page + "/version/2/x.pdf"); w.Code != http.StatusFound || w.Header().Get("Location") != page+"/plan%202.pdf" {
			t.Errorf("the present version's address: %d to %s", w.Code, w.Header().Get("Location"))
		}
		h.wants("no such version", reader.get(page+"/version/7/x.pdf"), http.StatusNotFound)
		if w := o.get(page + "/version/1/plan.pdf"); w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), first.Body.Bytes()) {
			t.Errorf("the old version, for the desk: %d", w.Code)
		}
		h.wants("who and when", o.get(desk), http.StatusOK, "plan.pdf", "nowy załącznik", "/version/1/plan.pdf")
		h.wants("for the public", reader.get(desk), http.StatusSeeOther)
	})
}

// A public document of an act is found, and where it belongs; one that is not public is not,
// nor is that of an act that was withdrawn.
func TestAPaperOfAnActIsFound(t *testing.T) {
	eachHall(t, func(h *hall) {
		read := h.withPapers()
		o, reader := h.person(true, officerOf(placeBialystok)), newBrowser(h.h)
		at := "/pl/desk/partnerships/" + partnership.PairID(placeBialystok, placeHrodna)
		record := func(public string) (act string) {
			w := o.sendForm(at+"/acts", "goldap.pdf", goldap(h), "type", "agreement", "date", "2019", "source_from", "own", "public", public)
			h.wants("an act", w, http.StatusSeeOther)
			_, act, _ = strings.Cut(w.Header().Get("Location"), "#act-")
			return act
		}
		record("")
		read()
		if got := hits(reader, "pl", "Szakami"); len(got) != 0 {
			t.Errorf("one that is not public is found: %v", got)
		}
		act := record("1")
		read()
		got := hits(reader, "pl", "Szakami")
		if len(got) != 1 {
			t.Fatalf("found: %v", got)
		}
		h.wants("its page", reader.get(got[0]), http.StatusOK, "Białystok – Grodno", "/pl/partnerships/"+partnership.PairID(placeBialystok, placeHrodna))
		file := got[0] + "/goldap.pdf"
		h.wants("its file", reader.get(file), http.StatusOK)
		h.wants("withdrawn", o.post(at+"/acts/"+act+"/withdraw", "why", "a mistake"), http.StatusSeeOther)
		if got := hits(reader, "pl", "Szakami"); len(got) != 0 {
			t.Errorf("that of an act that was withdrawn is found: %v", got)
		}
		h.wants("its page, withdrawn", reader.get(got[0]), http.StatusGone)
		h.wants("its file, withdrawn", reader.get(file), http.StatusGone)
		h.wants("to the office", o.get(got[0]), http.StatusOK)
		h.wants("reinstated", o.post(at+"/acts/"+act+"/reinstate"), http.StatusSeeOther)
		h.wants("its page, reinstated", reader.get(got[0]), http.StatusOK)
	})
}

// All papers at once: named by their titles in the reader's language, with a list of them.
func TestTheMaterialsOfAMeetingInOneFile(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withPapers()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginMeeting("conference", "pl", "Konferencja")
		o.sendForm(at+"/materials", "goldap.pdf", goldap(h), "title", "Gołdap i jej partnerzy", "language", "pl")
		o.sendForm(at+"/materials", "b.docx", mediatest.DOCX(), "title", `Program: "co/dalej"?`, "language", "")
		text := strings.Replace(at, "/meetings/", "/press/", 1) + "/pl"
		o.write(text, "title", "Konferencja", "body", "Goście.")
		ids := regexp.MustCompile(`name="material.\d.document" value="([^"]+)"`).FindAllStringSubmatch(o.get(at).Body.String(), -1)
		o.facts(at, "from", "27 September 2013", "place", "Białystok", "material.0.document", ids[0][1], "material.0.title", "Gołdap i jej partnerzy", "material.0.language", "pl",
			"material.1.document", ids[1][1], "material.1.title", `Program: "co/dalej"?`)
		h.wants("published", o.post(text+"/publish", "do", "now"), http.StatusSeeOther)
		w := reader.get("/pl/meetings/konferencja/materials.zip")
		z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
		h.must(err)
		var names []string
		for _, f := range z.File {
			names = append(names, f.Name)
			if !strings.HasSuffix(f.Name, ".txt") {
				continue
			}
			r, err := f.Open()
			h.must(err)
			list, err := io.ReadAll(r)
			h.must(err)
			for _, want := range []string{"Konferencja", "/pl/meetings/konferencja", "01 Gołdap i jej partnerzy.pdf", "PDF, ", "polski", "DOCX, "} {
				if !strings.Contains(string(list), want) {
					t.Errorf("the list says nothing of %q: %s", want, list)
				}
			}
		}
		want := []string{"konferencja/01 Gołdap i jej partnerzy.pdf", "konferencja/00 Spis treści.txt"}
		for _, name := range want {
			if !slices.Contains(names, name) {
				t.Errorf("%q, no %q", names, name)
			}
		}
		if len(names) != 3 || strings.ContainsAny(names[1][len("konferencja/"):], `/\:"?`) {
			t.Errorf("names %q", names)
		}
	})
}
