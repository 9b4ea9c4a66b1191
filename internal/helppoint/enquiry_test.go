package helppoint_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// queue is the enquiries as a test has them: what was told to whom.
type queue struct {
	*testing.T
	d       *db.DB
	clock   *clocktest.Clock
	store   *helppoint.Store
	q       *helppoint.Enquiries
	replies []helppoint.Reply
	told    int
}

func eachQueue(t *testing.T, fn func(q *queue)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		key := secret.New()
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		o := &queue{T: t, d: d, clock: clocktest.At(dbtest.Today), store: helppoint.NewStore(d, log, nil)}
		o.q = helppoint.NewEnquiries(d, log, key, o.clock,
			func(_ context.Context, tx *db.Tx, r helppoint.Reply) error {
				tx.AfterCommit(func() { o.replies = append(o.replies, r) })
				return nil
			},
			func(_ context.Context, tx *db.Tx, _ helppoint.Point) error {
				tx.AfterCommit(func() { o.told++ })
				return nil
			})
		fn(o)
	})
}

func (q *queue) point(change ...func(p *helppoint.Point)) helppoint.Point {
	q.Helper()
	ids, err := q.store.Create(q.Context(), adviser, point(append(change, func(p *helppoint.Point) { p.Enquiries = true })...))
	if err != nil {
		q.Fatal(err)
	}
	p, err := q.store.ByID(q.Context(), ids[0])
	if err != nil {
		q.Fatal(err)
	}
	return p
}

func asked(email string) helppoint.Enquiry {
	return helppoint.Enquiry{
		Channel: helppoint.ByForm, Language: "uk", Topic: helppoint.ForCivic, Place: bialystok,
		Said: helppoint.Said{Name: "Reader", Email: email, Question: "Де отримати довідку?"},
	}
}

func (q *queue) ask(p helppoint.Point, e helppoint.Enquiry) helppoint.Enquiry {
	q.Helper()
	id, err := q.q.Ask(q.Context(), people.Actor{}, p, e)
	if err != nil {
		q.Fatal(err)
	}
	e, err = q.q.ByID(q.Context(), id)
	if err != nil {
		q.Fatal(err)
	}
	return e
}

// raw is everything that the tables hold of enquiries, as whoever steals the file sees it.
func (q *queue) raw() string {
	q.Helper()
	var all strings.Builder
	for _, query := range []string{`SELECT sealed || ' ' || address_mark || ' ' || link_hash FROM help_enquiry`, `SELECT detail FROM audit`} {
		err := db.Each(q.Context(), q.d, func(row db.Scanner) error {
			var s string
			err := row.Scan(&s)
			all.WriteString(s + "\n")
			return err
		}, query)
		if err != nil {
			q.Fatal(err)
		}
	}
	return all.String()
}

// A question is sealed, its advisers are told, it is answered once, in its language, and
// the record of changes quotes nothing of it.
func TestAQuestionIsAnswered(t *testing.T) {
	eachQueue(t, func(q *queue) {
		p := q.point()
		e := q.ask(p, asked("reader@example.org"))
		if q.told != 1 || e.State != helppoint.Waits || e.Said.Question != "Де отримати довідку?" {
			t.Errorf("told %d, %+v", q.told, e)
		}
		if waits, err := q.q.Waiting(t.Context()); err != nil || waits[p.ID] != 1 {
			t.Errorf("%v, %v", waits, err)
		}
		if err := q.q.Answer(t.Context(), adviser, p, e.ID, e.Version, " "); errs.FieldOf(err) != "answer" {
			t.Errorf("an empty answer: %v", err)
		}
		if err := q.q.Answer(t.Context(), adviser, p, e.ID, e.Version, "В управлінні."); err != nil {
			t.Fatal(err)
		}
		if err := q.q.Close(t.Context(), adviser, p, e.ID, e.Version); errs.KindOf(err) != errs.Conflict {
			t.Errorf("finished twice: %v", err)
		}
		if len(q.replies) != 1 || q.replies[0].Language != "uk" || q.replies[0].Enquiry.Said.Answer != "В управлінні." || q.replies[0].Link != "" {
			t.Errorf("%+v", q.replies)
		}
		raw := q.raw()
		for _, secret := range []string{"reader", "Reader", "довідку", "управлінні"} {
			if strings.Contains(raw, secret) {
				t.Errorf("the database holds %q in the clear", secret)
			}
		}
	})
}

