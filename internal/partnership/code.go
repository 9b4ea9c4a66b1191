package partnership

import (
	"fmt"
	"slices"

	"twintown/internal/platform/lang"
)

// Code is a status: of one side, or of the link as a whole.
type Code uint8

// The statuses, in the order in which a link that fails passes through them. Their
// numbers stand in snapshots: new ones go to the end.
const (
	None        Code = iota // no act is known
	Contact                 // the sides have met or written
	Intended                // a letter of intent or a council's will
	Conditional             // the same, on a condition
	Active                  // in force
	Dormant                 // in force on paper; somebody found that nothing happens
	Frozen                  // in force on paper; contacts were stopped without a formal act
	Suspended               // formally stopped, not ended
	NoticeGiven             // in force until the term of notice is over
	Expired                 // the term ran out without renewal
	Denounced               // ended at once by one side's declaration
	Terminated              // ended by a formal decision, or by a notice that ran out
)

// codes are the statuses' names, and how far each is from being in force. A notice
// is farther than a freeze, which can thaw; a suspension farther than a notice, since
// during a notice the agreement still binds; and a formal decision is farther than a
// declaration, and that than a mere lapse, which a late renewal can mend.
var codes = [...]struct {
	name     string
	distance int
}{
	None:        {"none", 8},
	Contact:     {"contact", 7},
	Intended:    {"intended", 6},
	Conditional: {"conditional", 5},
	Active:      {"active", 0},
	Dormant:     {"dormant", 1},
	Frozen:      {"frozen", 2},
	Suspended:   {"suspended", 4},
	NoticeGiven: {"notice_given", 3},
	Expired:     {"expired", 9},
	Denounced:   {"denounced", 10},
	Terminated:  {"terminated", 11},
}

// Codes are all statuses in their order.
func Codes() []Code {
	all := make([]Code, len(codes))
	for i := range all {
		all[i] = Code(i)
	}
	return all
}

// String is the status as it stands in the API and in message keys.
func (c Code) String() string {
	if int(c) < len(codes) {
		return codes[c].name
	}
	return fmt.Sprintf("code(%d)", uint8(c))
}

// MarshalText writes the status as String does.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (c *Code) UnmarshalText(text []byte) error {
	i := slices.IndexFunc(codes[:], func(k struct {
		name     string
		distance int
	},
	) bool {
		return k.name == string(text)
	})
	if i < 0 {
		return fmt.Errorf("no status: %q", text)
	}
	*c = Code(i)
	return nil
}

// Label is the status as a word for a badge.
func (c Code) Label() lang.Message { return lang.Msg("status." + c.String() + ".label") }

// InForce says whether the agreement still binds: active, dormant, frozen, or under notice.
func (c Code) InForce() bool {
	return c == Active || c == Dormant || c == Frozen || c == NoticeGiven
}

// Alive says whether there is an agreement that has not ended: in force or suspended.
func (c Code) Alive() bool { return c.InForce() || c == Suspended }

// Ended says whether the link is over: expired, denounced or terminated.
func (c Code) Ended() bool { return c == Expired || c == Denounced || c == Terminated }

// forming says whether an agreement is still to come.
func (c Code) forming() bool { return c == Contact || c == Intended || c == Conditional }

// Overall is how a link stands whose sides stand as given: as the side that is
// farthest from being in force. A side that has done no more than meet (none,
// contact) has taken no position and does not hold the others' back: where one
// council has decided on a condition and the other side has done nothing yet, the
// link is conditional.
func Overall(sides ...Code) Code {
	overall, found := None, false
	for _, c := range sides {
		switch {
		case c == None || c == Contact:
			if !found {
				overall = max(overall, c)
			}
		case !found || codes[c].distance > codes[overall].distance:
			overall, found = c, true
		}
	}
	return overall
}
