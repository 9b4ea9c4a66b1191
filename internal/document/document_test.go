package document_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/secret"
)

const (
	sokolka  = 759412
	gizycko  = 771401
	nesterov = 522377
)

// office is a store of documents with everything that it stands on.
type office struct {
	*document.Store
	db    *db.DB
	blobs *blob.Folder
	log   *people.Log
	opt   document.Options
}

func open(t *testing.T, d *db.DB, change func(*document.Options)) office {
	t.Helper()
	blobs, err := blob.OpenFolder(filepath.Join(t.TempDir(), "media"))
	if err != nil {
		t.Fatal(err)
	}
	opt := document.Options{Examiner: media.Here(), Clock: clock.Fixed(dbtest.Today)}
	if change != nil {
		change(&opt)
	}
	return office{document.NewStore(d, blobs, opt), d, blobs, people.NewLog(d, secret.New(), ""), opt}
}

// at is the same office at another time.
func (o office) at(now time.Time) *document.Store {
	o.opt.Clock = clock.Fixed(now)
	return document.NewStore(o.db, o.blobs, o.opt)
}

func officer(account string, place int64) people.Actor {
	return people.Actor{Account: account, Strong: true, Grants: []people.Grant{{
		Role: people.Officer, Scope: people.Scope{Kind: people.OfPlace, ID: fmt.Sprint(place)},
	}}}
}

func (o office) take(t *testing.T, who people.Actor, name string, b []byte) document.Intake {
	t.Helper()
	in, err := o.Take(t.Context(), who, name, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func (o office) add(ctx context.Context, who people.Actor, n document.New) (doc document.Document, err error) {
	err = o.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		doc, err = o.Add(ctx, tx, note, who, n)
		return err
	})
	return doc, err
}

func (o office) objects(t *testing.T) (n int) {
	t.Helper()
	for _, err := range o.blobs.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func of(places ...int64) people.Object {
	return people.Object{Kind: "partnership", ID: "p1", Places: places}
}

func TestAFileBecomesADocument(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna := officer("anna", gizycko)
		b := mediatest.PDF(5)
		in := o.take(t, anna, "../Umowa z 2006 r..pdf", b)
		if in.Name != "Umowa z 2006 r.pdf" || in.Kind() != media.PDF || in.Size != int64(len(b)) || len(in.Warnings) != 0 {
			t.Errorf("intake %+v", in)
		}
		again, err := o.Waiting(t.Context(), anna, in.ID)
		if err != nil || again.Name != in.Name || again.Size != in.Size {
			t.Errorf("waiting: %+v, %v", again, err)
		}
		doc, err := o.add(t.Context(), anna, document.New{
			Intake: in.ID, Title: map[string]string{"pl": " Umowa\n partnerska ", "ru": ""}, Language: "pl", Visibility: document.Public, On: of(gizycko, nesterov),
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.Of(t.Context(), doc.ID)
		if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", doc) {
			t.Errorf("kept %+v\nadded %+v, %v", got, doc, err)
		}
		if got.Pages != 5 || got.TitleIn("en", "pl") != "Umowa partnerska" || len(got.Title) != 1 || got.UploadedBy != "anna" || !slices.Equal(got.Places, []int64{gizycko, nesterov}) {
			t.Errorf("document %+v", got)
		}
		r, err := o.Open(t.Context(), got.Deliver(false))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if read, err := io.ReadAll(r); err != nil || !bytes.Equal(read, b) {
			t.Errorf("read %d bytes, %v", len(read), err)
		}
		told, err := o.log.Read(t.Context(), people.Query{Kind: "document", ID: doc.ID})
		if err != nil || len(told) != 1 || told[0].Action != people.AddDocument || told[0].Actor != "anna" {
			t.Errorf("the audit chain says %+v, %v", told, err)
		}
	})
}

