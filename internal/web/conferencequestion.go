package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// conferenceQuestionPage is one question of the form by which single persons register.
type conferenceQuestionPage struct {
	conferenceHead
	Form       *form
	Action     string
	New        bool
	Number     int // in the form, from 1
	Sorts      []option
	Conditions []option
	Labels     []fieldView
	Options    []fieldView
	Positions  []option
	at         int // its place among the questions; their number for a new one
}

// newQuestion is the key in the address of a question that is not there yet.
const newQuestion = "new"

func (s *Site) newConferenceQuestion(w http.ResponseWriter, r *http.Request, code string) (*conferenceQuestionPage, error) {
	key := r.PathValue("question")
	head, err := s.newConference(w, r, code, "/settings/questions/"+key, "settings")
	if err != nil {
		return nil, err
	}
	questions := head.Conference.Registration.Questions
	v := &conferenceQuestionPage{conferenceHead: head, New: key == newQuestion, Action: head.Base + "/settings/questions/" + key}
	v.at = slices.IndexFunc(questions, func(q delegation.Question) bool { return q.Key == key })
	if v.New {
		v.at = len(questions)
	}
	if v.at < 0 || v.Conference.Version == 0 {
		return nil, errNoPage
	}
	v.Number = v.at + 1
	return v, nil
}

// conferenceQuestion shows it.
func (s *Site) conferenceQuestion(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConferenceQuestion(w, r, code)
	if err != nil {
		return err
	}
	values := url.Values{"version": {strconv.FormatInt(v.Conference.Version, 10)}, "position": {strconv.Itoa(v.at)}, "sort": {string(delegation.Line)}}
	if !v.New {
		v.questionValues(values)
	}
	v.Form = newForm(&v.page, values)
	s.dressQuestion(v)
	return s.write(w, http.StatusOK, "conference-question", v)
}

func (v *conferenceQuestionPage) questionValues(values url.Values) {
	q := v.Conference.Registration.Questions[v.at]
	values.Set("sort", string(q.Sort))
	if q.If != "" {
		values.Set("condition", conditionValue(q.If, q.IfValue))
	}
	if q.Required {
		values.Set("required", "1")
	}
	for l, text := range q.Label {
		values.Set("label."+l, text)
	}
	for _, l := range optionLanguages(q.Options) {
		var lines []string
		for _, o := range q.Options {
			lines = append(lines, o[l])
		}
		values.Set("options."+l, strings.Join(lines, "\n"))
	}
}

func optionLanguages(options []meeting.Words) (codes []string) {
	for _, o := range options {
		for l := range o {
			if !slices.Contains(codes, l) {
				codes = append(codes, l)
			}
		}
	}
	return codes
}

func (s *Site) dressQuestion(v *conferenceQuestionPage) {
	f := v.Form
	for _, sort := range delegation.Sorts() {
		v.Sorts = append(v.Sorts, option{Value: string(sort), Name: v.t("conference.sort." + string(sort))})
	}
	key := ""
	if !v.New {
		key = v.Conference.Registration.Questions[v.at].Key
	}
	v.Conditions = v.conditions(key)
	for _, l := range s.languagesFrom(v.Lang) {
		if !slices.Contains(s.face().Offered(), l) {
			continue
		}
		label, options := f.Field("label."+l, "text", "conference.question.label", "", "off"), f.Area("options."+l, "conference.question.options", "", 4)
		label.Label, options.Label = label.Label+" – "+v.p.LanguageName(l), options.Label+" – "+v.p.LanguageName(l)
		v.Labels, v.Options = append(v.Labels, label), append(v.Options, options)
	}
	last := len(v.Conference.Registration.Questions)
	if !v.New {
		last--
	}
	for i := 0; i <= last; i++ {
		v.Positions = append(v.Positions, option{Value: strconv.Itoa(i), Name: v.p.Number(i + 1)})
	}
}

// takeConferenceQuestion keeps it, moves it to the place that the form names, or takes it away.
func (s *Site) takeConferenceQuestion(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConferenceQuestion(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "conference-question", v, &v.Form, func(f *form) error {
		c := v.Conference
		c.Version = f.version()
		questions, told := slices.Clone(c.Registration.Questions), "conference.question.saved"
		if !v.New {
			questions = slices.Delete(questions, v.at, v.at+1)
		}
		if f.checked("remove") {
			told = "conference.question.removed"
		} else {
			position := min(max(int(f.number("position")), 0), len(questions))
			questions = slices.Insert(questions, position, s.readQuestion(v))
		}
		c.Registration.Questions = questions
		err := f.wrong()
		if err == nil {
			err = s.rooms.Guests.SaveConference(r.Context(), actorOf(r), c)
		}
		s.dressQuestion(v)
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/settings#questions", lang.Msg(told), "")
	})
}

// readQuestion reads the form. Options stand in the same line in each language.
func (s *Site) readQuestion(v *conferenceQuestionPage) delegation.Question {
	f := v.Form
	q := delegation.Question{Key: "q" + db.NewID()[24:], Sort: delegation.Sort(f.text("sort")), Required: f.checked("required")}
	if !v.New {
		q.Key = v.Conference.Registration.Questions[v.at].Key
	}
	q.If, q.IfValue, _ = strings.Cut(f.text("condition"), ":")
	for _, l := range s.face().Offered() {
		q.Label = q.Label.With(l, f.text("label."+l))
		if q.Sort != delegation.Choice {
			continue
		}
		for i, line := range strings.Split(f.limited("options."+l), "\n") {
			for i >= len(q.Options) && strings.TrimSpace(line) != "" && len(q.Options) <= mostOptionLines {
				q.Options = append(q.Options, meeting.Words{})
			}
			if i < len(q.Options) {
				q.Options[i] = q.Options[i].With(l, strings.TrimSpace(line))
			}
		}
	}
	q.Options = slices.DeleteFunc(q.Options, meeting.Words.Empty)
	return q
}

// mostOptionLines is how many lines are read: more options than a question may have.
const mostOptionLines = 100
