package forum_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

var (
	organiser = people.Actor{Account: "organiser", Strong: true}
	guest     = people.Actor{}
)

// hall is a meeting with a forum, and what its sides were told.
type hall struct {
	*testing.T
	d       *db.DB
	clock   *clocktest.Clock
	store   *forum.Store
	meeting string
	sides   []forum.Side
	letters []forum.Letter
}

func each(t *testing.T, fn func(h *hall)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		day := c.Now().AddDate(0, 0, 4)
		key := secret.New()
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		meetings := meeting.NewStore(d, log, press.NewStore(d, log, c, nil))
		id, err := meetings.Create(t.Context(), organiser, meeting.New{
			Kind: meeting.Forum, Language: "pl", Content: press.Content{Title: "Forum", Lead: "Krótko.", Origin: press.Written},
			Facts: meeting.Facts{From: partnership.On(day.Year(), int(day.Month()), day.Day()), Begins: "09:00", Ends: "15:00", Zone: "Europe/Warsaw", Place: 776069},
		})
		if err != nil {
			t.Fatal(err)
		}
		h := &hall{T: t, d: d, clock: c, store: forum.NewStore(d, log, key, meetings), meeting: id}
		for i, name := range []string{"a", "b", "c", "d"} {
			h.sides = append(h.sides, forum.Side{ID: name, Place: int64(i + 1)})
		}
		fn(h)
	})
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func setup() forum.Setup {
	return forum.Setup{Hours: []string{"10:00-10:55"}, Minutes: 15, Between: 5, Map: "1, ., Okno", Suggest: true}
}

func (h *hall) forum() forum.Forum {
	h.Helper()
	f, err := h.store.Forum(h.Context(), h.meeting)
	h.must(err)
	return f
}

func (h *hall) tell(_ context.Context, tx *db.Tx, l forum.Letter) error {
	tx.AfterCommit(func() { h.letters = append(h.letters, l) })
	return nil
}

// told returns what was told since the last call: who, and why.
func (h *hall) told() string {
	var all []string
	for _, l := range h.letters {
		all = append(all, l.Side.ID+" "+string(l.Cause))
	}
	h.letters = nil
	return strings.Join(all, ", ")
}

// nothing is a ranking that knows no place.
func nothing(forum.Side, forum.Side) forum.Fit { return forum.Fit{} }

// wish sends wishes of a side: "b c -d" wishes for b, then c, and excludes d.
func (h *hall) wish(side, text string) error {
	h.Helper()
	parts, err := h.store.Parts(h.Context(), h.meeting)
	h.must(err)
	sent := forum.Send{Version: parts[side].Version, Away: parts[side].Away}
	for i, other := range strings.Fields(text) {
		w := forum.Wished{Other: strings.TrimPrefix(other, "-"), Place: i + 1, Why: "because of " + other}
		if strings.HasPrefix(other, "-") {
			w.Place = 0
		}
		sent.Wishes = append(sent.Wishes, w)
	}
	return h.store.Wish(h.Context(), guest, h.meeting, h.side(side), sent, h.sides, nothing, h.tell)
}

func (h *hall) side(id string) forum.Side {
	i := slices.IndexFunc(h.sides, func(s forum.Side) bool { return s.ID == id })
	return h.sides[i]
}

func (h *hall) plan(keep bool) forum.Outcome {
	h.Helper()
	out, err := h.store.Plan(h.Context(), organiser, h.meeting, h.forum().Version, keep, h.sides, nothing)
	h.must(err)
	return out
}

func (h *hall) release() int {
	h.Helper()
	n, err := h.store.Release(h.Context(), organiser, h.meeting, h.forum().Version, h.sides, h.tell)
	h.must(err)
	return n
}

// planned are the talks that take place: "ab 1@Okno", by slot.
func (h *hall) planned() string {
	h.Helper()
	talks, err := h.store.Talks(h.Context(), h.meeting)
	h.must(err)
	var all []string
	for _, t := range talks {
		if t.Slot != 0 {
			all = append(all, t.A+t.B+" "+string(rune('0'+t.Slot))+"@"+t.Table)
		}
	}
	slices.SortFunc(all, func(x, y string) int { return strings.Compare(x[3:]+x, y[3:]+y) })
	return strings.Join(all, ", ")
}

// begin has a forum with three slots and two tables, and wishes for a talk of a and b, b
// and c, and one of c that d does not want.
func (h *hall) begin() {
	h.Helper()
	h.must(h.store.SetUp(h.Context(), organiser, h.meeting, 0, setup()))
	h.must(h.wish("a", "b"))
	h.must(h.wish("b", "a c"))
	h.must(h.wish("c", "b d"))
	h.must(h.wish("d", "-c"))
}

