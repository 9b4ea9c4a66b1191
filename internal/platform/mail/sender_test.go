package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail/mailtest"
)

// read is one mail as a mail program takes it apart.
type read struct {
	header netmail.Header
	parts  map[string]string // text by media type
}

func open(t *testing.T, raw []byte) read {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r := read{m.Header, map[string]string{}}
	r.take(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return r
}

func (r read) take(t *testing.T, contentType, encoding string, body io.Reader) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r.take(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	r.parts[kind] = strings.ReplaceAll(string(text), "\r\n", "\n")
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		id := o.queue(Mail{
			Kind: "test", To: "Biuro@Sokółka.example.org", Name: "Urząd Miejski", Language: "pl",
			ReplyTo: "officer@example.org", Unsubscribe: "https://partners.example.org/pl/leave/abc",
			Items:  []lang.Message{lang.Msg("mail.foot"), lang.Msg("mail.greeting")},
			Attach: []Attachment{{Name: "meeting.ics", Type: "text/calendar; charset=utf-8; method=REQUEST", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}},
		})
		o.drain(o.sender(server(o.T, sink)))
		o.want(id, Sent, 1)
		all := sink.Messages()
		if len(all) != 1 {
			o.Fatalf("%d mails arrived", len(all))
		}
		got := open(o.T, sink.Raw(all[0].ID))
		for name, want := range map[string]string{
			"Auto-Submitted":        "auto-generated",
			"Reply-To":              "<officer@example.org>",
			"List-Unsubscribe":      "<https://partners.example.org/pl/leave/abc>",
			"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
			"Content-Language":      "pl",
			"Message-Id":            "<" + id + "@partners.example.org>",
			"From":                  `"Office" <office@example.org>`,
		} {
			if got.header.Get(name) != want {
				o.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
			}
		}
		to, err := got.header.AddressList("To")
		if err != nil || to[0].Name != "Urząd Miejski" || to[0].Address != "Biuro@xn--sokka-2ta76c.example.org" {
			o.Errorf("To: %v, %v", to, err)
		}
		if subject, err := new(mime.WordDecoder).DecodeHeader(got.header.Get("Subject")); err != nil || subject != "Wiadomość próbna" {
			o.Errorf("Subject: %q, %v", subject, err)
		}
		for kind, want := range map[string][]string{
			"text/plain":    {"Dzień dobry,\n\n", "• Tę wiadomość serwis", "-- \nTown partnerships\nhttps://partners.example.org\n", "Rezygnacja z takich wiadomości:\nhttps://partners.example.org/pl/leave/abc"},
			"text/html":     {`<html lang="pl">`, "Dzień dobry,", "prefers-color-scheme: dark", `href="https://partners.example.org/pl/leave/abc"`},
			"text/calendar": {"QkVHSU46VkNBTEVOREFS"},
		} {
			for _, part := range want {
				if !strings.Contains(got.parts[kind], part) {
					o.Errorf("%s lacks %q:\n%s", kind, part, got.parts[kind])
				}
			}
		}
		for _, never := range []string{"<img", "<script", "url(", "src="} {
			if strings.Contains(got.parts["text/html"], never) {
				o.Errorf("the HTML loads something: %s", never)
			}
		}
	})
}

// The server is gone for hours and comes back: each mail is there once.
func TestMailsWaitForTheServer(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		s := o.sender(server(o.T, sink))
		var ids []string
		for i := range 5 {
			ids = append(ids, o.queue(test(fmt.Sprintf("before%d@example.org", i))))
		}
		sink.Down()
		for range 30 {
			o.later(s, 10*time.Minute)
		}
		for _, id := range ids {
			o.want(id, Queued, 0)
		}
		c, err := o.box.Condition(o.Context())
		if err != nil || !strings.Contains(c.Trouble, "refused") {
			o.Errorf("the desk says %+v, %v", c, err)
		}
		for i := range 5 {
			ids = append(ids, o.queue(test(fmt.Sprintf("meanwhile%d@example.org", i))))
		}
		sink.Up()
		o.later(s, mostRest)
		for _, id := range ids {
			o.want(id, Sent, 1)
		}
		o.later(s, 24*time.Hour)
		if got := count(sink.Messages()); len(got) != 10 || len(sink.Messages()) != 10 {
			o.Errorf("arrived: %v", got)
		}
		if c, err := o.box.Condition(o.Context()); err != nil || c.Trouble != "" {
			o.Errorf("the desk still says %+v, %v", c, err)
		}
	})
}

