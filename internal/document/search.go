package document

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/search"
)

// Use is that something public shows a document to readers of a language.
type Use struct {
	Document string
	Language string
	Title    string // what the document is called there; "": as it is called itself
	In       string // title of what shows it
}

// Found is the kind of documents among what is found by words.
const Found = "document"

// Searchable are the public documents that something public shows, by their titles and
// what stands on them: for each language in which they are shown. Each of shows calls add
// for what it shows. The text of a document is searched in its own language; where that is
// not said, or nothing shows the document in it, in all of them.
// Whoever shows some tells of changes by a kind of object that the index knows, or by one of also.
func Searchable(s *Store, also []string, shows ...Shows) search.Source {
	return search.Source{Feed: Feed, Also: also, Each: func(ctx context.Context, add func(search.Document) error) (err error) {
		defer errs.Wrap(&err, "document.Searchable")
		docs, uses, err := s.used(ctx, shows)
		if err != nil {
			return err
		}
		return s.searchable(ctx, docs, uses, add)
	}}
}

// Shows calls add for each document that a room shows to the public, in each language.
type Shows func(ctx context.Context, add func(Use) error) error

// Told is a public document with the languages in which something public shows it.
type Told struct {
	Document
	Languages []string // in the order of their codes
}

// Told are the public documents that something public shows, in the order of their
// identifiers: for sitemaps. Pictures are not among them; they are parts of pages.
func (s *Store) Told(ctx context.Context, shows ...Shows) (all []Told, err error) {
	defer errs.Wrap(&err, "document.Told")
	docs, uses, err := s.used(ctx, shows)
	for _, d := range docs {
		all = append(all, Told{d, slices.Sorted(maps.Keys(uses[d.ID]))})
	}
	return all, err
}

// used are the public documents that rooms show, and how they do, by document and language.
func (s *Store) used(ctx context.Context, shows []Shows) (docs []Document, uses map[string]map[string]Use, err error) {
	uses = map[string]map[string]Use{}
	for _, each := range shows {
		err := each(ctx, func(u Use) error {
			if uses[u.Document] == nil {
				uses[u.Document] = map[string]Use{}
			}
			if have, there := uses[u.Document][u.Language]; !there || have.Title == "" && u.Title != "" {
				uses[u.Document][u.Language] = u
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	docs, err = s.OfIDs(ctx, slices.Sorted(maps.Keys(uses)))
	docs = slices.DeleteFunc(docs, func(d Document) bool { return d.Visibility != Public || d.Kind.Image() })
	return docs, uses, err
}

func (s *Store) searchable(ctx context.Context, docs []Document, uses map[string]map[string]Use, add func(search.Document) error) error {
	prints, err := s.prints(ctx)
	if err != nil {
		return err
	}
	for _, d := range docs {
		_, own := uses[d.ID][d.Language]
		for language, u := range uses[d.ID] {
			x := d.found(language, u)
			if print := prints[d.ID]; print != "" && (!own || language == d.Language) {
				x.Mark = strconv.Itoa(d.Version) + " " + print
				x.Load = func(ctx context.Context) (string, error) { return s.TextOf(ctx, d.ID) }
			}
			if err := add(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// found is the document as it is searched in a language.
func (d Document) found(language string, u Use) search.Document {
	title := u.Title
	if title == "" {
		title = d.TitleIn(language, d.Language)
	}
	about, _ := d.DescriptionIn(language)
	parts := []string{about, u.In}
	return search.Document{
		Kind: Found, ID: d.ID, Language: language, Title: title, Text: strings.TrimSpace(strings.Join(parts, "\n")), Path: "/documents/" + d.ID, At: d.Changed,
	}
}

// prints are the sums of the texts of documents, by which their changes are seen.
func (s *Store) prints(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := db.Each(ctx, s.db, func(row db.Scanner) error {
		var id, print string
		err := row.Scan(&id, &print)
		all[id] = print
		return err
	}, `SELECT c.document, c.print FROM document_content c JOIN document d ON d.id = c.document AND d.version = c.version WHERE c.body <> ''`)
	return all, err
}
