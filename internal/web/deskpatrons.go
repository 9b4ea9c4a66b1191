package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/care"
	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// patronsPage says of each patronage of a meeting what is due, and when.
type patronsPage struct {
	conferenceHead
	Rows    []patronPlan
	Waiting bool // readers do not see all of it yet
}

// patronPlan is a patronage with its plan.
type patronPlan struct {
	URL        string
	Office     worded
	Way, State string
	Class      string
	Task       string // the sentence; "" for nothing to do
	Due        bool
	Window     string // from when until when applications are taken
	Source     string
	Bar        *patronBar
	day        lang.Date
}

// patronPage is the form of one patronage.
type patronPage struct {
	conferenceHead
	Form         *form
	LogoForm     *form
	Action       string
	New          bool
	Heading      string
	List         string
	Plan         patronPlan
	Ways, States []option
	Rules        []option
	Logo         *imageView
	LogoShown    bool
	MayFile      bool
	first        string
	at           int // which of the meeting's patrons
	patron       meeting.Patron
}

// patronsPath follows the address of a meeting.
const patronsPath = "/patrons"

// planView says a patronage's plan in words.
func (s *Site) planView(p *page, f meeting.Facts, x meeting.Patron, first string) patronPlan {
	plan := f.Plan(x, s.today())
	v := patronPlan{Office: wordedIn(x.Office, p.Lang, first), Way: p.t("meeting.patronage." + string(x.Way)), State: p.t("meeting.state." + string(x.State)), Due: plan.Due(meeting.TaskDays), day: plan.Day}
	v.Bar = barOf(f, plan, s.today())
	v.Class = map[meeting.State]string{meeting.Granted: "public", meeting.Refused: "withdrawn"}[x.State]
	v.Class = cmp.Or(v.Class, "draft")
	if said := plan.Say(x, p.p); !said.IsZero() {
		v.Task = p.p.Message(said)
	}
	switch {
	case plan.By.IsZero():
	case plan.From.IsZero():
		v.Window = p.t("meeting.window.by", "day", plan.By)
	default:
		v.Window = p.t("meeting.window", "from", plan.From, "day", plan.By)
	}
	for _, rule := range meeting.Rules() {
		if rule.Key == x.Rule {
			v.Source = rule.Source
		}
	}
	return v
}

// patronDuties are the tasks about patronages of the meetings on which the reader works, for
// the list of what is due.
func (s *Site) patronDuties(r *http.Request, p *page, add func(care.Urgency, dutyView)) error {
	if s.rooms.Meetings == nil || !s.may(r, people.UseMeetings, people.Object{}) {
		return nil
	}
	all, err := s.rooms.Meetings.All(r.Context())
	for _, m := range all {
		if !m.Gone.IsZero() || !s.may(r, people.WriteMeeting, m.Object()) {
			continue
		}
		for i, x := range m.Patrons {
			plan := m.Plan(x, s.today())
			if !plan.Due(meeting.TaskDays) {
				continue
			}
			at := "/" + p.Lang + "/desk/meetings/" + m.ID
			day := ""
			if !plan.Day.IsZero() {
				day = p.p.Date(plan.Day)
			}
			add(care.Duty{Day: plan.Day}.Urgency(s.today()), dutyView{
				Day: day, Kind: "patron", Text: p.p.Message(plan.Say(x, p.p)), Pair: link{p.itemTitle(m.Item), at},
				Step: link{wordedIn(x.Office, p.Lang, firstLanguage(m.Item)).Text, at + patronsPath + "/" + strconv.Itoa(i+1)},
			})
		}
	}
	return err
}

