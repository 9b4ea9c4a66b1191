package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// usage lists the flags of a command with what they do, in the person's language. The
// texts are messages, flag.<name> or flag.<command>.<name>, so that a flag set holds none.
func (p *program) usage(w io.Writer, fs *flag.FlagSet) {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	defer out.Flush()
	fs.VisitAll(func(f *flag.Flag) {
		text := p.about(fs.Name(), f.Name)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0s" {
			text += " " + p.print.T("flag.default", "value", f.DefValue)
		}
		fmt.Fprintf(out, "  --%s\t%s\n", f.Name, text)
	})
}

// about says what a flag of a command ("twintown match") does.
func (p *program) about(command, name string) string {
	name = strings.ReplaceAll(name, "-", "_")
	_, command, _ = strings.Cut(command, " ")
	if key := "flag." + strings.ReplaceAll(command, " ", "_") + "." + name; p.print.Has(key) {
		return p.print.T(key)
	}
	return p.print.T("flag." + name)
}
