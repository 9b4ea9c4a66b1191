package web

import (
	"archive/zip"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// materialRows are the meeting's documents as the form has them.
func (s *Site) materialRows(r *http.Request, v *meetingFactsPage) (rows []materialRow, err error) {
	if s.rooms.Documents == nil {
		return nil, nil
	}
	for n := range v.Form.rows("material", "document", mostRows) {
		id := v.Form.raw(rowField("material", n, "document"))
		row := materialRow{N: n, Document: id, Title: v.Form.raw(rowField("material", n, "title")), Lang: v.Form.raw(rowField("material", n, "language"))}
		found, err := s.documentViews(r, &v.page, []string{id})
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			row.About, row.URL = found[0].About, found[0].URL
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// takeMaterials puts files to the end of the materials, under a title and a language.
func (s *Site) takeMaterials(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.MaterialForm = f
	if len(intakes) == 0 && f.ok() {
		f.fail(fileField, lang.Msg("error.meeting.no_file"))
	}
	if f.ok() {
		err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.addMaterials(r, tx, note, v, f, intakes)
		})
		if err == nil {
			return s.done(w, r, code, v.OwnURL+"#materials", lang.Msg("meeting.material.added", "n", len(intakes)), "")
		}
		if !f.take(err) {
			return err
		}
	}
	if v.MayFile {
		v.Upload = s.uploadView(f, &v.page, intakes)
	}
	v.Form = newForm(&v.page, s.factValues(&v.page, v.Meeting, v.Language))
	if err := s.dressMeeting(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusUnprocessableEntity, "meeting-facts", v)
}

func (s *Site) addMaterials(r *http.Request, tx *db.Tx, note func(people.Entry), v *meetingFactsPage, f *form, intakes []document.Intake) error {
	language := f.text("language")
	if !s.catalog.Has(language) {
		language = ""
	}
	for _, in := range intakes {
		title := f.text("title")
		if title == "" || len(intakes) > 1 {
			title = nameWithout(in.Name)
		}
		d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{
			Intake: in.ID, Language: language, Title: map[string]string{v.Language: title}, Visibility: document.Public, On: v.Meeting.Object(),
		})
		if err != nil {
			return err
		}
		m := meeting.Material{Document: d.ID, Language: language, Title: meeting.Words{}.With(v.Language, title)}
		if err := s.rooms.Meetings.Add(r.Context(), tx, note, actorOf(r), v.Meeting.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// nameWithout is a file's name without its ending.
func nameWithout(name string) string {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return name
}

// meetingMaterials hands out all papers of a meeting as one file. It is sent as it is made.
func (s *Site) meetingMaterials(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.shownMeeting(r, code)
	if err != nil {
		return err
	}
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	docs, err := s.materialsOf(r, p, m.Facts)
	if err != nil {
		return err
	}
	if len(docs) == 0 {
		return errNoPage
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.zip"`, m.Slug))
	if r.Method == http.MethodHead {
		return nil
	}
	z := zip.NewWriter(w)
	pack := s.rooms.Documents.Pack(z, "")
	defer pack.Close() // of its own file alone; nothing of the pack is lost
	for i, d := range docs {
		if _, _, err = pack.Put(r.Context(), d.Deliver(true), m.Slug, fmt.Sprintf("%02d ", i+1), d.Created); err != nil {
			break
		}
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		s.breakOff(r, "the materials of a meeting were not sent whole", err)
	}
	return nil
}

// materialDocument is a paper of a meeting with its document.
type materialDocument struct {
	document.Document
	meeting.Material
}

// materialsOf are the papers of a meeting that the reader may read, in their order.
func (s *Site) materialsOf(r *http.Request, p *page, f meeting.Facts) (all []materialDocument, err error) {
	if s.rooms.Documents == nil || len(f.Materials) == 0 {
		return nil, nil
	}
	ids := make([]string, len(f.Materials))
	for i, m := range f.Materials {
		ids[i] = m.Document
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), ids)
	for _, m := range f.Materials {
		for _, d := range docs {
			if d.ID == m.Document && d.MayRead(actorOf(r), s.documentObject(d)) {
				all = append(all, materialDocument{d, m})
			}
		}
	}
	return all, err
}

// meetingWordsPage translates the short texts of a meeting.
type meetingWordsPage struct {
	pressHead
	Language, Name string
	Version        int64
	Form           *form
	Rows           []wordRow
	Changed        []revisionView
}

// Head is what stands above.
func (v *meetingWordsPage) Head() pressHead { return v.pressHead }

// wordRow is one short text: what it is, how it stands in its first language, its field.
type wordRow struct {
	Part, Source, SourceLang, Name, Value string
}

func (s *Site) newMeetingWords(w http.ResponseWriter, r *http.Request, code string) (*meetingWordsPage, meeting.Meeting, error) {
	m, err := s.meetingOf(r)
	language := r.PathValue("language")
	if err == nil && !s.catalog.Has(language) {
		err = errNoPage
	}
	if err != nil {
		return nil, m, err
	}
	head, err := s.headOf(w, r, code, m.Item, "/desk/meetings/"+m.ID+"/words/"+language, "")
	v := &meetingWordsPage{pressHead: head, Language: language, Version: m.Version}
	if err == nil {
		v.Kind, v.Name = v.t("meeting.kind."+string(m.Kind)), v.p.LanguageName(language)
	}
	return v, m, err
}

// fillWords puts the short texts into the page: as they stand, or as they were typed.
func (v *meetingWordsPage) fillWords(m meeting.Meeting) {
	first := firstLanguage(m.Item)
	for _, word := range m.Facts.Words() {
		source, in := word.Words.In(first, first)
		row := wordRow{Part: v.t("meeting.fact." + wordParts[word.Part]), Source: source, SourceLang: in, Name: "word." + word.Key(), Value: (*word.Words)[v.Language]}
		if v.Form.values.Has(row.Name) {
			row.Value = v.Form.raw(row.Name)
		}
		v.Rows = append(v.Rows, row)
	}
}

// wordParts are the facts to which short texts belong.
var wordParts = map[string]string{"series": "series", "venue": "venue", "credit": "credit", "patron": "patrons", "programme": "programme", "material": "materials"}

// meetingWords shows the form.
func (s *Site) meetingWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, err := s.newMeetingWords(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{})
	v.fillWords(m)
	return s.write(w, http.StatusOK, "meeting-words", v)
}

// takeMeetingWords keeps the short texts in one language.
func (s *Site) takeMeetingWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, err := s.newMeetingWords(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	texts := map[string]string{}
	for _, word := range m.Facts.Words() {
		if name := "word." + word.Key(); v.Form.values.Has(name) {
			texts[word.Key()] = v.Form.text(name)
		}
	}
	version, _ := strconv.ParseInt(v.Form.raw("version"), 10, 64) // unreadable: a conflict
	err = s.rooms.Meetings.Translate(r.Context(), actorOf(r), m.ID, version, v.Language, texts)
	if err == nil {
		return s.done(w, r, code, v.OwnURL+"/words/"+v.Language, lang.Msg("press.saved"), "")
	}
	status := http.StatusUnprocessableEntity
	if errs.KindOf(err) == errs.Conflict {
		status = http.StatusConflict
		if v.Changed, err = s.meetingSince(r, &v.page, m.ID, version); err != nil {
			return err
		}
		v.Form.fail("", lang.Msg("error.press.conflict"))
	} else if !v.Form.take(err) {
		return err
	}
	v.fillWords(m)
	return s.write(w, status, "meeting-words", v)
}

// meetingHistoryPage are the states that a meeting had.
type meetingHistoryPage struct {
	pressHead
	Version int64
	Changes []revisionView
}

// Head is what stands above.
func (v *meetingHistoryPage) Head() pressHead { return v.pressHead }

// meetingHistory shows them.
func (s *Site) meetingHistory(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.meetingOf(r)
	if err != nil {
		return err
	}
	head, err := s.headOf(w, r, code, m.Item, "/desk/meetings/"+m.ID+"/history", "")
	if err != nil {
		return err
	}
	v := &meetingHistoryPage{pressHead: head, Version: m.Version}
	v.Kind, v.Write = v.t("meeting.kind."+string(m.Kind)), s.may(r, people.WriteMeeting, m.Object())
	all, err := s.rooms.Meetings.Revisions(r.Context(), m.ID)
	if err != nil {
		return err
	}
	if v.Changes, err = s.meetingRevisions(r, &v.page, all, m.Version); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting-history", v)
}

// meetingRevisions dresses the states of a meeting, the newest first.
func (s *Site) meetingRevisions(r *http.Request, p *page, all []meeting.Revision, present int64) (list []revisionView, err error) {
	names, err := s.rooms.People.Names(r.Context())
	for _, rev := range all {
		at := rev.At.In(s.homeZone())
		one := revisionView{
			Version: rev.Version, When: p.p.Date(lang.DateOf(at)), Time: p.p.Clock(at), What: p.t("press.cause.change"), Note: rev.Note,
			Who: names[rev.By], Restorable: rev.Version != present,
		}
		if rev.Version == 1 {
			one.What = p.t("press.cause.begin")
		}
		switch {
		case rev.By == people.System().Account:
			one.Who = p.t("list.by.program")
		case one.Who == "":
			one.Who = p.t("list.by.erased")
		}
		for _, f := range rev.Fields {
			d := differenceView{Field: p.t("meeting.fact." + f.Name), Old: s.factWord(p, f.Name, f.Old), New: s.factWord(p, f.Name, f.New)}
			one.Fields = append(one.Fields, d)
		}
		list = append(list, one)
	}
	return list, err
}

// factWord says a code of a meeting's facts in words; what is none stays.
func (s *Site) factWord(p *page, name, value string) string {
	switch {
	case value == "":
	case name == "kind":
		return p.named("meeting.kind.", value)
	case name == "inferred":
		return p.named("inferred.why.", value)
	case name == "off":
		return p.t("list.yes")
	case name == "place":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return s.rooms.World().Places.DisplayName(n, p.Lang)
		}
	}
	return value
}

// meetingSince tells what others changed after the version that a person saw.
func (s *Site) meetingSince(r *http.Request, p *page, id string, version int64) ([]revisionView, error) {
	all, err := s.rooms.Meetings.Revisions(r.Context(), id)
	if err != nil {
		return nil, err
	}
	var after []meeting.Revision
	for _, rev := range all {
		if rev.Version > version {
			after = append(after, rev)
		}
	}
	return s.meetingRevisions(r, p, after, 0)
}

// restoreMeeting makes an earlier state the present one.
func (s *Site) restoreMeeting(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.meetingOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	to, _ := strconv.ParseInt(f.raw("to"), 10, 64)           // unreadable: not found
	version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // unreadable: a conflict
	if err := s.rooms.Meetings.Restore(r.Context(), actorOf(r), m.ID, version, to); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/meetings/"+m.ID, lang.Msg("press.restored"), "")
}
