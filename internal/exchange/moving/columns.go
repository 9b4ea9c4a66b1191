package moving

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"twintown/internal/names"
	"twintown/internal/platform/lang"
)

// Column is one column of a file and what it is taken for.
type Column struct {
	Index   int      `json:"index"`             // from 0
	Title   string   `json:"title,omitempty"`   // as its header has it
	Role    Role     `json:"role"`              //
	Told    bool     `json:"told,omitempty"`    // a person said so
	Samples []string `json:"samples,omitempty"` // the first few different values
}

// layout is where a table's header is and what its columns hold.
type layout struct {
	header  int // index of the header's row; -1: none
	columns []Column
}

// of returns the column of a role; -1 for none.
func (l layout) of(role Role) int {
	i := slices.IndexFunc(l.columns, func(c Column) bool { return c.Role == role })
	if i < 0 {
		return -1
	}
	return l.columns[i].Index
}

// all are the columns of a role.
func (l layout) all(role Role) (columns []int) {
	for _, c := range l.columns {
		if c.Role == role {
			columns = append(columns, c.Index)
		}
	}
	return columns
}

// guesser finds out what columns mean, by their headers and by what they hold.
type guesser struct {
	lexicon *Lexicon
	isPlace func(string) bool // a name that look-up knows
	dates   dates
}

// How much a sign says for a role; a header's phrase says as much as it has letters.
const (
	headWord     = 5  // the phrase begins the header
	looksLike    = 12 // most cells are of the role's kind
	looksPrivate = 40 // cells hold addresses or telephone numbers: never anything else
	mostCells    = 0.6
	someCells    = 0.2 // so many addresses make a column private
	headerRows   = 40  // the header stands within the first rows
	sampledRows  = 200
)

// guess lays out a table. told are the columns that a person named.
func (g guesser) guess(t *Table, told map[int]Role) layout {
	l := layout{header: g.headerRow(t)}
	scores := make([]map[Role]float64, t.width())
	for i := range scores {
		c := Column{Index: i, Role: Ignored}
		if l.header >= 0 {
			c.Title = strings.ReplaceAll(t.Rows[l.header].cell(i), "\n", " ")
		}
		cells := columnCells(t.Rows[l.header+1:], i)
		c.Samples = samplesOf(cells)
		l.columns = append(l.columns, c)
		scores[i] = g.byHeader(c.Title)
		g.byContent(scores[i], cells)
	}
	assign(l.columns, scores, told)
	return l
}

// headerRow is the row with the most cells that read like headers; -1 when none does.
// Title lines stand above it, and what looks like data counts against it.
func (g guesser) headerRow(t *Table) int {
	best, most := -1, 0
	for i, r := range t.Rows[:min(len(t.Rows), headerRows)] {
		score, filled := 0, r.filled()
		for _, c := range filled {
			switch text := r.Cells[c]; {
			case g.isData(text):
				score -= 2
			case len(g.byHeader(text)) > 0 && utf8.RuneCountInString(text) <= 60:
				score++
			}
		}
		if score > most && (score > 1 || len(filled) <= 2) {
			best, most = i, score
		}
	}
	return best
}

// isData says whether a cell cannot be a header: a date, a country.
func (g guesser) isData(text string) bool {
	if _, ok := g.lexicon.country(text); ok {
		return true
	}
	if !strings.ContainsAny(text, "0123456789") {
		return false
	}
	_, ok := g.dates.read(text)
	return ok
}

// byHeader scores the roles that a header's words name.
func (g guesser) byHeader(title string) map[Role]float64 {
	scores := map[Role]float64{}
	words := strings.Fields(names.Fold(title))
	for _, h := range g.lexicon.headers {
		at, letters := h.in(words)
		if letters == 0 {
			continue
		}
		score := float64(letters)
		if at == 0 {
			score += headWord
		}
		scores[h.role] = max(scores[h.role], score)
	}
	return scores
}

// in finds the phrase among a header's words: where it begins, and how many letters
// agree. Stems of up to three letters must be whole words.
func (h headerWord) in(words []string) (at, letters int) {
	for i := range words {
		n := 0
		for j, stem := range h.stems {
			if i+j >= len(words) || !strings.HasPrefix(words[i+j], stem) ||
				utf8.RuneCountInString(stem) <= wholeWord && words[i+j] != stem {
				n = 0
				break
			}
			n += utf8.RuneCountInString(stem)
		}
		if n > 0 {
			return i, n
		}
	}
	return 0, 0
}

// private tells addresses of mail, telephone numbers and addresses of pages.
var private = regexp.MustCompile(`\S+@\S+\.\S+|(?:\+|\b00|\(0|\btel)[\d .()/-]{7,}|\b\d{2,3}[ -]\d{2,3}[ -]\d{2}[ -]?\d{2}\b`)

