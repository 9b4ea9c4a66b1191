package main

import (
	"context"
	"fmt"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// verified is what "audit verify --json" prints.
type verified struct {
	Rows        int64          `json:"rows"`
	Checkpoints int            `json:"checkpoints"`
	Whole       bool           `json:"whole"`
	PublicKey   string         `json:"public_key"`
	Faults      []verifiedFlaw `json:"faults"`
}

type verifiedFlaw struct {
	Row  int64  `json:"row"`
	What string `json:"what"`
}

// audit reads the whole record of changes and says whether anything was altered.
func audit(ctx context.Context, p *program, args []string) error {
	fs := p.flags("audit")
	where, asJSON := storageFlags(fs), fs.Bool("json", false, "")
	words, err := p.parse(fs, args, 1, 1)
	if err != nil {
		return err
	}
	if words[0] != "verify" {
		p.say(p.err, "cli.audit_usage")
		return errUsage
	}
	n, err := p.openStores(ctx, where, p.warnings())
	if err != nil {
		return err
	}
	defer n.close()
	v, err := n.log.Verify(ctx)
	if err != nil {
		return err
	}
	if *asJSON {
		err = p.printJSON(verdictOf(v, n.log))
	} else {
		p.sayVerdict(v)
	}
	if err == nil && !v.Whole() {
		err = errs.New(errs.Invalid, lang.Msg("cli.audit_broken"), nil)
	}
	return err
}

func verdictOf(v people.Verification, log *people.Log) verified {
	out := verified{Rows: v.Rows, Checkpoints: v.Checkpoints, Whole: v.Whole(), PublicKey: log.PublicKey(), Faults: []verifiedFlaw{}}
	for _, f := range v.Faults {
		out.Faults = append(out.Faults, verifiedFlaw{f.Seq, f.What})
	}
	return out
}

func (p *program) sayVerdict(v people.Verification) {
	p.say(p.out, "cli.audit_read", "rows", v.Rows, "checkpoints", v.Checkpoints)
	for _, f := range v.Faults {
		fmt.Fprintf(p.out, "✗ %s\n", p.print.T("cli.audit_fault", "row", f.Seq, "what", f.What))
	}
	if v.Whole() {
		p.say(p.out, "cli.audit_whole")
	}
}
