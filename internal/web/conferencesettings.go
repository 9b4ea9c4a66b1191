package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// conferenceSettingsPage is what holds for all delegations of a meeting. Saving it for the
// first time opens the working side.
type conferenceSettingsPage struct {
	conferenceHead
	Form      *form
	Undated   bool // the days are not known, from which everything counts
	Days      map[string]dayView
	Texts     []settingsTexts
	Usual     delegation.Keep
	Kept      delegation.Keep
	Questions []questionRow
	Ends      string
	Extra     []fieldView // settings that other parts of the working side add
}

// settingsTexts are the texts in one language.
type settingsTexts struct {
	Name          string
	Open          bool
	Notice, Costs fieldView
}

func (s *Site) newConferenceSettings(w http.ResponseWriter, r *http.Request, code string) (*conferenceSettingsPage, error) {
	head, err := s.newConference(w, r, code, "/settings", "settings")
	if err != nil {
		return nil, err
	}
	v := &conferenceSettingsPage{conferenceHead: head, Usual: delegation.Conference{}.Kept(), Kept: head.Conference.Kept()}
	ends, dated := v.Meeting.End()
	if v.Undated = !dated && v.Conference.Version == 0; dated {
		v.Conference.Ends = ends
	}
	if !v.Conference.Ends.IsZero() {
		v.Ends = v.p.Date(v.dayOf(v.Conference.Ends.Add(-time.Second)))
	}
	v.Questions = v.questionRows()
	return v, nil
}

// dayOf is a moment's day where the meeting is.
func (v *conferenceHead) dayOf(t time.Time) lang.Date { return lang.DateOf(t.In(v.Meeting.Location())) }

// conferenceSettings shows them.
func (s *Site) conferenceSettings(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConferenceSettings(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, v.settingValues())
	s.dressSettings(v)
	return s.write(w, http.StatusOK, "conference-settings", v)
}

// settingValues are the settings as the form holds them.
func (v *conferenceSettingsPage) settingValues() url.Values {
	c := v.Conference
	values := url.Values{
		"version": {strconv.FormatInt(c.Version, 10)}, "contact": {c.Contact}, "controller": {c.Controller},
		"deadline": {v.momentWords(c.Deadline)}, "until": {v.momentWords(c.Registration.Until)},
		"seats": {fieldNumber(c.Seats)}, "remind": {reminderWords(c.Remind)}, "keep_visa": {fieldNumber(c.Keep.Visa)}, "keep_care": {fieldNumber(c.Keep.Care)}, "keep_people": {fieldNumber(c.Keep.People)},
	}
	for name, on := range map[string]bool{"protected": c.Protected, "named": c.Named, "open": c.Registration.Open, "approval": c.Registration.Approval} {
		if on {
			values.Set(name, "1")
		}
	}
	for _, text := range []struct {
		name  string
		words meeting.Words
	}{{"notice", c.Notice}, {"costs", c.Costs}} {
		for language, said := range text.words {
			values.Set(text.name+"."+language, said)
		}
	}
	return values
}

// fieldNumber writes a number into a field; nothing for zero.
func fieldNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// momentWords writes the last day of a term into its field.
func (v *conferenceHead) momentWords(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.p.Date(v.dayOf(t.Add(-time.Second)))
}

// dressSettings fills what the form shows.
func (s *Site) dressSettings(v *conferenceSettingsPage) {
	f := v.Form
	v.Days = map[string]dayView{
		"deadline": s.dayField(f, &v.page, "deadline", "conference.deadline", "conference.deadline.hint"),
		"until":    s.dayField(f, &v.page, "until", "conference.until", "conference.until.hint"),
	}
	first := firstLanguage(v.Meeting.Item)
	for _, l := range s.face().Offered() {
		t := settingsTexts{Name: v.p.LanguageName(l), Notice: f.Area("notice."+l, "conference.notice", "conference.notice.hint", 4), Costs: f.Area("costs."+l, "conference.costs", "conference.costs.hint", 2)}
		t.Open = l == first || t.Notice.Value != "" || t.Costs.Value != "" || t.Notice.Fault != "" || t.Costs.Fault != ""
		v.Texts = append(v.Texts, t)
	}
}

// takeConferenceSettings keeps what the form says, and opens the working side.
func (s *Site) takeConferenceSettings(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConferenceSettings(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "conference-settings", v, &v.Form, func(f *form) error {
		s.settleDays(f, &v.page, "deadline", "until")
		opens := v.Conference.Version == 0
		c := s.readSettings(v)
		err := f.wrong()
		if err == nil {
			err = s.rooms.Guests.SaveConference(r.Context(), actorOf(r), c)
		}
		s.dressSettings(v)
		switch {
		case err != nil:
			return err
		case opens:
			return s.done(w, r, code, v.Base+"/delegations", lang.Msg("conference.opened"), "")
		}
		return s.done(w, r, code, v.Base+"/settings", lang.Msg("conference.saved"), "")
	})
}

