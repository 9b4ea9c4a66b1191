package hosting

import (
	"context"
	"slices"
	"strconv"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// RecordKind is what a host family is called in the record of changes.
const RecordKind = "host_family"

// The purposes under which the parts are sealed.
const (
	sealHome  = "host family"
	sealNeeds = "host guest"
)

// Told is a mail to be written: to a family, with its guests, or to a delegation, with where
// its members stay.
type Told struct {
	Family     *Family                // nil: the delegation is told
	Delegation *delegation.Delegation // nil: the family is told
	Stays      []Stay
}

// Stay is a guest with her family.
type Stay struct {
	Guest
	Host Family
}

// Tell writes a mail inside the transaction of the change that causes it.
type Tell func(ctx context.Context, tx *db.Tx, t Told) error

// Store keeps families and stays. It is safe for concurrent use.
type Store struct {
	db     *db.DB
	log    *people.Log
	key    secret.Key
	guests *delegation.Store
	tell   Tell
}

// NewStore returns the families of a database, sealed with key. guests knows who comes; tell
// writes the mails, nil writes none.
func NewStore(d *db.DB, log *people.Log, key secret.Key, guests *delegation.Store, tell Tell) *Store {
	if tell == nil {
		tell = func(context.Context, *db.Tx, Told) error { return nil }
	}
	return &Store{d, log, key, guests, tell}
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.hosts.unknown"), nil) }

const familyColumns = `id, meeting, sealed, beds, told, version`

func (s *Store) scanFamily(row db.Scanner) (f Family, err error) {
	var sealed string
	var told int64
	if err := row.Scan(&f.ID, &f.Meeting, &sealed, &f.Beds, &told, &f.Version); err != nil {
		return f, err
	}
	f.Told = db.Moment(told)
	return f, s.key.UnsealJSON(sealHome, sealed, &f.Home)
}

// Families returns the families of a meeting, in the order in which they were added.
func (s *Store) Families(ctx context.Context, meeting string) (_ []Family, err error) {
	defer errs.Wrap(&err, "hosting.Families(%s)", meeting)
	return db.Collect(ctx, s.db, s.scanFamily, `SELECT `+familyColumns+` FROM host_family WHERE meeting = $1 ORDER BY made, id`, meeting)
}

// Family returns a family of a meeting, or errs.NotFound.
func (s *Store) Family(ctx context.Context, meeting, id string) (_ Family, err error) {
	defer errs.Wrap(&err, "hosting.Family(%s)", id)
	return s.familyIn(ctx, s.db, meeting, id)
}

func (s *Store) familyIn(ctx context.Context, q db.Querier, meeting, id string) (Family, error) {
	f, ok, err := db.One(ctx, q, s.scanFamily, `SELECT `+familyColumns+` FROM host_family WHERE meeting = $1 AND id = $2`, meeting, id)
	if err == nil && !ok {
		err = unknown()
	}
	return f, err
}

// Put adds a family, where it has no identifier, or changes one, and returns its identifier.
// The record of changes tells that it happened, and nothing of the family.
func (s *Store) Put(ctx context.Context, who people.Actor, f Family) (id string, err error) {
	defer errs.Wrap(&err, "hosting.Put(%s)", f.ID)
	if f, err = f.clean(); err != nil {
		return "", err
	}
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		id = f.ID
		var before Family
		if id == "" {
			id = db.NewID()
			n, _, err := db.One(ctx, tx, scanCount, `SELECT count(*) FROM host_family WHERE meeting = $1`, f.Meeting)
			if err == nil && n >= mostFamilies {
				err = errs.In("", lang.Msg("error.hosts.many", "max", mostFamilies))
			}
			if err != nil {
				return err
			}
		} else if before, err = s.familyIn(ctx, tx, f.Meeting, id); err != nil {
			return err
		} else if before.Version != f.Version {
			return errs.New(errs.Conflict, lang.Msg("error.hosts.conflict"), nil)
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO host_family (id, meeting, sealed, beds, made, changed, version)
			VALUES ($1, $2, $3, $4, $5, $5, 1)
			ON CONFLICT (id) DO UPDATE
			   SET sealed = excluded.sealed, beds = excluded.beds, changed = excluded.changed, version = host_family.version + 1`,
			id, f.Meeting, s.key.SealJSON(sealHome, f.Home), f.Beds, tx.Now())
		note(people.Entry{Action: people.MeetingGuests, Kind: RecordKind, ID: id, Fields: []people.FieldChange{{Name: "beds", Old: number(before.Beds), New: number(f.Beds)}}})
		return err
	})
	return id, err
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func scanCount(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }

// Remove takes a family away; its guests are to be placed anew.
func (s *Store) Remove(ctx context.Context, who people.Actor, meeting, id string) (err error) {
	defer errs.Wrap(&err, "hosting.Remove(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		f, err := s.familyIn(ctx, tx, meeting, id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE host_guest SET family = '', by_hand = 0, told = 0, changed = $1 WHERE meeting = $2 AND family = $3`, tx.Now(), meeting, id); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM host_family WHERE id = $1`, id)
		note(people.Entry{Action: people.MeetingGuests, Kind: RecordKind, ID: id, Fields: []people.FieldChange{{Name: "beds", Old: number(f.Beds)}}})
		return err
	})
}

// placed is what is kept of a guest.
type placed struct {
	member, family string
	needs          Needs
	byHand         bool
	told           int64
}

func (s *Store) scanPlaced(row db.Scanner) (p placed, err error) {
	var sealed string
	var byHand int64
	if err := row.Scan(&p.member, &p.family, &sealed, &byHand, &p.told); err != nil {
		return p, err
	}
	p.byHand = byHand == 1
	return p, s.key.UnsealJSON(sealNeeds, sealed, &p.needs)
}

// View is a meeting's families and the guests who asked for one.
type View struct {
	Families []Family
	Guests   []Guest // in the order of delegations and their lists
}

// View returns them.
func (s *Store) View(ctx context.Context, meeting string) (v View, err error) {
	defer errs.Wrap(&err, "hosting.View(%s)", meeting)
	if v.Families, err = s.Families(ctx, meeting); err != nil {
		return v, err
	}
	members, err := s.guests.MembersOf(ctx, meeting)
	if err != nil {
		return v, err
	}
	all, err := db.Collect(ctx, s.db, s.scanPlaced, `SELECT member, family, sealed, by_hand, told FROM host_guest WHERE meeting = $1`, meeting)
	if err != nil {
		return v, err
	}
	for _, m := range members {
		if m.Lodging != delegation.Family {
			continue
		}
		g := Guest{Member: m.ID, Delegation: m.Delegation, Name: m.Name, Languages: m.Languages, Minor: m.Minor, Care: m.Care.Diet != "" || m.Care.Access != "", Said: m.Care.House}
		if i := slices.IndexFunc(all, func(p placed) bool { return p.member == m.ID }); i >= 0 {
			g.Noted, g.Family, g.ByHand, g.Told = all[i].needs, all[i].family, all[i].byHand, db.Moment(all[i].told)
		}
		g.Needs = g.Noted.with(g.Said)
		v.Guests = append(v.Guests, g)
	}
	return v, nil
}

// In are the guests of a view who stay with a family.
func (v View) In(family string) (all []Guest) {
	for _, g := range v.Guests {
		if g.Family == family && family != "" {
			all = append(all, g)
		}
	}
	return all
}
