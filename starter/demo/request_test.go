package demo

import (
	"path/filepath"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
)

// The request is an example in every language: it is shown, its days lie ahead, and it goes
// without a trace.
func TestTheRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		requests := seek.NewStore(d, log, nil)
		c := New(d, log, RequestPart(requests))
		if err := c.Add(t.Context()); err != nil {
			t.Fatal(err)
		}
		x, err := requests.ByID(t.Context(), requestID)
		if err != nil || x.Owner != seek.ExampleOwner || !x.Open(x.Published.Format("2006-01-02")) || x.ReplyBy <= x.Published.Format("2006-01-02") {
			t.Fatalf("%+v, %v", x, err)
		}
		for _, l := range languages {
			if text := x.Texts[l]; text.Title == "" || text.Seeks == "" || text.Offers == "" || x.Behind(l) {
				t.Errorf("in %s: %+v", l, text)
			}
		}
		if n, err := c.Remove(t.Context(), people.System()); n != 2 || err != nil {
			t.Errorf("%d rows went, %v", n, err)
		}
		if all, err := requests.All(t.Context()); len(all) != 0 || err != nil {
			t.Errorf("%d stay, %v", len(all), err)
		}
	})
}
