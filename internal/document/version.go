package document

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Version is a state that a document had before its file was replaced, for the desk.
type Version struct {
	Document     // its file as it was; the rest as it is
	Number   int // 1 for the first
	Came     time.Time
	CameBy   string // account
	Replaced time.Time
	By       string // account that sent the next one
	Note     string
}

// noteLength is the most characters of a note: three lines.
const noteLength = 300

// Replacement is the next version of a document.
type Replacement struct {
	Intake string // its number
	Note   string // why, in the person's words
}

// Replace gives a document the file of an intake of the same person, inside a change. Its
// identifier, titles and address stay; the file that it had is kept as an older version.
// on is the document's object with the areas of its places.
func (s *Store) Replace(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, on people.Object, r Replacement) (_ Document, err error) {
	defer errs.Wrap(&err, "document.Replace(%s)", id)
	old, err := s.owned(ctx, tx, who, id, on)
	if err != nil {
		return Document{}, err
	}
	if old.Gone() {
		return Document{}, errs.New(errs.Conflict, lang.Msg("document.gone"), nil)
	}
	if len([]rune(r.Note)) > noteLength {
		return Document{}, errs.New(errs.Invalid, lang.Msg("document.note_long", "most", noteLength), nil)
	}
	in, err := s.waiting(ctx, tx, who, r.Intake)
	if err != nil {
		return Document{}, err
	}
	if err := archive(ctx, tx, old, who, r.Note); err != nil {
		return Document{}, err
	}
	now := old
	file := in.document()
	now.Kind, now.Name, now.Blob, now.Size, now.Pages, now.Flags, now.Display = file.Kind, file.Name, file.Blob, file.Size, file.Pages, file.Flags, file.Display
	now.Version, now.Changed, now.ChangedBy, now.Content = old.Version+1, db.Moment(tx.Now()), who.Account, Content{}
	if err := putFile(ctx, tx, now); err != nil {
		return Document{}, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document_intake SET used = $1 WHERE id = $2`, id, r.Intake); err != nil {
		return Document{}, err
	}
	if err := forgetContent(ctx, tx, id); err != nil {
		return Document{}, err
	}
	note(people.Entry{Action: people.AddDocument, Kind: kindName, ID: id, Places: now.Places, Note: r.Note, Fields: []people.FieldChange{
		{Name: "name", Old: old.Name, New: now.Name}, {Name: "version", Old: itoa(old.Version), New: itoa(now.Version)},
	}})
	if err := s.touch(ctx, tx, id); err != nil {
		return Document{}, err
	}
	return now, s.order(ctx, tx, now)
}

// archive keeps the file that a document has as an older version.
func archive(ctx context.Context, tx *db.Tx, d Document, who people.Actor, note string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO document_version (
			document, version, kind, name, blob, size, display, display_kind, display_size, display_width, display_height,
			pages, flags, came, came_by, replaced, replaced_by, note
		) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		d.ID, d.Version, string(d.Kind), d.Name, d.Blob, d.Size, d.Display.Blob, string(d.Display.Kind), d.Display.Size, d.Display.Width, d.Display.Height,
		d.Pages, text(d.Flags), d.Changed.UnixMicro(), d.ChangedBy, tx.Now(), who.Account, note)
	return err
}

func putFile(ctx context.Context, tx *db.Tx, d Document) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE document
		   SET kind = $1,
		       name = $2,
		       blob = $3,
		       size = $4,
		       display = $5,
		       display_kind = $6,
		       display_size = $7,
		       display_width = $8,
		       display_height = $9,
		       pages = $10,
		       flags = $11,
		       version = $12,
		       changed = $13,
		       changed_by = $14
		 WHERE id = $15`,
		string(d.Kind), d.Name, d.Blob, d.Size, d.Display.Blob, string(d.Display.Kind), d.Display.Size, d.Display.Width, d.Display.Height,
		d.Pages, text(d.Flags), d.Version, d.Changed.UnixMicro(), d.ChangedBy, d.ID)
	return err
}

