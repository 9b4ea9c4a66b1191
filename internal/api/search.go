package api

import (
	"context"
	"html"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/press"
)

// TextItem is a public text that was found.
type TextItem struct {
	Kind     string `json:"kind" example:"meeting"`
	KindName string `json:"kind_name" doc:"in the reader's language"`
	ID       string `json:"id"`
	Language string `json:"language"`
	Title    string `json:"title"`
	Snippet  string `json:"snippet,omitempty" doc:"where it was found, else its beginning"`
	Date     string `json:"date,omitempty" format:"date" doc:"when it was published, or a meeting begins; absent for what stands apart from time"`
	URL      string `json:"url" doc:"address of its page on this site"`
}

// textCount is how many texts answer.
type textCount struct {
	Kind     string `json:"kind"`
	Language string `json:"language"`
	N        int    `json:"n"`
}

// textPage is a page of texts with all that answer.
type textPage struct {
	Page[TextItem]
	Total  int         `json:"total"`
	Counts []textCount `json:"counts" nullable:"false" doc:"over all kinds and languages"`
}

// textQuestion is what search-texts takes. Fewer texts are read at once than other lists
// give: each has its words marked.
type textQuestion struct {
	Lang   string `query:"lang" enum:"pl,en,de,fr,lt,ru,be,uk" doc:"texts in this language, told in it; else texts in all languages, told in Accept-Language or English"`
	Accept string `header:"Accept-Language"`
	Q      string `query:"q" required:"true" minLength:"1" maxLength:"200" example:"umowa partnerska" doc:"words in any case, with or without diacritics and endings; the last may be begun"`
	Kind   string `query:"kind" enum:"article,practice,page,gallery,meeting,help_point,document,request,programme,project"`
	Year   int    `query:"year" minimum:"1900" maximum:"2200" doc:"of publication, of a meeting that in which it begins"`
	Limit  int    `query:"limit" minimum:"1" maximum:"20" default:"20"`
	Offset int    `query:"offset" minimum:"0" maximum:"1000"`
}

func (s *server) searchTexts(ctx context.Context, in *textQuestion) (*answer[textPage], error) {
	p := s.printer(Reader{in.Lang, in.Accept})
	out := textPage{Page: Page[TextItem]{Items: []TextItem{}}, Counts: []textCount{}}
	if s.Search == nil {
		return &answer[textPage]{p.Lang(), out}, nil
	}
	q := search.Query{Text: in.Q, Year: in.Year, Offset: in.Offset, Limit: in.Limit}
	if in.Lang != "" {
		q.Languages = []string{in.Lang}
	}
	if in.Kind != "" {
		q.Kinds = []string{in.Kind}
	}
	found, err := s.Search.Find(ctx, q)
	if err != nil {
		return nil, fail(p, err)
	}
	for _, h := range found.Hits {
		out.Items = append(out.Items, textItem(p, h))
	}
	for _, c := range found.Counts {
		out.Counts = append(out.Counts, textCount(c))
	}
	if out.Total = found.Total; in.Offset+len(found.Hits) < found.Total && len(found.Hits) > 0 {
		out.Next = in.next(in.Offset + len(found.Hits))
	}
	return &answer[textPage]{p.Lang(), out}, nil
}

// next is the address of the following page.
func (in *textQuestion) next(offset int) *string {
	query := url.Values{"q": {in.Q}, "limit": {strconv.Itoa(in.Limit)}, "offset": {strconv.Itoa(offset)}}
	for name, value := range map[string]string{"lang": in.Lang, "kind": in.Kind} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if in.Year != 0 {
		query.Set("year", strconv.Itoa(in.Year))
	}
	next := Root + "/search?" + query.Encode()
	return &next
}

func textItem(p *lang.Printer, h search.Hit) TextItem {
	item := TextItem{Kind: h.Kind, KindName: p.T("find.kind." + h.Kind), ID: h.ID, Language: h.Language, Title: h.Title, Snippet: plain(h.Snippet), URL: "/" + h.Language + h.Path}
	if item.Snippet == "" {
		item.Snippet = h.Beginning
	}
	switch press.Kind(h.Kind) {
	case press.Article, press.Practice, press.Gallery, press.Meeting:
		item.Date = lang.DateOf(h.At).String()
	}
	return item
}

// plain is a marked text without its marks.
func plain(marked template.HTML) string {
	return html.UnescapeString(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(string(marked)))
}
