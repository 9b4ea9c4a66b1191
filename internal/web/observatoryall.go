package web

import (
	"net/http"
	"slices"

	"twintown/internal/exchange/sheet"
	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
)

// cohortsPage puts the meetings side by side.
type cohortsPage struct {
	page
	AsOf  string
	Few   int
	Steps []option
	Heads []string
	SoFar bool // each step until now, not one step after some years
	Rows  []cohortRow
	Sum   *cohortRow // of all; nil: there is one at most
	CSV   string
}

// cohortRow is a meeting, or all that were in a year.
type cohortRow struct {
	Name, URL, Day string
	Contacts       int
	Cells          []cohortCell
}

// cohortCell is how a cohort stands after some years.
type cohortCell struct{ Text, Note string }

// cohortSteps are those that meetings are compared by. Who talks is not told.
var cohortSteps = []observatory.Step{observatory.Letter, observatory.Agreement, observatory.Project}

// results puts the meetings side by side: of those who met, how many came how far after one,
// two and three years.
func (s *Site) results(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Observatory == nil || s.rooms.Meetings == nil {
		return errNoPage
	}
	head := &resultsPage{page: s.newPage(r, code, "/results")}
	if err := s.asOf(r, head); err != nil {
		return err
	}
	v := &cohortsPage{page: head.page, AsOf: head.AsOf, Few: observatory.Handful}
	v.Title, v.Description, v.Section, v.NoIndex = v.t("observatory.cohorts"), v.t("observatory.cohorts.lead"), "meetings", true
	step := v.choose(observatory.Step(r.URL.Query().Get("step")))
	meetings, err := s.rooms.Meetings.Public(r.Context(), code, v.Today)
	if err != nil {
		return err
	}
	facts, err := s.rooms.Observatory.Facts(r.Context())
	if err != nil {
		return err
	}
	var ids []string
	for _, m := range meetings {
		ids = append(ids, m.ID)
	}
	v.fill(observatory.Follow(facts, observatory.OfMeetings(ids...), head.Day), meetings, step)
	if asTable(r) {
		return s.sendSheet(w, head, v.table())
	}
	q := r.URL.Query()
	q.Set("as", "csv")
	v.CSV = "?" + q.Encode()
	return s.write(w, http.StatusOK, "cohorts", v)
}

// choose takes the step that the reader asked for; without one, each step is told until now.
func (v *cohortsPage) choose(asked observatory.Step) observatory.Step {
	v.SoFar = !slices.Contains(cohortSteps, asked)
	v.Steps = []option{{Value: "", Name: v.t("observatory.cohorts.sofar"), Chosen: v.SoFar}}
	for _, x := range cohortSteps {
		v.Steps = append(v.Steps, option{Value: string(x), Name: v.t("observatory.cohorts.step", "step", v.stepName(x)), Chosen: x == asked})
		if v.SoFar {
			v.Heads = append(v.Heads, v.stepName(x))
		}
	}
	for _, years := range observatory.Horizons() {
		if !v.SoFar {
			v.Heads = append(v.Heads, v.t("observatory.cohort.after", "n", years))
		}
	}
	return asked
}

// fill adds a row for each meeting at which somebody noted a contact, the latest first.
func (v *cohortsPage) fill(c observatory.Chain, meetings []meeting.Shown, step observatory.Step) {
	of := c.ByMeeting()
	for _, m := range meetings {
		row := v.row(of[m.ID], step)
		if row.Contacts == 0 {
			continue
		}
		row.Name, row.URL, row.Day = m.Title, "/"+v.Lang+m.Path()+"/results", v.dateText(m.From)
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) > 1 {
		sum := v.row(c, step)
		sum.Name = v.t("observatory.cohort.all")
		v.Sum = &sum
	}
}

// row is a meeting, or all of them, as the table has it.
func (v *cohortsPage) row(c observatory.Chain, step observatory.Step) (row cohortRow) {
	in := func(forum.Contact) bool { return true }
	if !v.SoFar {
		h := c.Cohort(step, in)
		row.Contacts = h.Contacts
		for _, cell := range h.Cells {
			row.Cells = append(row.Cells, v.cell(cell))
		}
		return row
	}
	for _, x := range cohortSteps {
		t := c.SoFar(x, in)
		row.Contacts = t.Contacts
		row.Cells = append(row.Cells, v.cell(observatory.Cell{Over: t.Contacts, Came: t.Came, Guessed: t.Guessed}))
	}
	return row
}

// cell says how many of those came whose years are over, and how many still have time.
func (v *cohortsPage) cell(c observatory.Cell) (out cohortCell) {
	if c.Over > 0 {
		out.Text = v.t("observatory.cohort.of", "came", c.Came, "over", c.Over)
		if percent, ok := c.Share(); ok {
			out.Text = v.t("observatory.cohort.share", "came", c.Came, "over", c.Over, "share", float64(percent)/100)
		}
	}
	var notes []string
	note := func(key string, n int, kv ...any) {
		if n > 0 {
			notes = append(notes, v.t("observatory.cohort."+key, append([]any{"n", n}, kv...)...))
		}
	}
	note("inferred", c.Guessed)
	note("running", c.Running, "early", c.Early)
	note("undated", c.Undated)
	for i, x := range notes {
		if i > 0 {
			out.Note += "; "
		}
		out.Note += x
	}
	return out
}

// table is the page as a table.
func (v *cohortsPage) table() sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang}
	for _, title := range []string{v.t("observatory.cohort.meeting"), v.t("observatory.col.day"), v.t("observatory.step.contact")} {
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	for _, title := range v.Heads {
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	for _, row := range v.Rows {
		line := sheet.Row{row.Name, row.Day, row.Contacts}
		for _, c := range row.Cells {
			text := c.Text
			if c.Note != "" {
				text += " (" + c.Note + ")"
			}
			line = append(line, text)
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
