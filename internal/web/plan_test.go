package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/project/plan"
)

// planned is two officers and the plan of their towns.
type planned struct {
	*walk
	id, base string
}

func newPlanned(t *testing.T) *planned {
	t.Helper()
	k := &planned{walk: newWalk(t), id: partnership.PairID(placeBialystok, placeHrodna)}
	k.base = "/en/desk/partnerships/" + k.id + "/plan"
	return k
}

func (k *planned) items() []plan.Item {
	k.Helper()
	p, err := k.site.rooms.Plans.Of(k.Context(), k.id)
	if err != nil {
		k.Fatal(err)
	}
	return p.Items
}

func (k *planned) sees(b *browser, path string, all ...string) string {
	k.Helper()
	w := b.get(path)
	if w.Code != http.StatusOK {
		k.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
	}
	for _, want := range all {
		if !strings.Contains(w.Body.String(), want) {
			k.Errorf("%s does not say %q", path, want)
		}
	}
	return w.Body.String()
}

// Two officers plan on the pages alone, in their own languages; what is wrong stays in the form,
// and what was done can be taken back.
func TestTwoTownsPlanOnThePages(t *testing.T) {
	k := newPlanned(t)
	k.sees(k.here, "/en/desk/partnerships/"+k.id, k.base)
	k.sees(k.here, k.base+"?add=2027", "Nothing is planned for this year yet", `name="what.pl"`, `name="what.be"`, `name="money.776069"`)
	form := url.Values{"year": {"2027"}, "state": {"planned"}, "what.pl": {"Obóz młodzieży"}, "aim.pl": {"Poznać się"}, "office.pl": {"Wydział promocji"}, "side": {"776069"}, "money.776069": {"1 200,505"}, "currency.money.776069": {"PLN"}}
	w := k.post(k.here, k.base, form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "1 200,505") || !strings.Contains(w.Body.String(), "Obóz młodzieży") {
		t.Errorf("an amount with three digits: %d", w.Code)
	}
	form.Set("money.776069", "1 200,50")
	if w := k.post(k.here, k.base, form); w.Code != http.StatusSeeOther {
		t.Fatalf("add: %d %s", w.Code, w.Body)
	}
	item := k.items()[0]
	if item.Money[0].Amount.String() != "1200.50 PLN" {
		t.Errorf("money: %v", item.Money)
	}
	k.sees(k.there, k.base, "Obóz młodzieży", "Wydział promocji", "1,200.50", "Money expected")
	at := k.base + "/" + item.ID
	change := url.Values{"do": {"save"}, "version": {"1"}, "year": {"2027"}, "state": {"under_way"}, "what.be": {"Лагер моладзі"}, "side": {"0"}}
	if w := k.post(k.there, at, change); w.Code != http.StatusSeeOther {
		t.Fatalf("change: %d %s", w.Code, w.Body)
	}
	if i := k.items()[0]; i.Texts["pl"].What == "" || i.Texts["be"].What == "" || i.State != plan.UnderWay {
		t.Errorf("a language that the form did not have went: %+v", i)
	}
	change.Set("what.be", "Зімовы лагер")
	if w := k.post(k.here, at, change); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Зімовы лагер") {
		t.Errorf("over another's change: %d", w.Code)
	}
	for _, c := range []struct {
		name string
		path string
		form url.Values
		want plan.State
	}{
		{"moved", at, url.Values{"do": {"move"}, "version": {"2"}, "year": {"2028"}}, plan.Moved},
		{"moved back", at + "/undo?version=3", nil, plan.UnderWay},
		{"done", at, url.Values{"do": {"done"}, "version": {"4"}}, plan.Done},
	} {
		w := k.post(k.here, c.path, c.form)
		if i := k.items()[0]; w.Code != http.StatusSeeOther || i.State != c.want {
			t.Errorf("%s: %d, %s", c.name, w.Code, i.State)
		}
	}
	for as, begins := range map[string]string{"docx": "PK", "pdf": "%PDF-"} {
		w := k.here.get(k.base + "/paper?as=" + as + "&language=pl&language=be")
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("the plan as %s: %d", as, w.Code)
		}
	}
	admin := signedIn(t, k.site, "Administrator", administrator())
	k.sees(admin, "/en/desk/changes", "action plan", "What (Belarusian)", "Money expected: Białystok", "under way")
}

// answered is a form with all questions answered.
func answered(version, side, language string) url.Values {
	v := url.Values{"do": {"save"}, "version": {version}, "side": {side}, "language": {language}}
	for _, q := range plan.Questions() {
		v.Set("words."+string(q), "so "+string(q))
		if all := q.Verdicts(); len(all) > 0 {
			v.Set("verdict."+string(q), string(all[0]))
		}
	}
	return v
}

// Each side answers for itself alone; when both have closed, the public history has the review.
func TestTwoTownsLookBackOnThePages(t *testing.T) {
	k := newPlanned(t)
	at := "/en/desk/partnerships/" + k.id + "/review/2026"
	k.sees(k.here, at+"?side=776069", "Nobody has answered yet", "Were the aims of the year met?", `name="verdict.alive"`)
	if body := k.sees(k.here, at+"?side=627904"); strings.Contains(body, `name="verdict.alive"`) {
		t.Error("an officer gets the form of the other side")
	}
	if w := k.post(k.here, at, answered("0", "627904", "be")); w.Code != http.StatusForbidden {
		t.Errorf("an officer answers for the other side: %d", w.Code)
	}
	if w := k.post(k.here, at, url.Values{"do": {"close"}, "version": {"0"}, "side": {"776069"}}); w.Code != http.StatusSeeOther {
		t.Errorf("close what is not answered: %d", w.Code)
	}
	steps := []struct {
		name string
		by   *browser
		form url.Values
	}{
		{"here answers", k.here, answered("0", "776069", "pl")},
		{"there answers", k.there, answered("0", "627904", "be")},
		{"here closes", k.here, url.Values{"do": {"close"}, "version": {"1"}, "side": {"776069"}, "day": {"2026-11-02"}}},
	}
	for _, c := range steps {
		if w := k.post(c.by, at, c.form); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
	k.sees(k.there, "/en/desk/dates", "The other side has closed its answer to the review of 2026", at)
	if w := k.post(k.there, at, url.Values{"do": {"close"}, "version": {"1"}, "side": {"627904"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("there closes: %d %s", w.Code, w.Body)
	}
	k.sees(k.here, at, "All sides have closed this review. They met for it: 2 November 2026", "In the history of the partnership")
	if n := k.heldReviews(); n != 1 {
		t.Errorf("%d reviews in the history", n)
	}
	for as, begins := range map[string]string{"docx": "PK", "pdf": "%PDF-"} {
		if w := k.there.get(at + "/paper?as=" + as); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) {
			t.Errorf("the review as %s: %d", as, w.Code)
		}
	}
	if w := k.there.post(at+"/undo?do=close&side=627904&version=2", "x", "1"); w.Code != http.StatusSeeOther || k.heldReviews() != 0 {
		t.Errorf("taken back: %d, %d reviews in the history", w.Code, k.heldReviews())
	}
	if w := k.here.get("/en/desk/partnerships/" + k.id + "/review/2031"); w.Code != http.StatusNotFound {
		t.Errorf("a year to come: %d", w.Code)
	}
}

func (k *planned) heldReviews() (n int) {
	k.Helper()
	p, err := k.site.rooms.Partnerships.ByID(k.Context(), k.id)
	if err != nil {
		k.Fatal(err)
	}
	for _, a := range p.Acts {
		if a.Type == partnership.ActReview && a.Held(time.Time{}) {
			n++
		}
	}
	return n
}
