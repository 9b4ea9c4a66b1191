package arch

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house lists the rooms from the roof to the ground. A package may import what
// stands below its own line, and its own sub-packages; never up, never a
// neighbour on the same line.
var house = [][]string{
	{"cmd/twintown", "e2e", "bench", "drills"},
	{"internal/web", "internal/api"},
	{"starter/demo"},
	{"internal/doctor"},
	{"internal/world"},
	{"internal/operator"},
	{"internal/exchange"},
	{"internal/privacy"},
	{"internal/observatory"},
	{"internal/seek"},
	{"internal/meeting"},
	{"internal/project"},
	{"internal/funding"},
	{"internal/press"},
	{"internal/helppoint"},
	{"internal/match"},
	{"internal/care"},
	{"internal/proposal"},
	{"internal/partnership"},
	{"internal/place"},
	{"internal/document"},
	{"internal/source"},
	{"internal/topic"},
	{"internal/people"},
	{"internal/platform/search"},
	{"internal/names", "internal/openhours"},
	{"ui", "starter"},
	{"internal/platform/mail"},
	{"internal/platform/jobs", "internal/platform/signon", "internal/platform/photo", "internal/platform/translate"},
	{"internal/platform/db", "internal/platform/blob", "internal/platform/paper"},
	{"internal/platform/geo", "internal/platform/config", "internal/platform/netx", "internal/platform/media", "internal/platform/ical", "internal/platform/listen", "internal/platform/metric", "internal/platform/markup", "internal/platform/sheet"},
	{"internal/platform/secret", "internal/platform/passkey", "internal/platform/webp", "internal/platform/pdf", "internal/platform/docx"},
	{"internal/platform/errs"},
	{"internal/platform/lang", "internal/platform/clock", "internal/platform/flat", "internal/platform/colour", "internal/platform/raster", "internal/platform/qrcode"},
}

// pure rooms know nothing of this product but what is pure itself, so that they
// could be published alone.
var pure = []string{"internal/names", "internal/openhours", "internal/openhours/holidays", "internal/match/score", "internal/funding/rule", "internal/platform/geo", "internal/platform/flat", "internal/platform/colour", "internal/platform/raster"}

// room returns the line of the house on which a package stands, -1 if none.
func room(pkg string) (level int, name string) {
	for i, line := range house {
		for _, r := range line {
			if pkg == r || strings.HasPrefix(pkg, r+"/") {
				return i, r
			}
		}
	}
	return -1, ""
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range tree(t) {
		if strings.HasSuffix(s.folder(), "/gen") {
			continue // a generator is a program of its own, run by hand; nothing imports it
		}
		from, fromRoom := room(s.folder())
		if from < 0 {
			if s.folder() != "internal/arch" && !strings.HasPrefix(s.folder(), "tools") {
				t.Errorf("%s: its folder is no room of the house", s.path)
			}
			continue
		}
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			inner, ours := strings.CutPrefix(path, "twintown/")
			if !ours || s.isTest() && isTestKit(inner) {
				continue
			}
			to, toRoom := room(inner)
			if toRoom != fromRoom && to <= from {
				t.Errorf("%s imports %s: imports point down the house", s.path, inner)
			}
		}
	}
}

// isTestKit says that a package exists for tests alone.
func isTestKit(pkg string) bool { return strings.HasSuffix(pkg, "test") }

func TestPureRoomsStayPure(t *testing.T) {
	for _, s := range tree(t) {
		if s.isTest() || !slices.Contains(pure, s.folder()) {
			continue
		}
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			inner, ours := strings.CutPrefix(path, "twintown/")
			if ours && !slices.Contains(pure, inner) || path == "database/sql" || path == "net/http" {
				t.Errorf("%s imports %s: this room is pure", s.path, path)
			}
		}
	}
}

// Rooms know nothing of HTTP; the faces hold no SQL.
func TestFacesAndRoomsKeepApart(t *testing.T) {
	faces := []string{"internal/web", "internal/api"}
	for _, s := range tree(t) {
		level, name := room(s.folder())
		if s.isTest() || isTestKit(s.folder()) || level < 0 || !strings.HasPrefix(name, "internal/") {
			continue
		}
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if slices.Contains(faces, name) && path == "database/sql" {
				t.Errorf("%s imports database/sql: a face holds no SQL", s.path)
			}
			if !slices.Contains(faces, name) && path == "net/http" && name != "internal/exchange" && name != "internal/platform/netx" && name != "internal/platform/listen" {
				t.Errorf("%s imports net/http: rooms know nothing of HTTP", s.path)
			}
		}
	}
}