// Versions returns the older versions of a document, the newest first.
func (s *Store) Versions(ctx context.Context, d Document) (_ []Version, err error) {
	defer errs.Wrap(&err, "document.Versions(%s)", d.ID)
	return db.Collect(ctx, s.db, func(row db.Scanner) (v Version, err error) {
		v.Document, v.Content = d, Content{}
		var flags string
		var came, replaced int64
		err = row.Scan(
			&v.Number, &v.Kind, &v.Name, &v.Blob, &v.Size, &v.Display.Blob, &v.Display.Kind, &v.Display.Size, &v.Display.Width, &v.Display.Height,
			&v.Pages, &flags, &came, &v.CameBy, &replaced, &v.By, &v.Note,
		)
		if err != nil {
			return v, err
		}
		v.Came, v.Replaced, v.Flags, v.Version = db.Moment(came), db.Moment(replaced), nil, v.Number
		return v, json.Unmarshal([]byte(flags), &v.Flags)
	}, `
		SELECT version,
		       kind,
		       name,
		       blob,
		       size,
		       display,
		       display_kind,
		       display_size,
		       display_width,
		       display_height,
		       pages,
		       flags,
		       came,
		       came_by,
		       replaced,
		       replaced_by,
		       note
		  FROM document_version
		 WHERE document = $1
		 ORDER BY version DESC`, d.ID)
}

// Description is what is said of a document beside its file.
type Description struct {
	Title    map[string]string // by language
	About    map[string]string // by language
	Language string            // of the content; "": not said
}

// aboutLength is the most characters of a description: a paragraph.
const aboutLength = 600

// Describe changes what is said of a document, inside a change.
func (s *Store) Describe(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, on people.Object, to Description) (err error) {
	defer errs.Wrap(&err, "document.Describe(%s)", id)
	d, err := s.owned(ctx, tx, who, id, on)
	if err != nil {
		return err
	}
	if d.Gone() {
		return errs.New(errs.Conflict, lang.Msg("document.gone"), nil)
	}
	title, err := titles(to.Title)
	if err != nil {
		return err
	}
	about, err := short(to.About, aboutLength, "document.about_long")
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE document
		   SET title = $1,
		       description = $2,
		       language = $3
		 WHERE id = $4`, text(title), text(about), to.Language, id)
	if err != nil {
		return err
	}
	fields := append(changed("title", d.Title, title), changed("description", d.Description, about)...)
	if d.Language != to.Language {
		fields = append(fields, people.FieldChange{Name: "language", Old: d.Language, New: to.Language})
	}
	note(people.Entry{Action: people.AddDocument, Kind: kindName, ID: id, Places: d.Places, Fields: fields})
	return s.touch(ctx, tx, id)
}

// SetVisibility says who may read a document, inside a change. on is the document's object
// with the areas of its places. It does nothing where that is so already.
func (s *Store) SetVisibility(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, on people.Object, to Visibility) (err error) {
	defer errs.Wrap(&err, "document.SetVisibility(%s)", id)
	d, err := s.owned(ctx, tx, who, id, on)
	if err != nil {
		return err
	}
	if to != Public {
		to = Restricted
	}
	if d.Gone() {
		return errs.New(errs.Conflict, lang.Msg("document.gone"), nil)
	}
	if d.Visibility == to {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document SET visibility = $1 WHERE id = $2`, string(to), id); err != nil {
		return err
	}
	note(people.Entry{Action: people.AddDocument, Kind: kindName, ID: id, Places: d.Places, Fields: []people.FieldChange{
		{Name: "visibility", Old: string(d.Visibility), New: string(to)},
	}})
	return s.touch(ctx, tx, id)
}

// changed are the languages in which a text differs.
func changed(name string, old, now map[string]string) (all []people.FieldChange) {
	languages := map[string]bool{}
	for _, texts := range []map[string]string{old, now} {
		for l := range texts {
			languages[l] = true
		}
	}
	for _, l := range slices.Sorted(maps.Keys(languages)) {
		if old[l] != now[l] {
			all = append(all, people.FieldChange{Name: l + "." + name, Old: old[l], New: now[l]})
		}
	}
	return all
}
