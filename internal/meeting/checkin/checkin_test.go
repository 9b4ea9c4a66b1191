package checkin_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

const kaunas = 598316

var organiser = people.Actor{Account: "organiser", Strong: true}

// hall is a meeting with one delegation that comes with three.
type hall struct {
	*testing.T
	d       *db.DB
	clock   *clocktest.Clock
	guests  *delegation.Store
	store   *checkin.Store
	meeting string
	group   string
	members []delegation.Member
}

func each(t *testing.T, fn func(h *hall)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, base *db.DB) {
		key := secret.New()
		log := people.NewLog(base, key, filepath.Join(t.TempDir(), "anchors"))
		h := &hall{T: t, d: base, clock: c, guests: delegation.NewStore(base, log, key, c, nil)}
		h.store = checkin.NewStore(base, log, key, h.guests)
		var err error
		h.meeting, err = meeting.NewStore(base, log, press.NewStore(base, log, c, nil)).Create(t.Context(), organiser, meeting.New{
			Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Origin: press.Written},
			Facts: meeting.Facts{From: partnership.On(2026, 11, 23), Zone: "Europe/Warsaw"},
		})
		h.must(err)
		h.must(h.guests.SaveConference(t.Context(), organiser, delegation.Conference{Meeting: h.meeting, Seats: 5, Ends: c.Now().AddDate(0, 0, 1)}))
		h.group = h.comes(kaunas, 3)
		fn(h)
	})
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *hall) refused(what, key string, err error) {
	h.Helper()
	if got := errs.PublicOf(err).Key; err == nil || got != key {
		h.Errorf("%s: %v (%s), want %s", what, err, got, key)
	}
}

// comes invites a town, which accepts and lists its people.
func (h *hall) comes(place int64, n int) string {
	h.Helper()
	id, err := h.guests.Add(h.Context(), organiser, delegation.Delegation{Meeting: h.meeting, Kind: delegation.Town, Place: place, Language: "lt", Quota: n})
	h.must(err)
	h.must(h.guests.Invite(h.Context(), organiser, id))
	d, err := h.guests.ByID(h.Context(), id)
	h.must(err)
	_, err = h.guests.Answer(h.Context(), organiser, id, d.Version, delegation.Answer{State: delegation.Accepted, Coming: n, By: delegation.ByLetter})
	h.must(err)
	for i := range n {
		_, err := h.guests.PutMember(h.Context(), organiser, delegation.ByLetter, delegation.Member{Delegation: id, Profile: delegation.Profile{Name: fmt.Sprint("Guest ", i)}})
		h.must(err)
	}
	h.members, err = h.guests.Members(h.Context(), id)
	h.must(err)
	return id
}

func (h *hall) take(door string, sent time.Time, scans ...checkin.Scan) []checkin.Result {
	h.Helper()
	all, err := h.store.Take(h.Context(), people.Actor{}, checkin.Batch{Meeting: h.meeting, Door: door, Sent: sent, Scans: scans})
	h.must(err)
	return all
}

// A badge is scanned at one door and, by a phone that was offline, at another before: she
// counts once, and whoever scans again hears when and where she came.
func TestTwoDoorsCountOnce(t *testing.T) {
	each(t, func(h *hall) {
		now, code := h.clock.Now(), h.members[0].Code
		first := h.take("east", now, checkin.Scan{Nonce: "a", Code: code, At: now})
		if first[0].Verdict != checkin.In || first[0].Delegation != h.group || !first[0].First.Equal(now) {
			t.Fatalf("the first scan: %+v", first)
		}
		h.clock.Add(10 * time.Minute)
		again := h.take("west", h.clock.Now(), checkin.Scan{Nonce: "b", Code: strings.ToLower(code[:8]) + " " + code[8:], At: h.clock.Now()})
		if again[0].Verdict != checkin.Again || again[0].Door != "east" || !again[0].First.Equal(now) {
			t.Errorf("the second scan: %+v", again)
		}
		// a phone whose clock is an hour slow sends what it scanned a quarter of an hour ago
		slow := h.clock.Now().Add(-time.Hour)
		late := h.take("north", slow, checkin.Scan{Nonce: "c", Code: code, At: slow.Add(-15 * time.Minute)})
		if late[0].Verdict != checkin.In || !late[0].First.Equal(now.Add(-5*time.Minute)) {
			t.Errorf("the one that came late and was the first: %+v", late)
		}
		for range 2 { // the answer was lost, and it is sent again
			if same := h.take("east", now, checkin.Scan{Nonce: "a", Code: code, At: now}); same[0].Verdict != checkin.Again || same[0].Door != "north" {
				t.Errorf("sent again: %+v", same)
			}
		}
		there, err := h.store.Arrived(t.Context(), h.meeting)
		h.must(err)
		if len(there) != 1 || there[checkin.Key{List: checkin.Arrival, Member: h.members[0].ID}].Door != "north" {
			t.Errorf("there: %+v", there)
		}
	})
}

