package main

import (
	"context"
	"time"

	"twintown/internal/care"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/privacy"
	"twintown/internal/project/plan"
)

// openCare makes what looks after partnerships: dates, digests, questions to partners.
// It needs the outbox.
func (n *node) openCare(base string, catalog *lang.Catalog) {
	n.care = care.New(care.Rooms{
		DB: n.db, Partnerships: n.partnerships, Sources: n.sources, People: n.people, Outbox: n.outbox,
		Key: n.key, Clock: clock.System(), BaseURL: base,
		Name: func(place int64, language string) string { return n.world.Now().Places.DisplayName(place, language) },
		More: n.tasks(n.patronTasks(catalog), n.planTasks),
	})
}

// task is what further lines of a digest come from.
type task = func(context.Context, people.Account, people.Actor) ([]lang.Message, error)

// tasks are the lines of all.
func (n *node) tasks(all ...task) task {
	return func(ctx context.Context, a people.Account, who people.Actor) (lines []lang.Message, err error) {
		for _, of := range all {
			some, err := of(ctx, a, who)
			if err != nil {
				return nil, err
			}
			lines = append(lines, some...)
		}
		return lines, nil
	}
}

// planTasks are what action plans and yearly reviews ask of an officer's towns.
func (n *node) planTasks(ctx context.Context, a people.Account, who people.Actor) ([]lang.Message, error) {
	return n.plans.Lines(ctx, who.PlacesOf(people.Officer), lang.DateOf(clock.System().Now()), func(place int64) string {
		return n.world.Now().Places.DisplayName(place, a.Language)
	})
}

// planHolder tells what plans and reviews hold of a person: they name sides and offices, and no
// account, but an address may have been written into their texts.
func (n *node) planHolder() privacy.Holder {
	plans := plan.NewStore(n.db, n.log, n.partnerships, clock.System(), nil) // of rows alone: a command erases too
	return privacy.Holder{
		Name: "plans",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			quotes, err := plans.Quoting(ctx, p.Email)
			if len(quotes) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: quotes}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error { return plan.Blank(ctx, tx, p.Email) },
	}
}

// careKinds are its jobs. Digests leave before the offices open.
func (n *node) careKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: care.DigestKind, Do: n.care.Digest})
	r.Daily(care.DigestKind, 5, 20, time.UTC)
	r.Handle(jobs.Kind{Name: care.AskKind, Do: n.care.Remind})
	r.Daily(care.AskKind, 6, 30, time.UTC)
}

// careHolder tells what it keeps about people. An address is kept until its row says.
func (n *node) careHolder() privacy.Holder {
	return privacy.Holder{
		Name: "care",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			own, found, err := n.care.OwnOf(ctx, p.Account, p.Email)
			if !found {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: own}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			return n.care.Erase(ctx, tx, p.Account, p.Email)
		},
		Addresses: func(ctx context.Context) (map[string]time.Time, error) { return n.care.Addresses(ctx) },
		Rules: []privacy.Rule{{
			Name: "care.addresses", After: care.ContactLife,
			Due:   func(ctx context.Context, q db.Querier, _ time.Time) (int, error) { return n.care.Overdue(ctx, q) },
			Purge: func(ctx context.Context, tx *db.Tx, _ time.Time) (int, error) { return n.care.Purge(ctx, tx) },
		}},
	}
}
