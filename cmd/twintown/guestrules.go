package main

import (
	"context"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/privacy"
)

// openAfter opens what removes the guests of meetings at their times. The outbox and the
// meetings must be there already.
func (n *node) openAfter() {
	if n.guests == nil { // a command erases too, such as restore
		n.guests = delegation.NewStore(n.db, n.log, n.key, clock.System(), nil)
	}
	forget := func(ctx context.Context, tx *db.Tx, id string) (int, error) {
		return n.outbox.ForgetAbout(ctx, tx, meeting.About(id, ""))
	}
	gone := func(ctx context.Context, id string) (time.Time, error) {
		m, err := n.meetings.Meeting(ctx, id)
		return m.Gone, err
	}
	n.retention = after.NewRetention(n.db, n.guests, forget, gone, n.countryOf)
	n.surveys = after.NewSurveys(n.db, n.log, clock.System())
}

// countryOf is where a place lies, "" where the world is not there.
func (n *node) countryOf(place int64) string {
	if n.world == nil {
		return ""
	}
	p, _ := n.world.Now().Places.Get(place)
	return p.Country
}

// guestTimes adds to the holder of guests the times after which what meetings know of them
// goes. Each meeting says them itself; the rules name the usual ones.
func (n *node) guestTimes(h privacy.Holder) privacy.Holder {
	n.openAfter()
	usual, days := delegation.Conference{}.Kept(), map[after.Part]int{}
	days[after.Visa], days[after.Care], days[after.People] = usual.Visa, usual.Care, usual.People
	for _, part := range after.Parts() {
		h.Rules = append(h.Rules, n.guestTime(part, time.Duration(days[part])*24*time.Hour))
	}
	return h
}

func (n *node) guestTime(part after.Part, usual time.Duration) privacy.Rule {
	return privacy.Rule{
		Name: "meetings." + string(part), After: usual, // each meeting says when it goes itself
		Due: func(ctx context.Context, q db.Querier, before time.Time) (int, error) {
			return n.retention.Due(ctx, q, part, before.Add(usual))
		},
		Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
			return n.retention.Purge(ctx, tx, part, before.Add(usual))
		},
	}
}
