package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/media"
	"twintown/internal/press"
)

// photoView is a picture as pages show it.
type photoView struct {
	ID            string
	Number        int
	URL           string // of its own page
	Src           string // the size for browsers that choose none
	Width, Height int    // of that size
	Sets          []pictureSet
	Sizes         string // how wide it is shown, as browsers want it told
	Tone          string // "#rrggbb"
	Alt           string
	Caption       string
	CaptionLang   string // where it is not the page's
	Credit        string
	Lazy          bool
}

// pictureSet are the addresses of a picture in one kind of file.
type pictureSet struct{ Type, Set string }

// How wide pictures are shown: in a row of thumbnails, alone.
const (
	asThumb = "(min-width: 62rem) 18rem, (min-width: 36rem) 33vw, 50vw"
	alone   = "(min-width: 78rem) 72rem, 100vw"
)

// photoPath begins the addresses of pictures.
const photoPath = "/photos/"

// photoView dresses a picture. wanted is the width for browsers that choose none.
func (p *page) photoView(x press.Picture, wanted int, shown string) photoView {
	v := photoView{ID: x.ID, Tone: x.Tone, Credit: x.Credit, Sizes: shown, Alt: x.Alt[p.Lang], Caption: x.Caption[p.Lang], Lazy: true}
	if v.Alt == "" {
		v.Alt = v.Caption
	}
	if v.Caption == "" {
		for _, code := range []string{"en", "pl"} {
			if v.Caption == "" && x.Caption[code] != "" {
				v.Caption, v.CaptionLang = x.Caption[code], code
			}
		}
	}
	for _, kind := range []media.Kind{media.WebP, media.JPEG} {
		var set []string
		for _, z := range x.OfKind(kind) {
			address := photoPath + x.ID + "/" + sizeName(z)
			set = append(set, address+" "+strconv.Itoa(z.Width)+"w")
			if kind == media.JPEG && (v.Src == "" || z.Width <= wanted) {
				v.Src, v.Width, v.Height = address, z.Width, z.Height
			}
		}
		if len(set) > 0 {
			v.Sets = append(v.Sets, pictureSet{kind.Type(), strings.Join(set, ", ")})
		}
	}
	return v
}

// Widths for browsers that choose none.
const (
	thumbWidth = 640
	aloneWidth = 1280
)

// galleryPage shows the pictures of a gallery, or one of them.
type galleryPage struct {
	articlePage
	Pictures []photoView
	One      *photoView // nil: all of them
	Count    int
	Base     string // the gallery's address
	Previous string
	Next     string
	Download string // all of them in one file; "" where that is not offered
}

// gallery shows all pictures of a gallery.
func (s *Site) gallery(w http.ResponseWriter, r *http.Request, code string, shown press.Shown) error {
	v, err := s.newGallery(r, code, shown)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "gallery", v)
}

func (s *Site) newGallery(r *http.Request, code string, shown press.Shown) (*galleryPage, error) {
	article, err := s.newArticle(r, code, shown)
	if err != nil {
		return nil, err
	}
	v := &galleryPage{articlePage: *article, Base: "/" + code + shown.Path()}
	all, err := s.publicPictures(r, shown.ID)
	if err != nil {
		return nil, err
	}
	for n, x := range all {
		p := v.photoView(x, thumbWidth, asThumb)
		p.Number, p.URL, p.Lazy = n+1, v.Base+"/"+strconv.Itoa(n+1), n >= 6
		v.Pictures = append(v.Pictures, p)
	}
	v.Card = ""
	if v.Count = len(all); v.Count > 0 {
		v.Card = s.options.BaseURL + v.Pictures[0].Src
	}
	if shown.Facts.Download && v.Count > 0 {
		v.Download = v.Base + "/all.zip"
	}
	v.JSONLD = s.galleryData(v, shown)
	return v, nil
}

// publicPictures are those of a gallery that everybody may see.
func (s *Site) publicPictures(r *http.Request, item string) (shown []press.Picture, err error) {
	all, err := s.rooms.Press.Pictures(r.Context(), item)
	for _, x := range all {
		if x.Public() {
			shown = append(shown, x)
		}
	}
	return shown, err
}

// galleryData describes the gallery to machines.
func (s *Site) galleryData(v *galleryPage, shown press.Shown) ld {
	node := s.articleData(&v.articlePage, shown)
	node["@type"], node["name"] = "ImageGallery", shown.Title
	delete(node, "headline")
	var images []ld
	for _, p := range v.Pictures {
		image := ld{"@type": "ImageObject", "contentUrl": s.options.BaseURL + p.Src, "url": s.options.BaseURL + p.URL, "width": p.Width, "height": p.Height}
		if p.Caption != "" {
			image["caption"] = p.Caption
		}
		if p.Credit != "" {
			image["creditText"] = p.Credit
		}
		images = append(images, image)
	}
	if len(images) > 0 {
		node["image"] = images
	}
	return node
}

