package moving

import (
	"bytes"
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
)

// What of a plan is kept for its person's eyes. More rows or questions nobody looks
// through at once; the file of rows that do not fit has them all.
const (
	ShownRows      = 200 // of each outcome
	ShownQuestions = 40
	shownLines     = 20 // of each question
)

// Report is what was understood of a list, as far as a page shows it.
type Report struct {
	Plan      Plan // its rows, those of its table and its questions as far as they are shown
	Count     Count
	Rows      int     // of the table
	Questions int     // all of them
	Own       []int64 // the towns in whose name the list speaks
	Rejected  Rejects
}

// Rejects says what the file of rows that do not fit is called; its name is "" where there
// are none.
type Rejects struct{ Name, Type string }

// reportOf shortens a plan. The plan is not changed.
func reportOf(p Plan) Report {
	r := Report{Plan: p, Count: p.Count(), Rows: len(p.Table.Rows), Questions: len(p.Questions), Own: p.OwnPlaces()}
	table := *p.Table
	table.Rows = nil
	r.Plan.Table, r.Plan.Rows, r.Plan.Questions = &table, nil, nil
	shown := map[Outcome]int{}
	for _, row := range p.Rows {
		if shown[row.Outcome]++; shown[row.Outcome] > ShownRows {
			continue
		}
		table.Rows = append(table.Rows, p.Table.Rows[row.Index])
		row.Index = len(table.Rows) - 1
		r.Plan.Rows = append(r.Plan.Rows, row)
	}
	for _, q := range p.Questions[:min(len(p.Questions), ShownQuestions)] {
		q.Lines = q.Lines[:min(len(q.Lines), shownLines)]
		r.Plan.Questions = append(r.Plan.Questions, q)
	}
	return r
}

// ReportOf returns what was understood of a person's list. ok is false where that must be
// found out anew: nobody read it yet, or another release did.
func (s *Drafts) ReportOf(ctx context.Context, who people.Actor, id string) (r Report, ok bool, err error) {
	defer errs.Wrap(&err, "moving.ReportOf(%s)", id)
	sealed, err := s.column(ctx, who, id, "report")
	if err != nil || sealed == "" {
		return r, false, err
	}
	return r, s.unpack(sealed, &r) == nil, nil
}

// RejectedOf returns the file of a person's rows that do not fit; nil where there is none.
func (s *Drafts) RejectedOf(ctx context.Context, who people.Actor, id string) (_ []byte, err error) {
	defer errs.Wrap(&err, "moving.RejectedOf(%s)", id)
	sealed, err := s.column(ctx, who, id, "rejected")
	if err != nil || sealed == "" {
		return nil, err
	}
	return s.unseal(sealed)
}

// keepReport seals what a page will show.
func (m *Mover) keepReport(d Draft, p Plan) (report, rejected string, err error) {
	r := reportOf(p)
	if r.Count.Open+r.Count.Rejected > 0 {
		reader := m.rooms.Catalog.Printer(m.language(d))
		r.Rejected = Rejects{RejectedName(p, reader), RejectedType(p)}
		var file bytes.Buffer
		if err := Rejected(&file, p, reader); err != nil {
			return "", "", err
		}
		if rejected, err = m.rooms.Drafts.seal(file.Bytes()); err != nil {
			return "", "", err
		}
	}
	report, err = m.rooms.Drafts.pack(r)
	return report, rejected, err
}

// language is that of the list's person, as far as the program speaks it.
func (m *Mover) language(d Draft) string { return m.rooms.Catalog.Match(d.Language) }
