package press

import (
	"slices"
	"strings"

	"twintown/internal/people"
)

// told bounds what of a long text the audit chain repeats: the revision has the whole.
const told = 200

func textChanges(language string, old, now Content) (all []people.FieldChange) {
	names := [...]string{"title", "lead", "body", "partners", "cost", "result", "contact", "mail"}
	before, after := old.words(), now.words()
	short := func(s string) string {
		if r := []rune(s); len(r) > told {
			return string(r[:told]) + "…"
		}
		return s
	}
	add := func(name, a, b string) {
		if a != b {
			all = append(all, people.FieldChange{Name: language + "." + name, Old: short(a), New: short(b)})
		}
	}
	for i, name := range names {
		add(name, before[i], after[i])
	}
	add("slug", old.Slug, now.Slug)
	add("origin", string(old.Origin)+" "+old.Of, string(now.Origin)+" "+now.Of)
	return all
}

// OwnChanges are the fields in which two states of an item's own fields differ, as the record
// of changes names them; what another room keeps is its own to tell.
func OwnChanges(old, now Own) (all []people.FieldChange) {
	links := func(o Own) string {
		var parts []string
		for _, l := range o.Links {
			parts = append(parts, strings.TrimSpace(l.Kind+" "+l.Target+" "+l.Role))
		}
		return strings.Join(parts, ", ")
	}
	for _, f := range []people.FieldChange{
		{Name: "tags", Old: strings.Join(old.Tags, ", "), New: strings.Join(now.Tags, ", ")},
		{Name: "topics", Old: strings.Join(old.Topics, ", "), New: strings.Join(now.Topics, ", ")},
		{Name: "links", Old: links(old), New: links(now)},
		{Name: "facts", Old: jsonText(old.Facts), New: jsonText(now.Facts)},
		{Name: "cover", Old: old.Cover, New: now.Cover},
	} {
		if f.Old != f.New {
			all = append(all, f)
		}
	}
	return slices.Clip(all)
}
