package web

import (
	"net/http"
	"strconv"
)

// newErrorPage says in general what a status means; the caller may put the exact
// sentence in its place.
func (s *Site) newErrorPage(code string, status int) *errorPage {
	p := &errorPage{page: s.newPage(code, ""), Status: status}
	key := "error.page." + strconv.Itoa(status)
	if !p.p.Has(key + ".title") {
		key = "error.page.500"
	}
	p.Heading = p.t(key + ".title")
	p.Message = p.t(key + ".text")
	p.Title = p.Heading
	p.NoIndex = true
	p.HeaderSearch = nil
	p.Alternates = s.alternates(code, func(string) string { return "/" })
	if status != http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		p.Search = &searchField{ID: "find", Lang: code}
	}
	return p
}
