package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
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
