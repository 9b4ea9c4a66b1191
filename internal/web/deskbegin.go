package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// beginPage begins a partnership: with whom, of which kind, and its first act.
type beginPage struct {
	page
	Form     *form
	Act      *actForm
	Here     placeView
	Sides    []placeView // beside the own
	Offers   []placeView // the places that the name may mean
	Kinds    []option
	Action   string
	Proposal *proposalView // what the form came from; nil: nothing
	Second   bool          // they have a partnership already; this is to be another
	There    string
}

// ofBegun is the place for which a partnership is to be begun: the one that the address
// names, else the reader's own.
func (s *Site) ofBegun(r *http.Request) (people.Object, error) {
	text := r.URL.Query().Get("place")
	if text == "" {
		if mine := actorOf(r).PlacesOf(people.Officer); len(mine) > 0 {
			return s.placesObject("partnership", "", mine[0]), nil
		}
		return people.Object{Kind: "partnership"}, nil
	}
	id, err := placeNumber(text)
	if err != nil {
		return people.Object{}, err
	}
	if _, ok := s.rooms.World().Places.Get(id); !ok {
		return people.Object{}, errNoPage
	}
	return s.placesObject("partnership", "", id), nil
}

// newBegin makes the page for the place that the address names.
func (s *Site) newBegin(w http.ResponseWriter, r *http.Request, code string, now *world.World) (*beginPage, error) {
	v := &beginPage{page: s.newDesk(w, r, code, "/desk/partnerships/new", "/desk/partnerships")}
	v.Title = v.t("desk.begin.title")
	v.keepQuery(r.URL.Query())
	object, err := s.ofBegun(r)
	if err != nil {
		return nil, err
	}
	if len(object.Places) == 0 {
		return nil, errs.New(errs.Invalid, lang.Msg("desk.begin.place"), nil) // whoever looks after many names one
	}
	v.Here = v.placeView(now, object.Places[0])
	v.Action = "/" + code + "/desk/partnerships/new?place=" + strconv.FormatInt(v.Here.ID, 10)
	return v, nil
}

// dress puts the form onto the page.
func (s *Site) dressBegin(v *beginPage, now *world.World, f *form, sides []int64) {
	v.Form = f
	for _, id := range sides {
		v.Sides = append(v.Sides, v.placeView(now, id))
	}
	v.Kinds = v.kindOptions(f.text("kind"))
	v.Act = s.newActForm(&v.page, now, begun(v.Here.ID, sides), f, nil)
	v.Act.New = true
	if s.rooms.Documents != nil {
		v.Act.Upload = s.uploadView(f, &v.page, nil)
	}
	v.Second = f.checked("second")
}

// begun is the partnership that the form describes so far.
func begun(here int64, sides []int64) partnership.Partnership {
	p := partnership.Partnership{Parties: []partnership.Party{{Place: here}}}
	for _, id := range sides {
		p.Parties = append(p.Parties, partnership.Party{Place: id})
	}
	return p
}

// begin shows the form.
func (s *Site) beginPartnership(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v, err := s.newBegin(w, r, code, now)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := newForm(&v.page, map[string][]string{
		"kind": {cmp.Or(q.Get("kind"), string(partnership.KindPartnership))}, "type": {cmp.Or(q.Get("type"), string(partnership.ActAgreement))}, "date": {q.Get("date")}, "source_from": {fromOwn}, "pick": {q.Get("with")},
	})
	sides := sidesOf(f, now)
	if v.Proposal = s.prefillFrom(r, &v.page, begun(v.Here.ID, nil), f); v.Proposal != nil {
		sides, v.Offers = s.findSide(&v.page, now, f, sides) // the partner that the reader names
		if len(sides) > 0 {
			f.values.Del("other")
		}
	}
	s.dressBegin(v, now, f, sides)
	return s.write(w, http.StatusOK, "begin", v)
}

// takeBegin begins a partnership, or leads to the one that the places have.
func (s *Site) takeBegin(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v, err := s.newBegin(w, r, code, now)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	atChosen := s.settleAct(f, &v.page, now)
	chosen, picked := sidesOf(f, now), f.checked("pick")
	sides, offers := s.findSide(&v.page, now, f, chosen)
	if setSides(f, sides); len(sides) > len(chosen) || picked {
		f.values.Del("other") // what it names is a side now
	}
	s.dressBegin(v, now, f, sides)
	v.Offers = offers
	again := func(status int) error {
		if v.Act.Upload != nil {
			v.Act.Upload = s.uploadView(f, &v.page, intakes)
		}
		return s.write(w, status, "begin", v)
	}
	if f.checked("show") || f.checked("find") || atChosen || picked || len(sides) > len(chosen) {
		return again(http.StatusOK)
	}
	switch {
	case len(offers) > 0:
		f.fail("other", lang.Msg("desk.begin.which"))
	case len(sides) == 0 && f.ok():
		f.fail("other", lang.Msg("desk.begin.other.missing"))
	}
	draft := begun(v.Here.ID, sides)
	act, from := s.takeAct(v.Act, &v.page, now, draft, partnership.Act{})
	from.Attach = s.accepting(r, f.text("proposal"), draft, s.attach(r, f, &v.page, draft, intakes))
	if !f.ok() {
		return again(http.StatusUnprocessableEntity)
	}
	details := partnership.Details{Kind: partnership.Kind(f.text("kind")), OriginalTerm: f.text("original_term"), Parties: draft.Parties}
	id, err := s.rooms.Editor.Begin(r.Context(), actorOf(r), details, f.text("second_why"), []partnership.Act{act}, from)
	if err == nil {
		return s.done(w, r, code, "/"+code+"/desk/partnerships/"+id, lang.Msg("desk.begin.done"), "")
	}
	if there, ok := errors.AsType[partnership.Existing](err); ok {
		v.Second, v.There = true, "/"+code+"/desk/partnerships/"+there.ID
		if id := f.text("proposal"); id != "" {
			v.There += "?" + url.Values{"act": {"new"}, "proposal": {id}}.Encode() + "#act"
		}
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	return again(status)
}
