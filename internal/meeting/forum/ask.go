package forum

import (
	"cmp"
	"context"
	"slices"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// AskState is what became of a question for a talk.
type AskState string

// The states.
const (
	AskOpen      AskState = "open"
	AskAccepted  AskState = "accepted"
	AskDeclined  AskState = "declined"
	AskWithdrawn AskState = "withdrawn" // by who asked
)

// Ask is a side's question whether another one talks with it in a slot in which both are
// free.
type Ask struct {
	ID       string
	Side     string // who asks
	Other    string // who is asked
	Slot     int
	State    AskState
	Made     time.Time
	Answered time.Time
	Possible bool // it is open, and the talk can still be set
}

// Free is a slot to come in which a side has no talk, with those who are free then too.
type Free struct {
	Slot   Slot
	Others []Side // with whom a talk is worth most first
	Best   int    // how many of them fit by wishes or by the ranking
}

// Exchange is what a side can ask the others, and what it was asked.
type Exchange struct {
	Free []Free
	Got  []Ask // open and possible
	Sent []Ask // but for those taken back
}

// Limits of one side: as many questions at once as it has hands for the answers, and no more
// in all than it has wishes, since each writes a mail.
const (
	mostAsksOpen = 5
	mostAsks     = MostWishes
)

// Exchange says what a side can still ask, what it asked and what it was asked. Before a
// release it is empty.
func (s *Store) Exchange(ctx context.Context, id, side string, sides []Side, fits Fits) (x Exchange, err error) {
	defer errs.Wrap(&err, "forum.Exchange(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := exchangeIn(ctx, tx, id, sides)
		if err == nil && e.State == Released && e.index(side) >= 0 {
			x = e.of(side, fits)
		}
		return err
	})
	return x, err
}

// exchange is a plan with the questions that were asked beside it.
type exchange struct {
	*draft
	facts meeting.Facts
	now   time.Time
	asks  []Ask
}

func exchangeIn(ctx context.Context, tx *db.Tx, id string, sides []Side) (e *exchange, err error) {
	e = &exchange{now: db.Moment(tx.Now())}
	if e.draft, err = draftIn(ctx, tx, id, sides); err != nil {
		return e, err
	}
	if e.facts, _, err = meeting.FactsIn(ctx, tx, id); err != nil {
		return e, err
	}
	e.asks, err = db.Collect(ctx, tx, scanAsk, `
		SELECT id,
		       side,
		       other,
		       slot,
		       state,
		       made,
		       answered
		  FROM forum_ask
		 WHERE meeting = $1
		 ORDER BY id`, id)
	for i, a := range e.asks {
		e.asks[i].Possible = a.State == AskOpen && e.table(PairOf(a.Side, a.Other), a.Slot) != ""
	}
	return e, err
}

func scanAsk(row db.Scanner) (a Ask, err error) {
	var made, answered int64
	err = row.Scan(&a.ID, &a.Side, &a.Other, &a.Slot, &a.State, &made, &answered)
	a.Made, a.Answered = db.Moment(made), db.Moment(answered)
	return a, err
}

// of is the exchange as one side sees it.
func (e *exchange) of(side string, fits Fits) (x Exchange) {
	for _, a := range e.asks {
		switch {
		case a.Other == side && a.Possible:
			x.Got = append(x.Got, a)
		case a.Side == side && a.State != AskWithdrawn:
			x.Sent = append(x.Sent, a)
		}
	}
	if e.asksLeft(side) != nil {
		return x
	}
	me := e.sides[e.index(side)]
	for _, slot := range e.Setup.Slots {
		free := Free{Slot: slot}
		worth := map[string]int{}
		for _, other := range e.sides {
			p := PairOf(side, other.ID)
			if other.ID == side || e.table(p, slot.ID) == "" || e.answered(side, other.ID) != nil {
				continue
			}
			if worth[other.ID] = Judge(p, e.wishes, fits(me, other), true).Value; worth[other.ID] > 0 {
				free.Best++
			}
			free.Others = append(free.Others, other)
		}
		if len(free.Others) == 0 {
			continue
		}
		slices.SortFunc(free.Others, func(a, b Side) int { return cmp.Or(worth[b.ID]-worth[a.ID], cmp.Compare(a.ID, b.ID)) })
		x.Free = append(x.Free, free)
	}
	return x
}

