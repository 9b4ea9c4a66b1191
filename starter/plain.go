package starter

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Gazetteers put names of units and words that tell namesakes apart among the
// names of towns: "District de Dijon", "Gmina Śrem", "Newport (Wales)", "Croydon,
// London". A reader wants the plain name.
var (
	unitBefore = regexp.MustCompile(`(?i)^(?:(?:london )?borough|district|distrikt|dystrykt|municipality|municipio|munizip|gmina|gemeinde|stadt|city|town|county|powiat|` +
		`raion|rayon|rajon|obwód|oblast|province|provinz|prowincja|region|région|préfecture|ville|commune|arrondissement|canton|kanton|kreis|landkreis|` +
		`bezirk|comté|cidade|камуна|вёска|ґміна|гміна|горад|город|місто|село|район|муниципалитет|дистрикт) (?:(?:of|de la|de|du|des|di|do|da|von) |d['’])?(.+)$`)
	unitAfter = regexp.MustCompile(`(?i)^(.+?) (?:district|municipality|county borough|county|province|prefecture|region|raion|rayon|oblast|commune|kommune|` +
		`kommun|governorate|township|rajonas|savivaldybė|apskritis|район|раён|область|вобласць|повіт|громада|провинция)$`)
	// cityAfter is part of many names ("6th of October City"), and dropped only where
	// what is left is the town's own name.
	cityAfter = regexp.MustCompile(`(?i)^(.+?) (?:city|town|village)$`)
)

// plainMax is the longest name that is shown although the town's own is less than
// half as long.
const plainMax = 30

// Plain returns what is left of a town's name without such words, and whether that is
// good enough to be shown; own is what the source calls the town. A name at home
// keeps its bracket: Frankfurt (Oder). What is not shown still helps look-up.
func Plain(value, own string, home bool) (plain string, good bool) {
	plain = withoutAside(value, own, home)
	switch {
	case strings.EqualFold(plain, own):
		return plain, plain != strings.ToUpper(plain) || plain == own
	case carries(own):
	default:
		for _, unit := range []*regexp.Regexp{unitBefore, unitAfter, cityAfter} {
			m := unit.FindStringSubmatch(plain)
			if m == nil {
				continue
			}
			like := near(m[1], own)
			if !like && unit != cityAfter && !changesScript(own, m[1]) {
				return plain, false
			}
			if like || unit != cityAfter {
				plain = m[1]
			}
		}
	}
	return plain, presentable(plain, own)
}

// carries tells whether the town's own name has a word for a unit in it.
func carries(own string) bool {
	return unitBefore.MatchString(own) || unitAfter.MatchString(own) || cityAfter.MatchString(own)
}

// withoutAside cuts off what tells namesakes apart: a bracket, or what follows a
// comma or a stroke, unless the town's own name has it too.
func withoutAside(value, own string, home bool) string {
	cut := func(mark string, keep bool) {
		if head, _, ok := strings.Cut(value, mark); ok && !keep && !strings.Contains(own, strings.TrimSpace(mark)) && head != "" {
			value = strings.TrimSpace(head)
		}
	}
	cut(", ", false)
	cut(" / ", false)
	cut("/", home && !strings.HasSuffix(value, "."))
	cut(" (", home && !strings.Contains(value, "(Region"))
	return value
}

// presentable leaves out names in capitals, names that begin small, and overlong ones.
func presentable(value, own string) bool {
	first, _ := utf8.DecodeRuneInString(value)
	initial, _ := utf8.DecodeRuneInString(own)
	letters := utf8.RuneCountInString(value)
	switch {
	case value == "", letters > plainMax && letters > 2*utf8.RuneCountInString(own):
		return false
	case letters > 3 && value == strings.ToUpper(value) && value != strings.ToLower(value):
		return false
	case unicode.IsLower(first) && !unicode.IsLower(initial):
		return false
	}
	return true
}

// changesScript tells whether two names are in different scripts, in which case
// their letters say nothing about each other.
func changesScript(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.Is(unicode.Cyrillic, x) != unicode.Is(unicode.Cyrillic, y)
}

// near tells whether half of the letters of two names agree, in order.
func near(a, b string) bool {
	s, t := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(t)+1) // the longest common subsequence, row by row
	for _, r := range s {
		diagonal := 0
		for j, o := range t {
			above := row[j+1]
			if r == o {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return 2*row[len(t)] >= max(len(s), len(t))
}
