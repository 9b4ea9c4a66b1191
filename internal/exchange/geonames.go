package exchange

import (
	"context"
	"slices"

	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

// GeoNamesOptions say which of GeoNames' files come in, and how.
//
// Files are recognised by what they hold, packed or not: places (cities500.zip,
// allCountries.zip, PL.zip…), names by language (alternateNamesV2.zip), the names of
// first-level units (admin1CodesASCII.txt), countries (countryInfo.txt). Their order
// does not matter.
//
// # Which places are taken
//
//   - Populated places that exist today (feature class P without PPLCH, PPLH, PPLQ
//     and PPLW) with LeastPopulation people or more, and seats of units whatever
//     their size: GeoNames' own rule for cities500.zip.
//   - Units of the first to the fourth level (ADM1 to ADM4), which allCountries.zip and
//     the countries' files have: a partnership's party is the unit that signs.
//   - Every place that is known already.
//
// What GeoNames says replaces what the starter content or a table said, except that
// a known place stays in its country: docs/places.md decides where borders lie. What a
// person edited stays.
//
// # Which names are taken
//
// Those of known places in the languages of the site and in the official ones of the
// place's country, each in the right script; of several in one language GeoNames'
// preferred one is shown, the others serve look-up. Names from other sources stay and
// go first. A name that GeoNames does not have any more goes.
//
// Regions that are known keep their names and get those that they lack. Of countries
// nothing is stored: their names, languages and borders are part of each release.
// The file only tells the languages of a country that this release does not know.
type GeoNamesOptions struct {
	Files           []string
	LeastPopulation int64    // of a place that is no seat; see LeastPopulation
	DryRun          bool     // read and judge, write nothing
	Progress        Progress // may be nil
}

// LeastPopulation is the usual GeoNamesOptions.LeastPopulation, that of cities500.zip.
// Below it lie two million hamlets, which every node would have to hold in memory.
const LeastPopulation = 500

// originGeoNames is the origin of rows from GeoNames' files, and their source's code.
const originGeoNames = "geonames"

// GeoNames imports GeoNames' own files. A file that is none of them is refused before
// anything is written; after that, what is wrong with single lines is in the report,
// which is told also of an import that an error ended early.
func GeoNames(ctx context.Context, s Stores, opt GeoNamesOptions) (report Report, err error) {
	defer errs.Wrap(&err, "GeoNames(%q)", opt.Files)
	report.DryRun = opt.DryRun
	files, closeAll, err := geoFiles(opt.Files)
	if err != nil {
		return report, err
	}
	defer closeAll()
	im, err := newGeoImport(ctx, s, opt)
	if err != nil {
		return report, err
	}
	steps := map[geoKind]func(context.Context, geoFile, *FileReport) error{
		geoCountries: im.countryFile, geoRegions: im.regionFile, geoPlaces: im.placeFile, geoNames: im.nameFile,
	}
	for _, f := range files {
		file := FileReport{File: f.name}
		err := steps[f.kind](ctx, f, &file)
		report.Files = append(report.Files, file)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// Check refuses files that are none of GeoNames'. GeoNames does so itself; a command
// calls it before it makes a folder.
func (o GeoNamesOptions) Check() error {
	_, closeAll, err := geoFiles(o.Files)
	if err == nil {
		closeAll()
	}
	return err
}

// geoImport is one run over GeoNames' files.
type geoImport struct {
	*run
	opt       GeoNamesOptions
	countries map[string]*starter.Country
	regions   map[string]place.Region // that are known, by code
	regionOf  map[int64]string        // code of the first-level unit with this number
}

func newGeoImport(ctx context.Context, s Stores, opt GeoNamesOptions) (*geoImport, error) {
	r, err := newRun(ctx, s, opt.DryRun, opt.Progress)
	if err != nil {
		return nil, err
	}
	im := &geoImport{
		run: r, opt: opt, countries: map[string]*starter.Country{},
		regions: map[string]place.Region{}, regionOf: map[int64]string{},
	}
	for _, c := range starter.Countries() {
		im.countries[c.Code] = &c
	}
	return im, s.Places.EachRegion(ctx, s.DB, func(r place.Region) error {
		im.regions[r.Code] = r
		return nil
	})
}

// countryFile learns the languages of countries that this release does not know.
func (im *geoImport) countryFile(_ context.Context, f geoFile, file *FileReport) error {
	return f.each(file, im.progress, geoCountryFields, func(f []string) (bool, *lang.Message, error) {
		code := f[0]
		if !isCountry(code) {
			return true, reason("country", "column", "ISO", "value", clip(code)), nil
		}
		if file.Unchanged++; im.countries[code] == nil {
			im.countries[code] = &starter.Country{Code: code, Languages: geoLanguages(f[15])}
		}
		return true, nil, nil
	})
}

// geoLanguages reads GeoNames' list of a country's languages, the most spoken one
// first. It says nothing of shares; the first is at home everywhere.
func geoLanguages(field string) (all []starter.Language) {
	for _, tag := range splitAt(nil, field, ',') {
		if !isLanguage(tag) {
			continue
		}
		l := starter.Language{Code: tag, Official: starter.OfficialDeFacto}
		if len(all) == 0 {
			l.Share = 1
		}
		all = append(all, l)
	}
	return all
}

// regionFile takes the names of first-level units that are not known.
func (im *geoImport) regionFile(ctx context.Context, f geoFile, file *FileReport) error {
	var made []place.Region
	err := f.each(file, im.progress, geoRegionFields, func(f []string) (bool, *lang.Message, error) {
		code, name := f[0], f[1]
		id, badID := geoNumber("geonameid", f[3])
		if len(code) < 4 || !isCountry(code[:2]) || code[2] != '.' || !isName(code) {
			return true, reason("country", "column", "code", "value", clip(code)), nil
		}
		if badID != nil {
			return true, badID, nil
		}
		im.regionOf[id] = code
		if !isName(name) {
			return true, reason("name", "column", "name", "value", clip(name)), nil
		}
		if _, found := im.regions[code]; found {
			file.Unchanged++
			return true, nil, nil
		}
		r := place.Region{Code: code, Country: code[:2], Name: name}
		im.regions[code] = r
		made = append(made, r)
		return true, nil, nil
	})
	if err != nil || len(made) == 0 {
		return err
	}
	return im.write(ctx, file, len(made), func(tx *db.Tx) (int64, error) {
		return int64(len(made)), im.Places.PutRegions(ctx, tx, slices.Values(made))
	})
}
