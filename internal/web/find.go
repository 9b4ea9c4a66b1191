package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/names"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/press"
)

// findPage answers a question put in words: public texts, and places and partnerships of
// that name.
type findPage struct {
	page
	Query        string
	Asked        bool
	Total        int
	Results      []foundView
	Elsewhere    *link // the same in all languages; nil: nothing more is there
	Choices      []pressChoice
	Kept         []option // what else the question says, for the form
	Newer, Older string
	Places       []placeView
	MorePlaces   string
	Partnerships []link
}

// foundView is a text that was found.
type foundView struct {
	URL, Kicker     string
	Lang, Language  string // where it is not the page's
	Title, Snippet  template.HTML
	Beginning, When string
	In              *link // what shows it, of a document
}

// anyLanguage is the value that asks for texts in all languages.
const anyLanguage = "any"

// find looks for words in public texts: those of the reader's language, unless she asks
// for others.
func (s *Site) find(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Search == nil {
		return errNoPage
	}
	v := &findPage{page: s.newPage(r, code, "/search")}
	v.Title, v.NoIndex, v.keep, v.HeaderSearch = v.t("find.title"), true, false, nil
	q := r.URL.Query()
	v.Query = strings.TrimSpace(strings.ToValidUTF8(q.Get("q"), ""))
	if len(v.Query) > longestQuery {
		v.Query = strings.ToValidUTF8(v.Query[:longestQuery], "")
	}
	v.keepQuery(q)
	if v.Asked = v.Query != ""; v.Asked {
		v.Title = v.Query + " · " + v.Title
		if err := s.findTexts(r, v, q); err != nil {
			return err
		}
		s.findNamed(v)
	}
	return s.write(w, http.StatusOK, "find", v)
}

// findTexts puts what is found in texts onto the page.
func (s *Site) findTexts(r *http.Request, v *findPage, q url.Values) error {
	ask := tidied(q, "kind", "in", "year")
	ask.Set("q", v.Query)
	for _, name := range []string{"kind", "in", "year"} {
		if value := ask.Get(name); value != "" {
			v.Kept = append(v.Kept, option{Value: value, Name: name})
		}
	}
	number, _ := strconv.Atoi(q.Get("page")) // unreadable: the first
	number = min(max(number, 1), mostPages)
	asked := search.Query{Text: v.Query, Languages: s.languagesAsked(v.Lang, ask.Get("in")), Offset: (number - 1) * search.MostHits}
	if kind := ask.Get("kind"); kind != "" {
		asked.Kinds = []string{kind}
	}
	if asked.Year, _ = strconv.Atoi(ask.Get("year")); asked.Year != 0 && asked.Kinds == nil { // unreadable: any
		asked.Kinds = dated
	}
	found, err := s.rooms.Search.Find(r.Context(), asked)
	if err != nil {
		return err
	}
	if last := (found.Total + search.MostHits - 1) / search.MostHits; number > max(last, 1) { // of fewer than somebody hoped for, or wrote into the address
		number = max(last, 1)
		asked.Offset = (number - 1) * search.MostHits
		if found, err = s.rooms.Search.Find(r.Context(), asked); err != nil {
			return err
		}
	}
	v.Total = found.Total
	for _, h := range found.Hits {
		one, err := s.found(r, &v.page, h)
		if err == nil && h.Kind == document.Found {
			err = s.placeFound(r, h, &one)
		}
		if err != nil {
			return err
		}
		v.Results = append(v.Results, one)
	}
	path := "/" + v.Lang + "/search"
	counts := slices.DeleteFunc(found.Counts, func(c search.Count) bool { return !slices.Contains(s.face().Offered(), c.Language) })
	v.chooseKind(counts, asked, ask, path)
	v.chooseYear(found.Years, ask, path)
	v.chooseLanguage(counts, ask, path)
	if number > 1 {
		v.Newer = asking(path, ask, "page", strconv.Itoa(number-1))
	}
	if number*search.MostHits < found.Total {
		v.Older = asking(path, ask, "page", strconv.Itoa(number+1))
	}
	return nil
}

