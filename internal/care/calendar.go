package care

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Entry is a day of a partnership as calendars get it.
type Entry struct {
	UID         string // stays the same as long as the thing does, whatever its day
	Kind        Kind
	Partnership string
	Others      []int64
	Day         lang.Date
	Years       int       // of an anniversary
	Sequence    int       // how many times the day moved
	Changed     time.Time // when it did last
}

// anniversariesAhead is how many anniversaries stand in a calendar: a council plans two
// jubilees ahead.
const anniversariesAhead = 2

// Entries are the days of a place's calendar, in no order: the end of the term, the last
// day for a notice, the day on which a notice takes effect, anniversaries. The public
// calendar has what the acts say of the agreement itself, the office's own also its last
// day for a notice and the next review.
func (d *Desk) Entries(ctx context.Context, place int64, public bool) (all []Entry, err error) {
	defer errs.Wrap(&err, "care.Entries(%d)", place)
	limits, err := d.LimitsOf(ctx, place)
	if err != nil {
		return nil, err
	}
	partnerships, err := d.Partnerships.OfPlace(ctx, place)
	if err != nil {
		return nil, err
	}
	for _, p := range partnerships {
		all = append(all, entriesOf(p, place, d.today(), limits, public)...)
	}
	return all, d.remember(ctx, all)
}

func entriesOf(p partnership.Partnership, place int64, today lang.Date, l Limits, public bool) (all []Entry) {
	if p.Listed() {
		return nil
	}
	health := partnership.HealthOf(p, today, time.Time{})
	add := func(kind Kind, name string, day lang.Date, years int) {
		if day.Day != 0 {
			all = append(all, Entry{UID: p.ID + "-" + name, Kind: kind, Partnership: p.ID, Others: others(p, place), Day: day, Years: years})
		}
	}
	add(TermEnds, "term", health.TermEnd, 0)
	add(Lapsed, "term", dayBefore(health.Lapsed), 0) // the same last day, once it has passed: calendars keep it
	add(Ending, "ending", health.Ending, 0)
	if !public {
		add(NoticeEnds, "notice", health.LastNotice, 0)
		add(Review, "review", reviewDay(p, health, today, l), 0)
	}
	if start := health.Anniversary; start.Day != 0 {
		for i, years := 0, health.Years; i < anniversariesAhead; years++ {
			if years%jubilee == 0 || years == 1 {
				add(Anniversary, fmt.Sprint("anniversary-", years), monthsAfter(start, 12*(years-health.Years)), years)
				i++
			}
		}
	}
	return all
}

// dayBefore is the last day of a term that had run out on d; zero where d is no full date.
func dayBefore(d lang.Date) lang.Date {
	if d.Day == 0 {
		return lang.Date{}
	}
	return lang.DateOf(time.Date(d.Year, time.Month(d.Month), d.Day-1, 0, 0, 0, 0, time.UTC))
}

// told is what calendars were told of a day.
type told struct {
	day      string
	sequence int
	changed  int64
}

// remember fills in how many times each day moved, and notes those that moved since
// calendars were last told. It writes only then.
func (d *Desk) remember(ctx context.Context, all []Entry) error {
	known, err := d.toldOf(ctx, d.DB, all)
	if err != nil {
		return err
	}
	if !moved(all, known) {
		fillTold(all, known)
		return nil
	}
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		if known, err = d.toldOf(ctx, tx, all); err != nil {
			return err
		}
		for _, e := range all {
			was, old := known[e.UID]
			if old && was.day == e.Day.String() {
				continue
			}
			now := told{day: e.Day.String(), changed: tx.Now()}
			if old {
				now.sequence = was.sequence + 1
			}
			known[e.UID] = now
			if err := writeTold(ctx, tx, e.UID, now); err != nil {
				return err
			}
		}
		fillTold(all, known)
		return nil
	})
}

func moved(all []Entry, known map[string]told) bool {
	for _, e := range all {
		if known[e.UID].day != e.Day.String() {
			return true
		}
	}
	return false
}

func fillTold(all []Entry, known map[string]told) {
	for i := range all {
		t := known[all[i].UID]
		all[i].Sequence, all[i].Changed = t.sequence, time.UnixMicro(t.changed).UTC()
	}
}

func (d *Desk) toldOf(ctx context.Context, q db.Querier, all []Entry) (map[string]told, error) {
	known := make(map[string]told, len(all))
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.Partnership] {
			continue
		}
		seen[e.Partnership] = true
		err := db.Each(ctx, q, func(row db.Scanner) error {
			var uid string
			var t told
			err := row.Scan(&uid, &t.day, &t.sequence, &t.changed)
			known[uid] = t
			return err
		}, `
			SELECT uid,
			       day,
			       sequence,
			       changed
			  FROM calendar_entry
			 WHERE uid LIKE $1`, e.Partnership+"-%")
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

func writeTold(ctx context.Context, tx *db.Tx, uid string, t told) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO calendar_entry (uid, day, sequence, changed)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (uid) DO UPDATE SET
			day      = excluded.day,
			sequence = excluded.sequence,
			changed  = excluded.changed`, uid, t.day, t.sequence, t.changed)
	return err
}
