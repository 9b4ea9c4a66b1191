package mail

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"

	"twintown/internal/platform/lang"
)

// Resolver looks up TXT records; net.Resolver does.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// Level says how a hint is meant.
type Level string

// The levels.
const (
	Good    Level = "good"
	Improve Level = "improve" // mails arrive, and could arrive more surely
	Missing Level = "missing" // mails are likely to be taken for spam
	Unknown Level = "unknown" // it could not be found out
)

// Hint is what an administrator should know of one of the three records by which other
// servers tell our mails from forgeries.
type Hint struct {
	What   string // "spf", "dkim", "dmarc"
	Level  Level
	Text   lang.Message
	Name   string // of the record, as a domain's owner enters it
	Found  string // what is there; "" for nothing
	Advice string // what to enter, where we can know it
}

// Hints looks up what the sender's domain says about its mails, within the time of ctx.
func Hints(ctx context.Context, r Resolver, s Server) []Hint {
	domain := s.From.Host()
	looks := []func() Hint{
		func() Hint { return spf(ctx, r, domain, s.Host) },
		func() Hint { return dkim(ctx, r, domain) },
		func() Hint { return dmarc(ctx, r, domain, s.From) },
	}
	hints := make([]Hint, len(looks))
	var all sync.WaitGroup
	for i, look := range looks {
		all.Go(func() { hints[i] = look() })
	}
	all.Wait()
	return hints
}

// records are the TXT records of a name that begin with a version's mark. A name that
// does not exist has none; known is false where nobody can tell.
func records(ctx context.Context, r Resolver, name, mark string) (found []string, known bool) {
	all, err := r.LookupTXT(ctx, name)
	if failure, ok := errors.AsType[*net.DNSError](err); err != nil && (!ok || !failure.IsNotFound) {
		return nil, false
	}
	for _, text := range all {
		if head, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " "); head == mark || strings.HasPrefix(head, mark+";") {
			found = append(found, cut(clean(text), mostAnswer))
		}
	}
	return found, true
}

// spf reads which servers may send for the domain (RFC 7208).
func spf(ctx context.Context, r Resolver, domain, host string) Hint {
	found, known := records(ctx, r, domain, "v=spf1")
	h := Hint{What: "spf", Name: domain, Found: strings.Join(found, "\n")}
	say := func(l Level, m lang.Message) Hint { h.Level, h.Text = l, m; return h }
	switch {
	case !known:
		return say(Unknown, lang.Msg("mail.dns.unknown"))
	case len(found) == 0:
		h.Advice = "v=spf1 a:" + host + " ~all"
		return say(Missing, lang.Msg("mail.dns.spf.missing", "host", host))
	case len(found) > 1:
		return say(Missing, lang.Msg("mail.dns.spf.two"))
	}
	allows := false
	for word := range strings.FieldsSeq(strings.ToLower(found[0])) {
		switch strings.TrimLeft(word, "+") {
		case "all", "?all":
			return say(Improve, lang.Msg("mail.dns.spf.open"))
		case "v=spf1", "-all", "~all":
		default:
			allows = true // somebody; a record without such a word forbids all
		}
	}
	if allows && (strings.Contains(strings.ToLower(found[0]), lastTwo(host)) || lastTwo(host) == lastTwo(domain)) {
		return say(Good, lang.Msg("mail.dns.spf.good"))
	}
	return say(Improve, lang.Msg("mail.dns.spf.check", "host", host))
}

// lastTwo is the part of a name by which its owner is usually known.
func lastTwo(name string) string {
	labels := strings.Split(strings.ToLower(name), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// selectors are the names under which providers and server programs put the key. There
// is no way to ask for all of them.
const selectors = "default mail dkim google selector1 selector2 s1 s2 k1 k2 k3 smtp key1 zoho protonmail brevo1 mailjet pm mta 2024 2025 2026"

// dkim looks for the key by which others check the server's signature (RFC 6376).
func dkim(ctx context.Context, r Resolver, domain string) Hint {
	names := strings.Fields(selectors)
	found, known := make([]string, len(names)), make([]bool, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() {
			texts, ok := records(ctx, r, name+"._domainkey."+domain, "v=dkim1")
			known[i] = ok
			for _, text := range texts {
				if !strings.HasSuffix(strings.TrimRight(text, "; "), "p=") { // an empty key is one taken back
					found[i] = text
				}
			}
		})
	}
	all.Wait()
	h := Hint{What: "dkim", Level: Improve, Name: "…._domainkey." + domain, Text: lang.Msg("mail.dns.dkim.none")}
	for i, text := range found {
		if text != "" {
			return Hint{What: "dkim", Level: Good, Name: names[i] + "._domainkey." + domain, Found: text, Text: lang.Msg("mail.dns.dkim.good")}
		}
		if !known[i] {
			h.Level, h.Text = Unknown, lang.Msg("mail.dns.unknown")
		}
	}
	return h
}

// dmarc reads what others shall do with forgeries (RFC 7489); a domain above may say it
// for those below.
func dmarc(ctx context.Context, r Resolver, domain string, from Address) Hint {
	h := Hint{What: "dmarc", Name: "_dmarc." + domain}
	for name := domain; strings.Contains(name, "."); _, name, _ = strings.Cut(name, ".") {
		found, known := records(ctx, r, "_dmarc."+name, "v=dmarc1")
		if !known {
			h.Level, h.Text = Unknown, lang.Msg("mail.dns.unknown")
			return h
		}
		if len(found) == 0 {
			continue
		}
		h.Name, h.Found, h.Level, h.Text = "_dmarc."+name, found[0], Good, lang.Msg("mail.dns.dmarc.good")
		if strings.Contains(strings.ReplaceAll(strings.ToLower(found[0]), " ", ""), ";p=none") {
			h.Text = lang.Msg("mail.dns.dmarc.watch")
		}
		return h
	}
	h.Level, h.Text = Missing, lang.Msg("mail.dns.dmarc.missing")
	h.Advice = "v=DMARC1; p=none; rua=mailto:" + string(from)
	return h
}
