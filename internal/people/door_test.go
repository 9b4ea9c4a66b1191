package people_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/secret"
)

// hall is a store with its door; letters are what the outbox got.
type hall struct {
	*testing.T
	db      *db.DB
	clock   *clocktest.Clock
	store   *people.Store
	door    *people.Door
	runner  *jobs.Runner
	letters []people.Letter
}

const words = "four words in a row"

func newHall(t *testing.T, d *db.DB, c *clocktest.Clock) *hall {
	t.Helper()
	h := &hall{T: t, db: d, clock: c}
	key := secret.New()
	log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
	h.store = people.NewStore(d, log, key, h.clock)
	queue := jobs.NewQueue(d)
	h.door = people.NewDoor(h.store, queue, func(_ context.Context, tx *db.Tx, l people.Letter) error {
		tx.AfterCommit(func() { h.letters = append(h.letters, l) })
		return nil
	})
	h.runner = jobs.NewRunner(queue, jobs.Options{Clock: h.clock})
	for _, k := range h.door.Kinds() {
		h.runner.Handle(k)
	}
	return h
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused checks that err is of the kind and says the message.
func (h *hall) refused(what string, err error, key string) {
	h.Helper()
	if err == nil || errs.PublicOf(err).Key != key {
		h.Errorf("%s: %v, want %s", what, err, key)
	}
}

// last returns the letters since the last call.
func (h *hall) last() []people.Letter {
	h.Helper()
	h.must(h.runner.Drain(h.Context()))
	all := h.letters
	h.letters = nil
	return all
}

// token is the secret in a letter's path.
func token(l people.Letter) string {
	_, key, _ := strings.Cut(l.Path, "key=")
	return key
}

// account makes one and gives it roles.
func (h *hall) account(email string, grants ...people.Grant) people.Actor {
	h.Helper()
	id := ""
	err := h.store.Log().Change(h.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		if id, err = h.store.Create(h.Context(), tx, note, people.NewAccount{Email: email, Name: "Officer", Language: "pl", Password: words, Confirmed: true}); err != nil {
			return err
		}
		for _, g := range grants {
			g.Account, g.State = id, people.Held
			if _, err := h.store.Ask(h.Context(), tx, note, people.System(), g); err != nil {
				return err
			}
		}
		return nil
	})
	h.must(err)
	return h.signIn(id, true)
}

func (h *hall) signIn(account string, strong bool) people.Actor {
	h.Helper()
	cookie, err := h.store.Begin(h.Context(), account, "", "Firefox Linux", strong, false)
	h.must(err)
	a, err := h.store.ActorOf(h.Context(), cookie)
	h.must(err)
	return a
}

func eachHall(t *testing.T, fn func(h *hall)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) { fn(newHall(t, d, c)) })
}

func TestRegistration(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.must(h.door.Ask(h.Context(), people.ToRegister, "office@example.org", "lt"))
		got := h.last()
		if len(got) != 1 || got[0].Kind != "account_confirm" || got[0].Language != "lt" || !got[0].Secret {
			h.Fatalf("the mail of a registration: %+v", got)
		}
		n := people.NewAccount{Name: "Officer of Sokółka", Language: "lt", Password: words}
		id, err := h.door.Welcome(h.Context(), token(got[0]), n)
		h.must(err)
		a, err := h.store.Account(h.Context(), id)
		h.must(err)
		if !a.Open() || a.Email != "office@example.org" {
			h.Errorf("the account: %+v", a)
		}
		_, err = h.door.Welcome(h.Context(), token(got[0]), n)
		h.refused("the link a second time", err, "error.link.used")

		h.must(h.door.Ask(h.Context(), people.ToRegister, "Office@example.org", "pl"))
		if got := h.last(); len(got) != 1 || got[0].Kind != "account_known" || got[0].To != "office@example.org" {
			h.Errorf("registering once more: %+v", got)
		}
		h.must(h.door.Ask(h.Context(), people.ToRegister, "late@example.org", "pl"))
		late := h.last()
		h.clock.Add(49 * time.Hour)
		_, err = h.door.Welcome(h.Context(), token(late[0]), n)
		h.refused("a link of three days ago", err, "error.link.expired")
		h.refused("no address", h.door.Ask(h.Context(), people.ToRegister, "no address", "pl"), "error.people.email")
	})
}

