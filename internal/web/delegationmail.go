package web

import (
	"net/http"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/mail"
)

// delegationMailPage is the invitation as the delegation would get it, before it is sent.
type delegationMailPage struct {
	conferenceHead
	Name, Back, Language string
	Mail                 mail.Preview
	Again                bool // it was sent before
}

// delegationMailPreview shows it.
func (s *Site) delegationMailPreview(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, "/delegations/"+r.PathValue("delegation")+"/mail", "delegations")
	if err != nil {
		return err
	}
	d, err := s.delegationOf(r, &head)
	if err != nil {
		return err
	}
	if s.rooms.GuestLetter == nil || s.rooms.Outbox == nil || d.Contact.Email == "" {
		return errNoPage
	}
	told, err := s.rooms.Guests.Letter(r.Context(), d, delegation.ToldInvited)
	if err != nil {
		return err
	}
	letter, err := s.rooms.GuestLetter(r.Context(), told)
	if err != nil {
		return err
	}
	v := &delegationMailPage{conferenceHead: head, Name: s.delegationName(&head.page, d), Back: head.Base + "/delegations/" + d.ID, Language: head.p.LanguageName(d.Language), Again: !d.Invited.IsZero()}
	if v.Mail, err = s.rooms.Outbox.Compose(letter); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "delegation-mail", v)
}
