package plan_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"twintown/internal/funding"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/project/plan"
	"twintown/internal/source"
)

const (
	sokolka = 757718
	alytus  = 601084
)

var (
	polish     = people.Actor{Account: "officer-of-sokolka"}
	lithuanian = people.Actor{Account: "officer-of-alytus"}
	thisYear   = dbtest.Today.Year()
	paper      = []source.Source{{Title: "Egzemplarz urzędu", Publisher: "Sokółka", Language: "pl"}}
)

// pair are two towns with a plan.
type pair struct {
	*testing.T
	db           *db.DB
	store        *plan.Store
	partnerships *partnership.Store
	clock        *clocktest.Clock
	id           string
}

func each(t *testing.T, fn func(k *pair)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		c := clocktest.At(dbtest.Today)
		fn(newPair(t, dbtest.SQLiteIn(t, t.TempDir(), c), c))
	})
	t.Run("postgres", func(t *testing.T) {
		c := clocktest.At(dbtest.Today)
		fn(newPair(t, dbtest.OnPostgreSQL(t, c), c))
	})
}

func newPair(t *testing.T, d *db.DB, c *clocktest.Clock) *pair {
	t.Helper()
	k := &pair{T: t, db: d, clock: c, partnerships: partnership.NewStore(d)}
	log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	k.store = plan.NewStore(d, log, k.partnerships, c, nil)
	k.must(log.Change(t.Context(), polish, func(tx *db.Tx, note func(people.Entry)) (err error) {
		k.id, _, err = k.partnerships.BeginWithin(t.Context(), tx, polish, note, partnership.Details{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: sokolka}, {Place: alytus}}},
			partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(2019, 5, 3)}, paper)
		return err
	}))
	return k
}

func (k *pair) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *pair) add(year int, what string) plan.Item {
	k.Helper()
	id, err := k.store.Add(k.Context(), polish, plan.Item{Partnership: k.id, Year: year, Body: plan.Body{Texts: map[string]plan.Text{"pl": {What: what}}, Side: sokolka}})
	k.must(err)
	return k.item(id)
}

func (k *pair) item(id string) plan.Item {
	k.Helper()
	i, err := k.store.ByID(k.Context(), id)
	k.must(err)
	return i
}

func (k *pair) plan() plan.Plan {
	k.Helper()
	p, err := k.store.Of(k.Context(), k.id)
	k.must(err)
	return p
}

// wants checks the kind of a failure and its field.
func (k *pair) wants(name string, err error, kind errs.Kind, field string) {
	k.Helper()
	if errs.KindOf(err) != kind || errs.FieldOf(err) != field {
		k.Errorf("%s: %v (%v, field %q), want %v, field %q", name, err, errs.KindOf(err), errs.FieldOf(err), kind, field)
	}
}

// A new year is there by itself; what the old one left asks to be moved or dropped, and moving
// can be taken back.
func TestThePlanRolls(t *testing.T) {
	each(t, func(k *pair) {
		camp, festival := k.add(thisYear, "Obóz młodzieży"), k.add(thisYear, "Festiwal")
		k.must(k.store.Change(k.Context(), lithuanian, festival.ID, 1, func(i *plan.Item) error {
			i.State, i.Texts["lt"] = plan.Done, plan.Text{What: "Festivalis", Result: "Atvyko 40 svečių"}
			return nil
		}))
		if left := k.plan().Left(thisYear); len(left) != 0 {
			k.Errorf("in its own year an item is no leftover: %v", left)
		}
		k.clock.Add(400 * 24 * time.Hour)
		next := lang.DateOf(k.clock.Now())
		if got := plan.Horizon(next); !slices.Equal(got, []int{thisYear + 1, thisYear + 2, thisYear + 3}) {
			k.Errorf("the plan of the new year looks at %v", got)
		}
		left := k.plan().Left(next.Year)
		if len(left) != 1 || left[0].ID != camp.ID {
			k.Fatalf("left: %+v", left)
		}
		due, err := k.store.Due(k.Context(), alytus, next)
		k.must(err)
		if len(due) != 2 || due[0].Sort != plan.Leftover || due[0].Count != 1 || due[1].Sort != plan.Empty {
			k.Errorf("due: %+v", due)
		}
		moved, err := k.store.Move(k.Context(), polish, camp.ID, 1, next.Year)
		k.must(err)
		old, now := k.item(camp.ID), k.item(moved)
		if old.State != plan.Moved || old.To != next.Year || now.State != plan.Planned || now.From != camp.ID || now.Texts["pl"].What != "Obóz młodzieży" {
			k.Errorf("moved: %+v to %+v", old, now)
		}
		k.must(k.store.Undo(k.Context(), polish, camp.ID, 2))
		if all := k.plan().Items; len(all) != 2 || !k.item(camp.ID).Open() {
			k.Errorf("taken back: %+v", all)
		}
		again, err := k.store.Move(k.Context(), polish, camp.ID, 3, next.Year)
		k.must(err)
		k.must(k.store.Change(k.Context(), lithuanian, again, 1, func(i *plan.Item) error { i.State = plan.UnderWay; return nil }))
		k.wants("taking a move back over another's work", k.store.Undo(k.Context(), polish, camp.ID, 4), errs.Conflict, "")
	})
}

