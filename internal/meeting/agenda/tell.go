package agenda

import (
	"context"
	"slices"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// Concern is somebody who is told when a slot of hers changes.
type Concern struct {
	ID       string // it stays the same, so that each is told once
	Name     string
	To       string // mail address; "": there is none
	Language string
	Link     string // the person's own page; "": the public programme
	Secret   bool   // Link opens something

	// Elsewhere says that she is told by others that the whole meeting is cancelled.
	Elsewhere bool

	// Comes says whether a session is one of hers; nil: each is.
	Comes func(Session) bool
}

// Concerned says who is concerned by the programme of a meeting beside its speakers. It is
// asked within the change; what it knows of persons goes nowhere but into mails.
type Concerned func(ctx context.Context, tx *db.Tx, meeting string) ([]Concern, error)

// Telling says what mails call a meeting and where they lead.
type Telling struct {
	Name func(language string) string
	Link func(language string) string // address of the programme; "": it is not public

	// Quiet keeps out of the mails which meeting it is, and what takes place when and where:
	// it is protected, and a mailbox is read by more people than its owner.
	Quiet bool
}

// Tell is what one person is told.
type Tell struct {
	Concern
	Changes []Change
}

// Reached says whether the person has an address.
func (t Tell) Reached() bool { return t.To != "" }

// concerns are all who may have to be told: speakers, and those whom others know.
func (s *Store) concerns(ctx context.Context, tx *db.Tx, d Draft) (all []Concern, err error) {
	for _, x := range d.Speakers {
		all = append(all, Concern{
			ID: "speaker-" + x.ID, Name: x.Name, To: x.Email, Language: x.Language,
			Comes: func(s Session) bool { return slices.Contains(s.Speakers, x.ID) },
		})
	}
	for _, others := range s.others {
		more, err := others(ctx, tx, d.Meeting)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// tells says who is told of which changes: where a slot of hers changed, or where she speaks
// now, or does not any more.
func (s *Store) tells(ctx context.Context, tx *db.Tx, d Draft, changes []Change) (all []Tell, err error) {
	concerns, err := s.concerns(ctx, tx, d)
	for _, c := range concerns {
		t := Tell{Concern: c}
		for _, x := range changes {
			if seen, told := x.to(c); told {
				t.Changes = append(t.Changes, seen)
			}
		}
		if len(t.Changes) > 0 {
			all = append(all, t)
		}
	}
	return all, err
}

// to is a change as it is to one person, and whether she has to be told of it.
func (x Change) to(c Concern) (Change, bool) {
	comes := func(s Session) bool { return s.ID != "" && (c.Comes == nil || c.Comes(s)) }
	was, is := comes(x.Before), comes(x.After)
	switch {
	case was && is:
		return x, x.Slot()
	case is:
		return Change{Session{}, x.After, []Field{Added}}, !x.After.Off
	case was:
		return Change{x.Before, Session{}, []Field{Removed}}, !x.Before.Off
	}
	return x, false
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// tellAll writes the mails and says how many there are. Each has a key, so that nobody is
// told of the same cause twice.
func (s *Store) tellAll(ctx context.Context, tx *db.Tx, d Draft, tells []Tell, cause, which string, t Telling) (n int, err error) {
	if s.outbox == nil {
		return 0, nil
	}
	quiet := "no"
	if t.Quiet {
		quiet = "yes"
	}
	for _, x := range tells {
		if !x.Reached() {
			continue
		}
		if t.Quiet {
			x.Changes = nil
		}
		if x.Language == "" {
			x.Language = "en"
		}
		m := mail.Mail{
			Kind: "agenda." + cause, Key: tellKey(cause, which, d.Meeting, x.ID),
			To: x.To, Name: x.Name, Language: x.Language, Args: lang.Args{"meeting": t.Name(x.Language), "quiet": quiet}, Link: x.Link, Secret: x.Link != "" && x.Secret,
			About: meeting.About(d.Meeting, x.ID),
		}
		if m.Link == "" && t.Link != nil {
			m.Link = t.Link(x.Language)
		}
		for _, c := range x.Changes[:min(len(x.Changes), mostItems)] {
			m.Items = append(m.Items, c.said(d.Programme, x.Language))
		}
		if more := len(x.Changes) - mostItems; more > 0 {
			m.Items = append(m.Items, lang.Msg("agenda.told.more", "n", more))
		}
		if _, err := s.outbox.Queue(ctx, tx, m); err != nil {
			if errs.KindOf(err) == errs.Invalid {
				continue // the desk shows who has no good address
			}
			return n, err
		}
		n++
	}
	return n, nil
}

func tellKey(cause, which, meeting, to string) string {
	return "agenda " + cause + " " + which + " of " + meeting + " to " + to
}

// mostItems is how many changes a mail lists; who comes to everything reads the programme.
const mostItems = 20

// said is the sentence of a change in a mail.
func (x Change) said(p Programme, language string) lang.Message {
	key := "agenda.told.added"
	switch {
	case slices.Contains(x.Fields, Removed):
		key = "agenda.told.removed"
	case slices.Contains(x.Fields, Cancelled):
		key = "agenda.told.off"
	case slices.Contains(x.Fields, Resumed):
		key = "agenda.told.on"
	case !slices.Contains(x.Fields, Added):
		key = "agenda.told.moved"
	}
	return lang.Msg(key, "slot", x.Of().Said(p, language), "before", x.Before.where(p, language))
}

// Said names a session with its slot: "Opening (14 May 2027, 09:30–10:00, Hall A)".
func (s Session) Said(p Programme, language string) lang.Message {
	title, _ := s.Title.In(language, language)
	return lang.Msg("agenda.slot.titled", "title", title, "slot", s.where(p, language))
}

// where is the slot of a session, as far as it is decided.
func (s Session) where(p Programme, language string) lang.Message {
	hours := s.From
	if s.Until != "" {
		hours += "–" + s.Until
	}
	room, _ := p.Room(s.Room)
	name, _ := room.Name.In(language, language)
	switch {
	case !s.Placed():
		return lang.Msg("agenda.slot.open")
	case name == "":
		return lang.Msg("agenda.slot", "day", s.Date(), "hours", hours)
	}
	return lang.Msg("agenda.slot.room", "day", s.Date(), "hours", hours, "room", name)
}

// CallOff tells all who are concerned, each once, that the meeting does not take place: when
// it is cancelled, and later those whom that did not reach. Facts that do not say so are
// refused, and so is a call when nobody is left who could be told.
func (s *Store) CallOff(ctx context.Context, who people.Actor, id string, t Telling) (n int, err error) {
	defer errs.Wrap(&err, "agenda.CallOff(%s)", id)
	err = s.change(ctx, who, id, func(tx *db.Tx, note func(people.FieldChange)) error {
		n = 0
		d, err := s.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		f, _, err := meeting.FactsIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if !f.Off {
			return errs.In("", lang.Msg("error.agenda.not_off"))
		}
		all, err := s.uncalled(ctx, tx, d)
		if err != nil {
			return err
		}
		if !d.OffTold.IsZero() && !slices.ContainsFunc(all, Tell.Reached) {
			return errs.In("", lang.Msg("error.agenda.told"))
		}
		if n, err = s.tellAll(ctx, tx, d, all, "off", "", t); err != nil {
			return err
		}
		note(people.FieldChange{Name: "informed", New: numberText(n)})
		_, err = tx.ExecContext(ctx, `UPDATE agenda SET off_told = $1 WHERE meeting = $2 AND off_told = 0`, tx.Now(), id)
		return err
	})
	return n, err
}

// Uncalled are those who expect to come to a meeting and were not told that it does not take
// place: nobody was, they have no address, or they were added later.
func (s *Store) Uncalled(ctx context.Context, id string) (all []Tell, err error) {
	defer errs.Wrap(&err, "agenda.Uncalled(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := s.draft(ctx, tx, id)
		if err == nil {
			all, err = s.uncalled(ctx, tx, d)
		}
		return err
	})
	return all, err
}

func (s *Store) uncalled(ctx context.Context, tx *db.Tx, d Draft) (left []Tell, err error) {
	all, err := s.calledOff(ctx, tx, d)
	for _, x := range all {
		told := false
		if err == nil && s.outbox != nil {
			told, err = s.outbox.Has(ctx, tx, tellKey("off", "", d.Meeting, x.ID))
		}
		if !told {
			left = append(left, x)
		}
	}
	return left, err
}

// calledOff are those who expect to come: who speaks in a session that was released, or in
// the draft, and all whom others know.
func (s *Store) calledOff(ctx context.Context, tx *db.Tx, d Draft) (all []Tell, err error) {
	r, _, err := released(ctx, tx, d.Meeting)
	if err != nil {
		return nil, err
	}
	concerns, err := s.concerns(ctx, tx, d)
	for _, c := range concerns {
		if !c.Elsewhere && (c.Comes == nil || slices.ContainsFunc(slices.Concat(r.Sessions, d.Sessions), c.Comes)) {
			all = append(all, Tell{Concern: c})
		}
	}
	return all, err
}