func TestReset(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.account("office@example.org")
		h.must(h.door.Ask(h.Context(), people.ToReset, "nobody@example.org", "pl"))
		if got := h.last(); len(got) != 0 {
			h.Errorf("a mail to nobody: %+v", got)
		}
		h.must(h.door.Ask(h.Context(), people.ToReset, "office@example.org", "pl"))
		first := h.last()
		h.must(h.door.Ask(h.Context(), people.ToReset, "office@example.org", "pl"))
		second := h.last()
		_, err := h.door.SetPassword(h.Context(), token(first[0]), "other words in a row")
		h.refused("an older link", err, "error.link.used")
		_, err = h.door.SetPassword(h.Context(), token(second[0]), "other words in a row")
		h.must(err)
		if all, _ := h.store.Sessions(h.Context(), a.Account); len(all) != 0 {
			h.Errorf("%d sessions survive a new password", len(all))
		}
		_, err = h.store.ByPassword(h.Context(), "office@example.org", words)
		h.refused("the old password", err, "error.sign_in")
		_, err = h.store.ByPassword(h.Context(), "office@example.org", "other words in a row")
		h.must(err)
		if got := h.last(); len(got) != 1 || got[0].Args["what"] != "password" {
			h.Errorf("the owner is not told: %+v", got)
		}
	})
}

func TestChangeOfAddress(t *testing.T) {
	eachHall(t, func(h *hall) {
		a, other := h.account("old@example.org"), h.account("other@example.org")
		h.refused("the same address", h.door.AskAddress(h.Context(), a, "Old@example.org"), "error.people.email_same")
		h.must(h.door.AskAddress(h.Context(), a, "other@example.org"))
		for _, l := range h.last() {
			if strings.Contains(l.Path, "key=") {
				h.Errorf("a link to an address of somebody else: %+v", l)
			}
		}
		h.must(h.door.AskAddress(h.Context(), a, "new@example.org"))
		got := h.last()
		if len(got) != 2 || got[0].To != "new@example.org" || got[1].To != "old@example.org" {
			h.Fatalf("the mails of a change: %+v", got)
		}
		h.must(h.door.SetAddress(h.Context(), token(got[0])))
		if got := h.last(); len(got) != 1 || got[0].To != "old@example.org" || got[0].Args["what"] != "address_changed" {
			h.Errorf("the old address is not told: %+v", got)
		}
		if _, ok, _ := h.store.ByEmail(h.Context(), "old@example.org"); ok {
			h.Error("the old address still opens the account")
		}
		if b, _ := h.store.Account(h.Context(), other.Account); b.Email != "other@example.org" {
			h.Errorf("somebody else's address moved: %s", b.Email)
		}
	})
}

func TestSecondFactors(t *testing.T) {
	eachHall(t, func(h *hall) {
		ctx := h.Context()
		a := h.account("office@example.org", people.Grant{Role: people.Officer, Scope: people.AtPlace(gizycko)})
		elsewhere := h.signIn(a.Account, false)
		codeKey := people.NewCodes()
		code := func() string {
			c, err := totp.GenerateCode(codeKey, h.clock.Now())
			h.must(err)
			return c
		}
		_, err := h.door.SetCodes(ctx, a, codeKey, "000000")
		h.refused("a wrong code", err, "error.second.code")
		recovery, err := h.door.SetCodes(ctx, a, codeKey, code())
		h.must(err)
		if len(recovery) != 10 {
			h.Fatalf("%d recovery codes", len(recovery))
		}
		if all, _ := h.store.Sessions(ctx, a.Account); len(all) != 1 || all[0].ID == elsewhere.Session {
			h.Errorf("sessions after setting up a second factor: %d", len(all))
		}
		h.refused("the code of the set-up", h.store.UseCode(ctx, a.Account, code()), "error.second.code")
		h.clock.Add(time.Minute)
		now := code()
		h.clock.Add(25 * time.Second) // a slow typist
		h.must(h.store.UseCode(ctx, a.Account, now))
		h.refused("a code a second time", h.store.UseCode(ctx, a.Account, now), "error.second.code")
		h.clock.Add(5 * time.Minute)
		h.refused("an old code", h.store.UseCode(ctx, a.Account, now), "error.second.code")

		h.must(h.store.UseRecoveryCode(ctx, a.Account, strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))))
		h.refused("a recovery code a second time", h.store.UseRecoveryCode(ctx, a.Account, recovery[3]), "error.second.recovery")
		other := h.account("other@example.org")
		h.refused("somebody else's recovery code", h.store.UseRecoveryCode(ctx, other.Account, recovery[4]), "error.second.recovery")
		if f, _ := h.store.Factors(ctx, a.Account); f.Recovery != 9 || !f.Codes {
			h.Errorf("factors: %+v", f)
		}
		h.refused("removing the last factor", h.door.DropCodes(ctx, a), "error.second.last")
		if f, _ := h.store.Factors(ctx, a.Account); !f.Codes {
			h.Error("the refused removal was kept")
		}
		h.letters = nil
		h.must(h.door.ResetFactors(ctx, people.System(), a.Account))
		if f, _ := h.store.Factors(ctx, a.Account); f.Second() || f.Recovery != 0 {
			h.Errorf("factors after a reset: %+v", f)
		}
		if got := h.last(); len(got) != 1 || got[0].Args["what"] != "lost" {
			h.Errorf("the owner is not told: %+v", got)
		}
		_, err = h.door.SetCodes(ctx, other, codeKey, code())
		h.must(err)
		h.must(h.door.DropCodes(ctx, other)) // nobody asks her for one
	})
}

