package web

import (
	"io"
	"net/http"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
)

// words reads a date as a person writes it and says it back, for the form while she types.
// Without a script the form says it when it comes back.
func (s *Site) words(w http.ResponseWriter, r *http.Request, code string) error {
	text := r.URL.Query().Get("date")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	d, err := s.lexicon.ReadDate(text, s.today())
	if term, ok := s.lexicon.ReadTerm(text); ok && r.URL.Query().Has("term") {
		_, _ = io.WriteString(w, p.duration(term)) // the reader went away; there is nobody to tell
		return nil
	}
	if err == nil && !d.IsZero() {
		err = partnership.CheckDay("date", d)
	}
	answer := ""
	switch {
	case err != nil:
		answer = p.p.Message(errs.PublicOf(err))
	case !d.IsZero():
		answer = p.dateText(d)
	}
	_, _ = io.WriteString(w, answer) // the reader went away; there is nobody to tell
	return nil
}
