package main

import (
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
)

// A town that takes no messages from another gets no mails of their procedure either.
func TestABlockHoldsForProcedures(t *testing.T) {
	n, officers, drain := officerNode(t)
	n.partnerships = partnership.NewStore(n.db)
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	n.openProcedures("https://partners.example.org", catalog, nil)
	talk, err := n.relay.Begin(t.Context(), officers["lt"], 598316, 776069, "", relay.Message{Language: "lt", Text: "Labas."})
	if err != nil {
		t.Fatal(err)
	}
	drain()
	news := func() (found int) {
		all, err := n.outbox.To(t.Context(), "office.pl@example.org")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all {
			if strings.Contains(m.Text, "/desk/procedures/") {
				found++
			}
		}
		return found
	}
	if err := n.relay.Block(t.Context(), officers["pl"], talk, 776069); err != nil {
		t.Fatal(err)
	}
	id, err := n.procedures.Begin(t.Context(), officers["lt"], procedure.New{Places: []int64{598316, 776069}, By: 598316})
	if err != nil {
		t.Fatal(err)
	}
	if got := news(); got != 0 {
		t.Errorf("%d mails to a town that takes none", got)
	}
	if err := n.relay.Unblock(t.Context(), officers["pl"], talk, 776069); err != nil {
		t.Fatal(err)
	}
	if err := n.procedures.Stop(t.Context(), officers["lt"], id, 1, 598316, "Vėliau."); err != nil {
		t.Fatal(err)
	}
	if got := news(); got != 1 {
		t.Errorf("%d mails once messages are taken again, want 1", got)
	}
}
