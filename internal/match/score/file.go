package score

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// magic opens a model file: what it is, and the version of its form. The checksum of the rest follows on the line.
const magic = "twintown-model 1 "

// Errors of [Read].
var (
	// ErrNoModel: the file is not a model.
	ErrNoModel = errors.New("not a ranking model")
	// ErrVersion: the model has a form, or signals, that this program does not know.
	ErrVersion = errors.New("a ranking model of another version; train again")
	// ErrDamaged: the checksum does not fit.
	ErrDamaged = errors.New("a damaged ranking model; train again")
)

// stored is the model as it stands in a file.
type stored struct {
	Trained string         `json:"trained"`
	Pairs   int            `json:"pairs"`
	Signals []storedSignal `json:"signals"`
	Areas   *Areas         `json:"areas"`
}

type storedSignal struct {
	Name   string    `json:"name"`
	Points []float32 `json:"points"`
	Plain  []float32 `json:"plain"`
}

// Write writes the model: one line with form and checksum, then compressed JSON.
func (m *Model) Write(w io.Writer) error {
	f := stored{Trained: m.Trained, Pairs: m.Pairs, Areas: m.Areas}
	for k, s := range m.Signals {
		f.Signals = append(f.Signals, storedSignal{s.Name(), m.Weights[k], m.Plain[k]})
	}
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	body := z.EncodeAll(text, nil)
	sum := sha256.Sum256(body)
	_, err = fmt.Fprintf(w, "%s%x\n%s", magic, sum, body)
	return err
}

// maxModel bounds what a file may unpack to: a model of every partnership in the world is below 10 MB.
const maxModel = 64 << 20

// Read reads a model of the default signals. A signal that the file does not have weighs nothing; one that the
// program does not have, or whose number of knots differs, is ErrVersion.
func Read(r io.Reader) (*Model, error) {
	all, err := io.ReadAll(io.LimitReader(r, maxModel))
	if err != nil {
		return nil, err
	}
	line, body, ok := bytes.Cut(all, []byte("\n"))
	if !ok || !bytes.HasPrefix(line, []byte("twintown-model ")) {
		return nil, ErrNoModel
	}
	if !bytes.HasPrefix(line, []byte(magic)) {
		return nil, ErrVersion
	}
	sum := sha256.Sum256(body)
	if hex.EncodeToString(sum[:]) != string(line[len(magic):]) {
		return nil, ErrDamaged
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxModel), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	text, err := z.DecodeAll(body, nil)
	if err != nil {
		return nil, ErrDamaged
	}
	var f stored
	if err := json.Unmarshal(text, &f); err != nil || f.Areas == nil || !f.Areas.check() {
		return nil, ErrDamaged
	}
	return f.model(Signals())
}

func (f stored) model(signals []Signal) (*Model, error) {
	m := &Model{Trained: f.Trained, Pairs: f.Pairs, Areas: f.Areas, Signals: signals}
	byName := map[string]storedSignal{}
	for _, s := range f.Signals {
		byName[s.Name] = s
	}
	for _, s := range signals {
		got, knots := byName[s.Name()], s.Shape().Knots
		if got.Name == "" {
			got.Points, got.Plain = make([]float32, knots), make([]float32, knots)
		}
		if len(got.Points) != knots || len(got.Plain) != knots {
			return nil, ErrVersion
		}
		delete(byName, s.Name())
		m.Weights, m.Plain = append(m.Weights, got.Points), append(m.Plain, got.Plain)
	}
	if len(byName) > 0 {
		return nil, ErrVersion
	}
	return m, nil
}
