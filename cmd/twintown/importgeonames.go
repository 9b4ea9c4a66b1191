package main

import (
	"context"
	"fmt"
	"os"

	"twintown/internal/exchange"
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
		folder, err := os.MkdirTemp(*f.data, "download-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		opt.Files, err = p.fetchGeoNames(ctx, *from, folder, show)
		if err != nil {
			show.done()
			return err
		}
	}
	report, err := exchange.GeoNames(ctx, n.stores(), opt)
	show.done()
	return p.finishImport(report, err, *f.asJSON)
}

// fetchGeoNames says how much there is to fetch, and fetches it.
func (p *program) fetchGeoNames(ctx context.Context, from, folder string, show *progress) ([]string, error) {
	client := netx.New(netx.Options{Total: exchange.DownloadTime})
	defer client.Close()
	return exchange.Download{
		Client: client, Base: from, Folder: folder,
		Announce: func(m lang.Message) { fmt.Fprintln(p.err, p.print.Message(m)) },
		Progress: show.bytes,
	}.Fetch(ctx)
}
