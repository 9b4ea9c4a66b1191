package web

import (
	"context"
	"net/http"
	"slices"

	"twintown/internal/doctor"
	"twintown/internal/exchange/backup"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Health is what the page on health asks.
type Health struct {
	Examine func(context.Context) []doctor.Finding
	Runs    *backup.Runs
	BackUp  func(ctx context.Context, by people.Actor) error // soon, in the background
}

// healthPage shows what the doctor finds, and the last backups.
type healthPage struct {
	page
	Sound    bool
	Findings []doctor.Finding
	Back     bool // the clock is behind what is recorded
	Backups  []backupView
}

type backupView struct {
	Taken, Occasion, Place, Size string
	Rehearsed                    string // when it was restored on trial; "": not
	Failure                      string // why there is none; "": it was read back whole
}

// shownBackups are two weeks of nights.
const shownBackups = 14

// health shows the page. It examines while the reader waits: seconds at most.
func (s *Site) health(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Health == nil {
		return errs.New(errs.NotFound, lang.Message{}, nil)
	}
	v := &healthPage{page: s.newDesk(w, r, code, "/desk/health", "/desk/health")}
	v.Title = v.t("health.page.title")
	v.Findings = doctor.Speak(s.rooms.Health.Examine(r.Context()), v.p)
	v.Sound = doctor.Sound(v.Findings)
	v.Back = slices.ContainsFunc(v.Findings, func(f doctor.Finding) bool { return f.Said.Key == doctor.ClockBack })
	runs, err := s.rooms.Health.Runs.List(r.Context(), shownBackups)
	if err != nil {
		return err
	}
	for _, run := range runs {
		v.Backups = append(v.Backups, v.backupView(run))
	}
	return s.write(w, http.StatusOK, "health", v)
}

func (p *page) backupView(run backup.Run) backupView {
	v := backupView{Taken: p.moment(run.Finished), Occasion: p.t("health.occasion." + occasionKeys[run.Occasion]), Place: run.Place}
	if run.Failure != "" {
		v.Failure = p.p.Message(lang.Msg(run.Failure, "file", run.Place))
		return v
	}
	v.Taken, v.Size = p.moment(run.Taken), p.t("health.size", "mb", float64(run.Size)/1e6)
	if !run.Rehearsed.IsZero() {
		v.Rehearsed = p.p.Date(lang.DateOf(run.Rehearsed))
	}
	return v
}

// occasionKeys name why a backup was made.
var occasionKeys = map[string]string{
	backup.ByHand:        "hand",
	backup.ByNight:       "night",
	backup.BeforeUpgrade: "upgrade",
	backup.BeforeRestore: "restore",
}

// trustClock takes the clock for right: it was wrong when something was recorded.
func (s *Site) trustClock(w http.ResponseWriter, r *http.Request, code string) error {
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Partnerships.TrustClock(r.Context(), tx, note)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/health", lang.Msg("health.clock.trusted"), "")
}

// makeBackup has a backup made soon.
func (s *Site) makeBackup(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Health == nil {
		return errs.New(errs.NotFound, lang.Message{}, nil)
	}
	if err := s.rooms.Health.BackUp(r.Context(), actorOf(r)); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/health", lang.Msg("health.backup.asked"), "")
}
