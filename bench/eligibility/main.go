// Command eligibility measures how long it takes to ask 10,000 calls about 1,000 consortia of
// up to 8 partners, on one core, and how long the search takes for what one consortium lacks.
//
// The calls are those that come with Twintown, with other numbers and groups; the consortia are
// drawn, with facts that are not known. The peer reads the same rules as trees of maps and
// texts, as a first version would, and is asked a fiftieth; where both differ, that is told and the program
// fails. The floor walks over the partners of each pair and puts their countries into a set.
//
//	go run ./bench/eligibility
package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/place"
	"twintown/starter"
)

const (
	calls     = 10_000
	consortia = 1_000
	most      = 8
	share     = 50 // the peer is asked one of so many calls
	searched  = 20 // calls of which it is asked what one consortium lacks
	today     = rule.Day(20261126)
)

func main() {
	runtime.GOMAXPROCS(1)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "eligibility:", err)
		os.Exit(1)
	}
}

func run() error {
	book, err := newBook()
	if err != nil {
		return err
	}
	files, err := funding.Starter()
	if err != nil {
		return err
	}
	var texts []string
	for _, f := range files {
		for _, c := range f.Programme.Calls {
			texts = append(texts, c.Text)
		}
	}
	r := rand.New(rand.NewPCG(7, 2026))
	programs, trees := draw(r, book, texts)
	groups := make([]rule.Consortium, consortia)
	for i := range groups {
		groups[i] = consortium(r)
	}
	counted := [3]int{}
	ours := took(func() {
		for i := range programs {
			for j := range groups {
				counted[programs[i].Evaluate(&groups[j])]++
			}
		}
	})
	differ := 0
	peer := took(func() {
		for i := 0; i < calls; i += share {
			for j := range groups {
				if naive(book.Rules(), trees[i], &groups[j]) != programs[i].Evaluate(&groups[j]) {
					differ++
				}
			}
		}
	}) * share
	sets := 0
	floor := took(func() {
		for range programs {
			for j := range groups {
				sets += walk(&groups[j])
			}
		}
	})
	pairs := float64(calls * consortia)
	fmt.Printf("%d calls × %d consortia of up to %d partners, one core: %d fit, %d do not, %d are not known\n", calls, consortia, most, counted[rule.Yes], counted[rule.No], counted[rule.Unknown])
	line := func(name string, d time.Duration, note string) {
		fmt.Printf("%-44s %8.2f s %8.0f ns each%s\n", name, d.Seconds(), float64(d.Nanoseconds())/pairs, note)
	}
	line("Twintown", ours, "")
	line("peer: trees of maps and texts", peer, fmt.Sprintf("   (asked one call of %d, times %d, with ours for comparison)", share, share))
	line("floor: the countries of each into a set", floor, fmt.Sprintf("   (%d)", sets/calls))
	searching(programs, groups)
	if differ > 0 {
		return fmt.Errorf("%d answers differ from the peer's", differ)
	}
	return nil
}

// searching measures what a page about one group of towns needs beside the answers.
func searching(programs []*rule.Program, groups []rule.Consortium) {
	worst, total, ways := time.Duration(0), time.Duration(0), 0
	for i := range searched {
		d := took(func() { ways += len(programs[i].Missing(&groups[i])) })
		worst, total = max(worst, d), total+d
	}
	fmt.Printf("what is missing: %.1f ms a call, %.1f ms the slowest of %d (%d ways)\n", total.Seconds()*1000/searched, worst.Seconds()*1000, searched, ways)
}

func took(fn func()) time.Duration {
	start := time.Now()
	fn()
	return time.Since(start)
}

func walk(c *rule.Consortium) int {
	var s rule.Set
	for i := range c.Partners {
		s.Add(c.Partners[i].Country)
	}
	return s.Len()
}

func newBook() (*funding.Book, error) {
	var regions []place.Region
	for _, r := range starter.Regions() {
		regions = append(regions, place.Region(r))
	}
	return funding.NewBook(place.NewAtlas(nil, nil, regions), starter.Countries())
}

// draw makes calls of the texts: the same conditions with other groups and numbers.
func draw(r *rand.Rand, book *funding.Book, texts []string) (programs []*rule.Program, trees []any) {
	groups := []string{"EU", "V4", "EaP", "WB", "CERV", "SouthMed"}
	for len(programs) < calls {
		text := texts[r.IntN(len(texts))]
		text = strings.ReplaceAll(text, "min: 25", fmt.Sprintf("min: %d", 10+r.IntN(40)))
		text = strings.ReplaceAll(text, "min: 4", fmt.Sprintf("min: %d", 2+r.IntN(3)))
		if r.IntN(3) == 0 {
			text = strings.ReplaceAll(text, "EU", groups[r.IntN(len(groups))])
		}
		read, problems := rule.Parse([]byte(text))
		if problems != nil {
			continue // drawn so that it contradicts itself
		}
		p, problems := read.Bind(book.Rules(), today)
		if problems != nil {
			continue
		}
		var tree any
		if yaml.Unmarshal([]byte(text), &tree) != nil {
			continue
		}
		programs, trees = append(programs, p), append(trees, tree)
	}
	return programs, trees
}

func consortium(r *rand.Rand) (c rule.Consortium) {
	countries := []string{"PL", "LT", "CZ", "SK", "HU", "DE", "FR", "UA", "BY", "RS", "MD", "TN", ""}
	for range 1 + r.IntN(most) {
		p := rule.Partner{Country: rule.CountryOf(countries[r.IntN(len(countries))]), Type: rule.Type(r.IntN(4))}
		switch p.Country {
		case rule.CountryOf("PL"):
			p.Areas = [][]string{nil, {"PL.81"}, {"PL.78"}}[r.IntN(3)]
		case rule.CountryOf("UA"):
			p.Areas = [][]string{nil, {"UA.15"}, {"UA.01"}}[r.IntN(3)]
		}
		if r.IntN(2) == 0 {
			p.Members = []rule.Membership{{Of: "anna-lindh-network", Is: rule.Yes, Since: 20100101}}
		}
		c.Partners = append(c.Partners, p)
	}
	if r.IntN(2) == 0 {
		c.Partners[0].Role = rule.Leads
	}
	counts := []rule.Count{0, rule.Exactly(10), rule.Exactly(30), rule.Exactly(60)}
	c.Plan = rule.Plan{Participants: counts[r.IntN(4)], Invited: counts[r.IntN(4)], Months: counts[r.IntN(4)]}
	if r.IntN(2) == 0 {
		c.Plan.Countries = []rule.Country{rule.CountryOf("PL"), rule.CountryOf("LT")}
	}
	return c
}
