package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/exchange/sheet"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// movingHome is where lists are uploaded and where those that wait stand.
const movingHome = "/desk/moving-in"

// movingPage takes a list, and shows those that wait.
type movingPage struct {
	page
	Form   *form
	Action string
	Places []option // whose list it may be
	Rows   int      // the most
	Drafts []movingLine

	Templates []link // empty lists, for who has none
}

// movingLine is a list that waits.
type movingLine struct {
	File, URL, State string
	Until            lang.Date
}

func (s *Site) newMoving(w http.ResponseWriter, r *http.Request, code string) (*movingPage, error) {
	v := &movingPage{page: s.newDesk(w, r, code, movingHome, movingHome), Action: "/" + code + movingHome, Rows: moving.MostRows}
	v.Title = v.t("moving.page.title")
	v.Form = newForm(&v.page, nil)
	v.Templates = []link{{"XLSX", v.Action + "/template"}, {"CSV", v.Action + "/template?as=" + string(sheet.CSV)}}
	now := s.rooms.World()
	for _, n := range myPlaces(r) {
		v.Places = append(v.Places, option{Value: strconv.FormatInt(n, 10), Name: now.Places.DisplayName(n, code)})
	}
	drafts, err := s.rooms.Drafts.Of(r.Context(), actorOf(r))
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		line := movingLine{File: d.File, URL: v.Action + "/" + d.ID, State: v.t("moving.page.state.waiting"), Until: lang.DateOf(d.Until())}
		switch {
		case d.Work != moving.Idle:
			line.State = v.t("moving.work.state." + string(d.Work))
		case !d.Failure.IsZero():
			line.State = v.t("moving.work.state.failed")
		case !d.Undone.IsZero():
			line.State = v.t("moving.page.state.undone")
		case d.Applied:
			line.State = v.t("moving.page.state.done")
		}
		v.Drafts = append(v.Drafts, line)
	}
	return v, nil
}

// movingIn shows the form for a list.
func (s *Site) movingIn(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMoving(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "moving", v)
}

// listTemplate hands out an empty list for an office that has none.
func (s *Site) listTemplate(w http.ResponseWriter, r *http.Request, code string) error {
	format := sheet.XLSX
	if r.URL.Query().Get("as") == string(sheet.CSV) {
		format = sheet.CSV
	}
	reader := s.catalog.Printer(code)
	var file bytes.Buffer
	if err := moving.WriteTemplate(&file, format, reader); err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.MediaType())
	w.Header().Set("Content-Disposition", attachment(moving.TemplateName(format, reader)))
	_, _ = file.WriteTo(w) // the reader went away; there is nobody to tell
	return nil
}

// takeList takes a list that was uploaded. One that cannot be read is refused with a
// sentence; one that can waits for the person.
func (s *Site) takeList(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMoving(w, r, code)
	if err != nil {
		return err
	}
	name, content, own, err := s.readUpload(r, v.Form)
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Field == "" {
		e.Field = "list" // whatever a list is refused for, it is the file's fault
	}
	if v.Form.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "moving", v)
	}
	if err != nil {
		return err
	}
	id, err := s.rooms.Drafts.Begin(r.Context(), actorOf(r), name, own, code, content)
	if err != nil {
		return err
	}
	d, err := s.rooms.Drafts.Await(r.Context(), actorOf(r), id, s.patience)
	if err != nil {
		return err
	}
	if d.Work == moving.Idle && !d.Failure.IsZero() { // no list at all: she chooses another file on the same page
		if err := s.rooms.Drafts.Discard(r.Context(), actorOf(r), id); err != nil {
			return err
		}
		v.Form.fail("list", d.Failure)
		return s.write(w, http.StatusUnprocessableEntity, "moving", v)
	}
	http.Redirect(w, r, v.Action+"/"+id, http.StatusSeeOther)
	return nil
}

// patienceForJobs is how long an answer waits for a list's job before it shows how far that
// is: most are done by then, and nobody sees a page that says nothing yet.
const patienceForJobs = 1500 * time.Millisecond

