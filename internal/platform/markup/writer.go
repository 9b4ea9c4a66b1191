package markup

import (
	"html"
	"net/url"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// writer writes what differs from goldmark's own: headings below that of the page, links
// that are looked at, pictures of this site alone, tables that can be scrolled. It writes
// one text.
type writer struct {
	resolve Resolve
	under   []int // the levels, as written in the text, of the present heading and those that it stands under
}

// RegisterFuncs implements goldmark's renderer.NodeRenderer.
func (w *writer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, w.heading)
	reg.Register(ast.KindLink, w.link)
	reg.Register(ast.KindAutoLink, w.autoLink)
	reg.Register(ast.KindImage, w.image)
	reg.Register(ast.KindParagraph, w.paragraph)
	reg.Register(extast.KindTable, w.table)
}

// lowest is the last level of heading that HTML has.
const lowest = 6

// heading writes a heading one level below that which it stands under, the page's at
// first: so no level is left out, whichever number of signs the text begins with.
func (w *writer) heading(out util.BufWriter, _ []byte, n ast.Node, enter bool) (ast.WalkStatus, error) {
	if enter {
		written := n.(*ast.Heading).Level
		for len(w.under) > 0 && w.under[len(w.under)-1] >= written {
			w.under = w.under[:len(w.under)-1]
		}
		w.under = append(w.under, written)
	}
	level := strconv.Itoa(min(len(w.under)+1, lowest))
	if enter {
		_, err := out.WriteString("<h" + level + ">")
		return ast.WalkContinue, err
	}
	_, err := out.WriteString("</h" + level + ">\n")
	return ast.WalkContinue, err
}

// target says where a destination leads; false where it leads nowhere that is allowed.
func target(dest string, resolve Resolve) (Target, bool) {
	if name, own := strings.CutPrefix(dest, Own); own {
		return resolve(name)
	}
	u, err := url.Parse(dest)
	switch {
	case err != nil || dest == "" || strings.HasPrefix(dest, "//") || strings.ContainsAny(dest, "\\\x00"):
		return Target{}, false
	case u.Scheme == "http" || u.Scheme == "https":
		return Target{URL: dest}, u.Host != "" && u.User == nil
	case u.Scheme == "mailto" || u.Scheme == "tel":
		return Target{URL: dest}, u.Opaque != ""
	case u.Scheme != "":
		return Target{}, false
	}
	return Target{URL: dest}, strings.HasPrefix(dest, "/") || strings.HasPrefix(dest, "#")
}

func (w *writer) link(out util.BufWriter, _ []byte, n ast.Node, enter bool) (ast.WalkStatus, error) {
	to, ok := target(string(n.(*ast.Link).Destination), w.resolve)
	if !ok {
		return ast.WalkContinue, nil // its words stay
	}
	if enter {
		return ast.WalkContinue, open(out, to.URL)
	}
	text := "</a>"
	if to.About != "" {
		text += ` <span class="soft">(` + html.EscapeString(to.About) + ")</span>"
	}
	_, err := out.WriteString(text)
	return ast.WalkContinue, err
}

func open(out util.BufWriter, address string) error {
	text := `<a href="` + html.EscapeString(address) + `"`
	if strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:") {
		text += ` rel="external noopener"`
	}
	_, err := out.WriteString(text + ">")
	return err
}

func (w *writer) autoLink(out util.BufWriter, source []byte, n ast.Node, enter bool) (ast.WalkStatus, error) {
	if !enter {
		return ast.WalkContinue, nil
	}
	link := n.(*ast.AutoLink)
	address, label := string(link.URL(source)), html.EscapeString(string(link.Label(source)))
	if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(address, "mailto:") {
		address = "mailto:" + address
	}
	to, ok := target(address, w.resolve)
	if !ok {
		_, err := out.WriteString(label)
		return ast.WalkContinue, err
	}
	if err := open(out, to.URL); err != nil {
		return ast.WalkStop, err
	}
	_, err := out.WriteString(label + "</a>")
	return ast.WalkContinue, err
}

// image writes a picture of this site with its size, so that the page does not jump when
// it comes. In place of any other stands what it shows, in words.
func (w *writer) image(out util.BufWriter, source []byte, n ast.Node, enter bool) (ast.WalkStatus, error) {
	if !enter {
		return ast.WalkContinue, nil
	}
	image := n.(*ast.Image)
	alt := html.EscapeString(words(image, source))
	to, ok := target(string(image.Destination), w.resolve)
	if !ok || !to.Image {
		_, err := out.WriteString(alt)
		return ast.WalkSkipChildren, err
	}
	_, err := out.WriteString(to.picture(alt))
	return ast.WalkSkipChildren, err
}

// picture is the HTML of an image whose description is escaped already.
func (t Target) picture(alt string) string {
	img := `<img src="` + html.EscapeString(t.URL) + `" alt="` + alt + `" width="` + strconv.Itoa(t.Width) + `" height="` + strconv.Itoa(t.Height) + `" loading="lazy"`
	if len(t.Sources) == 0 {
		return img + ">"
	}
	var b strings.Builder
	b.WriteString(`<span class="photo">`)
	if t.Tone != "" {
		b.WriteString(`<svg class="tone" aria-hidden="true"><rect width="100%" height="100%" fill="` + html.EscapeString(t.Tone) + `"></rect></svg>`)
	}
	b.WriteString("<picture>")
	for _, s := range t.Sources {
		b.WriteString(`<source type="` + html.EscapeString(s.Type) + `" srcset="` + html.EscapeString(s.Set) + `" sizes="` + html.EscapeString(t.Sizes) + `">`)
	}
	b.WriteString(img + ` decoding="async"></picture></span>`)
	return b.String()
}

// words are the text within a node.
func words(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if enter {
				b.Write(n.Segment.Value(source))
			}
		case *ast.String:
			if enter {
				b.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return unescape(b.String())
}

// paragraph makes a figure of a picture that stands alone; its title is the caption.
func (w *writer) paragraph(out util.BufWriter, source []byte, n ast.Node, enter bool) (ast.WalkStatus, error) {
	alone, caption := w.alone(n)
	text := "<p>"
	switch {
	case enter && alone:
		text = "<figure>"
	case alone && caption != "":
		text = "<figcaption>" + html.EscapeString(caption) + "</figcaption></figure>\n"
	case alone:
		text = "</figure>\n"
	case !enter:
		text = "</p>\n"
	}
	_, err := out.WriteString(text)
	return ast.WalkContinue, err
}

func (w *writer) alone(n ast.Node) (bool, string) {
	image, ok := n.FirstChild().(*ast.Image)
	if !ok || n.ChildCount() != 1 {
		return false, ""
	}
	to, found := target(string(image.Destination), w.resolve)
	return found && to.Image, unescape(string(image.Title))
}

// table puts a box around a table that scrolls where the page is narrower.
func (w *writer) table(out util.BufWriter, _ []byte, _ ast.Node, enter bool) (ast.WalkStatus, error) {
	text := `<div class="table-scroll"><table>` + "\n"
	if !enter {
		text = "</table></div>\n"
	}
	_, err := out.WriteString(text)
	return ast.WalkContinue, err
}
