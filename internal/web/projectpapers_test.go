package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// songbook is a project of Białystok and Hrodna with documents, and those who work on it.
type songbook struct {
	*hall
	objects     blob.Store
	here, there *person
	organiser   *person // of the site
	reader      *browser
	at          string // at the desk
}

func newSongbook(h *hall) *songbook {
	h.Helper()
	objects, err := blob.OpenFolder(h.TempDir())
	h.must(err)
	r := &h.site.rooms
	r.Documents = document.NewStore(h.db, objects, document.Options{
		Examiner: media.Here(), Clock: h.clock, Naming: r.Partnerships.NamingDocument,
		Standing: document.ByHome(map[string]document.Standing{press.Feed: r.Press.Stand, project.Kind: r.Projects.Stand}),
	})
	b := &songbook{hall: h, objects: objects, here: h.person(true, officerOf(placeBialystok)), there: h.person(true, officerOf(placeHrodna)), organiser: h.person(true, organiserOfSite()), reader: newBrowser(h.h)}
	w := b.here.post("/pl/desk/projects/new?with=776069&with=627904", "title", "Wspólny śpiewnik", "side", "776069", "side", "627904", "lead", "776069")
	h.wants("a project is begun", w, http.StatusSeeOther)
	b.at = w.Header().Get("Location")
	h.wants("the other town agrees", b.there.post(b.at+"/answer", "do", "yes:627904"), http.StatusSeeOther)
	return b
}

func (b *songbook) now() project.Project {
	b.Helper()
	p, err := b.site.rooms.Projects.ByHandle(b.Context(), "wspolny-spiewnik")
	b.must(err)
	return p
}

// send sends a form of a page with the version that its part has.
func (b *songbook) send(who *person, path string, part project.Part, fields ...string) *httptest.ResponseRecorder {
	b.Helper()
	return who.post(b.at+path, append([]string{"version", string('0' + byte(b.now().PartVersion(part)))}, fields...)...)
}

func (b *songbook) moves(do string) {
	b.Helper()
	b.wants(do, b.send(b.here, "/move", project.OfState, "do", do), http.StatusSeeOther)
}

// reads says with which answers a stranger and the officer of each town get a document. An
// organiser of the site is a stranger to it.
func (b *songbook) reads(what, id string, stranger, here, there int) {
	b.Helper()
	for who, c := range map[string]struct {
		*browser
		want int
	}{"a stranger": {b.reader, stranger}, "an organiser of the site": {b.organiser.browser, stranger}, "who leads": {b.here.browser, here}, "the partner": {b.there.browser, there}} {
		for _, at := range []string{"/pl/documents/" + id + "/x.pdf", "/pl/documents/" + id} {
			if w := c.get(at); w.Code != c.want {
				b.Errorf("%s: %s gets %d, want %d (%s)", what, who, w.Code, c.want, at)
			}
		}
	}
}

const yes, no = http.StatusOK, http.StatusNotFound

// A paper is for the offices of the partners until one of them opens it, and for readers once
// the project is shown. Who left has no say; what was taken away comes back; nothing that is
// kept is collected.
func TestPapersOfAProject(t *testing.T) {
	eachHall(t, func(h *hall) {
		b := newSongbook(h)
		pdf := mediatest.PDF(2)
		w := b.here.sendForm(b.at+"/papers", "x.pdf", []byte("MZ a program"), "title", "Wniosek", "kind", "application")
		b.wants("a program is no paper", w, http.StatusUnprocessableEntity, `value="Wniosek"`)
		checkHTML(t, "refused", w.Body.String())
		for _, name := range []string{"Wniosek", "Sprawozdanie"} {
			b.wants(name, b.here.sendForm(b.at+"/papers", name+".pdf", pdf, "title", name, "kind", "application", "language", "pl"), http.StatusSeeOther)
		}
		papers := b.now().PaperIDs()
		if len(papers) != 2 {
			t.Fatalf("papers: %v", b.now().Papers)
		}
		page := b.there.get(b.at + "/papers").Body.String()
		checkHTML(t, "the documents", page)
		b.reads("closed", papers[1], no, yes, yes)
		b.moves("show")
		b.reads("closed, although the project is shown", papers[1], no, yes, yes)
		// the second one first, as a report, and for readers
		list := []string{"paper.0.document", papers[0], "paper.0.order", "2", "paper.0.kind", "application", "paper.1.document", papers[1], "paper.1.order", "1", "paper.1.kind", "report", "paper.1.open", "1"}
		b.wants("opened", b.send(b.here, "/papers/list", project.OfPapers, list...), http.StatusSeeOther)
		if w := b.there.post(b.at+"/papers/list", append([]string{"version", "1"}, list...)...); w.Code != http.StatusConflict {
			t.Errorf("saved over another's change: %d", w.Code)
		}
		if now := b.now().Papers; now[0] != (project.Paper{Document: papers[1], Kind: project.Reported}) {
			t.Errorf("the order is %+v", now)
		}
		b.reads("open", papers[1], yes, yes, yes)
		b.reads("the other", papers[0], no, yes, yes)
		b.wants("the organiser's desk", b.organiser.get("/pl/desk/documents/"+papers[0]), http.StatusNotFound)
		if page := b.organiser.get("/pl/projects/wspolny-spiewnik").Body.String(); strings.Contains(page, "/pl/desk/documents/") {
			t.Error("an organiser of the site is offered to change a paper")
		}
		page = b.reader.get("/pl/projects/wspolny-spiewnik").Body.String()
		checkHTML(t, "the project", page)
		if !strings.Contains(page, "Sprawozdanie · PDF, 2 strony") || strings.Contains(page, "Wniosek") {
			t.Error("the page does not list what is open, or it lists what is not")
		}
		b.moves("hide")
		b.reads("open in a hidden project", papers[1], no, yes, yes)
		b.moves("show")
		b.takenAway(papers[1])
		b.kept(papers)
		second := b.now().Partners[1].ID
		b.wants("the partner leaves", b.send(b.here, "/partners", project.OfPartners, "do", "leave:"+second, "day", "2026-11-27"), http.StatusSeeOther)
		b.reads("after the partner left", papers[0], no, yes, no)
	})
}

