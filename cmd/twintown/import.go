package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"twintown/internal/exchange"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// importData takes in tables (csv), GeoNames' own files (geonames) or an office's list of
// partner towns (partners).
func importData(ctx context.Context, p *program, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "csv":
			return importCSV(ctx, p, args[1:])
		case "geonames":
			return importGeoNames(ctx, p, args[1:])
		case "partners":
			return importPartners(ctx, p, args[1:])
		}
	}
	p.say(p.err, "cli.import_usage")
	return errUsage
}

// pairsFlag is a flag of name=value pairs, repeated or separated by commas.
type pairsFlag map[string]string

// String prints the pairs.
func (f pairsFlag) String() string { return fmt.Sprint(map[string]string(f)) }

// Set reads pairs.
func (f pairsFlag) Set(text string) error {
	for pair := range strings.SplitSeq(text, ",") {
		name, value, found := strings.Cut(pair, "=")
		if !found || name == "" {
			return errors.New("want column=value")
		}
		f[name] = value
	}
	return nil
}

// importFlags are what both importers take.
type importFlags struct {
	storage
	dryRun, empty, asJSON *bool
}

func newImportFlags(fs *flag.FlagSet) importFlags {
	return importFlags{
		storage: storageFlags(fs),
		dryRun:  fs.Bool("dry-run", false, ""),
		empty:   fs.Bool("empty", false, ""),
		asJSON:  fs.Bool("json", false, ""),
	}
}

// stores opens what the importer writes to, with the starter content unless a
// new folder is to go without it.
func (f importFlags) stores(ctx context.Context, p *program) (*node, error) {
	n, err := p.openStores(ctx, f.storage, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	prepare := exchange.ApplyStarter
	if *f.empty {
		prepare = exchange.WithoutStarter
	}
	if err := prepare(ctx, n.stores()); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

func importCSV(ctx context.Context, p *program, args []string) error {
	fs := p.flags("import csv")
	f := newImportFlags(fs)
	places := fs.String("places", "", "")
	partnerships := fs.String("partnerships", "", "")
	where, rename := pairsFlag{}, pairsFlag{}
	fs.Var(where, "where", "")
	fs.Var(rename, "map", "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	if *places == "" && *partnerships == "" {
		p.say(p.err, "cli.import_usage")
		return errUsage
	}
	opt := exchange.CSVOptions{Places: *places, Partnerships: *partnerships, Where: where, Map: rename, DryRun: *f.dryRun}
	if err := opt.Check(); err != nil {
		return err
	}
	n, err := f.stores(ctx, p)
	if err != nil {
		return err
	}
	defer n.close()
	show := p.newProgress()
	opt.Progress = show.rows
	report, err := exchange.CSV(ctx, n.stores(), opt)
	show.done()
	return p.finishImport(report, err, *f.asJSON)
}

// finishImport prints what was done, also where it ended early. Left-out lines
// make the exit code that of bad input, so that a script notices.
func (p *program) finishImport(report exchange.Report, err error, asJSON bool) error {
	if asJSON {
		p.printJSON(report)
	} else {
		p.printReport(report)
	}
	if err == nil && report.Rejected() > 0 {
		return errs.New(errs.Invalid, lang.Msg("import.rejected", "n", report.Rejected()), nil)
	}
	return err
}

func (p *program) printReport(report exchange.Report) {
	for _, f := range report.Files {
		for _, c := range f.Complaints {
			fmt.Fprintf(p.err, "%s:%d: %s\n", f.File, c.Line, p.print.Message(c.Reason))
		}
		key := "import.report"
		if report.DryRun {
			key = "import.report_dry"
		}
		p.say(p.out, key, "file", f.File, "rows", f.Rows, "written", f.Written, "unchanged", f.Unchanged, "rejected", f.Rejected)
	}
}

// progress shows on a terminal how far long work has come; elsewhere nothing.
type progress struct {
	p     *program
	shown bool
}

func (p *program) newProgress() *progress { return &progress{p: p} }

func (g *progress) rows(file string, n int64) {
	if !isTerminal(g.p.err) {
		return
	}
	g.shown = true
	fmt.Fprintf(g.p.err, "\r\x1b[K%s", g.p.print.T("import.progress", "file", file, "n", n))
}

// bytes shows how much of a file has come.
func (g *progress) bytes(file string, have, all int64) {
	if !isTerminal(g.p.err) {
		return
	}
	g.shown = true
	const mb = 1 << 20
	fmt.Fprintf(g.p.err, "\r\x1b[K%s", g.p.print.T("import.download.progress", "file", file, "mb", have/mb, "total", max(have, all)/mb))
}

// step shows a share of work that has no rows.
func (g *progress) step(name string, share float64) {
	if !isTerminal(g.p.err) {
		return
	}
	g.shown = true
	fmt.Fprintf(g.p.err, "\r\x1b[K%s %s", name, g.p.print.Percent(share))
}

func (g *progress) done() {
	if g.shown {
		fmt.Fprint(g.p.err, "\r\x1b[K")
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
