package main

import (
	"context"
	"log/slog"
)

// migrate brings the tables to this release's form and says which one that is.
func migrate(ctx context.Context, p *program, args []string) error {
	fs := p.flags("migrate")
	where := storageFlags(fs)
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	d, err := where.open(ctx, p, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer d.Close()
	have, _, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	p.say(p.out, "cli.migrated", "version", have)
	return nil
}
