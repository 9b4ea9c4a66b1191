package moving

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

// movers is an office whose lists move in by jobs.
type movers struct {
	*testing.T
	db     *db.DB
	clock  *clocktest.Clock
	people *people.Store
	queue  *jobs.Queue
	drafts *Drafts
	stores Stores
}

func eachMovers(t *testing.T, fn func(d movers)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(newMovers(t, d)) })
}

func newMovers(t *testing.T, d *db.DB) movers {
	key, now := secret.New(), clocktest.At(dbtest.Today)
	log := people.NewLog(d, key, "")
	queue := jobs.NewQueue(d)
	return movers{t, d, now, people.NewStore(d, log, key, now), queue, NewDrafts(d, key, queue), Stores{
		Partnerships: partnership.NewStore(d), Sources: source.NewStore(d), Log: log,
	}}
}

// officer is a new account that looks after a town.
func (d movers) officer(town int64) people.Actor {
	d.Helper()
	who := people.Actor{}
	err := d.stores.Log.Change(d.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		id := db.NewID()
		who.Account, err = d.people.Create(d.Context(), tx, note, people.NewAccount{Email: id + "@example.org", Name: "Officer", Language: "en", Confirmed: true})
		if err == nil {
			_, err = d.people.Ask(d.Context(), tx, note, people.System(), people.Grant{Account: who.Account, Role: people.Officer, Scope: people.AtPlace(town), State: people.Held})
		}
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return who
}

// node does what is due until nothing is, or ctx ends; places is where it looks towns up.
func (d movers) node(ctx context.Context, places func() *place.Atlas) {
	m := NewMover(MoverRooms{Drafts: d.drafts, Stores: d.stores, People: d.people, Catalog: catalog(), Clock: d.clock, DB: d.db, Places: places})
	m.part = 2
	r := jobs.NewRunner(d.queue, jobs.Options{Clock: d.clock})
	for _, k := range m.Kinds() {
		r.Handle(k)
	}
	_ = r.Drain(ctx) // fails where ctx ended, as a node that is stopped does
}

func (d movers) work() { d.node(d.Context(), world) }

func (d movers) begin(who people.Actor, file, text string, own int64) string {
	d.Helper()
	id, err := d.drafts.Begin(d.Context(), who, file, own, "en", []byte(text))
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func (d movers) draft(who people.Actor, id string) Draft {
	d.Helper()
	draft, err := d.drafts.Get(d.Context(), who, id)
	if err != nil {
		d.Fatal(err)
	}
	return draft
}

func (d movers) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// known counts the partnerships of a town.
func (d movers) known(town int64) int {
	d.Helper()
	all, err := d.stores.Partnerships.OfPlace(d.Context(), town)
	d.must(err)
	return len(all)
}

const sixRows = "Miasto partnerskie;Kraj;Data podpisania\n" +
	"Dubno;Ukraina;12.03.1999\nTrakai;Litwa;1996\nVarėna;Litwa;2001\nAlytus;Litwa;2003\nHrodna;Białoruś;1995\nAtlantydawa;Litwa;2001\n"

func TestAListMovesInByJobs(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		id := d.begin(who, "lista.csv", sixRows, own)
		if _, ready, err := d.drafts.ReportOf(t.Context(), who, id); ready || err != nil {
			t.Errorf("understood before it was read: %v", err)
		}
		d.work()
		r, ready, err := d.drafts.ReportOf(t.Context(), who, id)
		if !ready || err != nil || r.Count.Fit != 5 || r.Count.Rejected != 1 || r.Rows != 7 || len(r.Own) != 1 {
			t.Fatalf("understood: %+v, %v", r.Count, err)
		}
		left, err := d.drafts.RejectedOf(t.Context(), who, id)
		if err != nil || !strings.Contains(string(left), "Atlantydawa;Litwa;2001;") || strings.Contains(string(left), "Dubno") || r.Rejected.Name != "lista-left-out.csv" {
			t.Errorf("left out: %q %s, %v", left, r.Rejected.Name, err)
		}
		d.must(d.drafts.Enter(t.Context(), who, id))
		if err := d.drafts.Enter(t.Context(), who, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("entered twice: %v", err)
		}
		d.work()
		if draft := d.draft(who, id); draft.Work != Idle || !draft.Applied || draft.Told != 5 || !draft.Failure.IsZero() || d.known(own) != 5 {
			t.Fatalf("entered: %+v, %d known", draft, d.known(own))
		}
		d.must(d.drafts.TakeBack(t.Context(), who, id))
		d.work()
		if draft := d.draft(who, id); draft.Work != Idle || draft.Undone.IsZero() || draft.Told != 0 || d.known(own) != 0 {
			t.Errorf("taken back: %+v, %d known", draft, d.known(own))
		}
		if v, err := d.stores.Log.Verify(t.Context()); err != nil || !v.Whole() {
			t.Errorf("the chain: %+v, %v", v, err)
		}
	})
}

