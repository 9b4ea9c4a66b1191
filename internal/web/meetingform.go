package web

import (
	"net/http"
	"net/url"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/press"
)

// meetingFactsPage is one meeting at the desk: what is the same in each language.
type meetingFactsPage struct {
	pressHead
	Meeting      meeting.Meeting
	Form         *form
	Language     string // of the short texts in the form: the one in which the meeting was begun
	Kinds        []option
	Days         map[string]dayView
	Place        placeField
	Inferred     []option
	Patrons      []patronRow
	Guests       []guestRow
	Partnerships []option
	Topics       []option
	Reports      []option
	Galleries    []option
	Materials    []materialRow
	Titles       int // columns of the table of materials that hold titles
	Upload       *uploadView
	MaterialForm *form
	Logo         *logoView // of who pays; nil: there is none
	LogoForm     *form
	MayFile      bool
	Words        []wordsLink
	Joints       []option // joint projects to which it can belong; none: there is none
	GuestsURL    string   // of the working side; "" for who may not see it
	Changed      []revisionView
}

// Head is what stands above.
func (v *meetingFactsPage) Head() pressHead { return v.pressHead }

// wordsLink leads to the short texts in a language.
type wordsLink struct {
	Name, URL string
	Missing   int
}

func (s *Site) newMeetingFacts(w http.ResponseWriter, r *http.Request, code string) (*meetingFactsPage, error) {
	m, err := s.meetingOf(r)
	if err != nil {
		return nil, err
	}
	head, err := s.headOf(w, r, code, m.Item, "/desk/meetings/"+m.ID, "")
	if err != nil {
		return nil, err
	}
	head.AtItem = true
	head.Write = s.may(r, people.WriteMeeting, m.Object())
	v := &meetingFactsPage{pressHead: head, Meeting: m, Language: firstLanguage(m.Item)}
	for _, t := range m.Texts {
		v.Words = append(v.Words, wordsLink{v.p.LanguageName(t.Language), v.OwnURL + "/words/" + t.Language, m.Missing(t.Language)})
	}
	if s.rooms.Guests != nil && s.may(r, people.MeetingGuests, m.Object()) {
		v.GuestsURL = v.OwnURL + "/delegations"
	}
	v.MayFile = s.rooms.Documents != nil
	v.MaterialForm = newForm(&v.page, url.Values{"language": {v.Language}})
	v.LogoForm = newForm(&v.page, url.Values{"shows": {m.Project.Shows[v.Language]}})
	if v.Logo, err = s.logoOf(r, &v.page, m.Project, v.Language); err != nil {
		return nil, err
	}
	if v.MayFile {
		v.Upload = s.uploadView(v.MaterialForm, &v.page, nil)
	}
	return v, nil
}

// firstLanguage is the language in which an item was begun.
func firstLanguage(i press.Item) string {
	if len(i.Texts) == 0 {
		return ""
	}
	return i.Texts[0].Language
}

// meetingFacts shows it.
func (s *Site) meetingFacts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, s.factValues(&v.page, v.Meeting, v.Language))
	if err := s.dressMeeting(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting-facts", v)
}

// dressMeeting fills the choices of the form from what it holds. offers are the places
// that a field's words may mean.
func (s *Site) dressMeeting(r *http.Request, v *meetingFactsPage, offers map[string][]placeView) error {
	f := v.Form
	v.Kinds = v.meetingKinds()
	v.Days = map[string]dayView{
		"from": s.dayField(f, &v.page, "from", "meeting.fact.from", "desk.act.date.hint"),
		"to":   s.dayField(f, &v.page, "to", "meeting.fact.to", "meeting.fact.to.hint"),
	}
	v.Place = placeField{f.Field("place", "text", "meeting.fact.place", "meeting.fact.place.hint", "off"), f.raw(idPrefix + "place"), offers["place"]}
	v.Inferred = []option{{Name: v.t("desk.act.inferred.none")}}
	for _, why := range meeting.Inferences() {
		v.Inferred = append(v.Inferred, option{Value: why, Name: v.t("inferred.why." + why)})
	}
	v.dressPatrons()
	s.dressGuests(v, offers)
	v.Topics = v.tickedTopics(f)
	var err error
	if v.Reports, v.Galleries, err = s.reportsAndGalleries(r, v); err != nil {
		return err
	}
	if v.Materials, err = s.materialRows(r, v); err != nil {
		return err
	}
	if v.Joints, err = s.jointChoices(r, &v.page, v.Meeting.Towns(), f.text(jointField)); err != nil {
		return err
	}
	item := &pressItemPage{pressHead: v.pressHead, Form: f}
	err = s.fillPartnerships(r, item, s.rooms.World(), v.Meeting.Towns())
	v.Partnerships = item.Partnerships
	return err
}

// reportsAndGalleries are what the meeting can name as its report and its gallery.
func (s *Site) reportsAndGalleries(r *http.Request, v *meetingFactsPage) (reports, galleries []option, err error) {
	none := option{Name: v.t("meeting.none")}
	reports, galleries = []option{none}, []option{none}
	all, err := s.rooms.Press.All(r.Context())
	for _, i := range all {
		o := option{Value: i.ID, Name: v.itemTitle(i)}
		switch i.Kind {
		case press.Article:
			reports = append(reports, o)
		case press.Gallery:
			galleries = append(galleries, o)
		}
	}
	return reports, galleries, err
}

// takeMeetingFacts keeps what the form says, as the next state.
func (s *Site) takeMeetingFacts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "meeting-facts", v, &v.Form, func(f *form) error {
		chosen := v.settleChoice(f, s.rooms.World())
		s.settleDays(f, &v.page, "from", "to")
		facts, own, offers := s.readFacts(v)
		if f.checked("more") || chosen && len(offers) == 0 && !f.checked("save") {
			if err := s.dressMeeting(r, v, offers); err != nil {
				return err
			}
			return s.write(w, http.StatusOK, "meeting-facts", v)
		}
		if err := s.checkJoint(r, f, &v.page, facts.Towns(), v.Meeting.Targets(press.OfProject)); err != nil {
			return err
		}
		err := f.wrong()
		if err == nil {
			err = s.rooms.Meetings.Save(r.Context(), actorOf(r), v.Meeting.ID, f.version(), facts, own, f.text("why"))
		}
		if err == nil {
			if err = s.daysMoved(r, v.Meeting.ID); err != nil {
				return err
			}
			return s.done(w, r, code, v.OwnURL, v.savedWord(), "")
		}
		v.Changed, err = s.whatChanged(r, &v.pressHead, f, "", v.Meeting.Version, err)
		if fault := s.dressMeeting(r, v, offers); fault != nil {
			return fault
		}
		return err
	})
}

// daysMoved brings the working side of a meeting in step with its days: what counts from
// their end counts from the new one. A job of the night does the same where they changed
// in another way.
func (s *Site) daysMoved(r *http.Request, id string) error {
	if s.rooms.Guests == nil {
		return nil
	}
	_, err := s.rooms.Guests.Follow(r.Context(), actorOf(r), id)
	return err
}