// table is a table at which two could talk in a slot, "" where they cannot: one of them is
// away, busy or does not want to, they have a talk or the organiser cancelled it, the slot is
// over, or all tables are taken. A talk counts as it is planned and as it was told.
func (e *exchange) table(p Pair, slot int) string {
	at, ok := e.Setup.Slot(slot)
	if !ok || p.A == p.B || e.index(p.A) < 0 || e.index(p.B) < 0 || e.away(p.A, slot) || e.away(p.B, slot) || e.excluded(p) {
		return ""
	}
	if begin, _ := at.At(e.facts); !e.now.Before(begin) {
		return ""
	}
	if t := e.talks[p]; t.Slot != 0 || t.Told.Slot != 0 || t.Hand {
		return ""
	}
	taken := map[string]bool{}
	for _, t := range e.talks {
		if t.Slot != slot && t.Told.Slot != slot {
			continue
		}
		if t.Has(p.A) || t.Has(p.B) {
			return ""
		}
		if t.Slot == slot {
			taken[t.Table] = true
		}
		if t.Told.Slot == slot {
			taken[t.Told.Table] = true
		}
	}
	for _, x := range e.Setup.Tables {
		if !taken[x.Name] {
			return x.Name
		}
	}
	return ""
}

// answered refuses a question between two that was asked already, or that was declined: one
// no is enough.
func (e *exchange) answered(side, other string) error {
	for _, a := range e.asks {
		switch {
		case a.Possible && (a.Side == side && a.Other == other || a.Side == other && a.Other == side):
			return errs.New(errs.Conflict, lang.Msg("error.forum.ask_twice"), nil)
		case a.State == AskDeclined && a.Side == side && a.Other == other:
			return errs.New(errs.Conflict, lang.Msg("error.forum.ask_declined"), nil)
		}
	}
	return nil
}

// asksLeft refuses more questions than one side has.
func (e *exchange) asksLeft(side string) error {
	open, all := 0, 0
	for _, a := range e.asks {
		if a.Side != side {
			continue
		}
		all++
		if a.Possible {
			open++
		}
	}
	switch {
	case all >= mostAsks:
		return errs.New(errs.Conflict, lang.Msg("error.forum.asks_all", "most", mostAsks), nil)
	case open >= mostAsksOpen:
		return errs.New(errs.Conflict, lang.Msg("error.forum.asks_open", "most", mostAsksOpen), nil)
	}
	return nil
}

// notFree is why a talk cannot be: it says no more, so that nobody learns of an exclusion.
func notFree() error { return errs.New(errs.Conflict, lang.Msg("error.forum.ask_not"), nil) }

// Ask asks another side for a talk in a slot in which both are free, and tells it once. What
// cannot be, or was asked before, is errs.Conflict, in a sentence.
func (s *Store) Ask(ctx context.Context, who people.Actor, id, side, other string, slot int, sides []Side, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Ask(%s)", id)
	return s.change(ctx, who, id, "ask", side, func(tx *db.Tx) error {
		e, err := exchangeIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		if e.State != Released || e.table(PairOf(side, other), slot) == "" {
			return notFree()
		}
		if err := cmp.Or(e.answered(side, other), e.asksLeft(side)); err != nil {
			return err
		}
		a := Ask{ID: db.NewID(), Side: side, Other: other, Slot: slot}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO forum_ask (id, meeting, side, other, slot, state, made, answered)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
			a.ID, id, side, other, slot, string(AskOpen), tx.Now()); err != nil {
			return err
		}
		return tell(ctx, tx, e.letter(Asked, other, a))
	})
}

