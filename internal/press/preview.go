package press

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// PreviewLife is how long a link to a draft leads there: a mayor's office takes a week.
const PreviewLife = 14 * 24 * time.Hour

// keyBytes of chance are more than anybody can guess.
const keyBytes = 18

// Preview makes a link by which whoever has it may read a text as it is being worked on,
// and returns the secret part of its address. It is kept as a hash: nobody can ask for it
// again.
func (s *Store) Preview(ctx context.Context, who people.Actor, id, language string) (key string, err error) {
	defer errs.Wrap(&err, "press.Preview(%s, %s)", id, language)
	secret := make([]byte, keyBytes)
	_, _ = rand.Read(secret) // never fails: see its documentation
	key = base64.RawURLEncoding.EncodeToString(secret)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if _, _, err := presentText(ctx, tx, id, language); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM press_preview WHERE expires <= $1`, tx.Now()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO press_preview (hash, item, language, made, made_by, expires)
			VALUES ($1, $2, $3, $4, $5, $6)`, previewHash(key), id, language, tx.Now(), who.Account, tx.Now()+PreviewLife.Microseconds())
		note(people.Entry{Action: people.WritePress, Kind: kindName, ID: id, Fields: []people.FieldChange{{Name: language + ".preview", New: "link"}}})
		return err
	})
	return key, err
}

func previewHash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// EndPreviews makes all links to drafts of a text lead nowhere.
func (s *Store) EndPreviews(ctx context.Context, who people.Actor, id, language string) (err error) {
	defer errs.Wrap(&err, "press.EndPreviews(%s, %s)", id, language)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM press_preview WHERE item = $1 AND language = $2`, id, language)
		note(people.Entry{Action: people.WritePress, Kind: kindName, ID: id, Fields: []people.FieldChange{{Name: language + ".preview", Old: "link"}}})
		return err
	})
}

// Previews counts the links to drafts of a text that lead there now.
func (s *Store) Previews(ctx context.Context, id, language string) (int, error) {
	n, _, err := db.One(ctx, s.db, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT count(*)
		  FROM press_preview
		 WHERE item = $1
		   AND language = $2
		   AND expires > $3`, id, language, s.clock.Now().UnixMicro())
	return n, err
}

// Previewed returns the item and the language of a link to a draft, and until when it
// leads there.
func (s *Store) Previewed(ctx context.Context, key string) (_ Item, language string, until time.Time, err error) {
	defer errs.Wrap(&err, "press.Previewed")
	type link struct {
		item, language string
		expires        int64
	}
	l, found, err := db.One(ctx, s.db, func(row db.Scanner) (l link, err error) { return l, row.Scan(&l.item, &l.language, &l.expires) }, `
		SELECT item,
		       language,
		       expires
		  FROM press_preview
		 WHERE hash = $1
		   AND expires > $2`, previewHash(key), s.clock.Now().UnixMicro())
	if err != nil {
		return Item{}, "", until, err
	}
	if !found {
		return Item{}, "", until, errs.New(errs.NotFound, lang.Msg("error.press.preview"), nil)
	}
	i, err := s.Item(ctx, l.item)
	if err == nil && !i.Gone.IsZero() {
		err = unknown()
	}
	return i, l.language, moment(l.expires), err
}