func TestWhoMayMakeADocumentOfAnIntake(t *testing.T) {
	d := dbtest.SQLite(t)
	o := open(t, d, nil)
	anna, maria := officer("anna", gizycko), officer("maria", gizycko)
	pdf := mediatest.PDF(1)
	old := o.take(t, anna, "old.pdf", pdf)
	for name, c := range map[string]struct {
		who  people.Actor
		at   *document.Store
		in   string
		on   people.Object
		kind errs.Kind
	}{
		"of another place":  {anna, o.Store, o.take(t, anna, "a.pdf", pdf).ID, of(sokolka), errs.Forbidden},
		"another's":         {maria, o.Store, o.take(t, anna, "a.pdf", pdf).ID, of(gizycko), errs.Conflict},
		"nobody's":          {anna, o.Store, "no such", of(gizycko), errs.Conflict},
		"the public":        {people.Actor{}, o.Store, "", of(gizycko), errs.Forbidden},
		"of the day before": {anna, o.at(dbtest.Today.Add(25 * time.Hour)), old.ID, of(gizycko), errs.Conflict},
	} {
		err := o.log.Change(t.Context(), c.who, func(tx *db.Tx, note func(people.Entry)) error {
			_, err := c.at.Add(t.Context(), tx, note, c.who, document.New{Intake: c.in, On: c.on})
			return err
		})
		if errs.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	in := o.take(t, anna, "twice.pdf", pdf)
	if _, err := o.add(t.Context(), anna, document.New{Intake: in.ID, On: of(gizycko)}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.add(t.Context(), anna, document.New{Intake: in.ID, On: of(gizycko)}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("an intake used twice: %v", err)
	}
	if _, err := o.Take(t.Context(), people.Actor{}, "a.pdf", bytes.NewReader(pdf)); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an upload by the public: %v", err)
	}
}

// What is refused is told in the reader's language, by the file's name, with what is
// accepted; and nothing of it is kept.
func TestRefusedFilesLeaveNothing(t *testing.T) {
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, dbtest.SQLite(t), func(opt *document.Options) { opt.Size = 4 << 20 })
	anna := officer("anna", gizycko)
	for name, b := range map[string][]byte{
		"logo.svg":    []byte(`<svg onload="alert(1)"/>`),
		"photo.jpg":   mediatest.PNG(9, 9),
		"empty.pdf":   nil,
		"large.pdf":   make([]byte, 4<<20+1),
		"macros.docx": mediatest.DOCX(mediatest.Part{Name: "word/vbaProject.bin", Text: "x"}),
	} {
		_, err := o.Take(t.Context(), anna, name, bytes.NewReader(b))
		if k := errs.KindOf(err); k != errs.Invalid && k != errs.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
		for _, code := range catalog.Languages() {
			text := catalog.Printer(code).Message(errs.PublicOf(err))
			if !strings.HasPrefix(text, name) || !strings.Contains(text, "DOCX") || strings.ContainsAny(text, "{}⟦") {
				t.Errorf("%s: %s", code, text)
			}
		}
	}
	if n := o.objects(t); n != 0 {
		t.Errorf("%d objects were kept", n)
	}
	if _, err := o.Take(t.Context(), anna, "a.pdf", bytes.NewReader(mediatest.PDF(1))); err != nil {
		t.Errorf("refused files count towards the day: %v", err)
	}
}

func TestNobodyFillsTheDisk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := mediatest.PDF(1)
		o := open(t, d, func(opt *document.Options) { opt.Daily = 3 * int64(len(b)) })
		anna, maria := officer("anna", gizycko), officer("maria", gizycko)
		var wg sync.WaitGroup
		var mu sync.Mutex
		took := 0
		for range 8 { // all at once, so that each sees room
			wg.Go(func() {
				_, err := o.Take(t.Context(), anna, "a.pdf", bytes.NewReader(b))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					took++
				} else if errs.KindOf(err) != errs.TooLarge || errs.PublicOf(err).Key != "document.quota" {
					t.Errorf("refused with %v", err)
				}
			})
		}
		wg.Wait()
		if took != 3 {
			t.Errorf("took %d files, want 3", took)
		}
		if _, err := o.Take(t.Context(), maria, "a.pdf", bytes.NewReader(b)); err != nil {
			t.Errorf("another person: %v", err)
		}
		if _, err := o.at(dbtest.Today.Add(25*time.Hour)).Take(t.Context(), anna, "a.pdf", bytes.NewReader(b)); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

