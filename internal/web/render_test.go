package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Every page is executed full and empty in every language, and must be well-formed HTML
// without a missing message.
func TestEveryTemplate(t *testing.T) {
	s := newTestSite(t)
	for _, code := range s.languages {
		for kind, pages := range map[string]map[string]rendered{"full": fullPages(s, code), "empty": emptyPages(s, code)} {
			for _, name := range pageNames {
				data, ok := pages[name]
				if !ok {
					t.Fatalf("no %s page %q in the fixture", kind, name)
				}
				buf, err := s.render(name, data)
				if err != nil {
					t.Errorf("%s %s %s: %v", code, kind, name, err)
					continue
				}
				checkHTML(t, code+" "+kind+" "+name, buf.String())
			}
		}
	}
	if missing := s.catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %q", missing)
	}
}

// void elements have no end tag.
var void = map[string]bool{"source": true, "meta": true, "link": true, "input": true, "br": true, "hr": true, "img": true}

// checkHTML parses text strictly: every element is closed in order, ids are unique,
// references to ids lead somewhere, nothing needs an inline script or style.
func checkHTML(t *testing.T, what, text string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(text))
	var open []string
	ids, wanted := map[string]bool{}, map[string]bool{}
	h1 := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			if token.Data == "h1" {
				h1++
			}
			if !void[token.Data] {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Errorf("%s: </%s> closes %v", what, token.Data, open)
				return
			}
			open = open[:len(open)-1]
		}
		for _, a := range token.Attr {
			switch {
			case kind == html.EndTagToken:
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("%s: the id %q stands twice", what, a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "for" || a.Key == "aria-describedby":
				wanted[a.Val] = true
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s> has %s, which the content security policy forbids", what, token.Data, a.Key)
			case strings.Contains(a.Val, "ZgotmplZ"):
				t.Errorf("%s: <%s %s> was refused by the escaper", what, token.Data, a.Key)
			}
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: not closed: %v", what, open)
	}
	if h1 != 1 {
		t.Errorf("%s: %d h1, want 1", what, h1)
	}
	for id := range wanted {
		if !ids[id] {
			t.Errorf("%s: nothing has the id %q", what, id)
		}
	}
}
