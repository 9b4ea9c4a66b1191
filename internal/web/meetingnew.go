package web

import (
	"net/http"
	"net/url"

	"twintown/internal/meeting"
	"twintown/internal/platform/lang"
)

// newMeetingPage begins a meeting: its kind, its language, its title.
type newMeetingPage struct {
	page
	Form      *form
	Action    string
	Kinds     []option
	Languages []option
}

func (s *Site) newNewMeeting(w http.ResponseWriter, r *http.Request, code string) (*newMeetingPage, error) {
	if s.rooms.Meetings == nil {
		return nil, errNoPage
	}
	v := &newMeetingPage{page: s.newDesk(w, r, code, "/desk/meetings/new", "/desk/meetings")}
	v.Title, v.Action, v.Kinds = v.t("meeting.new"), "/"+code+"/desk/meetings/new", v.meetingKinds()
	if o := r.URL.Query().Get("organisation"); o != "" {
		v.Action += "?organisation=" + url.QueryEscape(o)
	}
	v.keepQuery(r.URL.Query())
	for _, c := range s.face().Offered() {
		v.Languages = append(v.Languages, option{Value: c, Name: v.p.LanguageName(c)})
	}
	return v, nil
}

// newMeeting shows the form.
func (s *Site) newMeeting(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewMeeting(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{"language": {code}})
	return s.write(w, http.StatusOK, "meeting-new", v)
}

// takeNewMeeting begins the meeting and leads to its facts.
func (s *Site) takeNewMeeting(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewMeeting(w, r, code)
	if err != nil {
		return err
	}
	object, err := s.ofNewMeeting(r)
	if err != nil {
		return err
	}
	return s.sent(w, r, "meeting-new", v, &v.Form, func(f *form) error {
		language, first := s.beginning(f)
		if err := f.wrong(); err != nil {
			return err
		}
		id, err := s.rooms.Meetings.Create(r.Context(), actorOf(r), meeting.New{
			Kind: meeting.Kind(f.text("kind")), Organisation: object.Organisation, Language: language, Content: first,
		})
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/meetings/"+id, lang.Msg("meeting.begun"), "")
	})
}

// repeatMeeting begins the next edition and leads there.
func (s *Site) repeatMeeting(w http.ResponseWriter, r *http.Request, code string) error {
	next, err := s.rooms.Meetings.Repeat(r.Context(), actorOf(r), r.PathValue("meeting"))
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/meetings/"+next, lang.Msg("meeting.repeated"), "")
}
