package press

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps what is published. It is safe for concurrent use.
type Store struct {
	db       *db.DB
	log      *people.Log
	clock    clock.Clock
	changed  func(context.Context)
	schedule schedule
}

// NewStore returns the store of a database. Changes are told in log. changed is called
// after each change is durable, so that the node's own memory follows at once; nil: nobody
// waits.
func NewStore(d *db.DB, log *people.Log, c clock.Clock, changed func(context.Context)) *Store {
	if changed == nil {
		changed = func(context.Context) {}
	}
	return &Store{db: d, log: log, clock: c, changed: changed}
}

const selectItem = `
	SELECT i.id,
	       i.kind,
	       i.organisation,
	       i.version,
	       i.own_version,
	       i.created,
	       i.created_by,
	       i.gone,
	       o.body
	  FROM press_item i
	  JOIN press_revision o ON o.item = i.id
	   AND o.version = i.own_version`

func scanItem(row db.Scanner) (i Item, err error) {
	var own string
	var created, gone int64
	if err = row.Scan(&i.ID, &i.Kind, &i.Organisation, &i.Version, &i.OwnVersion, &created, &i.CreatedBy, &gone, &own); err != nil {
		return i, err
	}
	i.Created, i.Gone = moment(created), moment(gone)
	return i, json.Unmarshal([]byte(own), &i.Own)
}

const textColumns = `
	item,
	language,
	body,
	version,
	content_version,
	edited,
	edited_by,
	public_version,
	public_since,
	next_version,
	next_at`

type itemText struct {
	item string
	Text
}

func scanText(row db.Scanner) (t itemText, err error) {
	var body string
	var edited, since, next int64
	err = row.Scan(&t.item, &t.Language, &body, &t.Version, &t.Words, &edited, &t.EditedBy, &t.Public, &since, &t.Next, &next)
	if err != nil {
		return t, err
	}
	t.Edited, t.Since, t.NextAt = moment(edited), moment(since), moment(next)
	t.Content, err = readContent(body)
	return t, err
}

// Item returns one item with its texts, also one that was thrown away.
func (s *Store) Item(ctx context.Context, id string) (_ Item, err error) {
	defer errs.Wrap(&err, "press.Item(%s)", id)
	return item(ctx, s.db, id)
}

func item(ctx context.Context, q db.Querier, id string) (Item, error) {
	all, err := items(ctx, q, `i.id = $1`, id)
	if err != nil {
		return Item{}, err
	}
	if len(all) == 0 {
		return Item{}, unknown()
	}
	return all[0], nil
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.press.unknown"), nil) }

// All returns the items that are there, the newest first, for the desk. Their bodies come
// with them.
func (s *Store) All(ctx context.Context) (_ []Item, err error) {
	defer errs.Wrap(&err, "press.All")
	return items(ctx, s.db, `i.gone = 0`)
}

// items reads items with their texts, the newest first.
func items(ctx context.Context, q db.Querier, where string, args ...any) ([]Item, error) {
	all, err := db.Collect(ctx, q, scanItem, selectItem+` WHERE `+where+` ORDER BY i.created DESC, i.id DESC`, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := make(map[string]int, len(all))
	for i := range all {
		at[all[i].ID] = i
	}
	within := ` WHERE item IN (SELECT i.id FROM press_item i WHERE ` + where + `)`
	texts, err := db.Collect(ctx, q, scanText, `SELECT`+textColumns+` FROM press_text`+within+` ORDER BY item, language`, args...)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		i := at[t.item]
		all[i].Texts = append(all[i].Texts, t.Text)
	}
	err = db.Each(ctx, q, func(row db.Scanner) error {
		var id string
		var since, decided int64
		var t Turn
		if err := row.Scan(&id, &t.Version, &since, &decided); err != nil {
			return err
		}
		i := at[id]
		t.Since, t.Decided = moment(since), moment(decided)
		all[i].Turns = append(all[i].Turns, t)
		return nil
	}, `SELECT item, version, since, decided FROM press_own_shown`+within+` ORDER BY item, since, version`, args...)
	for i := range all {
		all[i].order()
	}
	return all, err
}

// order puts the texts that were written before those that were translated.
func (i *Item) order() {
	slices.SortStableFunc(i.Texts, func(a, b Text) int {
		switch x, y := a.Translation(), b.Translation(); {
		case x == y:
			return strings.Compare(a.Language, b.Language)
		case x:
			return 1
		}
		return -1
	})
}

// writeText writes a text as it is being worked on.
func writeText(ctx context.Context, tx *db.Tx, id string, t Text) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO press_text (item, language, version, content_version, body, edited, edited_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (item, language) DO UPDATE
		   SET version = excluded.version,
		       content_version = excluded.content_version,
		       body = excluded.body,
		       edited = excluded.edited,
		       edited_by = excluded.edited_by`,
		id, t.Language, t.Version, t.Words, t.Content.text(), tx.Now(), t.EditedBy)
	return err
}

// writePublic writes what of a text the public sees.
func writePublic(ctx context.Context, tx *db.Tx, id string, t Text) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE press_text
		   SET public_version = $1,
		       public_since = $2,
		       next_version = $3,
		       next_at = $4
		 WHERE item = $5 AND language = $6`, t.Public, micros(t.Since), t.Next, micros(t.NextAt), id, t.Language)
	return err
}

// ItemIn reads an item that is there, within a change.
func (s *Store) ItemIn(ctx context.Context, tx *db.Tx, id string) (_ Item, err error) {
	defer errs.Wrap(&err, "press.ItemIn(%s)", id)
	return present(ctx, tx, id)
}

// TouchIn tells all nodes, within a change, that what belongs to an item changed although
// its texts did not.
func (s *Store) TouchIn(ctx context.Context, tx *db.Tx, id string) error {
	tx.AfterCommit(func() { s.changed(ctx) })
	return tx.TouchOne(ctx, kindName, id)
}
