package press

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
)

// Shows says whether people can be recognised in a picture. Until somebody said so, it is
// not public.
type Shows string

// What is known about the people in a picture.
const (
	Unsaid Shows = ""
	Nobody Shows = "none"   // nobody can be recognised
	Agreed Shows = "agreed" // those who can have agreed
)

// Consent is how the people in a picture agreed. It is for the desk alone, and names the
// one who collected the consents by her office.
type Consent struct {
	By     string `json:"by,omitempty"`
	On     string `json:"on,omitempty"` // a day, as it was written
	Ground string `json:"ground,omitempty"`
}

// Picture is a picture of a gallery.
type Picture struct {
	ID            string
	Item          string // the gallery
	Document      string // the original, which is not public; "" once it was deleted
	Position      int
	Width, Height int
	Tone          string            // "#rrggbb", shown until it comes; "": it has not been drawn yet
	Caption       map[string]string // by language
	Alt           map[string]string // by language
	Credit        string
	People        Shows
	Consent       Consent
	Added         time.Time
	AddedBy       string    // account
	Withdrawn     time.Time // zero: it is there
	Sizes         []Size    // the narrowest first
}

// Size is a picture as it is sent.
type Size = photo.Size

// Public says whether a picture can be seen by everybody, if its gallery can.
func (p Picture) Public() bool { return p.Withdrawn.IsZero() && p.People != Unsaid && len(p.Sizes) > 0 }

// OfKind are the sizes of a kind, the narrowest first.
func (p Picture) OfKind(k media.Kind) (all []Size) {
	for _, s := range p.Sizes {
		if s.Kind == k {
			all = append(all, s)
		}
	}
	return all
}

const pictureColumns = `
	id,
	item,
	document,
	position,
	width,
	height,
	tone,
	caption,
	alt,
	credit,
	people,
	consent,
	added,
	added_by,
	withdrawn`

