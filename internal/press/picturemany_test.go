package press_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// gallery begins a gallery with pictures of these documents.
func (r *room) gallery(documents ...string) (item string, ids []string) {
	r.Helper()
	item, err := r.store.Create(r.ctx, writer, press.New{Kind: press.Gallery, Language: "pl", Content: written("Obrazy", "")})
	r.must(err)
	r.must(r.log.Change(r.ctx, writer, func(tx *db.Tx, note func(people.Entry)) (err error) {
		var add []press.NewPicture
		for _, d := range documents {
			add = append(add, press.NewPicture{Document: d, Width: 4000, Height: 3000})
		}
		ids, err = r.store.AddPictures(r.ctx, tx, note, writer, item, add)
		return err
	}))
	return item, ids
}

func (r *room) picture(id string) press.Picture {
	r.Helper()
	p, err := r.store.Picture(r.ctx, id)
	r.must(err)
	return p
}

func TestOneNoteOnConsentForManyPictures(t *testing.T) {
	each(t, func(r *room) {
		item, ids := r.gallery("a", "b", "c")
		r.must(r.store.Describe(r.ctx, writer, item, press.Picture{ID: ids[0], Caption: map[string]string{"pl": "Sala"}, Credit: "Urząd"}))
		said := press.Said{People: press.Agreed, Consent: press.Consent{By: "Office of the organiser", On: "2026-11-20", Ground: "in writing"}}
		r.must(r.store.SayOf(r.ctx, writer, item, ids[:2], said))
		first := r.picture(ids[0])
		if first.People != press.Agreed || first.Consent != said.Consent || first.Caption["pl"] != "Sala" || first.Credit != "Urząd" {
			t.Errorf("%+v", first)
		}
		if p := r.picture(ids[2]); p.People != press.Unsaid {
			t.Errorf("something was said of one that was not meant: %+v", p)
		}
		for name, err := range map[string]error{
			"of none":               r.store.SayOf(r.ctx, writer, item, nil, said),
			"without who collected": r.store.SayOf(r.ctx, writer, item, ids, press.Said{People: press.Agreed}),
			"of another gallery's":  r.store.SayOf(r.ctx, writer, item, []string{ids[0], "x"}, press.Said{People: press.Nobody}),
		} {
			if err == nil {
				t.Errorf("%s: nothing was refused", name)
			}
		}
		if p := r.picture(ids[0]); p.People != press.Agreed {
			t.Error("half of a refused change was kept")
		}
	})
}

func TestPicturesTakenAwayComeBackForADay(t *testing.T) {
	each(t, func(r *room) {
		item, ids := r.gallery("a", "b")
		undo, err := r.store.WithdrawPictures(r.ctx, writer, item, ids, "somebody asked")
		r.must(err)
		if all, err := r.store.Pictures(r.ctx, item); err != nil || len(all) != 0 {
			t.Errorf("%d pictures are left, %v", len(all), err)
		}
		if _, err := r.store.WithdrawPictures(r.ctx, writer, item, ids, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("taken away twice: %v", err)
		}
		back := func(who people.Actor, undo string) (n int64, err error) {
			return n, r.log.Change(r.ctx, who, func(tx *db.Tx, note func(people.Entry)) (err error) {
				n, err = r.store.UndoPictures(r.ctx, tx, note, who, undo)
				return err
			})
		}
		if _, err := back(other, undo); err == nil {
			t.Error("somebody else brought them back")
		}
		if n, err := back(writer, undo); n != 2 || err != nil {
			t.Errorf("%d came back, %v", n, err)
		}

		undo, err = r.store.WithdrawPictures(r.ctx, writer, item, ids[:1], "")
		r.must(err)
		r.clock.Add(press.KeptFor + time.Minute)
		before := r.clock.Now().Add(-press.KeptFor)
		if n, err := press.Withdrawn(r.ctx, r.d, before); n != 1 || err != nil {
			t.Errorf("%d wait to be deleted, %v", n, err)
		}
		var documents []string
		forget := func() {
			r.must(r.d.Write(r.ctx, func(tx *db.Tx) (err error) {
				documents, err = press.ForgetWithdrawn(r.ctx, tx, before)
				return err
			}))
		}
		if forget(); !slices.Equal(documents, []string{"a"}) {
			t.Errorf("the originals %q are to be erased", documents)
		}
		if forget(); len(documents) != 0 {
			t.Errorf("%q are deleted twice", documents)
		}
		if n, err := back(writer, undo); n != 0 || errs.KindOf(err) != errs.NotFound {
			t.Errorf("%d came back that were deleted, %v", n, err)
		}
		if p := r.picture(ids[1]); !p.Withdrawn.IsZero() || p.Document != "b" {
			t.Errorf("the other one: %+v", p)
		}
	})
}

// Notes on consent are somebody's data: they are in her export, and her address goes from
// them with her.
func TestNotesOnConsentAreSomebodysData(t *testing.T) {
	each(t, func(r *room) {
		item, ids := r.gallery("a", "b")
		note := press.Consent{By: "Officer, OFFICER@example.org", On: "2026-11-20", Ground: "on paper"}
		r.must(r.store.SayOf(r.ctx, writer, item, ids[:1], press.Said{People: press.Agreed, Consent: note}))
		for who, want := range map[[2]string]int{{"writer", "w@example.org"}: 2, {"", "officer@example.org"}: 1, {"", "nobody@example.org"}: 0, {"", ""}: 0} {
			if about, err := r.store.About(r.ctx, who[0], who[1]); err != nil || len(about) != want {
				t.Errorf("about %q: %d pictures, want %d, %v", who, len(about), want, err)
			}
		}
		r.must(r.d.Write(r.ctx, func(tx *db.Tx) error { return press.Forget(r.ctx, tx, "officer@example.org") }))
		if p := r.picture(ids[0]); p.Consent != (press.Consent{By: "–", On: "2026-11-20", Ground: "on paper"}) || p.People != press.Agreed {
			t.Errorf("%+v", p)
		}
		if about, err := r.store.About(r.ctx, "", "officer@example.org"); err != nil || len(about) != 0 {
			t.Errorf("%d pictures still name her, %v", len(about), err)
		}
	})
}
