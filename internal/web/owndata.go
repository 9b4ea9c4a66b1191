package web

import (
	"fmt"
	"net/http"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/privacy"
)

// ownDataPage shows a person what is kept about her, and what she can do about it.
type ownDataPage struct {
	page
	Form     *form
	Consents []consentView
	Rules    []ruleView
	Word     string // to be typed before an erasure
}

type consentView struct {
	ID, Purpose, Text, Given, Withdrawn string
}

type ruleView struct {
	Text, After string
	Count       int
}

// personOf is whose data the signed-in reader may ask for: her own.
func personOf(r *http.Request) privacy.Person {
	a := actorOf(r)
	return privacy.Person{Account: a.Account, Email: a.Email}
}

func (s *Site) newOwnData(w http.ResponseWriter, r *http.Request, code string) (*ownDataPage, error) {
	v := &ownDataPage{page: s.newPage(r, code, "/account/data")}
	v.Title, v.Section, v.NoIndex = v.t("owndata.title"), "account", true
	v.HeaderSearch, v.keep = nil, false
	v.Form, v.Word = newForm(&v.page, nil), v.t("owndata.erase.word")
	s.hear(w, r, &v.page)
	given, err := s.rooms.Privacy.Consents(r.Context(), personOf(r))
	if err != nil {
		return nil, err
	}
	for _, c := range given {
		v.Consents = append(v.Consents, v.consentView(c))
	}
	v.Rules = s.keptFor(&v.page)
	return v, nil
}

// keptFor says what goes by itself, and after which time: as the holders of personal data have
// it, so that the page cannot promise another time than the program keeps.
func (s *Site) keptFor(p *page) (all []ruleView) {
	if s.rooms.Privacy == nil {
		return nil
	}
	for _, h := range s.rooms.Privacy.Holders() {
		for _, rule := range h.Rules {
			all = append(all, p.ruleView(rule.Name, rule.After.Hours()/24, 0))
		}
	}
	return all
}

func (p *page) consentView(c privacy.Consent) consentView {
	v := consentView{ID: c.ID, Purpose: p.t("privacy.purpose." + c.Purpose), Text: c.Text, Given: p.p.Date(lang.DateOf(c.Given))}
	if !c.Withdrawn.IsZero() {
		v.Withdrawn = p.p.Date(lang.DateOf(c.Withdrawn))
	}
	return v
}

// ruleView says a rule in words; longer times read better in years.
func (p *page) ruleView(name string, days float64, count int) ruleView {
	v := ruleView{Text: p.t("privacy.rule." + name), Count: count, After: p.t("privacy.after.days", "n", int(days))}
	if days >= 365 {
		v.After = p.t("privacy.after.years", "n", int(days/365))
	}
	return v
}

// ownData shows the page.
func (s *Site) ownData(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newOwnData(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "owndata", v)
}

// takeOwnData hands a person everything that is kept about her, as a ZIP.
func (s *Site) takeOwnData(w http.ResponseWriter, r *http.Request, _ string) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="twintown-%s.zip"`, s.clock.Now().Format("2006-01-02")))
	return s.rooms.Privacy.Export(r.Context(), w, personOf(r))
}

// withdrawConsent takes one consent back.
func (s *Site) withdrawConsent(w http.ResponseWriter, r *http.Request, code string) error {
	ok := false
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) (err error) {
		ok, err = s.rooms.Privacy.Withdraw(r.Context(), tx, personOf(r), r.PathValue("id"))
		note(people.Entry{Action: people.OwnData, Kind: "consent", ID: r.PathValue("id"), Fields: []people.FieldChange{{Name: "withdrawn", New: fmt.Sprint(ok)}}})
		return err
	})
	switch {
	case err != nil:
		return err
	case !ok:
		return errs.New(errs.NotFound, lang.Msg("error.consent_unknown"), nil)
	}
	return s.done(w, r, code, "/"+code+"/account/data", lang.Msg("owndata.withdrawn"), "")
}

// eraseOwn erases the person who asks, after she typed the word that the page shows.
func (s *Site) eraseOwn(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newOwnData(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "owndata", v, &v.Form, func(f *form) error {
		if !strings.EqualFold(f.text("word"), v.Word) {
			return errs.In("word", lang.Msg("owndata.erase.wrong", "word", v.Word))
		}
		if err := s.leaveable(r); err != nil {
			return err
		}
		if err := s.rooms.Privacy.Erase(r.Context(), actorOf(r), personOf(r)); err != nil {
			return err
		}
		s.setCookie(w, "")
		return s.done(w, r, code, "/"+code+"/sign-in", lang.Msg("owndata.erased"), "")
	})
}

// leaveable refuses to let the last administrator go: nobody could let another one in.
func (s *Site) leaveable(r *http.Request) error {
	if !actorOf(r).Holds(people.Administrator) {
		return nil
	}
	all, err := s.rooms.People.GrantsIn(r.Context(), people.Site(), people.Held)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.Role == people.Administrator && g.Account != actorOf(r).Account {
			return nil
		}
	}
	return errs.In("word", lang.Msg("error.last_administrator"))
}

// privacyDeskPage is retention at the desk: what would go now, and the erasure of
// somebody who wrote a letter.
type privacyDeskPage struct {
	page
	Form  *form
	Rules []ruleView
	Due   int
}

func (s *Site) newPrivacyDesk(w http.ResponseWriter, r *http.Request, code string) (*privacyDeskPage, error) {
	v := &privacyDeskPage{page: s.newDesk(w, r, code, "/desk/privacy", "/desk/privacy")}
	v.Title, v.Form = v.t("privacydesk.title"), newForm(&v.page, nil)
	due, err := s.rooms.Privacy.Due(r.Context())
	if err != nil {
		return nil, err
	}
	for _, f := range due {
		v.Rules = append(v.Rules, v.ruleView(f.Rule, f.After.Hours()/24, f.Count))
		v.Due += f.Count
	}
	return v, nil
}

// privacyDesk shows what retention would take.
func (s *Site) privacyDesk(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPrivacyDesk(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "privacydesk", v)
}

// purge takes what is due now instead of in the night.
func (s *Site) purge(w http.ResponseWriter, r *http.Request, code string) error {
	all, err := s.rooms.Privacy.Purge(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	n := 0
	for _, f := range all {
		n += f.Count
	}
	return s.done(w, r, code, "/"+code+"/desk/privacy", lang.Msg("privacydesk.purged", "n", n), "")
}

// erasePerson erases somebody who asked for it without signing in.
func (s *Site) erasePerson(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPrivacyDesk(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "privacydesk", v, &v.Form, func(f *form) error {
		email, err := people.CleanEmail(f.text("email"))
		if err == nil && people.EmailKey(email) == people.EmailKey(actorOf(r).Email) {
			err = errs.In("email", lang.Msg("privacydesk.not_yourself"))
		}
		if err != nil {
			return err
		}
		account, _, err := s.rooms.People.ByEmail(r.Context(), email)
		if err != nil {
			return err
		}
		if err := s.rooms.Privacy.Erase(r.Context(), actorOf(r), privacy.Person{Account: account.ID, Email: email}); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/privacy", lang.Msg("privacydesk.erased"), "")
	})
}
