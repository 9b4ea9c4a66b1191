package lang

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// glossary is docs/glossary.md as far as a test can use it.
type glossary struct {
	words  map[string]map[string]string // term → language → the word that a page shows
	avoids map[string][]string          // term → English words not to use for it
}

func readGlossary(t *testing.T) glossary {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	g := glossary{map[string]map[string]string{}, map[string][]string{}}
	var columns []string
	for line := range strings.SplitSeq(string(b), "\n") {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case cells[0] == "term":
			columns = cells
		case len(cells) == len(columns) && columns != nil:
			g.words[cells[0]] = map[string]string{}
			for i, word := range cells[1:] {
				g.words[cells[0]][columns[i+1]] = word
			}
		}
	}
	entry := regexp.MustCompile(`(?s)\*\*([^*]+)\*\*[^*]*?: (.*?)\*Avoid(?: in texts)?:\*([^\n]*(?:\n[^\n*]+)*)`)
	for _, m := range entry.FindAllStringSubmatch(string(b), -1) {
		for word := range strings.SplitSeq(strings.ReplaceAll(m[3], "\n", " "), ",") {
			if word = strings.Trim(word, " ."); word != "" && !strings.Contains(word, "(") {
				g.avoids[m[1]] = append(g.avoids[m[1]], word)
			}
		}
	}
	return g
}

// A kind, an act and a status are called by the words of the glossary and no others.
func TestGlossaryWords(t *testing.T) {
	g := readGlossary(t)
	if len(g.words) < 70 {
		t.Fatalf("only %d terms in the table", len(g.words))
	}
	c, compared := catalog(t), 0
	for term, words := range g.words {
		key := glossaryKey(term)
		if key == "" || !c.Printer("en").Has(key) {
			continue
		}
		for _, l := range c.Languages() {
			compared++
			if got := c.Printer(l).T(key); !strings.EqualFold(got, words[l]) {
				t.Errorf("%s %s is %q, the glossary has %q", l, key, got, words[l])
			}
		}
	}
	if compared < 200 {
		t.Errorf("only %d texts compared", compared)
	}
}

// glossaryKey is the message that shows a term by itself, "" where none does.
func glossaryKey(term string) string {
	group, word, ok := strings.Cut(term, ": ")
	if !ok {
		return ""
	}
	word, _, _ = strings.Cut(word, " (")
	switch word = strings.ReplaceAll(word, " ", "_"); group {
	case "status":
		return "status." + word + ".label"
	case "act":
		return "act.type." + strings.NewReplacer("council_resolution", "resolution", "notice_of_termination", "notice").Replace(word)
	case "kind":
		return "partnership.kind." + strings.NewReplacer("project_partnership", "project", "twinning", "partnership").Replace(word)
	}
	return ""
}

// everyday are words that the glossary avoids for one meaning and that texts need for
// another: "the end of the agreement", "the data folder".
const everyday = " match data end event link area state status cause field break office requirement member reference relation cooperation deadline "

// English texts do without the words that the glossary avoids. The other languages
// follow by its table.
func TestGlossaryAvoids(t *testing.T) {
	g, avoided := readGlossary(t), 0
	english := texts(t, "en")
	quoted := regexp.MustCompile(`“[^”]*”`) // the name of a command
	for term, words := range g.avoids {
		for _, word := range words {
			if g.isTerm(word) || strings.Contains(everyday, " "+word+" ") || strings.ContainsRune(word, ')') {
				continue
			}
			avoided++
			whole := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `s?\b`)
			for key, text := range english {
				if whole.MatchString(quoted.ReplaceAllString(text, "")) {
					t.Errorf("%s says %q, which the glossary avoids for %s: %s", key, word, term, text)
				}
			}
		}
	}
	if avoided < 40 {
		t.Errorf("only %d words to avoid", avoided)
	}
}

// isTerm says whether a word has its own meaning in the glossary.
func (g glossary) isTerm(word string) bool {
	for _, term := range []string{word, "status: " + word, "act: " + word, "kind: " + word} {
		if g.words[term] != nil {
			return true
		}
	}
	for term := range g.avoids {
		if strings.HasPrefix(strings.ToLower(term), word) {
			return true
		}
	}
	return false
}
