package api

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ProgrammeItem is a source of money with its calls.
type ProgrammeItem struct {
	ID       string          `json:"id" example:"visegrad-grants" doc:"as in its page's address"`
	Name     string          `json:"name" doc:"in the reader's language where it is official there, else the original one"`
	Language string          `json:"language" doc:"of the name"`
	About    string          `json:"about,omitempty" doc:"who it is for and what it pays"`
	Funder   string          `json:"funder,omitempty"`
	Manager  string          `json:"manager,omitempty" doc:"the body that runs it, if another"`
	Kind     string          `json:"kind" enum:"eu,interreg,national,binational,foundation"`
	From     string          `json:"from,omitempty" doc:"year or day"`
	To       string          `json:"to,omitempty"`
	Closed   bool            `json:"closed,omitempty" doc:"it pays no more"`
	Area     []string        `json:"area" nullable:"false" doc:"countries and groups of countries that it is for"`
	Site     string          `json:"site,omitempty"`
	Contact  string          `json:"contact,omitempty"`
	Before   []string        `json:"before" nullable:"false" doc:"identifiers of programmes that it continues"`
	After    []string        `json:"after" nullable:"false" doc:"identifiers of those that continue it"`
	Sources  []fundingSource `json:"sources" nullable:"false"`
	Calls    []callItem      `json:"calls" nullable:"false"`
	URL      string          `json:"url" doc:"address of its page on this site"`
}

// callItem is an invitation to apply.
type callItem struct {
	ID         string          `json:"id" example:"CERV-2026-CITIZENS-TOWN-TT"`
	Name       string          `json:"name"`
	Language   string          `json:"language" doc:"of the name"`
	State      string          `json:"state" enum:"forthcoming,open,undated,closed" doc:"undated: no deadline is known"`
	Opens      string          `json:"opens,omitempty"`
	Deadlines  []time.Time     `json:"deadlines" nullable:"false" doc:"the next ones, at most three, in the call's own zone"`
	Zone       string          `json:"zone,omitempty" doc:"IANA time zone in which the call counts them"`
	Always     bool            `json:"always,omitempty" doc:"applications are taken all year round"`
	Budget     *moneyItem      `json:"budget,omitempty" doc:"of the call"`
	Model      string          `json:"model,omitempty" enum:"lump,rate,flat,menu" doc:"how the amount is found"`
	Min        *moneyItem      `json:"min,omitempty" doc:"of a grant"`
	Max        *moneyItem      `json:"max,omitempty"`
	Rate       float64         `json:"rate,omitempty" doc:"the most of the costs that is paid, as a share of one"`
	Choices    []moneyItem     `json:"choices" nullable:"false" doc:"fixed sums of which one is chosen"`
	Topics     []string        `json:"topics" nullable:"false" doc:"codes of areas of cooperation"`
	Languages  []string        `json:"languages" nullable:"false" doc:"of the application"`
	Documents  []string        `json:"documents" nullable:"false" doc:"that an application must come with"`
	Rule       string          `json:"rule,omitempty" doc:"who may apply, in YAML"`
	Conditions *conditionItem  `json:"conditions,omitempty" doc:"the same as sentences in the reader's language"`
	Sources    []fundingSource `json:"sources" nullable:"false"`
	URL        string          `json:"url"`
}

type moneyItem struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency" doc:"ISO 4217"`
}

type fundingSource struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Retrieved string `json:"retrieved" doc:"the day on which it was read"`
}

// conditionItem is a condition with those that it joins.
type conditionItem struct {
	Text string          `json:"text"`
	Of   []conditionItem `json:"of,omitempty"`
}

// fitItem is what a call says of some towns.
type fitItem struct {
	Programme string     `json:"programme"`
	Call      string     `json:"call"`
	Name      string     `json:"name"`
	State     string     `json:"state" enum:"forthcoming,open,undated"`
	Deadline  *time.Time `json:"deadline,omitempty"`
	Value     string     `json:"value" enum:"yes,no,unknown"`
	PlanOnly  bool       `json:"plan_only,omitempty" doc:"nothing is against it, and what is not known the towns choose themselves"`
	Because   []string   `json:"because" nullable:"false" doc:"conditions that are not met"`
	Unknown   []string   `json:"unknown" nullable:"false" doc:"facts for want of which it is not known"`
	Missing   [][]string `json:"missing" nullable:"false" doc:"ways in which it could be met; all parts of one are needed"`
	URL       string     `json:"url"`
}

