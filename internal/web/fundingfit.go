package web

import (
	"net/http"
	"slices"
	"strconv"

	"twintown/internal/funding/rule"
	"twintown/internal/people"
	"twintown/internal/world"
)

// fitPage says which calls fit a forming consortium. What is asked stands in the address, so that it can be sent to
// somebody, kept and printed.
type fitPage struct {
	page
	Action    string
	Towns     []fitTown
	Became    []standingView // what became of towns that ended
	Full      string         // that no more towns can be added
	Add       placeField
	Plan      []fieldView
	Held      helpChecks
	Roles     []fieldView
	Kept      []option // the towns, for the form
	PlanShown bool     // something of the plan is told
	Own       []link   // the reader's own towns, to begin with
	Tally     string
	ICS       string // the deadlines of what fits
	Verdicts  []verdictView
}

// fitTown is a town of the consortium, with the address of the rest without it.
type fitTown struct {
	placeView
	DropURL string
}

// callsFit holds the calls that are not over against any towns.
func (s *Site) callsFit(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	v := &fitPage{page: s.newPage(r, code, "/programmes/fit"), Action: "/" + code + "/programmes/fit"}
	v.Title, v.Description, v.Section, v.NoIndex, v.keep = v.t("funding.fit.title"), v.t("funding.fit.lead"), "programmes", len(r.URL.RawQuery) > 0, false
	q := r.URL.Query()
	asked, now, f := readConsortium(q), s.rooms.World(), newForm(&v.page, q)
	number, offers := s.placeIn(f, &v.page, now, "add", nil)
	if picked, err := strconv.ParseInt(q.Get("pick"), 10, 64); err == nil { // from the list below the field
		number = picked
	}
	if number != 0 && len(asked.Places) < mostWithTowns {
		http.Redirect(w, r, asked.with(number).fitURL(code), http.StatusSeeOther)
		return nil
	}
	if asked, v.Became, err = s.standing(r, &v.page, asked); err != nil {
		return err
	}
	v.keepQuery(asked.values())
	if len(asked.Places) == mostWithTowns {
		v.Full = v.t("funding.fit.many", "n", mostWithTowns)
	}
	v.Add = placeField{f.Field("add", "search", "funding.fit.add", "desk.begin.other.hint", "off"), f.raw(idPrefix + "add"), offers}
	v.fillTowns(s, r, now, asked)
	v.fillPlan(now, newForm(&v.page, asked.values()), asked)
	if len(asked.Places) > 0 {
		v.ICS = "/" + code + "/programmes/fit.ics?" + asked.values().Encode()
		answers, err := s.newAnswers(r, &v.page, c, asked)
		if err != nil {
			return err
		}
		if v.Verdicts, v.Tally, err = answers.all(); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "programme-fit", v)
}

// fillTowns lists the towns, and offers the reader's own ones that are not among them.
func (v *fitPage) fillTowns(s *Site, r *http.Request, now *world.World, asked consortiumAsked) {
	for _, n := range asked.Places {
		v.Towns = append(v.Towns, fitTown{v.placeView(now, n), asked.without(n).fitURL(v.Lang)})
		v.Kept = append(v.Kept, option{Name: "with", Value: itoa64(n)})
	}
	for _, n := range actorOf(r).PlacesOf(people.Officer) {
		if !slices.Contains(asked.Places, n) {
			v.Own = append(v.Own, link{now.Places.DisplayName(n, v.Lang), asked.with(n).fitURL(v.Lang)})
		}
	}
}

// fillPlan makes the fields for what the towns mean to do.
func (v *fitPage) fillPlan(now *world.World, f *form, asked consortiumAsked) {
	for i, name := range planNumbers {
		v.Plan = append(v.Plan, f.Field(name, "number", "funding.what."+name, "", "off"))
		v.PlanShown = v.PlanShown || asked.Numbers[i] >= 0
	}
	v.Held = helpChecks{Name: "held", Legend: v.t("funding.fit.held")}
	leads := []option{{Name: v.t("funding.fit.open")}}
	codes := slices.Clone(asked.Held)
	for _, n := range asked.Places {
		found, _ := now.Places.Get(n)
		codes = append(codes, found.Country)
		leads = append(leads, option{Value: itoa64(n), Name: now.Places.DisplayName(n, v.Lang)})
	}
	slices.Sort(codes)
	for _, code := range slices.Compact(codes) {
		v.Held.Options = append(v.Held.Options, option{Value: code, Name: v.p.CountryName(code), Chosen: slices.Contains(asked.Held, code)})
	}
	slices.SortFunc(v.Held.Options, v.byName)
	types := []option{{Name: v.t("funding.fit.type.own")}}
	for _, t := range rule.Types() {
		types = append(types, option{Value: t.String(), Name: v.t("funding.type." + t.String())})
	}
	v.Roles = []fieldView{f.Choice("lead", "funding.what.lead", "", leads), f.Choice("type", "funding.fit.type", "funding.fit.type.hint", types)}
	v.PlanShown = v.PlanShown || len(asked.Held) > 0 || asked.Lead != 0 || asked.Type != rule.UnknownType
}
