package project

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"twintown/internal/document"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Paper is a document of a project. Its title, language, file and whether readers may read it
// are the document's own (package document); the project says what it is and in which order
// papers stand.
//
// A paper is for the offices of the partners until one of them opens it (document.Public).
// Readers then find it on the project's page, as long as that is shown.
type Paper struct {
	Document string    `json:"document"`
	Kind     PaperKind `json:"kind,omitempty"` // "": not said
}

// PaperKind is what a paper is to a project.
type PaperKind string

// The kinds.
const (
	Application PaperKind = "application"
	Agreement   PaperKind = "agreement" // with who pays
	Contract    PaperKind = "contract"  // of the partners with each other
	Reported    PaperKind = "report"
	Published   PaperKind = "publication" // what the project made: a book, a poster
	OtherPaper  PaperKind = "other"
)

// PaperKinds are all kinds, in the order in which a project comes to them.
func PaperKinds() []PaperKind {
	return []PaperKind{Application, Agreement, Contract, Reported, Published, OtherPaper}
}

// checkPapers sees that each paper stands there once and is of a kind.
func (p *Project) checkPapers() error {
	seen := map[string]bool{}
	for i, x := range p.Papers {
		if x.Document == "" || seen[x.Document] || x.Kind != "" && !slices.Contains(PaperKinds(), x.Kind) {
			return errs.In(fmt.Sprintf("paper.%d.kind", i), lang.Msg("error.help.code"))
		}
		seen[x.Document] = true
	}
	return errs.TooMany("papers", len(p.Papers), mostLinked)
}

// PaperIDs are the documents that are the project's papers, in their order.
func (p Project) PaperIDs() []string {
	ids := make([]string, len(p.Papers))
	for i, x := range p.Papers {
		ids[i] = x.Document
	}
	return ids
}

// Paper is the paper of a document; ok is false where that is none of the project's papers.
func (p Project) Paper(document string) (_ Paper, ok bool) {
	i := slices.IndexFunc(p.Papers, func(x Paper) bool { return x.Document == document })
	if i < 0 {
		return Paper{}, false
	}
	return p.Papers[i], true
}

// Receipts are the documents of payments, by document.
func (p Project) Receipts() map[string]Payment {
	all := map[string]Payment{}
	for _, y := range p.Budget.Payments {
		if y.Document != "" {
			all[y.Document] = y
		}
	}
	return all
}

// SetReceipt gives a payment its paper, "" for none, and returns the one that it had.
func (p *Project) SetReceipt(payment, document string) (was string, err error) {
	i := slices.IndexFunc(p.Budget.Payments, func(y Payment) bool { return y.ID == payment })
	if i < 0 {
		return "", errs.In("payment", lang.Msg("error.project.payment"))
	}
	was, p.Budget.Payments[i].Document = p.Budget.Payments[i].Document, document
	return was, nil
}

// SetLogo gives the project the logo of who pays, "" for none, and what it says in words, by
// language: without these it is refused, for whoever does not see it would miss what the
// funder asks to be shown.
func (p *Project) SetLogo(document string, shows map[string]string) error {
	said := map[string]string{}
	for code, text := range shows {
		if text = strings.Join(strings.Fields(text), " "); text != "" && document != "" {
			said[code] = text
		}
	}
	if document != "" && len(said) == 0 {
		return errs.In("shows", lang.Msg("error.meeting.logo_shows"))
	}
	p.Credit.Logo, p.Credit.Shows = document, said
	return nil
}

// Any says whether something must be said or shown.
func (c Credit) Any() bool {
	return c.Logo != "" || slices.ContainsFunc(slices.Collect(maps.Values(c.Line)), func(t string) bool { return t != "" })
}

// Stand says how a document of a project stands before the public (document.Standing). The
// logo is open, for it stands on the pages of meetings and articles too; a paper is once the
// project is shown; what nothing names is not.
func (s *Store) Stand(ctx context.Context, d document.Document) (_ document.Stand, err error) {
	defer errs.Wrap(&err, "project.Stand(%s)", d.ID)
	p, err := s.ByID(ctx, d.Home.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return document.Draft, nil
	case err != nil:
		return document.Draft, err
	case p.Credit.Logo == d.ID:
		return document.Open, nil
	}
	if _, named := p.Paper(d.ID); named && !p.Shown.IsZero() {
		return document.Open, nil
	}
	return document.Draft, nil
}

// EachPaper calls fn for each paper of each project that readers see. Whether readers may read
// the paper too, its document says.
func (s *Store) EachPaper(ctx context.Context, fn func(p Project, document string) error) (err error) {
	defer errs.Wrap(&err, "project.EachPaper")
	all, err := s.Public(ctx)
	for _, p := range all {
		for _, x := range p.Papers {
			if err := fn(p, x.Document); err != nil {
				return err
			}
		}
	}
	return err
}

// CreditedIn says, within a change, whether a project asks for a line to be said.
func CreditedIn(ctx context.Context, tx *db.Tx, id string) (_ bool, err error) {
	defer errs.Wrap(&err, "project.CreditedIn(%s)", id)
	p, err := one(ctx, tx, ` WHERE id = $1`, id)
	if errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	return err == nil && len(p.Credit.Line) > 0, err
}
