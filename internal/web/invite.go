package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// invitePage sends an invitation.
type invitePage struct {
	page
	Form  *form
	Roles []option
	Orgs  []option
	Areas []areaView // that the text of a scope may mean

	HelpPoints []option // at which the reader may invite advisers
	Languages  []option
	Waiting    []invitedView
}

// invitedView is an invitation that nobody has taken yet.
type invitedView struct{ Key, Email, Name, Role, Dates string }

func (s *Site) newInvite(w http.ResponseWriter, r *http.Request, code string) (*invitePage, error) {
	if s.rooms.Door == nil {
		return nil, errNoPage
	}
	v := &invitePage{page: s.newDesk(w, r, code, "/desk/invite", "/desk/claims")}
	v.Title = v.t("invite.title")
	v.Form = newForm(&v.page, url.Values{"language": {code}, "role": {string(people.Officer)}})
	v.Languages = s.mailLanguages(code)
	if err := s.fillRoles(&v.page, r, &v.Roles, &v.Orgs); err != nil {
		return nil, err
	}
	var err error
	v.HelpPoints, err = s.helpPointOptions(r, &v.page, &v.Roles)
	if id := r.URL.Query().Get("help_point"); id != "" {
		v.Form.values.Set("role", string(people.Adviser))
		v.Form.values.Set("help_point", id)
	}
	if err != nil {
		return nil, err
	}
	waiting, err := s.invitedBy(r)
	for _, i := range waiting {
		v.Waiting = append(v.Waiting, invitedView{
			i.Key, i.Email, i.Name, s.grantName(&v.page, people.Grant{Role: i.Role, Scope: i.Scope}),
			v.t("invite.waiting.dates", "sent", v.p.Date(lang.DateOf(i.Sent)), "until", v.p.Date(lang.DateOf(i.Until))),
		})
	}
	return v, err
}

// invitedBy are the invitations that wait and bring a role which the reader may give.
func (s *Site) invitedBy(r *http.Request) (list []people.Invited, err error) {
	all, err := s.rooms.People.Waiting(r.Context())
	for _, i := range all {
		if people.MayGive(actorOf(r), i.Role, s.scopeObject(i.Scope)) {
			list = append(list, i)
		}
	}
	return list, err
}

// recall withdraws one of them.
func (s *Site) recall(w http.ResponseWriter, r *http.Request, code, key string) error {
	all, err := s.invitedBy(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(i people.Invited) bool { return i.Key == key })
	if i < 0 {
		return errNoPage
	}
	if err := s.rooms.People.Recall(r.Context(), actorOf(r), all[i]); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/invite", lang.Msg("invite.recalled", "email", all[i].Email), "")
}

// invite shows the form.
func (s *Site) invite(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newInvite(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "invite", v)
}

// takeInvite sends the invitation, if the reader may give that role there.
func (s *Site) takeInvite(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newInvite(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "invite", v, &v.Form, func(f *form) error {
		if key := f.raw("recall"); key != "" {
			return s.recall(w, r, code, key)
		}
		if s.lookedUp(f, &v.page, "where", people.Role(f.text("role")).Scopes(), &v.Areas) {
			return s.write(w, http.StatusOK, "invite", v)
		}
		if err := s.sendInvitation(w, r, v); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/invite", lang.Msg("invite.done", "email", f.text("email")), "")
	})
}

func (s *Site) sendInvitation(w http.ResponseWriter, r *http.Request, v *invitePage) error {
	a, f := actorOf(r), v.Form
	email, err := people.CleanEmail(f.text("email"))
	if err != nil {
		return err
	}
	i := people.Invitation{Role: people.Role(f.text("role")), Language: f.text("language"), Name: f.text("name")}
	if !slices.Contains(s.languages, i.Language) {
		i.Language = v.Lang
	}
	if i.Scope, err = s.scopeFrom(f, &v.page, i.Role, &v.Areas); err != nil {
		return err
	}
	if !people.MayGive(a, i.Role, s.scopeObject(i.Scope)) {
		return errs.In("role", lang.Msg("error.invite.more"))
	}
	if err := s.take(w, r, people.Tap{Limit: people.InviteLimit, Who: a.Account}, people.Tap{Limit: people.AskMail, Who: people.EmailKey(email)}); err != nil {
		return err
	}
	theirs := &page{Lang: i.Language, p: s.catalog.Printer(i.Language)} // the mail speaks their language
	scope := s.scopeName(theirs, i.Scope)
	if scope == "" {
		scope = "none"
	}
	return s.rooms.Door.Invite(r.Context(), a, email, i, lang.Msg(roleKeys[i.Role]), scope)
}