// A confidential answer is read behind a link of its own, for two weeks.
func TestAConfidentialAnswerIsReadByLink(t *testing.T) {
	eachQueue(t, func(q *queue) {
		p := q.point(func(p *helppoint.Point) { p.Confidential = true })
		e := q.ask(p, asked("reader@example.org"))
		if err := q.q.Answer(t.Context(), adviser, p, e.ID, e.Version, "Приходьте."); err != nil {
			t.Fatal(err)
		}
		link := q.replies[0].Link
		if link == "" || strings.Contains(q.raw(), link) {
			t.Fatalf("the link %q", link)
		}
		if got, err := q.q.ByLink(t.Context(), link); err != nil || got.Said.Answer != "Приходьте." {
			t.Errorf("%+v, %v", got, err)
		}
		for _, wrong := range []string{"", "x", link + "x"} {
			if _, err := q.q.ByLink(t.Context(), wrong); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		q.clock.Add(helppoint.KeptDoneConfidential)
		if _, err := q.q.ByLink(t.Context(), link); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after two weeks: %v", err)
		}
	})
}

func TestWhatIsNoQuestion(t *testing.T) {
	eachQueue(t, func(q *queue) {
		p := q.point()
		for name, c := range map[string]struct {
			field  string
			change func(e *helppoint.Enquiry)
		}{
			"a greeting":                   {"question", func(e *helppoint.Enquiry) { e.Said.Question = "hi" }},
			"no address":                   {"email", func(e *helppoint.Enquiry) { e.Said.Email = "" }},
			"an address cut off":           {"email", func(e *helppoint.Enquiry) { e.Said.Email = "reader@example" }},
			"an address no server takes":   {"email", func(e *helppoint.Enquiry) { e.Said.Email = "żółw@example.org" }},
			"a name as long as a sentence": {"name", func(e *helppoint.Enquiry) { e.Said.Name = strings.Repeat("x", 200) }},
		} {
			e := asked("reader@example.org")
			c.change(&e)
			if _, err := q.q.Ask(t.Context(), people.Actor{}, p, e); errs.FieldOf(err) != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		links := asked("reader@example.org")
		links.Said.Question = "https://a.example https://b.example https://c.example www.d.example"
		if _, err := q.q.Ask(t.Context(), people.Actor{}, p, links); errs.FieldOf(err) != "question" {
			t.Errorf("four links: %v", err)
		}
		silent := p
		silent.Enquiries = false
		if _, err := q.q.Ask(t.Context(), people.Actor{}, silent, asked("reader@example.org")); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a point without a form: %v", err)
		}
		call := asked("")
		call.Channel = helppoint.ByCall
		if _, err := q.q.Ask(t.Context(), adviser, silent, call); err != nil || q.told != 0 {
			t.Errorf("a call: %v", err)
		}
	})
}

// Enquiries go by themselves; how many came stays. Whoever asks to be erased is at once.
func TestEnquiriesAreForgotten(t *testing.T) {
	eachQueue(t, func(q *queue) {
		usual, quiet := q.point(), q.point(func(p *helppoint.Point) { p.Confidential = true })
		e := q.ask(usual, asked("Reader@Example.org"))
		q.ask(quiet, asked("other@example.org"))
		due := func(after time.Duration) int {
			n, err := helppoint.Overdue(t.Context(), q.d, dbtest.Today.Add(after))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{helppoint.KeptOpenConfidential - time.Hour, 0}, {helppoint.KeptOpenConfidential, 1}, {helppoint.KeptOpen, 2}} {
			if got := due(c.after); got != c.want {
				t.Errorf("%d are due after %s, want %d", got, c.after, c.want)
			}
		}
		if err := q.q.Close(t.Context(), adviser, usual, e.ID, e.Version); err != nil || due(helppoint.KeptDone) != 2 {
			t.Errorf("after it is done: %v, %d", err, due(helppoint.KeptDone))
		}
		own, err := q.q.By(t.Context(), "reader@example.org")
		if err != nil || len(own) != 1 {
			t.Fatalf("%d of hers, %v", len(own), err)
		}
		err = q.d.Write(t.Context(), func(tx *db.Tx) error {
			if err := q.q.EraseAddress(t.Context(), tx, "READER@example.org"); err != nil {
				return err
			}
			n, err := helppoint.Forget(t.Context(), tx, dbtest.Today.Add(helppoint.KeptOpenConfidential))
			if n != 1 {
				t.Errorf("%d forgotten", n)
			}
			return err
		})
		if left, _ := q.q.Of(t.Context(), usual.ID, quiet.ID); err != nil || len(left) != 0 {
			t.Errorf("%d are left, %v", len(left), err)
		}
		if counts, err := q.q.Counts(t.Context(), usual); err != nil || len(counts) != 1 || counts[0] != (helppoint.Count{Point: usual.ID, Month: "2026-11", Topic: helppoint.ForCivic, N: 1}) {
			t.Errorf("%+v, %v", counts, err)
		}
	})
}

