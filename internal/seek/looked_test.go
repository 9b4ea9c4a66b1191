package seek_test

import (
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/seek"
)

// Words that were changed after a review wait for a second look; days, wishes and moves do not.
func TestChangedWordsWaitForASecondLook(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole())
		if err != nil {
			t.Fatal(err)
		}
		title := func(to string) func(*seek.Request) error {
			return func(r *seek.Request) error {
				text := r.Texts["pl"]
				text.Title = to
				r.Texts["pl"] = text
				return nil
			}
		}
		for n, c := range []struct {
			name string
			do   people.Action
			fn   func(*seek.Request) error
			want bool
		}{
			{"a draft is changed", people.WriteRequest, title("Szukamy"), false},
			{"it is looked at", people.ReviewRequest, review, false},
			{"its words change before it is published", people.WriteRequest, title("Sokółka szuka"), true},
			{"it is published so", people.WriteRequest, publish, true},
			{"somebody looks", people.ReviewRequest, func(*seek.Request) error { return nil }, false},
			{"its days move", people.WriteRequest, func(r *seek.Request) error { r.ReplyBy = after(70); return nil }, false},
			{"it is paused", people.WriteRequest, pause, false},
			{"another call is named", people.WriteRequest, func(r *seek.Request) error { r.CallLink = "https://example.org"; return nil }, true},
			{"its words stay", people.WriteRequest, title("Sokółka szuka"), true},
			{"somebody looks again", people.ReviewRequest, func(*seek.Request) error { return nil }, false},
			{"a translation comes", people.WriteRequest, func(r *seek.Request) error {
				r.Texts["lt"] = seek.Text{Title: "Ieškome", Seeks: "Miesto"}
				return nil
			}, true},
			{"it is closed", people.WriteRequest, func(r *seek.Request) error { return r.Close(seek.PlansChanged) }, false},
		} {
			if err := s.Change(t.Context(), officer, c.do, id, int64(n+1), c.fn); err != nil {
				t.Fatal(c.name, ": ", err)
			}
			r, err := s.ByID(t.Context(), id)
			if err != nil || r.Unlooked() != c.want {
				t.Errorf("%s: waits for a look: %t, %v (edited %v, looked %v)", c.name, r.Unlooked(), err, r.Edited, r.Looked)
			}
		}
	})
}
