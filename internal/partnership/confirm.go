package partnership

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Position is what a side says of an act, or of the partnership as a whole.
type Position struct {
	Side    int64
	Act     string // "" for the partnership as a whole
	Agrees  bool
	Says    string    // how the side sees it otherwise, in its own words; "" where it agrees
	Since   time.Time // when it said so
	Sources []string  // codes, of what it says
}

// positionField is the field of claims in which sides take positions: of the whole, or of
// an act.
const positionField = "position"

// agreed is the value of a position that agrees.
const agreed = "confirmed"

// Positions are what the sides say now, the latest word of each about each act.
func (p Partnership) Positions() (all []Position) {
	for _, c := range p.Claims {
		field, act, _ := strings.Cut(c.Field, ".")
		if field != positionField || !c.Held(zero) || len(c.ConfirmedBy) != 1 {
			continue
		}
		q := Position{Side: c.ConfirmedBy[0], Act: act, Agrees: c.Value == agreed, Since: c.KnownSince, Sources: []string{c.Source}}
		if !q.Agrees {
			q.Says = c.Value
		}
		all = append(all, q)
	}
	slices.SortFunc(all, func(a, b Position) int { return a.Since.Compare(b.Since) })
	return all
}

// Confirmed says whether every side agrees to an act, or to the whole for "", and nobody
// sees it otherwise.
func (p Partnership) Confirmed(act string) bool {
	agree := map[int64]bool{}
	for _, q := range p.Positions() {
		if q.Act == act {
			agree[q.Side] = q.Agrees
		}
	}
	for _, side := range p.Sides() {
		if !agree[side] {
			return false
		}
	}
	return len(p.Sides()) > 0
}

// ClaimsBeside are the claims without the sides' positions: what sources say.
func (p Partnership) ClaimsBeside() []source.Claim {
	return slices.DeleteFunc(slices.Clone(p.Claims), func(c source.Claim) bool {
		field, _, _ := strings.Cut(c.Field, ".")
		return field == positionField
	})
}

// longestPosition is how long a side's view may be: some paragraphs.
const longestPosition = 2000

// Take notes a side's position; an earlier one of the same side about the same is withdrawn.
// The empty position of a side that does not agree takes its earlier word back.
func (e *Editor) Take(ctx context.Context, who people.Actor, id string, q Position) (err error) {
	defer errs.Wrap(&err, "partnership.Take(%s)", id)
	q.Says = strings.TrimSpace(q.Says)
	if utf8.RuneCountInString(q.Says) > longestPosition {
		return tooLong("says", longestPosition)
	}
	st := step{id: id, cause: CauseConfirm, act: q.Act, version: anyVersion, action: people.Confirm, note: q.Says}
	return e.change(ctx, who, st, func(tx *db.Tx, _ func(people.Entry), p Partnership, moment time.Time) (Partnership, error) {
		if !slices.Contains(p.Sides(), q.Side) {
			return p, errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
		}
		if q.Act != "" && p.heldAct(q.Act) < 0 {
			return p, noAct()
		}
		return p, e.putPosition(ctx, tx, p, q, moment)
	})
}

func (e *Editor) putPosition(ctx context.Context, tx *db.Tx, p Partnership, q Position, moment time.Time) error {
	field := positionField
	if q.Act != "" {
		field += "." + q.Act
	}
	var old []string
	for _, c := range p.Claims {
		if c.Field == field && c.Held(zero) && slices.Equal(c.ConfirmedBy, []int64{q.Side}) {
			old = append(old, c.ID)
		}
	}
	if err := e.sources.WithdrawPeoples(ctx, tx, old, moment); err != nil {
		return err
	}
	value := q.Says
	switch {
	case q.Agrees:
		value = agreed
	case value == "":
		return nil
	}
	return e.sources.PutPeoples(ctx, tx, source.Claim{
		ID: db.NewID(), Subject: subject(p.ID), Field: field, Value: value, Source: fmt.Sprintf("side-%d", q.Side),
		AssertedBy: fmt.Sprint(q.Side), ConfirmedBy: []int64{q.Side}, KnownSince: moment,
	})
}
