package moving

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// A list waits for its person alone, sealed, for a week.
func TestDrafts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), NewDrafts(d, secret.New(), nil)
		officer, other := people.Actor{Account: "a"}, people.Actor{Account: "b"}
		content := []byte(strings.Repeat("Dubno;tel. 87 429 00 00\n", 1000))
		id, err := s.Begin(ctx, officer, `C:\x\lista.csv`, 7, "pl", content)
		if err != nil {
			t.Fatal(err)
		}
		read := func() Draft {
			t.Helper()
			draft, err := s.Get(ctx, officer, id)
			if err != nil {
				t.Fatal(err)
			}
			return draft
		}
		if d := read(); d.Work != Reading {
			t.Errorf("a new list waits for %q", d.Work)
		}
		if _, err := s.Get(ctx, other, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another person reads the list: %v", err)
		}
		_, noContent := s.Content(ctx, other, id)
		_, _, noReport := s.ReportOf(ctx, other, id)
		_, noRejected := s.RejectedOf(ctx, other, id)
		for name, err := range map[string]error{
			"answers": s.Answer(ctx, other, id, 1, "en", nil), "enters": s.Enter(ctx, other, id), "begins again": s.Again(ctx, other, id),
			"takes back": s.TakeBack(ctx, other, id), "discards": s.Discard(ctx, other, id), "lets go": s.Release(ctx, other, id),
			"downloads": noContent, "sees what was understood": noReport, "downloads the rest": noRejected,
		} {
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("another person %s: %v", name, err)
			}
		}
		var kept string
		if err := db.Each(ctx, d, func(row db.Scanner) error { return row.Scan(&kept) }, `SELECT content FROM moving_draft`); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(kept, "429") || len(kept) > len(content)/10 {
			t.Errorf("%d bytes lie open or unpacked", len(kept))
		}
		if err := s.Answer(ctx, officer, id, 8, "lt", map[string]string{"own": "Giżycko"}); err != nil {
			t.Fatal(err)
		}
		draft := read()
		file, err := s.Content(ctx, officer, id)
		if err != nil || draft.File != "lista.csv" || draft.Own != 8 || draft.Language != "lt" || draft.Answers["own"] != "Giżycko" || !bytes.Equal(file, content) || draft.Applied {
			t.Errorf("draft %+v, %d bytes, %v", draft, len(file), err)
		}
		for name, err := range map[string]error{"entered before it was read": s.Enter(ctx, officer, id), "taken back before": s.TakeBack(ctx, officer, id)} {
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		write(t, d, func(tx *db.Tx) error {
			return s.rest(ctx, tx, draft, `report = $5, done = $6`, "x", Done{File: "lista.csv", Rows: 3, Fit: 2}.text())
		})
		if err := s.Answer(ctx, officer, id, 9, "pl", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("answers after it was done: %v", err)
		}
		if err := s.TakeBack(ctx, officer, id); err != nil {
			t.Error(err)
		}
		if err := s.TakeBack(ctx, officer, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("taken back twice: %v", err)
		}
		if err := s.Discard(ctx, officer, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("discarded while it is taken back: %v", err)
		}
		write(t, d, func(tx *db.Tx) error { return s.rest(ctx, tx, read(), `undone = $5`, tx.Now()) })
		for range draftsEach + 2 {
			if _, err := s.Begin(ctx, officer, "x.csv", 0, "pl", nil); err != nil {
				t.Fatal(err)
			}
		}
		if all, err := s.Of(ctx, officer); err != nil || len(all) != draftsEach || all[0].File != "x.csv" {
			t.Errorf("%d drafts, %v", len(all), err)
		}
		if _, err := s.Begin(ctx, other, "y.csv", 0, "pl", nil); err != nil {
			t.Fatal(err)
		}
		write(t, d, func(tx *db.Tx) error { return Forget(ctx, tx, "b") })
		if all, _ := s.Of(ctx, other); len(all) != 0 {
			t.Errorf("%d drafts of an erased person", len(all))
		}
		if n, err := Due(ctx, d, dbtest.Today); err != nil || n != 0 {
			t.Errorf("%d due today, %v", n, err)
		}
		later := dbtest.Today.Add(DraftLife + time.Millisecond)
		write(t, d, func(tx *db.Tx) error {
			n, err := Purge(ctx, tx, later.Add(-DraftLife))
			if n != draftsEach {
				t.Errorf("%d purged", n)
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
