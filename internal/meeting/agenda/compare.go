package agenda

import (
	"maps"
	"slices"
)

// Field is what of a session a change is about; its name is the message agenda.field.<it>.
type Field string

// The fields. The first ones make the slot.
const (
	Added     Field = "added"
	Removed   Field = "removed"
	Cancelled Field = "off"
	Resumed   Field = "on"
	Time      Field = "time"
	Place     Field = "room"
	Cast      Field = "speakers"
	Guests    Field = "expected"
	Tongues   Field = "languages"
	Title     Field = "title"
	About     Field = "about"
	Sort      Field = "kind"
	Crowd     Field = "people"
)

// Change is a session before and after; one of them is zero where it came or went.
type Change struct {
	Before, After Session
	Fields        []Field
}

// Of is the session as it is now, or as it was where it is not there any more.
func (c Change) Of() Session {
	if c.After.ID == "" {
		return c.Before
	}
	return c.After
}

// Slot says whether when or where the session is has changed, or whether it is at all.
func (c Change) Slot() bool {
	return slices.ContainsFunc(c.Fields, func(f Field) bool {
		return slices.Contains([]Field{Added, Removed, Cancelled, Resumed, Time, Place}, f)
	})
}

// Compare says in which sessions two programmes differ, in the order of their hours.
func Compare(before, after Programme) (all []Change) {
	was := map[string]Session{}
	for _, s := range before.Sessions {
		was[s.ID] = s
	}
	for _, s := range after.Sessions {
		old, there := was[s.ID]
		delete(was, s.ID)
		fields := []Field{Added}
		if there {
			fields = differ(old, s)
		}
		if len(fields) > 0 {
			all = append(all, Change{old, s, fields})
		}
	}
	for _, s := range before.Sessions {
		if _, left := was[s.ID]; left {
			all = append(all, Change{s, Session{}, []Field{Removed}})
		}
	}
	return all
}

func differ(a, b Session) (all []Field) {
	for _, x := range []struct {
		field Field
		same  bool
	}{
		{Cancelled, a.Off || !b.Off},
		{Resumed, b.Off || !a.Off},
		{Time, a.Day == b.Day && a.From == b.From && a.Until == b.Until},
		{Place, a.Room == b.Room},
		{Cast, slices.Equal(a.Speakers, b.Speakers)},
		{Guests, slices.Equal(a.Expected, b.Expected)},
		{Tongues, slices.Equal(a.Spoken, b.Spoken) && slices.Equal(a.Interpreted, b.Interpreted)},
		{Title, maps.Equal(a.Title, b.Title)},
		{About, maps.Equal(a.About, b.About)},
		{Sort, a.Kind == b.Kind},
		{Crowd, a.People == b.People},
	} {
		if !x.same {
			all = append(all, x.field)
		}
	}
	return all
}

// RoomsDiffer says whether two programmes name, seat or order their rooms otherwise.
func RoomsDiffer(before, after Programme) bool {
	return !slices.EqualFunc(before.Rooms, after.Rooms, func(a, b Room) bool {
		return a.ID == b.ID && a.Seats == b.Seats && maps.Equal(a.Name, b.Name) && slices.Equal(a.Access, b.Access)
	})
}

// follow gives the sessions of a programme the sequences that follow from those of the
// release before it, and keeps those that went, so that calendars learn it.
func (p Programme) follow(before Programme) Programme {
	was := map[string]Session{}
	for _, s := range slices.Concat(before.Gone, before.Sessions) {
		was[s.ID] = s
	}
	gone := was
	p.Sessions = slices.Clone(p.Sessions)
	for i, s := range p.Sessions {
		old, there := was[s.ID]
		delete(gone, s.ID)
		if p.Sessions[i].Sequence = old.Sequence; there && (old.slot() != s.slot() || before.Zone != p.Zone) {
			p.Sessions[i].Sequence++
		}
	}
	p.Gone = nil
	for _, s := range slices.Concat(before.Gone, before.Sessions) {
		if _, left := gone[s.ID]; !left {
			continue
		}
		if !s.Off {
			s.Off = true
			s.Sequence++
		}
		p.Gone = append(p.Gone, s)
	}
	return p
}

// slot is what of a session makes a calendar move it.
func (s Session) slot() [5]string {
	off := ""
	if s.Off {
		off = "off"
	}
	return [5]string{s.Day, s.From, s.Until, s.Room, off}
}
