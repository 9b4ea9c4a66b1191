package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// statuses is how each kind of failure is told to a browser.
var statuses = map[errs.Kind]int{
	errs.Internal:    http.StatusInternalServerError,
	errs.Invalid:     http.StatusBadRequest,
	errs.NotFound:    http.StatusNotFound,
	errs.Ambiguous:   http.StatusNotFound,
	errs.Conflict:    http.StatusConflict,
	errs.Forbidden:   http.StatusForbidden,
	errs.TooLarge:    http.StatusRequestEntityTooLarge,
	errs.Unavailable: http.StatusServiceUnavailable,
	errs.Busy:        http.StatusServiceUnavailable,
	errs.Full:        http.StatusInsufficientStorage,
	errs.ReadOnly:    http.StatusServiceUnavailable,
	errs.Newer:       http.StatusInternalServerError,
	errs.Throttled:   http.StatusTooManyRequests,
	errs.Gone:        http.StatusGone,
}

// errNoPage is for addresses where nothing is.
var errNoPage = errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)

// newErrorPage says in general what a status means; the caller may put the exact
// sentence in its place.
func (s *Site) newErrorPage(r *http.Request, code string, status int) *errorPage {
	p := &errorPage{page: s.newPage(r, code, ""), Status: status}
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
	if status < http.StatusInternalServerError {
		p.Search = &searchField{ID: "find", Lang: code}
	}
	return p
}

// fail turns an error into a page. The cause goes to the log; people read what errs
// marks as public.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, code string, err error) {
	if code == "" || !s.face().Offers(code) {
		code = s.languageOf(r)
	}
	kind := errs.KindOf(err)
	if errors.Is(err, context.DeadlineExceeded) {
		kind = errs.Unavailable
	}
	status := statuses[kind]
	if status == http.StatusInternalServerError {
		s.log.ErrorContext(r.Context(), "a page failed", "error", err, "path", pathOf(r), "request", requestID(r.Context()))
		s.sendFailure(w, code)
		return
	}
	page := s.newErrorPage(r, code, status)
	if public := errs.PublicOf(err); kind != errs.Internal && public.Key != "error.internal" {
		page.Message = page.p.Message(public)
	}
	s.sendError(w, r, page)
}

// sendError sends an error page; nobody may keep it.
func (s *Site) sendError(w http.ResponseWriter, r *http.Request, page *errorPage) {
	uncached(w.Header())
	page.RequestID = requestID(r.Context())
	if page.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", retryAfter)
	}
	if forPrograms(r) {
		sendProblem(w, page)
		return
	}
	if err := s.write(w, page.Status, "error", page); err != nil {
		s.log.ErrorContext(r.Context(), "the error page failed", "error", err, "request", page.RequestID)
		s.sendFailure(w, page.Lang)
	}
}

// sendFailure sends the page that was rendered at the start.
func (s *Site) sendFailure(w http.ResponseWriter, code string) {
	body := s.failures.page(s, code)
	uncached(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = w.Write(body) // the reader went away; there is nobody to tell
}

// forPrograms says that a program asks, which gets no page.
func forPrograms(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }

// sendProblem tells a program what the page would tell a person (RFC 9457).
func sendProblem(w http.ResponseWriter, page *errorPage) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Language", page.Lang)
	w.WriteHeader(page.Status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the caller went away; there is nobody to tell
		"status": page.Status, "title": http.StatusText(page.Status), "detail": page.Message, "instance": page.RequestID,
	})
}

// busy says that too many read at once.
func (s *Site) busy(w http.ResponseWriter, r *http.Request) {
	s.sendError(w, r, s.newErrorPage(r, s.languageOf(r), http.StatusServiceUnavailable))
}

// foreign refuses a change that another site asked for in a reader's name.
func (s *Site) foreign(w http.ResponseWriter, r *http.Request) {
	s.sendError(w, r, s.newErrorPage(r, s.languageOf(r), http.StatusForbidden))
}

// elsewhere answers every address that is not in the site map.
func (s *Site) elsewhere(w http.ResponseWriter, r *http.Request) {
	code := s.languageOf(r)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.sendError(w, r, s.newErrorPage(r, code, http.StatusMethodNotAllowed))
		return
	}
	if s.face().Offers(strings.Trim(r.URL.Path, "/")) {
		http.Redirect(w, r, "/"+code+"/", http.StatusMovedPermanently)
		return
	}
	s.fail(w, r, code, errNoPage)
}

// languageOf is the language of an address, or the one that suits the reader.
func (s *Site) languageOf(r *http.Request) string {
	code, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if s.face().Offers(code) && s.catalog.Has(code) {
		return code
	}
	return s.face().Match(s.catalog, r.Header.Get("Accept-Language"))
}
