package exchange

import (
	"context"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

func (im *csvImport) pairs(ctx context.Context, file *FileReport) error {
	return walk(ctx, im, im.opt.Partnerships, pairSchema, file, im.judgePair, func(ctx context.Context, batch []partnership.Listed) error {
		return im.write(ctx, file, len(batch), func(tx *db.Tx) (int64, error) {
			if _, err := im.Sources.Put(ctx, tx, slices.Values([]source.Source{csvSource})); err != nil {
				return 0, err
			}
			return im.Partnerships.PutListed(ctx, tx, originCSV, slices.Values(batch))
		})
	})
}

// judgePair reads one row of the table of partnerships.
func (im *csvImport) judgePair(t *table) (l partnership.Listed, bad *lang.Message) {
	if l.A, bad = im.side(t, "a"); bad != nil {
		return l, bad
	}
	if l.B, bad = im.side(t, "b"); bad != nil {
		return l, bad
	}
	if l.A == l.B {
		return l, reason("same_place", "value", t.get("a"))
	}
	l.Listing.Source = csvSource.Code
	l.Listing.Confidence = source.Confidence(t.get("confidence"))
	if !slices.Contains([]source.Confidence{"", source.High, source.Medium, source.Low}, l.Listing.Confidence) {
		return l, reason("confidence", "column", "confidence", "value", clip(t.get("confidence")))
	}
	if l.Listing.Lists, bad = count(t, "listings", 1, 9999); bad != nil {
		return l, bad
	}
	// without a year, "at the latest this year" is all that is known
	l.Listing.Year, bad = count(t, "first_listed", im.year, im.year)
	return l, bad
}

// side reads the number of a place that is known.
func (im *csvImport) side(t *table, column string) (int64, *lang.Message) {
	id, bad := number(t, column, 1)
	if bad != nil {
		return 0, bad
	}
	if _, found := im.known[id]; !found {
		return 0, reason("unknown_place", "column", column, "value", t.get(column))
	}
	return id, nil
}

// count reads a number from 1 to most; other where the field is empty.
func count(t *table, column string, other, most int) (int, *lang.Message) {
	if t.get(column) == "" {
		return other, nil
	}
	n, bad := number(t, column, 1)
	if bad == nil && n > int64(most) {
		bad = reason("number", "column", column, "value", clip(t.get(column)))
	}
	return int(n), bad
}
