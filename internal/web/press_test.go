package web

import (
	"encoding/xml"
	"image"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/db"
)

func organiserOfSite() people.Grant {
	return people.Grant{Role: people.Organiser, Scope: people.Site()}
}

func translatorOfSite() people.Grant {
	return people.Grant{Role: people.Translator, Scope: people.Site()}
}

// beginArticle begins an article at the desk and returns its address there.
func (p *person) beginArticle(kind, language, title string) string {
	p.h.Helper()
	w := p.post("/en/desk/press/new", "kind", kind, "language", language, "title", title)
	p.h.wants("an article is begun", w, http.StatusSeeOther)
	return strings.TrimSuffix(w.Header().Get("Location"), "/"+language)
}

// valueIn reads a hidden field of a page.
func valueIn(page, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}

// write saves a text at the desk; fields go over what its form needs.
func (p *person) write(at string, fields ...string) int {
	p.h.Helper()
	version := valueIn(p.get(at).Body.String(), "version")
	return p.post(at, append([]string{"do", "save", "version", version, "origin", "written"}, fields...)...).Code
}

// An organiser writes an article, looks at it, publishes it, goes on writing, and withdraws
// it again. Readers see what was published and nothing else.
func TestAnArticleFromDraftToWithdrawal(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "pl", "Konferencja miast partnerskich")
		pl := at + "/pl"
		checkHTML(t, "the form", o.get(pl).Body.String())
		look := o.post(pl, "do", "look", "version", valueIn(o.get(pl).Body.String(), "version"), "origin", "written", "title", "Konferencja miast partnerskich", "body", "Goście z **czterech** krajów.")
		h.wants("the preview", look, http.StatusOK, "Goście z <strong>czterech</strong> krajów.")
		if code := o.write(pl, "title", "Konferencja miast partnerskich", "lead", "Krótko.", "body", "Goście z **czterech** krajów."); code != http.StatusSeeOther {
			t.Fatalf("saved: %d", code)
		}
		const public = "/pl/news/konferencja-miast-partnerskich"
		h.wants("a draft", reader.get(public), http.StatusNotFound)
		h.wants("published", o.post(pl+"/publish", "do", "now"), http.StatusSeeOther)
		w := reader.get(public)
		h.wants("for readers", w, http.StatusOK, "<strong>czterech</strong>", `"@type":"NewsArticle"`, `hreflang="pl"`, `property="og:type" content="article"`, `property="og:locale" content="pl_PL"`)
		checkHTML(t, "the article", w.Body.String())
		if strings.Contains(w.Body.String(), `hreflang="de"`) {
			t.Error("a language is offered in which it is not")
		}
		h.wants("in another language", reader.get("/de/news/konferencja-miast-partnerskich"), http.StatusNotFound, public)
		o.write(pl, "title", "Konferencja", "body", "Nowy tek.", "slug", "konferencja")
		if strings.Contains(reader.get(public).Body.String(), "Nowy tek") {
			t.Error("readers see what is being written")
		}
		typed := func(body string) []string {
			return []string{"do", "publish", "version", valueIn(o.get(pl).Body.String(), "version"), "origin", "written", "title", "Konferencja", "body", body, "slug", "konferencja"}
		}
		h.wants("what cannot become public stays as it was typed", o.post(pl, typed("![](doc:nothing) Nowy tekst.")...), http.StatusUnprocessableEntity, "![](doc:nothing) Nowy tekst.")
		h.wants("what stands in the form", o.post(pl, typed("Nowy tekst.")...), http.StatusSeeOther)
		if w := reader.get(public); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/pl/news/konferencja" {
			t.Errorf("the old address: %d to %q", w.Code, w.Header().Get("Location"))
		}
		h.wants("the list", reader.get("/pl/news"), http.StatusOK, "/pl/news/konferencja", "Nowy tekst.")
		w = o.post(pl+"/withdraw", "why", "za wcześnie")
		h.wants("withdrawn", w, http.StatusSeeOther)
		h.wants("for readers", reader.get("/pl/news/konferencja"), http.StatusNotFound)
		undo := regexp.MustCompile(`action="(/en/desk/undo/[^"]+)"`).FindStringSubmatch(o.get(pl).Body.String())
		if undo == nil {
			t.Fatal("the withdrawal cannot be taken back")
		}
		h.wants("taken back", o.post(undo[1]), http.StatusSeeOther)
		h.wants("for readers", reader.get("/pl/news/konferencja"), http.StatusOK)
	})
}

