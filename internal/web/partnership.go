package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/source"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// partnership tells the history of one partnership: its status in a sentence, the braid
// with its acts, the acts with their sources, and what the sources say differently.
func (s *Site) partnership(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v := &partnershipPage{page: s.newPage(r, code, "/partnerships/"+r.PathValue("id"))}
	day, at, err := s.moments(r, &v.AsOf, &v.KnownAt)
	if err != nil {
		return err
	}
	found, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := found.Listable(v.sideNames(now, found)); err != nil {
		return err
	}
	sources, err := s.sourcesOf(r, &v.page, found)
	if err != nil {
		return err
	}
	v.keepQuery(r.URL.Query())
	v.APIURL = "/api/v1/partnerships/" + found.ID
	history := partnership.HistoryOf(found, day, at)
	v.fillSides(now, found, history.Strand.Status)
	v.fillStatus(found, history.Strand.Status)
	v.fillHistory(now, found, history, sources)
	if err := s.fillDocuments(r, v, history); err != nil {
		return err
	}
	v.fillClaims(found, at, sources)
	v.SideWords, v.Confirmed = v.positions(now, found, ""), found.Confirmed("")
	if s.rooms.Proposals != nil {
		v.ProposeURL = "/" + code + "/propose?partnership=" + found.ID
	}
	if s.rooms.Programmes != nil {
		v.CallsURL = "/" + code + "/partnerships/" + found.ID + "/calls"
	}
	if s.may(r, people.EditPart, s.partnershipObject(found)) {
		v.EditURL = "/" + code + "/desk/partnerships/" + found.ID
	}
	if v.Meetings, err = s.meetingsOf(r, &v.page, press.Link{Kind: press.OfPartnership, Target: found.ID}); err != nil {
		return err
	}
	if v.Press, err = s.related(r, &v.page, press.Link{Kind: press.OfPartnership, Target: found.ID}); err != nil {
		return err
	}
	if v.Projects, err = s.projectsOfPartnership(r, &v.page, found.ID); err != nil {
		return err
	}
	if s.rooms.Projects != nil && s.may(r, people.BeginProject, s.partnershipObject(found)) {
		v.ProjectURL = "/" + code + "/desk/projects/new?partnership=" + found.ID
	}
	v.fillFacts(found, history)
	if err := s.fillReplaced(r, v, now, found); err != nil {
		return err
	}
	v.drawHistory(found, history, day)
	return s.write(w, http.StatusOK, "partnership", v)
}

// sideNames are the names of a partnership's sides.
func (v *partnershipPage) sideNames(w *world.World, found partnership.Partnership) (names []string) {
	for _, id := range found.Sides() {
		names = append(names, v.partyName(w, found, id))
	}
	return names
}

// sourcesOf reads the sources that a partnership names, by code.
func (s *Site) sourcesOf(r *http.Request, p *page, found partnership.Partnership) (map[string]sourceView, error) {
	return s.sourceViews(r, p, found.SourceCodes())
}

// sourceViews reads sources by their codes. Codes that are not known are left out.
func (s *Site) sourceViews(r *http.Request, p *page, codes []string) (map[string]sourceView, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	list, err := s.rooms.Sources.ByCodes(r.Context(), codes)
	if err != nil {
		return nil, err
	}
	views := make(map[string]sourceView, len(list))
	for _, c := range list {
		views[c.Code] = p.sourceView(c)
	}
	return views, nil
}

func (p *page) sourceView(c source.Source) sourceView {
	v := sourceView{Title: c.Title, Publisher: c.Publisher, URL: c.URL, Language: c.Language}
	if v.Title == "" {
		v.Title = c.Code
	}
	if !c.Retrieved.IsZero() {
		v.Retrieved = p.t("source.retrieved", "date", c.Retrieved)
	}
	return v
}

