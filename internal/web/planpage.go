package web

import (
	"net/http"
	"slices"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
)

// planPage is the rolling plan that the towns of a partnership share.
type planPage struct {
	page
	Names, Base, Work string
	Left              []itemView // of earlier years, neither done nor given up
	Years, Past       []planYear
	Reviews           []link
	Review            link // of the year that is to be looked back at
	Papers            tonguesView

	found   partnership.Partnership
	it      plan.Plan
	tongues []string
}

// tonguesView is the form that asks in which languages a paper is made.
type tonguesView struct {
	Action  string
	Tongues [2][]option
}

// planYear is a year of a plan.
type planYear struct {
	Year        int
	Phase       string
	Items       []itemView
	Expected    string
	Add         string // address of the form
	NewHere     *itemForm
	Open, Empty bool
}

// itemView is an item as the page shows it.
type itemView struct {
	ID, Key, What, Lang, State, Mark string
	Facts                            []fact
	Links                            []link
	Edit, Action                     string
	OnlyIn                           string // that it is not written in the reader's language, and in which it is
	Version                          int64
	Years                            []option // to which it can be moved
	Open, Late                       bool
	Form                             *itemForm
}

// newPlanPage fills the page without its forms.
func (s *Site) newPlanPage(w http.ResponseWriter, r *http.Request, code string) (*planPage, error) {
	store, err := s.plans()
	if err != nil {
		return nil, err
	}
	found, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	path := "/desk/partnerships/" + found.ID + "/plan"
	v := &planPage{page: s.newDesk(w, r, code, path, "/desk/partnerships"), Base: "/" + code + path, Work: "/" + code + "/desk/partnerships/" + found.ID, found: found}
	v.keepQuery(r.URL.Query())
	v.Names = v.pairNames(s.rooms.World().Places, found.Present())
	v.Title = v.t("plan.title") + v.colon() + v.Names
	if v.it, err = store.Of(r.Context(), found.ID); err != nil {
		return nil, err
	}
	v.tongues = chosenTongues(r, s.languages, s.sideTongues(&v.page, found))
	v.Papers = tonguesView{v.Base + "/paper", s.twoTongues(&v.page, v.tongues)}
	if err := s.fillReviews(r, v); err != nil {
		return nil, err
	}
	return v, s.fillYears(r, v)
}

// chosenTongues are the two languages of a paper: those that the address chose, else others.
func chosenTongues(r *http.Request, known, others []string) (all []string) {
	for _, code := range r.URL.Query()["language"] {
		if slices.Contains(known, code) && len(all) < 2 {
			all = appendOnce(all, code)
		}
	}
	if len(all) == 0 {
		all = others[:min(2, len(others))]
	}
	return all
}

// twoTongues are the languages to choose from for each half of a paper.
func (s *Site) twoTongues(p *page, chosen []string) (choices [2][]option) {
	for i := range choices {
		if i == 1 {
			choices[i] = append(choices[i], option{Value: "", Name: p.t("procedure.paper.one")})
		}
		for _, code := range s.languages {
			choices[i] = append(choices[i], option{Value: code, Name: p.p.LanguageName(code), Chosen: i < len(chosen) && chosen[i] == code})
		}
	}
	return choices
}

// fillReviews lists the reviews that were begun, and the one that is to be.
func (s *Site) fillReviews(r *http.Request, v *planPage) error {
	years, err := s.rooms.Plans.Reviewed(r.Context(), v.found.ID)
	if err != nil {
		return err
	}
	at := func(year int) link {
		return link{v.t("plan.review.title", "year", strconv.Itoa(year)), v.Work + "/review/" + strconv.Itoa(year)}
	}
	v.Review = at(plan.YearFor(s.today()))
	for _, year := range years {
		if l := at(year); l != v.Review {
			v.Reviews = append(v.Reviews, l)
		}
	}
	return nil
}

// fillYears lists the items by year.
func (s *Site) fillYears(r *http.Request, v *planPage) error {
	horizon := plan.Horizon(s.today())
	for _, i := range v.it.Left(horizon[0]) {
		view, err := s.itemView(r, v, i)
		if err != nil {
			return err
		}
		view.Late, view.Key = true, "left-"+i.ID
		v.Left = append(v.Left, view)
	}
	years := v.it.Years()
	for _, year := range slices.Backward(years) {
		if year < horizon[0] {
			y, err := s.planYear(r, v, year, "")
			if err != nil {
				return err
			}
			v.Past = append(v.Past, y)
		}
	}
	for n, year := range horizon {
		y, err := s.planYear(r, v, year, v.t("plan.phase."+strconv.Itoa(n)))
		if err != nil {
			return err
		}
		y.Add = v.Base + "?add=" + strconv.Itoa(year) + "#new"
		v.Years = append(v.Years, y)
	}
	return nil
}

