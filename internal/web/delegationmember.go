package web

import (
	"net/http"
	"strconv"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// delegationMemberPage is one person of a delegation, entered by the organiser on her behalf:
// the form is the one that the delegation has.
type delegationMemberPage struct {
	conferenceHead
	memberChoices
	Action string
	Back   string
	Name   string // of the delegation
	New    bool
}

// newMember stands in the address of a person who is not in the list yet.
const newMember = "new"

func (s *Site) newDelegationMember(w http.ResponseWriter, r *http.Request, code string) (v *delegationMemberPage, d delegation.Delegation, m delegation.Member, err error) {
	path := "/delegations/" + r.PathValue("delegation") + "/members/" + r.PathValue("member")
	head, err := s.newConference(w, r, code, path, "delegations")
	if err != nil {
		return nil, d, m, err
	}
	v = &delegationMemberPage{conferenceHead: head, Action: head.Base + path, New: r.PathValue("member") == newMember, memberChoices: s.newMemberChoices(&head.page, head.Conference)}
	if d, err = s.delegationOf(r, &head); err != nil {
		return nil, d, m, err
	}
	v.Back, v.Name = head.Base+"/delegations/"+d.ID, s.delegationName(&v.page, d)
	m = delegation.Member{Delegation: d.ID}
	if !v.New {
		if m, err = s.rooms.Guests.Member(r.Context(), r.PathValue("member")); err == nil && m.Delegation != d.ID {
			err = errNoPage
		}
		v.Lacks = v.lettersLack(m, v.Meeting.Facts)
	}
	if err != nil {
		return v, d, m, err
	}
	all, err := s.rooms.Guests.Members(r.Context(), d.ID)
	v.Company = v.companyFor(all, m.ID)
	return v, d, m, err
}

// delegationMember shows the form.
func (s *Site) delegationMember(w http.ResponseWriter, r *http.Request, code string) error {
	v, d, m, err := s.newDelegationMember(w, r, code)
	if err != nil {
		return err
	}
	if v.New {
		m.Languages, m.Role = []string{d.Language}, delegation.Delegate
	}
	v.Form = newForm(&v.page, memberValues(m))
	v.tickLanguages(&v.page)
	return s.write(w, http.StatusOK, "delegation-member", v)
}

// takeDelegationMember keeps the person, or takes her off the list.
func (s *Site) takeDelegationMember(w http.ResponseWriter, r *http.Request, code string) error {
	v, d, now, err := s.newDelegationMember(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "delegation-member", v, &v.Form, func(f *form) error {
		ctx, who := r.Context(), actorOf(r)
		if f.checked("remove") && !v.New {
			if err := s.rooms.Guests.RemoveMember(ctx, who, delegation.ByLetter, d.ID, now.ID); err != nil {
				return err
			}
			return s.done(w, r, code, v.Back+"#members", lang.Msg("guest.said.removed"), v.Action+"/restore")
		}
		v.tickLanguages(&v.page)
		m := memberFrom(f)
		m.ID, m.Delegation = now.ID, d.ID
		_, err := s.rooms.Guests.PutMember(ctx, who, delegation.ByLetter, m)
		if overtaken(err) && m.Version != now.Version {
			f.values.Set("version", strconv.FormatInt(now.Version, 10))
		}
		switch {
		case err != nil:
			return err
		case f.checked("more"):
			return s.done(w, r, code, v.Back+"/members/"+newMember, lang.Msg("guest.said.added"), "")
		}
		return s.done(w, r, code, v.Back+"#members", lang.Msg("guest.said.saved"), "")
	})
}

// restoreDelegationMember brings back who was taken off the list.
func (s *Site) restoreDelegationMember(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, "/delegations", "delegations")
	if err != nil {
		return err
	}
	d, err := s.delegationOf(r, &head)
	if err != nil {
		return err
	}
	back := head.Base + "/delegations/" + d.ID + "#members"
	err = s.rooms.Guests.RestoreMember(r.Context(), actorOf(r), delegation.ByLetter, d.ID, r.PathValue("member"))
	if errs.KindOf(err) == errs.Conflict {
		return s.done(w, r, code, back, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, back, lang.Msg("guest.said.restored"), "")
}