// What was scanned by mistake is taken back; a scan afterwards counts; each list for itself.
func TestTakingBackAndLists(t *testing.T) {
	each(t, func(h *hall) {
		dinner, err := h.store.AddList(t.Context(), organiser, h.meeting, " Dinner ")
		h.must(err)
		_, err = h.store.AddList(t.Context(), organiser, h.meeting, "dinner")
		h.refused("the same list", "error.checkin.list_twice", err)
		code, now := h.members[0].Code, h.clock.Now()
		all := h.take("", now,
			checkin.Scan{Nonce: "1", Code: code, At: now},
			checkin.Scan{Nonce: "2", List: dinner, Member: h.members[0].ID, At: now},
			checkin.Scan{Nonce: "3", Member: h.members[0].ID, At: now, Undo: true},
			checkin.Scan{Nonce: "4", Code: "ABCDEFGHIJKLMNOP", At: now},
		)
		var verdicts []checkin.Verdict
		for _, r := range all {
			verdicts = append(verdicts, r.Verdict)
		}
		if want := []checkin.Verdict{checkin.Undone, checkin.In, checkin.Undone, checkin.Unknown}; !slices.Equal(verdicts, want) {
			t.Errorf("verdicts %v, want %v", verdicts, want)
		}
		h.clock.Add(time.Minute)
		if r := h.take("", h.clock.Now(), checkin.Scan{Nonce: "5", Code: code, At: h.clock.Now()}); r[0].Verdict != checkin.In || !r[0].First.Equal(h.clock.Now()) {
			t.Errorf("after it was taken back: %+v", r)
		}
		if r := h.take("", h.clock.Now(), checkin.Scan{Nonce: "3", Member: h.members[0].ID, At: now, Undo: true}); r[0].Verdict != checkin.Undone {
			t.Errorf("an old taking back that comes again: %+v", r)
		}
		there, err := h.store.Arrived(t.Context(), h.meeting)
		h.must(err)
		if len(there) != 2 {
			t.Errorf("there: %+v", there)
		}
		h.refused("a list that was used", "error.checkin.list_used", h.store.RemoveList(t.Context(), organiser, h.meeting, dinner))
		h.take("", h.clock.Now(), checkin.Scan{Nonce: "6", List: dinner, Member: h.members[0].ID, At: h.clock.Now(), Undo: true})
		h.must(h.store.RemoveList(t.Context(), organiser, h.meeting, dinner))
		_, err = h.store.Take(t.Context(), people.Actor{}, checkin.Batch{Meeting: h.meeting, Scans: []checkin.Scan{{Nonce: "7", List: dinner, Code: code}}})
		h.refused("a list that is gone", "error.checkin.unknown", err)
	})
}

// Whatever the order in which devices send, repeat and mix their scans, the picture is the
// same.
func TestAnyOrderGivesTheSamePicture(t *testing.T) {
	each(t, func(h *hall) {
		h.clock.Add(time.Hour)
		now := h.clock.Now()
		var scans []checkin.Scan
		for i := range 12 {
			scans = append(scans, checkin.Scan{Nonce: fmt.Sprint(i), Code: h.members[i%3].Code, At: now.Add(-time.Duration(i*7%12) * time.Minute)})
		}
		var want string
		for range 5 {
			h.must(h.d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `DELETE FROM checkin_scan`)
				return err
			}))
			rand.Shuffle(len(scans), func(i, j int) { scans[i], scans[j] = scans[j], scans[i] })
			for i := range scans {
				h.take(fmt.Sprint("door", i%2), now, scans[i], scans[rand.IntN(i+1)])
			}
			there, err := h.store.Arrived(t.Context(), h.meeting)
			h.must(err)
			var got []string
			for k, at := range there {
				got = append(got, k.Member+" "+at.At.String()+" "+at.By)
			}
			slices.Sort(got)
			if line := strings.Join(got, "\n"); want == "" {
				want = line
			} else if line != want {
				t.Fatalf("another order, another picture:\n%s\n\n%s", line, want)
			}
		}
	})
}

