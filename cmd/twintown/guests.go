package main

import (
	"context"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// openGuests opens the delegations of meetings. The outbox and the meetings must be there
// already.
func (n *node) openGuests(base string, catalog *lang.Catalog) {
	n.guests = delegation.NewStore(n.db, n.log, n.key, clock.System(), n.tellGuest(base, catalog))
}

// tellGuest writes to a delegation in its language. What the meeting is called stands as it
// was written in that language, or else in another.
func (n *node) tellGuest(base string, catalog *lang.Catalog) delegation.Tell {
	return func(ctx context.Context, tx *db.Tx, t delegation.Told) (err error) {
		defer errs.Wrap(&err, "tellGuest(%s)", t.Event)
		d, p := t.Delegation, catalog.Printer(t.Delegation.Language)
		m, err := n.meetings.Meeting(ctx, d.Meeting)
		if err != nil {
			return err
		}
		title, _ := m.TitleIn(d.Language)
		_, err = n.outbox.Queue(ctx, tx, mail.Mail{
			Kind: "guest_" + string(t.Event), To: d.Contact.Email, Name: d.Contact.Name, Language: d.Language,
			Args: lang.Args{"meeting": title, "day": p.Date(m.From.Calendar()), "until": p.Date(lang.DateOf(t.Conference.AnswerBy(d).In(m.Location()))), "quota": d.Quota, "coming": d.Coming},
			Link: base + "/" + d.Language + "/guest/" + t.Token, Secret: true, ReplyTo: t.Conference.Contact,
		})
		return err
	}
}
