// Package blob keeps the bytes of files, each under the checksum of its content.
//
// An object's id is the SHA-256 of its bytes in hexadecimal. So the same bytes
// put twice are one object, an object never changes, and a damaged one is told
// from a whole one without asking anybody: [Store.Open] checks while it reads.
// What an object is, who may see it and whether it is still needed stands in
// the database, in the tables of the rooms; the store knows bytes only.
//
// There are two stores: a folder ([OpenFolder], the default, data folder/media)
// and a bucket of an S3 server ([OpenS3]). [Open] takes the one that the
// operator named. Both lay objects out alike, ab/cd/abcd…, so that a folder can
// be copied into a bucket and back.
//
// # Order
//
// An object is put first, durably, and then a row names it; rows are deleted
// first, and the collector deletes objects that no row names later. Between the
// two, an object has no row for a while. The collector therefore spares young
// objects, and putting bytes that are there already makes their object young
// again: see [Store.Delete].
package blob

import (
	"context"
	"encoding/hex"
	"io"
	"iter"
	"path"
	"path/filepath"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Ref names an object that is stored.
type Ref struct {
	ID   string // SHA-256 of the content, hexadecimal, small letters
	Size int64  // bytes
}

// Info is what the store itself knows about an object.
type Info struct {
	Ref
	Put time.Time // when these bytes were last put, by the store's clock
}

// Store keeps objects. Implementations are safe for concurrent use.
type Store interface {
	// Put reads r to its end and keeps what it read. When it returns, the object is
	// durable and whole; when it fails, nothing of it can be seen. More than limit
	// bytes are refused (errs.TooLarge), as soon as they have been read.
	Put(ctx context.Context, r io.Reader, limit int64) (Ref, error)

	// Open reads an object. Its last bytes are handed out only after the checksum of
	// all was right: a damaged object ends with [ErrDamaged], never with io.EOF. An
	// object that is not there is errs.NotFound. The caller closes the reader.
	Open(ctx context.Context, id string) (io.ReadCloser, Info, error)

	// Stat returns what is known about an object without reading it; errs.NotFound
	// where there is none.
	Stat(ctx context.Context, id string) (Info, error)

	// Delete removes an object unless it was put after before, and says whether it
	// did. It is for the collector alone, which knows that no row names the object.
	// An object that is not there is no error.
	Delete(ctx context.Context, id string, before time.Time) (bool, error)

	// List walks through all objects in the order of their ids.
	List(ctx context.Context) iter.Seq2[Info, error]

	// Check says why objects cannot be put, nil when they can: it puts and removes a
	// byte that is no object.
	Check(ctx context.Context) error

	// Reclaim removes what puts left behind that never ended, where they began longer
	// ago than age, and says how many there were. A node calls it with zero as it
	// starts, before it takes uploads.
	Reclaim(ctx context.Context, age time.Duration) (int, error)
}

// Open opens the store that the operator named: an address s3://bucket/prefix (see
// [OpenS3]), or "" for the folder media inside of the data folder. The keys of S3
// come from lookup, which reads the environment.
func Open(address, dataFolder string, lookup func(string) (string, bool)) (Store, error) {
	folder := filepath.Join(dataFolder, FolderName)
	if address == "" {
		return OpenFolder(folder)
	}
	opt, err := ParseS3(address, lookup)
	if err != nil {
		return nil, err
	}
	return OpenS3(opt, folder)
}

// FolderName is the name of the folder of objects in the data folder. A store in a
// bucket writes only its unfinished uploads there.
const FolderName = "media"

// Valid says whether id can be the id of an object.
func Valid(id string) bool {
	if len(id) != 64 || strings.ToLower(id) != id {
		return false
	}
	_, err := hex.DecodeString(id)
	return err == nil
}

// key returns where an object lies below the store's root: two levels of 256
// folders, which keep a folder below a thousand entries up to fifty million objects.
func key(id string) string { return path.Join(id[:2], id[2:4], id) }

// idOf returns the id of the object at a path as [key] makes it, "" where nothing of
// ours lies there.
func idOf(at string) string {
	id := path.Base(at)
	if !Valid(id) || key(id) != at {
		return ""
	}
	return id
}

func missing(id string, cause error) error {
	return errs.New(errs.NotFound, lang.Msg("blob.missing", "id", short(id)), cause)
}

// short is enough of an id to find it by, and fits into a sentence.
func short(id string) string { return id[:min(len(id), 12)] }
