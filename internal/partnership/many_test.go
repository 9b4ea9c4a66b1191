package partnership_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// changeAs runs a change in a person's name and returns what it noted.
func changeAs(t *testing.T, d *db.DB, fn func(tx *db.Tx, note func(people.Entry)) error) (noted []people.Entry, err error) {
	t.Helper()
	err = people.NewLog(d, secret.New(), "").Change(t.Context(), people.Actor{Account: "officer"}, func(tx *db.Tx, note func(people.Entry)) error {
		noted = nil
		return fn(tx, func(e people.Entry) { noted = append(noted, e); note(e) })
	})
	return noted, err
}

func TestAddedTopicsAreTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := partnership.NewStore(d)
		put(t, d, "lists", story(), partnership.Partnership{Kind: "friendship", Parties: []partnership.Party{{Place: bialystok}, {Place: kaunas}}})
		ids := []string{partnership.PairID(bialystok, hrodna), partnership.PairID(bialystok, kaunas)}
		topics := func(id string) []string {
			p, err := s.ByID(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return p.Topics
		}
		var were []partnership.Was
		noted, err := changeAs(t, d, func(tx *db.Tx, note func(people.Entry)) (err error) {
			were, err = s.AddTopic(t.Context(), tx, people.Actor{Account: "officer"}, note, ids, "sport")
			return err
		})
		if err != nil || len(were) != 1 || len(noted) != 1 || !slices.Contains(noted[0].Fields, people.FieldChange{Name: "topics", New: "sport"}) {
			t.Fatalf("one has sport already: %v, %v, %v", were, noted, err)
		}
		put(t, d, "lists", partnership.Partnership{Kind: "friendship", Parties: []partnership.Party{{Place: bialystok}, {Place: kaunas}}})
		if got := topics(ids[1]); !slices.Equal(got, []string{"sport"}) {
			t.Errorf("an import took it back: %v", got)
		}
		if _, err := changeAs(t, d, func(tx *db.Tx, note func(people.Entry)) error {
			return s.ResetTopics(t.Context(), tx, people.Actor{Account: "officer"}, note, "sport", were)
		}); err != nil {
			t.Fatal(err)
		}
		if p, err := s.ByID(t.Context(), ids[1]); err != nil || len(p.Topics) != 0 || !p.Edited.IsZero() {
			t.Errorf("after the undo: %v, edited %v, %v", p.Topics, p.Edited, err)
		}
		if _, err := changeAs(t, d, func(tx *db.Tx, note func(people.Entry)) error {
			_, err := s.AddTopic(t.Context(), tx, people.Actor{Account: "officer"}, note, ids, "juggling")
			return err
		}); errs.FieldOf(err) != "topic" {
			t.Errorf("an unknown area: %v", err)
		}
	})
}

func TestAWithdrawnRowStaysAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := partnership.NewStore(d)
		book := partnership.NewBook(s)
		listed := partnership.Listed{A: bialystok, B: kaunas, Listing: partnership.Listing{Year: 2016, Lists: 1, Source: "list"}}
		putListed(t, d, listed)
		put(t, d, "", story())
		count := func() int {
			lines, err := book.Lines(t.Context(), day)
			all, err2 := s.OfPlace(t.Context(), bialystok)
			if err != nil || err2 != nil || len(lines) != len(all) {
				t.Fatalf("%d lines, %d of the place: %v %v", len(lines), len(all), err, err2)
			}
			return len(lines)
		}
		hide := func(id string) error {
			_, err := changeAs(t, d, func(tx *db.Tx, note func(people.Entry)) error { return s.Hide(t.Context(), tx, note, []string{id}) })
			return err
		}
		pair := partnership.PairID(bialystok, kaunas)
		if n := count(); n != 2 {
			t.Fatalf("%d at first", n)
		}
		if err := hide(pair); err != nil {
			t.Fatal(err)
		}
		putListed(t, d, listed)
		if n := count(); n != 1 {
			t.Errorf("%d after it was withdrawn and imported again", n)
		}
		if _, err := s.ByID(t.Context(), pair); err != nil {
			t.Errorf("its page is gone: %v", err)
		}
		if err := hide(partnership.PairID(bialystok, hrodna)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("what a person entered was withdrawn: %v", err)
		}
		if _, err := changeAs(t, d, func(tx *db.Tx, note func(people.Entry)) error { return s.Show(t.Context(), tx, note, []string{pair}) }); err != nil || count() != 2 {
			t.Errorf("after the undo: %d, %v", count(), err)
		}
	})
}

// A line says what the partnership's own page says.
func TestLinesSayWhatPagesSay(t *testing.T) {
	p := story()
	l, status := partnership.LineOf(p, day), partnership.StatusOf(p, day, time.Time{})
	if l.Status != status.Code || l.Start != status.Start || l.Sources != 2 || !slices.Equal(l.Confirmed, []int64{hrodna}) || !l.Open {
		t.Errorf("%+v, status %v", l, status.Code)
	}
	p.Parties[1].Heir = suwalki
	if l := partnership.LineOf(p, day); !slices.Equal(l.Present, []int64{bialystok, suwalki}) || !l.Has(suwalki) || !l.Has(hrodna) {
		t.Errorf("with an heir: %+v", l)
	}
}