// Two phones send the same scan at the same time: both are answered, one is kept.
func TestTheSameScanFromTwoPhonesAtOnce(t *testing.T) {
	each(t, func(h *hall) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				_, err := h.store.Take(context.WithoutCancel(t.Context()), people.Actor{}, checkin.Batch{
					Meeting: h.meeting, Door: "east", Scans: []checkin.Scan{{Nonce: "same", Code: h.members[0].Code, At: h.clock.Now()}},
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		n, _, err := db.One(t.Context(), h.d, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM checkin_scan`)
		h.must(err)
		if n != 1 {
			t.Errorf("%d scans are kept", n)
		}
	})
}

// What devices must not send is refused whole.
func TestScansThatAreNone(t *testing.T) {
	each(t, func(h *hall) {
		for name, scan := range map[string]checkin.Scan{
			"no nonce":   {Code: h.members[0].Code},
			"nobody":     {Nonce: "x"},
			"long nonce": {Nonce: strings.Repeat("x", 65), Code: "A"},
			"NUL":        {Nonce: "x\x00", Code: "A"},
			"not ASCII":  {Nonce: "x", Code: "Ą"},
		} {
			_, err := h.store.Take(t.Context(), people.Actor{}, checkin.Batch{Meeting: h.meeting, Scans: []checkin.Scan{{Nonce: "good", Code: h.members[0].Code}, scan}})
			h.refused(name, "error.checkin.scan", err)
		}
		_, err := h.store.Take(t.Context(), people.Actor{}, checkin.Batch{Meeting: h.meeting, Scans: make([]checkin.Scan, checkin.MostScans+1)})
		h.refused("too many", "error.checkin.scans", err)
		if there, _ := h.store.Arrived(t.Context(), h.meeting); len(there) != 0 {
			t.Errorf("something was kept: %v", there)
		}
		d, err := h.guests.ByID(t.Context(), h.group)
		h.must(err)
		_, err = h.guests.Answer(t.Context(), organiser, h.group, d.Version, delegation.Answer{State: delegation.Declined, By: delegation.ByPhone})
		h.must(err)
		if r := h.take("", time.Time{}, checkin.Scan{Nonce: "y", Code: h.members[0].Code, At: h.clock.Now()}); r[0].Verdict != checkin.NotComing {
			t.Errorf("of a delegation that does not come: %+v", r)
		}
	})
}

// A link for helpers opens check-in until its moment, or until it is taken back.
func TestDoors(t *testing.T) {
	each(t, func(h *hall) {
		_, err := h.store.AddDoor(t.Context(), organiser, checkin.Door{Meeting: h.meeting, Name: "East", Until: h.clock.Now().AddDate(0, 3, 0)})
		h.refused("for a quarter", "error.checkin.until", err)
		open := func(name string) (checkin.Door, string) {
			t.Helper()
			id, err := h.store.AddDoor(t.Context(), organiser, checkin.Door{Meeting: h.meeting, Name: name, Until: h.clock.Now().Add(time.Hour)})
			h.must(err)
			all, err := h.store.Doors(t.Context(), h.meeting)
			h.must(err)
			i := slices.IndexFunc(all, func(d checkin.Door) bool { return d.ID == id })
			return all[i], h.store.Link(all[i])
		}
		east, token := open("East")
		by := func(token string) error {
			_, err := h.store.ByLink(t.Context(), token, h.clock.Now())
			return err
		}
		h.must(by(token))
		for _, bad := range []string{"", token[:10], "x" + token, strings.Repeat("A", len(token)), "../" + token} {
			h.refused("no link: "+bad, "error.checkin.unknown", by(bad))
		}
		h.must(h.store.RevokeDoor(t.Context(), organiser, h.meeting, east.ID))
		h.refused("taken back", "error.checkin.door_over", by(token))
		_, token = open("West")
		h.clock.Add(time.Hour)
		h.refused("too late", "error.checkin.door_over", by(token))
		h.refused("of another meeting", "error.checkin.unknown", h.store.RevokeDoor(t.Context(), organiser, "other", east.ID))
	})
}

// Somebody stands at the door and is in no list.
func TestWalkIn(t *testing.T) {
	each(t, func(h *hall) {
		add := func(group, name string) (delegation.Member, error) {
			return h.guests.WalkIn(t.Context(), organiser, delegation.Delegation{Meeting: h.meeting, Language: "pl"}, delegation.Member{Delegation: group, Profile: delegation.Profile{Name: name}})
		}
		with, err := add(h.group, "Driver")
		h.must(err)
		d, err := h.guests.ByID(t.Context(), h.group)
		h.must(err)
		if d.Coming != 4 || d.Quota != 4 || with.Code == "" {
			t.Errorf("with a delegation: %+v, %+v", d, with)
		}
		alone, err := add("", "Head of a school")
		h.must(err)
		_, err = add("", "One too many")
		h.refused("no seat", "error.checkin.no_seat", err)
		if r := h.take("", time.Time{}, checkin.Scan{Nonce: "w", Member: alone.ID, At: h.clock.Now()}); r[0].Verdict != checkin.In {
			t.Errorf("checked in: %+v", r)
		}
		_, err = add("", " ")
		if errs.FieldOf(err) != "name" {
			t.Errorf("without a name: %v", err)
		}
	})
}
