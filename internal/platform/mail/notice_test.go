package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// notice is a notification as Postfix writes it about the mail id to an address.
func notice(id, to, action, status, answer string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: office@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4C1A2B.1700000000/mail.example.org"

This is a MIME-encapsulated message.

--4C1A2B.1700000000/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4C1A2B.1700000000/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Wed, 25 Nov 2026 12:00:00 +0100 (CET)

Final-Recipient: rfc822; `+to+`
Original-Recipient: rfc822;`+to+`
Action: `+action+`
Status: `+status+`
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; `+answer+`

--4C1A2B.1700000000/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Office <office@example.org>
To: `+to+`
Message-ID: <`+id+`>
Subject: Test message

--4C1A2B.1700000000/mail.example.org--
`, "\n", "\r\n")
}

func TestReadNotice(t *testing.T) {
	full := notice("1@example.org", "gone@example.net", "failed", "5.1.1", "550 5.1.1 <gone@example.net>: no such user\n    in this folder")
	n, err := ReadNotice(strings.NewReader(full))
	want := Failure{"gone@example.net", "5.1.1", "550 5.1.1 <gone@example.net>: no such user in this folder"}
	if err != nil || n.MessageID != "1@example.org" || len(n.Failures) != 1 || n.Failures[0] != want {
		t.Errorf("got %+v, %v", n, err)
	}
	if n, err := ReadNotice(strings.NewReader(notice("1@example.org", "slow@example.net", "delayed", "4.4.1", "timeout"))); err != nil || len(n.Failures) != 0 {
		t.Errorf("a delay: %+v, %v", n, err)
	}
	if n, err := ReadNotice(strings.NewReader(strings.ReplaceAll(full, "\r\n", "\n"))); err != nil || len(n.Failures) != 1 {
		t.Errorf("with bare line feeds: %+v, %v", n, err)
	}
	for name, text := range map[string]string{
		"nothing":         "",
		"a letter":        "From: a@example.org\r\nSubject: hello\r\n\r\nIs this a bounce?\r\n",
		"a read receipt":  strings.Replace(full, "delivery-status", "disposition-notification", 1),
		"cut in the head": full[:200],
		"no report part":  strings.ReplaceAll(full, "message/delivery-status", "text/plain"),
	} {
		if n, err := ReadNotice(strings.NewReader(text)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

// The notices of other servers, as they write them.
func TestNoticesOfOtherServers(t *testing.T) {
	for name, want := range map[string]Failure{
		"exim.eml":     {"gone@example.net", "5.0.0", "550 Unknown user"},
		"exchange.eml": {"gone@example.net", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"},
		"gmail.eml":    {"gone@example.net", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."},
	} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		n, err := ReadNotice(strings.NewReader(string(raw)))
		if err != nil || len(n.Failures) != 1 || n.Failures[0] != want || n.MessageID != "0190-1@partners.example.org" {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

func FuzzReadNotice(f *testing.F) {
	f.Add(notice("1@example.org", "gone@example.net", "failed", "5.1.1", "550 no"))
	f.Add(notice("", "", "", "", ""))
	f.Add("Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\n\r\n\r\nAction: failed\r\n--x--")
	for _, name := range []string{"exim.eml", "exchange.eml", "gmail.eml"} {
		if raw, err := os.ReadFile(filepath.Join("testdata", name)); err == nil {
			f.Add(string(raw))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ReadNotice(strings.NewReader(text))
		if err != nil && errs.KindOf(err) != errs.Invalid {
			t.Errorf("kind %v: %v", errs.KindOf(err), err)
		}
		if n.MessageID != clean(n.MessageID) || len(n.Failures) > mostFailures {
			t.Errorf("%+v", n)
		}
		for _, fail := range n.Failures {
			if fail.Answer != clean(fail.Answer) || len([]rune(fail.Answer)) > mostAnswer {
				t.Errorf("%q", fail.Answer)
			}
		}
	})
}

func TestBounceMarksMailAndAddress(t *testing.T) {
	each(t, func(o office) {
		send := func(to string) (id, messageID string) {
			id = o.queue(test(to))
			e, ok, err := o.box.claim(o.Context(), o.clock.Now(), pace{100, 100})
			if err != nil || !ok {
				o.Fatal(ok, err)
			}
			if err := o.box.settle(o.Context(), e, Sent, o.clock.Now(), "250 ok"); err != nil {
				o.Fatal(err)
			}
			return id, e.messageID
		}
		bounce := func(text string) (found bool) {
			o.Helper()
			n, err := ReadNotice(strings.NewReader(text))
			if err != nil {
				o.Fatal(err)
			}
			o.write(func(tx *db.Tx) (err error) {
				found, err = o.box.Bounce(o.Context(), tx, n)
				return err
			})
			return found
		}
		gone, goneID := send("Gone@example.net")
		full, fullID := send("full@example.net")
		safe, safeID := send("safe@example.net")
		for name, forged := range map[string]string{
			"another's mail":     notice(safeID, "gone@example.net", "failed", "5.1.1", "forged"),
			"a made-up mail":     notice("made-up@partners.example.org", "safe@example.net", "failed", "5.1.1", "forged"),
			"without our letter": notice("", "safe@example.net", "failed", "5.1.1", "forged"),
		} {
			if bounce(forged) {
				o.Errorf("%s counts", name)
			}
		}
		o.want(safe, Sent, 1)
		if !bounce(notice(goneID, "gone@example.net", "failed", "5.1.1", "550 no such user")) || !bounce(notice(fullID, "full@example.net", "failed", "5.2.2", "552 full")) {
			o.Error("a true notice does not count")
		}
		o.want(gone, Bounced, 1)
		o.want(full, Bounced, 1)
		for address, want := range map[string]bool{"gone@example.net": true, "full@example.net": false, "safe@example.net": false} {
			if _, got, err := o.box.AddressBounced(o.Context(), address); got != want || err != nil {
				o.Errorf("%s is marked: %v, %v", address, got, err)
			}
		}
	})
}
