package document

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
	"twintown/internal/platform/paper"
)

// Defaults of what may come in. A scanned agreement has 1 to 10 MB; an organiser who
// hands in three hundred photographs of 5 MB after a conference needs 1.5 GB on that day.
const (
	DefaultSize  = 25 << 20
	DefaultDaily = 2 << 30
)

// Options say what may come in, and who looks at it.
type Options struct {
	Examiner media.Examiner
	Scanner  Scanner     // nil: nobody scans
	Clock    clock.Clock // nil: the system's
	Size     int64       // most bytes of one file; 0: DefaultSize
	Daily    int64       // most bytes of one account within a day; 0: DefaultDaily
	Temp     string      // folder for uploads under way; "": the system's
	Naming   Naming      // nil: nobody knows, and nodes read all anew
	Standing Standing    // nil: whatever is public is open
	Reader   paper.Reader
	Queue    *jobs.Queue // of the jobs that read documents; nil: nobody reads
}

// Naming returns the partnerships whose acts name a document: their pages change with it.
type Naming func(ctx context.Context, tx *db.Tx, document string) (partnerships []string, err error)

// Store keeps the documents. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	blobs blob.Store
	opt   Options
}

// NewStore returns the store of documents whose rows are in d and whose bytes are in
// blobs.
func NewStore(d *db.DB, blobs blob.Store, opt Options) *Store {
	if opt.Size == 0 {
		opt.Size = DefaultSize
	}
	if opt.Daily == 0 {
		opt.Daily = DefaultDaily
	}
	if opt.Clock == nil {
		opt.Clock = clock.System()
	}
	return &Store{d, blobs, opt}
}

// MostSize returns the most bytes that one file may have.
func (s *Store) MostSize() int64 { return s.opt.Size }

// Accepted returns the sentence that says which files are taken.
func (s *Store) Accepted() lang.Message {
	var all []string
	for _, k := range media.Kinds() {
		all = append(all, k.String())
	}
	return lang.Msg("document.accepted", "kinds", all, "mb", s.opt.Size>>20)
}

// New says what becomes of an intake.
type New struct {
	Intake     string            // its number
	Title      map[string]string // by language; may be empty
	Language   string            // of the content; "" where nobody said
	Visibility Visibility        // "": Restricted
	On         people.Object     // what it belongs to: its places, areas, organisation
}

// titleLength is the most characters of a title: two lines.
const titleLength = 200

