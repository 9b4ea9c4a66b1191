package forum

import (
	"context"
	"encoding/json"
	"fmt"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.forum.unknown"), nil) }

// overtaken is for whoever changes what somebody else changed meanwhile.
func overtaken() error { return errs.New(errs.Conflict, lang.Msg("error.forum.overtaken"), nil) }

// Forum returns the forum of a meeting, errs.NotFound where there is none.
func (s *Store) Forum(ctx context.Context, id string) (_ Forum, err error) {
	defer errs.Wrap(&err, "forum.Forum(%s)", id)
	return forumIn(ctx, s.db, id)
}

func forumIn(ctx context.Context, q db.Querier, id string) (Forum, error) {
	f, found, err := db.One(ctx, q, scanForum, `
		SELECT meeting,
		       state,
		       body,
		       version,
		       asked,
		       edition,
		       total,
		       most,
		       planned,
		       released
		  FROM forum
		 WHERE meeting = $1`, id)
	if err == nil && !found {
		err = unknown()
	}
	return f, err
}

func scanForum(row db.Scanner) (f Forum, err error) {
	var body string
	var planned, released int64
	if err := row.Scan(&f.Meeting, &f.State, &body, &f.Version, &f.asked, &f.Edition, &f.Sum, &f.Most, &planned, &released); err != nil {
		return f, err
	}
	f.Planned, f.Released = db.Moment(planned), db.Moment(released)
	return f, json.Unmarshal([]byte(body), &f.Setup)
}

// at reads a forum within a change, and refuses where another version was seen.
func at(ctx context.Context, tx *db.Tx, id string, version int64) (Forum, error) {
	f, err := forumIn(ctx, tx, id)
	if err == nil && f.Version != version {
		err = overtaken()
	}
	return f, err
}

// save writes a forum; its version moves.
func save(ctx context.Context, tx *db.Tx, f Forum) error {
	body, err := json.Marshal(f.Setup)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE forum
		   SET state    = $2,
		       body     = $3,
		       version  = version + 1,
		       edition  = $4,
		       total    = $5,
		       most     = $6,
		       planned  = $7,
		       released = $8
		 WHERE meeting = $1`,
		f.Meeting, string(f.State), string(body), f.Edition, f.Sum, f.Most, db.Micros(f.Planned), db.Micros(f.Released))
	return err
}

// SetUp says when and where talks take place. version is the one that the person saw; 0
// begins the forum. Talks in slots and at tables that are no more lose them, and stay so
// until the next plan.
func (s *Store) SetUp(ctx context.Context, who people.Actor, id string, version int64, u Setup) (err error) {
	defer errs.Wrap(&err, "forum.SetUp(%s)", id)
	return s.change(ctx, who, id, "setup", fmt.Sprintf("%d min", u.Minutes), func(tx *db.Tx) error {
		facts, found, err := meeting.FactsIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if !found {
			return unknown()
		}
		if version == 0 {
			return begin(ctx, tx, id, u, facts)
		}
		f, err := at(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if f.Setup, err = u.settle(facts, f.Setup); err != nil {
			return err
		}
		if err := clearLost(ctx, tx, f); err != nil {
			return err
		}
		f.Most = 0
		return save(ctx, tx, f)
	})
}

// begin makes the forum of a meeting; another's that was begun meanwhile is a conflict.
func begin(ctx context.Context, tx *db.Tx, id string, u Setup, facts meeting.Facts) error {
	u, err := u.settle(facts, Setup{})
	if err != nil {
		return err
	}
	body, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if _, err := forumIn(ctx, tx, id); errs.KindOf(err) != errs.NotFound {
		if err == nil {
			err = overtaken()
		}
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO forum (meeting, state, body, version, asked, edition, total, most, planned, released)
		VALUES ($1, $2, $3, 1, 0, 0, 0, 0, 0, 0)`, id, string(Wishes), string(body))
	return err
}

// clearLost takes talks out of slots and from tables that are no more.
func clearLost(ctx context.Context, tx *db.Tx, f Forum) error {
	talks, err := talksIn(ctx, tx, f.Meeting)
	if err != nil {
		return err
	}
	for _, t := range talks {
		if _, ok := f.Setup.Slot(t.Slot); t.Slot != 0 && (!ok || !f.Setup.Has(t.Table)) {
			t.Slot, t.Table, t.Hand = 0, "", false
			if err := putTalk(ctx, tx, f.Meeting, t); err != nil {
				return err
			}
		}
	}
	return nil
}

const selectTalk = `
	SELECT a,
	       b,
	       slot,
	       seat,
	       hand,
	       worth,
	       told,
	       sequence,
	       changed
	  FROM forum_talk
	 WHERE meeting = $1
	 ORDER BY a, b`

func scanTalk(row db.Scanner) (t Talk, err error) {
	var hand, changed int64
	var told string
	if err := row.Scan(&t.A, &t.B, &t.Slot, &t.Table, &hand, &t.Worth, &told, &t.Sequence, &changed); err != nil {
		return t, err
	}
	t.Hand, t.Changed = hand != 0, db.Moment(changed)
	if told == "" {
		return t, nil
	}
	return t, json.Unmarshal([]byte(told), &t.Told)
}

func talksIn(ctx context.Context, q db.Querier, id string) ([]Talk, error) {
	return db.Collect(ctx, q, scanTalk, selectTalk, id)
}

// Talks are all talks of a forum, those that do not take place too, in the order of their
// pairs.
func (s *Store) Talks(ctx context.Context, id string) (_ []Talk, err error) {
	defer errs.Wrap(&err, "forum.Talks(%s)", id)
	return talksIn(ctx, s.db, id)
}

// putTalk keeps a talk.
func putTalk(ctx context.Context, tx *db.Tx, id string, t Talk) error {
	return putTalks(ctx, tx, id, []Talk{t})
}

// putTalks keeps talks, many at once.
func putTalks(ctx context.Context, tx *db.Tx, id string, all []Talk) (err error) {
	_, bulkErr := tx.Bulk(ctx, db.Insert{
		Table:   "forum_talk",
		Columns: []string{"meeting", "a", "b", "slot", "seat", "hand", "worth", "told", "sequence", "changed"},
		Conflict: `
			ON CONFLICT (meeting, a, b) DO UPDATE SET
				slot     = excluded.slot,
				seat     = excluded.seat,
				hand     = excluded.hand,
				worth    = excluded.worth,
				told     = excluded.told,
				sequence = excluded.sequence,
				changed  = excluded.changed`,
	}, func(yield func([]any) bool) {
		for _, t := range all {
			told := ""
			if t.Told.Known() {
				var body []byte
				if body, err = json.Marshal(t.Told); err != nil {
					return
				}
				told = string(body)
			}
			if !yield([]any{id, t.A, t.B, t.Slot, t.Table, db.Flag(t.Hand), t.Worth, told, t.Sequence, db.Micros(t.Changed)}) {
				return
			}
		}
	})
	if err == nil {
		err = bulkErr
	}
	return err
}
