package openhours

import "time"

// dayClock maps the minutes of one local day to instants and back.
type dayClock struct {
	day    Day
	start  int64 // Unix seconds of minute 0
	change int   // minute of wall-clock time at which the clocks change; never if noChange
	jump   int   // minutes that the clocks jump forward; negative back
}

const noChange = 1 << 20

// clockOf works out the clock of a day. It costs two look-ups in the zone's
// table on most days.
func clockOf(d Day, zone *time.Location) dayClock {
	midnight := int64(d) * 86400 // as if in UTC
	before, after := offsetAt(midnight-86400, zone), offsetAt(midnight+2*86400, zone)
	if before == after && offsetAt(midnight, zone) == before && offsetAt(midnight+86400, zone) == before {
		return dayClock{d, midnight - before, noChange, 0}
	}
	return changingClock(d, midnight, zone)
}

func offsetAt(unix int64, zone *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(zone).Zone()
	return int64(offset)
}

// changingClock serves the days around a change of the clocks.
func changingClock(d Day, midnight int64, zone *time.Location) dayClock {
	old := offsetAt(midnight-86400, zone)
	c := dayClock{d, midnight - old, noChange, 0}
	if offsetAt(c.start, zone) != old {
		// The clocks changed before midnight, or at it. Where they went forward over
		// midnight, the day starts at the change.
		now := offsetAt(c.start, zone)
		if start := midnight - now; offsetAt(start, zone) == now {
			c.start, old = start, now
		}
	}
	_, end := time.Unix(c.start-boolInt(offsetAt(c.start, zone) != old), 0).In(zone).ZoneBounds()
	if end.IsZero() {
		return c
	}
	at := (end.Unix() - c.start) / 60
	if next := offsetAt(end.Unix(), zone); at <= 1440 && next != old {
		c.change, c.jump = int(at), int(next-old)/60
	}
	return c
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// at returns the instant of a minute of the day: the first where it occurs
// twice, the moment of the change where it does not occur.
func (c *dayClock) at(minute int) int64 {
	if minute >= c.change {
		if c.jump > 0 {
			minute = max(minute-c.jump, c.change)
		} else {
			minute -= c.jump
		}
	}
	return c.start + int64(minute)*60
}

// minute returns the minute of the day whose state holds at an instant of the
// day: the inverse of at.
func (c *dayClock) minute(unix int64) int {
	m := int((unix - c.start) / 60)
	if m >= c.change {
		if m += c.jump; m < c.change {
			m = c.change - 1 // the second pass: as it was when the first ended
		}
	}
	return min(max(m, 0), 1439)
}

// wall returns what the clocks of the zone show at an instant, as minutes from
// the start of the day; negative or beyond 1440 when that is another day.
func (c *dayClock) wall(unix int64, zone *time.Location) int {
	local := unix + offsetAt(unix, zone) - int64(c.day)*86400
	return floorDiv(int(local), 60)
}

// localDay returns the date that the zone's calendars show at an instant.
func localDay(unix int64, zone *time.Location) Day {
	return Day(floorDiv(int(unix+offsetAt(unix, zone)), 86400))
}
