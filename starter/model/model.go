// Package model holds the partner ranking's embedded model: figures that were
// learned once, so that a new installation ranks well before it knows a single
// partnership of its own.
//
// It was trained on the 25,678 pairs of the split "train" of a list of 28,484
// town twinnings (facts from English Wikipedia's lists of 2014 to 2026 and from
// Wikidata P190, which is CC0), joined with the starter's towns. It holds figures
// only: the points of the signals, and how many partnerships there were between
// countries, regions and sizes of town. No pair of towns can be read out of it.
//
//	m, err := score.Read(bytes.NewReader(model.Bytes()))
//
// The generator in gen makes the file from the list, which is not part of the
// product:
//
//	TWINTOWN_DATASETS=… go run ./starter/model/gen
package model

import _ "embed"

//go:embed ranking.model
var bytes []byte

// Bytes returns the model file; see package internal/match/score. The caller
// must not change it.
func Bytes() []byte { return bytes }
