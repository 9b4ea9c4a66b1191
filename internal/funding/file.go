package funding

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"twintown/internal/funding/rule"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// File is a programme with its calls and the tests of its rules, as it was written.
type File struct {
	Programme Programme
	Tests     []Test
}

// Test is a consortium with what the rule of a call must say of it.
type Test struct {
	Name string
	Call string
	Want rule.Value
	By   string   // the condition that is broken, or the fact that lacks; "" not said
	On   rule.Day // the day by which is judged; 0: that of the call
	Of   rule.Consortium
}

// Trouble is what is wrong with a file, by line.
type Trouble struct {
	Line int
	What lang.Message
}

// longestAbout is two sentences in Cyrillic letters.
const longestAbout = 600

// LongestFile is the most bytes of a programme: some times the longest that comes with Twintown.
const LongestFile = 128 << 10

// Read reads a programme's file. What it says in troubles is all that is wrong; a file with
// troubles is nil.
func Read(text []byte) (*File, []Trouble) {
	if len(text) > LongestFile {
		return nil, []Trouble{{1, lang.Msg("error.funding.long", "max", LongestFile>>10)}}
	}
	var raw rawFile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&raw); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, []Trouble{{1, lang.Msg("error.funding.empty")}}
		}
		return nil, yamlTroubles(err)
	}
	r := &reader{}
	f := &File{Programme: r.programme(&raw.Programme)}
	for i := range raw.Calls {
		f.Programme.Calls = append(f.Programme.Calls, r.call(&raw.Calls[i], f.Programme.Key))
	}
	for i := range raw.Tests {
		f.Tests = append(f.Tests, r.test(&raw.Tests[i]))
	}
	r.twice(f)
	if len(r.troubles) > 0 {
		slices.SortStableFunc(r.troubles, func(a, b Trouble) int { return a.Line - b.Line })
		return nil, r.troubles
	}
	return f, nil
}

var (
	lineOf  = regexp.MustCompile(`line (\d+)`)
	fieldOf = regexp.MustCompile(`field (\S+) not found`)
)

// yamlTroubles says what the YAML package found, line by line.
func yamlTroubles(err error) (all []Trouble) {
	said := []string{err.Error()}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		said = t.Errors
	}
	for _, s := range said {
		line := 1
		if m := lineOf.FindStringSubmatch(s); m != nil {
			line, _ = strconv.Atoi(m[1]) // digits
		}
		what := lang.Msg("error.funding.rule.yaml")
		if m := fieldOf.FindStringSubmatch(s); m != nil {
			what = keyMessage(m[1], rule.Nearest(m[1], fieldNames))
		}
		all = append(all, Trouble{line, what})
	}
	return all
}

