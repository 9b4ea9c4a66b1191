// Package doctor says whether an installation is well: its folder and disk, its clock,
// its database, its stored files, the record of changes, the backups, the mails and jobs
// that wait. The command "twintown doctor" and the desk's page on health print the same
// findings.
//
// It looks and changes nothing. In particular it does not bring an older database to
// this release's form: the parts that an older form does not have are left out, and it
// says so. What it needs it is given ([Rooms]); what is nil is not looked at.
//
// [Watch] looks at what cannot wait for a person to ask: a disk that fills up, a night
// without a backup. It writes to the administrators, at most once a day about the same.
package doctor

import (
	"context"
	"iter"
	"time"

	"twintown/internal/exchange/backup"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// Finding is one line of what the doctor says.
type Finding struct {
	Check string       `json:"check"` // what was looked at
	Well  bool         `json:"well"`
	Text  string       `json:"text"` // in the reader's language; see Speak
	Said  lang.Message `json:"-"`
}

// Well is the finding that a thing is as it should be.
func Well(check, key string, kv ...any) Finding {
	return Finding{Check: check, Well: true, Said: lang.Msg(key, kv...)}
}

// Ill is the finding that somebody has to do something.
func Ill(check, key string, kv ...any) Finding {
	return Finding{Check: check, Said: lang.Msg(key, kv...)}
}

// Rooms are what the doctor looks at.
type Rooms struct {
	Folder string
	Clock  clock.Clock
	DB     *db.DB // nil: it could not be opened
	Media  blob.Store
	Named  []func(context.Context) iter.Seq2[string, error] // the objects that rows name
	Log    *people.Log                                      // nil: there is no key
	People *people.Store
	Mail   *mail.Outbox
	Jobs   *jobs.Queue
	Runs   *backup.Runs
	Deep   bool // also read every stored file
}

// Examine looks at everything and says what it found.
func Examine(ctx context.Context, r Rooms) []Finding {
	found := []Finding{r.folder(), r.disk(), r.time(ctx)}
	if r.DB == nil {
		return found
	}
	database, current := r.database(ctx)
	found = append(found, database...)
	found = append(found, Snapshot(r.Folder), Model(r.Folder))
	if !current {
		return found
	}
	for _, look := range []func(context.Context) []Finding{r.steady, r.media, r.audit, r.backups, r.mails, r.jobs} {
		found = append(found, look(ctx)...)
	}
	return found
}

// Sound says that no finding is ill.
func Sound(found []Finding) bool {
	for _, f := range found {
		if !f.Well {
			return false
		}
	}
	return true
}

// Speak writes the findings in a language.
func Speak(found []Finding, p *lang.Printer) []Finding {
	for i := range found {
		found[i].Text = p.Message(found[i].Said)
	}
	return found
}

// failed is the finding that a thing could not be looked at.
func failed(check string, err error) Finding {
	return Ill(check, "doctor.not_seen", "check", lang.Msg("doctor.check."+check), "why", publicOf(err))
}

// days is a span in whole days.
func days(d time.Duration) int { return int(d / (24 * time.Hour)) }