// readUpload reads the form part by part, and of the file no more than it may have. What
// was typed beside the file stays in f.
func (s *Site) readUpload(r *http.Request, f *form) (name string, content []byte, own int64, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, 0, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	const fields = 10
	for range fields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, 0, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
		}
		most := int64(200)
		if part.FormName() == "list" {
			most = moving.MostBytes
		}
		data, err := io.ReadAll(io.LimitReader(part, most+1))
		if err != nil {
			return "", nil, 0, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
		}
		switch part.FormName() {
		case "list":
			name, content = part.FileName(), data
		case "place":
			f.values.Set("place", string(data))
			if text := strings.TrimSpace(string(data)); text != "" && own == 0 {
				p, err := s.rooms.World().Places.Resolve(text)
				if err != nil {
					return "", nil, 0, errs.In("place", errs.PublicOf(err))
				}
				own = p.ID
			}
		}
	}
	if name == "" && len(content) == 0 {
		return "", nil, 0, errs.In("list", lang.Msg("moving.page.no_file"))
	}
	return name, content, own, nil
}

// movingDraft is a list of the person with what was understood of it.
type movingDraft struct {
	moving.Draft
	report moving.Report
	ready  bool // the report is there
}

// openDraft reads a draft of the person, when a job that has just begun has ended or time
// is up. One whose report another release wrote is read anew.
func (s *Site) openDraft(r *http.Request, d movingDraft, most time.Duration) (movingDraft, error) {
	ctx, who, id := r.Context(), actorOf(r), r.PathValue("id")
	var err error
	if d.Draft, err = s.rooms.Drafts.Await(ctx, who, id, most); err != nil || d.Work != moving.Idle {
		return d, err
	}
	if d.report, d.ready, err = s.rooms.Drafts.ReportOf(ctx, who, id); err != nil || d.ready || !d.Failure.IsZero() {
		return d, err
	}
	if err = s.rooms.Drafts.Again(ctx, who, id); err != nil {
		return d, err
	}
	return s.openDraft(r, d, 0)
}

// justNow is how young a work is for whose end a page waits a little: after that the
// reader has seen how far it is, and asks again by herself.
const justNow = 3 * time.Second

// showList shows what was understood of a list, what is asked, and what will become of it;
// or how far the job is that works at it.
func (s *Site) showList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.openDraft(r, movingDraft{}, 0)
	if err == nil && d.Work != moving.Idle && s.clock.Now().Sub(d.Changed) < justNow {
		d, err = s.openDraft(r, movingDraft{}, s.patience)
	}
	if err != nil {
		return err
	}
	if d.Work != moving.Idle || !d.ready {
		return s.showWork(w, r, code, d)
	}
	v := s.draftPage(w, r, code, d)
	return s.write(w, http.StatusOK, "moving-list", v)
}

// ready opens a draft at which no job works; else it has led back to its page.
func (s *Site) readyDraft(w http.ResponseWriter, r *http.Request, code string) (d movingDraft, ok bool, err error) {
	if d, err = s.openDraft(r, d, 0); err != nil {
		return d, false, err
	}
	if ok = d.Work == moving.Idle && d.ready; !ok {
		http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	}
	return d, ok, nil
}

