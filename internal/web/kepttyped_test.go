package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/world/worldtest"
)

// protect makes an SQLite database one that nobody can write to, as a disk that failed does.
func protect(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `PRAGMA query_only = 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// keeps fails unless a form came back with the sentence about the disk and with what was typed.
func keeps(t *testing.T, form string, w *httptest.ResponseRecorder, typed ...string) {
	t.Helper()
	page := w.Body.String()
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(page, `id="faults"`) {
		t.Errorf("%s: %d %.300s", form, w.Code, page)
	}
	for _, text := range typed {
		if !strings.Contains(page, text) {
			t.Errorf("%s: %q is lost", form, text)
		}
	}
}

// Whatever form of the desk cannot be kept at this moment comes back with what was typed.
func TestNoFormOfTheDeskLosesWhatWasTyped(t *testing.T) {
	rooms := worldtest.Open(t)
	s, _ := deskSiteOn(t, rooms)
	now := &turning{dbtest.Today}
	s.clock = now
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	steward := signedIn(t, s, "Steward of Poland", stewardOf("PL"))
	reader := newBrowser(s.Handler())
	wholeRequest(t, officer)
	hrodna := partnership.PairID(placeBialystok, placeHrodna)
	work := "/en/desk/partnerships/" + hrodna
	if w := officer.post(work+"/acts", "type", "annex", "date", "2019", "source_from", "own", "title", "Aneks", "text.en", "Of 2019."); w.Code != http.StatusSeeOther {
		t.Fatalf("an act: %d %s", w.Code, saidWrong(w))
	}
	act := field(t, actOf, officer.get(work).Body.String())
	form := officer.get(work + "?act=" + act).Body.String()
	acts := []string{"version", field(t, versionOf, form), "type", "agreement", "date", "1995", "source_from", "own", "title", "Umowa poprawiona"}
	box := boxes.FindStringSubmatch(officer.get("/en/desk/partnerships").Body.String())
	stamp := valueIn(reader.get("/pl/propose?partnership="+hrodna).Body.String(), "stamp")
	request := versionIn(t, officer.get(requestAt).Body.String())
	now.Time = now.Add(20 * time.Second) // who fills a form in takes some time
	protect(t, rooms.DB)

	for _, c := range []struct {
		form, path    string
		who           *browser
		fields, typed []string
	}{
		{"a partnership", "/en/desk/partnerships/new?place=776069", officer, []string{"side", placeUzhhorod, "kind", "partnership", "type", "agreement", "date", "2006", "source_from", "own", "text.en", "Signed in the town hall."}, []string{"Signed in the town hall."}},
		{"its details", work + "/details", officer, []string{"version", "99", "kind", "friendship", "side", "776069", "side", "627904", "story.en", "They met at a fair."}, []string{"They met at a fair."}},
		{"an act", work + "/acts", officer, []string{"type", "annex", "date", "2020", "source_from", "own", "text.en", "For five more years."}, []string{"For five more years."}},
		{"an act that is corrected", work + "/acts/" + act, officer, acts, []string{"Umowa poprawiona"}},
		{"whether it is alive", work + "/alive", officer, []string{"side", "627904", "email-627904", "office@hrodna.example.org", "language-627904", "be"}, []string{"office@hrodna.example.org"}},
		{"facts of a place", "/en/desk/places/776069/facts", officer, []string{"population", "290017", "kind", "municipality"}, []string{"290017"}},
		{"a name", "/en/desk/places/776069/names", officer, []string{"lang", "be", "name", "Белосток", "name_kind", "exonym", "sure", "1"}, []string{"Белосток"}},
		{"limits", "/en/desk/places/776069/limits", officer, []string{"months", "23", "silent", "3", "review", "0"}, []string{`name="months" value="23"`}},
		{"units that merge", "/en/desk/places/771953/merge", steward, []string{"day", "2027-01-01", "into", "776069", "source", "Dz. U. poz. 7"}, []string{"Dz. U. poz. 7"}},
		{"many at once", "/en/desk/partnerships/bulk", officer, []string{"do", "topic", "question", "of=mine", "id", box[1], "sure", "1", "topic", "sport"}, []string{`value="` + box[1] + `"`}},
		{"a request", requestAt + "/texts", officer, []string{"version", request, "in", "pl", "title.pl", "Mój tytuł", "seeks.pl", "Miasta nad rzeką."}, []string{"Mój tytuł", "Miasta nad rzeką."}},
		{"a proposal", "/pl/propose?partnership=" + hrodna, reader, []string{"stamp", stamp, "wrong", "Brakuje aneksu z 2019 roku.", "type", "annex", "date", "2019", "source_title", "BIP"}, []string{"Brakuje aneksu z 2019 roku."}},
	} {
		w := c.who.post(c.path, c.fields...)
		keeps(t, c.form, w, c.typed...)
		checkHTML(t, c.form, w.Body.String())
	}
}

// The same for what is said of pictures and of documents.
func TestNoFormAboutFilesLosesWhatWasTyped(t *testing.T) {
	eachHall(t, func(h *hall) {
		if h.db.Engine() != db.SQLite {
			return
		}
		draw := h.withPictures()
		h.withFaces()
		o := h.person(true, organiserOfSite(), administrator())
		pics := strings.Replace(o.beginArticle("gallery", "pl", "Konferencja w obrazach"), "/desk/press/", "/desk/pictures/", 1)
		h.wants("sent", o.send(pics, map[string][]byte{"1.jpg": mediatest.JPEG(300, 200)}), http.StatusSeeOther)
		draw()
		id := field(t, regexp.MustCompile(`data-id="([^"]+)"`), o.get(pics).Body.String())
		front := valueIn(o.get("/en/desk/front").Body.String(), "version")
		protect(t, h.db)
		keeps(t, "a picture", o.post(pics+"/"+id, "people", "none", "caption.pl", "Sala obrad", "alt.pl", "Ludzie przy stole", "credit", "Urząd"), "Sala obrad", "Ludzie przy stole")
		keeps(t, "many pictures", o.post(pics+"/many", "do", "say", "picture", id, "people", "none", "credit", "Urząd miejski"), "Urząd miejski")
		keeps(t, "the front page", o.post("/en/desk/front", "version", front, "block.listed", "1", "block.find", "2", "menu_url", "https://example.org/", "label.en", "Our town"), "https://example.org/", "Our town")
	})
}
