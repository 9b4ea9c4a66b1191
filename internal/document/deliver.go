package document

import (
	"fmt"
	"strconv"
	"strings"

	"twintown/internal/platform/media"
)

// Delivery says how a document leaves: which object, and under which headers.
type Delivery struct {
	Blob   string
	Size   int64
	Name   string
	Type   string
	Inline bool // may be opened inside of a page
	public bool
}

// Deliver returns how the document leaves as its readers see it: an image drawn
// anew, everything else as it came. With download a browser offers to save it in any
// case.
func (d Document) Deliver(download bool) Delivery {
	out := Delivery{Blob: d.Blob, Size: d.Size, Name: d.Name, Type: d.Kind.Type(), public: d.Visibility == Public}
	if d.Kind.Image() {
		out.Blob, out.Size, out.Type = d.Display.Blob, d.Display.Size, d.Display.Kind.Type()
		out.Name = renamed(d.Name, d.Kind, d.Display.Kind)
	}
	harmless := d.Kind.Image() || d.Kind == media.PDF && len(d.Flags) == 0
	out.Inline = harmless && !download
	return out
}

// DeliverOriginal returns how the bytes leave as they came. It is always offered for
// saving, and an image's is for those alone who may read more than the public.
func (d Document) DeliverOriginal() Delivery {
	public := d.Visibility == Public && !d.Kind.Image()
	return Delivery{Blob: d.Blob, Size: d.Size, Name: d.Name, Type: d.Kind.Type(), public: public}
}

// For returns the same for one reader alone, unless it is open to everybody: then caches may
// keep it.
func (d Delivery) For(everybody bool) Delivery {
	d.public = d.public && everybody
	return d
}

// renamed gives a name the ending of another kind.
func renamed(name string, from, to media.Kind) string {
	if from == to {
		return name
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return name + "." + to.Ending()
}

// policy lets what a document holds do nothing at all, should a browser ever open it
// as a page.
const policy = "sandbox; default-src 'none'"

// Headers returns all headers of the answer, names and values in turn. They replace
// what the site says of its own pages.
func (d Delivery) Headers() [][2]string {
	cache := "private, no-store"
	if d.public {
		cache = "public, no-cache" // may be kept, but is asked for each time: it can be taken away
	}
	return [][2]string{
		{"Content-Type", d.Type},
		{"Content-Length", strconv.FormatInt(d.Size, 10)},
		{"Content-Disposition", disposition(d.Inline, d.Name)},
		{"Content-Security-Policy", policy},
		{"X-Content-Type-Options", "nosniff"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cache-Control", cache},
		{"ETag", `"` + d.Blob + `"`},
	}
}

// disposition names a file in a header as RFC 6266 has it: once in plain letters for
// old readers, once in all letters (RFC 8187).
func disposition(inline bool, name string) string {
	how := "attachment"
	if inline {
		how = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%/;`, r) {
			return '_'
		}
		return r
	}, name)
	if plain == name {
		return fmt.Sprintf(`%s; filename="%s"`, how, plain)
	}
	return fmt.Sprintf(`%s; filename="%s"; filename*=UTF-8''%s`, how, plain, encoded(name))
}

// encoded writes a text as RFC 8187 has it: letters and digits of ASCII and a few
// signs as they are, every other byte as % and two digits.
func encoded(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
