package meeting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
)

// told bounds what of a field the record of changes repeats: the revision has the whole.
const told = 200

// Changes are the fields in which two states of facts differ, under their names in JSON, as
// texts that need no program to be read. Lists have one item on each line.
func Changes(old, now Facts) (all []people.FieldChange) {
	before, after := old.texts(), now.texts()
	for i, f := range before {
		if f[1] != after[i][1] {
			all = append(all, people.FieldChange{Name: f[0], Old: f[1], New: after[i][1]})
		}
	}
	return all
}

func short(s string) string {
	if r := []rune(s); len(r) > told {
		return string(r[:told]) + "…"
	}
	return s
}

// texts are the fields of facts, each as one text.
func (f Facts) texts() [][2]string {
	edition, place, position := "", "", ""
	if f.Edition != 0 {
		edition = strconv.Itoa(f.Edition)
	}
	if f.Place != 0 {
		place = strconv.FormatInt(f.Place, 10)
	}
	if f.At != nil {
		position = fmt.Sprintf("%.5f, %.5f", f.At.Lat, f.At.Lon)
	}
	off := ""
	if f.Off {
		off = "yes"
	}
	return [][2]string{
		{"kind", string(f.Kind)},
		{"series", f.Series.text()},
		{"edition", edition},
		{"from", f.From.String()},
		{"inferred", f.From.InferredWhy},
		{"to", f.To.String()},
		{"begins", f.Begins},
		{"ends", f.Ends},
		{"zone", f.Zone},
		{"off", off},
		{"venue", f.Venue.text()},
		{"address", f.Address},
		{"place", place},
		{"at", position},
		{"organisers", strings.Join(f.Organisers, "\n")},
		{"project", f.Project.Name},
		{"credit", f.Project.Credit.text()},
		{"logo", f.Project.Logo},
		{"shows", f.Project.Shows.text()},
		{"patrons", joined(f.Patrons, Patron.text)},
		{"guests", joined(f.Guests, Guests.text)},
		{"programme", joined(f.Programme, Slot.text)},
		{"materials", joined(f.Materials, Material.text)},
	}
}

func joined[T any](all []T, text func(T) string) string {
	parts := make([]string, len(all))
	for i, x := range all {
		parts[i] = text(x)
	}
	return strings.Join(parts, "\n")
}

// text names the languages where there are several.
func (w Words) text() string {
	codes := make([]string, 0, len(w))
	for l := range w {
		codes = append(codes, l)
	}
	slices.Sort(codes)
	parts := make([]string, len(codes))
	for i, l := range codes {
		parts[i] = w[l] + " (" + l + ")"
	}
	return strings.Join(parts, ", ")
}

func (p Patron) text() string {
	text := string(p.Way) + ": " + p.Office.text()
	if p.Holder != "" {
		text += ", " + p.Holder
	}
	text += " – " + string(p.State)
	for _, x := range [][2]string{{"applied", p.AppliedOn}, {"answered", p.AnsweredOn}, {"rule", p.ruleText()}, {"obligations", p.Obligations.text()}, {"logo", p.Logo}, {"from", p.LogoFrom}, {"until", p.LogoUntil}} {
		if x[1] != "" {
			text += "; " + x[0] + ": " + x[1]
		}
	}
	return text
}

func (g Guests) text() string {
	who, n := g.Country, "?"
	if g.Place != 0 {
		who = strconv.FormatInt(g.Place, 10)
	}
	if g.People != Uncounted {
		n = strconv.Itoa(g.People)
	}
	return who + ": " + n
}

func (s Slot) text() string {
	hours := s.From
	if s.Until != "" {
		hours += "–" + s.Until
	}
	if s.Day > 0 {
		hours = "+" + strconv.Itoa(s.Day) + " " + hours
	}
	return strings.TrimSpace(hours + " " + s.Title.text())
}

func (m Material) text() string {
	text := m.Title.text()
	if m.Language != "" {
		text += " [" + m.Language + "]"
	}
	return text
}