// picturePage shows one picture of a gallery, with the way to those beside it.
func (s *Site) picturePage(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	shown, _, ok, err := s.rooms.Press.At(r.Context(), press.Gallery, code, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if !ok {
		return errNoPage
	}
	if moved(w, r, "/"+code+shown.Path()+"/"+r.PathValue("number")) {
		return nil
	}
	v, err := s.newGallery(r, code, shown)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 || n > v.Count {
		return errNoPage
	}
	all, err := s.publicPictures(r, shown.ID)
	if err != nil {
		return err
	}
	one := v.photoView(all[n-1], aloneWidth, alone)
	one.Number, one.Lazy = n, false
	v.One = &one
	if n > 1 {
		v.Previous = v.Base + "/" + strconv.Itoa(n-1)
	}
	if n < v.Count {
		v.Next = v.Base + "/" + strconv.Itoa(n+1)
	}
	v.Canonical += "/" + strconv.Itoa(n)
	for i := range v.Alternates {
		v.Alternates[i].URL += "/" + strconv.Itoa(n)
		v.Alternates[i].Absolute += "/" + strconv.Itoa(n)
	}
	v.JSONLD = nil
	if one.Caption != "" {
		v.Title, v.Description = one.Caption+" · "+shown.Title, one.Caption
	}
	return s.write(w, http.StatusOK, "gallery-picture", v)
}

// galleries lists the galleries of a language, each with its first picture.
type galleriesPage struct {
	page
	Items []galleryTeaser
}

type galleryTeaser struct {
	teaserView
	Picture *photoView
	Count   int
}

func (s *Site) galleries(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	v := &galleriesPage{page: s.newPage(r, code, "/galleries")}
	v.Title, v.Section = v.t("press.section.gallery"), "galleries"
	v.Description, v.Feed = v.t("press.galleries.lead"), "/"+code+"/galleries.atom"
	all, err := s.rooms.Press.List(r.Context(), press.Asked{Kind: press.Gallery, Language: code})
	if err != nil {
		return err
	}
	for _, x := range all {
		t, err := s.galleryTeaser(r, &v.page, x)
		if err != nil {
			return err
		}
		v.Items = append(v.Items, t)
	}
	return s.write(w, http.StatusOK, "galleries", v)
}

func (s *Site) galleryTeaser(r *http.Request, p *page, x press.Shown) (galleryTeaser, error) {
	t := galleryTeaser{teaserView: p.teaser(x)}
	all, err := s.publicPictures(r, x.ID)
	if t.Count = len(all); t.Count > 0 {
		first := p.photoView(all[0], thumbWidth, asThumb)
		t.Picture = &first
	}
	return t, err
}

// ofPhoto is the gallery of the picture whose identifier stands in the address.
func (s *Site) photoOf(r *http.Request) (press.Picture, press.Item, error) {
	x, err := s.rooms.Press.Picture(r.Context(), r.PathValue("picture"))
	if err != nil {
		return x, press.Item{}, err
	}
	i, err := s.rooms.Press.Item(r.Context(), x.Item)
	return x, i, err
}

// photo sends a size of a picture: to everybody where its gallery is public and the people
// in it agreed, else to those who work on it. Whoever keeps it must ask each time whether
// it is still there: a picture can be taken back.
func (s *Site) photo(w http.ResponseWriter, r *http.Request, _ string) error {
	if s.rooms.Press == nil || s.rooms.Drawer == nil {
		return errNoPage
	}
	x, i, err := s.photoOf(r)
	if err != nil {
		return err
	}
	size, ok := sizeOf(x, r.PathValue("name"))
	if !ok || !x.Withdrawn.IsZero() || !i.Gone.IsZero() {
		return errNoPage
	}
	public := x.Public() && s.anywherePublic(i)
	if !public && !s.may(r, people.TranslatePress, i.Object()) {
		return errNoPage
	}
	return sendPhoto(w, r, size, public, s.rooms.Drawer.Open)
}

// anywherePublic says whether an item is public in any language.
func (s *Site) anywherePublic(i press.Item) bool {
	for _, t := range i.Texts {
		if t.Shown(s.clock.Now()) != 0 {
			return true
		}
	}
	return false
}

// sizeOf finds the size that a name means: "640.jpg".
func sizeOf(x press.Picture, name string) (press.Size, bool) {
	for _, z := range x.Sizes {
		if name == sizeName(z) {
			return z, true
		}
	}
	return press.Size{}, false
}