// What stands in a file. Texts are read one by one afterwards, so that each failure has its line.
type (
	rawFile struct {
		Programme rawProgramme `yaml:"programme"`
		Calls     []rawCall    `yaml:"calls"`
		Tests     []rawTest    `yaml:"tests"`
	}
	rawProgramme struct {
		Key     text              `yaml:"key"`
		Name    map[string]string `yaml:"name"`
		In      text              `yaml:"original"`
		About   map[string]string `yaml:"about"`
		Funder  text              `yaml:"funder"`
		Manager text              `yaml:"manager"`
		Kind    text              `yaml:"kind"`
		From    text              `yaml:"from"`
		To      text              `yaml:"to"`
		Legal   text              `yaml:"legal"`
		Area    []string          `yaml:"area"`
		Contact text              `yaml:"contact"`
		Site    text              `yaml:"site"`
		Before  []string          `yaml:"before"`
		After   []string          `yaml:"after"`
		Closed  bool              `yaml:"closed"`
		Notices []string          `yaml:"notices"`
		Sources []rawSource       `yaml:"sources"`
	}
	rawSource struct {
		URL       text `yaml:"url"`
		Title     text `yaml:"title"`
		Publisher text `yaml:"publisher"`
		Read      text `yaml:"read"`
	}
	rawCall struct {
		Key       text              `yaml:"key"`
		Name      map[string]string `yaml:"name"`
		In        text              `yaml:"original"`
		Opens     text              `yaml:"opens"`
		Deadlines []rawCut          `yaml:"deadlines"`
		Yearly    []rawCut          `yaml:"yearly"`
		Always    bool              `yaml:"always"`
		Closed    bool              `yaml:"closed"`
		Stages    int               `yaml:"stages"`
		Budget    text              `yaml:"budget"`
		Amount    rawAmount         `yaml:"amount"`
		Own       text              `yaml:"own"`
		Overhead  text              `yaml:"overhead"`
		Topics    []string          `yaml:"topics"`
		Languages []string          `yaml:"languages"`
		Documents []string          `yaml:"documents"`
		Rules     yaml.Node         `yaml:"rules"`
		Sources   []rawSource       `yaml:"sources"`
	}
	rawCut struct {
		Day  text `yaml:"day"`
		At   text `yaml:"at"`
		Zone text `yaml:"zone"`
	}
	rawAmount struct {
		Model   text            `yaml:"model"`
		Min     text            `yaml:"min"`
		Max     text            `yaml:"max"`
		By      text            `yaml:"by"`
		Table   []rawStep       `yaml:"table"`
		Rate    text            `yaml:"rate"`
		LeastOf text            `yaml:"least_rate"`
		Daily   map[string]text `yaml:"daily"`
		PerKm   text            `yaml:"per_km"`
		Choices []text          `yaml:"choices"`
	}
	rawStep struct {
		From int  `yaml:"from"`
		Pays text `yaml:"pays"`
	}
	rawTest struct {
		Name     text         `yaml:"name"`
		Call     text         `yaml:"call"`
		Want     text         `yaml:"want"`
		By       text         `yaml:"by"`
		On       text         `yaml:"on"`
		Partners []rawPartner `yaml:"partners"`
		Plan     rawPlan      `yaml:"plan"`
	}
	rawPartner struct {
		In      text           `yaml:"in"`
		Areas   []string       `yaml:"areas"`
		Type    text           `yaml:"type"`
		People  *int           `yaml:"people"`
		Role    text           `yaml:"role"`
		Borders map[string]int `yaml:"borders"`
		// Members maps an organisation to the day since when, to "yes" or to "no".
		Members map[string]text `yaml:"members"`
	}
	rawPlan struct {
		Participants *int     `yaml:"participants"`
		Invited      *int     `yaml:"invited"`
		Months       *int     `yaml:"months"`
		Days         *int     `yaml:"days"`
		Held         []string `yaml:"held"`
	}
)

// fieldNames are the words of a file, for "did you mean".
var fieldNames = strings.Fields(`programme calls tests key name original about funder manager kind from to legal area contact site before after
	closed notices sources url title publisher read opens deadlines yearly always stages budget amount own overhead topics languages documents
	rules day at zone model min max by table rate least_rate daily per_km choices pays call want on partners plan in areas type people role
	borders members participants invited months days held`)

// text is a text with its line.
type text struct {
	s    string
	line int
}

// UnmarshalYAML takes any plain value as it is written.
func (t *text) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return &yaml.TypeError{Errors: []string{"line " + strconv.Itoa(n.Line) + ": a text is wanted"}}
	}
	t.s, t.line = strings.TrimSpace(n.Value), n.Line
	return nil
}

// reader turns raw texts into what they mean, and collects what is wrong.
type reader struct {
	troubles []Trouble
	line     int // of the last text: where a list has none of its own
}

func (r *reader) bad(line int, key string, kv ...any) {
	if line == 0 {
		line = max(r.line, 1)
	}
	r.troubles = append(r.troubles, Trouble{line, lang.Msg(key, kv...)})
}

func (r *reader) text(t text, longest int) string {
	r.line = max(t.line, r.line)
	if len(t.s) > longest {
		r.bad(t.line, "error.funding.text", "max", longest)
	}
	return t.s
}

func (r *reader) programme(raw *rawProgramme) Programme {
	p := Programme{
		Key: r.text(raw.Key, 60), Funder: r.text(raw.Funder, 200), Manager: r.text(raw.Manager, 200), Kind: Kind(raw.Kind.s),
		From: r.date(raw.From), To: r.date(raw.To), Legal: r.text(raw.Legal, 300), Area: raw.Area, Contact: r.url(raw.Contact),
		Site: r.url(raw.Site), Before: raw.Before, After: raw.After, Closed: raw.Closed, Notices: raw.Notices, Sources: r.sources(raw.Sources),
	}
	r.key(raw.Key)
	p.Names = r.names(raw.Key.line, raw.Name, raw.In)
	p.About = Names{p.Names.Original, raw.About}
	for _, s := range raw.About {
		if len(s) > longestAbout {
			r.bad(raw.Key.line, "error.funding.text", "max", longestAbout)
		}
	}
	if raw.Key.s == "fit" || raw.Key.s == "new" { // addresses of other pages
		r.bad(raw.Key.line, "error.funding.handle_taken", "text", raw.Key.s)
	}
	if !slices.Contains(Kinds(), p.Kind) {
		r.word(raw.Kind, Kinds())
	}
	if !p.From.IsZero() && !p.To.IsZero() && p.From.Compare(p.To) > 0 {
		r.bad(raw.To.line, "error.funding.order", "from", raw.From.s, "to", raw.To.s)
	}
	if len(p.Sources) == 0 {
		r.bad(raw.Key.line, "error.funding.source")
	}
	return p
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)

