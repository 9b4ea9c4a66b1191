// Package checkin keeps who of a meeting's guests has come: at the door, at dinner, at the
// bus.
//
// # Scans
//
// A badge carries an opaque code. A device at a door scans it (or somebody types it, or looks
// for the name) and makes a [Scan] with a number of its own, the nonce. It may be offline: the
// scans wait on the device and come later, some twice, in any order, from clocks that are
// wrong. [Store.Take] keeps each nonce once and puts its moment right by what the device's
// clock says when it sends. Nothing is decided when a scan comes in: who is there is computed
// from all scans that were not taken back ([Arrived]), so that any order of coming in gives
// the same picture. The earliest scan is the arrival; a later one tells when and at which
// door she came already.
//
//	results, err := s.Take(ctx, actor, checkin.Batch{Meeting: id, Door: door.ID, Sent: t, Scans: scans})
//	there, err := s.Arrived(ctx, id)
//	there[checkin.Key{List: checkin.Arrival, Member: m}].At
//
// # Doors
//
// Helpers at a door need no account. The organiser makes a [Door]: an address with a secret
// that opens check-in for this one meeting until a moment, and can be taken back. Like the
// link of a delegation it is made from an identifier under the installation's key; no table
// holds it.
//
// # What stays in the dark
//
// Rows name a member by her identifier alone; names stand sealed in package delegation. The
// record of changes tells that a scan of a delegation was taken, not whose.
package checkin

import (
	"cmp"
	"slices"
	"time"
)

// Arrival is the list that each meeting has: who has come at all.
const Arrival = "arrival"

// List is something at which arrivals are counted.
type List struct {
	ID, Meeting string
	Name        string // "" for [Arrival]
}

// Scan is one scan of a badge, or the taking back of one.
type Scan struct {
	Nonce  string    // made by the device
	List   string    // "": the arrival
	Code   string    // of the badge; "": the member is known
	Member string    // chosen from the list or by search
	At     time.Time // by the device's clock
	Undo   bool      // the arrival is taken back, with all scans of it that are known by now
}

// Batch is what a device sends at once.
type Batch struct {
	Meeting string
	Door    string    // "": the desk
	Sent    time.Time // by the device's clock, for putting its moments right; zero: they are right
	Scans   []Scan
}

// Verdict is what became of a scan.
type Verdict string

// The verdicts.
const (
	In        Verdict = "in"         // she is there since this scan
	Again     Verdict = "again"      // she was there already
	Undone    Verdict = "undone"     // taken back
	Unknown   Verdict = "unknown"    // no badge of this meeting
	NotComing Verdict = "not_coming" // her delegation does not come
)

// Verdicts are all verdicts.
func Verdicts() []Verdict { return []Verdict{In, Again, Undone, Unknown, NotComing} }

// Result says what became of a scan.
type Result struct {
	Nonce              string
	Verdict            Verdict
	Member, Delegation string    // "" for Unknown
	First              time.Time // since when she is there
	Door               string    // at which door
}

// Key is a member in a list.
type Key struct{ List, Member string }

// There is an arrival.
type There struct {
	At   time.Time
	Door string // "": the desk
	By   string // nonce of the scan
}

// taken is a scan as it is kept.
type taken struct {
	Nonce, List, Member, Door string
	At                        int64
	Undone                    int64
}

// fold computes who is there from all scans, in whatever order they are given.
func fold(all []taken) map[Key]There {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b taken) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Nonce, b.Nonce)) })
	there := map[Key]There{}
	for _, s := range all {
		key := Key{s.List, s.Member}
		if _, already := there[key]; s.Undone == 0 && !already {
			there[key] = There{time.UnixMicro(s.At).UTC(), s.Door, s.Nonce}
		}
	}
	return there
}
