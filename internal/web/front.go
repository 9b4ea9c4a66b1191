package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/operator"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// frontPage is where the organiser arranges the home page and the menu.
type frontPage struct {
	page
	Form    *form
	Blocks  []frontRow
	Entries []frontRow
	Labels  []languageField // of an address to add
	Version int64
}

// frontRow is something that can stand in a place, or nowhere. Its box is ticked where it
// stands in one, and says the number of the place; that of another says the one after all.
type frontRow struct {
	Key, Name, About string
	Place            string
	Shown, Up, Down  bool
}

// sectionKeys are the messages that name the sections of the menu.
var sectionKeys = map[string]string{
	"places": "site.nav.places", "regions": "site.nav.growth", "help": "site.nav.help", "seek": "site.nav.seek", "data": "site.nav.data",
	"meetings": "press.section.meeting", "news": "press.section.article", "practices": "press.section.practice", "galleries": "press.section.gallery",
}

// front shows what stands on the home page and in the menu.
func (s *Site) front(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newFront(w, r, code)
	if err != nil {
		return err
	}
	face := s.face()
	for n, b := range face.HomeBlocks() {
		v.Form.values.Set("block."+b, strconv.Itoa(n+1))
	}
	for n, m := range s.menuOf(face) {
		v.Form.values.Set("entry."+m.To, strconv.Itoa(n+1))
	}
	return s.showFront(w, r, v, http.StatusOK)
}

func (s *Site) newFront(w http.ResponseWriter, r *http.Request, code string) (*frontPage, error) {
	if s.rooms.Faces == nil || s.rooms.Press == nil {
		return nil, errNoPage
	}
	v := &frontPage{page: s.newDesk(w, r, code, "/desk/front", "/desk/front"), Version: s.face().Version}
	v.Title = v.t("front.title")
	v.Form = newForm(&v.page, url.Values{})
	return v, nil
}

// menuOf is the menu of a face, or the one that the site has by itself.
func (s *Site) menuOf(f *operator.Face) []operator.MenuEntry {
	if len(f.Menu) > 0 {
		return f.Menu
	}
	var menu []operator.MenuEntry
	for _, name := range operator.Sections()[:7] { // good practices and galleries once there are some
		menu = append(menu, operator.MenuEntry{To: operator.ToSection + name})
	}
	return menu
}

// showFront lists what can stand where, and shows the page.
func (s *Site) showFront(w http.ResponseWriter, r *http.Request, v *frontPage, status int) error {
	row := func(kind, key, name, about string) frontRow {
		return frontRow{Key: kind + "." + key, Name: name, About: about, Place: v.Form.text(kind + "." + key)}
	}
	for _, b := range operator.Blocks() {
		v.Blocks = append(v.Blocks, row("block", b, v.t("front.block."+b), ""))
	}
	for _, name := range operator.Sections() {
		v.Entries = append(v.Entries, row("entry", operator.ToSection+name, v.t(sectionKeys[name]), ""))
	}
	all, err := s.rooms.Press.All(r.Context())
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Kind == press.Page && s.anywherePublic(i) {
			v.Entries = append(v.Entries, row("entry", operator.ToPage+i.ID, v.itemTitle(i), v.t("press.kind.page")+" · "+v.languageStates(i, s.clock.Now())))
		}
	}
	for _, m := range s.face().Menu {
		if !strings.HasPrefix(m.To, operator.ToSection) && !strings.HasPrefix(m.To, operator.ToPage) {
			name, _ := m.Labels.In(v.Lang, s.face().Offered()...)
			v.Entries = append(v.Entries, row("entry", m.To, name, m.To))
		}
	}
	placeRows(v.Blocks)
	placeRows(v.Entries)
	for _, code := range s.face().Offered() {
		f := languageField{Lang: code, Language: v.p.LanguageName(code)}
		f.fieldView = v.Form.Field("label."+code, "text", "front.label", "", "off")
		v.Labels = append(v.Labels, f)
	}
	return s.write(w, status, "front", v)
}

// placeRows puts what stands in a place first, in their order, and numbers all.
func placeRows(rows []frontRow) {
	slices.SortStableFunc(rows, func(a, b frontRow) int { return placeIn(a.Place) - placeIn(b.Place) })
	for n := range rows {
		x := &rows[n]
		x.Shown = placeIn(x.Place) < nowhere
		x.Up, x.Down = x.Shown && n > 0, x.Shown && n+1 < len(rows) && placeIn(rows[n+1].Place) < nowhere
		x.Place = strconv.Itoa(n + 1)
	}
}

