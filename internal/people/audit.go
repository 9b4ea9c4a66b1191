package people

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// Entry is what somebody did to one object.
type Entry struct {
	Action Action
	Kind   string // of the object: "partnership", "account", …
	ID     string // of the object
	Places []int64
	Fields []FieldChange // field by field; empty where the action says it all
	Note   string        // why, in the actor's words
	Erases []int64       // rows whose detail this erases; only with [EraseAction]
}

// FieldChange is one field before and after.
type FieldChange struct {
	Name string `json:"name"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// Record is a row of the audit chain.
type Record struct {
	Seq    int64
	At     time.Time
	Actor  string // account; "system"; "" for the public
	Entry         // Fields and Note are empty where the detail was erased
	Erased int64  // the row that tells of the erasure; 0: not erased
	Hash   string
	salt   string
}

// detail is what the detail column holds. The salt keeps a short text from being guessed
// by its digest after it was erased.
type detail struct {
	Fields []FieldChange `json:"fields,omitempty"`
	Note   string        `json:"note,omitempty"`
	Salt   string        `json:"salt"`
}

// Log is the audit chain: every change that a person makes is told here, in the same
// transaction. Each row's hash covers the row before it, under a key that the database
// does not hold, so that a row changed, removed or slipped in is found ([Log.Verify]).
// Rows cut off at the end are found by checkpoints, which are signed and also kept
// outside the database ([Log.Checkpoint]).
type Log struct {
	db      *db.DB
	mac     []byte
	signer  ed25519.PrivateKey
	anchors string // file outside the database that gets the checkpoints; "": none
}

// NewLog returns the audit chain of a database. Its keys derive from key; checkpoints are
// also appended to the file anchors, unless that is "".
func NewLog(d *db.DB, key secret.Key, anchors string) *Log {
	return &Log{
		db: d, mac: key.Derive("audit chain"), anchors: anchors,
		signer: ed25519.NewKeyFromSeed(key.Derive("audit checkpoints")),
	}
}

// Change runs fn in one transaction and appends what fn notes to the chain in that same
// transaction. It returns after both are durable. A change that notes nothing fails and
// leaves nothing behind. fn may run more than once.
func (l *Log) Change(ctx context.Context, who Actor, fn func(tx *db.Tx, note func(Entry)) error) (err error) {
	defer errs.Wrap(&err, "people.Change")
	return l.db.WriteInTurn(ctx, func(tx *db.Tx) error {
		var entries []Entry
		if err := fn(tx, func(e Entry) { entries = append(entries, e) }); err != nil {
			return err
		}
		if len(entries) == 0 {
			return errNothingNoted
		}
		return l.append(ctx, tx, who, entries)
	})
}

// errNothingNoted is a defect: a change that nobody could find out about.
var errNothingNoted = errors.New("people: a change that notes nothing in the audit chain")

// append adds rows after the last one.
func (l *Log) append(ctx context.Context, tx *db.Tx, who Actor, entries []Entry) error {
	if err := noteHigh(ctx, tx); err != nil {
		return err
	}
	last, _, err := db.One(ctx, tx, scanHead, `
		SELECT seq,
		       hash
		  FROM audit
		 ORDER BY seq DESC
		 LIMIT 1`)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if len(e.Erases) > 0 {
			if err := eraseDetails(ctx, tx, last.seq+1, &e); err != nil {
				return err
			}
		}
		row := auditRow{
			seq: last.seq + 1, at: tx.Now(), actor: who.Account, action: string(e.Action), kind: e.Kind, object: e.ID,
			places: placesText(e.Places), detail: detailText(e),
		}
		row.digest = digestOf(row.detail)
		last = head{row.seq, l.hash(row, last.hash)}
		if err := insertAudit(ctx, tx, row, last.hash); err != nil {
			return err
		}
	}
	return nil
}

// erasedRows is the field in which an erasure names the rows whose detail it took.
const erasedRows = "rows"

func eraseDetails(ctx context.Context, tx *db.Tx, seq int64, e *Entry) error {
	e.Fields = append(e.Fields, FieldChange{Name: erasedRows, New: placesText(e.Erases)})
	for _, row := range e.Erases {
		if _, err := tx.ExecContext(ctx, `UPDATE audit SET detail = '', erased = $1 WHERE seq = $2 AND seq < $1 AND erased = 0`, seq, row); err != nil {
			return err
		}
	}
	return nil
}

func insertAudit(ctx context.Context, tx *db.Tx, r auditRow, hash string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO audit (seq, at, actor, action, kind, object, places, detail, digest, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.seq, r.at, r.actor, r.action, r.kind, r.object, r.places, r.detail, r.digest, hash)
	return err
}

// head is the end of the chain.
type head struct {
	seq  int64
	hash string
}

func scanHead(row db.Scanner) (h head, err error) { return h, row.Scan(&h.seq, &h.hash) }

// auditRow is a row as the table holds it.
type auditRow struct {
	seq, at                                             int64
	actor, action, kind, object, places, detail, digest string
	erased                                              int64
	hash                                                string
}

// hash covers everything that must not change, each part with its length, so that no text
// can pass for two. The detail is covered by its digest, because it may be erased.
func (l *Log) hash(r auditRow, before string) string {
	h := hmac.New(sha256.New, l.mac)
	return sumOf(h, before, r)
}

func sumOf(h hash.Hash, before string, r auditRow) string {
	var n [8]byte
	number := func(v int64) {
		binary.BigEndian.PutUint64(n[:], uint64(v))
		h.Write(n[:])
	}
	text := func(s string) {
		number(int64(len(s)))
		h.Write([]byte(s))
	}
	text(before)
	number(r.seq)
	number(r.at)
	for _, s := range []string{r.actor, r.action, r.kind, r.object, r.places, r.digest} {
		text(s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digestOf(detail string) string {
	sum := sha256.Sum256([]byte(detail))
	return hex.EncodeToString(sum[:])
}

func placesText(places []int64) string {
	if len(places) == 0 {
		return ""
	}
	b, _ := json.Marshal(places) // numbers cannot fail
	return string(b)
}

func detailText(e Entry) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails: see its documentation
	b, err := json.Marshal(detail{e.Fields, e.Note, base64.RawURLEncoding.EncodeToString(salt)})
	if err != nil {
		panic(err) // texts cannot fail
	}
	return string(b)
}

func (r auditRow) record() (Record, error) {
	rec := Record{
		Seq: r.seq, At: time.UnixMicro(r.at).UTC(), Actor: r.actor, Erased: r.erased, Hash: r.hash,
		Entry: Entry{Action: Action(r.action), Kind: r.kind, ID: r.object},
	}
	if r.places != "" {
		if err := json.Unmarshal([]byte(r.places), &rec.Places); err != nil {
			return rec, fmt.Errorf("audit %d: %w", r.seq, err)
		}
	}
	if r.detail == "" {
		return rec, nil
	}
	var d detail
	if err := json.Unmarshal([]byte(r.detail), &d); err != nil {
		return rec, fmt.Errorf("audit %d: %w", r.seq, err)
	}
	rec.Fields, rec.Note, rec.salt = d.Fields, d.Note, d.Salt
	return rec, nil
}
