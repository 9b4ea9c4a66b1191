package world

import (
	"fmt"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
)

// Answers asks the world what readers will: it looks its largest place up by name
// and ranks one partner for it. A node is not ready before both succeed. An empty
// world has nothing to answer and is ready.
func (w *World) Answers(today lang.Date) error {
	if w.Places.Len() == 0 {
		return nil
	}
	largest := w.Places.At(0)
	for i := range w.Places.Len() {
		if p := w.Places.At(i); p.Population > largest.Population {
			largest = p
		}
	}
	if hits := w.Places.Find(place.Query{Text: largest.Name, Limit: 1}); len(hits) == 0 {
		return fmt.Errorf("look-up does not find %s (%d)", largest.Name, largest.ID)
	}
	_, err := w.Ranker.Rank(match.Query{Place: largest.ID, Limit: 1, WithPartners: true, Day: today})
	return err
}
