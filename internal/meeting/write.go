package meeting

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// New says what a meeting begins as.
type New struct {
	Kind         Kind
	Organisation string // whose it is; "": the site's
	Language     string
	Content      press.Content
	Facts        Facts // its Kind is the one above
	Own          press.Own
}

// Create begins a meeting with one text, which nobody but the desk sees, and returns its
// identifier.
func (s *Store) Create(ctx context.Context, who people.Actor, n New) (id string, err error) {
	defer errs.Wrap(&err, "meeting.Create")
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) (err error) {
		id = db.NewID()
		return s.CreateIn(ctx, tx, note, who, id, n)
	})
	return id, err
}

// CreateIn is Create under an identifier that the caller chose, within a change of hers.
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, n New) error {
	n.Facts.Kind = n.Kind
	facts, err := n.Facts.clean()
	if err != nil {
		return err
	}
	own := facts.link(n.Own)
	_, err = s.press.CreateIn(ctx, tx, note, who, id, press.New{Kind: press.Meeting, Organisation: n.Organisation, Language: n.Language, Content: n.Content, Own: own})
	if err != nil {
		return err
	}
	note(entry(id, Facts{}, facts, ""))
	return write(ctx, tx, row{id: id, facts: facts, version: 1}, who, "")
}

// link puts the towns that a meeting concerns into the links of its texts, so that the
// towns' pages find it.
func (f Facts) link(o press.Own) press.Own {
	var links []press.Link
	for _, n := range f.Towns() {
		links = append(links, press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(n, 10)})
	}
	for _, l := range o.Links {
		if l.Kind != press.OfPlace {
			links = append(links, l)
		}
	}
	o.Links = links
	return o
}

func conflict() error { return errs.New(errs.Conflict, lang.Msg("error.press.conflict"), nil) }

// Save changes what is known of a meeting, and its topics and links. version is the one
// that the person saw. One that is public cannot lose what it needs for that.
func (s *Store) Save(ctx context.Context, who people.Actor, id string, version int64, f Facts, own press.Own, why string) (err error) {
	defer errs.Wrap(&err, "meeting.Save(%s)", id)
	return s.change(ctx, who, id, version, why, func(i press.Item, _ Facts) (Facts, press.Own, error) { return f, own, nil })
}

// Translate changes the short texts in one language, by their keys, and nothing else.
func (s *Store) Translate(ctx context.Context, who people.Actor, id string, version int64, language string, texts map[string]string) (err error) {
	defer errs.Wrap(&err, "meeting.Translate(%s, %s)", id, language)
	return s.change(ctx, who, id, version, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
		for _, w := range f.Words() {
			if text, ok := texts[w.Key()]; ok {
				*w.Words = w.Words.With(language, text)
			}
		}
		return f, i.Own, nil
	})
}

// Add puts a document to the end of the materials.
func (s *Store) Add(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, m Material) (err error) {
	defer errs.Wrap(&err, "meeting.Add(%s)", id)
	return s.changeIn(ctx, tx, note, who, id, anyVersion, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
		f.Materials = append(f.Materials, m)
		return f, i.Own, nil
	})
}

// anyVersion is for changes that cannot undo another person's.
const anyVersion = -1

type changing func(i press.Item, before Facts) (Facts, press.Own, error)

func (s *Store) change(ctx context.Context, who people.Actor, id string, version int64, why string, fn changing) error {
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.changeIn(ctx, tx, note, who, id, version, why, fn)
	})
}

func (s *Store) changeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, version int64, why string, fn changing) error {
	before, err := one(ctx, tx, id)
	if err != nil {
		return err
	}
	if version != anyVersion && before.version != version {
		return conflict()
	}
	old := before.facts.copied()
	i, err := s.press.ItemIn(ctx, tx, id)
	if err != nil {
		return err
	}
	f, own, err := fn(i, before.facts.copied())
	if err != nil {
		return err
	}
	if f, err = f.clean(); err != nil {
		return err
	}
	if public := slices.ContainsFunc(i.Texts, func(t press.Text) bool { return t.Public != 0 || t.Next != 0 }); public {
		if err := f.Ready(); err != nil {
			return err
		}
	}
	now := before
	now.facts, now.version = f, before.version+1
	if moved(old, f) {
		now.sequence++
	}
	if own = f.link(own); !reflect.DeepEqual(own, i.Own) {
		if err := s.press.SaveOwnIn(ctx, tx, note, who, id, own, why); err != nil {
			return err
		}
	}
	note(entry(id, old, f, why))
	if err := write(ctx, tx, now, who, why); err != nil {
		return err
	}
	return s.press.TouchIn(ctx, tx, id)
}

// copied is a copy that shares no words with f.
func (f Facts) copied() (c Facts) {
	body, err := json.Marshal(f)
	if err != nil || json.Unmarshal(body, &c) != nil {
		return f // it was read from the same text
	}
	return c
}

// moved says whether what a calendar shows of time and place changed.
func moved(a, b Facts) bool {
	return a.From != b.From || a.To != b.To || a.Begins != b.Begins || a.Ends != b.Ends || a.Zone != b.Zone ||
		a.Off != b.Off || a.Place != b.Place || a.Address != b.Address || !reflect.DeepEqual(a.Venue, b.Venue)
}

// RecordKind is what meetings are called in the audit chain.
const RecordKind = "meeting"

// entry tells a change, field by field.
func entry(id string, old, now Facts, why string) people.Entry {
	e := people.Entry{Action: people.WriteMeeting, Kind: RecordKind, ID: id, Places: now.Towns(), Note: why}
	e.Fields = changes(old, now)
	return e
}

// Repeat begins the next edition of a meeting: its texts as drafts, its programme, its
// organisers and patrons, who have to be asked anew; without its days, guests and papers.
// It returns the new meeting's identifier.
func (s *Store) Repeat(ctx context.Context, who people.Actor, id string) (next string, err error) {
	defer errs.Wrap(&err, "meeting.Repeat(%s)", id)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, err := one(ctx, tx, id)
		if err != nil {
			return err
		}
		i, err := s.press.ItemIn(ctx, tx, id)
		if err != nil {
			return err
		}
		next = db.NewID()
		f, own := before.facts.repeated(), i.Own
		own.Links = slices.DeleteFunc(slices.Clone(own.Links), func(l press.Link) bool { return l.Kind == press.OfPress })
		if err := s.press.CopyIn(ctx, tx, note, who, i, next, f.link(own)); err != nil {
			return err
		}
		note(entry(next, Facts{}, f, ""))
		return write(ctx, tx, row{id: next, facts: f, version: 1, copyOf: id}, who, "")
	})
	return next, err
}

// repeated is what of a meeting holds for its next edition.
func (f Facts) repeated() Facts {
	f = f.copied()
	f.From, f.To, f.Off, f.Materials = partnership.Date{}, partnership.Date{}, false, nil
	if f.Edition > 0 {
		f.Edition++
	}
	for i := range f.Patrons {
		f.Patrons[i].State, f.Patrons[i].Holder = Intended, ""
	}
	for i := range f.Guests {
		f.Guests[i].People = Uncounted
	}
	return f
}
