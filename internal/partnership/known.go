package partnership

import (
	"time"

	"twintown/internal/source"
)

// KnownFrom notes since when acts and claims are known, where nobody noted it: since the
// day on which the earliest of their sources was published, or read where that is
// earlier or all that is known. What no dated source tells stays without a moment; Put
// then takes its own.
func KnownFrom(all []Partnership, sources []source.Source) {
	since := make(map[string]day, len(sources))
	for _, s := range sources {
		on := dusk
		if !s.Published.IsZero() {
			on = last(s.Published)
		}
		if !s.Retrieved.IsZero() {
			on = min(on, last(s.Retrieved))
		}
		since[s.Code] = on
	}
	earliest := func(codes ...string) time.Time {
		on := dusk
		for _, code := range codes {
			if d, known := since[code]; known {
				on = min(on, d)
			}
		}
		if on == dusk {
			return time.Time{}
		}
		c := on.calendar()
		return time.Date(c.Year, time.Month(c.Month), c.Day, 0, 0, 0, 0, time.UTC)
	}
	for _, p := range all {
		for i := range p.Acts {
			if a := &p.Acts[i]; a.KnownSince.IsZero() {
				a.KnownSince = earliest(a.Sources...)
			}
		}
		for i := range p.Claims {
			if c := &p.Claims[i]; c.KnownSince.IsZero() {
				c.KnownSince = earliest(c.Source)
			}
		}
	}
}
