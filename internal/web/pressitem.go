package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/topic"
	"twintown/internal/world"
)

// newPressPage begins an item: its kind, its language, its title.
type newPressPage struct {
	page
	Form      *form
	Action    string
	Kinds     []option
	Languages []option
}

func (s *Site) newNewPress(w http.ResponseWriter, r *http.Request, code string) (*newPressPage, error) {
	if s.rooms.Press == nil {
		return nil, errNoPage
	}
	v := &newPressPage{page: s.newDesk(w, r, code, "/desk/press/new", "/desk/press")}
	v.Title = v.t("press.new")
	v.keepQuery(r.URL.Query())
	v.Action = "/" + code + "/desk/press/new"
	if o := r.URL.Query().Get("organisation"); o != "" {
		v.Action += "?organisation=" + url.QueryEscape(o)
	}
	for _, k := range writable {
		v.Kinds = append(v.Kinds, option{Value: string(k), Name: v.t("press.kind." + string(k))})
	}
	for _, c := range s.face().Offered() {
		v.Languages = append(v.Languages, option{Value: c, Name: v.p.LanguageName(c)})
	}
	return v, nil
}

// newPress shows the form.
func (s *Site) newPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewPress(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{"kind": {r.URL.Query().Get("kind")}, "language": {code}})
	return s.write(w, http.StatusOK, "press-new", v)
}

// beginning reads the language in which a text begins, and its title.
func (s *Site) beginning(f *form) (language string, first press.Content) {
	language = f.text("language")
	if f.text("title") == "" {
		f.fail("title", lang.Msg("error.press.no_title"))
	}
	if !slices.Contains(s.face().Offered(), language) {
		f.fail("language", lang.Msg("error.press.language"))
	}
	return language, press.Content{Title: f.text("title"), Origin: press.Written}
}

// takeNewPress begins the item and leads to its text.
func (s *Site) takeNewPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewPress(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	object, err := s.ofNewPress(r)
	if err != nil {
		return err
	}
	language, first := s.beginning(v.Form)
	if v.Form.ok() {
		id, err := s.rooms.Press.Create(r.Context(), actorOf(r), press.New{
			Kind: press.Kind(v.Form.text("kind")), Organisation: object.Organisation, Language: language,
			Content: first,
		})
		if err == nil {
			return s.done(w, r, code, "/"+code+"/desk/press/"+id+"/"+language, lang.Msg("press.begun"), "")
		}
		if !v.Form.take(err) {
			return err
		}
	}
	return s.write(w, http.StatusUnprocessableEntity, "press-new", v)
}

// pressHead is what all pages of one item at the desk show above.
type pressHead struct {
	page
	Item   press.Item
	Kind   string
	Base   string // address of the item at the desk, below which its texts are
	OwnURL string // where what is the same in each language stands
	Tabs   []pressTab
	Others []string // who has it open too
	Write  bool     // the reader may write, not only translate
	Rule   bool     // she may publish
	AtItem bool     // this is the page of the item itself

	Pictures   string // address of its pictures at the desk
	Gallery    bool   // it has them
	AtPictures bool   // this is their page
}

// pressTab leads to the item in one language.
type pressTab struct {
	Lang, Name, URL string
	State           string // a word; "" where the text does not exist
	Class           string // of the mark
	Current         bool
}

// newPressHead fills it. path is what follows the item's address.
func (s *Site) newPressHead(w http.ResponseWriter, r *http.Request, code, path, language string) (pressHead, error) {
	i, err := s.itemOf(r)
	if err != nil {
		return pressHead{}, err
	}
	return s.headOf(w, r, code, i, "/desk/press/"+i.ID+path, language)
}

