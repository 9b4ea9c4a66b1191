package main

import (
	"context"
	"path/filepath"
	"runtime/debug"

	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
	"twintown/starter"
)

// trainMemory is where the collector begins to work harder than by default: the
// questions and the places live in half of it, and a small server has little more.
const trainMemory = 1 << 30

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
	if debug.SetMemoryLimit(-1) > trainMemory { // nobody asked for less
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(trainMemory))
	}
	options := score.Defaults()
	show := p.newProgress()
	options.Log = func(step string, share float64) { show.step(step, share) }
	model, err := match.Train(ctx, w.Places, w.Graph, match.Facts(starter.Countries()), options)
	show.done()
	if err != nil {
		return err
	}
	if err := world.WriteModel(path, model); err != nil {
		return errs.New(errs.ReadOnly, lang.Msg("error.model_write", "file", path), err)
	}
	p.say(p.out, "cli.trained", "file", path, "n", model.Pairs)
	return n.db.Write(ctx, func(tx *db.Tx) error { return tx.Touch(ctx) }) // running nodes take the new model
}
