package markup

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Fault is something in a text that its readers would miss or could not open.
type Fault struct {
	Kind FaultKind
	What string // the address, or the words beside it
}

// FaultKind is the sort of a fault.
type FaultKind string

// The kinds of fault.
const (
	BadLink     FaultKind = "link"  // leads nowhere, or to a scheme that is not allowed
	BadImage    FaultKind = "image" // not one of this site's, or gone
	NoAlt       FaultKind = "alt"   // a picture that says nothing to those who do not see it
	EmptyLink   FaultKind = "empty" // a link without words
	mostTold              = 20      // more faults than these nobody reads at once
	mostFaulty            = 80      // characters of an address that are told
	ellipsisRun           = "…"
)

// Check returns what is wrong with a text, in the order in which it stands there.
func Check(source string, resolve Resolve) (faults []Fault) {
	src := []byte(source)
	add := func(kind FaultKind, what string) {
		if runes := []rune(what); len(runes) > mostFaulty {
			what = string(runes[:mostFaulty]) + ellipsisRun
		}
		if len(faults) < mostTold {
			faults = append(faults, Fault{kind, what})
		}
	}
	_ = ast.Walk(parse(src), func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			checkLink(n, src, resolve, add)
		case *ast.Image:
			to, ok := target(string(n.Destination), resolve)
			alt := strings.TrimSpace(words(n, src))
			switch {
			case !ok || !to.Image:
				add(BadImage, string(n.Destination))
			case alt == "":
				add(NoAlt, string(n.Destination))
			}
		}
		return ast.WalkContinue, nil
	})
	return faults
}

func checkLink(n *ast.Link, src []byte, resolve Resolve, add func(FaultKind, string)) {
	dest := string(n.Destination)
	if _, ok := target(dest, resolve); !ok {
		add(BadLink, dest)
		return
	}
	hasImage := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		_, image := c.(*ast.Image)
		hasImage = hasImage || image
	}
	if !hasImage && strings.TrimSpace(words(n, src)) == "" {
		add(EmptyLink, dest)
	}
}

// Names returns the names of this site's own things that a text holds, each once, in the
// order in which they stand there.
func Names(source string) (names []string) {
	seen := map[string]bool{}
	_ = ast.Walk(parse([]byte(source)), func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		var dest string
		switch n := n.(type) {
		case *ast.Link:
			dest = string(n.Destination)
		case *ast.Image:
			dest = string(n.Destination)
		}
		if name, own := strings.CutPrefix(dest, Own); enter && own && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
		return ast.WalkContinue, nil
	})
	return names
}
