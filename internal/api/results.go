package api

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// ResultsItem is what came of some contacts, as everybody may know it.
type ResultsItem struct {
	Of      resultsOf       `json:"of"`
	AsOf    string          `json:"as_of" format:"date" doc:"what had certainly happened by then counts"`
	Known   bool            `json:"known" doc:"false: nothing is known; that does not mean that nothing came of it"`
	Steps   []resultStep    `json:"steps" nullable:"false" doc:"from the contact to the money, in their order"`
	Times   []resultTime    `json:"times" nullable:"false" doc:"how long it took from one step to another, contact by contact"`
	Besides []resultThing   `json:"besides" nullable:"false" doc:"projects that are ideas or were refused; in no number"`
	Unclear []resultThing   `json:"unclear" nullable:"false" doc:"acts of which it is not known whether they came later; in no number"`
	Unknown []resultUnknown `json:"unknown" nullable:"false" doc:"what is not known; contacts that nobody noted are not here, and nobody knows how many they were"`
	URL     string          `json:"url,omitempty" doc:"address of the page on this site that says the same; absent: there is none for everybody"`
}

// resultsOf says whose results they are.
type resultsOf struct {
	Kind string `json:"kind" enum:"meeting,place,region,organisation"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// resultStep is a step with its number and the list behind it.
type resultStep struct {
	Step     string        `json:"step" enum:"contact,talk,letter,agreement,project,money"`
	Number   *int          `json:"number" doc:"null: fewer than fewer_than, and not told, since one could guess who they are"`
	Fewer    int           `json:"fewer_than,omitempty"`
	Contacts *int          `json:"contacts,omitempty" doc:"of how many contacts they came; absent for contacts themselves, and where the number is not told"`
	Traced   *int          `json:"traced,omitempty" doc:"of the number: the records name each other"`
	Inferred *int          `json:"inferred,omitempty" doc:"of the number: only the same towns on a later day; it may have another cause"`
	Euro     *float64      `json:"euro,omitempty" doc:"of money: the sum of the grants that are public and told"`
	Items    []resultThing `json:"items" nullable:"false" doc:"the list behind the number, as far as everybody may see it"`
	Hidden   *int          `json:"hidden" doc:"how many are not in the list, since only those may see them whom they concern; null: not told"`
}

// resultThing is one thing that a number counts.
type resultThing struct {
	Kind        string     `json:"kind" enum:"act,project"`
	Type        string     `json:"type,omitempty" example:"letter_of_intent" doc:"of an act"`
	Title       string     `json:"title,omitempty" doc:"of a project"`
	Language    string     `json:"language,omitempty" doc:"of the title"`
	State       string     `json:"state,omitempty" doc:"of a project, as of the day"`
	Places      []placeRef `json:"places" nullable:"false"`
	Day         string     `json:"day,omitempty" doc:"EDTF; absent: nobody knows"`
	Known       string     `json:"known" enum:"traced,inferred"`
	Euro        *float64   `json:"euro,omitempty" doc:"of a grant; absent: nobody told how much it is"`
	Planned     bool       `json:"planned,omitempty" doc:"of a grant: what the plan asked for, since the decision is not entered"`
	Partnership string     `json:"partnership,omitempty" doc:"of an act"`
	Project     string     `json:"project,omitempty" doc:"its identifier here"`
	URL         string     `json:"url" doc:"address of its page on this site"`
}

// resultTime is how long it took between two steps. From five on the middle one is told with
// the shortest and the longest, below that each.
type resultTime struct {
	From    string `json:"from"`
	To      string `json:"to"`
	N       int    `json:"n" doc:"contacts of which both days are known"`
	Median  *int   `json:"median_days,omitempty"`
	Least   *int   `json:"least_days,omitempty"`
	Most    *int   `json:"most_days,omitempty"`
	Days    []int  `json:"days,omitempty" doc:"each, where there are fewer than five"`
	Unknown int    `json:"unknown,omitempty" doc:"contacts that came to both steps, of which a day is not known"`
}

// resultUnknown is something that is not known.
type resultUnknown struct {
	What string `json:"what" enum:"undated,untold,money,placeless,unclear" doc:"undated: things of the step without a day; untold: grants without an amount; money: grants that are not public; placeless: contacts with a side that is no town; unclear: acts that may have come earlier"`
	Step string `json:"step,omitempty"`
	N    int    `json:"n"`
}

// resultsAsked is what get-results takes: one of the four.
type resultsAsked struct {
	Reader
	Meeting      string `query:"meeting" maxLength:"80" doc:"identifier of a meeting"`
	Place        int64  `query:"place" minimum:"1" doc:"number of a place: what came of its contacts, at whatever meeting"`
	Region       string `query:"region" maxLength:"12" example:"PL.81" doc:"code of a region: what came of its towns' contacts"`
	Organisation string `query:"organisation" maxLength:"200" doc:"name of an organisation, as meetings have it: what came of the public meetings that it held"`
	AsOf         string `query:"as_of" format:"date" doc:"as of this day; else today"`
}

// resultDay is the day of a question: today where none is named, or one that is still to come.
func (s *server) resultDay(asOf string) (lang.Date, error) {
	today := lang.DateOf(s.Clock.Now())
	day, _, err := s.read(Moments{AsOf: asOf})
	if day.Compare(today) > 0 {
		day = today
	}
	return day, err
}

// chosen is whose contacts are followed, and how they are read.
type chosen struct {
	of    resultsOf
	scope observatory.Scope
	facts func(ctx context.Context) (observatory.Facts, error)
	url   string
}

func (s *server) getResults(ctx context.Context, in *resultsAsked) (*answer[ResultsItem], error) {
	p := s.printer(in.Reader)
	day, err := s.resultDay(in.AsOf)
	if err != nil {
		return nil, fail(p, err)
	}
	of, err := s.chosenBy(ctx, p, in)
	if err != nil {
		return nil, fail(p, err)
	}
	var c observatory.Chain
	if s.Observatory != nil {
		facts, err := of.facts(ctx)
		if err != nil {
			return nil, fail(p, err)
		}
		c = observatory.Follow(facts, of.scope, day)
	}
	item := s.resultsItem(p, observatory.View{Chain: c, Sees: observatory.Public})
	item.Of, item.URL, item.AsOf = of.of, of.url, day.String()
	return &answer[ResultsItem]{p.Lang(), item}, nil
}

// chosenBy reads whose results are asked for.
func (s *server) chosenBy(ctx context.Context, p *lang.Printer, in *resultsAsked) (c chosen, err error) {
	asked := 0
	for _, is := range []bool{in.Meeting != "", in.Place != 0, in.Region != "", in.Organisation != ""} {
		if is {
			asked++
		}
	}
	if asked != 1 {
		return c, errs.New(errs.Invalid, lang.Msg("api.results.one"), nil)
	}
	places, base := s.World().Places, "/"+p.Lang()
	switch {
	case in.Meeting != "":
		m, err := s.publicMeeting(ctx, p, in.Meeting)
		if err != nil {
			return c, err
		}
		return chosen{resultsOf{"meeting", m.ID, m.Title}, observatory.OfMeetings(m.ID), s.factsOf(m.ID), "/" + m.Language + m.Path() + "/results"}, nil
	case in.Place != 0:
		if _, ok := places.Get(in.Place); !ok {
			return c, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", strconv.FormatInt(in.Place, 10)), nil)
		}
		number := strconv.FormatInt(in.Place, 10)
		units, err := s.Observatory.Units(ctx, in.Place)
		if err != nil {
			return c, err
		}
		facts := func(ctx context.Context) (observatory.Facts, error) { return s.Observatory.FactsOf(ctx, units...) }
		return chosen{resultsOf{"place", number, places.DisplayName(in.Place, p.Lang())}, observatory.OfTown(units), facts, base + "/places/" + number + "/results"}, nil
	case in.Region != "":
		code := strings.ToUpper(in.Region)
		name := places.RegionName(code, p.Lang())
		if name == "" {
			return c, errs.New(errs.NotFound, lang.Msg("error.region_unknown", "code", in.Region), nil)
		}
		within := func(n int64) bool { at, ok := places.Get(n); return ok && at.Region == code }
		facts := func(ctx context.Context) (observatory.Facts, error) { return s.Observatory.FactsWithin(ctx, within) }
		return chosen{resultsOf{"region", code, name}, observatory.OfPlaces(within), facts, base + "/regions/" + code + "/results"}, nil
	}
	return s.heldBy(ctx, p, in.Organisation)
}

// publicMeeting is a meeting that readers see, in the language that suits them.
func (s *server) publicMeeting(ctx context.Context, p *lang.Printer, id string) (m meeting.Shown, err error) {
	unknown := errs.New(errs.NotFound, lang.Msg("error.meeting.unknown"), nil)
	if s.Press == nil {
		return m, unknown
	}
	texts, err := s.Press.OfItem(ctx, id)
	if err != nil {
		return m, err
	}
	if len(texts) == 0 || texts[0].Kind != press.Meeting {
		return m, unknown
	}
	all, err := readable(texts, p.Lang())
	if err != nil {
		return m, err
	}
	return all[0], nil
}

// heldBy are the public meetings that name an organisation as one that held them.
func (s *server) heldBy(ctx context.Context, p *lang.Printer, name string) (c chosen, err error) {
	all, err := s.meetings(ctx, p.Lang(), 0)
	if err != nil {
		return c, err
	}
	var held []string
	for _, m := range all {
		i := slices.IndexFunc(m.Organisers, func(x string) bool { return strings.EqualFold(x, name) })
		if i >= 0 {
			held, c.of.Name = append(held, m.ID), m.Organisers[i]
		}
	}
	if len(held) == 0 {
		return c, errs.New(errs.NotFound, lang.Msg("api.results.organisation"), nil)
	}
	c.of.Kind, c.of.ID, c.scope, c.facts = "organisation", c.of.Name, observatory.OfMeetings(held...), s.factsOf(held...)
	return c, nil
}

// factsOf reads what some meetings' contacts can have led to.
func (s *server) factsOf(meetings ...string) func(context.Context) (observatory.Facts, error) {
	return func(ctx context.Context) (observatory.Facts, error) { return s.Observatory.Facts(ctx, meetings...) }
}

func (s *server) resultsItem(p *lang.Printer, v observatory.View) ResultsItem {
	item := ResultsItem{Known: !v.Empty(), Steps: []resultStep{}, Times: []resultTime{}, Besides: s.resultThings(p, v.Seen(v.Besides)), Unclear: s.resultThings(p, v.Seen(v.Unclear)), Unknown: []resultUnknown{}}
	if v.Empty() {
		return item
	}
	for _, stage := range v.Stages {
		item.Steps = append(item.Steps, s.resultStep(p, v, stage))
	}
	for _, span := range v.Spans {
		if t, ok := timeOf(v, span); ok {
			item.Times = append(item.Times, t)
		}
	}
	item.Unknown = append(item.Unknown, unknownOf(v)...)
	return item
}

func (s *server) resultStep(p *lang.Printer, v observatory.View, stage observatory.Stage) resultStep {
	out := resultStep{Step: string(stage.Step), Items: s.resultThings(p, v.Seen(stage.Things))}
	if v.Few(stage) {
		out.Fewer = observatory.Handful
		return out
	}
	n, hidden := len(stage.Things), v.Hidden(stage.Things)
	out.Number, out.Hidden = &n, &hidden
	if stage.Step != observatory.Contact {
		out.Contacts, out.Traced, out.Inferred = &stage.Contacts, &stage.Traced, &stage.Inferred
	}
	if cents, told := v.Granted(); told && stage.Step == observatory.Money {
		euro := float64(cents) / 100
		out.Euro = &euro
	}
	return out
}

func (s *server) resultThings(p *lang.Printer, all []observatory.Thing) []resultThing {
	list := []resultThing{}
	for _, t := range all {
		list = append(list, s.resultThing(p, t))
	}
	return list
}

func (s *server) resultThing(p *lang.Printer, t observatory.Thing) resultThing {
	places, base := s.World().Places, "/"+p.Lang()
	out := resultThing{Kind: string(t.Kind), Type: string(t.Type), Places: []placeRef{}, Day: t.Day.String(), Known: string(t.Known)}
	for _, n := range t.Places {
		at, _ := places.Get(n)
		out.Places = append(out.Places, placeRef{n, places.DisplayName(n, p.Lang()), at.Country})
	}
	if t.Kind == observatory.OfAct {
		out.Partnership, out.URL = t.ID, base+"/partnerships/"+t.ID
		return out
	}
	text, code, ok := t.Project.In(p.Lang(), s.Catalog.Languages())
	if out.Title, out.Language = text.Title, code; !ok {
		out.Title = t.Project.Acronym
	}
	out.Project, out.State, out.URL = t.Project.Handle, string(t.Project.State), base+"/projects/"+t.Project.Handle
	if t.Step == observatory.Money && t.Told {
		euro := float64(t.Cents) / 100
		out.Euro, out.Planned = &euro, t.Planned
	}
	return out
}

// timeOf is how long it took, as far as that may be told; ok is false where nothing is.
func timeOf(v observatory.View, s observatory.Span) (t resultTime, ok bool) {
	t = resultTime{From: string(s.From), To: string(s.To), N: len(s.Days), Unknown: s.Unknown}
	if v.Silent(s) {
		return t, false
	}
	if middle, many := s.Median(); many {
		t.Median, t.Least, t.Most = &middle, &s.Days[0], &s.Days[len(s.Days)-1]
		return t, true
	}
	if !v.OneByOne(s) {
		return t, false
	}
	t.Days = s.Days
	return t, len(s.Days)+s.Unknown > 0
}

// unknownOf says what is not known.
func unknownOf(v observatory.View) (all []resultUnknown) {
	say := func(what string, step observatory.Step, n int) {
		if n > 0 {
			all = append(all, resultUnknown{what, string(step), n})
		}
	}
	for _, stage := range v.Stages {
		if stage.Step != observatory.Money && !v.Few(stage) {
			say("undated", stage.Step, stage.Undated())
		}
	}
	money := v.Stage(observatory.Money)
	say("untold", "", money.Untold)
	say("money", "", v.Hidden(money.Things))
	say("placeless", "", v.Placeless())
	say("unclear", "", len(v.Unclear))
	return all
}

// CohortItem is a meeting, and how many of its contacts came to a step.
type CohortItem struct {
	Meeting  string        `json:"meeting" doc:"its identifier"`
	Title    string        `json:"title"`
	Language string        `json:"language" doc:"of the title"`
	Start    string        `json:"start,omitempty" doc:"first day, as EDTF"`
	Contacts int           `json:"contacts" doc:"that were noted there"`
	SoFar    []cohortTally `json:"so_far" nullable:"false" doc:"each step until now"`
	After    []cohortCell  `json:"after" nullable:"false" doc:"the step that is asked for, after one, two and three years"`
	URL      string        `json:"url" doc:"address of the page that tells what came of it"`
}

// cohortSteps are those by which meetings are compared. Who talks is not told.
var cohortSteps = []observatory.Step{observatory.Letter, observatory.Agreement, observatory.Project}

// cohortTally is how many of a meeting's contacts came to a step until now.
type cohortTally struct {
	Step     string `json:"step" enum:"letter,agreement,project"`
	Came     int    `json:"came"`
	Inferred int    `json:"inferred,omitempty" doc:"of these, how many only as inferred"`
	Percent  *int   `json:"percent" doc:"null: fewer than five contacts"`
}

// cohortCell is how a meeting's contacts stand some years later.
type cohortCell struct {
	Years    int  `json:"years"`
	Over     int  `json:"over" doc:"contacts for which the years are over"`
	Came     int  `json:"came" doc:"of these, how many came to the step within the years"`
	Inferred int  `json:"inferred,omitempty" doc:"of those that came, how many only as inferred"`
	Percent  *int `json:"percent" doc:"null: the years are over for fewer than five, of which a percentage would say less than the numbers"`
	Running  int  `json:"running,omitempty" doc:"contacts for which the years are not over: no failures"`
	Early    int  `json:"early,omitempty" doc:"of these, how many came to the step already"`
	Undated  int  `json:"undated,omitempty" doc:"contacts that came to the step on a day that nobody knows"`
}

// cohortsAsked is what compare-meetings takes.
type cohortsAsked struct {
	Reader
	Window
	Step string `query:"step" enum:"letter,agreement,project" default:"agreement"`
	AsOf string `query:"as_of" format:"date" doc:"as of this day; else today"`
}

func (s *server) compareMeetings(ctx context.Context, in *cohortsAsked) (*answer[Page[CohortItem]], error) {
	p := s.printer(in.Reader)
	items := []CohortItem{}
	day, err := s.resultDay(in.AsOf)
	if err == nil && s.Observatory != nil {
		items, err = s.cohorts(ctx, p, observatory.Step(in.Step), day)
	}
	if err != nil {
		return nil, fail(p, err)
	}
	query := url.Values{"step": {in.Step}}
	for name, value := range map[string]string{"lang": in.Lang, "as_of": in.AsOf} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return &answer[Page[CohortItem]]{p.Lang(), cut(items, in.Window, Root+"/results/meetings", query)}, nil
}

// cohorts are the public meetings at which somebody noted a contact, the latest first.
func (s *server) cohorts(ctx context.Context, p *lang.Printer, step observatory.Step, day lang.Date) ([]CohortItem, error) {
	items := []CohortItem{}
	meetings, err := s.meetings(ctx, p.Lang(), 0)
	if err != nil {
		return nil, err
	}
	facts, err := s.Observatory.Facts(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range meetings {
		ids = append(ids, m.ID)
	}
	chain := observatory.Follow(facts, observatory.OfMeetings(ids...), day)
	slices.SortStableFunc(meetings, func(a, b meeting.Shown) int { return b.From.Calendar().Compare(a.From.Calendar()) })
	of, every := chain.ByMeeting(), func(forum.Contact) bool { return true }
	for _, m := range meetings {
		h := of[m.ID].Cohort(step, every)
		if h.Contacts == 0 {
			continue
		}
		item := CohortItem{Meeting: m.ID, Title: m.Title, Language: m.Language, Start: m.From.String(), Contacts: h.Contacts, URL: "/" + m.Language + m.Path() + "/results"}
		for _, x := range cohortSteps {
			t := of[m.ID].SoFar(x, every)
			tally := cohortTally{Step: string(x), Came: t.Came, Inferred: t.Guessed}
			if percent, ok := t.Share(); ok {
				tally.Percent = &percent
			}
			item.SoFar = append(item.SoFar, tally)
		}
		for _, c := range h.Cells {
			cell := cohortCell{Years: c.Years, Over: c.Over, Came: c.Came, Inferred: c.Guessed, Running: c.Running, Early: c.Early, Undated: c.Undated}
			if percent, ok := c.Share(); ok {
				cell.Percent = &percent
			}
			item.After = append(item.After, cell)
		}
		items = append(items, item)
	}
	return items, nil
}
