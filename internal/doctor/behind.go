package doctor

import (
	"context"
	"time"

	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
)

// How old what waits may be. Two nights without a backup are one too many; the trial
// restore comes each week; a mail server may be away over a weekend's night.
const (
	oldestBackup    = 50 * time.Hour
	oldestRehearsal = 15 * 24 * time.Hour
	oldestMail      = 24 * time.Hour
)

// backups says how old the last backup is that was read back whole. A site where nobody
// has an account yet holds nothing that could be lost.
func (r Rooms) backups(ctx context.Context) []Finding {
	if r.Runs == nil {
		return nil
	}
	last, any, err := r.Runs.Last(ctx)
	if err != nil {
		return []Finding{failed("backup", err)}
	}
	if !any {
		used, err := r.inUse(ctx)
		switch {
		case err != nil:
			return []Finding{failed("backup", err)}
		case used:
			return []Finding{Ill("backup", "doctor.no_backup")}
		}
		return []Finding{Well("backup", "doctor.no_backup_yet")}
	}
	now := r.Clock.Now()
	age := now.Sub(last.Taken)
	found := []Finding{Well("backup", "doctor.backup", "hours", int(age/time.Hour), "place", last.Place)}
	if age > oldestBackup {
		found[0] = Ill("backup", "doctor.backup_old", "days", days(age), "place", last.Place)
	}
	if last.Lost > 0 {
		found = append(found, Ill("backup", "doctor.backup_lost", "n", last.Lost))
	}
	return append(found, r.rehearsal(ctx, now)...)
}

// rehearsal says when a backup was last restored on trial.
func (r Rooms) rehearsal(ctx context.Context, now time.Time) []Finding {
	last, any, err := r.Runs.LastRehearsed(ctx)
	switch {
	case err != nil:
		return []Finding{failed("backup", err)}
	case !any:
		return nil
	case now.Sub(last.Rehearsed) > oldestRehearsal:
		return []Finding{Ill("rehearsal", "doctor.rehearsal_old", "days", days(now.Sub(last.Rehearsed)))}
	}
	return []Finding{Well("rehearsal", "doctor.rehearsal", "days", days(now.Sub(last.Rehearsed)))}
}

func (r Rooms) mails(ctx context.Context) []Finding {
	if r.Mail == nil {
		return nil
	}
	condition, err := r.Mail.Condition(ctx)
	if err != nil {
		return []Finding{failed("mail", err)}
	}
	waiting, oldest, err := r.Mail.Waiting(ctx)
	if err != nil {
		return []Finding{failed("mail", err)}
	}
	count, err := r.Mail.Count(ctx)
	if err != nil {
		return []Finding{failed("mail", err)}
	}
	switch {
	case waiting > 0 && condition.Trouble != "":
		return []Finding{Ill("mail", "doctor.mail_trouble", "n", waiting)}
	case waiting > 0 && r.Clock.Now().Sub(oldest) > oldestMail:
		return []Finding{Ill("mail", "doctor.mail_stuck", "n", waiting)}
	case count[mail.Failed] > 0:
		return []Finding{Ill("mail", "doctor.mail_failed", "n", count[mail.Failed])}
	}
	return []Finding{Well("mail", "doctor.mail", "n", waiting)}
}

func (r Rooms) jobs(ctx context.Context) []Finding {
	if r.Jobs == nil {
		return nil
	}
	count, err := r.Jobs.Count(ctx)
	switch {
	case err != nil:
		return []Finding{failed("jobs", err)}
	case count[jobs.Parked] > 0:
		return []Finding{Ill("jobs", "doctor.jobs_parked", "n", count[jobs.Parked])}
	}
	return []Finding{Well("jobs", "doctor.jobs", "n", count[jobs.Waiting])}
}
