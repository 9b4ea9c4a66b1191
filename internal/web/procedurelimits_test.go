package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/seek/relay"
)

// empty takes all that an account has of a limit.
func (k *walk) empty(limit people.Limit, account string) {
	k.Helper()
	for wait := time.Duration(0); wait == 0; {
		var err error
		if wait, err = k.site.rooms.People.Take(k.Context(), people.Tap{Limit: limit, Who: account}); err != nil {
			k.Fatal(err)
		}
	}
}

// A flood of steps is answered with how long to wait, and what was typed stays.
func TestAFloodOfStepsKeepsWhatWasTyped(t *testing.T) {
	k := newWalk(t)
	k.begin()
	k.empty(people.WalkStep, k.beganBy())
	w := k.here.post(k.address+"/steps/visit", "do", "done", "side", "0", "version", "0", "date", "2026-11-20", "note", "Seen: the school and the fire brigade")
	if w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "Seen: the school and the fire brigade") || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q: %.600s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
}

// A town that takes no messages from another is led into no procedure by it.
func TestABlockedTownBeginsNoProcedure(t *testing.T) {
	w := talk(t)
	officer := func(place int64) people.Actor {
		return people.Actor{Account: "officer", Grants: []people.Grant{officerOf(place)}, Strong: true}
	}
	id, err := w.s.rooms.Relay.Begin(t.Context(), officer(placeBialystok), placeBialystok, placeHrodna, "", relay.Message{Language: "pl", Text: "Dzień dobry"})
	if err == nil {
		err = w.s.rooms.Relay.Block(t.Context(), officer(placeHrodna), id, placeHrodna)
	}
	if err != nil {
		t.Fatal(err)
	}
	answer := w.here.post("/en/desk/places/776069/procedures/new", "side", "627904", "kind", "friendship")
	if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "takes no messages") {
		t.Errorf("%d: %.600s", answer.Code, answer.Body)
	}
	if there, err := w.s.rooms.Procedures.Of(t.Context(), placeHrodna); err != nil || len(there) != 0 {
		t.Errorf("a procedure was begun: %v, %v", there, err)
	}
}

// beganBy is the account of the officer who began the procedure.
func (k *walk) beganBy() string {
	k.Helper()
	events, err := k.site.rooms.Procedures.History(k.Context(), k.procedure)
	if err != nil || len(events) == 0 {
		k.Fatal(events, err)
	}
	return events[0].Account
}
