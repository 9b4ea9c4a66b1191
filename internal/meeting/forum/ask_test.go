package forum_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting/forum"
	"twintown/internal/platform/errs"
)

// released is a forum with two talks, after its release: a and b, b and c. Everybody but b has
// two free slots.
func (h *hall) released() {
	h.Helper()
	h.begin()
	h.plan(false)
	h.release()
	h.told()
}

func (h *hall) exchange(side string) forum.Exchange {
	h.Helper()
	x, err := h.store.Exchange(h.Context(), h.meeting, side, h.sides, nothing)
	h.must(err)
	return x
}

func (h *hall) ask(side, other string, slot int) error {
	return h.store.Ask(h.Context(), guest, h.meeting, side, other, slot, h.sides, h.tell)
}

func (h *hall) reply(side, ask string, accept bool) error {
	return h.store.Reply(h.Context(), guest, h.meeting, side, ask, accept, h.sides, nothing, h.tell)
}

// freeOf are the slots that a side has free, and who is free then: "2: cd, 3: d".
func (h *hall) freeOf(side string) string {
	h.Helper()
	var all []string
	for _, f := range h.exchange(side).Free {
		names := ""
		for _, other := range f.Others {
			names += other.ID
		}
		all = append(all, strconv.Itoa(f.Slot.ID)+": "+names)
	}
	return strings.Join(all, ", ")
}

// freeWith is the first slot in which two are free.
func (h *hall) freeWith(side, other string) int {
	h.Helper()
	for _, f := range h.exchange(side).Free {
		if slices.ContainsFunc(f.Others, func(s forum.Side) bool { return s.ID == other }) {
			return f.Slot.ID
		}
	}
	h.Fatalf("%s and %s are never free together: %s", side, other, h.freeOf(side))
	return 0
}

// A question for a talk is told once, and so is its answer; what is accepted is in both
// lists at once and stays over the next plans.
func TestADelegationAsksAnother(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.plan(false)
		if h.freeOf("a") != "" || errs.KindOf(h.ask("a", "d", 1)) != errs.Conflict {
			h.Error("a question before the release")
		}
		h.release()
		h.told()
		if strings.Contains(h.freeOf("c"), "d") {
			h.Error("c reads that d is free, which does not want to talk with it")
		}
		slot := h.freeWith("a", "d")
		h.must(h.ask("a", "d", slot))
		l := h.letters[0]
		if h.told() != "d asked" || l.Talks[0].Other.ID != "a" || l.Talks[0].Told.Begin.IsZero() {
			h.Fatalf("%+v", l)
		}
		for name, err := range map[string]error{
			"ask_twice":        h.ask("a", "d", slot),
			"ask_twice back":   h.ask("d", "a", slot),
			"ask_not excluded": h.ask("c", "d", slot),
			"ask_not itself":   h.ask("a", "a", slot),
			"ask_not nobody":   h.ask("a", "z", slot),
			"ask_not no slot":  h.ask("a", "c", 9),
			"ask_not partner":  h.ask("a", "b", slot),
		} {
			if want := "error.forum." + strings.Fields(name)[0]; errs.PublicOf(err).Key != want {
				h.Errorf("%s: %v", name, err)
			}
		}
		got := h.exchange("d").Got
		if len(got) != 1 || got[0].Side != "a" || len(h.exchange("a").Sent) != 1 || len(h.exchange("c").Got) != 0 {
			h.Fatalf("%+v", got)
		}
		if err := h.reply("c", got[0].ID, true); errs.KindOf(err) != errs.NotFound {
			h.Errorf("somebody else answers: %v", err)
		}
		before := h.forum().Version
		h.must(h.reply("d", got[0].ID, true))
		l = h.letters[0]
		if h.told() != "a agreed" || l.Talks[0].Told.Slot != slot || l.Talks[0].Told.Table == "" || h.forum().Version == before {
			h.Errorf("%+v", l)
		}
		if err := h.reply("d", got[0].ID, false); errs.PublicOf(err).Key != "error.forum.ask_over" {
			h.Errorf("an answer after the answer: %v", err)
		}
		for _, side := range []string{"a", "d"} {
			own, err := h.store.Own(h.Context(), h.meeting, side, h.sides)
			h.must(err)
			if !slices.ContainsFunc(own, func(m forum.Listed) bool {
				return m.Told.Slot == slot && slices.Contains([]string{"a", "d"}, m.Other.ID)
			}) {
				h.Errorf("%s has not got the talk: %+v", side, own)
			}
		}
		want := "ad " + strconv.Itoa(slot)
		for range 3 {
			if h.plan(false); !strings.Contains(h.planned(), want) {
				h.Errorf("planned away: %s", h.planned())
			}
		}
		h.release()
		if strings.Contains(", "+h.told(), ", d ") {
			h.Error("the talk is told again")
		}
	})
}

