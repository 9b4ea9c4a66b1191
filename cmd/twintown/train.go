package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"

	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
	"twintown/starter"
)

// train learns the ranking from the partnerships in the data and writes the
// model into the data folder, where serve, match and evaluate prefer it.
func train(ctx context.Context, p *program, args []string) error {
	fs := p.flags("train")
	where := storageFlags(fs)
	out := fs.String("out", "", "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	n, err := p.openNode(ctx, where)
	if err != nil {
		return err
	}
	defer n.close()
	path := *out
	if path == "" {
		path = filepath.Join(*where.data, world.ModelName)
	}
	w := n.world.Now()
	options := score.Defaults()
	show := p.newProgress()
	options.Log = func(step string, share float64) { show.step(step, share) }
	model, err := match.Train(ctx, w.Places, w.Graph, match.Facts(starter.Countries()), options)
	show.done()
	if err != nil {
		return err
	}
	if err := writeModel(path, model); err != nil {
		return errs.New(errs.ReadOnly, lang.Msg("error.model_write", "file", path), err)
	}
	p.say(p.out, "cli.trained", "file", path, "n", model.Pairs)
	return n.db.Write(ctx, func(tx *db.Tx) error { return tx.Touch(ctx) }) // running nodes take the new model
}

// writeModel writes beside the old file and renames, so that a kill leaves
// either the old or the new one.
func writeModel(path string, m *score.Model) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriter(f)
	if err := m.Write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
