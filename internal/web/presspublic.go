package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// pressListPage lists what is public of one kind.
type pressListPage struct {
	page
	Lead    string
	Groups  []pressGroup
	Choices []pressChoice
	Newer   string
	Older   string
	Nothing string
}

// pressGroup are items under a heading, "" for none.
type pressGroup struct {
	Name  string
	Items []teaserView
}

// teaserView is an item in a list.
type teaserView struct{ URL, Title, Lead, When, Towns string }

// pressChoice is a way to choose among what is listed. The chosen value has no address.
type pressChoice struct {
	Name  string
	Links []link
}

// onePage is how many articles a page lists: a long scroll on a telephone.
const onePage = 20

// news lists articles, the newest first, by year and tag.
func (s *Site) news(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	v := &pressListPage{page: s.newPage(r, code, "/news")}
	v.Title, v.Nothing, v.Feed = v.t("press.section.article"), v.t("press.news.none"), "/"+code+"/news.atom"
	v.Section, v.Description = "news", v.t("press.news.lead", "site", v.Face.Name)
	q := r.URL.Query()
	a := press.Asked{Kind: press.Article, Language: code, Tag: q.Get("tag")}
	a.Year, _ = strconv.Atoi(q.Get("year")) // unreadable: all years
	all, err := s.rooms.Press.List(r.Context(), a)
	if err != nil {
		return err
	}
	years, err := s.rooms.Press.Years(r.Context(), press.Article, code)
	if err != nil {
		return err
	}
	every := all
	if a.Year != 0 || a.Tag != "" {
		if every, err = s.rooms.Press.List(r.Context(), press.Asked{Kind: press.Article, Language: code}); err != nil {
			return err
		}
	}
	ask := tidied(q, "year", "tag")
	v.choose("press.year", "year", years, ask, "/"+code+"/news")
	v.choose("press.tags", "tag", press.Tags(every), ask, "/"+code+"/news")
	v.cutPage(all, q, ask, "/"+code+"/news")
	v.keepQuery(q)
	return s.write(w, http.StatusOK, "press-list", v)
}

// tidied are the parts of a question that a list understands.
func tidied(q url.Values, names ...string) url.Values {
	ask := url.Values{}
	for _, name := range names {
		if value := q.Get(name); value != "" && len(value) <= mostQuery {
			ask.Set(name, value)
		}
	}
	return ask
}

// asking is a list's address with one value of its question changed; "" takes it away.
func asking(path string, ask url.Values, name, value string) string {
	next := url.Values{}
	for k, v := range ask {
		next[k] = v
	}
	next.Set(name, value)
	if value == "" {
		next.Del(name)
	}
	if len(next) == 0 {
		return path
	}
	return path + "?" + next.Encode()
}

// mostChoices bounds a row of choices.
const mostChoices = 30

// choose offers the values of one part of the question, with how many each leads to.
func (v *pressListPage) choose(label, name string, values []press.Count, ask url.Values, path string) {
	if len(values) < 2 && ask.Get(name) == "" {
		return
	}
	c := pressChoice{Name: v.t(label)}
	all := link{v.t("list.any"), asking(path, ask, name, "")}
	if ask.Get(name) == "" {
		all.URL = ""
	}
	c.Links = append(c.Links, all)
	for _, x := range values[:min(len(values), mostChoices)] {
		shown := v.valueName(name, x.Value)
		l := link{shown, asking(path, ask, name, x.Value)}
		if x.N > 1 {
			l.Name += " (" + v.p.Number(x.N) + ")"
		}
		if strings.EqualFold(ask.Get(name), x.Value) {
			l.URL = ""
		}
		c.Links = append(c.Links, l)
	}
	v.Choices = append(v.Choices, c)
}

// valueName is a value of a question as readers know it.
func (v *pressListPage) valueName(name, value string) string {
	if name == "topic" {
		return v.p.Message(topic.Label(value))
	}
	return value
}

// cutPage puts one page of articles onto the list.
func (v *pressListPage) cutPage(all []press.Shown, q, ask url.Values, path string) {
	last := max((len(all)+onePage-1)/onePage, 1)
	number, _ := strconv.Atoi(q.Get("page")) // unreadable: the first
	number = min(max(number, 1), last)
	if number > 1 {
		v.Newer = asking(path, ask, "page", strconv.Itoa(number-1))
		if number == 2 {
			v.Newer = asking(path, ask, "page", "")
		}
	}
	if number < last {
		v.Older = asking(path, ask, "page", strconv.Itoa(number+1))
	}
	group := pressGroup{}
	for _, x := range all[(number-1)*onePage : min(number*onePage, len(all))] {
		group.Items = append(group.Items, v.teaser(x))
	}
	if len(group.Items) > 0 {
		v.Groups = []pressGroup{group}
	}
}

// mostLead bounds what a list shows of an item without a lead, in characters.
const mostLead = 220

// teaser dresses an item for a list.
func (p *page) teaser(x press.Shown) teaserView {
	t := teaserView{URL: "/" + x.Language + x.Path(), Title: x.Title, Lead: x.Lead, When: p.p.Date(lang.DateOf(x.Since))}
	if t.Lead == "" {
		t.Lead = markup.Beginning(x.Body, mostLead)
	}
	return t
}

// mostRelated is how much of what is public about a town its page names.
const mostRelated = 6

// related is what is public about a town or a partnership, for its page.
func (s *Site) related(r *http.Request, p *page, about press.Link) (list []teaserView, err error) {
	if s.rooms.Press == nil {
		return nil, nil
	}
	all, err := s.rooms.Press.List(r.Context(), press.Asked{Language: p.Lang, About: about, Most: mostRelated})
	for _, x := range all {
		if x.Kind == press.Meeting {
			continue // they have a list of their own
		}
		t := p.teaser(x)
		t.When = p.t("press.kind."+string(x.Kind)) + ", " + t.When
		list = append(list, t)
	}
	return list, err
}