// letter tells one side of a question; the talk in it has its hours, and no table.
func (e *exchange) letter(cause Cause, to string, a Ask) Letter {
	p := PairOf(a.Side, a.Other)
	slot, _ := e.Setup.Slot(a.Slot)
	begin, end := slot.At(e.facts)
	l := Letter{Cause: cause, Meeting: e.Meeting, Side: e.sides[e.index(to)], Edition: e.Edition, Key: letterKey(e.Meeting, to, string(cause)+"/"+a.ID)}
	l.Talks = []Listed{{Other: e.sides[e.index(p.Other(to))], Told: Told{Begin: begin.UTC(), End: end.UTC()}}}
	return l
}

// Reply answers a question that a side was asked. Accepted, the talk is set at once, for both
// and for good: the next plan leaves it. Who asked is told. A question that is over, or whose
// slot was taken meanwhile, is errs.Conflict.
func (s *Store) Reply(ctx context.Context, who people.Actor, id, side, ask string, accept bool, sides []Side, fits Fits, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Reply(%s)", id)
	return s.change(ctx, who, id, "reply", side, func(tx *db.Tx) error {
		e, err := exchangeIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		a, err := e.open(ask, func(a Ask) bool { return a.Other == side })
		if err != nil {
			return err
		}
		if !accept {
			if err := closeAsk(ctx, tx, a, AskDeclined); err != nil || e.index(a.Side) < 0 || e.index(side) < 0 {
				return err
			}
			return tell(ctx, tx, e.letter(Declined, a.Side, a))
		}
		if e.State != Released || !a.Possible {
			return notFree()
		}
		if err := closeAsk(ctx, tx, a, AskAccepted); err != nil {
			return err
		}
		t, err := e.set(ctx, tx, a, fits)
		if err != nil {
			return err
		}
		l := e.letter(Agreed, a.Side, a)
		l.Talks = []Listed{e.listed(a.Side, t)}
		return tell(ctx, tx, l)
	})
}

// set makes a talk of a question, and what both know of it.
func (e *exchange) set(ctx context.Context, tx *db.Tx, a Ask, fits Fits) (Talk, error) {
	p := PairOf(a.Side, a.Other)
	t := e.talks[p]
	t.Pair, t.Slot, t.Table, t.Hand = p, a.Slot, e.table(p, a.Slot), true
	t.Worth = Judge(p, e.wishes, fits(e.sides[e.index(p.A)], e.sides[e.index(p.B)]), true).Value
	t.tell(e.toldOf(e.facts, t), e.now)
	e.talks[p] = t
	if err := putTalk(ctx, tx, e.Meeting, t); err != nil {
		return t, err
	}
	e.Sum, e.Most = e.sum(), 0
	return t, save(ctx, tx, e.Forum)
}

// open is a question that waits for an answer; whose it is mine says.
func (e *exchange) open(id string, mine func(Ask) bool) (Ask, error) {
	i := slices.IndexFunc(e.asks, func(a Ask) bool { return a.ID == id && mine(a) })
	switch {
	case i < 0:
		return Ask{}, errs.New(errs.NotFound, lang.Msg("error.forum.ask_over"), nil)
	case e.asks[i].State != AskOpen:
		return Ask{}, errs.New(errs.Conflict, lang.Msg("error.forum.ask_over"), nil)
	}
	return e.asks[i], nil
}

func closeAsk(ctx context.Context, tx *db.Tx, a Ask, state AskState) error {
	_, err := tx.ExecContext(ctx, `UPDATE forum_ask SET state = $2, answered = $3 WHERE id = $1`, a.ID, string(state), tx.Now())
	return err
}

// TakeBack ends a question that a side asked and nobody answered.
func (s *Store) TakeBack(ctx context.Context, who people.Actor, id, side, ask string, sides []Side) (err error) {
	defer errs.Wrap(&err, "forum.TakeBack(%s)", id)
	return s.change(ctx, who, id, "ask", side, func(tx *db.Tx) error {
		e, err := exchangeIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		a, err := e.open(ask, func(a Ask) bool { return a.Side == side })
		if err != nil {
			return err
		}
		return closeAsk(ctx, tx, a, AskWithdrawn)
	})
}