func TestQuestionsToPasskeysAreAskedOnce(t *testing.T) {
	eachHall(t, func(h *hall) {
		token, err := h.store.KeepQuestion(h.Context(), "me", []byte(`{"challenge":"x"}`))
		h.must(err)
		_, err = h.store.Question(h.Context(), "she", token)
		h.refused("somebody else's question", err, "error.link.unknown")
		state, err := h.store.Question(h.Context(), "me", token)
		h.must(err)
		if string(state) != `{"challenge":"x"}` {
			h.Errorf("state %s", state)
		}
		_, err = h.store.Question(h.Context(), "me", token)
		h.refused("a question twice", err, "error.link.used")
	})
}

func TestThrottle(t *testing.T) {
	eachHall(t, func(h *hall) {
		guess := people.Tap{Limit: people.GuessAccount, Who: "office@example.org"}
		address := func(n byte) people.Tap { return people.Tap{Limit: people.GuessAddress, Who: string(rune('a' + n))} }
		taken, refusedFor := 0, time.Duration(0)
		for minute := range 60 { // one account from sixty addresses
			for range 3 {
				wait, err := h.store.Take(h.Context(), guess, address(byte(minute)))
				h.must(err)
				if wait == 0 {
					taken++
				} else {
					refusedFor = wait
				}
			}
			h.clock.Add(time.Minute)
		}
		if taken > 10 || taken < 9 {
			h.Errorf("%d guesses at one account in an hour", taken)
		}
		if refusedFor <= 0 || refusedFor > 12*time.Minute {
			h.Errorf("to wait: %s", refusedFor)
		}
		taken = 0
		for range 300 { // spraying: many accounts from one address
			wait, err := h.store.Take(h.Context(), address(99))
			h.must(err)
			if wait == 0 {
				taken++
			}
			h.clock.Add(time.Second)
		}
		if taken > 25 {
			h.Errorf("%d guesses from one address in five minutes", taken)
		}
		device := people.Tap{Limit: people.GuessDevice, Who: "known"}
		if wait, err := h.store.Take(h.Context(), device); err != nil || wait != 0 {
			h.Errorf("the owner is locked out: %s, %v", wait, err)
		}
		h.must(h.store.GiveBack(h.Context(), device))
	})
}

func TestPasswordsThatEverybodyGuesses(t *testing.T) {
	for password, want := range map[string]string{
		"short": "error.password.short", "qwertyuiop": "error.password.common", "Sunshine2024": "error.password.common",
		"sokolka2024!": "error.password.own", "Officer-Sokolka": "error.password.own", "twintown12345": "error.password.own",
		strings.Repeat("a b", 100): "error.password.long", words: "", "moje hasło z Sokolka i mleka": "",
	} {
		err := people.CheckPassword(password, "officer@sokolka.example.org", "Officer of Sokolka", "Twintown")
		if got := errs.PublicOf(err).Key; err != nil && got != want || err == nil && want != "" {
			t.Errorf("%q: %v, want %q", password, err, want)
		}
	}
}
