package markup_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"twintown/internal/platform/markup"
)

func resolve(name string) (markup.Target, bool) {
	switch name {
	case "photo":
		return markup.Target{URL: "/en/documents/photo/a.jpg", Image: true, Width: 800, Height: 600}, true
	case "sizes":
		return markup.Target{
			URL: "/pictures/1/1280.jpg", Image: true, Width: 1280, Height: 853, Tone: "#8a7f70", Sizes: "(min-width: 62rem) 45rem, 100vw",
			Sources: []markup.Source{{Type: "image/webp", Set: "/pictures/1/320.webp 320w, /pictures/1/1280.webp 1280w"}, {Type: "image/jpeg", Set: "/pictures/1/1280.jpg 1280w"}},
		}, true
	case "report":
		return markup.Target{URL: "/en/documents/report/a.pdf", About: "PDF, 3 pages"}, true
	}
	return markup.Target{}, false
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a heading stands below the page's", "# Programme", "<h2>Programme</h2>"},
		{"no level is left out", "## a\n#### b\n### c\n## d\n# e", "<h2>a</h2>\n<h3>b</h3>\n<h3>c</h3>\n<h2>d</h2>\n<h2>e</h2>"},
		{"the sixth level is the last", "# a\n## a\n### a\n#### a\n##### a\n###### b", "<h6>b</h6>"},
		{"HTML is text", "a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"},
		{"a block of HTML is text", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
		{"a link to elsewhere", "[a](https://example.org/x)", `<p><a href="https://example.org/x" rel="external noopener">a</a></p>`},
		{"a link within the site", "[a](/pl/places)", `<p><a href="/pl/places">a</a></p>`},
		{"a link that runs", "[a](javascript:alert)", "<p>a</p>"},
		{"a link that hides its scheme", "[a](JaVaScRiPt&colon;alert)", "<p>a</p>"},
		{"a link with data", "[a](data:text/html,x)", "<p>a</p>"},
		{"a link to another host without a scheme", "[a](//example.org)", "<p>a</p>"},
		{"a link with a password", "[a](https://u:p@example.org)", "<p>a</p>"},
		{"an address becomes a link", "See https://example.org/x.", `<p>See <a href="https://example.org/x" rel="external noopener">https://example.org/x</a>.</p>`},
		{"an address of mail", "<office@example.org>", `<p><a href="mailto:office@example.org">office@example.org</a></p>`},
		{"a document", "[Report](doc:report)", `<p><a href="/en/documents/report/a.pdf">Report</a> <span class="soft">(PDF, 3 pages)</span></p>`},
		{"a document that is gone", "[Report](doc:none)", "<p>Report</p>"},
		{"a picture alone is a figure", `![A hall](doc:photo "The hall & we")`, `<figure><img src="/en/documents/photo/a.jpg" alt="A hall" width="800" height="600" loading="lazy"><figcaption>The hall &amp; we</figcaption></figure>`},
		{"a picture in a line", "a ![b](doc:photo) c", `<p>a <img src="/en/documents/photo/a.jpg" alt="b" width="800" height="600" loading="lazy"> c</p>`},
		{"a picture in several sizes", `![A hall](doc:sizes)`, `<figure><span class="photo"><svg class="tone" aria-hidden="true"><rect width="100%" height="100%" fill="#8a7f70"></rect></svg><picture>` +
			`<source type="image/webp" srcset="/pictures/1/320.webp 320w, /pictures/1/1280.webp 1280w" sizes="(min-width: 62rem) 45rem, 100vw"><source type="image/jpeg" srcset="/pictures/1/1280.jpg 1280w" sizes="(min-width: 62rem) 45rem, 100vw">` +
			`<img src="/pictures/1/1280.jpg" alt="A hall" width="1280" height="853" loading="lazy" decoding="async"></picture></span></figure>`},
		{"a picture from elsewhere is its words", "![A hall](https://example.org/a.png)", "<p>A hall</p>"},
		{"quotes in what a picture shows", `![A "b" <c>](doc:photo)`, `alt="A &#34;b&#34; &lt;c&gt;"`},
		{"a table scrolls", "|a|b|\n|-|-|\n|1|2|", `<div class="table-scroll"><table>`},
		{"struck out", "~~a~~", "<p><del>a</del></p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.TrimSpace(markup.Render(c.text, resolve)); !strings.Contains(got, c.want) {
				t.Errorf("%q becomes\n%s\nwant\n%s", c.text, got, c.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	for text, want := range map[string][]markup.Fault{
		"[a](https://example.org) ![b](doc:photo)": nil,
		"[a](javascript:x)":                        {{Kind: markup.BadLink, What: "javascript:x"}},
		"[a](example.org)":                         {{Kind: markup.BadLink, What: "example.org"}},
		"[](https://example.org)":                  {{Kind: markup.EmptyLink, What: "https://example.org"}},
		"![](doc:photo)":                           {{Kind: markup.NoAlt, What: "doc:photo"}},
		"![a](doc:none)":                           {{Kind: markup.BadImage, What: "doc:none"}},
		"![a](https://example.org/a.png)":          {{Kind: markup.BadImage, What: "https://example.org/a.png"}},
		"[a](doc:none)":                            {{Kind: markup.BadLink, What: "doc:none"}},
		"`[a](javascript:x)`":                      nil,
	} {
		if got := markup.Check(text, resolve); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if n := len(markup.Check(strings.Repeat("[a](b) ", 1000), resolve)); n > 20 {
		t.Errorf("%d faults are told", n)
	}
}

func TestPlain(t *testing.T) {
	text := "# Rok 2011\n\nSpotkanie **miast** i [gmin](https://example.org), 5\\*\n\n* raz &amp; dwa\n* trzy"
	if got, want := markup.Plain(text), "Rok 2011\nSpotkanie miast i gmin, 5*\nraz & dwa\ntrzy"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := markup.Beginning("Towns met. They will meet again.", 14); got != "Towns met…" {
		t.Errorf("cut after a sentence: %q", got)
	}
	if got := markup.Beginning(text, 20); got != "Rok 2011 Spotkanie…" {
		t.Errorf("begins with %q", got)
	}
	if got := markup.Names("![a](doc:x) [b](doc:y) ![c](doc:x)"); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("names %q", got)
	}
}

// FuzzRender: whatever is written, the HTML has none but the known elements, no handler, no
// style, and no address that runs.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"# a\n[b](c)", "![a](doc:photo \"b\")", "<img src=x onerror=y>", "[a](java\nscript:x)", "|a|\n|-|\n|<b>|", "[a]: javascript:x\n[a]",
		"<https://example.org/\"onclick=x>", "```<script>\n</script>", "&lt;script&gt;", "[x](https://e\"x=y)", "a\x00b", "![a](doc:photo '\"><script>')", "![\"a](doc:sizes)",
	} {
		f.Add(seed)
	}
	known := strings.Fields("p br hr h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del table thead tbody tr th td figure figcaption span div a img picture source svg rect")
	attributes := strings.Fields("start scope class href rel src alt loading decoding width height type srcset sizes fill aria-hidden")
	f.Fuzz(func(t *testing.T, source string) {
		z := html.NewTokenizer(strings.NewReader(markup.Render(source, resolve)))
		for z.Next() != html.ErrorToken {
			token := z.Token()
			if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
				continue
			}
			if !slices.Contains(known, token.Data) {
				t.Fatalf("%q: <%s>", source, token.Data)
			}
			for _, a := range token.Attr {
				if !slices.Contains(attributes, a.Key) {
					t.Fatalf("%q: <%s %s>", source, token.Data, a.Key)
				}
				if scheme, _, has := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":"); has && (a.Key == "href" || a.Key == "src") {
					if !slices.Contains([]string{"http", "https", "mailto", "tel"}, scheme) && !strings.ContainsAny(scheme, "/#?") {
						t.Fatalf("%q: leads to %q", source, a.Val)
					}
				}
			}
		}
		markup.Check(source, resolve)
		markup.Plain(source)
	})
}
