package observatory

// View is a chain as one reader may see it: Sees says which things she may be shown one by
// one. What a face tells of the others follows from it, the same on a page and for programs.
type View struct {
	Chain
	Sees func(Thing) bool
}

// Public is what everybody may see: acts, and projects that are shown.
func Public(t Thing) bool { return t.Open }

// Hidden is how many of some things the reader may not see.
func (v View) Hidden(things []Thing) (n int) {
	for _, t := range things {
		if !v.Sees(t) {
			n++
		}
	}
	return n
}

// Seen are those of some things that the reader may see.
func (v View) Seen(things []Thing) (all []Thing) {
	for _, t := range things {
		if v.Sees(t) {
			all = append(all, t)
		}
	}
	return all
}

// Few says whether the reader is not told how many there are: whoever may not see the talks
// could guess whose they are.
func (v View) Few(s Stage) bool {
	return s.Step == Talk && len(s.Things) < Handful && v.Hidden(s.Things) > 0
}

// Granted is the sum of the grants that the reader may see and that somebody told, in cents of
// the euro; ok is false where there is none.
func (v View) Granted() (cents int64, ok bool) {
	for _, t := range v.Stage(Money).Things {
		if t.Told && v.Sees(t) {
			cents, ok = cents+t.Cents, true
		}
	}
	return cents, ok
}

// Silent says whether nothing is told of how long it took: a time from or to a talk says that
// there was one.
func (v View) Silent(s Span) bool {
	return v.talks(s) && v.Few(v.Stage(Talk))
}

// OneByOne says whether the times may be told each by itself where there are less than a
// handful: not those of talks that the reader may not see.
func (v View) OneByOne(s Span) bool {
	return !v.talks(s) || v.Hidden(v.Stage(Talk).Things) == 0
}

func (v View) talks(s Span) bool { return s.From == Talk || s.To == Talk }
