// Package follow tells people of new requests: by what they search for, and by the towns
// that they look after.
//
// A [Search] is a question to the list of requests that a person keeps under a name, or the
// question which requests fit a town of hers. Officers follow what fits their towns without
// asking for it, as they get the list of what is due; one click ends that, without signing
// in. [Desk.Digest] is a daily job: on Mondays it writes to whoever wants to know once a
// week, on the other days to those who want to know daily. Nobody is told of a request twice
// by the same search, and who has nothing new gets no mail.
//
// # Data model
//
// seek_search holds a row for each search; one about a town that nobody changed has none and
// counts as weekly. told lists the open requests of which the person knows: not a moment,
// since two changes may become visible in another order than their moments. seek_reader says
// which week and day were seen to, in the transaction in which the mail is queued, so that
// it happens once, on however many nodes the job runs.
//
//	desk := follow.New(follow.Rooms{…})
//	id, err := desk.Save(ctx, who, follow.Search{Name: "Lithuania", Filter: seek.Asked{Country: "LT"}})
//	all, err := desk.Of(ctx, who)
//	err = desk.Digest(ctx, job) // the handler of the job DigestKind
package follow

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
)

// How often a search tells of what is new.
const (
	EveryWeek = "week" // where nothing else was chosen
	EveryDay  = "day"
	Never     = "never"
)

// Rhythms are all choices.
func Rhythms() []string { return []string{EveryWeek, EveryDay, Never} }

// Limits of what one person keeps.
const (
	mostSearches = 50
	longestName  = 80
)

// Search is what a person follows.
type Search struct {
	ID      string
	Place   int64 // the town that requests should fit; 0: Filter says what is asked
	Name    string
	Filter  seek.Asked
	Every   string
	Feed    bool      // it has a secret Atom address
	Changed time.Time // zero: nobody changed what counts for the town

	told []string
}

// Rooms are what a desk asks.
type Rooms struct {
	DB        *db.DB
	People    *people.Store
	Outbox    *mail.Outbox
	Key       secret.Key
	Clock     clock.Clock
	BaseURL   string
	Languages []string // the order in which a text is looked for in another language
	// Board is the board of a day, with the requests that are open on it.
	Board func(ctx context.Context, day lang.Date) (*fit.Board, error)
	Name  func(place int64, language string) string // what a place is called
	Town  func(place int64) seek.Town               // what a question asks of it
	Zone  func() *time.Location                     // by whose clock a week begins
}

// Desk keeps searches and tells of what is new. It is safe for concurrent use.
type Desk struct{ Rooms }

// New returns a desk over the rooms.
func New(r Rooms) *Desk { return &Desk{r} }

// now is the present moment where the site is at home.
func (d *Desk) now() time.Time { return d.Clock.Now().In(d.Zone()) }
