//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Places of the story.
const gizycko = 772195

// A fresh installation gets its face; the first administrator signs in with a passkey; an
// officer is invited by mail, claims Giżycko, enters the five-year agreement with Nesterov
// of 2006 and sees it expired, with the date in the calendar; another place's officer
// comes nowhere near it; a messy list moves in.
func TestAnOfficeBeginsToWorkHere(t *testing.T) {
	i := install(t)
	admin := i.person(1280, 900)
	admin.withPasskey()
	i.firstAdministrator(admin)
	i.face(admin)

	officer := i.person(1280, 900)
	officer.withPasskey()
	i.invited(admin, officer, "officer.gizycko@example.org", "Officer of Giżycko")
	i.claims(officer, admin, "Giżycko")
	id := i.entersTheAgreement(officer)

	stranger := i.person(390, 844)
	stranger.withPasskey()
	i.invited(admin, stranger, "officer.kaunas@example.org", "Officer of Kaunas")
	i.claims(stranger, admin, "Kaunas")
	i.comesNowhereNear(stranger, id)

	i.movesIn(officer)
}

// firstAdministrator makes the account by the link that the program printed, adds a
// passkey, and signs in anew with it.
func (i *installation) firstAdministrator(b *tab) {
	link := i.next()
	if !strings.Contains(link, "/first?key=") {
		i.Fatalf("the program printed %q, not the first administrator's link", link)
	}
	b.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main form")))
	b.fill("name", "Administrator", "email", "office@example.org", "password", "lake braid harbour seven")
	b.press("Make the account")
	i.addPasskey(b)
	b.signOut()
	b.open("/en/sign-in")
	b.pressKey("Sign in with a passkey")
	b.until(`location.pathname.endsWith('/desk')`)
}

// addPasskey follows the desk's hint and adds a passkey, with the codes for its loss.
func (i *installation) addPasskey(b *tab) {
	i.Helper()
	b.open("/en/account/second")
	b.pressKey("Add a passkey")
	b.until(`!!document.querySelector('.recovery-codes')`)
	if n := eval[int](b, `document.querySelectorAll('.recovery-codes li').length`); n < 8 {
		i.Errorf("%d recovery codes", n)
	}
	b.press("I have kept them")
}

// pressKey presses a button behind which a device answers; the page that follows comes
// when it has.
func (b *tab) pressKey(text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`[...document.querySelectorAll('main passkey-button button')].some(e => e.textContent.trim() === %q && !e.hidden)`, text))
	b.press(text)
}

func (b *tab) signOut() {
	b.t.Helper()
	before := eval[float64](b, `performance.timeOrigin`)
	eval[bool](b, `document.querySelector('form[action$="/sign-out"] button').click() || true`)
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
}

// face gives the site its organisation's name; every page then carries it.
func (i *installation) face(b *tab) {
	b.open("/en/desk/setup")
	eval[bool](b, `[...document.querySelectorAll('main input[name^=name]')].filter(e => /en|pl/.test(e.name)).forEach(e => e.value = 'Example Association of Partner Towns') || true`)
	b.press("Save")
	b.open("/en/")
	if title := b.text("header"); !strings.Contains(title, "Example Association") {
		i.Errorf("the header does not carry the organisation's name: %q", title)
	}
	b.keepScreenshot("face")
}

// invited invites somebody by mail, who makes an account from it.
func (i *installation) invited(admin, guest *tab, email, name string) {
	i.Helper()
	admin.open("/en/desk/invite")
	admin.fill("email", email, "name", name)
	eval[bool](admin, `(() => { const e = document.querySelector('main [name=role]'); const o = [...e.options].find(o => o.value === 'translator'); if (o) e.value = o.value; return true; })()`)
	admin.press("Send the invitation")
	link := i.letter(email, "/invitation")
	guest.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main form")))
	guest.fill("name", name, "password", "willow ferry copper nine")
	guest.press("Accept the invitation")
	i.addPasskey(guest)
	second := i.person(1280, 900)
	second.do(chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("main")))
	if page := second.text("main"); !strings.Contains(page, "used") {
		i.Errorf("the invitation a second time: %.300s", page)
	}
}

