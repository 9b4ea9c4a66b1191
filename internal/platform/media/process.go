package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Examiner examines files. Implementations are safe for concurrent use and let few
// files through at a time: whoever comes meanwhile waits, or gives up.
type Examiner interface {
	// Examine is [Examine] for files on the disk. display is empty and may be written.
	Examine(ctx context.Context, file *os.File, name string, display *os.File) (Finding, error)
}

// Command is the first argument by which the program knows that it is to examine one
// file and end: see [Main].
const Command = "examine-file"

// limits of the process that examines. What is resident stays below 256 MiB.
var limits = Limits{
	Soft: 200 << 20,
	Hard: 320 << 20,
	CPU:  10,       // a thousand times what a photo takes
	File: 64 << 20, // an image drawn anew
}

const (
	patience   = 60 * time.Second // on a machine that is busy with other things
	answerSize = 64 << 10

	// AtOnce is how many processes of one [Process] work at once: half a gigabyte, two cores.
	AtOnce = 2
)

// Process examines each file in a process of its own ([Worker]), which gets that file and
// one to write to. When it dies, the file is refused and nothing else happens.
type Process struct {
	worker *Worker
	peak   atomic.Int64
}

// NewProcess returns an examiner that starts program with args before its own; with
// program "" the running program itself.
func NewProcess(program string, args ...string) (*Process, error) {
	w, err := NewWorker(program, AtOnce, args...)
	return &Process{worker: w}, err
}

// Peak returns the most memory that one process said it had resident so far, in bytes;
// 0 where the system does not say. One that was killed has said nothing.
func (p *Process) Peak() int64 { return p.peak.Load() }

// Examine starts the process and waits for its answer.
func (p *Process) Examine(ctx context.Context, file *os.File, name string, display *os.File) (_ Finding, err error) {
	defer errs.Wrap(&err, "Examine")
	b, err := p.worker.Run(ctx, Task{
		Args: []string{Command, "x." + ending(name)}, Files: []*os.File{file, display}, Patience: patience, Answer: answerSize,
	})
	if err != nil {
		return Finding{}, err
	}
	return p.readAnswer(b)
}

func (p *Process) note(peak int64) {
	for {
		have := p.peak.Load()
		if peak <= have || p.peak.CompareAndSwap(have, peak) {
			return
		}
	}
}

// answer is what the process says.
type answer struct {
	Finding Finding
	Kind    string         `json:",omitempty"` // of the refusal; "" when the file is taken
	Key     string         `json:",omitempty"`
	Args    map[string]any `json:",omitempty"`
	Cause   string         `json:",omitempty"`
	Peak    int64          `json:",omitempty"` // bytes resident at most
}

func (p *Process) readAnswer(b []byte) (Finding, error) {
	var a answer
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&a); err != nil {
		return Finding{}, refuse("media.limits", err)
	}
	p.note(a.Peak)
	if a.Kind == "" {
		return a.Finding, nil
	}
	var cause error
	if a.Cause != "" {
		cause = errors.New(a.Cause)
	}
	if a.Kind != errs.Invalid.String() {
		return Finding{}, fmt.Errorf("the process that examines: %w", cause)
	}
	args := lang.Args{}
	for name, v := range a.Args {
		if n, ok := v.(json.Number); ok {
			i, _ := n.Int64()
			v = i
		}
		args[name] = v
	}
	return Finding{}, errs.New(errs.Invalid, lang.Message{Key: a.Key, Args: args}, cause)
}

// Main is the process that examines: it takes away its own means, examines the file
// that it was handed as the third one open, writes to the fourth, answers on the
// standard output and returns the exit code. args are those behind [Command].
func Main(args []string) int {
	if len(args) != 1 {
		return 2
	}
	Confine(limits)
	file, display := os.NewFile(3, "file"), os.NewFile(4, "display")
	var a answer
	var err error
	a.Finding, err = examineOpen(context.Background(), file, args[0], display)
	if err != nil {
		public := errs.PublicOf(err)
		a = answer{Kind: errs.KindOf(err).String(), Key: public.Key, Args: public.Args, Cause: cause(err)}
	}
	a.Peak = resident()
	if json.NewEncoder(os.Stdout).Encode(a) != nil {
		return 1
	}
	return 0
}

func cause(err error) string {
	text := err.Error()
	return text[:min(len(text), 500)] // for a line of a log
}

func examineOpen(ctx context.Context, file *os.File, name string, display *os.File) (Finding, error) {
	stat, err := file.Stat()
	if err != nil {
		return Finding{}, err
	}
	return Examine(ctx, file, stat.Size(), name, display)
}

// here examines in this process.
type here struct{ turns chan struct{} }

// Here returns an examiner that works in this process: for tests and small tools. A
// hostile file can make it use as much as one of [Process] may.
func Here() Examiner { return here{make(chan struct{}, 1)} }

// Examine examines the file when it is its turn.
func (h here) Examine(ctx context.Context, file *os.File, name string, display *os.File) (Finding, error) {
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return Finding{}, ctx.Err()
	}
	return examineOpen(ctx, file, name, display)
}