type programmesAsked struct {
	Reader
	Window
	Kind string `query:"kind" enum:"eu,interreg,national,binational,foundation"`
}

func (s *server) catalogue(ctx context.Context) (*funding.Catalogue, error) {
	if s.Programmes == nil {
		return funding.NewCatalogue(nil), nil
	}
	return s.Programmes.Catalogue(ctx, s.World().Places)
}

func (s *server) listProgrammes(ctx context.Context, in *programmesAsked) (*answer[Page[ProgrammeItem]], error) {
	p := s.printer(in.Reader)
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, fail(p, err)
	}
	items := []ProgrammeItem{}
	for i := range c.Programmes() {
		if pr := &c.Programmes()[i]; in.Kind == "" || string(pr.Kind) == in.Kind {
			items = append(items, s.programmeItem(p, c, pr, false))
		}
	}
	query := url.Values{}
	if in.Kind != "" {
		query.Set("kind", in.Kind)
	}
	if in.Lang != "" {
		query.Set("lang", in.Lang)
	}
	return &answer[Page[ProgrammeItem]]{p.Lang(), cut(items, in.Window, Root+"/programmes", query)}, nil
}

type oneProgramme struct {
	Reader
	ID string `path:"id" minLength:"1" maxLength:"60"`
}

func (s *server) getProgramme(ctx context.Context, in *oneProgramme) (*answer[ProgrammeItem], error) {
	p := s.printer(in.Reader)
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, fail(p, err)
	}
	pr, ok := c.Programme(in.ID)
	if !ok {
		return nil, fail(p, errs.New(errs.NotFound, lang.Msg("error.funding.unknown"), nil))
	}
	return &answer[ProgrammeItem]{p.Lang(), s.programmeItem(p, c, pr, true)}, nil
}

// fitAsked names towns by their numbers, and what they plan.
type fitAsked struct {
	Reader
	With         []int64 `query:"with,explode" required:"true" minItems:"1" maxItems:"16" doc:"numbers of places"`
	Participants int     `query:"participants" minimum:"-1" default:"-1" doc:"people who take part; -1: not known"`
	Invited      int     `query:"invited" minimum:"-1" default:"-1" doc:"of them those from abroad"`
	Months       int     `query:"months" minimum:"-1" default:"-1" doc:"length of the project"`
	Days         int     `query:"days" minimum:"-1" default:"-1" doc:"length of the longest meeting"`
}

func (s *server) fittingCalls(ctx context.Context, in *fitAsked) (*answer[Page[fitItem]], error) {
	p := s.printer(in.Reader)
	for _, n := range in.With {
		if _, ok := s.World().Places.Get(n); !ok {
			return nil, fail(p, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", strconv.FormatInt(n, 10)), nil))
		}
	}
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, fail(p, err)
	}
	items := []fitItem{}
	if s.Programmes != nil {
		if items, err = s.fitItems(ctx, p, c, in); err != nil {
			return nil, fail(p, err)
		}
	}
	return &answer[Page[fitItem]]{p.Lang(), Page[fitItem]{Items: items}}, nil
}

func (s *server) fitItems(ctx context.Context, p *lang.Printer, c *funding.Catalogue, in *fitAsked) (items []fitItem, err error) {
	var notices []match.Notice
	if s.Notices != nil {
		if notices, err = s.Notices.All(ctx); err != nil {
			return nil, err
		}
	}
	of := c.Book().Of(in.With)
	for into, n := range map[*rule.Count]int{&of.Plan.Participants: in.Participants, &of.Plan.Invited: in.Invited, &of.Plan.Months: in.Months, &of.Plan.Days: in.Days} {
		if n >= 0 {
			*into = rule.Exactly(n)
		}
	}
	found, err := c.Matching(&of, s.Clock.Now(), notices)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(in.With))
	for i, n := range in.With {
		names[i] = s.World().Places.DisplayName(n, p.Lang())
	}
	items = []fitItem{}
	for i := range found {
		items = append(items, fitOf(p, c.Book().In(p.Lang()), &found[i], names))
	}
	return items, nil
}

