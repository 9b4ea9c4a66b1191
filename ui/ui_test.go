package ui_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/ui"
	"twintown/ui/internal/bundle"
)

// What is committed in dist must be what the sources make.
func TestDistIsFresh(t *testing.T) {
	want, err := bundle.Build(".")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("dist")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := want[e.Name()]; !ok {
			t.Errorf("dist/%s is not made from the sources any more: run go generate ./ui", e.Name())
		}
	}
	for name, data := range want {
		got, err := os.ReadFile("dist/" + name)
		if err != nil || string(got) != string(data) {
			t.Errorf("dist/%s is older than its sources: run go generate ./ui", name)
		}
	}
}

func TestServe(t *testing.T) {
	b, err := ui.Open()
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		Status      int
		Type, Cache string
	}
	forEver := "public, max-age=31536000, immutable"
	tests := []struct {
		name, address string
		want          answer
	}{
		{"style", b.Style(), answer{200, "text/css; charset=utf-8", forEver}},
		{"script", b.Script(), answer{200, "text/javascript; charset=utf-8", forEver}},
		{"icon", b.Icon(), answer{200, "image/svg+xml", forEver}},
		{"latin font", b.Font("latin"), answer{200, "font/woff2", forEver}},
		{"cyrillic font", b.Font("cyrillic"), answer{200, "font/woff2", forEver}},
		{"unknown", ui.Prefix + "site-00000000.css", answer{404, "text/plain; charset=utf-8", "no-store"}},
		{"manifest is not served", ui.Prefix + "manifest.json", answer{404, "text/plain; charset=utf-8", "no-store"}},
		{"no way out", ui.Prefix + "../ui.go", answer{404, "text/plain; charset=utf-8", "no-store"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL.Path = tt.address
			b.ServeHTTP(rec, r)
			got := answer{rec.Code, rec.Header().Get("Content-Type"), rec.Header().Get("Cache-Control")}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("GET %s (-want +got):\n%s", tt.address, diff)
			}
		})
	}
}

// The style sheet must not reach outside the site, nor need what the content security
// policy forbids.
func TestStyleIsSelfContained(t *testing.T) {
	b, err := ui.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{b.Style(), b.Script()} {
		text := string(b.Bytes(address))
		for _, bad := range []string{"http://", "https://", "data:", "@import", "eval("} {
			if strings.Contains(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", ""), bad) {
				t.Errorf("%s contains %q", address, bad)
			}
		}
	}
	if b.Font("latin") == b.Font("latin-central") {
		t.Error("the fonts of latin and latin-central are mixed up")
	}
}

// What is text is sent compressed to whoever takes it, and as it is to others.
func TestTextIsSentSmall(t *testing.T) {
	b, err := ui.Open()
	if err != nil {
		t.Fatal(err)
	}
	get := func(address, encodings string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept-Encoding", encodings)
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		return w
	}
	for _, address := range []string{b.Style(), b.Script(), b.Icon()} {
		plain, small := get(address, "").Body.Bytes(), get(address, "gzip, br")
		z, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(back, plain) || small.Header().Get("Content-Encoding") != "gzip" || small.Header().Get("Vary") == "" {
			t.Errorf("%s: %d bytes of %d, %v, %v", address, len(back), len(plain), err, small.Header())
		}
	}
	if w := get(b.Font("latin"), "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("a font is compressed twice")
	}
}
