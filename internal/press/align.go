package press

import (
	"regexp"
	"slices"
	"strings"
)

// Pair is a paragraph of an origin beside that of its translation.
type Pair struct {
	Change      Change // of the origin since the translation was made of it
	Origin      string // "" where the origin does not have it any more
	Was         string // the origin when the translation was made, where it changed or is gone
	Translation string // "" where there is none yet
}

// Rewritten is a paragraph that is another than it was.
const Rewritten Change = "changed"

// Align puts a translation beside its origin as it is now, paragraph by paragraph. was is
// the origin from which the translation was made. A paragraph that stayed keeps its
// translation wherever it stands now; what is gone comes where it was, so that nothing of
// the translation is lost. A translation with another number of paragraphs than its origin
// had stands beside it in order.
func Align(was, now, translation string) (pairs []Pair) {
	old, fresh, done := Paragraphs(was), Paragraphs(now), Paragraphs(translation)
	if len(done) != len(old) {
		return inOrder(old, fresh, done)
	}
	at := 0 // in old
	pieces := compare(old, fresh, func(x, y string) bool { return x == y })
	for i := 0; i < len(pieces); {
		if pieces[i].Change == Same {
			pairs = append(pairs, Pair{Same, pieces[i].Text, "", done[at]})
			i, at = i+1, at+1
			continue
		}
		var gone, added []string
		for i < len(pieces) && pieces[i].Change != Same {
			if pieces[i].Change == Gone {
				gone = append(gone, pieces[i].Text)
			} else {
				added = append(added, pieces[i].Text)
			}
			i++
		}
		for n := range max(len(gone), len(added)) {
			switch {
			case n >= len(gone):
				pairs = append(pairs, Pair{Change: Added, Origin: added[n]})
			case n >= len(added):
				pairs = append(pairs, Pair{Gone, "", gone[n], done[at+n]})
			default:
				pairs = append(pairs, Pair{Rewritten, added[n], gone[n], done[at+n]})
			}
		}
		at += len(gone)
	}
	return pairs
}

// inOrder puts paragraphs beside one another as they come, and marks those of the origin
// that it did not have when the translation was made.
func inOrder(old, fresh, done []string) (pairs []Pair) {
	for n := range max(len(fresh), len(done)) {
		p := Pair{Change: Same}
		if n < len(fresh) {
			p.Origin = fresh[n]
		}
		if n < len(done) {
			p.Translation = done[n]
		}
		switch {
		case p.Origin == "":
			p.Change = Gone
		case len(done) == 0:
			p.Change = Added
		case !slices.Contains(old, p.Origin) && n < len(old):
			p.Change, p.Was = Rewritten, old[n]
		case !slices.Contains(old, p.Origin):
			p.Change = Added
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// Paragraphs cuts a text in Markdown at its empty lines; those within a fence do not count.
func Paragraphs(text string) (all []string) {
	var part []string
	fence := ""
	flush := func() {
		if len(part) > 0 {
			all = append(all, strings.Join(part, "\n"))
		}
		part = nil
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case fence != "" && strings.HasPrefix(trimmed, fence):
			fence = ""
		case fence == "" && (strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~")):
			fence = trimmed[:3]
		}
		if trimmed == "" && fence == "" {
			flush()
			continue
		}
		part = append(part, strings.TrimRight(line, " \t"))
	}
	flush()
	return all
}

// lonePicture is a paragraph that is a picture and nothing else.
var lonePicture = regexp.MustCompile(`^!\[[^\[\]]*\](\([^()\s]+\))$`)

// Undescribed is a paragraph that is a picture and nothing else, without what the picture is
// said to show: with that a translation of the paragraph begins. It is "" for any other.
func Undescribed(paragraph string) string {
	if found := lonePicture.FindStringSubmatch(strings.TrimSpace(paragraph)); found != nil {
		return "![]" + found[1]
	}
	return ""
}

// Joined makes a text of paragraphs; empty ones are left out.
func Joined(paragraphs []string) string {
	kept := slices.DeleteFunc(slices.Clone(paragraphs), func(p string) bool { return strings.TrimSpace(p) == "" })
	return strings.Join(kept, "\n\n")
}
