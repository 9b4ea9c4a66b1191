package web

import (
	"net/http"

	"twintown/internal/people"
	"twintown/internal/press"
)

// pressRoutes are what is published, and the desk where it is written.
func (s *Site) pressRoutes() []Route {
	write, translate, publish := people.WritePress, people.TranslatePress, people.PublishPress
	return []Route{
		// for readers
		{get, "/news", people.ReadPublic, nil, Light, Revalidate, s.news, false},
		{get, "/news.atom", people.ReadPublic, nil, Light, Revalidate, s.feed(press.Article), false},
		{get, "/practices", people.ReadPublic, nil, Light, Revalidate, s.practices, false},
		{get, "/practices.atom", people.ReadPublic, nil, Light, Revalidate, s.feed(press.Practice), false},
		{get, "/news/{slug}", people.ReadPublic, nil, Light, Revalidate, s.published(press.Article), false},
		{get, "/pages/{slug}", people.ReadPublic, nil, Light, Revalidate, s.published(press.Page), false},
		{get, "/practices/{slug}", people.ReadPublic, nil, Light, Revalidate, s.published(press.Practice), false},
		{get, "/galleries", people.ReadPublic, nil, Light, Revalidate, s.galleries, false},
		{get, "/galleries.atom", people.ReadPublic, nil, Light, Revalidate, s.feed(press.Gallery), false},
		{get, "/galleries/{slug}", people.ReadPublic, nil, Light, Revalidate, s.published(press.Gallery), false},
		{get, "/galleries/{slug}/{number}", people.ReadPublic, nil, Light, Revalidate, s.picturePage, false},
		{get, "/galleries/{slug}/all.zip", people.ReadPublic, nil, Stream, Never, s.allPictures, false},
		{get, photoPath + "{picture}/{name}", people.ReadPublic, nil, Stream, Never, s.photo, true},       // asks the table itself: some are public
		{get, picturePath + "{id}/{name}", people.ReadPublic, nil, Stream, Never, s.articlePicture, true}, // the same
		{get, "/preview/{key}", people.PreviewPress, nil, Light, Never, s.preview, false},

		// the home page and the menu
		{get, "/desk/front", people.ArrangeSite, nil, Light, Never, s.front, false},
		{post, "/desk/front", people.ArrangeSite, nil, Light, Never, s.takeFront, false},

		// the desk: what there is, one item, one of its texts
		{get, "/desk/press", people.UsePress, nil, Light, Never, s.pressList, false},
		{get, "/desk/press/new", write, s.ofNewPress, Light, Never, s.newPress, false},
		{post, "/desk/press/new", write, s.ofNewPress, Light, Never, s.takeNewPress, false},
		{get, "/desk/press/{item}", translate, s.ofPress, Light, Never, s.pressItem, false},
		{post, "/desk/press/{item}", write, s.ofPress, Light, Never, s.takePressItem, false},
		{post, "/desk/press/{item}/discard", publish, s.ofPress, Light, Never, s.discardPress, false},
		{post, "/desk/press/{item}/files", write, s.ofPress, Upload, Never, s.takePressFiles, false},
		{get, "/desk/pictures/{item}", write, s.ofPress, Light, Never, s.pictures, false},
		{post, "/desk/pictures/{item}", write, s.ofPress, Upload, Never, s.takePictures, false},
		{post, "/desk/pictures/{item}/many", write, s.ofPress, Light, Never, s.manyPictures, false},
		{post, "/desk/pictures/{item}/order", write, s.ofPress, Light, Never, s.arrangePictures, false},
		{get, "/desk/pictures/{item}/{picture}", write, s.ofPress, Light, Never, s.describePicture, false},
		{post, "/desk/pictures/{item}/{picture}", write, s.ofPress, Light, Never, s.takeDescription, false},
		{post, "/desk/pictures/{item}/{picture}/withdraw", publish, s.ofPress, Light, Never, s.withdrawPicture, false},
		{get, "/desk/press/{item}/changes", translate, s.ofPress, Light, Never, s.unseen, false},
		{post, "/desk/press/{item}/publish", publish, s.ofPress, Light, Never, s.publishChanges, false},
		{post, "/desk/press/{item}/revert", write, s.ofPress, Light, Never, s.revertChanges, false},
		{get, "/desk/press/{item}/history", translate, s.ofPress, Light, Never, s.ownHistory, false},
		{post, "/desk/press/{item}/restore", write, s.ofPress, Light, Never, s.restoreOwn, false},
		{get, "/desk/press/{item}/{language}", translate, s.ofPress, Light, Never, s.pressText, false},
		{post, "/desk/press/{item}/{language}", translate, s.ofPress, Upload, Never, s.takePressText, false},
		{get, "/desk/press/{item}/{language}/side-by-side", translate, s.ofPress, Light, Never, s.beside, false},
		{post, "/desk/press/{item}/{language}/side-by-side", translate, s.ofPress, Upload, Never, s.takeBeside, false},
		{get, "/desk/press/{item}/{language}/history", translate, s.ofPress, Light, Never, s.pressHistory, false},
		{post, "/desk/press/{item}/{language}/restore", write, s.ofPress, Light, Never, s.restorePress, false},
		{post, "/desk/press/{item}/{language}/publish", publish, s.ofPress, Light, Never, s.publishPress, false},
		{post, "/desk/press/{item}/{language}/withdraw", publish, s.ofPress, Light, Never, s.withdrawPress, false},
		{post, "/desk/press/{item}/{language}/preview", write, s.ofPress, Light, Never, s.makePreview, false},
	}
}

// ofPress is the item whose identifier stands in the address.
func (s *Site) ofPress(r *http.Request) (people.Object, error) {
	i, err := s.itemOf(r)
	return i.Object(), err
}

// itemOf reads the item whose identifier stands in the address; one that was thrown away
// is not there.
func (s *Site) itemOf(r *http.Request) (press.Item, error) {
	if s.rooms.Press == nil {
		return press.Item{}, errNoPage
	}
	i, err := s.rooms.Press.Item(r.Context(), r.PathValue("item"))
	if err == nil && !i.Gone.IsZero() {
		err = errNoPage
	}
	return i, err
}

// ofNewPress is what is to be begun: it belongs to the organisation that the address
// names, else to the one for which alone the reader writes, else to the site.
func (s *Site) ofNewPress(r *http.Request) (people.Object, error) {
	object := people.Object{Kind: press.Feed, Organisation: r.URL.Query().Get("organisation")}
	if object.Organisation != "" {
		_, err := s.rooms.People.Organisation(r.Context(), object.Organisation)
		return object, err
	}
	if own := pressOrganisations(actorOf(r)); len(own) > 0 && !people.Allows(actorOf(r), people.WritePress, object) {
		object.Organisation = own[0]
	}
	return object, nil
}

// pressOrganisations are the organisations for which a person is organiser.
func pressOrganisations(a people.Actor) (ids []string) {
	for _, g := range a.Grants {
		if g.Role == people.Organiser && g.Scope.Kind == people.OfOrganisation {
			ids = append(ids, g.Scope.ID)
		}
	}
	return ids
}
