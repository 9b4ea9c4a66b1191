package web

import (
	"io"
	"net/http"
)

// chooseLanguage sends a reader to the home page in the language that suits best.
func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request, _ string) error {
	w.Header().Set("Vary", "Accept-Language")
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, "/"+s.face().Match(s.catalog, r.Header.Get("Accept-Language"))+"/", http.StatusFound)
	return nil
}

// asset serves the style sheet, the script and the fonts.
func (s *Site) asset(w http.ResponseWriter, r *http.Request, _ string) error {
	s.assets.ServeHTTP(w, r)
	return nil
}

// favicon leads programs that ask for the old name to the icon.
func (s *Site) favicon(w http.ResponseWriter, r *http.Request, _ string) error {
	w.Header().Set("Cache-Control", "no-cache") // an operator may give the site another icon
	icon := s.assets.Icon()
	if f := s.face(); len(f.Logo.Icons) > 0 {
		icon = picturePrefix + f.Logo.Icons[len(f.Logo.Icons)-1].ID + ".png"
	}
	http.Redirect(w, r, icon, http.StatusFound)
	return nil
}

// robots asks indexes to leave alone what is computed for one reader's question: there
// are more such pages than anybody could read.
func (s *Site) robots(w http.ResponseWriter, _ *http.Request, _ string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, "User-agent: *\nDisallow: /*/places?\nDisallow: /*/search\nDisallow: /*/places/*/partners\nDisallow: /*/places/*/compare\n\nSitemap: "+s.options.BaseURL+"/sitemap.xml\n")
	return err
}
