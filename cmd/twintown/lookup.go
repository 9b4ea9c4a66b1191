package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// found is one result of a look-up as programs read it.
type found struct {
	ID         int64  `json:"id"` // GeoNames number
	Name       string `json:"name"`
	Country    string `json:"country"`
	Region     string `json:"region"`
	Population int64  `json:"population"`
}

// answered is the line of JSON that one query gets.
type answered struct {
	Query   string  `json:"query"`
	Results []found `json:"results"`
}

// lookup finds places by any spelling: one name, or with --batch a file of them.
func lookup(ctx context.Context, p *program, args []string) error {
	fs := p.flags("lookup")
	where := storageFlags(fs)
	limit := fs.Int("limit", 10, "")
	asJSON := fs.Bool("json", false, "")
	batch := fs.String("batch", "", "")
	names, err := p.parse(fs, args, 0, -1)
	if err != nil {
		return err
	}
	if (*batch == "") == (len(names) == 0) || *limit < 1 {
		p.say(p.err, "cli.lookup_usage")
		return errUsage
	}
	n, err := p.openNode(ctx, where)
	if err != nil {
		return err
	}
	defer n.close()
	w := n.world.Now()
	if *batch != "" {
		return p.lookupBatch(ctx, w, *batch, *limit)
	}
	return p.lookupOne(w, joined(names), *limit, *asJSON)
}

func (p *program) lookupOne(w *world.World, name string, limit int, asJSON bool) error {
	a := find(w, name, limit, p.print.Lang())
	if asJSON {
		return p.printJSON(a)
	}
	if len(a.Results) == 0 {
		return errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", name), nil)
	}
	out := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	for _, f := range a.Results {
		people := ""
		if f.Population > 0 {
			people = p.print.Number(f.Population)
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\n", f.ID, f.Name, f.Region, p.print.CountryName(f.Country), people)
	}
	return out.Flush()
}

func find(w *world.World, name string, limit int, code string) answered {
	a := answered{Query: name, Results: []found{}}
	for _, hit := range w.Places.Find(place.Query{Text: name, Limit: limit, Lang: code}) {
		if f, ok := w.Places.Get(hit.ID); ok {
			a.Results = append(a.Results, found{f.ID, w.Places.DisplayName(f.ID, code), f.Country, w.Places.RegionName(f.Region, code), f.Population})
		}
	}
	return a
}

// lookupBatch answers one line of JSON for each line of the file, in order.
func (p *program) lookupBatch(ctx context.Context, w *world.World, path string, limit int) error {
	in, err := p.open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := encoder.Encode(find(w, lines.Text(), limit, p.print.Lang())); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.batch_line", "file", path), err)
	}
	return out.Flush()
}

// open opens a file that a flag names; "-" is standard input.
func (p *program) open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(p.in), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	return f, nil
}
