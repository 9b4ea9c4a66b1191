package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
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

// Limits of the process that examines. They are hard; the estimates in front of the
// decoders keep honest files far from them.
const (
	softMemory  = 200 << 20        // here the collector begins to work harder
	hardMemory  = 320 << 20        // of data; what is resident stays below 256 MiB
	displaySize = 64 << 20         // an image drawn anew
	cpuSeconds  = 10               // a thousand times what a photo takes
	patience    = 60 * time.Second // on a machine that is busy with other things
	answerSize  = 64 << 10

	// AtOnce is how many processes of one [Process] work at once: half a gigabyte, two cores.
	AtOnce = 2
)

// Process examines each file in a process of its own, which sees that file, a file to
// write to, and nothing else: no environment, no database. When it dies, the file is
// refused and nothing else happens.
type Process struct {
	program string
	name    string // by which it is called: some programs look
	args    []string
	turns   chan struct{}
	peak    atomic.Int64
}

// NewProcess returns an examiner that starts program with args before its own; with
// program "" the running program itself, also where its file was replaced meanwhile.
func NewProcess(program string, args ...string) (*Process, error) {
	name := program
	var err error
	switch {
	case program != "":
	case runtime.GOOS == "linux":
		program, name = "/proc/self/exe", os.Args[0]
	default:
		program, err = os.Executable()
		name = os.Args[0]
	}
	return &Process{program: program, name: name, args: args, turns: make(chan struct{}, AtOnce)}, err
}

// Peak returns the most memory that one process said it had resident so far, in bytes;
// 0 where the system does not say. One that was killed has said nothing.
func (p *Process) Peak() int64 { return p.peak.Load() }

// Examine starts the process and waits for its answer.
func (p *Process) Examine(ctx context.Context, file *os.File, name string, display *os.File) (_ Finding, err error) {
	defer errs.Wrap(&err, "Examine")
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return Finding{}, ctx.Err()
	}
	limited, end := context.WithTimeout(ctx, patience)
	defer end()
	args := append(append([]string{}, p.args...), Command, "x."+ending(name)) // names are private, and lists of processes are not
	cmd := exec.CommandContext(limited, p.program, args...)
	cmd.Args[0] = p.name
	cmd.Env = []string{"GOTRACEBACK=none"}
	cmd.ExtraFiles = []*os.File{file, display}
	var answer bytes.Buffer
	cmd.Stdout = &answer
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return Finding{}, ctx.Err()
	case limited.Err() != nil:
		return Finding{}, errs.New(errs.Unavailable, lang.Msg("media.busy"), err)
	case cmd.ProcessState == nil:
		return Finding{}, err // it could not even start: not the file's fault
	case err != nil:
		return Finding{}, refuse("media.limits", err)
	}
	return p.readAnswer(answer.Bytes())
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
	if len(b) > answerSize {
		return Finding{}, refuse("media.limits", errors.New("the answer is too long"))
	}
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
	confine()
	debug.SetMemoryLimit(softMemory)
	debug.SetGCPercent(50)
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
