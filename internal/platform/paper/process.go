package paper

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// The first arguments by which the program knows that it is to read one file and end, or
// to make the machine code that reading takes: see [Main].
const (
	Command        = "read-file"
	commandPrepare = "prepare-reading"
)

// limits of the process that reads. PDFium may have 128 MB; its machine code, the page that
// is drawn and the text come on top.
var limits = media.Limits{
	Soft: 256 << 20,
	Hard: 400 << 20,
	CPU:  20,
	File: 8 << 20, // a picture of the first page
}

// preparing limits the process that makes machine code. It sees no foreign file.
var preparing = media.Limits{
	Soft: 600 << 20,
	Hard: 1500 << 20,
	CPU:  300,
	File: 256 << 20,
}

const (
	patience        = 2 * time.Minute // on a machine that is busy with other things
	patiencePrepare = 15 * time.Minute
	answerSize      = 4 << 20 // the text, in which each letter may be written as six
)

// Process reads each file in a process of its own.
type Process struct {
	worker *media.Worker
	folder string

	mu    sync.Mutex
	ready bool // the machine code is there
	peak  int64
}

// NewProcess returns a reader that starts program with args before its own; with program
// "" the running program itself. Machine code is kept in a folder of cacheFolder.
func NewProcess(program, cacheFolder string, args ...string) (*Process, error) {
	folder, err := filepath.Abs(filepath.Join(cacheFolder, "pdfium"))
	if err != nil {
		return nil, err
	}
	w, err := media.NewWorker(program, 1, args...)
	return &Process{worker: w, folder: folder}, err
}

// Peak returns the most memory that one process said it had resident so far, in bytes.
func (p *Process) Peak() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.peak
}

// Prepare makes the machine code where it is missing.
func (p *Process) Prepare(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "paper.Prepare")
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ready {
		return nil
	}
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return err
	}
	b, err := p.worker.Run(ctx, media.Task{Args: []string{commandPrepare, p.folder}, Patience: patiencePrepare, Answer: answerSize})
	if err != nil {
		return errors.Join(errMachine, err)
	}
	a, err := lastAnswer(b)
	if err != nil || a.Machine != "" {
		return errors.Join(errMachine, err, errors.New(a.Machine))
	}
	p.ready = true
	return nil
}

// Read starts the process and waits for its answer.
func (p *Process) Read(ctx context.Context, file *os.File, kind media.Kind, into Pictures) (_ Content, err error) {
	defer errs.Wrap(&err, "paper.Read")
	if kind == media.PDF {
		if err := p.Prepare(ctx); err != nil {
			return Content{}, err
		}
	}
	b, err := p.worker.Run(ctx, media.Task{
		Args: []string{Command, string(kind), p.folder}, Files: []*os.File{file, into.JPEG, into.WebP}, Patience: patience, Answer: answerSize,
	})
	why, refused := media.Refused(err)
	if err != nil && !refused {
		return Content{}, err
	}
	a, found := lastAnswer(b)
	if found == nil && a.Machine != "" {
		return Content{}, errors.New(a.Machine)
	}
	p.mu.Lock()
	p.peak = max(p.peak, a.Peak)
	p.mu.Unlock()
	if refused || found != nil || !a.Whole {
		if !refused {
			why = lang.Msg("paper.damaged")
		}
		if a.Content.Fault == nil {
			a.Content.Fault = &why
		}
		if !a.Drawn {
			a.Content.Width, a.Content.Height = 0, 0
		}
	}
	return a.Content, nil
}

// answer is what the process says, each time that it found more.
type answer struct {
	Content Content
	Drawn   bool   `json:",omitempty"` // the picture is whole
	Whole   bool   `json:",omitempty"` // this is all
	Machine string `json:",omitempty"` // why reading failed where the file is not at fault
	Peak    int64  `json:",omitempty"` // bytes resident at most
}

// lastAnswer is the last whole one.
func lastAnswer(b []byte) (a answer, err error) {
	end := bytes.LastIndexByte(b, '\n')
	if end < 0 {
		return a, errors.New("no answer")
	}
	start := bytes.LastIndexByte(b[:end], '\n') + 1
	if err := json.Unmarshal(b[start:end], &a); err != nil {
		return answer{}, err
	}
	a.Content.Text = boundedText(a.Content.Text)
	return a, nil
}

