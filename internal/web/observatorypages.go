package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/exchange/sheet"
	"twintown/internal/meeting"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// newResults begins a page at an address.
func (s *Site) newResults(r *http.Request, p page, name string) (*resultsPage, error) {
	if s.rooms.Observatory == nil {
		return nil, errNoPage
	}
	v := &resultsPage{page: p}
	v.Title = v.t("observatory.title")
	if name != "" {
		v.Title = v.t("observatory.title.of", "name", name)
	}
	v.Description, v.NoIndex = v.t("observatory.lead"), true
	if err := s.asOf(r, v); err != nil {
		return nil, err
	}
	q := r.URL.Query()
	q.Set("as", "csv")
	v.CSV = "?" + q.Encode()
	v.Links = []link{{v.t("observatory.cohorts"), "/" + v.Lang + "/results"}}
	return v, nil
}

// sendResults answers with the page, or with its lists as a file.
func (s *Site) sendResults(w http.ResponseWriter, r *http.Request, v *resultsPage, c observatory.Chain) error {
	if asTable(r) {
		return s.sendSheet(w, v, s.chainTable(r, &v.page, c))
	}
	s.fillChain(r, v, c)
	return s.write(w, http.StatusOK, "results", v)
}

// resultsJSON is where programs read the same; "" where there is nothing for programs.
func (s *Site) resultsJSON(v *resultsPage, name, value string) string {
	if s.rooms.Programs == nil {
		return ""
	}
	q := url.Values{"lang": {v.Lang}, name: {value}}
	if v.AsOf != "" {
		q.Set("as_of", v.Day.String())
	}
	return "/api/v1/results?" + q.Encode()
}

func (s *Site) sendSheet(w http.ResponseWriter, v *resultsPage, t sheet.Table) error {
	var buf bytes.Buffer
	if err := sheet.Write(&buf, sheet.CSV, t); err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.CSV.MediaType())
	w.Header().Set("Content-Disposition", `attachment; filename="results-`+v.Day.String()+`.csv"`)
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}

// meetingResults is what came of a meeting.
func (s *Site) meetingResults(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil || s.rooms.Observatory == nil {
		return errNoPage
	}
	slug := r.PathValue("slug")
	text, others, ok, err := s.rooms.Press.At(r.Context(), press.Meeting, code, slug)
	if err != nil {
		return err
	}
	if !ok {
		return s.notInThisLanguage(w, r, code, press.Meeting, slug, others)
	}
	base := "/" + code + text.Path()
	if moved(w, r, base+"/results") {
		return nil
	}
	v, err := s.newResults(r, s.newPage(r, code, text.Path()+"/results"), text.Title)
	if err != nil {
		return err
	}
	v.Section, v.Alternates = "meetings", s.versionsAt(meeting.Shown{Shown: text}, "/results", code)
	v.keepQuery(r.URL.Query())
	v.Crumbs = []link{{v.t("press.section.meeting"), "/" + code + "/meetings"}, {text.Title, base}}
	v.JSON = s.resultsJSON(v, "meeting", text.ID)
	facts, err := s.rooms.Observatory.Facts(r.Context(), text.ID)
	if err != nil {
		return err
	}
	return s.sendResults(w, r, v, observatory.Follow(facts, observatory.OfMeetings(text.ID), v.Day))
}

// regionResults is what came of the contacts of a region's towns.
func (s *Site) regionResults(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	region := strings.ToUpper(r.PathValue("code"))
	name := now.Places.RegionName(region, code)
	country, _, _ := strings.Cut(region, ".")
	if name == "" || len(region) > 12 {
		return errs.New(errs.NotFound, lang.Msg("error.region_unknown", "code", r.PathValue("code")), nil)
	}
	v, err := s.newResults(r, s.newPage(r, code, "/regions/"+region+"/results"), name)
	if err != nil {
		return err
	}
	v.Section, v.JSON = "regions", s.resultsJSON(v, "region", region)
	v.Crumbs = []link{{Name: v.p.CountryName(country)}, {name, "/" + code + "/regions/" + region}}
	v.Links = append(v.Links, link{v.t("observatory.growth"), "/" + code + "/regions/" + region})
	within := func(id int64) bool {
		found, ok := now.Places.Get(id)
		return ok && found.Region == region
	}
	facts, err := s.rooms.Observatory.FactsWithin(r.Context(), within)
	if err != nil {
		return err
	}
	return s.sendResults(w, r, v, observatory.Follow(facts, observatory.OfPlaces(within), v.Day))
}

