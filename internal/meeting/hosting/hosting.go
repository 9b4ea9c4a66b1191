// Package hosting finds a home for those guests of a meeting who asked for a host family.
//
// # Families and guests
//
// A [Family] is a household that takes guests in: so many beds, languages, what it can cook,
// what its house is like. Its name, address and phone are sealed under the installation's key,
// as is all that tells of its home. A [Guest] is a member of a delegation that comes whose
// lodging is a host family, with what she needs.
//
// # A suggestion, with reasons
//
// [Suggest] says who could stay where. Some needs bind: a house without steps, without smoke,
// without animals, a family that takes minors, a bed. Others are weighed: a common language, a
// diet that the family can serve, people of one delegation together. As many guests as possible
// get a bed, and among all ways of doing that the sum of what is weighed is the highest; who
// of one delegation stays together is then mended by exchanges. Each [Reason] is a sentence, for
// a stay ([Reasons]) and against one ([WhyNot]). A person decides: who was placed by hand stays
// there, and nobody is told before the organiser says so.
//
//	view, err := store.View(ctx, meeting)
//	plan := hosting.Suggest(view.Guests, view.Families)
//	err = store.Take(ctx, actor, meeting, plan.Stays)
//	err = store.Tell(ctx, actor, meeting)
//
// # How long
//
// [Forget] removes it all when the guests of a meeting are forgotten; [Held] counts it before.
package hosting

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Diet is what somebody eats, or a family can serve.
type Diet string

// The diets.
const (
	Vegetarian  Diet = "vegetarian"
	Vegan       Diet = "vegan"
	NoPork      Diet = "no_pork"
	Halal       Diet = "halal"
	Kosher      Diet = "kosher"
	GlutenFree  Diet = "gluten_free"
	LactoseFree Diet = "lactose_free"
)

// Diets are all that can be chosen.
func Diets() []Diet {
	return []Diet{Vegetarian, Vegan, NoPork, Halal, Kosher, GlutenFree, LactoseFree}
}

// Home is what is known of a family. It is sealed at rest.
type Home struct {
	Name      string   `json:"name"`
	Address   string   `json:"address,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Email     string   `json:"email,omitempty"`  // "": it is told by phone
	Writes    string   `json:"writes,omitempty"` // language in which it is written to
	Languages []string `json:"languages,omitempty"`
	Diets     []Diet   `json:"diets,omitempty"` // that it can serve
	Smokes    bool     `json:"smokes,omitempty"`
	Pets      bool     `json:"pets,omitempty"`
	StepFree  bool     `json:"step_free,omitempty"`
	Minors    bool     `json:"minors,omitempty"`   // may take guests under 18: the organiser looked at it
	Children  string   `json:"children,omitempty"` // ages, as they say it
	Note      string   `json:"note,omitempty"`
}

// Family is a household that takes guests of a meeting in.
type Family struct {
	ID, Meeting string
	Beds        int
	Home
	Told    time.Time // when it was last told who comes; zero: never
	Version int64
}

// Needs are what a guest needs of a house. They are sealed at rest.
type Needs struct {
	StepFree bool   `json:"step_free,omitempty"`
	NoSmoke  bool   `json:"no_smoke,omitempty"`
	NoPets   bool   `json:"no_pets,omitempty"`
	Diets    []Diet `json:"diets,omitempty"`
}

// with adds what the guest ticked herself: neither she nor the organiser takes away what the
// other says.
func (n Needs) with(h delegation.House) Needs {
	n.StepFree, n.NoSmoke, n.NoPets = n.StepFree || h.StepFree, n.NoSmoke || h.NoSmoke, n.NoPets || h.NoPets
	return n
}

// Guest is a member of a delegation who asked for a host family.
type Guest struct {
	Member, Delegation string
	Name               string
	Languages          []string // none: not said
	Minor              bool
	Care               bool             // said something of diet or access in her own words
	Needs                               // all that is needed
	Noted              Needs            // of these, what the organiser ticked
	Said               delegation.House // what she ticked herself
	Family             string           // where she stays; "": not placed
	ByHand             bool             // a person placed her there
	Told               time.Time
}

// Limits of a family.
const (
	mostFamilies = 2000
	mostBeds     = 20
	longestLine  = 200
	longestNote  = 1000
	mostTongues  = 12
)

// clean puts a family right, or says by field what is wrong with it.
func (f Family) clean() (Family, error) {
	for field, text := range map[string]*string{"name": &f.Name, "address": &f.Address, "phone": &f.Phone, "email": &f.Email, "children": &f.Children, "note": &f.Note} {
		*text = strings.TrimSpace(*text)
		most := longestLine
		if field == "note" {
			most = longestNote
		}
		if utf8.RuneCountInString(*text) > most {
			return f, errs.In(field, lang.Msg("error.partnership.long", "max", most))
		}
	}
	switch {
	case f.Name == "":
		return f, errs.In("name", lang.Msg("error.hosts.name"))
	case f.Beds < 1 || f.Beds > mostBeds:
		return f, errs.In("beds", lang.Msg("error.hosts.beds", "max", mostBeds))
	case len(f.Languages) > mostTongues:
		return f, errs.In("languages", lang.Msg("error.hosts.languages", "max", mostTongues))
	}
	if f.Email != "" {
		if _, err := people.CleanEmail(f.Email); err != nil {
			return f, errs.In("email", lang.Msg("error.people.email"))
		}
	}
	return f, knownDiets(f.Diets)
}

func knownDiets(all []Diet) error {
	for _, d := range all {
		if !slices.Contains(Diets(), d) {
			return errs.In("diets", lang.Msg("error.papers.choice"))
		}
	}
	return nil
}