// A node that is stopped at any point leaves a list that the next one finishes: nothing is
// told twice, and nothing is forgotten when it is taken back.
func TestAListGoesOnAfterAStop(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		for stop := 1; ; stop++ {
			id := d.begin(who, fmt.Sprintf("lista %d.csv", stop), sixRows, own)
			d.work()
			d.must(d.drafts.Enter(t.Context(), who, id))
			stopped := d.stopAt(stop)
			d.work()
			if draft := d.draft(who, id); draft.Work != Idle || !draft.Applied || draft.Told != 5 || d.known(own) != 5 {
				t.Fatalf("stopped at %d: %+v, %d known", stop, draft, d.known(own))
			}
			d.must(d.drafts.TakeBack(t.Context(), who, id))
			d.stopAt(stop)
			d.work()
			if draft := d.draft(who, id); draft.Work != Idle || draft.Undone.IsZero() || d.known(own) != 0 {
				t.Fatalf("taking back, stopped at %d: %+v, %d known", stop, draft, d.known(own))
			}
			if !stopped {
				return // that was the last point
			}
		}
	})
}

// stopAt has a node work that is stopped when it looks at the places for the n-th time. It
// returns false where it was done before.
func (d movers) stopAt(n int) (stopped bool) {
	ctx, stop := context.WithCancel(d.Context())
	defer stop()
	d.node(ctx, func() *place.Atlas {
		if n--; n == 0 {
			stop()
		}
		return world()
	})
	return n <= 0
}

// A long list has a lane of its own, so that nobody's short one waits for it.
func TestLongListsHaveTheirOwnLane(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		var long strings.Builder
		for i := range 9000 {
			fmt.Fprintf(&long, "Miasto %x;Litwa;%d;%x\n", i*i, 1950+i%70, i*7919*i)
		}
		d.begin(who, "krótka.csv", sixRows, own)
		d.begin(who, "długa.csv", long.String(), own)
		for kind, want := range map[string]int{ListKind: 1, LongKind: 1} {
			if all, err := d.queue.List(t.Context(), jobs.Filter{Kind: kind}); err != nil || len(all) != want {
				t.Errorf("%s: %d jobs, %v", kind, len(all), err)
			}
		}
	})
}

// Two people move the same list in at once, on two nodes: each sees her own alone, and the
// partnerships are there once.
func TestTwoPeopleAtOnce(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		first, second := d.officer(own), d.officer(own)
		lists := []struct {
			who people.Actor
			id  string
		}{{first, d.begin(first, "lista.csv", sixRows, own)}, {second, d.begin(second, "lista.csv", sixRows, own)}}
		atOnce := func() {
			var group sync.WaitGroup
			for range 2 {
				group.Go(d.work)
			}
			group.Wait()
			d.work()
		}
		atOnce()
		if _, err := d.drafts.Get(t.Context(), first, lists[1].id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another's list: %v", err)
		}
		for _, l := range lists {
			d.must(d.drafts.Enter(t.Context(), l.who, l.id))
		}
		atOnce()
		told := 0
		for _, l := range lists {
			draft := d.draft(l.who, l.id)
			if !draft.Applied || draft.Work != Idle {
				t.Errorf("%+v", draft)
			}
			told += draft.Told
		}
		if told != 5 || d.known(own) != 5 {
			t.Errorf("%d told, %d known", told, d.known(own))
		}
	})
}

// What a person answers while her list is read counts; what the older job finds does not.
func TestAnsweringWhileAListIsRead(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		id := d.begin(who, "lista.csv", sixRows, own)
		d.must(d.drafts.Answer(t.Context(), who, id, own, "pl", map[string]string{"column.1": string(Ignored)}))
		d.work()
		r, ready, err := d.drafts.ReportOf(t.Context(), who, id)
		if !ready || err != nil || r.Plan.Columns[1].Role != Ignored || !r.Plan.Columns[1].Told || r.Rejected.Name == "lista-left-out.csv" {
			t.Errorf("%+v, %s, %v", r.Plan.Columns, r.Rejected.Name, err)
		}
		all, err := d.queue.List(t.Context(), jobs.Filter{Kind: ListKind})
		if err != nil || len(all) != 2 || all[0].State != jobs.Done || all[1].State != jobs.Done {
			t.Errorf("jobs %+v, %v", all, err)
		}
	})
}