func fitOf(p *lang.Printer, b *funding.Book, v *funding.Verdict, names []string) fitItem {
	item := fitItem{
		Programme: v.Programme.Key, Call: v.Call.Key, State: string(v.State), Value: v.Value.String(), PlanOnly: v.PlanOnly(),
		Because: []string{}, Unknown: []string{}, Missing: [][]string{}, URL: "/" + p.Lang() + "/programmes/" + v.Programme.Key + "#" + v.Call.Key,
	}
	item.Name, _ = v.Call.Names.In(p.Lang())
	if !v.Next.IsZero() {
		item.Deadline = &v.Next
	}
	for _, why := range b.Why(v) {
		item.Because = append(item.Because, p.Message(why.Text))
	}
	for _, f := range v.Lacks {
		name := ""
		if f.Partner >= 0 {
			name = names[f.Partner]
		}
		item.Unknown = append(item.Unknown, p.Message(b.SayFact(f, name)))
	}
	for w := range v.Ways {
		var parts []string
		for i := range v.Ways[w].Changes {
			parts = append(parts, p.Message(b.SayChange(&v.Ways[w].Changes[i], names)))
		}
		item.Missing = append(item.Missing, parts)
	}
	return item
}

// programmeItem tells a programme; whole with the rules of its calls.
func (s *server) programmeItem(p *lang.Printer, c *funding.Catalogue, pr *funding.Programme, whole bool) ProgrammeItem {
	item := ProgrammeItem{
		ID: pr.Key, Funder: pr.Funder, Manager: pr.Manager, Kind: string(pr.Kind), From: dateText(pr.From), To: dateText(pr.To), Closed: pr.Closed, Area: append([]string{}, pr.Area...),
		Site: pr.Site, Contact: pr.Contact, Before: append([]string{}, pr.Before...), After: append([]string{}, pr.After...), Sources: fundingSources(pr.Sources), Calls: []callItem{},
		URL: "/" + p.Lang() + "/programmes/" + pr.Key,
	}
	item.Name, item.Language = pr.Names.In(p.Lang())
	item.About, _ = pr.About.In(p.Lang())
	for i := range pr.Calls {
		call := s.callItem(p, pr, &pr.Calls[i])
		if whole {
			said := conditionOf(p, c.Book().In(p.Lang()).SayRule(pr.Calls[i].Rule))
			call.Rule, call.Conditions = pr.Calls[i].Text, &said
		}
		item.Calls = append(item.Calls, call)
	}
	return item
}

func (s *server) callItem(p *lang.Printer, pr *funding.Programme, c *funding.Call) callItem {
	now := s.Clock.Now()
	state, _ := c.At(now)
	if pr.Closed {
		state = funding.Over
	}
	item := callItem{
		ID: c.Key, State: string(state), Opens: dateText(c.Opens), Deadlines: []time.Time{}, Always: c.Always, Budget: moneyOf(c.Budget), Model: string(c.Amount.Model),
		Rate: float64(c.Amount.Rate) / 100_00, Choices: []moneyItem{}, Topics: append([]string{}, c.Topics...), Languages: append([]string{}, c.Languages...), Documents: []string{},
		Sources: fundingSources(c.Sources), URL: "/" + p.Lang() + "/programmes/" + pr.Key + "#" + c.Key,
	}
	item.Name, item.Language = c.Names.In(p.Lang())
	least, most := c.Amount.Limits()
	item.Min, item.Max = moneyOf(least), moneyOf(most)
	for _, m := range c.Amount.Choices {
		item.Choices = append(item.Choices, *moneyOf(m))
	}
	for _, d := range c.Documents {
		item.Documents = append(item.Documents, string(d))
	}
	if state != funding.Over {
		item.Deadlines = append(item.Deadlines, c.Coming(now, 3)...)
	}
	if len(item.Deadlines) > 0 {
		item.Zone = item.Deadlines[0].Location().String()
	}
	return item
}

func conditionOf(p *lang.Printer, s funding.Sentence) conditionItem {
	item := conditionItem{Text: p.Message(s.Text)}
	for _, kid := range s.Kids {
		item.Of = append(item.Of, conditionOf(p, kid))
	}
	return item
}

func fundingSources(all []funding.Source) []fundingSource {
	items := []fundingSource{}
	for _, x := range all {
		items = append(items, fundingSource{x.Title, x.Publisher, x.URL, dateText(x.Read)})
	}
	return items
}

func moneyOf(m funding.Money) *moneyItem {
	if m.IsZero() {
		return nil
	}
	return &moneyItem{float64(m.Cents) / 100, m.Currency}
}

func dateText(d lang.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