func (r *reader) key(t text) {
	if !keyForm.MatchString(t.s) || len(t.s) > 60 {
		r.bad(t.line, "error.funding.handle", "text", t.s)
	}
}

// word refuses a word that is not in a list.
func (r *reader) word(t text, list any) {
	var words []string
	switch l := list.(type) {
	case []string:
		words = l
	case []Kind:
		words = texts(l)
	case []Document:
		words = texts(l)
	case []Model:
		words = texts(l)
	}
	r.troubles = append(r.troubles, Trouble{max(t.line, r.line), wordMessage(t.s, rule.Nearest(t.s, words))})
}

func texts[T ~string](list []T) (all []string) {
	for _, x := range list {
		all = append(all, string(x))
	}
	return all
}

func (r *reader) names(line int, by map[string]string, original text) Names {
	n := Names{Original: original.s, By: by}
	if n.Original == "" && len(by) == 1 {
		for code := range by {
			n.Original = code
		}
	}
	if by[n.Original] == "" {
		r.bad(line, "error.funding.name")
	}
	for _, s := range by {
		if len(s) > 300 {
			r.bad(line, "error.funding.text", "max", 300)
		}
	}
	return n
}

func (r *reader) date(t text) lang.Date {
	r.line = max(t.line, r.line)
	if t.s == "" {
		return lang.Date{}
	}
	d, err := lang.ParseDate(t.s)
	if err != nil {
		r.bad(t.line, "error.funding.date", "text", t.s)
	}
	return d
}

func (r *reader) url(t text) string {
	s := r.text(t, 500)
	if s != "" && !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		r.bad(t.line, "error.help.web")
	}
	return s
}

func (r *reader) sources(raw []rawSource) (all []Source) {
	for _, s := range raw {
		src := Source{URL: r.url(s.URL), Title: r.text(s.Title, 300), Publisher: r.text(s.Publisher, 200), Read: r.date(s.Read)}
		if src.Title == "" || src.Read.IsZero() {
			r.bad(s.URL.line, "error.funding.source_day")
		}
		all = append(all, src)
	}
	return all
}

func (r *reader) money(t text) Money {
	r.line = max(t.line, r.line)
	if t.s == "" {
		return Money{}
	}
	m, err := ParseMoney(t.s)
	if err != nil {
		r.bad(t.line, "error.funding.money", "text", t.s)
	}
	return m
}

func (r *reader) share(t text, none Share) Share {
	r.line = max(t.line, r.line)
	if t.s == "" {
		return none
	}
	s, err := ParseShare(t.s)
	if err != nil {
		r.bad(t.line, "error.funding.share", "text", t.s)
	}
	return s
}

func (r *reader) call(raw *rawCall, programme string) Call {
	c := Call{
		Key: r.text(raw.Key, 60), Programme: programme, Opens: r.date(raw.Opens), Always: raw.Always, Closed: raw.Closed, Stages: raw.Stages,
		Budget: r.money(raw.Budget), Own: r.share(raw.Own, NoShare), Overhead: r.share(raw.Overhead, NoShare),
		Topics: raw.Topics, Languages: raw.Languages, Sources: r.sources(raw.Sources),
	}
	r.key(raw.Key)
	c.Names = r.names(raw.Key.line, raw.Name, raw.In)
	if raw.Stages < 0 || raw.Stages > 2 {
		r.bad(raw.Key.line, "error.funding.stages")
	}
	for _, t := range raw.Topics {
		if _, ok := topic.Get(t); !ok {
			r.bad(raw.Key.line, "error.funding.topic", "text", t)
		}
	}
	for _, d := range raw.Documents {
		if !slices.Contains(Documents(), Document(d)) {
			r.word(text{d, raw.Key.line}, Documents())
		}
		c.Documents = append(c.Documents, Document(d))
	}
	r.deadlines(raw, &c)
	c.Amount = r.amount(&raw.Amount, raw.Key.line)
	if raw.Rules.IsZero() {
		r.bad(raw.Key.line, "error.funding.rules", "call", c.Key)
		return c
	}
	var problems []rule.Problem
	if c.Rule, problems = rule.FromYAML(&raw.Rules); problems != nil {
		r.problems(problems)
	}
	if written, err := yaml.Marshal(&raw.Rules); err == nil {
		c.Text = string(written)
	}
	return c
}

