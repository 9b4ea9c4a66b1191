// Package privacy keeps what the law promises to people: to know what is kept about them,
// to take it along, to have it erased, and that nothing is kept longer than it is needed.
//
// The idea: personal data lives in many rooms. Each room that holds some describes itself
// as a [Holder]: how to export what it has about a [Person], how to erase it, and by which
// [Rule]s it goes by itself. This package walks the holders, so that an export or an
// erasure cannot forget a room; the program's start puts the list together.
//
//	desk := privacy.New(db, log, key, clock, holders)
//	pack, err := desk.Export(ctx, person)           // everything, as a ZIP of JSON and files
//	err = desk.Erase(ctx, actor, person)            // acts stay, the person goes
//	found, err := desk.Due(ctx)                     // what retention would take, by rule
//
// # What stays
//
// Acts, claims and sources are facts about towns: they carry offices, not persons, and
// stay. The record of changes stays whole: rows keep who by an identifier that leads to
// nobody any more, and what they quote of the person is blanked ([people.EraseAction]).
// A keyed mark of the erased address stays ([Desk.Replay]), so that a restored backup can
// erase it again.
package privacy

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// Person is whose data it is: an account, or an address that has none.
type Person struct {
	Account string // "" for none
	Email   string
}

// File is a file that belongs to an export.
type File struct {
	Name string // within the holder's folder of the export
	Open func(ctx context.Context) (content []byte, err error)
}

// Export is what one holder has about a person.
type Export struct {
	Data  any // written as JSON; nil: nothing
	Files []File
}

// Holder is a room that holds personal data.
type Holder struct {
	Name   string // of its folder in an export; its rules and itself are named by messages privacy.holder.<name>
	Export func(ctx context.Context, p Person) (Export, error)
	Erase  func(ctx context.Context, tx *db.Tx, p Person) error
	Rules  []Rule
	// Addresses are those that it holds, with the moment of the oldest row of each; nil
	// where it holds none but those of accounts.
	Addresses func(ctx context.Context) (map[string]time.Time, error)
}

// Rule is how long one sort of data is kept.
type Rule struct {
	Name  string        // privacy.rule.<name> says it in words
	After time.Duration // since the moment that Due and Purge compare with
	// Due counts what is older than before; Purge removes it and returns how many.
	Due   func(ctx context.Context, q db.Querier, before time.Time) (int, error)
	Purge func(ctx context.Context, tx *db.Tx, before time.Time) (int, error)
}

// Desk walks the holders. It is safe for concurrent use.
type Desk struct {
	db      *db.DB
	log     *people.Log
	mark    []byte
	clock   clock.Clock
	holders []Holder
	ledger  *Ledger // nil: none
}

// New returns a desk over the holders. Erasures and purges are told to log; marks of
// erased addresses are made with key.
func New(d *db.DB, log *people.Log, key secret.Key, c clock.Clock, holders []Holder) *Desk {
	return &Desk{db: d, log: log, mark: key.Derive("erased addresses"), clock: c, holders: holders}
}

// Holders are the rooms that hold personal data, in the order in which they are walked.
func (d *Desk) Holders() []Holder { return d.holders }

// markOf is the keyed hash by which an erased address is known again.
func (d *Desk) markOf(email string) string {
	h := hmac.New(sha256.New, d.mark)
	h.Write([]byte(people.EmailKey(email)))
	return hex.EncodeToString(h.Sum(nil))
}