// From wishes to the plan, to what each is told, and to what is told when a part of it
// changes.
func TestAForumIsPlannedAndReleased(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		if f := h.forum(); len(f.Setup.Slots) != 3 || f.Setup.Slots[1] != (forum.Slot{ID: 2, From: "10:20", Until: "10:35"}) || f.State != forum.Wishes {
			h.Fatalf("%+v", f)
		}
		out := h.plan(false)
		if out.Talks != 2 || out.Sum != out.Most || h.told() != "" {
			h.Fatalf("%+v: %s", out, h.planned())
		}
		if n := h.release(); n != 4 || h.told() != "a first, b first, c first, d first" { // d wished, and learns that it has none
			h.Fatalf("%d were told", n)
		}
		if n := h.release(); n != 0 || h.told() != "" {
			h.Errorf("%d were told again", n)
		}
		own, err := h.store.Own(h.Context(), h.meeting, "b", h.sides)
		h.must(err)
		if len(own) != 2 || own[0].Other.Place == 0 || !own[0].Told.Begin.Equal(h.clock.Now().AddDate(0, 0, 4).Truncate(24*time.Hour).Add(9*time.Hour)) {
			h.Fatalf("%+v", own)
		}
		h.must(h.store.Put(h.Context(), organiser, h.meeting, h.forum().Version, forum.Pair{A: "a", B: "b"}, forum.Spot{Slot: 3}, h.sides, nothing))
		if pending, err := h.store.Pending(h.Context(), h.meeting, h.sides); err != nil || len(pending) != 2 {
			h.Errorf("%v wait, %v", pending, err)
		}
		if n := h.release(); n != 2 || h.told() != "a changed, b changed" {
			h.Errorf("%d were told of the change", n)
		}
		own, err = h.store.Own(h.Context(), h.meeting, "a", h.sides)
		h.must(err)
		if own[0].Sequence != 1 || own[0].Told.Slot != 3 {
			h.Errorf("%+v", own)
		}
	})
}

// What a person set, swapped or cancelled is so after the next plan, too.
func TestWhatIsDoneByHandStays(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.plan(false)
		version := func() int64 { return h.forum().Version }
		ab, bc, ad, cd := forum.Pair{A: "a", B: "b"}, forum.Pair{A: "b", B: "c"}, forum.Pair{A: "a", B: "d"}, forum.Pair{A: "c", B: "d"}
		before := h.planned()
		h.must(h.store.Swap(h.Context(), organiser, h.meeting, version(), ab, bc, h.sides))
		swapped := h.planned()
		if swapped == before {
			h.Error("nothing was swapped")
		}
		if h.plan(false); h.planned() != swapped {
			h.Errorf("after another plan: %s, want %s", h.planned(), swapped)
		}
		h.must(h.store.Put(h.Context(), organiser, h.meeting, version(), ad, forum.Spot{Slot: 3, Table: "Okno"}, h.sides, nothing))
		h.must(h.store.Cancel(h.Context(), organiser, h.meeting, version(), h.sides, ab))
		if h.plan(false); !strings.Contains(h.planned(), "ad 3@Okno") || strings.Contains(h.planned(), "ab") {
			h.Error(h.planned())
		}
		for name, err := range map[string]error{
			"excluded":        h.store.Put(h.Context(), organiser, h.meeting, version(), cd, forum.Spot{Slot: 2}, h.sides, nothing),
			"busy":            h.store.Put(h.Context(), organiser, h.meeting, version(), ab, forum.Spot{Slot: 3}, h.sides, nothing),
			"slot_unknown":    h.store.Put(h.Context(), organiser, h.meeting, version(), ab, forum.Spot{Slot: 9}, h.sides, nothing),
			"table_unknown":   h.store.Put(h.Context(), organiser, h.meeting, version(), ab, forum.Spot{Slot: 2, Table: "x"}, h.sides, nothing),
			"not_here":        h.store.Put(h.Context(), organiser, h.meeting, version(), forum.Pair{A: "a", B: "z"}, forum.Spot{Slot: 2}, h.sides, nothing),
			"itself":          h.store.Put(h.Context(), organiser, h.meeting, version(), forum.Pair{A: "a", B: "a"}, forum.Spot{Slot: 2}, h.sides, nothing),
			"pick_two":        h.store.Swap(h.Context(), organiser, h.meeting, version(), ad, ad, h.sides),
			"no_talk":         h.store.Cancel(h.Context(), organiser, h.meeting, version(), h.sides, cd),
			"overtaken":       h.store.Cancel(h.Context(), organiser, h.meeting, version()-1, h.sides, ad),
			"form_overtaken":  h.store.Wish(h.Context(), guest, h.meeting, h.side("a"), forum.Send{Version: 9}, h.sides, nothing, h.tell),
			"overtaken again": h.store.SetUp(h.Context(), organiser, h.meeting, 0, setup()),
		} {
			if want := "error.forum." + strings.TrimSuffix(name, " again"); errs.PublicOf(err).Key != want {
				h.Errorf("%s: %v", name, err)
			}
		}
		h.must(h.store.Loosen(h.Context(), organiser, h.meeting, version(), h.sides, ab))
		if h.plan(true); !strings.Contains(h.planned(), "ab") || !strings.Contains(h.planned(), "ad 3@Okno") {
			h.Error("the gaps were not filled: " + h.planned())
		}
	})
}

