// Package ui holds what the browser loads: one style sheet, one script, those of check-in,
// four font files and the icon of the site.
//
// The sources are written by hand: css/ in layers (reset, tokens, base, components,
// pages; one file per component), js/ as plain modules (small custom elements; every
// page works without them), fonts/ as cut by fonts/cut.sh. The generator in gen/
// bundles and minifies them with esbuild, as a Go library, into dist/. There every file
// carries the hash of its content in its name, so that a browser may keep it for ever
// and a new release is seen at once. dist/ is committed: the program builds without
// esbuild, and a test says when dist/ is older than its sources.
//
//	go generate ./ui
//
// The site asks a Bundle for addresses and lets it answer them:
//
//	b, err := ui.Open()
//	mux.Handle("GET "+ui.Prefix, b)
//	b.Style()  // "/assets/site-3KZ2P7QX.css"
package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:generate go run ./gen

//go:embed dist
var dist embed.FS

// Prefix is where the site serves the files of a Bundle.
const Prefix = "/assets/"

// manifest names the files of dist/ by what they are; the generator writes it.
type manifest struct {
	Style   string   `json:"style"`
	Script  string   `json:"script"`
	CheckIn string   `json:"check_in"`
	Worker  string   `json:"worker"`
	Decoder string   `json:"decoder"`
	Rows    string   `json:"rows"`
	Icon    string   `json:"icon"`
	Fonts   []string `json:"fonts"`
}

// Bundle is the embedded files, ready to serve. It never changes.
type Bundle struct {
	names manifest
	files map[string][]byte
	small map[string][]byte // those that are text, compressed as well as gzip can
}

// Open reads the embedded bundle. It fails only when the generator was not run.
func Open() (*Bundle, error) {
	b := &Bundle{files: map[string][]byte{}, small: map[string][]byte{}}
	entries, err := fs.ReadDir(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("read the embedded bundle: %w", err)
	}
	for _, e := range entries {
		if b.files[e.Name()], err = dist.ReadFile("dist/" + e.Name()); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Name(), err)
		}
	}
	if err := json.Unmarshal(b.files["manifest.json"], &b.names); err != nil {
		return nil, fmt.Errorf("read the bundle's manifest: %w", err)
	}
	delete(b.files, "manifest.json")
	for name, data := range b.files {
		if path.Ext(name) != ".woff2" { // fonts are compressed already
			b.small[name] = compressed(data)
		}
	}
	return b, nil
}

// compressed takes the time that compressing for each answer anew has not: a reader on a slow
// connection waits for these files first.
func compressed(data []byte) []byte {
	var small bytes.Buffer
	z, _ := gzip.NewWriterLevel(&small, gzip.BestCompression) // the level is a constant
	_, _ = z.Write(data)                                      // a buffer takes all
	_ = z.Close()
	return small.Bytes()
}

// Style is the address of the style sheet.
func (b *Bundle) Style() string { return Prefix + b.names.Style }

// Script is the address of the script, a module.
func (b *Bundle) Script() string { return Prefix + b.names.Script }

// CheckIn is the address of the script of check-in, a module.
func (b *Bundle) CheckIn() string { return Prefix + b.names.CheckIn }

// Worker is the address of the service worker of check-in, without what a page tells it: it
// is served below the page whose it is.
func (b *Bundle) Worker() string { return Prefix + b.names.Worker }

// Decoder is the address of the reader of QR codes for browsers that have none, a module that
// only they load.
func (b *Bundle) Decoder() string { return Prefix + b.names.Decoder }

// Rows is the address of the script that adds rows to the forms of projects, a module that
// only their pages load.
func (b *Bundle) Rows() string { return Prefix + b.names.Rows }

// Icon is the address of the site's icon, an SVG.
func (b *Bundle) Icon() string { return Prefix + b.names.Icon }

// Font is the address of the font file cut under name ("latin", "cyrillic"), for
// preloading; "" when there is none.
func (b *Bundle) Font(name string) string {
	for _, f := range b.names.Fonts {
		if f[:max(strings.LastIndexByte(f, '-'), 0)] == name {
			return Prefix + f
		}
	}
	return ""
}

// Bytes returns the file at address, one of those that b returns, or nil.
// The caller must not change it.
func (b *Bundle) Bytes(address string) []byte { return b.files[strings.TrimPrefix(address, Prefix)] }

// types are the kinds of file that the generator writes.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".woff2": "font/woff2",
	".svg":   "image/svg+xml",
}

// ServeHTTP answers GET and HEAD under Prefix. A name that is not in the bundle is 404
// and is not kept: it may be a name of the next release, asked of an old node.
func (b *Bundle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	data, ok := b.files[name]
	if !ok {
		w.Header().Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", types[path.Ext(name)])
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if small := b.small[name]; small != nil {
		h.Add("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			data = small
		}
	}
	h.Set("Content-Length", fmt.Sprint(len(data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader went away; there is nobody to tell
	}
}