// takenAway takes a paper away and brings it back.
func (b *songbook) takenAway(id string) {
	b.Helper()
	b.wants("taken away", b.here.post("/pl/desk/documents/"+id+"/remove"), http.StatusSeeOther)
	b.reads("taken away", id, no, no, no)
	if page := b.reader.get("/pl/projects/wspolny-spiewnik").Body.String(); strings.Contains(page, id) {
		b.Error("the page leads to a paper that was taken away")
	}
	restore := field(b.T, regexp.MustCompile(`action="(/pl/desk/documents/[^"]+/restore)"`), b.here.get(b.at+"/papers").Body.String())
	b.wants("brought back", b.here.post(restore), http.StatusSeeOther)
	b.reads("brought back", id, yes, yes, yes)
}

// kept has the night's collection go two months later: what the project names is there still.
func (b *songbook) kept(papers []string) {
	b.Helper()
	later := document.NewStore(b.db, b.objects, document.Options{Clock: clock.Fixed(time.Now().AddDate(0, 2, 0))})
	if _, err := later.Collect(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, id := range papers {
		if w := b.here.get("/pl/documents/" + id + "/x.pdf"); w.Code != http.StatusOK || w.Body.Len() == 0 {
			b.Errorf("after the collection: %d, %d bytes", w.Code, w.Body.Len())
		}
	}
}

// A payment has its paper, which readers never see, whatever a form says.
func TestReceiptsOfPayments(t *testing.T) {
	eachHall(t, func(h *hall) {
		b := newSongbook(h)
		lead := b.now().Partners[0].ID
		b.wants("a payment", b.send(b.here, "/payments", project.OfBudget, "payment.0.partner", lead, "payment.0.kind", "out.travel", "payment.0.day", "2026-11-02", "payment.0.what", "Autokar", "payment.0.amount", "1 200,00", "payment.0.currency", "PLN"), http.StatusSeeOther)
		payment := b.now().Budget.Payments[0].ID
		b.wants("no file", b.here.post(b.at+"/payments/receipt", "payment", payment), http.StatusUnprocessableEntity, "Proszę wybrać jeden plik")
		b.wants("no payment", b.here.sendForm(b.at+"/payments/receipt", "faktura.pdf", mediatest.PDF(1)), http.StatusUnprocessableEntity, "Proszę wybrać płatność", "faktura.pdf")
		for range 2 { // the second takes the place of the first
			b.wants("a receipt", b.here.sendForm(b.at+"/payments/receipt", "faktura.pdf", mediatest.PDF(1), "payment", payment), http.StatusSeeOther)
		}
		receipt := b.now().Budget.Payments[0].Document
		page := b.there.get(b.at + "/payments").Body.String()
		checkHTML(t, "the payments", page)
		if !strings.Contains(page, receipt) {
			t.Error("the payments do not show the receipt")
		}
		b.moves("show")
		b.send(b.here, "/papers/list", project.OfPapers, "paper.0.document", receipt, "paper.0.open", "1")
		b.reads("a receipt", receipt, no, yes, yes)
		lines := listed(t, takePack(t, b.here.browser, "pl"), documentsFolder+".xlsx")
		if last := lines[len(lines)-1]; len(lines) != 2 || !strings.Contains(strings.Join(last, " | "), "Wspólny śpiewnik | Rachunek lub potwierdzenie | 2 listopada 2026 | faktura") {
			t.Errorf("handed over: %q", lines)
		}
		b.wants("the payments again", b.send(b.here, "/payments", project.OfBudget, "payment.0.id", payment, "payment.0.partner", lead, "payment.0.kind", "out.travel", "payment.0.day", "2026-11-03", "payment.0.what", "Autokar", "payment.0.amount", "1 200,00", "payment.0.currency", "PLN"), http.StatusSeeOther)
		if y := b.now().Budget.Payments[0]; y.Document != receipt || y.Day != "2026-11-03" {
			t.Errorf("the payment lost its receipt: %+v", y)
		}
		b.wants("taken away", b.here.post(b.at+"/payments/receipt", "do", "drop:"+payment), http.StatusSeeOther)
		b.reads("a receipt that was taken away", receipt, no, no, no)
	})
}

// publishes lets readers see an item at the desk in some languages.
func (b *songbook) publishes(o *person, at string, languages ...string) {
	b.Helper()
	for _, l := range languages {
		b.wants("published in "+l, o.post(at+"/"+l+"/publish", "do", "now"), http.StatusSeeOther)
	}
}

// credits looks for texts on a page, and for texts that must not be there.
func (b *songbook) credits(at string, there, gone []string) {
	b.Helper()
	w := b.reader.get(at)
	page := w.Body.String()
	if w.Code != http.StatusOK {
		b.Fatalf("%s: %d", at, w.Code)
	}
	checkHTML(b.T, at, page)
	for _, want := range there {
		if !strings.Contains(page, want) {
			b.Errorf("%s does not say %q", at, want)
		}
	}
	for _, not := range gone {
		if strings.Contains(page, not) {
			b.Errorf("%s says %q", at, not)
		}
	}
}

// The obligatory line and logo of a project stand on its meetings and articles, in the reader's
// language or marked as being in another; the project's page leads to them. A meeting that has
// its own says that. Nothing leads to a project that readers do not see, or that is gone.
func TestAProjectsLineOnMeetingsAndArticles(t *testing.T) {
	eachHall(t, func(h *hall) {
		b := newSongbook(h)
		o := h.person(true, organiserOfSite())
		for _, x := range [][2]string{{"pl", "Współfinansowane z programu."}, {"de", "Kofinanziert vom Programm."}} {
			b.wants("a line", b.send(b.here, "/texts", project.OfTexts, "in", x[0], "title."+x[0], "Śpiewnik "+x[0], "credit."+x[0], x[1], "origin."+x[0], "written"), http.StatusSeeOther)
		}
		png := mediatest.PNG(40, 20)
		b.wants("a logo without words", b.here.sendForm(b.at+"/logo", "logo.png", png), http.StatusUnprocessableEntity, "co mówi logo")
		b.wants("no picture", b.here.sendForm(b.at+"/logo", "logo.pdf", mediatest.PDF(1), "shows.pl", "Flaga Unii"), http.StatusUnprocessableEntity, `value="Flaga Unii"`)
		b.wants("a logo", b.here.sendForm(b.at+"/logo", "logo.png", png, "shows.pl", "Flaga Unii"), http.StatusSeeOther)
		p := b.now()
		checkHTML(t, "the texts", b.here.get(b.at+"/texts").Body.String())
		b.reads("the logo of a hidden project", p.Credit.Logo, yes, yes, yes)

		at := o.beginMeeting("exchange", "pl", "Tydzień chórów")
		item := strings.Replace(at, "/meetings/", "/press/", 1)
		facts := []string{"from", "14 May 2027", "place", "Białystok", "project", "Chóry", jointField, p.ID} // a name, and no line of its own
		w := o.post(at, append([]string{"save", "1", "version", valueIn(o.get(at).Body.String(), "version"), "kind", "exchange"}, facts...)...)
		b.wants("a project that readers do not see", w, http.StatusUnprocessableEntity)
		b.moves("show")
		o.facts(at, facts...)
		o.write(item+"/pl", "title", "Tydzień chórów", "body", "Śpiewali.")
		for _, l := range []string{"de", "lt"} {
			o.write(item+"/"+l, "title", "Choras "+l, "body", "La.")
		}
		b.publishes(o, item, "pl", "de", "lt")
		polish, logo := `<p>Współfinansowane z programu.</p>`, `alt="Flaga Unii"`
		b.credits("/pl/meetings/tydzien-chorow", []string{polish, logo, `/pl/projects/wspolny-spiewnik">Chóry</a>`}, nil)
		b.credits("/de/meetings/choras-de", []string{`<p>Kofinanziert vom Programm.</p>`, `alt="Flaga Unii" lang="pl"`}, []string{"Współfinansowane"})
		b.credits("/lt/meetings/choras-lt", []string{`<p lang="pl">Współfinansowane z programu.</p>`}, nil)

		article := o.beginArticle("practice", "pl", "Jak śpiewać razem")
		o.write(article+"/pl", "title", "Jak śpiewać razem", "body", "Głośno.", "result", "Śpiewnik.")
		b.publishes(o, article, "pl")
		b.credits("/pl/practices/jak-spiewac-razem", nil, []string{"Współfinansowane"})
		own := []string{"version", valueIn(o.get(article).Body.String(), "version"), "side", "776069"}
		b.wants("an unknown project", o.post(article, append(own, jointField, "nosuch")...), http.StatusUnprocessableEntity)
		b.wants("the project", o.post(article, append(own, jointField, p.ID)...), http.StatusSeeOther)
		b.credits("/pl/practices/jak-spiewac-razem", nil, []string{"Współfinansowane"}) // it waits with the other changes
		b.wants("the changes", o.post(article+"/publish", "do", "now", "seen", valueIn(o.get(article).Body.String(), "seen")), http.StatusSeeOther)
		b.credits("/pl/practices/jak-spiewac-razem", []string{polish, logo}, nil)
		b.credits("/pl/projects/wspolny-spiewnik", []string{"/pl/meetings/tydzien-chorow", "/pl/practices/jak-spiewac-razem", polish, logo}, nil)
		b.credits("/en/projects/wspolny-spiewnik", []string{`hreflang="pl" lang="pl">Jak śpiewać razem`}, nil)

		b.wants("its own line", o.post(at, append([]string{"save", "1", "version", valueIn(o.get(at).Body.String(), "version"), "kind", "exchange", "credit", "Dotacja miasta."}, facts...)...), http.StatusSeeOther)
		b.wants("the changes", o.post(item+"/publish", "do", "now", "seen", valueIn(o.get(at).Body.String(), "seen")), http.StatusSeeOther)
		b.credits("/pl/meetings/tydzien-chorow", []string{"Dotacja miasta.", logo}, []string{polish})

		b.moves("hide")
		b.credits("/pl/practices/jak-spiewac-razem", []string{polish, logo}, []string{"wspolny-spiewnik", "Śpiewnik pl"})
		h.must(h.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := project.EraseIn(t.Context(), tx, p.ID)
			return err
		}))
		h.site.rooms.Editor.Follow(t.Context())
		b.credits("/pl/practices/jak-spiewac-razem", nil, []string{polish, "wspolny-spiewnik"})
		b.wants("its page at the desk", o.get(article), http.StatusOK)
	})
}