// Two organisers who plan at once: one plan counts, the other hears of it.
func TestTwoPlanAtOnce(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		version := h.forum().Version
		done := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := h.store.Plan(context.Background(), organiser, h.meeting, version, false, h.sides, nothing)
				done <- err
			}()
		}
		kinds := []errs.Kind{errs.KindOf(<-done), errs.KindOf(<-done)}
		if !slices.Contains(kinds, errs.Conflict) || kinds[0] == kinds[1] {
			h.Errorf("%v", kinds)
		}
	})
}

// A delegation that leaves frees its talks; each partner is told once, with who is free.
func TestADelegationLeaves(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.must(h.wish("d", "a b -c"))
		h.plan(false)
		h.release()
		h.told()
		leave := func() {
			h.Helper()
			h.must(h.store.Leave(h.Context(), guest, h.meeting, "b", h.sides, nothing, h.tell))
		}
		leave()
		for _, l := range h.letters {
			if l.Cause != forum.Freed || len(l.Talks) != 1 || l.Talks[0].Told.Slot != 0 || slices.ContainsFunc(l.Next, func(s forum.Side) bool { return s.ID == "b" }) {
				h.Errorf("%+v", l)
			}
			if l.Side.ID == "c" && len(l.Next) > 0 && l.Next[0].ID == "d" {
				h.Error("c is offered d, which does not want to")
			}
		}
		told := h.told()
		if told != "a freed, c freed, d freed" {
			h.Errorf("told: %s", told)
		}
		if leave(); h.told() != "" {
			h.Error("told again")
		}
		if strings.Contains(h.planned(), "b") {
			h.Error(h.planned())
		}
		if n := h.release(); n != 0 {
			h.Errorf("%d are told of nothing new", n)
		}
		h.plan(true)
		if strings.Contains(h.planned(), "b") {
			h.Error(h.planned())
		}
		h.must(h.store.Return(h.Context(), guest, h.meeting, "b", h.sides, h.tell))
		if h.plan(true); !strings.Contains(h.planned(), "ab") {
			h.Error("back, and without a talk: " + h.planned())
		}
		withdrawn := h.sides[:3]
		lost, err := h.store.Lost(h.Context(), h.meeting, withdrawn)
		if err != nil || !slices.Equal(lost, []string{"d"}) {
			h.Errorf("%v, %v", lost, err)
		}
	})
}

// Who excludes another after the release frees the talk; later wishes change nothing.
func TestALateExclusionIsNotTold(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.plan(false)
		h.release()
		h.told()
		h.must(h.wish("b", "d -c"))
		if h.told() != "c freed" || strings.Contains(h.planned(), "bc") {
			h.Error(h.planned())
		}
		got, err := h.store.Wishes(h.Context(), h.meeting, "b")
		h.must(err)
		if len(got) != 2 || got[0].Other != "a" || got[1].Other != "c" || got[1].Place != 0 || got[1].Why != "because of -c" {
			h.Errorf("%+v", got)
		}
		var raw strings.Builder
		for _, query := range []string{`SELECT sealed FROM forum_wish`, `SELECT detail FROM audit`} {
			h.must(db.Each(h.Context(), h.d, func(row db.Scanner) error {
				var s string
				err := row.Scan(&s)
				raw.WriteString(s + "\n")
				return err
			}, query))
		}
		if strings.Contains(raw.String(), "because") { // "-c" alone may stand in what is sealed, by chance
			h.Error("reasons stand in the clear: " + raw.String())
		}
	})
}

