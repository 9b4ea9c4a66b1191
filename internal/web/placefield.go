package web

import (
	"slices"
	"strconv"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// A place in a form is words, since people know names and not numbers. The number that the
// words were understood as is carried beside them, so that a choice among places of one
// name is made once.
const (
	idPrefix    = "id."    // the place's number, of the field's words
	chooseField = "choose" // the button of a place among several: "<field>:<number>"
)

// placeField is the view of a field that names a place, with the places that its words may
// mean.
type placeField struct {
	fieldView
	ID     string
	Offers []placeView
}

// setPlace writes a place into its field; 0 leaves it empty.
func (p *page) setPlace(f *form, w *world.World, name string, id int64) {
	if id != 0 {
		f.values.Set(name, w.Places.DisplayName(id, p.Lang))
		f.values.Set(idPrefix+name, strconv.FormatInt(id, 10))
	}
}

// settleChoice takes the place that was chosen among several into its field, and says
// whether one was.
func (p *page) settleChoice(f *form, w *world.World) bool {
	name, number, ok := strings.Cut(f.text(chooseField), ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if _, known := w.Places.Get(id); !ok || err != nil || !known {
		return false
	}
	p.setPlace(f, w, name, id)
	return true
}

// placeIn reads the place that a field names, 0 for none. Words that no place or several
// answer to are the field's fault; where one of several is among near, that one is meant.
func (s *Site) placeIn(f *form, p *page, w *world.World, name string, near []int64) (id int64, offers []placeView) {
	text := f.text(name)
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(f.text(idPrefix+name), 10, 64)
	if _, known := w.Places.Get(id); err == nil && known && text == w.Places.DisplayName(id, p.Lang) {
		return id, nil
	}
	text = strings.ToValidUTF8(text[:min(len(text), longestQuery)], "")
	hits := w.Places.Find(place.Query{Text: text, Limit: mostChoice, Lang: p.Lang})
	meant, err := w.Places.Resolve(text)
	if i := slices.IndexFunc(hits, func(h place.Hit) bool { return slices.Contains(near, h.ID) }); i >= 0 {
		meant, err = place.Place{ID: hits[i].ID}, nil
	}
	switch {
	case err == nil:
		p.setPlace(f, w, name, meant.ID)
		return meant.ID, nil
	case errs.KindOf(err) != errs.Ambiguous:
		f.fail(name, lang.Msg("desk.begin.nowhere", "text", text))
		return 0, nil
	}
	f.fail(name, lang.Msg("desk.place.several", "text", text))
	for _, h := range hits {
		offers = append(offers, p.placeView(w, h.ID))
	}
	return 0, offers
}
