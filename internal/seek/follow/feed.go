package follow

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// NewFeed makes a secret address at which a search can be read as a feed, and returns its
// secret. An older one stops working: that is how it is renewed.
func (d *Desk) NewFeed(ctx context.Context, who people.Actor, id string) (token string, err error) {
	defer errs.Wrap(&err, "follow.NewFeed")
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: see its documentation
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, d.setFeed(ctx, who, id, hashOf(token))
}

// EndFeed makes the address useless.
func (d *Desk) EndFeed(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "follow.EndFeed")
	return d.setFeed(ctx, who, id, "")
}

func (d *Desk) setFeed(ctx context.Context, who people.Actor, id, hash string) error {
	return d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		s, err := d.find(ctx, tx, who, id)
		if err != nil {
			return err
		}
		state := map[bool]string{true: "link", false: "withdrawn"}
		note(entry(who, people.FieldChange{Name: "search_feed", New: state[hash != ""]}))
		if err := put(ctx, tx, who.Account, s); err != nil { // one about a town may have no row yet
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE seek_search
			   SET feed = $1
			 WHERE account = $2
			   AND id = $3`, hash, who.Account, id)
		return err
	})
}

// Feed is what a secret address opens: whose search it is, and the open requests that it
// finds now, told or not. It works only as long as the account is open and still looks after
// the town, where it is about one; otherwise there is no such thing.
func (d *Desk) Feed(ctx context.Context, token string) (s Search, language string, list []seek.Request, err error) {
	defer errs.Wrap(&err, "follow.Feed")
	account, ok, err := db.One(ctx, d.DB, func(row db.Scanner) (a [2]string, err error) { return a, row.Scan(&a[0], &a[1]) }, `
		SELECT account,
		       id
		  FROM seek_search
		 WHERE feed = $1`, hashOf(token))
	nothing := errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)
	if err != nil || !ok {
		return s, "", nil, first(err, nothing)
	}
	who, err := d.People.ActorOfAccount(ctx, account[0])
	if err != nil || !who.SignedIn() {
		return s, "", nil, first(err, nothing)
	}
	if s, err = d.find(ctx, d.DB, who, account[1]); err != nil {
		return s, "", nil, err
	}
	board, err := d.Board(ctx, lang.DateOf(d.now()))
	if err != nil {
		return s, "", nil, err
	}
	s.told = nil
	fits, err := d.fresh(board, nil, s)
	for _, f := range fits {
		list = append(list, f.Request)
	}
	return s, who.Language, list, err
}

func first(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
