package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/press"
)

const placeKaunas = 598316

// papersSite is a conference to which Kaunas comes with two members, and who organises it.
func papersSite(t *testing.T) (s *Site, organiser *browser, base, guest string) {
	t.Helper()
	s, _ = deskSite(t)
	m, err := s.rooms.Meetings.Create(t.Context(), people.System(), meeting.New{
		Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja miast", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(2027, 5, 13), To: partnership.On(2027, 5, 14), Zone: "Europe/Warsaw", Place: placeBialystok},
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	who, guests := people.System(), s.rooms.Guests
	must(guests.SaveConference(t.Context(), who, delegation.Conference{Meeting: m, Ends: s.clock.Now().AddDate(0, 6, 0)}))
	d, err := guests.Add(t.Context(), who, delegation.Delegation{Meeting: m, Kind: delegation.Town, Place: placeKaunas, Language: "lt", Quota: 4})
	must(err)
	for _, p := range []delegation.Member{
		{Profile: delegation.Profile{Name: "Pirmas Žvėrys", Role: delegation.Head, Languages: []string{"lt", "en"}}},
		{Profile: delegation.Profile{Name: "Antras Narys", Role: delegation.Delegate}, Visa: delegation.Visa{Wanted: true, Name: "NARYS ANTRAS", Born: "1980-02-01", Nationality: "LT", Document: "LT123456"}},
	} {
		p.Delegation = d
		_, err := guests.PutMember(t.Context(), who, delegation.ByLetter, p)
		must(err)
	}
	one, err := guests.ByID(t.Context(), d)
	must(err)
	_, err = guests.Answer(t.Context(), who, d, one.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLetter})
	must(err)
	return s, signedIn(t, s, "Organiser", people.Grant{Role: people.Organiser, Scope: people.Site()}), "/en/desk/meetings/" + m + "/papers", "/lt/guest/" + guests.Link(one)
}

// readPDF is the text of an answer that is a PDF.
func readPDF(t *testing.T, file []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "answer.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatalf("%v: %.60s", err, file)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func delegationOf(t *testing.T, s *Site, base string) string {
	t.Helper()
	all, err := s.rooms.Guests.Of(t.Context(), strings.Split(base, "/")[4])
	if err != nil || len(all) != 1 {
		t.Fatalf("%d delegations, %v", len(all), err)
	}
	return all[0].ID
}

func TestTheDeskPrintsPapers(t *testing.T) {
	s, organiser, base, _ := papersSite(t)
	d := delegationOf(t, s, base)
	page := organiser.get(base)
	if body := page.Body.String(); page.Code != http.StatusOK || !strings.Contains(body, `value="`+d+`" checked`) || !strings.Contains(body, "2 people") {
		t.Fatalf("%d: %s", page.Code, body)
	}
	for paper, want := range map[string]string{
		"invitation": "Konferencja miast", "visa": "NARYS ANTRAS", "badge": "Žvėrys", "table_card": "Kaunas", "attendance": "Antras Narys", "certificate": "Dalyvavimo pažymėjimas",
	} {
		w := organiser.get(base + "/print?as=pdf&paper=" + paper + "&d=" + d)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", paper, w.Code, w.Header())
			continue
		}
		if text := readPDF(t, w.Body.Bytes()); !strings.Contains(text, want) {
			t.Errorf("%s: %q is not in %s", paper, want, text)
		}
	}
	w := organiser.get(base + "/print?as=zip&paper=invitation&language=uk&d=" + d)
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || len(z.File) != 1 || !strings.Contains(z.File[0].Name, "Каунас.pdf") {
		t.Errorf("packed: %v, %v", z, err)
	}
	if w := organiser.get(base + "/print?as=pdf&paper=badge"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "nobody for whom") {
		t.Errorf("nobody chosen: %d", w.Code)
	}
	if w := organiser.get(base + "/print?as=pdf&paper=diploma&d=" + d); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a paper that there is not: %d", w.Code)
	}
}