// What is scheduled is public at its time, also where the page was kept before it.
func TestAScheduledArticle(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "pl", "Nabór") + "/pl"
		o.write(at, "title", "Nabór", "body", "Text.")
		past := h.clock.Now().Add(-time.Hour).In(h.site.homeZone()).Format("2006-01-02T15:04")
		h.wants("a moment that has passed", o.post(at+"/publish", "do", "later", "at", past), http.StatusUnprocessableEntity, `href="#f-at"`)
		soon := h.clock.Now().Add(2 * time.Hour).In(h.site.homeZone()).Format("2006-01-02T15:04")
		h.wants("scheduled", o.post(at+"/publish", "do", "later", "at", soon), http.StatusSeeOther)
		list := reader.get("/pl/news")
		if strings.Contains(list.Body.String(), "/pl/news/nabor") {
			t.Error("it is public too early")
		}
		h.clock.Add(2 * time.Hour)
		h.wants("at its time", reader.get("/pl/news"), http.StatusOK, "/pl/news/nabor")
		if reader.get("/pl/news").Header().Get("ETag") == list.Header().Get("ETag") {
			t.Error("who kept the page would not be told of it")
		}
	})
}

// A translator writes translations, and nothing else; another's organisation is hidden.
func TestWhoWritesWhat(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, tr := h.person(true, organiserOfSite()), h.person(false, translatorOfSite())
		at := o.beginArticle("article", "pl", "Miasta")
		o.write(at+"/pl", "title", "Miasta", "body", "Text.")
		h.wants("the translator's list", tr.get("/en/desk/press"), http.StatusOK, at)
		h.wants("her form", tr.get(at+"/de"), http.StatusOK, `name="of"`)
		if code := tr.post(at+"/de", "do", "save", "version", "0", "origin", "person", "of", "pl", "title", "Städte", "body", "Text.").Code; code != http.StatusSeeOther {
			t.Errorf("her translation: %d", code)
		}
		if code := tr.write(at+"/pl", "title", "Inne", "body", "Text."); code != http.StatusUnprocessableEntity {
			t.Errorf("she changes the original: %d", code)
		}
		h.wants("she publishes", tr.post(at+"/de/publish", "do", "now"), http.StatusNotFound)
		tr.post(at+"/de", "do", "publish", "version", valueIn(tr.get(at+"/de").Body.String(), "version"), "origin", "person", "of", "pl", "title", "Städte", "body", "Ihr Text.")
		h.wants("by the form of the text", newBrowser(h.h).get("/de/news/stadte"), http.StatusNotFound)
		h.wants("what she wrote is kept", o.get(at+"/de"), http.StatusOK, "Ihr Text.")
		h.wants("she begins", tr.get("/en/desk/press/new"), http.StatusNotFound)
		organisation, err := h.store.SaveOrganisation(t.Context(), people.System(), people.Organisation{Kind: "ngo", Name: "Euroregion", Country: "PL"})
		h.must(err)
		own := h.person(true, people.Grant{Role: people.Organiser, Scope: people.Scope{Kind: people.OfOrganisation, ID: organisation}})
		h.wants("another organisation's organiser", own.get(at), http.StatusNotFound)
		hers := own.beginArticle("page", "en", "About us")
		h.wants("her own", own.get(hers), http.StatusOK)
		h.wants("in her list", own.get("/en/desk/press"), http.StatusOK, hers)
		if strings.Contains(own.get("/en/desk/press").Body.String(), at) {
			t.Error("her list has another's article")
		}
	})
}

