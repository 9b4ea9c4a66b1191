package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// A town that another one named as a partner is asked; until it answers, nobody shows the
// project on the word of one town, and readers are told whose word it is.
func TestANamedTownAnswers(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		j := beginJoint(t, rooms)
		j.named()
		if code, body := j.send(j.here, "/move", project.OfState, "do", "show"); code != http.StatusConflict || !strings.Contains(body, "nie potwierdził jeszcze udziału") {
			t.Errorf("shown on the word of one town: %d", code)
		}
		if code := j.answer(j.there, "yes", placeHrodna); code != http.StatusSeeOther {
			t.Fatalf("yes: %d", code)
		}
		if code, _ := j.send(j.here, "/move", project.OfState, "do", "show"); code != http.StatusSeeOther {
			t.Errorf("shown with both agreed: %d", code)
		}
		if page := j.public(); !strings.Contains(page, "Grodno") || strings.Contains(page, "niepotwierdzone") {
			t.Error("the page of a confirmed project")
		}
		if code := j.answer(j.there, "no", placeHrodna); code != http.StatusSeeOther {
			t.Fatalf("no: %d", code)
		}
		if page := j.public(); strings.Contains(page, "Grodno") {
			t.Error("readers still see who said no")
		}
		if w := j.there.get(j.address); w.Code != http.StatusNotFound {
			t.Errorf("who said no has a say: %d", w.Code)
		}
		if w := j.there.get(j.address + "/answer"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "no:627904") || !strings.Contains(w.Body.String(), "yes:627904") {
			t.Errorf("who said no cannot change its mind: %d", w.Code)
		}
		if code, body := j.send(j.here, "/partners", project.OfPartners, "do", "town", "place", "Hrodna", "area_for", "Hrodna", "area", "place:627904"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "że nie bierze udziału") {
			t.Errorf("named again after a no: %d", code)
		}
		if code := j.answer(j.there, "yes", placeHrodna); code != http.StatusSeeOther || len(j.now().Places()) != 2 {
			t.Errorf("yes after all: %d, %v", code, j.now().Places())
		}
	})
}

// named checks what the town that was named sees.
func (j *joint) named() {
	j.Helper()
	p := j.now()
	if p.Standing(p.Partners[0]) != project.Confirmed || len(p.Asked()) != 1 || p.Partners[1].By != placeBialystok {
		j.Fatalf("partners: %+v", p.Partners)
	}
	for path, want := range map[string]string{"/pl/desk": j.address + "/answer", j.address: "wpisał Państwa jako partnera", j.address + "/answer": "Białystok"} {
		w := j.there.get(path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			j.Errorf("%s does not ask: %d", path, w.Code)
		}
		checkHTML(j.T, path, w.Body.String())
	}
	if w := j.here.get(j.address + "/partners"); !strings.Contains(w.Body.String(), "jeszcze niepotwierdzone") {
		j.Error("the lead does not see what is awaited")
	}
	for who, b := range map[string]*browser{"the one that named": j.here, "a third town": signedIn(j.T, j.site, "Officer of Goldap", officerOf(placeGoldap))} {
		if code := j.answer(b, "yes", placeHrodna); code != http.StatusNotFound {
			j.Errorf("%s answered for another: %d", who, code)
		}
	}
	if w := j.there.post(j.address+"/answer", "do", "perhaps:"+strconv.Itoa(placeHrodna)); w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity {
		j.Errorf("no answer: %d", w.Code)
	}
}

func (j *joint) answer(b *browser, do string, place int64) int {
	j.Helper()
	return b.post(j.address+"/answer", "do", do+":"+strconv.FormatInt(place, 10)).Code
}

// public is the page as readers see it.
func (j *joint) public() string {
	j.Helper()
	w := newBrowser(j.site.Handler()).get("/pl/projects/wspolny-spiewnik")
	if w.Code != http.StatusOK {
		j.Errorf("the public page: %d", w.Code)
	}
	checkHTML(j.T, "the public page", w.Body.String())
	return w.Body.String()
}
