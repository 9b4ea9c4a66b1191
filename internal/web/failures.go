package web

import (
	"fmt"
	"net/http"
	"sync/atomic"
)

// failures are the pages for a failure of the program, made before any: they cannot fail
// themselves.
type failures struct{ made atomic.Pointer[failurePages] }

type failurePages struct {
	mark  string // of the face that they show
	pages map[string][]byte
}

// prepare renders the page in every language, with the present face.
func (f *failures) prepare(s *Site) error {
	made := &failurePages{mark: s.face().Mark(), pages: map[string][]byte{}}
	for _, code := range s.languages {
		buf, err := s.render("error", s.newErrorPage(nil, code, http.StatusInternalServerError))
		if err != nil {
			return fmt.Errorf("render the failure page: %w", err)
		}
		made.pages[code] = buf.Bytes()
	}
	f.made.Store(made)
	return nil
}

// page returns the page. Where the operator changed the face since the pages were made,
// they are made anew, and stay as they are if that fails.
func (f *failures) page(s *Site, code string) []byte {
	if f.made.Load().mark != s.face().Mark() {
		func() {
			defer func() { _ = recover() }() // this may be the answer to a panic: another one must not follow
			_ = f.prepare(s)
		}()
	}
	made := f.made.Load()
	if body, ok := made.pages[code]; ok {
		return body
	}
	return made.pages["en"]
}
