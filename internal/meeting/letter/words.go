package letter

import (
	"strings"
	"time"

	"twintown/internal/platform/lang"
)

// moment is the day of issue as the file keeps it.
func moment(d lang.Date) time.Time {
	if d.IsZero() {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // a file without a day would bear that of the machine
	}
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// dates are the days of the meeting, "" where they are not known.
func (m Meeting) dates(p *lang.Printer) string { return days(p, m.From, m.To) }

func days(p *lang.Printer, from, to lang.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case from.IsZero():
		return p.Date(to)
	case to.IsZero() || to == from:
		return p.Date(from)
	}
	return p.DateRange(from, to)
}

// where is the venue with its address, in lines.
func (m Meeting) where(p *lang.Printer) string {
	town := m.Town
	if m.Country != "" && town != "" {
		town += ", " + p.CountryName(m.Country)
	}
	address := m.Address
	if m.Town != "" && strings.Contains(address, m.Town) && m.Country != "" {
		town = p.CountryName(m.Country)
	}
	return lines(m.Venue, address, town)
}

// lines joins what is known by line breaks.
func lines(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "\n")
}

// comma joins what is known by commas.
func comma(parts ...string) string { return strings.ReplaceAll(lines(parts...), "\n", ", ") }

// pays says who pays, "" where that was not said.
func pays(p *lang.Printer, who Payer) string {
	if who == "" {
		return ""
	}
	return p.T("letter.pays." + string(who))
}

// shared are the values that all templates may name.
func (s Sheet) shared(p *lang.Printer) map[string]string {
	return map[string]string{
		"meeting": s.Meeting.Title,
		"dates":   s.Meeting.dates(p),
		"place":   s.Meeting.where(p),
		"travel":  pays(p, s.Costs.Travel),
		"lodging": pays(p, s.Costs.Lodging),
		"meals":   pays(p, s.Costs.Meals),
		"costs":   s.Meeting.Costs,
		"host":    comma(s.Host.Name, s.Host.Address),
	}
}