// readSettings reads the form over what held before.
func (s *Site) readSettings(v *conferenceSettingsPage) delegation.Conference {
	f, c := v.Form, v.Conference
	c.Version = f.version()
	c.Seats = int(f.whole("seats", "error.guests.number"))
	c.Contact, c.Controller, c.Protected = f.text("contact"), f.text("controller"), f.checked("protected")
	c.Keep = delegation.Keep{
		Visa: int(f.whole("keep_visa", "error.guests.number")), Care: int(f.whole("keep_care", "error.guests.number")), People: int(f.whole("keep_people", "error.guests.number")),
	}
	c.Deadline, c.Registration.Until = s.lastMoment(v.conferenceHead, f, "deadline"), s.lastMoment(v.conferenceHead, f, "until")
	c.Registration.Open, c.Registration.Approval = f.checked("open"), f.checked("approval")
	c.Named, c.Remind = f.checked("named"), f.reminders("remind")
	for _, l := range s.face().Offered() {
		c.Notice, c.Costs = withText(c.Notice, l, f.limited("notice."+l)), withText(c.Costs, l, f.limited("costs."+l))
	}
	return c
}

// reminders reads how many days before a deadline reminders leave, "7, 2"; nothing stands for
// the usual days and a zero for none.
func (f *form) reminders(name string) []int {
	text := f.text(name)
	if text == "" {
		return nil
	}
	days := []int{}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		n, err := strconv.Atoi(part)
		if err != nil {
			f.fail(name, lang.Msg("error.guests.number"))
			return nil
		}
		if n != 0 || len(days) > 0 {
			days = append(days, n)
		}
	}
	return days
}

// reminderWords writes the days of reminders into their field.
func reminderWords(days []int) string {
	parts := make([]string, len(days))
	for i, n := range days {
		parts[i] = strconv.Itoa(n)
	}
	if days != nil && len(days) == 0 {
		return "0"
	}
	return strings.Join(parts, ", ")
}

// withText is Words.With for a text of several paragraphs.
func withText(w meeting.Words, language, text string) meeting.Words {
	if w = w.With(language, text); text != "" {
		w[language] = text
	}
	return w
}

// limited is the content of a text area, which must not be longer than it may.
func (f *form) limited(name string) string {
	text := f.text(name)
	if len([]rune(text)) > mostArea {
		f.fail(name, lang.Msg("error.partnership.long", "max", mostArea))
	}
	return text
}

// lastMoment reads a day until whose end something holds where the meeting is; zero where
// the field is empty.
func (s *Site) lastMoment(v conferenceHead, f *form, name string) time.Time {
	d, err := s.lexicon.ReadDate(f.text(name), s.today())
	switch {
	case err != nil:
		f.fail(name, errs.PublicOf(err))
		return time.Time{}
	case d.IsZero():
		return time.Time{}
	case exactDay(d) == "":
		f.fail(name, lang.Msg("error.guests.exact_day"))
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, v.Meeting.Location())
}

// questionRow is a question in the list of the settings.
type questionRow struct {
	URL, Label, Sort, When string
	Required               bool
}

func (v *conferenceHead) questionRows() (rows []questionRow) {
	for _, q := range v.Conference.Registration.Questions {
		label, _ := q.Label.In(v.Lang, "")
		row := questionRow{URL: v.Base + "/settings/questions/" + q.Key, Label: label, Sort: v.t("conference.sort." + string(q.Sort)), Required: q.Required}
		if q.If != "" {
			row.When = v.conditionText(q)
		}
		rows = append(rows, row)
	}
	return rows
}

// conditionText says of whom a question is asked.
func (v *conferenceHead) conditionText(q delegation.Question) string {
	for _, o := range v.conditions(q.Key) {
		if o.Value == conditionValue(q.If, q.IfValue) {
			return o.Name
		}
	}
	return ""
}

func conditionValue(key, value string) string { return key + ":" + value }

// conditions are the answers to earlier questions on which a question can depend.
func (v *conferenceHead) conditions(before string) []option {
	list := []option{{Name: v.t("conference.question.always")}}
	for _, q := range v.Conference.Registration.Questions {
		if q.Key == before {
			break
		}
		label, _ := q.Label.In(v.Lang, "")
		switch q.Sort {
		case delegation.Tick:
			list = append(list, option{Value: conditionValue(q.Key, "1"), Name: v.t("conference.question.ticked", "question", strings.TrimSuffix(label, "?"))})
		case delegation.Choice:
			for i, o := range q.Options {
				said, _ := o.In(v.Lang, "")
				list = append(list, option{Value: conditionValue(q.Key, strconv.Itoa(i)), Name: v.t("conference.question.chosen", "question", strings.TrimSuffix(label, "?"), "answer", said)})
			}
		}
	}
	return list
}
