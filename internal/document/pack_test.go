package document_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/blob/blobtest"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/secret"
)

// shelf is a store of objects whose bytes a test can damage.
type shelf struct {
	blob.Store
	damage func(t *testing.T, id string)
}

func flip(b []byte) []byte { b[len(b)/2] ^= 1; return b }

func folderShelf(t *testing.T) shelf {
	root := filepath.Join(t.TempDir(), "media")
	f, err := blob.OpenFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	return shelf{f, func(t *testing.T, id string) { blobtest.Rewrite(t, filepath.Join(root, id[:2], id[2:4], id), flip) }}
}

func bucketShelf(t *testing.T) shelf {
	server := blobtest.S3(t)
	s, err := blob.OpenS3(server.Options, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return shelf{s, func(t *testing.T, id string) { server.Damage(t, id, flip) }}
}

// eachShelf runs a test over both engines and both stores of objects.
func eachShelf(t *testing.T, fn func(t *testing.T, o office, s shelf)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, open := range map[string]func(*testing.T) shelf{"folder": folderShelf, "bucket": bucketShelf} {
			t.Run(name, func(t *testing.T) {
				s := open(t)
				opt := document.Options{Examiner: media.Here(), Clock: clock.Fixed(dbtest.Today), Temp: t.TempDir()}
				fn(t, office{Store: document.NewStore(d, s, opt), db: d, log: people.NewLog(d, secret.New(), ""), opt: opt}, s)
			})
		}
	})
}

// pack puts documents into a ZIP and returns the files of it, with what was said of each.
func (o office) pack(t *testing.T, folder string, docs ...document.Document) (files map[string]string, said []document.Packed) {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	p := o.Pack(z, "documents")
	for _, d := range docs {
		at, what, err := p.Put(t.Context(), d.DeliverOriginal(), folder, "2006-05-12 ", d.Created)
		if err != nil || (at == "") != (what != document.Whole) {
			t.Fatalf("%q, %s, %v", at, what, err)
		}
		said = append(said, what)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(o.opt.Temp)
	if err != nil || len(left) != 0 {
		t.Errorf("%d files lie about, %v", len(left), err)
	}
	return unzip(t, out.Bytes()), said
}

func unzip(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r) // checks the sum as well
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		files[f.Name] = string(content)
	}
	return files
}

func (o office) document(t *testing.T, name string, b []byte) document.Document {
	t.Helper()
	anna := officer("anna", gizycko)
	d, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, name, b).ID, On: of(gizycko)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDocumentsAreFilesOfAPack(t *testing.T) {
	eachShelf(t, func(t *testing.T, o office, s shelf) {
		first, second, third := mediatest.PDF(1), mediatest.PDF(2), mediatest.PDF(3)
		docs := []document.Document{
			o.document(t, "Umowa.pdf", first),
			o.document(t, "UMOWA.PDF", second),
			o.document(t, "../../etc/Umowa.pdf", third),
			o.document(t, "nul.pdf", first),
		}
		files, said := o.pack(t, "../Nesterov: \u202eобласть", docs...)
		if slices.ContainsFunc(said, func(p document.Packed) bool { return p != document.Whole }) {
			t.Errorf("said %q", said)
		}
		for name, want := range map[string][]byte{
			"documents/Nesterov_ область/2006-05-12 Umowa.pdf":     first,
			"documents/Nesterov_ область/2006-05-12 UMOWA (2).PDF": second,
			"documents/Nesterov_ область/2006-05-12 Umowa (3).pdf": third,
		} {
			if files[name] != string(want) {
				t.Errorf("%s has %d bytes, want %d", name, len(files[name]), len(want))
			}
		}
		if len(files) != len(docs) {
			t.Errorf("the pack has %d files", len(files))
		}
	})
}

// What the store has lost or damaged is left out of the pack and said.
func TestALostDocumentSpoilsNoPack(t *testing.T) {
	eachShelf(t, func(t *testing.T, o office, s shelf) {
		lost, torn, whole := o.document(t, "lost.pdf", mediatest.PDF(1)), o.document(t, "torn.pdf", mediatest.PDF(2)), o.document(t, "whole.pdf", mediatest.PDF(3))
		if gone, err := s.Delete(t.Context(), lost.Blob, time.Now().Add(time.Hour)); !gone || err != nil {
			t.Fatal(gone, err)
		}
		s.damage(t, torn.Blob)
		files, said := o.pack(t, "Nesterov", lost, torn, whole)
		if want := []document.Packed{document.Missing, document.Damaged, document.Whole}; !slices.Equal(said, want) {
			t.Errorf("said %q, want %q", said, want)
		}
		if len(files) != 1 || len(files["documents/Nesterov/2006-05-12 whole.pdf"]) != int(whole.Size) {
			t.Errorf("the pack has %d files", len(files))
		}
	})
}

// A store that does not answer is asked once, not for each document.
func TestAPackWithoutItsStore(t *testing.T) {
	down, err := blob.OpenS3(blob.S3Options{Endpoint: "127.0.0.1:1", Region: "x", Bucket: "media", Key: "k", Secret: "s"}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, dbtest.SQLite(t), func(opt *document.Options) { opt.Temp = t.TempDir() })
	docs := []document.Document{o.document(t, "a.pdf", mediatest.PDF(1)), o.document(t, "b.pdf", mediatest.PDF(2))}
	o.Store = document.NewStore(o.db, down, o.opt)
	if files, said := o.pack(t, "Nesterov", docs...); len(files) != 0 || !slices.Equal(said, []document.Packed{document.Unloaded, document.Unloaded}) {
		t.Errorf("said %q, %d files", said, len(files))
	}
}

// What a pack needs of memory does not grow with its documents.
func TestAPackKeepsDocumentsOutOfMemory(t *testing.T) {
	o := open(t, dbtest.SQLite(t), nil)
	const size = 24 << 20
	ref, err := o.blobs.Put(t.Context(), io.LimitReader(zeros{}, size), size)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(io.Discard)
	p := o.Pack(z, "documents")
	defer p.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 3 {
		if _, what, err := p.Put(t.Context(), document.Delivery{Blob: ref.ID, Size: ref.Size, Name: "a.pdf"}, "x", "", dbtest.Today); what != document.Whole || err != nil {
			t.Fatal(what, err)
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > size/4 {
		t.Errorf("%d bytes were allocated for three documents of %d", used, size)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