// Whoever saves over another's change is told, and nothing is lost; a change is taken back once.
func TestTwoOfficersPlanAtATime(t *testing.T) {
	each(t, func(k *pair) {
		i := k.add(thisYear, "Obóz")
		write := func(words string) func(*plan.Item) error {
			return func(i *plan.Item) error { i.Texts["pl"] = plan.Text{What: words}; return nil }
		}
		k.must(k.store.Change(k.Context(), polish, i.ID, 1, write("Obóz letni")))
		k.wants("an older page", k.store.Change(k.Context(), lithuanian, i.ID, 1, write("Obóz zimowy")), errs.Conflict, "")
		k.must(k.store.Undo(k.Context(), polish, i.ID, 2))
		if got := k.item(i.ID).Texts["pl"].What; got != "Obóz" {
			k.Errorf("taken back: %q", got)
		}
		k.wants("taken back twice", k.store.Undo(k.Context(), polish, i.ID, 3), errs.Conflict, "")
		k.must(k.store.Remove(k.Context(), polish, i.ID, 3))
		if n := len(k.plan().Items); n != 0 {
			k.Errorf("%d items after the only one was removed", n)
		}
		k.must(k.store.Undo(k.Context(), polish, i.ID, 4))
		if n := len(k.plan().Items); n != 1 {
			k.Errorf("%d items after the removal was taken back", n)
		}
	})
}

func TestWhatAPlanRefuses(t *testing.T) {
	each(t, func(k *pair) {
		for _, c := range []struct {
			name  string
			field string
			item  plan.Item
		}{
			{"no words", "what", plan.Item{Year: thisYear}},
			{"an aim without a title", "what.lt", plan.Item{Year: thisYear, Body: plan.Body{Texts: map[string]plan.Text{"lt": {Aim: "Draugystė"}}}}},
			{"a year beyond the plan", "year", plan.Item{Year: thisYear + 3, Body: plan.Body{Texts: map[string]plan.Text{"pl": {What: "x"}}}}},
			{"a town that is no side", "side", plan.Item{Year: thisYear, Body: plan.Body{Texts: map[string]plan.Text{"pl": {What: "x"}}, Side: 5}}},
			{"money in no currency", "money.0", plan.Item{Year: thisYear, Body: plan.Body{Texts: map[string]plan.Text{"pl": {What: "x"}}, Money: []plan.Money{{Amount: funding.Money{Cents: 5, Currency: "zł"}}}}}},
		} {
			c.item.Partnership = k.id
			_, err := k.store.Add(k.Context(), polish, c.item)
			k.wants(c.name, err, errs.Invalid, c.field)
		}
		if n := len(k.plan().Items); n != 0 {
			k.Errorf("%d items were kept", n)
		}
	})
}