// patrons lists the patronages, what is due first.
func (s *Site) patrons(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, patronsPath, "patrons")
	if err != nil {
		return err
	}
	v := &patronsPage{conferenceHead: head, Waiting: head.Meeting.Item.Waiting(s.clock.Now()).Own}
	for i, x := range v.Meeting.Patrons {
		row := s.planView(&v.page, v.Meeting.Facts, x, firstLanguage(v.Meeting.Item))
		row.URL = v.Base + patronsPath + "/" + strconv.Itoa(i+1)
		v.Rows = append(v.Rows, row)
	}
	slices.SortStableFunc(v.Rows, func(a, b patronPlan) int {
		return cmp.Or(boolOrder(b.Due)-boolOrder(a.Due), boolOrder(a.Task == "")-boolOrder(b.Task == ""))
	})
	return s.write(w, http.StatusOK, "patrons", v)
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *Site) newPatron(w http.ResponseWriter, r *http.Request, code string) (*patronPage, error) {
	word := r.PathValue("number")
	head, err := s.newConference(w, r, code, patronsPath+"/"+url.PathEscape(word), "patrons")
	if err != nil {
		return nil, err
	}
	v := &patronPage{conferenceHead: head, New: word == newWord, List: head.Base + patronsPath, Action: head.Base + patronsPath + "/" + word, first: firstLanguage(head.Meeting.Item), Heading: head.t("meeting.patron.new")}
	v.patron, v.at = meeting.Patron{Way: meeting.Honorary, State: meeting.Intended}, len(v.Meeting.Patrons)
	if !v.New {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > len(v.Meeting.Patrons) {
			return nil, errNoPage
		}
		v.at, v.patron = n-1, v.Meeting.Patrons[n-1]
		v.Plan = s.planView(&v.page, v.Meeting.Facts, v.patron, v.first)
		v.Heading = v.Plan.Office.Text
	}
	v.MayFile, v.LogoShown = s.rooms.Documents != nil, v.patron.LogoShown(s.today())
	x := v.patron
	values := url.Values{
		"version": {strconv.FormatInt(v.Meeting.Version, 10)}, "way": {string(x.Way)}, "office": {x.Office[v.first]}, "holder": {x.Holder}, "state": {string(x.State)}, "rule": {x.Rule},
		"applied_on": {x.AppliedOn}, "answered_on": {x.AnsweredOn}, "obligations": {x.Obligations[v.first]}, "logo_from": {x.LogoFrom}, "logo_until": {x.LogoUntil},
	}
	if x.Days > 0 {
		values.Set("days", strconv.Itoa(x.Days))
	}
	v.Form, v.LogoForm = newForm(&v.page, values), newForm(&v.page, nil)
	if x.Logo == "" || s.rooms.Documents == nil {
		return v, nil
	}
	d, err := s.rooms.Documents.Of(r.Context(), x.Logo)
	if err == nil && !d.Gone() && d.Display.Blob != "" {
		v.Logo = &imageView{v.Action + "/logo", d.Display.Width, d.Display.Height}
	}
	return v, err
}

func (v *patronPage) dress() {
	for _, way := range meeting.Patronages() {
		v.Ways = append(v.Ways, option{Value: string(way), Name: v.t("meeting.patronage." + string(way))})
	}
	for _, state := range meeting.States() {
		v.States = append(v.States, option{Value: string(state), Name: v.t("meeting.state." + string(state))})
	}
	v.Rules = []option{{Name: v.t("meeting.rule.none")}}
	for _, rule := range meeting.Rules() {
		v.Rules = append(v.Rules, option{Value: rule.Key, Name: v.t("meeting.rule.of", "who", v.t("meeting.rule."+rule.Key), "n", rule.Days)})
	}
	v.Rules = append(v.Rules, option{Value: meeting.OtherRule, Name: v.t("meeting.rule.other")})
}

// patron shows the form.
func (s *Site) patron(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPatron(w, r, code)
	if err != nil {
		return err
	}
	v.dress()
	return s.write(w, http.StatusOK, "patron", v)
}

// takePatron keeps what the form says, as the next state of the meeting's facts.
func (s *Site) takePatron(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPatron(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "patron", v, &v.Form, func(f *form) error {
		facts := v.Meeting.Facts
		facts.Patrons = slices.Clone(facts.Patrons)
		var err error = errs.In("office", lang.Msg("error.meeting.patron_office"))
		if f.raw("do") == "remove" && !v.New {
			facts.Patrons, err = slices.Delete(facts.Patrons, v.at, v.at+1), nil
		} else if x := v.patronIn(f); !x.Office.Empty() {
			facts.Patrons, err = append(facts.Patrons[:v.at], append([]meeting.Patron{x}, facts.Patrons[min(v.at+1, len(facts.Patrons)):]...)...), f.wrong()
		}
		if err == nil {
			err = s.rooms.Meetings.Save(r.Context(), actorOf(r), v.Meeting.ID, f.version(), facts, v.Meeting.Own, "")
		}
		if err == nil {
			return s.done(w, r, code, v.List, lang.Msg("press.saved"), "")
		}
		v.dress()
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.Meeting.Version, 10))
		}
		return err
	})
}

