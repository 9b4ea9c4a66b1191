package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// afterRoutes are what is left when the guests go home.
func (s *Site) afterRoutes() []Route {
	const desk = "/desk/meetings/{meeting}/after"
	return []Route{
		{get, desk, people.MeetingGuests, s.ofMeeting, Light, Never, s.after, false},
		{post, desk + "/numbers", people.WriteMeeting, s.ofMeeting, Light, Never, s.takeNumbers, false},
		{post, desk + "/survey", people.MeetingGuests, s.ofMeeting, Light, Never, s.takeSurvey, false},
		{get, desk + "/thanks", people.MeetingGuests, s.ofMeeting, Light, Never, s.afterThanks, false},
		{post, desk + "/thanks", people.MeetingGuests, s.ofMeeting, Heavy, Never, s.sendThanks, false},

		{get, "/guest/{token}/survey", people.GuestOwn, s.ofGuest, Light, Never, s.guestSurvey, false},
		{post, "/guest/{token}/survey", people.GuestOwn, s.ofGuest, Light, Never, s.takeGuestSurvey, false},
	}
}

// afterPage is what the organiser has to do when the guests went home, and what goes by
// itself.
type afterPage struct {
	conferenceHead
	Form     *form
	Open     bool // the working side is open
	Steps    []afterStep
	Counts   []afterCount
	Sum      afterCount
	Numbers  bool // there are numbers that the meeting's page can tell
	Survey   after.Survey
	Choices  []option
	Until    string
	Answered bool // the questions stay as they are
	Own      []ownQuestion
	Thanks   *thanksView // nil: nobody came, or nobody knows yet
	Results  []surveyResult
	Goes     []afterGoes
}

// afterStep is a line of the checklist.
type afterStep struct {
	Text, URL string
	Done      bool
}

// afterCount is how many came from where.
type afterCount struct {
	Name                       string
	Invited, Accepted, Arrived int
}

// surveyResult are the answers to a question.
type surveyResult struct {
	Question string
	Total    string
	Few      string // why no counts are shown; "": they are
	Bars     []surveyBar
}

// surveyBar is one answer.
type surveyBar struct {
	Name    string
	N, Most int
}

// afterGoes is what goes by itself, and when.
type afterGoes struct {
	What, When string
	N          int
}

func (s *Site) after(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAfter(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "after", v)
}

func (s *Site) newAfter(w http.ResponseWriter, r *http.Request, code string) (*afterPage, error) {
	if s.rooms.After == nil || s.rooms.Surveys == nil {
		return nil, errNoPage
	}
	head, err := s.newConference(w, r, code, "/after", "after")
	if err != nil {
		return nil, err
	}
	v := &afterPage{conferenceHead: head, Open: head.Conference.Version > 0}
	if !v.Open {
		return v, nil
	}
	if err := s.fillCounts(r, v); err != nil {
		return nil, err
	}
	if err := s.fillSurvey(r, v); err != nil {
		return nil, err
	}
	v.fillSteps()
	if err := s.addThanks(r, v); err != nil {
		return nil, err
	}
	if err := s.addContacts(r, v); err != nil {
		return nil, err
	}
	return v, s.fillGoes(r, v)
}

// fillCounts says who came from where.
func (s *Site) fillCounts(r *http.Request, v *afterPage) error {
	all, err := s.rooms.After.Counts(r.Context(), v.Meeting.ID)
	v.Sum.Name = v.t("after.total")
	for _, c := range all {
		row := afterCount{v.t("after.no_town"), c.Invited, c.Accepted, c.Arrived}
		if c.Place != 0 {
			row.Name = s.rooms.World().Places.DisplayName(c.Place, v.Lang)
			if c.Country != "" {
				row.Name += ", " + v.p.CountryName(c.Country)
			}
		}
		v.Sum.Invited, v.Sum.Accepted, v.Sum.Arrived = v.Sum.Invited+c.Invited, v.Sum.Accepted+c.Accepted, v.Sum.Arrived+c.Arrived
		v.Counts = append(v.Counts, row)
	}
	v.Numbers = len(after.Guests(all)) > 0
	return err
}

