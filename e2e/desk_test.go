//go:build e2e

package e2e

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// look is how somebody sees the working side: a language, a theme, a width.
type look struct {
	code, theme string
	width       int64
	own, public *tab   // signed in, and as the public
	unwritten   string // a language in which nothing is written yet
}

// deskKind is one page of a kind of the working side or of the account.
type deskKind struct {
	path   string // without the language
	public bool   // seen by somebody who is not signed in
	status int    // what it answers; 0: 200, or 422 where a form is sent
	send   string // the form to send with nothing filled in, so that the page shows its faults
}

// emptyKinds are pages before anything was entered, and those that stay the same.
func emptyKinds(partnership string) map[string]deskKind {
	kinds := map[string]deskKind{
		"desk":                {path: "/desk"},
		"list":                {path: "/desk/partnerships"},
		"list-filtered":       {path: "/desk/partnerships?status=active&country=LT"},
		"list-none":           {path: "/desk/partnerships?q=qqqqqqqq"},
		"begin":               {path: "/desk/partnerships/new?place=776069"},
		"begin-faults":        {path: "/desk/partnerships/new?place=776069", send: "main form.work-form"},
		"partnership":         {path: "/desk/partnerships/" + partnership},
		"details":             {path: "/desk/partnerships/" + partnership + "?details=1"},
		"act":                 {path: "/desk/partnerships/" + partnership + "?act=new&type=agreement"},
		"act-denunciation":    {path: "/desk/partnerships/" + partnership + "?act=new&type=denunciation"},
		"act-faults":          {path: "/desk/partnerships/" + partnership + "?act=new&type=agreement", send: "#act form"},
		"alive-ask":           {path: "/desk/partnerships/" + partnership + "/alive"},
		"alive-ask-faults":    {path: "/desk/partnerships/" + partnership + "/alive", send: "main form.fields"},
		"propose":             {path: "/propose?partnership=" + partnership, public: true},
		"propose-town":        {path: "/propose?place=776069", public: true},
		"propose-faults":      {path: "/propose?partnership=" + partnership, public: true, send: "main form"},
		"proposals-none":      {path: "/desk/proposals"},
		"moving-in":           {path: "/desk/moving-in"},
		"dates":               {path: "/desk/dates"},
		"hand-over":           {path: "/desk/hand-over/776069"},
		"hand-over-none":      {path: "/desk/hand-over/772195"},
		"mail-none":           {path: "/desk/mail"},
		"programmes":          {path: "/desk/programmes"},
		"programme-edit":      {path: "/desk/programmes/visegrad-grants"},
		"programme-faults":    {path: "/desk/programmes/new", send: "main form.fields"},
		"calls":               {path: "/programmes", public: true},
		"call":                {path: "/programmes/cerv", public: true},
		"town-calls":          {path: "/places/776069/calls", public: true},
		"fit-calls":           {path: "/programmes/fit?with=776069&with=598316&months=12&held=PL", public: true},
		"gap":                 {path: "/programmes/fit/partners?programme=visegrad-grants&call=visegrad-grants&with=776069&with=598316"},
		"desk-calls":          {path: "/desk/calls"},
		"pair-calls":          {path: "/partnerships/" + partnership + "/calls", public: true},
		"mail-setup":          {path: "/desk/mail/setup"},
		"mail-setup-faults":   {path: "/desk/mail/setup", send: "main form.fields"},
		"jobs":                {path: "/desk/jobs"},
		"health":              {path: "/desk/health"},
		"privacy":             {path: "/desk/privacy"},
		"own-data":            {path: "/account/data"},
		"help":                {path: "/desk/help"},
		"help-new":            {path: "/desk/help/new"},
		"help-new-faults":     {path: "/desk/help/new", send: "main form.fields"},
		"enquiries":           {path: "/desk/enquiries"},
		"enquiries-figures":   {path: "/desk/enquiries/figures"},
		"conversations-none":  {path: "/desk/conversations"},
		"seeking-none":        {path: "/desk/seeking"},
		"searches-none":       {path: "/account/searches"},
		"conversation-nobody": {path: "/desk/conversations/new?to=598316"},
		"press":               {path: "/desk/press"},
		"press-new":           {path: "/desk/press/new"},
		"press-new-faults":    {path: "/desk/press/new", send: "main form.fields"},
		"front":               {path: "/desk/front"},
		"meetings":            {path: "/desk/meetings"},
		"meeting-new":         {path: "/desk/meetings/new"},
		"places":              {path: "/desk/places"},
		"place":               {path: "/desk/places/776069"},
		"place-faults":        {path: "/desk/places/776069", send: `main form[action$="/identifiers"]:has([name=value])`},
		"merge":               {path: "/desk/places/771953/merge"},
		"merge-faults":        {path: "/desk/places/771953/merge?day=x&into=qqqqqqqq"},
		"merge-many":          {path: "/desk/places/771953/merge?with=Suwałki&with-2=Friedberg&day=2027-01-01&into=772195&into-2=776069"},
		"merge-more":          {path: "/desk/places/771953/merge?with=Suwałki&more=with"},
		"merge-preview":       {path: "/desk/places/771953/merge?day=2027-01-01&into=772195&source=Register"},
		"sign-in":             {path: "/sign-in", public: true},
		"sign-in-faults":      {path: "/sign-in", public: true, send: "main form.fields"},
	}
	maps.Copy(kinds, accountKinds())
	for _, step := range []string{"organisation", "look", "languages", "imprint", "funders", "done"} {
		kinds["setup-"+step] = deskKind{path: "/desk/setup/" + step}
	}
	return kinds
}

