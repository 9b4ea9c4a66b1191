package letter

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Template is a running text in its parts.
type Template []block

// block is a part of a running text.
type block struct {
	label string // of a row
	name  string // of the value; "" for a paragraph
	text  string // of a paragraph; "" for a gap
}

// Bounds of a running text: two pages at most, which is more than anybody reads.
const (
	MostLetters = 4000
	mostLines   = 90
)

// Names are the values that the text of a paper may name.
func Names(p Paper) []string {
	switch p {
	case Invite:
		return []string{"meeting", "dates", "place", "addressee", "delegation", "quota", "deadline", "link", "travel", "lodging", "meals", "costs", "host"}
	case VisaLetter:
		return []string{"name", "born", "nationality", "document", "valid_until", "address", "function", "delegation", "meeting", "dates", "stay", "place", "travel", "lodging", "meals", "costs", "host"}
	case Certificate:
		return []string{"name", "function", "delegation", "meeting", "dates", "place", "host"}
	}
	return nil
}

// named finds a line that ends with a name after a colon, or is one.
var named = regexp.MustCompile(`^(?:([^{}]{1,80}?)[\s\x{a0}\x{202f}]*:[\s\x{a0}]*)?\{([a-z_]{1,20})\}$`)

// Check judges the text that somebody wrote for a paper: whether it is short enough, and each
// name in braces is known and stands where no language has to decline it. The empty text is
// good: it stands for the default one.
func Check(p Paper, text string) error {
	if n := utf8.RuneCountInString(text); n > MostLetters {
		return errs.New(errs.TooLarge, lang.Msg("letter.error.long", "n", n, "most", MostLetters), nil)
	}
	if !utf8.ValidString(text) || strings.Count(text, "\n") >= mostLines {
		return errs.New(errs.TooLarge, lang.Msg("letter.error.lines", "most", mostLines), nil)
	}
	for i, line := range split(text) {
		if !strings.ContainsAny(line, "{}") {
			continue
		}
		m := named.FindStringSubmatch(line)
		if m == nil {
			return errs.New(errs.Invalid, lang.Msg("letter.error.where", "line", i+1), nil)
		}
		if !slices.Contains(Names(p), m[2]) {
			return errs.New(errs.Invalid, lang.Msg("letter.error.name", "line", i+1, "name", m[2]), nil)
		}
	}
	return nil
}

func split(text string) []string {
	all := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range all {
		all[i] = strings.TrimSpace(line)
	}
	return all
}

// Parse reads a text that Check found good; a line that it would not is set as it stands.
func Parse(text string) (t Template) {
	for _, line := range split(text) {
		if m := named.FindStringSubmatch(line); m != nil {
			t = append(t, block{label: strings.TrimSpace(m[1]), name: m[2]})
			continue
		}
		t = append(t, block{text: line})
	}
	return t
}

// Default is the text of a paper in a printer's language, as an organiser finds it before she
// changes anything.
func Default(p Paper, words *lang.Printer) string {
	w := writer{words: words}
	switch p {
	case Invite:
		w.say("letter.greeting", "", "letter.invitation.opening", "{meeting}", "")
		w.rows("delegation", "delegation", "when", "dates", "where", "place", "quota", "quota", "travel", "travel", "lodging", "lodging", "meals", "meals", "costs", "costs", "deadline", "deadline")
		w.say("", "letter.invitation.answer", "{link}", "", "letter.closing")
	case VisaLetter:
		w.say("letter.greeting", "", "letter.visa.opening", "")
		w.rows("name", "name", "born", "born", "nationality", "nationality", "document", "document", "valid", "valid_until", "address", "address", "function", "function", "delegation", "delegation")
		w.say("")
		w.rows("purpose", "meeting", "when", "dates", "stay", "stay", "where", "place", "travel", "travel", "lodging", "lodging", "meals", "meals", "costs", "costs", "host", "host")
		w.say("", "letter.closing")
	case Certificate:
		w.say("{name}", "{delegation}", "", "letter.certificate.at", "{meeting}", "{dates}", "", "letter.certificate.thanks")
	}
	return strings.Join(w.lines, "\n")
}

// writer writes a default text.
type writer struct {
	words *lang.Printer
	lines []string
}

// say adds lines: messages by their keys, values in braces, "" for an empty one.
func (w *writer) say(all ...string) {
	for _, line := range all {
		if strings.HasPrefix(line, "letter.") {
			line = w.words.T(line)
		}
		w.lines = append(w.lines, line)
	}
}

// rows adds rows by pairs of label and value.
func (w *writer) rows(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		w.lines = append(w.lines, w.words.T("letter.line", "label", w.words.T("letter.row."+pairs[i]), "value", "{"+pairs[i+1]+"}"))
	}
}

// Fill puts values into a template. A row or a line whose value is not known goes, and of
// several gaps one stays.
func (t Template) fill(values map[string]string) (out Template) {
	for _, b := range t {
		if b.name != "" {
			if b.text = strings.TrimSpace(values[b.name]); b.text == "" {
				continue
			}
		}
		if b.gap() && (len(out) == 0 || out[len(out)-1].gap()) {
			continue
		}
		out = append(out, b)
	}
	for len(out) > 0 && out[len(out)-1].gap() {
		out = out[:len(out)-1]
	}
	return out
}

// gap says that a block is an empty line; row, that it is a label with its value.
func (b block) gap() bool { return b.name == "" && b.text == "" }
func (b block) row() bool { return b.name != "" && b.label != "" }

// body is the filled text of a sheet.
func (s *Setter) body(p Paper, sheet Sheet, own map[string]string) Template {
	words := s.catalog.Printer(sheet.Language)
	text := sheet.Text
	if strings.TrimSpace(text) == "" {
		text = Default(p, words)
	}
	values := sheet.shared(words)
	for name, value := range own {
		values[name] = value
	}
	return Parse(text).fill(values)
}
