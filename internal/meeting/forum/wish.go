package forum

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Limits of what a side says. Nobody has thirty talks in a day, and a list that names
// everybody says nothing.
const (
	MostWishes  = 30
	mostRefused = 100
	longestWhy  = 300
	longestLine = 200
)

// Profile is what the others read of a side.
type Profile struct {
	Topics []string `json:"topics,omitempty"` // codes of areas of cooperation
	Line   string   `json:"line,omitempty"`
}

// Part is how a side takes part.
type Part struct {
	Profile
	Away     []int `json:"away,omitempty"` // slots in which it is not there
	Side     string
	Wished   time.Time // when it sent its wishes; zero: not yet
	Reminded time.Time
	Gone     time.Time // zero: it takes part
	Withdrew bool      // it is gone because it does not come to the meeting: see [Store.Back]
	Version  int64
}

// Wished is one line of a side's wishes. Of those that a side sends the first is its
// dearest.
type Wished struct {
	Side, Other string
	Place       int    // 1: the dearest; 0: no talk with this one
	Why         string // for the side itself
}

const sealPurpose = "forum"

func (s *Store) seal(text string) string {
	if text == "" {
		return ""
	}
	return s.key.Seal(sealPurpose, []byte(text))
}

func (s *Store) unseal(sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	plain, err := s.key.Unseal(sealPurpose, sealed)
	return string(plain), err
}

// Parts are all sides that said something, by their identifiers.
func (s *Store) Parts(ctx context.Context, id string) (_ map[string]Part, err error) {
	defer errs.Wrap(&err, "forum.Parts(%s)", id)
	return partsIn(ctx, s.db, id)
}

func partsIn(ctx context.Context, q db.Querier, id string) (map[string]Part, error) {
	all, err := db.Collect(ctx, q, scanPart, `
		SELECT side,
		       body,
		       wished,
		       reminded,
		       gone,
		       version
		  FROM forum_side
		 WHERE meeting = $1`, id)
	parts := make(map[string]Part, len(all))
	for _, p := range all {
		parts[p.Side] = p
	}
	return parts, err
}

type partBody struct {
	Profile
	Away     []int `json:"away,omitempty"`
	Withdrew bool  `json:"withdrew,omitempty"`
}

func scanPart(row db.Scanner) (p Part, err error) {
	var body string
	var wished, reminded, gone int64
	if err := row.Scan(&p.Side, &body, &wished, &reminded, &gone, &p.Version); err != nil {
		return p, err
	}
	said, err := partOf(body)
	p.Profile, p.Away, p.Withdrew = said.Profile, said.Away, said.Withdrew
	p.Wished, p.Reminded, p.Gone = db.Moment(wished), db.Moment(reminded), db.Moment(gone)
	return p, err
}

// partOf reads what a side says of itself.
func partOf(body string) (Part, error) {
	var b partBody
	err := json.Unmarshal([]byte(body), &b)
	return Part{Profile: b.Profile, Away: b.Away, Withdrew: b.Withdrew}, err
}

func putPart(ctx context.Context, tx *db.Tx, id string, p Part) error {
	body, err := json.Marshal(partBody{p.Profile, p.Away, p.Withdrew})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO forum_side (meeting, side, body, wished, reminded, gone, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (meeting, side) DO UPDATE SET
			body     = excluded.body,
			wished   = excluded.wished,
			reminded = excluded.reminded,
			gone     = excluded.gone,
			version  = excluded.version`,
		id, p.Side, string(body), db.Micros(p.Wished), db.Micros(p.Reminded), db.Micros(p.Gone), p.Version)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE forum SET asked = asked + 1 WHERE meeting = $1`, id)
	return err
}

// Wishes are the wishes and exclusions of a side, the dearest first, then those with whom
// it wants no talk.
func (s *Store) Wishes(ctx context.Context, id, side string) (all []Wished, err error) {
	defer errs.Wrap(&err, "forum.Wishes(%s)", id)
	return s.wishesOf(ctx, s.db, id, side)
}

func (s *Store) wishesOf(ctx context.Context, q db.Querier, id, side string) ([]Wished, error) {
	return db.Collect(ctx, q, func(row db.Scanner) (w Wished, err error) {
		var sealed string
		if err := row.Scan(&w.Side, &w.Other, &w.Place, &sealed); err != nil {
			return w, err
		}
		w.Why, err = s.unseal(sealed)
		return w, err
	}, `
		SELECT side,
		       other,
		       place,
		       sealed
		  FROM forum_wish
		 WHERE meeting = $1 AND side = $2
		 ORDER BY CASE WHEN place = 0 THEN 1 ELSE 0 END, place, other`, id, side)
}

// All are the wishes of a whole forum, without their reasons.
type All map[string]map[string]int // place by side and other

// AllWishes are the wishes of all sides: for whoever plans.
func (s *Store) AllWishes(ctx context.Context, id string) (_ All, err error) {
	defer errs.Wrap(&err, "forum.AllWishes(%s)", id)
	return wishesIn(ctx, s.db, id)
}

func wishesIn(ctx context.Context, q db.Querier, id string) (All, error) {
	all := All{}
	return all, db.Each(ctx, q, func(row db.Scanner) error {
		var side, other string
		var place int
		if err := row.Scan(&side, &other, &place); err != nil {
			return err
		}
		if all[side] == nil {
			all[side] = map[string]int{}
		}
		all[side][other] = place
		return nil
	}, `SELECT side, other, place FROM forum_wish WHERE meeting = $1`, id)
}