func TestExpectedMoney(t *testing.T) {
	money := func(side, cents int64, currency string) plan.Money {
		return plan.Money{Side: side, Amount: funding.Money{Cents: cents, Currency: currency}}
	}
	items := []plan.Item{
		{State: plan.Planned, Body: plan.Body{Money: []plan.Money{money(0, 100, "EUR"), money(sokolka, 1000, "PLN")}}},
		{State: plan.Done, Body: plan.Body{Money: []plan.Money{money(sokolka, 500, "PLN"), money(alytus, 300, "EUR")}}},
		{State: plan.Dropped, Body: plan.Body{Money: []plan.Money{money(alytus, 9999, "EUR")}}},
		{State: plan.Moved, Body: plan.Body{Money: []plan.Money{money(alytus, 9999, "EUR")}}},
	}
	want := []plan.Money{money(sokolka, 1500, "PLN"), money(alytus, 300, "EUR"), money(0, 100, "EUR")}
	if got := plan.Expected(items, []int64{sokolka, alytus}); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// reply answers all questions.
func reply(language string) plan.Reply {
	r := plan.Reply{Language: language, Said: map[plan.Question]plan.Said{}}
	for _, q := range plan.Questions() {
		if all := q.Verdicts(); len(all) > 0 {
			r.Said[q] = plan.Said{Verdict: all[0]}
			continue
		}
		r.Said[q] = plan.Said{Words: "…"}
	}
	return r
}

func (k *pair) reviews() (n int) {
	k.Helper()
	p, err := k.partnerships.ByID(k.Context(), k.id)
	k.must(err)
	for _, a := range p.Acts {
		if a.Type == partnership.ActReview && a.Held(time.Time{}) {
			n++
		}
	}
	return n
}

// Each side answers for itself; when the last one closes, the partnership has an act of type
// review; opening an answer again withdraws it.
func TestBothSidesCloseAReview(t *testing.T) {
	each(t, func(k *pair) {
		ctx := context.Background()
		r, err := k.store.Review(ctx, k.id, thisYear)
		if err != nil || len(r.Answers) != 2 || r.Begun() {
			k.Fatalf("before: %+v, %v", r, err)
		}
		k.must(k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 0, plan.Reply{Language: "pl", Said: map[plan.Question]plan.Said{plan.Alive: {Verdict: plan.Partly, Words: " rzadko "}}}))
		_, err = k.store.Close(ctx, polish, k.id, thisYear, sokolka, 1, plan.Closing{From: paper})
		k.wants("closed with questions left open", err, errs.Invalid, "verdict.named")
		k.wants("over another's answer", k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 0, reply("pl")), errs.Conflict, "")
		polishReply := reply("pl")
		polishReply.Said[plan.Costs] = plan.Said{Verdict: plan.No}
		k.must(k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 1, polishReply))
		k.must(k.store.UndoReply(ctx, polish, k.id, thisYear, sokolka, 2))
		r, _ = k.store.Review(ctx, k.id, thisYear)
		if own, _ := r.Of(sokolka); own.Said[plan.Alive].Words != "rzadko" {
			k.Errorf("taken back: %+v", own)
		}
		k.must(k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 3, polishReply))
		made, err := k.store.Close(ctx, polish, k.id, thisYear, sokolka, 4, plan.Closing{Met: plan.Met{Day: partnership.On(thisYear, 11, 2), Where: alytus}, From: paper})
		if err != nil || made || k.reviews() != 0 {
			k.Fatalf("one side alone made an act: %v, %v", made, err)
		}
		due, err := k.store.Due(ctx, alytus, lang.DateOf(dbtest.Today))
		if err != nil || len(due) != 1 || due[0].Sort != plan.Waits || due[0].Year != thisYear {
			k.Errorf("the other side is asked: %+v, %v", due, err)
		}
		if due, _ := k.store.Due(ctx, sokolka, lang.DateOf(dbtest.Today)); len(due) != 0 {
			k.Errorf("who has closed is asked again: %+v", due)
		}
		k.must(k.store.Reply(ctx, lithuanian, k.id, thisYear, alytus, 0, reply("lt")))
		made, err = k.store.Close(ctx, lithuanian, k.id, thisYear, alytus, 1, plan.Closing{From: paper})
		k.must(err)
		r, _ = k.store.Review(ctx, k.id, thisYear)
		if !made || !r.Closed() || k.reviews() != 1 || r.Where != alytus {
			k.Errorf("closed by both: %v, %+v, %d acts", made, r, k.reviews())
		}
		if apart := r.Apart(); !slices.Equal(apart, []plan.Question{plan.Costs}) {
			k.Errorf("the sides differ about %v", apart)
		}
		k.must(k.store.Reopen(ctx, lithuanian, k.id, thisYear, alytus, 2))
		if k.reviews() != 0 {
			k.Error("the act stays of a review that is open again")
		}
		_, err = k.store.Close(ctx, lithuanian, k.id, thisYear, alytus, 3, plan.Closing{From: paper})
		k.must(err)
		if k.reviews() != 1 {
			k.Errorf("%d acts after both closed again", k.reviews())
		}
	})
}

func TestWhatAReviewRefuses(t *testing.T) {
	each(t, func(k *pair) {
		ctx := k.Context()
		_, err := k.store.Review(ctx, k.id, thisYear+1)
		k.wants("a year to come", err, errs.NotFound, "")
		k.wants("a place that is no side", k.store.Reply(ctx, polish, k.id, thisYear, 5, 0, reply("pl")), errs.Invalid, "side")
		wrong := reply("pl")
		wrong.Said[plan.Alive] = plan.Said{Verdict: plan.LetItEnd}
		k.wants("a verdict of another question", k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 0, wrong), errs.Invalid, "verdict.alive")
		k.must(k.store.Reply(ctx, polish, k.id, thisYear, sokolka, 0, reply("pl")))
		_, err = k.store.Close(ctx, polish, k.id, thisYear, sokolka, 1, plan.Closing{Met: plan.Met{Day: partnership.On(thisYear+1, 2, 1)}, From: paper})
		k.wants("a meeting to come", err, errs.Invalid, "day")
		k.must(k.store.Reply(ctx, lithuanian, k.id, thisYear, alytus, 0, reply("lt")))
		_, err = k.store.Close(ctx, lithuanian, k.id, thisYear, alytus, 1, plan.Closing{From: paper})
		k.must(err)
		k.wants("what is closed", k.store.Reply(ctx, lithuanian, k.id, thisYear, alytus, 2, reply("lt")), errs.Conflict, "")
	})
}