// A contact needs both; it stays when the rest is forgotten.
func TestContactsStay(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.plan(false)
		h.release()
		say := func(side, other string, want forum.Want) error {
			return h.store.Say(h.Context(), guest, h.meeting, side, forum.Word{Other: other, Want: want, Note: "a warm talk"}, h.sides)
		}
		if err := say("a", "b", forum.Touch); errs.PublicOf(err).Key != "error.forum.early" {
			h.Errorf("before the talk: %v", err)
		}
		h.clock.Add(4 * 24 * time.Hour) // noon of the day
		contacts := func() []forum.Contact {
			h.Helper()
			all, err := h.store.Contacts(h.Context(), h.meeting)
			h.must(err)
			return all
		}
		h.must(say("a", "b", forum.Touch))
		h.must(say("b", "a", forum.Nothing))
		if all := contacts(); len(all) != 0 {
			h.Errorf("one side wants nothing: %+v", all)
		}
		h.must(say("b", "a", forum.Intent))
		all := contacts()
		if len(all) != 1 || all[0].WantA != forum.Touch || all[0].WantB != forum.Intent || all[0].Letter() || all[0].PlaceA != 1 || all[0].Day != lang.DateOf(h.clock.Now()) {
			h.Fatalf("%+v", all)
		}
		h.must(say("a", "b", forum.Intent))
		if all := contacts(); len(all) != 1 || !all[0].Letter() {
			h.Errorf("%+v", all)
		}
		if err := say("a", "c", forum.Touch); errs.KindOf(err) != errs.NotFound {
			h.Errorf("of a talk that was none: %v", err)
		}
		if err := say("a", "b", "love"); errs.FieldOf(err) != "want" {
			h.Errorf("%v", err)
		}
		words, err := h.store.Words(h.Context(), h.meeting, "a")
		if err != nil || words["b"].Note != "a warm talk" {
			h.Errorf("%+v, %v", words, err)
		}
		h.must(h.d.Write(h.Context(), func(tx *db.Tx) error {
			held, err := forum.Held(h.Context(), tx, h.meeting)
			n, ferr := forum.Forget(h.Context(), tx, h.meeting)
			if err != nil || held == 0 || n != held {
				h.Errorf("%d of %d are forgotten, %v", n, held, err)
			}
			return ferr
		}))
		if all := contacts(); len(all) != 1 {
			h.Error("the contact is forgotten")
		}
		if of, err := h.store.ContactsOf(h.Context(), 2); err != nil || len(of) != 1 {
			h.Errorf("%v, %v", of, err)
		}
		if n, err := h.store.Counts(h.Context()); err != nil || n[h.meeting] != 1 {
			h.Errorf("%v, %v", n, err)
		}
	})
}

// Each wish without a talk has its reason.
func TestWhyAWishHasNoTalk(t *testing.T) {
	each(t, func(h *hall) {
		u := setup()
		u.Hours, u.Map = []string{"10:00-10:35"}, "1" // two slots, one table
		h.must(h.store.SetUp(h.Context(), organiser, h.meeting, 0, u))
		h.must(h.wish("a", "b c d"))
		h.must(h.wish("b", "a"))
		h.must(h.wish("c", "a -d"))
		h.must(h.wish("d", "c b"))
		h.plan(false)
		all, err := h.store.Unplaced(h.Context(), h.meeting, h.sides, nothing)
		h.must(err)
		why := map[string]forum.Why{}
		for _, x := range all {
			why[x.A+x.B] = x.Why
		}
		if len(why) != 3 || why["cd"] != forum.WhyRefused || why["ad"] != forum.WhyFull || why["bd"] != forum.WhyNoCommon && why["bd"] != forum.WhyTables {
			h.Errorf("%v of %s", why, h.planned())
		}
		h.must(h.store.Cancel(h.Context(), organiser, h.meeting, h.forum().Version, h.sides, forum.Pair{A: "a", B: "b"}))
		all, err = h.store.Unplaced(h.Context(), h.meeting, h.sides, nothing)
		h.must(err)
		for _, x := range all {
			why[x.A+x.B] = x.Why
		}
		if why["ab"] != forum.WhyHand || why["bd"] != forum.WhyPossible {
			h.Errorf("%v", why)
		}
	})
}

// Reminders go to those who have not wished, once a day.
func TestReminders(t *testing.T) {
	each(t, func(h *hall) {
		h.must(h.store.SetUp(h.Context(), organiser, h.meeting, 0, setup()))
		h.must(h.wish("a", "b"))
		remind := func() int {
			n, err := h.store.Remind(h.Context(), organiser, h.meeting, h.sides, h.tell)
			h.must(err)
			return n
		}
		if n := remind(); n != 3 || h.told() != "b remind, c remind, d remind" {
			h.Errorf("%d", n)
		}
		if n := remind(); n != 0 {
			h.Errorf("%d again", n)
		}
		h.must(h.wish("b", "a"))
		h.clock.Add(25 * time.Hour)
		if n := remind(); n != 2 {
			h.Errorf("%d on the next day", n)
		}
	})
}

// Presence: who is away in a slot has no talk then, and loses one that was planned.
func TestWhoComesLate(t *testing.T) {
	each(t, func(h *hall) {
		h.begin()
		h.plan(false)
		late := forum.Send{Version: 1, Away: []int{1, 2}, Wishes: []forum.Wished{{Other: "b", Place: 1}}}
		h.must(h.store.Wish(h.Context(), guest, h.meeting, h.side("a"), late, h.sides, nothing, h.tell))
		h.plan(false)
		if !strings.Contains(h.planned(), "ab 3@") {
			h.Error(h.planned())
		}
	})
}