// accountKinds are the ways in, a person's own account, and people at the desk.
func accountKinds() map[string]deskKind {
	return map[string]deskKind{
		"register":            {path: "/register", public: true},
		"register-faults":     {path: "/register", public: true, send: "main form"},
		"reset":               {path: "/reset", public: true},
		"link-old":            {path: "/welcome?key=none", public: true, status: 404},
		"account":             {path: "/account"},
		"account-faults":      {path: "/account", send: "main form.fields"},
		"password":            {path: "/account/password"},
		"password-faults":     {path: "/account/password", send: "main form.fields"},
		"second":              {path: "/account/second"},
		"codes":               {path: "/account/second/codes"},
		"codes-faults":        {path: "/account/second/codes", send: "main form.fields"},
		"claim":               {path: "/account/claim"},
		"claim-found":         {path: "/account/claim?q=Brest"},
		"claim-place":         {path: "/account/claim?place=598316"},
		"claim-faults":        {path: "/account/claim?place=598316", send: "main form.fields"},
		"people":              {path: "/desk/people"},
		"people-none":         {path: "/desk/people?q=qqqqqqqq"},
		"invite":              {path: "/desk/invite"},
		"invite-faults":       {path: "/desk/invite", send: "main form.fields"},
		"claims":              {path: "/desk/claims"},
		"organisations-none":  {path: "/desk/organisations"},
		"organisation-new":    {path: "/desk/organisations/new"},
		"organisation-faults": {path: "/desk/organisations/new", send: "main form.fields"},
		"changes":             {path: "/desk/changes"},
	}
}

// TestDeskPages looks at one page of each kind of the working side and of the account, as
// TestPages does at the public ones: with and without entries, with faults in the forms.
func TestDeskPages(t *testing.T) {
	i := install(t)
	cookie, pending := i.worker()
	looks := []*look{{code: "en", theme: "light", width: 1280, unwritten: "de"}, {code: "uk", theme: "dark", width: 390, unwritten: "fr"}}
	for _, l := range looks {
		l.own, l.public = openTabAt(t, i.address, pagesLimit, l.width, 900, l.theme), openTabAt(t, i.address, pagesLimit, l.width, 900, l.theme)
		l.own.hasSession(cookie)
	}
	c := deskCheck{T: t, folder: t.TempDir(), cookie: cookie, looks: looks}
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	c.axe = string(axe)
	partnership := partnershipAt(t, i.address, bialystok, hrodna)
	proposing := i.proposes(partnership)
	c.pages("empty", emptyKinds(partnership))
	c.recoveryCodes(looks[0].own)
	filled := i.filled(looks[0].own, proposing, partnership)
	for _, l := range looks {
		c.answers(l)
	}
	maps.Copy(filled, i.people(looks[0]))
	maps.Copy(filled, i.listsAtWork("office@example.org"))
	maps.Copy(filled, i.conferenceKinds())
	maps.Copy(filled, i.forumKinds())
	maps.Copy(filled, i.agendaKinds())
	maps.Copy(filled, i.conversationKinds())
	maps.Copy(filled, i.fitKinds())
	maps.Copy(filled, i.requestKinds())
	maps.Copy(filled, i.procedureKinds())
	maps.Copy(filled, i.planKinds())
	maps.Copy(filled, i.projectKinds())
	c.pages("filled", filled)
	for _, l := range looks {
		l.public.hasSession(pending)
	}
	c.pages("half", map[string]deskKind{"sign-in-second": {path: "/sign-in/second", public: true}})
	validate(t, c.folder)
}