// What plans and reviews ask goes to the officers of the side that it is asked of, by the mails
// that remind of dates; who looks after both sides is told once.
func TestLinesForTheMail(t *testing.T) {
	each(t, func(k *pair) {
		k.add(thisYear, "Obóz młodzieży")
		k.clock.Add(400 * 24 * time.Hour)
		today, year := lang.DateOf(k.clock.Now()), thisYear
		reply := plan.Reply{Language: "pl", Said: map[plan.Question]plan.Said{}}
		for _, q := range plan.Questions() {
			reply.Said[q] = plan.Said{Words: "tak"}
			if all := q.Verdicts(); len(all) > 0 {
				reply.Said[q] = plan.Said{Verdict: all[0], Words: "tak"}
			}
		}
		k.must(k.store.Reply(k.Context(), polish, k.id, year, sokolka, 0, reply))
		_, err := k.store.Close(k.Context(), polish, k.id, year, sokolka, 1, plan.Closing{})
		k.must(err)
		name := func(place int64) string { return map[int64]string{sokolka: "Sokółka", alytus: "Alytus"}[place] }
		for _, c := range []struct {
			name   string
			places []int64
			want   []string
		}{
			{"the side that has closed", []int64{sokolka}, []string{"plan.line.left", "plan.line.vacant"}},
			{"the side that has not", []int64{alytus}, []string{"plan.line.left", "plan.line.vacant", "plan.line.waits"}},
			{"both", []int64{sokolka, alytus}, []string{"plan.line.left", "plan.line.vacant", "plan.line.waits"}},
			{"another town", []int64{12345}, nil},
		} {
			lines, err := k.store.Lines(k.Context(), c.places, today, name)
			k.must(err)
			var keys []string
			for _, l := range lines {
				keys = append(keys, l.Key)
			}
			slices.Sort(keys)
			if !slices.Equal(keys, c.want) {
				k.Errorf("%s: %v, want %v", c.name, keys, c.want)
			}
		}
	})
}

// Somebody's address that was written into a plan or an answer is found for her and taken out;
// a plan that only demonstrates goes without a trace.
func TestWhatIsWrittenOfAPerson(t *testing.T) {
	each(t, func(k *pair) {
		i := k.add(thisYear, "Obóz: pisać do Jan.K_owalski@example.org lub biuro@example.org")
		k.must(k.store.Change(k.Context(), polish, i.ID, 1, func(i *plan.Item) error {
			i.Texts["pl"] = plan.Text{What: "Obóz", Aim: "jan.k_owalski@EXAMPLE.org"}
			return nil
		}))
		k.must(k.store.Reply(k.Context(), lithuanian, k.id, thisYear, alytus, 0, plan.Reply{Language: "lt", Said: map[plan.Question]plan.Said{plan.Questions()[0]: {Words: "jan.k_owalski@example.org"}}}))
		const address = "jan.k_owalski@example.org"
		found, err := k.store.Quoting(k.Context(), address)
		if err != nil || len(found) != 2 {
			k.Errorf("found: %+v, %v", found, err)
		}
		if other, err := k.store.Quoting(k.Context(), "jan.kaowalski@example.org"); err != nil || len(other) != 0 {
			k.Errorf("of another address: %+v, %v", other, err)
		}
		k.must(k.db.Write(k.Context(), func(tx *db.Tx) error { return plan.Blank(k.Context(), tx, address) }))
		if found, err = k.store.Quoting(k.Context(), address); err != nil || len(found) != 0 {
			k.Errorf("left: %+v, %v", found, err)
		}
		if t := k.item(i.ID).Texts["pl"]; t.What != "Obóz" || t.Aim != "…" {
			k.Errorf("the words around it: %+v", t)
		}
		k.must(k.store.Undo(k.Context(), polish, i.ID, 2))
		if got := k.item(i.ID).Texts["pl"].What; got != "Obóz: pisać do … lub biuro@example.org" {
			k.Errorf("taken back: %q", got)
		}
		k.must(k.db.Write(k.Context(), func(tx *db.Tx) error {
			n, err := plan.EraseIn(k.Context(), tx, k.id)
			if n != 2 {
				k.Errorf("%d rows went", n)
			}
			return err
		}))
		if r, err := k.store.Review(k.Context(), k.id, thisYear); err != nil || r.Begun() || len(k.plan().Items) != 0 {
			k.Errorf("left of the plan: %+v, %v", r, err)
		}
	})
}
