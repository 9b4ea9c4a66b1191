package delegation

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"

	"github.com/google/uuid"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// macBytes of a link are more than anybody can guess: 2¹²⁸ tries.
const macBytes = 16

// Link returns the secret part of a delegation's personal link. It is made from its
// identifier and the number of the link under the installation's key, so that it can be
// printed again, in a reminder or a letter, and is nowhere in the database.
func (s *Store) Link(d Delegation) string {
	id, err := uuid.Parse(d.ID)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(id[:], s.linkMAC(d)...))
}

func (s *Store) linkMAC(d Delegation) []byte {
	mac := hmac.New(sha256.New, s.links)
	mac.Write([]byte(d.ID + " " + strconv.FormatInt(d.link, 10)))
	return mac.Sum(nil)[:macBytes]
}

// ByLink returns the delegation whose personal link has this secret part; errs.NotFound for
// anything else, also for a link that was replaced.
func (s *Store) ByLink(ctx context.Context, token string) (_ Delegation, err error) {
	defer errs.Wrap(&err, "delegation.ByLink")
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != len(uuid.UUID{})+macBytes {
		return Delegation{}, unknown()
	}
	d, err := s.in(ctx, s.db, uuid.UUID(raw[:16]).String())
	if err != nil {
		return Delegation{}, err
	}
	if !hmac.Equal(raw[16:], s.linkMAC(d)) || d.over {
		return Delegation{}, unknown()
	}
	return d, nil
}

// Opened notes that a personal link was followed for the first time. It does nothing later.
func (s *Store) Opened(ctx context.Context, d Delegation) (err error) {
	defer errs.Wrap(&err, "delegation.Opened(%s)", d.ID)
	if !d.Opened.IsZero() {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE delegation SET opened = $2 WHERE id = $1 AND opened = 0`, d.ID, tx.Now())
		return err
	})
}

// NewLink replaces the personal link of a delegation: the earlier ones lead nowhere. It is
// for an invitation that went astray.
func (s *Store) NewLink(ctx context.Context, who people.Actor, id string) (err error) {
	defer errs.Wrap(&err, "delegation.NewLink(%s)", id)
	return s.change(ctx, who, people.MeetingGuests, id, anyVersion, func(tx *db.Tx, d *Delegation, _ Conference) ([]people.FieldChange, error) {
		d.link++
		return []people.FieldChange{{Name: "link", New: strconv.FormatInt(d.link, 10)}}, nil
	})
}