// fillSides names the parties, and says how each stands where they differ.
func (v *partnershipPage) fillSides(w *world.World, found partnership.Partnership, status partnership.Status) {
	var names []string
	for _, id := range found.Sides() {
		side := v.placeView(w, id)
		if name := v.partyName(w, found, id); name != side.Name {
			side.Name, side.Endonym = name, ""
		}
		names = append(names, side.Name)
		v.Sides = append(v.Sides, side)
		if c, ok := status.Sides[id]; ok {
			v.SideStates = append(v.SideStates, sideState{side.Name, v.statusOf(c.String())})
		}
	}
	v.Differ = status.Differ()
	if len(names) > 1 {
		v.Title = v.t("partnership.title", "here", names[0], "there", names[1])
	}
	v.Join = joinBraid(status.Code.String())
}

func (v *partnershipPage) fillStatus(found partnership.Partnership, status partnership.Status) {
	v.Status = v.status(status)
	v.Sentence = v.p.Message(status.Sentence)
	for _, note := range status.Notes {
		v.Sentence += " " + v.p.Message(note)
	}
	v.Description = v.Sentence
	v.Kind, v.OriginalTerm = v.t("partnership.kind."+string(found.Kind)), found.OriginalTerm
	v.Story = found.Story[v.Lang]
}

// fillHistory lists the acts in the order in which they count.
func (v *partnershipPage) fillHistory(w *world.World, found partnership.Partnership, h partnership.History, sources map[string]sourceView) {
	sides := found.Sides()
	for _, e := range h.Entries {
		a := actView{ID: e.Act.ID, Type: v.t("act.type." + string(e.Act.Type)), When: v.dateText(e.Act.Date), Text: e.Act.Text[v.Lang]}
		if !e.ByItself.IsZero() {
			a.ID += "-then"
			a.Type, a.When, a.Text = v.unstopped(e.ByItself), v.p.Date(e.Said), ""
		} else {
			a.Details = v.details(e.Act)
			a.Positions, a.Confirmed = v.positions(w, found, e.Act.ID), found.Confirmed(e.Act.ID)
			a.By = v.by(w, found, e.Act.By, sides)
			if e.Act.Date.Inferred() {
				a.Precision = v.t("partnership.inferred")
			}
			for _, note := range []string{v.signed(w, found, e.Act), v.signedAt(w, e.Act), v.tongues(e.Act), v.authentic(e.Act), v.inferred(e.Act.Date)} {
				if note != "" {
					a.Details = append(a.Details, note)
				}
			}
		}
		for _, code := range e.Act.Sources {
			if c, ok := sources[code]; ok {
				a.Sources = append(a.Sources, c)
			}
		}
		v.Acts = append(v.Acts, a)
	}
}

// unstopped is a sentence as a heading: without its full stop.
func (v *partnershipPage) unstopped(m lang.Message) string {
	return strings.TrimSuffix(v.p.Message(m), ".")
}

// fillDocuments puts the documents of each act beside it.
func (s *Site) fillDocuments(r *http.Request, v *partnershipPage, h partnership.History) error {
	for i, e := range h.Entries {
		if !e.ByItself.IsZero() {
			continue // nobody signed anything
		}
		var err error
		if v.Acts[i].Documents, err = s.documentViews(r, &v.page, e.Act.Documents); err != nil {
			return err
		}
	}
	return nil
}

// by says which sides took an act; nil where all did.
func (v *partnershipPage) by(w *world.World, found partnership.Partnership, by, sides []int64) *actBy {
	if len(by) == 0 || len(by) == len(sides) {
		return nil
	}
	var names []string
	for _, id := range by {
		names = append(names, v.partyName(w, found, id))
	}
	class := "there"
	if len(sides) > 0 && slices.Contains(by, sides[0]) {
		class = "here"
	}
	return &actBy{class, v.t("partnership.by", "names", names)}
}

