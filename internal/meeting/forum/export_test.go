package forum

// The tests look at how hours are read, and plan without a database.
var (
	ReadHours = func(text string) (n int, err error) { all, err := readHours(text); return len(all), err }
	Settle    = Setup.settle
)

// Solve plans sides with wishes and talks that are there.
func Solve(f Forum, sides []Side, wishes All, away map[string][]int, talks []Talk, keep bool, fits Fits) ([]Talk, Outcome, error) {
	d := &draft{Forum: f, sides: sides, parts: map[string]Part{}, wishes: wishes, talks: map[Pair]Talk{}}
	for side, slots := range away {
		d.parts[side] = Part{Side: side, Away: slots}
	}
	for _, t := range talks {
		d.talks[t.Pair] = t
	}
	return d.solve(keep, fits)
}
