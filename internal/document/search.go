package document

import (
	"context"
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
func Searchable(s *Store, also []string, shows ...func(ctx context.Context, add func(Use) error) error) search.Source {
	return search.Source{Feed: Feed, Also: also, Each: func(ctx context.Context, add func(search.Document) error) (err error) {
		defer errs.Wrap(&err, "document.Searchable")
		uses := map[string]map[string]Use{} // by document and language
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
				return err
			}
		}
		return s.searchable(ctx, uses, add)
	}}
}

func (s *Store) searchable(ctx context.Context, uses map[string]map[string]Use, add func(search.Document) error) error {
	prints, err := s.prints(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(uses))
	for id := range uses {
		ids = append(ids, id)
	}
	docs, err := s.OfIDs(ctx, ids)
	for _, d := range docs {
		if d.Visibility != Public || d.Kind.Image() {
			continue
		}
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
	return err
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
