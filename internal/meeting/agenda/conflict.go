package agenda

import (
	"slices"
	"strconv"
)

// Trouble is the sort of a conflict; its sentence is the message agenda.conflict.<it>.
type Trouble string

// The sorts. The first three make a programme that cannot be shown; the others are for the
// organiser to judge.
const (
	Backwards  Trouble = "backwards"  // it ends before it begins
	Undecided  Trouble = "undecided"  // day or hour are missing
	Outside    Trouble = "outside"    // not on one of the meeting's days
	NoRoom     Trouble = "no_room"    // others have one
	RoomTwice  Trouble = "room"       // two sessions in it at once
	SpeaksOnce Trouble = "speaker"    // somebody speaks in two sessions at once
	Overlapped Trouble = "break"      // something is during a break of all
	TooSmall   Trouble = "small"      // more are expected than there are seats
	Awaited    Trouble = "delegation" // a delegation is expected in two sessions at once
)

// Grave says whether a programme with the conflict cannot be released.
func (t Trouble) Grave() bool { return t == Backwards || t == Undecided || t == Outside }

// Conflict is one thing that cannot be, or should be looked at.
type Conflict struct {
	Trouble    Trouble
	Sessions   []Session // one, or the two that are in each other's way, the earlier first
	Room       Room      // of RoomTwice, TooSmall
	Speaker    string    // of SpeaksOnce
	Delegation string    // of Awaited
}

// Key tells the conflict apart from others of the same programme.
func (c Conflict) Key() string {
	key := string(c.Trouble) + c.Speaker + c.Delegation
	for _, s := range c.Sessions {
		key += "-" + strconv.FormatInt(s.Number, 10)
	}
	return key
}

// Conflicts lists what is wrong with a programme, the grave first. What was cancelled is in
// nobody's way.
func Conflicts(p Programme, f Frame) (all []Conflict) {
	var on []Session
	for _, s := range p.Sessions {
		if !s.Off {
			on = append(on, s)
		}
	}
	for _, s := range on {
		all = append(all, alone(s, p, f)...)
	}
	for i, a := range on {
		for _, b := range on[i+1:] {
			if b.Day != a.Day {
				break // they are in the order of their days
			}
			if a.meets(b) {
				all = append(all, together(a, b, p)...)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Conflict) int { return order(a.Trouble) - order(b.Trouble) })
	return all
}

func order(t Trouble) int {
	return slices.Index([]Trouble{Backwards, Undecided, Outside, RoomTwice, SpeaksOnce, Awaited, Overlapped, TooSmall, NoRoom}, t)
}

// alone is what is wrong with one session, whatever else there is.
func alone(s Session, p Programme, f Frame) (all []Conflict) {
	room, known := p.Room(s.Room)
	add := func(t Trouble) { all = append(all, Conflict{Trouble: t, Sessions: []Session{s}, Room: room}) }
	if s.Until != "" && s.Until <= s.From {
		add(Backwards)
	}
	if !s.Placed() {
		add(Undecided)
	}
	if s.Day != "" && f.First != "" && (s.Day < f.First || s.Day > f.Last) {
		add(Outside)
	}
	if known && room.Seats > 0 && s.People > room.Seats {
		add(TooSmall)
	}
	if !known && len(p.Rooms) > 0 && !s.Kind.Pause() && s.Kind != Visit && s.Kind != Registration { // out in the town, or at the entrance
		add(NoRoom)
	}
	return all
}

// together is what is wrong with two sessions that are at the same time.
func together(a, b Session, p Programme) (all []Conflict) {
	pair := []Session{a, b}
	if room, known := p.Room(a.Room); known && a.Room == b.Room {
		all = append(all, Conflict{Trouble: RoomTwice, Sessions: pair, Room: room})
	}
	for _, who := range a.Speakers {
		if slices.Contains(b.Speakers, who) {
			all = append(all, Conflict{Trouble: SpeaksOnce, Sessions: pair, Speaker: who})
		}
	}
	for _, who := range a.Expected {
		if slices.Contains(b.Expected, who) {
			all = append(all, Conflict{Trouble: Awaited, Sessions: pair, Delegation: who})
		}
	}
	if a.everywhere() != b.everywhere() {
		all = append(all, Conflict{Trouble: Overlapped, Sessions: pair})
	}
	return all
}

// everywhere says whether a session is a pause for all rooms.
func (s Session) everywhere() bool { return s.Kind.Pause() && s.Room == "" }

// meets says whether two sessions of one day are at the same time. One whose end is not said
// is there when it begins; what ends when the other begins is not in its way.
func (s Session) meets(b Session) bool {
	if !s.Placed() || !b.Placed() {
		return false
	}
	if s.From == b.From {
		return true
	}
	if s.From > b.From {
		s, b = b, s
	}
	return s.Until > b.From
}
