package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/people"
)

// programmesPage lists calls by what they are today.
type programmesPage struct {
	page
	Sections []callSection
	Form     *form
	Choices  []fieldView
	Asked    bool
	Clear    string
	EditURL  string // for who may enter programmes
	ICS      string // the deadlines of what is listed
}

// callSection is the calls of one state.
type callSection struct {
	Title  string
	State  funding.State
	Calls  []callView
	Folded bool // history, which few readers came for
}

// programmes lists the calls of all programmes, filtered by country and kind.
func (s *Site) programmes(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	v := &programmesPage{page: s.newPage(r, code, "/programmes"), Clear: "/" + code + "/programmes"}
	v.Title, v.Description, v.Section, v.keep = v.t("funding.title"), v.t("funding.lead"), "programmes", false
	v.keepQuery(r.URL.Query())
	v.Form = newForm(&v.page, r.URL.Query())
	v.Asked = v.Form.text("country") != "" || v.Form.text("kind") != ""
	now := s.clock.Now()
	v.fillChoices(s, c, now)
	byState := map[funding.State][]callView{}
	all, err := s.listedCalls(r, c)
	if err != nil {
		return err
	}
	for _, x := range all {
		call := v.callView(x.programme, x.call, now)
		byState[call.State] = append(byState[call.State], call)
	}
	wishes := tidied(r.URL.Query(), "country", "kind")
	v.Feed, v.ICS = asking(v.Clear+".atom", wishes, "", ""), asking(v.Clear+".ics", wishes, "", "")
	for _, state := range funding.States() {
		if calls := byState[state]; len(calls) > 0 {
			v.Sections = append(v.Sections, callSection{v.t("funding.section." + string(state)), state, calls, state == funding.Over})
		}
	}
	if s.may(r, people.EditFunding, people.Object{}) {
		v.EditURL = "/" + code + "/desk/programmes"
	}
	return s.write(w, http.StatusOK, "programmes", v)
}

func ruleDay(now time.Time) rule.Day { return rule.DayOf(now.Format(time.DateOnly)) }

// fillChoices offers the countries and kinds for which there is something.
func (v *programmesPage) fillChoices(s *Site, c *funding.Catalogue, now time.Time) {
	var countries, kinds []option
	for _, code := range s.countries {
		if slices.ContainsFunc(c.Programmes(), func(pr funding.Programme) bool { return inArea(c.Book(), &pr, code, ruleDay(now)) }) {
			countries = append(countries, option{Value: code, Name: v.p.CountryName(code)})
		}
	}
	slices.SortFunc(countries, v.byName)
	for _, k := range funding.Kinds() {
		if slices.ContainsFunc(c.Programmes(), func(pr funding.Programme) bool { return pr.Kind == k }) {
			kinds = append(kinds, option{Value: string(k), Name: v.t("funding.kind." + string(k))})
		}
	}
	v.Choices = []fieldView{
		v.Form.Choice("country", "funding.filter.country", "", append(v.any(), countries...)),
		v.Form.Choice("kind", "funding.filter.kind", "", append(v.any(), kinds...)),
	}
}

// fundPage is one programme with its calls.
type fundPage struct {
	page
	Crumbs   []link
	NameLang string
	About    string
	AboutIn  string // its language, where that is not the page's
	Facts    []fact
	Site     string
	Contact  string
	Before   []link
	After    []link
	Calls    []callView
	Sources  []sourceView
	EditURL  string
	ICS      string // the deadlines to come; "": none are known
}

// fundingProgramme shows a programme.
func (s *Site) fundingProgramme(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	pr, ok := c.Programme(r.PathValue("programme"))
	if !ok {
		return errNoPage
	}
	v := &fundPage{page: s.newPage(r, code, "/programmes/"+pr.Key), Site: pr.Site, Contact: pr.Contact}
	v.Section, v.keep = "programmes", false
	v.Title, v.NameLang = v.nameOf(pr.Names)
	v.About, v.AboutIn = v.nameOf(pr.About)
	v.Description = cmp.Or(v.About, v.t("funding.lead"))
	v.Crumbs = []link{{v.t("funding.title"), "/" + code + "/programmes"}}
	v.fillFacts(pr)
	v.Before, v.After = v.programmeLinks(c, pr.Before), v.programmeLinks(c, pr.After)
	now := s.clock.Now()
	for i := range pr.Calls {
		v.Calls = append(v.Calls, v.wholeCall(c.Book(), pr, &pr.Calls[i], now))
		if len(pr.Calls[i].Coming(now, 1)) > 0 && !pr.Closed {
			v.ICS = "/" + code + "/programmes.ics?programme=" + pr.Key
		}
	}
	v.JSONLD = s.grantsData(&v.page, pr, v.Calls)
	slices.SortStableFunc(v.Calls, func(a, b callView) int {
		return cmp.Compare(slices.Index(funding.States(), a.State), slices.Index(funding.States(), b.State))
	})
	v.Sources = v.fundingSources(pr.Sources)
	if s.may(r, people.EditFunding, people.Object{}) {
		v.EditURL = "/" + code + "/desk/programmes/" + pr.Key
	}
	return s.write(w, http.StatusOK, "programme-funding", v)
}

func (v *fundPage) fillFacts(pr *funding.Programme) {
	add := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, fact{v.t(key), value})
		}
	}
	add("funding.funder", pr.Funder)
	add("funding.manager", pr.Manager)
	add("funding.kind", v.t("funding.kind."+string(pr.Kind)))
	switch {
	case pr.From.IsZero():
	case pr.To.IsZero():
		add("funding.period", v.t("funding.grant.min", "min", v.p.Date(pr.From)))
	default:
		add("funding.period", v.t("funding.grant.between", "min", v.p.Date(pr.From), "max", v.p.Date(pr.To)))
	}
	add("funding.legal", pr.Legal)
	var area []string
	for _, code := range pr.Area {
		if rule.CountryOf(code) != 0 && code != "EU" && code != "WB" {
			area = append(area, v.p.CountryName(code))
		} else {
			area = append(area, v.p.Message(funding.SayGroup(code)))
		}
	}
	add("funding.area", joinParts(area))
}

func (v *fundPage) programmeLinks(c *funding.Catalogue, keys []string) (all []link) {
	for _, key := range keys {
		if pr, ok := c.Programme(key); ok {
			name, _ := v.nameOf(pr.Names)
			all = append(all, link{name, "/" + v.Lang + "/programmes/" + key})
		}
	}
	return all
}
