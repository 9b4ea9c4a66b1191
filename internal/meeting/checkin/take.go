package checkin

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of what a device sends.
const (
	// MostScans is what one phone scans on a long day without a connection; it sends the
	// rest with the next batch.
	MostScans   = 500
	longestWord = 64 // a nonce, an identifier, a code

	// oldest is how long a scan may have waited. A device whose clock is off by more, even
	// after it was put right, is not believed: the scan counts as made now.
	oldest = 7 * 24 * time.Hour
)

// Take keeps the scans of a batch and says what became of each, in their order. A nonce that
// is known is not kept again, whoever sends it, and gets the answer that its scan has now. A
// batch is taken whole or not at all.
func (s *Store) Take(ctx context.Context, who people.Actor, b Batch) (all []Result, err error) {
	defer errs.Wrap(&err, "checkin.Take(%s)", b.Meeting)
	if len(b.Scans) > MostScans {
		return nil, errs.New(errs.TooLarge, lang.Msg("error.checkin.scans", "max", MostScans), nil)
	}
	for _, scan := range b.Scans {
		if !scan.valid() {
			return nil, errs.New(errs.Invalid, lang.Msg("error.checkin.scan"), nil)
		}
	}
	found, err := s.found(ctx, b)
	if err != nil {
		return nil, err
	}
	if fresh, err := s.anyFresh(ctx, b, found); err != nil {
		return nil, err
	} else if fresh {
		if err := s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
			return s.keep(ctx, tx, note, b, found)
		}); err != nil {
			return nil, err
		}
	}
	return s.results(ctx, b, found)
}

// valid says whether a scan can be one. A word that the database would not hold alike, or
// that is longer than any of ours, is none.
func (s Scan) valid() bool {
	for _, word := range []string{s.Nonce, s.List, s.Code, s.Member} {
		if len(word) > longestWord || strings.ContainsFunc(word, func(r rune) bool { return r < ' ' || r > '~' }) {
			return false
		}
	}
	return s.Nonce != "" && (s.Code != "" || s.Member != "")
}

// CleanCode is a code as it stands on badges, of what somebody typed: in capitals, without
// the spaces and dashes by which people group it.
func CleanCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(typed)))
}

// whose is the member of a scan and how her delegation stands; nil where there is none.
type whose struct {
	delegation.Member
	comes bool
}

// found looks for the members of a batch, by scan.
func (s *Store) found(ctx context.Context, b Batch) ([]*whose, error) {
	all := make([]*whose, len(b.Scans))
	known := map[string]*whose{}
	lists, err := s.Lists(ctx, b.Meeting)
	if err != nil {
		return nil, err
	}
	for i, scan := range b.Scans {
		if scan.List != "" && !slices.ContainsFunc(lists, func(l List) bool { return l.ID == scan.List }) {
			return nil, unknown()
		}
		name := scan.Member + " " + scan.Code
		w, seen := known[name]
		if !seen {
			if w, err = s.member(ctx, b.Meeting, scan); err != nil {
				return nil, err
			}
			known[name] = w
		}
		all[i] = w
	}
	return all, nil
}

