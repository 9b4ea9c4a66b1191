package project

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps projects. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	log   *people.Log
	after func(context.Context) // called when a change is durable
	tell  Tell
}

// Tell tells the office of a town, inside a change, that another one named it as a partner q
// of a project. It may be called more than once for one and the same.
type Tell func(ctx context.Context, tx *db.Tx, x Project, q Partner) error

// NewStore returns a store over an open, migrated database. Changes are told to log; after is
// called once one is durable, so that pages follow it, and may be nil.
func NewStore(d *db.DB, log *people.Log, after func(context.Context)) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{db: d, log: log, after: after}
}

// Telling is the same store, which tells towns that others name.
func (s *Store) Telling(tell Tell) *Store {
	other := *s
	other.tell = tell
	return &other
}

// tellNamed tells the towns that are named now and were not before.
func (s *Store) tellNamed(ctx context.Context, tx *db.Tx, was, now Project) error {
	if s.tell == nil {
		return nil
	}
	before := was.Named()
	for _, q := range now.Asked() {
		if slices.Contains(before, q.Place) {
			continue
		}
		if err := s.tell(ctx, tx, now, q); err != nil {
			return err
		}
	}
	return nil
}

const selectProject = `
	SELECT id,
	       handle,
	       version,
	       state,
	       call_key,
	       shown,
	       body,
	       created,
	       changed
	  FROM project`

func scanProject(row db.Scanner) (p Project, err error) {
	var shown, created, changed int64
	var body string
	if err := row.Scan(&p.ID, &p.Handle, &p.Version, &p.State, &p.Call, &shown, &body, &created, &changed); err != nil {
		return p, err
	}
	p.Shown, p.Created, p.Changed = db.Moment(shown), db.Moment(created), db.Moment(changed)
	return p, json.Unmarshal([]byte(body), &p.Body)
}

// projects reads projects with their partnerships.
func projects(ctx context.Context, q db.Querier, where string, args ...any) ([]Project, error) {
	all, err := db.Collect(ctx, q, scanProject, selectProject+where, args...)
	if err != nil || len(all) == 0 {
		return all, err
	}
	at := map[string]int{}
	for i, p := range all {
		at[p.ID] = i
	}
	within, of := `SELECT project, partnership FROM project_partnership`, []any(nil)
	if len(all) == 1 {
		within, of = within+` WHERE project = $1`, []any{all[0].ID}
	}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var id, partnership string
		if err := row.Scan(&id, &partnership); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			all[i].Partnerships = append(all[i].Partnerships, partnership)
		}
		return nil
	}, within+` ORDER BY project, partnership`, of...)
}

// All are all projects, the latest change first.
func (s *Store) All(ctx context.Context) (_ []Project, err error) {
	defer errs.Wrap(&err, "project.All")
	return projects(ctx, s.db, ` ORDER BY changed DESC, id`)
}

// Public are the projects that readers see, those first that were shown last.
func (s *Store) Public(ctx context.Context) (_ []Project, err error) {
	defer errs.Wrap(&err, "project.Public")
	return projects(ctx, s.db, ` WHERE shown > 0 ORDER BY shown DESC, id`)
}

// Of are the projects of which a place is a partner, or was one, the latest change first.
func (s *Store) Of(ctx context.Context, place int64) (_ []Project, err error) {
	defer errs.Wrap(&err, "project.Of(%d)", place)
	return projects(ctx, s.db, ` WHERE id IN (SELECT project FROM project_place WHERE place = $1) ORDER BY changed DESC, id`, place)
}

// OfPartnership are the projects that grew out of a partnership, the latest change first.
func (s *Store) OfPartnership(ctx context.Context, partnership string) (_ []Project, err error) {
	defer errs.Wrap(&err, "project.OfPartnership(%s)", partnership)
	return projects(ctx, s.db, ` WHERE id IN (SELECT project FROM project_partnership WHERE partnership = $1) ORDER BY changed DESC, id`, partnership)
}

