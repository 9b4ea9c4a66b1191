package main

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/mail/mailtest"
	"twintown/internal/platform/secret"
)

// What another node queued is sent; what waits for a mail server that is down survives
// kill -9 and is sent by the next start: each once.
func TestServingSendsMail(t *testing.T) {
	sink := mailtest.Start(t)
	data := t.TempDir()
	if err := os.CopyFS(data, os.DirFS(folderOf(t, smallData))); err != nil {
		t.Fatal(err)
	}
	sink.Down()
	args := []string{"--smtp", "smtp://" + sink.SMTP, "--mail-from", "Office <office@example.org>"}
	r := serving(t, data, args...)
	d, err := db.Open(t.Context(), db.Options{Folder: data})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	key, err := secret.Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	box := mail.NewOutbox(d, catalog, key, func(string) mail.Site { return mail.Site{Name: "Town partnerships", Address: r.url} })
	for _, to := range []string{"a@example.org", "b@example.org", "c@example.org"} {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := box.Queue(t.Context(), tx, mail.Mail{Kind: "test", To: to, Language: "pl", Secret: to == "a@example.org"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the server's silence is noted", func() bool {
		c, err := box.Condition(t.Context())
		return err == nil && strings.Contains(c.Trouble, "refused")
	})
	r.signal(syscall.SIGKILL)
	r.ends()
	sink.Up()
	r = serving(t, data, args...)
	until(t, "the mails arrive", func() bool { return len(sink.Messages()) >= 3 })
	until(t, "they are noted", func() bool {
		n, err := box.Count(t.Context())
		return err == nil && n[mail.Sent] == 3
	})
	r.signal(syscall.SIGTERM)
	if code := r.ends(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	to := map[string]int{}
	for _, m := range sink.Messages() {
		to[m.To[0].Address]++
	}
	if len(to) != 3 || len(sink.Messages()) != 3 {
		t.Errorf("arrived: %v", to)
	}
}
