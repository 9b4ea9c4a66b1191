package moving

import (
	"maps"
	"slices"
	"strings"

	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// Options are what a person said beside the file.
type Options struct {
	Lexicon *Lexicon
	Own     int64             // whose list it is; 0: not known yet
	Answers map[string]string // by the keys of questions, and "column.3" for what column 3 holds
	Today   lang.Date
	// Language is the one in which remarks are written, where a column of them is published.
	Language string
	// Step is told before each row how many rows are planned, of how many; where it says
	// false planning stops, and the plan is of no use. nil: nobody is told.
	Step func(now, all int) bool
}

// Outcome is what becomes of a row.
type Outcome string

// The outcomes.
const (
	Fits    Outcome = "fits"     // it becomes links
	Asked   Outcome = "asked"    // a question about it is open
	Refused Outcome = "rejected" // it cannot be used, with a reason
	LeftOut Outcome = "left_out" // it is no partner: a title, a total, a remark; or a person said so
)

// Plan is what an import will do. It is a value: making it changes nothing.
type Plan struct {
	Table     *Table
	Header    int // index of the header's row; -1: none
	Columns   []Column
	Own       int64 // of the whole list; 0 where rows say it, or nobody knows
	Questions []Question
	Rows      []RowPlan
	Code      string // of the source that the file becomes
}

// RowPlan is what becomes of one row.
type RowPlan struct {
	Index   int // of Table.Rows
	Line    int
	Outcome Outcome
	Reason  lang.Message   // of what is rejected or left out
	Links   []Link         // of what fits
	Notes   []lang.Message // what else the person should know
}

// Link is one partnership that a row tells of.
type Link struct {
	Own, Partner int64
	Want         partnership.Partnership // as the file tells it
	Add          partnership.Partnership // what of it is not known yet
	New          bool                    // nothing is known of the pair
}

// Nothing says whether all that the row tells is known already.
func (l Link) Nothing() bool {
	return !l.New && len(l.Add.Acts) == 0 && len(l.Add.Claims) == 0 && l.Add.Listing.IsZero() && l.Add.Kind == "" && len(l.Add.Topics) == 0
}

// Count is how many rows there are of each outcome.
type Count struct {
	Rows     int // that are partners: Fit + Open + Rejected
	Fit      int
	Open     int
	Rejected int
	LeftOut  int
	Links    int // of the rows that fit
	New      int // links of which nothing is known
	More     int // links of which something is known, and the file tells more
	Known    int // links of which all is known
}

// Count counts the rows.
func (p Plan) Count() (c Count) {
	for _, r := range p.Rows {
		switch r.Outcome {
		case Fits:
			c.Fit++
		case Asked:
			c.Open++
		case Refused:
			c.Rejected++
		case LeftOut:
			c.LeftOut++
		}
		for _, l := range r.Links {
			switch c.Links++; {
			case l.New:
				c.New++
			case l.Nothing():
				c.Known++
			default:
				c.More++
			}
		}
	}
	c.Rows = c.Fit + c.Open + c.Rejected
	return c
}

// Blocked says whether a question is open without whose answer no row can be read.
func (p Plan) Blocked() bool {
	return slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Blocks })
}

// Make plans the import of a table. It is a pure function of its arguments.
func Make(t *Table, known Known, opt Options) Plan {
	m := &maker{
		t: t, opt: opt, known: known, asked: map[string]int{},
		finder: &finder{atlas: known.Places, lexicon: opt.Lexicon, seen: map[string]bool{}},
		pairs:  map[string]int{},
	}
	m.finder.linked = func(a, b int64) bool { _, ok := known.Between(a, b); return ok }
	m.dates = dates{lexicon: opt.Lexicon, year: opt.Today.Year}
	g := guesser{lexicon: opt.Lexicon, isPlace: m.finder.isPlace, dates: m.dates}
	m.layout = g.guess(t, toldColumns(opt.Answers))
	m.plan = Plan{Table: t, Header: m.layout.header, Columns: m.layout.columns, Own: opt.Own}
	m.dates.order = m.order()
	if m.general(); m.plan.Blocked() {
		return m.plan
	}
	m.plan.Code = sourceCode(m.plan.Own, t.File)
	for i := range t.Rows {
		if opt.Step != nil && !opt.Step(i, len(t.Rows)) {
			break
		}
		if i > m.layout.header {
			m.row(i)
		}
	}
	return m.plan
}

// maker makes a plan.
type maker struct {
	t      *Table
	opt    Options
	known  Known
	finder *finder
	dates  dates
	layout layout
	plan   Plan
	asked  map[string]int // index of a question by its key
	pairs  map[string]int // line of the row that told of a pair and type of act
	ended  string         // the answer about the column of ends
	area   string         // country that a row by itself named for those below it
}

