package main

import (
	"context"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/hosting"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/privacy"
)

// tellHosts writes to a family who will stay with it, or to a delegation with whom it stays, in
// the language of whoever reads it. The text goes from the outbox once it is sent.
func (n *node) tellHosts(catalog *lang.Catalog) hosting.Tell {
	return func(ctx context.Context, tx *db.Tx, t hosting.Told) (err error) {
		defer errs.Wrap(&err, "tellHosts")
		m := mail.Mail{Kind: "host_guest", Secret: true}
		var stays []string
		switch {
		case t.Family != nil:
			m.Kind, m.To, m.Language, m.About = "host_family", t.Family.Email, t.Family.Writes, meeting.About(t.Family.Meeting, "host-"+t.Family.ID)
			p := catalog.Printer(m.Language)
			for _, s := range t.Stays {
				var speaks []string
				for _, l := range s.Languages {
					speaks = append(speaks, p.LanguageName(l))
				}
				stays = append(stays, known(": ", s.Name, strings.Join(speaks, ", ")))
			}
		default:
			d := t.Delegation
			m.To, m.Name, m.Language, m.About = d.Contact.Email, d.Contact.Name, d.Language, meeting.About(d.Meeting, "delegation-"+d.ID)
			for _, s := range t.Stays {
				stays = append(stays, known(" – ", s.Name, known(", ", s.Host.Name, s.Host.Address, s.Host.Phone)))
			}
		}
		m.Args = lang.Args{"stays": strings.Join(stays, "; ")}
		_, err = n.outbox.Queue(ctx, tx, m)
		return err
	}
}

// known joins what is known.
func known(by string, parts ...string) string {
	var all []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, by)
}

// hostHolder are the host families of meetings.
func (n *node) hostHolder() privacy.Holder {
	if n.hosts == nil { // a command erases too, such as restore
		n.hosts = hosting.NewStore(n.db, n.log, n.key, delegation.NewStore(n.db, n.log, n.key, clock.System(), nil), nil)
	}
	return privacy.Holder{
		Name: "hosts",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			kept, err := n.hosts.Of(ctx, n.db, p.Email)
			if len(kept) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: kept}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error { return n.hosts.Erase(ctx, tx, p.Email) },
		Rules: []privacy.Rule{{
			Name: "hosts.past", After: hosting.Usual, // each meeting says when it goes itself
			Due: func(ctx context.Context, q db.Querier, before time.Time) (int, error) {
				return n.hosts.Due(ctx, q, before.Add(hosting.Usual))
			},
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				return n.hosts.Purge(ctx, tx, before.Add(hosting.Usual))
			},
		}},
		Addresses: n.hosts.Addresses,
	}
}
