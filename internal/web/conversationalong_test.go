package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/seek"
)

// Hrodna and Giżycko seek together. The officer of Giżycko finds the answer in her list, reads
// it and its files, and cannot write, close or block; both sides are told that she reads.
func TestOtherTownsOfARequestReadAlong(t *testing.T) {
	w := talk(t)
	w.s.rooms.Relay.Together = func(ctx context.Context, q db.Querier, id string) ([]int64, error) {
		x, err := seek.ByIDIn(ctx, q, id)
		return x.Places, err
	}
	ela := signedIn(t, w.s, "Ela", officerOf(772195))
	x, err := w.s.rooms.Requests.ByHandle(t.Context(), w.request)
	if err != nil {
		t.Fatal(err)
	}
	thread := w.begin()
	if res := ela.get("/pl" + thread); res.Code != http.StatusNotFound {
		t.Errorf("a town that does not seek with them reads: %d", res.Code)
	}
	w.change(x.ID, func(r *seek.Request) error { r.Places = append(r.Places, 772195); return nil })

	w.has("the list", w.page(ela, "/pl/desk/conversations"), "Białystok", "czytają Państwo", "1 nowa")
	page := w.page(ela, "/pl"+thread)
	w.has("the conversation", page, "Chcemy współpracować.", "Za wszystkie gminy odpowiada: Grodno")
	w.lacks("the conversation", page, "/block", "/close", "/report", `name="text"`)
	w.lacks("the list, once it was read", w.page(ela, "/pl/desk/conversations"), "1 nowa")
	for _, b := range []*browser{w.here, w.they} {
		w.has("what the sides see", w.page(b, "/pl"+thread), "Czytają także pozostałe gminy ze zgłoszenia: Giżycko.")
	}
	for _, path := range []string{thread, thread + "/close", thread + "/block", thread + "/translate"} {
		if res := ela.post("/pl"+path, "text", "Dzień dobry", "language", "pl", "seen", "1"); res.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.Code)
		}
	}
	again := w.here.get("/pl/desk/conversations/new?request=" + w.request)
	if again.Code != http.StatusSeeOther {
		t.Errorf("a second first letter: %d", again.Code)
	}
	w.change(x.ID, func(r *seek.Request) error { r.Places = r.Places[:1]; return nil })
	if res := ela.get("/pl" + thread); res.Code != http.StatusNotFound {
		t.Errorf("a town that left the request reads on: %d", res.Code)
	}
}

// What goes on with other towns is in the hand-over and its pack, and the record of changes
// leads to it: an officer, not a stranger to the conversation.
func TestConversationsAreHandedOver(t *testing.T) {
	w := talk(t)
	thread := w.begin()
	page := w.page(w.here, "/en/desk/hand-over/"+bialystok)
	w.has("the hand-over", page, `href="/en`+thread+`"`, "Шукаем сяброў")
	w.lacks("the hand-over", page, "Chcemy współpracować.")
	rows := listed(t, takePack(t, w.here, "en"), "partner-search.xlsx")
	if len(rows) != 2 || !strings.HasSuffix(rows[1][len(rows[1])-1], thread) {
		t.Errorf("the list in the pack: %q", rows)
	}
	admin := signedIn(t, w.s, "Administrator", everything)
	record := w.page(admin, "/en/desk/changes?kind=conversation")
	w.has("the record", record, "conversation of towns")
	w.lacks("the record for who may not read it", record, `href="/en`+thread+`"`)
}
