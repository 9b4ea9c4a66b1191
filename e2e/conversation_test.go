//go:build e2e

package e2e

import (
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/seek/phrase"
	"twintown/internal/seek/relay"
)

// conversationKinds are the pages of what two towns write to each other: Hrodna wrote to
// Białystok, Białystok answered, and Hrodna's officer reported it.
func (i *installation) conversationKinds() map[string]deskKind {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	ctx, who, log, now := i.Context(), people.System(), people.NewLog(d, key, ""), clock.System()
	accounts := people.NewStore(d, log, key, now)
	must(log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		account, err := accounts.Create(ctx, tx, note, people.NewAccount{Email: "officer.hrodna@example.org", Name: "Officer of Hrodna", Language: "be", Confirmed: true})
		if err == nil {
			_, err = accounts.Ask(ctx, tx, note, who, people.Grant{Account: account, Role: people.Officer, Scope: people.AtPlace(hrodna), State: people.Held})
		}
		return err
	}))
	store := relay.NewStore(relay.Options{DB: d, Log: log, Key: key, Clock: now, People: accounts})
	id, err := store.Begin(ctx, who, hrodna, bialystok, "", relay.Message{
		Language: "be", Text: "Мы хацелі б пачаць з абмену паміж музычнымі школамі.",
		Phrases: []phrase.Said{{Code: "sir"}, {Code: "from_town", Town: hrodna}, {Code: "areas", Topics: []string{"culture", "youth", "heritage"}}, {Code: "days", Day: "2030-05-14", Last: "2030-05-16"}, {Code: "c_regards"}},
	})
	must(err)
	must(store.Write(ctx, who, id, bialystok, 1, relay.Message{Language: "en", Text: "https://example.org/" + "a-very-long-address-that-does-not-break-and-has-to-fit-on-a-narrow-phone-all-the-same"}))
	report, err := store.Report(ctx, who, id, hrodna, "Advertising", []int64{1, 2})
	must(err)
	thread := "/desk/conversations/" + id
	return map[string]deskKind{
		"conversations":              {path: "/desk/conversations"},
		"conversation":               {path: thread},
		"conversation-faults":        {path: thread, send: "#write form"},
		"conversation-new":           {path: "/desk/conversations/new?from=772195&to=627904"},
		"conversation-report-faults": {path: thread + "/report", send: "main form.fields"},
		"town-reports":               {path: "/desk/reports"},
		"town-report-faults":         {path: "/desk/reports/" + report, send: "main form.fields"},
	}
}