// general asks what concerns the whole file.
func (m *maker) general() {
	if len(m.t.Unclear) > 0 {
		q := Question{Key: EncodingKey, Text: lang.Msg("moving.ask.encoding"), Blocks: true}
		for _, s := range m.t.Unclear {
			q.Choices = append(q.Choices, Choice{s.Encoding, lang.Msg("moving.ask.encoding.choice", "encoding", s.Encoding, "text", s.Text)})
		}
		m.ask(q, -1)
		return
	}
	if m.layout.of(Partner) < 0 {
		q := Question{Key: partnerKey, Text: lang.Msg("moving.ask.partner_column"), Blocks: true}
		for _, c := range m.plan.Columns {
			if len(c.Samples) > 0 {
				q.Choices = append(q.Choices, Choice{columnLetter(c.Index), columnLabel(c)})
			}
		}
		if i := slices.IndexFunc(m.plan.Columns, func(c Column) bool { return columnLetter(c.Index) == m.opt.Answers[partnerKey] }); i >= 0 {
			m.plan.Columns[i].Role, m.plan.Columns[i].Told = Partner, true
		} else {
			m.ask(q, -1)
		}
	}
	m.ownTown()
	if m.dates.order == OrderUnknown {
		m.ask(Question{Key: orderKey, Text: lang.Msg("moving.ask.order", "text", m.ambiguousDate()), Blocks: true, Choices: []Choice{
			{"day", lang.Msg("moving.ask.order.day")}, {"month", lang.Msg("moving.ask.order.month")},
		}}, -1)
	}
	m.ended = m.opt.Answers[endedKey]
	if m.layout.of(Ended) >= 0 && !slices.Contains([]string{"expiry", "termination", skip}, m.ended) && m.endsUnsaid() {
		m.ask(Question{Key: endedKey, Text: lang.Msg("moving.ask.ended"), Blocks: true, Choices: []Choice{
			{"expiry", lang.Msg("moving.ask.ended.expiry")}, {"termination", lang.Msg("moving.ask.ended.termination")}, {skip, lang.Msg("moving.ask.ended.skip")},
		}}, -1)
	}
}

// ownTown asks whose list it is, unless that is known or a column says it.
func (m *maker) ownTown() {
	if m.plan.Own != 0 || m.layout.of(Own) >= 0 {
		return
	}
	if p, err := m.known.Places.Resolve(m.opt.Answers[OwnKey]); m.opt.Answers[OwnKey] != "" && err == nil {
		m.plan.Own = p.ID
		return
	}
	m.ask(Question{Key: OwnKey, Text: lang.Msg("moving.ask.own"), Blocks: true, Place: true}, -1)
}

// endsUnsaid says whether a row gives an end without a status that says how it ended.
func (m *maker) endsUnsaid() bool {
	ended, status := m.layout.of(Ended), m.layout.of(Status)
	return slices.ContainsFunc(m.t.Rows[m.layout.header+1:], func(r Row) bool {
		s, ok := m.opt.Lexicon.statusOf(r.cell(status))
		w, isDate := m.dates.read(r.cell(ended))
		return isDate && !w.Start.IsZero() && (!ok || s == "active")
	})
}

// order finds out how day and month stand in the file's dates of figures: a number above
// twelve says it, and so does a language other than English.
func (m *maker) order() Order {
	switch m.opt.Answers[orderKey] {
	case "day":
		return DayFirst
	case "month":
		return MonthFirst
	}
	day, month, unclear := false, false, false
	for _, r := range m.t.Rows {
		for _, role := range []Role{Date, Until, Ended} {
			for _, found := range figures.FindAllStringSubmatch(r.cell(m.layout.of(role)), -1) {
				day = day || len(found[1]) == 2 && found[1] > "12"
				month = month || len(found[2]) == 2 && found[2] > "12"
				unclear = true
			}
		}
	}
	switch {
	case day == month && unclear && m.english():
		return OrderUnknown
	case month && !day:
		return MonthFirst
	}
	return DayFirst
}

// english says whether no letter of the file is beyond those of English: all other
// languages of the site write the day first.
func (m *maker) english() bool {
	return !slices.ContainsFunc(m.t.Rows, func(r Row) bool {
		return slices.ContainsFunc(r.Cells, func(c string) bool {
			return strings.ContainsFunc(c, func(r rune) bool { return foreign(r) && isLetter(r) })
		})
	})
}

// ambiguousDate is the first date of the file that can be read in two ways.
func (m *maker) ambiguousDate() string {
	for _, r := range m.t.Rows {
		for _, role := range []Role{Date, Until, Ended} {
			if text := r.cell(m.layout.of(role)); figures.MatchString(text) {
				return text
			}
		}
	}
	return ""
}

// row plans one row.
func (m *maker) row(i int) {
	r := m.t.Rows[i]
	p := RowPlan{Index: i, Line: r.Line}
	reader := &rowReader{maker: m, row: r, plan: &p}
	reader.read()
	m.plan.Rows = append(m.plan.Rows, p)
}

// skip is the answer that leaves something out.
const skip = "-"

// isTotal says whether a row sums up: "Razem: 30".
func isTotal(r Row) bool {
	filled := r.filled()
	if len(filled) == 0 || len(filled) > 3 {
		return false
	}
	first := names.Fold(r.Cells[filled[0]])
	word, _, _ := strings.Cut(first, " ")
	return totals[word] || totals[strings.TrimRight(first, " 0123456789")]
}

// totals begin a row that sums up.
var totals = set("razem suma ogółem łącznie total totals sum summe gesamt insgesamt somme ensemble iš viso viso всего итого усяго разам усього разом всього")

// repeatsHeader says whether a row is the header again, as on each printed page.
func (m *maker) repeatsHeader(r Row) bool {
	return m.layout.header >= 0 && slices.Equal(r.Cells, m.t.Rows[m.layout.header].Cells)
}

// places are the own places of all links of the plan, each once: whose desk it concerns.
func (p Plan) places() []int64 {
	all := map[int64]bool{}
	for _, r := range p.Rows {
		for _, l := range r.Links {
			all[l.Own] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// OwnPlaces are the towns in whose name the plan speaks, ascending: whoever applies it
// must be allowed to enter partnerships of each.
func (p Plan) OwnPlaces() []int64 { return p.places() }
