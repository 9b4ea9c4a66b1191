package observatory_test

import (
	"testing"

	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/project"
)

// A town that was named as a partner and said no has no part in what came of its contacts.
func TestWhoSaidNoIsNotCounted(t *testing.T) {
	p := planned("p", []int64{1, 2}, project.Move{To: project.Submitted, Day: "2024-06-01"})
	f := observatory.Facts{Contacts: []forum.Contact{met("c", "m", 1, 2, "2024-01-02")}, Projects: []project.Project{p}}
	scope := observatory.OfPlaces(func(n int64) bool { return n == 2 })
	if n := len(observatory.Follow(f, scope, today).Stage(observatory.Project).Things); n != 1 {
		t.Errorf("%d projects of who takes part", n)
	}
	f.Projects[0].Partners[1].Declined, f.Projects[0].Partners[1].Left = true, "2024-05-01"
	if n := len(observatory.Follow(f, scope, today).Stage(observatory.Project).Things); n != 0 {
		t.Errorf("%d projects of who said no", n)
	}
}

// A stranger is not told of a few talks, nor how long it took to them; whom they concern is. From
// five on they are counted for everybody.
func TestViewOfTalks(t *testing.T) {
	chain := func(talks int) observatory.Chain {
		var f observatory.Facts
		for i := range talks {
			id := string(rune('a' + i))
			f.Contacts = append(f.Contacts, met(id, "m", 1, int64(10+i), "2024-01-02"))
			f.Exchanges = append(f.Exchanges, observatory.Exchange{Kind: observatory.OfConversation, ID: "talk-" + id, Places: []int64{1, int64(10 + i)}, Contact: id, Day: on("2024-03-02")})
		}
		return observatory.Follow(f, observatory.Scope{Has: func(forum.Contact) bool { return true }, Meetings: func(string) bool { return true }}, today)
	}
	all := func(observatory.Thing) bool { return true }
	for _, c := range []struct {
		name        string
		talks       int
		sees        func(observatory.Thing) bool
		few, silent bool
		one         bool
	}{
		{"a stranger, four", 4, observatory.Public, true, true, false},
		{"a stranger, five", 5, observatory.Public, false, false, false},
		{"whom they concern, four", 4, all, false, false, true},
		{"nobody talks", 0, observatory.Public, false, false, true},
	} {
		v := observatory.View{Chain: chain(c.talks), Sees: c.sees}
		span := observatory.Span{From: observatory.Contact, To: observatory.Talk}
		if v.Few(v.Stage(observatory.Talk)) != c.few || v.Silent(span) != c.silent || v.OneByOne(span) != c.one {
			t.Errorf("%s: few %t, silent %t, one by one %t", c.name, v.Few(v.Stage(observatory.Talk)), v.Silent(span), v.OneByOne(span))
		}
		if v.Silent(observatory.Span{From: observatory.Contact, To: observatory.Letter}) {
			t.Errorf("%s: letters are public", c.name)
		}
	}
}
