package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// publishPress lets the public see a text: now, or from a moment on. "take_back" takes
// back what is scheduled.
func (s *Site) publishPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	back := v.Base + "/" + v.Language
	if f.raw("do") == "take_back" {
		if err := s.rooms.Press.Unschedule(r.Context(), actorOf(r), v.Item.ID, v.Language); err != nil {
			return err
		}
		return s.done(w, r, code, back, lang.Msg("press.unscheduled"), "")
	}
	v.Form, v.Schedule = newForm(&v.page, textValues(t)), f
	var at time.Time
	if f.raw("do") == "later" {
		if at, err = time.ParseInLocation("2006-01-02T15:04", f.text("at"), s.homeZone()); err != nil {
			f.fail("at", lang.Msg("error.press.moment"))
		}
	}
	if v.Item.Kind == press.Meeting && s.rooms.Meetings != nil {
		if err := s.readyMeeting(r, v.Item.ID); err != nil && !v.Form.take(err) {
			return err
		}
	}
	if f.ok() && v.Form.ok() {
		resolve, err := s.resolver(r, v.Language, t.Content)
		if err != nil {
			return err
		}
		err = s.rooms.Press.Publish(r.Context(), actorOf(r), v.Item.ID, v.Language, at, resolve)
		switch {
		case err == nil && at.IsZero():
			return s.done(w, r, code, back, lang.Msg("press.published"), back+"/withdraw")
		case err == nil:
			return s.done(w, r, code, back, lang.Msg("press.scheduled", "when", v.momentIn(at, s.homeZone())), "")
		case errs.FieldOf(err) == "at":
			f.take(err)
		case !v.Form.take(err):
			return err
		}
	}
	if err := s.previewText(r, v, t.Content); err != nil {
		return err
	}
	return s.write(w, http.StatusUnprocessableEntity, "press-text", v)
}

// withdrawPress takes a text from the public, in this language or in all, and offers to
// bring it back.
func (s *Site) withdrawPress(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	language := r.PathValue("language")
	if f.checked("everywhere") {
		language = ""
	}
	undo, err := s.rooms.Press.Withdraw(r.Context(), actorOf(r), i.ID, language, f.text("why"))
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/press/"+i.ID+"/"+r.PathValue("language"), lang.Msg("press.withdrawn"), "/"+code+"/desk/undo/"+undo)
}

// makePreview makes a link to a draft, which is shown once; or ends all of them.
func (s *Site) makePreview(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	if f.raw("do") == "end" {
		if err := s.rooms.Press.EndPreviews(r.Context(), actorOf(r), v.Item.ID, v.Language); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/"+v.Language, lang.Msg("press.preview.ended"), "")
	}
	key, err := s.rooms.Press.Preview(r.Context(), actorOf(r), v.Item.ID, v.Language)
	if err != nil {
		return err
	}
	v.LinkURL, v.Links = s.options.BaseURL+"/"+v.Language+"/preview/"+key, v.Links+1
	v.Form = newForm(&v.page, textValues(t))
	if err := s.previewText(r, v, t.Content); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "press-text", v)
}

// takePressFiles takes files that were dropped onto a text, and answers with what names
// them there. It is asked by a script; a form sends files with the text itself.
func (s *Site) takePressFiles(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	f, intakes, err := s.readActForm(r, p)
	if err != nil {
		return err
	}
	var answer struct {
		Named  []string `json:"named"`
		Faults []string `json:"faults"`
	}
	if len(intakes) > 0 {
		if answer.Named, err = s.addPressFiles(r, i, f.text("language"), intakes); err != nil {
			return err
		}
	}
	for _, x := range f.faults {
		answer.Faults = append(answer.Faults, x.Text)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(answer)
}

// addPressFiles makes public documents of files and returns what names each in a text.
func (s *Site) addPressFiles(r *http.Request, i press.Item, language string, intakes []document.Intake) (named []string, err error) {
	on := i.Object()
	if !s.catalog.Has(language) {
		language = ""
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		named = nil
		for _, in := range intakes {
			d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{Intake: in.ID, Language: language, Visibility: document.Public, On: on})
			if err != nil {
				return err
			}
			named = append(named, nameInText(d))
		}
		return nil
	})
	return named, err
}

// nameInText is how a document stands in a text: a picture to be described, or a link. The
// file's name is no description, so a picture comes with none.
func nameInText(d document.Document) string {
	if d.Kind.Image() {
		return "![](doc:" + d.ID + ")"
	}
	title := d.Name
	if at := strings.LastIndexByte(title, '.'); at > 0 {
		title = title[:at]
	}
	clean := strings.NewReplacer("[", "(", "]", ")", "\\", " ", "_", " ").Replace(title)
	return "[" + clean + "](doc:" + d.ID + ")"
}

// pressHistoryPage are the states that a text had.
type pressHistoryPage struct {
	pressHead
	Language, Name string
	Version        int64
	Changes        []revisionView
	Older          *pressCompare // two states word by word
}

