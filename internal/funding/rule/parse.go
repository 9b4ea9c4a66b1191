package rule

import (
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Limits of a rule. The longest of the collected programmes has 12 conditions, three deep.
const (
	longestText = 32 << 10
	deepest     = 8
	mostNodes   = 200
	mostValues  = 100 // of one list
)

// Parse reads a rule. What it says in problems is everything that is wrong, by line; a rule
// with problems is nil.
func Parse(text []byte) (*Rule, []Problem) {
	if len(text) > longestText {
		return nil, []Problem{{Line: 1, Code: TooLong, A: longestText}}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, []Problem{{Line: lineOf(err.Error()), Code: NotYAML}}
	}
	if len(doc.Content) != 1 {
		return nil, []Problem{{Line: 1, Code: Empty}}
	}
	return FromYAML(doc.Content[0])
}

// FromYAML is Parse for a rule that stands within another document.
func FromYAML(n *yaml.Node) (*Rule, []Problem) {
	p := &parser{}
	var r Rule
	if n.Kind == yaml.SequenceNode { // a bare list: all of it
		r.Root = Node{Op: All, Max: NoLimit, Line: n.Line, Kids: p.list(n, 1)}
	} else {
		r.Root = p.condition(n, 1)
	}
	if len(p.problems) == 0 {
		r.check(&p.problems)
	}
	if len(p.problems) > 0 {
		return nil, sorted(p.problems)
	}
	return &r, nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// lineOf finds the line in what the YAML package says, 1 where it says none.
func lineOf(message string) int {
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits
		return n
	}
	return 1
}

// parser walks the YAML tree and collects what is wrong.
type parser struct {
	problems []Problem
	nodes    int
}

func (p *parser) bad(n *yaml.Node, code, word string, numbers ...int) {
	q := Problem{Line: n.Line, Column: n.Column, Code: code, Word: cut(word)}
	if len(numbers) > 0 {
		q.A = numbers[0]
	}
	if len(numbers) > 1 {
		q.B = numbers[1]
	}
	p.problems = append(p.problems, q)
}

func (p *parser) badWord(n *yaml.Node, code string, list []string) {
	p.bad(n, code, n.Value)
	p.problems[len(p.problems)-1].Suggest = nearest(n.Value, list)
}

// cut keeps so much of a foreign word as a message can show.
func cut(word string) string {
	if r := []rune(word); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return word
}

// plain says whether a node is what it seems: no alias, no anchor, no tag of its own.
func (p *parser) plain(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		p.bad(n, Alias, n.Value)
		return false
	}
	return true
}

// condition reads a mapping with one key, the operator.
func (p *parser) condition(n *yaml.Node, depth int) Node {
	node := Node{Line: n.Line, Max: NoLimit}
	if p.nodes++; p.nodes > mostNodes {
		if p.nodes == mostNodes+1 {
			p.bad(n, TooMany, "", mostNodes)
		}
		return node
	}
	if depth > deepest {
		p.bad(n, TooDeep, "", deepest)
		return node
	}
	if !p.plain(n) {
		return node
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		p.bad(n, NoCondition, n.Value)
		return node
	}
	key, value := n.Content[0], n.Content[1]
	op := slices.Index(opNames[:], key.Value)
	if !p.plain(key) {
		return node
	}
	if op < 0 {
		p.badWord(key, UnknownKey, opNames[:])
		return node
	}
	node.Op, node.Line = Op(op), key.Line
	switch {
	case !p.plain(value):
	case node.Op.joins():
		node.Kids = p.list(value, depth+1)
	case node.Op == Not:
		node.Kids = []Node{p.condition(value, depth+1)}
	default:
		p.values(value, &node)
	}
	return node
}

func (p *parser) list(n *yaml.Node, depth int) (kids []Node) {
	if n.Kind != yaml.SequenceNode {
		p.bad(n, NoList, n.Value)
		return nil
	}
	if len(n.Content) == 0 {
		p.bad(n, Empty, "")
	}
	for _, kid := range n.Content {
		kids = append(kids, p.condition(kid, depth))
	}
	return kids
}

// The keys within a condition.
var (
	countKeys  = []string{"min", "max", "exactly"}
	filterKeys = []string{"from", "areas", "border", "people", "types", "member", "before", "roles"}
)

func keysOf(op Op) (keys []string) {
	if op.counts() {
		keys = append(keys, countKeys...)
	}
	if op == Activity {
		return append(keys, "from", "among")
	}
	if op.filters() {
		keys = append(keys, filterKeys...)
	}
	return keys
}

