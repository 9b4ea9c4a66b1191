package observatory

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
)

// partnerships are those with a letter or an agreement between places of a contact, or that
// hold the acts of a procedure.
func partnerships(ctx context.Context, tx *db.Tx, places []int64, f Facts) (all []partnership.Partnership, err error) {
	wanted, pairs, seen := map[string]bool{}, map[[2]int64]bool{}, map[string]bool{}
	var held []string
	for _, x := range f.Exchanges {
		if x.Partnership != "" && !wanted[x.Partnership] {
			wanted[x.Partnership] = true
			held = append(held, x.Partnership)
		}
	}
	for _, c := range f.Contacts {
		pairs[pair(c.PlaceA, c.PlaceB)] = true
	}
	row := func(row db.Scanner) error {
		var p partnership.Partnership
		var a, b int64
		var parties string
		if err := row.Scan(&p.ID, &p.Kind, &a, &b, &parties); err != nil || seen[p.ID] {
			return err
		}
		seen[p.ID] = true
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
	}
	const query = `
		SELECT p.id,
		       p.kind,
		       p.a,
		       p.b,
		       p.parties
		  FROM partnership p
		 WHERE p.withdrawn = 0
		   AND EXISTS (SELECT 1 FROM act WHERE act.partnership = p.id AND type IN ('letter_of_intent', 'agreement', 'charter') AND known_until = 0)`
	if len(places) > many {
		err = db.Each(ctx, tx, row, query)
	} else {
		err = cmp.Or(
			some(ctx, tx, query, "p.a", places, false, row), some(ctx, tx, query, "p.b", places, false, row), some(ctx, tx, query, "p.id", held, false, row),
			db.Each(ctx, tx, row, query+` AND p.parties <> ''`), // of several towns, or of one that took over: few
		)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b partnership.Partnership) int { return cmp.Compare(a.ID, b.ID) })
	return all, acts(ctx, tx, all)
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

// acts reads the acts of partnerships into them.
func acts(ctx context.Context, tx *db.Tx, all []partnership.Partnership) error {
	at, ids := map[string]int{}, make([]string, len(all))
	for i, p := range all {
		at[p.ID], ids[i] = i, p.ID
	}
	order := map[string]int{}
	err := some(ctx, tx, `
		SELECT partnership,
		       id,
		       ordinal,
		       body,
		       known_since,
		       known_until
		  FROM act
		 WHERE id <> ''`, "partnership", ids, false, func(row db.Scanner) error {
		var a partnership.Act
		var of, id, body string
		var ordinal int
		var since, until int64
		if err := row.Scan(&of, &id, &ordinal, &body, &since, &until); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			return fmt.Errorf("act %s: %w", id, err)
		}
		a.ID, a.KnownSince, a.KnownUntil = id, db.Moment(since), db.Moment(until)
		order[id] = ordinal
		all[at[of]].Acts = append(all[at[of]].Acts, a)
		return nil
	})
	for i := range all {
		slices.SortStableFunc(all[i].Acts, func(a, b partnership.Act) int { return cmp.Compare(order[a.ID], order[b.ID]) })
	}
	return err
}
