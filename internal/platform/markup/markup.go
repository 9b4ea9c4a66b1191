// Package markup turns what people write in Markdown into HTML that is safe to show.
//
// The text is CommonMark with tables, struck-out words and addresses that become links by
// themselves. HTML in it is text like any other. Headings begin one level below that of
// the page. A picture or a document of this site stands in the text by a name of its own
// ("doc:0190…"), which the caller resolves, so that its address can change; pictures from
// elsewhere are not shown, because a page asks no other host for anything.
//
//	html := markup.Render(body, resolve)              // for a page
//	faults := markup.Check(body, resolve)             // before it becomes public
//	first := markup.Plain(body)                       // for lists, feeds and search
//
// What goldmark writes passes a second gate, bluemonday, which knows the few elements and
// attributes that this package can mean. One of the two may have a defect.
package markup

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// MostText bounds a text in characters: twenty printed pages.
const MostText = 40_000

// Target is what a name in a text stands for.
type Target struct {
	URL    string
	Image  bool
	Width  int // of an image
	Height int
	About  string // what a reader should know before she opens it: "PDF, 3 pages"; may be ""

	// Of an image in several sizes: which there are by kind, those that browsers should try
	// first before the others; how wide it is shown; "#rrggbb", shown until it comes.
	Sources []Source
	Sizes   string
	Tone    string
}

// Source are the addresses of an image in one kind of file, as <source> has them.
type Source struct{ Type, Set string }

// Resolve says what a name of this site's own stands for; false where there is no such
// thing. It is asked for destinations that begin with [Own].
type Resolve func(name string) (Target, bool)

// Own begins the destinations that the site resolves itself.
const Own = "doc:"

// Nothing resolves no name.
func Nothing(string) (Target, bool) { return Target{}, false }

// Render returns the HTML of a text. It is safe to stand in a page as it is.
func Render(source string, resolve Resolve) string {
	var out bytes.Buffer
	if err := engine(resolve).Convert([]byte(source), &out); err != nil {
		return "" // a buffer takes all, and every text is Markdown
	}
	return gate.Sanitize(out.String())
}

// blocks and inlines are CommonMark's parsers but those of HTML.
func blocks() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

func inlines() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
}

func engine(resolve Resolve) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blocks()...), parser.WithInlineParsers(inlines()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&writer{resolve: resolve}, 100))),
	)
}

// parse returns the tree of a text.
func parse(source []byte) ast.Node {
	return engine(Nothing).Parser().Parse(text.NewReader(source))
}

// gate lets through what this package writes, and nothing else.
var gate = policy()

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del",
		"table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "span", "div")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("scope").Matching(bluemonday.SpaceSeparatedTokens).OnElements("th")
	p.AllowAttrs("class").Matching(bluemonday.SpaceSeparatedTokens).OnElements("span", "div", "td", "th", "p")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(bluemonday.SpaceSeparatedTokens).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowElements("picture", "svg")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^image/(webp|jpeg)$`)).OnElements("source")
	p.AllowAttrs("srcset").Matching(regexp.MustCompile(`^/[\w./-]+ \d+w(, /[\w./-]+ \d+w)*$`)).OnElements("source")
	p.AllowAttrs("sizes").Matching(regexp.MustCompile(`^[\w .,:()-]+$`)).OnElements("source")
	p.AllowAttrs("class", "aria-hidden").Matching(bluemonday.SpaceSeparatedTokens).OnElements("svg")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^100%$`)).OnElements("rect")
	p.AllowAttrs("fill").Matching(regexp.MustCompile(`^#[0-9a-f]{6}$`)).OnElements("rect")
	p.AllowAttrs("src", "alt", "loading", "decoding").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	return p
}

// Plain returns a text without its marks, paragraphs apart by a line.
func Plain(source string) string {
	src := []byte(source)
	var b strings.Builder
	_ = ast.Walk(parse(src), func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if enter {
				b.Write(n.Segment.Value(src))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if enter {
				b.Write(n.Value)
			}
		case *ast.AutoLink:
			if enter {
				b.Write(n.Label(src))
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if enter {
				b.Write(n.Lines().Value(src))
			}
		default:
			if !enter && n.Type() == ast.TypeBlock && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(unescape(b.String()))
}

// unescape takes away what stands before a sign that is no mark, and reads entities.
func unescape(s string) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations([]byte(s)))))
}

// Beginning returns the first words of a text without its marks, at most so many
// characters, with an ellipsis where something follows.
func Beginning(source string, most int) string {
	words := strings.Fields(Plain(source))
	out := ""
	for i, w := range words {
		next := out
		if i > 0 {
			next += " "
		}
		next += w
		if len([]rune(next)) > most {
			return strings.TrimRight(out, " ,;:–.…") + "…"
		}
		out = next
	}
	return out
}
