package helppoint

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps help points. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	after func(context.Context) // called when a change is durable
}

// NewStore returns a store over an open, migrated database. Changes are told to log; after
// is called once one is durable, so that pages follow it, and may be nil.
func NewStore(d *db.DB, log *people.Log, after func(context.Context)) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{db: d, log: log, after: after}
}

// kind is what a point is called in the record of changes and in the feed of changes.
const kind = "help_point"

const selectPoint = `
	SELECT id,
	       handle,
	       version,
	       state,
	       organisation,
	       place,
	       zone,
	       lat,
	       lon,
	       located,
	       hours,
	       body,
	       verified,
	       verified_role,
	       confidential,
	       enquiries,
	       example,
	       created,
	       changed
	  FROM help_point`

func scanPoint(row db.Scanner) (p Point, err error) {
	var located, verified, confidential, enquiries, example, created, changed int64
	var body string
	if err := row.Scan(&p.ID, &p.Handle, &p.Version, &p.Stage, &p.Organisation, &p.Place, &p.Zone, &p.Lat, &p.Lon, &located, &p.Hours, &body,
		&verified, &p.VerifiedRole, &confidential, &enquiries, &example, &created, &changed); err != nil {
		return p, err
	}
	p.Located, p.Confidential, p.Enquiries, p.Example = located == 1, confidential == 1, enquiries == 1, example == 1
	p.Verified, p.Created, p.Changed = db.Moment(verified), db.Moment(created), db.Moment(changed)
	p.Texts = map[string]Text{}
	return p, json.Unmarshal([]byte(body), &p.Details)
}

// points reads points with their texts.
func points(ctx context.Context, q db.Querier, where string, args ...any) ([]Point, error) {
	all, err := db.Collect(ctx, q, scanPoint, selectPoint+where, args...)
	if err != nil || len(all) == 0 {
		return all, err
	}
	at := map[string]int{}
	for i, p := range all {
		at[p.ID] = i
	}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var id, code string
		var t Text
		var changed int64
		if err := row.Scan(&id, &code, &t.Name, &t.Summary, &t.Way, &t.Origin, &t.Source, &t.OfVersion, &t.Version, &changed); err != nil {
			return err
		}
		t.Changed = db.Moment(changed)
		if i, ok := at[id]; ok {
			all[i].Texts[code] = t
		}
		return nil
	}, `
		SELECT point,
		       language,
		       name,
		       summary,
		       way,
		       origin,
		       source,
		       of_version,
		       version,
		       changed
		  FROM help_point_text`)
}

// All are all points, withdrawn ones too, by their handles.
func (s *Store) All(ctx context.Context) (_ []Point, err error) {
	defer errs.Wrap(&err, "helppoint.All")
	return points(ctx, s.db, ` ORDER BY handle`)
}

// Public are the points that readers see.
func (s *Store) Public(ctx context.Context) (_ []Point, err error) {
	defer errs.Wrap(&err, "helppoint.Public")
	return points(ctx, s.db, ` WHERE state = 'public' ORDER BY handle`)
}

// ByID returns a point, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Point, error) {
	return one(ctx, s.db, ` WHERE id = $1`, id)
}

// ByHandle returns the point of an address, or errs.NotFound.
func (s *Store) ByHandle(ctx context.Context, handle string) (Point, error) {
	return one(ctx, s.db, ` WHERE handle = $1`, handle)
}

func one(ctx context.Context, q db.Querier, where, arg string) (_ Point, err error) {
	defer errs.Wrap(&err, "helppoint.one(%s)", arg)
	all, err := points(ctx, q, where, arg)
	switch {
	case err != nil:
		return Point{}, err
	case len(all) == 0:
		return Point{}, errs.New(errs.NotFound, lang.Msg("error.help.unknown"), nil)
	}
	return all[0], nil
}

