// Package exchange is what goes in and out whole: the starter content and the
// importers of tables.
//
// The starter content ([ApplyStarter]) fills an empty folder with the world's
// towns, the hand-written registry of partnerships with their sources, and the
// caveats of the partner finder. It has a version. When a later release brings a
// newer one, its rows are updated; what a person edited stays; what an import
// brought stays.
//
// The importers ([CSV], [GeoNames]) read files as a stream, in batches of one
// transaction each. A bad line is reported with file, line and reason while the
// rest goes in; a file of the wrong kind is refused before anything is written;
// the same file twice changes nothing. Every imported row gets an identifier made
// from its source and key, and remembers its origin.
//
//	report, err := exchange.CSV(ctx, stores, exchange.CSVOptions{Places: "places.tsv"})
//
// Rooms own the SQL; this package reads files, maps rows to the rooms' types and
// hands them over.
package exchange

import (
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/source"
)

// Stores are where imported rows go.
type Stores struct {
	DB           *db.DB
	Places       *place.Store
	Partnerships *partnership.Store
	Sources      *source.Store
	Notices      *match.Store
	Clock        clock.Clock
}

// originStarter is the origin of the rows of the starter content.
const originStarter = "starter"