// Nobody reads an enquiry from the moment on at which it expires, though the purge comes later.
func TestWhatExpiredIsGoneAtItsMoment(t *testing.T) {
	eachQueue(t, func(q *queue) {
		p := q.point(func(p *helppoint.Point) { p.Confidential = true })
		e := q.ask(p, asked("reader@example.org"))
		there := func() []bool {
			t.Helper()
			of, err := q.q.Of(t.Context(), p.ID)
			waits, other := q.q.Waiting(t.Context())
			own, third := q.q.By(t.Context(), "reader@example.org")
			if err := errors.Join(err, other, third); err != nil {
				t.Fatal(err)
			}
			_, err = q.q.ByID(t.Context(), e.ID)
			return []bool{len(of) > 0, waits[p.ID] > 0, len(own) > 0, errs.KindOf(err) != errs.NotFound}
		}
		q.clock.Add(helppoint.KeptOpenConfidential - time.Microsecond)
		if got := there(); slices.Contains(got, false) {
			t.Errorf("a moment before: %v", got)
		}
		q.clock.Add(time.Microsecond)
		if got := there(); slices.Contains(got, true) {
			t.Errorf("at its moment: %v", got)
		}
		if err := q.q.Answer(t.Context(), adviser, p, e.ID, e.Version, "Приходьте."); errs.KindOf(err) != errs.NotFound {
			t.Errorf("answered after its end: %v", err)
		}
		if n, err := helppoint.Overdue(t.Context(), q.d, q.clock.Now()); n != 1 || err != nil {
			t.Errorf("%d are to be purged, %v", n, err)
		}
	})
}

// A point that becomes confidential loses its form until somebody decides anew, and what was
// asked before goes as early as what is asked now.
func TestAPointBecomesConfidential(t *testing.T) {
	eachQueue(t, func(q *queue) {
		p := q.point()
		waits, done := q.ask(p, asked("a@example.org")), q.ask(p, asked("b@example.org"))
		if err := q.q.Answer(t.Context(), adviser, p, done.ID, done.Version, "Так."); err != nil {
			t.Fatal(err)
		}
		change := func(fn func(p *helppoint.Point)) {
			t.Helper()
			err := q.store.Change(t.Context(), adviser, p.ID, p.Version, func(p *helppoint.Point) error { fn(p); return nil })
			if err == nil {
				p, err = q.store.ByID(t.Context(), p.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		change(func(p *helppoint.Point) { p.Confidential, p.Enquiries = true, true })
		if p.Enquiries || p.Asks() {
			t.Error("the form is still there")
		}
		if _, err := q.q.Ask(t.Context(), people.Actor{}, p, asked("c@example.org")); errs.KindOf(err) != errs.NotFound {
			t.Errorf("asked without a form: %v", err)
		}
		for id, want := range map[string]time.Time{waits.ID: dbtest.Today.Add(helppoint.KeptOpenConfidential), done.ID: dbtest.Today.Add(helppoint.KeptDoneConfidential)} {
			if e, err := q.q.ByID(t.Context(), id); err != nil || !e.Expires.Equal(want) {
				t.Errorf("kept until %s, want %s, %v", e.Expires, want, err)
			}
		}
		change(func(p *helppoint.Point) { p.Enquiries = true })
		if !p.Asks() {
			t.Error("the form cannot be switched on")
		}
		if e := q.ask(p, asked("d@example.org")); !e.Expires.Equal(dbtest.Today.Add(helppoint.KeptOpenConfidential)) {
			t.Errorf("a new question is kept until %s", e.Expires)
		}
		if raw := q.raw(); strings.Contains(raw, "example.org") || strings.Contains(raw, "довідку") {
			t.Error("the database holds what was told in confidence")
		}
	})
}

// Figures of a confidential point begin at ten.
func TestFewAreNotCounted(t *testing.T) {
	eachQueue(t, func(q *queue) {
		quiet := q.point(func(p *helppoint.Point) { p.Confidential = true })
		for range helppoint.Few - 1 {
			q.ask(quiet, asked("a@example.org"))
		}
		if counts, err := q.q.Counts(t.Context(), quiet); err != nil || len(counts) != 0 {
			t.Errorf("nine: %+v, %v", counts, err)
		}
		q.ask(quiet, asked("a@example.org"))
		if counts, err := q.q.Counts(t.Context(), quiet); err != nil || len(counts) != 1 || counts[0].N != helppoint.Few {
			t.Errorf("ten: %+v, %v", counts, err)
		}
	})
}
