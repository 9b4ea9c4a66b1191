package exchange

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/db"
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

// originCSV is the origin of imported rows. Files are not told apart: the same
// place or pair in two files is one row.
const originCSV = "csv"

// csvSource is the source that listed pairs name.
var csvSource = source.Source{
	Code: "import-csv", Title: "Imported list of partnerships",
	Note: "A list that the operator of this site imported. It gives no dates of agreements.",
}

// csvBatch is how many rows one transaction takes.
const csvBatch = 10_000

// CSV imports tables of places and partnerships, places first. A file that is
// no such table is refused before anything is written; after that, what is wrong
// with single lines is in the report.
func CSV(ctx context.Context, s Stores, opt CSVOptions) (report Report, err error) {
	defer errs.Wrap(&err, "CSV(%s, %s)", opt.Places, opt.Partnerships)
	if opt.Progress == nil {
		opt.Progress = func(string, int64) {}
	}
	report.DryRun = opt.DryRun
	if err := opt.openAll(); err != nil {
		return report, err
	}
	im := &csvImport{Stores: s, opt: opt, known: map[int64]bool{}, year: s.Clock.Now().Year()}
	if err := im.readKnown(ctx); err != nil {
		return report, err
	}
	for _, step := range []struct {
		path string
		run  func(context.Context, *FileReport) error
	}{{opt.Places, im.places}, {opt.Partnerships, im.pairs}} {
		if step.path == "" {
			continue
		}
		file := FileReport{File: step.path}
		err := step.run(ctx, &file)
		report.Files = append(report.Files, file)
		if err != nil {
			return report, err
		}
	}
	return report, im.finish(ctx)
}

var (
	placeColumns = []string{"geonames_id", "name", "country", "lat", "lon"}
	pairColumns  = []string{"a", "b"}
)

// openAll refuses a file of the wrong kind before the other one is written.
func (o CSVOptions) openAll() error {
	for path, required := range map[string][]string{o.Places: placeColumns, o.Partnerships: pairColumns} {
		if path == "" {
			continue
		}
		t, err := openTable(path, o.columns(required), required)
		if err != nil {
			return err
		}
		t.close()
	}
	return nil
}

// columns are the renamings that concern a file which needs these columns. The
// optional ones are tried in both.
func (o CSVOptions) columns(required []string) map[string]string {
	others := placeColumns
	if slices.Contains(required, "geonames_id") {
		others = pairColumns
	}
	mine := map[string]string{}
	for ours, theirs := range o.Map {
		if !slices.Contains(others, ours) {
			mine[ours] = theirs
		}
	}
	return mine
}

// csvImport is one run.
type csvImport struct {
	Stores
	opt     CSVOptions
	known   map[int64]bool // numbers of places that partnerships may name
	regions *regionCodes
	touched bool
	year    int // the present one
}

// readKnown learns which places exist, and which codes their regions have.
func (im *csvImport) readKnown(ctx context.Context) error {
	im.regions = newRegionCodes()
	return im.DB.Read(ctx, func(tx *db.Tx) error {
		return im.Places.Each(ctx, tx, func(p place.Place) error {
			im.known[p.ID] = true
			im.regions.codes[p.ID] = p.Region
			return nil
		})
	})
}