// fillSurvey fills the form of the survey and its results.
func (s *Site) fillSurvey(r *http.Request, v *afterPage) (err error) {
	if v.Survey, err = s.rooms.Surveys.Of(r.Context(), v.Meeting.ID); err != nil {
		return err
	}
	asked := v.Survey.Questions
	if v.Survey.Version == 0 {
		asked = after.Questions()
	}
	for _, q := range after.Questions() {
		v.Choices = append(v.Choices, option{Value: string(q), Name: v.t("survey.q." + string(q)), Chosen: slices.Contains(asked, q)})
	}
	v.Form = newForm(&v.page, url.Values{"until": {lang.DateOf(s.clock.Now().AddDate(0, 0, 21)).String()}})
	v.ownValues()
	s.dressOwn(v)
	if !v.Survey.Until.IsZero() {
		v.Form.values.Set("until", lang.DateOf(v.Survey.Until.Add(-time.Second).In(v.Meeting.Location())).String())
		v.Until = v.t("survey.until", "at", v.lastDay(v.Survey, v.Meeting))
		if !v.Survey.Open(s.clock.Now()) {
			v.Until = v.t("survey.closed")
		}
	}
	results, err := s.rooms.Surveys.Results(r.Context(), v.Meeting.ID)
	for _, o := range results {
		v.Answered = v.Answered || o.Total > 0
		v.Results = append(v.Results, v.surveyResult(o, v.Survey.Open(s.clock.Now())))
	}
	return err
}

func (v *afterPage) surveyResult(o after.Outcome, open bool) surveyResult {
	res := surveyResult{Question: v.askedText(o.Asked, "").Text, Total: v.t("survey.answers", "n", o.Total)}
	if o.Counts == nil {
		if res.Few = v.t("survey.few", "n", after.Fewest); open {
			res.Few = v.t("survey.later")
		}
		return res
	}
	for i, answer := range o.Answers {
		res.Bars = append(res.Bars, surveyBar{v.t("survey.a." + answer), o.Counts[i], o.Total})
	}
	return res
}

// fillSteps is the checklist.
func (v *afterPage) fillSteps() {
	own := v.Meeting.Item.Own
	for _, step := range []struct {
		key, url string
		done     bool
	}{
		{"after.step.numbers", "#counts", len(v.Meeting.Guests) > 0},
		{"after.step.report", v.Base, meeting.Linked(own, meeting.Report) != ""},
		{"after.step.gallery", v.Base, meeting.Linked(own, meeting.Gallery) != ""},
		{"after.step.materials", v.Base, len(v.Meeting.Materials) > 0},
		{"after.step.survey", "#survey", !v.Survey.Until.IsZero()},
	} {
		v.Steps = append(v.Steps, afterStep{v.t(step.key), step.url, step.done})
	}
}

// addContacts says how many contacts were made at the meeting's forum.
func (s *Site) addContacts(r *http.Request, v *afterPage) error {
	if s.rooms.Forums == nil {
		return nil
	}
	made, err := s.rooms.Forums.Contacts(r.Context(), v.Meeting.ID)
	if n := len(made); n > 0 {
		v.Steps = append(v.Steps, afterStep{v.t("after.step.contacts", "n", n), v.Base + "/forum", true})
	}
	return err
}

// fillGoes says what goes when.
func (s *Site) fillGoes(r *http.Request, v *afterPage) error {
	plan, err := s.rooms.After.Plan(r.Context(), v.Meeting.ID)
	until := v.Conference.Until()
	for _, p := range after.Parts() {
		at := map[after.Part]time.Time{after.Visa: until.Visa, after.Care: until.Care, after.People: until.People}[p]
		v.Goes = append(v.Goes, afterGoes{v.t("after.goes." + string(p)), v.p.Date(lang.DateOf(at.In(v.Meeting.Location()))), plan[p]})
	}
	return err
}

// takeNumbers puts the counts into the meeting's facts. Where nothing else of it waits to be
// published, readers see them at once.
func (s *Site) takeNumbers(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAfter(w, r, code)
	if err != nil {
		return err
	}
	counts, err := s.rooms.After.Counts(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	facts, m := v.Meeting.Facts, v.Meeting
	if facts.Guests = after.Guests(counts); len(facts.Guests) == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.after.no_numbers"), nil)
	}
	alone := m.Item.Waiting(s.clock.Now()).None()
	if err := s.rooms.Meetings.Save(r.Context(), actorOf(r), m.ID, m.Version, facts, m.Item.Own, ""); err != nil {
		return err
	}
	said := lang.Msg("after.numbers.saved")
	if alone && s.publishNumbers(r, m.ID) {
		said = lang.Msg("after.numbers.public")
	}
	return s.done(w, r, code, v.Base+"/after", said, "")
}

