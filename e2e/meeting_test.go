//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// On an empty site somebody builds the page of a conference by hand: its facts, its words
// in two languages, its papers and its report; and publishes it. Readers find it in the
// list, with patrons who agreed and without those who did not answer. A gallery of the day
// is made in the same place.
func TestAnOrganiserBuildsAConference(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	looked := func(b *tab, name string) {
		b.keepScreenshot(name)
		b.fits()
		b.accessible(string(axe))
	}
	i := install(t, "--demo=false")
	o := i.person(1280, 900)
	o.withPasskey()
	i.firstAdministrator(o)

	report := i.article(o, "Jeden dzień, cztery kraje")
	o.open("/en/desk/meetings/new")
	o.fill("kind", "conference", "language", "pl", "title", "Wielojęzyczny świat – wspólny język partnerstwa")
	o.press("Begin a draft")
	at := strings.Replace(o.at(), "?", "", 1)
	o.fill("from", "27 September 2013", "inferred", "context", "organisers", "Towarzystwo Amicus", "place", "Białystok",
		"project", "Twinning – winning", "credit", "Projekt współfinansowany ze środków Ministerstwa Spraw Zagranicznych.",
		"patron.0.way", "honorary", "patron.0.office", "Wojewoda Podlaski", "patron.0.state", "granted",
		"patron.1.way", "media", "patron.1.office", "Radio bez odpowiedzi", "patron.1.state", "applied",
		"guest.0.country", "LT", "guest.1.country", "BY", "guest.1.people", "12",
		"programme", "9:30–10:00 Otwarcie\n10:00 Doświadczenia miast", "report", report)
	o.do(chromedp.SetValue(chromedp.CSS("main [name=venue]"), "Podlaski Urząd Wojewódzki")) // to chromedp's keyboard ą (U+0105) is the control key: kb.Control
	o.press("Save")
	o.sees("Saved.")
	o.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), i.twoPapers()))
	eval[bool](o, `document.querySelector('#materials form button').click() || true`) // the page that comes back takes this one's place
	o.until(`document.querySelectorAll('[name$=".document"]').length === 2`)
	o.do(chromedp.SetUploadFiles(chromedp.CSS("#f-logo"), []string{i.logo()}))
	o.fill("shows", "Ministerstwo Spraw Zagranicznych")
	eval[bool](o, `document.querySelector('#logo form:last-of-type button').click() || true`)
	o.until(`!!document.querySelector('.logo-now img[alt="Ministerstwo Spraw Zagranicznych"]')`)
	looked(o, "meeting-facts")

	o.open(strings.Replace(at, "/meetings/", "/press/", 1) + "/pl")
	o.fill("lead", "Samorządy i goście z zagranicy o tym, co daje współpraca miast.", "body", "Miasta opowiadały, co zrobiły **razem**.")
	o.press("Save the draft")
	o.press("Publish now")
	o.open(at + "/words/en")
	looked(o, "meeting-words")
	o.fill("word.venue.0", "Seat of the voivodeship office", "word.patron.0", "Voivode of Podlaskie")
	o.press("Save")
	o.open(strings.Replace(at, "/meetings/", "/press/", 1) + "/en")
	o.fill("title", "A multilingual world", "lead", "One day about the cooperation of towns.")
	o.press("Save the draft")
	o.press("Publish now")

	i.gallery(o, looked)

	reader := i.person(390, 844)
	reader.open("/pl/meetings")
	reader.press("Wielojęzyczny świat – wspólny język partnerstwa")
	reader.sees("27 września 2013", "Podlaski Urząd Wojewódzki", "Wojewoda Podlaski", "Projekt współfinansowany", "Towarzystwo Amicus", "12 osób", "nie policzono", "Doświadczenia miast", "Jeden dzień, cztery kraje", "Pobierz wszystko")
	i.movesInCalendars(o, at, reader.at())
	if strings.Contains(reader.text("main"), "Radio bez odpowiedzi") {
		t.Error("a patron who has not answered is named")
	}
	if !eval[bool](reader, `(i => i.complete && i.naturalWidth > 0)(document.querySelector('.credit img[alt="Ministerstwo Spraw Zagranicznych"]'))`) {
		t.Error("the funder's logo is not beside its credit")
	}
	looked(reader, "meeting")
	reader.open("/en/meetings")
	reader.press("A multilingual world")
	reader.sees("Voivode of Podlaskie", "Seat of the voivodeship office", "not counted")
}

