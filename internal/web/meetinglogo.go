package web

import (
	"net/http"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// logoView is the logo of who pays for a meeting's project, at the desk.
type logoView struct {
	imageView
	Alt string
}

// logoOf is the logo of a project, nil for none.
func (s *Site) logoOf(r *http.Request, p *page, project meeting.Project, language string) (*logoView, error) {
	if project.Logo == "" {
		return nil, nil
	}
	found, err := s.documentViews(r, p, []string{project.Logo})
	if err != nil || len(found) == 0 || found[0].Image == nil {
		return nil, err
	}
	alt, _ := project.Shows.In(language, language)
	return &logoView{*found[0].Image, alt}, nil
}

// takeMeetingLogo gives the project the logo that was sent, with what it says in words, or
// takes it away ("do" is "remove"). It waits with the other changes of the meeting.
func (s *Site) takeMeetingLogo(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.LogoForm = f
	for i := range f.faults {
		f.faults[i].Field = "logo" // the form has one field for files more
	}
	shows := v.Meeting.Project.Shows.With(v.Language, f.text("shows"))
	if err = f.wrong(); err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.setLogo(r, tx, note, v, f.raw("do") == "remove", shows, intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.OwnURL+"#logo", v.savedWord(), "")
	}
	v.Form = newForm(&v.page, s.factValues(&v.page, v.Meeting, v.Language))
	if fault := s.dressMeeting(r, v, nil); fault != nil {
		return fault
	}
	return s.again(w, f, "meeting-facts", v, err)
}

// setLogo makes a public document of the picture, if one was sent. Words alone describe the
// logo that is there.
func (s *Site) setLogo(r *http.Request, tx *db.Tx, note func(people.Entry), v *meetingFactsPage, remove bool, shows meeting.Words, intakes []document.Intake) error {
	id, logo := v.Meeting.ID, v.Meeting.Project.Logo
	switch {
	case remove:
		return s.rooms.Meetings.SetLogo(r.Context(), tx, note, actorOf(r), id, "", nil)
	case len(intakes) == 0 && logo == "":
		return errs.In("logo", lang.Msg("error.meeting.no_file"))
	case len(intakes) > 0 && !intakes[0].Kind().Image():
		return errs.In("logo", lang.Msg("error.meeting.logo_kind"))
	case len(intakes) > 0:
		d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{
			Intake: intakes[0].ID, Language: v.Language, Title: shows, Visibility: document.Public, On: v.Meeting.Object(),
		})
		if err != nil {
			return err
		}
		logo = d.ID
	}
	return s.rooms.Meetings.SetLogo(r.Context(), tx, note, actorOf(r), id, logo, shows)
}
