package web

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/google/uuid"
	"github.com/klauspost/compress/gzhttp"

	"twintown/internal/platform/metric"
)

// smallest is what is worth compressing: less fits into one packet anyway.
const smallest = 860 // bytes

// Handler is the whole site behind its middleware, outermost first.
func (s *Site) Handler() http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(s.foreign))
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		panic(err) // the options above are constants
	}
	var h http.Handler = s.mux()
	for _, layer := range []func(http.Handler) http.Handler{
		// innermost first
		func(next http.Handler) http.Handler { return protection.Handler(next) }, // before any handler acts
		func(next http.Handler) http.Handler { return wrap(next) },               // inside the log, which counts bytes as sent
		s.headers,   // on every answer, also on those of the layers inside
		s.recover,   // inside the log, so that a panic is logged as the 500 that it becomes
		s.logged,    // needs the request's number
		withRequest, // outermost: everything inside names the request
	} {
		h = layer(h)
	}
	return h
}

// compressible keeps fonts and pictures, which are compressed already, as they are.
func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml", "application/json", "application/problem+json", "application/ld+json", "application/openapi+json":
		return true
	}
	return false
}

type requestKey struct{}

// withRequest gives the request a number, which the log and error pages name.
func withRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := uuid.Must(uuid.NewV7()).String()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// requestID is the number that withRequest gave.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements io.Writer.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

type lineKey struct{}

// line is the line of the site map that answers a request, for the meter.
type line struct{ method, path string }

// answeredBy notes that line; the first one counts.
func answeredBy(r *http.Request, method, path string) {
	if l, ok := r.Context().Value(lineKey{}).(*line); ok && l.path == metric.Other {
		l.method, l.path = method, path
	}
}

// pathOf is the path of a request for the log: where a part of the address is a secret, what
// the site map says in its place.
func pathOf(r *http.Request) string {
	if l, ok := r.Context().Value(lineKey{}).(*line); ok && (strings.Contains(l.path, "{token}") || strings.Contains(l.path, "{key}")) {
		return l.path
	}
	return r.URL.Path
}

// logged writes one line for each answer, and counts it. It names no reader: no address,
// no agent.
func (s *Site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.clock.Now()
		rec := &recorder{ResponseWriter: w}
		by := &line{metric.Other, metric.Other}
		r = r.WithContext(context.WithValue(r.Context(), lineKey{}, by))
		next.ServeHTTP(rec, r)
		s.rooms.Meter.Request(by.method, by.path, cmp.Or(rec.status, http.StatusOK), s.clock.Now().Sub(start))
		level := slog.LevelInfo
		if rec.status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		s.log.LogAttrs(r.Context(), level, "answered",
			slog.String("method", r.Method), slog.String("path", pathOf(r)), slog.Int("status", rec.status),
			slog.Int64("bytes", rec.bytes), slog.Duration("took", s.clock.Now().Sub(start)), slog.String("request", requestID(r.Context())))
	})
}

// recover turns a panic into the failure page and a log line with its stack.
func (s *Site) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // the server's own way to drop a connection
			}
			s.log.ErrorContext(r.Context(), "panic", "value", p, "request", requestID(r.Context()), "stack", string(debug.Stack()))
			if forPrograms(r) {
				s.sendError(w, r, s.newErrorPage(r, s.languageOf(r), http.StatusInternalServerError))
				return
			}
			s.sendFailure(w, s.languageOf(r))
		}()
		next.ServeHTTP(w, r)
	})
}
