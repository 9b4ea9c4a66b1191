package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
)

// DigestKind is the daily job that tells of new requests.
const DigestKind = "seek.follow"

// mostTold is how many requests of one search a mail tells: what is more stands on the page.
const mostTold = 8

// Digest writes to each person who follows something of which there is news: weekly on
// Monday, or on the first day after it on which a node runs, daily on the others. It is the
// handler of the job DigestKind, and may run twice. One person's failure keeps nobody else
// from being told; the job is tried again then.
func (d *Desk) Digest(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "follow.Digest")
	now := d.now()
	board, err := d.Board(ctx, lang.DateOf(now))
	if err != nil {
		return err
	}
	accounts, err := d.People.Accounts(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, a := range accounts {
		if a.Open() {
			failed = append(failed, d.tell(ctx, board, now, a))
		}
	}
	return errors.Join(failed...)
}

// due says which rhythms are due for a reader at a moment, and what is seen to then.
func (r reader) due(now time.Time) (rhythms []string, after reader) {
	year, n := now.ISOWeek()
	week, day := fmt.Sprintf("%d-W%02d", year, n), now.Format(time.DateOnly)
	after = reader{week: week, day: day, quiet: r.quiet, known: true}
	if r.week < week && (r.known || now.Weekday() == time.Monday) {
		rhythms = append(rhythms, EveryWeek)
	}
	if r.day < day {
		rhythms = append(rhythms, EveryDay)
	}
	return rhythms, after
}

// tell writes to one person what is new for her.
func (d *Desk) tell(ctx context.Context, board *fit.Board, now time.Time, a people.Account) error {
	seen, err := readerOf(ctx, d.DB, a.ID)
	rhythms, after := seen.due(now)
	if err != nil || seen.quiet || len(rhythms) == 0 {
		return err
	}
	who, err := d.People.ActorOfAccount(ctx, a.ID)
	if err != nil {
		return err
	}
	all, err := d.Of(ctx, who)
	if err != nil || len(all) == 0 {
		return err
	}
	due := slices.DeleteFunc(slices.Clone(all), func(s Search) bool { return !slices.Contains(rhythms, s.Every) })
	n, parts, err := d.news(board, who, a.Language, due)
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		if again, err := readerOf(ctx, tx, a.ID); err != nil || again != seen {
			return err // another node told her meanwhile, or she wants none any more
		}
		if n > 0 {
			if _, err := d.Outbox.Queue(ctx, tx, d.mail(a, n, parts, after.day)); err != nil {
				return err
			}
		}
		for _, s := range due {
			if err := d.keepTold(ctx, tx, a.ID, s); err != nil {
				return err
			}
		}
		return after.put(ctx, tx, a.ID)
	})
}

// keepTold notes of which requests a search has told, and leaves the rest of its row to
// whoever changes it meanwhile.
func (d *Desk) keepTold(ctx context.Context, tx *db.Tx, account string, s Search) error {
	now, ok, err := db.One(ctx, tx, scan, `
		SELECT id, place, name, filter, every, told, feed, changed
		  FROM seek_search
		 WHERE account = $1
		   AND id = $2`, account, s.ID)
	switch {
	case err != nil:
		return err
	case ok:
		now.told = s.told
		return put(ctx, tx, account, now)
	case s.Place == 0:
		return nil // she dropped it
	}
	return put(ctx, tx, account, s)
}

// news are the requests of which a person does not know yet, a part for each search, and
// marks them as told. A request stands once in a mail.
func (d *Desk) news(board *fit.Board, who people.Actor, language string, due []Search) (n int, parts []mail.Part, err error) {
	mine := who.PlacesOf(people.Officer)
	seen := map[string]bool{}
	for i := range due {
		s := &due[i]
		fresh, err := d.fresh(board, mine, *s)
		if err != nil {
			return 0, nil, err
		}
		told := s.told[:0:0]
		for _, r := range board.Open { // what is closed is forgotten, so that the list stays short
			if slices.Contains(s.told, r.ID) {
				told = append(told, r.ID)
			}
		}
		for _, f := range fresh {
			told = append(told, f.Request.ID)
		}
		s.told = told
		fresh = slices.DeleteFunc(fresh, func(f fit.Fit) bool { return seen[f.Request.ID] })
		if len(fresh) == 0 {
			continue
		}
		for _, f := range fresh {
			seen[f.Request.ID] = true
		}
		n += len(fresh)
		parts = append(parts, d.part(*s, fresh, language))
	}
	return n, parts, nil
}

// fresh are the open requests that a search finds and of which it has not told, the best
// first. Those of the person's own towns are no news.
func (d *Desk) fresh(board *fit.Board, mine []int64, s Search) (list []fit.Fit, err error) {
	unknown := func(r seek.Request) bool {
		return !slices.Contains(s.told, r.ID) && !slices.ContainsFunc(r.Places, func(n int64) bool { return slices.Contains(mine, n) })
	}
	place := s.Place
	if place == 0 && len(mine) > 0 {
		place = mine[0] // by it the reasons are told
	}
	var fits fit.Fits
	if place != 0 {
		if fits, err = board.Requests(place); errs.KindOf(err) == errs.NotFound {
			fits, err = fit.Fits{}, nil // the town is not in this node's gazetteer
		}
		if err != nil {
			return nil, err
		}
	}
	if s.Place != 0 {
		for _, f := range fits.Items {
			// What fits worse than two towns drawn from a hat is no news, and a partner is known.
			if f.Score > 0 && f.Partner == nil && unknown(f.Request) {
				list = append(list, f)
			}
		}
		return list, nil
	}
	judged := map[string]fit.Fit{}
	for _, f := range slices.Concat(fits.Items, fits.Missed, fits.Folded) {
		judged[f.Request.ID] = f
	}
	for _, r := range board.Open {
		if unknown(r) && s.Filter.Fits(r, d.Town, board.Day.String()) {
			f, ok := judged[r.ID]
			if !ok {
				f = fit.Fit{Request: r}
			}
			list = append(list, f)
		}
	}
	return list, nil
}
