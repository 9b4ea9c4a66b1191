package funding

import (
	"context"
	"sync"
	"time"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

// Stored is a programme that the site's organiser entered.
type Stored struct {
	Key     string
	Version int64
	Text    string // YAML
	Changed time.Time
}

// Feed is what a programme is called in the record of changes and in the feed of changes.
const Feed = "programme"

// Store keeps programmes that the site's organiser entered. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	after func(context.Context)
}

// NewStore returns a store over an open, migrated database. Changes are told to log; after is
// called once one is durable, and may be nil.
func NewStore(d *db.DB, log *people.Log, after func(context.Context)) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{db: d, log: log, after: after}
}

const selectStored = `
	SELECT code,
	       version,
	       body,
	       changed
	  FROM funding_programme`

func scanStored(row db.Scanner) (s Stored, err error) {
	var changed int64
	err = row.Scan(&s.Key, &s.Version, &s.Text, &changed)
	s.Changed = db.Moment(changed)
	return s, err
}

// All are the programmes that were entered, by key.
func (s *Store) All(ctx context.Context) (_ []Stored, err error) {
	defer errs.Wrap(&err, "funding.All")
	return db.Collect(ctx, s.db, scanStored, selectStored+` ORDER BY code`)
}

// ByKey returns the programme of a key; ok is false where nobody entered one.
func (s *Store) ByKey(ctx context.Context, key string) (_ Stored, ok bool, err error) {
	defer errs.Wrap(&err, "funding.ByKey(%s)", key)
	return db.One(ctx, s.db, scanStored, selectStored+` WHERE code = $1`, key)
}

// Save keeps a programme's text. version is the one that the person saw, 0 for a new one: another one now is
// errs.Conflict. A text in which something is wrong is not kept; what it is stands in troubles.
func (s *Store) Save(ctx context.Context, who people.Actor, book *Book, version int64, text string, now time.Time) (key string, troubles []Trouble, err error) {
	defer errs.Wrap(&err, "funding.Save")
	f, troubles := Read([]byte(text))
	if troubles == nil {
		troubles = book.Check(f, now)
	}
	if len(troubles) > 0 {
		return "", troubles, nil
	}
	key = f.Programme.Key
	return key, nil, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		was, _, err := db.One(ctx, tx, scanStored, selectStored+` WHERE code = $1`, key)
		if err != nil {
			return err
		}
		if was.Version != version {
			return errs.New(errs.Conflict, lang.Msg("error.funding.changed"), nil)
		}
		query := `INSERT INTO funding_programme (code, version, body, created, changed) VALUES ($1, $2, $3, $4, $4)`
		if was.Version > 0 {
			query = `
				UPDATE funding_programme
				   SET version = $2,
				       body    = $3,
				       changed = $4
				 WHERE code = $1`
		}
		if _, err := tx.ExecContext(ctx, query, key, version+1, text, tx.Now()); err != nil {
			return err
		}
		return s.told(ctx, tx, note, was, Stored{Key: key, Text: text})
	})
}

// Remove takes a programme back; one that came with the program under its key is there again.
func (s *Store) Remove(ctx context.Context, who people.Actor, key string, version int64) (err error) {
	defer errs.Wrap(&err, "funding.Remove(%s)", key)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		was, ok, err := db.One(ctx, tx, scanStored, selectStored+` WHERE code = $1`, key)
		switch {
		case err != nil:
			return err
		case !ok:
			return errs.New(errs.NotFound, lang.Msg("error.funding.unknown"), nil)
		case was.Version != version:
			return errs.New(errs.Conflict, lang.Msg("error.funding.changed"), nil)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM funding_programme WHERE code = $1`, key); err != nil {
			return err
		}
		return s.told(ctx, tx, note, was, Stored{Key: key})
	})
}

func (s *Store) told(ctx context.Context, tx *db.Tx, note func(people.Entry), was, now Stored) error {
	note(people.Entry{Action: people.EditFunding, Kind: Feed, ID: now.Key, Fields: []people.FieldChange{{Name: "text", Old: was.Text, New: now.Text}}})
	tx.AfterCommit(func() { s.after(ctx) })
	return tx.TouchOne(ctx, Feed, now.Key)
}

// Keeper makes the catalogue of what came with Twintown and what was entered, and keeps it as long as both
// and the atlas stay the same. It is safe for concurrent use.
type Keeper struct {
	store     *Store
	countries []starter.Country

	mu     sync.Mutex
	atlas  *place.Atlas
	book   *Book
	stored []Stored
	now    *Catalogue
}

// NewKeeper returns a keeper over a store.
func NewKeeper(store *Store, countries []starter.Country) *Keeper {
	return &Keeper{store: store, countries: countries}
}

// Store is where programmes are entered.
func (k *Keeper) Store() *Store { return k.store }

// Catalogue returns the present catalogue over an atlas.
func (k *Keeper) Catalogue(ctx context.Context, atlas *place.Atlas) (_ *Catalogue, err error) {
	defer errs.Wrap(&err, "funding.Catalogue")
	stored, err := k.store.All(ctx)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.now != nil && k.atlas == atlas && same(k.stored, stored) {
		return k.now, nil
	}
	if k.book == nil || k.atlas != atlas {
		if k.book, err = NewBook(atlas, k.countries); err != nil {
			return nil, err
		}
	}
	files, err := Starter()
	if err != nil {
		return nil, err
	}
	var all []Programme
	for _, f := range files {
		all = append(all, f.Programme)
	}
	for _, s := range stored {
		// What a later release of the program would refuse stays in the store, to be mended there.
		if f, troubles := Read([]byte(s.Text)); troubles == nil && len(k.book.Check(f, s.Changed)) == 0 {
			all = append(all, f.Programme)
		}
	}
	k.atlas, k.stored, k.now = atlas, stored, NewCatalogue(k.book, all...)
	return k.now, nil
}

func same(a, b []Stored) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Key != b[i].Key || a[i].Version != b[i].Version || !a[i].Changed.Equal(b[i].Changed) {
			return false
		}
	}
	return true
}

// StarterText returns the file of a programme that came with Twintown; ok is false where none has the key.
func StarterText(key string) (text string, ok bool) {
	names, err := files.ReadDir("starter")
	if err != nil {
		return "", false
	}
	for _, entry := range names {
		content, err := files.ReadFile("starter/" + entry.Name())
		if err != nil {
			return "", false
		}
		if f, troubles := Read(content); troubles == nil && f.Programme.Key == key {
			return string(content), true
		}
	}
	return "", false
}
