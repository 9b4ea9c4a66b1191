package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/document"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
	"twintown/internal/press"
)

// picturePath begins the addresses of sizes of images that stand in texts.
const picturePath = "/pictures/"

// inText is how wide a picture is shown in a text, as browsers want it told.
const inText = "(min-width: 48rem) 45rem, 100vw"

// inSizes offers an image of a text in the sizes that were drawn of it.
func inSizes(to *markup.Target, id string, drawn photo.Drawn) {
	if len(drawn.Sizes) == 0 {
		return
	}
	to.Tone, to.Sizes = drawn.Tone, inText
	for _, kind := range []media.Kind{media.WebP, media.JPEG} {
		var set []string
		for _, z := range drawn.Sizes {
			if z.Kind != kind {
				continue
			}
			address := picturePath + id + "/" + sizeName(z)
			set = append(set, address+" "+strconv.Itoa(z.Width)+"w")
			if kind == media.JPEG && (len(set) == 1 || z.Width <= aloneWidth) {
				to.URL, to.Width, to.Height = address, z.Width, z.Height
			}
		}
		to.Sources = append(to.Sources, markup.Source{Type: kind.Type(), Set: strings.Join(set, ", ")})
	}
}

// sizeName is what a size is called in addresses: "640.jpg".
func sizeName(z photo.Size) string { return strconv.Itoa(z.Width) + "." + z.Kind.Ending() }

// articlePicture sends a size of a document's image to those who may read the document.
// Whoever keeps it must ask each time whether it is still there.
func (s *Site) articlePicture(w http.ResponseWriter, r *http.Request, _ string) error {
	d, _, open, err := s.readable(r)
	if err != nil {
		return err
	}
	drawn, err := s.rooms.Documents.SizesOf(r.Context(), []string{d.ID})
	if err != nil {
		return err
	}
	for _, z := range drawn[d.ID].Sizes {
		if sizeName(z) == r.PathValue("name") {
			return sendPhoto(w, r, z, open && d.Visibility == document.Public, s.rooms.Documents.OpenSize)
		}
	}
	return errNoDocument()
}

// cover is the address of the picture by which other sites show a text; "" where none was
// chosen, where it was not drawn, or where not everybody may see it.
func (s *Site) cover(r *http.Request, shown press.Shown) (string, error) {
	if shown.Cover == "" || s.rooms.Documents == nil {
		return "", nil
	}
	resolve, err := s.resolver(r, shown.Language, press.Content{Body: "![](" + markup.Own + shown.Cover + ")"})
	if err != nil {
		return "", err
	}
	if to, ok := resolve(shown.Cover); ok && len(to.Sources) > 0 {
		return to.URL, nil
	}
	return "", nil
}
