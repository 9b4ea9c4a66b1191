package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/seek/procedure"
	"twintown/internal/source"
	"twintown/internal/topic"
	"twintown/internal/world"
)

// newProcedurePage begins a procedure: with whom, and what one's town would like.
type newProcedureView struct {
	page
	Form          *form
	Here          placeView
	Sides         []placeView
	Offers        []placeView
	Kinds, Topics []option
	Action        string
	Known         []string // what it grows from
	Origins       []string // names of the fields that say so
}

// newProcedure shows the form, with everything known filled in.
func (s *Site) newProcedure(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v, err := s.newProcedureView(w, r, code, now)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := newForm(&v.page, url.Values{"pick": {q.Get("with")}})
	for _, name := range procedureOrigins {
		if id := q.Get(name); id != "" {
			f.values.Set(name, id)
		}
	}
	grew := s.origin(r, v, f)
	s.fillOrigin(r, v, f, grew)
	sides := sidesOf(f, now)
	setSides(f, sides)
	s.dressNewProcedure(v, now, f, sides)
	return s.write(w, http.StatusOK, "procedure-new", v)
}

// procedureOrigins are what a procedure can grow from, as fields of the form.
var procedureOrigins = []string{"contact", "request", "conversation", "partnership"}

func (s *Site) newProcedureView(w http.ResponseWriter, r *http.Request, code string, now *world.World) (*newProcedureView, error) {
	if s.rooms.Procedures == nil {
		return nil, errNoPage
	}
	here, err := strconv.ParseInt(r.PathValue("place"), 10, 64)
	if err != nil {
		return nil, errNoPage
	}
	path := newProcedureAt(here)
	v := &newProcedureView{page: s.newDesk(w, r, code, path, "/desk/procedures"), Action: "/" + code + path}
	v.keepQuery(r.URL.Query())
	v.Title, v.Here = v.t("procedure.begin"), v.placeView(now, here)
	return v, nil
}

// grown is what a procedure grows from, as far as the reader may know of it.
type grown struct {
	contact     *forum.Contact
	meeting     string // its title
	request     *seek.Request
	partnership *partnership.Partnership
	others      []int64
}

// origin looks up what a form names as the origin; what is none, or none of the place's, is
// taken out of the form.
func (s *Site) origin(r *http.Request, v *newProcedureView, f *form) (g grown) {
	ctx, here := r.Context(), v.Here.ID
	if id := f.text("contact"); id != "" && s.rooms.Forums != nil {
		all, err := s.rooms.Forums.ContactsOf(ctx, here)
		if i := slices.IndexFunc(all, func(c forum.Contact) bool { return c.ID == id && otherOf(c, here) != 0 }); err == nil && i >= 0 {
			g.contact, g.others = &all[i], []int64{otherOf(all[i], here)}
			if title, _, err := s.meetingCalled(r, &v.page, all[i].Meeting); err == nil {
				g.meeting = title // of a meeting that readers do not see nothing gets into a public act
			}
		}
	}
	if id := f.text("request"); id != "" && s.rooms.Requests != nil {
		if x, err := s.rooms.Requests.ByID(ctx, id); err == nil && (slices.Contains(x.Places, here) || x.State == seek.Published) {
			g.request = &x
			if !slices.Contains(x.Places, here) {
				g.others = append(g.others, x.Places...)
			}
		}
	}
	if id := f.text("conversation"); id != "" && s.rooms.Relay != nil {
		if c, err := s.rooms.Relay.ByID(ctx, id); err == nil && slices.Contains(c.Sides(), here) {
			g.others = append(g.others, c.Other(here))
			s.fromConversation(r, f, &g, c.Request)
		} else {
			f.values.Del("conversation")
		}
	}
	if id := f.text("partnership"); id != "" {
		if p, err := s.rooms.Partnerships.ByID(ctx, id); err == nil && p.Has(here) && p.Withdrawn.IsZero() {
			g.partnership = &p
			g.others = append(g.others, p.Others(here)...)
		}
	}
	if g.contact == nil {
		f.values.Del("contact")
	}
	if g.request == nil {
		f.values.Del("request")
	}
	if g.partnership == nil {
		f.values.Del("partnership")
	}
	return g
}

// fromConversation takes the request over that a conversation is about.
func (s *Site) fromConversation(r *http.Request, f *form, g *grown, request string) {
	if request == "" || g.request != nil || s.rooms.Requests == nil {
		return
	}
	if x, err := s.rooms.Requests.ByID(r.Context(), request); err == nil {
		g.request = &x
		f.values.Set("request", request)
	}
}

// fillOrigin fills the form with what is known.
func (s *Site) fillOrigin(r *http.Request, v *newProcedureView, f *form, g grown) {
	for _, n := range g.others {
		if n != 0 && n != v.Here.ID && f.text("pick") == "" {
			f.values.Add("side", strconv.FormatInt(n, 10))
		}
	}
	if g.contact != nil {
		f.values.Set("met", v.p.Date(g.contact.Day))
		if topics, err := s.contactTopics(r.Context(), *g.contact); err == nil {
			f.values["topics"] = topics
		}
	}
	switch {
	case g.request != nil:
		f.values.Set("kind", string(g.request.Kind))
		f.values["topics"] = g.request.Topics
	case g.partnership != nil && g.partnership.Kind != partnership.KindUnstated && g.partnership.Kind != partnership.KindContact:
		f.values.Set("kind", string(g.partnership.Kind))
		f.values["topics"] = g.partnership.Topics
	}
}

