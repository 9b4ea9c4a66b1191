package document_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/paper"
	"twintown/internal/platform/paper/papertest"
	"twintown/internal/platform/search"
)

// unsure reads as another reader does, after it has failed some times.
type unsure struct {
	paper.Reader
	fails int
	tries int
}

func (u *unsure) Read(ctx context.Context, file *os.File, kind media.Kind, into paper.Pictures) (paper.Content, error) {
	u.tries++
	if u.tries <= u.fails {
		return paper.Content{}, errors.New("the machine is at fault")
	}
	return u.Reader.Read(ctx, file, kind, into)
}

// reading is an office in which documents are read, and what does that.
func reading(t *testing.T, d *db.DB, c clock.Clock, r paper.Reader) (office, *jobs.Runner) {
	t.Helper()
	queue := jobs.NewQueue(d)
	o := open(t, d, func(opt *document.Options) { opt.Reader, opt.Queue, opt.Clock = r, queue, c })
	runner := jobs.NewRunner(queue, jobs.Options{Clock: c})
	runner.Handle(jobs.Kind{Name: document.ReadKind, Do: o.Read, Attempts: document.ReadTries, AtOnce: 1})
	return o, runner
}

func text(lines ...string) []byte {
	var b bytes.Buffer
	for _, l := range lines {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", l)
	}
	return mediatest.Zip(
		mediatest.Part{Name: "[Content_Types].xml", Text: `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		mediatest.Part{Name: "word/document.xml", Text: `<w:document>` + b.String() + `</w:document>`},
		mediatest.Part{Name: "docProps/app.xml", Text: `<Properties><Pages>4</Pages></Properties>`},
	)
}

func TestDocumentsAreReadInTheBackground(t *testing.T) {
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		o, runner := reading(t, d, c, papertest.Process(t))
		anna := officer("anna", gizycko)
		demo, err := os.ReadFile("../../starter/demo/files/goldap.pdf")
		if err != nil {
			t.Fatal(err)
		}
		add := func(name string, b []byte) document.Document {
			doc, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, name, b).ID, Visibility: document.Public, On: of(gizycko)})
			if err != nil {
				t.Fatal(err)
			}
			return doc
		}
		pdf, docx, broken, photo := add("a.pdf", demo), add("b.docx", text("Umowa", "Šakių")), add("c.pdf", mediatest.PDF(3)), add("d.jpg", mediatest.JPEG(9, 9))
		if !pdf.Unread() || photo.Unread() {
			t.Error("what was just sent has not been read")
		}
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		read := func(doc document.Document) (document.Document, string) {
			now, err := o.Of(t.Context(), doc.ID)
			if err != nil {
				t.Fatal(err)
			}
			words, err := o.TextOf(t.Context(), doc.ID)
			if err != nil {
				t.Fatal(err)
			}
			return now, words
		}
		now, words := read(pdf)
		if now.Unread() || now.Pages != 1 || !strings.Contains(words, "Szakami") || now.Content.Width == 0 || now.Content.Fault != "" {
			t.Errorf("%+v, %d bytes", now.Content, len(words))
		}
		for _, webp := range []bool{true, false} {
			out, ok := now.FirstPage(webp)
			r, err := o.Open(t.Context(), out)
			if !ok || err != nil {
				t.Fatalf("no picture: %v", err)
			}
			r.Close()
		}
		if now, words := read(docx); now.Pages != 4 || words != "Umowa\nŠakių" || now.Content.Width != 0 {
			t.Errorf("%+v, %q", now, words)
		}
		if now, words := read(broken); now.Unread() || now.Pages != 3 || words != "" || now.Content.Fault != "paper.damaged" {
			t.Errorf("%+v, %q", now, words)
		}
		// the pictures stay, whatever else is collected
		if _, err := o.at(dbtest.Today.AddDate(0, 0, 3)).Collect(t.Context()); err != nil {
			t.Fatal(err)
		}
		out, _ := now.FirstPage(true)
		if r, err := o.Open(t.Context(), out); err != nil {
			t.Errorf("the picture: %v", err)
		} else {
			r.Close()
		}
		// another file is read anew, and nothing of the old one is left meanwhile
		replaced, err := o.replace(t, anna, pdf, "e.docx", text("Aneks"), "")
		if err != nil {
			t.Fatal(err)
		}
		if now, words := read(replaced); !now.Unread() || words != "" || now.Pages != 0 {
			t.Errorf("%+v, %q", now, words)
		}
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now, words := read(replaced); now.Pages != 4 || words != "Aneks" || now.Content.Width != 0 {
			t.Errorf("%+v, %q", now, words)
		}
	})
}

// The machine may be at fault some times, and is not asked for ever; the next night tries
// again. The upload never waits for it.
func TestReadingIsTriedAgain(t *testing.T) {
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		r := &unsure{Reader: paper.Here(t.TempDir()), fails: document.ReadTries + 1}
		o, runner := reading(t, d, c, r)
		anna := officer("anna", gizycko)
		doc, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "b.docx", text("Umowa")).ID, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if err := runner.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			c.Add(day)
		}
		if now, err := o.Of(t.Context(), doc.ID); err != nil || !now.Unread() || r.tries != document.ReadTries {
			t.Errorf("unread %v after %d tries, %v", now.Unread(), r.tries, err)
		}
	})
}

const day = 24 * 60 * 60 * 1e9

// What is found of documents: what something public shows, by its title in each language
// and its words in its own.
func TestDocumentsAreFoundByTheirWords(t *testing.T) {
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		o, runner := reading(t, d, c, paper.Here(t.TempDir()))
		anna := officer("anna", gizycko)
		add := func(name, language string, how document.Visibility, words ...string) document.Document {
			doc, err := o.add(t.Context(), anna, document.New{
				Intake: o.take(t, anna, name, text(words...)).ID, Title: map[string]string{"pl": "Plan współpracy", "lt": "Planas"}, Language: language, Visibility: how, On: of(gizycko),
			})
			if err != nil {
				t.Fatal(err)
			}
			return doc
		}
		polish, unsaid := add("a.docx", "pl", document.Public, "Wspólna oświata przygraniczna"), add("b.docx", "", document.Public, "Супольная адукацыя")
		hidden, unshown := add("c.docx", "pl", document.Restricted, "Wspólna oświata"), add("d.docx", "pl", document.Public, "Wspólna oświata")
		shown := []string{polish.ID, unsaid.ID, hidden.ID}
		index := search.New(d, document.Searchable(o.Store, nil, func(_ context.Context, add func(document.Use) error) error {
			for _, id := range shown {
				for _, l := range []string{"pl", "lt"} {
					if err := add(document.Use{Document: id, Language: l, In: "Konferencija"}); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		find := func(words string) (all []string) {
			found, err := index.Find(t.Context(), search.Query{Text: words})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range found.Hits {
				name := map[string]string{polish.ID: "polish", unsaid.ID: "unsaid", hidden.ID: "hidden", unshown.ID: "unshown"}[h.ID]
				if h.Kind != document.Found || h.Path != "/documents/"+h.ID {
					t.Errorf("%+v", h.Document)
				}
				all = append(all, name+" "+h.Language)
			}
			return all
		}
		same := func(words string, want ...string) {
			t.Helper()
			got := find(words)
			if len(got) != len(want) {
				t.Errorf("%q: %v, want %v", words, got, want)
				return
			}
			for _, w := range want {
				if !strings.Contains(strings.Join(got, ", "), w) {
					t.Errorf("%q: %v, want %v", words, got, want)
				}
			}
		}
		same("oswiata") // nobody has read it
		same("plan współpracy", "polish pl", "unsaid pl")
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		same("oswiata", "polish pl")
		same("адукацыя", "unsaid pl", "unsaid lt")
		same("planas", "polish lt", "unsaid lt")
		same("konferencija oswiata", "polish pl")
		if _, err := o.replace(t, anna, polish, "e.docx", text("Turystyka"), ""); err != nil {
			t.Fatal(err)
		}
		same("oswiata")
		err := o.log.Change(t.Context(), anna, func(tx *db.Tx, note func(people.Entry)) error {
			return o.Remove(t.Context(), tx, note, anna, unsaid.ID, unsaid.Object(), "")
		})
		if err != nil {
			t.Fatal(err)
		}
		same("адукацыя")
		same("planas", "polish lt")
		shown = nil // what showed it was withdrawn: its own room tells of that
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Touch(t.Context()) }); err != nil {
			t.Fatal(err)
		}
		same("planas")
		if _, err := o.Of(t.Context(), "no such"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	})
}