// Among are the projects of which one of some places is a partner, or was, that grew out of one
// of some partnerships, or that name one of some meetings; the latest change first.
func (s *Store) Among(ctx context.Context, places []int64, partnerships, meetings []string) (all []Project, err error) {
	defer errs.Wrap(&err, "project.Among")
	ids := map[string]bool{}
	note := func(row db.Scanner) error {
		var id string
		err := row.Scan(&id)
		ids[id] = true
		return err
	}
	for _, read := range []func() error{
		func() error {
			return eachOf(ctx, s.db, note, `SELECT project FROM project_place WHERE place IN `, places)
		},
		func() error {
			return eachOf(ctx, s.db, note, `SELECT project FROM project_partnership WHERE partnership IN `, partnerships)
		},
		func() error { return s.naming(ctx, meetings, func(id string) { ids[id] = true }) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(ids)), portion) {
		marks, args := marksOf(chunk)
		some, err := projects(ctx, s.db, ` WHERE id IN `+marks, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b Project) int { return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// naming tells of the projects that name one of some meetings.
func (s *Store) naming(ctx context.Context, meetings []string, note func(id string)) error {
	if len(meetings) == 0 {
		return nil
	}
	return db.Each(ctx, s.db, func(row db.Scanner) error {
		var id, body string
		if err := row.Scan(&id, &body); err != nil {
			return err
		}
		var f Facts
		err := json.Unmarshal([]byte(body), &f)
		if slices.Contains(meetings, f.Meeting) {
			note(id)
		}
		return err
	}, `SELECT id, body FROM project WHERE body LIKE '%"meeting":"%'`)
}

// portion is how many keys one query names: engines bound that.
const portion = 200

// eachOf reads the rows of a query, which ends before a list, for some keys.
func eachOf[K any](ctx context.Context, q db.Querier, row func(db.Scanner) error, query string, keys []K) error {
	for chunk := range slices.Chunk(keys, portion) {
		marks, args := marksOf(chunk)
		if err := db.Each(ctx, q, row, query+marks, args...); err != nil {
			return err
		}
	}
	return nil
}

// marksOf is a list of keys as a query has it: "($1, $2)", with the keys.
func marksOf[K any](keys []K) (marks string, args []any) {
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i], args = "$"+strconv.Itoa(i+1), append(args, key)
	}
	return "(" + strings.Join(all, ", ") + ")", args
}

// ByID returns a project, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Project, error) {
	return one(ctx, s.db, ` WHERE id = $1`, id)
}

// ByHandle returns the project of an address, or errs.NotFound.
func (s *Store) ByHandle(ctx context.Context, handle string) (Project, error) {
	return one(ctx, s.db, ` WHERE handle = $1`, handle)
}

func one(ctx context.Context, q db.Querier, where, arg string) (_ Project, err error) {
	defer errs.Wrap(&err, "project.one(%s)", arg)
	all, err := projects(ctx, q, where, arg)
	switch {
	case err != nil:
		return Project{}, err
	case len(all) == 0:
		return Project{}, errs.New(errs.NotFound, lang.Msg("error.project.unknown"), nil)
	}
	return all[0], nil
}

// Create keeps a new project, as an idea that nobody sees whatever it says, and returns its
// identifier. Its Handle gets a number at its end where another project has it.
func (s *Store) Create(ctx context.Context, who people.Actor, p Project) (id string, err error) {
	defer errs.Wrap(&err, "project.Create")
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		id, err = s.CreateIn(ctx, tx, note, p)
		return err
	})
	return id, err
}

