package care_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
	"twintown/internal/source"
)

// asked is an agreement of 1997 between Giżycko and Kaunas, about which Giżycko asked.
type asked struct {
	office
	who people.Actor
	p   partnership.Partnership
}

func (o office) asking(contact string) asked {
	o.Helper()
	who := o.officer("Gizycko", "pl", gizycko)
	o.put(between(gizycko, kaunas, act(partnership.ActAgreement, 1997, 3, 3)))
	p, err := o.Partnerships.ByID(o.Context(), partnership.PairID(gizycko, kaunas))
	if err != nil {
		o.Fatal(err)
	}
	a := asked{o, who, p}
	if contact != "" {
		err = o.change(who, func(tx *db.Tx, note func(people.Entry)) error {
			return o.KeepContact(o.Context(), tx, note, who, kaunas, gizycko, contact, "lt")
		})
	}
	if err != nil {
		o.Fatal(err)
	}
	return a
}

func (a asked) ask(side int64) (sent []care.Sent) {
	a.Helper()
	err := a.change(a.who, func(tx *db.Tx, note func(people.Entry)) (err error) {
		note(people.Entry{Action: people.EditPart, Kind: "partnership", ID: a.p.ID})
		sent, err = a.Ask(a.Context(), tx, note, a.who, a.p, side, gizycko)
		return err
	})
	if err != nil {
		a.Fatal(err)
	}
	return sent
}

// token makes a fresh link of an inquiry, as a mail carries it: what is in the outbox is
// sealed.
func (a asked) token(inquiry string) (token string) {
	a.Helper()
	err := a.DB.Write(a.Context(), func(tx *db.Tx) (err error) {
		token, err = a.People.NewLink(a.Context(), tx, people.LinkAnswer, "", "office@kaunas.example.org", map[string]string{"inquiry": inquiry})
		return err
	})
	if err != nil {
		a.Fatal(err)
	}
	return token
}

func (a asked) mails() int {
	a.Helper()
	list, err := a.Outbox.List(a.Context(), mail.Filter{})
	if err != nil {
		a.Fatal(err)
	}
	return len(list)
}

func (a asked) state() care.Inquiry {
	a.Helper()
	all, err := a.Inquiries(a.Context(), a.p.ID)
	if err != nil || len(all) == 0 {
		a.Fatalf("no inquiry: %v", err)
	}
	return all[0]
}

func TestAQuestionIsPolite(t *testing.T) {
	each(t, func(o office) {
		a := o.asking("")
		if n := len(a.ask(kaunas)); n != 0 {
			o.Errorf("nobody is known at Kaunas, and %d were asked", n)
		}
		err := o.change(a.who, func(tx *db.Tx, note func(people.Entry)) error {
			return o.KeepContact(o.Context(), tx, note, a.who, kaunas, gizycko, "office@kaunas.example.org", "lt")
		})
		if err != nil {
			o.Fatal(err)
		}
		if n := len(a.ask(kaunas)); n != 1 || a.mails() != 1 {
			o.Fatalf("%d asked, %d mails", n, a.mails())
		}
		if n := len(a.ask(kaunas)); n != 0 {
			o.Errorf("asked again at once: %d", n)
		}
		if n := len(a.ask(gizycko)); n != 0 {
			o.Errorf("asked herself: %d", n)
		}
	})
}

// The database's clock stands still in these tests, so that reminders are seen by moving
// the row's own moment.
func (a asked) due() {
	a.Helper()
	err := a.DB.Write(a.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(a.Context(), `UPDATE inquiry SET next = $1 WHERE state = 'open'`, tx.Now())
		return err
	})
	if err != nil {
		a.Fatal(err)
	}
	for range 2 { // a job may run twice
		if err := a.Remind(a.Context(), jobs.Job{}); err != nil {
			a.Fatal(err)
		}
	}
}

