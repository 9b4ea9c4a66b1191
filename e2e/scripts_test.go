//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What the scripts of the working side add to its plain pages. One installation and one
// browser serve all of it.
func TestScriptsOfTheDesk(t *testing.T) {
	i := install(t)
	cookie, _ := i.worker()
	b := openTabAt(t, i.address, scriptsLimit, 1280, 900, "light")
	b.hasSession(cookie)
	partnership := partnershipAt(t, i.address, bialystok, hrodna)
	for _, step := range []struct {
		name string
		do   func(b *tab)
	}{
		{"a date is said back in words", func(b *tab) { dateIsSaidBack(b, partnership) }},
		{"another type brings its fields and keeps what was typed", func(b *tab) { typeBringsFields(b, partnership) }},
		{"who leaves a changed form is asked", func(b *tab) { leavingIsAsked(b, partnership) }},
		{"rows are chosen by range", rowsByRange},
		{"keys lead through a list", keysLead},
		{"many are changed and it is taken back", manyAndBack},
		{"an area is chosen from suggestions", areaIsChosen},
		{"a partner is chosen from suggestions", partnerIsChosen},
	} {
		t.Run(step.name, func(t *testing.T) {
			b.t, b.console, b.outgoing = t, nil, nil
			step.do(b)
			b.quiet()
		})
	}
	b.t = t
}

// scriptsLimit bounds the whole of it; it only ends what hangs.
const scriptsLimit = 90 * time.Second

const newAct = "/en/desk/partnerships/%s?act=new&type=agreement"

func dateIsSaidBack(b *tab, partnership string) {
	b.open(fmt.Sprintf(newAct, partnership))
	for _, c := range []struct{ typed, read string }{
		{"3.03.1992", "3 March 1992"}, {"około 1994", "1994"}, {"31.02.2001", "no such day"}, {"", ""},
	} {
		eval[bool](b, `(e => { e.focus(); e.value = ''; return e.dispatchEvent(new Event('input', {bubbles: true})); })(document.querySelector('#f-date'))`)
		if c.typed != "" {
			b.do(chromedp.SendKeys(chromedp.CSS("#f-date"), c.typed))
		}
		b.until(fmt.Sprintf(`(t => %q ? t.includes(%q) : t === '')(document.querySelector('output.read').textContent)`, c.read, c.read))
	}
}

// choose takes an option of a list, as a person does: browsers tell the page of it.
func (b *tab) choose(name, value string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf(`(s => { s.value = %q; return s.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelector('main [name=%q]'))`, value, name))
}

func typeBringsFields(b *tab, partnership string) {
	b.open(fmt.Sprintf(newAct, partnership))
	b.fill("date", "2 March 2022")
	before := eval[float64](b, `performance.timeOrigin`)
	b.choose("type", "denunciation")
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	if first := eval[bool](b, `document.querySelector('main [name=ground]').closest('details') === null && document.querySelector('main [name=until]').closest('details') !== null`); !first {
		b.t.Error("the ground of a denunciation does not stand among its first fields")
	}
	if date := eval[string](b, `document.querySelector('#f-date').value`); date != "2 March 2022" {
		b.t.Errorf("the date is %q after the type was changed", date)
	}
	b.do(chromedp.Click(chromedp.CSS("h1"))) // browsers ask for nobody who has not touched the page
	if asked := b.leaves(); !asked {
		b.t.Error("after the type was changed, what was typed can be lost without a question")
	}
}

// leaves tries to leave the page and says whether the browser asked; it stays then.
func (b *tab) leaves() bool {
	b.t.Helper()
	b.mu.Lock()
	b.asked, b.stays = false, true
	b.mu.Unlock()
	defer func() { b.mu.Lock(); b.stays = false; b.mu.Unlock() }()
	eval[bool](b, `setTimeout(() => location.assign('/en/accessibility'), 0) > 0`)
	for {
		b.mu.Lock()
		asked := b.asked
		b.mu.Unlock()
		if asked {
			return true
		}
		if gone, err := chromedp.Run(b, chromedp.Evaluate[bool](`location.pathname === '/en/accessibility' && document.readyState === 'complete'`)); err == nil && gone {
			return false
		}
		b.must(b.Err())
	}
}

