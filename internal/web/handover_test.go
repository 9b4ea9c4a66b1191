package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/project/plan"
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

// takePack downloads the pack of Białystok and returns its files.
func takePack(t *testing.T, who *browser, code string) map[string]*zip.File {
	t.Helper()
	w := who.get("/" + code + "/desk/hand-over/" + bialystok + "/pack")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("the pack: %d, %v", w.Code, err)
	}
	files := map[string]*zip.File{}
	for _, f := range z.File {
		files[f.Name] = f
	}
	return files
}

// listed are the lines of a list in a pack.
func listed(t *testing.T, files map[string]*zip.File, name string) [][]string {
	t.Helper()
	if files[name] == nil {
		t.Fatalf("no %s", name)
	}
	r, err := files[name].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := excelize.OpenReader(r)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The files of documents go along, each once, in a list that says which is whose; one
// that was lost is named there.
func TestAHandOverHasTheDocuments(t *testing.T) {
	s, folder := documentSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	if _, there := takePack(t, officer, "en")["documents.xlsx"]; there {
		t.Error("a list of no documents")
	}
	base := "/en/desk/partnerships/" + partnership.PairID(placeBialystok, placeHrodna)
	for _, name := range []string{"annex.pdf", "minutes.pdf"} {
		pages := len(name) // another file
		w := officer.sendForm(t, base+"/acts", name, mediatest.PDF(pages), "type", "annex", "date", "2019", "source_from", "own", "title", "Aneks", "language", "pl")
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %.1500s", name, w.Code, w.Body)
		}
	}
	if page := officer.get("/en/desk/hand-over/" + bialystok).Body.String(); !strings.Contains(page, "2 documents") {
		t.Error("the page does not say how many documents go along")
	}
	files := takePack(t, officer, "de")
	rows := listed(t, files, "documents.xlsx")
	if len(rows) != 3 || rows[0][0] != "Datei" {
		t.Fatalf("the list of documents: %q", rows)
	}
	for _, row := range rows[1:] {
		f := files[row[0]]
		if f == nil || !strings.HasPrefix(f.Name, "documents/") || !strings.Contains(f.Name, "/2019 ") || f.UncompressedSize64 == 0 {
			t.Errorf("%q leads to no file", row)
		}
		if row[1] == "" || row[5] == "" {
			t.Errorf("%q lacks the partner or the language", row)
		}
	}

	all, err := filepath.Glob(filepath.Join(folder, "??", "??", "*"))
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if err := os.Remove(all[0]); err != nil {
		t.Fatal(err)
	}
	files = takePack(t, officer, "en")
	rows = listed(t, files, "documents.xlsx")
	lost := slices.IndexFunc(rows, func(row []string) bool { return strings.Contains(row[len(row)-1], "missing from the store") })
	if len(rows) != 3 || lost < 1 || rows[lost][0] != "–" {
		t.Errorf("with a lost file: %q", rows)
	}
}

// Joint projects that nobody else sees yet and the plans of partnerships go along, with what they
// ask of the place.
func TestAHandOverHasProjectsAndPlans(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	const at = "/en/desk/hand-over/" + bialystok
	if page := officer.get(at).Body.String(); strings.Contains(page, "action plans") {
		t.Error("a list of nothing")
	}
	pair := partnership.PairID(placeBialystok, placeHrodna)
	w := officer.post("/en/desk/projects/new?partnership="+pair, "title", "Songs of two towns", "side", bialystok, "side", "627904", "lead", bialystok)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("the project: %d %s", w.Code, saidWrong(w))
	}
	for _, year := range []int{2026, 2027} {
		if _, err := s.rooms.Plans.Add(t.Context(), people.System(), plan.Item{Partnership: pair, Year: year, Body: plan.Body{Texts: map[string]plan.Text{"en": {What: "A concert"}}}}); err != nil {
			t.Fatal(err)
		}
	}
	page := officer.get(at).Body.String()
	checkHTML(t, "the page", page)
	for _, want := range []string{"/en/desk/projects/songs-of-two-towns", "Songs of two towns", "/en/desk/partnerships/" + pair + "/plan", "2026–2027", "to do: 2; done: 0"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	rows := listed(t, takePack(t, officer, "en"), "projects-and-plans.xlsx")
	if len(rows) != 3 || rows[1][2] != "Songs of two towns" || rows[1][3] != "idea" || rows[1][5] != "http://localhost:8080/en/desk/projects/songs-of-two-towns" || rows[2][0] != "action plan" {
		t.Errorf("the list: %q", rows)
	}
}
