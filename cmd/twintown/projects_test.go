package main

import (
	"strings"
	"testing"

	"twintown/internal/place"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/project"
)

// A town that another one names as a partner is told once, in its language, with a way to end
// such mails; not where its officer wants none.
func TestANamedTownIsTold(t *testing.T) {
	n, officers, _ := officerNode(t)
	n.places = place.NewStore(n.db)
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	store := project.NewStore(n.db, n.log, nil).Telling(n.tellNamed("https://partners.example.org", catalog))
	begin := func(handle string) {
		t.Helper()
		_, err := store.Create(t.Context(), officers["lt"], project.Project{Handle: handle, Body: project.Body{
			Texts:    map[string]project.Text{"lt": {Title: "Bendra dainų knyga"}},
			Partners: []project.Partner{{Place: 598316, Role: project.Lead, By: 598316}, {Place: 776069, Role: project.Full, By: 598316}},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	begin("songs")
	got, err := n.outbox.To(t.Context(), "office.pl@example.org")
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %d mails", err, len(got))
	}
	for _, want := range []string{"Białystok", "Kowno", "„Bendra dainų knyga”", "Rezygnacja z takich wiadomości"} {
		if !strings.Contains(got[0].Text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, got[0].Text)
		}
	}
	if own, err := n.outbox.To(t.Context(), "office.lt@example.org"); err != nil || len(own) != 0 {
		t.Errorf("the town that named was told: %v, %d", err, len(own))
	}
	if err := n.relay.SetMails(t.Context(), officers["pl"], officers["pl"].Account, false); err != nil {
		t.Fatal(err)
	}
	begin("camp")
	if got, err = n.outbox.To(t.Context(), "office.pl@example.org"); err != nil || len(got) != 1 {
		t.Errorf("%v, %d mails to an officer who wants none", err, len(got))
	}
}
