package media

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Worker starts the running program as a process that handles one foreign file and ends.
// Such a process sees the files that it is handed, and nothing else: no environment, no
// database. When it dies, nothing else happens.
type Worker struct {
	program string
	name    string // by which it is called: some programs look
	args    []string
	turns   chan struct{}
}

// NewWorker returns a worker that starts program with args before those of each run, at
// most so many processes at once; with program "" the running program itself, also where
// its file was replaced meanwhile.
func NewWorker(program string, together int, args ...string) (*Worker, error) {
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
	return &Worker{program: program, name: name, args: args, turns: make(chan struct{}, together)}, err
}

// Task is what one process is to do.
type Task struct {
	Args     []string   // names are private, and lists of processes are not
	Files    []*os.File // which it finds open, the first as its third
	Patience time.Duration
	Answer   int // most bytes that are read of its standard output
}

// Run starts a process and waits for its answer: what it wrote to its standard output. The
// answer of one that died holds what it wrote before. An error of kind Unavailable says
// that the machine was too busy, one that is [Refused] that the file asked for too much.
func (w *Worker) Run(ctx context.Context, j Task) ([]byte, error) {
	select {
	case w.turns <- struct{}{}:
		defer func() { <-w.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	limited, end := context.WithTimeout(ctx, j.Patience)
	defer end()
	cmd := exec.CommandContext(limited, w.program, append(append([]string{}, w.args...), j.Args...)...)
	cmd.Args[0] = w.name
	cmd.Env = []string{"GOTRACEBACK=none"}
	cmd.ExtraFiles = j.Files
	answer := &bounded{most: j.Answer}
	cmd.Stdout = answer
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = bound()
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return answer.kept, errs.New(errs.Unavailable, lang.Msg("media.busy"), err)
	case cmd.ProcessState == nil:
		return nil, err // it could not even start: not the file's fault
	case err != nil || answer.over:
		return answer.kept, refuse("media.limits", errors.Join(err, answer.fault()))
	}
	return answer.kept, nil
}

// bounded keeps the beginning of what is written to it.
type bounded struct {
	kept []byte // no buffer is embedded: it would read from a pipe past this bound
	most int
	over bool
}

// Write keeps p where there is room.
func (b *bounded) Write(p []byte) (int, error) {
	if len(b.kept)+len(p) > b.most {
		b.over = true
		return 0, errTooLong
	}
	b.kept = append(b.kept, p...)
	return len(p), nil
}

func (b *bounded) fault() error {
	if b.over {
		return errTooLong
	}
	return nil
}

var errTooLong = errors.New("the answer is too long")

// Limits are what a process that handles a foreign file may use. They are hard; what the
// process itself estimates keeps honest files far from them.
type Limits struct {
	Soft int64  // bytes of memory from which on the collector works harder
	Hard uint64 // bytes of data, past which the process dies
	CPU  uint64 // seconds
	File uint64 // bytes of a file that it writes
}

// Confine takes from this process what it does not need. Where the system refuses, the
// estimates in front of the decoders still hold.
func Confine(l Limits) {
	confine(l)
	debug.SetMemoryLimit(l.Soft)
	debug.SetGCPercent(50)
}

// Resident returns the most memory that this process had resident, 0 where the system does
// not say.
func Resident() int64 { return resident() }