// headOf is the head of a page about an item; path is that page's address.
func (s *Site) headOf(w http.ResponseWriter, r *http.Request, code string, i press.Item, path, language string) (pressHead, error) {
	v := pressHead{page: s.newDesk(w, r, code, path, sectionOf(i)), Item: i, Base: "/" + code + "/desk/press/" + i.ID}
	v.OwnURL = v.itemURL(i)
	v.Title, v.Kind = v.itemTitle(i), v.t("press.kind."+string(i.Kind))
	v.Write, v.Rule = s.may(r, people.WritePress, i.Object()), s.may(r, people.PublishPress, i.Object())
	v.Gallery, v.Pictures = i.Kind == press.Gallery, "/"+code+"/desk/pictures/"+i.ID
	v.Tabs = s.pressTabs(&v.page, i, language)
	others, err := s.rooms.Press.Present(r.Context(), actorOf(r), i.ID)
	if err != nil || len(others) == 0 {
		return v, err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, id := range others {
		if name := names[id]; name != "" {
			v.Others = append(v.Others, name)
		}
	}
	return v, err
}

// sectionOf is the entry of the desk's navigation to which an item belongs.
func sectionOf(i press.Item) string {
	if i.Kind == press.Meeting {
		return "/desk/meetings"
	}
	return "/desk/press"
}

// pressTabs are the languages that the site offers, and any other in which the item is.
func (s *Site) pressTabs(p *page, i press.Item, current string) (tabs []pressTab) {
	codes := slices.Clone(s.face().Offered())
	for _, t := range i.Texts {
		if !slices.Contains(codes, t.Language) {
			codes = append(codes, t.Language)
		}
	}
	for _, code := range codes {
		tab := pressTab{Lang: code, Name: p.p.LanguageName(code), URL: "/" + p.Lang + "/desk/press/" + i.ID + "/" + code, Class: "none", Current: code == current}
		if t, ok := i.Text(code); ok {
			tab.Class = string(t.State(s.clock.Now()))
			if i.Stale(t) {
				tab.Class = stale
			}
			tab.State = p.t("press.state." + tab.Class)
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

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

// ownValues are an item's own fields as the form holds them.
func ownValues(i press.Item) url.Values {
	v := url.Values{"version": {strconv.FormatInt(i.OwnVersion, 10)}, "tags": {strings.Join(i.Tags, ", ")}, "topic": i.Topics}
	v["gallery"] = i.Targets(press.OfPress)
	if i.Facts.Download {
		v.Set("download", "1")
	}
	v["side"], v["partnership"] = i.Targets(press.OfPlace), i.Targets(press.OfPartnership)
	for _, l := range i.Links {
		if l.Kind == press.OfPlace && l.Role == press.With {
			v.Add("with", l.Target)
		}
	}
	for name, n := range map[string]int64{"from": int64(i.Facts.From), "to": int64(i.Facts.To), "cost": i.Facts.Cost} {
		if n != 0 {
			v.Set(name, strconv.FormatInt(n, 10))
		}
	}
	v.Set("currency", i.Facts.Currency)
	return v
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
	return s.fillPartnerships(r, v, now, sides)
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

// tickedTopics are the areas of cooperation, of which a form ticked some.
func (p *page) tickedTopics(f *form) (list []option) {
	for _, t := range topic.All() {
		list = append(list, option{Value: t.Code, Name: p.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topic", t.Code)})
	}
	return list
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

// takePressItem keeps an item's own fields.
func (s *Site) takePressItem(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPressItem(w, r, code)
	if err == nil && v.Item.Kind == press.Meeting {
		err = errNoPage // its form is another
	}
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	now := s.rooms.World()
	chosen, picked := sidesOf(v.Form, now), v.Form.checked("pick")
	sides, offers := s.findSide(&v.page, now, v.Form, chosen)
	if setSides(v.Form, sides); len(sides) > len(chosen) || picked {
		v.Form.values.Del("other")
	}
	v.Offers = offers
	again := func(status int) error {
		if err := s.dressPressItem(r, v); err != nil {
			return err
		}
		return s.write(w, status, "press-item", v)
	}
	if v.Form.checked("find") || picked || len(sides) > len(chosen) {
		return again(http.StatusOK)
	}
	if len(offers) > 0 {
		v.Form.fail("other", lang.Msg("desk.begin.which"))
	}
	own := v.readOwn(sides)
	version, _ := strconv.ParseInt(v.Form.raw("version"), 10, 64) // unreadable: a conflict
	if v.Form.ok() {
		err := s.rooms.Press.SaveOwn(r.Context(), actorOf(r), v.Item.ID, version, own, v.Form.text("why"))
		if err == nil {
			return s.done(w, r, code, v.Base, lang.Msg("press.saved"), "")
		}
		if errs.KindOf(err) == errs.Conflict {
			if v.Changed, err = s.pressSince(r, &v.pressHead, "", version, err); err != nil {
				return err
			}
			v.Form.values.Set("version", strconv.FormatInt(v.Item.OwnVersion, 10))
			v.Form.fail("", lang.Msg("error.press.conflict"))
			return again(http.StatusConflict)
		}
		if !v.Form.take(err) {
			return err
		}
	}
	return again(http.StatusUnprocessableEntity)
}

// readOwn reads the form over what the item was: links of kinds that the form does not
// show stay.
func (v *pressItemPage) readOwn(sides []int64) press.Own {
	f, own := v.Form, v.Item.Own
	own.Tags, own.Topics, own.Links = strings.Split(f.text("tags"), ","), f.all("topic"), nil
	for _, id := range sides {
		l := press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(id, 10)}
		if v.Practice && f.Ticked("with", l.Target) {
			l.Role = press.With
		}
		own.Links = append(own.Links, l)
	}
	for _, id := range f.all("partnership") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPartnership, Target: id})
	}
	for _, id := range f.all("gallery") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPress, Target: id})
	}
	own.Facts.Download = v.Gallery && f.checked("download")
	for _, l := range v.Item.Links {
		if l.Kind != press.OfPlace && l.Kind != press.OfPartnership && l.Kind != press.OfPress {
			own.Links = append(own.Links, l)
		}
	}
	if v.Practice {
		own.Facts.From, own.Facts.To = f.year("from", "error.press.year"), f.year("to", "error.press.year")
		own.Facts.Cost, own.Facts.Currency = f.whole("cost", "error.press.cost"), f.text("currency")
	}
	return own
}

// year reads a field that holds a year or nothing.
func (f *form) year(name, fault string) int { return int(f.whole(name, fault)) }

// whole reads a field that holds a whole number or nothing; spaces between digits are fine.
func (f *form) whole(name, fault string) int64 {
	text := strings.Join(strings.FieldsFunc(f.text(name), func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }), "")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		f.fail(name, lang.Msg(fault))
	}
	return n
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
