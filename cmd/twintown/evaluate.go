package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

// evaluate takes pairs out of the graph and measures how well each method finds
// them again.
func evaluate(ctx context.Context, p *program, args []string) error {
	fs := p.flags("evaluate")
	where := storageFlags(fs)
	pairs := fs.String("pairs", "", "")
	peers := fs.Bool("peers", false, "")
	asJSON := fs.Bool("json", false, "")
	only := pairsFlag{}
	fs.Var(only, "where", "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	if *pairs == "" {
		p.say(p.err, "cli.evaluate_usage")
		return errUsage
	}
	held, report, err := exchange.HeldPairs(*pairs, only)
	if err != nil {
		return err
	}
	for _, c := range report.Complaints {
		fmt.Fprintf(p.err, "%s:%d: %s\n", report.File, c.Line, p.print.Message(c.Reason))
	}
	if len(held) == 0 {
		return errs.New(errs.Invalid, lang.Msg("error.no_pairs", "file", *pairs), nil)
	}
	n, err := p.openNode(ctx, where)
	if err != nil {
		return err
	}
	defer n.close()
	rows, err := p.evaluateOn(ctx, n, held, *peers)
	if err != nil {
		return err
	}
	if *asJSON {
		return p.printJSON(rows)
	}
	return p.printFigures(rows)
}

func (p *program) evaluateOn(ctx context.Context, n *node, held []match.Held, peers bool) ([]match.Row, error) {
	embedded, err := match.DefaultModel()
	if err != nil {
		return nil, err
	}
	w := n.world.Now()
	return match.Evaluate(ctx, match.Evaluation{
		Places: w.Places, Graph: w.Graph, Facts: match.Facts(starter.Countries()), Held: held,
		Model: w.Ranker.Model(), Embedded: embedded, Peers: peers,
	})
}

// printFigures prints one line a method: warm, then cold.
func (p *program) printFigures(rows []match.Row) error {
	out := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "\twarm n\tH@1\tH@10\tH@50\tMRR\tin-country H@10\tcold n\tH@1\tH@10\tH@50\tMRR\tin-country H@10")
	for _, row := range rows {
		fmt.Fprintf(out, "%s\t%s\t%s\n", p.print.T("evaluate.method."+row.Method), figures(row.Warm), figures(row.Cold))
	}
	return out.Flush()
}

func figures(f score.Figures) string {
	return fmt.Sprintf("%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f", f.N, f.H1, f.H10, f.H50, f.MRR, f.InCountry10)
}