func (s *Store) member(ctx context.Context, meeting string, scan Scan) (*whose, error) {
	var m delegation.Member
	var err error
	if scan.Member != "" {
		m, err = s.guests.Member(ctx, scan.Member)
	} else {
		m, err = s.guests.ByCode(ctx, meeting, CleanCode(scan.Code))
	}
	if errs.KindOf(err) == errs.NotFound || err == nil && m.Meeting != meeting {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := s.guests.ByID(ctx, m.Delegation)
	return &whose{m, d.State == delegation.Accepted}, err
}

// anyFresh says whether a batch has something that is not kept yet.
func (s *Store) anyFresh(ctx context.Context, b Batch, found []*whose) (bool, error) {
	for i, scan := range b.Scans {
		if found[i] == nil || !found[i].comes {
			continue
		}
		known, err := nonceKnown(ctx, s.db, b.Meeting, scan.Nonce)
		if err != nil || !known {
			return err == nil, err
		}
	}
	return false, nil
}

func nonceKnown(ctx context.Context, q db.Querier, meeting, nonce string) (bool, error) {
	return db.Exists(ctx, q, `SELECT 1 FROM checkin_scan WHERE meeting = $1 AND nonce = $2`, meeting, nonce)
}

// keep writes what is new of a batch.
func (s *Store) keep(ctx context.Context, tx *db.Tx, note func(people.Entry), b Batch, found []*whose) error {
	n := 0
	for i, scan := range b.Scans {
		w := found[i]
		if w == nil || !w.comes {
			continue
		}
		known, err := nonceKnown(ctx, tx, b.Meeting, scan.Nonce)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if err := s.write(ctx, tx, b, scan, w.ID); err != nil {
			return err
		}
		n++
		note(people.Entry{Action: actionOf(b), Kind: delegation.RecordKind, ID: w.Delegation, Fields: []people.FieldChange{told(scan)}})
	}
	if n == 0 { // another device was quicker: the record says that they came
		note(people.Entry{Action: actionOf(b), Kind: recordKind, ID: b.Meeting})
	}
	return nil
}

func actionOf(b Batch) people.Action {
	if b.Door != "" {
		return people.CheckInDoor
	}
	return people.MeetingGuests
}

// told is what the record of changes says of a scan: never whose it is.
func told(s Scan) people.FieldChange {
	if s.Undo {
		return people.FieldChange{Name: "checked_in", Old: "1"}
	}
	return people.FieldChange{Name: "checked_in", New: "1"}
}

// write keeps one scan. One that takes an arrival back marks the scans that are known; it is
// kept itself, as one that counts for nothing, so that it is known when it comes again.
func (s *Store) write(ctx context.Context, tx *db.Tx, b Batch, scan Scan, member string) error {
	undone := int64(0)
	if scan.Undo {
		undone = tx.Now()
		if _, err := tx.ExecContext(ctx, `UPDATE checkin_scan SET undone = $4 WHERE meeting = $1 AND list = $2 AND member = $3 AND undone = 0`,
			b.Meeting, scan.list(), member, undone); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO checkin_scan (meeting, nonce, list, member, door, at, received, undone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		b.Meeting, scan.Nonce, scan.list(), member, b.Door, b.right(scan.At, db.Moment(tx.Now())).UnixMicro(), tx.Now(), undone)
	return err
}

func (s Scan) list() string {
	if s.List == "" {
		return Arrival
	}
	return s.List
}

// right puts a moment of the device's clock right: it was as long ago as that clock says.
func (b Batch) right(at, now time.Time) time.Time {
	if !b.Sent.IsZero() {
		at = now.Add(-b.Sent.Sub(at))
	}
	if at.After(now) || at.Before(now.Add(-oldest)) {
		return now
	}
	return at
}

// results says what became of the scans of a batch.
func (s *Store) results(ctx context.Context, b Batch, found []*whose) ([]Result, error) {
	there, err := s.Arrived(ctx, b.Meeting)
	if err != nil {
		return nil, err
	}
	all := make([]Result, len(b.Scans))
	for i, scan := range b.Scans {
		r := Result{Nonce: scan.Nonce, Verdict: Unknown}
		if w := found[i]; w != nil {
			at, in := there[Key{scan.list(), w.ID}]
			r.Member, r.Delegation, r.First, r.Door = w.ID, w.Delegation, at.At, at.Door
			switch {
			case !w.comes:
				r.Verdict = NotComing
			case scan.Undo || !in:
				r.Verdict = Undone
			case at.By == scan.Nonce:
				r.Verdict = In
			default:
				r.Verdict = Again
			}
		}
		all[i] = r
	}
	return all, nil
}

// Arrived returns who is there, by list and member.
func (s *Store) Arrived(ctx context.Context, meeting string) (_ map[Key]There, err error) {
	defer errs.Wrap(&err, "checkin.Arrived(%s)", meeting)
	all, err := db.Collect(ctx, s.db, func(row db.Scanner) (t taken, err error) {
		return t, row.Scan(&t.Nonce, &t.List, &t.Member, &t.Door, &t.At, &t.Undone)
	}, `
		SELECT nonce,
		       list,
		       member,
		       door,
		       at,
		       undone
		  FROM checkin_scan
		 WHERE meeting = $1`, meeting)
	return fold(all), err
}

// Mark changes whenever something of a meeting's check-in does: scans, lists, doors, members,
// delegations, settings. It is made from numbers of rows and moments alone.
func (s *Store) Mark(ctx context.Context, meeting string) (mark string, err error) {
	defer errs.Wrap(&err, "checkin.Mark(%s)", meeting)
	parts, err := db.Collect(ctx, s.db, func(row db.Scanner) (string, error) {
		var n, at, more int64
		err := row.Scan(&n, &at, &more)
		return numbers(n, at, more), err
	}, `
		SELECT count(*), coalesce(max(received), 0), coalesce(max(undone), 0) FROM checkin_scan WHERE meeting = $1
		UNION ALL
		SELECT count(*), coalesce(max(made), 0), 0 FROM checkin_list WHERE meeting = $1
		UNION ALL
		SELECT count(*), coalesce(max(made), 0), coalesce(max(revoked), 0) FROM checkin_door WHERE meeting = $1
		UNION ALL
		SELECT count(*), coalesce(max(changed), 0), 0 FROM delegation WHERE meeting = $1
		UNION ALL
		SELECT count(*), coalesce(max(changed), 0), 0 FROM delegation_member WHERE meeting = $1
		UNION ALL
		SELECT version, changed, ends FROM conference WHERE meeting = $1`, meeting)
	slices.Sort(parts) // UNION ALL promises no order
	return strings.Join(parts, "."), err
}

func numbers(all ...int64) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = strconv.FormatInt(n, 36)
	}
	return strings.Join(texts, "-")
}
