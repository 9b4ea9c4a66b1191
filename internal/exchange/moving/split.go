package moving

import (
	"regexp"
	"slices"
	"strings"
)

// Part is one partner of a cell: a name, and what stood beside it in brackets or after a
// comma, by which it can be told from its namesakes.
type Part struct {
	Name   string
	Narrow []string // countries, regions
}

// String is the part as look-up takes it: "Grodno, Białoruś".
func (p Part) String() string { return strings.Join(append([]string{p.Name}, p.Narrow...), ", ") }

// mostPartners of one cell: more are a document.
const mostPartners = 40

// between are the words that join two names in eight languages.
var between = regexp.MustCompile(`(?i)\s+(?:oraz|i|and|und|et|ir|bei|и|й|і|та|&|\+)\s+`)

// bullet is a mark or number at the beginning of a line.
var bullet = regexp.MustCompile(`^\s*(?:[-–—•·*▪]|\d{1,2}[.)])\s+`)

// splitPartners takes the partners of a cell apart. Line breaks and semicolons always
// part; commas and joining words do unless isPlace knows the whole as one name ("Bosanska
// Gradiška", "Rostock und Umgebung"). isArea says whether a text is a country or a region:
// such a part belongs to the name before it.
func splitPartners(text string, isPlace, isArea func(string) bool) (parts []Part) {
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		piece = strings.TrimSpace(bullet.ReplaceAllString(piece, ""))
		if strings.Trim(piece, " ,.-–—/()") == "" {
			continue
		}
		for _, one := range atCommas(piece, isPlace) {
			name, brackets := outOfBrackets(one)
			switch {
			case name == "" && len(brackets) == 0:
			case len(parts) > 0 && (name == "" || isArea(one) && len(brackets) == 0) && !isPlaceOnly(name, parts, isPlace, isArea):
				last := &parts[len(parts)-1]
				if name != "" {
					brackets = append([]string{name}, brackets...)
				}
				last.Narrow = append(last.Narrow, brackets...)
			default:
				parts = append(parts, joined(name, brackets, isPlace)...)
			}
			if len(parts) >= mostPartners {
				return parts[:mostPartners]
			}
		}
	}
	return parts
}

// isPlaceOnly says whether a name that is an area's too must be a town here: "Luxembourg,
// Luxembourg" has the country second, "Grodno (Białoruś), Luxembourg" has a town.
func isPlaceOnly(name string, parts []Part, isPlace, isArea func(string) bool) bool {
	last := parts[len(parts)-1]
	return len(last.Narrow) > 0 && isPlace(name) && slices.ContainsFunc(last.Narrow, isArea)
}

// atCommas cuts at commas and slashes outside brackets, unless the whole is a name.
func atCommas(piece string, isPlace func(string) bool) (parts []string) {
	if isPlace(piece) && !strings.ContainsAny(piece, ",(/") {
		return []string{piece}
	}
	depth, start := 0, 0
	for i, r := range piece {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		case ',', '/':
			if depth == 0 {
				parts = append(parts, piece[start:i])
				start = i + len(string(r))
			}
		}
	}
	parts = append(parts, piece[start:])
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

var inBrackets = regexp.MustCompile(`[(\[]([^()\[\]]*)[)\]]`)

// outOfBrackets parts a name from what stands beside it in brackets.
func outOfBrackets(text string) (name string, brackets []string) {
	for _, m := range inBrackets.FindAllStringSubmatch(text, -1) {
		for part := range strings.SplitSeq(m[1], ",") {
			if part = strings.TrimSpace(part); part != "" {
				brackets = append(brackets, part)
			}
		}
	}
	name = strings.Join(strings.Fields(strings.Trim(inBrackets.ReplaceAllString(text, " "), " ()[]")), " ")
	// a dash with spaces parts a town from its country as a comma does
	if before, after, found := strings.Cut(strings.NewReplacer(" – ", " - ", " — ", " - ").Replace(name), " - "); found && before != "" && after != "" {
		return strings.TrimSpace(before), append([]string{strings.TrimSpace(after)}, brackets...)
	}
	return name, brackets
}

// joined cuts at joining words, unless the whole is a name. What stood in brackets
// belongs to the last.
func joined(name string, brackets []string, isPlace func(string) bool) (parts []Part) {
	names := []string{name}
	if between.MatchString(" "+name+" ") && !isPlace(name) {
		names = slices.DeleteFunc(between.Split(name, mostPartners), func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	for _, n := range names {
		parts = append(parts, Part{Name: strings.TrimSpace(n)})
	}
	if len(parts) > 0 {
		parts[len(parts)-1].Narrow = brackets
	}
	return parts
}