// mostPages bounds how far somebody can leaf: who does not find it there asks otherwise.
const mostPages = 50

// languagesAsked are the languages of texts that a question asks for.
func (s *Site) languagesAsked(own, in string) []string {
	offered := s.face().Offered()
	switch {
	case in == anyLanguage:
		return offered
	case slices.Contains(offered, in):
		return []string{in}
	}
	return []string{own}
}

// dated are the kinds of what has a year: an article that in which it was published, a
// meeting that in which it takes place. Others stand apart from time.
var dated = []string{string(press.Article), string(press.Practice), string(press.Gallery), string(press.Meeting)}

// found dresses a text that was found.
func (s *Site) found(r *http.Request, p *page, h search.Hit) (foundView, error) {
	v := foundView{
		URL: "/" + h.Language + h.Path, Kicker: p.t("find.kind." + h.Kind), Title: h.Marked, Snippet: h.Snippet, Beginning: h.Beginning,
	}
	if h.Language != p.Lang {
		v.Lang, v.Language = h.Language, p.p.LanguageName(h.Language)
	}
	switch {
	case h.Kind == string(press.Meeting):
		text, ok, err := s.rooms.Press.ShownIn(r.Context(), h.ID, h.Language)
		if err != nil || !ok {
			return v, err
		}
		m, err := meeting.Join(text)
		v.When = p.meetingDays(m.Facts)
		if name := s.rooms.World().Places.DisplayName(m.Place, p.Lang); m.Place != 0 && name != "" {
			v.When += ", " + name
		}
		return v, err
	case slices.Contains(dated, h.Kind):
		v.When = p.p.Date(lang.DateOf(h.At))
	}
	return v, nil
}

// chooseYear offers the years of what answers and has one.
func (v *findPage) chooseYear(years []search.YearCount, ask url.Values, path string) {
	c := pressChoice{Name: v.t("press.year")}
	c.Links = append(c.Links, v.choice("year", "", v.t("list.any"), 0, ask, path))
	for n := 0; n < len(years) && len(c.Links) <= mostChoices; {
		year, sum := years[n].Year, 0
		for ; n < len(years) && years[n].Year == year; n++ {
			if slices.Contains(dated, years[n].Kind) {
				sum += years[n].N
			}
		}
		if text := strconv.Itoa(year); sum > 0 {
			c.Links = append(c.Links, v.choice("year", text, text, sum, ask, path))
		}
	}
	if len(c.Links) > 2 || ask.Get("year") != "" {
		v.Choices = append(v.Choices, c)
	}
}

// placeFound says what shows a document that was found, and in which language it is.
func (s *Site) placeFound(r *http.Request, h search.Hit, one *foundView) error {
	d, err := s.rooms.Documents.Of(r.Context(), h.ID)
	if err != nil {
		return err
	}
	one.Kicker += ", " + d.Kind.String()
	one.In, _, err = s.homeOf(r, h.Language, d)
	return err
}

// chooseKind offers the kinds of what answers, with how many each has.
func (v *findPage) chooseKind(counts []search.Count, asked search.Query, ask url.Values, path string) {
	ns := map[string]int{}
	for _, c := range counts {
		if slices.Contains(asked.Languages, c.Language) {
			ns[c.Kind] += c.N
		}
	}
	c := pressChoice{Name: v.t("press.kind")}
	c.Links = append(c.Links, v.choice("kind", "", v.t("list.any"), 0, ask, path))
	for _, kind := range sortedKeys(ns) {
		c.Links = append(c.Links, v.choice("kind", kind, v.t("find.kind."+kind), ns[kind], ask, path))
	}
	if len(c.Links) > 2 || ask.Get("kind") != "" {
		v.Choices = append(v.Choices, c)
	}
}