func TestWithoutSettingsMailsWaitUntilThereAreSome(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		s := o.sender(nil)
		id := o.queue(test("office@example.org"))
		o.later(s, 100*24*time.Hour)
		o.want(id, Queued, 0)
		entered := *server(o.T, sink)
		entered.Password = "p4ss"
		o.write(func(tx *db.Tx) error { return o.box.Save(o.Context(), tx, entered) })
		if got, ok, err := o.box.Saved(o.Context()); err != nil || !ok || got != entered {
			o.Errorf("entered %+v, kept %+v, %v, %v", entered, got, ok, err)
		}
		raw, _, err := db.One(o.Context(), o.db, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) }, `SELECT settings FROM mail_server`)
		if err != nil || strings.Contains(raw, "p4ss") || strings.Contains(raw, "office") {
			o.Errorf("kept in the open: %s, %v", raw, err)
		}
		o.later(s, 0)
		o.want(id, Sent, 1)
	})
}

// A server's "not now" and "never", at each step.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name     string
		step     string
		code     int
		state    State
		attempts int
		gone     bool // the address is marked
		trouble  bool
	}{
		{"the mailbox is busy", "Recipient", 451, Queued, 1, false, false},
		{"there is no such mailbox", "Recipient", 550, Bounced, 1, true, false},
		{"the mailbox is full", "Recipient", 552, Bounced, 1, false, false},
		{"the server wants us to slow down", "Sender", 421, Queued, 0, false, true},
		{"the server does not know the sender", "Sender", 550, Queued, 0, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(o office) {
				sink := mailtest.Start(o.T)
				sink.Refuse(c.step, c.code)
				id := o.queue(test("office@example.org"))
				s := o.sender(server(o.T, sink))
				o.drain(s)
				o.want(id, c.state, c.attempts)
				if _, gone, err := o.box.AddressBounced(o.Context(), "Office@example.org"); gone != c.gone || err != nil {
					o.Errorf("the address is marked: %v, %v", gone, err)
				}
				if cond, err := o.box.Condition(o.Context()); (cond.Trouble != "") != c.trouble || err != nil {
					o.Errorf("trouble: %+v, %v", cond, err)
				}
				sink.Refuse(c.step, 0)
				o.later(s, mostRest)
				if c.state == Queued {
					o.want(id, Sent, c.attempts+1)
				} else {
					o.want(id, Bounced, 1)
				}
			})
		})
	}
}

func TestARefusedMailIsGivenUpAfterThreeDays(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		sink.Refuse("Recipient", 450)
		id := o.queue(test("office@example.org"))
		s := o.sender(server(o.T, sink))
		o.drain(s)
		began := o.clock.Now()
		for range mostAttempts {
			if m := o.mail(id); m.State == Queued {
				o.later(s, m.NextTry.Sub(o.clock.Now()))
			}
		}
		o.want(id, Failed, mostAttempts)
		if took := o.clock.Now().Sub(began); took < 60*time.Hour || took > 90*time.Hour {
			o.Errorf("given up after %s", took)
		}
		if a := o.mail(id).Answer; !strings.Contains(a, "450") {
			o.Errorf("the answer is %q", a)
		}
		sink.Refuse("Recipient", 0)
		o.write(func(tx *db.Tx) error { return o.box.Again(o.Context(), tx, id) })
		o.later(s, 0)
		o.want(id, Sent, 1)
	})
}

// A sender that dies on the way: the mail goes out again under the same Message-ID.
func TestASenderThatDies(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		id := o.queue(test("office@example.org"))
		dead, ok, err := o.box.claim(o.Context(), o.clock.Now(), pace{10, 10})
		if err != nil || !ok {
			o.Fatal(ok, err)
		}
		s := o.sender(server(o.T, sink))
		o.later(s, time.Minute)
		o.want(id, Sending, 1)
		o.later(s, lease)
		o.want(id, Sent, 2)
		if err := o.box.settle(o.Context(), dead, Failed, o.clock.Now(), "late"); !errors.Is(err, errLost) {
			o.Errorf("the late sender's word counts: %v", err)
		}
		if all := sink.Messages(); len(all) != 1 || all[0].MessageID != id+"@partners.example.org" {
			o.Errorf("arrived: %+v", all)
		}
	})
}

