package web

import (
	"net/http"
	"slices"

	"twintown/internal/press"
)

// elsewherePage offers a text in the languages in which it is, to who asks for another.
type elsewherePage struct {
	page
	Offers []alternate
}

// notInThisLanguage offers the languages in which an item is public whose slug somebody
// asked for in another: by a link that she put together, or after a withdrawal.
func (s *Site) notInThisLanguage(w http.ResponseWriter, r *http.Request, code string, kind press.Kind, slug string, others []press.Version) error {
	if len(others) == 0 {
		for _, c := range s.face().Offered() {
			shown, _, ok, err := s.rooms.Press.At(r.Context(), kind, c, slug)
			if err != nil {
				return err
			}
			if ok {
				others = shown.Languages
				break
			}
		}
	}
	v := &elsewherePage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical = true, false, ""
	v.Offers = s.versions(kind, others, "")
	if len(v.Offers) == 0 {
		return errNoPage
	}
	v.Title = v.t("press.elsewhere")
	v.Alternates = v.Offers
	uncached(w.Header())
	return s.write(w, http.StatusNotFound, "article-elsewhere", v)
}

// versions are the addresses of an item in the languages that the site offers.
func (s *Site) versions(kind press.Kind, all []press.Version, current string) (list []alternate) {
	for _, code := range s.face().Offered() {
		i := slices.IndexFunc(all, func(v press.Version) bool { return v.Language == code })
		if i < 0 {
			continue
		}
		address := "/" + code + "/" + kind.Section() + "/" + all[i].Slug
		list = append(list, alternate{Lang: code, Code: code, Name: s.catalog.Printer(code).OwnName(), URL: address, Absolute: s.options.BaseURL + address, Current: code == current})
	}
	return list
}
