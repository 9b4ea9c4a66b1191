package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// deskHelp lists the help points that the reader may change.
func (s *Site) deskHelp(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Help == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/help", "/desk/help")}
	v.Title, v.Lead = v.t("desk.help.title"), v.t("desk.help.lead")
	if s.may(r, people.AddHelp, people.Object{Kind: "site"}) {
		v.Actions = []link{{v.t("desk.help.new"), "/" + code + "/desk/help/new"}}
	}
	all, err := s.ownHelp(r)
	if err != nil {
		return err
	}
	found := arrangeList(r.URL.Query(), s.helpList(&v.page, all))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// ownHelp are the points that the reader may change.
func (s *Site) ownHelp(r *http.Request) ([]helppoint.Point, error) {
	all, err := s.rooms.Help.All(r.Context())
	return slices.DeleteFunc(all, func(p helppoint.Point) bool { return !s.may(r, people.EditHelp, s.helpObject(p)) }), err
}

// helpName is what a point is called in lists of the desk.
func (s *Site) helpName(p *page, h helppoint.Point) string {
	if t, _, ok := h.In(p.Lang, s.languages); ok {
		return t.Name
	}
	return p.t("help.unnamed")
}

func (s *Site) helpList(p *page, all []helppoint.Point) listSpec[helppoint.Point] {
	type row = helppoint.Point
	name := func(x row) string { return s.helpName(p, x) }
	stages := []option{{Name: p.t("people.any")}}
	for _, stage := range []helppoint.Stage{helppoint.Public, helppoint.Draft, helppoint.Withdrawn} {
		stages = append(stages, option{Value: string(stage), Name: p.t("help.stage." + string(stage))})
	}
	now := s.clock.Now()
	return listSpec[row]{
		Path: "/desk/help", Caption: "desk.help.title", Rows: all,
		ID: func(x row) string { return x.ID }, Name: name,
		Find: func(q string) func(row) bool {
			q = strings.ToLower(q)
			return func(x row) bool { return strings.Contains(strings.ToLower(name(x)+" "+x.Address), q) }
		},
		Filters: []listFilter[row]{
			{Key: "stage", Label: "help.stage", Options: stages, Keep: func(x row, v string) bool { return string(x.Stage) == v }},
			{Key: "check", Label: "help.verified", Options: []option{{Name: p.t("people.any")}, {Value: "due", Name: p.t("desk.help.due")}}, Keep: func(x row, _ string) bool { return x.Due(now) }},
		},
		Columns: []listColumn[row]{
			{Key: "name", Label: "help.name", Compare: func(a, b row) int { return strings.Compare(strings.ToLower(name(a)), strings.ToLower(name(b))) }, Cell: func(x row) listCell {
				c := listCell{Text: name(x), URL: "/" + p.Lang + "/desk/help/" + x.Handle}
				if x.Place != 0 {
					c.Note = s.placeLabel(p.p, x.Place)
				}
				return c
			}},
			{Key: "stage", Label: "help.stage", Cell: func(x row) listCell { return listCell{Text: p.t("help.stage." + string(x.Stage))} }},
			{Key: "now", Label: "help.now", Cell: func(x row) listCell {
				st := p.helpStatus(x, now, s.holidaysOf(x))
				return listCell{Text: strings.TrimSpace(st.Word + " " + st.Then), Note: st.Note}
			}},
			{Key: "checked", Label: "help.verified", Compare: func(a, b row) int { return a.Verified.Compare(b.Verified) }, Cell: func(x row) listCell {
				if x.Verified.IsZero() {
					return listCell{Text: "–"}
				}
				return listCell{Text: p.p.Date(lang.DateOf(x.Verified))}
			}},
		},
		Sort: "name", Tie: func(a, b row) int { return strings.Compare(a.ID, b.ID) },
	}
}

// helpPointOptions are the help points to which the reader may invite advisers; where there
// are some, the role is added to roles.
func (s *Site) helpPointOptions(r *http.Request, p *page, roles *[]option) (all []option, err error) {
	if s.rooms.Help == nil {
		return nil, nil
	}
	points, err := s.rooms.Help.All(r.Context())
	for _, h := range points {
		if people.MayGive(actorOf(r), people.Adviser, s.helpObject(h)) {
			all = append(all, option{Value: h.ID, Name: s.helpName(p, h)})
		}
	}
	if len(all) > 0 {
		*roles = append(*roles, option{Value: string(people.Adviser), Name: p.t(roleKeys[people.Adviser])})
	}
	return all, err
}

// helpPointOf is the point that a scope names. A scope stands in lists of roles, far from
// any request, so the look-up has no deadline but the database's own.
func (s *Site) helpPointOf(id string) (helppoint.Point, bool) {
	if s.rooms.Help == nil || id == "" {
		return helppoint.Point{}, false
	}
	h, err := s.rooms.Help.ByID(context.Background(), id)
	return h, err == nil
}

// waitingChecks are the points of the reader whose hours somebody should check.
func (s *Site) waitingChecks(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Help == nil {
		return v, nil
	}
	own, err := s.ownHelp(r)
	n := 0
	for _, h := range own {
		if h.Due(s.clock.Now()) {
			n++
		}
	}
	return p.waits("checks", n, "/desk/help?check=due"), err
}

// waitingEnquiries are the questions that wait for the reader.
func (s *Site) waitingEnquiries(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return v, nil
	}
	points, err := s.answerable(r)
	if err != nil || len(points) == 0 {
		return v, err
	}
	waits, err := s.rooms.Enquiries.Waiting(r.Context())
	n := 0
	for _, h := range points {
		n += waits[h.ID]
	}
	return p.waits("enquiries", n, "/desk/enquiries?state=open"), err
}
