package agenda

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"twintown/internal/meeting"
)

func words(text string) meeting.Words { return meeting.Words{"en": text} }

// at is a session in the hall, by its hours.
func at(number int64, hours string, change func(*Session)) Session {
	from, until, _ := strings.Cut(hours, "–")
	s := Session{ID: fmt.Sprint("s", number), Number: number, Kind: Talk, Title: words("Talk"), Day: "2027-05-14", From: from, Until: until, Room: "hall"}
	if change != nil {
		change(&s)
	}
	return s
}

var rooms = []Room{{ID: "hall", Name: words("Hall"), Seats: 100}, {ID: "attic", Name: words("Attic"), Seats: 10}}

func TestWhatIsInTheWay(t *testing.T) {
	attic := func(s *Session) { s.Room = "attic" }
	for _, c := range []struct {
		name string
		of   []Session
		want string
	}{
		{"nothing: one after the other", []Session{at(1, "09:00–10:00", nil), at(2, "10:00–11:00", nil)}, ""},
		{"two in one room", []Session{at(1, "09:00–10:00", nil), at(2, "09:30–11:00", nil)}, "room-1-2"},
		{"two that begin at once, without an end", []Session{at(1, "09:00", nil), at(2, "09:00", nil)}, "room-1-2"},
		{"one begins within the other, and has no end", []Session{at(1, "09:00–10:00", nil), at(2, "09:30", nil)}, "room-1-2"},
		{"in two rooms", []Session{at(1, "09:00–10:00", nil), at(2, "09:00–10:00", attic)}, ""},
		{"a cancelled one is in nobody’s way", []Session{at(1, "09:00–10:00", nil), at(2, "09:00–10:00", func(s *Session) { s.Off = true })}, ""},
		{"one speaker in two rooms", []Session{at(1, "09:00–10:00", func(s *Session) { s.Speakers = []string{"x", "y"} }), at(2, "09:30–10:30", func(s *Session) { s.Room, s.Speakers = "attic", []string{"y"} })}, "speakery-1-2"},
		{"one delegation twice", []Session{at(1, "09:00–10:00", func(s *Session) { s.Expected = []string{"k"} }), at(2, "09:30–10:30", func(s *Session) { s.Room, s.Expected = "attic", []string{"k"} })}, "delegationk-1-2"},
		{"during the break of all", []Session{at(1, "09:00–10:00", func(s *Session) { s.Kind, s.Room = Break, "" }), at(2, "09:30–10:30", attic)}, "break-1-2"},
		{"coffee in one room alone", []Session{at(1, "09:00–10:00", func(s *Session) { s.Kind = Break }), at(2, "09:30–10:30", attic)}, ""},
		{"ends before it begins", []Session{at(1, "10:00–09:00", nil)}, "backwards-1"},
		{"no day", []Session{at(1, "09:00–10:00", func(s *Session) { s.Day = "" })}, "undecided-1"},
		{"the day before", []Session{at(1, "09:00–10:00", func(s *Session) { s.Day = "2027-05-13" })}, "outside-1"},
		{"too many for the attic", []Session{at(1, "09:00–10:00", func(s *Session) { s.Room, s.People = "attic", 11 })}, "small-1"},
		{"as many as there are seats", []Session{at(1, "09:00–10:00", func(s *Session) { s.Room, s.People = "attic", 10 })}, ""},
		{"without a room", []Session{at(1, "09:00–10:00", func(s *Session) { s.Room = "" })}, "no_room-1"},
		{"the grave first", []Session{at(1, "09:00–10:00", nil), at(2, "09:30–09:00", nil)}, "backwards-2 room-1-2"},
	} {
		p := Programme{Rooms: rooms, Sessions: c.of}
		p.arrange()
		var got []string
		for _, x := range Conflicts(p, Frame{First: "2027-05-14", Last: "2027-05-15"}) {
			got = append(got, x.Key())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// Calendars hear that a session moved when its time, its room or its being there changes,
// and at nothing else.
func TestTheSequenceMovesWithTheSlotAlone(t *testing.T) {
	base := Programme{Zone: "Europe/Warsaw", Rooms: rooms, Sessions: []Session{at(1, "09:00–10:00", nil), at(2, "11:00–12:00", nil)}}.follow(Programme{})
	for _, c := range []struct {
		name   string
		change func(*Session)
		want   int
		fields []Field
	}{
		{"nothing", func(*Session) {}, 0, nil},
		{"the title", func(s *Session) { s.Title = words("Other") }, 0, []Field{Title}},
		{"who speaks", func(s *Session) { s.Speakers = []string{"x"} }, 0, []Field{Cast}},
		{"the languages", func(s *Session) { s.Spoken = []string{"pl"} }, 0, []Field{Tongues}},
		{"the hour", func(s *Session) { s.From = "09:15" }, 1, []Field{Time}},
		{"the end", func(s *Session) { s.Until = "" }, 1, []Field{Time}},
		{"the day", func(s *Session) { s.Day = "2027-05-15" }, 1, []Field{Time}},
		{"the room", func(s *Session) { s.Room = "attic" }, 1, []Field{Place}},
		{"cancelled", func(s *Session) { s.Off = true }, 1, []Field{Cancelled}},
	} {
		next := base
		next.Sessions = slices.Clone(base.Sessions)
		c.change(&next.Sessions[0])
		changes := Compare(base, next)
		if c.fields == nil && len(changes) != 0 || c.fields != nil && (len(changes) != 1 || !slices.Equal(changes[0].Fields, c.fields)) {
			t.Errorf("%s: %+v", c.name, changes)
		}
		if len(changes) == 1 && changes[0].Slot() != (c.want == 1) {
			t.Errorf("%s: is the slot another? %v", c.name, changes[0].Slot())
		}
		next = next.follow(base)
		if got := next.Sessions[0].Sequence; got != c.want || next.Sessions[1].Sequence != 0 {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	without := Programme{Zone: base.Zone, Rooms: rooms, Sessions: base.Sessions[1:]}.follow(base)
	if len(without.Gone) != 1 || !without.Gone[0].Off || without.Gone[0].Sequence != 1 {
		t.Fatalf("what went: %+v", without.Gone)
	}
	if still := (Programme{Zone: base.Zone, Rooms: rooms, Sessions: base.Sessions[1:]}).follow(without); len(still.Gone) != 1 || still.Gone[0].Sequence != 1 {
		t.Errorf("the release after: %+v", still.Gone)
	}
	back := base.follow(without)
	if len(back.Gone) != 0 || back.Sessions[0].Sequence != 2 {
		t.Errorf("what came back: %+v", back)
	}
	if again := Compare(base, base); again != nil {
		t.Errorf("a programme differs from itself: %v", again)
	}
}

func TestWhereAnInterpreterIsMissing(t *testing.T) {
	needs := []Need{
		{Language: "lt", People: 4, Delegation: "kaunas"},
		{Language: "be", Also: []string{"pl"}, People: 2, Delegation: "hrodna"},
		{Language: "pl", People: 30},
		{Language: "", People: 5, Delegation: "lviv"},
	}
	p := Programme{Rooms: rooms, Sessions: []Session{
		at(1, "09:00–10:00", func(s *Session) { s.Spoken, s.Interpreted = []string{"pl"}, []string{"lt"} }),
		at(2, "10:00–11:00", func(s *Session) { s.Spoken = []string{"pl"} }),
		at(3, "11:00–12:00", func(s *Session) { s.Spoken, s.Expected = []string{"lt"}, []string{"hrodna", "lviv"} }),
		at(4, "12:00–13:00", nil),
		at(5, "13:00–14:00", func(s *Session) { s.Kind = Break }),
	}}
	m := Interpretation(p, needs)
	if want := []string{"pl", "lt", "be"}; !slices.Equal(m.Languages, want) || m.People != 41 || m.Unknown != 5 {
		t.Errorf("%v of %d, %d unknown", m.Languages, m.People, m.Unknown)
	}
	var got []string
	for _, r := range m.Rows {
		got = append(got, fmt.Sprintf("%d: %d missing, %d unknown, unsaid %v", r.Session.Number, r.Missing(), r.Unknown, r.Unsaid))
	}
	want := []string{"1: 0 missing, 5 unknown, unsaid false", "2: 4 missing, 5 unknown, unsaid false", "3: 2 missing, 5 unknown, unsaid false", "4: 0 missing, 5 unknown, unsaid true"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if m := Interpretation(p, nil); len(m.Rows) != 4 || m.People != 0 || !slices.Equal(m.Languages, []string{"lt", "pl"}) {
		t.Errorf("nobody said anything: %+v", m)
	}
}

func TestMovingByTheKeyboardStaysWithinTheDay(t *testing.T) {
	p := Programme{Rooms: rooms}
	for _, c := range []struct {
		step Step
		want string
	}{
		{Step{Minutes: 15}, "2027-05-14 09:15 10:15 hall"},
		{Step{Minutes: -9*60 - 15}, "2027-05-14 09:00 10:00 hall"},
		{Step{Minutes: 14 * 60}, "2027-05-14 09:00 10:00 hall"},
		{Step{Rooms: 1}, "2027-05-14 09:00 10:00 attic"},
		{Step{Rooms: -1}, "2027-05-14 09:00 10:00 hall"},
		{Step{Rooms: 5}, "2027-05-14 09:00 10:00 attic"},
		{Step{Days: 1}, "2027-05-15 09:00 10:00 hall"},
	} {
		s := at(1, "09:00–10:00", nil).moved(c.step, p)
		if got := strings.Join([]string{s.Day, s.From, s.Until, s.Room}, " "); got != c.want {
			t.Errorf("%+v: %s, want %s", c.step, got, c.want)
		}
	}
}

// A timetable shows each session once, and covers each place of the table once.
func TestATimetableCoversEachPlaceOnce(t *testing.T) {
	attic := func(s *Session) { s.Room = "attic" }
	nowhere := func(s *Session) { s.Room = "" }
	for _, c := range []struct {
		name  string
		of    []Session
		lines int // 0: no timetable
		wide  int // cells over all columns
		cols  int
	}{
		{"one room", []Session{at(1, "09:00–10:00", nil), at(2, "10:00–11:00", nil)}, 0, 0, 0},
		{"two rooms", []Session{at(1, "09:00–10:00", nil), at(2, "09:00–09:30", attic), at(3, "09:30–10:00", attic)}, 2, 0, 2},
		{"a break between", []Session{at(1, "09:00–10:00", nil), at(2, "09:00–10:00", attic), at(3, "10:00–10:30", nowhere), at(4, "10:30", nil)}, 3, 1, 2},
		{"a break that something overlaps", []Session{at(1, "09:00–10:00", nil), at(2, "09:00–10:30", attic), at(3, "10:00–10:30", nowhere)}, 2, 0, 3},
		{"two in one room at once", []Session{at(1, "09:00–10:00", nil), at(2, "09:30–10:30", nil), at(3, "09:00–10:00", attic)}, 3, 0, 2},
		{"without ends", []Session{at(1, "09:00", nil), at(2, "10:00", attic)}, 2, 0, 2},
		{"nothing", nil, 0, 0, 0},
	} {
		p := Programme{Rooms: rooms, Sessions: c.of}
		p.arrange()
		g, ok := Lay(p.Sessions, p.Rooms)
		if ok != (c.lines > 0) || ok && (len(g.Rows) != c.lines || len(g.Columns) != c.cols) {
			t.Errorf("%s: %v, %d lines, %d columns", c.name, ok, len(g.Rows), len(g.Columns))
			continue
		}
		if !ok {
			continue
		}
		area, seen, wide := 0, map[int64]int{}, 0
		for _, line := range g.Rows {
			for _, cell := range line.Cells {
				area += cell.Lines * cell.Widely
				for _, s := range cell.Sessions {
					seen[s.Number]++
				}
				if cell.Widely > 1 {
					wide++
				}
			}
		}
		if area != c.lines*c.cols || len(seen) != len(c.of) || wide != c.wide {
			t.Errorf("%s: %d of %d places, %v, %d wide", c.name, area, c.lines*c.cols, seen, wide)
		}
	}
}
