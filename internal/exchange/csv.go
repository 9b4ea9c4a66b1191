package exchange

import (
	"context"
	"maps"
	"slices"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// CSVOptions say which tables come in, and how.
//
// The table of places has the columns geonames_id, name, country (ISO 3166-1), lat,
// lon, and may have admin1 (name of the region) or region (its code), population,
// feature (GeoNames code), alternate_names (separated by |), unit, zone. The table
// of partnerships has a, b (numbers of the places) and may have first_listed (year of
// the oldest list that has the pair), listings (how many lists), confidence (high,
// medium, low). Other columns are ignored.
type CSVOptions struct {
	Places       string            // path; "" none
	Partnerships string            // path; "" none
	Where        map[string]string // only rows with these values, in files that have the columns
	Map          map[string]string // our column → the file's
	DryRun       bool              // read and judge, write nothing
	Progress     Progress          // may be nil
}

var (
	placeSchema = schema{
		required: []string{"geonames_id", "name", "country", "lat", "lon"},
		optional: []string{"admin1", "region", "population", "feature", "alternate_names", "unit", "zone"},
	}
	pairSchema = schema{
		required: []string{"a", "b"},
		optional: []string{"first_listed", "listings", "confidence"},
	}
)

// originCSV is the origin of imported rows. Files are not told apart: the same
// place or pair in two files is one row.
const originCSV = "csv"

// csvSource is the source that listed pairs name.
var csvSource = source.Source{
	Code: "import-csv", Title: "Imported list of partnerships",
	Note: "A list that the operator of this site imported. It gives no dates of agreements.",
}

// csvBatch is how many rows one transaction takes: its commit then costs a
// hundredth of its rows, and a kill loses half a second's work.
const csvBatch = 5_000

// CSV imports tables of places and partnerships, places first. A file that is
// no such table is refused before anything is written; after that, what is wrong
// with single lines is in the report, which is told also of an import that an
// error ended early.
func CSV(ctx context.Context, s Stores, opt CSVOptions) (report Report, err error) {
	defer errs.Wrap(&err, "CSV(%s, %s)", opt.Places, opt.Partnerships)
	report.DryRun = opt.DryRun
	if err := opt.Check(); err != nil {
		return report, err
	}
	r, err := newRun(ctx, s, opt.DryRun, opt.Progress)
	if err != nil {
		return report, err
	}
	im := &csvImport{run: r, opt: opt, year: s.Clock.Now().Year(), regions: newRegionCodes(r.known)}
	for _, step := range opt.tables() {
		file := FileReport{File: step.path}
		err := step.take(im, ctx, &file)
		report.Files = append(report.Files, file)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// csvTable is one of the tables, and what is done with it.
type csvTable struct {
	path string
	want schema
	take func(*csvImport, context.Context, *FileReport) error
}

// tables are those that the options name, in the order in which they come in.
func (o CSVOptions) tables() []csvTable {
	all := []csvTable{
		{o.Places, placeSchema, (*csvImport).places},
		{o.Partnerships, pairSchema, (*csvImport).pairs},
	}
	return slices.DeleteFunc(all, func(t csvTable) bool { return t.path == "" })
}

// Check refuses files of the wrong kind, and columns that nobody has. CSV does so
// itself; a command calls it before it makes a folder.
func (o CSVOptions) Check() error {
	unused, unmapped := maps.Clone(o.Where), maps.Clone(o.Map)
	var last string
	for _, step := range o.tables() {
		t, err := openTable(step.path, o.columns(step.want), step.want)
		if err != nil {
			return err
		}
		defer t.close()
		last = step.path
		maps.DeleteFunc(unused, func(column, _ string) bool { return t.has(strings.ToLower(column)) })
		maps.DeleteFunc(unmapped, func(ours, theirs string) bool { return step.want.has(ours) && t.has(strings.ToLower(theirs)) })
	}
	for _, column := range slices.Sorted(maps.Keys(unused)) {
		return errs.New(errs.Invalid, lang.Msg("error.import.no_column", "file", last, "column", column), nil)
	}
	for _, ours := range slices.Sorted(maps.Keys(unmapped)) {
		return errs.New(errs.Invalid, lang.Msg("error.import.map", "ours", ours, "theirs", unmapped[ours]), nil)
	}
	return nil
}

// columns are the renamings that concern a table.
func (o CSVOptions) columns(want schema) map[string]string {
	mine := maps.Clone(o.Map)
	maps.DeleteFunc(mine, func(ours, _ string) bool { return !want.has(ours) })
	return mine
}

// csvImport is one run over tables.
type csvImport struct {
	*run
	opt     CSVOptions
	regions *regionCodes
	year    int // the present one
}

// walk goes over the rows of a file that the condition lets through. judge
// returns what a row means, or why it cannot be used.
func walk[T any](ctx context.Context, im *csvImport, path string, want schema, file *FileReport, judge func(*table) (T, *lang.Message), take func(context.Context, []T) error) error {
	t, err := openTable(path, im.opt.columns(want), want)
	if err != nil {
		return err
	}
	defer t.close()
	condition := where(im.opt.Where).on(t)
	batch := batches[T]{size: csvBatch, take: take}
	for {
		ok, bad, err := t.next()
		if err != nil {
			return err
		}
		if !ok {
			im.progress(path, file.Rows)
			return batch.flush(ctx)
		}
		if bad == nil && !condition.holds(t) {
			continue
		}
		if file.Rows++; file.Rows%progressEvery == 0 {
			im.progress(path, file.Rows)
		}
		var row T
		if bad == nil {
			row, bad = judge(t)
		}
		if bad != nil {
			file.reject(t.n, *bad)
			continue
		}
		if err := batch.add(ctx, row); err != nil {
			return err
		}
	}
}
