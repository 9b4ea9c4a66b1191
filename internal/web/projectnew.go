package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/funding"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectNewPage begins a project: who takes part, who leads, what it is called, what pays.
type projectNewPage struct {
	page
	Form   *form
	Action string
	Sides  []projectSide
	Offers []placeView
	Calls  []option
	Known  []string // what it grows from
}

// projectSide is a town of a project that is begun.
type projectSide struct {
	placeView
	Leads bool
}

// projectSeed is what a new project grows from.
type projectSeed struct {
	partnership string
	places      []int64
	topics      []string
	known       []string // message keys
}

// ofNewProject is what a new project is about: the towns that the address names, else the
// reader's own first one.
func (s *Site) ofNewProject(r *http.Request) (people.Object, error) {
	if s.rooms.Projects == nil {
		return people.Object{}, errNoPage
	}
	b, err := s.beginningOf(r)
	return s.placesObject(project.Kind, "", b.places...), err
}

// beginningOf reads what the address says: ?with= (towns), ?partnership=, ?procedure=.
func (s *Site) beginningOf(r *http.Request) (b projectSeed, err error) {
	q := r.URL.Query()
	add := func(places ...int64) {
		for _, n := range places {
			if n = s.heirOf(r, n); !slices.Contains(b.places, n) {
				b.places = append(b.places, n)
			}
		}
	}
	for _, text := range q["with"] {
		number, err := placeNumber(text)
		if err != nil {
			return b, err
		}
		if _, ok := s.rooms.World().Places.Get(number); !ok {
			return b, errNoPage
		}
		add(number)
	}
	if id := q.Get("procedure"); id != "" && s.rooms.Procedures != nil {
		p, err := s.rooms.Procedures.ByID(r.Context(), id)
		if err != nil {
			return b, err
		}
		if s.may(r, people.WalkProcedure, s.procedureObject(p)) {
			add(p.Places...)
			b.partnership, b.topics = p.Partnership, p.Terms.Topics
			b.known = append(b.known, "project.from.procedure")
		}
	}
	if id := q.Get("partnership"); id != "" {
		p, err := s.rooms.Partnerships.ByID(r.Context(), id)
		if err != nil {
			return b, err
		}
		add(p.Sides()...)
		if s.may(r, people.EditPart, s.partnershipObject(p)) { // nobody counts a project to the partnership of others
			b.partnership, b.topics = p.ID, p.Topics
			b.known = append(b.known, "project.from.partnership")
		}
	}
	if len(b.places) == 0 {
		mine := actorOf(r).PlacesOf(people.Officer)
		add(mine[:min(len(mine), 1)]...)
	}
	b.topics = b.topics[:min(len(b.topics), mostKnownTopics)]
	if q.Get("call") != "" {
		b.known = append(b.known, "project.from.call")
	}
	return b, nil
}

func (s *Site) newProjectNew(w http.ResponseWriter, r *http.Request, code string) (*projectNewPage, projectSeed, error) {
	b, err := s.beginningOf(r)
	if err != nil {
		return nil, b, err
	}
	v := &projectNewPage{page: s.newDesk(w, r, code, "/desk/projects/new", "/desk/projects"), Action: "/" + code + "/desk/projects/new"}
	if q := r.URL.Query(); len(q) > 0 {
		v.Action += "?" + q.Encode()
		v.keepQuery(q)
	}
	v.Title = v.t("project.new")
	for _, key := range b.known {
		v.Known = append(v.Known, v.t(key))
	}
	return v, b, nil
}

// newProject shows the form with what is known.
func (s *Site) newProject(w http.ResponseWriter, r *http.Request, code string) error {
	v, b, err := s.newProjectNew(w, r, code)
	if err != nil {
		return err
	}
	f := newForm(&v.page, url.Values{"call": {r.URL.Query().Get("call")}})
	setSides(f, b.places)
	if mine := actorOf(r).PlacesOf(people.Officer); len(b.places) > 0 {
		lead := b.places[0]
		for _, n := range b.places {
			if slices.Contains(mine, n) {
				lead = n
				break
			}
		}
		if said, err := placeNumber(r.URL.Query().Get("lead")); err == nil && slices.Contains(b.places, s.heirOf(r, said)) {
			lead = s.heirOf(r, said)
		}
		f.values.Set("lead", strconv.FormatInt(lead, 10))
	}
	s.dressNewProject(r, v, f, b.places, nil)
	return s.write(w, http.StatusOK, "project-new", v)
}

func (s *Site) dressNewProject(r *http.Request, v *projectNewPage, f *form, sides []int64, offers []placeView) {
	v.Form, v.Offers, v.Sides = f, offers, nil
	for _, n := range sides {
		v.Sides = append(v.Sides, projectSide{v.placeView(s.rooms.World(), n), f.number("lead") == n})
	}
	v.Calls = s.callOptions(r, &v.page, f.text("call"))
}

