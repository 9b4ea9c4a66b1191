package mail

import (
	"context"
	"net"
	"strings"
	"testing"

	"twintown/internal/platform/mail/mailtest"
)

// domain answers look-ups as a domain's owner set them up; "?" is a name server that is ill.
type domain map[string]string

// LookupTXT implements Resolver.
func (d domain) LookupTXT(_ context.Context, name string) ([]string, error) {
	switch text, ok := d[name]; {
	case text == "?":
		return nil, &net.DNSError{Name: name, Err: "server misbehaving", IsTemporary: true}
	case ok:
		return strings.Split(text, "|"), nil
	}
	return nil, &net.DNSError{Name: name, IsNotFound: true}
}

func TestHints(t *testing.T) {
	for _, c := range []struct {
		name             string
		host             string
		d                domain
		spf, dkim, dmarc string // the message, without its beginning
	}{
		{"nothing is there", "mail.example.org", domain{}, "spf.missing", "dkim.none", "dmarc.missing"},
		{"all is well", "mail.town.example.org", domain{
			"town.example.org":                      "google-site-verification=x|v=spf1 mx -all",
			"selector1._domainkey.town.example.org": "v=DKIM1; k=rsa; p=MIGf",
			"_dmarc.town.example.org":               "v=DMARC1; p=reject",
		}, "spf.good", "dkim.good", "dmarc.good"},
		{"a provider sends", "smtp.provider.example", domain{"town.example.org": "v=spf1 include:_spf.provider.example ~all"}, "spf.good", "dkim.none", "dmarc.missing"},
		{"another provider is named", "smtp.provider.example", domain{"town.example.org": "v=spf1 include:other.example ~all"}, "spf.check", "dkim.none", "dmarc.missing"},
		{"nobody may send", "mail.town.example.org", domain{"town.example.org": "v=spf1 -all"}, "spf.check", "dkim.none", "dmarc.missing"},
		{"everybody may send", "mail.example.org", domain{"town.example.org": "v=spf1 mx +all"}, "spf.open", "dkim.none", "dmarc.missing"},
		{"two records", "mail.example.org", domain{"town.example.org": "v=spf1 mx -all|V=SPF1 a -all"}, "spf.two", "dkim.none", "dmarc.missing"},
		{"another version", "mail.example.org", domain{"town.example.org": "v=spf10 mx -all"}, "spf.missing", "dkim.none", "dmarc.missing"},
		{"a key taken back", "mail.example.org", domain{"default._domainkey.town.example.org": "v=DKIM1; p="}, "spf.missing", "dkim.none", "dmarc.missing"},
		{"the domain above watches", "mail.example.org", domain{"_dmarc.example.org": "v=DMARC1; p=none"}, "spf.missing", "dkim.none", "dmarc.watch"},
		{"the name server is ill", "mail.example.org", domain{"town.example.org": "?", "k1._domainkey.town.example.org": "?", "_dmarc.town.example.org": "?"}, "unknown", "unknown", "unknown"},
	} {
		hints := Hints(t.Context(), c.d, Server{Host: c.host, From: "office@town.example.org"})
		for i, want := range []string{c.spf, c.dkim, c.dmarc} {
			if got := hints[i].Text.Key; got != "mail.dns."+want {
				t.Errorf("%s: %s, want %s", c.name, got, want)
			}
			if (hints[i].Level == Good) != (hints[i].Found != "" && strings.HasSuffix(want, ".good") || strings.HasSuffix(want, ".watch")) {
				t.Errorf("%s: %s is %s", c.name, want, hints[i].Level)
			}
		}
	}
}

// The dialogue shows everything but the password.
func TestTryTellsTheWholeDialogue(t *testing.T) {
	o := at(t, sqlite(t))
	sink := mailtest.Start(t, "--smtp-auth-accept-any", "--smtp-auth-allow-insecure")
	s := *server(t, sink)
	s.User, s.Password = "office", "s3cret"
	dialogue, err := o.box.Try(t.Context(), s, "officer@example.org", "pl", o.clock.Now())
	all := strings.Join(dialogue, "\n")
	if err != nil || len(sink.Messages()) != 1 {
		t.Fatalf("%v\n%s", err, all)
	}
	for _, part := range []string{"→ EHLO", "← 250", "→ RCPT TO:<officer@example.org>"} {
		if !strings.Contains(all, part) {
			t.Errorf("the dialogue lacks %q:\n%s", part, all)
		}
	}
	for _, secret := range []string{"s3cret", "AG9mZmljZQBzM2NyZXQ="} { // and as PLAIN encodes it
		if strings.Contains(all, secret) {
			t.Errorf("the dialogue tells the password:\n%s", all)
		}
	}
	sink.Refuse("Authentication", 535)
	dialogue, err = o.box.Try(t.Context(), s, "officer@example.org", "pl", o.clock.Now())
	if err == nil || strings.Contains(strings.Join(dialogue, "\n")+err.Error(), "s3cret") {
		t.Errorf("a refusal: %v\n%s", err, strings.Join(dialogue, "\n"))
	}
	sink.Down()
	if _, err := o.box.Try(t.Context(), s, "officer@example.org", "pl", o.clock.Now()); err == nil {
		t.Error("a server that is gone took the mail")
	}
}