// A disk without room: who writes reads that it is full, above what she typed, and saves it
// once there is room again. SQLite is told to grow no further; PostgreSQL cannot be.
func TestAFullDiskKeepsWhatWasTyped(t *testing.T) {
	eachHall(t, func(h *hall) {
		if h.db.Engine() != db.SQLite {
			return
		}
		o := h.person(true, organiserOfSite())
		at := o.beginArticle("article", "pl", "Miasta") + "/pl"
		long := strings.Repeat("Tekst, którego nie wolno zgubić. ", 1000)
		grow := func(pages string) {
			h.must(h.db.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `PRAGMA max_page_count = `+pages)
				return err
			}))
		}
		fields := []string{"do", "save", "version", valueIn(o.get(at).Body.String(), "version"), "origin", "written", "title", "Miasta", "body", long}
		grow("1") // never below what it has
		w := o.post(at, fields...)
		h.wants("full", w, http.StatusInsufficientStorage, "The disk is full", strings.TrimSpace(long))
		h.wants("reading goes on", o.get(at), http.StatusOK)
		grow("1000000")
		h.wants("with room again", o.post(at, fields...), http.StatusSeeOther)
	})
}

// Two at once: nothing is lost, and the second is told what the first changed.
func TestTwoWriteAnArticleAtOnce(t *testing.T) {
	eachHall(t, func(h *hall) {
		a, b := h.person(true, organiserOfSite()), h.person(true, administrator())
		at := a.beginArticle("article", "pl", "Miasta") + "/pl"
		version := valueIn(a.get(at).Body.String(), "version")
		h.wants("each sees the other", b.get(at), http.StatusOK, "Person")
		a.write(at, "title", "Miasta i gminy", "body", "Pierwszy.")
		w := b.post(at, "do", "save", "version", version, "origin", "written", "title", "Nasze miasta", "body", "Drugi.")
		h.wants("the second", w, http.StatusConflict, "i gminy", "Drugi.")
		checkHTML(t, "the conflict", w.Body.String())
		w = b.post(at, "do", "save", "version", valueIn(w.Body.String(), "version"), "origin", "written", "title", "Nasze miasta", "body", "Drugi.")
		h.wants("again", w, http.StatusSeeOther)
		history := b.get(at + "/history")
		h.wants("the history", history, http.StatusOK, "Person")
		newest := regexp.MustCompile(`history\?version=(\d+)`).FindStringSubmatch(history.Body.String())
		h.wants("what changed", b.get(at+"/history?version="+newest[1]), http.StatusOK, "<del>", "<ins>")
		versions := regexp.MustCompile(`history\?version=(\d+)`).FindAllStringSubmatch(history.Body.String(), -1)
		h.wants("an earlier one", b.post(at+"/restore", "to", versions[1][1], "version", versions[0][1]), http.StatusSeeOther)
		h.wants("is back", b.get(at), http.StatusOK, `value="Miasta i gminy"`)
	})
}

func TestALinkToADraft(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "pl", "Miasta") + "/pl"
		o.write(at, "title", "Miasta", "body", "Szkic.")
		made := o.post(at+"/preview", "do", "make")
		link := regexp.MustCompile(`http://localhost:8080(/pl/preview/[^"<]+)`).FindStringSubmatch(made.Body.String())
		if link == nil {
			t.Fatalf("%d: no link", made.Code)
		}
		w := reader.get(link[1])
		h.wants("the draft", w, http.StatusOK, "Szkic.", "noindex")
		checkHTML(t, "the draft", w.Body.String())
		if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%v", w.Header())
		}
		h.wants("in another language", reader.get(strings.Replace(link[1], "/pl/", "/de/", 1)), http.StatusNotFound)
		h.wants("ended", o.post(at+"/preview", "do", "end"), http.StatusSeeOther)
		h.wants("after it was ended", reader.get(link[1]), http.StatusNotFound)
	})
}

