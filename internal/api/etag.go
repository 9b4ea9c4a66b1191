package api

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"
)

// withETag marks every good answer with a tag of what it was made from, and
// answers 304 without any work when the caller has it.
func (s *server) withETag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tag := s.tag(r)
		if r.Method == http.MethodGet && matches(r.Header.Get("If-None-Match"), tag) {
			w.Header().Set("ETag", tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		next.ServeHTTP(&tagged{ResponseWriter: w, tag: tag}, r)
	})
}

// tag is weak, because a proxy may compress the answer.
func (s *server) tag(r *http.Request) string {
	h := fnv.New64a()
	now := s.Clock.Now().Format(time.DateOnly)
	if path := r.URL.Path; strings.HasPrefix(path, Root+"/helppoints") || strings.HasPrefix(path, Root+"/programmes") || strings.HasPrefix(path, Root+"/calls") || strings.HasPrefix(path, Root+"/results") { // says what is open now, or counts conversations, which do not move the version
		now = s.Clock.Now().Format("2006-01-02T15:04")
	}
	if s.Press != nil && (strings.HasPrefix(r.URL.Path, Root+"/meetings") || strings.HasPrefix(r.URL.Path, Root+"/results") || strings.HasPrefix(r.URL.Path, Root+"/search")) { // something becomes public by the clock
		mark, err := s.Press.Mark(r.Context(), s.World().Version)
		if err != nil {
			mark = s.Clock.Now().Format(time.RFC3339Nano) // of this answer alone
		}
		now += " " + mark
	}
	fmt.Fprintf(h, "%s\x00%d\x00%s\x00%s\x00%s", s.Release, s.World().Version,
		now, s.Catalog.Match(r.Header.Get("Accept-Language")), r.URL.RequestURI())
	return fmt.Sprintf(`W/"%016x"`, h.Sum64())
}

func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if strings.TrimSpace(part) == tag {
			return true
		}
	}
	return false
}

// tagged adds the tag to answers that are not failures.
type tagged struct {
	http.ResponseWriter
	tag string
}

// WriteHeader adds the caching headers. An answer may be kept, but has to be
// asked for again: a correction must be seen at once.
func (t *tagged) WriteHeader(status int) {
	h := t.Header()
	h.Set("Vary", "Accept-Language")
	if status == http.StatusOK {
		h.Set("ETag", t.tag)
		h.Set("Cache-Control", "public, no-cache")
	} else {
		h.Set("Cache-Control", "no-store")
	}
	t.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *tagged) Unwrap() http.ResponseWriter { return t.ResponseWriter }
