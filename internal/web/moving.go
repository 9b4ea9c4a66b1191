package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"twintown/internal/exchange/moving"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// movingRows is how many rows a list that comes through the site may have: they are read
// and entered within one request.
const movingRows = 5_000

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
}

// movingLine is a list that waits.
type movingLine struct {
	File, URL, State string
	Until            lang.Date
}

func (s *Site) newMoving(w http.ResponseWriter, r *http.Request, code string) (*movingPage, error) {
	v := &movingPage{page: s.newDesk(w, r, code, movingHome, movingHome), Action: "/" + code + movingHome, Rows: movingRows}
	v.Title = v.t("moving.page.title")
	v.Form = newForm(&v.page, nil)
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

// takeList takes a list that was uploaded. One that cannot be read is refused with a
// sentence; one that can waits for the person.
func (s *Site) takeList(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMoving(w, r, code)
	if err != nil {
		return err
	}
	name, content, own, err := s.readUpload(r, v.Form)
	if err == nil {
		_, err = s.readList(r.Context(), name, content, "")
	}
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Field == "" {
		e.Field = "list" // whatever a list is refused for, it is the file's fault
	}
	if v.Form.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "moving", v)
	}
	if err != nil {
		return err
	}
	id, err := s.rooms.Drafts.Begin(r.Context(), actorOf(r), name, own, content)
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Action+"/"+id, http.StatusSeeOther)
	return nil
}

// readersAtOnce is how many lists are read at the same time: a stranger's file may cost
// some hundred megabytes while it is read, and a node has little memory.
const readersAtOnce = 2

// readList reads a list when its turn comes.
func (s *Site) readList(ctx context.Context, name string, content []byte, encoding string) (*moving.Table, error) {
	select {
	case s.readers <- struct{}{}:
		defer func() { <-s.readers }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return moving.Read(name, content, moving.ReadOptions{Lexicon: s.lexicon, Encoding: encoding, Limits: moving.Limits{Rows: movingRows}})
}

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

// movingDraft is a list of the person with the plan that its answers make.
type movingDraft struct {
	moving.Draft
	plan moving.Plan
}

// openDraft reads a draft of the person and plans it.
func (s *Site) openDraft(r *http.Request, code string) (d movingDraft, err error) {
	if d.Draft, err = s.rooms.Drafts.Get(r.Context(), actorOf(r), r.PathValue("id")); err != nil {
		return d, err
	}
	now := s.rooms.World()
	key := fmt.Sprint(d.ID, d.Own, d.Answers, d.Applied, d.Undone, now.Version, code)
	if plan, ok := s.plans.get(key); ok {
		d.plan = plan
		return d, nil
	}
	table, err := s.readList(r.Context(), d.File, d.Content, d.Answers[moving.EncodingKey])
	if err != nil {
		return d, err
	}
	known, err := s.knownTo(r.Context(), now, d.Own)
	if err != nil {
		return d, err
	}
	d.plan = moving.Make(table, known, moving.Options{Lexicon: s.lexicon, Own: d.Own, Answers: d.Answers, Today: s.today(), Language: code})
	s.plans.put(key, d.plan)
	return d, nil
}

// plans remembers the last few plans: between looking, downloading and entering nothing
// changes, and planning five thousand rows takes seconds. Entering looks anew at what is
// known.
type plans struct {
	mu   sync.Mutex
	keys []string
	kept map[string]moving.Plan
}

// plansKept is how many plans are remembered: each may take some megabytes.
const plansKept = 4

func (m *plans) get(key string) (moving.Plan, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	plan, ok := m.kept[key]
	return plan, ok
}

func (m *plans) put(key string, plan moving.Plan) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]moving.Plan{}
	}
	if _, known := m.kept[key]; !known {
		m.keys = append(m.keys, key)
	}
	m.kept[key] = plan
	for len(m.keys) > plansKept {
		delete(m.kept, m.keys[0])
		m.keys = m.keys[1:]
	}
}

// knownTo reads what is known of the list's own town, or of all where rows say whose
// partners they are.
func (s *Site) knownTo(ctx context.Context, now *world.World, own int64) (moving.Known, error) {
	if own == 0 {
		return moving.KnownOf(ctx, now.Places, s.rooms.Partnerships)
	}
	return moving.KnownOf(ctx, now.Places, s.rooms.Partnerships, own)
}

