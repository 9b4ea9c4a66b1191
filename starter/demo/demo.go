// Package demo is what a person sees who only wants to look: example content, marked as
// such on every page, which can be taken away without a trace.
//
// Each part of the house that has something to show is a [Part]: it adds rows of an origin
// of their own, and removes exactly those. All parts are added in one transaction, with a
// row in the audit chain, or none. Demonstration content is for a new installation that
// nobody but its own computer reaches; who removed it once is not given it again.
//
//	content := demo.New(d, log, demo.Parts(faces, catalog)...)
//	if fresh, err := content.Fresh(ctx); fresh { err = content.Add(ctx) }
package demo

import (
	"context"

	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Part is the example content of one room. Remove returns how many rows went.
type Part struct {
	Name    string
	Prepare func(ctx context.Context) error // before the transaction: brings files in; nil: there is nothing
	Add     func(ctx context.Context, tx *db.Tx) error
	Remove  func(ctx context.Context, tx *db.Tx) (int64, error)
}

// Content is the demonstration of an installation.
type Content struct {
	db     *db.DB
	log    *people.Log
	parts  []Part
	follow func(context.Context) error
}

// New returns the demonstration that consists of the parts.
func New(d *db.DB, log *people.Log, parts ...Part) *Content {
	return &Content{db: d, log: log, parts: parts, follow: func(context.Context) error { return nil }}
}

// Follow has fn called once content was added or removed, so that what a node keeps in memory
// follows before a page is asked for.
func (c *Content) Follow(fn func(context.Context) error) { c.follow = fn }

// Parts are all parts that there are. A room that has something to show gets a line here.
func Parts(faces *operator.Store, catalog *lang.Catalog) []Part {
	return []Part{facePart(faces, catalog)}
}

// stateMeta is the number in the database that says how the demonstration stands. It is
// the one that [operator.Store] reads for the line on every page.
const stateMeta = operator.DemoMeta

// How the demonstration stands.
const (
	never   = 0
	there   = operator.DemoThere
	removed = 2
)

func (c *Content) state(ctx context.Context) (int64, error) { return c.db.Meta(ctx, stateMeta) }

// There says whether the content is there.
func (c *Content) There(ctx context.Context) (bool, error) {
	s, err := c.state(ctx)
	return s == there, err
}

// Fresh says whether there never was any. Whether the installation is new otherwise, the
// caller knows.
func (c *Content) Fresh(ctx context.Context) (bool, error) {
	s, err := c.state(ctx)
	return s == never, err
}

// Add adds the content of all parts; nothing where it is there already.
func (c *Content) Add(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "Add demonstration")
	if is, err := c.There(ctx); is || err != nil {
		return err
	}
	parts, err := c.prepared(ctx)
	if err != nil {
		return err
	}
	err = c.log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		for _, p := range parts {
			if err := p.Add(ctx, tx); err != nil {
				return err
			}
		}
		note(people.Entry{Action: people.ManageSite, Kind: "demo", ID: "demo", Fields: []people.FieldChange{{Name: "there", Old: "false", New: "true"}}})
		return tx.SetMeta(ctx, stateMeta, there)
	})
	if err != nil {
		return err
	}
	return c.follow(ctx)
}

// prepared are the parts that are ready to be added. One whose files have nowhere to go,
// because the store of objects does not answer, is left out: a start does not wait for it.
func (c *Content) prepared(ctx context.Context) (parts []Part, err error) {
	for _, p := range c.parts {
		if p.Prepare != nil {
			if err = p.Prepare(ctx); errs.KindOf(err) == errs.Unavailable {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// Remove takes the content of all parts away, in one transaction, and returns how many
// rows went; none where there is no such content.
func (c *Content) Remove(ctx context.Context, who people.Actor) (n int64, err error) {
	defer errs.Wrap(&err, "Remove demonstration")
	if is, err := c.There(ctx); !is || err != nil {
		return 0, err
	}
	err = c.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		n = 0
		for _, p := range c.parts {
			gone, err := p.Remove(ctx, tx)
			if err != nil {
				return err
			}
			n += gone
		}
		note(people.Entry{Action: people.ManageSite, Kind: "demo", ID: "demo", Fields: []people.FieldChange{{Name: "there", Old: "true", New: "false"}}})
		if err := tx.SetMeta(ctx, stateMeta, removed); err != nil {
			return err
		}
		return tx.Touch(ctx)
	})
	if err != nil {
		return n, err
	}
	return n, c.follow(ctx)
}