func scanPicture(row db.Scanner) (p Picture, err error) {
	var caption, alt, consent string
	var added, withdrawn int64
	err = row.Scan(&p.ID, &p.Item, &p.Document, &p.Position, &p.Width, &p.Height, &p.Tone, &caption, &alt, &p.Credit, &p.People, &consent, &added, &p.AddedBy, &withdrawn)
	if err != nil {
		return p, err
	}
	p.Added, p.Withdrawn = moment(added), moment(withdrawn)
	for text, into := range map[*string]any{&caption: &p.Caption, &alt: &p.Alt, &consent: &p.Consent} {
		if err := json.Unmarshal([]byte(*text), into); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Pictures returns the pictures of a gallery in their order, without those that were
// withdrawn.
func (s *Store) Pictures(ctx context.Context, item string) (_ []Picture, err error) {
	defer errs.Wrap(&err, "press.Pictures(%s)", item)
	return pictures(ctx, s.db, `item = $1 AND withdrawn = 0`, item)
}

// Picture returns one picture, also one that was withdrawn.
func (s *Store) Picture(ctx context.Context, id string) (_ Picture, err error) {
	defer errs.Wrap(&err, "press.Picture(%s)", id)
	return picture(ctx, s.db, id)
}

func picture(ctx context.Context, q db.Querier, id string) (Picture, error) {
	all, err := pictures(ctx, q, `id = $1`, id)
	if err == nil && len(all) == 0 {
		err = errs.New(errs.NotFound, lang.Msg("error.press.picture"), nil)
	}
	if err != nil {
		return Picture{}, err
	}
	return all[0], nil
}

func pictures(ctx context.Context, q db.Querier, where string, args ...any) ([]Picture, error) {
	all, err := db.Collect(ctx, q, scanPicture, `SELECT`+pictureColumns+` FROM press_picture WHERE `+where+` ORDER BY position, id`, args...)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i := range all {
		at[all[i].ID] = i
	}
	err = db.Each(ctx, q, func(row db.Scanner) error {
		var id string
		var z Size
		if err := row.Scan(&id, &z.Kind, &z.Width, &z.Height, &z.Blob, &z.Bytes); err != nil {
			return err
		}
		all[at[id]].Sizes = append(all[at[id]].Sizes, z)
		return nil
	}, `
		SELECT picture,
		       kind,
		       width,
		       height,
		       blob,
		       size
		  FROM press_rendition
		 WHERE picture IN (SELECT id FROM press_picture WHERE `+where+`)
		 ORDER BY picture, width, kind`, args...)
	return all, err
}

// NewPicture is a document that becomes a picture of a gallery.
type NewPicture struct {
	Document      string
	Width, Height int
}

// mostPictures bounds a gallery: a conference of three days.
const mostPictures = 500

// AddPictures puts pictures at the end of a gallery, inside the change that made documents
// of them. They are drawn by [Drawer.Draw], which the caller orders.
func (s *Store) AddPictures(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, item string, add []NewPicture) (ids []string, err error) {
	defer errs.Wrap(&err, "press.AddPictures(%s)", item)
	i, err := present(ctx, tx, item)
	if err != nil {
		return nil, err
	}
	if i.Kind != Gallery {
		return nil, errs.New(errs.Conflict, lang.Msg("error.press.no_gallery"), nil)
	}
	have, err := pictures(ctx, tx, `item = $1`, item)
	if err != nil {
		return nil, err
	}
	if len(have)+len(add) > mostPictures {
		return nil, errs.New(errs.TooLarge, lang.Msg("error.press.gallery_full", "most", mostPictures), nil)
	}
	next := 0
	for _, p := range have {
		next = max(next, p.Position+1)
	}
	for n, p := range add {
		id := db.NewID()
		_, err := tx.ExecContext(ctx, `
			INSERT INTO press_picture (id, item, document, position, width, height, added, added_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, item, p.Document, next+n, p.Width, p.Height, tx.Now(), who.Account)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	note(people.Entry{Action: people.WritePress, Kind: kindName, ID: item, Fields: []people.FieldChange{{Name: "pictures", New: "+" + itoa(len(ids))}}})
	return ids, tx.TouchOne(ctx, kindName, item)
}

// presentPicture reads a picture that is there, inside a change.
func presentPicture(ctx context.Context, tx *db.Tx, item, id string) (Picture, error) {
	p, err := picture(ctx, tx, id)
	if err == nil && (p.Item != item || !p.Withdrawn.IsZero()) {
		err = errs.New(errs.NotFound, lang.Msg("error.press.picture"), nil)
	}
	return p, err
}

// Describe keeps what is written about a picture: captions, what it shows, credit, and what
// is known about the people in it. Who says that they agreed says who collected that.
func (s *Store) Describe(ctx context.Context, who people.Actor, item string, p Picture) (err error) {
	defer errs.Wrap(&err, "press.Describe(%s)", p.ID)
	if err := p.clean(); err != nil {
		return err
	}
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error { return s.describe(ctx, tx, note, item, p) })
}

func (s *Store) describe(ctx context.Context, tx *db.Tx, note func(people.Entry), item string, p Picture) error {
	old, err := presentPicture(ctx, tx, item, p.ID)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE press_picture
		   SET caption = $1,
		       alt = $2,
		       credit = $3,
		       people = $4,
		       consent = $5
		 WHERE id = $6`, jsonText(p.Caption), jsonText(p.Alt), p.Credit, string(p.People), jsonText(p.Consent), p.ID)
	if err != nil {
		return err
	}
	note(people.Entry{Action: people.WritePress, Kind: kindName, ID: item, Fields: pictureChanges(old, p)})
	return tx.TouchOne(ctx, kindName, item)
}

// pictureChanges tells what changed but for the note on consent, which may name people.
func pictureChanges(old, now Picture) []people.FieldChange {
	all := []people.FieldChange{{Name: "picture", New: now.ID}}
	for _, f := range []people.FieldChange{
		{Name: "caption", Old: jsonText(old.Caption), New: jsonText(now.Caption)},
		{Name: "alt", Old: jsonText(old.Alt), New: jsonText(now.Alt)},
		{Name: "credit", Old: old.Credit, New: now.Credit},
		{Name: "people", Old: string(old.People), New: string(now.People)},
	} {
		if f.Old != f.New {
			all = append(all, f)
		}
	}
	return all
}

func (p *Picture) clean() error {
	texts := func(field string, by map[string]string, most int) (map[string]string, error) {
		kept := map[string]string{}
		for l, t := range by {
			if t = strings.Join(strings.Fields(strings.ToValidUTF8(t, "")), " "); t != "" {
				kept[l] = t
			}
			if len([]rune(t)) > most {
				return nil, errs.In(field+"."+l, lang.Msg("error.press.long", "most", most))
			}
		}
		return kept, nil
	}
	var err error
	if p.Caption, err = texts("caption", p.Caption, 2*mostTitle); err != nil {
		return err
	}
	if p.Alt, err = texts("alt", p.Alt, 2*mostTitle); err != nil {
		return err
	}
	switch {
	case !slices.Contains([]Shows{Unsaid, Nobody, Agreed}, p.People):
		return errs.In("people", lang.Msg("error.press.people"))
	case p.People == Agreed && (p.Consent.By == "" || p.Consent.On == ""):
		return errs.In("consent_by", lang.Msg("error.press.consent"))
	}
	for field, text := range map[string]string{"credit": p.Credit, "consent_by": p.Consent.By, "consent_on": p.Consent.On, "consent_ground": p.Consent.Ground} {
		if err := tooLong(field, text, mostTitle); err != nil {
			return err
		}
	}
	return nil
}

// Arrange puts the pictures of a gallery into an order; those that it does not name follow
// as they were.
func (s *Store) Arrange(ctx context.Context, who people.Actor, item string, order []string) (err error) {
	defer errs.Wrap(&err, "press.Arrange(%s)", item)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if _, err := present(ctx, tx, item); err != nil {
			return err
		}
		have, err := pictures(ctx, tx, `item = $1 AND withdrawn = 0`, item)
		if err != nil {
			return err
		}
		rank := func(p Picture) int {
			if i := slices.Index(order, p.ID); i >= 0 {
				return i
			}
			return len(order)
		}
		slices.SortStableFunc(have, func(a, b Picture) int { return rank(a) - rank(b) })
		for n, p := range have {
			if _, err := tx.ExecContext(ctx, `UPDATE press_picture SET position = $1 WHERE id = $2`, n, p.ID); err != nil {
				return err
			}
		}
		note(people.Entry{Action: people.WritePress, Kind: kindName, ID: item, Fields: []people.FieldChange{{Name: "order", New: "changed"}}})
		return tx.TouchOne(ctx, kindName, item)
	})
}

// Named walks through the objects that renditions name, for the collector of objects.
func (s *Store) Named(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		all, err := db.Collect(ctx, s.db, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT blob FROM press_rendition`)
		if err != nil {
			yield("", err)
			return
		}
		for _, id := range all {
			if !yield(id, nil) {
				return
			}
		}
	}
}