func (s *Site) planYear(r *http.Request, v *planPage, year int, phase string) (y planYear, err error) {
	y = planYear{Year: year, Phase: phase}
	items := v.it.Of(year)
	for _, i := range items {
		view, err := s.itemView(r, v, i)
		if err != nil {
			return y, err
		}
		y.Items = append(y.Items, view)
	}
	y.Empty = len(items) == 0
	y.Expected = s.planMoney(&v.page, plan.Expected(items, v.found.Present()))
	return y, nil
}

// planMoney says amounts with who pays them.
func (s *Site) planMoney(p *page, all []plan.Money) string {
	var texts []string
	for _, m := range all {
		who := p.t("plan.side.others")
		if m.Side != 0 {
			who = s.rooms.World().Places.DisplayName(m.Side, p.Lang)
		}
		texts = append(texts, who+": "+leaf.Amount(p.p, m.Amount))
	}
	return p.p.List(texts)
}

// itemView dresses an item.
func (s *Site) itemView(r *http.Request, v *planPage, i plan.Item) (x itemView, err error) {
	t, language, own := i.In(v.Lang, s.languages)
	x = itemView{
		ID: i.ID, Key: "item-" + i.ID, What: t.What, Lang: language, State: leaf.State(i, v.p, false), Mark: string(i.State), Open: i.Open(), Version: i.Version,
		Edit: v.Base + "?item=" + i.ID + "#item-" + i.ID, Action: v.Base + "/" + i.ID,
	}
	add := func(key, text string) {
		if text != "" {
			x.Facts = append(x.Facts, fact{v.t(key), text})
		}
	}
	if !own {
		x.OnlyIn = v.t("plan.only_in", "languages", s.writtenIn(&v.page, i))
	}
	add("plan.field.aim", t.Aim)
	who := v.t("plan.side.all")
	if i.Side != 0 {
		who = s.rooms.World().Places.DisplayName(i.Side, v.Lang)
	}
	if t.Office != "" {
		who += ", " + t.Office
	}
	add("plan.field.who", who)
	add("plan.field.money", s.planMoney(&v.page, i.Money))
	add("plan.field.result", t.Result)
	if i.Year < plan.Horizon(s.today())[0] {
		add("plan.field.year", strconv.Itoa(i.Year))
	}
	for _, year := range plan.Horizon(s.today()) {
		if year != i.Year {
			x.Years = append(x.Years, option{Value: strconv.Itoa(year), Name: strconv.Itoa(year)})
		}
	}
	return x, s.itemLinks(r, v, i, &x)
}

// writtenIn are the names of the languages in which an item is written.
func (s *Site) writtenIn(p *page, i plan.Item) (names []string) {
	for _, code := range s.languages {
		if i.Texts[code].What != "" {
			names = append(names, p.p.LanguageName(code))
		}
	}
	return names
}

// itemLinks lead to the project and the meeting that an item became.
func (s *Site) itemLinks(r *http.Request, v *planPage, i plan.Item, x *itemView) error {
	if i.Project != "" && s.rooms.Projects != nil {
		if p, err := s.rooms.Projects.ByID(r.Context(), i.Project); err == nil {
			t, _, _ := p.In(v.Lang, s.languages)
			l := link{v.t("plan.field.project") + v.colon() + t.Title, ""}
			if !p.Shown.IsZero() {
				l.URL = "/" + v.Lang + "/projects/" + p.Handle
			}
			x.Links = append(x.Links, l)
		}
	}
	if i.Meeting != "" {
		title, address, err := s.meetingCalled(r, &v.page, i.Meeting)
		if err != nil {
			return err
		}
		if title != "" {
			x.Links = append(x.Links, link{v.t("plan.field.meeting") + v.colon() + title, address})
		}
	}
	return nil
}

// plan shows it, with the form that the address opens.
func (s *Site) plan(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPlanPage(w, r, code)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	switch {
	case q.Get("item") != "":
		err = s.openItem(r, v, q.Get("item"), nil)
	case q.Get("add") != "":
		err = s.openNew(r, v, newForm(&v.page, map[string][]string{"year": {q.Get("add")}, "state": {string(plan.Planned)}}))
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "plan", v)
}

// planLink leads from the page of a partnership to its plan; nil where there is none.
func (s *Site) planLink(r *http.Request, p *page, found partnership.Partnership) *link {
	if s.rooms.Plans == nil || !s.may(r, people.EditPart, s.partnershipObject(found)) {
		return nil
	}
	return &link{p.t("plan.title"), "/" + p.Lang + "/desk/partnerships/" + found.ID + "/plan"}
}

// undoAt is the address that takes the last change of an item back.
func undoAt(base, item string, version int64) string {
	return base + "/" + item + "/undo?version=" + strconv.FormatInt(version, 10)
}