// CreateIn is Create within a change of the caller's.
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, note func(people.Entry), p Project) (id string, err error) {
	defer errs.Wrap(&err, "project.CreateIn")
	p.ID = cmp.Or(p.ID, db.NewID())
	p.State, p.Version, p.Moves, p.Versions = Idea, 1, nil, nil
	p.tidy(Project{}, db.Moment(tx.Now()))
	if err := p.check(); err != nil {
		return "", err
	}
	if p.Handle, err = db.FreeHandle(ctx, tx, "project", cmp.Or(p.Handle, Kind)); err != nil {
		return "", err
	}
	body, err := json.Marshal(p.Body)
	if err != nil {
		return "", err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO project (id, handle, version, state, call_key, shown, body, created, changed)
		VALUES ($1, $2, 1, $3, $4, 0, $5, $6, $6)`,
		p.ID, p.Handle, string(p.State), p.Call, string(body), tx.Now()); err != nil {
		return "", err
	}
	if err := errs.First(saveLinks(ctx, tx, p), s.tellNamed(ctx, tx, Project{}, p)); err != nil {
		return "", err
	}
	note(entry(Project{}, p))
	tx.AfterCommit(func() { s.after(ctx) })
	return p.ID, tx.TouchOne(ctx, Kind, p.ID)
}

// Change changes a part of a project as fn says, in one transaction, and tells the record of
// changes what is different. version is that of the part that the person saw: another one
// now is errs.Conflict, and nothing is changed. What breaks a rule is errs.Invalid by its
// field.
func (s *Store) Change(ctx context.Context, who people.Actor, id string, part Part, version int64, fn func(p *Project) error) (err error) {
	defer errs.Wrap(&err, "project.Change(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.ChangeIn(ctx, tx, note, id, part, version, fn)
	})
}

// AnyVersion is for changes of a part that cannot undo another person's, such as one more
// paper.
const AnyVersion = -1

// ChangeIn is Change within a change of the caller's.
func (s *Store) ChangeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), id string, part Part, version int64, fn func(p *Project) error) (err error) {
	defer errs.Wrap(&err, "project.ChangeIn(%s)", id)
	was, err := one(ctx, tx, ` WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if version != AnyVersion && was.PartVersion(part) != version {
		return errs.New(errs.Conflict, lang.Msg("error.project.changed"), nil)
	}
	now, err := was.clone()
	if err := errs.First(err, fn(&now)); err != nil {
		return err
	}
	now.tidy(was, db.Moment(tx.Now()))
	if err := now.check(); err != nil {
		return err
	}
	now.Version++
	if now.Versions == nil {
		now.Versions = map[Part]int64{}
	}
	now.Versions[part] = was.PartVersion(part) + 1
	if err := save(ctx, tx, now); err != nil {
		return err
	}
	if err := s.tellNamed(ctx, tx, was, now); err != nil {
		return err
	}
	note(entry(was, now))
	tx.AfterCommit(func() { s.after(ctx) })
	return tx.TouchOne(ctx, Kind, id)
}

// clone copies a project so far that a change of the copy leaves it alone.
func (p Project) clone() (Project, error) {
	body, err := json.Marshal(p.Body)
	if err != nil {
		return p, err
	}
	p.Body, p.Partnerships = Body{}, slices.Clone(p.Partnerships)
	return p, json.Unmarshal(body, &p.Body)
}

func save(ctx context.Context, tx *db.Tx, p Project) error {
	body, err := json.Marshal(p.Body)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE project
		   SET version  = $1,
		       state    = $2,
		       call_key = $3,
		       shown    = $4,
		       body     = $5,
		       changed  = $6
		 WHERE id = $7`,
		p.Version, string(p.State), p.Call, db.Micros(p.Shown), string(body), tx.Now(), p.ID); err != nil {
		return err
	}
	return saveLinks(ctx, tx, p)
}

// saveLinks keeps which places and partnerships a project concerns. A place that left stays:
// its town still finds the project.
func saveLinks(ctx context.Context, tx *db.Tx, p Project) error {
	for _, query := range []string{`DELETE FROM project_place WHERE project = $1`, `DELETE FROM project_partnership WHERE project = $1`} {
		if _, err := tx.ExecContext(ctx, query, p.ID); err != nil {
			return err
		}
	}
	var places []int64
	for _, q := range p.Partners {
		if q.Place != 0 && !slices.Contains(places, q.Place) {
			places = append(places, q.Place)
		}
	}
	for _, place := range places {
		if _, err := tx.ExecContext(ctx, `INSERT INTO project_place (project, place) VALUES ($1, $2)`, p.ID, place); err != nil {
			return err
		}
	}
	for _, id := range p.Partnerships {
		if _, err := tx.ExecContext(ctx, `INSERT INTO project_partnership (project, partnership) VALUES ($1, $2)`, p.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// EraseIn removes a project whole, without a word in the record of changes: what only
// demonstrates leaves no trace. It returns how many projects went.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "project.EraseIn(%s)", id)
	for _, query := range []string{`DELETE FROM project_place WHERE project = $1`, `DELETE FROM project_partnership WHERE project = $1`, `DELETE FROM project WHERE id = $1`} {
		done, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return n, err
		}
		if n, err = done.RowsAffected(); err != nil {
			return n, err
		}
	}
	if n > 0 {
		err = tx.TouchOne(ctx, Kind, id)
	}
	return n, err
}
