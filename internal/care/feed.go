package care

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Feed is a secret address of a place's calendar.
type Feed struct {
	Place    int64
	Account  string
	Language string
}

// NewFeed makes the actor's secret address of a place's calendar inside a change, and
// returns the secret. An older one of hers stops working: that is how it is renewed.
func (d *Desk) NewFeed(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, place int64, language string) (token string, err error) {
	defer errs.Wrap(&err, "care.NewFeed")
	if err := d.EndFeed(ctx, tx, note, who, place); err != nil {
		return "", err
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: see its documentation
	token = base64.RawURLEncoding.EncodeToString(raw)
	_, err = tx.ExecContext(ctx, `
		INSERT INTO calendar_feed (hash, place, account, language, created)
		VALUES ($1, $2, $3, $4, $5)`, hashOf(token), place, who.Account, language, tx.Now())
	return token, err
}

// EndFeed makes the actor's address of a place's calendar useless, inside a change.
func (d *Desk) EndFeed(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, place int64) error {
	note(people.Entry{
		Action: people.OwnAccount, Kind: "account", ID: who.Account, Places: []int64{place},
		Fields: []people.FieldChange{{Name: "calendar", New: strconv.FormatInt(place, 10)}},
	})
	_, err := tx.ExecContext(ctx, `DELETE FROM calendar_feed WHERE account = $1 AND place = $2`, who.Account, place)
	return err
}

// HasFeed says whether the account has an address of the place's calendar.
func (d *Desk) HasFeed(ctx context.Context, account string, place int64) (bool, error) {
	_, ok, err := db.One(ctx, d.DB, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT created FROM calendar_feed WHERE account = $1 AND place = $2`, account, place)
	return ok, err
}

// Feed returns whose calendar an address opens: only as long as the account that asked
// for it is open and looks after the place. object says what the place is for the
// permission table. Otherwise there is no such thing.
func (d *Desk) Feed(ctx context.Context, token string, object func(place int64) people.Object) (f Feed, err error) {
	defer errs.Wrap(&err, "care.Feed")
	f, ok, err := db.One(ctx, d.DB, func(row db.Scanner) (f Feed, err error) { return f, row.Scan(&f.Place, &f.Account, &f.Language) }, `
		SELECT place,
		       account,
		       language
		  FROM calendar_feed
		 WHERE hash = $1`, hashOf(token))
	if err != nil {
		return f, err
	}
	who := people.Actor{}
	if ok {
		if who, err = d.People.ActorOfAccount(ctx, f.Account); err != nil {
			return f, err
		}
	}
	who.Strong = true // the address itself is the proof
	if !ok || !people.Allows(who, people.EditPlace, object(f.Place)) {
		return Feed{}, errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)
	}
	return f, nil
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
