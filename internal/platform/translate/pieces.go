package translate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a text that is sent at once, and the space that stands after it.
type piece struct{ text, after string }

// pieces cuts a text into parts of at most so many characters. Paragraphs stay apart, since
// engines lose line breaks; within one it is cut after a sentence, else between words, else
// anywhere. All texts and spaces together are the text again.
func pieces(text string, most int) (all []piece) {
	for text != "" {
		line, rest, broken := strings.Cut(text, "\n")
		for utf8.RuneCountInString(line) > most {
			at := cutAt(line, most)
			all = append(all, piece{line[:at], ""})
			line = line[at:]
		}
		p := piece{text: line}
		if broken {
			p.after = "\n"
		}
		all, text = append(all, p), rest
	}
	return apart(all)
}

// apart moves the space around each piece out of it: engines do not keep it.
func apart(all []piece) (out []piece) {
	for _, p := range all {
		inner := strings.TrimLeftFunc(p.text, unicode.IsSpace)
		if lead := p.text[:len(p.text)-len(inner)]; lead != "" {
			out = append(out, piece{"", lead})
		}
		core := strings.TrimRightFunc(inner, unicode.IsSpace)
		out = append(out, piece{core, inner[len(core):] + p.after})
	}
	return out
}

// cutAt is where a line of more than most characters is cut: a number of bytes.
func cutAt(line string, most int) int {
	end := 0
	for i := range line {
		if most == 0 {
			end = i
			break
		}
		most--
	}
	head := line[:end]
	if at := strings.LastIndexAny(head, ".?…;"); at > end/2 {
		_, size := utf8.DecodeRuneInString(head[at:])
		return at + size
	}
	if at := strings.LastIndexFunc(head, unicode.IsSpace); at > 0 {
		return at
	}
	return end
}
