package funding

import (
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/starter"
)

const ownFund = `
programme: {key: own-fund, name: {pl: Fundusz}, funder: Powiat, kind: national, sources: [{url: "https://example.org", title: Regulamin, read: 2026-11-26}]}
calls:
  - key: own-2027
    name: {pl: Nabór 2027}
    deadlines: [{day: 2027-02-01, at: "15:00", zone: Europe/Warsaw}]
    rules: {partners: {min: 2}}
tests:
  - {name: two, call: own-2027, want: fits, partners: [{in: PL}, {in: LT}]}
`

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := NewStore(d, people.NewLog(d, secret.Key{}, ""), nil)
		k := NewKeeper(s, starter.Countries())
		who := people.Actor{Account: "organiser"}
		save := func(version int64, text string) ([]Trouble, error) {
			_, troubles, err := s.Save(t.Context(), who, testBook(), version, text, now)
			return troubles, err
		}
		has := func(key string) (*Programme, bool) {
			c, err := k.Catalogue(t.Context(), testBook().atlas)
			if err != nil {
				t.Fatal(err)
			}
			return c.Programme(key)
		}
		if _, ok := has("own-fund"); ok {
			t.Error("there before it was entered")
		}
		if troubles, err := save(0, ownFund); err != nil || troubles != nil {
			t.Fatal(troubles, err)
		}
		if p, ok := has("own-fund"); !ok || len(p.Calls) != 1 {
			t.Errorf("not in the catalogue: %+v", p)
		}
		if _, err := save(0, ownFund); errs.KindOf(err) != errs.Conflict {
			t.Errorf("entered twice: %v", err)
		}
		if troubles, err := save(1, strings.Replace(ownFund, ", zone: Europe/Warsaw", "", 1)); err != nil || len(troubles) != 1 {
			t.Errorf("without a zone: %v, %v", troubles, err)
		}
		if troubles, err := save(1, strings.Replace(ownFund, "want: fits", "want: not", 1)); err != nil || len(troubles) != 1 {
			t.Errorf("with a test that comes out otherwise: %v, %v", troubles, err)
		}
		if troubles, err := save(1, strings.Replace(ownFund, "min: 2", "min: 2, from: EU", 1)); err != nil || troubles != nil {
			t.Fatal(troubles, err)
		}
		if p, _ := has("own-fund"); p == nil || !strings.Contains(p.Calls[0].Text, "EU") {
			t.Errorf("the change is not in the catalogue: %+v", p)
		}
		if err := s.Remove(t.Context(), who, "own-fund", 1); errs.KindOf(err) != errs.Conflict {
			t.Errorf("taken back over another's change: %v", err)
		}
		if err := s.Remove(t.Context(), who, "own-fund", 2); err != nil {
			t.Fatal(err)
		}
		if _, ok := has("own-fund"); ok {
			t.Error("there after it was taken back")
		}
		if err := s.Remove(t.Context(), who, "own-fund", 2); errs.KindOf(err) != errs.NotFound {
			t.Errorf("taken back twice: %v", err)
		}
	})
}

// What an organiser enters stands in the place of what came with the program, until it is taken back.
func TestOwnTextReplacesTheStarter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := NewStore(d, people.NewLog(d, secret.Key{}, ""), nil)
		k := NewKeeper(s, starter.Countries())
		text, ok := StarterText("visegrad-grants")
		if !ok {
			t.Fatal("no text of the starter")
		}
		text = strings.Replace(text, "{model: rate, rate: 100%}", "{model: rate, rate: 80%}", 1)
		if _, troubles, err := s.Save(t.Context(), people.Actor{Account: "o"}, testBook(), 0, text, now); err != nil || troubles != nil {
			t.Fatal(troubles, err)
		}
		c, err := k.Catalogue(t.Context(), testBook().atlas)
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := c.Programme("visegrad-grants"); !ok || p.Calls[0].Amount.Rate != 80_00 {
			t.Errorf("%+v", p)
		}
	})
}