// Create keeps new points, all or none, and returns their identifiers. Each needs a
// Handle, which gets a number at its end where another point has it.
func (s *Store) Create(ctx context.Context, who people.Actor, all ...Point) (ids []string, err error) {
	defer errs.Wrap(&err, "helppoint.Create")
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		ids = nil
		for _, p := range all {
			if p.ID == "" {
				p.ID = db.NewID()
			}
			if err := create(ctx, tx, note, &p); err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	if err == nil {
		s.after(ctx)
	}
	return ids, err
}

func create(ctx context.Context, tx *db.Tx, note func(people.Entry), p *Point) (err error) {
	if p.Stage == "" {
		p.Stage = Draft
	}
	p.Version, p.Created, p.Changed = 1, db.Moment(tx.Now()), db.Moment(tx.Now())
	if err := p.check(); err != nil {
		return err
	}
	if p.Handle, err = db.FreeHandle(ctx, tx, "help_point", cmp.Or(p.Handle, "point")); err != nil {
		return err
	}
	body, err := json.Marshal(p.Details)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO help_point (id, handle, version, state, organisation, place, zone, lat, lon, located, hours, body,
		                        verified, verified_role, confidential, enquiries, example, created, changed)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)`,
		p.ID, p.Handle, string(p.Stage), p.Organisation, p.Place, p.Zone, p.Lat, p.Lon, db.Flag(p.Located), p.Hours, string(body),
		db.Micros(p.Verified), string(p.VerifiedRole), db.Flag(p.Confidential), db.Flag(p.Enquiries), db.Flag(p.Example), tx.Now())
	if err != nil {
		return err
	}
	if err := saveTexts(ctx, tx, Point{Texts: map[string]Text{}}, p); err != nil {
		return err
	}
	note(entry(Point{}, *p))
	return tx.TouchOne(ctx, kind, p.ID)
}

// Change changes a point as fn says, in one transaction, and tells the record of changes
// what is different. version is the one that the person saw: another one now is
// errs.Conflict, and nothing is changed. What breaks a rule is errs.Invalid by its field.
func (s *Store) Change(ctx context.Context, who people.Actor, id string, version int64, fn func(p *Point) error) (err error) {
	defer errs.Wrap(&err, "helppoint.Change(%s)", id)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		was, err := one(ctx, tx, ` WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if was.Version != version {
			return errs.New(errs.Conflict, lang.Msg("error.help.changed"), nil)
		}
		now := was.clone()
		if err := errs.First(fn(&now), now.check()); err != nil {
			return err
		}
		now.lapse(was)
		if now.Confidential && !was.Confidential {
			if err := hush(ctx, tx, was, &now); err != nil {
				return err
			}
		}
		now.Version++
		now.Changed = db.Moment(tx.Now())
		if err := save(ctx, tx, was, &now); err != nil {
			return err
		}
		note(entry(was, now))
		return tx.TouchOne(ctx, kind, id)
	})
	if err == nil {
		s.after(ctx)
	}
	return err
}

// lapse takes the mark of a verification away where hours or phones changed and nobody said
// in the same change that they were checked.
func (p *Point) lapse(was Point) {
	same := p.Hours == was.Hours && p.Appointment == was.Appointment && p.Holidays == was.Holidays && slices.Equal(p.Phones, was.Phones)
	if !same && p.Verified.Equal(was.Verified) {
		p.Verified, p.VerifiedRole = time.Time{}, ""
	}
}

// clone copies a point so far that a change of the copy leaves it alone.
func (p Point) clone() Point {
	body, _ := json.Marshal(p.Details) // lists of texts cannot fail
	p.Details = Details{}
	_ = json.Unmarshal(body, &p.Details)
	texts := make(map[string]Text, len(p.Texts))
	for code, t := range p.Texts {
		texts[code] = t
	}
	p.Texts = texts
	return p
}

func save(ctx context.Context, tx *db.Tx, was Point, p *Point) error {
	body, err := json.Marshal(p.Details)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE help_point
		   SET version       = $1,
		       state         = $2,
		       organisation  = $3,
		       place         = $4,
		       zone          = $5,
		       lat           = $6,
		       lon           = $7,
		       located       = $8,
		       hours         = $9,
		       body          = $10,
		       verified      = $11,
		       verified_role = $12,
		       confidential  = $13,
		       enquiries     = $14,
		       example       = $15,
		       changed       = $16
		 WHERE id = $17`,
		p.Version, string(p.Stage), p.Organisation, p.Place, p.Zone, p.Lat, p.Lon, db.Flag(p.Located), p.Hours, string(body),
		db.Micros(p.Verified), string(p.VerifiedRole), db.Flag(p.Confidential), db.Flag(p.Enquiries), db.Flag(p.Example), tx.Now(), p.ID); err != nil {
		return err
	}
	return saveTexts(ctx, tx, was, p)
}

// CreateIn keeps one new point within a change of the caller's: see [Store.Create].
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, note func(people.Entry), p Point) (err error) {
	defer errs.Wrap(&err, "helppoint.CreateIn(%s)", p.ID)
	tx.AfterCommit(func() { s.after(ctx) })
	return create(ctx, tx, note, &p)
}

// EraseIn takes a point away without a trace, with its texts, questions and counts, within
// a change of the caller's, and returns whether it was there: for example content alone.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "helppoint.EraseIn(%s)", id)
	for _, table := range []string{"help_count", "help_enquiry", "help_point_text"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE point = $1`, id); err != nil {
			return 0, err
		}
	}
	gone, err := tx.ExecContext(ctx, `DELETE FROM help_point WHERE id = $1`, id)
	if err != nil {
		return 0, err
	}
	return gone.RowsAffected()
}
