package main

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"

	"twintown/internal/platform/config"
)

// showConfig prints every setting of "serve" with its value, the variable that
// sets it and what it does. Passwords are hidden.
func showConfig(_ context.Context, p *program, args []string) error {
	fs := p.flags("config")
	serveFlags(fs)
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	defer w.Flush()
	fs.VisitAll(func(f *flag.Flag) {
		value := f.Value.String()
		if (f.Name == "dsn" || f.Name == "smtp") && value != "" {
			value = config.Redact(value)
		}
		fmt.Fprintf(w, "--%s\t%s\t%q\t%s\n", f.Name, config.Variable(f.Name), value, p.about(fs.Name(), f.Name))
	})
	return nil
}
