package agenda

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Speaker is somebody who speaks at a meeting.
type Speaker struct {
	ID       string
	Name     string
	Email    string        // where the person is told of changes; "": nowhere
	Language string        // in which that is written
	Office   meeting.Words // "Mayor of …"
	About    meeting.Words // biography
	How      string        // how and to whom the person said that she may be shown

	Consented time.Time // day on which she agreed to be shown; zero: she did not
	Photo     string    // document; "": none
	PhotoOn   time.Time // day on which she agreed to the photo; zero: she did not
	Withdrawn time.Time // when consent was last taken back; zero: never
	Version   int64
}

// Public says whether readers may see the person.
func (s Speaker) Public() bool { return !s.Consented.IsZero() }

// PhotoPublic says whether they may see the photo.
func (s Speaker) PhotoPublic() bool { return s.Public() && s.Photo != "" && !s.PhotoOn.IsZero() }

// sealed is what of a speaker is sealed at rest.
type sealed struct {
	Name   string        `json:"name"`
	Email  string        `json:"email,omitempty"`
	Office meeting.Words `json:"office,omitempty"`
	About  meeting.Words `json:"about,omitempty"`
	How    string        `json:"how,omitempty"`
}

// Purposes for which keys are derived.
const (
	sealPurpose = "agenda speaker"
	markPurpose = "agenda speaker address"
)

// mark is by what an address is found without being known.
func (s *Store) mark(email string) string {
	return s.key.Mark(markPurpose, people.EmailKey(email))
}

const selectSpeaker = `SELECT id, version, language, sealed, consented, photo, photo_agreed, withdrawn FROM agenda_speaker`

func (s *Store) scanSpeaker(row db.Scanner) (x Speaker, err error) {
	var body string
	var consented, photo, withdrawn int64
	if err := row.Scan(&x.ID, &x.Version, &x.Language, &body, &consented, &x.Photo, &photo, &withdrawn); err != nil {
		return x, err
	}
	x.Consented, x.PhotoOn, x.Withdrawn = db.Moment(consented), db.Moment(photo), db.Moment(withdrawn)
	var open sealed
	err = s.key.UnsealJSON(sealPurpose, body, &open)
	x.Name, x.Email, x.Office, x.About, x.How = open.Name, open.Email, open.Office, open.About, open.How
	return x, err
}

// speakers are those of a meeting, by their names.
func (s *Store) speakers(ctx context.Context, q db.Querier, meeting string) ([]Speaker, error) {
	all, err := db.Collect(ctx, q, s.scanSpeaker, selectSpeaker+` WHERE meeting = $1 ORDER BY id`, meeting)
	slices.SortStableFunc(all, func(a, b Speaker) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all, err
}

// Public returns the speakers of a meeting whom readers may see, by identifier. What nobody
// but the desk may know is left out.
func (s *Store) Public(ctx context.Context, meeting string) (all map[string]Speaker, err error) {
	defer errs.Wrap(&err, "agenda.Public(%s)", meeting)
	list, err := s.speakers(ctx, s.db, meeting)
	all = map[string]Speaker{}
	for _, x := range list {
		if x.Public() {
			x.Email, x.How = "", ""
			if !x.PhotoPublic() {
				x.Photo = ""
			}
			all[x.ID] = x
		}
	}
	return all, err
}

func (s Speaker) clean() (Speaker, error) {
	s.Name, s.How = strings.Join(strings.Fields(strings.ToValidUTF8(s.Name, "")), " "), strings.Join(strings.Fields(strings.ToValidUTF8(s.How, "")), " ")
	var longOffice, longAbout bool
	s.Office, longOffice = tidy(s.Office, mostTitle)
	s.About, longAbout = tidy(s.About, mostAbout)
	switch {
	case s.Name == "":
		return s, errs.In("name", lang.Msg("error.agenda.speaker_name"))
	case len([]rune(s.Name)) > mostName:
		return s, tooLong("name", mostName)
	case longOffice:
		return s, tooLong("office", mostTitle)
	case longAbout:
		return s, tooLong("about", mostAbout)
	case len([]rune(s.How)) > mostTitle:
		return s, tooLong("how", mostTitle)
	case !s.PhotoOn.IsZero() && s.Consented.IsZero():
		return s, errs.In("photo_on", lang.Msg("error.agenda.photo_alone"))
	}
	if s.Email == "" {
		return s, nil
	}
	email, err := people.CleanEmail(s.Email)
	s.Email = email
	return s, err
}

// SaveSpeaker keeps a speaker: a new one where there is no identifier. The Version is the one
// that the person at the desk saw. A day of consent must not lie ahead.
func (s *Store) SaveSpeaker(ctx context.Context, who people.Actor, meeting string, x Speaker) (id string, err error) {
	defer errs.Wrap(&err, "agenda.SaveSpeaker(%s)", meeting)
	if x, err = x.clean(); err != nil {
		return "", err
	}
	err = s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		for _, day := range []struct {
			field string
			at    time.Time
		}{{"consented", x.Consented}, {"photo_on", x.PhotoOn}} {
			if db.Micros(day.at) > tx.Now() {
				return errs.In(day.field, lang.Msg("error.agenda.consent_ahead"))
			}
		}
		id, err = s.saveSpeaker(ctx, tx, note, meeting, x)
		return err
	})
	return id, err
}