// Failures are sentences for the person, and change nothing.
func TestListsThatFail(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		broken := d.begin(who, "x.xlsx", "PK\x03\x04…", own)
		lost := d.begin(who, "lista.csv", sixRows, own)
		d.work()
		if draft := d.draft(who, broken); draft.Work != Idle || !strings.HasPrefix(draft.Failure.Key, "moving.file.") {
			t.Errorf("no list: %+v", draft)
		}
		d.must(d.drafts.Enter(t.Context(), who, lost))
		d.must(d.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE role_grant SET state = 'ended' WHERE account = $1`, who.Account)
			return err
		}))
		d.work()
		if draft := d.draft(who, lost); draft.Work != Idle || draft.Failure.Key != "moving.page.foreign" || draft.Applied || d.known(own) != 0 {
			t.Errorf("who lost her role meanwhile: %+v, %d known", draft, d.known(own))
		}
		gone := d.begin(who, "lista.csv", sixRows, own)
		d.must(d.drafts.Discard(t.Context(), who, gone))
		d.work()
		n, err := d.queue.Count(t.Context())
		if err != nil || n[jobs.Done] != 4 || n[jobs.Parked]+n[jobs.Waiting]+n[jobs.Running] != 0 {
			t.Errorf("jobs %v, %v", n, err)
		}
	})
}

// A job that was given up, because its node went each time, is said to be, and its person
// can begin again.
func TestAListWhoseJobWasGivenUp(t *testing.T) {
	eachMovers(t, func(d movers) {
		own := town(t, "Giżycko")
		who := d.officer(own)
		id := d.begin(who, "lista.csv", sixRows, own)
		stuck := func(want bool) {
			t.Helper()
			if got, err := d.drafts.Stuck(t.Context(), d.draft(who, id)); err != nil || got != want {
				t.Errorf("stuck: %v, %v", got, err)
			}
		}
		stuck(false)
		d.must(d.drafts.Release(t.Context(), who, id)) // it is not given up: nothing happens
		giveUp := func() {
			d.must(d.db.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `UPDATE job SET attempts = 9 WHERE state = 'waiting' AND kind = $1`, ListKind)
				return err
			}))
			d.work()
			stuck(true)
		}
		giveUp()
		d.must(d.drafts.Release(t.Context(), who, id))
		stuck(false)
		d.work()
		if draft := d.draft(who, id); draft.Work != Idle || !draft.planned {
			t.Errorf("begun again: %+v", draft)
		}
		d.must(d.drafts.Enter(t.Context(), who, id))
		giveUp()
		d.must(d.drafts.Release(t.Context(), who, id))
		d.must(d.drafts.Enter(t.Context(), who, id))
		d.work()
		if draft := d.draft(who, id); !draft.Applied || d.known(own) != 5 {
			t.Errorf("entered: %+v", draft)
		}
	})
}

// What is kept of a plan says the same, in every language, when it is read again.
func TestReportsAreKeptAsTheyAre(t *testing.T) {
	d := newMovers(t, dbtest.SQLite(t))
	files, err := os.ReadDir("testdata")
	d.must(err)
	for _, f := range files {
		if f.IsDir() {
			continue
		}
		plan := Make(readTable(t, f.Name(), fixture(t, f.Name())), nobody(), Options{Lexicon: words(), Own: town(t, "Giżycko"), Today: today, Language: "pl"})
		want := reportOf(plan)
		sealed, err := d.drafts.pack(want)
		d.must(err)
		var got Report
		d.must(d.drafts.unpack(sealed, &got))
		for _, code := range catalog().Languages() {
			if a, b := said(want, code), said(got, code); a != b {
				t.Errorf("%s in %s:\n%s\nwas\n%s", f.Name(), code, b, a)
			}
		}
		if !reflect.DeepEqual(got.Count, want.Count) || len(got.Plan.Rows) != len(want.Plan.Rows) || len(got.Plan.Rows) > 4*ShownRows {
			t.Errorf("%s: %+v", f.Name(), got.Count)
		}
	}
}

// said is all that a report says.
func said(r Report, code string) string {
	p := catalog().Printer(code)
	var b strings.Builder
	fmt.Fprintln(&b, p.Message(r.Plan.Table.Why), r.Plan.Columns, r.Own, r.Rows)
	for _, q := range r.Plan.Questions {
		fmt.Fprintln(&b, q.Key, p.Message(q.Text), q.Lines)
		for _, c := range q.Choices {
			fmt.Fprintln(&b, c.Value, p.Message(c.Label))
		}
	}
	for _, row := range r.Plan.Rows {
		fmt.Fprintln(&b, row.Line, row.Outcome, p.Message(row.Reason), r.Plan.Table.Rows[row.Index].Cells)
		for _, n := range row.Notes {
			fmt.Fprintln(&b, p.Message(n))
		}
		for _, l := range row.Links {
			fmt.Fprintln(&b, l.Own, l.Partner, l.New, l.Nothing(), l.Want.Kind)
			for _, a := range l.Want.Acts {
				fmt.Fprintln(&b, a.Type, a.Date)
			}
		}
	}
	return b.String()
}
