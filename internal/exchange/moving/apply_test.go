package moving

import (
	"context"
	"slices"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

// office is a database, and the means to move lists into it.
type office struct {
	t      *testing.T
	stores Stores
	own    int64
}

func newOffice(t *testing.T, d *db.DB) office {
	return office{t, Stores{
		Partnerships: partnership.NewStore(d), Sources: source.NewStore(d), Log: people.NewLog(d, secret.New(), ""),
	}, town(t, "Giżycko")}
}

func (o office) plan(file, text string) Plan {
	o.t.Helper()
	known, err := KnownOf(o.t.Context(), world(), o.stores.Partnerships)
	if err != nil {
		o.t.Fatal(err)
	}
	return Make(readTable(o.t, file, []byte(text)), known, Options{Lexicon: words(), Own: o.own, Today: today})
}

func (o office) move(file, text string) Done {
	o.t.Helper()
	done, err := Apply(o.t.Context(), o.stores, people.System(), o.plan(file, text), "Giżycko")
	if err != nil {
		o.t.Fatal(err)
	}
	return done
}

func (o office) partner(name string) (partnership.Partnership, error) {
	return o.stores.Partnerships.ByID(o.t.Context(), partnership.PairID(o.own, town(o.t, name)))
}

func (o office) audited() int {
	records, err := o.stores.Log.Read(context.Background(), people.Query{})
	if err != nil {
		o.t.Fatal(err)
	}
	return len(records)
}

const list = "Miasto partnerskie;Kraj;Data podpisania;Rodzaj;Stan\n" +
	"Dubno;Ukraina;12.03.1999;umowa partnerska;aktywna\n" +
	"Trakai;Litwa;1996;umowa partnerska;zawieszona\n" +
	"Atlantydawa;Litwa;2001;;\n"

// The same file again changes nothing, under any name; a corrected one adds only what is
// new; all of it can be taken back.
func TestMoveInRepeatCorrectWithdraw(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		first := o.move("partnerzy.csv", list)
		if len(first.Told) != 2 || first.Rows != 3 || first.Fit != 2 {
			t.Fatalf("first %+v", first)
		}
		version, _ := d.DataVersion(t.Context())
		audited := o.audited()
		for _, name := range []string{"partnerzy.csv", "partnerzy (2).csv"} {
			if again := o.move(name, list); !again.Nothing() {
				t.Errorf("%s again told %+v", name, again.Told)
			}
		}
		if now, _ := d.DataVersion(t.Context()); now != version || o.audited() != audited {
			t.Errorf("a repeat moved the data's version from %d to %d, and the chain from %d to %d", version, now, audited, o.audited())
		}
		corrected := o.move("partnerzy.csv", list[:len(list)-len("Atlantydawa;Litwa;2001;;\n")]+"Varėna;Litwa;2001;;\n")
		if len(corrected.Told) != 1 || !corrected.Told[0].Created {
			t.Errorf("the corrected file told %+v", corrected.Told)
		}
		p, err := o.partner("Trakai")
		if err != nil || len(p.Acts) != 2 || p.Acts[1].Type != partnership.ActSuspension || !p.Acts[1].Date.IsZero() || p.Kind != partnership.KindPartnership {
			t.Errorf("Trakai %+v, %v", p, err)
		}
		if s := partnership.StatusOf(p, today, p.Acts[0].KnownUntil); s.Code != partnership.Suspended {
			t.Errorf("Trakai is %s", s.Code)
		}
		sources, err := o.stores.Sources.ByCodes(t.Context(), p.SourceCodes())
		if err != nil || len(sources) != 1 || sources[0].Title != "partnerzy.csv" || sources[0].Publisher != "Giżycko" || sources[0].Retrieved.IsZero() {
			t.Errorf("source %+v, %v", sources, err)
		}

		if _, err := Withdraw(t.Context(), o.stores, people.System(), first); err != nil {
			t.Fatal(err)
		}
		if _, err := o.partner("Dubno"); err == nil {
			t.Error("Dubno is still there")
		}
		if _, err := o.partner("Varėna, LT"); err != nil {
			t.Errorf("what another import told is gone: %v", err)
		}
		if back := o.move("partnerzy.csv", list); len(back.Told) != 2 {
			t.Errorf("after it was withdrawn the file told %+v", back.Told)
		}
		if v, err := o.stores.Log.Verify(t.Context()); err != nil || !v.Whole() {
			t.Errorf("the chain: %+v, %v", v, err)
		}
	})
}

// What a person edited, and what others told, stays as it is.
func TestMoveInLeavesTheRestAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		o.move("partnerzy.csv", list)
		before, err := o.partner("Dubno")
		if err != nil {
			t.Fatal(err)
		}
		// a person corrects the date and withdraws the suspension of Trakai
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE act SET edited = 1, dated = '1998', body = '{"type":"agreement","date":"1998","sources":["`+before.Acts[0].Sources[0]+`"]}' WHERE id = $1`, before.Acts[0].ID)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(t.Context(), `UPDATE act SET edited = 1, known_until = $1 WHERE type = 'suspension'`, tx.Now())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if again := o.move("partnerzy.csv", list); !again.Nothing() {
			t.Errorf("the same file told %+v of what a person edited", again.Told)
		}
		other := o.move("inna.csv", "Miasto partnerskie;Rok;Uwagi\nDubno;1995;x\n")
		p, _ := o.partner("Dubno")
		fields := []string{}
		for _, c := range p.Claims {
			fields = append(fields, c.Field+"="+c.Value)
		}
		slices.Sort(fields)
		if len(p.Acts) != 1 || p.Acts[0].Date.Year != 1998 || !slices.Equal(fields, []string{"start=1995", "start=1998"}) || len(other.Told) != 1 {
			t.Errorf("Dubno %+v, claims %v", p.Acts, fields)
		}
	})
}

// A plan that was made before somebody else told the same tells nothing twice.
func TestPlansMadeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		one, two := o.plan("a.csv", list), o.plan("b.csv", list)
		for i, p := range []Plan{one, two} {
			done, err := Apply(t.Context(), o.stores, people.System(), p, "Giżycko")
			if err != nil || (i == 1) != done.Nothing() {
				t.Errorf("plan %d: %+v, %v", i, done.Told, err)
			}
		}
	})
}