// details are what an act says beside its date and sides.
func (v *partnershipPage) details(a partnership.Act) []string {
	var list []string
	add := func(key, name string, value any) { list = append(list, v.t(key, name, value)) }
	if a.Title != "" {
		add("partnership.act.paper", "title", a.Title)
	}
	if a.Number != "" {
		add("partnership.act.number", "number", a.Number)
	}
	if text := v.cause(a.Condition, a.ConditionText()); text != "" {
		add("partnership.act.condition", "text", text)
	}
	if text := v.cause(a.Ground, a.GroundText()); text != "" {
		add("partnership.act.ground", "text", text)
	}
	if note := a.Vote.Note(); !note.IsZero() {
		list = append(list, v.p.Message(note))
	}
	if !a.InForceTo.IsZero() {
		add("partnership.act.until", "date", a.InForceTo.Calendar())
	}
	if a.Term != "" {
		add("partnership.act.term", "text", v.duration(a.Term))
	}
	if a.Notice != "" {
		add("partnership.act.notice", "text", v.duration(a.Notice))
	}
	return list
}

// cause prints the recorder's words in the page's language, else the code's.
func (v *partnershipPage) cause(c partnership.Cause, coded lang.Message) string {
	if text := c.Text[v.Lang]; text != "" {
		return text
	}
	return v.p.Message(coded)
}

// fillClaims sets contradictions side by side, the shown value first.
func (v *partnershipPage) fillClaims(found partnership.Partnership, at time.Time, sources map[string]sourceView) {
	for _, field := range source.Contradictions(found.ClaimsBeside(), at) {
		key := "claim.field." + field.Field
		c := contradictionView{Field: v.t("claim.field.other", "field", field.Field)}
		if v.p.Has(key) {
			c.Field = v.t(key)
		}
		for i, value := range field.Values {
			view := claimView{Value: v.claimed(field.Field, value.Value), Shown: i == 0, Source: sources[value.Claims[0].Source]}
			if i == 0 {
				view.Why = v.p.Message(field.Why())
			}
			c.Claims = append(c.Claims, view)
		}
		v.Contradictions = append(v.Contradictions, c)
	}
}

// claimed prints a claim's value: a date as people write it, a status by its word,
// anything else as it is.
func (v *partnershipPage) claimed(field, value string) string {
	if key := "status." + value + ".label"; field == "status" && v.p.Has(key) {
		return v.t(key)
	}
	if d, err := partnership.ParseDate(value); err == nil && !d.IsZero() {
		return v.dateText(d)
	}
	return value
}

func (v *partnershipPage) fillFacts(found partnership.Partnership, h partnership.History) {
	v.Facts = []fact{{v.t("partnership.fact.kind"), v.Kind}}
	if v.OriginalTerm != "" {
		v.Facts = append(v.Facts, fact{v.t("partnership.fact.term"), v.OriginalTerm})
	}
	if start := h.Strand.Status.Start; !start.IsZero() {
		v.Facts = append(v.Facts, fact{v.t("partnership.fact.since"), v.dateText(start)})
	}
	if len(found.Topics) > 0 {
		var topics []string
		for _, code := range found.Topics {
			topics = append(topics, v.t("topic."+code))
		}
		v.Facts = append(v.Facts, fact{v.t("partnership.fact.topics"), v.p.List(topics)})
	}
	for _, hint := range h.Health.Hints {
		v.Hints = append(v.Hints, v.p.Message(hint))
	}
}

// drawHistory draws the braid from a little before the first act to the day asked for.
func (v *partnershipPage) drawHistory(found partnership.Partnership, h partnership.History, day lang.Date) {
	first, last := float64(day.Year), yearOf(day)
	var acts []timelineAct
	for _, e := range h.Entries {
		if e.Day.IsZero() {
			continue
		}
		first = min(first, yearOf(e.Day))
		when, text := v.dateText(e.Act.Date), v.t("act.type."+string(e.Act.Type))
		if !e.ByItself.IsZero() {
			when, text = v.p.Date(e.Said), v.unstopped(e.ByItself)
		}
		acts = append(acts, timelineAct{Year: yearOf(e.Day), Text: text + ", " + when})
	}
	axis := draw.NewAxis(float64(int(first)), last+0.4)
	setBraid(v, axis, draw.NewBraid(axis, braidBand, spans(h.Strand, found.Sides())), acts)
}