// The offices choose where the partners met and what was written about the project, among
// what readers see; what is withdrawn later is named no longer.
func TestWhatWasWrittenAboutAProject(t *testing.T) {
	eachHall(t, func(h *hall) {
		b := newSongbook(h)
		o := h.person(true, organiserOfSite())
		at := o.beginMeeting("forum", "pl", "Forum miast")
		item := strings.Replace(at, "/meetings/", "/press/", 1)
		o.facts(at, "kind", "forum", "from", "14 May 2024", "place", "Białystok")
		article := o.beginArticle("article", "pl", "Śpiewnik wydany")
		o.write(article+"/pl", "title", "Śpiewnik wydany", "body", "Jest.")
		ofMeeting, ofArticle := strings.TrimPrefix(item, "/en/desk/press/"), strings.TrimPrefix(article, "/en/desk/press/")
		b.wants("a draft", b.send(b.here, "/links", project.OfLinks, "do", "meet:"+ofMeeting), http.StatusUnprocessableEntity, "Tego nie można wybrać")
		b.publishes(o, item, "pl")
		b.publishes(o, article, "pl")
		page := b.here.get(b.at + "/papers").Body.String()
		if !strings.Contains(page, `value="meet:`+ofMeeting) || strings.Contains(page, ofArticle) {
			t.Error("what is published of the partners' towns is not offered, or more is")
		}
		found := b.send(b.here, "/links", project.OfLinks, "do", "find", "find", "spiewnik")
		b.wants("found by its name", found, http.StatusOK, `value="add:`+ofArticle)
		checkHTML(t, "found", found.Body.String())
		b.wants("met", b.send(b.here, "/links", project.OfLinks, "do", "meet:"+ofMeeting), http.StatusSeeOther)
		b.wants("no article", b.send(b.here, "/links", project.OfLinks, "do", "add:"+ofMeeting), http.StatusUnprocessableEntity)
		b.wants("written", b.send(b.here, "/links", project.OfLinks, "do", "add:"+ofArticle), http.StatusSeeOther)
		if p := b.now(); p.Meeting != ofMeeting || len(p.Practices) != 1 {
			t.Fatalf("met %s, written %v", p.Meeting, p.Practices)
		}
		b.moves("show")
		b.credits("/pl/projects/wspolny-spiewnik", []string{"/pl/meetings/forum-miast", "/pl/news/spiewnik-wydany"}, nil)
		changes := b.here.get(b.at).Body.String()
		if !strings.Contains(changes, "Forum miast") || !strings.Contains(changes, "Śpiewnik wydany") {
			t.Error("the changes name neither the meeting nor the article")
		}
		b.wants("withdrawn", o.post(article+"/pl/withdraw"), http.StatusSeeOther)
		b.credits("/pl/projects/wspolny-spiewnik", []string{"/pl/meetings/forum-miast"}, []string{"spiewnik-wydany"})
		b.wants("not met", b.send(b.here, "/links", project.OfLinks, "do", "unmeet"), http.StatusSeeOther)
		b.wants("not written", b.send(b.here, "/links", project.OfLinks, "do", "drop:"+ofArticle), http.StatusSeeOther)
		if p := b.now(); p.Meeting != "" || len(p.Practices) != 0 {
			t.Errorf("met %s, written %v", p.Meeting, p.Practices)
		}
	})
}

