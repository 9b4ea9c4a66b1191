package press

import (
	"bytes"
	"context"
	"strings"

	"twintown/internal/document"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/markup"
)

// Publicity is what the public sees of an item.
type Publicity struct {
	Shown bool // it sees it, in some language
	Once  bool // it does, or it did
	Names bool // what it sees names the document that was asked about
}

// Publicity says what the public sees of an item, and whether that names a document: in one
// of its texts, as its cover, or among what another room keeps of it.
func (s *Store) Publicity(ctx context.Context, item, paper string) (p Publicity, err error) {
	defer errs.Wrap(&err, "press.Publicity(%s)", item)
	all, err := db.Collect(ctx, s.db, scanShown, selectShown+` AND i.id = $2`, s.clock.Now().UnixMicro(), item)
	for _, x := range all {
		p.Shown = true
		p.Names = p.Names || x.names(paper)
	}
	if p.Once = p.Shown; err != nil || p.Once {
		return p, err
	}
	p.Once, _, err = db.One(ctx, s.db, func(row db.Scanner) (n bool, err error) {
		var since int64
		err = row.Scan(&since)
		return since > 0, err
	}, `SELECT COALESCE(MAX(public_since), 0) FROM press_text WHERE item = $1`, item)
	return p, err
}

// names says whether what is shown names a document: in a text, as its cover, or among what
// another room keeps of it.
func (s Shown) names(paper string) bool {
	return paper != "" && (s.Cover == paper || strings.Contains(s.texts(), markup.Own+paper) || bytes.Contains(s.More, []byte(`"`+paper+`"`)))
}

// texts are the texts in which documents may be named.
func (s Shown) texts() string {
	return strings.Join([]string{s.Body, s.Details.Partners, s.Details.Cost, s.Details.Result}, "\n\n")
}

// Stand says how a document of an item stands before the public (document.Standing): it is
// open where something that the public sees names it. One that belongs to nothing that is
// published has no drafts, and is open.
func (s *Store) Stand(ctx context.Context, d document.Document) (_ document.Stand, err error) {
	defer errs.Wrap(&err, "press.Stand(%s)", d.ID)
	if d.Home.Kind != Feed {
		return document.Open, nil
	}
	home, err := s.Publicity(ctx, d.Home.ID, d.ID)
	if err != nil || home.Names {
		return document.Open, err
	}
	if elsewhere, err := s.NamedAnywhere(ctx, d.ID); err != nil || elsewhere {
		return document.Open, err
	}
	if home.Once && !home.Shown {
		return document.Withdrawn, nil
	}
	return document.Draft, nil
}

// NamedAnywhere says whether anything that the public sees names a document. It looks
// through all that is public: [Store.Publicity] asks what it belongs to, which is nearly
// always enough.
func (s *Store) NamedAnywhere(ctx context.Context, paper string) (_ bool, err error) {
	defer errs.Wrap(&err, "press.NamedAnywhere")
	_, found, err := db.One(ctx, s.db, scanShown, selectShown+`
		   AND (r.body LIKE $2 OR o.body LIKE $3)
		 LIMIT 1`, s.clock.Now().UnixMicro(), "%"+markup.Own+paper+"%", "%\""+paper+"\"%")
	return found, err
}

// Papers calls add for each document that a text names which the public sees.
func (s *Store) Papers(ctx context.Context, add func(document.Use) error) (err error) {
	defer errs.Wrap(&err, "press.Papers")
	return db.Each(ctx, s.db, func(row db.Scanner) error {
		x, err := scanShown(row)
		if err != nil {
			return err
		}
		for _, id := range markup.Names(x.texts()) {
			if err := add(document.Use{Document: id, Language: x.Language, In: x.Title}); err != nil {
				return err
			}
		}
		return nil
	}, selectShown+` AND r.body LIKE $2`, s.clock.Now().UnixMicro(), "%"+markup.Own+"%")
}