func TestWhoMayReadWhat(t *testing.T) {
	o := open(t, dbtest.SQLite(t), nil)
	anna := officer("anna", gizycko)
	made := map[string]document.Document{}
	for name, c := range map[string]struct {
		file string
		make []byte
		how  document.Visibility
	}{
		"public text":      {"a.pdf", mediatest.PDF(1), document.Public},
		"restricted text":  {"a.pdf", mediatest.PDF(1), document.Restricted},
		"unsaid text":      {"a.pdf", mediatest.PDF(1), ""},
		"public photo":     {"a.jpg", mediatest.JPEG(30, 20), document.Public},
		"restricted photo": {"a.jpg", mediatest.JPEG(30, 20), document.Restricted},
	} {
		doc, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, c.file, c.make).ID, Visibility: c.how, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		made[name] = doc
	}
	readers := map[string]people.Actor{"the public": {}, "who sent it": anna, "her colleague": officer("maria", gizycko), "another town": officer("olga", sokolka)}
	may := map[string][]string{ // what each may read; with a star also as it came
		"the public":    {"public photo", "public text*"},
		"another town":  {"public photo", "public text*"},
		"who sent it":   {"public photo*", "public text*", "restricted photo*", "restricted text*", "unsaid text*"},
		"her colleague": {"public photo*", "public text*", "restricted photo*", "restricted text*", "unsaid text*"},
	}
	for reader, who := range readers {
		var got []string
		for name, doc := range made {
			switch on := doc.Object(); {
			case doc.MayReadOriginal(who, on):
				got = append(got, name+"*")
			case doc.MayRead(who, on):
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, may[reader]) {
			t.Errorf("%s may read %v, want %v", reader, got, may[reader])
		}
	}
}

func TestRemovalAndErasure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna, olga := officer("anna", gizycko), officer("olga", sokolka)
		first, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "a.pdf", mediatest.PDF(1)).ID, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "b.pdf", mediatest.PDF(2)).ID, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		remove := func(who people.Actor, doc document.Document) error {
			return o.log.Change(t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
				return o.Remove(t.Context(), tx, note, who, doc.ID, doc.Object(), "the wrong one")
			})
		}
		if err := remove(olga, first); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("removed by another place: %v", err)
		}
		if err := remove(anna, first); err != nil {
			t.Fatal(err)
		}
		if err := remove(anna, first); errs.KindOf(err) != errs.Conflict {
			t.Errorf("removed twice: %v", err)
		}
		shown, err := o.OfIDs(t.Context(), []string{second.ID, "no such", first.ID})
		if err != nil || len(shown) != 1 || shown[0].ID != second.ID {
			t.Errorf("shown %v, %v", shown, err)
		}
		err = o.log.Change(t.Context(), anna, func(tx *db.Tx, note func(people.Entry)) error {
			return o.Restore(t.Context(), tx, note, anna, first.ID, first.Object())
		})
		if shown, _ := o.OfIDs(t.Context(), []string{first.ID, second.ID}); err != nil || len(shown) != 2 || shown[0].ID != first.ID {
			t.Errorf("brought back: %v, %v", shown, err)
		}
		err = o.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			note(people.Entry{Action: people.EraseAction, Kind: "document", ID: second.ID})
			return o.Erase(t.Context(), tx, second.ID)
		})
		if erased, gerr := o.Of(t.Context(), second.ID); err != nil || gerr != nil || erased.Name != "" || erased.Blob != "" || !erased.Gone() {
			t.Errorf("erased: %+v, %v, %v", erased, err, gerr)
		}
		if mine, err := o.SentBy(t.Context(), "anna"); err != nil || len(mine) != 2 || !mine[0].Removed || mine[1].Name != "a.pdf" {
			t.Errorf("sent by anna: %+v, %v", mine, err)
		}
		o.take(t, olga, "c.pdf", mediatest.PDF(2))
		waiting := o.take(t, anna, "d.pdf", mediatest.PDF(1))
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return document.Forget(t.Context(), tx, "anna") }); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Waiting(t.Context(), anna, waiting.ID); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a file of a person who was erased still waits: %v", err)
		}
		if n, err := document.Waited(t.Context(), d, dbtest.Today.Add(time.Hour)); err != nil || n != 1 { // olga's
			t.Errorf("%d files wait, %v", n, err)
		}
	})
}

