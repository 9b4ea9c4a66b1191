package main

import (
	"context"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"twintown/internal/platform/db"
)

// inUse has the database in a folder open for the rest of the script, as a server has.
func inUse(ts *testscript.TestScript, _ bool, args []string) {
	d, err := db.Open(context.Background(), db.Options{Folder: ts.MkAbs(args[0])})
	ts.Check(err)
	ts.Defer(func() { d.Close() })
}

// older makes a database as an earlier release left it, with one place: older FOLDER 4.
func older(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Folder: ts.MkAbs(args[0])})
	ts.Check(err)
	defer d.Close()
	ts.Check(seedOfVersion4(ctx, d))
}

// seedOfVersion4 is what the release before people had accounts left behind.
func seedOfVersion4(ctx context.Context, d *db.DB) error {
	if err := d.MigrateTo(ctx, 4); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.SetMeta(ctx, "starter_version", -1); err != nil { // without the starter content
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO place (id, name, country, region, lat, lon, population, feature, kind, unit, zone, same_as, origin)
			VALUES (759141, 'Sokółka', 'PL', '', 53.4, 23.5, 18000, 'PPL', '', '', '', 0, '')`)
		return err
	})
}

// damaged copies a file with one bit flipped in its middle.
func damaged(ts *testscript.TestScript, _ bool, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	b[len(b)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

// cut copies the first half of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b[:len(b)/2]), 0o600))
}