// answerList keeps what the person corrected and answered, and has the list read with that.
func (s *Site) answerList(w http.ResponseWriter, r *http.Request, code string) error {
	d, ok, err := s.readyDraft(w, r, code)
	if err != nil || !ok {
		return err
	}
	p := s.newPage(r, code, movingHome)
	f, err := readForm(r, &p)
	if err != nil {
		return err
	}
	answers := d.Answers
	for _, c := range d.report.Plan.Columns {
		key := "column." + strconv.Itoa(c.Index)
		if role := f.raw(key); role != "" && (role != string(c.Role) || c.Told) {
			answers[key] = role
		}
	}
	for _, q := range d.report.Plan.Questions {
		if answer := f.text("q:" + q.Key); answer != "" {
			answers[q.Key] = answer
		}
		if other := f.text("o:" + q.Key); other != "" && q.Place {
			answers[q.Key] = other
		}
	}
	own := d.Own
	if found, err := s.rooms.World().Places.Resolve(answers[moving.OwnKey]); own == 0 && answers[moving.OwnKey] != "" && err == nil {
		own = found.ID
	}
	if err := s.rooms.Drafts.Answer(r.Context(), actorOf(r), d.ID, own, code, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	return nil
}

// applyList has what fits entered, in the person's name. She must be allowed to enter
// partnerships of each town in whose name the list speaks; the job asks again.
func (s *Site) applyList(w http.ResponseWriter, r *http.Request, code string) error {
	d, ok, err := s.readyDraft(w, r, code)
	if err != nil || !ok {
		return err
	}
	if !d.Applied && !d.report.Plan.Blocked() {
		if foreign := s.foreignPlaces(r, d.report.Own, code); len(foreign) > 0 {
			return errs.New(errs.Forbidden, lang.Msg("moving.page.foreign", "names", foreign), nil)
		}
		if err := s.rooms.Drafts.Enter(r.Context(), actorOf(r), d.ID); err != nil && errs.KindOf(err) != errs.NotFound { // pressed twice
			return err
		}
	}
	http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	return nil
}

// foreignPlaces are the names of towns whose partnerships the person may not enter.
func (s *Site) foreignPlaces(r *http.Request, own []int64, code string) (names []string) {
	atlas := s.rooms.World().Places
	for _, n := range own {
		if !moving.MayEnter(actorOf(r), atlas, n) {
			names = append(names, atlas.DisplayName(n, code))
		}
	}
	return names
}

// withdrawList has what an import told taken back.
func (s *Site) withdrawList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.rooms.Drafts.Get(r.Context(), actorOf(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := s.rooms.Drafts.TakeBack(r.Context(), actorOf(r), d.ID); err != nil && errs.KindOf(err) != errs.NotFound { // pressed twice
		return err
	}
	http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	return nil
}

// againList goes on with a list whose job failed or was given up.
func (s *Site) againList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.rooms.Drafts.Get(r.Context(), actorOf(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	if d.Work == moving.Idle {
		err = s.rooms.Drafts.Again(r.Context(), actorOf(r), d.ID)
	} else {
		err = s.rooms.Drafts.Release(r.Context(), actorOf(r), d.ID)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	return nil
}

// discardList removes a list that waits.
func (s *Site) discardList(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.rooms.Drafts.Discard(r.Context(), actorOf(r), r.PathValue("id")); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+movingHome, lang.Msg("moving.page.discarded"), "")
}

// rejectedRows gives back the rows that do not fit, with the reasons, as the job that read
// the list wrote them.
func (s *Site) rejectedRows(w http.ResponseWriter, r *http.Request, code string) error {
	d, ok, err := s.readyDraft(w, r, code)
	if err != nil || !ok {
		return err
	}
	file, err := s.rooms.Drafts.RejectedOf(r.Context(), actorOf(r), d.ID)
	if err != nil {
		return err
	}
	if file == nil {
		return errNoPage
	}
	w.Header().Set("Content-Type", d.report.Rejected.Type)
	w.Header().Set("Content-Disposition", attachment(d.report.Rejected.Name))
	_, _ = w.Write(file) // the reader went away; there is nobody to tell
	return nil
}

// attachment names a file that is to be saved, in letters that every browser takes.
func attachment(name string) string {
	if plain := mime.FormatMediaType("attachment", map[string]string{"filename": name}); plain != "" {
		return plain
	}
	return `attachment; filename*=UTF-8''` + url.PathEscape(name)
}

// lineList prints the first line numbers that a question concerns.
func lineList(lines []int) string {
	const enough = 12
	var texts []string
	for _, n := range lines[:min(len(lines), enough)] {
		texts = append(texts, strconv.Itoa(n))
	}
	if len(lines) > enough {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}

// kept is the chosen answer, where it is one of the choices.
func keptChoice(q moving.Question, answer string) string {
	if slices.ContainsFunc(q.Choices, func(c moving.Choice) bool { return c.Value == answer }) {
		return answer
	}
	return ""
}
