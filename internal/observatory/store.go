package observatory

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting/forum"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/project"
)

// Store reads what chains are reckoned from. It is safe for concurrent use.
type Store struct {
	db       *db.DB
	projects Projects
}

// Projects are the joint projects. project.Store has them.
type Projects interface {
	All(ctx context.Context) ([]project.Project, error)
	Among(ctx context.Context, places []int64, partnerships, meetings []string) ([]project.Project, error)
}

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB, projects Projects) *Store { return &Store{d, projects} }

// Facts are what the contacts of some meetings can have led to; of all meetings where none
// is named.
func (s *Store) Facts(ctx context.Context, meetings ...string) (f Facts, err error) {
	defer errs.Wrap(&err, "observatory.Facts")
	if err = s.read(ctx, &f, func(tx *db.Tx) ([]forum.Contact, error) { return forum.ContactsIn(ctx, tx, meetings...) }); err != nil {
		return f, err
	}
	if len(meetings) == 0 {
		f.Projects, err = s.projects.All(ctx)
	} else {
		f.Projects, err = s.projects.Among(ctx, placesOf(f.Contacts), f.pairs(), meetings)
	}
	return s.elsewhere(ctx, f, err)
}

// FactsOf are what the contacts of places can have led to, at whatever meeting they were made:
// of a town, and of those that became part of it ([Store.Units]).
func (s *Store) FactsOf(ctx context.Context, places ...int64) (f Facts, err error) {
	defer errs.Wrap(&err, "observatory.FactsOf(%d)", places)
	if err = s.read(ctx, &f, func(tx *db.Tx) ([]forum.Contact, error) { return forum.ContactsWith(ctx, tx, places...) }); err != nil {
		return f, err
	}
	f.Projects, err = s.projects.Among(ctx, append(placesOf(f.Contacts), places...), f.pairs(), nil)
	return s.elsewhere(ctx, f, err)
}

// Units are a town and those that became part of it, whose contacts are its own now.
func (s *Store) Units(ctx context.Context, town int64) ([]int64, error) {
	return place.Units(ctx, s.db, town)
}

// FactsWithin are what the contacts of the places for which within is true can have led to.
func (s *Store) FactsWithin(ctx context.Context, within func(place int64) bool) (f Facts, err error) {
	defer errs.Wrap(&err, "observatory.FactsWithin")
	has := OfPlaces(within).Has
	if err = s.read(ctx, &f, func(tx *db.Tx) ([]forum.Contact, error) {
		all, err := forum.ContactsIn(ctx, tx)
		return slices.DeleteFunc(all, func(c forum.Contact) bool { return !has(c) }), err
	}); err != nil {
		return f, err
	}
	f.Projects, err = s.projects.All(ctx)
	return s.elsewhere(ctx, f, err)
}

// elsewhere adds what tells that a project grew out of a contact which is not read.
func (s *Store) elsewhere(ctx context.Context, f Facts, err error) (Facts, error) {
	var of []string
	for _, p := range f.Projects {
		of = append(of, p.Partnerships...)
	}
	if err != nil || len(f.Contacts) == 0 || len(of) == 0 {
		return f, err
	}
	slices.Sort(of)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		more, err := kin(ctx, tx, slices.Compact(of), f.Exchanges)
		f.Exchanges = append(f.Exchanges, more...)
		return err
	})
	return f, err
}

// read reads contacts and what they can have led to but projects, in one view of the database.
func (s *Store) read(ctx context.Context, f *Facts, contacts func(tx *db.Tx) ([]forum.Contact, error)) error {
	return s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if f.Contacts, err = contacts(tx); err != nil || len(f.Contacts) == 0 {
			return err
		}
		if f.Requests, err = requests(ctx, tx); err != nil {
			return err
		}
		places := placesOf(f.Contacts)
		if f.Exchanges, err = exchanges(ctx, tx, places); err != nil {
			return err
		}
		f.Partnerships, err = partnerships(ctx, tx, places, *f)
		return err
	})
}

// pairs are the partnerships that were read, and those that hold the acts of a procedure.
func (f Facts) pairs() (all []string) {
	for _, p := range f.Partnerships {
		all = append(all, p.ID)
	}
	for _, x := range f.Exchanges {
		if x.Partnership != "" {
			all = append(all, x.Partnership)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// placesOf are the places of contacts, each once, in order.
func placesOf(contacts []forum.Contact) (all []int64) {
	for _, c := range contacts {
		for _, n := range []int64{c.PlaceA, c.PlaceB} {
			if n != 0 {
				all = append(all, n)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// many is from how many keys on it is quicker to read a table whole than to ask for the rows of
// each.
const many = 400

// portion is how many keys one query names: engines bound that.
const portion = 200

// some reads the rows of a query, which ends within its WHERE: those with one of the keys in a
// column, or all of them where the keys are many.
func some[K any](ctx context.Context, q db.Querier, query, column string, keys []K, whole bool, row func(db.Scanner) error) error {
	if whole {
		return db.Each(ctx, q, row, query)
	}
	for chunk := range slices.Chunk(keys, portion) {
		marks, args := make([]string, len(chunk)), make([]any, len(chunk))
		for i, key := range chunk {
			marks[i], args[i] = "$"+strconv.Itoa(i+1), key
		}
		if err := db.Each(ctx, q, row, query+` AND `+column+` IN (`+strings.Join(marks, ", ")+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}

// requests are the contacts that requests name.
func requests(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	all := map[string]string{}
	return all, db.Each(ctx, tx, func(row db.Scanner) error {
		var id, body string
		if err := row.Scan(&id, &body); err != nil {
			return err
		}
		var r struct {
			Contact string `json:"contact"`
		}
		err := json.Unmarshal([]byte(body), &r)
		if r.Contact != "" {
			all[id] = r.Contact
		}
		return err
	}, `SELECT id, body FROM seek_request WHERE body LIKE '%"contact"%'`)
}
