package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// policy is what a page may load and do: only what this site serves, no inline script,
// no inline style, no frame, no plugin. upgrade-insecure-requests stands in it only where
// readers come by https: on a local network without certificates it would break the site.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
	"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// twoYears is how long a browser that came by https shall do so again.
const twoYears = 63072000

// headers sets what browsers need to protect readers, on every answer.
func (s *Site) headers(next http.Handler) http.Handler {
	secure := strings.HasPrefix(s.options.BaseURL, "https://")
	csp := policy
	if secure {
		csp += "; upgrade-insecure-requests"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Permissions-Policy", permissions("geolocation=()"))
		if secure {
			h.Set("Strict-Transport-Security", "max-age="+strconv.Itoa(twoYears)+"; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// permissions are what a page may ask a browser's devices for: nothing, but for where the
// reader is on the one page that has a use for it.
func permissions(geolocation string) string { return permissionsOf("camera=()", geolocation) }

// permissionsOf is permissions where a page reads badges with the camera.
func permissionsOf(camera, geolocation string) string {
	return camera + ", " + geolocation + ", microphone=(), payment=(), usb=()"
}

// unchanged marks the answer as one that may be kept but must be asked for again, and
// answers 304 when the reader has it already. A page depends on its address, the data,
// the day (a status does), the operator's face and the program; so the mark is made from these, before the
// page is.
func (s *Site) unchanged(w http.ResponseWriter, r *http.Request, rule Cache) bool {
	sum := sha256.New()
	now := s.clock.Now().Format(time.DateOnly)
	if rule == ByMinute {
		now = s.clock.Now().Format("2006-01-02T15:04")
	}
	for _, part := range []string{s.dataVersion(r.Context()), now, s.assets.Style(), s.assets.Script(), s.options.Release, s.face().Mark(), r.URL.RequestURI()} {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	// Weak, because the same page is sent compressed in several ways.
	etag := `W/"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12]) + `"`
	w.Header().Set("Cache-Control", "public, no-cache")
	w.Header().Set("ETag", etag)
	if !matches(r.Header.Get("If-None-Match"), etag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches says whether a list of entity tags has the one.
func matches(list, etag string) bool {
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part == etag || part == "*" || "W/"+part == etag {
			return true
		}
	}
	return false
}

// uncached takes back what unchanged promised, for an answer that is not the page.
func uncached(h http.Header) {
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
}
