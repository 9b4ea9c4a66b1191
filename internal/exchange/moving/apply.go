package moving

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Stores are where an import goes.
type Stores struct {
	Partnerships *partnership.Store
	Sources      *source.Store
	Log          *people.Log
}

// Done is what an import told. It can be withdrawn as a whole.
type Done struct {
	File   string             `json:"file"`
	Code   string             `json:"code"` // of the source that the file became
	Places []int64            `json:"places"`
	Told   []partnership.Told `json:"told,omitempty"`
	Rows   int                `json:"rows"` // that are partners
	Fit    int                `json:"fit"`
}

// Nothing says whether the import changed nothing.
func (d Done) Nothing() bool { return len(d.Told) == 0 }

// Apply writes what the plan holds, in the name of a person, in one transaction with its
// lines of the audit chain. What became known since the plan was made is regarded: nothing
// is told twice. A plan all of which is known changes nothing, the chain included. The
// caller has checked that the person may enter partnerships of each of [Plan.OwnPlaces].
func Apply(ctx context.Context, s Stores, who people.Actor, plan Plan, publisher string) (done Done, err error) {
	defer errs.Wrap(&err, "moving.Apply(%s)", plan.Table.File)
	count := plan.Count()
	start := Done{File: plan.Table.File, Code: plan.Code, Places: plan.places(), Rows: count.Rows, Fit: count.Fit}
	if count.New+count.More == 0 {
		return start, nil
	}
	err = s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		done = start
		if err := s.Sources.In(tx).Add(ctx, tx, plan.source(publisher, tx.Now())); err != nil {
			return err
		}
		for _, row := range plan.Rows {
			for _, l := range row.Links {
				if err := done.link(ctx, tx, s, l, note); err != nil {
					return err
				}
			}
		}
		note(done.entry(len(done.Told)))
		if done.Nothing() {
			return nil
		}
		return tx.Touch(ctx)
	})
	return done, err
}

// entry is the import's line in the record of changes.
func (d Done) entry(told int) people.Entry {
	return people.Entry{Action: people.MoveIn, Kind: "list", ID: d.Code, Places: d.Places, Fields: []people.FieldChange{
		{Name: "file", New: d.File}, {Name: "rows", New: strconv.Itoa(d.Rows)}, {Name: "told", New: strconv.Itoa(told)},
	}}
}

// text is the import as its list's row keeps it.
func (d Done) text() string {
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	return string(b)
}

// link adds what is still missing of one link.
func (d *Done) link(ctx context.Context, tx *db.Tx, s Stores, l Link, note func(people.Entry)) error {
	store := s.Partnerships.In(tx)
	known, err := store.ByID(ctx, l.Want.ID)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	add, _ := missing(l.Want, known, lang.DateOf(time.UnixMicro(tx.Now()).UTC()))
	told, err := store.Add(ctx, tx, d.Code, add)
	if err != nil || !told.Any() {
		return err
	}
	d.Told = append(d.Told, told)
	note(people.Entry{Action: people.MoveIn, Kind: "partnership", ID: told.Partnership, Places: []int64{l.Own, l.Partner}, Fields: fieldsOf(add, told)})
	return nil
}

// fieldsOf are what was told, field by field, for the audit chain.
func fieldsOf(p partnership.Partnership, told partnership.Told) (fields []people.FieldChange) {
	set := func(name, value string) {
		if value != "" {
			fields = append(fields, people.FieldChange{Name: name, New: value})
		}
	}
	if told.Created || told.Kind != "" {
		set("kind", string(p.Kind))
	}
	for _, a := range p.Acts {
		set("act."+string(a.Type), a.Date.String()+" #"+a.ID)
	}
	for _, c := range p.Claims {
		set("claim."+c.Field, c.Value)
	}
	set("listing", told.Listed)
	return fields
}

// source is the file as where its statements come from. It names the office, not the
// person: who uploaded it stands in the audit chain.
func (p Plan) source(publisher string, now int64) source.Source {
	return source.Source{
		Code: p.Code, Title: p.Table.File, Publisher: publisher,
		Retrieved: lang.DateOf(time.UnixMicro(now).UTC()),
	}
}

// Withdraw takes back what an import told: its acts and claims were held until now. What
// a person edited since stays. It returns how many rows changed.
func Withdraw(ctx context.Context, s Stores, who people.Actor, done Done) (changed int64, err error) {
	defer errs.Wrap(&err, "moving.Withdraw(%s)", done.File)
	if done.Nothing() {
		return 0, nil
	}
	err = s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if changed, err = withdraw(ctx, tx, s, done.Code, done.Told, note); err != nil {
			return err
		}
		note(people.Entry{Action: people.MoveIn, Kind: "list", ID: done.Code, Places: done.Places, Fields: []people.FieldChange{{Name: "withdrawn", Old: done.File, New: strconv.FormatInt(changed, 10)}}})
		return tx.Touch(ctx)
	})
	return changed, err
}

// withdraw takes back what a source told, inside the transaction of its caller.
func withdraw(ctx context.Context, tx *db.Tx, s Stores, code string, all []partnership.Told, note func(people.Entry)) (changed int64, err error) {
	for _, told := range all {
		n, err := s.Partnerships.In(tx).Withdraw(ctx, tx, told)
		if err != nil {
			return changed, err
		}
		if changed += n; n > 0 {
			note(people.Entry{Action: people.MoveIn, Kind: "partnership", ID: told.Partnership, Fields: []people.FieldChange{{Name: "withdrawn", Old: code}}})
		}
	}
	return changed, nil
}