// nowhere stands behind all places.
const nowhere = 1000

// placeIn reads the number of a place; what is none is nowhere.
func placeIn(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > nowhere {
		return nowhere
	}
	return n
}

// takeFront keeps the arrangement. "again" gives the site the one that it has by itself.
func (s *Site) takeFront(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newFront(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	back := "/" + code + "/desk/front"
	for button, by := range map[string]int{"up": -1, "down": 1} {
		if key := v.Form.raw(button); key != "" {
			v.move(key, by)
			back += "#row-" + key
		}
	}
	face := *s.face().Editable()
	face.Version, _ = strconv.ParseInt(v.Form.raw("version"), 10, 64) // unreadable: a conflict
	if v.Form.raw("do") == "again" {
		face.Home, face.Menu = nil, nil
	} else {
		face.Home, face.Menu = v.arranged("block."), s.arrangedMenu(v)
	}
	for _, f := range face.Check(s.languages) {
		v.Form.fail(f.Field, f.Message)
	}
	status, shown := http.StatusUnprocessableEntity, true
	if v.Form.ok() {
		err = s.rooms.Faces.Change(r.Context(), s.rooms.People.Log(), actorOf(r), &face)
		if err == nil {
			return s.done(w, r, code, back, lang.Msg("press.saved"), "")
		}
		if status, shown = s.refused(v.Form, err); !shown {
			return err
		}
	}
	return s.showFront(w, r, v, status)
}

// arranged are the keys that have a place, in the order of their places.
func (v *frontPage) arranged(prefix string) (keys []string) {
	for name := range v.Form.values {
		if key, ok := strings.CutPrefix(name, prefix); ok && placeIn(v.Form.text(name)) < nowhere {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if d := placeIn(v.Form.text(prefix+a)) - placeIn(v.Form.text(prefix+b)); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return keys
}

// move puts what has a place one place up or down in the form, and numbers its list anew.
func (v *frontPage) move(name string, by int) {
	kind, key, _ := strings.Cut(name, ".")
	keys := v.arranged(kind + ".")
	from := slices.Index(keys, key)
	if to := from + by; from >= 0 && to >= 0 && to < len(keys) {
		keys[from], keys[to] = keys[to], keys[from]
	}
	for n, k := range keys {
		v.Form.values.Set(kind+"."+k, strconv.Itoa(n+1))
	}
}

// arrangedMenu is the menu that the form describes, with the address that it adds.
func (s *Site) arrangedMenu(v *frontPage) (menu []operator.MenuEntry) {
	for _, to := range v.arranged("entry.") {
		m := operator.MenuEntry{To: to}
		for _, old := range s.face().Menu {
			if old.To == to {
				m = old
			}
		}
		menu = append(menu, m)
	}
	if address := v.Form.text("menu_url"); address != "" {
		m := operator.MenuEntry{To: address, Labels: operator.Text{}}
		for _, code := range s.face().Offered() {
			if label := v.Form.text("label." + code); label != "" {
				m.Labels[code] = label
			}
		}
		menu = append(menu, m)
	}
	return menu
}

// menuLink is an entry of the menu as a page shows it.
type menuLink struct {
	Name, URL, Lang string
	Current         bool
	Away            bool // leads elsewhere
}

// menu is the site's menu in the page's language. A page that is not there in that language
// is left out.
func (s *Site) menu(r *http.Request, p *page) (links []menuLink) {
	f := s.face()
	for _, m := range s.menuOf(f) {
		name, section := strings.CutPrefix(m.To, operator.ToSection)
		id, written := strings.CutPrefix(m.To, operator.ToPage)
		switch {
		case section && name == "regions":
			links = append(links, menuLink{Name: p.t(sectionKeys[name]), URL: "/" + p.Lang + "/regions/" + p.HomeRegion})
		case section:
			links = append(links, menuLink{Name: p.t(sectionKeys[name]), URL: "/" + p.Lang + "/" + name})
		case written && r != nil && s.rooms.Press != nil:
			shown, ok, err := s.rooms.Press.ShownIn(r.Context(), id, p.Lang)
			if err == nil && ok {
				links = append(links, menuLink{Name: shown.Title, URL: "/" + p.Lang + shown.Path()})
			}
		case !written:
			label, language := m.Labels.In(p.Lang, f.Offered()...)
			l := menuLink{Name: label, URL: m.To, Away: true}
			if language != p.Lang {
				l.Lang = language
			}
			links = append(links, l)
		}
	}
	return links
}
