package forum_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/meeting/forum"
)

// withdraw has a side not come any more: it is not among the sides.
func (h *hall) withdraw(id string) {
	h.Helper()
	rest := slices.DeleteFunc(slices.Clone(h.sides), func(s forum.Side) bool { return s.ID == id })
	h.must(h.store.Withdraw(h.Context(), organiser, h.meeting, id, rest, nothing, h.tell))
}

func (h *hall) back() int {
	h.Helper()
	n, err := h.store.Back(h.Context(), organiser, h.meeting, h.sides, h.tell)
	h.must(err)
	return n
}

// A withdrawal that is taken back brings the talks back where both are still free, and both
// are told; who left the forum by itself stays away.
func TestAWithdrawalIsTakenBack(t *testing.T) {
	each(t, func(h *hall) {
		h.released()
		before := h.planned()
		h.withdraw("b")
		if told := h.told(); told != "a freed, c freed" || h.planned() == before {
			h.Fatalf("told: %s, %s", told, h.planned())
		}
		if all, err := h.store.Withdrawn(h.Context()); err != nil || !slices.Equal(all, []string{h.meeting}) {
			h.Errorf("%v, %v", all, err)
		}
		h.clock.Add(time.Hour)
		if n := h.back(); n != 1 || h.told() != "a changed, b changed, c changed" {
			h.Errorf("%d are back", n)
		}
		if len(h.planned()) != len(before) {
			h.Errorf("the talks are not set again: %s, before %s", h.planned(), before)
		}
		own, err := h.store.Own(h.Context(), h.meeting, "a", h.sides)
		if err != nil || len(own) != 1 || own[0].Told.Slot == 0 || own[0].Sequence != 2 {
			h.Errorf("%+v, %v", own, err)
		}
		if n := h.back(); n != 0 || h.told() != "" {
			h.Errorf("%d are back once more", n)
		}

		slot := own[0].Told.Slot
		h.withdraw("b")
		h.must(h.ask("a", "d", slot)) // a finds another one for that time
		h.must(h.reply("d", h.exchange("d").Got[0].ID, true))
		h.told()
		if n := h.back(); n != 1 || h.told() != "b changed, c changed" {
			h.Errorf("%d are back beside a's other talk: %s", n, h.planned())
		}
		h.must(h.store.Leave(h.Context(), guest, h.meeting, "b", h.sides, nothing, h.tell))
		h.told()
		if n := h.back(); n != 0 || h.told() != "" {
			h.Errorf("%d are back who left by themselves", n)
		}
		h.must(h.store.Return(h.Context(), guest, h.meeting, "b", h.sides, h.tell))
		if told := h.told(); told != "b changed, c changed" {
			h.Errorf("told when it returned: %s", told)
		}
	})
}