// Add makes a document of an intake of the same person, in the transaction of the
// change that names it. who needs the right to add documents to n.On. An intake makes
// one document; one that is unknown, another's, used or older than a day is refused.
func (s *Store) Add(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, n New) (_ Document, err error) {
	defer errs.Wrap(&err, "document.Add")
	if !people.Allows(who, people.AddDocument, n.On) {
		return Document{}, forbidden()
	}
	in, err := s.waiting(ctx, tx, who, n.Intake)
	if err != nil {
		return Document{}, err
	}
	d := in.document()
	d.ID, d.Created, d.UploadedBy, d.Version = db.NewID(), db.Moment(tx.Now()), who.Account, 1
	d.Changed, d.ChangedBy = d.Created, who.Account
	d.Places, d.Organisation = n.On.Places, n.On.Organisation
	d.Home = Home{n.On.Kind, n.On.ID, n.On.Meeting}
	if n.On.Kind == ApartKind {
		d.Places, d.Organisation = []int64{}, ""
	}
	if d.Title, err = titles(n.Title); err != nil {
		return Document{}, err
	}
	d.Language, d.Visibility = n.Language, n.Visibility
	if d.Visibility != Public {
		d.Visibility = Restricted
	}
	if err := insert(ctx, tx, d); err != nil {
		return Document{}, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document_intake SET used = $1 WHERE id = $2`, d.ID, n.Intake); err != nil {
		return Document{}, err
	}
	note(people.Entry{Action: people.AddDocument, Kind: kindName, ID: d.ID, Places: d.Places, Fields: []people.FieldChange{
		{Name: "name", New: d.Name}, {Name: "visibility", New: string(d.Visibility)},
	}})
	return d, s.order(ctx, tx, d)
}

// titles checks titles by language and leaves out empty ones.
func titles(given map[string]string) (map[string]string, error) {
	return short(given, titleLength, "document.title_long")
}

// short checks texts by language and leaves out empty ones.
func short(given map[string]string, most int, long string) (map[string]string, error) {
	kept := map[string]string{}
	for l, t := range given {
		t = strings.Join(strings.Fields(strings.ToValidUTF8(t, "")), " ")
		if len([]rune(t)) > most {
			return nil, errs.New(errs.Invalid, lang.Msg(long, "most", most), nil)
		}
		if t != "" {
			kept[l] = t
		}
	}
	return kept, nil
}

// Of returns one document, also one that is gone.
func (s *Store) Of(ctx context.Context, id string) (_ Document, err error) {
	defer errs.Wrap(&err, "document.Of(%s)", id)
	return s.one(ctx, s.db, id)
}

func (s *Store) one(ctx context.Context, q db.Querier, id string) (Document, error) {
	d, there, err := db.One(ctx, q, scan, `SELECT`+columns+from+` WHERE d.id = $1`, id)
	if err == nil && !there {
		err = errs.New(errs.NotFound, lang.Msg("document.unknown"), nil)
	}
	return d, err
}

// inOneQuery bounds how many identifiers one statement holds.
const inOneQuery = 200

// OfIDs returns documents in the order in which they are asked for. Unknown ones and
// those that are gone are left out; who may read which is the caller's to ask.
func (s *Store) OfIDs(ctx context.Context, ids []string) (_ []Document, err error) {
	defer errs.Wrap(&err, "document.OfIDs")
	found := map[string]Document{}
	for part := range slices.Chunk(ids, inOneQuery) {
		holders, args := make([]string, len(part)), make([]any, len(part))
		for i, id := range part {
			holders[i], args[i] = db.Placeholder(i+1), id
		}
		docs, err := db.Collect(ctx, s.db, scan,
			`SELECT`+columns+from+` WHERE d.removed = 0 AND d.erased = 0 AND d.id IN (`+strings.Join(holders, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			found[d.ID] = d
		}
	}
	all := make([]Document, 0, len(found))
	for _, id := range ids {
		if d, there := found[id]; there {
			all = append(all, d)
		}
	}
	return all, nil
}

// OfHome returns the documents that were added to something and are there, the newest
// first: a text, a meeting.
func (s *Store) OfHome(ctx context.Context, kind, id string) (_ []Document, err error) {
	defer errs.Wrap(&err, "document.OfHome(%s)", id)
	return db.Collect(ctx, s.db, scan, `SELECT`+columns+from+` WHERE d.removed = 0 AND d.erased = 0 AND d.home_kind = $1 AND d.home = $2 ORDER BY d.created DESC, d.id DESC`, kind, id)
}

// By returns the documents that an account sent, newest first, also those that are
// gone: for a person's export and for handing over.
func (s *Store) By(ctx context.Context, account string) (_ []Document, err error) {
	defer errs.Wrap(&err, "document.By")
	return db.Collect(ctx, s.db, scan, `SELECT`+columns+from+` WHERE d.uploaded_by = $1 ORDER BY d.created DESC, d.id DESC`, account)
}

// Remove takes a document away from all readers. Its row stays, so that history can
// say that there was one; its bytes stay for a month, in which [Store.Restore] brings
// it back. on is the document's object with the areas of its places.
func (s *Store) Remove(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, on people.Object, why string) (err error) {
	defer errs.Wrap(&err, "document.Remove(%s)", id)
	d, err := s.owned(ctx, tx, who, id, on)
	if err != nil {
		return err
	}
	if d.Gone() {
		return errs.New(errs.Conflict, lang.Msg("document.gone"), nil)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document SET removed = $1 WHERE id = $2`, tx.Now(), id); err != nil {
		return err
	}
	note(people.Entry{Action: people.RemoveDocument, Kind: kindName, ID: id, Places: d.Places, Note: why})
	return s.touch(ctx, tx, id)
}

// Restore brings a document back that was taken away within the last month.
func (s *Store) Restore(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, on people.Object) (err error) {
	defer errs.Wrap(&err, "document.Restore(%s)", id)
	d, err := s.owned(ctx, tx, who, id, on)
	if err != nil {
		return err
	}
	if !s.Restorable(d) {
		return errs.New(errs.Conflict, lang.Msg("document.not_removed"), nil)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document SET removed = 0 WHERE id = $1`, id); err != nil {
		return err
	}
	note(people.Entry{
		Action: people.AddDocument, Kind: kindName, ID: id, Places: d.Places,
		Fields: []people.FieldChange{{Name: "removed", Old: d.Removed.Format(time.RFC3339)}},
	})
	return s.touch(ctx, tx, id)
}

// Restorable says whether a document was taken away and can still be brought back.
func (s *Store) Restorable(d Document) bool {
	return !d.Removed.IsZero() && d.Erased.IsZero() && s.opt.Clock.Now().Sub(d.Removed) <= undoTime
}

// Feed is the kind by which nodes hear that a document changed (db.Tx.TouchOne).
const Feed = kindName

// touch says that the pages which name a document are old: those of some partnerships, and
// what is made of documents themselves.
func (s *Store) touch(ctx context.Context, tx *db.Tx, id string) error {
	if err := tx.TouchOne(ctx, Feed, id); err != nil {
		return err
	}
	if s.opt.Naming == nil {
		return tx.Touch(ctx)
	}
	all, err := s.opt.Naming(ctx, tx, id)
	for _, partnership := range all {
		if err == nil {
			err = tx.TouchOne(ctx, "partnership", partnership)
		}
	}
	return err
}

// owned returns a document that who may take away.
func (s *Store) owned(ctx context.Context, tx *db.Tx, who people.Actor, id string, on people.Object) (Document, error) {
	d, err := s.one(ctx, tx, id)
	if err == nil && (on.ID != id || !people.Allows(who, people.RemoveDocument, on)) {
		err = forbidden()
	}
	return d, err
}

// Erase takes away all content of a document: its bytes, name and titles. The caller
// has the right, notes the change, and does not need it to be readable by anybody.
func (s *Store) Erase(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer errs.Wrap(&err, "document.Erase(%s)", id)
	_, err = tx.ExecContext(ctx, `
		UPDATE document
		   SET erased = $1,
		       name = '',
		       blob = '',
		       display = '',
		       title = '{}',
		       description = '{}'
		 WHERE id = $2 AND erased = 0`, tx.Now(), id)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, `UPDATE document_version SET name = '', blob = '', display = '', note = '' WHERE document = $1`, id); err != nil {
		return err
	}
	if err := forgetContent(ctx, tx, id); err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, `UPDATE document_intake SET name = '', blob = '', display = '' WHERE used = $1`, id); err != nil {
		return err
	}
	return s.touch(ctx, tx, id)
}

func forbidden() error { return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil) }

const columns = `
	d.id,
	d.kind,
	d.name,
	d.blob,
	d.size,
	d.display,
	d.display_kind,
	d.display_size,
	d.display_width,
	d.display_height,
	d.pages,
	d.flags,
	d.title,
	d.description,
	d.language,
	d.visibility,
	d.places,
	d.organisation,
	d.home_kind,
	d.home,
	d.meeting,
	d.uploaded_by,
	d.created,
	d.version,
	d.changed,
	d.changed_by,
	d.removed,
	d.erased,
	COALESCE(c.version, 0),
	COALESCE(c.pages, 0),
	COALESCE(c.cut, 0),
	COALESCE(c.fault, ''),
	COALESCE(c.width, 0),
	COALESCE(c.height, 0),
	COALESCE(c.webp, ''),
	COALESCE(c.webp_size, 0),
	COALESCE(c.jpeg, ''),
	COALESCE(c.jpeg_size, 0)`

// from joins what was read in the present version.
const from = `
	  FROM document d
	  LEFT JOIN document_content c ON c.document = d.id AND c.version = d.version`

func scan(row db.Scanner) (d Document, err error) {
	var flags, title, description, places string
	var created, changed, removed, erased, read, cut int64
	c := &d.Content
	err = row.Scan(
		&d.ID, &d.Kind, &d.Name, &d.Blob, &d.Size, &d.Display.Blob, &d.Display.Kind, &d.Display.Size, &d.Display.Width, &d.Display.Height,
		&d.Pages, &flags, &title, &description, &d.Language, &d.Visibility, &places, &d.Organisation, &d.Home.Kind, &d.Home.ID, &d.Home.Meeting,
		&d.UploadedBy, &created, &d.Version, &changed, &d.ChangedBy, &removed, &erased,
		&read, &c.Pages, &cut, &c.Fault, &c.Width, &c.Height, &c.WebP.Blob, &c.WebP.Size, &c.JPEG.Blob, &c.JPEG.Size,
	)
	if err != nil {
		return d, err
	}
	d.Created, d.Changed, d.Removed, d.Erased = db.Moment(created), db.Moment(changed), db.Moment(removed), db.Moment(erased)
	c.Read, c.Cut = read != 0, cut != 0
	if c.Pages > 0 {
		d.Pages = c.Pages // who read the whole file knows better than who searched it
	}
	if d.Changed.IsZero() {
		d.Changed = d.Created
	}
	if d.ChangedBy == "" {
		d.ChangedBy = d.UploadedBy
	}
	for text, into := range map[string]any{flags: &d.Flags, title: &d.Title, description: &d.Description, places: &d.Places} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return d, err
		}
	}
	return d, nil
}

func insert(ctx context.Context, tx *db.Tx, d Document) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO document (
			id, kind, name, blob, size, display, display_kind, display_size, display_width, display_height,
			pages, flags, title, description, language, visibility, places, organisation, home_kind, home, meeting,
			uploaded_by, created, version, changed, changed_by
		) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		d.ID, string(d.Kind), d.Name, d.Blob, d.Size, d.Display.Blob, string(d.Display.Kind), d.Display.Size, d.Display.Width, d.Display.Height,
		d.Pages, text(d.Flags), text(d.Title), text(d.Description), d.Language, string(d.Visibility), text(d.Places), d.Organisation,
		d.Home.Kind, d.Home.ID, d.Home.Meeting, d.UploadedBy, d.Created.UnixMicro(), d.Version, d.Changed.UnixMicro(), d.ChangedBy)
	return err
}

func itoa(n int) string { return strconv.Itoa(n) }

// text returns a value of texts and numbers as JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	return string(b)
}