// A flood is spread: over minutes, and over hosts.
func TestPace(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		set := server(o.T, sink)
		set.All, set.Each = 8, 5
		s := o.sender(set)
		for i := range 10 {
			o.queue(test(fmt.Sprintf("a%d@large.example", i)))
		}
		for i := range 5 {
			o.queue(test(fmt.Sprintf("b%d@small.example", i)))
		}
		hosts := func() (large, small int) {
			for address, n := range count(sink.Messages()) {
				if strings.HasSuffix(address, "@large.example") {
					large += n
				} else {
					small += n
				}
			}
			return large, small
		}
		for _, want := range [][2]int{{5, 3}, {10, 5}, {10, 5}} {
			o.drain(s)
			sink.Down() // whoever may not send now does not call the server either
			o.drain(s)
			if c, err := o.box.Condition(o.Context()); err != nil || c.Trouble != "" {
				o.Errorf("the server was called: %+v, %v", c, err)
			}
			sink.Up()
			if large, small := hosts(); large != want[0] || small != want[1] {
				o.Errorf("%d and %d arrived, want %v", large, small, want)
			}
			o.clock.Add(time.Minute + time.Second)
		}
	})
}

func TestTheSenderOfTheSameProcessIsWoken(t *testing.T) {
	each(t, func(o office) {
		sink := mailtest.Start(o.T)
		s := NewSender(o.box, SenderOptions{Server: server(o.T, sink), Clock: o.clock, Poll: time.Hour})
		ctx, stop := context.WithCancel(o.Context())
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		id := o.queue(test("office@example.org"))
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for deadline := time.Now().Add(time.Minute); o.mail(id).State != Sent; <-tick.C {
			if time.Now().After(deadline) {
				o.Fatal("nothing is sent")
			}
		}
		stop()
		<-ended
	})
}

// certificate makes a server's certificate for 127.0.0.1 and who vouches for it.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", pkcs8), roots
}

// STARTTLS, TLS from the first byte, a password, and what goes wrong with each.
func TestEncryptionAndSigningIn(t *testing.T) {
	cert, key, roots := certificate(t)
	passwords := filepath.Join(t.TempDir(), "passwords")
	if err := os.WriteFile(passwords, []byte("office:s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tls := []string{"--smtp-tls-cert", cert, "--smtp-tls-key", key}
	for _, c := range []struct {
		name   string
		args   []string
		change func(s *Server)
		works  bool
	}{
		{"STARTTLS", append(tls, "--smtp-require-starttls"), func(s *Server) { s.Security = StartTLS }, true},
		{"TLS", append(tls, "--smtp-require-tls"), func(s *Server) { s.Security = Implicit }, true},
		{"STARTTLS with the password", append(tls, "--smtp-auth-file", passwords), func(s *Server) { s.Security, s.User, s.Password = StartTLS, "office", "s3cret" }, true},
		{"STARTTLS with a wrong password", append(tls, "--smtp-auth-file", passwords), func(s *Server) { s.Security, s.User, s.Password = StartTLS, "office", "other" }, false},
		{"on this machine with the password", []string{"--smtp-auth-file", passwords, "--smtp-auth-allow-insecure"}, func(s *Server) { s.User, s.Password = "office", "s3cret" }, true},
		{"a server that nobody vouches for", append(tls, "--smtp-require-starttls"), func(s *Server) { s.Security, s.Roots = StartTLS, x509.NewCertPool() }, false},
		{"a server that offers no STARTTLS", nil, func(s *Server) { s.Security = StartTLS }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := at(t, sqlite(t))
			sink := mailtest.Start(t, c.args...)
			set := server(t, sink)
			set.Roots = roots
			c.change(set)
			id := o.queue(test("office@example.org"))
			o.drain(o.sender(set))
			if c.works {
				o.want(id, Sent, 1)
				return
			}
			o.want(id, Queued, 0)
			cond, err := o.box.Condition(t.Context())
			if err != nil || cond.Trouble == "" || strings.Contains(cond.Trouble, "other") {
				t.Errorf("the desk says %+v, %v", cond, err)
			}
		})
	}
}