// claims asks for a place, which the administrator gives.
func (i *installation) claims(guest, admin *tab, town string) {
	i.Helper()
	guest.open("/en/account/claim?q=" + town)
	eval[bool](guest, fmt.Sprintf(`[...document.querySelectorAll('main .rows a')].find(a => a.textContent.trim() === %q).click() || true`, town))
	guest.until(`!!document.querySelector('main [name=reason]')`)
	guest.fill("reason", "See the municipality's page of staff.")
	guest.press("Send the request")
	admin.open("/en/desk/claims")
	admin.sees(town)
	admin.press("Give the role")
}

// entersTheAgreement records the partnership of Giżycko and Nesterov and returns its
// identifier.
func (i *installation) entersTheAgreement(b *tab) (id string) {
	b.open(fmt.Sprintf("/en/desk/partnerships/new?place=%d", gizycko))
	b.fill("other", "Nesterov")
	b.press("Find")
	eval[bool](b, `(() => { const o = [...document.querySelectorAll('main .offer')].find(e => /Kaliningrad/.test(e.textContent)); if (o) o.click(); return true; })()`)
	b.until(`document.readyState === 'complete' && document.querySelectorAll('main input[name=side]').length === 1 && document.querySelector('main [name=other]').value === ''`)
	b.keepScreenshot("begin")
	b.fill("date", "2006", "until", "5 years", "source_title", "Agreement of 2006, register of the office")
	eval[bool](b, `document.querySelector('main [name=source_from][value=own]').click() || true`)
	b.press("Enter the partnership")
	b.until(`/\/desk\/partnerships\/[0-9a-f-]{36}/.test(location.pathname)`)
	id = eval[string](b, `location.pathname.split('/').pop()`)
	b.sees("expired")
	b.keepScreenshot("agreement")
	b.open("/en/partnerships/" + id)
	b.sees("expired", "2006", "2011")
	_, calendar := fetch(i.T, i.address+fmt.Sprintf("/en/places/%d/calendar.ics", gizycko))
	if !strings.Contains(calendar, "BEGIN:VEVENT") || !strings.Contains(calendar, "2011") {
		i.Errorf("the calendar lacks the end of the term in 2011:\n%s", calendar)
	}
	return id
}

// comesNowhereNear tries every address at which the partnership is changed.
func (i *installation) comesNowhereNear(b *tab, id string) {
	for _, path := range []string{"", "/details", "/acts", "/restore", "/confirm", "/acts/1", "/acts/1/withdraw", "/acts/1/reinstate"} {
		method := "POST"
		if path == "" {
			method = "GET"
		}
		status := eval[int](b, fmt.Sprintf(`fetch('/en/desk/partnerships/%s%s', {method: %q, redirect: 'manual'}).then(r => r.status)`, id, path, method))
		if status != http.StatusForbidden && status != http.StatusNotFound {
			i.Errorf("another place's officer: %s %q answers %d", method, path, status)
		}
	}
	b.console = nil // the browser reports the refusals itself
}

// uploads sends a list as offices keep it.
func (i *installation) uploads(b *tab) {
	i.Helper()
	list := "Wykaz miast partnerskich\n\nLp.;Miasto partnerskie;Kraj;Od kiedy;Uwagi\n" +
		"1;Šilutė;Litwa;od 1992 r.;\n2;Łuck, Kowno;;\"marzec 2004\";\n3;Xyzzygród;Polska;2001;\nRazem: 4;;;;\n"
	file := filepath.Join(i.T.TempDir(), "partnerzy.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		i.Fatal(err)
	}
	b.open("/en/desk/moving-in")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("main input[type=file]"), []string{file}))
	b.press("Upload and check")
	b.untilWorked()
}

// untilWorked waits until no job works at the list that the tab shows; the page follows it
// by itself.
func (b *tab) untilWorked() {
	b.t.Helper()
	b.until(`document.readyState === 'complete' && !document.querySelector('work-progress')`)
}

// movesIn uploads a list and enters its rows.
func (i *installation) movesIn(b *tab) {
	i.uploads(b)
	b.keepScreenshot("moving-in")
	b.sees("rows fit")
	before := eval[float64](b, `performance.timeOrigin`)
	found := eval[bool](b, `(() => { const e = [...document.querySelectorAll('main button')].find(e => /^Enter the rows that fit/.test(e.textContent.trim())); e?.click(); return !!e; })()`)
	if !found {
		i.Fatalf("nothing can be entered: %s", b.text("main"))
	}
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	b.untilWorked()
	b.sees("Partnerships entered or added to")
	b.keepScreenshot("moved-in")
}
