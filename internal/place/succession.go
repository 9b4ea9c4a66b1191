package place

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ChangeKind is a sort of change of units.
type ChangeKind string

// The kinds of change.
const (
	Merge ChangeKind = "merge" // one or more units become part of another, or a new one together
	Split ChangeKind = "split" // one or more units become several
)

// Change is that units became others on a day.
type Change struct {
	ID     string
	Kind   ChangeKind
	Day    lang.Date
	Before []int64 // the units that ended
	After  []int64 // the units that follow them
	Source string  // title or address of the act, as the person gave it
	Made   time.Time
	Undone time.Time       // zero: it stands
	Body   json.RawMessage // what a room above noted to take it back
}

// Check returns what is wrong with a change, naming the field.
func (c Change) Check() error {
	switch {
	case c.Day.IsZero():
		return errs.In("day", lang.Msg("error.place.day"))
	case len(c.Before) == 0 || len(c.After) == 0:
		return errs.In("into", lang.Msg("error.place.units"))
	case c.Kind == Split && len(c.After) < 2:
		return errs.In("into", lang.Msg("error.place.split"))
	case c.Kind == Merge && len(c.After) != 1:
		return errs.In("into", lang.Msg("error.place.units"))
	}
	for _, n := range c.Before {
		if slices.Contains(c.After, n) {
			return errs.In("into", lang.Msg("error.place.itself"))
		}
	}
	return nil
}

// AddChange notes a change of units inside a transaction, and ends the identifiers of the
// units that it ends on its day. A unit that ended already, and a circle of successors, are
// errs.Conflict. body is what is needed to take it back; the identifiers' own periods are
// kept beside it.
func (s *Store) AddChange(ctx context.Context, tx *db.Tx, note func(people.Entry), c Change, body any) (id string, err error) {
	defer errs.Wrap(&err, "place.AddChange")
	if err := c.Check(); err != nil {
		return "", err
	}
	for _, n := range c.Before {
		if later, ended, err := s.EndOf(ctx, tx, n); err != nil || ended {
			if err != nil {
				return "", err
			}
			return "", errs.InKind(errs.Conflict, "into", lang.Msg("error.place.ended", "date", later.Day))
		}
	}
	for _, n := range c.After {
		if _, err := s.Place(ctx, tx, n); err != nil {
			return "", err
		}
		if _, ended, err := s.EndOf(ctx, tx, n); err != nil || ended {
			if err != nil {
				return "", err
			}
			return "", errs.InKind(errs.Conflict, "into", lang.Msg("error.place.heir_ended"))
		}
	}
	ended, err := s.endIdentifiers(ctx, tx, c)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(kept{Identifiers: ended, Room: body})
	if err != nil {
		return "", err
	}
	id = db.NewID()
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO place_change (id, kind, day, source, body, made)
		VALUES ($1, $2, $3, $4, $5, $6)`, id, string(c.Kind), c.Day.String(), c.Source, string(text), tx.Now()); err != nil {
		return "", err
	}
	for _, before := range c.Before {
		for _, after := range c.After {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO place_successor (change_id, before, after)
				VALUES ($1, $2, $3)`, id, before, after); err != nil {
				return "", err
			}
		}
		note(c.entry(before, "", fmt.Sprint(c.After)))
	}
	return id, tx.Touch(ctx)
}

// kept is what a change needs to be taken back.
type kept struct {
	Identifiers []string        `json:"identifiers,omitempty"` // that it ended
	Room        any             `json:"room,omitempty"`        // what the room above noted
	Raw         json.RawMessage `json:"-"`
}

func (c Change) entry(place int64, old, now string) people.Entry {
	e := entry(place, people.FieldChange{Name: string(c.Kind) + "." + c.Day.String(), Old: old, New: now})
	e.Action, e.Places, e.Note = people.MergePlaces, append(slices.Clone(c.Before), c.After...), c.Source
	return e
}

// endIdentifiers ends the open identifiers of the units that end, and returns which.
func (s *Store) endIdentifiers(ctx context.Context, tx *db.Tx, c Change) (ended []string, err error) {
	for _, n := range c.Before {
		all, err := s.Identifiers(ctx, tx, n)
		if err != nil {
			return nil, err
		}
		for _, i := range all {
			if i.To != "" {
				continue
			}
			ended = append(ended, i.ID)
			if _, err := tx.ExecContext(ctx, `UPDATE place_identifier SET used_until = $1 WHERE id = $2`, c.Day.String(), i.ID); err != nil {
				return nil, err
			}
		}
	}
	return ended, nil
}

// TakeBack takes a change of units back inside a transaction: the identifiers that it
// ended are open again. A change that was taken back already is errs.Conflict, and so is
// one after which its successor itself ended.
func (s *Store) TakeBack(ctx context.Context, tx *db.Tx, note func(people.Entry), c Change) (err error) {
	defer errs.Wrap(&err, "place.TakeBack")
	done, err := tx.ExecContext(ctx, `UPDATE place_change SET undone = $1 WHERE id = $2 AND undone = 0`, tx.Now(), c.ID)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.people.reversal"), err)
	}
	for _, n := range c.After {
		if _, ended, err := s.EndOf(ctx, tx, n); err != nil || ended {
			if err != nil {
				return err
			}
			return errs.New(errs.Conflict, lang.Msg("error.place.heir_ended"), nil)
		}
	}
	var k struct {
		Identifiers []string `json:"identifiers"`
	}
	if err := json.Unmarshal(c.Body, &k); err != nil {
		return err
	}
	for _, id := range k.Identifiers {
		if _, err := tx.ExecContext(ctx, `UPDATE place_identifier SET used_until = '' WHERE id = $1 AND used_until = $2`, id, c.Day.String()); err != nil {
			return err
		}
	}
	for _, before := range c.Before {
		note(c.entry(before, fmt.Sprint(c.After), ""))
	}
	return tx.Touch(ctx)
}