// A good practice is told with what it is about, stands in its list, and on the pages of
// the towns; the feed tells it to programs.
func TestAGoodPractice(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("practice", "pl", "Wspólne szkolenie strażaków")
		w := o.post(at, "version", "1", "side", "776069", "other", "Hrodna", "find", "1")
		h.wants("a town is found", w, http.StatusOK, `value="627904"`)
		checkHTML(t, "its own fields", w.Body.String())
		w = o.post(at, "version", "1", "side", "776069", "side", "627904", "with", "627904", "topic", "emergency", "tags", "straż, szkolenie", "from", "2011", "to", "2010")
		h.wants("years the wrong way", w, http.StatusUnprocessableEntity, `href="#f-to"`)
		w = o.post(at, "version", "1", "side", "776069", "side", "627904", "with", "627904", "topic", "emergency", "tags", "straż, szkolenie", "from", "2011", "to", "2013", "cost", "12 000", "currency", "EUR")
		h.wants("kept", w, http.StatusSeeOther)
		o.write(at+"/pl", "title", "Wspólne szkolenie strażaków", "body", "Ćwiczenia.", "partners", "Dwie straże.", "result", "Szybsza pomoc.", "contact", "Komenda miejska", "mail", "office@example.org")
		h.wants("published", o.post(at+"/pl/publish", "do", "now"), http.StatusSeeOther)
		w = reader.get("/pl/practices/wspolne-szkolenie-strazakow")
		h.wants("for readers", w, http.StatusOK, "Dwie straże.", "Szybsza pomoc.", "2011–2013", "12", "EUR", "Komenda miejska", "mailto:office@example.org", "Grodno", `"@type":"Article"`)
		checkHTML(t, "the practice", w.Body.String())
		h.wants("the list", reader.get("/pl/practices?topic=emergency&place=776069"), http.StatusOK, "/pl/practices/wspolne-szkolenie-strazakow")
		if strings.Contains(reader.get("/pl/practices?topic=sport").Body.String(), "strazakow") {
			t.Error("it stands under an area that it is not about")
		}
		h.wants("the town", reader.get(placeURL(h.site.rooms.World(), 776069, "pl")), http.StatusOK, "/pl/practices/wspolne-szkolenie-strazakow")
		feed := reader.get("/pl/practices.atom")
		var f atomFeed
		if err := xml.Unmarshal(feed.Body.Bytes(), &f); err != nil || len(f.Entries) != 1 || !strings.Contains(f.Entries[0].Content.Text, "Dwie straże.") || !strings.HasPrefix(f.Entries[0].ID, "urn:uuid:") {
			t.Errorf("%v\n%s", err, feed.Body)
		}
	})
}

func TestAQuestionToAListIsBounded(t *testing.T) {
	ask := tidied(url.Values{"tag": {strings.Repeat("x", 5000)}, "year": {"2026"}, "other": {"y"}}, "year", "tag")
	if len(ask) != 1 || asking("/pl/news", ask, "year", "") != "/pl/news" {
		t.Errorf("%v", ask)
	}
}

