package partnership

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Editor changes partnerships in the name of people. Each change is one transaction: the
// rows, the state before and after ([Revision]), the audit chain's row, and the word to all
// nodes that this partnership changed. What breaks a rule is refused with a sentence about
// the field, and nothing is kept.
//
// A change carries the Version that the person saw. Where somebody else has changed the
// same thing since (the partnership's own fields, or the same act) it is errs.Conflict;
// [Editor.Since] tells what that was. Changes of other acts do not disturb.
//
// The caller has asked the permission table.
type Editor struct {
	store   *Store
	sources *source.Store
	log     *people.Log
	changed func(context.Context)
}

// NewEditor returns an editor of the store's partnerships. changed is called after each
// change is durable, so that the node's own memory follows at once; nil: nobody waits.
func NewEditor(s *Store, log *people.Log, changed func(context.Context)) *Editor {
	if changed == nil {
		changed = func(context.Context) {}
	}
	return &Editor{store: s, sources: source.NewStore(s.db), log: log, changed: changed}
}

// Follow has the node's memory follow changes of partnerships that others made durable, such
// as a document taken away or an answer to a mail.
func (e *Editor) Follow(ctx context.Context) { e.changed(ctx) }

// The causes of revisions.
const (
	CauseBegin     = "begin"     // the partnership was begun
	CauseDetails   = "details"   // its own fields were changed
	CauseRecord    = "record"    // an act was recorded
	CauseAmend     = "amend"     // an act was corrected
	CauseWithdraw  = "withdraw"  // an act was withdrawn
	CauseReinstate = "reinstate" // a withdrawal was taken back
	CauseRestore   = "restore"   // an earlier state was restored
	CauseConfirm   = "confirm"   // a side confirmed or disputed something
	CauseImport    = "import"    // what an import had changed since the revision before
)

// step is one change.
type step struct {
	id      string
	cause   string
	act     string // "" where it is about no act
	note    string // why, in the person's words
	version int64  // that the person saw; -1: whatever there is
	action  people.Action
	moment  time.Time // when it becomes known
}

// anyVersion is for changes that cannot disturb another's: a new act, a withdrawal.
const anyVersion = -1

// change makes one change of an existing partnership. fn gets the partnership as it is,
// and returns it as it shall be; it may run more than once.
func (e *Editor) change(ctx context.Context, who people.Actor, st step, fn func(tx *db.Tx, note func(people.Entry), p Partnership, moment time.Time) (Partnership, error)) error {
	if st.action == "" {
		st.action = people.EditPart
	}
	err := e.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		s := e.store.In(tx)
		before, err := s.ByID(ctx, st.id)
		if err != nil {
			return err
		}
		if err := s.unchanged(ctx, before, st); err != nil {
			return err
		}
		moment, err := before.moment(ctx, tx)
		if err != nil {
			return err
		}
		after, err := fn(tx, note, clone(before), moment)
		if err != nil {
			return err
		}
		st.moment = moment
		return s.keep(ctx, tx, who, st, &before, after, note)
	})
	if errors.Is(err, errNothingChanged) {
		return nil
	}
	if err == nil {
		e.changed(ctx)
	}
	return err
}

// errNothingChanged ends a change that says what is there already.
var errNothingChanged = errors.New("partnership: nothing changed")

// checkSources refuses codes of sources that nobody has named.
func (e *Editor) checkSources(ctx context.Context, tx *db.Tx, codes []string) error {
	known, err := e.sources.In(tx).ByCodes(ctx, codes)
	if err == nil && len(known) < len(codes) {
		return errs.In("source", lang.Msg("error.partnership.source", "what", ""))
	}
	return err
}

func clone(p Partnership) Partnership {
	p.Acts, p.Parties = slices.Clone(p.Acts), slices.Clone(p.Parties)
	return p
}

// unchanged is errs.Conflict where somebody else changed the same thing since the version
// that the person saw.
func (s *Store) unchanged(ctx context.Context, now Partnership, st step) error {
	if st.version < 0 || st.version == now.Version {
		return nil
	}
	seen, found, err := s.revision(ctx, now.ID, st.version)
	if err != nil || !found {
		return err // nothing but an import can have changed it
	}
	if st.act == "" {
		if len(compare(seen.Record.details().facts(), now.Record().details().facts(), Difference{})) == 0 {
			return nil
		}
	} else {
		a, had := seen.Record.act(st.act)
		b, has := now.Record().act(st.act)
		if had == has && a.same(b) {
			return nil
		}
	}
	return errs.New(errs.Conflict, lang.Msg("error.partnership.changed"), nil)
}

// keep writes what differs, and tells of it.
func (s *Store) keep(ctx context.Context, tx *db.Tx, who people.Actor, st step, before *Partnership, after Partnership, note func(people.Entry)) error {
	var old Record
	if before != nil {
		old = before.Record()
	}
	version, err := s.revisionsBefore(ctx, tx, before, st.moment)
	if err != nil {
		return err
	}
	now := after.Record()
	if before != nil && st.cause != CauseConfirm && len(Differences(old, now)) == 0 {
		return errNothingChanged
	}
	after.Version = version + 1
	if err := s.writeDetails(ctx, tx, before, after); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, before, after); err != nil {
		return err
	}
	r := Revision{Version: after.Version, At: st.moment, By: who.Account, Cause: st.cause, Act: st.act, Note: st.note, Record: now}
	if err := s.addRevision(ctx, tx, st.id, r); err != nil {
		return err
	}
	note(people.Entry{
		Action: st.action, Kind: "partnership", ID: st.id, Places: after.Sides(), Note: st.note,
		Fields: fieldChanges(st.cause, Differences(old, now)),
	})
	return tx.TouchOne(ctx, "partnership", st.id)
}

// fieldChanges are the differences as the audit chain holds them.
func fieldChanges(cause string, all []Difference) []people.FieldChange {
	changes := []people.FieldChange{{Name: "cause", New: cause}}
	for _, d := range all {
		name := d.Field
		if d.Act != "" {
			name = fmt.Sprintf("act.%s.%s", d.Act, d.Field)
		}
		changes = append(changes, people.FieldChange{Name: name, Old: d.Old, New: d.New})
	}
	return changes
}

// writeDetails writes the partnership's own row.
func (s *Store) writeDetails(ctx context.Context, tx *db.Tx, before *Partnership, p Partnership) error {
	edited := db.Micros(p.Edited)
	if before == nil || len(compare(before.Record().details().facts(), p.Record().details().facts(), Difference{})) > 0 {
		edited = tx.Now() // imports leave the row alone from now on
	}
	a, b := p.pair()
	if before == nil {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO partnership (id, a, b, origin)
			VALUES ($1, $2, $3, '')`, p.ID, a, b); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE partnership
		   SET kind          = $1,
		       original_term = $2,
		       a             = $3,
		       b             = $4,
		       parties       = $5,
		       topics        = $6,
		       story         = $7,
		       supersedes    = $8,
		       edited        = $9,
		       version       = $10
		 WHERE id = $11`,
		string(p.Kind), p.OriginalTerm, a, b, p.partiesText(), jsonText(p.Topics, len(p.Topics)),
		jsonText(p.Story, len(p.Story)), p.Supersedes, edited, p.Version, p.ID); err != nil {
		return err
	}
	w := writer{tx: tx, rows: []Partnership{p}}
	return w.putParties(ctx, nil)
}
