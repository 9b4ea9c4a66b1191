package moving

import (
	"strings"
)

// separators are the signs that part fields, the likeliest first where two fit alike.
var separators = []byte{';', '\t', ',', '|'}

// longestQuote bounds a field in quotation marks: an office's cell has a few lines; a
// quotation mark that nobody closed would take the rest of the file.
const longestQuote = 4 * mostText

func readCSV(data []byte, opt ReadOptions) (*Table, error) {
	text, name, why, unclear, err := decode(data, opt.Encoding, opt.Lexicon)
	if err != nil {
		return nil, err
	}
	t := &Table{Format: CSV, Encoding: name, Why: why, Unclear: unclear}
	line, comma := 1, byte(0)
	if first, rest, found := strings.Cut(text, "\n"); found { // Excel's own way to name the separator
		first = strings.Trim(strings.TrimSpace(first), `"`)
		if len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
			comma, text, line = first[4], rest, 2
		}
	}
	if comma == 0 {
		comma = separator(text)
	}
	t.Separator = string(comma)
	g := gather{limits: opt.Limits}
	r := csvReader{text: text, comma: comma, line: line}
	for {
		at := r.line
		cells, ok := r.next()
		if !ok {
			t.Rows = g.rows
			return t, nil
		}
		for i, c := range cells {
			cells[i] = tidy(unguard(c))
		}
		if err := g.add(at, cells); err != nil {
			return nil, err
		}
	}
}

// separator is the sign that parts the most rows alike: a comma inside a cell stands in
// some rows, a separator in all.
func separator(text string) byte {
	const looked = 50 // rows show it
	best, bestScore := separators[0], -1.0
	for _, comma := range separators {
		r := csvReader{text: text, comma: comma, line: 1}
		widths := map[int]int{}
		rows := 0
		for rows < looked {
			cells, ok := r.next()
			if !ok {
				break
			}
			if len(cells) > 1 || strings.TrimSpace(cells[0]) != "" {
				widths[len(cells)]++
				rows++
			}
		}
		score := 0.0
		for width, n := range widths {
			if width > 1 {
				// as many rows as possible of one width; wider where as many
				score = max(score, float64(n)+float64(min(width, mostColumns))/(mostColumns+1))
			}
		}
		if score > bestScore {
			best, bestScore = comma, score
		}
	}
	return best
}

// csvReader cuts a text into rows. It never fails: a quotation mark that is not closed
// within a cell's length counts as a letter.
type csvReader struct {
	text  string
	comma byte
	line  int // of the next row, from 1
}

// next returns the fields of the next row; ok is false at the end. An empty line is a
// row of one empty field.
func (r *csvReader) next() (fields []string, ok bool) {
	if r.text == "" {
		return nil, false
	}
	for {
		field, end := r.field()
		switch { // a wider row is refused: its rest need not be held
		case len(fields) <= mostColumns+1:
			fields = append(fields, field)
		case strings.TrimSpace(field) != "":
			fields[mostColumns+1] = field
		}
		if end {
			r.line++
			return fields, true
		}
	}
}

// field takes one field and what follows it; end is true at the end of the row.
func (r *csvReader) field() (field string, end bool) {
	if strings.HasPrefix(r.text, `"`) {
		if field, rest, ok := r.quoted(r.text[1:]); ok {
			r.line += strings.Count(field, "\n")
			r.text = rest
			return field, r.separated()
		}
	}
	i := strings.IndexAny(r.text, string(r.comma)+"\r\n")
	if i < 0 {
		i = len(r.text)
	}
	field, r.text = r.text[:i], r.text[i:]
	return field, r.separated()
}

// quoted reads up to the closing quotation mark, which a separator, a line's end or the
// text's end must follow; two of them are one.
func (r *csvReader) quoted(text string) (field, rest string, ok bool) {
	var b strings.Builder
	for b.Len() <= longestQuote {
		i := strings.IndexByte(text[:min(len(text), longestQuote+1)], '"')
		if i < 0 {
			return "", "", false
		}
		b.WriteString(text[:i])
		text = text[i+1:]
		switch {
		case strings.HasPrefix(text, `"`):
			b.WriteByte('"')
			text = text[1:]
		case text == "" || text[0] == r.comma || text[0] == '\r' || text[0] == '\n':
			return b.String(), text, true
		default:
			return "", "", false
		}
	}
	return "", "", false
}

// separated takes the separator or the line's end that follows a field.
func (r *csvReader) separated() (end bool) {
	switch {
	case r.text == "":
		return true
	case r.text[0] == r.comma:
		if r.text = r.text[1:]; r.text == "" {
			return false // an empty field follows, and with it the end
		}
		return false
	case strings.HasPrefix(r.text, "\r\n"):
		r.text = r.text[2:]
	default:
		r.text = r.text[1:]
	}
	return true
}
