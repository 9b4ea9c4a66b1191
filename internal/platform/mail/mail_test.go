package mail

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

func sqlite(t *testing.T) *db.DB { return dbtest.SQLite(t) }

func TestAMailExistsExactlyWhenItsCauseDoes(t *testing.T) {
	each(t, func(o office) {
		err := o.db.Write(o.Context(), func(tx *db.Tx) error {
			if _, err := o.box.Queue(o.Context(), tx, test("office@example.org")); err != nil {
				return err
			}
			return errors.New("refused")
		})
		if err == nil {
			o.Fatal("the change was kept")
		}
		once := test("office@example.org")
		once.Key = "reminder of 2026 for 7"
		first := o.queue(once)
		if again := o.queue(once); again != first {
			o.Errorf("a second mail %s beside %s", again, first)
		}
		all, err := o.box.List(o.Context(), Filter{})
		if err != nil || len(all) != 1 || all[0].ID != first {
			o.Errorf("outbox: %+v, %v", all, err)
		}
	})
}

func TestParseAddress(t *testing.T) {
	for _, c := range []struct {
		typed, want string // want "": refused
	}{
		{"office@example.org", "office@example.org"},
		{" Office.Partners+eu@Example.ORG\n", "Office.Partners+eu@example.org"},
		{"biuro@gmina-sokółka.pl", "biuro@xn--gmina-sokka-yeb14h.pl"},
		{"відділ@example.org", ""},
		{"пошта@пошта.укр", ""},
		{"post@пошта.укр", "post@xn--80a1acn3a.xn--j1amh"},
		{"", ""},
		{"office", ""},
		{"@example.org", ""},
		{"office@", ""},
		{"office@localhost", ""},
		{"office@example.org, other@example.org", ""},
		{"Office <office@example.org>", ""},
		{"office@example.org\r\nBcc: other@example.org", ""},
		{"office\r\n@example.org", ""},
		{"off ice@example.org", ""},
		{`"office"@example.org`, ""},
		{"office@example.org\u202e", ""},
		{"of\u202efice@example.org", ""},
		{"office@[127.0.0.1]", ""},
		{"office@exa_mple.org", ""},
		{".office@example.org", ""},
		{"of..fice@example.org", ""},
		{strings.Repeat("a", 65) + "@example.org", ""},
		{"a@" + strings.Repeat("b.", 130) + "org", ""},
	} {
		got, err := ParseAddress(c.typed)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("ParseAddress(%q) = %q, %v, want %q", c.typed, got, err, c.want)
		}
		if err != nil && errs.KindOf(err) != errs.Invalid {
			t.Errorf("ParseAddress(%q): kind %v", c.typed, errs.KindOf(err))
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"office@example.org", "biuro@sokółka.pl", "a@b.c\r\nBcc: x@y.z", "\"a b\"@example.org", "a@[::1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		a, err := ParseAddress(typed)
		if err != nil {
			return
		}
		if strings.ContainsFunc(string(a), func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>,;:"`, r) }) {
			t.Errorf("%q became %q", typed, a)
		}
		if again, err := ParseAddress(string(a)); err != nil || again != a {
			t.Errorf("%q became %q, and that %q, %v", typed, a, again, err)
		}
	})
}

