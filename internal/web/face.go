package web

import (
	"fmt"
	"net/http"
	"strings"

	"twintown/internal/operator"
	"twintown/internal/platform/colour"
	"twintown/internal/platform/errs"
)

// themePrefix is where the style sheets with an operator's colours are.
const themePrefix = "/theme/"

// themeForm is the form of those style sheets; it moves when themeSheet does, so that no
// browser keeps an older one.
const themeForm = 1

// faceView is the operator's face as a page shows it.
type faceView struct {
	Own      bool // nobody has given the site a name
	Name     string
	Brand    string
	Theme    string // the address of the style sheet with the operator's colours; "" for the program's own
	Logo     *pictureView
	OnlyLogo bool   // the logo says the name
	Icon     string // the address of a square picture; "" for the program's own
	Imprint  bool
	Privacy  bool
	Funders  []funderView
	Demo     bool
}

// pictureView is a picture in its renditions; its measures are those of the smallest.
type pictureView struct {
	Src, Srcset   string
	Width, Height int
	Alt           string
}

type funderView struct {
	Name, URL string
	Logo      *pictureView
	Credit    textView
}

// textView is a text of the operator in paragraphs. Note says, where it is not in the
// page's language, in which it is.
type textView struct {
	Language   string
	Note       string
	Paragraphs [][]string // of lines
}

// face is the present face of the site. Sites without an operator have the program's own.
func (s *Site) face() *operator.Face {
	if s.rooms.Operator == nil {
		return s.plain
	}
	return s.rooms.Operator()
}

// faceView shows the face in the language of the page.
func (s *Site) faceView(p *page, f *operator.Face) faceView {
	v := faceView{
		Own: f.Own(), Name: f.Name(p.Lang), Brand: f.Brand(p.Lang), Demo: f.Demo,
		Imprint: !f.Contact.Empty() || len(f.Imprint) > 0 || len(f.Funders) > 0,
		Privacy: !f.ControllerOrContact().Empty() || len(f.Privacy) > 0,
	}
	if v.Logo = pictureOf(f.Logo, f.Name(p.Lang)); v.Logo != nil && f.Short != "" {
		v.Logo.Alt = "" // the name stands beside it
	}
	v.OnlyLogo = v.Logo != nil && f.Short == ""
	if palette, ok := f.Colours.Palette(); ok {
		v.Theme = themeAddress(palette)
	}
	if n := len(f.Logo.Icons); n > 0 {
		v.Icon = picturePrefix + f.Logo.Icons[n-1].ID + ".png"
	}
	for _, funder := range f.Funders {
		v.Funders = append(v.Funders, funderView{
			Name: funder.Name, URL: funder.URL, Logo: pictureOf(funder.Logo, funder.Name), Credit: p.textOf(f, funder.Credit),
		})
	}
	return v
}

// picturePrefix is where the operator's pictures are, by the hash of their bytes.
const picturePrefix = "/pictures/"

func pictureOf(p operator.Picture, alt string) *pictureView {
	if p.Empty() {
		return nil
	}
	v := &pictureView{Alt: alt, Width: p.Renditions[0].Width, Height: p.Renditions[0].Height}
	for _, r := range p.Renditions {
		address := picturePrefix + r.ID + ".png"
		if v.Src == "" {
			v.Src = address
		}
		v.Srcset += fmt.Sprintf(", %s %gx", address, float64(r.Height)/float64(v.Height))
	}
	v.Srcset = strings.TrimPrefix(v.Srcset, ", ")
	return v
}

// textOf shows a text of the operator in the page's language, else in the site's default
// one, else in any that is offered.
func (p *page) textOf(f *operator.Face, t operator.Text) (v textView) {
	text, language := t.In(p.Lang, append([]string{f.Default()}, f.Offered()...)...)
	v.Language = language
	if language != "" && language != p.Lang {
		v.Note = p.t("text.only_in", "language", language)
	}
	v.Paragraphs = paragraphs(text)
	return v
}

// paragraphs parts a text at its empty lines, and each paragraph into its lines.
func paragraphs(text string) (out [][]string) {
	var lines []string
	for line := range strings.SplitSeq(text+"\n", "\n") {
		switch line = strings.TrimSpace(line); {
		case line != "":
			lines = append(lines, line)
		case len(lines) > 0:
			out, lines = append(out, lines), nil
		}
	}
	if len(lines) > 0 {
		out = append(out, lines)
	}
	return out
}

// themeAddress names a style sheet by what is in it, so that any node can answer it and
// every browser may keep it.
func themeAddress(p operator.Palette) string {
	name := fmt.Sprintf("%s%d", themePrefix, themeForm)
	for _, c := range []colour.Colour{p.Here, p.HereNight, p.There, p.ThereNight} {
		name += "-" + strings.TrimPrefix(c.String(), "#")
	}
	return name + ".css"
}

// parseTheme reads the colours that the name of a style sheet holds.
func parseTheme(name string) (operator.Palette, bool) {
	parts := strings.Split(strings.TrimSuffix(name, ".css"), "-")
	if len(parts) != 5 || parts[0] != fmt.Sprint(themeForm) || !strings.HasSuffix(name, ".css") {
		return operator.Palette{}, false
	}
	var c [4]colour.Colour
	for i, part := range parts[1:] {
		parsed, err := colour.Parse(part)
		if err != nil || parsed.String() != "#"+part { // one address for one sheet
			return operator.Palette{}, false
		}
		c[i] = parsed
	}
	p := operator.NewPalette([2]colour.Colour{c[0], c[2]}, [2]colour.Colour{c[1], c[3]})
	return p, p.Legible()
}

// themeSheet overrides the accents of ui/css/base/tokens.css, in the same layer.
func themeSheet(p operator.Palette) string {
	return fmt.Sprintf("@layer tokens{:root{--here:light-dark(%s,%s);--there:light-dark(%s,%s);--joint:light-dark(%s,%s)}}\n",
		p.Here, p.HereNight, p.There, p.ThereNight, p.Joint, p.JointNight)
}

// theme serves the style sheet with the operator's colours. Its address says which; one
// with colours that cannot be read is none.
func (s *Site) theme(w http.ResponseWriter, r *http.Request, _ string) error {
	p, ok := parseTheme(r.PathValue("name"))
	if !ok {
		return errNoPage
	}
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("Cache-Control", forever)
	_, err := fmt.Fprint(w, themeSheet(p))
	return err
}

// forever is for addresses that name their content.
const forever = "public, max-age=31536000, immutable"

// offered refuses an address in a language that the operator does not offer.
func (s *Site) offered(code string) error {
	if code == "" || s.face().Offers(code) {
		return nil
	}
	return errs.New(errs.NotFound, errNoPage.Public, nil)
}
