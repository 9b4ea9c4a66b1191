package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// suggestion is one candidate as programs read it.
type suggestion struct {
	ID      int64    `json:"id"`
	Name    string   `json:"name"`
	Country string   `json:"country"`
	Score   float64  `json:"score"`
	Reasons []reason `json:"reasons,omitempty"`
	Notices []string `json:"notices,omitempty"`
}

type reason struct {
	Signal   string  `json:"signal"`
	Points   float64 `json:"points"`
	Sentence string  `json:"sentence"`
}

// suggested is the answer for one place.
type suggested struct {
	ID     int64        `json:"id"`
	Name   string       `json:"name"`
	Known  int          `json:"known"` // partnerships that the ranking relied on
	Items  []suggestion `json:"candidates"`
	Folded []suggestion `json:"folded"`
}

// matchPlace ranks partners: for one place, or with --batch for a file of them.
func matchPlace(ctx context.Context, p *program, args []string) error {
	fs := p.flags("match")
	where := storageFlags(fs)
	countries := fs.String("country", "", "")
	limit := fs.Int("limit", 10, "")
	explain := fs.Bool("explain", false, "")
	asJSON := fs.Bool("json", false, "")
	batch := fs.String("batch", "", "")
	words, err := p.parse(fs, args, 0, -1)
	if err != nil {
		return err
	}
	if (*batch == "") == (len(words) == 0) || *limit < 1 {
		p.say(p.err, "cli.match_usage")
		return errUsage
	}
	n, err := p.openNode(ctx, where)
	if err != nil {
		return err
	}
	defer n.close()
	w := n.world.Now()
	if *batch != "" {
		return p.matchBatch(ctx, w, *batch, *limit)
	}
	place, err := w.Places.Resolve(joined(words))
	if err != nil {
		return err
	}
	result, err := w.Ranker.Rank(match.Query{
		Place: place.ID, Countries: codes(*countries), Limit: *limit, Day: lang.DateOf(time.Now()),
	})
	if err != nil {
		return err
	}
	if *asJSON {
		return p.printJSON(p.suggested(w, place.ID, result, *explain))
	}
	return p.printSuggestions(w, place, result, *explain)
}

// codes splits and trims a list such as "lt, DE".
func codes(list string) []string {
	var all []string
	for code := range strings.SplitSeq(list, ",") {
		if code = strings.ToUpper(strings.TrimSpace(code)); code != "" {
			all = append(all, code)
		}
	}
	return all
}

func (p *program) suggested(w *world.World, id int64, r match.Result, explain bool) suggested {
	code := p.print.Lang()
	dress := func(all []match.Candidate) []suggestion {
		out := make([]suggestion, 0, len(all))
		for _, c := range all {
			at, _ := w.Places.Get(c.ID)
			s := suggestion{ID: c.ID, Name: w.Places.DisplayName(c.ID, code), Country: at.Country, Score: c.Score}
			for _, n := range c.Notices {
				s.Notices = append(s.Notices, n.Text[code])
			}
			for _, why := range c.Reasons {
				if explain {
					s.Reasons = append(s.Reasons, reason{why.Signal, why.Points, p.print.Message(why.Text)})
				}
			}
			out = append(out, s)
		}
		return out
	}
	return suggested{id, w.Places.DisplayName(id, code), r.Known, dress(r.Items), dress(r.Folded)}
}

func (p *program) printSuggestions(w *world.World, at place.Place, r match.Result, explain bool) error {
	a := p.suggested(w, at.ID, r, explain)
	p.say(p.out, "cli.match_head", "place", a.Name, "known", a.Known)
	p.printGroup(a.Items)
	if len(a.Folded) > 0 {
		fmt.Fprintln(p.out)
		p.say(p.out, "cli.match_folded")
		p.printGroup(a.Folded)
	}
	return nil
}

func (p *program) printGroup(group []suggestion) {
	out := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', tabwriter.AlignRight|tabwriter.DiscardEmptyColumns)
	defer out.Flush()
	for i, s := range group {
		fmt.Fprintf(out, "%d\t%s\t  %s, %s\n", i+1, p.print.Fixed(s.Score, 2), s.Name, p.print.CountryName(s.Country))
		for _, why := range s.Reasons {
			fmt.Fprintf(out, "\t%s\t    %s\n", p.print.Signed(why.Points, 2), why.Sentence)
		}
		for _, n := range s.Notices {
			fmt.Fprintf(out, "\t\t    ⚠ %s\n", n)
		}
	}
}
