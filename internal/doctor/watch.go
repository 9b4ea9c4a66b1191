package doctor

import (
	"context"
	"log/slog"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// RoundsKind is the job in which the doctor looks at everything each night.
const RoundsKind = "doctor.rounds"

// Watch tells the administrators by mail what cannot wait for them to look.
type Watch struct {
	Rooms   Rooms
	Address string // of the site, for the link to the page on health
	Log     *slog.Logger
	usage   func(folder string) (float64, int64, error)
}

// lookEvery is how often the disk is looked at: within a minute somebody knows.
const lookEvery = time.Minute

// Run looks at the disk until ctx ends.
func (w Watch) Run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := w.Disk(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("the administrators could not be told of the disk", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Disk writes to the administrators when the disk is nearly full, once a day.
func (w Watch) Disk(ctx context.Context) error {
	usage := Usage
	if w.usage != nil {
		usage = w.usage
	}
	used, free, err := usage(w.Rooms.Folder)
	if err != nil || used < FullAt {
		return err
	}
	w.Log.Warn("the disk is nearly full", "used", used, "free_bytes", free)
	return w.tell(ctx, "disk", lang.Args{"free": float64(free) / 1e9, "used": int(used * 100)}, nil)
}

// Rounds is the nightly job's handler: it writes to the administrators when anything is
// ill, and says what.
func (w Watch) Rounds(ctx context.Context, _ jobs.Job) error {
	var items []lang.Message
	for _, f := range Examine(ctx, w.Rooms) {
		if !f.Well {
			w.Log.Warn("something needs attention", "check", f.Check, "finding", f.Said.Key)
			items = append(items, f.Said)
		}
	}
	if err := ctx.Err(); err != nil || len(items) == 0 {
		return err
	}
	return w.tell(ctx, "health", nil, items)
}

// tell writes a mail of a kind to each administrator, once a day among all nodes.
func (w Watch) tell(ctx context.Context, kind string, args lang.Args, items []lang.Message) error {
	to, err := administrators(ctx, w.Rooms.People)
	if err != nil {
		return err
	}
	day := w.Rooms.Clock.Now().Format(time.DateOnly)
	return w.Rooms.DB.Write(ctx, func(tx *db.Tx) error {
		for _, a := range to {
			_, err := w.Rooms.Mail.Queue(ctx, tx, mail.Mail{
				Kind: kind, Key: kind + ":" + day + ":" + a.ID, To: a.Email, Name: a.Name, Language: a.Language,
				Args: args, Items: items, Link: w.Address + "/" + a.Language + "/desk/health",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// administrators are the accounts that run the site.
func administrators(ctx context.Context, s *people.Store) (all []people.Account, err error) {
	grants, err := s.GrantsIn(ctx, people.Scope{Kind: people.OfSite}, people.Held)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if g.Role != people.Administrator {
			continue
		}
		a, err := s.Account(ctx, g.Account)
		if err != nil {
			return nil, err
		}
		if a.Email != "" && a.Disabled.IsZero() {
			all = append(all, a)
		}
	}
	return all, nil
}