// patronIn reads the form over what the patronage was.
func (v *patronPage) patronIn(f *form) meeting.Patron {
	x := v.patron
	x.Way, x.State, x.Rule = meeting.Patronage(f.text("way")), meeting.State(f.text("state")), f.text("rule")
	x.Office, x.Holder, x.Obligations = x.Office.With(v.first, f.text("office")), f.text("holder"), x.Obligations.With(v.first, f.text("obligations"))
	x.AppliedOn, x.AnsweredOn, x.LogoFrom, x.LogoUntil = f.text("applied_on"), f.text("answered_on"), f.text("logo_from"), f.text("logo_until")
	x.Days = int(f.whole("days", "error.agenda.people"))
	return x
}

// takePatronLogo keeps the logo that was sent, or takes it away. The file itself is for those
// who work on the meeting; readers get it from the meeting's page, in its period.
func (s *Site) takePatronLogo(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPatron(w, r, code)
	if err != nil {
		return err
	}
	if v.New || s.rooms.Documents == nil {
		return errNoPage
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.LogoForm = f
	for i := range f.faults {
		f.faults[i].Field = "logo" // the form has one field for files
	}
	if err = f.wrong(); err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.setPatronLogo(r, tx, note, v, f.raw("do") == "remove", intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.Action, lang.Msg("press.saved"), "")
	}
	v.dress()
	return s.again(w, f, "patron", v, err)
}

func (s *Site) setPatronLogo(r *http.Request, tx *db.Tx, note func(people.Entry), v *patronPage, remove bool, intakes []document.Intake) error {
	logo := ""
	switch {
	case remove:
	case len(intakes) == 0:
		return errs.In("logo", lang.Msg("error.meeting.no_file"))
	case !intakes[0].Kind().Image():
		return errs.In("logo", lang.Msg("error.meeting.logo_kind"))
	default:
		d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{Intake: intakes[0].ID, Title: v.patron.Office, Language: v.first, Visibility: document.Restricted, On: v.Meeting.Object()})
		if err != nil {
			return err
		}
		logo = d.ID
	}
	return s.rooms.Meetings.SetPatronLogo(r.Context(), tx, note, actorOf(r), v.Meeting.ID, v.at, v.patron.Office, logo)
}

// deskPatronLogo sends the logo to those who work on the meeting.
func (s *Site) deskPatronLogo(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPatron(w, r, code)
	if err != nil {
		return err
	}
	if v.Logo == nil {
		return errNoPage
	}
	return s.sendImage(w, r, v.patron.Logo, false)
}

// patronLogo sends a patron's logo to readers, within the period in which it may be used.
func (s *Site) patronLogo(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.shownMeeting(r, code)
	if err != nil {
		return err
	}
	for _, p := range m.Patrons {
		if p.Logo == r.PathValue("logo") && p.LogoShown(s.today()) && s.rooms.Documents != nil {
			return s.sendImage(w, r, p.Logo, true)
		}
	}
	return errNoPage
}

// patronImage is the logo of a patron as the meeting's page shows it; nil where there is none
// that may be used today.
func (s *Site) patronImage(r *http.Request, base string, p meeting.Patron) (*imageView, error) {
	if !p.LogoShown(s.today()) || s.rooms.Documents == nil {
		return nil, nil
	}
	d, err := s.rooms.Documents.Of(r.Context(), p.Logo)
	if err != nil || d.Gone() || d.Display.Blob == "" {
		return nil, err
	}
	return &imageView{base + "/logos/" + p.Logo, d.Display.Width, d.Display.Height}, nil
}
