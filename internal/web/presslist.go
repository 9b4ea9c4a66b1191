package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// pressList lists what is published and what is being written. Each reader sees what she
// may work on.
func (s *Site) pressList(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/press", "/desk/press")}
	v.Title, v.Lead = v.t("press.title"), v.t("press.lead")
	all, err := s.rooms.Press.All(r.Context())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(i press.Item) bool {
		return i.Kind == press.Meeting || !s.may(r, people.TranslatePress, i.Object())
	})
	latest := &latestChanges{}
	found := arrangeList(r.URL.Query(), s.pressSpec(&v.page, all, latest))
	var ids []string
	for _, i := range found.Page {
		ids = append(ids, i.ID)
	}
	if err := s.fillLatest(r, latest, press.Feed, ids); err != nil {
		return err
	}
	if object, err := s.ofNewPress(r); err == nil && s.may(r, people.WritePress, object) {
		for _, k := range writable {
			v.Actions = append(v.Actions, link{v.t("press.new." + string(k)), "/" + code + "/desk/press/new?kind=" + string(k)})
		}
	}
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// writable are the kinds that the desk begins, those that are written most first.
var writable = []press.Kind{press.Article, press.Practice, press.Gallery, press.Page}

func (s *Site) pressSpec(p *page, all []press.Item, latest *latestChanges) listSpec[press.Item] {
	now := s.clock.Now()
	kinds := []option{{Name: p.t("list.any")}}
	for _, k := range writable {
		kinds = append(kinds, option{Value: string(k), Name: p.t("press.kind." + string(k))})
	}
	states := []option{{Name: p.t("list.any")}}
	for _, st := range []press.State{press.Draft, press.Scheduled, press.Live, press.Changed} {
		states = append(states, option{Value: string(st), Name: p.t("press.state." + string(st))})
	}
	states = append(states, option{Value: stale, Name: p.t("press.state.stale")})
	return listSpec[press.Item]{
		Path: "/desk/press", Caption: "press.title", Rows: all,
		ID:   func(i press.Item) string { return i.ID },
		Name: func(i press.Item) string { return p.itemTitle(i) },
		Find: func(q string) func(press.Item) bool {
			q = names.Fold(q)
			return func(i press.Item) bool {
				return slices.ContainsFunc(i.Texts, func(t press.Text) bool {
					return strings.Contains(names.Fold(t.Title+" "+t.Lead+" "+strings.Join(i.Tags, " ")), q)
				})
			}
		},
		Filters: []listFilter[press.Item]{
			{Key: "kind", Label: "press.kind", Options: kinds, Keep: func(i press.Item, v string) bool { return string(i.Kind) == v }},
			{Key: "state", Label: "press.state", Options: states, Keep: func(i press.Item, v string) bool {
				return slices.ContainsFunc(i.Texts, func(t press.Text) bool {
					return string(t.State(now)) == v || v == stale && i.Stale(t)
				})
			}},
			{Key: "missing", Label: "press.missing", Options: s.offeredLanguages(p), Keep: func(i press.Item, v string) bool {
				_, there := i.Text(v)
				return !there
			}},
		},
		Columns: []listColumn[press.Item]{
			{
				Key: "title", Label: "press.field.title", Compare: func(a, b press.Item) int {
					return strings.Compare(names.Fold(p.itemTitle(a)), names.Fold(p.itemTitle(b)))
				},
				Cell: func(i press.Item) listCell {
					_, language := i.TitleIn(p.Lang)
					c := listCell{Text: p.itemTitle(i), URL: p.itemURL(i), Note: p.t("press.kind." + string(i.Kind))}
					if language != p.Lang {
						c.Lang = language
					}
					return c
				},
			},
			{Key: "languages", Label: "press.languages", Cell: func(i press.Item) listCell { return listCell{Text: p.languageStates(i, now)} }},
			{
				Key: "public", Label: "press.public_since", Compare: func(a, b press.Item) int { return firstPublic(a, now).Compare(firstPublic(b, now)) },
				Cell: func(i press.Item) listCell { return listCell{Text: p.p.Date(firstPublic(i, now))} },
			},
			{Key: "changed", Label: "list.changed", Cell: func(i press.Item) listCell { return latest.cell(p, i.ID) }},
		},
		Tie: func(a, b press.Item) int { return cmp.Compare(b.ID, a.ID) },
	}
}

// stale is the filter's value for translations of older words.
const stale = "stale"

// offeredLanguages are the offered languages to choose one of, or none.
func (s *Site) offeredLanguages(p *page) []option {
	list := []option{{Name: p.t("list.any")}}
	for _, code := range s.face().Offered() {
		list = append(list, option{Value: code, Name: p.p.LanguageName(code)})
	}
	return list
}

// itemTitle is what an item is called at the desk.
func (p *page) itemTitle(i press.Item) string {
	if title, _ := i.TitleIn(p.Lang); title != "" {
		return title
	}
	return p.t("press.untitled")
}

// itemURL leads to an item at the desk.
func (p *page) itemURL(i press.Item) string { return "/" + p.Lang + sectionOf(i) + "/" + i.ID }

// languageStates says in which languages an item is, and how each stands.
func (p *page) languageStates(i press.Item, now time.Time) string {
	var all []string
	for _, t := range i.Texts {
		state := string(t.State(now))
		if i.Stale(t) {
			state = stale
		}
		all = append(all, t.Language+": "+p.t("press.state."+state))
	}
	return strings.Join(all, "; ")
}

// firstPublic is when an item first became public in any language.
func firstPublic(i press.Item, now time.Time) (first lang.Date) {
	for _, t := range i.Texts {
		if since := t.PublicSince(now); !since.IsZero() {
			if d := lang.DateOf(since); first.IsZero() || d.Compare(first) < 0 {
				first = d
			}
		}
	}
	return first
}
