package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/passkey"
	"twintown/internal/platform/passkey/passkeytest"
)

// TestPeople walks the ways of people through the site, over one small world for each
// engine.
func TestPeople(t *testing.T) {
	eachHall(t, func(h *hall) {
		steps := []struct {
			name string
			do   func(h *hall)
		}{
			{"registration tells nothing of others", registration},
			{"a second factor is asked for, and works once", secondFactor},
			{"a reset does not go around the second factor", resetAndSecond},
			{"who guesses is slowed down, the owner is not", guessing},
			{"a form sent after the session is kept", keptForms},
			{"sensitive acts ask again", freshness},
			{"invitations", invitations},
			{"where a role holds", areasOfRoles},
			{"claims", claimsOfPlaces},
			{"an administrator looks after people", lookingAfter},
			{"many accounts at once", closingMany},
			{"fields of other forms change nothing", massAssignment},
			{"organisations", organisationsOf},
			{"one's own sessions and roles", ownThings},
			{"passkeys", passkeys},
		}
		for _, s := range steps {
			h.Run(s.name, func(t *testing.T) {
				inner := h.T
				h.T = t
				defer func() { h.T = inner }()
				h.last()
				s.do(h)
				h.clock.Add(2 * 60 * minute) // throttles forget
			})
		}
	})
}

func registration(h *hall) {
	known := h.person(false)
	b := newBrowser(h.h)
	answers := map[string]string{}
	for _, email := range []string{"newcomer@example.org", known.email} {
		w := b.post("/en/register", "email", email)
		h.wants("registering "+email, w, http.StatusOK, "works for two days")
		answers[strings.ReplaceAll(w.Body.String(), email, "…")] = email
	}
	if len(answers) != 1 {
		h.Error("the answer tells who has an account")
	}
	letters := h.last()
	if len(letters) != 2 || letters[0].Kind != "account_confirm" || letters[1].Kind != "account_known" {
		h.Fatalf("letters %+v", letters)
	}
	h.wants("no address", b.post("/en/register", "email", "no address"), http.StatusUnprocessableEntity, "no e-mail address")
	key := keyOf(letters[0])
	h.wants("the link", b.get("/en/welcome?key="+key), http.StatusOK, "newcomer@example.org")
	h.wants("a common password", b.post("/en/welcome", "key", key, "name", "Newcomer", "password", "qwertyuiop"), http.StatusUnprocessableEntity, "too common")
	h.wants("the account", b.post("/en/welcome", "key", key, "name", "Newcomer", "password", goodPassword), http.StatusSeeOther, "/en/account")
	h.wants("her account", b.get("/en/account"), http.StatusOK, "Newcomer", "newcomer@example.org")
	h.wants("without a role there is no desk", b.get("/en/desk"), http.StatusForbidden)
	h.wants("the link again", newBrowser(h.h).get("/en/welcome?key="+key), http.StatusNotFound, "used already")
	h.wants("a wrong link", newBrowser(h.h).get("/en/welcome?key=x"), http.StatusNotFound, "leads nowhere")
}

