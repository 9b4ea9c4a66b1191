package agenda

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// KeptFor is how long after a meeting what is known of its speakers beside what they agreed
// to be shown is kept: thanks, fees and reports take a year at most.
const KeptFor = 365 * 24 * time.Hour

// Kept is what is kept of a person as a speaker, for the export of her data.
type Kept struct {
	Meeting   string            `json:"meeting"`
	Name      string            `json:"name"`
	Email     string            `json:"email"`
	Office    map[string]string `json:"office,omitempty"`
	About     map[string]string `json:"about,omitempty"`
	Consent   string            `json:"consent,omitempty"` // how it was given
	Consented time.Time         `json:"consented,omitzero"`
	PhotoOn   time.Time         `json:"photo_agreed,omitzero"`
	Withdrawn time.Time         `json:"withdrawn,omitzero"`
	Photo     string            `json:"photo,omitempty"` // document
}

// Of returns what is kept of the speaker with a mail address.
func (s *Store) Of(ctx context.Context, email string) (all []Kept, err error) {
	defer errs.Wrap(&err, "agenda.Of")
	if email == "" {
		return nil, nil
	}
	rows, err := db.Collect(ctx, s.db, s.scanOwned, selectOwned+` WHERE address_mark = $1 ORDER BY id`, s.mark(email))
	for _, x := range rows {
		all = append(all, Kept{x.meeting, x.Name, x.Email, x.Office, x.About, x.How, x.Consented, x.PhotoOn, x.Withdrawn, x.Photo})
	}
	return all, err
}

const selectOwned = `SELECT id, version, language, sealed, consented, photo, photo_agreed, withdrawn, meeting FROM agenda_speaker`

// owned is a speaker with her meeting.
type owned struct {
	Speaker
	meeting string
}

// scanOwned reads a speaker with the meeting behind the other columns.
func (s *Store) scanOwned(row db.Scanner) (x owned, err error) {
	x.Speaker, err = s.scanSpeaker(with{row, &x.meeting})
	return x, err
}

// with scans one column more than its caller asks for.
type with struct {
	db.Scanner
	last any
}

func (w with) Scan(dest ...any) error { return w.Scanner.Scan(append(dest, w.last)...) }

// Erase takes what is kept of the speaker with a mail address away, and returns the photos,
// which the caller erases.
func (s *Store) Erase(ctx context.Context, tx *db.Tx, email string) (photos []string, err error) {
	defer errs.Wrap(&err, "agenda.Erase")
	if email == "" {
		return nil, nil
	}
	rows, err := db.Collect(ctx, tx, s.scanOwned, selectOwned+` WHERE address_mark = $1`, s.mark(email))
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		if x.Photo != "" {
			photos = append(photos, x.Photo)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM agenda_speaker WHERE id = $1`, x.ID); err != nil {
			return nil, err
		}
		if err := s.shown(ctx, tx, x.meeting); err != nil {
			return nil, err
		}
	}
	return photos, nil
}

// past says which rows retention takes: those of meetings that were over before a moment and
// hold more than what is shown.
const past = ` WHERE meeting IN (SELECT meeting FROM agenda WHERE ends > 0 AND ends < $1) AND (address_mark <> '' OR consented = 0)`

// Due counts the speakers of whom [Store.Purge] would take something.
func Due(ctx context.Context, q db.Querier, before time.Time) (n int, err error) {
	defer errs.Wrap(&err, "agenda.Due")
	return count(ctx, q, `SELECT count(*) FROM agenda_speaker`+past, db.Micros(before))
}

// Purge deletes the speakers of meetings that were over before a moment and did not agree to
// be shown, and of the others their addresses and how they agreed. It returns how many it
// changed, and the photos of those who are gone, which the caller erases.
func (s *Store) Purge(ctx context.Context, tx *db.Tx, before time.Time) (n int, photos []string, err error) {
	defer errs.Wrap(&err, "agenda.Purge")
	rows, err := db.Collect(ctx, tx, s.scanOwned, selectOwned+past, db.Micros(before))
	if err != nil {
		return 0, nil, err
	}
	for _, x := range rows {
		old := x.Speaker
		if !x.Public() {
			if x.Photo != "" {
				photos = append(photos, x.Photo)
			}
			_, err = tx.ExecContext(ctx, `DELETE FROM agenda_speaker WHERE id = $1`, x.ID)
		} else {
			x.Email, x.How = "", ""
			err = s.putSpeaker(ctx, tx, x.meeting, old, x.Speaker)
		}
		if err != nil {
			return n, photos, err
		}
		n++
	}
	return n, photos, nil
}