// values reads what stands in a condition that asks the consortium.
func (p *parser) values(n *yaml.Node, node *Node) {
	if n.Kind == yaml.ScalarNode && node.Op.counts() && !node.Op.filters() { // invited: 25
		node.Min = p.number(n)
		return
	}
	before := len(p.problems)
	p.mapping(n, keysOf(node.Op), func(key, value *yaml.Node) {
		switch key.Value {
		case "min":
			node.Min = p.number(value)
		case "max":
			node.Max = p.number(value)
		case "exactly":
			node.Min = p.number(value)
			node.Max = node.Min
		case "among":
			if node.Filter.Among = value.Value == "partners"; !node.Filter.Among {
				p.badWord(value, UnknownWord, []string{"partners"})
			}
		default:
			p.filter(key, value, &node.Filter)
		}
	})
	if len(p.problems) > before {
		return
	}
	if node.Op.counts() && node.Min == 0 && node.Max == NoLimit && (node.Op != Activity || len(node.Filter.From) == 0 && !node.Filter.Among) {
		p.bad(n, NoBounds, node.Op.String())
	}
	if !node.Op.counts() && len(n.Content) == 0 && n.Kind == yaml.MappingNode {
		p.bad(n, Empty, node.Op.String())
	}
	if node.Filter.Before != 0 && node.Filter.Member == "" {
		p.bad(n, BeforeNothing, "before")
	}
}

func (p *parser) filter(key, value *yaml.Node, f *Filter) {
	switch key.Value {
	case "from":
		f.From = p.words(value)
	case "areas":
		f.Areas = p.words(value)
	case "border":
		f.Border = p.near(value)
	case "people":
		most := NoLimit
		p.mapping(value, []string{"min", "max"}, func(key, value *yaml.Node) {
			if n := p.number(value); key.Value == "min" {
				f.MinPeople = n
			} else {
				most = n
			}
		})
		switch {
		case most == 0, most == NoLimit && f.MinPeople == 0:
			p.bad(value, NoBounds, "people")
		case most != NoLimit && most < f.MinPeople:
			p.bad(value, MinOverMax, "people", f.MinPeople, most)
		}
		f.MaxPeople = max(most, 0)
	case "types":
		f.Types = codes(p, value, TypeOf, typeNames[1:])
	case "roles":
		f.Roles = codes(p, value, roleOf, roleNames[:])
	case "member":
		f.Member = p.text(value)
	case "before":
		if f.Before = DayOf(value.Value); f.Before == 0 {
			p.bad(value, NoDay, value.Value)
		}
	}
}

func roleOf(word string) (Role, bool) {
	i := slices.Index(roleNames[:], word)
	return Role(max(i, 0)), i >= 0
}

func (p *parser) near(n *yaml.Node) *Near {
	b := &Near{Max: NoLimit}
	p.mapping(n, []string{"max", "with"}, func(key, value *yaml.Node) {
		if key.Value == "max" {
			b.Max = p.number(value)
			return
		}
		if b.With = p.words(value); len(b.With) == 1 && b.With[0] == "partners" {
			b.With = nil
		}
	})
	if b.Max == NoLimit {
		p.bad(n, NoBounds, "border")
	}
	return b
}

// mapping calls visit with each pair whose key is one of keys, and says what the others are.
func (p *parser) mapping(n *yaml.Node, keys []string, visit func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.bad(n, NoMapping, n.Value)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !p.plain(key) || !p.plain(value):
		case !slices.Contains(keys, key.Value):
			p.badWord(key, UnknownKey, keys)
		case seen[key.Value]:
			p.bad(key, Twice, key.Value)
		default:
			seen[key.Value] = true
			visit(key, value)
		}
	}
}

func (p *parser) number(n *yaml.Node) int {
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < 0 || v > mostCount {
		p.bad(n, NoNumber, n.Value)
		return 0
	}
	return v
}

func (p *parser) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Value == "" || len(n.Value) > 100 {
		p.bad(n, NoText, n.Value)
	}
	return n.Value
}

// words reads one word or a list of them, each once.
func (p *parser) words(n *yaml.Node) (words []string) {
	if n.Kind == yaml.ScalarNode {
		return []string{p.text(n)}
	}
	if n.Kind != yaml.SequenceNode {
		p.bad(n, NoList, n.Value)
		return nil
	}
	if len(n.Content) == 0 {
		p.bad(n, Empty, "")
	}
	if len(n.Content) > mostValues {
		p.bad(n, TooMany, "", mostValues)
		return nil
	}
	for _, w := range n.Content {
		if !p.plain(w) {
			continue
		}
		if text := p.text(w); slices.Contains(words, text) {
			p.bad(w, Twice, text)
		} else {
			words = append(words, text)
		}
	}
	return words
}

// codes reads words of a fixed list.
func codes[T any](p *parser, n *yaml.Node, of func(string) (T, bool), list []string) (all []T) {
	for _, word := range p.words(n) {
		code, ok := of(word)
		if !ok {
			at := *n
			at.Value = word
			p.badWord(&at, UnknownWord, list)
			continue
		}
		all = append(all, code)
	}
	return all
}