func secondFactor(h *hall) {
	p := h.person(true, administrator())
	h.wants("her desk", p.get("/en/desk/people"), http.StatusOK, p.email)
	b := newBrowser(h.h)
	h.clock.Add(minute)
	w := b.post("/en/sign-in", "email", p.email, "password", goodPassword, "next", "/en/desk/people")
	h.wants("after the password", w, http.StatusOK, "One more step")
	h.wants("before the code", b.get("/en/desk/people"), http.StatusSeeOther, "/en/sign-in")
	h.wants("a wrong code", b.post("/en/sign-in/second", "code", "000000"), http.StatusUnprocessableEntity, "wrong, used already or too old")
	code := p.code()
	h.wants("the code", b.post("/en/sign-in/second", "code", code, "next", "/en/desk/people"), http.StatusSeeOther, "/en/desk/people")
	h.wants("after the code", b.get("/en/desk/people"), http.StatusOK)
	other := newBrowser(h.h)
	other.post("/en/sign-in", "email", p.email, "password", goodPassword)
	h.wants("the code again", other.post("/en/sign-in/second", "code", code), http.StatusUnprocessableEntity)

	w = b.post("/en/account/second/recovery")
	h.wants("recovery codes", w, http.StatusOK, "recovery-codes")
	_, rest, _ := strings.Cut(w.Body.String(), `<ol class="recovery-codes"><li><code>`)
	recovery, _, _ := strings.Cut(rest, "<")
	h.wants("a recovery code", other.post("/en/sign-in/second", "recovery", recovery), http.StatusSeeOther, "/en/desk")
	again := newBrowser(h.h)
	again.post("/en/sign-in", "email", p.email, "password", goodPassword)
	h.wants("a recovery code again", again.post("/en/sign-in/second", "recovery", recovery), http.StatusUnprocessableEntity, "used already")
	h.wants("the last factor stays", b.post("/en/account/second/codes/remove"), http.StatusConflict, "last second factor")

	weak := h.person(false, administrator())
	h.wants("a role that asks for a second factor", weak.get("/en/desk/people"), http.StatusSeeOther, "/en/account/second")
	h.wants("where it is set up", weak.get("/en/account/second"), http.StatusOK, "asks for a second factor")
	w = weak.get("/en/account/second/codes")
	h.wants("a new secret", w, http.StatusOK, "<svg", `d="M4 4h`)
	_, rest, _ = strings.Cut(w.Body.String(), `<code class="secret">`)
	secret, _, _ := strings.Cut(rest, "<")
	weak.secret = strings.ReplaceAll(secret, " ", "")
	w = weak.post("/en/account/second/codes", "sealed", hidden(w, "sealed"), "code", weak.code())
	h.wants("set up", w, http.StatusOK, "recovery-codes")
	h.wants("then the page opens", weak.get("/en/desk/people"), http.StatusOK)
	h.wants("a secret that was not offered here", weak.post("/en/account/second/codes", "sealed", "x", "code", weak.code()), http.StatusBadRequest)
}

