package follow

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// town begins the identifier of a search about a town.
const town = "town-"

func townID(place int64) string { return town + strconv.FormatInt(place, 10) }

// Of returns what a person follows: one search for each town whose officer she is, then
// those that she saved, by their names.
func (d *Desk) Of(ctx context.Context, who people.Actor) (_ []Search, err error) {
	defer errs.Wrap(&err, "follow.Of")
	return d.of(ctx, d.DB, who)
}

func (d *Desk) of(ctx context.Context, q db.Querier, who people.Actor) (all []Search, err error) {
	kept, err := rows(ctx, q, ` WHERE account = $1`, who.Account)
	if err != nil {
		return nil, err
	}
	for _, place := range who.PlacesOf(people.Officer) {
		s := Search{ID: townID(place), Place: place, Every: EveryWeek}
		if i := slices.IndexFunc(kept, func(x Search) bool { return x.ID == s.ID }); i >= 0 {
			s = kept[i]
		}
		all = append(all, s)
	}
	saved := slices.DeleteFunc(kept, func(s Search) bool { return s.Place != 0 })
	slices.SortFunc(saved, func(a, b Search) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return append(all, saved...), nil
}

func rows(ctx context.Context, q db.Querier, where string, args ...any) ([]Search, error) {
	return db.Collect(ctx, q, scan, `
		SELECT id,
		       place,
		       name,
		       filter,
		       every,
		       told,
		       feed,
		       changed
		  FROM seek_search`+where, args...)
}

func scan(row db.Scanner) (s Search, err error) {
	var filter, told, feed string
	var changed int64
	if err := row.Scan(&s.ID, &s.Place, &s.Name, &filter, &s.Every, &told, &feed, &changed); err != nil {
		return s, err
	}
	s.Feed, s.Changed = feed != "", db.Moment(changed)
	query, err := url.ParseQuery(filter)
	if err != nil {
		return s, err
	}
	s.Filter = seek.AskedOf(query)
	return s, json.Unmarshal([]byte(told), &s.told)
}

// Save keeps a search of the person's own and returns its identifier. What is open now is
// known to her: she has just seen the list.
func (d *Desk) Save(ctx context.Context, who people.Actor, s Search) (id string, err error) {
	defer errs.Wrap(&err, "follow.Save")
	s.Name, s.ID, s.Place = strings.TrimSpace(s.Name), db.NewID(), 0
	if err := s.check(); err != nil {
		return "", err
	}
	board, err := d.Board(ctx, lang.DateOf(d.now()))
	if err != nil {
		return "", err
	}
	for _, r := range board.Open {
		if s.Filter.Fits(r, d.Town, board.Day.String()) {
			s.told = append(s.told, r.ID)
		}
	}
	return s.ID, d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		kept, err := rows(ctx, tx, ` WHERE account = $1 AND place = 0`, who.Account)
		if err != nil {
			return err
		}
		if len(kept) >= mostSearches {
			return errs.New(errs.Conflict, lang.Msg("error.follow.many", "max", mostSearches), nil)
		}
		note(entry(who, people.FieldChange{Name: "search", New: "new"}))
		return put(ctx, tx, who.Account, s)
	})
}

func (s Search) check() error {
	switch {
	case s.Name == "" && s.Place == 0:
		return errs.In("name", lang.Msg("error.follow.name"))
	case utf8.RuneCountInString(s.Name) > longestName:
		return errs.In("name", lang.Msg("error.partnership.long", "max", longestName))
	case !slices.Contains(Rhythms(), s.Every):
		return errs.In("every", lang.Msg("error.form.unreadable"))
	}
	return nil
}

// entry tells the record of changes. What a person searches for, and how she calls it, is
// hers alone.
func entry(who people.Actor, fields ...people.FieldChange) people.Entry {
	return people.Entry{Action: people.FollowRequests, Kind: "account", ID: who.Account, Fields: fields}
}

func put(ctx context.Context, tx *db.Tx, account string, s Search) error {
	told, err := json.Marshal(append([]string{}, s.told...))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO seek_search (account, id, place, name, filter, every, told, feed, created, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $8)
		ON CONFLICT (account, id) DO UPDATE SET
			name    = excluded.name,
			every   = excluded.every,
			told    = excluded.told,
			changed = excluded.changed`,
		account, s.ID, s.Place, s.Name, s.Filter.Values().Encode(), s.Every, string(told), tx.Now())
	return err
}

// find is one of the searches of a person, or errs.NotFound.
func (d *Desk) find(ctx context.Context, q db.Querier, who people.Actor, id string) (Search, error) {
	all, err := d.of(ctx, q, who)
	if err != nil {
		return Search{}, err
	}
	i := slices.IndexFunc(all, func(s Search) bool { return s.ID == id })
	if i < 0 {
		return Search{}, errs.New(errs.NotFound, lang.Msg("error.follow.unknown"), nil)
	}
	return all[i], nil
}

// Set changes how often a search tells of what is new, and what it is called.
func (d *Desk) Set(ctx context.Context, who people.Actor, id, name, every string) (err error) {
	defer errs.Wrap(&err, "follow.Set")
	return d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		s, err := d.find(ctx, tx, who, id)
		if err != nil {
			return err
		}
		was := s.Every
		if s.Every = every; s.Place == 0 {
			s.Name = strings.TrimSpace(name)
		}
		if err := s.check(); err != nil {
			return err
		}
		note(entry(who, people.FieldChange{Name: "search_mail", Old: was, New: every}))
		return put(ctx, tx, who.Account, s)
	})
}

// Drop forgets a search that the person saved.
func (d *Desk) Drop(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "follow.Drop")
	return d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if _, err := d.find(ctx, tx, who, id); err != nil {
			return err
		}
		note(entry(who, people.FieldChange{Name: "search", New: "withdrawn"}))
		_, err := tx.ExecContext(ctx, `DELETE FROM seek_search WHERE account = $1 AND id = $2`, who.Account, id)
		return err
	})
}
