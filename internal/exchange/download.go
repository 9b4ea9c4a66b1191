package exchange

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/netx"
)

// Download fetches GeoNames' files: the countries, the first-level units, the places
// of cities500.zip and the names by language.
type Download struct {
	Client   *netx.Client                       // its Total must suffice for a large file: see DownloadTime
	Base     string                             // address of the folder; "" GeoNames' own
	Folder   string                             // where the files go
	Announce func(lang.Message)                 // told once, before the first byte, how much there is; may be nil
	Progress func(file string, have, all int64) // told now and then, in bytes; all is -1 where unknown; may be nil
}

// geoNamesDump is where GeoNames publishes its files, anew every day.
const geoNamesDump = "https://download.geonames.org/export/dump/"

// geoNamesFiles are what Fetch fetches.
var geoNamesFiles = []string{"countryInfo.txt", "admin1CodesASCII.txt", "cities500.zip", "alternateNamesV2.zip"}

const (
	// DownloadTime is how long one file may take: the largest at 1 Mbit/s.
	DownloadTime = time.Hour
	// mostFetched is five times the largest file of geoNamesFiles.
	mostFetched = 1 << 30
	// usualSpeed is what a town hall's line carries: 20 Mbit/s.
	usualSpeed = 20 << 20 / 8
	// importSpeed is how many packed bytes an import takes in per second, on a busy machine of two cores.
	importSpeed = 1 << 20
	// progressBytes is how many bytes lie between two calls of Progress.
	progressBytes = 1 << 20
)

// Fetch fetches the files and returns their paths, in no order that matters. A file
// has its name only when it is whole; one that is there with the size that the server
// tells is not fetched again. So a repeat goes on where a failure ended it.
func (d Download) Fetch(ctx context.Context) (paths []string, err error) {
	defer errs.Wrap(&err, "Fetch from %s", d.Base)
	if d.Base == "" {
		d.Base = geoNamesDump
	}
	base, err := url.Parse(d.Base)
	if err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.fetch.refused", "address", d.Base), err)
	}
	sizes, err := d.announce(ctx, base)
	if err != nil {
		return nil, err
	}
	for i, name := range geoNamesFiles {
		path := filepath.Join(d.Folder, name)
		paths = append(paths, path)
		if has(path, sizes[i]) {
			continue
		}
		if err := d.fetch(ctx, base.JoinPath(name).String(), path); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// announce asks for the sizes, which are -1 where the server does not say, and tells
// how much there is to fetch.
func (d Download) announce(ctx context.Context, base *url.URL) ([]int64, error) {
	sizes, n, all := make([]int64, len(geoNamesFiles)), 0, int64(0)
	for i, name := range geoNamesFiles {
		size, err := d.Client.Size(ctx, base.JoinPath(name).String())
		if err != nil {
			return nil, err
		}
		if sizes[i] = size; !has(filepath.Join(d.Folder, name), size) {
			n++
			all += max(0, size)
		}
	}
	if d.Announce != nil && n > 0 {
		d.Announce(lang.Msg("import.download.plan", "host", base.Host, "n", n,
			"mb", megabytes(all), "minutes", minutes(all/usualSpeed), "more", minutes(all/importSpeed)))
	}
	return sizes, nil
}

// megabytes are at least one, as nothing takes no space.
func megabytes(bytes int64) int64 { return max(1, (bytes+1<<19)>>20) }

func minutes(seconds int64) int64 { return max(1, (seconds+30)/60) }

func (d Download) fetch(ctx context.Context, address, path string) error {
	resp, err := d.Client.Get(ctx, address, mostFetched)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	f, err := os.Create(path + ".part")
	if err != nil {
		return errs.New(errs.ReadOnly, lang.Msg("error.folder", "folder", d.Folder), err)
	}
	defer os.Remove(f.Name()) // unless it got its name
	counted := &countedReader{from: resp.Body, tell: func(have int64) {
		if d.Progress != nil {
			d.Progress(filepath.Base(path), have, resp.ContentLength)
		}
	}}
	_, err = io.Copy(f, counted)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if _, ofDisk := errors.AsType[*fs.PathError](err); ofDisk {
		return errs.New(errs.Full, lang.Msg("error.disk_full"), err)
	}
	return err
}

// has says whether a file with this size is there from a try before.
func has(path string, size int64) bool {
	info, err := os.Stat(path)
	return err == nil && size >= 0 && info.Size() == size
}

// countedReader tells how far it has come.
type countedReader struct {
	from       io.Reader
	tell       func(have int64)
	have, told int64
}

// Read reads on.
func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.have += int64(n)
	if c.have-c.told >= progressBytes || err != nil {
		c.told = c.have
		c.tell(c.have)
	}
	return n, err
}
