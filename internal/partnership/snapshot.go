package partnership

import (
	"bytes"
	"fmt"
	"io"

	"twintown/internal/platform/flat"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// snapshotVersion changes with what a saved graph holds.
const snapshotVersion = "1"

// snapshotKind is the first word of a saved graph.
const snapshotKind = "twintown partnerships"

// Save writes the graph. Other things may stand before and after it in the same file.
func (g *Graph) Save(w io.Writer) error {
	f := flat.NewWriter(w, snapshotKind, snapshotVersion)
	f.Bytes([]byte(g.day.String() + "\n" + g.stale.String()))
	ids, kinds, grades := make([]string, len(g.pairs)), make([]string, len(g.pairs)), make([]string, len(g.pairs))
	places, facts := make([]int64, 0, 2*len(g.pairs)), make([]uint32, 0, 6*len(g.pairs))
	for i, p := range g.pairs {
		ids[i], kinds[i], grades[i] = p.ID, string(p.Kind), string(p.Confidence)
		places = append(places, p.A, p.B)
		listed := uint32(0)
		if p.Listed {
			listed = 1
		}
		facts = append(facts, uint32(p.Status), uint32(p.Start), listed, uint32(p.FirstList), uint32(p.Lists), uint32(p.Sides))
	}
	f.Strings(ids)
	f.Strings(kinds)
	f.Strings(grades)
	f.Int64s(places)
	f.Uint32s(facts)
	return f.Close()
}

// ReadGraph reads a graph that Save wrote, and not a byte further. An error means that
// the graph must be built from the database.
func ReadGraph(r io.Reader) (*Graph, error) {
	f, err := flat.NewReader(r, snapshotKind, snapshotVersion)
	if err != nil {
		return nil, err
	}
	days := f.Bytes()
	ids, kinds, grades := f.Strings(), f.Strings(), f.Strings()
	places, facts := f.Int64s(), f.Uint32s()
	n := len(ids)
	f.Check(len(kinds) == n && len(grades) == n && len(places) == 2*n && len(facts) == 6*n, "the lists differ in length")
	if err := f.Close(); err != nil {
		return nil, err
	}
	pairs := make([]Pair, n)
	for i := range pairs {
		v := facts[6*i : 6*i+6]
		pairs[i] = Pair{
			A: places[2*i], B: places[2*i+1], ID: ids[i], Kind: Kind(kinds[i]), Status: Code(v[0]), Start: int(v[1]),
			Listed: v[2] == 1, FirstList: int(v[3]), Lists: int(v[4]), Sides: int(v[5]),
			Confidence: source.Confidence(grades[i]),
		}
	}
	day, stale, err := readDays(days)
	if err != nil {
		return nil, err
	}
	return NewGraph(pairs, day, stale), nil
}

func readDays(text []byte) (day, stale lang.Date, err error) {
	first, second, found := bytes.Cut(text, []byte("\n"))
	if !found {
		return day, stale, fmt.Errorf("%w: no days", flat.ErrDamaged)
	}
	if err := day.UnmarshalText(first); err != nil {
		return day, stale, err
	}
	return day, stale, stale.UnmarshalText(second)
}
