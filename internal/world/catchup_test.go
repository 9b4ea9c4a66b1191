package world_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
)

// turning is a clock that the test turns.
type turning struct{ time.Time }

// Now implements clock.Clock.
func (c *turning) Now() time.Time { return c.Time }

// busy moves the data's version by more changes of partnerships than the feed keeps.
func busy(t *testing.T, rooms worldtest.Rooms, ids ...string) {
	t.Helper()
	err := rooms.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		for i := 0; i < 2100 && err == nil; i++ {
			err = tx.TouchOne(t.Context(), "partnership", ids[i%len(ids)])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A start after more changes than the feed names keeps the snapshot's places and reads the
// partnerships; the snapshot is written again when the changes have settled.
func TestAStartAfterThousandsOfChangesKeepsThePlaces(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		d := rooms.DB
		src, log := sources(t, rooms, t.TempDir())
		now := &turning{dbtest.Today}
		src.Clock = now
		open(t, src)
		const nest = 690548
		chain := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		id, err := partnership.NewEditor(rooms.Partnerships, chain, nil).Begin(t.Context(), people.System(),
			partnership.Details{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: bialystok}, {Place: nest}}}, "",
			[]partnership.Act{{Type: partnership.ActAgreement, Date: partnership.On(2024, 5, 1)}},
			partnership.Evidence{Sources: []source.Source{{Title: "Umowa"}}})
		if err != nil {
			t.Fatal(err)
		}
		busy(t, rooms, id)
		started := func(want string) *world.Keeper {
			t.Helper()
			log.Reset()
			k := open(t, src)
			if !strings.Contains(log.String(), want) || !k.Now().Graph.Linked(bialystok, nest) {
				t.Errorf("the start: %s; want %s, and the new link", log, want)
			}
			whole, err := rooms.Partnerships.Graph(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			sameGraph(t, whole, k.Now().Graph)
			return k
		}
		k := started("from_snapshot=true")
		k.SaveWhenDue()
		err = d.Write(t.Context(), func(tx *db.Tx) error { return tx.TouchOne(t.Context(), "partnership", id) })
		if err != nil {
			t.Fatal(err)
		}
		started("partnerships_read=1 ") // not all: the snapshot is that of a moment ago

		running := k.Now().Places
		busy(t, rooms, id)
		log.Reset()
		if err := k.Refresh(t.Context()); err != nil || k.Now().Places != running || strings.Contains(log.String(), "world ready") {
			t.Errorf("a node that was behind: %v, %s", err, log)
		}

		busy(t, rooms, id)
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Touch(t.Context()) }); err != nil {
			t.Fatal(err)
		}
		busy(t, rooms, id)
		started("from_snapshot=false") // places may have changed as well
	})
}

// A few changes stay out of the snapshot, twenty are written when they have settled.
func TestTheSnapshotFollowsWhenChangesHaveSettled(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		d := rooms.DB
		src, log := sources(t, rooms, t.TempDir())
		now := &turning{dbtest.Today}
		src.Clock = now
		k := open(t, src)
		var ids []string
		for p := range k.Now().Graph.Pairs() {
			if len(ids) < 20 {
				ids = append(ids, p.ID)
			}
		}
		change := func(ids ...string) {
			t.Helper()
			err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
				for _, id := range ids {
					if err == nil {
						err = tx.TouchOne(t.Context(), "partnership", id)
					}
				}
				return err
			})
			if err == nil {
				err = k.Refresh(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		lacks := func(want string) {
			t.Helper()
			k.SaveWhenDue()
			log.Reset()
			if open(t, src); !strings.Contains(log.String(), "partnerships_read="+want+" ") {
				t.Errorf("a start reads another number than %s: %s", want, log)
			}
		}
		change(ids[:3]...)
		now.Time = now.Add(time.Minute)
		lacks("3")
		change(ids...)
		lacks("20")
		now.Time = now.Add(10 * time.Second)
		lacks("0")
	})
}
