package relay_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

// Sokółka and Giżycko seek together: Giżycko's officer is told and reads along, and writes
// nothing. Once Giżycko has left the request she reads no more.
func otherTownsOfARequestReadAlong(t *testing.T, w *towns) {
	w.together = []int64{sokolka, gizycko}
	ela := w.officer(w.People, "Ela", "pl", gizycko)
	id := w.begin()
	w.drain()
	told := func() (all []string) {
		for _, n := range w.told {
			all = append(all, n.To.Name)
		}
		slices.Sort(all)
		return all
	}
	if got := told(); !slices.Equal(got, []string{"Anna", "Ela", "Jan"}) {
		t.Errorf("told of the first letter: %q", got)
	}
	c, err := w.ByID(w.Context(), id)
	w.must(err)
	if beside, err := w.Beside(w.Context(), c); err != nil || !slices.Equal(beside, []int64{gizycko}) {
		t.Errorf("reads along: %v, %v", beside, err)
	}
	if n, err := w.UnreadIn(w.Context(), id, gizycko); n != 1 || err != nil {
		t.Errorf("unread at Giżycko: %d, %v", n, err)
	}
	w.must(w.Saw(w.Context(), id, gizycko, 1))
	if n, err := w.UnreadIn(w.Context(), id, gizycko); n != 0 || err != nil {
		t.Errorf("unread at Giżycko, once seen: %d, %v", n, err)
	}
	if err := w.Write(w.Context(), ela, id, gizycko, 1, relay.Message{Language: "pl", Text: "Dzień dobry"}); err == nil {
		t.Error("who reads along writes")
	}
	w.must(w.Block(w.Context(), w.anna, id, sokolka))
	if all := w.entries(id, gizycko); len(all) != 1 {
		t.Errorf("Giżycko reads what one side alone sees: %d entries", len(all))
	}
	w.must(w.Unblock(w.Context(), w.anna, id, sokolka))

	w.together, w.told = []int64{sokolka}, nil
	w.clock.Add(time.Hour)
	w.must(w.Write(w.Context(), w.ona, id, alytus, 9, relay.Message{Language: "lt", Text: "Labas"}))
	w.drain()
	if got := told(); !slices.Equal(got, []string{"Anna", "Jan"}) {
		t.Errorf("told once Giżycko has left: %q", got)
	}
}

// Nobody writes for two years: both sides are told a month before, once, and then the
// conversation is closed and says so. A line in between keeps it open.
func aSilentConversationIsAnnouncedAndClosed(t *testing.T, w *towns) {
	id := w.begin()
	w.drain()
	day := 0
	at := func(days int) {
		w.clock.Add(time.Duration(days-day) * 24 * time.Hour)
		day = days
		w.must(w.db.Write(w.Context(), func(tx *db.Tx) error {
			_, err := jobs.NewQueue(w.db).Enqueue(w.Context(), tx, jobs.New{Kind: relay.SilentKind, Key: fmt.Sprint(days)})
			return err
		}))
		w.drain()
	}
	closed := func() (n int) {
		before := w.clock.Now().Add(-relay.Quiet)
		due, err := relay.Fallen(w.Context(), w.db, before)
		w.must(err)
		w.must(w.db.Write(w.Context(), func(tx *db.Tx) (err error) {
			n, err = w.CloseFallen(w.Context(), tx, before)
			return err
		}))
		if n != due {
			t.Errorf("day %d: the dry run says %d, %d were closed", day, due, n)
		}
		return n
	}
	if at(699); len(w.silent) != 0 {
		t.Errorf("told too early: %q", w.silent)
	}
	at(701)
	at(702)
	ends := lang.DateOf(w.clock.Now().AddDate(0, 0, 29)).String() // a month after the day on which they were told
	if slices.Sort(w.silent); !slices.Equal(w.silent, []string{"Anna " + ends, "Jan " + ends, "Ona " + ends}) {
		t.Errorf("told: %q, want each once, %s", w.silent, ends)
	}
	if at(730); closed() != 0 {
		t.Error("closed before the day that both were told")
	}
	w.must(w.Write(w.Context(), w.anna, id, sokolka, 1, relay.Message{Language: "pl", Text: "Nadal chętnie."}))
	if at(740); closed() != 0 {
		t.Error("closed although somebody wrote")
	}
	at(1435)
	if at(1470); closed() != 1 {
		t.Error("not closed")
	}
	c, err := w.ByID(w.Context(), id)
	w.must(err)
	if all := w.entries(id, alytus); c.State != relay.Closed || all[len(all)-1].Event != relay.WasSilent || c.Ended.IsZero() {
		t.Errorf("after it: %+v, %+v", c, all)
	}
	if n := closed(); n != 0 {
		t.Errorf("closed again: %d", n)
	}
	w.must(w.Reopen(w.Context(), w.ona, id, alytus))
	if n := closed(); n != 0 {
		t.Errorf("closed right after it was opened again: %d", n)
	}
}