// chooseLanguage offers the languages in which something answers.
func (v *findPage) chooseLanguage(counts []search.Count, ask url.Values, path string) {
	ns, all := map[string]int{v.Lang: 0}, 0
	for _, c := range counts {
		if ask.Get("kind") == "" || c.Kind == ask.Get("kind") {
			ns[c.Language] += c.N
			all += c.N
		}
	}
	if len(ns) < 2 && ask.Get("in") == "" {
		return
	}
	c := pressChoice{Name: v.t("find.language")}
	c.Links = append(c.Links, v.choice("in", "", v.p.LanguageName(v.Lang), ns[v.Lang], ask, path))
	for _, language := range sortedKeys(ns) {
		if language != v.Lang {
			c.Links = append(c.Links, v.choice("in", language, v.p.LanguageName(language), ns[language], ask, path))
		}
	}
	c.Links = append(c.Links, v.choice("in", anyLanguage, v.t("find.language.all"), all, ask, path))
	v.Choices = append(v.Choices, c)
	if v.Total == 0 && all > 0 {
		v.Elsewhere = &link{v.t("find.elsewhere", "n", all), asking(path, ask, "in", anyLanguage)}
	}
}

// choice is one value of a part of the question; the chosen one has no address.
func (v *findPage) choice(name, value, shown string, n int, ask url.Values, path string) link {
	if n > 0 {
		shown += " (" + v.p.Number(n) + ")"
	}
	if ask.Get(name) == value {
		return link{Name: shown}
	}
	return link{shown, asking(path, ask, name, value)}
}

func sortedKeys(m map[string]int) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Beside the texts stand a few places and partnerships; the look-up has all.
const (
	mostNamed   = 5
	leastTyped  = 3 // letters, from which on the beginning of a name is one
	mostCapital = 6 // words of a question that are looked up one by one
)

// findNamed puts the places and partnerships onto the page that the words name. A guess at
// a spelling is left to the look-up: here it would stand above what was meant.
func (s *Site) findNamed(v *findPage) {
	now := s.rooms.World()
	ids := s.named(now.Places, v.Query, v.Lang)
	for _, id := range ids {
		v.Places = append(v.Places, v.placeView(now, id))
	}
	if len(ids) == 0 {
		return
	}
	if len(ids) == mostNamed {
		v.MorePlaces = "/" + v.Lang + "/places?" + url.Values{"q": {v.Query}}.Encode()
	}
	add := func(a, b int64, id string) {
		if len(v.Partnerships) < mostNamed {
			v.Partnerships = append(v.Partnerships, link{now.Places.DisplayName(a, v.Lang) + " – " + now.Places.DisplayName(b, v.Lang), "/" + v.Lang + "/partnerships/" + id})
		}
	}
	for _, between := range []bool{true, false} { // those between two of the places first
		for i, a := range ids {
			for _, e := range now.Graph.Of(a) {
				at := slices.Index(ids, e.Other)
				if between == (at > i) && (between || at < 0 && i == 0 && e.Status.InForce()) {
					add(a, e.Other, e.ID)
				}
			}
		}
	}
}

// named are the places that words name: all of them, else those with a capital.
func (s *Site) named(atlas *place.Atlas, text, code string) (ids []int64) {
	take := func(text string, worst names.How, most int) {
		for _, hit := range atlas.Find(place.Query{Text: text, Limit: most, Lang: code}) {
			if hit.How <= worst && len(ids) < mostNamed && !slices.Contains(ids, hit.ID) {
				ids = append(ids, hit.ID)
			}
		}
	}
	worst := names.Latinised
	if len([]rune(text)) >= leastTyped && !place.OnlyKind(text) {
		worst = names.Beginning
	}
	take(text, worst, mostNamed)
	if len(ids) > 0 {
		return ids
	}
	words := strings.Fields(text)
	for _, word := range words[:min(len(words), mostCapital)] {
		if first := []rune(word)[0]; unicode.IsUpper(first) && !place.OnlyKind(word) {
			take(word, names.Latinised, 1)
		}
	}
	return ids
}