// callOptions are the calls for which one can still apply, and the one that is chosen.
func (s *Site) callOptions(r *http.Request, p *page, chosen string) []option {
	list := []option{{Name: p.t("project.call.none")}}
	c, err := s.catalogue(r)
	if err != nil {
		return list
	}
	for i := range c.Programmes() {
		pr := &c.Programmes()[i]
		for j := range pr.Calls {
			call := &pr.Calls[j]
			if state, _ := call.At(s.clock.Now()); (state == funding.Over || pr.Closed) && call.Key != chosen {
				continue
			}
			programme, _ := p.nameOf(pr.Names)
			name, _ := p.nameOf(call.Names)
			list = append(list, option{Value: call.Key, Name: programme + ": " + name, Chosen: call.Key == chosen})
		}
	}
	lang.SortFunc(p.p, list[1:], func(o option) string { return o.Name })
	return list
}

// beginProject keeps the project as an idea and leads to it.
func (s *Site) beginProject(w http.ResponseWriter, r *http.Request, code string) error {
	v, b, err := s.newProjectNew(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	now := s.rooms.World()
	chosen, asked := sidesOf(f, now), f.checked("find") || f.checked("pick")
	sides, offers := s.findSide(&v.page, now, f, chosen)
	setSides(f, sides)
	if len(sides) > len(chosen) || asked && len(offers) == 0 && f.ok() {
		f.values.Del("other")
	}
	again := func(status int) error {
		s.dressNewProject(r, v, f, sides, offers)
		return s.write(w, status, "project-new", v)
	}
	switch {
	case asked:
		return again(http.StatusOK)
	case len(offers) > 0:
		f.fail("other", lang.Msg("desk.begin.which"))
	case len(sides) == 0:
		f.fail("other", lang.Msg("error.project.partner"))
	}
	if f.text("title") == "" {
		f.fail("title."+code, lang.Msg("error.project.untitled"))
	}
	if !s.may(r, people.BeginProject, s.placesObject(project.Kind, "", sides...)) {
		f.fail("other", lang.Msg("error.project.own"))
	}
	if !f.ok() {
		return again(http.StatusUnprocessableEntity)
	}
	handle, err := "", s.takeNaming(w, r, len(s.answersFor(r, sides)) < len(sides))
	if err == nil {
		handle, err = s.createProject(r, f, code, b, sides)
	}
	if err == nil {
		return s.done(w, r, code, "/"+code+"/desk/projects/"+handle, lang.Msg("project.begun"), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	return again(status)
}

// takeNaming takes one from the account's share of changes that name towns of others: each
// writes mails.
func (s *Site) takeNaming(w http.ResponseWriter, r *http.Request, others bool) error {
	if !others {
		return nil
	}
	return s.take(w, r, people.Tap{Limit: people.NameTown, Who: actorOf(r).Account})
}

func (s *Site) createProject(r *http.Request, f *form, code string, b projectSeed, sides []int64) (handle string, err error) {
	x := project.Project{Call: f.text("call"), Handle: cmp.Or(slug(f.text("title")), project.Kind)}
	if _, call := s.callOf(r, x.Call); x.Call != "" && call == nil {
		return "", errs.In("call", lang.Msg("error.help.code"))
	}
	if b.partnership != "" {
		x.Partnerships = []string{b.partnership}
	}
	x.Topics = b.topics
	x.Texts = map[string]project.Text{code: {Title: f.text("title"), Provenance: lang.Provenance{Origin: lang.Written}}}
	own, by := s.answersFor(r, sides), s.nameAs(r, sides)
	for _, n := range sides {
		q := project.Partner{Place: n, Role: project.Full, Currency: s.currencyOf(n), By: by}
		if f.number("lead") == n {
			q.Role = project.Lead
		}
		if err := x.Join(q, slices.Contains(own, n), s.dayNow()); err != nil {
			return "", err
		}
	}
	id, err := s.rooms.Projects.Create(r.Context(), actorOf(r), x)
	if err != nil {
		return "", err
	}
	kept, err := s.rooms.Projects.ByID(r.Context(), id)
	return kept.Handle, err
}

// currencyOf is the currency in which a town keeps its books.
func (s *Site) currencyOf(place int64) string {
	p, _ := s.rooms.World().Places.Get(place)
	return project.CurrencyOf(p.Country)
}

// heirOf is the town that took over from one that was merged, and from that one again; a town
// that stands is its own. Where several took over nobody guesses which one is meant: it stays.
func (s *Site) heirOf(r *http.Request, place int64) int64 {
	at := place
	for range mostHeirs {
		heirs := s.heirsOf(r, at)
		if len(heirs) == 0 {
			return at
		}
		if len(heirs) > 1 {
			return place
		}
		at = heirs[0]
	}
	return place
}