// Who sent a paper for a town keeps no right to it by that.
func TestWhoSentAPaperOfAProject(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	b := newSongbook(h)
	b.wants("sent by the partner", b.there.sendForm(b.at+"/papers", "a.pdf", mediatest.PDF(1)), http.StatusSeeOther)
	id := b.now().PaperIDs()[0]
	d, err := b.site.rooms.Documents.Of(t.Context(), id)
	h.must(err)
	r := httptest.NewRequest(http.MethodGet, "/pl/", nil)
	on := b.site.documentObject(r, d)
	if people.Allows(people.Actor{Account: b.there.id, Strong: true}, people.ReadDocument, on) {
		t.Error("an account without a role may read a paper that it sent")
	}
}

// A disk that takes nothing loses nothing that was typed beside papers.
func TestPapersOnADiskThatFails(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	b := newSongbook(h)
	b.wants("a paper", b.here.sendForm(b.at+"/papers", "a.pdf", mediatest.PDF(1)), http.StatusSeeOther)
	b.wants("a logo", b.here.sendForm(b.at+"/logo", "logo.png", mediatest.PNG(40, 20), "shows.pl", "Flaga"), http.StatusSeeOther)
	list := []string{"version", "2", "paper.0.document", b.now().PaperIDs()[0], "paper.0.order", "7", "paper.0.kind", "contract", "paper.0.open", "1"}
	protect(t, h.db)
	keeps(t, "the list", b.here.post(b.at+"/papers/list", list...), `value="7"`, `value="contract" selected`, `name="paper.0.open" value="1" checked`)
	keeps(t, "what the logo says", b.here.post(b.at+"/logo", "shows.pl", "Flaga Unii Europejskiej"), "Flaga Unii Europejskiej")
	for at, typed := range map[string][]string{"/papers": {"title", "Umowa numer 4"}, "/logo": {"shows.de", "Flagge der Union"}} {
		w := b.here.sendForm(b.at+at, "b.png", mediatest.PNG(9, 9), typed...)
		if page := w.Body.String(); w.Code < 400 || !strings.Contains(page, typed[1]) || !strings.Contains(page, `id="faults"`) {
			t.Errorf("a file at %s: %d, %q is lost", at, w.Code, typed[1])
		}
	}
}

// A project stands on pages and in no node's memory: whatever is saved of one, no node reads
// places and links anew.
func TestAProjectRebuildsNoWorld(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	first := h.site.rooms.World()
	b := newSongbook(h)
	b.wants("a paper", b.here.sendForm(b.at+"/papers", "a.pdf", mediatest.PDF(1)), http.StatusSeeOther)
	b.moves("show")
	if now := h.site.rooms.World(); now.Places != first.Places || now.Graph != first.Graph || now.Version == first.Version {
		t.Errorf("from version %d to %d: places %t, partnerships %t are as they were", first.Version, now.Version, now.Places == first.Places, now.Graph == first.Graph)
	}
}