func TestSilenceIsNotedAfterTwoReminders(t *testing.T) {
	each(t, func(o office) {
		a := o.asking("office@kaunas.example.org")
		a.ask(kaunas)
		for i, want := range []struct {
			mails int
			state care.State
		}{{2, care.Open}, {3, care.Open}, {3, care.Silent}, {3, care.Silent}} {
			a.due()
			if got := a.state(); a.mails() != want.mails || got.State != want.state {
				o.Errorf("step %d: %d mails, %s; want %d, %s", i, a.mails(), got.State, want.mails, want.state)
			}
		}
		p, err := o.Partnerships.ByID(o.Context(), a.p.ID)
		if err != nil || len(p.Acts) != 1 || len(p.Claims) != 0 {
			o.Errorf("silence left %d acts and %d claims: %v", len(p.Acts), len(p.Claims), err)
		}
		if err := o.Answer(o.Context(), a.token(a.state().ID), care.Answer{Say: care.SayActive}, "late"); err != nil {
			o.Errorf("a late answer: %v", err)
		}
	})
}

func TestAnswersBecomeActsAndClaimsAndCanBeTakenBack(t *testing.T) {
	for _, c := range []struct {
		answer care.Answer
		acts   []partnership.ActType
		claims []string
		status partnership.Code
	}{
		{care.Answer{Say: care.SayActive, When: "2026-05"}, []partnership.ActType{partnership.ActActivity}, []string{"status=active"}, partnership.Active},
		{care.Answer{Say: care.SayActive}, nil, []string{"status=active"}, partnership.Active},
		{care.Answer{Say: care.SaySleeping}, []partnership.ActType{partnership.ActDormancy}, []string{"status=dormant"}, partnership.Dormant},
		{care.Answer{Say: care.SayEnded, When: "2019", Text: "by itself"}, nil, []string{"end=2019", "status=terminated"}, partnership.Active},
		{care.Answer{Say: care.SayNotMe, Text: "the culture department"}, nil, nil, partnership.Active},
	} {
		t.Run(string(c.answer.Say)+c.answer.When, func(t *testing.T) {
			each(t, func(o office) {
				a := o.asking("office@kaunas.example.org")
				sent := a.ask(kaunas)
				token := a.token(sent[0].Inquiry)
				if q, p, err := o.Asked(o.Context(), token); err != nil || q.Side != kaunas || p.ID != a.p.ID {
					o.Fatalf("the link: %+v, %v", q, err)
				}
				if err := o.Answer(o.Context(), token, c.answer, "Answer of the office: Kaunas"); err != nil {
					o.Fatal(err)
				}
				if err := o.Answer(o.Context(), token, c.answer, ""); errs.KindOf(err) != errs.NotFound {
					o.Errorf("a second time: %v", err)
				}
				acts, claims, status := a.held()
				if !slices.Equal(acts, c.acts) || !slices.Equal(claims, c.claims) || status != c.status {
					o.Errorf("acts %v, claims %v, %v; want %v, %v, %v", acts, claims, status, c.acts, c.claims, c.status)
				}
				if err := o.change(a.who, func(tx *db.Tx, note func(people.Entry)) error {
					return o.Undo(o.Context(), tx, a.who, note, a.p.ID, sent[0].Inquiry)
				}); err != nil {
					o.Fatal(err)
				}
				if acts, claims, status := a.held(); len(acts)+len(claims) != 0 || status != partnership.Active {
					o.Errorf("after it was taken back: %v, %v, %v", acts, claims, status)
				}
			})
		})
	}
}

// held are the acts beside the agreement and the claims that are held, and the status.
func (a asked) held() (acts []partnership.ActType, claims []string, status partnership.Code) {
	a.Helper()
	p, err := a.Partnerships.ByID(a.Context(), a.p.ID)
	if err != nil {
		a.Fatal(err)
	}
	for _, act := range p.Acts {
		if act.Held(time.Time{}) && act.Type != partnership.ActAgreement {
			acts = append(acts, act.Type)
		}
	}
	for _, c := range p.Claims {
		if c.Held(time.Time{}) {
			claims = append(claims, c.Field+"="+c.Value)
		}
	}
	slices.Sort(claims)
	return acts, claims, partnership.StatusOf(p, day, time.Time{}).Code
}

