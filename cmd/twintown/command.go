package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"twintown/internal/platform/config"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

// command is one sub-command. Its name, its arguments and the key of its
// one-line description are what "twintown help" prints.
type command struct {
	name string
	args string
	help string // message key
	run  func(ctx context.Context, p *program, args []string) error
}

// commands is the table of sub-commands, in the order in which help shows them.
func commands() []command {
	return []command{
		{"serve", "", "cli.serve", serve},
		{"lookup", "NAME", "cli.lookup", lookup},
		{"match", "PLACE", "cli.match", matchPlace},
		{"hours", "VALUE", "cli.hours", hours},
		{"import", "csv|geonames|partners", "cli.import", importData},
		{"train", "", "cli.train", train},
		{"evaluate", "--pairs FILE", "cli.evaluate", evaluate},
		{"mail", "bounce", "cli.mail", mailCommand},
		{"backup", "[verify FILE]", "cli.backup", makeBackup},
		{"restore", "FILE", "cli.restore", restore},
		{"doctor", "", "cli.doctor", examine},
		{"ready", "", "cli.ready_help", ready},
		{"demo", "remove", "cli.demo", removeDemo},
		{"user", "add|list|reset|disable|enable|grant", "cli.user", user},
		{"audit", "verify", "cli.audit", audit},
		{"migrate", "", "cli.migrate", migrate},
		{"config", "", "cli.config", showConfig},
		{"version", "", "cli.version", version},
	}
}

// program is one run of the command line: where it reads and writes, and the
// language in which it speaks. Tests start it as main does.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) (string, bool)
	catalog  *lang.Catalog
	print    *lang.Printer
}

// Exit codes say what happened. They are part of the program's contract: see
// docs/commands.md.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitAmbiguous   = 4
	exitInvalid     = 5
	exitUnavailable = 6
	exitStorage     = 7
	exitNewer       = 8
	exitInterrupted = 130 // 128 + SIGINT, as shells have it
)

var exitCodes = map[errs.Kind]int{
	errs.Invalid:     exitInvalid,
	errs.TooLarge:    exitInvalid,
	errs.NotFound:    exitNotFound,
	errs.Gone:        exitNotFound,
	errs.Ambiguous:   exitAmbiguous,
	errs.Conflict:    exitUnavailable,
	errs.Forbidden:   exitUnavailable,
	errs.Unavailable: exitUnavailable,
	errs.Busy:        exitUnavailable,
	errs.Full:        exitStorage,
	errs.ReadOnly:    exitStorage,
	errs.Newer:       exitNewer,
	errs.Throttled:   exitUnavailable,
}

// errUsage says that the words of the call are off; parse has told
// the person already.
var errUsage = errors.New("usage")

func (p *program) run(ctx context.Context, args []string) int {
	catalog, err := messages.Default()
	if err != nil {
		fmt.Fprintln(p.err, err)
		return exitInternal
	}
	p.catalog = catalog
	p.print = catalog.Printer(p.language(catalog))
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		p.help()
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return p.report(ctx, c.run(ctx, p, args[1:]))
		}
	}
	p.say(p.err, "cli.unknown_command", "name", args[0])
	return exitUsage
}

// language follows the locale of the terminal: LC_ALL, LC_MESSAGES, LANG.
func (p *program) language(c *lang.Catalog) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value, _ := p.env(name)
		code, _, _ := strings.Cut(strings.ToLower(value), "_")
		code, _, _ = strings.Cut(code, ".")
		if slices.Contains(c.Languages(), code) {
			return code
		}
	}
	return "en"
}

// report tells the person what failed, in one sentence, and returns the exit
// code. The cause is added only where no sentence explains it.
func (p *program) report(ctx context.Context, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		return exitUsage
	case ctx.Err() != nil:
		p.say(p.err, "cli.interrupted")
		return exitInterrupted
	}
	kind := errs.KindOf(err)
	fmt.Fprintln(p.err, p.print.Message(errs.PublicOf(err)))
	if kind == errs.Internal {
		fmt.Fprintln(p.err, err)
		return exitInternal
	}
	return exitCodes[kind]
}

func (p *program) help() {
	p.say(p.out, "cli.about")
	fmt.Fprintln(p.out)
	w := tabwriter.NewWriter(p.out, 0, 4, 3, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(w, "  twintown %s %s\t%s\n", c.name, c.args, p.print.T(c.help))
	}
	w.Flush()
	fmt.Fprintln(p.out)
	p.say(p.out, "cli.about_flags")
}

// say prints one message and a line break.
func (p *program) say(w io.Writer, key string, kv ...any) {
	fmt.Fprintln(w, p.print.T(key, kv...))
}

// flags returns an empty flag set that says nothing by itself: parse and usage speak,
// in the person's language.
func (p *program) flags(name string) *flag.FlagSet {
	fs := flag.NewFlagSet("twintown "+name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return fs
}

// parse reads flags from the environment and args. least and most bound the
// number of words that are no flags; most < 0 means any number.
func (p *program) parse(fs *flag.FlagSet, args []string, least, most int) ([]string, error) {
	rest, err := config.Parse(fs, args, p.env)
	switch {
	case errors.Is(err, flag.ErrHelp):
		p.usage(p.out, fs)
		return nil, err
	case err != nil:
		p.say(p.err, "cli.flag_wrong", "text", err.Error())
		p.usage(p.err, fs)
		return nil, errUsage
	case len(rest) < least || most >= 0 && len(rest) > most:
		p.say(p.err, "cli.wrong_arguments", "command", fs.Name())
		p.usage(p.err, fs)
		return nil, errUsage
	}
	return rest, nil
}
