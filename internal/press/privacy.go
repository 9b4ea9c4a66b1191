package press

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Sent is a picture as the person who sent it gets it in the export of her data, with the
// note on consent, which may be hers.
type Sent struct {
	ID        string            `json:"id"`
	Gallery   string            `json:"gallery"`
	Caption   map[string]string `json:"caption,omitempty"`
	Credit    string            `json:"credit,omitempty"`
	People    Shows             `json:"people,omitempty"`
	Consent   Consent           `json:"consent"`
	Added     time.Time         `json:"added"`
	Withdrawn bool              `json:"withdrawn,omitempty"`
}

// About is what pictures hold about a person: those that she sent, and those whose credit
// or note on consent names her address.
func (s *Store) About(ctx context.Context, account, email string) (sent []Sent, err error) {
	defer errs.Wrap(&err, "press.About")
	all, err := pictures(ctx, s.db, `(added_by = $1 AND $1 <> '') OR consent <> '{}' OR credit <> ''`, account)
	for _, p := range all {
		if account != "" && p.AddedBy == account || p.names(email) {
			sent = append(sent, Sent{p.ID, p.Item, p.Caption, p.Credit, p.People, p.Consent, p.Added, !p.Withdrawn.IsZero()})
		}
	}
	return sent, err
}

// names says whether what is noted of the people in a picture, or who took it, holds an address.
func (p Picture) names(email string) bool {
	return email != "" && strings.Contains(strings.ToLower(p.Credit+"\n"+p.Consent.By+"\n"+p.Consent.Ground), strings.ToLower(email))
}

// Forget takes an address out of credits and notes on consent. The pictures stay: they
// belong to their galleries, and name who sent them by an identifier that leads to nobody.
func Forget(ctx context.Context, tx *db.Tx, email string) (err error) {
	defer errs.Wrap(&err, "press.Forget")
	if email == "" {
		return nil
	}
	all, err := pictures(ctx, tx, `consent <> '{}' OR credit <> ''`)
	for _, p := range all {
		if err != nil || !p.names(email) {
			continue
		}
		for _, text := range []*string{&p.Credit, &p.Consent.By, &p.Consent.Ground} {
			if strings.Contains(strings.ToLower(*text), strings.ToLower(email)) {
				*text = "–"
			}
		}
		consent, _ := json.Marshal(p.Consent) // texts alone
		_, err = tx.ExecContext(ctx, `UPDATE press_picture SET credit = $1, consent = $2 WHERE id = $3`, p.Credit, string(consent), p.ID)
	}
	return err
}