// hasSession gives the browser the cookie of a session.
func (b *tab) hasSession(cookie string) {
	b.t.Helper()
	_, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: "session", Value: cookie, URL: b.site})
	b.must(err)
}

// worker makes an administrator who is officer of two places, with two factors, and returns
// the cookie of her session, and of another one in which the second factor is still to
// come: how she got there is another story. A colleague asks for a place.
func (i *installation) worker() (cookie, pending string) {
	i.Helper()
	d, err := db.Open(i.Context(), db.Options{DSN: i.dsn, Folder: i.folder})
	if err != nil {
		i.Fatal(err)
	}
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	if err != nil {
		i.Fatal(err)
	}
	store := people.NewStore(d, people.NewLog(d, key, ""), key, clock.System())
	var account, colleague string
	err = store.Log().Change(i.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		account, err = store.Create(i.Context(), tx, note, people.NewAccount{Email: "office@example.org", Name: "Officer of Białystok", Language: "en", Confirmed: true})
		for _, g := range []people.Grant{
			{Role: people.Administrator, Scope: people.Site()},
			{Role: people.Officer, Scope: people.AtPlace(bialystok)},
			{Role: people.Officer, Scope: people.AtPlace(gizycko)},
		} {
			if err == nil {
				g.Account, g.State = account, people.Held
				_, err = store.Ask(i.Context(), tx, note, people.System(), g)
			}
		}
		if err == nil {
			colleague, err = store.Create(i.Context(), tx, note, people.NewAccount{Email: "officer.kaunas@example.org", Name: "Officer of Kaunas", Language: "lt", Confirmed: true})
		}
		if err == nil {
			_, err = store.Ask(i.Context(), tx, note, people.System(), people.Grant{
				Account: colleague, Role: people.Officer, Scope: people.AtPlace(kaunas), State: people.Asked, Reason: "See the municipality's page of staff: https://example.org/staff/international-relations",
			})
		}
		return err
	})
	if err == nil {
		cookie, err = store.Begin(i.Context(), account, "", "Firefox, Linux", true, false)
	}
	if err == nil {
		pending, err = store.Begin(i.Context(), account, "", "Firefox, Linux", false, true)
	}
	if err != nil {
		i.Fatal(err)
	}
	return cookie, pending
}

// proposes writes a proposal, to be sent later: who sends one within seconds is no person.
func (i *installation) proposes(partnership string) *tab {
	b := i.person(1280, 900)
	b.open("/en/propose?partnership=" + partnership)
	b.fill("wrong", "The agreement was renewed in 2011.", "source_title", "Register of agreements, number 12", "email", "reader@example.org")
	return b
}

// filled enters something of each kind and returns the pages that show it.
func (i *installation) filled(b, proposing *tab, partnership string) map[string]deskKind {
	proposing.press("Send")
	i.uploads(b)
	list := strings.TrimPrefix(b.at(), "/en")
	b.open("/en/desk/partnerships/" + partnership + "/alive")
	eval[bool](b, `document.querySelector('main [name=side][value="627904"]').checked = true`)
	b.fill("email-627904", "partner@example.org")
	b.press("Send the question")
	answer := strings.TrimPrefix(i.letter("partner@example.org", "/alive"), i.address)
	b.open("/en/desk/mail")
	letter := eval[string](b, `document.querySelector('main tbody a[href*="/desk/mail/"]').getAttribute('href')`)
	article := "/desk/press/" + i.article(b, "Jeden dzień, cztery kraje")
	b.open("/en" + article + "/pl")
	b.fill("lead", "Relacja z konferencji w Białymstoku.")
	b.press("Save the draft")
	return map[string]deskKind{
		"press-filled":     {path: "/desk/press"},
		"press-item":       {path: article},
		"press-text":       {path: article + "/pl"},
		"press-conflict":   {path: article + "/{new}", send: "main form.press-form", status: 409}, // the first of two begins the text
		"press-beside":     {path: article + "/de/side-by-side"},
		"press-history":    {path: article + "/pl/history"},
		"press-unseen":     {path: article + "/changes"},
		"own-history":      {path: article + "/history"},
		"moving-in-drafts": {path: "/desk/moving-in"},
		"moving-in-list":   {path: list},
		"proposals":        {path: "/desk/proposals"},
		"alive-asked":      {path: "/desk/partnerships/" + partnership + "/alive"},
		"alive-answer":     {path: answer[len("/en"):], public: true},
		"mail":             {path: "/desk/mail"},
		"mail-one":         {path: strings.TrimPrefix(letter, "/en")},
		"dates-due":        {path: "/desk/dates"},
	}
}

