package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/world"
)

// pressItemPage is one item at the desk: its languages and its own fields.
type pressItemPage struct {
	pressHead
	Form         *form
	Sides        []placeView // towns that it is about
	Offers       []placeView // places that a name may mean
	Partnerships []option
	Topics       []option
	Currencies   []option
	Practice     bool
	Galleries    []option       // that can belong to it
	Covers       []option       // pictures by which it is shown elsewhere
	Joints       []option       // joint projects to which it can belong; none: there is none
	Changed      []revisionView // what somebody else changed meanwhile
}

// Head is what stands above.
func (v *pressItemPage) Head() pressHead { return v.pressHead }

// pressItem shows it.
func (s *Site) pressItem(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPressItem(w, r, code)
	if err != nil {
		return err
	}
	if v.Item.Kind == press.Meeting {
		http.Redirect(w, r, v.OwnURL, http.StatusSeeOther)
		return nil
	}
	v.Form = newForm(&v.page, ownValues(v.Item))
	if err := s.dressPressItem(r, v); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "press-item", v)
}

func (s *Site) newPressItem(w http.ResponseWriter, r *http.Request, code string) (*pressItemPage, error) {
	head, err := s.newPressHead(w, r, code, "", "")
	head.AtItem = true
	return &pressItemPage{pressHead: head, Practice: head.Item.Kind == press.Practice}, err
}

// dressPressItem fills the choices of the form from what it holds.
func (s *Site) dressPressItem(r *http.Request, v *pressItemPage) error {
	now := s.rooms.World()
	sides := sidesOf(v.Form, now)
	v.Sides = nil
	for _, id := range sides {
		v.Sides = append(v.Sides, v.placeView(now, id))
	}
	v.Topics = v.tickedTopics(v.Form)
	v.Currencies = []option{{Name: v.t("press.currency.none")}}
	for _, c := range press.Currencies() {
		v.Currencies = append(v.Currencies, option{Value: c, Name: c})
	}
	if err := s.fillGalleries(r, v); err != nil {
		return err
	}
	if err := s.fillCovers(r, v); err != nil {
		return err
	}
	if v.Item.Kind != press.Page {
		var err error
		if v.Joints, err = s.jointChoices(r, &v.page, sides, v.Form.text(jointField)); err != nil {
			return err
		}
	}
	return s.fillPartnerships(r, v, now, sides)
}

// pictured are the documents that the item's texts show or link to.
func (v *pressItemPage) pictured() (names []string) {
	for _, t := range v.Item.Texts {
		names = append(names, markup.Names(t.Body)...)
	}
	return names
}

// fillCovers offers the pictures that stand in the item's texts.
func (s *Site) fillCovers(r *http.Request, v *pressItemPage) error {
	names := v.pictured()
	if len(names) == 0 || s.rooms.Documents == nil {
		return nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), names)
	for _, d := range docs {
		if d.Photographic() && !slices.ContainsFunc(v.Covers, func(o option) bool { return o.Value == d.ID }) {
			v.Covers = append(v.Covers, option{Value: d.ID, Name: d.TitleIn(v.Lang), Chosen: v.Form.text("cover") == d.ID})
		}
	}
	if len(v.Covers) > 0 {
		v.Covers = append([]option{{Name: v.t("press.cover.none")}}, v.Covers...)
	}
	return err
}

// fillGalleries offers the galleries that the reader may work on.
func (s *Site) fillGalleries(r *http.Request, v *pressItemPage) error {
	if v.Gallery {
		return nil
	}
	all, err := s.rooms.Press.All(r.Context())
	for _, i := range all {
		if i.Kind == press.Gallery && (v.Form.Ticked("gallery", i.ID) || s.may(r, people.WritePress, i.Object())) {
			v.Galleries = append(v.Galleries, option{Value: i.ID, Name: v.itemTitle(i), Chosen: v.Form.Ticked("gallery", i.ID)})
		}
	}
	return err
}

// mostPairs bounds the partnerships that are offered: a large city has a hundred.
const mostPairs = 120

// fillPartnerships offers those between the towns that are chosen, and keeps those that
// are ticked.
func (s *Site) fillPartnerships(r *http.Request, v *pressItemPage, now *world.World, sides []int64) error {
	seen := map[string]bool{}
	for _, place := range sides {
		all, err := s.rooms.Partnerships.OfPlace(r.Context(), place)
		if err != nil {
			return err
		}
		for _, p := range all {
			chosen := v.Form.Ticked("partnership", p.ID)
			among := len(sides) == 1 || !slices.ContainsFunc(p.Sides(), func(n int64) bool { return !slices.Contains(sides, n) })
			if seen[p.ID] || !chosen && (!among || len(v.Partnerships) >= mostPairs) {
				continue
			}
			seen[p.ID] = true
			v.Partnerships = append(v.Partnerships, option{Value: p.ID, Name: v.pairName(now, p.Sides()), Chosen: chosen})
		}
	}
	return nil
}

// pairName names the sides of a partnership.
func (p *page) pairName(w *world.World, sides []int64) string {
	var all []string
	for _, id := range sides {
		all = append(all, w.Places.DisplayName(id, p.Lang))
	}
	return strings.Join(all, " – ")
}

// takePressItem keeps an item's own fields, as the next state.
func (s *Site) takePressItem(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPressItem(w, r, code)
	if err == nil && v.Item.Kind == press.Meeting {
		err = errNoPage // its form is another
	}
	if err != nil {
		return err
	}
	return s.sent(w, r, "press-item", v, &v.Form, func(f *form) error {
		now := s.rooms.World()
		chosen, picked := sidesOf(f, now), f.checked("pick")
		sides, offers := s.findSide(&v.page, now, f, chosen)
		if setSides(f, sides); len(sides) > len(chosen) || picked {
			f.values.Del("other")
		}
		v.Offers = offers
		if f.checked("find") || picked || len(sides) > len(chosen) {
			if err := s.dressPressItem(r, v); err != nil {
				return err
			}
			return s.write(w, http.StatusOK, "press-item", v)
		}
		if len(offers) > 0 {
			f.fail("other", lang.Msg("desk.begin.which"))
		}
		if err := s.checkJoint(r, f, &v.page, sides, v.Item.Targets(press.OfProject)); err != nil {
			return err
		}
		own := v.readOwn(sides)
		err := f.wrong()
		if err == nil {
			err = s.rooms.Press.SaveOwn(r.Context(), actorOf(r), v.Item.ID, f.version(), own, f.text("why"))
		}
		if err == nil {
			return s.done(w, r, code, v.Base, v.savedWord(), "")
		}
		v.Changed, err = s.whatChanged(r, &v.pressHead, f, "", v.Item.OwnVersion, err)
		if fault := s.dressPressItem(r, v); fault != nil {
			return fault
		}
		return err
	})
}

// discardPress throws an item away, and offers to bring it back.
func (s *Site) discardPress(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	undo, err := s.rooms.Press.Discard(r.Context(), actorOf(r), i.ID, "")
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+sectionOf(i), lang.Msg("press.discarded"), "/"+code+"/desk/undo/"+undo)
}