// Send is what a side sends from its form.
type Send struct {
	Version int64 // of its part that it saw; 0: none
	Profile Profile
	Away    []int
	Wishes  []Wished // Side does not count; Place above 0 is the order, the lowest first; 0 excludes
}

// Wish keeps what a side wishes, of those that take part. Until the forum is released, or
// its wishes are closed, everything counts; later only whom it excludes and when it is away.
// Talks that cannot take place any more are freed at once, as by [Store.Leave]. What cannot
// be is errs.Invalid; a form that another one of the delegation overtook is errs.Conflict.
func (s *Store) Wish(ctx context.Context, who people.Actor, id string, side Side, sent Send, sides []Side, fits Fits, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Wish(%s)", id)
	if err := sent.check(side, sides); err != nil {
		return err
	}
	return s.change(ctx, who, id, "wishes", side.ID, func(tx *db.Tx) error {
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		p := d.parts[side.ID]
		switch {
		case p.Version != sent.Version:
			return errs.New(errs.Conflict, lang.Msg("error.forum.form_overtaken"), nil)
		case d.index(side.ID) < 0:
			return errs.New(errs.Conflict, lang.Msg("error.forum.left"), nil)
		}
		now := db.Moment(tx.Now())
		p.Side, p.Version, p.Away = side.ID, p.Version+1, sent.Away
		wishes := sent.Wishes
		if d.Open(now) {
			p.Profile, p.Wished = sent.Profile, now
		} else if wishes, err = s.onlyRefusals(ctx, tx, id, side.ID, wishes); err != nil {
			return err
		}
		if err := s.putWishes(ctx, tx, id, side.ID, wishes); err != nil {
			return err
		}
		if err := putPart(ctx, tx, id, p); err != nil {
			return err
		}
		return s.freeImpossible(ctx, tx, id, side.ID, sides, fits, tell)
	})
}

// onlyRefusals are the wishes that a side sent in time, with the exclusions that it sends
// now.
func (s *Store) onlyRefusals(ctx context.Context, tx *db.Tx, id, side string, sent []Wished) (all []Wished, err error) {
	before, err := s.wishesOf(ctx, tx, id, side)
	refused := func(other string) bool {
		return slices.ContainsFunc(sent, func(w Wished) bool { return w.Place == 0 && w.Other == other })
	}
	for _, w := range before {
		if w.Place > 0 && !refused(w.Other) {
			all = append(all, w)
		}
	}
	for _, w := range sent {
		if w.Place == 0 {
			all = append(all, w)
		}
	}
	return all, err
}

// Open says whether wishes are taken at a moment.
func (f Forum) Open(now time.Time) bool {
	return f.State != Released && (f.Setup.Closes.IsZero() || now.Before(f.Setup.Closes))
}

// check puts what was sent in order and refuses what cannot be.
func (w *Send) check(side Side, sides []Side) error {
	w.Profile.Line = strings.Join(strings.Fields(w.Profile.Line), " ")
	if len([]rune(w.Profile.Line)) > longestLine {
		return errs.In("line", lang.Msg("error.press.long", "most", longestLine))
	}
	w.Profile.Topics = slices.DeleteFunc(slices.Clone(w.Profile.Topics), func(code string) bool { _, ok := topic.Get(code); return !ok })
	slices.SortStableFunc(w.Wishes, func(a, b Wished) int { return a.Place - b.Place })
	chosen, refused := 0, 0
	seen := map[string]bool{}
	for i := range w.Wishes {
		x := &w.Wishes[i]
		if x.Place > 0 {
			chosen++
			x.Place = chosen
		} else {
			x.Place = 0
			refused++
		}
		x.Why = strings.TrimSpace(x.Why)
		switch {
		case x.Other == side.ID:
			return errs.In("wishes", lang.Msg("error.forum.itself"))
		case seen[x.Other]:
			return errs.In("wishes", lang.Msg("error.forum.wished_twice"))
		case !slices.ContainsFunc(sides, func(s Side) bool { return s.ID == x.Other }):
			return errs.In("wishes", lang.Msg("error.forum.not_here"))
		case len([]rune(x.Why)) > longestWhy:
			return errs.In("wishes", lang.Msg("error.press.long", "most", longestWhy))
		}
		seen[x.Other] = true
	}
	switch {
	case chosen > MostWishes:
		return errs.In("wishes", lang.Msg("error.forum.wishes_many", "most", MostWishes, "n", chosen))
	case refused > mostRefused:
		return errs.In("wishes", lang.Msg("error.forum.refused_many", "most", mostRefused))
	}
	return nil
}

// putWishes replaces the wishes of a side.
func (s *Store) putWishes(ctx context.Context, tx *db.Tx, id, side string, all []Wished) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM forum_wish WHERE meeting = $1 AND side = $2`, id, side); err != nil {
		return err
	}
	_, err := tx.Bulk(ctx, db.Insert{Table: "forum_wish", Columns: []string{"meeting", "side", "other", "place", "sealed"}}, func(yield func([]any) bool) {
		for _, w := range all {
			if !yield([]any{id, side, w.Other, w.Place, s.seal(w.Why)}) {
				return
			}
		}
	})
	return err
}