// townResults is what came of a town's contacts.
func (s *Site) townResults(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	address := placeURL(now, found.ID, code)
	if moved(w, r, address+"/results") {
		return nil
	}
	v, err := s.newResults(r, s.placePage(r, code, now, found.ID, "/results"), now.Places.DisplayName(found.ID, code))
	if err != nil {
		return err
	}
	v.Crumbs, v.JSON = v.crumbs(now, found, true), s.resultsJSON(v, "place", strconv.FormatInt(found.ID, 10))
	units, err := s.rooms.Observatory.Units(r.Context(), found.ID)
	if err != nil {
		return err
	}
	facts, err := s.rooms.Observatory.FactsOf(r.Context(), units...)
	if err != nil {
		return err
	}
	return s.sendResults(w, r, v, observatory.Follow(facts, observatory.OfTown(units), v.Day))
}

// organisationResults is what came of the meetings that an organisation held.
func (s *Site) organisationResults(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil || s.rooms.Observatory == nil {
		return errNoPage
	}
	o, err := s.rooms.People.Organisation(r.Context(), r.PathValue("organisation"))
	if err != nil {
		return err
	}
	path := "/desk/organisations/" + o.ID
	v, err := s.newResults(r, s.newDesk(w, r, code, path+"/results", "/desk/organisations"), o.Name)
	if err != nil {
		return err
	}
	v.Crumbs = []link{{o.Name, "/" + code + path}}
	held, err := s.heldBy(r, o)
	if err != nil {
		return err
	}
	var c observatory.Chain
	if len(held) > 0 {
		facts, err := s.rooms.Observatory.Facts(r.Context(), held...)
		if err != nil {
			return err
		}
		c = observatory.Follow(facts, observatory.OfMeetings(held...), v.Day)
	}
	return s.sendResults(w, r, v, c)
}

// traces are the places and meetings of which it is known what came of them. A page that only
// leads there asks for them.
func (s *Site) traces(r *http.Request) (observatory.Traces, error) {
	if s.rooms.Observatory == nil {
		return observatory.Traces{}, nil
	}
	return s.rooms.Observatory.Traces(r.Context())
}

// townTraced says whether it is known of a town, or of one that became part of it, what came of
// a contact.
func (s *Site) townTraced(r *http.Request, town int64) (bool, error) {
	if s.rooms.Observatory == nil {
		return false, nil
	}
	units, err := s.rooms.Observatory.Units(r.Context(), town)
	if err != nil {
		return false, err
	}
	known, err := s.rooms.Observatory.Traces(r.Context(), units...)
	return known.Within(func(n int64) bool { return slices.Contains(units, n) }), err
}

// organisationResultsURL is where an organisation's organisers read what came of its meetings;
// "" where nothing is known.
func (s *Site) organisationResultsURL(r *http.Request, code string, o people.Organisation) (string, error) {
	if s.rooms.Meetings == nil || s.rooms.Observatory == nil {
		return "", nil
	}
	held, err := s.heldBy(r, o)
	if err != nil || len(held) == 0 {
		return "", err
	}
	known, err := s.traces(r)
	for _, id := range held {
		if known.Meetings[id] {
			return "/" + code + "/desk/organisations/" + o.ID + "/results", err
		}
	}
	return "", err
}

// heldBy are the meetings that belong to an organisation, or that name it as an organiser.
func (s *Site) heldBy(r *http.Request, o people.Organisation) (held []string, err error) {
	all, err := s.rooms.Meetings.All(r.Context())
	for _, m := range all {
		names := m.Organisers
		if m.Gone.IsZero() && (m.Organisation == o.ID || containsFold(names, o.Name)) {
			held = append(held, m.ID)
		}
	}
	return held, err
}

func containsFold(all []string, name string) bool {
	for _, x := range all {
		if strings.EqualFold(x, name) {
			return true
		}
	}
	return false
}

// chainTable is what a chain counts as a table: what the reader may see, a line for each.
func (s *Site) chainTable(r *http.Request, p *page, c observatory.Chain) sheet.Table {
	x := s.sightOf(r, p)
	t := sheet.Table{Name: "1", Language: p.Lang}
	for _, name := range []string{"step", "what", "day", "known", "note", "euro", "address"} {
		t.Columns = append(t.Columns, sheet.Column{Title: p.t("observatory.col." + name)})
	}
	for _, stage := range c.Stages {
		for _, thing := range stage.Things {
			if !x.sees(thing) {
				continue
			}
			v := x.thing(thing)
			row := sheet.Row{p.stepName(stage.Step), v.Text, day(thing.Day), p.t("observatory.known." + string(thing.Known)), v.Note, nil, nil}
			if thing.Told && thing.Step == observatory.Money {
				row[5] = float64(thing.Cents) / 100
			}
			if v.URL != "" {
				row[6] = s.options.BaseURL + v.URL
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// day is a date for a table: as text where it says more than a calendar does.
func day(d partnership.Date) any {
	switch {
	case d.IsZero():
		return nil
	case d.Qualifier != partnership.Exactly:
		return d.String()
	}
	return d.Calendar()
}
