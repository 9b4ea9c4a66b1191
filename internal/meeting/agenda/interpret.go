package agenda

import (
	"cmp"
	"slices"
)

// Need is how many people of a delegation understand which language best.
type Need struct {
	Language   string   // "": they did not say
	Also       []string // others that all of them understand
	People     int
	Delegation string // "": of none
}

// Demand is who needs a language in a session.
type Demand struct {
	Language string
	People   int  // whose best language it is
	Missing  int  // of them, who understand nothing that is spoken or interpreted there
	Spoken   bool // it is spoken there
	Offered  bool // it is interpreted there
}

// Row is a session of the matrix.
type Row struct {
	Session Session
	Unsaid  bool     // nobody said what is spoken there
	Demands []Demand // one for each column of the matrix
	Unknown int      // people who did not say what they understand
}

// Missing is how many people would understand nothing.
func (r Row) Missing() (n int) {
	for _, d := range r.Demands {
		n += d.Missing
	}
	return n
}

// Matrix says who needs which language in which session.
type Matrix struct {
	Languages []string // the columns: what is needed, spoken or interpreted, the most needed first
	Rows      []Row
	People    int // of all needs
	Unknown   int // of them, who did not say
}

// Interpretation makes the matrix of a programme: pauses and what was cancelled need no
// interpreter. A session that expects delegations is for their people alone.
func Interpretation(p Programme, needs []Need) (m Matrix) {
	sum := map[string]int{}
	for _, n := range needs {
		m.People += n.People
		if n.Language == "" {
			m.Unknown += n.People
			continue
		}
		sum[n.Language] += n.People
	}
	for _, s := range p.Sessions {
		if s.Off || s.Kind.Pause() || s.Kind == Registration {
			continue
		}
		for _, l := range slices.Concat(s.Spoken, s.Interpreted) {
			sum[l] += 0
		}
		m.Rows = append(m.Rows, Row{Session: s, Unsaid: len(s.Spoken) == 0})
	}
	for l := range sum {
		m.Languages = append(m.Languages, l)
	}
	slices.SortFunc(m.Languages, func(a, b string) int { return cmp.Or(sum[b]-sum[a], cmp.Compare(a, b)) })
	for i := range m.Rows {
		m.Rows[i].count(m.Languages, needs)
	}
	return m
}

func (r *Row) count(languages []string, needs []Need) {
	s := r.Session
	served := func(l string) bool { return slices.Contains(s.Spoken, l) || slices.Contains(s.Interpreted, l) }
	for _, l := range languages {
		r.Demands = append(r.Demands, Demand{Language: l, Spoken: slices.Contains(s.Spoken, l), Offered: slices.Contains(s.Interpreted, l)})
	}
	for _, n := range needs {
		if len(s.Expected) > 0 && !slices.Contains(s.Expected, n.Delegation) {
			continue
		}
		if n.Language == "" {
			r.Unknown += n.People
			continue
		}
		d := &r.Demands[slices.Index(languages, n.Language)]
		d.People += n.People
		if !r.Unsaid && !served(n.Language) && !slices.ContainsFunc(n.Also, served) {
			d.Missing += n.People
		}
	}
}
