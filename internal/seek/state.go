package seek

import (
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of time. A partner is sought for one round of calls, not for ever: a request older
// than a year and a half that nobody renewed is the dead notice of which boards are full.
const (
	longestShown = 18 * 30 // days
	// Soon is how long before its end a town is asked whether a request is still meant.
	Soon = 21 // days
)

// At is the state of a request on a day, "2026-12-31".
func (r Request) At(day string) State {
	if (r.State == Published || r.State == Paused) && r.Expires < day {
		return Expired
	}
	return r.State
}

// Open says whether a request takes answers on a day.
func (r Request) Open(day string) bool { return r.At(day) == Published && r.ReplyBy >= day }

// Shown says whether readers see a request on a day. One that is paused, matched, closed or
// expired stays readable at its address, and says so.
func (r Request) Shown() bool {
	return !r.Published.IsZero() && r.State != Draft && r.State != Reviewed
}

// Ending says whether a request's last day is near, so that its town is asked to renew it.
func (r Request) Ending(day string) bool {
	s := r.At(day)
	return (s == Published || s == Paused) && r.Expires < plus(day, Soon)
}

// Ask asks the organiser to look at a draft.
func (r *Request) Ask(now time.Time) error {
	if r.State != Draft {
		return r.cannot()
	}
	if err := r.ready(day(now)); err != nil {
		return err
	}
	r.Asked = now
	return nil
}

// Review says that the organiser has looked at a draft and found nothing against it.
func (r *Request) Review(now time.Time) error {
	if r.State != Draft {
		return r.cannot()
	}
	if err := r.ready(day(now)); err != nil {
		return err
	}
	r.State = Reviewed
	return nil
}

// Return gives a draft back to its town, or makes a request that nobody saw yet one again.
func (r *Request) Return() error {
	if r.State != Draft && r.State != Reviewed && (r.State != Closed || !r.Published.IsZero()) {
		return r.cannot()
	}
	r.State, r.Reason, r.Asked = Draft, "", time.Time{}
	return nil
}

// Publish shows a request that was reviewed, or one that was paused, matched or closed
// before its last day, once more. One that was closed before anybody saw it goes the usual
// way again.
func (r *Request) Publish(now time.Time) error {
	if r.State == Draft || r.State == Published || r.State != Reviewed && r.Published.IsZero() {
		return r.cannot()
	}
	if err := r.ready(day(now)); err != nil {
		return err
	}
	r.State, r.Reason, r.Partner = Published, "", 0
	if r.Published.IsZero() {
		r.Published = now
	}
	return nil
}

// Pause stops answers for a while.
func (r *Request) Pause() error {
	if r.State != Published {
		return r.cannot()
	}
	r.State = Paused
	return nil
}

// Renew says that a request is still meant: it takes answers and is shown until later days.
func (r *Request) Renew(now time.Time, replyBy, expires string) error {
	if r.State != Published && r.State != Paused {
		return r.cannot()
	}
	r.State, r.ReplyBy, r.Expires = Published, replyBy, expires
	return r.ready(day(now))
}

// Later are the days that a renewal proposes: as long again as the request was given first,
// at least three months.
func (r Request) Later(now time.Time) (replyBy, expires string) {
	from := r.Published
	if from.IsZero() {
		from = now
	}
	days := func(until string) int {
		t, err := time.Parse(time.DateOnly, until)
		if err != nil {
			return 0
		}
		return min(max(int(t.Sub(from).Hours()/24), 90), longestShown-1)
	}
	answer := days(r.ReplyBy)
	return plus(day(now), answer), plus(day(now), max(answer, days(r.Expires)))
}

// Match says that a partner was found; partner is 0 where the town does not tell which.
func (r *Request) Match(partner int64) error {
	if r.State != Published && r.State != Paused {
		return r.cannot()
	}
	r.State, r.Partner = Matched, partner
	return nil
}

// Close ends a request with a reason.
func (r *Request) Close(why Reason) error {
	if r.State == Closed || r.State == Matched {
		return r.cannot()
	}
	if why == "" {
		return errs.In("reason", lang.Msg("error.seek.reason"))
	}
	r.State, r.Reason = Closed, why
	return nil
}

// Restore takes back that a request was paused, matched or closed: it is again what it was.
// A request whose last day came meanwhile is expired then. What nobody had reviewed does not
// become public by it.
func (r *Request) Restore(to State) error {
	undoes := r.State == Paused && to == Published || (r.State == Matched || r.State == Closed) && (to == Published || to == Paused) && !r.Published.IsZero()
	again := r.State == Closed && to == Draft && r.Published.IsZero()
	if !undoes && !again {
		return r.cannot()
	}
	r.State, r.Reason, r.Partner = to, "", 0
	return nil
}

// cannot says that a move is not possible from where the request is.
func (r *Request) cannot() error {
	return errs.New(errs.Conflict, lang.Msg("error.seek.move"), nil)
}

// ready is the first of what a request still lacks before readers may see it.
func (r *Request) ready(today string) error { return errs.First(r.lacks(today)...) }

// Lacks is what a request still lacks before readers may see it, each by its field.
func (r Request) Lacks(now time.Time) []error { return r.lacks(day(now)) }

func (r *Request) lacks(today string) (all []error) {
	told := false
	for _, t := range r.Texts {
		told = told || t.Title != "" && t.Seeks != ""
	}
	add := func(lacks bool, field, key string, kv ...any) {
		if lacks {
			all = append(all, errs.In(field, lang.Msg(key, kv...)))
		}
	}
	add(len(r.Places) == 0, "place", "error.seek.place")
	add(!told, "title", "error.seek.text")
	add(len(r.Topics) == 0, "topics", "error.seek.topics")
	add(r.ReplyBy == "", "reply_by", "error.seek.reply_by")
	add(r.ReplyBy != "" && r.ReplyBy < today, "reply_by", "error.seek.reply_past")
	add(r.Expires == "" || r.Expires < r.ReplyBy, "expires", "error.seek.expires")
	add(r.Expires > plus(today, longestShown), "expires", "error.seek.too_long", "months", longestShown/30)
	return all
}

// day is the day of a moment.
func day(t time.Time) string { return t.Format(time.DateOnly) }

// plus is the day some days after another.
func plus(from string, days int) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return from
	}
	return day(t.AddDate(0, 0, days))
}