// Who declines is not asked again; who takes a question back may ask anew; there is an end to
// questions.
func TestQuestionsAreBounded(t *testing.T) {
	each(t, func(h *hall) {
		for i := range 8 {
			h.sides = append(h.sides, forum.Side{ID: "e" + strconv.Itoa(i), Place: int64(10 + i)})
		}
		h.released()
		slot := h.freeWith("a", "d")
		h.must(h.ask("a", "d", slot))
		h.must(h.store.TakeBack(h.Context(), guest, h.meeting, "a", h.exchange("a").Sent[0].ID, h.sides))
		if len(h.exchange("d").Got) != 0 {
			h.Error("a question that was taken back is shown")
		}
		h.must(h.ask("a", "d", slot))
		h.told()
		h.must(h.reply("d", h.exchange("d").Got[0].ID, false))
		if h.told() != "a declined" {
			h.Error("a is not told of the no")
		}
		if err := h.ask("a", "d", slot); errs.PublicOf(err).Key != "error.forum.ask_declined" || strings.Contains(h.freeOf("a"), "d") {
			h.Errorf("d is asked again: %v", err)
		}
		for i := range 5 {
			h.must(h.ask("a", "e"+strconv.Itoa(i), slot))
		}
		if err := h.ask("a", "e5", slot); errs.PublicOf(err).Key != "error.forum.asks_open" || h.freeOf("a") != "" {
			h.Errorf("a sixth at once: %v", err)
		}
		for range 23 { // two before, five that are open: thirty in all
			sent := h.exchange("a").Sent
			h.must(h.store.TakeBack(h.Context(), guest, h.meeting, "a", sent[len(sent)-1].ID, h.sides))
			h.must(h.ask("a", "e6", slot))
		}
		sent := h.exchange("a").Sent
		h.must(h.store.TakeBack(h.Context(), guest, h.meeting, "a", sent[len(sent)-1].ID, h.sides))
		if err := h.ask("a", "e7", slot); errs.PublicOf(err).Key != "error.forum.asks_all" {
			h.Errorf("more than thirty: %v", err)
		}
	})
}

// A slot for which two were asked is given once, however the answers come.
func TestTwoAcceptForOneSlot(t *testing.T) {
	each(t, func(h *hall) {
		h.sides = append(h.sides, forum.Side{ID: "e", Place: 5}, forum.Side{ID: "f", Place: 6})
		h.released()
		slot := h.freeWith("a", "d")
		h.must(h.ask("a", "d", slot)) // a question to d, and one of d: d can keep one
		h.must(h.ask("d", "e", slot))
		h.must(h.ask("f", "a", slot)) // and one to a
		asks := []struct{ side, id string }{{"d", h.exchange("d").Got[0].ID}, {"e", h.exchange("e").Got[0].ID}}
		done := make(chan error, len(asks))
		for _, a := range asks {
			go func() { done <- h.reply(a.side, a.id, true) }()
		}
		won := 0
		for range asks {
			switch err := <-done; {
			case err == nil:
				won++
			case errs.PublicOf(err).Key != "error.forum.ask_not":
				h.Error(err)
			}
		}
		if won != 1 {
			h.Errorf("%d talks of d in one slot: %s", won, h.planned())
		}
	})
}

// A question lapses when its hour is over, one of the two leaves, excludes the other or gets
// another talk; nobody is told why.
func TestAQuestionLapses(t *testing.T) {
	for name, lapse := range map[string]func(h *hall, slot int) error{
		"d leaves": func(h *hall, _ int) error {
			return h.store.Leave(h.Context(), guest, h.meeting, "d", h.sides, nothing, h.tell)
		},
		"d excludes": func(h *hall, _ int) error { return h.wish("d", "-a") },
		"it is over": func(h *hall, _ int) error { h.clock.Add(5 * 24 * time.Hour); return nil },
		"d is busy": func(h *hall, slot int) error {
			return h.store.Put(h.Context(), organiser, h.meeting, h.forum().Version, forum.Pair{A: "d", B: "e"}, forum.Spot{Slot: slot}, h.sides, nothing)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(h *hall) {
				h.sides = append(h.sides, forum.Side{ID: "e", Place: 5})
				h.released()
				slot := h.freeWith("a", "d")
				h.must(h.ask("a", "d", slot))
				ask := h.exchange("a").Sent[0]
				h.must(lapse(h, slot))
				if sent := h.exchange("a").Sent; len(sent) != 1 || sent[0].Possible || sent[0].State != forum.AskOpen || len(h.exchange("d").Got) != 0 {
					h.Errorf("%+v", sent)
				}
				if err := h.reply("d", ask.ID, true); errs.PublicOf(err).Key != "error.forum.ask_not" {
					h.Error(err)
				}
			})
		})
	}
}