func leavingIsAsked(b *tab, partnership string) {
	b.open(fmt.Sprintf(newAct, partnership))
	if b.leaves() {
		b.t.Error("an untouched form asks")
	}
	b.open(fmt.Sprintf(newAct, partnership))
	b.fill("date", "1 May 2004")
	if !b.leaves() {
		b.t.Fatal("a changed form does not ask")
	}
	if date := eval[string](b, `document.querySelector('#f-date').value`); date != "1 May 2004" {
		b.t.Errorf("the date is %q after staying", date)
	}
	b.fill("source_title", "Agreement of 2004, register of the office")
	eval[bool](b, `document.querySelector('main [name=source_from][value=own]').click() || true`)
	before := eval[float64](b, `performance.timeOrigin`)
	b.do(chromedp.Focus(chromedp.CSS("#f-date")), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	b.sees("1 May 2004")
	if b.leaves() {
		b.t.Error("a saved form asks")
	}
}

const wholeList = "/en/desk/partnerships?of=all"

// clickBox clicks the n-th box of the list, perhaps with shift held.
func (b *tab) clickBox(n int, held ...chromedp.Modifier) {
	b.t.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(e => { e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelectorAll('main input[name=id]')[%d])`, n))
	b.do(chromedp.MouseClickXY(at[0], at[1], chromedp.ButtonModifiers(held...)))
}

// chosen are the boxes that are ticked.
func (b *tab) chosen() string {
	b.t.Helper()
	return eval[string](b, `[...document.querySelectorAll('main input[name=id]')].map((e, i) => e.checked ? i : -1).filter(i => i >= 0).join(' ')`)
}

func rowsByRange(b *tab) {
	b.open(wholeList)
	b.clickBox(1)
	b.clickBox(4, chromedp.ModifierShift)
	if got := b.chosen(); got != "1 2 3 4" {
		b.t.Errorf("a range downwards chooses %s", got)
	}
	if said := b.text("[data-count]"); !strings.Contains(said, "4") {
		b.t.Errorf("the list says %q", said)
	}
	b.clickBox(3)
	b.clickBox(2, chromedp.ModifierShift)
	if got := b.chosen(); got != "1 4" {
		b.t.Errorf("a range upwards, taken away, leaves %s", got)
	}
	b.do(chromedp.Click(chromedp.CSS("[data-every]")))
	if all := eval[bool](b, `[...document.querySelectorAll('main input[name=id]')].every(e => e.checked)`); !all {
		b.t.Error("the box for all does not choose all")
	}
}

func keysLead(b *tab) {
	b.open(wholeList)
	row := func() int {
		return eval[int](b, `[...document.querySelectorAll('.list-table tbody tr')].indexOf(document.activeElement.closest('tr'))`)
	}
	for _, c := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {kb.ArrowDown, 2}, {kb.ArrowUp, 1}, {"k", 0}, {"k", 0}} {
		if b.do(chromedp.KeyEvent(c.key)); row() != c.want {
			b.t.Errorf("%q leads to row %d, want %d", c.key, row(), c.want)
		}
	}
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("x"))
	if got := b.chosen(); got != "1" {
		b.t.Errorf("x chooses %q", got)
	}
	b.do(chromedp.KeyEvent("?"))
	b.until(`document.querySelector('key-help dialog').open`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`!document.querySelector('key-help dialog').open`)
	b.do(chromedp.KeyEvent("/"))
	b.until(`document.activeElement.matches('main input[type=search]')`)
	b.do(chromedp.KeyEvent("j"))
	if typed := eval[string](b, `document.activeElement.value`); !strings.HasSuffix(typed, "j") {
		b.t.Errorf("in the search field j types %q", typed)
	}
	eval[bool](b, `document.activeElement.blur() || true`)
	b.do(chromedp.KeyEvent("g"), chromedp.KeyEvent("d"))
	b.until(`location.pathname === '/en/desk/dates' && document.readyState === 'complete'`)
}

func manyAndBack(b *tab) {
	b.open("/en/desk/partnerships?of=all&topic=sport")
	with := b.text(".list-state p")
	b.open(wholeList)
	b.clickBox(0)
	b.clickBox(2, chromedp.ModifierShift)
	b.choose("do", "topic")
	b.press("Go on")
	b.choose("topic", "sport")
	b.press("Add the area")
	if said := b.text(".said"); !strings.Contains(said, "The area of cooperation was added.") {
		b.t.Fatalf("it says %q", said)
	}
	b.press("Undo")
	b.open("/en/desk/partnerships?of=all&topic=sport")
	if got := b.text(".list-state p"); got != with {
		b.t.Errorf("after the undo: %q, before: %q", got, with)
	}
}

func areaIsChosen(b *tab) {
	b.open("/en/desk/invite")
	b.choose("role", "officer")
	if eval[bool](b, `document.querySelector('main [name=organisation]').offsetParent !== null`) {
		b.t.Error("an officer is asked for an organisation")
	}
	b.fill("email", "officer.brest@example.org")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-where"), "Brest"), chromedp.WaitVisible(chromedp.CSS("main [role=option]")))
	places := eval[[]string](b, `[...document.querySelectorAll('main [role=option]')].map(e => e.textContent)`)
	if all := strings.Join(places, "\n"); !strings.Contains(all, "Belarus") || !strings.Contains(all, "France") {
		b.t.Errorf("the suggestions do not tell the towns of this name apart: %q", places)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.Enter))
	if where := eval[string](b, `document.querySelector('#f-where').value`); !strings.HasPrefix(where, "Brest, ") {
		b.t.Errorf("the field says %q", where)
	}
	if area := eval[string](b, `document.querySelector('main [name=area]').value`); !strings.HasPrefix(area, "place:") {
		b.t.Errorf("what goes along is %q", area)
	}
	b.press("Send the invitation")
	b.sees("officer.brest@example.org")
}

func partnerIsChosen(b *tab) {
	b.open(fmt.Sprintf("/en/desk/partnerships/new?place=%d", gizycko))
	b.do(chromedp.SendKeys(chromedp.CSS("#f-other"), "Nesterov"), chromedp.WaitVisible(chromedp.CSS("main [role=option]")))
	before := eval[float64](b, `performance.timeOrigin`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(`/Kaliningrad/.test(document.querySelector('main [aria-selected=true]')?.textContent)`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	b.sees("Nesterov")
	if n := eval[int](b, `document.querySelectorAll('main input[name=side]').length`); n != 1 {
		b.t.Errorf("%d partners, want 1", n)
	}
}

// On a phone the header takes two rows at most, and its menu opens without a script; with
// one Escape closes it.
func TestMenuOfAPhone(t *testing.T) {
	b := openTab(t, 390, 844, "light")
	shown := `document.querySelector('.site-nav').checkVisibility()`
	for _, path := range []string{"/uk/", "/de/", fmt.Sprintf("/lt/places/%d", bialystok)} {
		b.open(path)
		if height := eval[float64](b, `document.querySelector('.site-header > .wrap').getBoundingClientRect().height`); height > twoRows {
			t.Errorf("%s: the header takes %.0f pixels", path, height)
		}
		if eval[bool](b, shown) {
			t.Errorf("%s: the menu is open from the start", path)
		}
	}
	b.do(chromedp.Click(chromedp.CSS(".menu summary")))
	b.until(shown)
	b.fits()
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`!` + shown + ` && document.activeElement.matches('.menu summary')`)
	b.quiet()

	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	b.do(chromedp.Navigate(b.site+"/pl/"), chromedp.Click(chromedp.CSS(".menu summary")), chromedp.WaitVisible(chromedp.CSS(`.languages a[hreflang="uk"]`)))
}

// twoRows is the height of two rows of a finger's height with their margins.
const twoRows = 132
