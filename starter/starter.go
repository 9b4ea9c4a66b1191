// Package starter holds what Twintown knows before anybody has told it
// anything: the world's towns, their names in many languages, the regions and
// countries that they lie in, and the countries' shapes for maps.
//
// The data stand compressed in the folder data and are part of the program.
// They come from public packages (GeoNames, Unicode CLDR, Natural Earth; see
// NOTICE) through the generator in gen, which
//
//	go generate ./starter
//
// runs. It is repeatable: the same packages give the same bytes. Where a
// source draws a border otherwise than docs/places.md says, the generator
// mends it, and a test holds the result to the policy.
//
// Every kind of data has one reader. Towns and Names are sequences, read
// straight from the compressed columns, since nobody needs all of them as a
// slice; the small tables come whole:
//
//	for t := range starter.Towns() {
//		fmt.Println(t.ID, t.Name, t.Country, t.Region, t.Population)
//	}
//	for _, c := range starter.Countries() {
//		fmt.Println(c.Code, c.Names["pl"], c.Neighbours)
//	}
//
// A town's ID is its GeoNames number, a region's code the GeoNames code
// ("PL.81"), a country's the ISO 3166-1 code of two letters, and "XK" for
// Kosovo, which has none. A language is a BCP 47 tag.
//
// The readers panic when the embedded bytes are damaged: that is a broken
// build, which no caller can mend and which this package's tests find first.
package starter

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"twintown/starter/internal/column"
)

//go:generate go run ./gen -out data

// files is the folder with the packed tables.
//
//go:embed data
var files embed.FS

// Languages are the languages in which the starter names countries and
// regions, in the order in which the site offers them.
func Languages() []string {
	return []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}
}

// Version names the content of the folder data: two programs with the same
// Version have the same starter. It reads all of the data, which takes some
// milliseconds, so ask once.
func Version() string {
	sum := sha256.New()
	must(fs.WalkDir(files, "data", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", path, len(content))
		sum.Write(content)
		return nil
	}))
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// open returns the columns of the named table.
func open(name string) *column.Reader {
	packed, err := files.ReadFile("data/" + name)
	must(err)
	r, err := column.Open(packed)
	must(err)
	return r
}

func must(err error) {
	if err != nil {
		panic(fmt.Errorf("starter: embedded data: %w", err))
	}
}
