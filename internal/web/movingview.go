package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/exchange/moving"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
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
	Failure          string // why entering or taking back failed
	Told             int    // what was entered before it did
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

// movingWorkPage says how far the job is that works at a list, or why it failed.
type movingWorkPage struct {
	page
	File, Action string
	Until        lang.Date
	State        string // what is done, in words
	Progress     string // how far it is
	Now, All     int    // All 0: not known yet
	Failure      string // it failed
	Stuck        bool   // the job was given up
	Told         int    // what was entered before it failed
	Work         string
}

// showWork writes that page.
func (s *Site) showWork(w http.ResponseWriter, r *http.Request, code string, d movingDraft) error {
	path := movingHome + "/" + d.ID
	v := &movingWorkPage{
		page: s.newDesk(w, r, code, path, movingHome), File: d.File, Action: "/" + code + path, Until: lang.DateOf(d.Until()),
		Now: d.Now, All: d.All, Told: d.Told, Work: string(d.Work),
	}
	v.Title = v.t("moving.page.title")
	v.Alternates = s.alternates(code, func(string) string { return path })
	if d.Work == moving.Idle {
		v.Failure = v.p.Message(d.Failure)
		return s.write(w, http.StatusOK, "moving-work", v)
	}
	v.State = v.t("moving.work.state." + v.Work)
	v.Progress = v.t("moving.work.turn")
	if v.All > 0 {
		v.Progress = v.t("moving.work.progress", "now", v.Now, "all", v.All)
	}
	var err error
	if v.Stuck, err = s.rooms.Drafts.Stuck(r.Context(), d.Draft); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "moving-work", v)
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
		Until: lang.DateOf(d.Until()), Blocked: d.report.Plan.Blocked(), Count: d.report.Count,
	}
	v.Title = v.t("moving.page.title")
	v.Alternates = s.alternates(code, func(string) string { return path })
	v.readAs(d.report.Plan.Table, d.report.Rows)
	if !d.Failure.IsZero() {
		v.Failure, v.Told = v.p.Message(d.Failure), d.Told
	}
	if d.Applied {
		v.Done = &movingDone{max(d.Told, len(d.Done.Told)), !d.Undone.IsZero()}
	}
	for _, c := range d.report.Plan.Columns {
		if len(c.Samples) > 0 || c.Title != "" {
			v.Columns = append(v.Columns, v.column(c))
		}
	}
	if v.Done == nil {
		v.questions(d)
	}
	if foreign := s.foreignPlaces(r, d.report.Own, code); len(foreign) > 0 && v.Done == nil {
		v.Foreign = v.t("moving.page.foreign", "names", foreign)
	}
	s.fillRows(v, d.report)
	return v
}

// readAs says how the file was read.
func (v *movingListPage) readAs(t *moving.Table, rows int) {
	if t.Format == moving.XLSX {
		v.ReadAs = v.t("moving.page.read_sheet", "sheet", t.Sheet, "rows", rows)
		return
	}
	v.ReadAs = v.t("moving.page.read", "encoding", t.Encoding, "why", t.Why, "rows", rows)
}

func (v *movingListPage) column(c moving.Column) movingColumn {
	column := movingColumn{Letter: c.Letter(), Title: c.Title, Samples: strings.Join(c.Samples, " · "), Field: "column." + strconv.Itoa(c.Index)}
	for _, role := range moving.Roles() {
		column.Roles = append(column.Roles, option{Value: string(role), Name: v.t("moving.role." + string(role)), Chosen: role == c.Role})
	}
	return column
}

func (v *movingListPage) questions(d movingDraft) {
	v.MoreQuestions = d.report.Questions - len(d.report.Plan.Questions)
	for i, q := range d.report.Plan.Questions {
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

// fillRows shows what becomes of the rows, as many of each sort as somebody looks through.
func (s *Site) fillRows(v *movingListPage, report moving.Report) {
	for _, row := range report.Plan.Rows {
		view := movingRow{Line: row.Line, Text: v.p.Message(row.Reason)}
		for _, n := range row.Notes {
			view.Notes = append(view.Notes, v.p.Message(n))
		}
		switch row.Outcome {
		case moving.Refused:
			view.Parts = []string{strings.Join(report.Plan.Table.Rows[row.Index].Cells, " · ")}
			v.Refused = append(v.Refused, view)
		case moving.LeftOut:
			v.Left = append(v.Left, view)
		case moving.Fits:
			for _, l := range row.Links {
				view.Parts = append(view.Parts, s.linkText(&v.page, l))
			}
			v.Fit = append(v.Fit, view)
		}
	}
	v.More = report.Count.Fit - len(v.Fit)
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
