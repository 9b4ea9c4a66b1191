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
	facts.Sequence = 0
	own, err := facts.with(n.Own)
	if err != nil {
		return err
	}
	_, err = s.press.CreateIn(ctx, tx, note, who, id, press.New{Kind: press.Meeting, Organisation: n.Organisation, Language: n.Language, Content: n.Content, Own: own})
	if err != nil {
		return err
	}
	note(entry(id, Facts{}, facts, ""))
	return nil
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
// that the person saw. Nothing that the public sees changes until it is published.
func (s *Store) Save(ctx context.Context, who people.Actor, id string, version int64, f Facts, own press.Own, why string) (err error) {
	defer errs.Wrap(&err, "meeting.Save(%s)", id)
	return s.change(ctx, who, id, version, press.CauseChange, why, func(i press.Item, _ Facts) (Facts, press.Own, error) { return f, own, nil })
}

// Translate changes the short texts in one language, by their keys, and nothing else.
func (s *Store) Translate(ctx context.Context, who people.Actor, id string, version int64, language string, texts map[string]string) (err error) {
	defer errs.Wrap(&err, "meeting.Translate(%s, %s)", id, language)
	return s.change(ctx, who, id, version, press.CauseTranslate, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
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
	return s.changeIn(ctx, tx, note, who, id, anyVersion, press.CauseChange, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
		f.Materials = append(f.Materials, m)
		return f, i.Own, nil
	})
}

// SetLogo gives the project of a meeting a funder's logo, "" for none, and what it says in
// words: without these it is refused, for whoever does not see it would miss what the funder
// asks to be shown.
func (s *Store) SetLogo(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id, logo string, shows Words) (err error) {
	defer errs.Wrap(&err, "meeting.SetLogo(%s)", id)
	if logo != "" && shows.Empty() {
		return errs.In("shows", lang.Msg("error.meeting.logo_shows"))
	}
	return s.changeIn(ctx, tx, note, who, id, anyVersion, press.CauseChange, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
		if f.Project.Logo, f.Project.Shows = logo, shows; logo == "" {
			f.Project.Shows = nil
		}
		return f, i.Own, nil
	})
}

// SetPatronLogo gives the patron at a place of the list a logo, "" for none. office is what
// that patron is called: where another one stands there now, it is errs.Conflict.
func (s *Store) SetPatronLogo(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, at int, office Words, logo string) (err error) {
	defer errs.Wrap(&err, "meeting.SetPatronLogo(%s)", id)
	return s.changeIn(ctx, tx, note, who, id, anyVersion, press.CauseChange, "", func(i press.Item, f Facts) (Facts, press.Own, error) {
		if at < 0 || at >= len(f.Patrons) || !reflect.DeepEqual(f.Patrons[at].Office, office) {
			return f, i.Own, conflict()
		}
		f.Patrons[at].Logo = logo
		return f, i.Own, nil
	})
}

// anyVersion is for changes that cannot undo another person's.
const anyVersion = -1

type changing func(i press.Item, before Facts) (Facts, press.Own, error)

func (s *Store) change(ctx context.Context, who people.Actor, id string, version int64, cause, why string, fn changing) error {
	return s.press.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.changeIn(ctx, tx, note, who, id, version, cause, why, fn)
	})
}

func (s *Store) changeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, version int64, cause, why string, fn changing) error {
	i, err := s.press.ItemIn(ctx, tx, id)
	if err != nil {
		return err
	}
	m, err := of(i)
	if err != nil {
		return err
	}
	if version != anyVersion && m.Version != version {
		return conflict()
	}
	f, own, err := fn(i, m.Facts.copied())
	if err != nil {
		return err
	}
	if f, err = f.clean(); err != nil {
		return err
	}
	f.CopyOf, f.Sequence = m.CopyOf, m.Sequence
	if moved(m.Facts, f) {
		f.Sequence++
	}
	if own, err = f.with(own); err != nil {
		return err
	}
	if err := s.press.SaveOwnIn(ctx, tx, note, who, id, own, cause, why); err != nil {
		return err
	}
	if e := entry(id, m.Facts, f, why); len(e.Fields) > 0 || len(press.OwnChanges(i.Own, own)) == 0 {
		note(e)
	}
	return nil
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
	for _, f := range Changes(old, now) {
		f.Old, f.New = short(f.Old), short(f.New)
		e.Fields = append(e.Fields, f)
	}
	return e
}

// Repeat begins the next edition of a meeting: its texts as drafts, its programme, its
// organisers and patrons, who have to be asked anew; without its days, guests and papers.
// It returns the new meeting's identifier.
func (s *Store) Repeat(ctx context.Context, who people.Actor, id string) (next string, err error) {
	defer errs.Wrap(&err, "meeting.Repeat(%s)", id)
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, err := s.press.ItemIn(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := of(i)
		if err != nil {
			return err
		}
		next = db.NewID()
		f, own := before.Facts.repeated(), i.Own
		f.CopyOf = id
		own.Links = slices.DeleteFunc(slices.Clone(own.Links), func(l press.Link) bool { return l.Kind == press.OfPress })
		if own, err = f.with(own); err != nil {
			return err
		}
		note(entry(next, Facts{}, f, ""))
		return s.press.CopyIn(ctx, tx, note, who, i, next, own)
	})
	return next, err
}

// repeated is what of a meeting holds for its next edition.
func (f Facts) repeated() Facts {
	f = f.copied()
	f.From, f.To, f.Off, f.Materials, f.Sequence = partnership.Date{}, partnership.Date{}, false, nil, 0
	if f.Edition > 0 {
		f.Edition++
	}
	for i := range f.Patrons {
		p := f.Patrons[i]
		f.Patrons[i] = Patron{Way: p.Way, Office: p.Office, State: Intended, Rule: p.Rule, Days: p.Days}
	}
	for i := range f.Guests {
		f.Guests[i].People = Uncounted
	}
	return f
}
