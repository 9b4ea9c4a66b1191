package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"twintown/internal/exchange"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/netx"
)

// importGeoNames takes in GeoNames' own files, those that are named or, with
// --download, the present ones from the internet.
func importGeoNames(ctx context.Context, p *program, args []string) error {
	fs := p.flags("import geonames")
	f := newImportFlags(fs)
	download := fs.Bool("download", false, "")
	from := fs.String("from", "", "")
	least := fs.Int64("least-population", exchange.LeastPopulation, "")
	files, err := p.parse(fs, args, 0, -1)
	if err != nil {
		return err
	}
	if *download == (len(files) > 0) {
		p.say(p.err, "cli.import_usage")
		return errUsage
	}
	opt := exchange.GeoNamesOptions{Files: files, LeastPopulation: *least, DryRun: *f.dryRun}
	if err := opt.Check(); err != nil {
		return err
	}
	n, err := f.stores(ctx, p)
	if err != nil {
		return err
	}
	defer n.close()
	show := p.newProgress()
	opt.Progress = show.rows
	if *download {
		opt.Files, err = p.fetchGeoNames(ctx, *from, *f.data, show)
		if err != nil {
			show.done()
			return err
		}
	}
	report, err := exchange.GeoNames(ctx, n.stores(), opt)
	show.done()
	if *download && err == nil && !*f.dryRun {
		removeFetched(opt.Files)
	}
	return p.finishImport(report, err, *f.asJSON)
}

// fetchGeoNames says how much there is to fetch, and fetches it into a folder inside
// the data folder. What is whole stays there until it was imported, so that a try that
// was cut short does not fetch it again.
func (p *program) fetchGeoNames(ctx context.Context, from, data string, show *progress) ([]string, error) {
	folder := filepath.Join(data, "download")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, errs.New(errs.ReadOnly, lang.Msg("error.folder", "folder", folder), err)
	}
	defer os.Remove(folder) // goes only when it is empty
	client := netx.New(netx.Options{Total: exchange.DownloadTime})
	defer client.Close()
	return exchange.Download{
		Client: client, Base: from, Folder: folder,
		Announce: func(m lang.Message) { fmt.Fprintln(p.err, p.print.Message(m)) },
		Progress: show.bytes,
	}.Fetch(ctx)
}

// removeFetched makes room again: what was imported is in the database. A failure
// leaves some megabytes, of which nobody needs to hear.
func removeFetched(files []string) {
	for _, path := range files {
		os.Remove(path)
	}
	os.Remove(filepath.Dir(files[0]))
}
