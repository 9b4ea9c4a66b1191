package procedure

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// Date is a day for which a step is planned, as calendars and lists of what is due get it.
type Date struct {
	UID       string // stays the same whatever the day
	Procedure string
	Places    []int64
	Step      Step
	Side      int64
	Day       lang.Date // a full date
	Note      string
	Sequence  int // how many times the day moved
	Moved     time.Time
}

// Dates are the planned days of the procedures of a place that go on, the nearest first as
// far as the caller sorts them.
func (s *Store) Dates(ctx context.Context, place int64) (all []Date, err error) {
	defer errs.Wrap(&err, "procedure.Dates(%d)", place)
	of, err := s.Of(ctx, place)
	for _, p := range of {
		all = append(all, p.Dates()...)
	}
	return all, err
}

// Dates are the planned days of one procedure; none while it is stopped. What is planned for
// a month or a year stands in no calendar.
func (p Procedure) Dates() (all []Date) {
	if p.State != Walking {
		return nil
	}
	for _, q := range p.Points {
		if q.State == Planned && q.Day.Day != 0 {
			all = append(all, Date{
				UID: fmt.Sprintf("procedure-%s-%s-%d", p.ID, q.Step, q.Side), Procedure: p.ID, Places: p.Places, Step: q.Step, Side: q.Side,
				Day: q.Day.Calendar(), Note: q.Note, Sequence: q.Sequence, Moved: q.Moved,
			})
		}
	}
	return all
}

// RemindKind is the daily job that reminds of planned days.
const RemindKind = "procedure.remind"

// When officers are reminded: a council's papers are due two weeks before it meets; the day
// before a visit everybody looks once more; and what nobody noted for some days is asked for.
var reminders = []struct {
	name     string
	from, to int // days until the planned day
}{{"soon", 2, 14}, {"near", 0, 1}, {"past", -30, -3}}

// Remind tells the officers of all sides of planned days that come near or have passed. It is
// the handler of the job RemindKind and may run twice: Told.Key is the same then.
func (s *Store) Remind(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "procedure.Remind")
	all, err := s.Walked(ctx)
	if err != nil {
		return err
	}
	today := midnight(lang.DateOf(s.clock.Now()))
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range all {
			for _, d := range p.Dates() {
				if err := s.remind(ctx, tx, p, d, int(midnight(d.Day).Sub(today).Hours()/24)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (s *Store) remind(ctx context.Context, tx *db.Tx, p Procedure, d Date, days int) error {
	for _, r := range reminders {
		if days < r.from || days > r.to {
			continue
		}
		e := Event{Step: d.Step, Side: d.Side}
		e.Day.Year, e.Day.Month, e.Day.Day = d.Day.Year, d.Day.Month, d.Day.Day
		return s.tell(ctx, tx, Told{Procedure: p, Event: e, Days: days, Reminder: true, To: p.Places, Key: d.UID + "-" + d.Day.String() + "-" + r.name})
	}
	return nil
}

func midnight(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}