// rows walks over the rows of a file that the condition lets through. judge
// returns what the row means, or why it cannot be used.
func rows[T any](ctx context.Context, im *csvImport, path string, required []string, file *FileReport, judge func(*table) (T, *lang.Message), take func([]T) error) error {
	t, err := openTable(path, im.opt.columns(required), required)
	if err != nil {
		return err
	}
	defer t.close()
	batch := make([]T, 0, csvBatch)
	for {
		ok, bad, err := t.next()
		if err != nil || !ok {
			if err == nil && len(batch) > 0 {
				err = take(batch)
			}
			im.opt.Progress(path, file.Rows)
			return err
		}
		if bad == nil && !t.matches(im.condition(t)) {
			continue
		}
		file.Rows++
		if file.Rows%progressEvery == 0 {
			im.opt.Progress(path, file.Rows)
		}
		var row T
		if bad == nil {
			row, bad = judge(t)
		}
		if bad != nil {
			file.reject(t.line, *bad)
			continue
		}
		if batch = append(batch, row); len(batch) == csvBatch {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := take(batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
}

// condition is the part of --where that concerns a file's columns.
func (im *csvImport) condition(t *table) map[string]string {
	for column := range im.opt.Where {
		if !t.has(column) {
			mine := map[string]string{}
			for c, v := range im.opt.Where {
				if t.has(c) {
					mine[c] = v
				}
			}
			return mine
		}
	}
	return im.opt.Where
}

// write runs one batch in a transaction, or in a dry run counts it.
func (im *csvImport) write(ctx context.Context, file *FileReport, n int, put func(*db.Tx) (int64, error)) error {
	if im.opt.DryRun {
		file.Written += int64(n)
		return nil
	}
	var changed int64
	err := im.DB.Write(ctx, func(tx *db.Tx) (err error) {
		changed, err = put(tx)
		return err
	})
	if err != nil {
		return err
	}
	im.touched = im.touched || changed > 0
	file.Written += min(changed, int64(n))
	file.Unchanged += max(0, int64(n)-changed)
	return nil
}

// finish tells running nodes that the data changed.
func (im *csvImport) finish(ctx context.Context) error {
	if !im.touched {
		return nil
	}
	return im.DB.Write(ctx, func(tx *db.Tx) error { return tx.Touch(ctx) })
}

func (im *csvImport) places(ctx context.Context, file *FileReport) error {
	if err := im.countRegions(ctx); err != nil {
		return err
	}
	return rows(ctx, im, im.opt.Places, placeColumns, file, im.judgePlace, func(batch []place.Place) error {
		for _, p := range batch {
			im.known[p.ID] = true
		}
		return im.write(ctx, file, len(batch), func(tx *db.Tx) (int64, error) {
			if err := im.Places.PutRegions(ctx, tx, im.regions.made()); err != nil {
				return 0, err
			}
			return im.Places.PutPlaces(ctx, tx, slices.Values(batch), place.Import{Origin: originCSV})
		})
	})
}

// judgePlace reads one row of the table of places.
func (im *csvImport) judgePlace(t *table) (p place.Place, bad *lang.Message) {
	reason := func(key, column string) *lang.Message {
		m := lang.Msg("import.reason."+key, "column", column, "value", t.get(column))
		return &m
	}
	var err error
	if p.ID, err = strconv.ParseInt(t.get("geonames_id"), 10, 64); err != nil || p.ID <= 0 {
		return p, reason("number", "geonames_id")
	}
	if p.Name = t.get("name"); p.Name == "" {
		return p, reason("empty", "name")
	}
	if p.Country = strings.ToUpper(t.get("country")); len(p.Country) != 2 {
		return p, reason("country", "country")
	}
	if p.Lat, err = strconv.ParseFloat(t.get("lat"), 64); err != nil || math.IsNaN(p.Lat) || math.Abs(p.Lat) > 90 {
		return p, reason("coordinate", "lat")
	}
	if p.Lon, err = strconv.ParseFloat(t.get("lon"), 64); err != nil || math.IsNaN(p.Lon) || math.Abs(p.Lon) > 180 {
		return p, reason("coordinate", "lon")
	}
	if text := t.get("population"); text != "" {
		if p.Population, err = strconv.ParseInt(text, 10, 64); err != nil || p.Population < 0 {
			return p, reason("number", "population")
		}
	}
	p.Feature, p.Unit, p.Zone = t.get("feature"), t.get("unit"), t.get("zone")
	p.Kind = place.KindOf(p.Feature)
	p.Region = im.regions.of(p.ID, p.Country, t.get("region"), t.get("admin1"))
	if names := t.get("alternate_names"); names != "" {
		p.Variants = strings.Split(names, "|")
	}
	return p, nil
}

func (im *csvImport) pairs(ctx context.Context, file *FileReport) error {
	if !im.opt.DryRun {
		err := im.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := im.Sources.Put(ctx, tx, slices.Values([]source.Source{csvSource}))
			return err
		})
		if err != nil {
			return err
		}
	}
	return rows(ctx, im, im.opt.Partnerships, pairColumns, file, im.judgePair, func(batch []partnership.Listed) error {
		return im.write(ctx, file, len(batch), func(tx *db.Tx) (int64, error) {
			return im.Partnerships.PutListed(ctx, tx, originCSV, slices.Values(batch))
		})
	})
}

// judgePair reads one row of the table of partnerships.
func (im *csvImport) judgePair(t *table) (l partnership.Listed, bad *lang.Message) {
	for _, side := range []struct {
		column string
		into   *int64
	}{{"a", &l.A}, {"b", &l.B}} {
		id, err := strconv.ParseInt(t.get(side.column), 10, 64)
		if err != nil || !im.known[id] {
			m := lang.Msg("import.reason.unknown_place", "column", side.column, "value", t.get(side.column))
			return l, &m
		}
		*side.into = id
	}
	if l.A == l.B {
		m := lang.Msg("import.reason.same_place", "value", fmt.Sprint(l.A))
		return l, &m
	}
	l.Listing = partnership.Listing{Source: csvSource.Code, Lists: 1, Confidence: source.Confidence(t.get("confidence"))}
	for _, number := range []struct {
		column string
		into   *int
	}{{"first_listed", &l.Listing.Year}, {"listings", &l.Listing.Lists}} {
		text := t.get(number.column)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 9999 {
			m := lang.Msg("import.reason.number", "column", number.column, "value", text)
			return l, &m
		}
		*number.into = n
	}
	if l.Listing.Year == 0 {
		l.Listing.Year = im.year // "at the latest this year" is all that is known
	}
	return l, nil
}

// made are the regions that the import had to invent, for the store.
func (r *regionCodes) made() iter.Seq[place.Region] {
	return slices.Values(r.invented)
}
