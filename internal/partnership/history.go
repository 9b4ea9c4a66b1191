package partnership

import (
	"slices"
	"time"

	"twintown/internal/platform/lang"
)

// Entry is one line of a partnership's history: an act, or a change that came by
// itself because a term or a notice ran out.
type Entry struct {
	Act      Act          // the act; of a change by itself, the act that set its day
	Day      lang.Date    // from which it counts; zero: unknown
	Exact    bool         // whether that is the day of the act, and not a bound for it
	ByItself lang.Message // what came by itself; zero for an act
	Said     lang.Date    // the day that people name for it: of a term, the last on which it held
	Code     Code         // of the whole after it
	Turned   bool         // whether the whole's status changed with it
}

// History is a partnership's own story up to a day.
type History struct {
	Entries []Entry // in the order in which they count
	Strand  Strand  // to draw
	Health  Health
}

// HistoryOf tells a partnership up to a day, as known at a moment (zero: now).
func HistoryOf(p Partnership, asOf lang.Date, knownAt time.Time) History {
	t := replay(p, asOfDay(asOf), knownAt)
	var out []Entry
	for i := range t.acts {
		a := &t.acts[i]
		out = append(out, Entry{
			Act: a.Act, Day: a.on.calendar(), Said: a.on.calendar(), Exact: a.Exact(), Code: t.codeOn(a.on),
			Turned: slices.ContainsFunc(t.turns, func(u turn) bool { return u.by.act == a && u.by.how == timers }),
		})
	}
	for _, u := range t.turns {
		if u.by.how == timers {
			continue
		}
		said := u.on
		if u.by.how == atLapse {
			said--
		}
		out = append(out, Entry{
			Act: u.by.act.Act, Day: u.on.calendar(), Said: said.calendar(), Exact: true, Code: u.code, Turned: true,
			ByItself: lang.Msg(byItself[u.by.how]),
		})
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return a.Day.Compare(b.Day)
	})
	return History{Entries: out, Strand: StrandOf(p, asOf, knownAt), Health: HealthOf(p, asOf, knownAt)}
}

// byItself says what came without an act.
var byItself = [timers]string{
	atEffect: "history.effect",
	atResume: "history.resume",
	atEnding: "history.ending",
	atLapse:  "history.lapse",
}
