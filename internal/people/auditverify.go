package people

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"slices"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Fault is one thing that is wrong with the chain.
type Fault struct {
	Seq  int64  // the row at which it shows
	What string // "changed", "missing", "detail", "erasure", "cut_off", "checkpoint"
}

// Verification is what reading the whole chain found.
type Verification struct {
	Rows        int64
	Checkpoints int     // that were compared
	Faults      []Fault // the first ones; empty: the chain is whole
}

// Whole says that nothing is wrong.
func (v Verification) Whole() bool { return len(v.Faults) == 0 }

// mostFaults bounds what is told: after a break every further one is a consequence.
const mostFaults = 100

// Verify reads the whole chain over one view of the data and compares it with every
// checkpoint, in the database and outside of it.
func (l *Log) Verify(ctx context.Context) (v Verification, err error) {
	defer errs.Wrap(&err, "people.Verify")
	marks, err := l.readAnchors()
	if err != nil {
		return v, err
	}
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		kept, err := db.Collect(ctx, tx, scanCheckpoint, `SELECT seq, at, hash, signature FROM audit_checkpoint ORDER BY seq`)
		if err != nil {
			return err
		}
		c := checker{log: l, v: &v, marks: map[int64][]checkpoint{}, erasures: map[int64][]int64{}, mac: hmac.New(sha256.New, l.mac)}
		for _, m := range append(marks, kept...) {
			c.mark(m)
		}
		if err := db.Each(ctx, tx, c.row, selectAudit+` ORDER BY seq`); err != nil {
			return err
		}
		c.end()
		return nil
	})
	return v, err
}

// checker reads the chain once.
type checker struct {
	log      *Log
	v        *Verification
	last     head
	marks    map[int64][]checkpoint
	furthest int64             // the last row that a checkpoint names
	erasures map[int64][]int64 // rows that each erasure names
	pending  []auditRow        // erased rows whose erasure comes later
	mac      hash.Hash         // used again for each row
}

func (c *checker) fault(seq int64, what string) {
	if len(c.v.Faults) < mostFaults {
		c.v.Faults = append(c.v.Faults, Fault{seq, what})
	}
}

func (c *checker) mark(m checkpoint) {
	if !m.signedBy(c.log.signer) {
		c.fault(m.Seq, "checkpoint")
		return
	}
	c.marks[m.Seq] = append(c.marks[m.Seq], m)
	c.furthest = max(c.furthest, m.Seq)
	c.v.Checkpoints++
}

func (c *checker) row(row db.Scanner) error {
	r, err := scanAudit(row)
	if err != nil {
		return err
	}
	c.v.Rows++
	if r.seq != c.last.seq+1 {
		c.fault(c.last.seq+1, "missing")
	}
	c.mac.Reset()
	if sum := sumOf(c.mac, c.last.hash, r); sum != r.hash {
		c.fault(r.seq, "changed")
	}
	switch {
	case r.erased != 0 && r.detail == "":
		c.pending = append(c.pending, r)
	case r.erased != 0 || digestOf(r.detail) != r.digest:
		c.fault(r.seq, "detail")
	}
	if r.action == string(EraseAction) {
		c.erasures[r.seq] = r.erases()
	}
	for _, m := range c.marks[r.seq] {
		if m.Hash != r.hash {
			c.fault(r.seq, "changed")
		}
	}
	c.last = head{r.seq, r.hash}
	return nil
}

// erases are the rows that an erasure names.
func (r auditRow) erases() (rows []int64) {
	rec, err := r.record()
	if err != nil {
		return nil
	}
	for _, f := range rec.Fields {
		if f.Name == erasedRows {
			_ = json.Unmarshal([]byte(f.New), &rows) // unreadable: it names none
		}
	}
	return rows
}

func (c *checker) end() {
	for _, r := range c.pending {
		if !slices.Contains(c.erasures[r.erased], r.seq) {
			c.fault(r.seq, "erasure")
		}
	}
	if c.furthest > c.last.seq {
		c.fault(c.last.seq+1, "cut_off")
	}
}

// EraseAction is the action of rows that tell of an erasure.
const EraseAction Action = "privacy.erase"

// checkpoint is a signed statement of how the chain stood.
type checkpoint struct {
	Seq       int64  `json:"seq"`
	At        int64  `json:"at"`
	Hash      string `json:"hash"`
	Signature string `json:"signature"`
}

func scanCheckpoint(row db.Scanner) (c checkpoint, err error) {
	return c, row.Scan(&c.Seq, &c.At, &c.Hash, &c.Signature)
}

func (c checkpoint) text() []byte {
	return fmt.Appendf(nil, "twintown audit %d %d %s", c.Seq, c.At, c.Hash)
}

func (c checkpoint) signedBy(key ed25519.PrivateKey) bool {
	signature, err := base64.RawURLEncoding.DecodeString(c.Signature)
	return err == nil && ed25519.Verify(key.Public().(ed25519.PublicKey), c.text(), signature)
}

// PublicKey is the key by which anybody can check the checkpoints, in base64url.
func (l *Log) PublicKey() string {
	return base64.RawURLEncoding.EncodeToString(l.signer.Public().(ed25519.PublicKey))
}

// Checkpoint signs how the chain stands, if it grew since the last time, and returns the
// number of the row that it names, 0 where there was nothing to do. The statement is kept
// in the database and appended to the file of anchors.
func (l *Log) Checkpoint(ctx context.Context, now time.Time) (seq int64, err error) {
	defer errs.Wrap(&err, "people.Checkpoint")
	var c checkpoint
	err = l.db.WriteInTurn(ctx, func(tx *db.Tx) error {
		last, any, err := db.One(ctx, tx, scanHead, `SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`)
		if err != nil || !any {
			return err
		}
		c = checkpoint{Seq: last.seq, At: now.UnixMicro(), Hash: last.hash}
		c.Signature = base64.RawURLEncoding.EncodeToString(ed25519.Sign(l.signer, c.text()))
		done, err := tx.ExecContext(ctx, `
			INSERT INTO audit_checkpoint (seq, at, hash, signature)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (seq) DO NOTHING`, c.Seq, c.At, c.Hash, c.Signature)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			c = checkpoint{}
			return err
		}
		return nil
	})
	if err != nil || c.Seq == 0 {
		return 0, err
	}
	return c.Seq, l.anchor(c)
}

// anchor appends a checkpoint to the file outside of the database.
func (l *Log) anchor(c checkpoint) error {
	if l.anchors == "" {
		return nil
	}
	f, err := os.OpenFile(l.anchors, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	line, _ := json.Marshal(c) // texts and numbers cannot fail
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

func (l *Log) readAnchors() (all []checkpoint, err error) {
	if l.anchors == "" {
		return nil, nil
	}
	f, err := os.Open(l.anchors)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c checkpoint
		if json.Unmarshal(lines.Bytes(), &c) != nil {
			c = checkpoint{Hash: "unreadable"} // not signed, and told as such
		}
		all = append(all, c)
	}
	return all, nil
}
