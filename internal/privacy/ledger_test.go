package privacy_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/privacy"
)

// shelf keeps a copy in memory, and may be away.
type shelf struct {
	content []byte
	away    error
}

func (s *shelf) Read(context.Context) ([]byte, error) { return s.content, s.away }

func (s *shelf) Write(_ context.Context, content []byte) error {
	s.content = content
	return s.away
}

// Each erasure is kept in a file and on the shelf, without anything of the person; what a
// crash or an outage left out comes with the next round.
func TestErasuresAreKeptOutsideOfTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, folder, beside := open(t, d, dbtest.Today), t.TempDir(), &shelf{}
		ledger := privacy.NewLedger(h.desk, folder, beside, slog.New(slog.DiscardHandler))
		h.desk.KeepIn(ledger)
		erase := func(name string) {
			t.Helper()
			if err := h.desk.Erase(t.Context(), people.System(), h.person(name)); err != nil {
				t.Fatal(err)
			}
		}
		check := func(want int) {
			t.Helper()
			made, err := h.desk.Erasures(t.Context())
			if err != nil || len(made) != want {
				t.Fatalf("%d erasures, %v", len(made), err)
			}
			kept, err := privacy.ReadLedger(folder)
			copied := privacy.ParseLedger(bytes.NewReader(beside.content))
			for _, all := range [][]privacy.Erasure{made, kept, copied} {
				slices.SortFunc(all, func(a, b privacy.Erasure) int { return strings.Compare(a.Mark, b.Mark) }) // all of one moment
			}
			if err != nil || !slices.Equal(kept, made) || !slices.Equal(copied, made) {
				t.Errorf("made %v\nin the file %v, %v\nbeside %s", made, kept, err, beside.content)
			}
		}
		erase("canaryfirst")
		check(1)
		if raw, err := os.ReadFile(filepath.Join(folder, privacy.LedgerName)); err != nil || strings.Contains(string(raw), "canary") || strings.Contains(string(raw), "@") {
			t.Errorf("the file says who: %s, %v", raw, err)
		}
		beside.away = os.ErrPermission
		erase("canarysecond") // stands, though the shelf is away
		if err := ledger.Sync(t.Context()); err == nil {
			t.Error("nobody hears that the shelf is away")
		}
		beside.away = nil
		f, err := os.OpenFile(filepath.Join(folder, privacy.LedgerName), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString(`{"mark":"12`) // a crash
		f.Close()
		erase("canarythird")
		check(3)
	})
}

// Who had herself erased and came back is somebody new; who then went again is gone.
func TestComingBackAfterAnErasure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		mine := h.person("canary")
		mark := func() privacy.Erasure {
			made, err := h.desk.Erasures(t.Context())
			if err != nil || len(made) != 1 {
				t.Fatal(made, err)
			}
			return made[0]
		}
		if err := h.desk.Erase(t.Context(), people.System(), mine); err != nil {
			t.Fatal(err)
		}
		gone := mark()
		at := time.UnixMicro(gone.At)
		back := h.person("canary")
		held := []privacy.Held{{Person: back, Since: at.Add(time.Hour)}}
		if n, err := h.desk.Replay(t.Context(), []privacy.Erasure{gone}, held); err != nil || n != 0 {
			t.Errorf("who came back was erased: %d, %v", n, err)
		}
		again := gone
		again.At = at.Add(2 * time.Hour).UnixMicro()
		if n, err := h.desk.Replay(t.Context(), []privacy.Erasure{again, gone}, held); err != nil || n != 1 || mark() != again {
			t.Errorf("who went again: %d, %v; remembered %+v", n, err, mark())
		}
	})
}

// Erasures that the restored data never heard of are remembered, so that the next backup
// has them.
func TestARestoreRemembersWhatItReplays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		foreign := privacy.Erasure{Mark: strings.Repeat("ab", 32), Account: "x", At: dbtest.Today.UnixMicro()}
		if n, err := h.desk.Replay(t.Context(), []privacy.Erasure{foreign}, nil); err != nil || n != 0 {
			t.Fatal(n, err)
		}
		if made, err := h.desk.Erasures(t.Context()); err != nil || !slices.Equal(made, []privacy.Erasure{foreign}) {
			t.Errorf("remembered %+v, %v", made, err)
		}
	})
}

// Whatever lies beside a backup, reading it ends well and erases nobody by chance.
func FuzzParseLedger(f *testing.F) {
	mark := strings.Repeat("0f", 32)
	f.Add([]byte(`{"mark":"` + mark + `","account":"a","at":5}` + "\n"))
	f.Add([]byte(`{"mark":"` + mark + `"` + "\n{\n\n\x00"))
	f.Add([]byte(strings.Repeat("x", 5000) + "\n" + `{"mark":"` + mark + `","at":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, e := range privacy.ParseLedger(bytes.NewReader(raw)) {
			if len(e.Mark) != 64 || e.At <= 0 || len(e.Account) > 64 || !bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(e.Mark[:1]))) {
				t.Errorf("%+v", e)
			}
		}
	})
}

// Each person is held once: an account with its address, an address without one with the
// moment of its oldest row.
func TestWhoIsHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		mine := privacy.Held{Person: h.person("canary"), Since: dbtest.Today}
		address := func(all map[string]time.Time) privacy.Holder {
			return privacy.Holder{Name: "x", Addresses: func(context.Context) (map[string]time.Time, error) { return all, nil }}
		}
		desk := privacy.New(d, h.log, h.key, clock.Fixed(dbtest.Today), []privacy.Holder{
			privacy.Consenting(d),
			address(map[string]time.Time{"Canary@example.org": dbtest.Today.Add(-time.Hour), "reader@example.org": dbtest.Today}),
			address(map[string]time.Time{"READER@example.org": dbtest.Today.Add(-time.Hour)}),
		})
		got, err := desk.Held(t.Context(), []privacy.Held{mine})
		want := []privacy.Held{mine, {Person: privacy.Person{Email: "reader@example.org"}, Since: dbtest.Today.Add(-time.Hour)}}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("held %+v, %v\nwant %+v", got, err, want)
		}
		if all, err := h.desk.Held(t.Context(), nil); err != nil {
			t.Errorf("%v, %v", all, err)
		}
	})
}
