package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/blob/blobtest"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/world/worldtest"
)

// documentSite is a site that has documents, and the folder of their bytes.
func documentSite(t *testing.T) (*Site, string) {
	t.Helper()
	return documentSiteOn(t, worldtest.Open(t))
}

func documentSiteOn(t *testing.T, rooms worldtest.Rooms) (*Site, string) {
	t.Helper()
	folder := t.TempDir()
	objects, err := blob.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := deskSiteOn(t, rooms)
	s.rooms.Documents = document.NewStore(rooms.DB, objects, document.Options{Examiner: media.Here(), Clock: clock.Fixed(dbtest.Today), Naming: rooms.Partnerships.NamingDocument})
	return s, folder
}

func placeOfficer(account string, place string) people.Actor {
	return people.Actor{Account: account, Strong: true, Grants: []people.Grant{{
		Role: people.Officer, Scope: people.Scope{Kind: people.OfPlace, ID: place},
	}}}
}

// as is a request by somebody, as the gate hands it on.
func as(r *http.Request, who people.Actor) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), actorKey{}, who))
}

func addDocument(t *testing.T, s *Site, file string, b []byte, how document.Visibility) document.Document {
	t.Helper()
	anna := placeOfficer("anna", "776069")
	in, err := s.rooms.Documents.Take(t.Context(), anna, file, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var d document.Document
	err = s.rooms.People.Log().Change(t.Context(), anna, func(tx *db.Tx, note func(people.Entry)) error {
		d, err = s.rooms.Documents.Add(t.Context(), tx, note, anna, document.New{
			Intake: in.ID, Title: map[string]string{"pl": "Umowa"}, Language: "pl", Visibility: how, On: people.Object{Places: []int64{776069}},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDocumentsLeaveBoxedIn(t *testing.T) {
	s, _ := documentSite(t)
	h := s.Handler()
	pdf, photo := mediatest.PDF(2), mediatest.WithExif(mediatest.JPEG(60, 40), mediatest.Exif(1, "53.13N 23.16E"))
	public := addDocument(t, s, "Umowa o współpracy.pdf", pdf, document.Public)
	image := addDocument(t, s, "podpisanie.jpg", photo, document.Public)
	hidden := addDocument(t, s, "notatka.pdf", pdf, document.Restricted)

	w := ask(h, "/pl/documents/"+public.ID+"/Umowa.pdf")
	if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), pdf) {
		t.Fatalf("a public document: %d, %d bytes", w.Code, w.Body.Len())
	}
	for name, want := range map[string]string{
		"Content-Type":                 "application/pdf",
		"Content-Security-Policy":      "sandbox; default-src 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "public, no-cache",
		"Content-Disposition":          `inline; filename="Umowa o wsp__pracy.pdf"; filename*=UTF-8''Umowa%20o%20wsp%C3%B3%C5%82pracy.pdf`,
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/pl/documents/"+public.ID+"/x", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	if again := newBrowser(h).do(r); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("what the reader has already: %d, %d bytes", again.Code, again.Body.Len())
	}
	if w := ask(h, "/pl/documents/"+public.ID+"/x?save"); !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("to be saved: %s", w.Header().Get("Content-Disposition"))
	}
	if w := ask(h, "/pl/documents/"+image.ID+"/x.jpg"); w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte("53.13N")) || w.Body.Len() == 0 {
		t.Errorf("an image: %d, %d bytes, or it says where it was taken", w.Code, w.Body.Len())
	}
	for what, path := range map[string]string{
		"a restricted document": "/pl/documents/" + hidden.ID + "/notatka.pdf",
		"no such document":      "/pl/documents/no-such/notatka.pdf",
	} {
		if w := ask(h, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Nie ma takiego dokumentu") {
			t.Errorf("%s: %d", what, w.Code)
		}
	}
	if w := ask(h, "/pl/documents/"+image.ID+"/original/x.jpg"); w.Code != http.StatusSeeOther {
		t.Errorf("an original, for the public: %d", w.Code)
	}
}

func TestWhoSeesWhichDocuments(t *testing.T) {
	s, _ := documentSite(t)
	image := addDocument(t, s, "podpisanie.jpg", mediatest.JPEG(60, 40), document.Public)
	hidden := addDocument(t, s, "notatka.pdf", mediatest.PDF(1), document.Restricted)
	for name, c := range map[string]struct {
		who  people.Actor
		want []string // what each document offers
	}{
		"the public":           {people.Actor{}, []string{"Umowa"}},
		"an officer of it":     {placeOfficer("anna", "776069"), []string{"Umowa original remove", "Umowa restricted remove"}},
		"an officer elsewhere": {placeOfficer("olga", "1"), []string{"Umowa"}},
		"a steward of the region": {people.Actor{Account: "s", Strong: true, Grants: []people.Grant{
			{Role: people.Steward, Scope: people.Scope{Kind: people.OfRegion, ID: "PL.81"}},
		}}, []string{"Umowa original remove", "Umowa restricted remove"}},
	} {
		r := as(httptest.NewRequest(http.MethodGet, "/pl/", nil), c.who)
		p := s.newPage(r, "pl", "/")
		views, err := s.documentViews(r, &p, []string{image.ID, "no such", hidden.ID})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range views {
			text := v.Title
			for word, has := range map[string]bool{"original": v.Original != "", "restricted": v.Restricted, "remove": v.Remove != ""} {
				if has {
					text += " " + word
				}
			}
			words := strings.Fields(text)
			slices.SortFunc(words[1:], func(a, b string) int {
				return slices.Index([]string{"original", "restricted", "remove"}, a) - slices.Index([]string{"original", "restricted", "remove"}, b)
			})
			got = append(got, strings.Join(words, " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s sees %q, want %q", name, got, c.want)
		}
	}
}

// multipartForm is a form as a browser sends it: fields, and files under fileField.
func multipartForm(fields [][2]string, files ...[2]string) (io.Reader, string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range files {
		part, _ := w.CreateFormFile(fileField, f[0])
		io.WriteString(part, f[1])
	}
	for _, f := range fields {
		w.WriteField(f[0], f[1])
	}
	w.Close()
	return &b, w.FormDataContentType()
}

func TestFilesComeWithinForms(t *testing.T) {
	s, _ := documentSite(t)
	anna := placeOfficer("anna", "776069")
	read := func(body io.Reader, kind string) (*form, []document.Intake, error) {
		r := as(httptest.NewRequest(http.MethodPost, "/pl/x", body), anna)
		r.Header.Set("Content-Type", kind)
		p := s.newPage(r, "pl", "/x")
		return s.readFiles(r, &p)
	}
	// two good files, one that is none, and a field for which none was chosen
	body, kind := multipartForm([][2]string{{"why", "list z 3 marca"}}, [2]string{"umowa.pdf", string(mediatest.PDF(1))},
		[2]string{"logo.svg", "<svg/>"}, [2]string{"", ""}, [2]string{"skan.png", string(mediatest.PNG(9, 9))})
	f, intakes, err := read(body, kind)
	if err != nil || f.text("why") != "list z 3 marca" || len(intakes) != 2 || intakes[1].Name != "skan.png" {
		t.Fatalf("%+v, %+v, %v", f, intakes, err)
	}
	if len(f.faults) != 1 || f.faults[0].Field != fileField || !strings.HasPrefix(f.faults[0].Text, "logo.svg: Rysunki SVG") {
		t.Errorf("faults %+v", f.faults)
	}
	// the form comes again, with the files that came already and one that nobody knows
	body, kind = multipartForm([][2]string{{waitingField, intakes[0].ID}, {waitingField, "unknown"}})
	f, again, err := read(body, kind)
	if err != nil || len(again) != 1 || again[0].ID != intakes[0].ID || len(f.faults) != 1 {
		t.Errorf("the second try: %+v, %+v, %v", again, f.faults, err)
	}
	// too many, too large, broken off, no form at all
	var eleven [][2]string
	for range mostFiles + 1 {
		eleven = append(eleven, [2]string{"a.pdf", string(mediatest.PDF(1))})
	}
	body, kind = multipartForm(nil, eleven...)
	if f, many, err := read(body, kind); err != nil || len(many) != mostFiles || len(f.faults) != 1 {
		t.Errorf("eleven files: %d, %+v, %v", len(many), f.faults, err)
	}
	body, kind = multipartForm([][2]string{{"why", strings.Repeat("x", fieldsSize+1)}})
	if _, _, err := read(body, kind); err == nil {
		t.Error("a field of half a megabyte was taken")
	}
	body, kind = multipartForm(nil, [2]string{"umowa.pdf", string(mediatest.PDF(50))})
	if _, _, err := read(io.LimitReader(body, 1000), kind); err == nil {
		t.Error("a form that broke off was taken")
	}
	if f, none, err := read(strings.NewReader("why=x"), "application/x-www-form-urlencoded"); err != nil || len(none) != 0 || f.text("why") != "x" {
		t.Errorf("a form without files: %+v, %v, %v", f, none, err)
	}
}

// A document that is damaged in its store never reaches a reader as a whole one.
func TestADamagedDocumentBreaksOff(t *testing.T) {
	s, folder := documentSite(t)
	d := addDocument(t, s, "umowa.pdf", mediatest.PDF(100), document.Public)
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	read := func() (int, error) {
		resp, err := http.Get(server.URL + "/pl/documents/" + d.ID + "/umowa.pdf")
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return len(b), err
	}
	if n, err := read(); err != nil || int64(n) != d.Size {
		t.Fatalf("whole: %d bytes, %v", n, err)
	}
	blobtest.Rewrite(t, filepath.Join(folder, d.Blob[:2], d.Blob[2:4], d.Blob), func(b []byte) []byte { b[0] ^= 1; return b })
	if n, err := read(); err == nil || int64(n) >= d.Size || !errors.Is(err, io.ErrUnexpectedEOF) && !strings.Contains(err.Error(), "EOF") {
		t.Errorf("damaged: %d bytes, %v", n, err)
	}
}
