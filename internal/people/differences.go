package people

import (
	"maps"
	"slices"
)

// Differences are the fields in which two states of a thing differ, by name. What is not
// there counts as empty.
func Differences(was, now map[string]string) (all []FieldChange) {
	names := maps.Clone(was)
	if names == nil {
		names = map[string]string{}
	}
	maps.Copy(names, now)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if was[name] != now[name] {
			all = append(all, FieldChange{Name: name, Old: was[name], New: now[name]})
		}
	}
	return all
}
