package demo

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// sokolka is the town whose request is shown.
const sokolka = 758651

// requestID is the identifier of the example: a repeat changes nothing.
var requestID = db.IDFor("demo", "request")

// RequestPart shows the request of a town that seeks a partner, in eight languages, with days
// that lie ahead of the day on which it is added. It says that it is an example, and nobody
// can answer it.
func RequestPart(requests *seek.Store) Part {
	return Part{
		Name: "request",
		Add: func(ctx context.Context, tx *db.Tx) error {
			now := db.Moment(tx.Now())
			x, err := exampleRequest(now)
			if err != nil {
				return err
			}
			if _, err := requests.CreateIn(ctx, tx, quiet, x); err != nil {
				return err
			}
			return requests.ChangeIn(ctx, tx, quiet, people.WriteRequest, requestID, 1, func(r *seek.Request) error {
				return errs.First(r.Review(now), r.Publish(now))
			})
		},
		Remove: func(ctx context.Context, tx *db.Tx) (int64, error) { return seek.EraseIn(ctx, tx, requestID) },
	}
}

// exampleRequest is the request as it stands on a day.
func exampleRequest(now time.Time) (x seek.Request, err error) {
	body, err := files.ReadFile("request.json")
	if err != nil {
		return x, err
	}
	var told struct{ Title, Seeks, Offers map[string]string }
	if err := json.Unmarshal(body, &told); err != nil {
		return x, err
	}
	x = seek.Request{
		ID: requestID, Handle: "sokolka", Owner: seek.ExampleOwner, Places: []int64{sokolka}, Texts: map[string]seek.Text{},
		ReplyBy: now.AddDate(0, 2, 0).Format(time.DateOnly), Expires: now.AddDate(0, 4, 0).Format(time.DateOnly),
		Details: seek.Details{
			Topics: []string{"education", "culture", "tourism"}, Countries: []string{"BY", "DE", "FR", "LT", "UA"}, MinPeople: 10_000, MaxPeople: 40_000,
			Languages: []string{"pl", "en", "be"}, Wish: seek.Similar, Horizon: seek.SomeYears,
		},
	}
	for _, l := range languages {
		t := seek.Text{Title: told.Title[l], Seeks: told.Seeks[l], Offers: told.Offers[l], Provenance: lang.Provenance{Origin: seek.Written}}
		if l != languages[0] {
			t.Origin, t.Source, t.OfVersion = seek.Translated, languages[0], 1
		}
		x.Texts[l] = t
	}
	return x, nil
}