// recoveryCodes adds a passkey and looks at the codes for its loss, which are shown once.
func (c *deskCheck) recoveryCodes(b *tab) {
	b.withPasskey()
	b.open("/en/account/second")
	b.pressKey("Add a passkey")
	b.until(`!!document.querySelector('.recovery-codes')`)
	c.look(b, "desk-recovery-codes-en-light", eval[string](b, `'<!DOCTYPE html>' + document.documentElement.outerHTML`))
	b.press("I have kept them")
}

// answers looks at pages that only a form brings: the question before many rows are
// changed, and the places that a name may mean.
func (c *deskCheck) answers(l *look) {
	b := l.own
	b.console = nil
	send := func(path, form, button string) {
		b.open("/" + l.code + path)
		before := eval[float64](b, `performance.timeOrigin`)
		eval[bool](b, fmt.Sprintf(`(f => { %s; f.noValidate = true; f.requestSubmit(f.querySelector(%q)); return true; })(document.querySelector('main form[method=post]'))`, form, button))
		b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	}
	for _, page := range []struct{ name, path, form, button string }{
		{"bulk-topic", "/desk/partnerships?of=all", `f.elements.do.value = 'topic'; [...f.querySelectorAll('[name=id]')].slice(0, 20).forEach(e => e.checked = true)`, ".list-do button"},
		{"bulk-refuse", "/desk/proposals", `f.elements.do.value = 'refuse'; f.querySelector('[name=id]').checked = true`, ".list-do button"},
		{"bulk-close", "/desk/people", `f.elements.do.value = 'close'; [...f.querySelectorAll('[name=id]')].forEach(e => e.checked = true)`, ".list-do button"},
		{"invite-found", "/desk/invite", `f.elements.where.value = 'Brest'`, "[name=find]"},
	} {
		send(page.path, page.form, page.button)
		c.look(b, l.name(page.name), eval[string](b, `'<!DOCTYPE html>' + document.documentElement.outerHTML`))
	}
}

// people invites somebody, enters an organisation, and follows the links of mails.
func (i *installation) people(l *look) map[string]deskKind {
	b := l.own
	b.open("/en/desk/invite")
	b.fill("email", "guest@example.org", "name", "Officer of Alytus", "where", "Alytus")
	b.press("Send the invitation")
	b.open("/en/desk/organisations/new")
	b.fill("name", "Example Association of Partner Towns", "country", "PL")
	b.press("Save")
	organisation := b.at()
	b.open("/en/desk/people")
	person := eval[string](b, `[...document.querySelectorAll('main a[href*="/desk/people/"]')].find(a => /Kaunas/.test(a.textContent)).getAttribute('href')`)
	for path, email := range map[string]string{"/en/register": "new@example.org", "/en/reset": "office@example.org"} {
		l.public.open(path)
		l.public.fill("email", email)
		before := eval[float64](l.public, `performance.timeOrigin`)
		l.public.do(chromedp.Click(chromedp.CSS("main form button")))
		l.public.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	}
	kinds := map[string]deskKind{
		"again":                {path: "/sign-in/again?next=/en/desk"},
		"second-set":           {path: "/account/second"},
		"organisations":        {path: "/desk/organisations"},
		"organisation":         {path: strings.TrimPrefix(organisation, "/en")},
		"organisation-results": {path: strings.TrimPrefix(organisation, "/en") + "/results"},
		"person":               {path: strings.TrimPrefix(person, "/en")},
		"changes-many":         {path: "/desk/changes?kind=account"},
	}
	for name, email := range map[string]string{"invitation": "guest@example.org", "welcome": "new@example.org", "password": "office@example.org"} {
		link := strings.TrimPrefix(i.letter(email, "/"+name), i.address)
		kinds["link-"+name] = deskKind{path: link[len("/en"):], public: true}
		kinds["link-"+name+"-faults"] = deskKind{path: link[len("/en"):], public: true, send: "main form.fields"}
	}
	return kinds
}