// byContent adds what the cells say.
func (g guesser) byContent(scores map[Role]float64, cells []string) {
	if len(cells) == 0 {
		return
	}
	share := func(is func(string) bool) float64 {
		n := 0
		for _, c := range cells {
			if is(c) {
				n++
			}
		}
		return float64(n) / float64(len(cells))
	}
	isCountry := func(s string) bool { _, ok := g.lexicon.country(s); return ok }
	isDate := func(s string) bool {
		w, ok := g.dates.read(s)
		return ok && (!w.Start.IsZero() || !w.End.IsZero())
	}
	switch {
	case share(private.MatchString) >= someCells:
		scores[Contact] += looksPrivate
	case share(isCountry) >= mostCells:
		scores[Country] += looksLike
	case share(isDate) >= mostCells:
		if scores[Until] == 0 && scores[Ended] == 0 {
			scores[Date] += looksLike / 2
		}
	case share(g.namesPlace) >= mostCells:
		scores[placed] += looksLike
	case share(func(s string) bool { _, ok := g.lexicon.statusOf(s); return ok && len(s) < 40 }) >= mostCells:
		scores[Status] += looksLike / 2
	case share(func(s string) bool { _, _, ok := g.lexicon.kindOf(s); return ok && len(s) < 80 }) >= mostCells:
		scores[Kind] += looksLike / 2
	}
	if strings.Trim(strings.Join(cells, ""), "0123456789. ") == "" && scores[Date] == 0 && scores[Until] == 0 && scores[Ended] == 0 {
		scores[Ignored] += looksLike // figures that are no years
	}
}

// namesPlace says whether a cell's beginning is a place that look-up knows.
func (g guesser) namesPlace(text string) bool {
	if !strings.ContainsFunc(text, isLetter) || utf8.RuneCountInString(text) > 120 {
		return false
	}
	first, _, _ := strings.Cut(text, "\n")
	name, _ := outOfBrackets(first)
	if g.isPlace(name) {
		return true
	}
	first, _, _ = strings.Cut(name, ",")
	return first != name && g.isPlace(strings.TrimSpace(first))
}

// assign gives each column a role; roles of which there is one go to the column that
// fits best.
func assign(columns []Column, scores []map[Role]float64, told map[int]Role) {
	many := func(r Role) bool { return r == Notes || r == Remark || r == Contact || r == Ignored || r == Topics }
	taken := map[Role]bool{}
	for i, role := range told {
		if i >= 0 && i < len(columns) {
			columns[i].Role, columns[i].Told = role, true
			taken[role] = !many(role)
		}
	}
	type offer struct {
		column int
		role   Role
		score  float64
	}
	var offers []offer
	for i, s := range scores {
		if s[placed] > 0 && s[Partner] > 0 { // "miasto partnerskie", and places in it
			s[Partner] += s[placed]
		}
		if s[placed] > 0 && s[Own] > 0 {
			s[Own] += s[placed]
		}
		for role, score := range s {
			offers = append(offers, offer{i, role, score})
		}
	}
	slices.SortFunc(offers, func(a, b offer) int {
		switch {
		case a.score != b.score:
			return cmp.Compare(b.score, a.score)
		case a.column != b.column:
			return a.column - b.column
		}
		return strings.Compare(string(a.role), string(b.role))
	})
	done := map[int]bool{}
	var towns []int // by name alone: own or partner
	for _, o := range offers {
		if columns[o.column].Told || done[o.column] || taken[o.role] {
			continue
		}
		done[o.column] = true
		if o.role == placed {
			towns = append(towns, o.column)
			continue
		}
		columns[o.column].Role = o.role
		taken[o.role] = !many(o.role)
	}
	slices.Sort(towns)
	assignTowns(columns, towns, taken)
}

// assignTowns decides which of the columns with towns holds the partners: the only one,
// or, of two, the one that the file's own towns do not repeat in.
func assignTowns(columns []Column, towns []int, taken map[Role]bool) {
	for n, i := range towns {
		switch {
		case !taken[Partner] && (n == len(towns)-1 || taken[Own]):
			columns[i].Role, taken[Partner] = Partner, true
		case !taken[Own] && len(columns[i].Samples) > 0:
			columns[i].Role, taken[Own] = Own, true
		}
	}
}

// columnCells are the first cells of a column that say something.
func columnCells(rows []Row, column int) (cells []string) {
	for _, r := range rows {
		if c := r.cell(column); c != "" {
			if cells = append(cells, c); len(cells) == sampledRows {
				break
			}
		}
	}
	return cells
}

// samplesOf are the first few different values, short enough for a page.
func samplesOf(cells []string) (samples []string) {
	const few, enough = 3, 60
	for _, c := range cells {
		c = strings.ReplaceAll(c, "\n", " / ")
		if runes := []rune(c); len(runes) > enough {
			c = string(runes[:enough]) + "…"
		}
		if private.MatchString(c) {
			c = "…" // telephone numbers and addresses are not shown around
		}
		if !slices.Contains(samples, c) {
			if samples = append(samples, c); len(samples) == few {
				break
			}
		}
	}
	return samples
}

// Letter is the column's name in a spreadsheet: A, B, …, AA.
func (c Column) Letter() string { return columnLetter(c.Index) }

// Label shows the column by its letter, title or a few values.
func (c Column) Label() lang.Message { return columnLabel(c) }

// columnLetter is a column's name in a spreadsheet: A, B, …, AA.
func columnLetter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// toldColumns reads which columns a person named: the answers "column.3".
func toldColumns(answers map[string]string) map[int]Role {
	told := map[int]Role{}
	for key, role := range answers {
		text, ok := strings.CutPrefix(key, columnKey)
		if !ok {
			continue
		}
		if i, err := strconv.Atoi(text); err == nil && slices.Contains(Roles(), Role(role)) {
			told[i] = Role(role)
		}
	}
	return told
}
