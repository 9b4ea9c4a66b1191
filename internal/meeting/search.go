package meeting

import (
	"slices"
	"time"

	"twintown/internal/press"
)

// Told says of a meeting that is shown what its facts say in words: series, venue, towns,
// organisers, project, patrons, programme, areas of cooperation; and its first day. town
// names a place and label an area in a language, "" where it is not known. It is a
// [press.Told] once these are given.
func Told(town func(place int64, language string) string, label func(code, language string) string) press.Told {
	return func(text press.Shown) (words []string, at time.Time, err error) {
		m, err := Join(text)
		if err != nil {
			return nil, at, err
		}
		first := text.Language
		if text.Of != "" {
			first = text.Of
		}
		add := func(all ...string) {
			for _, w := range all {
				if w != "" {
					words = append(words, w)
				}
			}
		}
		say := func(w Words) { t, _ := w.In(text.Language, first); add(t) }
		say(m.Series)
		say(m.Venue)
		add(m.Address)
		for _, place := range m.Towns() {
			add(town(place, text.Language))
		}
		add(m.Organisers...)
		add(m.Project.Name)
		for _, p := range m.PatronsShown() {
			say(p.Office)
		}
		for _, slot := range m.Programme {
			say(slot.Title)
		}
		for _, code := range m.Topics {
			add(label(code, text.Language))
		}
		for _, material := range m.Materials {
			say(material.Title)
		}
		return slices.Compact(words), m.begins(), nil
	}
}

// begins is the first day as a moment; zero where it is not known.
func (f Facts) begins() time.Time {
	if f.From.IsZero() {
		return time.Time{}
	}
	return time.Date(f.From.Year, time.Month(max(f.From.Month, 1)), max(f.From.Day, 1), 0, 0, 0, 0, time.UTC)
}