// pagesLimit bounds how long one tab looks at all pages, of which there are more than a
// hundred; it only ends what hangs.
const pagesLimit = 20 * time.Minute

// deskCheck is what is asked of every page of the working side.
type deskCheck struct {
	*testing.T
	folder string // of the pages' source, for html-validate
	cookie string
	axe    string
	looks  []*look
}

// pages looks at each page in each look, the looks beside each other.
func (c *deskCheck) pages(when string, kinds map[string]deskKind) {
	c.Run(when, func(t *testing.T) {
		for _, l := range c.looks {
			t.Run(l.code, func(t *testing.T) {
				t.Parallel()
				for name, kind := range kinds {
					t.Run(name, func(t *testing.T) {
						c.page(l.of(t, kind), l.name(name), "/"+l.code+strings.ReplaceAll(kind.path, "{new}", l.unwritten), kind)
					})
				}
			})
		}
	})
	for _, l := range c.looks {
		l.own.t, l.public.t = c.T, c.T
	}
}

// of is the tab that sees a page of a kind, for one test.
func (l *look) of(t *testing.T, kind deskKind) *tab {
	b := l.own
	if kind.public {
		b = l.public
	}
	b.visits(t)
	return b
}

// name is what the files of a page are called.
func (l *look) name(page string) string { return fmt.Sprintf("desk-%s-%s-%s", page, l.code, l.theme) }

// page looks at one page.
func (c *deskCheck) page(b *tab, title, path string, kind deskKind) {
	b.open(path)
	source := eval[string](b, `fetch(location.href).then(r => r.text())`)
	if kind.send != "" {
		source = b.sendEmpty(kind.send)
	}
	if kind.send != "" || kind.status != 0 {
		b.console = nil // the browser reports the refusal itself
	}
	status := eval[int](b, `performance.getEntriesByType('navigation')[0].responseStatus`)
	if status != cmp.Or(kind.status, http.StatusOK) && (kind.send == "" || status != http.StatusUnprocessableEntity) {
		b.t.Errorf("%s answers %d: %.300s", path, status, b.text("main"))
	}
	c.look(b, title, source)
	b.leave()
}

// look checks the page that is open, with everything open that can be opened: what is closed
// hides a part of that, and is only asked whether it fits.
func (c *deskCheck) look(b *tab, title, source string) {
	b.must(os.WriteFile(filepath.Join(c.folder, title+".html"), []byte(source), 0o600))
	b.keepScreenshot(title)
	b.fits()
	if eval[bool](b, `[...document.querySelectorAll('main details:not([open])')].map(d => d.open = true).length > 0`) {
		b.fits()
	}
	b.accessible(c.axe)
	if size := eval[[]int64](b, `[innerWidth, innerHeight]`); size[0] < 600 {
		b.resize(320, size[1])
		b.fits()
		b.resize(size[0], size[1])
	}
	b.quiet()
}

// sendEmpty empties a form, sends it, and returns the source of the page that answers.
func (b *tab) sendEmpty(selector string) (source string) {
	b.t.Helper()
	source = eval[string](b, fmt.Sprintf(`(() => {
		const form = document.querySelector(%q);
		for (const e of form.elements) {
			if (/^(text|search|url|email|password)$/.test(e.type) || e.tagName === 'TEXTAREA') e.value = '';
			if (e.type === 'checkbox') e.checked = false;
		}
		const data = new FormData(form, form.querySelector('button:not([type=button])'));
		return fetch(form.action, {method: 'POST', body: form.enctype.startsWith('multipart') ? data : new URLSearchParams(data)}).then(r => r.text());
	})()`, selector))
	before := eval[float64](b, `performance.timeOrigin`)
	eval[bool](b, fmt.Sprintf(`(() => { const form = document.querySelector(%q); form.noValidate = true; form.requestSubmit(form.querySelector('button:not([type=button])')); return true; })()`, selector))
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	return source
}

// resize changes the width of the screen.
func (b *tab) resize(width, height int64) {
	b.t.Helper()
	_, err := chromedp.Call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600,
	})
	b.must(err)
}
