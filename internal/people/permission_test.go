package people_test

import (
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/people"
)

// Numbers of places, as GeoNames has them.
const (
	gizycko  = 772195
	nesterov = 522508
	hrodna   = 627904
)

func holder(strong bool, grants ...people.Grant) people.Actor {
	return people.Actor{Account: "me", Grants: grants, Strong: strong, Fresh: true}
}

func grant(r people.Role, s people.Scope) people.Grant { return people.Grant{Role: r, Scope: s} }

func TestWhoMayDoWhat(t *testing.T) {
	own := people.Object{Kind: "partnership", Places: []int64{gizycko, nesterov}, Areas: []string{"PL", "PL.85", "RU", "RU.23"}}
	other := people.Object{Kind: "partnership", Places: []int64{hrodna, 1}, Areas: []string{"BY"}}
	officer := grant(people.Officer, people.AtPlace(gizycko))
	for _, c := range []struct {
		name string
		a    people.Actor
		do   people.Action
		on   people.Object
		want people.Verdict
	}{
		{"the public reads", people.Actor{}, people.ReadPublic, own, people.Yes},
		{"the public proposes", people.Actor{}, people.Propose, own, people.Yes},
		{"the public does not edit", people.Actor{}, people.EditPart, own, people.NeedSignIn},
		{"an account alone does not edit", holder(true), people.EditPart, own, people.No},
		{"an officer edits her place's partnership", holder(true, officer), people.EditPart, own, people.Yes},
		{"not without a second factor", holder(false, officer), people.EditPart, own, people.NeedStrong},
		{"but may look around", holder(false, officer), people.UseDesk, people.Object{}, people.Yes},
		{"not another place's", holder(true, officer), people.EditPart, other, people.No},
		{"not the site as a whole", holder(true, officer), people.EditPart, people.Object{}, people.No},
		{"a steward edits in her region", holder(true, grant(people.Steward, people.Scope{Kind: people.OfRegion, ID: "PL.85"})), people.EditPart, own, people.Yes},
		{"not elsewhere", holder(true, grant(people.Steward, people.Scope{Kind: people.OfRegion, ID: "PL.81"})), people.EditPart, own, people.No},
		{"a steward does not confirm for a town", holder(true, grant(people.Steward, people.Scope{Kind: people.OfCountry, ID: "PL"})), people.Confirm, own, people.No},
		{"an administrator edits anything", holder(true, grant(people.Administrator, people.Site())), people.EditPart, other, people.Yes},
		{"an officer manages nobody", holder(true, officer), people.ManagePeople, people.Object{}, people.No},
		{"one's own document", holder(true), people.ReadDocument, people.Object{Owner: "me"}, people.Yes},
		{"another's document", holder(true), people.ReadDocument, people.Object{Owner: "she"}, people.No},
		{"nobody does what no line names", holder(true, grant(people.Administrator, people.Site())), "made.up", own, people.No},
		{"a translator needs no second factor", holder(false, grant(people.Translator, people.Site())), people.TranslateTexts, people.Object{}, people.Yes},
	} {
		if got := people.Judge(c.a, c.do, c.on); got != c.want {
			t.Errorf("%s: verdict %d, want %d", c.name, got, c.want)
		}
	}
	tired := holder(true, grant(people.Administrator, people.Site()))
	tired.Fresh = false
	if got := people.Judge(tired, people.ManagePeople, people.Object{}); got != people.NeedFresh {
		t.Errorf("an old session manages people: %d", got)
	}
}

func TestTableHasOneLineForEachAction(t *testing.T) {
	seen := map[people.Action]bool{}
	for _, r := range people.Table() {
		if seen[r.Action] {
			t.Errorf("%s has two lines", r.Action)
		}
		seen[r.Action] = true
		if !r.Everyone && !r.SignedIn && !r.Own && len(r.Rights) == 0 {
			t.Errorf("%s is for nobody", r.Action)
		}
	}
}

// docs/permissions.md is printed from the table.
func TestPermissionsArePrinted(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "permissions.md")
	want := people.Document()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/permissions.md is not what the table says; run UPDATE=1 go test ./internal/people")
	}
}

// Whoever gives a role has it herself over all of that, or stands above it.
func TestNobodyGivesMoreThanSheHas(t *testing.T) {
	scopes := []people.Scope{
		people.Site(), people.AtPlace(gizycko), people.AtPlace(hrodna),
		{Kind: people.OfRegion, ID: "PL.85"},
		{Kind: people.OfCountry, ID: "PL"},
		{Kind: people.OfOrganisation, ID: "o"},
		{Kind: people.OfMeeting, ID: "m"},
	}
	objects := []people.Object{
		{},
		{Kind: "place", Places: []int64{gizycko}, Areas: []string{"PL", "PL.85"}},
		{Kind: "place", Places: []int64{hrodna}, Areas: []string{"BY", "BY.03"}},
		{Kind: "organisation", Organisation: "o"},
		{Kind: "meeting", Meeting: "m"},
	}
	rapid.Check(t, func(t *rapid.T) {
		a := people.Actor{Account: "me", Strong: rapid.Bool().Draw(t, "strong"), Fresh: true}
		for range rapid.IntRange(0, 4).Draw(t, "grants") {
			a.Grants = append(a.Grants, grant(rapid.SampledFrom(people.Roles()).Draw(t, "role"), rapid.SampledFrom(scopes).Draw(t, "scope")))
		}
		role, on := rapid.SampledFrom(people.Roles()).Draw(t, "gives"), rapid.SampledFrom(objects).Draw(t, "over")
		if !people.MayGive(a, role, on) {
			return
		}
		if !a.Strong {
			t.Fatalf("%v gives %s without a second factor", a.Grants, role)
		}
		if a.Holds(people.Administrator) {
			return
		}
		// she may herself do there what the role does
		what, given := map[people.Role]people.Action{
			people.Officer: people.EditPlace, people.Organiser: people.ManageOrg, people.Adviser: people.EditHelp,
		}[role]
		if !given {
			t.Fatalf("%v gives %s", a.Grants, role)
		}
		if !people.Allows(a, what, on) {
			t.Fatalf("%v gives %s over %+v", a.Grants, role, on)
		}
	})
}