func (r *reader) problems(problems []rule.Problem) {
	for _, p := range problems {
		r.troubles = append(r.troubles, Trouble{p.Line, SayProblem(p)})
	}
}

func (r *reader) deadlines(raw *rawCall, c *Call) {
	for _, d := range raw.Deadlines {
		cut := Cut{Day: r.date(d.Day), Clock: d.At.s, Zone: d.Zone.s}
		where, err := checkClock(cut.Clock, cut.Zone)
		switch {
		case err != nil:
			r.troubles = append(r.troubles, Trouble{max(d.Day.line, 1), errs.PublicOf(err)})
		case cut.Day.Day == 0:
			r.bad(d.Day.line, "error.funding.date", "text", d.Day.s)
		}
		cut.where = where
		c.Cuts = append(c.Cuts, cut)
	}
	slices.SortFunc(c.Cuts, func(a, b Cut) int { return a.moment().Compare(b.moment()) })
	for _, d := range raw.Yearly {
		y := Yearly{Clock: d.At.s, Zone: d.Zone.s}
		at := rule.DayOf("2024-" + d.Day.s) // a leap year: 02-29 returns in others as 1 March
		if y.Month, y.Day = int(at/100%100), int(at%100); at == 0 {
			r.bad(d.Day.line, "error.funding.date", "text", d.Day.s)
		}
		var err error
		if y.where, err = checkClock(y.Clock, y.Zone); err != nil {
			r.troubles = append(r.troubles, Trouble{max(d.Day.line, 1), errs.PublicOf(err)})
		}
		c.Yearly = append(c.Yearly, y)
	}
	if n := len(c.Cuts); n > 0 && !c.Opens.IsZero() && c.Opens.Compare(c.Cuts[n-1].Day) > 0 {
		r.bad(raw.Opens.line, "error.funding.order", "from", raw.Opens.s, "to", c.Cuts[n-1].Day.String())
	}
}

func models() []Model { return []Model{NoModel, Lump, Rate, Flat, Menu} }

func (r *reader) amount(raw *rawAmount, line int) Amount {
	a := Amount{Model: Model(raw.Model.s), Min: r.money(raw.Min), Max: r.money(raw.Max), By: raw.By.s, Rate: r.share(raw.Rate, 0), LeastOf: r.share(raw.LeastOf, 0)}
	for _, s := range raw.Table {
		a.Steps = append(a.Steps, Step{s.From, r.money(s.Pays)})
	}
	for _, c := range raw.Choices {
		a.Choices = append(a.Choices, r.money(c))
	}
	if len(raw.Daily) > 0 {
		a.Daily = map[string]Money{}
	}
	for country, m := range raw.Daily {
		a.Daily[country] = r.money(m)
	}
	if raw.PerKm.s != "" {
		number, currency, _ := strings.Cut(raw.PerKm.s, " ")
		n, err := decimal(number, 6)
		if err != nil || len(currency) != 3 {
			r.bad(raw.PerKm.line, "error.funding.money", "text", raw.PerKm.s)
		}
		a.PerKm, a.Currency = n, currency
	}
	at := max(raw.Model.line, raw.Max.line, line)
	switch {
	case !slices.Contains(models(), a.Model):
		r.word(raw.Model, models())
	case !a.Min.IsZero() && !a.Max.IsZero() && (a.Min.Cents > a.Max.Cents || a.Min.Currency != a.Max.Currency):
		r.bad(at, "error.funding.limits", "min", raw.Min.s, "max", raw.Max.s)
	case a.Model == Lump && len(a.Steps) > 0 && (!slices.Contains([]string{"participants", "invited", "countries"}, a.By) || !slices.IsSortedFunc(a.Steps, func(x, y Step) int { return x.From - y.From })):
		r.bad(at, "error.funding.table")
	case a.Model == Rate && a.Rate == 0, a.Model == Menu && len(a.Choices) == 0, a.Model == Flat && len(a.Daily) == 0, a.LeastOf > a.Rate:
		r.bad(at, "error.funding.amount")
	}
	return a
}

// twice refuses two calls of one key, and tests of calls that are not there.
func (r *reader) twice(f *File) {
	seen := map[string]bool{}
	for _, c := range f.Programme.Calls {
		if seen[c.Key] {
			r.bad(0, "error.funding.twice", "text", c.Key)
		}
		seen[c.Key] = true
	}
	for _, t := range f.Tests {
		if !seen[t.Call] {
			r.bad(0, "error.funding.test_call", "test", t.Name, "call", t.Call)
		}
	}
}