// A translator works beside the original: what changed in it since is marked, and what
// stayed keeps its translation.
func TestATranslationBesideItsOriginal(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, tr := h.person(true, organiserOfSite()), h.person(false, translatorOfSite())
		at := o.beginArticle("article", "pl", "Miasta")
		o.write(at+"/pl", "title", "Miasta", "body", "Pierwszy akapit.\n\nDrugi akapit.")
		side := at + "/de/side-by-side"
		w := tr.get(side)
		h.wants("nothing is translated", w, http.StatusOK, "Pierwszy akapit.", `name="body.1"`)
		checkHTML(t, "beside", w.Body.String())
		words := valueIn(w.Body.String(), "words")
		h.wants("kept", tr.post(side, "do", "fits", "version", "0", "words", words, "title.0", "Städte", "body.0", "Erster Absatz.", "body.1", "Zweiter Absatz."), http.StatusSeeOther)
		o.write(at+"/pl", "title", "Miasta", "body", "Pierwszy akapit.\n\nNowy akapit.\n\nDrugi, dłuższy akapit.")
		w = tr.get(side)
		h.wants("after the original changed", w, http.StatusOK, "Erster Absatz.", "Zweiter Absatz.", `class="beside added"`, `class="beside changed"`, "<ins>")
		page := w.Body.String()
		h.wants("not finished", tr.post(side, "do", "part", "version", valueIn(page, "version"), "words", valueIn(page, "words"), "title.0", "Städte", "body.0", "Erster Absatz.", "body.1", "Neuer Absatz.", "body.2", "Zweiter Absatz."), http.StatusSeeOther)
		h.wants("is still told to be stale", tr.get("/en/desk/press?state=stale"), http.StatusOK, at)
		page = tr.get(side).Body.String()
		h.wants("finished", tr.post(side, "do", "fits", "version", valueIn(page, "version"), "words", valueIn(page, "words"), "title.0", "Städte", "body.0", "Erster Absatz.", "body.1", "Neuer Absatz.", "body.2", "Zweiter, längerer Absatz."), http.StatusSeeOther)
		if strings.Contains(tr.get("/en/desk/press?state=stale").Body.String(), at) {
			t.Error("it is still told to be stale")
		}
		h.wants("her text", tr.get(at+"/de"), http.StatusOK, "Erster Absatz.\n\nNeuer Absatz.\n\nZweiter, längerer Absatz.")
		h.wants("a picture, to be described in her words", tr.get(h.withPicture(o)+"/de/side-by-side"), http.StatusOK, ">![](doc:x)</textarea>")
		h.wants("by an old form", tr.post(side, "do", "fits", "version", "0", "words", words, "title.0", "x"), http.StatusConflict)
	})
}

// withPicture is the address of an article of which one paragraph is a picture.
func (h *hall) withPicture(o *person) string {
	at := o.beginArticle("article", "pl", "Most")
	o.write(at+"/pl", "title", "Most", "body", "Akapit.\n\n![Most nad rzeką](doc:x)")
	return at
}

