package observatory

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// begun is an exchange with the moment at which it began, in microseconds.
type begun struct {
	Exchange
	at int64
}

// inOrder are exchanges by when they began.
func inOrder(all []begun) (out []Exchange) {
	slices.SortFunc(all, func(a, b begun) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.ID, b.ID)) })
	for _, x := range all {
		out = append(out, x.Exchange)
	}
	return out
}

// exchanges are the conversations and procedures between some places, and those of one of them
// that name where they come from.
func exchanges(ctx context.Context, tx *db.Tx, places []int64) ([]Exchange, error) {
	ids, whole := []string(nil), len(places) > many
	talked, err := conversations(ctx, tx, []string{"here", "there"}, places, whole)
	if err != nil {
		return nil, err
	}
	if !whole {
		if ids, err = texts(ctx, tx, `SELECT procedure_id FROM procedure_side WHERE ordinal >= 0`, "place", places); err != nil {
			return nil, err
		}
	}
	walked, err := procedures(ctx, tx, ids, whole)
	within := map[int64]bool{}
	for _, n := range places {
		within[n] = true
	}
	return slices.DeleteFunc(append(inOrder(talked), inOrder(walked)...), func(x Exchange) bool {
		n := 0
		for _, p := range x.Places {
			if within[p] {
				n++
			}
		}
		return n == 0 || n == 1 && x.Contact+x.Request+x.Conversation == ""
	}), err
}

// conversations are those with one of some keys in one of some columns, or all of them.
func conversations[K any](ctx context.Context, tx *db.Tx, columns []string, keys []K, whole bool) (all []begun, err error) {
	seen := map[string]bool{}
	row := func(row db.Scanner) error {
		x := begun{Exchange: Exchange{Kind: OfConversation, Places: make([]int64, 2)}}
		if err := row.Scan(&x.ID, &x.Places[0], &x.Places[1], &x.Request, &x.Contact, &x.at); err != nil || seen[x.ID] {
			return err
		}
		seen[x.ID] = true
		x.Day = lang.DateOf(db.Moment(x.at).UTC())
		all = append(all, x)
		return nil
	}
	for _, column := range columns {
		if err := some(ctx, tx, `
			SELECT id,
			       here,
			       there,
			       request,
			       contact,
			       made
			  FROM relay_conversation
			 WHERE made > 0`, column, keys, whole, row); err != nil || whole {
			return all, err
		}
	}
	return all, nil
}

// procedures are those of some identifiers, or all of them.
func procedures(ctx context.Context, tx *db.Tx, ids []string, whole bool) (all []begun, err error) {
	at := map[string]int{}
	err = some(ctx, tx, `
		SELECT id,
		       request,
		       conversation,
		       contact,
		       partnership,
		       begun
		  FROM procedure
		 WHERE begun > 0`, "id", ids, whole, func(row db.Scanner) error {
		x := begun{Exchange: Exchange{Kind: OfProcedure}}
		if err := row.Scan(&x.ID, &x.Request, &x.Conversation, &x.Contact, &x.Partnership, &x.at); err != nil {
			return err
		}
		x.Day = lang.DateOf(db.Moment(x.at).UTC())
		at[x.ID] = len(all)
		all = append(all, x)
		return nil
	})
	if err != nil || len(all) == 0 {
		return all, err
	}
	err = some(ctx, tx, `SELECT procedure_id, place, ordinal FROM procedure_side WHERE ordinal >= 0`, "procedure_id", ids, whole, func(row db.Scanner) error {
		var id string
		var place int64
		var ordinal int
		if err := row.Scan(&id, &place, &ordinal); err != nil {
			return err
		}
		sides := &all[at[id]].Places
		for len(*sides) <= ordinal { // rows come in any order
			*sides = append(*sides, 0)
		}
		(*sides)[ordinal] = place
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, some(ctx, tx, `SELECT procedure_id, body FROM procedure_point WHERE state = 'done' AND step IN ('letter', 'ceremony')`, "procedure_id", ids, whole, func(row db.Scanner) error {
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
	})
}

// texts are the values of a query's one column, each once.
func texts[K any](ctx context.Context, tx *db.Tx, query, column string, keys []K) (all []string, err error) {
	err = some(ctx, tx, query, column, keys, false, func(row db.Scanner) error {
		var text string
		err := row.Scan(&text)
		all = append(all, text)
		return err
	})
	slices.Sort(all)
	return slices.Compact(all), err
}

// kin are the procedures of some partnerships that are not among exchanges yet, with the
// conversations that they come from: by them a project can be known to have grown elsewhere.
func kin(ctx context.Context, tx *db.Tx, of []string, known []Exchange) ([]Exchange, error) {
	seen := map[string]bool{}
	for _, x := range known {
		seen[x.ID] = true
	}
	ids, err := texts(ctx, tx, `SELECT id FROM procedure WHERE begun > 0`, "partnership", of)
	if err != nil {
		return nil, err
	}
	fresh := func(id string) bool { return id == "" || seen[id] }
	walked, err := procedures(ctx, tx, slices.DeleteFunc(ids, fresh), false)
	if err != nil {
		return nil, err
	}
	var from []string
	for _, x := range walked {
		from = append(from, x.Conversation)
	}
	talked, err := conversations(ctx, tx, []string{"id"}, slices.DeleteFunc(from, fresh), false)
	return append(inOrder(talked), inOrder(walked)...), err
}
