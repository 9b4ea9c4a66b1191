package web

import (
	"net/http"

	"twintown/internal/press"
)

// preview shows a draft to whoever has the link. Nobody may keep it.
func (s *Site) preview(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil {
		return errNoPage
	}
	i, language, until, err := s.rooms.Press.Previewed(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	t, ok := i.Text(language)
	if !ok || language != code {
		return errNoPage
	}
	v := &articlePage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical, v.Alternates = true, false, "", nil
	v.Draft = v.t("press.preview.told", "until", v.momentIn(until, s.homeZone()))
	shown := press.Shown{ID: i.ID, Kind: i.Kind, Organisation: i.Organisation, Own: i.Own, Language: language, Content: t.Content, Since: s.clock.Now(), Changed: t.Edited}
	if shown.Kind == press.Meeting {
		previewHeaders(w)
		return s.previewMeeting(w, r, code, v.Draft, shown)
	}
	if err := s.fillArticle(r, v, shown); err != nil {
		return err
	}
	previewHeaders(w)
	return s.write(w, http.StatusOK, "article", v)
}

// previewHeaders keep a link to a draft from indexes and from the sites that the draft names.
func previewHeaders(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
}
