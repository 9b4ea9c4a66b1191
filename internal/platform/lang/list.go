package lang

import "strings"

// List prints items as the language lists them: "A, B i C". No items print as
// nothing.
func (p *Printer) List(items []string) string {
	return string(p.appendList(nil, len(items), func(b []byte, i int) []byte {
		return append(b, items[i]...)
	}))
}

// appendList prints n items, each by item, joined by CLDR's list patterns, all of
// which have the form {0}separator{1}.
func (p *Printer) appendList(b []byte, n int, item func([]byte, int) []byte) []byte {
	for i := range n {
		switch {
		case i == 0:
		case n == 2:
			b = append(b, p.joiner("2")...)
		case i == n-1:
			b = append(b, p.joiner("end")...)
		case i == 1:
			b = append(b, p.joiner("start")...)
		default:
			b = append(b, p.joiner("middle")...)
		}
		b = item(b, i)
	}
	return b
}

// joiner is what stands between {0} and {1}.
func (p *Printer) joiner(name string) string {
	_, rest, _ := strings.Cut(p.locale.List[name], "{0}")
	between, _, _ := strings.Cut(rest, "{1}")
	return between
}
