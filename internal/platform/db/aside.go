package db

import (
	"context"
	"strings"

	"twintown/internal/platform/errs"
)

// asidePrefix begins the names of schemas that are filled beside the one in use.
const asidePrefix = "twintown_aside_"

// MakeAside makes an empty PostgreSQL schema beside the one in use and returns its name,
// for [Options.Schema]. Nobody sees what is written there until [DB.Adopt]. What earlier
// calls left behind is removed first.
func (d *DB) MakeAside(ctx context.Context) (name string, err error) {
	defer errs.Wrap(&err, "MakeAside")
	left, err := Collect(ctx, d, scanText, `
		SELECT nspname FROM pg_namespace WHERE nspname LIKE $1 AND nspowner = CURRENT_USER::regrole`, asidePrefix+"%")
	if err != nil {
		return "", err
	}
	for _, old := range left {
		if err := d.DropAside(ctx, old); err != nil {
			return "", err
		}
	}
	name = asidePrefix + strings.ReplaceAll(NewID(), "-", "")
	return name, d.Write(ctx, func(tx *Tx) error { return tx.run(ctx, `CREATE SCHEMA `+name) })
}

// DropAside removes a schema that [DB.MakeAside] made, with what is in it.
func (d *DB) DropAside(ctx context.Context, name string) error {
	return d.Write(ctx, func(tx *Tx) error { return tx.run(ctx, `DROP SCHEMA IF EXISTS `+quoted(name)+` CASCADE`) })
}

// Adopt puts the tables of a schema beside the one in use in the place of all that are
// there, in one transaction: others see all of the old ones or all of the new ones. The
// old ones are gone afterwards.
func (d *DB) Adopt(ctx context.Context, aside string) (err error) {
	defer errs.Wrap(&err, "Adopt")
	const tables = `SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'`
	return d.Write(ctx, func(tx *Tx) error {
		var here string
		if err := tx.QueryRowContext(ctx, `SELECT current_schema()`).Scan(&here); err != nil {
			return err
		}
		old, err := Collect(ctx, tx, scanText, tables, here)
		if err != nil {
			return err
		}
		fresh, err := Collect(ctx, tx, scanText, tables, aside)
		if err != nil {
			return err
		}
		for _, name := range old {
			if err := tx.run(ctx, `DROP TABLE `+quoted(here)+`.`+quoted(name)+` CASCADE`); err != nil {
				return err
			}
		}
		for _, name := range fresh {
			if err := tx.run(ctx, `ALTER TABLE `+quoted(aside)+`.`+quoted(name)+` SET SCHEMA `+quoted(here)); err != nil {
				return err
			}
		}
		return tx.run(ctx, `DROP SCHEMA `+quoted(aside)+` CASCADE`)
	})
}

// WithoutForeignKeys runs load on a database whose tables point to nothing, and lets them
// point again afterwards, whereby PostgreSQL checks every row. On SQLite the option
// [Options.NoForeignKeys] does the first, [DB.CheckForeignKeys] the second.
func (d *DB) WithoutForeignKeys(ctx context.Context, load func() error) (err error) {
	if d.engine == SQLite {
		return load()
	}
	var add []string
	err = d.Write(ctx, func(tx *Tx) error {
		add = nil
		var drop []string
		err := Each(ctx, tx, func(row Scanner) error {
			var table, name, rule string
			err := row.Scan(&table, &name, &rule)
			drop = append(drop, `ALTER TABLE `+quoted(table)+` DROP CONSTRAINT `+quoted(name))
			add = append(add, `ALTER TABLE `+quoted(table)+` ADD CONSTRAINT `+quoted(name)+` `+rule)
			return err
		}, `
			SELECT t.relname, k.conname, pg_get_constraintdef(k.oid)
			FROM pg_constraint k
			JOIN pg_class t     ON t.oid = k.conrelid
			JOIN pg_namespace n ON n.oid = t.relnamespace
			WHERE k.contype = 'f' AND n.nspname = current_schema()`)
		if err != nil {
			return err
		}
		return tx.run(ctx, drop...)
	})
	if err != nil {
		return err
	}
	if err := load(); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *Tx) error { return tx.run(ctx, add...) })
}

// run executes statements that return nothing.
func (t *Tx) run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := t.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// quoted makes a name of any letters one word of SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
