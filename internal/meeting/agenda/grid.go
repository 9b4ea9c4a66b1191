package agenda

import (
	"slices"
	"time"
)

// Grid is a day as a timetable: rooms as columns, hours as rows.
type Grid struct {
	Columns []Room // one without a name holds what has no room
	Rows    []Line
}

// Line is what begins at an hour, or is free from then.
type Line struct {
	At      string
	Minutes int // until the next line
	Cells   []Cell
}

// Cell covers lines and columns from where it stands; one without sessions is free.
type Cell struct {
	Sessions      []Session
	Lines, Widely int
}

// last stands behind every hour of a day.
const last = "~"

// Lay makes the timetable of a day's sessions. It is of no use, and false, where everything
// is in one column. What has no room covers all columns if nothing else is at that time.
func Lay(sessions []Session, rooms []Room) (g Grid, ok bool) {
	var on []Session
	for _, s := range sessions {
		if s.From != "" {
			on = append(on, s)
		}
	}
	ends := make(map[string]string, len(on))
	for _, s := range on {
		ends[s.ID] = s.end(on)
	}
	columns := map[string]int{}
	for _, r := range rooms {
		if slices.ContainsFunc(on, func(s Session) bool { return s.Room == r.ID }) {
			columns[r.ID] = len(g.Columns)
			g.Columns = append(g.Columns, r)
		}
	}
	if slices.ContainsFunc(on, func(s Session) bool { _, has := columns[s.Room]; return !has && !lone(s, on, ends) }) {
		g.Columns = append(g.Columns, Room{})
	}
	if len(g.Columns) < 2 {
		return g, false
	}
	return g.fill(on, ends, columns), true
}

// end is when a session makes room for others: where that was not said, when the next one
// begins.
func (s Session) end(on []Session) string {
	if s.Until > s.From {
		return s.Until
	}
	next := last
	for _, x := range on {
		if x.From > s.From && x.From < next {
			next = x.From
		}
	}
	return next
}

// lone says whether nothing else is at the time of a session.
func lone(s Session, on []Session, ends map[string]string) bool {
	return !slices.ContainsFunc(on, func(x Session) bool { return x.ID != s.ID && x.From < ends[s.ID] && s.From < ends[x.ID] })
}

func (g Grid) fill(on []Session, ends map[string]string, columns map[string]int) Grid {
	var hours []string
	for _, s := range on {
		hours = append(hours, s.From, ends[s.ID])
	}
	slices.Sort(hours)
	hours = slices.Compact(hours)
	lines := len(hours) - 1
	taken := make([][]bool, lines)
	starts := make([]map[int]Cell, lines)
	for i := range lines {
		taken[i], starts[i] = make([]bool, len(g.Columns)), map[int]Cell{}
	}
	for _, group := range groups(on, ends, columns, len(g.Columns)) {
		from, until := slices.Index(hours, group.from), slices.Index(hours, group.until)
		starts[from][group.column] = Cell{group.sessions, until - from, group.width}
		for i := from; i < until; i++ {
			for c := group.column; c < group.column+group.width; c++ {
				taken[i][c] = true
			}
		}
	}
	for i := range lines {
		line := Line{At: hours[i], Minutes: minutes(hours[i], hours[i+1])}
		for c := range g.Columns {
			cell, begins := starts[i][c]
			switch {
			case begins:
				line.Cells = append(line.Cells, cell)
			case !taken[i][c]:
				line.Cells = append(line.Cells, Cell{nil, 1, 1})
			}
		}
		g.Rows = append(g.Rows, line)
	}
	return g
}

// group are sessions of one column that are in each other's way, and share a cell.
type group struct {
	sessions      []Session
	from, until   string
	column, width int
}

func groups(on []Session, ends map[string]string, columns map[string]int, all int) (list []group) {
	open := map[int]int{} // the last group of each column
	for _, s := range on {
		column, has := columns[s.Room]
		width := 1
		if !has {
			if column = all - 1; lone(s, on, ends) {
				column, width = 0, all
			}
		}
		if i, there := open[column]; there && width == 1 && list[i].width == 1 && s.From < list[i].until {
			list[i].sessions, list[i].until = append(list[i].sessions, s), max(list[i].until, ends[s.ID])
			continue
		}
		open[column] = len(list)
		list = append(list, group{[]Session{s}, s.From, ends[s.ID], column, width})
	}
	return list
}

// usual is how long a line is of which nobody said when it ends.
const usual = 15

func minutes(from, until string) int {
	a, err := time.Parse("15:04", from)
	b, err2 := time.Parse("15:04", until)
	if err != nil || err2 != nil {
		return usual
	}
	return int(b.Sub(a).Minutes())
}
