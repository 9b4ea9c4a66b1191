package people_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

// Two people who have one partnership open notice each other, for as long as one writes.
func TestPresent(t *testing.T) {
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		for _, step := range []struct {
			after       time.Duration
			who, object string
			others      []string
		}{
			{0, "officer", "partnership:1", nil},
			{time.Minute, "mayor", "partnership:1", []string{"officer"}},
			{0, "mayor", "partnership:2", nil},
			{8 * time.Minute, "officer", "partnership:1", []string{"mayor"}},
			{9 * time.Minute, "mayor", "partnership:1", []string{"officer"}},
			{11 * time.Minute, "officer", "partnership:1", nil},
		} {
			c.Add(step.after)
			others, err := people.Present(t.Context(), d, people.Actor{Account: step.who}, step.object)
			if err != nil || !slices.Equal(others, step.others) {
				t.Errorf("%s at %s: %v, %v; want %v", step.who, step.object, others, err, step.others)
			}
		}
	})
}