// movesInCalendars gives the meeting hours: a calendar that follows it learns them, of the
// same event, in the zone of the place.
func (i *installation) movesInCalendars(o *tab, at, page string) {
	i.Helper()
	read := func() event {
		_, calendar := fetch(i.T, i.address+page+"/meeting.ics")
		all := events(i.T, calendar)
		if len(all) != 1 {
			i.Fatalf("%d events:\n%s", len(all), calendar)
		}
		return all[0]
	}
	before := read()
	o.open(at)
	o.fill("begins", "9.30", "ends", "16")
	o.press("Save")
	o.press("Publish the changes")
	after := read()
	if before.Begin != "2013-09-27" || after.Begin != "2013-09-27T07:30:00.000Z" || after.End != "2013-09-27T14:00:00.000Z" || // summer time
		after.UID != before.UID || after.Sequence <= before.Sequence || after.URL != i.address+page || after.Where == "" {
		i.Errorf("in the calendar: %+v, then %+v", before, after)
	}
}

// article writes a short article in Polish, publishes it, and returns its identifier.
func (i *installation) article(b *tab, title string) string {
	i.Helper()
	b.open("/en/desk/press/new?kind=article")
	b.fill("language", "pl", "title", title)
	b.press("Begin a draft")
	id := strings.Split(b.at(), "/")[4]
	b.fill("lead", "Relacja z konferencji.", "body", "Sala mówiła kilkoma językami.\n\nNa końcu.")
	i.dropsAPicture(b)
	b.press("Save the draft")
	b.press("Publish now")
	return id
}

// dropsAPicture drops one onto the text in the middle of its first paragraph: it comes after
// the paragraph, not described by words that nobody wrote, and what is typed then describes it.
func (i *installation) dropsAPicture(b *tab) {
	i.Helper()
	eval[bool](b, `(() => {
		const area = document.querySelector("[name=body]");
		area.focus();
		area.setSelectionRange(4, 4);
		const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
		canvas.getContext("2d").fillRect(0, 0, 9, 9);
		canvas.toBlob((png) => {
			const files = new DataTransfer();
			files.items.add(new File([png], "sala.png", { type: "image/png" }));
			area.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files }));
		});
		return true;
	})()`)
	b.until(`/^Sala mówiła kilkoma językami\.\n\n!\[\]\(doc:[^)]+\)\n\nNa końcu\./.test(document.querySelector("[name=body]").value)`)
	b.do(chromedp.KeyEvent("Sala"))
	if text := eval[string](b, `document.querySelector("[name=body]").value`); !strings.Contains(text, "![Sala](doc:") {
		i.Errorf("what is typed after a picture came in does not describe it: %q", text)
	}
}

// logo is a small picture in a folder of the test.
func (i *installation) logo() string {
	i.Helper()
	path, picture := filepath.Join(i.TempDir(), "logo.png"), image.NewGray(image.Rect(0, 0, 240, 80))
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		i.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		i.Fatal(err)
	}
	return path
}

// twoPapers are small PDFs in a folder of the test.
func (i *installation) twoPapers() (paths []string) {
	i.Helper()
	folder := i.TempDir()
	for _, name := range []string{"Fundacja.pdf", "Gołdap.pdf"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, onePage(name), 0o600); err != nil {
			i.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// onePage is a PDF with one empty page.
func onePage(name string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n% " + name + "\n")
	for n, object := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n")
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}
