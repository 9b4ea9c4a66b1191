package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
)

// interpretationPage says who needs which language in which session, and where an interpreter
// is missing.
type interpretationPage struct {
	agendaHead
	Columns []interpretationColumn
	Days    []interpretationDay
	People  int
	Unknown int
	Missing int // sessions in which somebody would understand nothing
	Unsaid  int // sessions of which nobody said what is spoken there
}

type interpretationColumn struct{ Code, Name string }

type interpretationDay struct {
	Name string
	Rows []interpretationRow
}

type interpretationRow struct {
	URL, Hours string
	Title      worded
	Cells      []interpretationCell
	Unknown    int
	Unsaid     bool
	Missing    int
}

// interpretationCell is one language in one session; Class says how it is served.
type interpretationCell struct {
	Class, Word string
	People      int
	Missing     int
}

// needsOf brings together what the members of a meeting's delegations understand. Seats whose
// people nobody named yet count as those who did not say.
func (s *Site) needsOf(r *http.Request, meeting string) ([]agenda.Need, error) {
	all, err := s.rooms.Guests.Of(r.Context(), meeting)
	if err != nil {
		return nil, err
	}
	members, err := s.rooms.Guests.MembersOf(r.Context(), meeting)
	if err != nil {
		return nil, err
	}
	sums, order := map[string]*agenda.Need{}, []string{}
	add := func(n agenda.Need) {
		key := n.Delegation + " " + n.Language + " " + strings.Join(n.Also, " ")
		if sums[key] == nil {
			sums[key], order = &agenda.Need{Language: n.Language, Also: n.Also, Delegation: n.Delegation}, append(order, key)
		}
		sums[key].People += n.People
	}
	for _, d := range all {
		if d.State != delegation.Accepted {
			continue
		}
		named := 0
		for _, m := range members {
			if m.Delegation == d.ID {
				named++
				add(needOf(d, m))
			}
		}
		if d.Coming > named {
			add(agenda.Need{People: d.Coming - named, Delegation: d.ID})
		}
	}
	needs := make([]agenda.Need, 0, len(order))
	for _, key := range order {
		needs = append(needs, *sums[key])
	}
	return needs, nil
}

// needOf is what one member understands: best the language in which the delegation is written
// to, where she speaks it, else the first that she named.
func needOf(d delegation.Delegation, m delegation.Member) agenda.Need {
	n := agenda.Need{People: 1, Delegation: d.ID}
	if len(m.Languages) == 0 {
		return n
	}
	if n.Language = m.Languages[0]; slices.Contains(m.Languages, d.Language) {
		n.Language = d.Language
	}
	for _, code := range m.Languages {
		if code != n.Language {
			n.Also = append(n.Also, code)
		}
	}
	slices.Sort(n.Also)
	return n
}

// interpretation shows the matrix.
func (s *Site) interpretation(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newAgenda(w, r, code, "/interpretation")
	if err != nil {
		return err
	}
	v := &interpretationPage{agendaHead: head}
	needs, err := s.needsOf(r, v.Meeting.ID)
	if err != nil {
		return err
	}
	m := agenda.Interpretation(v.Draft.Programme, needs)
	v.People, v.Unknown = m.People, m.Unknown
	for _, l := range m.Languages {
		v.Columns = append(v.Columns, interpretationColumn{l, v.p.LanguageName(l)})
	}
	day := "-"
	for _, row := range m.Rows {
		if row.Session.Day != day {
			day = row.Session.Day
			name := v.t("agenda.open")
			if day != "" {
				name = v.dayName(day)
			}
			v.Days = append(v.Days, interpretationDay{Name: name})
		}
		x := v.interpretationRow(row)
		if x.Missing > 0 {
			v.Missing++
		}
		if x.Unsaid {
			v.Unsaid++
		}
		last := &v.Days[len(v.Days)-1]
		last.Rows = append(last.Rows, x)
	}
	return s.write(w, http.StatusOK, "interpretation", v)
}

func (v *interpretationPage) interpretationRow(row agenda.Row) interpretationRow {
	x := interpretationRow{
		URL: v.Agenda + "/sessions/" + numberPath(row.Session.Number), Hours: slotHours(row.Session), Title: wordedIn(row.Session.Title, v.Lang, v.First),
		Unknown: row.Unknown, Unsaid: row.Unsaid, Missing: row.Missing(),
	}
	for _, d := range row.Demands {
		c := interpretationCell{People: d.People, Missing: d.Missing, Class: "none"}
		switch {
		case d.Missing > 0:
			c.Class = "missing"
		case d.Spoken:
			c.Class = "spoken"
		case d.Offered:
			c.Class = "offered"
		case d.People > 0 && !row.Unsaid:
			c.Class = "other"
		}
		if c.Class != "none" {
			c.Word = v.t("agenda.interpretation." + c.Class)
		}
		x.Cells = append(x.Cells, c)
	}
	return x
}