// dressNewProcedure puts the form onto the page.
func (s *Site) dressNewProcedure(v *newProcedureView, now *world.World, f *form, sides []int64) {
	v.Form, v.Origins = f, procedureOrigins
	for _, n := range sides {
		if n != v.Here.ID {
			v.Sides = append(v.Sides, v.placeView(now, n))
		}
	}
	v.Kinds = []option{{Value: "", Name: v.t("procedure.kind.later"), Chosen: f.text("kind") == ""}}
	for _, o := range v.kindOptions(f.text("kind")) {
		if o.Value != string(partnership.KindUnstated) {
			v.Kinds = append(v.Kinds, o)
		}
	}
	for _, t := range topic.All() {
		v.Topics = append(v.Topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topics", t.Code)})
	}
	for _, name := range procedureOrigins {
		if f.text(name) != "" {
			v.Known = append(v.Known, v.t("procedure.from."+name))
		}
	}
}

// beginProcedure begins it, or leads to the one that the towns walk already. One click does,
// where all is known: the list of contacts sends the same form.
func (s *Site) beginProcedure(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v, err := s.newProcedureView(w, r, code, now)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	g := s.origin(r, v, f)
	chosen := sidesOf(f, now)
	if len(chosen) == 0 && f.text("other") == "" {
		chosen = slices.DeleteFunc(g.others, func(n int64) bool { return n == 0 || n == v.Here.ID })
	}
	sides, offers := s.findSide(&v.page, now, f, chosen)
	setSides(f, sides)
	again := func(status int) error {
		s.dressNewProcedure(v, now, f, sides)
		v.Offers = offers
		return s.write(w, status, "procedure-new", v)
	}
	switch {
	case f.checked("find") || f.checked("pick") && f.values.Has("kind"):
		f.values.Del("other")
		return again(http.StatusOK)
	case len(offers) > 0:
		f.fail("other", lang.Msg("desk.begin.which"))
	case len(sides) == 0 && f.ok():
		f.fail("other", lang.Msg("desk.begin.other.missing"))
	}
	n := s.readNew(r, v, f, g, sides)
	if !f.ok() {
		return again(http.StatusUnprocessableEntity)
	}
	id, err := s.beginWith(w, r, n)
	if there, ok := existingProcedure(err); ok {
		return s.done(w, r, code, "/"+code+"/desk/procedures/"+there, errs.PublicOf(err), "")
	}
	if err == nil {
		next := "/" + code + "/desk/procedures/" + id
		if f.checked("letter") {
			next += "#step-letter"
		}
		return s.done(w, r, code, next, lang.Msg("procedure.said.begun"), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	return again(status)
}

// beginWith begins a procedure unless a town takes nothing from the one that begins, as with
// a first letter and within the same limit.
func (s *Site) beginWith(w http.ResponseWriter, r *http.Request, n procedure.New) (id string, err error) {
	if s.rooms.Relay != nil {
		for _, place := range n.Places {
			refuses, err := s.rooms.Relay.Refuses(r.Context(), place, n.By)
			if err != nil {
				return "", err
			}
			if refuses {
				return "", errs.In("other", lang.Msg("error.relay.blocked"))
			}
		}
	}
	if err := s.take(w, r, people.Tap{Limit: people.BeginThread, Who: actorOf(r).Account}); err != nil {
		return "", err
	}
	return s.rooms.Procedures.Begin(r.Context(), actorOf(r), n)
}

// readNew reads what is begun.
func (s *Site) readNew(r *http.Request, v *newProcedureView, f *form, g grown, sides []int64) procedure.New {
	n := procedure.New{
		Places: append([]int64{v.Here.ID}, sides...), By: v.Here.ID, Request: f.text("request"), Contact: f.text("contact"), Partnership: f.text("partnership"),
	}
	if f.text("kind") != "" {
		n.Terms = procedure.Terms{Kind: partnership.Kind(f.text("kind")), Topics: f.all("topics")}
	}
	if s.talks(r, f.text("conversation"), n.Places) {
		n.Conversation = f.text("conversation")
	}
	if g.contact != nil && s.may(r, people.EditPart, s.placesObject("partnership", "", n.Places...)) {
		n.Met = partnership.On(g.contact.Day.Year, g.contact.Day.Month, g.contact.Day.Day)
		title := g.meeting
		if title == "" {
			title = v.t("procedure.from.contact")
		}
		n.Sources = procedure.Sources{source.Source{Title: title, Publisher: s.rooms.World().Places.Endonym(v.Here.ID), Language: v.Lang, Published: g.contact.Day}}
	}
	return n
}

// talks says whether a conversation is one of these places.
func (s *Site) talks(r *http.Request, conversation string, places []int64) bool {
	if conversation == "" || s.rooms.Relay == nil {
		return false
	}
	c, err := s.rooms.Relay.ByID(r.Context(), conversation)
	return err == nil && !slices.ContainsFunc(c.Sides(), func(n int64) bool { return !slices.Contains(places, n) })
}
