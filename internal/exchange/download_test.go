package exchange

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/netx"
)

// mirror serves a folder on this machine, and returns a client that may call it.
func mirror(t *testing.T, folder string) (base string, client *netx.Client) {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	t.Cleanup(server.Close)
	client = netx.New(netx.Options{Allowed: []netip.AddrPort{server.Listener.Addr().(*net.TCPAddr).AddrPort()}})
	t.Cleanup(client.Close)
	return server.URL, client
}

func TestGeoNamesCanBeFetched(t *testing.T) {
	folder := t.TempDir()
	for _, path := range asPublished(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(path)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	base, client := mirror(t, folder)
	var told []lang.Message
	seen := map[string]int64{}
	paths, err := Download{
		Client: client, Base: base, Folder: t.TempDir(),
		Announce: func(m lang.Message) { told = append(told, m) },
		Progress: func(file string, have, all int64) {
			if have == all {
				seen[file] = all
			}
		},
	}.Fetch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || told[0].Key != "import.download.plan" {
		t.Errorf("announced %v, want the plan once", told)
	}
	if len(seen) != len(geoNamesFiles) {
		t.Errorf("progress told the end of %v, want that of all files", seen)
	}
	d := dbtest.SQLite(t)
	if diff := cmp.Diff([]string{"6 0 6 0", "15 15 0 0", "32 32 0 0", "159 159 0 0"}, figures(mustGeoNames(t, d, paths...))); diff != "" {
		t.Errorf("fetched and imported (-want +got):\n%s", diff)
	}
}

func TestAFetchGoesOnWhereItEnded(t *testing.T) {
	calls := map[string]int{}
	broken := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		const text = "what GeoNames publishes"
		name := strings.TrimPrefix(r.URL.Path, "/")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		if r.Method == http.MethodHead {
			return
		}
		calls[name]++
		if broken && name == "cities500.zip" {
			io.WriteString(w, text[:5])
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler) // the line is cut
		}
		io.WriteString(w, text)
	}))
	defer server.Close()
	client := netx.New(netx.Options{Allowed: []netip.AddrPort{server.Listener.Addr().(*net.TCPAddr).AddrPort()}})
	defer client.Close()
	plans := []any{}
	d := Download{
		Client: client, Base: server.URL, Folder: t.TempDir(),
		Announce: func(m lang.Message) { plans = append(plans, m.Args["n"]) },
	}
	if _, err := d.Fetch(t.Context()); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a line that is cut: %v, want kind %v", err, errs.Unavailable)
	}
	left, err := os.ReadDir(d.Folder)
	if err != nil || len(left) != 2 {
		t.Errorf("after the failure %v, %v; want the two files that are whole", left, err)
	}
	broken = false
	for range 2 {
		if _, err := d.Fetch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]int{"countryInfo.txt": 1, "admin1CodesASCII.txt": 1, "cities500.zip": 2, "alternateNamesV2.zip": 1}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("files fetched (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{4, 2}, plans); diff != "" {
		t.Errorf("files announced (-want +got):\n%s", diff)
	}
}

func TestAFetchThatFailsSaysWhy(t *testing.T) {
	base, client := mirror(t, t.TempDir())
	if _, err := (Download{Client: client, Base: base, Folder: t.TempDir()}).Fetch(t.Context()); errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "404") {
		t.Errorf("an empty mirror: %v", err)
	}
	strict := netx.New(netx.Options{})
	defer strict.Close()
	if _, err := (Download{Client: strict, Base: base, Folder: t.TempDir()}).Fetch(t.Context()); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a mirror on this machine that nobody allowed: %v", err)
	}
	if _, err := (Download{Client: strict, Base: "http://[::1", Folder: t.TempDir()}).Fetch(t.Context()); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an address that is none: %v", err)
	}
}
