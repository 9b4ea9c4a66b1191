package lang

import "time"

// Origin is where a text comes from.
type Origin string

// The origins.
const (
	Written    Origin = "written"
	Translated Origin = "translated" // by a person
	Machine    Origin = "machine"
)

// Provenance is where a text in one language comes from, and which state of it this is. A
// type of text embeds it.
type Provenance struct {
	Origin    Origin    `json:"origin"`
	Source    string    `json:"source,omitempty"`     // language that it translates
	OfVersion int64     `json:"of_version,omitempty"` // the source's version that it translates
	Version   int64     `json:"version"`
	Changed   time.Time `json:"changed"`
}

// Next is the provenance of a text that was kept as old (zero: there was none) and is kept
// now as p says: other words are the next version, so that translations are known to be
// behind; what says that it translates itself was written.
func (p Provenance) Next(old Provenance, code string, otherWords bool, now time.Time) Provenance {
	if p.Origin == "" || p.Source == code || p.Source == "" {
		p.Origin, p.Source, p.OfVersion = Written, "", 0
	}
	p.Version, p.Changed = old.Version, old.Changed
	if otherWords || old.Version == 0 {
		p.Version, p.Changed = old.Version+1, now
	}
	return p
}

// Behind says that a translation is of an older state of its source than the one given.
func (p Provenance) Behind(source Provenance) bool {
	return p.Source != "" && source.Version > p.OfVersion
}
