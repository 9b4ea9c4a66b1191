package partnership

import (
	"time"

	"twintown/internal/platform/lang"
)

// Status is how a partnership stands on a day, as far as was known at a moment.
type Status struct {
	Code     Code           `json:"code"`              // as the side that is farthest from being in force
	AsOf     lang.Date      `json:"as_of"`             // the day in question
	KnownAt  time.Time      `json:"known_at,omitzero"` // the moment in question; zero: now
	Sides    map[int64]Code `json:"sides"`             // how each side stands, by place
	Since    lang.Date      `json:"since,omitzero"`    // since when the whole stands so; zero: unknown
	Start    Date           `json:"start,omitzero"`    // when the agreement came into force, through every stop
	Listed   bool           `json:"listed,omitempty"`  // all that is known is that lists have the pair
	Sentence lang.Message   `json:"-"`                 // says it
	Notes    []lang.Message `json:"-"`                 // what else belongs to it: vote, ground, civil contacts
	Because  []string       `json:"because,omitempty"` // the acts that it rests on
}

// Differ says whether the sides stand differently, where more than one took a position.
func (s Status) Differ() bool {
	for _, c := range s.Sides {
		if c != s.Code && c != None && c != Contact {
			return true
		}
	}
	return false
}

// StatusOf computes how p stands on the day asOf (a month or a year means its last
// day) from what was known at knownAt (zero: what is held now). It is a pure function:
// acts that count from a later day change nothing. The zero asOf lies before every act.
func StatusOf(p Partnership, asOf lang.Date, knownAt time.Time) Status {
	t := replay(p, asOfDay(asOf), knownAt)
	s := Status{
		Code:    t.code(),
		AsOf:    asOf,
		KnownAt: knownAt,
		Sides:   make(map[int64]Code, len(t.sides)),
		Listed:  p.Listed() && len(t.acts) > 0,
		Because: t.causes(),
	}
	for i, place := range t.sides {
		s.Sides[place] = t.now[i].code
	}
	if s.Code.Alive() || s.Code.Ended() {
		s.Start = t.life.start
	}
	if n := len(t.turns); n > 0 {
		s.Since = t.turns[n-1].by.date().Calendar()
	}
	s.Sentence = t.sentence(s)
	s.Notes = t.notes(p, s)
	return s
}
