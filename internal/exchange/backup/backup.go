// Package backup writes everything that a Twintown holds into one file, and makes a
// Twintown of such a file again: the rows of every table, the objects of the media
// store and the few files of the data folder that belong to them.
//
// The file does not depend on the database engine: what was written from SQLite can be
// restored into PostgreSQL and back. It is taken while the site goes on: the rows come
// from one consistent view of the database, the objects are listed afterwards, and as an
// object is stored before a row names it and not deleted for a day after, each object
// that the rows name is there.
//
// # The file
//
//	magic "TWINTOWN-BACKUP\n" · format (2 bytes) · sealed (1 byte) [· parameters and salt of the seal]
//	body: zstd over records, in a sealed file encrypted in pieces of 64 KiB
//	SHA-256 of every byte before (32 bytes) · end mark (16 bytes)
//
// A record is a type (1 byte), a length (4 bytes) and that many bytes. The first record
// is the [Header]. Sections follow: tables, those first that others point to, then
// objects, then files. A section is a record that begins it, records with its data and a
// record that ends it with what it held: rows, bytes, checksum. The manifest repeats the
// ends of all sections in order and comes last.
//
// So damage shows three times: in the checksum of the file, in that of a section, and in
// a manifest that does not tell what was read. A cut file lacks the end mark. In a sealed
// file each piece is authenticated with its number and the head of the file, so that
// nobody without the passphrase can change, cut or reorder it.
//
// # Trust
//
// [Make] reads a backup back whole before it gives it its name. [Restore] reads it whole
// before it touches anything, writes into a place that nobody sees, compares the rows
// that arrived there with those that the file tells of, and only then puts it in the
// place of what was there.
package backup

import (
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

// Suffix is how the name of a backup ends.
const Suffix = ".twintown"

// Header says what a backup is of.
type Header struct {
	Release  string    `json:"release"`  // the program that wrote it
	Schema   int64     `json:"schema"`   // the number of the tables' form
	Database int64     `json:"database"` // whose rows they are: see db.Identity
	Engine   db.Engine `json:"engine"`
	Taken    time.Time `json:"taken"` // the moment of the view of the database
}

// Source is what a backup is made of.
type Source struct {
	DB      *db.DB
	Media   blob.Store // nil: there are no objects
	Files   []File     // those that are not there are left out
	Release string
	Clock   clock.Clock
}

// File is a file of the data folder that belongs to the data.
type File struct {
	Name   string // in the data folder
	Path   string
	Secret bool // goes only into a sealed backup
}

// Kind is what a section holds.
type Kind string

// The kinds of sections, in the order in which they come.
const (
	TableKind  Kind = "table"
	ObjectKind Kind = "object"
	FileKind   Kind = "file"
)

// Section is what the end of a section tells, and a line of the manifest.
type Section struct {
	Kind  Kind   `json:"kind"`
	Name  string `json:"name"`            // of the table or file; id of the object
	Bytes int64  `json:"bytes"`           // of its data
	Sum   string `json:"sum"`             // SHA-256 of its data
	Rows  int64  `json:"rows,omitempty"`  // of a table
	Print string `json:"print,omitempty"` // of a table: see Fingerprint
}

// Summary is what reading a backup whole has told.
type Summary struct {
	Header  Header    `json:"header"`
	Sealed  bool      `json:"sealed"`
	Tables  []Section `json:"tables"`
	Rows    int64     `json:"rows"`
	Objects int64     `json:"objects"`
	Media   int64     `json:"media"` // bytes of the objects
	Files   []string  `json:"files,omitempty"`
	Lost    []string  `json:"lost,omitempty"` // objects that could not be read when it was made
	Size    int64     `json:"size"`           // bytes of the file
	Sum     string    `json:"sum"`            // SHA-256 that its end holds
}

func (s *Summary) add(section Section) {
	switch section.Kind {
	case TableKind:
		s.Tables = append(s.Tables, section)
		s.Rows += section.Rows
	case ObjectKind:
		s.Objects++
		s.Media += section.Bytes
	case FileKind:
		s.Files = append(s.Files, section.Name)
	}
}