func (s *Store) saveSpeaker(ctx context.Context, tx *db.Tx, note func(people.FieldChange), meeting string, x Speaker) (string, error) {
	old := Speaker{}
	if x.ID == "" {
		n, err := count(ctx, tx, `SELECT count(*) FROM agenda_speaker WHERE meeting = $1`, meeting)
		if err != nil {
			return "", err
		}
		if n >= mostSpeakers {
			return "", errs.In("", lang.Msg("error.meeting.many", "most", mostSpeakers))
		}
		x.ID, x.Photo = db.NewID(), ""
	} else {
		var err error
		if old, err = rowOf(ctx, tx, s.scanSpeaker, selectSpeaker, meeting, x.ID, x.Version, func(s Speaker) int64 { return s.Version }); err != nil {
			return "", err
		}
		x.Photo, x.Withdrawn = old.Photo, old.Withdrawn
		if old.Public() && !x.Public() {
			x.Withdrawn = db.Moment(tx.Now())
		}
	}
	note(people.FieldChange{Name: "speaker", Old: old.text(), New: x.text()})
	return x.ID, s.putSpeaker(ctx, tx, meeting, old, x)
}

// putSpeaker writes the row. Readers see it at once where they see the person, or saw her.
func (s *Store) putSpeaker(ctx context.Context, tx *db.Tx, meeting string, old, x Speaker) error {
	body := s.key.SealJSON(sealPurpose, sealed{x.Name, x.Email, x.Office, x.About, x.How})
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO agenda_speaker (id, meeting, version, language, sealed, address_mark, consented, photo, photo_agreed, withdrawn, changed)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET
			version      = agenda_speaker.version + 1,
			language     = excluded.language,
			sealed       = excluded.sealed,
			address_mark = excluded.address_mark,
			consented    = excluded.consented,
			photo        = excluded.photo,
			photo_agreed = excluded.photo_agreed,
			withdrawn    = excluded.withdrawn,
			changed      = excluded.changed`,
		x.ID, meeting, x.Language, body, s.mark(x.Email), db.Micros(x.Consented), x.Photo, db.Micros(x.PhotoOn), db.Micros(x.Withdrawn), tx.Now()); err != nil {
		return err
	}
	if !old.Public() && !x.Public() {
		return nil
	}
	return s.shown(ctx, tx, meeting)
}

// TakeBack notes that a person takes back that she may be shown. It holds at once, whatever
// anybody else changed meanwhile.
func (s *Store) TakeBack(ctx context.Context, who people.Actor, meeting, id string) (err error) {
	defer errs.Wrap(&err, "agenda.TakeBack(%s)", id)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		old, err := rowOf(ctx, tx, s.scanSpeaker, selectSpeaker, meeting, id, anyVersion, func(s Speaker) int64 { return s.Version })
		if err != nil {
			return err
		}
		x := old
		x.Consented, x.PhotoOn, x.Withdrawn = time.Time{}, time.Time{}, db.Moment(tx.Now())
		note(people.FieldChange{Name: "speaker", Old: old.text(), New: x.text()})
		return s.putSpeaker(ctx, tx, meeting, old, x)
	})
}

// SetPhoto gives a speaker a photo, within a change of the caller's; "" takes it away. The day
// on which the person agreed to it is asked anew.
func (s *Store) SetPhoto(ctx context.Context, tx *db.Tx, note func(people.Entry), meeting, id, document string, agreed time.Time) (err error) {
	defer errs.Wrap(&err, "agenda.SetPhoto(%s)", id)
	return s.changeIn(ctx, tx, note, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		old, err := rowOf(ctx, tx, s.scanSpeaker, selectSpeaker, meeting, id, anyVersion, func(s Speaker) int64 { return s.Version })
		if err != nil {
			return err
		}
		x := old
		if x.Photo, x.PhotoOn = document, agreed; !x.Public() {
			x.PhotoOn = time.Time{}
		}
		if db.Micros(x.PhotoOn) > tx.Now() {
			return errs.In("photo_on", lang.Msg("error.agenda.consent_ahead"))
		}
		note(people.FieldChange{Name: "speaker", Old: old.text(), New: x.text()})
		return s.putSpeaker(ctx, tx, meeting, old, x)
	})
}

// RemoveSpeaker takes a speaker away, out of all sessions of the draft too; releases name
// somebody whom nobody knows any more, and show nothing.
func (s *Store) RemoveSpeaker(ctx context.Context, who people.Actor, meeting, id string, version int64) (err error) {
	defer errs.Wrap(&err, "agenda.RemoveSpeaker(%s)", id)
	return s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		old, err := rowOf(ctx, tx, s.scanSpeaker, selectSpeaker, meeting, id, version, func(s Speaker) int64 { return s.Version })
		if err != nil {
			return err
		}
		d, err := s.draft(ctx, tx, meeting)
		if err != nil {
			return err
		}
		for _, x := range d.Sessions {
			if i := slices.Index(x.Speakers, id); i >= 0 {
				x.Speakers = slices.Delete(slices.Clone(x.Speakers), i, i+1)
				if _, err := s.saveSession(ctx, tx, note, meeting, x); err != nil {
					return err
				}
			}
		}
		note(people.FieldChange{Name: "speaker", Old: old.text()})
		if _, err := tx.ExecContext(ctx, `DELETE FROM agenda_speaker WHERE id = $1`, id); err != nil {
			return err
		}
		return s.shown(ctx, tx, meeting)
	})
}

// text tells a speaker in the record of changes, which is kept for ever: by identifier, and
// what the person agreed to.
func (s Speaker) text() string {
	if s.ID == "" {
		return ""
	}
	text := s.ID
	for _, x := range []struct {
		name string
		at   time.Time
	}{{"consented", s.Consented}, {"photo", s.PhotoOn}, {"withdrawn", s.Withdrawn}} {
		if !x.at.IsZero() {
			text += "; " + x.name + " " + x.at.Format(time.DateOnly)
		}
	}
	return text + "; " + strconv.Itoa(len(s.Office)) + " languages"
}