func TestCollectionDeletesWhatNobodyNames(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna := officer("anna", gizycko)
		kept, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "a.jpg", mediatest.JPEG(30, 20)).ID, On: of(gizycko)}) // two objects
		if err != nil {
			t.Fatal(err)
		}
		erased, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "b.pdf", mediatest.PDF(2)).ID, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		o.take(t, anna, "c.pdf", mediatest.PDF(3)) // became nothing
		logo, err := o.blobs.Put(t.Context(), strings.NewReader("another room's"), 100)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return o.Erase(t.Context(), tx, erased.ID) }); err != nil {
			t.Fatal(err)
		}
		others := func(context.Context) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) { yield(logo.ID, nil) }
		}
		now := time.Now() // the folder's clock is the machine's
		c, err := o.at(now).Collect(t.Context(), others)
		if err != nil || c.Objects != 0 || c.Kept != 5 {
			t.Errorf("while all are young: %+v, %v", c, err)
		}
		c, err = o.at(now.Add(25*time.Hour)).Collect(t.Context(), others)
		if err != nil || c.Objects != 2 || c.Kept != 3 {
			t.Errorf("a day later: %+v, %v", c, err)
		}
		if err := o.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE document SET display = $1 WHERE id = $2`, strings.Repeat("0", 64), erased.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if r, err := o.Compare(t.Context(), others); err != nil || r != (document.Report{Named: 4, Missing: 1, First: strings.Repeat("0", 64)}) {
			t.Errorf("compared: %+v, %v", r, err)
		}
		for _, delivery := range []document.Delivery{kept.Deliver(false), kept.DeliverOriginal()} {
			if r, err := o.Open(t.Context(), delivery); err != nil {
				t.Error(err)
			} else {
				r.Close()
			}
		}
	})
}

func TestHeaders(t *testing.T) {
	photo := document.Document{Kind: media.WebP, Name: "herb.webp", Blob: "aa", Visibility: document.Public, Display: document.Display{Blob: "bb", Display: media.Display{Kind: media.PNG, Size: 7}}}
	pdf := document.Document{Kind: media.PDF, Name: "Umowa „Żółw”; 100%.pdf", Blob: "cc", Size: 9, Visibility: document.Restricted}
	acts := pdf
	acts.Flags = []media.Flag{media.Script}
	table := document.Document{Kind: media.XLSX, Name: "a.xlsx", Visibility: document.Public}
	for name, c := range map[string]struct {
		d                         document.Delivery
		typ, disposition, caching string
	}{
		"a photo":              {photo.Deliver(false), "image/png", `inline; filename="herb.png"`, "public, no-cache"},
		"a photo to save":      {photo.Deliver(true), "image/png", `attachment; filename="herb.png"`, "public, no-cache"},
		"a photo as it came":   {photo.DeliverOriginal(), "image/webp", `attachment; filename="herb.webp"`, "private, no-store"},
		"a document":           {pdf.Deliver(false), "application/pdf", `inline; filename="Umowa ____w__ 100_.pdf"; filename*=UTF-8''Umowa%20%E2%80%9E%C5%BB%C3%B3%C5%82w%E2%80%9D%3B%20100%25.pdf`, "private, no-store"},
		"a document that acts": {acts.Deliver(false), "application/pdf", `attachment; filename="Umowa ____w__ 100_.pdf"; filename*=UTF-8''Umowa%20%E2%80%9E%C5%BB%C3%B3%C5%82w%E2%80%9D%3B%20100%25.pdf`, "private, no-store"},
		"a table":              {table.Deliver(false), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", `attachment; filename="a.xlsx"`, "public, no-cache"},
	} {
		got := map[string]string{}
		for _, h := range c.d.Headers() {
			got[h[0]] = h[1]
		}
		want := map[string]string{
			"Content-Type": c.typ, "Content-Disposition": c.disposition, "Cache-Control": c.caching,
			"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
		}
		for h, v := range want {
			if got[h] != v {
				t.Errorf("%s: %s: %s, want %s", name, h, got[h], v)
			}
		}
	}
}
