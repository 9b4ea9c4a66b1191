package partnership

import (
	"context"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Was is what a change of many partnerships changed in one of them, so that it can be
// taken back.
type Was struct {
	ID     string   `json:"id"`
	Topics []string `json:"topics,omitempty"`
	Edited int64    `json:"edited,omitempty"`
}

// AddTopic adds an area of cooperation to partnerships, inside a change, and returns what
// they were before. Those that have it already stay as they are.
func (s *Store) AddTopic(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), ids []string, code string) (before []Was, err error) {
	defer errs.Wrap(&err, "partnership.AddTopic(%s)", code)
	if _, known := topic.Get(code); !known {
		return nil, errs.In("topic", lang.Msg("error.partnership.topic", "what", code))
	}
	for _, id := range ids {
		p, err := s.In(tx).ByID(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.Contains(p.Topics, code) {
			continue
		}
		before = append(before, Was{ID: id, Topics: p.Topics, Edited: db.Micros(p.Edited)})
		d := p.Details()
		d.Topics = append(slices.Clone(p.Topics), code)
		if err := s.ReviseWithin(ctx, tx, who, note, id, d, ""); err != nil {
			return nil, err
		}
	}
	return before, nil
}

// ResetTopics takes an AddTopic back. A partnership whose areas somebody else changed
// since keeps them; one that no person had changed before is an import's again.
func (s *Store) ResetTopics(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), code string, before []Was) (err error) {
	defer errs.Wrap(&err, "partnership.ResetTopics")
	for _, was := range before {
		p, err := s.In(tx).ByID(ctx, was.ID)
		if err != nil {
			return err
		}
		if !slices.Equal(p.Topics, append(slices.Clone(was.Topics), code)) {
			continue
		}
		d := p.Details()
		d.Topics = was.Topics
		if err := s.ReviseWithin(ctx, tx, who, note, was.ID, d, ""); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE partnership SET edited = $1 WHERE id = $2`, was.Edited, was.ID); err != nil {
			return err
		}
	}
	return nil
}

// Hide takes partnerships that an import told out of all lists, inside a change. What a
// person entered or edited is not an import's row and is refused. The row stays, so that
// the next import does not bring it back.
func (s *Store) Hide(ctx context.Context, tx *db.Tx, note func(people.Entry), ids []string) (err error) {
	defer errs.Wrap(&err, "partnership.Hide")
	for _, id := range ids {
		p, err := s.In(tx).ByID(ctx, id)
		if err != nil {
			return err
		}
		if !p.Imported() {
			return broken("withdraw", "", id, nil)
		}
		if err := s.setHidden(ctx, tx, note, p, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// Show lists partnerships again that Hide took out.
func (s *Store) Show(ctx context.Context, tx *db.Tx, note func(people.Entry), ids []string) (err error) {
	defer errs.Wrap(&err, "partnership.Show")
	for _, id := range ids {
		p, err := s.In(tx).ByID(ctx, id)
		if err != nil {
			return err
		}
		if err := s.setHidden(ctx, tx, note, p, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) setHidden(ctx context.Context, tx *db.Tx, note func(people.Entry), p Partnership, withdrawn int64) error {
	change := people.FieldChange{Name: "withdrawn", New: "1"}
	if withdrawn == 0 {
		change.Old, change.New = change.New, ""
	}
	note(people.Entry{Action: people.EditPart, Kind: "partnership", ID: p.ID, Places: p.Present(), Fields: []people.FieldChange{change}})
	if _, err := tx.ExecContext(ctx, `UPDATE partnership SET withdrawn = $1 WHERE id = $2`, withdrawn, p.ID); err != nil {
		return err
	}
	return tx.TouchOne(ctx, "partnership", p.ID)
}

// Listable is errs.Gone where the partnership was withdrawn, with a sentence for the public
// that says when. names are its sides as the reader knows them.
func (p Partnership) Listable(names []string) error {
	if p.Withdrawn.IsZero() {
		return nil
	}
	return errs.New(errs.Gone, lang.Msg("partnership.withdrawn", "names", strings.Join(names, " – "), "day", lang.DateOf(p.Withdrawn)), nil)
}

// Imported says whether all that is told of the partnership came from an import or the
// starter content, so that no person's work is lost with it.
func (p Partnership) Imported() bool {
	return p.Origin != "" && p.Edited.IsZero() &&
		!slices.ContainsFunc(p.Acts, func(a Act) bool { return a.Origin == "" || !a.Edited.IsZero() })
}
