package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// practices lists good practices by area of cooperation, and by town.
func (s *Site) practices(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	v := &pressListPage{page: s.newPage(r, code, "/practices")}
	v.Title, v.Lead, v.Nothing, v.Feed = v.t("press.section.practice"), v.t("press.practices.lead"), v.t("press.practices.none"), "/"+code+"/practices.atom"
	v.Section, v.Description = "practices", v.Lead
	q := r.URL.Query()
	every, err := s.rooms.Press.List(r.Context(), press.Asked{Kind: press.Practice, Language: code})
	if err != nil {
		return err
	}
	ask := tidied(q, "topic", "place")
	path := "/" + code + "/practices"
	v.choose("press.topics", "topic", topicsOf(every), ask, path)
	v.choosePlace(s, every, ask, path)
	v.groupPractices(s, slices.DeleteFunc(slices.Clone(every), func(x press.Shown) bool {
		about, place := ask.Get("topic"), ask.Get("place")
		return about != "" && !slices.Contains(x.Topics, about) || place != "" && !slices.Contains(x.Targets(press.OfPlace), place)
	}), ask.Get("topic"))
	v.keepQuery(q)
	return s.write(w, http.StatusOK, "press-list", v)
}

// topicsOf are the areas of cooperation of what is listed, in their usual order; "" stands
// for those that name none.
func topicsOf(all []press.Shown) (counts []press.Count) {
	count := func(has func(press.Shown) bool) (n int) {
		for _, x := range all {
			if has(x) {
				n++
			}
		}
		return n
	}
	for _, t := range topic.All() {
		if n := count(func(x press.Shown) bool { return slices.Contains(x.Topics, t.Code) }); n > 0 {
			counts = append(counts, press.Count{Value: t.Code, N: n})
		}
	}
	return counts
}

// groupPractices puts each good practice under its first area of cooperation, or under the
// one that is asked for.
func (v *pressListPage) groupPractices(s *Site, all []press.Shown, asked string) {
	under := func(x press.Shown) string {
		if asked != "" || len(x.Topics) == 0 {
			return asked
		}
		return x.Topics[0]
	}
	codes := []string{""}
	for _, t := range topic.All() {
		codes = append(codes, t.Code)
	}
	for _, code := range codes {
		group := pressGroup{Name: v.t("press.practices.other")}
		if code != "" {
			group.Name = v.valueName("topic", code)
		}
		for _, x := range all {
			if under(x) != code {
				continue
			}
			t := v.teaser(x)
			t.Towns, t.When = s.placeNames(&v.page, x.Targets(press.OfPlace)), ""
			group.Items = append(group.Items, t)
		}
		if len(group.Items) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
}

// placeNames names places by their numbers.
func (s *Site) placeNames(p *page, numbers []string) string {
	var all []string
	for _, text := range numbers {
		n, _ := strconv.ParseInt(text, 10, 64) // one that is none is in no atlas
		if _, ok := s.rooms.World().Places.Get(n); ok {
			all = append(all, s.rooms.World().Places.DisplayName(n, p.Lang))
		}
	}
	return strings.Join(all, " – ")
}

// choosePlace offers the towns whose experience is told.
func (v *pressListPage) choosePlace(s *Site, all []press.Shown, ask url.Values, path string) {
	c := pressChoice{Name: v.t("press.towns")}
	seen := map[string]bool{}
	for _, x := range all {
		for _, number := range x.Targets(press.OfPlace) {
			name := s.placeNames(&v.page, []string{number})
			if seen[number] || name == "" {
				continue
			}
			seen[number] = true
			l := link{name, asking(path, ask, "place", number)}
			if ask.Get("place") == number {
				l.URL = ""
			}
			c.Links = append(c.Links, l)
		}
	}
	lang.SortFunc(v.p, c.Links, func(l link) string { return l.Name })
	if len(c.Links) > 1 || ask.Get("place") != "" {
		every := link{v.t("list.any"), asking(path, ask, "place", "")}
		if ask.Get("place") == "" {
			every.URL = ""
		}
		c.Links = append([]link{every}, c.Links[:min(len(c.Links), mostChoices)]...)
		v.Choices = append(v.Choices, c)
	}
}
