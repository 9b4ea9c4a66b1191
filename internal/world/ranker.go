package world

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/starter"
)

// ModelName is the file in the data folder to which "twintown train" writes. It
// is preferred to the model that the program carries.
const ModelName = "ranking.model"

// ranker makes the ranking over places and graph, with the folder's own model if
// there is one and the caveats that are known.
func (k *Keeper) ranker(ctx context.Context, places *place.Atlas, graph *partnership.Graph) (*match.Ranker, error) {
	model, err := k.model()
	if err != nil {
		return nil, err
	}
	notices, err := k.src.Notices.All(ctx)
	if err != nil {
		return nil, err
	}
	return match.New(places, graph, match.Facts(starter.Countries()), model, notices)
}

// model reads the folder's model. One that cannot be read is told and left
// aside, since the carried model answers too.
func (k *Keeper) model() (*score.Model, error) {
	path := filepath.Join(k.src.Folder, ModelName)
	m, err := ReadModel(path)
	switch {
	case err == nil:
		return m, nil
	case !errors.Is(err, os.ErrNotExist):
		k.src.Log.Warn("the model in the data folder cannot be read; the carried one is used. Run train again.", "file", path, "error", err)
	}
	return match.DefaultModel()
}

// ReadModel reads a model that "twintown train" wrote.
func ReadModel(path string) (*score.Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return score.Read(bufio.NewReader(f))
}

// WriteModel writes a model to a file, from which ReadModel and the next world
// take it.
func WriteModel(path string, m *score.Model) error {
	return replace(path, func(w io.Writer) error { return m.Write(w) })
}
