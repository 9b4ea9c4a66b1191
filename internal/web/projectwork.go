package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectWorkPage is what is done: milestones, activities with those who came, outputs.
type projectWorkPage struct {
	projectHead
	Milestones rowList
	Activities []activityRow
	Blank      activityRow // what a script adds
	Outputs    rowList
}

// activityRow is an activity in the form. The titles of rows are in the page's language;
// titles in other languages stay.
type activityRow struct {
	Row, ID      string
	N            int
	Title, Place fieldView
	PlaceID      string
	Offers       []placeView
	From, To     fieldView
	Kinds        []option
	Done         bool
	Bands        []fieldView
	Abroad       fieldView
	Open         bool
	Fault        string
}

// The fields of the rows, the one that each row has first.
var (
	milestoneFields = []string{"title", "due", "done", "id"}
	activityFields  = append([]string{"title", "kind", "from", "to", "place", "done", "abroad", "id"}, bandFields()...)
	outputFields    = []string{"title", "target", "reached", "id"}
)

func bandFields() (names []string) {
	for _, b := range project.Bands() {
		names = append(names, string(b))
	}
	return names
}

func (s *Site) newProjectWork(w http.ResponseWriter, r *http.Request, code string) (*projectWorkPage, error) {
	head, err := s.newProjectHead(w, r, code, "/work", project.OfWork)
	return &projectWorkPage{projectHead: head}, err
}

func (s *Site) projectWork(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectWork(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, nil)
	v.fill(s)
	v.dress(nil)
	return s.write(w, http.StatusOK, "project-work", v)
}

// titleIn is a title in a language, else in any.
func titleIn(title map[string]string, code string, order []string) string {
	if t := title[code]; t != "" {
		return t
	}
	for _, other := range order {
		if t := title[other]; t != "" {
			return t
		}
	}
	return ""
}

