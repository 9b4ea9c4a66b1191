package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// cacheSize bounds the kept pages: some thousand, which is what readers and indexes ask
// for again within a day.
const cacheSize = 32 << 20

// pageCache keeps finished pages with their compressed bytes, by their ETag. The ETag
// names the address, the data's version, the day and the program, so a page that is not
// right any more is never asked for; it is put out by new ones, the oldest first.
type pageCache struct {
	mu    sync.Mutex
	pages map[string]*keptPage
	order []string
	size  int
}

type keptPage struct {
	language     string
	plain, small []byte
}

func newPageCache() *pageCache { return &pageCache{pages: map[string]*keptPage{}} }

// put keeps a page. Pages that answer a question are not kept: there are endlessly many.
func (c *pageCache) put(etag, language string, body []byte) {
	var small bytes.Buffer
	z, _ := gzip.NewWriterLevel(&small, gzip.BestCompression) // the level is a constant
	_, _ = z.Write(body)                                      // a buffer takes all
	_ = z.Close()
	kept := &keptPage{language: language, plain: bytes.Clone(body), small: small.Bytes()}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages[etag] != nil {
		return
	}
	c.pages[etag] = kept
	c.order = append(c.order, etag)
	c.size += len(kept.plain) + len(kept.small)
	for c.size > cacheSize {
		oldest := c.pages[c.order[0]]
		delete(c.pages, c.order[0])
		c.order = c.order[1:]
		c.size -= len(oldest.plain) + len(oldest.small)
	}
}

// send answers with the kept page and returns whether there was one.
func (c *pageCache) send(w http.ResponseWriter, r *http.Request, etag string) bool {
	c.mu.Lock()
	kept := c.pages[etag]
	c.mu.Unlock()
	if kept == nil {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", kept.language)
	body := kept.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		body = kept.small
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the reader went away; there is nobody to tell
	return true
}
