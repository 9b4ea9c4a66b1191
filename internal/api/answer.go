package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// get registers one reading operation. What it may fail with is the same for
// all: a bad request, an unknown thing, not now.
func get[I, O any](a huma.API, path, id, summary string, run func(context.Context, *I) (*answer[O], error)) {
	huma.Register(a, huma.Operation{
		OperationID: id,
		Method:      http.MethodGet,
		Path:        Root + path,
		Summary:     summary,
		Errors:      []int{http.StatusBadRequest, http.StatusNotFound, http.StatusServiceUnavailable},
	}, run)
}

// answer is a body with the language of its texts.
type answer[T any] struct {
	ContentLanguage string `header:"Content-Language" doc:"language of names and sentences"`
	Body            T
}

// Reader is what every operation takes: the language of its reader.
type Reader struct {
	Lang   string `query:"lang" enum:"pl,en,de,fr,lt,ru,be,uk" doc:"language of names and sentences; else Accept-Language, else English"`
	Accept string `header:"Accept-Language"`
}

func (s *server) printer(r Reader) *lang.Printer {
	if r.Lang != "" {
		return s.Catalog.Printer(r.Lang)
	}
	return s.Catalog.Printer(s.Catalog.Match(r.Accept))
}

// Window is the part of a list that is asked for.
type Window struct {
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"at most that many items"`
	Offset int `query:"offset" minimum:"0" maximum:"1000000" doc:"leave out that many; follow next instead of computing it"`
}

// Page is a list's answer.
type Page[T any] struct {
	Items []T     `json:"items" nullable:"false"`
	Next  *string `json:"next" doc:"address of the next page; null on the last"`
}

// cut returns the window of all, and the address of the next one. path is the
// list's own address without its query.
func cut[T any](all []T, w Window, path string, query url.Values) Page[T] {
	from := min(w.Offset, len(all))
	to := min(from+w.Limit, len(all))
	p := Page[T]{Items: append([]T{}, all[from:to]...)}
	if to < len(all) {
		query.Set("limit", strconv.Itoa(w.Limit))
		query.Set("offset", strconv.Itoa(to))
		next := path + "?" + query.Encode()
		p.Next = &next
	}
	return p
}

// statuses maps the kinds of failure to HTTP.
var statuses = map[errs.Kind]int{
	errs.Invalid:     http.StatusBadRequest,
	errs.NotFound:    http.StatusNotFound,
	errs.Gone:        http.StatusGone,
	errs.Ambiguous:   http.StatusBadRequest,
	errs.TooLarge:    http.StatusRequestEntityTooLarge,
	errs.Unavailable: http.StatusServiceUnavailable,
	errs.Busy:        http.StatusServiceUnavailable,
}

// fail turns an error into a problem that tells only what is safe to tell. The
// cause travels with it to the log.
func fail(p *lang.Printer, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	status, known := statuses[errs.KindOf(err)]
	if !known {
		status = http.StatusInternalServerError
	}
	return &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: p.Message(errs.PublicOf(err))}
}

// mostEchoed bounds how much of what was sent a refusal repeats, in bytes.
const mostEchoed = 100

// told gives the refusal of a request that breaks the rules of its parameters a sentence in
// the reader's language. Which rule, its errors say, in the words of the specification.
func (s *server) told(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok || len(m.Errors) == 0 {
		return v, nil
	}
	r := Reader{Lang: ctx.Query("lang"), Accept: ctx.Header("Accept-Language")}
	if !s.Catalog.Has(r.Lang) {
		r.Lang = ""
	}
	p := s.printer(r)
	ctx.SetHeader("Content-Language", p.Lang())
	m.Detail = p.T("api.invalid")
	for _, e := range m.Errors {
		if text, is := e.Value.(string); is && len(text) > mostEchoed {
			e.Value = strings.ToValidUTF8(text[:mostEchoed], "") + "…"
		}
	}
	return m, nil
}

// elsewhere answers what is no operation: an address where nothing is, or a
// method other than reading.
func (s *server) elsewhere(w http.ResponseWriter, r *http.Request) {
	status, key := http.StatusNotFound, "error.page.404.text"
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		status, key = http.StatusMethodNotAllowed, "error.page.405.text"
		w.Header().Set("Allow", "GET, HEAD")
	}
	p := s.printer(Reader{Accept: r.Header.Get("Accept-Language")})
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Language", p.Lang())
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(&huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: p.T(key)}) // the caller went away
}
