package privacy

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"twintown/internal/platform/errs"
)

// LedgerName is the file that keeps the erasures outside of the database: in the data
// folder, and beside the backups.
const LedgerName = "erasures.jsonl"

// Shelf is another place that keeps a copy of the ledger, such as that of the backups.
type Shelf interface {
	// Read returns what the shelf has, nil where it has nothing.
	Read(ctx context.Context) ([]byte, error)
	// Write puts it there whole.
	Write(ctx context.Context, content []byte) error
}

// Ledger keeps the erasures outside of the database, so that whoever restores a backup
// after the database was lost can erase again: one line of JSON for each, added at the
// end and never changed. It holds no address: a mark is known again only with the key and
// the address together. A database that shares its installation with others, and a file
// that lags behind after a crash, are made up for by the next [Ledger.Sync].
type Ledger struct {
	desk  *Desk
	path  string
	shelf Shelf // nil: none
	log   *slog.Logger

	mu   sync.Mutex
	kept Erasure // the last one that is in the file and on the shelf
	many int     // so many are
}

// NewLedger keeps the desk's erasures in a folder, and on a shelf, which may be nil.
func NewLedger(d *Desk, folder string, shelf Shelf, log *slog.Logger) *Ledger {
	return &Ledger{desk: d, path: filepath.Join(folder, LedgerName), shelf: shelf, log: log}
}

// Sync brings the file and the shelf up to what the database knows. It costs one query
// where nothing is new.
func (l *Ledger) Sync(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "privacy.Sync")
	l.mu.Lock()
	defer l.mu.Unlock()
	made, err := l.desk.Erasures(ctx)
	if err != nil || len(made) == 0 || len(made) == l.many && made[len(made)-1] == l.kept {
		return err
	}
	if err := l.extend(made); err != nil {
		return err
	}
	if err := l.shelve(ctx, made); err != nil {
		return err
	}
	l.kept, l.many = made[len(made)-1], len(made)
	return nil
}

// keep is Sync after an erasure, which stands whatever comes of it: the next round tries
// again.
func (l *Ledger) keep(ctx context.Context) {
	if l == nil {
		return
	}
	if err := l.Sync(ctx); err != nil {
		l.log.ErrorContext(ctx, "an erasure is not kept outside of the database yet", "error", err)
	}
}

// extend adds to the file what it lacks.
func (l *Ledger) extend(made []Erasure) error {
	have, err := ReadLedger(filepath.Dir(l.path))
	if err != nil {
		return err
	}
	lines := linesOf(lacking(made, have))
	if len(lines) == 0 {
		return nil
	}
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return err
	}
	if whole, err := endsWithLine(f); err == nil && !whole {
		lines = append([]byte{'\n'}, lines...) // a crash left half a line
	}
	_, err = f.Write(lines)
	return errors.Join(err, f.Sync(), f.Close())
}

func endsWithLine(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return true, err
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return last[0] == '\n', err
}

// shelve brings the shelf's copy up to date. What it knows beyond the database stays:
// another installation's backup may have been restored.
func (l *Ledger) shelve(ctx context.Context, made []Erasure) error {
	if l.shelf == nil {
		return nil
	}
	content, err := l.shelf.Read(ctx)
	if err != nil {
		return err
	}
	have := ParseLedger(bytes.NewReader(content))
	more := lacking(made, have)
	if len(more) == 0 {
		return nil
	}
	return l.shelf.Write(ctx, linesOf(append(have, more...)))
}

// lacking are those of all that are not among have.
func lacking(all, have []Erasure) (more []Erasure) {
	known := map[Erasure]bool{}
	for _, e := range have {
		known[e] = true
	}
	for _, e := range all {
		if !known[e] {
			more = append(more, e)
		}
	}
	return more
}

func linesOf(all []Erasure) []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, e := range all {
		_ = out.Encode(e) // texts and numbers cannot fail
	}
	return b.Bytes()
}

// ReadLedger returns what the ledger in a folder has; nothing where there is none.
func ReadLedger(folder string) (all []Erasure, err error) {
	f, err := os.Open(filepath.Join(folder, LedgerName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ParseLedger(f), nil
}

// Limits of a ledger from elsewhere: more erasures than a town has inhabitants.
const (
	mostLedger = 64 << 20
	mostLine   = 1 << 10
	markLength = 64 // SHA-256 in hexadecimal
)

// ParseLedger reads a ledger. A line that is none, as a crash or somebody's hand left it,
// is passed over: it erases nobody.
func ParseLedger(r io.Reader) (all []Erasure) {
	lines := bufio.NewReaderSize(io.LimitReader(r, mostLedger), mostLine)
	for {
		line, err := lines.ReadSlice('\n')
		long := false
		for errors.Is(err, bufio.ErrBufferFull) {
			long = true
			_, err = lines.ReadSlice('\n')
		}
		var e Erasure
		if !long && json.Unmarshal(line, &e) == nil && e.valid() {
			all = append(all, e)
		}
		if err != nil {
			return all
		}
	}
}

func (e Erasure) valid() bool {
	_, err := hex.DecodeString(e.Mark)
	return err == nil && len(e.Mark) == markLength && len(e.Account) <= markLength && e.At > 0
}
