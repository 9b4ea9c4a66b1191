package main

import (
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/project"
	"twintown/internal/seek/relay"
)

// tellNamed writes to the officers of a town, or of those that took over from it, that
// another one named it as a partner of a project: once for each of them, and not where the
// town takes nothing from the other one or the officer wants no such mails.
func (n *node) tellNamed(base string, catalog *lang.Catalog) project.Tell {
	return func(ctx context.Context, tx *db.Tx, x project.Project, q project.Partner) (err error) {
		defer errs.Wrap(&err, "tellNamed(%d)", q.Place)
		if refuses, err := relay.Refuses(ctx, tx, q.Place, q.By); err != nil || refuses {
			return err // it stands at the desk
		}
		places := []int64{q.Place}
		if c, ended, err := n.places.EndOf(ctx, tx, q.Place); err != nil {
			return err
		} else if ended {
			places = c.After
		}
		for _, place := range places {
			officers, err := n.people.OfficersOf(ctx, place)
			if err != nil {
				return err
			}
			for _, a := range officers {
				if err := n.mailNamed(ctx, tx, base, catalog, x, q, a); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func (n *node) mailNamed(ctx context.Context, tx *db.Tx, base string, catalog *lang.Catalog, x project.Project, q project.Partner, a people.Account) error {
	stop, wanted, err := n.relay.Mailed(ctx, tx, a.ID)
	if err != nil || !wanted {
		return err
	}
	name := func(place int64) string { return n.world.Now().Places.DisplayName(place, a.Language) }
	title := x.Acronym
	if text, _, ok := x.In(a.Language, catalog.Languages()); ok {
		title = text.Title
	}
	by := q.By
	if lead, ok := x.Lead(); by == 0 && ok {
		by = lead.Place
	}
	address := base + "/" + a.Language
	_, err = n.outbox.Queue(ctx, tx, mail.Mail{
		Kind: "project_named", Key: "project.named:" + x.ID + ":" + a.ID, To: a.Email, Name: a.Name, Language: a.Language,
		Args: lang.Args{"title": title, "place": name(q.Place), "by": name(by)}, Secret: true,
		Link: address + "/desk/projects/" + x.Handle + "/answer", Unsubscribe: address + "/conversations/stop?key=" + stop,
	})
	return err
}
