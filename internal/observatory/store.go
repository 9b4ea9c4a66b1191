package observatory

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// Store reads what chains are reckoned from. It is safe for concurrent use.
type Store struct {
	db       *db.DB
	projects Projects
}

// Projects are all projects. project.Store has them.
type Projects interface {
	All(ctx context.Context) ([]project.Project, error)
}

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB, projects Projects) *Store { return &Store{d, projects} }

// Facts are what the contacts of some meetings can have led to; of all meetings where none
// is named.
func (s *Store) Facts(ctx context.Context, meetings ...string) (f Facts, err error) {
	defer errs.Wrap(&err, "observatory.Facts")
	if f.Projects, err = s.projects.All(ctx); err != nil {
		return f, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if f.Contacts, err = forum.ContactsIn(ctx, tx, meetings...); err != nil || len(f.Contacts) == 0 {
			return err
		}
		if f.Requests, err = requests(ctx, tx); err != nil {
			return err
		}
		if f.Exchanges, err = exchanges(ctx, tx, placesOf(f.Contacts)); err != nil {
			return err
		}
		f.Partnerships, err = partnerships(ctx, tx, f)
		return err
	})
	return f, err
}

// placesOf are the places of contacts, each once.
func placesOf(contacts []forum.Contact) map[int64]bool {
	all := map[int64]bool{}
	for _, c := range contacts {
		for _, n := range []int64{c.PlaceA, c.PlaceB} {
			if n != 0 {
				all[n] = true
			}
		}
	}
	return all
}

// requests are the contacts that requests name.
func requests(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	all := map[string]string{}
	return all, db.Each(ctx, tx, func(row db.Scanner) error {
		var id, body string
		if err := row.Scan(&id, &body); err != nil {
			return err
		}
		var r struct {
			Contact string `json:"contact"`
		}
		if !strings.Contains(body, `"contact"`) { // nearly all: spares the reading
			return nil
		}
		err := json.Unmarshal([]byte(body), &r)
		if r.Contact != "" {
			all[id] = r.Contact
		}
		return err
	}, `SELECT id, body FROM seek_request`)
}

// exchanges are the conversations and procedures between some places.
func exchanges(ctx context.Context, tx *db.Tx, places map[int64]bool) (all []Exchange, err error) {
	keep := func(x Exchange) bool {
		n := 0
		for _, p := range x.Places {
			if places[p] {
				n++
			}
		}
		return n > 1 || n == 1 && x.Contact+x.Request+x.Conversation != ""
	}
	err = db.Each(ctx, tx, func(row db.Scanner) error {
		x := Exchange{Kind: OfConversation, Places: make([]int64, 2)}
		var made int64
		if err := row.Scan(&x.ID, &x.Places[0], &x.Places[1], &x.Request, &x.Contact, &made); err != nil {
			return err
		}
		if x.Day = lang.DateOf(db.Moment(made).UTC()); keep(x) {
			all = append(all, x)
		}
		return nil
	}, `
		SELECT id,
		       here,
		       there,
		       request,
		       contact,
		       made
		  FROM relay_conversation
		 ORDER BY made, id`)
	if err != nil {
		return nil, err
	}
	walked, err := procedures(ctx, tx)
	return append(all, slices.DeleteFunc(walked, func(x Exchange) bool { return !keep(x) })...), err
}

func procedures(ctx context.Context, tx *db.Tx) (all []Exchange, err error) {
	at := map[string]int{}
	err = db.Each(ctx, tx, func(row db.Scanner) error {
		x := Exchange{Kind: OfProcedure}
		var begun int64
		if err := row.Scan(&x.ID, &x.Request, &x.Conversation, &x.Contact, &x.Partnership, &begun); err != nil {
			return err
		}
		x.Day = lang.DateOf(db.Moment(begun).UTC())
		at[x.ID] = len(all)
		all = append(all, x)
		return nil
	}, `
		SELECT id,
		       request,
		       conversation,
		       contact,
		       partnership,
		       begun
		  FROM procedure
		 ORDER BY begun, id`)
	if err != nil || len(all) == 0 {
		return all, err
	}
	err = db.Each(ctx, tx, func(row db.Scanner) error {
		var id string
		var place int64
		err := row.Scan(&id, &place)
		all[at[id]].Places = append(all[at[id]].Places, place)
		return err
	}, `SELECT procedure_id, place FROM procedure_side ORDER BY procedure_id, ordinal`)
	if err != nil {
		return nil, err
	}
	return all, db.Each(ctx, tx, func(row db.Scanner) error {
		var id, body string
		if err := row.Scan(&id, &body); err != nil {
			return err
		}
		var point struct {
			Act string `json:"act"`
		}
		err := json.Unmarshal([]byte(body), &point)
		if point.Act != "" {
			all[at[id]].Acts = append(all[at[id]].Acts, point.Act)
		}
		return err
	}, `SELECT procedure_id, body FROM procedure_point WHERE state = 'done' AND step IN ('letter', 'ceremony')`)
}

// partnerships are those with a letter or an agreement between places of a contact, or that
// hold the acts of a procedure.
func partnerships(ctx context.Context, tx *db.Tx, f Facts) (all []partnership.Partnership, err error) {
	wanted, pairs := map[string]bool{}, map[[2]int64]bool{}
	for _, x := range f.Exchanges {
		wanted[x.Partnership] = true
	}
	for _, c := range f.Contacts {
		pairs[pair(c.PlaceA, c.PlaceB)] = true
	}
	err = db.Each(ctx, tx, func(row db.Scanner) error {
		var p partnership.Partnership
		var a, b int64
		var parties string
		if err := row.Scan(&p.ID, &p.Kind, &a, &b, &parties); err != nil {
			return err
		}
		p.Parties = []partnership.Party{{Place: a}, {Place: b}}
		if parties != "" {
			if err := json.Unmarshal([]byte(parties), &p.Parties); err != nil {
				return fmt.Errorf("partnership %s: %w", p.ID, err)
			}
		}
		if wanted[p.ID] || joins(sides(p), pairs) {
			all = append(all, p)
		}
		return nil
	}, `
		SELECT p.id,
		       p.kind,
		       p.a,
		       p.b,
		       p.parties
		  FROM partnership p
		 WHERE p.withdrawn = 0
		   AND p.id IN (SELECT partnership FROM act WHERE type IN ('letter_of_intent', 'agreement', 'charter') AND known_until = 0)
		 ORDER BY p.id`)
	for i := range all {
		if err == nil {
			all[i].Acts, err = acts(ctx, tx, all[i].ID)
		}
	}
	return all, err
}

// joins says whether two of the places are a pair.
func joins(places []int64, pairs map[[2]int64]bool) bool {
	for i, a := range places {
		for _, b := range places[i+1:] {
			if pairs[pair(a, b)] {
				return true
			}
		}
	}
	return false
}

func acts(ctx context.Context, tx *db.Tx, id string) ([]partnership.Act, error) {
	return db.Collect(ctx, tx, func(row db.Scanner) (a partnership.Act, err error) {
		var act, body string
		var since, until int64
		if err := row.Scan(&act, &body, &since, &until); err != nil {
			return a, err
		}
		err = json.Unmarshal([]byte(body), &a)
		a.ID, a.KnownSince, a.KnownUntil = act, db.Moment(since), db.Moment(until)
		return a, err
	}, `
		SELECT id,
		       body,
		       known_since,
		       known_until
		  FROM act
		 WHERE partnership = $1
		 ORDER BY ordinal`, id)
}
