package web

import (
	"net/http"
	"slices"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// claimPage is where somebody asks to look after a place.
type claimPage struct {
	page
	Form    *form
	Query   string
	Results []placeView
	Place   *placeView // the one that was chosen
}

func (s *Site) newClaim(w http.ResponseWriter, r *http.Request, code string) (*claimPage, error) {
	if s.rooms.Door == nil {
		return nil, errNoPage
	}
	v := &claimPage{page: s.newDesk(w, r, code, "/account/claim", "/account")}
	v.Title = v.t("claim.title")
	v.Form = newForm(&v.page, nil)
	now := s.rooms.World()
	if number, err := strconv.ParseInt(r.FormValue("place"), 10, 64); err == nil {
		if _, ok := now.Places.Get(number); ok {
			chosen := v.placeView(now, number)
			v.Place = &chosen
		}
	}
	if v.Query = newForm(&v.page, r.Form).text("q"); v.Query != "" && len(v.Query) <= longestQuery {
		for _, hit := range now.Places.Find(place.Query{Text: v.Query, Limit: mostOffered, Lang: code}) {
			v.Results = append(v.Results, v.placeView(now, hit.ID))
		}
	}
	return v, nil
}

// claim shows the search for a place, and the form when one is chosen.
func (s *Site) claim(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newClaim(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "claim", v)
}

// shortestReason is what says anything.
const shortestReason = 10

// takeClaim notes the claim and tells those who may decide.
func (s *Site) takeClaim(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newClaim(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "claim", v, &v.Form, func(f *form) error {
		reason := f.text("reason")
		switch {
		case v.Place == nil:
			return errs.In("", lang.Msg("error.scope.missing"))
		case len([]rune(reason)) < shortestReason || len([]rune(reason)) > mostText*3:
			return errs.In("reason", lang.Msg("error.claim.reason"))
		}
		if err := s.take(w, r, people.Tap{Limit: people.Claim, Who: actorOf(r).Account}); err != nil {
			return err
		}
		g := people.Grant{Role: people.Officer, Scope: people.AtPlace(v.Place.ID), Reason: reason}
		if _, err := s.rooms.Door.ClaimPlace(r.Context(), actorOf(r), g, s.scopeObject(g.Scope), s.placeLabel(v.p, v.Place.ID)); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account", lang.Msg("claim.done"), "")
	})
}

// claimsPage lists the claims that the reader may decide.
type claimsPage struct {
	page
	Form   *form
	Claims []claimRow
	Invite string
}

// claimRow is a claim that waits.
type claimRow struct{ ID, Name, Email, What, Since, Reason string }

func (s *Site) newClaims(w http.ResponseWriter, r *http.Request, code string) (*claimsPage, error) {
	v := &claimsPage{page: s.newDesk(w, r, code, "/desk/claims", "/desk/claims")}
	v.Title = v.t("claims.title")
	v.Form = newForm(&v.page, nil)
	if s.may(r, people.InvitePerson, people.Object{}) && s.rooms.Door != nil {
		v.Invite = "/" + code + "/desk/invite"
	}
	asked, err := s.waitingClaims(r)
	if err != nil {
		return nil, err
	}
	for _, g := range asked {
		a, err := s.rooms.People.Account(r.Context(), g.Account)
		if err != nil {
			return nil, err
		}
		v.Claims = append(v.Claims, claimRow{g.ID, a.Name, a.Email, s.grantName(&v.page, g), v.p.Date(lang.DateOf(g.Asked)), g.Reason})
	}
	return v, nil
}

// waitingClaims are the roles asked for that the reader may decide.
func (s *Site) waitingClaims(r *http.Request) ([]people.Grant, error) {
	all, err := s.rooms.People.AskedGrants(r.Context())
	return slices.DeleteFunc(all, func(g people.Grant) bool { return !s.may(r, people.DecideClaim, s.scopeObject(g.Scope)) }), err
}

// claims shows them.
func (s *Site) claims(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newClaims(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "claims", v)
}

// decideClaim grants or refuses one, and tells the claimant.
func (s *Site) decideClaim(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Door == nil {
		return errNoPage
	}
	v, err := s.newClaims(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "claims", v, &v.Form, func(f *form) error {
		to := people.GrantState(f.text("decision"))
		switch {
		case to != people.Held && to != people.Refused:
			return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
		case to == people.Refused && f.text("reason") == "":
			return errs.In("", lang.Msg("error.claim.why"))
		}
		g, err := s.rooms.People.Grant(r.Context(), r.PathValue("grant"))
		if err != nil {
			return err
		}
		if to == people.Held && !people.MayGive(actorOf(r), g.Role, s.scopeObject(g.Scope)) {
			return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
		}
		if err := s.rooms.Door.DecideClaim(r.Context(), actorOf(r), g.ID, to, f.text("reason"), s.scopeName(&v.page, g.Scope)); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/claims", lang.Msg("claims.done", "decision", string(to)), "")
	})
}
