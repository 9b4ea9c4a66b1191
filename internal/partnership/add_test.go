package partnership_test

import (
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/source"
)

// What is added can be withdrawn, and what was there before stays as it was.
func TestAddAndWithdraw(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), partnership.NewStore(d)
		agreement := partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(1992, 0, 0), Sources: []string{"S1"}}
		before := partnership.Partnership{
			Kind: partnership.KindUnstated, Parties: []partnership.Party{{Place: 1}, {Place: 2}}, Acts: []partnership.Act{agreement},
		}
		id := partnership.PairID(1, 2)
		write(t, d, func(tx *db.Tx) error {
			_, err := s.Put(ctx, tx, "starter", func(yield func(partnership.Partnership) bool) { yield(before) })
			return err
		})
		known, err := s.ByID(ctx, id)
		if err != nil {
			t.Fatal(err)
		}

		more := partnership.Partnership{
			Kind: partnership.KindFriendship, OriginalTerm: "umowa o przyjaźni", Topics: []string{"culture"},
			Parties: []partnership.Party{{Place: 2}, {Place: 1}},
			Acts:    []partnership.Act{{Type: partnership.ActReview, Date: partnership.On(2001, 0, 0), Sources: []string{"list-1"}}},
			Claims:  []source.Claim{{Field: "start", Value: "1993", Source: "list-1"}},
			Listing: partnership.Listing{Year: 2026, Lists: 1, Source: "list-1"},
		}
		var told, again partnership.Told
		write(t, d, func(tx *db.Tx) (err error) {
			if told, err = s.Add(ctx, tx, "list-1", more); err != nil {
				return err
			}
			again, err = s.Add(ctx, tx, "list-1", more)
			return err
		})
		if told.Created || told.Kind != partnership.KindFriendship || len(told.Topics) != 1 || told.Listed != "list-1" || len(told.Acts) != 1 || len(told.Claims) != 1 {
			t.Errorf("told %+v", told)
		}
		if again.Any() {
			t.Errorf("the same again told %+v", again)
		}
		now, _ := s.ByID(ctx, id)
		if len(now.Acts) != 2 || now.Acts[0].ID != known.Acts[0].ID || now.Acts[0].Origin != "starter" || now.Origin != "starter" || now.Kind != partnership.KindFriendship {
			t.Errorf("now %+v", now)
		}

		write(t, d, func(tx *db.Tx) error { _, err := s.Withdraw(ctx, tx, told); return err })
		after, _ := s.ByID(ctx, id)
		if after.Kind != partnership.KindUnstated || after.OriginalTerm != "" || len(after.Topics) != 0 || !after.Listing.IsZero() || len(after.Acts) != 2 ||
			after.Acts[1].KnownUntil.IsZero() || after.Claims[0].KnownUntil.IsZero() || !after.Acts[0].KnownUntil.IsZero() {
			t.Errorf("after %+v", after)
		}
	})
}

// A partnership that an Add began goes with it, unless somebody told more of it since.
func TestWithdrawOfWhatWasBegun(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), partnership.NewStore(d)
		for _, kept := range []bool{false, true} {
			p := partnership.Partnership{
				Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: 7}, {Place: 8}, {Place: 9}},
				Acts: []partnership.Act{{Type: partnership.ActCharter, Sources: []string{"list-1"}}},
			}
			var told partnership.Told
			write(t, d, func(tx *db.Tx) (err error) { told, err = s.Add(ctx, tx, "list-1", p); return err })
			if all, err := s.OfPlace(ctx, 9); !told.Created || err != nil || len(all) != 1 {
				t.Fatalf("told %+v, of the third side %d, %v", told, len(all), err)
			}
			if kept {
				p.ID, p.Acts[0].Type, p.Acts[0].ID = told.Partnership, partnership.ActReview, ""
				write(t, d, func(tx *db.Tx) error { _, err := s.Add(ctx, tx, "list-2", p); return err })
			}
			write(t, d, func(tx *db.Tx) error { _, err := s.Withdraw(ctx, tx, told); return err })
			if _, err := s.ByID(ctx, told.Partnership); (err == nil) != kept {
				t.Errorf("kept %v: %v", kept, err)
			}
		}
	})
}

// A person's edit is neither filled nor withdrawn.
func TestAddLeavesEditsAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), partnership.NewStore(d)
		p := partnership.Partnership{
			Kind: partnership.KindUnstated, Parties: []partnership.Party{{Place: 1}, {Place: 2}},
			Acts: []partnership.Act{{Type: partnership.ActAgreement, Sources: []string{"list-1"}}},
		}
		var told partnership.Told
		write(t, d, func(tx *db.Tx) (err error) {
			if told, err = s.Add(ctx, tx, "list-1", p); err != nil {
				return err
			}
			if _, err = tx.ExecContext(ctx, `UPDATE act SET edited = 1`); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `UPDATE partnership SET edited = 1`)
			return err
		})
		p.Kind, p.Topics = partnership.KindPartnership, []string{"sport"}
		write(t, d, func(tx *db.Tx) error {
			more, err := s.Add(ctx, tx, "list-1", p)
			if more.Any() {
				t.Errorf("told %+v of what a person edited", more)
			}
			if err != nil {
				return err
			}
			n, err := s.Withdraw(ctx, tx, told)
			if n != 0 {
				t.Errorf("%d rows withdrawn that a person edited", n)
			}
			return err
		})
	})
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}
