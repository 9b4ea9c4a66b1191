// Package search finds public texts by their words.
//
// A [Document] is one public text in one language: an article, a help point. Rooms hand
// theirs over by a [Source]; an [Index] keeps them, with their words in the form that the
// engine searches best: FTS5 on SQLite, a tsvector on PostgreSQL.
//
//	index := search.New(database, press.Searchable(store), helppoint.Searchable(points))
//	found, err := index.Find(ctx, search.Query{Text: "umowy partnerskie", Languages: []string{"pl"}})
//
// # Words
//
// Both engines are given words that are folded here (names.Fold), and neither its own idea
// of them, so that they agree: lower case, no diacritics, whatever the language. A word that
// is asked for finds those that begin with it less its ending, by its length alone
// ([Query]): "partnerstwami" finds "partnerstwo". Whole words come before these.
//
// # Always current
//
// The tables hold nothing of their own (db.Derived). [Index.Find] compares the mark that
// they were made at with the data's version and with what the clock has made public, and
// catches up before it answers. So what was withdrawn is not found from that moment, on any
// node, also after a restore. Only texts that changed are written.
package search

import (
	"context"
	"html/template"
	"time"

	"twintown/internal/platform/db"
)

// Document is a public text in one language.
type Document struct {
	Kind     string // of thing: "article", "help_point"
	ID       string // of the thing; with Kind and Language it names the document
	Language string
	Title    string
	Text     string    // without marks; of a long one the first [MostText] bytes are searched
	Path     string    // its address, without the language: "/news/a-day"
	At       time.Time // when it was published, or takes place: by it texts are ordered

	// Load reads more of the text, where that is long: only when it changed, which Mark
	// says. nil: Text is all of it.
	Load func(ctx context.Context) (string, error)
	Mark string
}

// Source hands over the public texts of a room.
type Source struct {
	// Feed is the kind of object by which the room tells of changes (db.Tx.TouchOne).
	Feed string
	// Also are further kinds of objects whose changes change what is handed over.
	Also []string
	// Each calls add for each public text, and returns add's error.
	Each func(ctx context.Context, add func(Document) error) error
	// Mark names what the clock has made public so far, at a version of the data; nil where
	// nothing becomes public by the clock.
	Mark func(ctx context.Context, version int64) (string, error)
}

// Query is a question. Each of its words must be in a text: as it is, or, from five letters
// on, less its ending; the last may be the beginning of a word.
type Query struct {
	Text      string
	Kinds     []string // none: all
	Languages []string // none: all
	Year      int      // in which the texts' moments lie, UTC; 0: all
	Offset    int
	Limit     int // 0: [MostHits]
}

// Hit is a text that answers.
type Hit struct {
	Document                // without Text
	Marked    template.HTML // Title, what was found in <mark>
	Snippet   template.HTML // where in the text it was found, likewise; "": the title alone
	Beginning string        // of the text, where nothing was found in it
}

// Found is an answer.
type Found struct {
	Hits   []Hit
	Total  int         // all that answer, in the kinds, languages and year asked for
	Counts []Count     // over all kinds and languages, of the year asked for
	Years  []YearCount // over all years, in the kinds and languages asked for; the newest first
}

// YearCount is how many texts of a kind answer whose moments lie in a year.
type YearCount struct {
	Year int
	Kind string
	N    int
}

// Count is how many texts of a kind answer in a language.
type Count struct {
	Kind, Language string
	N              int
}

// Limits. A question of more than sixteen words finds nothing that eight would not; a page
// holds twenty texts. Of a text as long as a book the beginning is searched.
const (
	MostWords = 16
	MostHits  = 20
	MostText  = 200_000
)

// Index keeps what is searched. It is safe for concurrent use.
type Index struct {
	db      *db.DB
	engine  engine
	sources []Source
	turn    chan struct{} // held by who catches up
}

// engine is what differs between the databases.
type engine interface {
	// prepare makes the tables where they are missing.
	prepare(ctx context.Context, tx *db.Tx) error
	// put adds the words of a document, which has none.
	put(ctx context.Context, tx *db.Tx, number int64, title, text []string) error
	// remove takes the words of a document away, before its row.
	remove(ctx context.Context, tx *db.Tx, number int64) error
	// holds is a condition on derived_search d, and what its argument is for some words.
	holds(words []word, title bool, argument string) (condition, value string)
}

// New returns an index over an open, migrated database. Nothing is read before it is asked.
func New(d *db.DB, sources ...Source) *Index {
	x := &Index{db: d, engine: fts{}, sources: sources, turn: make(chan struct{}, 1)}
	if d.Engine() == db.PostgreSQL {
		x.engine = vector{}
	}
	return x
}
