package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/exchange/moving"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// Lengths of what a page of a list shows: more questions or rows nobody looks through at
// once; the file with the rejected rows holds them all.
const (
	movingQuestions = 40
	movingShown     = 200
)

// movingListPage shows one list on its way in.
type movingListPage struct {
	page
	ID, File, Action string
	ReadAs           string // how the file was read
	Until            lang.Date
	Columns          []movingColumn
	Questions        []movingQuestion
	MoreQuestions    int
	Blocked          bool // questions come first
	Count            moving.Count
	Fit              []movingRow
	Refused          []movingRow
	Left             []movingRow
	More             int // rows that fit and are not shown
	Foreign          string
	Done             *movingDone
}

// movingColumn is a column with what it is taken for.
type movingColumn struct {
	Letter, Title, Samples string
	Field                  string // of the form
	Roles                  []option
}

// movingQuestion is a question with its answers.
type movingQuestion struct {
	ID          string // within the page
	Key         string
	Text, Lines string
	Choices     []option
	Place       bool
	Other       string // a place that was typed and not understood
}

// movingRow is a row of the list with what becomes of it.
type movingRow struct {
	Line  int
	Text  string
	Parts []string
	Notes []string
}

// movingDone is what an import told.
type movingDone struct {
	Told   int
	Undone bool
}

// draftPage fills the page of a list.
func (s *Site) draftPage(w http.ResponseWriter, r *http.Request, code string, d movingDraft) *movingListPage {
	path := movingHome + "/" + d.ID
	v := &movingListPage{
		page: s.newDesk(w, r, code, path, movingHome), ID: d.ID, File: d.File, Action: "/" + code + path,
		Until: lang.DateOf(d.Until()), Blocked: d.plan.Blocked(), Count: d.plan.Count(),
	}
	v.Title = v.t("moving.page.title")
	v.Alternates = s.alternates(code, func(string) string { return path })
	v.readAs(d.plan.Table)
	if d.Applied {
		v.Done = &movingDone{len(d.Done.Told), !d.Undone.IsZero()}
	}
	for _, c := range d.plan.Columns {
		if len(c.Samples) > 0 || c.Title != "" {
			v.Columns = append(v.Columns, v.column(c))
		}
	}
	if v.Done == nil {
		v.questions(d)
	}
	if foreign := s.foreignPlaces(r, d.plan, code); len(foreign) > 0 && v.Done == nil {
		v.Foreign = v.t("moving.page.foreign", "names", foreign)
	}
	s.fillRows(v, d.plan)
	return v
}

// readAs says how the file was read.
func (v *movingListPage) readAs(t *moving.Table) {
	if t.Format == moving.XLSX {
		v.ReadAs = v.t("moving.page.read_sheet", "sheet", t.Sheet, "rows", len(t.Rows))
		return
	}
	v.ReadAs = v.t("moving.page.read", "encoding", t.Encoding, "why", t.Why, "rows", len(t.Rows))
}

func (v *movingListPage) column(c moving.Column) movingColumn {
	column := movingColumn{Letter: c.Letter(), Title: c.Title, Samples: strings.Join(c.Samples, " · "), Field: "column." + strconv.Itoa(c.Index)}
	for _, role := range moving.Roles() {
		column.Roles = append(column.Roles, option{Value: string(role), Name: v.t("moving.role." + string(role)), Chosen: role == c.Role})
	}
	return column
}

func (v *movingListPage) questions(d movingDraft) {
	for i, q := range d.plan.Questions {
		if i == movingQuestions {
			v.MoreQuestions = len(d.plan.Questions) - i
			return
		}
		answer := d.Answers[q.Key]
		view := movingQuestion{ID: "q" + strconv.Itoa(i), Key: q.Key, Text: v.p.Message(q.Text), Place: q.Place}
		if len(q.Lines) > 0 {
			view.Lines = v.t("moving.cli.lines", "lines", lineList(q.Lines))
		}
		for _, c := range q.Choices {
			view.Choices = append(view.Choices, option{Value: c.Value, Name: v.p.Message(c.Label), Chosen: c.Value == keptChoice(q, answer)})
		}
		if answer != "" && keptChoice(q, answer) == "" {
			view.Other = answer
		}
		v.Questions = append(v.Questions, view)
	}
}

// fillRows shows what becomes of the rows: all that do not fit, and of the others as many
// as somebody looks through.
func (s *Site) fillRows(v *movingListPage, plan moving.Plan) {
	for _, row := range plan.Rows {
		view := movingRow{Line: row.Line, Text: v.p.Message(row.Reason)}
		for _, n := range row.Notes {
			view.Notes = append(view.Notes, v.p.Message(n))
		}
		switch row.Outcome {
		case moving.Refused:
			view.Parts = []string{strings.Join(plan.Table.Rows[row.Index].Cells, " · ")}
			v.Refused = appendShown(v.Refused, view)
		case moving.LeftOut:
			v.Left = appendShown(v.Left, view)
		case moving.Fits:
			for _, l := range row.Links {
				view.Parts = append(view.Parts, s.linkText(&v.page, l))
			}
			if len(v.Fit) == movingShown {
				v.More++
			}
			v.Fit = appendShown(v.Fit, view)
		}
	}
}

func appendShown(rows []movingRow, row movingRow) []movingRow {
	if len(rows) == movingShown {
		return rows
	}
	return append(rows, row)
}

// linkText says in a line what a row tells of one partnership: the partner, the kind, the
// acts with their dates.
func (s *Site) linkText(p *page, l moving.Link) string {
	now := s.rooms.World()
	there, _ := now.Places.Get(l.Partner)
	parts := []string{now.Places.DisplayName(l.Partner, p.Lang) + " (" + p.p.CountryName(there.Country) + ")"}
	if l.Want.Kind != partnership.KindUnstated {
		parts = append(parts, p.t("partnership.kind."+string(l.Want.Kind)))
	}
	for _, a := range l.Want.Acts {
		text := p.t("act.type." + string(a.Type))
		if !a.Date.IsZero() {
			text += " " + p.dateText(a.Date)
		}
		parts = append(parts, text)
	}
	switch {
	case l.New:
		parts = append(parts, p.t("moving.page.new"))
	case l.Nothing():
		parts = append(parts, p.t("moving.page.known"))
	default:
		parts = append(parts, p.t("moving.page.more"))
	}
	return strings.Join(parts, " · ")
}