// Room reads into what the room above noted with a change.
func (c Change) Room(into any) error {
	var k struct {
		Room json.RawMessage `json:"room"`
	}
	if err := json.Unmarshal(c.Body, &k); err != nil || len(k.Room) == 0 {
		return err
	}
	return json.Unmarshal(k.Room, into)
}

const selectChange = `
	SELECT c.id,
	       c.kind,
	       c.day,
	       c.source,
	       c.body,
	       c.made,
	       c.undone,
	       s.before,
	       s.after
	  FROM place_change c
	  JOIN place_successor s ON s.change_id = c.id`

// changes reads changes, each once, in the order of the query.
func changes(ctx context.Context, q db.Querier, query string, args ...any) (all []Change, err error) {
	err = db.Each(ctx, q, func(row db.Scanner) error {
		var c Change
		var day, body string
		var made, undone, before, after int64
		if err := row.Scan(&c.ID, &c.Kind, &day, &c.Source, &body, &made, &undone, &before, &after); err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].ID != c.ID {
			if err := c.Day.UnmarshalText([]byte(day)); err != nil {
				return err
			}
			c.Body, c.Made = json.RawMessage(body), time.UnixMicro(made).UTC()
			if undone != 0 {
				c.Undone = time.UnixMicro(undone).UTC()
			}
			all = append(all, c)
		}
		last := &all[len(all)-1]
		if !slices.Contains(last.Before, before) {
			last.Before = append(last.Before, before)
		}
		if !slices.Contains(last.After, after) {
			last.After = append(last.After, after)
		}
		return nil
	}, selectChange+query, args...)
	return all, err
}

const changesOf = `
		 WHERE c.undone = 0
		   AND c.id IN (SELECT change_id FROM place_successor WHERE before = $1 OR after = $1)
		 ORDER BY c.day DESC, c.id, s.before, s.after`

// ChangesOf are the changes of units that concern a place and stand, the latest first.
func (s *Store) ChangesOf(ctx context.Context, q db.Querier, place int64) (all []Change, err error) {
	defer errs.Wrap(&err, "place.ChangesOf")
	return changes(ctx, q, changesOf, place)
}

// Change returns one change, or errs.NotFound.
func (s *Store) Change(ctx context.Context, q db.Querier, id string) (Change, error) {
	all, err := changes(ctx, q, ` WHERE c.id = $1 ORDER BY s.before, s.after`, id)
	if err == nil && len(all) == 0 {
		return Change{}, errs.New(errs.NotFound, lang.Msg("error.people.reversal"), nil)
	}
	if err != nil {
		return Change{}, err
	}
	return all[0], nil
}

// EndOf returns the change that ended a unit; false where it stands.
func (s *Store) EndOf(ctx context.Context, q db.Querier, place int64) (Change, bool, error) {
	all, err := changes(ctx, q, `
		 WHERE c.undone = 0
		   AND s.before = $1
		 ORDER BY c.day DESC, c.id, s.after`, place)
	if err != nil || len(all) == 0 {
		return Change{}, false, err
	}
	return all[0], true, nil
}

// Units are a place and all that became part of it, in however many steps. What was divided is
// part of none of its successors: which of them goes on with what it had done nobody says.
func Units(ctx context.Context, q db.Querier, place int64) (units []int64, err error) {
	defer errs.Wrap(&err, "place.Units(%d)", place)
	units = []int64{place}
	for i := 0; i < len(units); i++ {
		all, err := changes(ctx, q, changesOf, units[i])
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if len(c.After) != 1 || c.After[0] != units[i] {
				continue
			}
			for _, n := range c.Before {
				if !slices.Contains(units, n) {
					units = append(units, n)
				}
			}
		}
	}
	return units, nil
}

// Found adds a unit that no gazetteer lists, inside a change, and returns its number. Its
// position, region and zone are those of like.
func (s *Store) Found(ctx context.Context, tx *db.Tx, note func(people.Entry), name string, kind Kind, like int64) (number int64, err error) {
	defer errs.Wrap(&err, "place.Found")
	n, err := cleanName(Name{Value: name, Lang: "und", Kind: Variant})
	if err != nil {
		return 0, err
	}
	p, err := s.Place(ctx, tx, like)
	if err != nil {
		return 0, err
	}
	last, _, err := db.One(ctx, tx, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT COALESCE(MAX(id), 0) FROM place WHERE id >= $1`, int64(FirstOwnNumber))
	if err != nil {
		return 0, err
	}
	number = max(last+1, FirstOwnNumber)
	note(entry(number, people.FieldChange{Name: "name", New: n.Value}))
	_, err = tx.ExecContext(ctx, `
		INSERT INTO place (id, name, country, region, lat, lon, population, feature, kind, unit, zone, same_as, origin, edited)
		VALUES ($1, $2, $3, $4, $5, $6, 0, '', $7, '', $8, $1, '', $9)`,
		number, n.Value, p.Country, p.Region, p.Lat, p.Lon, string(kind), p.Zone, tx.Now())
	return number, err
}