// Head is what stands above.
func (v *pressHistoryPage) Head() pressHead { return v.pressHead }

// pressCompare is one state beside the one before it.
type pressCompare struct {
	When, Who string
	Version   int64
	Parts     []comparedPart
	CanTake   bool
}

// comparedPart is a part of a text with what changed in it.
type comparedPart struct {
	Name   string
	Pieces []press.Piece
}

// pressHistory shows the states, and one of them word by word.
func (s *Site) pressHistory(w http.ResponseWriter, r *http.Request, code string) error {
	language := r.PathValue("language")
	head, err := s.newPressHead(w, r, code, "/"+language+"/history", language)
	if err != nil {
		return err
	}
	t, ok := head.Item.Text(language)
	if !ok {
		return errNoPage
	}
	v := &pressHistoryPage{pressHead: head, Language: language, Name: head.p.LanguageName(language), Version: t.Version}
	all, err := s.rooms.Press.Revisions(r.Context(), head.Item.ID, language)
	if err != nil {
		return err
	}
	if v.Changes, err = s.pressRevisions(r, &v.page, all, t.Version); err != nil {
		return err
	}
	wanted, _ := strconv.ParseInt(r.URL.Query().Get("version"), 10, 64) // unreadable: none
	for n, rev := range all {
		if rev.Version != wanted {
			continue
		}
		var before press.Content
		if n+1 < len(all) {
			before = all[n+1].Content
		}
		v.Older = &pressCompare{When: v.Changes[n].When + ", " + v.Changes[n].Time, Who: v.Changes[n].Who, Version: wanted, Parts: v.compared(before, rev.Content), CanTake: v.Write && wanted != t.Version}
	}
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "press-history", v)
}

// pressRevisions dresses the states of a text, the newest first, without their words.
func (s *Site) pressRevisions(r *http.Request, p *page, all []press.Revision, present int64) (list []revisionView, err error) {
	names, err := s.rooms.People.Names(r.Context())
	for _, rev := range all {
		one := revisionView{
			Version: rev.Version, When: p.p.Date(lang.DateOf(rev.At)), Time: p.p.Clock(rev.At), What: p.t("press.cause." + rev.Cause), Note: rev.Note,
			Who: names[rev.By], Restorable: rev.Version != present,
		}
		switch {
		case rev.By == people.System().Account:
			one.Who = p.t("list.by.program")
		case one.Who == "":
			one.Who = p.t("list.by.erased")
		}
		list = append(list, one)
	}
	return list, err
}

// compared shows what changed between two contents, part by part.
func (p *page) compared(before, after press.Content) (parts []comparedPart) {
	for _, x := range [][3]string{
		{"press.field.title", before.Title, after.Title},
		{"press.field.lead", before.Lead, after.Lead},
		{"press.field.body", before.Body, after.Body},
		{"press.part.partners", before.Details.Partners, after.Details.Partners},
		{"press.part.cost_text", before.Details.Cost, after.Details.Cost},
		{"press.part.result", before.Details.Result, after.Details.Result},
		{"press.field.contact", before.Details.Contact, after.Details.Contact},
		{"press.field.slug", before.Slug, after.Slug},
	} {
		if x[1] != x[2] {
			parts = append(parts, comparedPart{p.t(x[0]), press.Differences(x[1], x[2])})
		}
	}
	return parts
}

// pressSince tells what others changed of a text after the version that a person saw. Where
// nobody did, the conflict is another, which stays.
func (s *Site) pressSince(r *http.Request, v *pressHead, language string, version int64, conflict error) ([]revisionView, error) {
	after, err := s.rooms.Press.Since(r.Context(), v.Item.ID, language, version)
	if err != nil {
		return nil, err
	}
	if len(after) == 0 {
		return nil, conflict
	}
	list, err := s.pressRevisions(r, &v.page, after, 0)
	seen, found, err2 := s.rooms.Press.Revision(r.Context(), v.Item.ID, language, version)
	if err != nil || err2 != nil || !found || language == "" {
		return list, err
	}
	for _, part := range v.compared(seen.Content, after[0].Content) {
		d := differenceView{Field: part.Name}
		for _, piece := range part.Pieces {
			switch piece.Change {
			case press.Gone:
				d.Old += piece.Text + " "
			case press.Added:
				d.New += piece.Text + " "
			}
		}
		list[0].Fields = append(list[0].Fields, d)
	}
	return list, nil
}

// restorePress makes an earlier state the one that is worked on.
func (s *Site) restorePress(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	language := r.PathValue("language")
	to, _ := strconv.ParseInt(f.raw("to"), 10, 64)           // unreadable: not found
	version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // unreadable: a conflict
	if err := s.rooms.Press.Restore(r.Context(), actorOf(r), i.ID, language, version, to); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/press/"+i.ID+"/"+language, lang.Msg("press.restored"), "")
}