func (v *projectWorkPage) fill(s *Site) {
	f, x := v.Form, v.Project
	count := func(n int64, known bool) string {
		if !known {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	for i, m := range x.Milestones {
		f.setRow("milestone", i, "title", titleIn(m.Title, v.Lang, s.languages), "due", m.Due, "done", m.Done, "id", m.ID)
	}
	for i, a := range x.Activities {
		done := ""
		if a.Done {
			done = "1"
		}
		f.setRow("activity", i, "title", titleIn(a.Title, v.Lang, s.languages), "kind", string(a.Kind), "from", v.dateWords(a.From), "to", v.dateWords(a.To), "done", done, "id", a.ID)
		if a.Place != 0 {
			v.setPlace(f, s.rooms.World(), rowField("activity", i, "place"), a.Place)
		}
		_, counted := a.Came()
		f.values.Set(rowField("activity", i, "abroad"), count(int64(a.Abroad), counted && a.Abroad >= 0))
		for band, n := range a.People {
			f.values.Set(rowField("activity", i, string(band)), strconv.Itoa(n))
		}
	}
	for i, o := range x.Outputs {
		f.setRow("output", i, "title", titleIn(o.Title, v.Lang, s.languages), "target", count(o.Target, o.Target > 0), "reached", count(o.Reached, o.Reached >= 0), "id", o.ID)
	}
}

// dress makes the rows from the form's values. offers are the places that a field's words
// may mean.
func (v *projectWorkPage) dress(offers map[string][]placeView) {
	f := v.Form
	v.Milestones = f.rowList("milestone", "project.add.milestone", f.rows("milestone", "title", mostRowsRead)+emptyRows, milestoneFields, func(m *rowMaker, _ int) {
		m.put("title", "text", "project.milestone")
		m.put("due", "date", "project.due")
		m.put("done", "date", "project.done")
	})
	v.Activities = nil
	for n := range f.rows("activity", "title", mostRowsRead) + 1 {
		v.Activities = append(v.Activities, v.activity(n, offers))
	}
	v.Blank = v.activity(-1, nil)
	v.Outputs = f.rowList("output", "project.add.output", f.rows("output", "title", mostRowsRead)+emptyRows, outputFields, func(m *rowMaker, _ int) {
		m.put("title", "text", "project.output")
		m.put("target", "text", "project.target")
		m.put("reached", "text", "project.reached")
	})
}

// activity makes the fields of an activity; n is -1 for the blank one.
func (v *projectWorkPage) activity(n int, offers map[string][]placeView) activityRow {
	f, m := v.Form, v.Form.newRow("activity", n)
	field := func(name, kind, label string) fieldView {
		return f.Field(m.Prefix+"."+name, kind, label, "", "off")
	}
	row := activityRow{Row: m.Prefix, ID: m.ID, N: n + 1, Fault: f.rowFaults("activity", n, activityFields), Done: m.text("done") != ""}
	row.Title, row.Place = field("title", "text", "project.activity"), field("place", "search", "project.where")
	row.PlaceID, row.Offers = f.raw(idPrefix+row.Place.Name), offers[row.Place.Name]
	row.From, row.To = field("from", "text", "project.act.from"), field("to", "text", "project.act.to")
	row.Kinds = chosenOf(coded(&v.page, "project.doing.", project.Doings()), m.text("kind"))
	for _, b := range project.Bands() {
		row.Bands = append(row.Bands, field(string(b), "text", "project.band."+string(b)))
	}
	row.Abroad = field("abroad", "text", "project.abroad")
	row.Open = row.Fault != "" || len(row.Offers) > 0 || row.Title.Value == ""
	return row
}

// titled is a title with its text in a language.
func titled(old map[string]string, code, text string) map[string]string {
	all := map[string]string{}
	for l, t := range old {
		all[l] = t
	}
	if text == "" {
		delete(all, code)
	} else {
		all[code] = text
	}
	return all
}

// tally reads a number of people or things; nothing was counted where the field is empty.
func (f *form) tally(field string) (n int64, known bool) {
	if f.text(field) == "" {
		return 0, false
	}
	n, err := wholeNumber(f, field, "error.project.count")
	f.note(err)
	return n, err == nil
}

// note keeps what is wrong with a field.
func (f *form) note(err error) {
	if err != nil {
		f.fail(errs.FieldOf(err), errs.PublicOf(err))
	}
}

// takeProjectWork keeps what is planned and done.
func (s *Site) takeProjectWork(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectWork(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	if v.Form.asksForRows(map[string]string{"milestone": "title", "activity": "title", "output": "title"}) {
		v.dress(nil)
		return s.write(w, http.StatusOK, "project-work", v)
	}
	f, offers := v.Form, map[string][]placeView{}
	v.settleChoice(f, s.rooms.World())
	milestones, outputs := v.readMilestones(), v.readOutputs()
	activities := s.readActivities(v, offers)
	return s.changeProject(w, r, "project-work", v, project.OfWork, v.Base+"/work", lang.Msg("project.saved"), func(p *project.Project) error {
		p.Milestones, p.Activities, p.Outputs = milestones, activities, outputs
		return nil
	}, f.wrong(), func() error { v.dress(offers); return nil })
}

func (v *projectWorkPage) readMilestones() (all []project.Milestone) {
	f := v.Form
	for n := range f.compact("milestone", milestoneFields, func(n int) bool { return f.rowText("milestone", n, "title")+f.rowText("milestone", n, "due") == "" }) {
		m := project.Milestone{ID: f.rowText("milestone", n, "id"), Due: f.rowText("milestone", n, "due"), Done: f.rowText("milestone", n, "done")}
		for _, old := range v.Project.Milestones {
			if old.ID == m.ID {
				m.Title = old.Title
			}
		}
		m.Title = titled(m.Title, v.Lang, f.rowText("milestone", n, "title"))
		all = append(all, m)
	}
	return all
}

func (v *projectWorkPage) readOutputs() (all []project.Output) {
	f := v.Form
	for n := range f.compact("output", outputFields, func(n int) bool { return f.rowText("output", n, "title") == "" }) {
		o := project.Output{ID: f.rowText("output", n, "id"), Reached: project.Uncounted}
		for _, old := range v.Project.Outputs {
			if old.ID == o.ID {
				o.Title = old.Title
			}
		}
		o.Title = titled(o.Title, v.Lang, f.rowText("output", n, "title"))
		o.Target, _ = f.tally(rowField("output", n, "target"))
		if reached, known := f.tally(rowField("output", n, "reached")); known {
			o.Reached = reached
		}
		all = append(all, o)
	}
	return all
}

func (s *Site) readActivities(v *projectWorkPage, offers map[string][]placeView) (all []project.Activity) {
	f := v.Form
	for n := range f.compact("activity", activityFields, func(n int) bool {
		return strings.Join([]string{f.rowText("activity", n, "title"), f.rowText("activity", n, "from"), f.rowText("activity", n, "place")}, "") == ""
	}) {
		a := project.Activity{ID: f.rowText("activity", n, "id"), Kind: project.Doing(f.rowText("activity", n, "kind")), Done: f.rowText("activity", n, "done") != "", Abroad: project.Uncounted}
		for _, old := range v.Project.Activities {
			if old.ID == a.ID {
				a.Title, a.Meeting = old.Title, old.Meeting
			}
		}
		a.Title = titled(a.Title, v.Lang, f.rowText("activity", n, "title"))
		var err error
		if a.From, err = s.lexicon.ReadDate(f.rowText("activity", n, "from"), s.today()); err != nil {
			f.fail(rowField("activity", n, "from"), errs.PublicOf(err))
		}
		if a.To, err = s.lexicon.ReadDate(f.rowText("activity", n, "to"), s.today()); err != nil {
			f.fail(rowField("activity", n, "to"), errs.PublicOf(err))
		}
		place := rowField("activity", n, "place")
		a.Place, offers[place] = s.placeIn(f, &v.page, s.rooms.World(), place, v.Project.Places())
		for _, b := range project.Bands() {
			if count, known := f.tally(rowField("activity", n, string(b))); known {
				if a.People == nil {
					a.People = map[project.Band]int{}
				}
				a.People[b] = int(count)
			}
		}
		if count, known := f.tally(rowField("activity", n, "abroad")); known {
			a.Abroad = int(count)
		}
		all = append(all, a)
	}
	return all
}
