package proposal_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/proposal"
)

var (
	today     = lang.DateOf(dbtest.Today)
	moderator = people.Actor{Account: "moderator"}
)

// office is a store with what a test sees of it.
type office struct {
	*testing.T
	d     *db.DB
	log   *people.Log
	store *proposal.Store
	told  []proposal.Proposal // to whom answers went
}

func at(t *testing.T, d *db.DB) *office {
	o := &office{T: t, d: d, log: people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))}
	o.store = proposal.NewStore(d, o.log, func(_ context.Context, _ *db.Tx, p proposal.Proposal) error {
		o.told = append(o.told, p)
		return nil
	}, nil)
	return o
}

func missing(email string) proposal.Proposal {
	return proposal.Proposal{
		Subject: proposal.AboutPartnership, Partnership: "p", Places: []int64{776069, 627904}, Language: "lt", Email: email,
		Said: proposal.Said{Wrong: "Trūksta 2019 m. susitarimo.", SourceTitle: "BIP"},
	}
}

func (o *office) make(p proposal.Proposal) string {
	o.Helper()
	id, err := o.store.Make(o.Context(), people.Actor{}, p, today)
	if err != nil {
		o.Fatal(err)
	}
	return id
}

func (o *office) decide(id string, to proposal.State, why string) error {
	return o.log.Change(o.Context(), moderator, func(tx *db.Tx, note func(people.Entry)) error {
		return o.store.Decide(o.Context(), tx, note, moderator, id, to, why)
	})
}

func (o *office) waiting() int {
	o.Helper()
	all, err := o.store.Open(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	return len(all)
}

func TestWhatIsNoProposal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := at(t, d)
		for field, change := range map[string]func(*proposal.Proposal){
			"wrong":        func(p *proposal.Proposal) { p.Said.Wrong = "short" },
			"source_title": func(p *proposal.Proposal) { p.Said.SourceTitle = "" },
			"source_url":   func(p *proposal.Proposal) { p.Said.SourceURL = "javascript:alert(1)" },
			"email":        func(p *proposal.Proposal) { p.Email = "a@b\r\nBcc: all@example.org" },
			"date":         func(p *proposal.Proposal) { p.Said.Date = strings.Repeat("1", 400) },
		} {
			p := missing("")
			change(&p)
			if _, err := o.store.Make(t.Context(), people.Actor{}, p, today); errs.FieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		p := missing("")
		p.Said.Wrong = "https://a.example https://b.example https://c.example https://d.example"
		if _, err := o.store.Make(t.Context(), people.Actor{}, p, today); errs.FieldOf(err) != "wrong" {
			t.Errorf("four links: %v", err)
		}
		if o.waiting() != 0 {
			t.Error("something was kept")
		}
	})
}

// A decision is taken once, is told to whoever left an address, and can be taken back.
func TestDecisions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := at(t, d)
		first, second := o.make(missing("reader@example.org")), o.make(missing(""))
		if err := o.decide(first, proposal.Refused, " "); errs.FieldOf(err) != "why" {
			t.Errorf("refused without a word: %v", err)
		}
		if err := o.decide(first, proposal.Refused, "It is told already."); err != nil {
			t.Fatal(err)
		}
		if err := o.decide(first, proposal.Accepted, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("decided twice: %v", err)
		}
		if err := o.decide(second, proposal.Accepted, ""); err != nil {
			t.Fatal(err)
		}
		if len(o.told) != 1 || o.told[0].Language != "lt" || o.told[0].Answer != "It is told already." {
			t.Errorf("told: %+v", o.told)
		}
		err := o.log.Change(t.Context(), moderator, func(tx *db.Tx, note func(people.Entry)) error {
			_, err := o.store.Reopen(t.Context(), tx, note, []string{first, second})
			return err
		})
		if err != nil || o.waiting() != 2 {
			t.Errorf("taken back: %v, %d wait", err, o.waiting())
		}
	})
}

// A decision that is taken back stops its answer while that waits, and says so where it has
// gone out; the next decision is told again.
func TestAnAnswerIsRecalled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o, catalog := at(t, d), catalogue(t)
		outbox := mail.NewOutbox(d, catalog, secret.New(), func(string) mail.Site { return mail.Site{Name: "Site", Address: "http://localhost"} })
		o.store = proposal.NewStore(d, o.log, func(ctx context.Context, tx *db.Tx, p proposal.Proposal) error {
			_, err := outbox.Queue(ctx, tx, mail.Mail{
				Kind: "proposal_decided", Key: p.DecisionKey(), To: p.Email, Language: p.Language, Link: "http://localhost/",
				Args: lang.Args{"decision": string(p.State), "reason": p.Answer},
			})
			return err
		}, func(ctx context.Context, tx *db.Tx, p proposal.Proposal) (bool, bool, error) {
			return outbox.Recall(ctx, tx, p.DecisionKey())
		})
		id, silent := o.make(missing("reader@example.org")), o.make(missing(""))
		states := func() (all []mail.State) {
			t.Helper()
			rows, err := outbox.List(t.Context(), mail.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range rows {
				all = append(all, m.State)
			}
			slices.Sort(all)
			return all
		}
		reopen := func(want proposal.Answers) {
			t.Helper()
			err := o.log.Change(t.Context(), moderator, func(tx *db.Tx, note func(people.Entry)) error {
				got, err := o.store.Reopen(t.Context(), tx, note, []string{id, silent})
				if got != want {
					t.Errorf("%+v, want %+v", got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, one := range []string{id, silent} {
			if err := o.decide(one, proposal.Refused, "It is told already."); err != nil {
				t.Fatal(err)
			}
		}
		reopen(proposal.Answers{Stopped: 1})
		if got := states(); !slices.Equal(got, []mail.State{mail.Cancelled}) {
			t.Errorf("after it was taken back: %v", got)
		}
		if err := o.decide(id, proposal.Accepted, ""); err != nil {
			t.Fatal(err)
		}
		if got := states(); !slices.Equal(got, []mail.State{mail.Cancelled, mail.Queued}) {
			t.Errorf("decided again: %v", got)
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE mail SET state = 'sent' WHERE state = 'queued'`) // as its sender does
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		reopen(proposal.Answers{Left: 1})
	})
}

func catalogue(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An address is forgotten ninety days after the decision, or when its person asks.
func TestAddressesAreForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := at(t, d)
		decided, open := o.make(missing("reader@example.org")), o.make(missing("Reader@Example.org"))
		if err := o.decide(decided, proposal.Accepted, ""); err != nil {
			t.Fatal(err)
		}
		early, late := dbtest.Today, dbtest.Today.Add(1)
		if n, err := proposal.AddressesDue(t.Context(), d, early); err != nil || n != 0 {
			t.Errorf("due too early: %d, %v", n, err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			n, err := proposal.ForgetAddresses(t.Context(), tx, late.Add(1000))
			if n != 1 {
				t.Errorf("%d forgotten, want 1", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		own, err := o.store.By(t.Context(), "READER@example.org")
		if err != nil || len(own) != 1 || own[0].ID != open {
			t.Errorf("still known: %+v, %v", own, err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return o.store.EraseAddress(t.Context(), tx, "reader@example.org") }); err != nil {
			t.Fatal(err)
		}
		if p, err := o.store.ByID(t.Context(), open); err != nil || p.Email != "" || p.Said.Wrong == "" {
			t.Errorf("erased: %+v, %v", p, err)
		}
	})
}