// publishNumbers says whether readers see what was just saved; where they do not, it waits
// like any other change.
func (s *Site) publishNumbers(r *http.Request, id string) bool {
	m, err := s.rooms.Meetings.Meeting(r.Context(), id)
	if err != nil || m.Item.Waiting(s.clock.Now()).None() {
		return false
	}
	resolve := func(t press.Text) (markup.Resolve, error) { return s.resolver(r, t.Language, t.Content) }
	return s.rooms.Meetings.PublishChanges(r.Context(), actorOf(r), id, m.Item.Version, time.Time{}, resolve) == nil
}

// takeSurvey keeps what is asked and until when.
func (s *Site) takeSurvey(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAfter(w, r, code)
	if err != nil {
		return err
	}
	if !v.Open {
		return errNoPage
	}
	return s.sent(w, r, "after", v, &v.Form, func(f *form) error {
		survey := after.Survey{Meeting: v.Meeting.ID, Version: f.version()}
		for _, q := range f.all("question") {
			survey.Questions = append(survey.Questions, after.Question(q))
		}
		survey.Own = s.readOwn(f)
		s.dressOwn(v)
		last, err := time.ParseInLocation(time.DateOnly, f.text("until"), v.Meeting.Location())
		if err != nil && f.text("do") != "close" {
			return errs.In("until", lang.Msg("error.guests.day"))
		}
		said := lang.Msg("survey.opened")
		if survey.Until = last.AddDate(0, 0, 1); f.text("do") == "close" {
			survey.Until, survey.Questions, survey.Own, said = s.clock.Now(), v.Survey.Questions, v.Survey.Own, lang.Msg("survey.ended")
		}
		if err := s.rooms.Surveys.Save(r.Context(), actorOf(r), survey); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/after#survey", said, "")
	})
}

// guestSurveyPage asks a delegation.
type guestSurveyPage struct {
	guestHead
	Form      *form
	State     string // "open", "said", "over"
	Questions []surveyQuestion
	Until     string
}

// offerSurvey leads to the survey as long as it is open.
func (s *Site) offerSurvey(r *http.Request, v *guestHead, part string) error {
	if s.rooms.Surveys == nil {
		return nil
	}
	survey, err := s.rooms.Surveys.Of(r.Context(), v.Guest.Meeting)
	if err == nil && survey.Open(s.clock.Now()) {
		v.Parts = append(v.Parts, conferencePart{v.t("guest.part.survey"), v.Base + "/survey", part == "/survey"})
	}
	return err
}

type surveyQuestion struct {
	Name    string
	Text    worded
	Options []option
}

func (s *Site) newGuestSurvey(w http.ResponseWriter, r *http.Request, code string) (*guestSurveyPage, error) {
	if s.rooms.Surveys == nil {
		return nil, errNoPage
	}
	head, err := s.newGuest(w, r, code, "/survey", "/survey")
	if err != nil {
		return nil, err
	}
	v := &guestSurveyPage{guestHead: head, State: "over"}
	v.Form = newForm(&v.page, nil)
	survey, err := s.rooms.Surveys.Of(r.Context(), head.Guest.Meeting)
	if err != nil {
		return nil, err
	}
	said, err := s.rooms.Surveys.Said(r.Context(), head.Guest.Meeting, head.Guest.ID)
	switch {
	case err != nil:
		return nil, err
	case said:
		v.State = "said"
	case survey.Open(s.clock.Now()):
		v.State, v.Until = "open", v.t("survey.until", "at", v.lastDay(survey, v.Meeting))
	}
	for _, q := range survey.Asked() {
		asked := surveyQuestion{Name: string(q.Question), Text: v.askedText(q, v.Invitation.Language)}
		for _, a := range q.Answers {
			asked.Options = append(asked.Options, option{Value: a, Name: v.t("survey.a." + a)})
		}
		v.Questions = append(v.Questions, asked)
	}
	return v, nil
}

func (s *Site) guestSurvey(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newGuestSurvey(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "guest-survey", v)
}

// takeGuestSurvey adds a delegation's answers to the counts.
func (s *Site) takeGuestSurvey(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newGuestSurvey(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "guest-survey", v, &v.Form, func(f *form) error {
		answers := map[after.Question]string{}
		for _, q := range v.Questions {
			answers[after.Question(q.Name)] = f.text(q.Name)
		}
		if err := s.rooms.Surveys.Answer(r.Context(), v.Guest.Meeting, v.Guest.ID, answers); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/survey", lang.Msg("survey.thanks"), "")
	})
}

// lastDay is the last day on which a survey takes answers.
func (p *page) lastDay(s after.Survey, m meeting.Meeting) string {
	return p.p.Date(lang.DateOf(s.Until.Add(-time.Second).In(m.Location())))
}