// showList shows what was understood of a list, what is asked, and what will become of it.
func (s *Site) showList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.openDraft(r, code)
	if err != nil {
		return err
	}
	v := s.draftPage(w, r, code, d)
	return s.write(w, http.StatusOK, "moving-list", v)
}

// answerList keeps what the person corrected and answered, and shows the list again.
func (s *Site) answerList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.openDraft(r, code)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, movingHome)
	f, err := readForm(r, &p)
	if err != nil {
		return err
	}
	answers := d.Answers
	for _, c := range d.plan.Columns {
		key := "column." + strconv.Itoa(c.Index)
		if role := f.raw(key); role != "" && (role != string(c.Role) || c.Told) {
			answers[key] = role
		}
	}
	for _, q := range d.plan.Questions {
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
	if err := s.rooms.Drafts.Answer(r.Context(), actorOf(r), d.ID, own, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/"+code+movingHome+"/"+d.ID, http.StatusSeeOther)
	return nil
}

// applyList enters what fits, in the person's name. She must be allowed to enter
// partnerships of each town in whose name the list speaks.
func (s *Site) applyList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.openDraft(r, code)
	if err != nil {
		return err
	}
	back := "/" + code + movingHome + "/" + d.ID
	if d.Applied || d.plan.Blocked() {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	if foreign := s.foreignPlaces(r, d.plan, code); len(foreign) > 0 {
		return errs.New(errs.Forbidden, lang.Msg("moving.page.foreign", "names", foreign), nil)
	}
	publisher := s.rooms.World().Places.DisplayName(d.plan.Own, code)
	done, err := moving.Apply(r.Context(), s.movingStores(), actorOf(r), d.plan, publisher)
	if err != nil {
		return err
	}
	if err := s.rooms.Drafts.Finish(r.Context(), actorOf(r), d.ID, done); err != nil {
		return err
	}
	return s.done(w, r, code, back, lang.Msg("moving.page.done", "n", len(done.Told)), "")
}

// foreignPlaces are the names of towns whose partnerships the person may not enter.
func (s *Site) foreignPlaces(r *http.Request, plan moving.Plan, code string) (names []string) {
	now := s.rooms.World()
	for _, n := range plan.OwnPlaces() {
		if !people.Allows(actorOf(r), people.EditOwn, s.placesObject("place", strconv.FormatInt(n, 10), n)) {
			names = append(names, now.Places.DisplayName(n, code))
		}
	}
	return names
}

func (s *Site) movingStores() moving.Stores {
	return moving.Stores{Partnerships: s.rooms.Partnerships, Sources: s.rooms.Sources, Log: s.rooms.People.Log()}
}

// withdrawList takes back what an import told.
func (s *Site) withdrawList(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.rooms.Drafts.Get(r.Context(), actorOf(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	back := "/" + code + movingHome + "/" + d.ID
	if !d.Applied || !d.Undone.IsZero() {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	if _, err := moving.Withdraw(r.Context(), s.movingStores(), actorOf(r), d.Done); err != nil {
		return err
	}
	if err := s.rooms.Drafts.Undo(r.Context(), actorOf(r), d.ID); err != nil {
		return err
	}
	return s.done(w, r, code, back, lang.Msg("moving.page.undone"), "")
}

// discardList removes a list that waits.
func (s *Site) discardList(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.rooms.Drafts.Discard(r.Context(), actorOf(r), r.PathValue("id")); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+movingHome, lang.Msg("moving.page.discarded"), "")
}

// rejectedRows gives back the rows that do not fit, with the reasons.
func (s *Site) rejectedRows(w http.ResponseWriter, r *http.Request, code string) error {
	d, err := s.openDraft(r, code)
	if err != nil {
		return err
	}
	reader := s.catalog.Printer(code)
	var buf bytes.Buffer
	if err := moving.Rejected(&buf, d.plan, reader); err != nil {
		return err
	}
	w.Header().Set("Content-Type", moving.RejectedType(d.plan))
	w.Header().Set("Content-Disposition", attachment(moving.RejectedName(d.plan, reader)))
	_, _ = buf.WriteTo(w) // the reader went away; there is nobody to tell
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
