package web

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// wordFields are the fields of the desk's forms that hold a person's own words, in the order
// of the forms, with the messages that name them.
var wordFields = []pair{
	{"other", "desk.begin.other"},
	{"original_term", "desk.field.original_term"},
	{"date", "desk.field.date"},
	{"title", "desk.field.title"},
	{"until", "desk.field.until"},
	{"notice", "desk.field.notice"},
	{"from", "desk.field.from"},
	{"number", "desk.field.number"},
	{"ground_text", "desk.ground.text"},
	{"condition_text", "desk.condition.text"},
	{"source_title", "desk.source.title"},
	{"source_url", "desk.source.url"},
	{"text", "desk.field.text"},
	{"at", "desk.field.at"},
	{"story", "desk.field.story"},
	{"otherwise", "desk.confirm.otherwise"},
	{"why", "desk.why"},
}

// typedIn is what a person wrote into a form that is refused as a whole. Choices and
// whatever the page itself put there are left out.
func (p *page) typedIn(r *http.Request) (list []pair) {
	values := postedTexts(r)
	names := slices.Sorted(maps.Keys(values))
	for _, field := range wordFields {
		for _, name := range names {
			base, language, _ := strings.Cut(name, ".")
			text := strings.TrimSpace(values.Get(name))
			if base != field.Name || text == "" {
				continue
			}
			label := p.t(field.Value)
			if language != "" {
				label += " (" + p.p.LanguageName(language) + ")"
			}
			list = append(list, pair{label, text})
		}
	}
	return list
}

// postedTexts reads the texts of a form that was sent, and nothing of its files. What cannot
// be read is no text.
func postedTexts(r *http.Request) url.Values {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	values := url.Values{}
	switch {
	case r.Method != http.MethodPost:
	case kind == "application/x-www-form-urlencoded" && r.ParseForm() == nil:
		values = r.PostForm
	case kind == "multipart/form-data":
		parts, err := r.MultipartReader()
		for left := int64(mostKept); err == nil && left > 0; {
			part, e := parts.NextPart()
			if e != nil || part.FileName() != "" {
				return values // files come last in our forms
			}
			text, e := io.ReadAll(io.LimitReader(part, left))
			if err = e; err == nil {
				values.Add(part.FormName(), string(text))
			}
			left -= int64(len(text)) + 1
		}
	}
	return values
}