// Whatever a stranger types ends as text: in no header, no other line, no other direction.
func TestNothingInjectsAHeader(t *testing.T) {
	o := at(t, sqlite(t))
	evil := "x\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\u202etxt.exe\x00\u2028y"
	subject, c, err := o.box.write(Mail{Kind: "test", To: "a@example.org", Language: "en", Name: evil, Items: []lang.Message{lang.Msg("mail.address_wrong", "address", evil)}, Parts: []Part{{
		Heading: lang.Msg("mail.address_wrong", "address", evil), Entries: []Entry{{Title: evil, Language: "lt", Link: "https://example.org/a", Lines: []lang.Message{lang.Msg("mail.address_wrong", "address", evil)}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	e := envelope{to: "a@example.org", name: clean(evil), language: "en", subject: clean(subject + evil), messageID: "1@example.org", content: c}
	m, err := e.compose(server2().from(), o.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var wire strings.Builder
	if _, err := m.WriteTo(&wire); err != nil {
		t.Fatal(err)
	}
	got := open(t, []byte(wire.String()))
	if got.header.Get("Bcc") != "" {
		t.Error("a header came in")
	}
	for kind, text := range got.parts {
		if strings.ContainsAny(text, "\u202e\u2028\x00") {
			t.Errorf("%s turns its direction", kind)
		}
	}
	if strings.Contains(got.parts["text/html"], "<script>") {
		t.Error("a script came in")
	}
	for _, bad := range []Mail{
		{ReplyTo: "a@example.org\r\nBcc: b@example.org"},
		{Link: "javascript:alert(1)"},
		{Link: "https://example.org/without-words-for-its-button"},
		{Parts: []Part{{Entries: []Entry{{Title: "a", Link: "javascript:alert(1)"}}}}},
		{Link: "https://example.org/\r\nBcc: b@example.org"},
		{Unsubscribe: "https://example.org/>\r\nX: y"},
		{Attach: []Attachment{{Name: "a\r\nX: y.ics", Type: "text/calendar"}}},
		{Attach: []Attachment{{Name: "../a.ics", Type: "text/calendar"}}},
		{Attach: []Attachment{{Name: "a.ics", Type: "text/calendar\r\nX: y"}}},
		{Attach: []Attachment{{Name: "large", Type: "text/plain", Data: make([]byte, mostAttached+1)}}},
	} {
		bad.Kind, bad.To, bad.Language = "test", "a@example.org", "en"
		err := o.db.Write(t.Context(), func(tx *db.Tx) error { _, err := o.box.Queue(t.Context(), tx, bad); return err })
		if err == nil {
			t.Errorf("accepted: %+v", bad)
		}
	}
}

func server2() *connection {
	return &connection{server: Server{From: "office@example.org", FromName: "Office"}}
}

// Every kind of mail reads whole in every language.
func TestEveryKindInEveryLanguage(t *testing.T) {
	o := at(t, sqlite(t))
	for _, language := range o.box.catalog.Languages() {
		subject, c, err := o.box.write(Mail{Kind: "test", To: "a@example.org", Language: language, Unsubscribe: "https://example.org/leave"})
		if err != nil || subject == "" {
			t.Fatal(err)
		}
		html, err := c.html(language, subject)
		if err != nil {
			t.Fatal(err)
		}
		for _, all := range []string{c.text(), html} {
			for _, part := range append(slices.Clone(c.Before), c.Greeting, c.Foot, c.Leave) {
				if !strings.Contains(all, part) {
					t.Errorf("%s lacks %q", language, part)
				}
			}
		}
		if folder := os.Getenv("TWINTOWN_MAIL_LOOK"); folder != "" { // to look at by hand
			c.Link, c.Button, c.After, c.Items = "https://example.org/x", c.Before[0][:20], c.Before[:1], c.Before
			html, _ := c.html(language, subject)
			os.WriteFile(folder+"/"+language+".html", []byte(html), 0o600)
		}
	}
}

// secretMail opens something: its link is readable for nobody but the recipient.
func secretMail(o office, to string) string {
	o.Helper()
	m := test(to)
	m.Secret = true
	id := o.queue(m)
	c := content{Greeting: "Good day,", Before: []string{"You are invited."}, Button: "Open", Link: "https://partners.example.org/t0ken"}
	body, err := o.box.pack(c, true)
	if err != nil {
		o.Fatal(err)
	}
	o.write(func(tx *db.Tx) error {
		_, err := tx.ExecContext(o.Context(), `UPDATE mail SET body = $2 WHERE id = $1`, id, body)
		return err
	})
	return id
}

func TestSecretLinksAreSeenByNobodyElse(t *testing.T) {
	each(t, func(o office) {
		id := secretMail(o, "office@example.org")
		p := o.mail(id)
		if strings.Contains(p.Text+p.HTML, "t0ken") || !strings.Contains(p.Text, "You are invited.") {
			o.Errorf("the desk sees:\n%s", p.Text)
		}
		if strings.Contains(dump(o), "t0ken") {
			o.Error("the link lies open in the database")
		}
		e, _, err := o.box.claim(o.Context(), o.clock.Now(), pace{10, 10})
		if err != nil {
			o.Fatal(err)
		}
		if c, ok, err := o.box.unpack(e.body, e.secret); err != nil || !ok || !strings.Contains(c.text(), "t0ken") {
			o.Errorf("the recipient reads %+v, %v", c, err)
		}
		if err := o.box.settle(o.Context(), e, Sent, o.clock.Now(), "250 ok"); err != nil {
			o.Fatal(err)
		}
		if p := o.mail(id); !p.Blank || p.Text != "" || p.Again() {
			o.Errorf("after sending: %+v", p)
		}
	})
}

// dump is everything that the mail tables hold.
func dump(o office) string {
	o.Helper()
	var all strings.Builder
	err := db.Each(o.Context(), o.db, func(row db.Scanner) error {
		columns := make([]string, 11)
		into := make([]any, len(columns))
		for i := range columns {
			into[i] = &columns[i]
		}
		err := row.Scan(into...)
		all.WriteString(strings.Join(columns, "|") + "\n")
		return err
	}, `SELECT id, unique_key, recipient, recipient_key, recipient_name, host, subject, body, message_id, answer, found_by FROM mail
		UNION ALL SELECT address, answer, '', '', '', '', '', '', '', '', '' FROM mail_address`)
	if err != nil {
		o.Fatal(err)
	}
	return all.String()
}

func TestEraseLeavesNothingOfAPerson(t *testing.T) {
	each(t, func(o office) {
		mine := Mail{Kind: "test", Key: "canary@example.org today", To: "Canary@example.org", Name: "Canary Person", Language: "en", ReplyTo: "canary@example.org"}
		waiting := o.queue(mine)
		mine.Key = ""
		gone := o.queue(mine)
		other := o.queue(test("other@example.net"))
		o.write(func(tx *db.Tx) error {
			if err := o.box.mark(o.Context(), tx, "canary@example.org", "550 canary@example.org is unknown"); err != nil {
				return err
			}
			_, err := tx.ExecContext(o.Context(), `UPDATE mail SET state = 'bounced', answer = '550 canary@example.org is unknown' WHERE id = $1`, gone)
			return err
		})
		if all, err := o.box.To(o.Context(), "canary@example.org"); err != nil || len(all) != 2 {
			o.Errorf("what is kept of the person: %d, %v", len(all), err)
		}
		var n int64
		o.write(func(tx *db.Tx) (err error) {
			n, err = o.box.Erase(o.Context(), tx, "CANARY@example.org")
			return err
		})
		if n != 2 {
			o.Errorf("%d rows blanked, want 2", n)
		}
		if all := dump(o); strings.Contains(strings.ToLower(all), "canary") {
			o.Errorf("still there:\n%s", all)
		}
		o.want(waiting, Cancelled, 0)
		o.want(gone, Bounced, 0)
		o.want(other, Queued, 0)
		if o.mail(gone).Again() {
			o.Error("a mail to nobody can be sent")
		}
	})
}

func TestRemindersStopAtAnAddressThatBounced(t *testing.T) {
	each(t, func(o office) {
		o.write(func(tx *db.Tx) error { return o.box.mark(o.Context(), tx, "gone@example.org", "550 no such user") })
		reminder := test("Gone@example.org")
		reminder.Unsubscribe = "https://partners.example.org/leave"
		o.want(o.queue(reminder), Cancelled, 0)
		o.want(o.queue(test("gone@example.org")), Queued, 0) // somebody asked for that one
		o.write(func(tx *db.Tx) error { return o.box.TrustAddress(o.Context(), tx, "gone@example.org") })
		o.want(o.queue(reminder), Queued, 0)
	})
}

func TestCancelAndUndo(t *testing.T) {
	each(t, func(o office) {
		id := o.queue(test("office@example.org"))
		do := func(fn func(tx *db.Tx) error) error { return o.db.Write(o.Context(), fn) }
		cancel := func(tx *db.Tx) error { return o.box.Cancel(o.Context(), tx, id) }
		again := func(tx *db.Tx) error { return o.box.Again(o.Context(), tx, id) }
		if err := do(again); errs.KindOf(err) != errs.Conflict {
			o.Errorf("sent twice: %v", err)
		}
		if err := do(cancel); err != nil {
			o.Error(err)
		}
		o.want(id, Cancelled, 0)
		if err := do(cancel); errs.KindOf(err) != errs.Conflict {
			o.Errorf("cancelled twice: %v", err)
		}
		if err := do(again); err != nil {
			o.Error(err)
		}
		o.want(id, Queued, 0)
	})
}

func TestListFinds(t *testing.T) {
	each(t, func(o office) {
		plock := o.queue(Mail{Kind: "test", To: "urzad@plock.example", Name: "Urząd w Płocku", Language: "pl"})
		kyiv := o.queue(Mail{Kind: "test", To: "office@kyiv.example", Language: "uk"})
		all := o.queue(Mail{Kind: "test", To: "100%_sure@example.org", Language: "en"})
		for _, c := range []struct {
			f    Filter
			want []string
		}{
			{Filter{}, []string{all, kyiv, plock}},
			{Filter{Search: "PŁOCKU"}, []string{plock}},
			{Filter{Search: "ПРОБНИЙ"}, []string{kyiv}},
			{Filter{Search: "%_"}, []string{all}},
			{Filter{Search: `\`}, nil},
			{Filter{State: Sent}, nil},
			{Filter{State: Queued, Kind: "test", Limit: 1}, []string{all}},
			{Filter{Before: all, Limit: 1}, []string{kyiv}},
		} {
			rows, err := o.box.List(o.Context(), c.f)
			var got []string
			for _, r := range rows {
				got = append(got, r.ID)
			}
			if err != nil || !slices.Equal(got, c.want) {
				o.Errorf("List(%+v) = %v, %v, want %v", c.f, got, err, c.want)
			}
		}
	})
}

func TestTidy(t *testing.T) {
	each(t, func(o office) {
		id := secretMail(o, "office@example.org")
		waiting := secretMail(o, "other@example.org")
		o.write(func(tx *db.Tx) error { return o.box.Cancel(o.Context(), tx, id) })
		queue := jobs.NewQueue(o.db)
		tidy := func() {
			r := jobs.NewRunner(queue, jobs.Options{Clock: o.clock})
			r.Handle(jobs.Kind{Name: TidyKind, Do: o.box.Tidy(o.clock)})
			r.Daily(TidyKind, 3, 40, time.UTC)
			if err := r.Drain(o.Context()); err != nil {
				o.Fatal(err)
			}
		}
		tidy()
		if o.mail(id).Blank {
			o.Error("cannot be taken up again")
		}
		o.clock.Add(keepSecret + 24*time.Hour)
		tidy()
		if !o.mail(id).Blank || o.mail(waiting).Blank {
			o.Error("the wrong mail was blanked")
		}
		o.clock.Add(keepMails)
		tidy()
		if _, err := o.box.Preview(o.Context(), id); errs.KindOf(err) != errs.NotFound {
			o.Errorf("kept for ever: %v", err)
		}
		o.want(waiting, Queued, 0)
		o.write(func(tx *db.Tx) error { return o.box.mark(o.Context(), tx, "gone@example.org", "550") })
		known := func() bool {
			_, known, err := o.box.AddressBounced(o.Context(), "gone@example.org")
			if err != nil {
				o.Fatal(err)
			}
			return known
		}
		tidy()
		if !known() {
			o.Error("an address that bounced is forgotten at once")
		}
		o.clock.Add(keepBounced)
		tidy()
		if known() {
			o.Error("an address that bounced is kept for ever")
		}
	})
}

// Whoever adds a kind of mail gives it a subject and a body.
func TestKindsAreWhole(t *testing.T) {
	o := at(t, sqlite(t))
	raw, err := os.ReadFile(filepath.Join("..", "lang", "messages", "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	p, kinds := o.box.catalog.Printer("en"), 0
	for key := range texts {
		if kind, found := strings.CutSuffix(key, ".subject"); found && strings.Count(kind, ".") == 1 && strings.HasPrefix(kind, "mail.") && kind != "mail.fact" {
			kinds++
			if !p.Has(kind + ".body") {
				t.Errorf("%s has no .body", kind)
			}
		}
	}
	if kinds == 0 {
		t.Error("no kind found")
	}
}

func TestParseServer(t *testing.T) {
	for _, c := range []struct {
		address, from string
		want          string // as String prints it; "": refused
	}{
		{"smtp://u:p%40ss@mail.example.org", "Office <office@example.org>", "smtp://u@mail.example.org:587?tls=starttls"},
		{"smtps://office%40example.org:p@mail.example.org", "", "smtp://office%40example.org@mail.example.org:465?tls=tls"},
		{"smtp://127.0.0.1:1025", "office@example.org", "smtp://127.0.0.1:1025?tls=none"},
		{"smtp://[::1]", "office@example.org", "smtp://[::1]:25?tls=none"},
		{"smtp://localhost?tls=starttls", "office@example.org", "smtp://localhost:25?tls=starttls"},
		{"smtp://mail.example.org?tls=none", "office@example.org", ""},
		{"smtp://mail.example.org?tls=maybe", "office@example.org", ""},
		{"smtp://mail.example.org", "", ""},
		{"smtp://mail.example.org", "office@localhost", ""},
		{"smtp://mail.example.org:0", "office@example.org", ""},
		{"http://mail.example.org", "office@example.org", ""},
		{"mail.example.org", "office@example.org", ""},
		{"smtp://", "office@example.org", ""},
		{"smtp://u:%zz@mail.example.org", "office@example.org", ""},
	} {
		s, err := ParseServer(c.address, c.from)
		if (err == nil) != (c.want != "") || err == nil && s.String() != c.want {
			t.Errorf("ParseServer(%q, %q) = %s, %v, want %s", c.address, c.from, s, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "p@ss") {
			t.Errorf("the password is in %v", err)
		}
	}
	if s, _ := ParseServer("smtp://u:p%40ss@mail.example.org", "office@example.org"); s.Password != "p@ss" {
		t.Errorf("the password is %q", s.Password)
	}
}
