package main

import (
	"context"
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/privacy"
)

// germanLands are the Länder as ISO 3166-2 has them, by the gazetteer's numbers: a third of
// Germany's holidays are a Land's own.
var germanLands = map[string]string{
	"DE.01": "bw", "DE.02": "by", "DE.03": "hb", "DE.04": "hh", "DE.05": "he", "DE.06": "ni", "DE.07": "nw", "DE.08": "rp",
	"DE.09": "sl", "DE.10": "sh", "DE.11": "bb", "DE.12": "mv", "DE.13": "sn", "DE.14": "st", "DE.15": "th", "DE.16": "be",
}

// holidaysOf are the public holidays of a country's region ("DE.02"), nil where none are
// known. Other countries' regions have letters in the gazetteer that are ISO's too, or no
// holidays of their own.
func holidaysOf(country, region string) openhours.Holidays {
	_, own, _ := strings.Cut(region, ".")
	if land := germanLands[region]; land != "" {
		own = land
	}
	h, ok := holidays.Of(country, own)
	if !ok {
		return nil
	}
	return h
}

// openHelp makes the stores of help points and of what they are asked. follow is called
// after each change of a point; the outbox must be there already where mails are to leave.
func (n *node) openHelp(base string, languages []string, follow func(context.Context)) {
	n.help = helppoint.NewStore(n.db, n.log, follow)
	n.enquiries = helppoint.NewEnquiries(n.db, n.log, n.key, clock.System(), n.replyTo(base, languages), n.tellAdvisers(base, languages))
}

// replyTo tells a person the answer to her question, or where she reads it.
func (n *node) replyTo(base string, languages []string) func(context.Context, *db.Tx, helppoint.Reply) error {
	return func(ctx context.Context, tx *db.Tx, r helppoint.Reply) error {
		e := r.Enquiry
		m := mail.Mail{Kind: "help_answer", To: e.Said.Email, Name: e.Said.Name, Language: r.Language}
		if r.Link != "" {
			m.Kind, m.Secret = "help_answer_link", true
			m.Link = base + "/" + r.Language + "/enquiry/" + r.Link
		} else {
			text, _, _ := r.Point.In(r.Language, languages)
			m.Args = lang.Args{"point": text.Name}
			for line := range strings.SplitSeq(e.Said.Answer, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					m.Said = append(m.Said, line)
				}
			}
		}
		_, err := n.outbox.Queue(ctx, tx, m)
		return err
	}
}

// tellAdvisers tells those who advise at a point that somebody asked. Where it has none,
// the point's own mailbox is told.
func (n *node) tellAdvisers(base string, languages []string) func(context.Context, *db.Tx, helppoint.Point) error {
	return func(ctx context.Context, tx *db.Tx, p helppoint.Point) error {
		grants, err := n.people.GrantsIn(ctx, people.Scope{Kind: people.OfHelpPoint, ID: p.ID}, people.Held)
		if err != nil {
			return err
		}
		told := 0
		for _, g := range grants {
			a, err := n.people.Account(ctx, g.Account)
			if err != nil {
				return err
			}
			if !a.Open() || a.Email == "" {
				continue
			}
			if err := n.tellOf(ctx, tx, base, p, a.Email, a.Language, languages); err != nil {
				return err
			}
			told++
		}
		if told == 0 && len(p.Mails) > 0 {
			_, language, _ := p.In("", languages)
			return n.tellOf(ctx, tx, base, p, p.Mails[0], language, languages)
		}
		return nil
	}
}

func (n *node) tellOf(ctx context.Context, tx *db.Tx, base string, p helppoint.Point, to, language string, languages []string) error {
	text, _, _ := p.In(language, languages)
	_, err := n.outbox.Queue(ctx, tx, mail.Mail{
		Kind: "help_enquiry", To: to, Language: language, Args: lang.Args{"point": text.Name}, Link: base + "/" + language + "/desk/enquiries",
	})
	return err
}

// enquiryHolder is the holder of what people asked help points. How many asked stays.
func (n *node) enquiryHolder() privacy.Holder {
	if n.enquiries == nil { // a command erases too, such as restore
		n.enquiries = helppoint.NewEnquiries(n.db, n.log, n.key, clock.System(), nil, nil)
	}
	return privacy.Holder{
		Name: "enquiries",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			all, err := n.enquiries.By(ctx, p.Email)
			if len(all) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: all}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			return n.enquiries.EraseAddress(ctx, tx, p.Email)
		},
		Rules: []privacy.Rule{{
			Name: "enquiries.old", After: helppoint.KeptDone, // each row says when it goes itself
			Due: func(ctx context.Context, q db.Querier, before time.Time) (int, error) {
				return helppoint.Overdue(ctx, q, before.Add(helppoint.KeptDone))
			},
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				return helppoint.Forget(ctx, tx, before.Add(helppoint.KeptDone))
			},
		}},
	}
}