func TestSidesThatContradictStandSideBySide(t *testing.T) {
	each(t, func(o office) {
		a := o.asking("office@kaunas.example.org")
		o.officer("Colleague", "pl", gizycko)
		for side, say := range map[int64]care.Say{kaunas: care.SayEnded, gizycko: care.SayActive} {
			sent := a.ask(side)
			if len(sent) != 1 {
				o.Fatalf("%d asked at %d", len(sent), side)
			}
			if err := o.Answer(o.Context(), a.token(sent[0].Inquiry), care.Answer{Say: say}, string(say)); err != nil {
				o.Fatal(err)
			}
		}
		p, err := o.Partnerships.ByID(o.Context(), a.p.ID)
		if err != nil {
			o.Fatal(err)
		}
		differ := source.Contradictions(p.Claims, time.Time{})
		if len(differ) != 1 || differ[0].Field != "status" || len(differ[0].Values) != 2 {
			o.Errorf("contradictions: %+v", differ)
		}
	})
}

func TestBadAnswersNameTheField(t *testing.T) {
	each(t, func(o office) {
		a := o.asking("office@kaunas.example.org")
		token := a.token(a.ask(kaunas)[0].Inquiry)
		for field, answer := range map[string]care.Answer{
			"say":  {Say: "maybe"},
			"when": {Say: care.SayActive, When: "31 February"},
			"text": {Say: care.SayEnded, Text: string(make([]rune, 2000))},
		} {
			if err := o.Answer(o.Context(), token, answer, ""); errs.FieldOf(err) != field {
				o.Errorf("%+v: %v", answer.Say, err)
			}
		}
		if err := o.Answer(o.Context(), token, care.Answer{Say: care.SayActive, When: "2030"}, ""); errs.FieldOf(err) != "when" {
			o.Errorf("an activity of the year 2030: %v", err)
		}
		if acts, claims, _ := a.held(); len(acts)+len(claims) != 0 {
			o.Errorf("bad answers left %v, %v", acts, claims)
		}
	})
}

func TestWhoWantsNoQuestionsGetsNone(t *testing.T) {
	each(t, func(o office) {
		a := o.asking("office@kaunas.example.org")
		stop := o.QuietKey(a.ask(kaunas)[0].Inquiry)
		if err := o.Quiet(o.Context(), "guess"); errs.KindOf(err) != errs.NotFound {
			o.Errorf("a guessed key: %v", err)
		}
		if err := o.Quiet(o.Context(), stop); err != nil || a.state().State != care.Stopped {
			o.Fatalf("%v, %s", err, a.state().State)
		}
		a.due()
		if a.mails() != 1 {
			o.Errorf("reminded all the same: %d mails", a.mails())
		}
		o.put(between(gizycko, goldap, act(partnership.ActAgreement, 1997, 3, 3)))
		var err error
		if a.p, err = o.Partnerships.ByID(o.Context(), partnership.PairID(gizycko, goldap)); err != nil {
			o.Fatal(err)
		}
		if err := o.change(a.who, func(tx *db.Tx, note func(people.Entry)) error {
			return o.KeepContact(o.Context(), tx, note, a.who, goldap, gizycko, "office@kaunas.example.org", "lt")
		}); err != nil {
			o.Fatal(err)
		}
		if n := len(a.ask(goldap)); n != 0 {
			o.Errorf("asked about another partnership: %d", n)
		}
	})
}

func TestAPersonsDataGoes(t *testing.T) {
	each(t, func(o office) {
		const address = "office@kaunas.example.org"
		a := o.asking(address)
		a.ask(kaunas)
		if own, found, err := o.OwnOf(o.Context(), "", address); err != nil || !found || len(own.Contacts) != 1 || len(own.Asked) != 1 {
			o.Errorf("%+v, %t, %v", own, found, err)
		}
		if err := o.DB.Write(o.Context(), func(tx *db.Tx) error { return o.Erase(o.Context(), tx, "", address) }); err != nil {
			o.Fatal(err)
		}
		if own, found, err := o.OwnOf(o.Context(), "", address); err != nil || found {
			o.Errorf("after the erasure: %+v, %v", own, err)
		}
		a.due()
		if a.mails() != 1 || a.state().State != care.Silent {
			o.Errorf("an erased address was reminded: %d mails, %s", a.mails(), a.state().State)
		}
	})
}
