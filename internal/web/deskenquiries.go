package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// mayAnswer says whether the reader may see and answer a point's enquiries: of a
// confidential one only its own advisers may.
func (s *Site) mayAnswer(r *http.Request, h helppoint.Point) bool {
	on := s.helpObject(h)
	return s.may(r, people.AnswerHelp, on) && (!h.Confidential || s.may(r, people.ReadConfidential, on))
}

// answerable are the points whose enquiries the reader may answer.
func (s *Site) answerable(r *http.Request) ([]helppoint.Point, error) {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return nil, errNoPage
	}
	all, err := s.rooms.Help.All(r.Context())
	return slices.DeleteFunc(all, func(h helppoint.Point) bool { return !s.mayAnswer(r, h) }), err
}

// enquiryRow is an enquiry with its point.
type enquiryRow struct {
	helppoint.Enquiry
	point helppoint.Point
}

// enquiries lists them.
func (s *Site) enquiries(w http.ResponseWriter, r *http.Request, code string) error {
	points, err := s.answerable(r)
	if err != nil {
		return err
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/enquiries", "/desk/enquiries")}
	v.Title, v.Lead = v.t("enquiry.list"), v.t("enquiry.list.lead")
	v.Actions = []link{{v.t("enquiry.figures"), "/" + code + "/desk/enquiries/figures"}}
	if len(points) > 0 {
		v.Actions = append([]link{{v.t("enquiry.call"), "/" + code + "/desk/enquiries/new"}}, v.Actions...)
	}
	var rows []enquiryRow
	for _, h := range points {
		of, err := s.rooms.Enquiries.Of(r.Context(), h.ID)
		if err != nil {
			return err
		}
		for _, e := range of {
			rows = append(rows, enquiryRow{e, h})
		}
	}
	found := arrangeList(r.URL.Query(), s.enquiryList(&v.page, points, rows))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

func (s *Site) enquiryList(p *page, points []helppoint.Point, rows []enquiryRow) listSpec[enquiryRow] {
	states, of, topics := []option{{Name: p.t("people.any")}}, []option{{Name: p.t("people.any")}}, []option{{Name: p.t("people.any")}}
	for _, x := range []helppoint.EnquiryState{helppoint.Waits, helppoint.Answered, helppoint.Done} {
		states = append(states, option{Value: string(x), Name: p.t("enquiry.state." + string(x))})
	}
	for _, h := range points {
		of = append(of, option{Value: h.ID, Name: s.helpName(p, h)})
	}
	for _, x := range helppoint.Purposes() {
		topics = append(topics, option{Value: string(x), Name: p.t("help.purpose." + string(x))})
	}
	byMade := func(a, b enquiryRow) int { return a.Made.Compare(b.Made) }
	return listSpec[enquiryRow]{
		Path: "/desk/enquiries", Caption: "enquiry.list", Rows: rows,
		ID: func(x enquiryRow) string { return x.ID }, Name: func(x enquiryRow) string { return p.moment(x.Made) },
		Find: func(q string) func(enquiryRow) bool {
			q = strings.ToLower(q)
			return func(x enquiryRow) bool { return strings.Contains(strings.ToLower(x.Said.Question+" "+x.Said.Name), q) }
		},
		Filters: []listFilter[enquiryRow]{
			{Key: "state", Label: "enquiry.state", Options: states, Keep: func(x enquiryRow, v string) bool { return string(x.State) == v }},
			{Key: "topic", Label: "enquiry.topic", Options: topics, Keep: func(x enquiryRow, v string) bool { return string(x.Topic) == v }},
			{Key: "point", Label: "enquiry.point", Options: of, Keep: func(x enquiryRow, v string) bool { return x.Point == v }},
		},
		Columns: []listColumn[enquiryRow]{
			{Key: "made", Label: "enquiry.made", Compare: byMade, Cell: func(x enquiryRow) listCell {
				return listCell{Text: p.moment(x.Made), URL: "/" + p.Lang + "/desk/enquiries/" + x.ID, Note: beginning(x.Said.Question)}
			}},
			{Key: "state", Label: "enquiry.state", Compare: func(a, b enquiryRow) int { return waitsFirst(a) - waitsFirst(b) }, Cell: func(x enquiryRow) listCell {
				return listCell{Text: p.t("enquiry.state." + string(x.State))}
			}},
			{Key: "topic", Label: "enquiry.topic", Cell: func(x enquiryRow) listCell { return listCell{Text: p.t("help.purpose." + string(x.Topic))} }},
			{Key: "town", Label: "enquiry.town", Cell: func(x enquiryRow) listCell { return listCell{Text: s.townOf(p, x.Place)} }},
			{Key: "point", Label: "enquiry.point", Cell: func(x enquiryRow) listCell {
				return listCell{Text: s.helpName(p, x.point), Note: p.t("enquiry.channel." + string(x.Channel))}
			}},
		},
		Sort: "state", Tie: byMade,
	}
}

func waitsFirst(x enquiryRow) int {
	if x.State == helppoint.Waits {
		return 0
	}
	return 1
}

// beginning is the first words of a question, as a list shows it.
func beginning(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 90 {
		return string(r[:90]) + "…"
	}
	return text
}

func (s *Site) townOf(p *page, number int64) string {
	if number == 0 {
		return "–"
	}
	return s.rooms.World().Places.DisplayName(number, p.Lang)
}

// ofEnquiry is the help point of the enquiry in the address.
func (s *Site) ofEnquiry(r *http.Request) (people.Object, error) {
	_, h, err := s.enquiryOf(r)
	return s.helpObject(h), err
}

func (s *Site) enquiryOf(r *http.Request) (e helppoint.Enquiry, h helppoint.Point, err error) {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return e, h, errNoPage
	}
	if e, err = s.rooms.Enquiries.ByID(r.Context(), r.PathValue("enquiry")); err != nil {
		return e, h, err
	}
	h, err = s.rooms.Help.ByID(r.Context(), e.Point)
	return e, h, err
}

// enquiryPage is one enquiry at the desk.
type enquiryPage struct {
	page
	Form      *form
	Base      string
	Enquiry   helppoint.Enquiry
	Facts     []fact
	Open      bool
	Addressed bool
	Answer    fieldView
}

func (s *Site) newEnquiry(w http.ResponseWriter, r *http.Request, code string) (*enquiryPage, helppoint.Point, error) {
	e, h, err := s.enquiryOf(r)
	if err != nil {
		return nil, h, err
	}
	if !s.mayAnswer(r, h) { // the gate knows the point, and not that it is confidential
		return nil, h, errs.New(errs.NotFound, lang.Msg("error.help.enquiry_unknown"), nil)
	}
	path := "/desk/enquiries/" + e.ID
	v := &enquiryPage{page: s.newDesk(w, r, code, path, "/desk/enquiries"), Base: "/" + code + path, Enquiry: e, Open: e.State == helppoint.Waits, Addressed: e.Said.Email != ""}
	v.Title = v.t("help.purpose." + string(e.Topic))
	v.Form = newForm(&v.page, nil)
	v.Facts = []fact{
		{v.t("enquiry.made"), v.moment(e.Made)},
		{v.t("enquiry.point"), s.helpName(&v.page, h)},
		{v.t("enquiry.town"), s.townOf(&v.page, e.Place)},
		{v.t("enquiry.channel"), v.t("enquiry.channel." + string(e.Channel))},
		{v.t("enquiry.state"), v.t("enquiry.state." + string(e.State))},
	}
	if e.Said.Name != "" {
		v.Facts = append(v.Facts, fact{v.t("enquiry.name"), e.Said.Name})
	}
	v.dress()
	return v, h, nil
}

func (v *enquiryPage) dress() {
	v.Answer = v.Form.Area("answer", "enquiry.answer", "", 8)
	v.Answer.Hint, v.Answer.Required = v.t("enquiry.answer.hint", "language", v.Enquiry.Language), true
}

// Expires says when the enquiry goes.
func (v *enquiryPage) Expires() string {
	return v.t("enquiry.expires", "day", lang.DateOf(v.Enquiry.Expires))
}

// enquiry shows one.
func (s *Site) enquiry(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newEnquiry(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "enquiry", v)
}

// answerEnquiry answers it or closes it.
func (s *Site) answerEnquiry(w http.ResponseWriter, r *http.Request, code string) error {
	v, h, err := s.newEnquiry(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	version, _ := strconv.ParseInt(f.text("version"), 10, 64) // none is a conflict, and told as such
	done := "enquiry.done.answered"
	if f.raw("do") == "close" {
		done = "enquiry.done.closed"
		err = s.rooms.Enquiries.Close(r.Context(), actorOf(r), h, v.Enquiry.ID, version)
	} else {
		err = s.rooms.Enquiries.Answer(r.Context(), actorOf(r), h, v.Enquiry.ID, version, f.text("answer"))
	}
	if err == nil {
		return s.done(w, r, code, "/"+code+"/desk/enquiries", lang.Msg(done), "")
	}
	if !f.take(err) {
		return err
	}
	v.dress()
	return s.write(w, http.StatusUnprocessableEntity, "enquiry", v)
}

// callPage is where an adviser notes a call.
type callPage struct {
	page
	Form      *form
	Points    []option
	Topics    []option
	Languages []option
	Areas     []areaView // that the town\'s name may mean
}

// Question is what was asked.
func (v *callPage) Question() fieldView {
	field := v.Form.Area("question", "enquiry.question", "", 5)
	field.Required = true
	return field
}

func (s *Site) newCall(w http.ResponseWriter, r *http.Request, code string) (*callPage, []helppoint.Point, error) {
	points, err := s.answerable(r)
	if err == nil && len(points) == 0 {
		err = errNoPage
	}
	if err != nil {
		return nil, nil, err
	}
	v := &callPage{page: s.newDesk(w, r, code, "/desk/enquiries/new", "/desk/enquiries")}
	v.Title, v.Form, v.Languages = v.t("enquiry.call"), newForm(&v.page, url.Values{"language": {code}}), s.mailLanguages(code)
	for _, h := range points {
		v.Points = append(v.Points, option{Value: h.ID, Name: s.helpName(&v.page, h)})
	}
	for _, x := range helppoint.Purposes() {
		v.Topics = append(v.Topics, option{Value: string(x), Name: v.t("help.purpose." + string(x))})
	}
	return v, points, nil
}

// call shows the form.
func (s *Site) call(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newCall(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "enquiry-call", v)
}

// takeCall notes it.
func (s *Site) takeCall(w http.ResponseWriter, r *http.Request, code string) error {
	v, points, err := s.newCall(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	at := slices.IndexFunc(points, func(h helppoint.Point) bool { return h.ID == f.text("point") })
	if at < 0 {
		return s.again(w, f, "enquiry-call", v, errs.In("point", lang.Msg("error.help.code")))
	}
	e := helppoint.Enquiry{
		Channel: helppoint.ByCall, Language: code, Topic: helppoint.Purpose(f.text("topic")),
		Said: helppoint.Said{Name: f.text("name"), Email: f.text("email"), Question: f.text("question")},
	}
	if !slices.Contains(helppoint.Purposes(), e.Topic) {
		e.Topic = helppoint.ForOther
	}
	if slices.Contains(s.languages, f.text("language")) {
		e.Language = f.text("language")
	}
	if f.text("town") != "" {
		if e.Place, err = s.placeFrom(f, &v.page, "town", &v.Areas); err != nil {
			return s.again(w, f, "enquiry-call", v, err)
		}
	}
	id, err := s.rooms.Enquiries.Ask(r.Context(), actorOf(r), points[at], e)
	if err != nil {
		return s.again(w, f, "enquiry-call", v, err)
	}
	return s.done(w, r, code, "/"+code+"/desk/enquiries/"+id, lang.Msg("enquiry.done.call"), "")
}

// figuresPage is how many enquiries came.
type figuresPage struct {
	page
	Rows []figureRow
	Few  int
}

type figureRow struct {
	Month, Point, Topic string
	N                   int
}

// enquiryFigures shows the figures of the points that the reader may change. Nothing of
// any person stands in them, so who may not read enquiries may see them too.
func (s *Site) enquiryFigures(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return errNoPage
	}
	v := &figuresPage{page: s.newDesk(w, r, code, "/desk/enquiries/figures", "/desk/enquiries"), Few: helppoint.Few}
	v.Title = v.t("enquiry.figures")
	all, err := s.rooms.Help.All(r.Context())
	if err != nil {
		return err
	}
	names := map[string]string{}
	all = slices.DeleteFunc(all, func(h helppoint.Point) bool { return !s.may(r, people.EditHelp, s.helpObject(h)) })
	for _, h := range all {
		names[h.ID] = s.helpName(&v.page, h)
	}
	counts, err := s.rooms.Enquiries.Counts(r.Context(), all...)
	if err != nil {
		return err
	}
	for _, c := range counts {
		month := c.Month
		if t, err := time.Parse("2006-01", c.Month); err == nil {
			month = v.p.Date(lang.Date{Year: t.Year(), Month: int(t.Month())})
		}
		v.Rows = append(v.Rows, figureRow{month, names[c.Point], v.t("help.purpose." + string(c.Topic)), c.N})
	}
	return s.write(w, http.StatusOK, "enquiry-figures", v)
}