// boundedText keeps to what is promised, whatever the process says.
func boundedText(text string) string {
	if len(text) > MostText {
		text = text[:MostText]
	}
	return string(bytes.ToValidUTF8([]byte(text), nil))
}

// Is says whether the arguments of the program are those of a process of this package.
func Is(args []string) bool {
	return len(args) > 0 && (args[0] == Command || args[0] == commandPrepare)
}

// Main is the process that reads: it takes away its own means, reads the file that it was
// handed as the third one open, draws into the next two, and answers on the standard
// output. It returns the exit code. args are those behind the program's name.
func Main(args []string) int {
	out := json.NewEncoder(os.Stdout)
	switch {
	case len(args) == 2 && args[0] == commandPrepare:
		media.Confine(preparing)
		var a answer
		if err := prepare(args[1]); err != nil {
			a.Machine = err.Error()
		}
		a.Peak = media.Resident()
		return exitCode(out.Encode(a))
	case len(args) == 3 && args[0] == Command:
		runtime.GOMAXPROCS(1) // what reads foreign files takes one core at most
		media.Confine(limits)
		say := func(a answer) error {
			a.Peak = media.Resident()
			return out.Encode(a)
		}
		file, into := os.NewFile(3, "file"), Pictures{JPEG: os.NewFile(4, "jpeg"), WebP: os.NewFile(5, "webp")}
		return exitCode(read(context.Background(), file, media.Kind(args[1]), args[2], into, say))
	}
	return 2
}

func exitCode(err error) int {
	if err != nil {
		return 1
	}
	return 0
}

// prepare makes the machine code and lets PDFium begin once.
func prepare(folder string) error {
	pool, err := engine(context.Background(), folder)
	if err != nil {
		return err
	}
	_, err = pool.GetInstance(time.Minute)
	return err
}

// read reads a file and says each time what it has found so far.
func read(ctx context.Context, file *os.File, kind media.Kind, folder string, into Pictures, say func(answer) error) error {
	size, err := sizeOf(file)
	if err != nil {
		return say(answer{Machine: err.Error()})
	}
	if kind != media.PDF {
		c, err := office(file, size, kind)
		if err != nil {
			c.Fault = fault(err)
		}
		return say(answer{Content: c, Whole: true})
	}
	return readPDF(ctx, file, size, folder, into, say)
}

// fault is the sentence for a file that could not be read, or only in part.
func fault(err error) *lang.Message {
	m := lang.Msg("paper.damaged")
	if locked(err) {
		m = lang.Msg("paper.locked")
	}
	return &m
}

func readPDF(ctx context.Context, file *os.File, size int64, folder string, into Pictures, say func(answer) error) error {
	var a answer
	pdf, err := openPDF(ctx, file, size, folder)
	switch {
	case errors.Is(err, errMachine):
		return say(answer{Machine: err.Error()})
	case err != nil:
		return say(answer{Content: Content{Fault: fault(err)}, Whole: true})
	}
	if pdf.pages > 0 && pdf.pages <= MostPages {
		a.Content.Pages = pdf.pages
	}
	if err := say(a); err != nil {
		return err
	}
	if a.Content.Text, a.Content.Cut, err = pdf.text(); err != nil {
		a.Content.Fault = fault(err)
	}
	if err := say(a); err != nil {
		return err
	}
	img, err := pdf.picture()
	if err == nil {
		err = keep(img, into)
	}
	if err != nil {
		a.Content.Fault, a.Whole = fault(err), true
		return say(a)
	}
	a.Content.Width, a.Content.Height = img.Rect.Dx(), img.Rect.Dy()
	a.Drawn, a.Whole = true, true
	return say(a)
}

// here reads in this process.
type here struct{ folder string }

// Here returns a reader that works in this process, with its machine code in a folder: for
// tests and small tools. A hostile file can make it use as much as it likes.
func Here(folder string) Reader { return here{folder} }

// Read reads the file.
func (h here) Read(ctx context.Context, file *os.File, kind media.Kind, into Pictures) (Content, error) {
	var last answer
	err := read(ctx, file, kind, h.folder, into, func(a answer) error { last = a; return nil })
	if last.Machine != "" {
		err = errors.New(last.Machine)
	}
	return last.Content, err
}