// Search engines are told of each text with its other languages, and other sites get a
// picture for a link.
func TestWhatIsToldElsewhere(t *testing.T) {
	eachHall(t, func(h *hall) {
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.beginArticle("article", "be", "Сустрэча гарадоў-партнёраў у Беластоку пра ўмовы супрацоўніцтва")
		o.write(at+"/be", "title", "Сустрэча гарадоў-партнёраў у Беластоку пра ўмовы супрацоўніцтва", "body", "Тэкст.")
		h.wants("published", o.post(at+"/be/publish", "do", "now"), http.StatusSeeOther)
		w := reader.get("/sitemap.xml")
		var m struct {
			URLs []struct {
				Loc   string `xml:"loc"`
				Links []struct {
					Language string `xml:"hreflang,attr"`
				} `xml:"link"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &m); err != nil || len(m.URLs) < 100 {
			t.Fatalf("%d addresses, %v", len(m.URLs), err)
		}
		news := ""
		for _, u := range m.URLs {
			if strings.Contains(u.Loc, "/be/news/") {
				news = u.Loc
				if len(u.Links) != 1 || u.Links[0].Language != "be" {
					t.Errorf("it is told in %v", u.Links)
				}
			}
		}
		page := reader.get(strings.TrimPrefix(news, "http://localhost:8080"))
		card := regexp.MustCompile(`og:image" content="http://localhost:8080(/cards/[^"]+)"`).FindStringSubmatch(page.Body.String())
		if card == nil {
			t.Fatalf("%s has no picture", news)
		}
		picture := reader.get(card[1])
		c, format, err := image.DecodeConfig(picture.Body)
		if err != nil || format != "png" || c.Width != cardWidth || c.Height != cardHeight {
			t.Errorf("%s %d × %d, %v", format, c.Width, c.Height, err)
		}
		h.wants("of a language in which it is not", reader.get(strings.Replace(card[1], "/be", "/pl", 1)), http.StatusNotFound)
	})
}

// The organiser arranges the home page and the menu; a page that she wrote stands in the
// menu of the languages in which it is.
func TestTheFrontIsArranged(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withFaces()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		h.wants("an officer", h.person(true, officerOf(placeBialystok)).get("/en/desk/front"), http.StatusForbidden)
		at := o.beginArticle("page", "pl", "O nas")
		o.write(at+"/pl", "title", "O nas", "body", "Kim jesteśmy.")
		h.wants("published", o.post(at+"/pl/publish", "do", "now"), http.StatusSeeOther)
		page := o.get("/en/desk/front").Body.String()
		checkHTML(t, "the form", page)
		id := at[strings.LastIndex(at, "/")+1:]
		if !strings.Contains(page, `name="entry.page:`+id+`"`) {
			t.Fatal("her page cannot be put into the menu")
		}
		w := o.post("/en/desk/front", "version", valueIn(page, "version"), "block.listed", "1", "block.find", "2", "entry.page:"+id, "1", "entry.section:places", "2", "menu_url", "ftp://example.org")
		h.wants("an address that no browser opens", w, http.StatusUnprocessableEntity, `href="#f-menu_url"`)
		checkHTML(t, "the form", w.Body.String())
		w = o.post("/en/desk/front", "version", valueIn(page, "version"), "block.listed", "1", "block.find", "2", "entry.page:"+id, "1", "entry.section:places", "2", "menu_url", "https://example.org/", "label.en", "Our town")
		h.wants("arranged", w, http.StatusSeeOther)
		home := reader.get("/pl/").Body.String()
		checkHTML(t, "the home page", home)
		menu, _, _ := strings.Cut(home[strings.Index(home, `class="site-nav"`):], "</nav>")
		for _, want := range []string{`href="/pl/pages/o-nas"`, `href="/pl/places"`, `href="https://example.org/"`} {
			if !strings.Contains(menu, want) {
				t.Errorf("the menu has no %s: %s", want, menu)
			}
		}
		if strings.Contains(menu, "/news") || strings.Contains(home, `id="stories"`) || strings.Index(home, `id="all"`) > strings.Index(home, `class="home-top"`) {
			t.Error("the home page is not arranged as she said")
		}
		if strings.Contains(reader.get("/de/").Body.String(), "o-nas") {
			t.Error("the menu of a language leads to a page that is not there")
		}
		page = o.get("/en/desk/front").Body.String()
		moved := o.post("/en/desk/front", "version", valueIn(page, "version"), "block.listed", "1", "block.find", "2", "entry.page:"+id, "1", "entry.section:places", "2", "up", "block.find")
		if moved.Code != http.StatusSeeOther || !strings.HasSuffix(moved.Header().Get("Location"), "#row-block.find") || !slices.Equal(h.site.face().HomeBlocks(), []string{"find", "listed"}) {
			t.Errorf("moved by a button: %d to %q, %v", moved.Code, moved.Header().Get("Location"), h.site.face().HomeBlocks())
		}
		h.wants("as usual again", o.post("/en/desk/front", "version", valueIn(o.get("/en/desk/front").Body.String(), "version"), "do", "again"), http.StatusSeeOther)
		h.wants("as usual", reader.get("/pl/"), http.StatusOK, "/pl/news", `id="stories"`)
	})
}

// withFaces lets the hall's site change its face.
func (h *hall) withFaces() {
	h.Helper()
	keeper, err := operator.Open(h.Context(), operator.NewStore(h.db), h.site.languages)
	h.must(err)
	h.site.rooms.Faces, h.site.rooms.Operator = keeper, keeper.Now
}
