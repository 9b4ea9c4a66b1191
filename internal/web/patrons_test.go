package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A patronage from the wish to the logo: what is due is said, readers see nothing before the
// answer, and the logo only in its period.
func TestAPatronageFromTheWishToTheLogo(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.withPictures()
		o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
		at := o.publicMeeting()
		list, first := at+"/patrons", at+"/patrons/1"
		keep := func(path string, fields ...string) {
			t.Helper()
			w := o.post(path, append([]string{"version", valueIn(o.get(path).Body.String(), "version"), "do", "save", "way", "honorary", "office", "Wojewoda Wielkopolski"}, fields...)...)
			if w.Code != http.StatusSeeOther {
				t.Fatalf("%s: %d %s", path, w.Code, regexp.MustCompile(`(?s)class="faults".*?</div>`).FindString(w.Body.String()))
			}
		}
		publish := func() {
			t.Helper()
			item := strings.Replace(at, "/meetings/", "/press/", 1)
			h.wants("published", o.post(item+"/publish", "do", "now", "seen", valueIn(o.get(item+"/changes").Body.String(), "seen")), http.StatusSeeOther)
		}
		h.wants("nothing yet", o.get(list), http.StatusOK, "There is no patronage yet")
		keep(list+"/new", "state", "intended", "rule", "wielkopolska")
		page := o.get(list)
		h.wants("what is due", page, http.StatusOK, "Apply. Last day: 14 April 2027.")
		checkHTML(t, "the list", page.Body.String())
		w := o.post(first, "version", valueIn(o.get(first).Body.String(), "version"), "way", "honorary", "office", "Wojewoda Wielkopolski", "state", "applied", "applied_on", "2026-11-20", "answered_on", "2026-11-19")
		h.wants("answered before it was asked", w, http.StatusUnprocessableEntity, "cannot be earlier", `value="2026-11-20"`)
		keep(first, "state", "applied", "rule", "wielkopolska", "applied_on", "2026-11-20")
		publish()
		const public = "/pl/meetings/konferencja-miast"
		if strings.Contains(reader.get(public).Body.String(), "Wojewoda") {
			t.Error("a patron who has not answered is named")
		}
		keep(first, "state", "granted", "rule", "wielkopolska", "applied_on", "2026-11-20", "answered_on", "2026-11-22", "obligations", "Zaprosić wojewodę.", "logo_from", "2026-11-23", "logo_until", "2026-11-24")
		h.wants("a logo that is none", o.sendForm(first+"/logo", "a.txt", []byte("text")), http.StatusUnprocessableEntity)
		h.wants("a logo", o.sendForm(first+"/logo", "a.png", samplePNG()), http.StatusSeeOther)
		checkHTML(t, "the form", o.get(first).Body.String())
		if code := o.facts(at, "from", "14 May 2027", "to", "15 May 2027", "place", "Białystok", "venue", "Ratusz", "patron.0.was", "0", "patron.0.way", "honorary", "patron.0.office", "Wojewoda Wielkopolski", "patron.0.state", "granted"); code != http.StatusSeeOther {
			t.Fatalf("the other form: %d", code)
		}
		publish()
		page = reader.get(public)
		h.wants("readers", page, http.StatusOK, "Wojewoda Wielkopolski", public+"/logos/")
		if strings.Contains(page.Body.String(), "Zaprosić") {
			t.Error("readers see what was promised")
		}
		logo := regexp.MustCompile(public + `/logos/[0-9a-f-]+`).FindString(page.Body.String())
		h.wants("the logo", reader.get(logo), http.StatusOK)
		h.clock.Add(48 * 3600 * 1e9)
		h.wants("its time is over", reader.get(logo), http.StatusNotFound)
		if strings.Contains(reader.get(public).Body.String(), "/logos/") {
			t.Error("the page still shows the logo")
		}
		h.wants("the desk says so", h.person(true, organiserOfSite()).get(list), http.StatusOK, "may be used no longer")
	})
}
