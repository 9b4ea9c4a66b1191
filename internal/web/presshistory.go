package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

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
		at := rev.At.In(s.homeZone())
		one := revisionView{
			Version: rev.Version, When: p.p.Date(lang.DateOf(at)), Time: p.p.Clock(at), What: p.t("press.cause." + rev.Cause), Note: rev.Note,
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

// whatChanged tells, where somebody was overtaken, what others changed after the version in
// her form: of a text, or with language "" of the own fields. Her form gets the present
// version, so that she can save over it knowingly.
func (s *Site) whatChanged(r *http.Request, v *pressHead, f *form, language string, present int64, err error) ([]revisionView, error) {
	if !overtaken(err) {
		return nil, err
	}
	list, fault := s.pressSince(r, v, language, f.version())
	if fault != nil {
		return nil, fault
	}
	f.values.Set("version", strconv.FormatInt(present, 10))
	return list, err
}

// pressSince are the changes after a version that a person saw, with all differences in the
// first. After one that was thrown away there are none but that.
func (s *Site) pressSince(r *http.Request, v *pressHead, language string, version int64) ([]revisionView, error) {
	after, err := s.rooms.Press.Since(r.Context(), v.Item.ID, language, version)
	if err != nil {
		return nil, err
	}
	list, err := s.pressRevisions(r, &v.page, after, 0)
	if len(list) == 0 {
		list = []revisionView{{What: v.t("press.cause.revert")}}
	}
	seen, found, err2 := s.rooms.Press.Revision(r.Context(), v.Item.ID, language, version)
	if err != nil || err2 != nil || !found {
		return list, err
	}
	var parts []comparedPart
	if language == "" {
		parts, err = s.ownParts(r, &v.page, seen.Own, v.Item.Own)
	} else {
		t, _ := v.Item.Text(language)
		parts = v.compared(seen.Content, t.Content)
	}
	for _, part := range parts {
		list[0].Fields = append(list[0].Fields, part.difference())
	}
	return list, err
}

// difference is a part without what stayed.
func (c comparedPart) difference() differenceView {
	d := differenceView{Field: c.Name}
	for _, piece := range c.Pieces {
		switch piece.Change {
		case press.Gone:
			d.Old += piece.Text + " "
		case press.Added:
			d.New += piece.Text + " "
		}
	}
	return d
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