func TestTheOrganiserWordsAPaper(t *testing.T) {
	s, organiser, base, _ := papersSite(t)
	d, own := delegationOf(t, s, base), base+"/invitation/text"
	page := organiser.get(own + "?language=lt").Body.String()
	if !strings.Contains(page, "maloniai kviečiame") || !strings.Contains(page, "{deadline}") {
		t.Fatalf("the usual text: %s", page)
	}
	version := versionIn(t, page)
	if w := organiser.post(own, "language", "lt", "version", version, "text", "Sveiki {delegation} atvykę"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Line 1:") {
		t.Errorf("a name within a sentence: %d", w.Code)
	}
	w := organiser.post(own, "language", "lt", "version", version, "text", "Sveiki atvykę.\nKada: {dates}", "do", "preview")
	if text := readPDF(t, w.Body.Bytes()); !strings.Contains(text, "Sveiki atvykę.") || !strings.Contains(text, "2027 m. gegužės 13–14 d.") {
		t.Errorf("preview: %s", text)
	}
	if now, err := s.rooms.Papers.Settings(t.Context(), strings.Split(base, "/")[4]); err != nil || now.Version != 0 {
		t.Errorf("a preview was kept: %+v, %v", now, err)
	}
	if w := organiser.post(own, "language", "lt", "version", version, "text", "Sveiki atvykę.\nKada: {dates}"); w.Code != http.StatusSeeOther {
		t.Fatalf("saved: %d %s", w.Code, w.Body)
	}
	if w := organiser.post(own, "language", "lt", "version", version, "text", "Kitas"); w.Code != http.StatusConflict {
		t.Errorf("saved over another's: %d", w.Code)
	}
	if text := readPDF(t, organiser.get(base+"/print?as=pdf&paper=invitation&d="+d).Body.Bytes()); !strings.Contains(text, "Sveiki atvykę.") || strings.Contains(text, "Gerbiamieji") {
		t.Errorf("printed: %s", text)
	}
	if w := organiser.post(own, "language", "lt", "version", "1", "text", "x", "do", "reset"); w.Code != http.StatusSeeOther {
		t.Errorf("reset: %d", w.Code)
	}
	if text := readPDF(t, organiser.get(base+"/print?as=pdf&paper=invitation&d="+d).Body.Bytes()); !strings.Contains(text, "Gerbiamieji") {
		t.Errorf("after the reset: %s", text)
	}
}

func TestBadgesShowWhatTheOrganiserChose(t *testing.T) {
	s, organiser, base, _ := papersSite(t)
	d := delegationOf(t, s, base)
	if w := organiser.post(base+"/settings", "version", "0", "shows", "number", "name", "Ośrodek Kultury", "meals", "host"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if text := readPDF(t, organiser.get(base+"/print?as=pdf&paper=badge&d="+d).Body.Bytes()); strings.Contains(text, "Žvėrys") || strings.Contains(text, "Kaunas") {
		t.Errorf("a badge with a number says %s", text)
	}
	text := readPDF(t, organiser.get(base+"/print?as=pdf&paper=invitation&d="+d).Body.Bytes())
	if !strings.Contains(text, "Ośrodek Kultury") || !strings.Contains(text, "apmoka šeimininkai") {
		t.Errorf("the letter says %s", text)
	}
	if w := organiser.post(base+"/settings", "version", "1", "shows", "face"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown choice: %d", w.Code)
	}
}

func TestADelegationTakesItsOwnPapers(t *testing.T) {
	s, _, _, guest := papersSite(t)
	stranger := newBrowser(s.Handler())
	w := stranger.get(guest + "/papers")
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "/papers/visa") || strings.Contains(body, "/papers/certificate") || !strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
		t.Fatalf("%d %s", w.Code, body)
	}
	if body := w.Body.String(); strings.Contains(body, "trūksta") {
		t.Errorf("a letter that lacks nothing: %s", body)
	}
	w = stranger.get(guest + "/papers/invitation")
	if text := readPDF(t, w.Body.Bytes()); !strings.Contains(text, "Kaunas") || !strings.Contains(text, guest) || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%s: %s", w.Header(), text)
	}
	for _, p := range []string{"badge", "certificate", "attendance", "x"} { // not hers, or not yet
		if w := stranger.get(guest + "/papers/" + p); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", p, w.Code)
		}
	}
	if w := stranger.get(guest[:len(guest)-4] + "AAAA/papers/visa"); w.Code != http.StatusNotFound {
		t.Errorf("another's link: %d", w.Code)
	}
}