func resetAndSecond(h *hall) {
	p := h.person(true)
	b := newBrowser(h.h)
	h.wants("asking", b.post("/en/reset", "email", p.email), http.StatusOK, "works for an hour")
	h.wants("asking for nobody", b.post("/en/reset", "email", "nobody@example.org"), http.StatusOK, "works for an hour")
	letters := h.last()
	if len(letters) != 1 || letters[0].To != p.email {
		h.Fatalf("letters %+v", letters)
	}
	key := keyOf(letters[0])
	h.wants("the link", b.get("/en/password?key="+key), http.StatusOK, `autocomplete="new-password"`)
	h.wants("a new password", b.post("/en/password", "key", key, "password", "other words in a row"), http.StatusOK, "One more step")
	h.wants("without the second factor", b.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
	h.wants("the old session", p.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
	h.clock.Add(minute)
	h.wants("with it", b.post("/en/sign-in/second", "code", p.code()), http.StatusSeeOther)
}

func guessing(h *hall) {
	p := h.person(false)
	// the owner's browser has signed in once through the page
	p.cookies = map[string]string{}
	h.wants("the owner", p.post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusSeeOther)
	known := map[string]string{"known": p.cookies["known"]}
	let, last := 0, 0
	for i := range 40 { // one account, from a new address each time
		w := from(newBrowser(h.h), "198.51.100."+string(rune('0'+i%10))+":1").post("/en/sign-in", "email", p.email, "password", "wrong words "+string(rune('a'+i)))
		if w.Code == http.StatusUnprocessableEntity {
			let++
		} else if last = w.Code; w.Header().Get("Retry-After") == "" {
			h.Error("no Retry-After")
		}
	}
	if let > 10 || last != http.StatusTooManyRequests {
		h.Errorf("%d guesses, then %d", let, last)
	}
	h.wants("even the right password", newBrowser(h.h).post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusTooManyRequests, "Too many tries")
	h.wants("the owner in her browser", (&browser{h.h, known}).post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusSeeOther)
	other := h.person(false)
	h.wants("somebody else's mark does not help", (&browser{h.h, map[string]string{"known": known["known"]}}).post("/en/sign-in", "email", other.email, "password", goodPassword), http.StatusSeeOther)

	let = 0
	for i := range 40 { // many accounts, from addresses of one household
		spray := from(newBrowser(h.h), "[2001:db8:1:2::"+string(rune('a'+i%6))+"]:1")
		if spray.post("/en/sign-in", "email", "nobody"+string(rune('a'+i))+"@example.org", "password", goodPassword).Code == http.StatusUnprocessableEntity {
			let++
		}
	}
	if let > 25 {
		h.Errorf("%d guesses from one network", let)
	}
	for range 8 {
		newBrowser(h.h).post("/en/reset", "email", p.email)
	}
	if n := len(h.last()); n > 5 {
		h.Errorf("%d mails to one mailbox", n)
	}
}

func keptForms(h *hall) {
	p := h.person(false)
	h.clock.Add(11 * 60 * minute)
	w := p.post("/en/account/profile", "name", "Renamed after lunch", "language", "en", "password", "secret")
	h.wants("the session ran out", w, http.StatusForbidden, "What you typed into the form was kept")
	kept := hidden(w, "kept")
	w = p.post("/en/sign-in", "email", p.email, "password", goodPassword, "next", "/en/account", "kept", kept)
	h.wants("signed in", w, http.StatusOK, "Your form is waiting", "Renamed after lunch", `action="/en/account/profile"`)
	if strings.Contains(w.Body.String(), "secret") {
		h.Error("a password was carried along")
	}
	h.wants("sent again", p.post("/en/account/profile", "name", "Renamed after lunch", "language", "en"), http.StatusSeeOther)
	h.wants("and saved", p.get("/en/account"), http.StatusOK, "Renamed after lunch")
	h.wants("a forged form", newBrowser(h.h).post("/en/sign-in", "email", p.email, "password", goodPassword, "kept", kept+"x"), http.StatusSeeOther)
	h.wants("who never had a session is led to sign in", newBrowser(h.h).post("/en/account/profile", "name", "x"), http.StatusSeeOther, "/en/sign-in")
}

func freshness(h *hall) {
	p := h.person(false)
	h.wants("at once", p.get("/en/account/password"), http.StatusOK)
	h.clock.Add(20 * minute)
	h.wants("after a while", p.get("/en/account/password"), http.StatusSeeOther, "/en/sign-in/again")
	h.wants("a wrong password", p.post("/en/sign-in/again", "password", "wrong words in a row"), http.StatusUnprocessableEntity)
	w := p.post("/en/account/password", "password", "other words in a row")
	h.wants("a form is kept without the password", w, http.StatusSeeOther, "/en/sign-in/again")
	h.wants("proved", p.post("/en/sign-in/again", "password", goodPassword, "next", "/en/account/password"), http.StatusSeeOther, "/en/account/password")
	h.wants("without the present one", p.post("/en/account/password", "password", "other words in a row"), http.StatusUnprocessableEntity, "not the present password")
	h.wants("own words", p.post("/en/account/password", "present_password", goodPassword, "password", "Person-"+p.email), http.StatusUnprocessableEntity, "easy to guess")
	h.wants("changed", p.post("/en/account/password", "present_password", goodPassword, "password", "other words in a row"), http.StatusSeeOther)
	if got := h.last(); len(got) != 1 || got[0].Args["what"] != "password" {
		h.Errorf("the owner is not told: %+v", got)
	}
}

func invitations(h *hall) {
	officer := h.person(true, officerOf(placeBialystok))
	h.wants("the form", officer.get("/en/desk/invite"), http.StatusOK, `value="officer"`)
	h.wants("for another place", officer.post("/en/desk/invite", "email", "colleague@example.org", "role", "officer", "where", "Giżycko", "language", "pl"), http.StatusUnprocessableEntity, "nobody gives more than they have")
	h.wants("a role above hers", officer.post("/en/desk/invite", "email", "colleague@example.org", "role", "administrator", "language", "pl"), http.StatusUnprocessableEntity, "nobody gives more")
	h.wants("nowhere", officer.post("/en/desk/invite", "email", "colleague@example.org", "role", "officer", "where", "", "language", "pl"), http.StatusUnprocessableEntity, "name the place")
	h.wants("nothing there", officer.post("/en/desk/invite", "email", "colleague@example.org", "role", "officer", "where", "§§§", "language", "pl"), http.StatusUnprocessableEntity, "Nothing was found")
	invite := func(email string) string {
		h.wants("inviting "+email, officer.post("/en/desk/invite", "email", email, "role", "officer", "where", "776069", "language", "pl"), http.StatusSeeOther)
		got := h.last()
		if len(got) != 1 || got[0].To != email || got[0].Language != "pl" || got[0].Args["scope"] != "Białystok" {
			h.Fatalf("letters %+v", got)
		}
		return keyOf(got[0])
	}
	key := invite("colleague@example.org")
	b := newBrowser(h.h)
	h.wants("the invitation", b.get("/pl/invitation?key="+key), http.StatusOK, "opiekun miejsca (Białystok)", `name="name"`)
	h.wants("accepting", b.post("/pl/invitation", "key", key, "name", "Colleague", "password", goodPassword), http.StatusSeeOther, "/pl/desk")
	h.wants("the desk asks for a second factor", b.get("/pl/desk"), http.StatusOK, "/pl/account/second")
	h.wants("twice", newBrowser(h.h).get("/pl/invitation?key="+key), http.StatusNotFound, "już użyty")

	mine := h.person(false)
	key = invite(mine.email)
	h.wants("who has an account signs in first", newBrowser(h.h).get("/pl/invitation?key="+key), http.StatusOK, "/pl/sign-in?next=")
	stranger := h.person(false)
	h.wants("for another address", stranger.post("/en/invitation", "key", key), http.StatusForbidden, "for somebody else")
	h.wants("by its owner", mine.post("/en/invitation", "key", key), http.StatusSeeOther)
	if !mine.actor().Holds(people.Officer) {
		h.Error("the role was not given")
	}
	recalled := invite("recalled@example.org")
	waiting := officer.get("/en/desk/invite")
	h.wants("what waits is listed", waiting, http.StatusOK, "recalled@example.org", "officer of a place (Białystok)", "Valid until")
	if strings.Contains(waiting.Body.String(), "colleague@example.org") {
		h.Error("an invitation that was taken still waits")
	}
	name := hidden(waiting, "recall")
	other := h.person(true, officerOf(placeGoldap))
	if page := other.get("/en/desk/invite").Body.String(); strings.Contains(page, "recalled@example.org") {
		h.Error("another place's officer sees the invitation")
	}
	h.wants("another place's officer does not withdraw it", other.post("/en/desk/invite", "recall", name), http.StatusNotFound)
	h.wants("it is withdrawn", officer.post("/en/desk/invite", "recall", name), http.StatusSeeOther)
	h.wants("and works no longer", newBrowser(h.h).get("/pl/invitation?key="+recalled), http.StatusNotFound, "już użyty")
	late := invite("late@example.org")
	stale := invite("stale@example.org")
	h.must(h.store.EndGrant(h.Context(), people.System(), officer.actor().Grants[0].ID))
	h.wants("from one who is no officer any more", newBrowser(h.h).post("/pl/invitation", "key", stale, "name", "X", "password", goodPassword), http.StatusNotFound, "już nie obowiązuje")
	h.clock.Add(15 * 24 * 60 * minute)
	h.wants("expired", newBrowser(h.h).get("/pl/invitation?key="+late), http.StatusNotFound, "już nieważny")
}

func claimsOfPlaces(h *hall) {
	confirmed, steward := h.person(true, officerOf(inGizycko)), h.person(true, people.Grant{Role: people.Steward, Scope: people.Scope{Kind: people.OfRegion, ID: "PL.85"}})
	elsewhere, claimant := h.person(true, officerOf(placeBialystok)), h.person(false)
	h.wants("the search", claimant.get("/en/account/claim?q=Gi%C5%BCycko"), http.StatusOK, "?place=772195")
	h.wants("without a reason", claimant.post("/en/account/claim", "place", "772195", "reason", "me"), http.StatusUnprocessableEntity, "10 to 900")
	h.wants("claiming", claimant.post("/en/account/claim", "place", "772195", "reason", "Town hall, room 12, telephone on the town's page"), http.StatusSeeOther)
	told := map[string]bool{}
	for _, l := range h.last() {
		told[l.To] = l.Kind == "claim_asked"
	}
	if !told[confirmed.email] || !told[steward.email] || told[elsewhere.email] || told[claimant.email] {
		h.Errorf("told: %v", told)
	}
	grants, err := h.store.AskedGrants(h.Context())
	h.must(err)
	id := grants[len(grants)-1].ID
	h.wants("who does not look after it does not see it", elsewhere.get("/en/desk/claims"), http.StatusOK, "Nobody waits")
	h.wants("nor decides it", elsewhere.post("/en/desk/claims/"+id, "decision", "held"), http.StatusNotFound)
	h.wants("nor does she herself", claimant.post("/en/desk/claims/"+id, "decision", "held"), http.StatusNotFound)
	h.wants("a refusal needs a reason", confirmed.post("/en/desk/claims/"+id, "decision", "refused"), http.StatusUnprocessableEntity, "needs a reason")
	h.wants("the steward sees it", steward.get("/en/desk/claims"), http.StatusOK, claimant.email, "room 12")
	h.wants("and grants it", steward.post("/en/desk/claims/"+id, "decision", "held"), http.StatusSeeOther)
	h.wants("twice", confirmed.post("/en/desk/claims/"+id, "decision", "refused", "reason", "x"), http.StatusConflict, "decided on this meanwhile")
	if got := h.last(); len(got) != 1 || got[0].To != claimant.email || got[0].Args["decision"] != "held" {
		h.Errorf("the claimant is not told: %+v", got)
	}
	if !claimant.actor().Holds(people.Officer) {
		h.Error("the role was not given")
	}
}

func closingMany(h *hall) {
	admin, second := h.person(true, administrator()), h.person(true, administrator())
	a, b := h.person(false), h.person(false)
	closed := func() string {
		n, _ := counts(h.T, admin.get("/en/desk/people?state=disabled").Body.String())
		return n
	}
	before := closed()
	form := []string{"do", "close", "question", "", "id", a.id, "id", b.id, "id", second.id, "id", admin.id}
	h.wants("the question leaves administrators out", admin.post("/en/desk/people/bulk", form...), http.StatusOK, "Left out", "Person")
	w := admin.post("/en/desk/people/bulk", append(form, "sure", "1")...)
	h.wants("closed", w, http.StatusSeeOther, "/en/desk/people")
	h.wants("they are out at once", a.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
	h.wants("administrators are not", second.get("/en/account"), http.StatusOK)
	page := admin.get("/en/desk/people").Body.String()
	undo := field(h.T, regexp.MustCompile(`action="([^"]+/undo/[^"]+)"`), page)
	h.wants("another administrator's undo", second.post(undo), http.StatusNotFound)
	h.wants("undo", admin.post(undo), http.StatusSeeOther)
	if got := closed(); got != before {
		h.Errorf("%s are closed after the undo, %s before", got, before)
	}
	h.wants("they can sign in again", a.post("/en/sign-in", "email", a.email, "password", goodPassword), http.StatusSeeOther)
	h.wants("the export", admin.get("/en/desk/people/export?as=csv&q="+a.email), http.StatusOK, a.email)
	h.wants("and it is recorded", admin.get("/en/desk/changes?kind=account"), http.StatusOK, "List of people exported", "rows of the list")
	h.wants("nobody else exports people", h.person(true, officerOf(placeBialystok)).get("/en/desk/people/export"), http.StatusNotFound)
}

func lookingAfter(h *hall) {
	admin, p := h.person(true, administrator()), h.person(false)
	at := "/en/desk/people/" + p.id
	h.wants("the list", admin.get("/en/desk/people?q="+p.email), http.StatusOK, p.email)
	h.wants("one", admin.get(at), http.StatusOK, p.email, "History of changes")
	h.wants("a role", admin.post(at+"/roles", "role", "officer", "where", "Giżycko"), http.StatusSeeOther)
	h.wants("a role of another kind", admin.post(at+"/roles", "role", "steward", "where", "podlaskie"), http.StatusSeeOther)
	h.wants("no role at all", admin.post(at+"/roles", "role", "king", "where", "x"), http.StatusUnprocessableEntity)
	grants, err := h.store.GrantsOf(h.Context(), p.id)
	h.must(err)
	if len(grants) != 2 || !p.actor().NeedsStrong() {
		h.Fatalf("grants %+v", grants)
	}
	h.wants("history", admin.get(at), http.StatusOK, "officer of a place (Giżycko)", "steward of a group of places (")
	for _, g := range grants {
		h.wants("ending", admin.post(at+"/roles/"+g.ID+"/end"), http.StatusSeeOther)
	}
	h.wants("another person's role", admin.post(at+"/roles/"+admin.actor().Grants[0].ID+"/end"), http.StatusNotFound)
	h.wants("her session lives", p.get("/en/account"), http.StatusOK)
	h.wants("closing", admin.post(at+"/do/close"), http.StatusSeeOther)
	h.wants("her session is dead", p.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
	h.wants("she cannot sign in", p.post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusUnprocessableEntity)
	h.wants("opening", admin.post(at+"/do/open"), http.StatusSeeOther)
	h.wants("she can again", p.post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusSeeOther)
	h.wants("her sessions", admin.post(at+"/do/sessions"), http.StatusSeeOther)
	h.wants("ended", p.get("/en/account"), http.StatusSeeOther)
	h.wants("one's own account", admin.post("/en/desk/people/"+admin.id+"/do/close"), http.StatusConflict, "cannot be closed here")
	h.wants("nothing of that name", admin.post(at+"/do/promote"), http.StatusNotFound)
	h.last()
	strong := h.person(true)
	h.wants("a lost factor", admin.post("/en/desk/people/"+strong.id+"/do/factors"), http.StatusSeeOther)
	if got := h.last(); len(got) != 1 || got[0].To != strong.email || got[0].Args["what"] != "lost" {
		h.Errorf("the owner is not told: %+v", got)
	}
	h.wants("the record of changes", admin.get("/en/desk/changes?kind=account&actor="+admin.id), http.StatusOK, "Rights or state of an account changed", "second factor")
}

// massAssignment posts to forms what belongs to others.
func massAssignment(h *hall) {
	p := h.person(false)
	before, err := h.store.Account(h.Context(), p.id)
	h.must(err)
	forbidden := []string{
		"email", "thief@example.org", "email_key", "thief@example.org", "password", "other words in a row", "totp", "x", "confirmed", "0", "disabled", "1",
		"erased", "1", "version", "99", "id", "x", "role", "administrator", "scope_kind", "site", "state", "held", "grants", "administrator", "account", "x",
		"strong", "1", "fresh", "1", "session", "x", "_method", "DELETE",
	}
	h.wants("the profile", p.post("/en/account/profile", append([]string{"name", before.Name, "language", "en"}, forbidden...)...), http.StatusSeeOther)
	h.wants("a claim", p.post("/en/account/claim", append([]string{"place", "776069", "reason", "Town hall, room 12"}, forbidden...)...), http.StatusSeeOther)
	after, err := h.store.Account(h.Context(), p.id)
	h.must(err)
	before.Version = after.Version
	if before != after {
		h.Errorf("changed: %+v, was %+v", after, before)
	}
	if a := p.actor(); len(a.Grants) > 0 || a.Strong {
		h.Errorf("gained: %+v", a)
	}
	if _, err := h.store.ByPassword(h.Context(), p.email, goodPassword); err != nil {
		h.Error("the password changed")
	}
	if w := p.do(mustRequest(http.MethodDelete, "/en/account")); w.Code != http.StatusMethodNotAllowed && w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
		h.Errorf("DELETE: %d", w.Code)
	}
}

func organisationsOf(h *hall) {
	admin := h.person(true, administrator())
	fields := []string{"name", "Gmina Sokółka", "kind", "local_government", "country", "PL", "seat", "Białystok", "url", "https://www.sokolka.example.org", "version", "0"}
	h.wants("no kind", admin.post("/en/desk/organisations/new", "name", "X", "country", "PL", "version", "0"), http.StatusUnprocessableEntity, "choose the kind")
	w := admin.post("/en/desk/organisations/new", fields...)
	h.wants("a new one", w, http.StatusSeeOther, "/en/desk/organisations/")
	at := w.Header().Get("Location")
	h.wants("its page", admin.get(at), http.StatusOK, "Gmina Sokółka", "History of changes")
	h.wants("a script for an address", admin.post(at, "name", "Gmina Sokółka", "kind", "ngo", "country", "PL", "url", "javascript:alert(1)", "version", "0"), http.StatusUnprocessableEntity, "no web address")
	h.wants("changed", admin.post(at, "name", "Gmina Sokółka", "kind", "ngo", "country", "PL", "version", "0"), http.StatusSeeOther)
	h.wants("changed from an old page", admin.post(at, "name", "Other", "kind", "ngo", "country", "PL", "version", "0"), http.StatusConflict, "changed this meanwhile")
	h.wants("a member", admin.post(at+"/members", "email", admin.email, "position", "Officer for partnerships", "since", "2024-03"), http.StatusSeeOther)
	h.wants("a period that is none", admin.post(at+"/members", "email", admin.email, "since", "yesterday"), http.StatusUnprocessableEntity, "not a date")
	h.wants("seen in the account", admin.get("/en/account"), http.StatusOK, "Gmina Sokółka", "March 2024")
	id := strings.TrimPrefix(at, "/en/desk/organisations/")
	members, err := h.store.Members(h.Context(), id)
	h.must(err)
	h.wants("ended", admin.post(at+"/members/"+members[0].ID+"/end"), http.StatusSeeOther)
	h.wants("the list", admin.get("/en/desk/organisations?q=sok"), http.StatusOK, "Gmina Sokółka")
	own := h.person(true, people.Grant{Role: people.Organiser, Scope: people.Scope{Kind: people.OfOrganisation, ID: id}})
	h.wants("its organiser", own.get(at), http.StatusOK)
	h.wants("makes no other", own.get("/en/desk/organisations/new"), http.StatusForbidden)
}

func ownThings(h *hall) {
	p, other := h.person(false, officerOf(inGizycko)), h.person(false)
	second := newBrowser(h.h)
	second.post("/en/sign-in", "email", p.email, "password", goodPassword)
	h.wants("both sessions", p.get("/en/account"), http.StatusOK, "this browser", "Unknown browser")
	theirs, err := h.store.Sessions(h.Context(), other.id)
	h.must(err)
	p.post("/en/account/sessions/" + theirs[0].ID + "/end")
	h.wants("somebody else's session", other.get("/en/account"), http.StatusOK)
	h.wants("all others", p.post("/en/account/sessions/others/end"), http.StatusSeeOther)
	h.wants("ended", second.get("/en/account"), http.StatusSeeOther)
	h.wants("mine", p.get("/en/account"), http.StatusOK)
	grant := p.actor().Grants[0].ID
	h.wants("somebody else's role", other.post("/en/account/roles/"+grant+"/end"), http.StatusNotFound)
	h.wants("my role", p.post("/en/account/roles/"+grant+"/end"), http.StatusSeeOther)
	if p.actor().Holds(people.Officer) {
		h.Error("the role was not given up")
	}
}

func passkeys(h *hall) {
	party, err := passkey.New(&url.URL{Scheme: "http", Host: "localhost:8080"}, "Twintown")
	h.must(err)
	h.site.rooms.Passkeys = party
	p, d := h.person(false, administrator()), passkeytest.New("http://localhost:8080", "localhost")
	h.wants("a role that asks for a second factor", p.get("/en/desk/people"), http.StatusSeeOther, "/en/account/second")
	w := p.post("/en/account/second/passkeys/ask")
	h.wants("the question for a new key", w, http.StatusOK, `"residentKey":"required"`)
	answer := string(d.Create(w.Body.Bytes()))
	w = p.post("/en/account/second/passkeys", "answer", answer, "name", "Laptop at the office", "next", "/en/desk/people")
	h.wants("the key, with recovery codes", w, http.StatusOK, "recovery-codes", "/en/desk/people")
	h.wants("an answer a second time", p.post("/en/account/second/passkeys", "answer", answer), http.StatusUnprocessableEntity, "not accepted")
	h.wants("the page opens", p.get("/en/desk/people"), http.StatusOK)
	h.wants("the list", p.get("/en/account/second"), http.StatusOK, "Laptop at the office")

	b := newBrowser(h.h)
	w = b.post("/en/sign-in/passkey/ask")
	answer = string(d.Get(w.Body.Bytes()))
	h.wants("in another browser the answer is worth nothing", newBrowser(h.h).post("/en/sign-in/passkey", "answer", answer), http.StatusUnprocessableEntity)
	h.wants("signing in by the key alone", b.post("/en/sign-in/passkey", "answer", answer, "next", "/en/desk/people"), http.StatusSeeOther, "/en/desk/people")
	h.wants("is by two factors", b.get("/en/desk/people"), http.StatusOK)

	b = newBrowser(h.h)
	h.wants("after a password", b.post("/en/sign-in", "email", p.email, "password", goodPassword), http.StatusOK, "One more step", "passkey-button")
	w = b.post("/en/sign-in/passkey/ask")
	h.wants("the key is the second factor", b.post("/en/sign-in/second", "answer", string(d.Get(w.Body.Bytes()))), http.StatusSeeOther)

	other := h.person(true)
	w = other.post("/en/sign-in/passkey/ask")
	h.wants("somebody else's key proves nothing of her", other.post("/en/sign-in/again", "answer", string(d.Get(w.Body.Bytes()))), http.StatusUnprocessableEntity)

	factors, err := h.store.Factors(h.Context(), p.id)
	h.must(err)
	id := factors.Passkeys[0].ID
	h.wants("the last factor stays", p.post("/en/account/second/passkeys/"+id+"/remove"), http.StatusConflict, "last second factor")
	h.wants("a key that is not hers", other.post("/en/account/second/passkeys/"+id+"/remove"), http.StatusNotFound)
	h.must(h.store.SetAccountOpen(h.Context(), people.System(), p.id, false))
	b = newBrowser(h.h)
	w = b.post("/en/sign-in/passkey/ask")
	h.wants("a closed account", b.post("/en/sign-in/passkey", "answer", string(d.Get(w.Body.Bytes()))), http.StatusUnprocessableEntity)
}
