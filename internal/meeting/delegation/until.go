package delegation

import (
	"context"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/db"
)

// Until are the moments from which the parts of what a meeting knows of its guests are not
// kept any more. Nobody reads a part from that moment on; a job removes it the night after
// (package after).
type Until struct{ Visa, Care, People time.Time }

// Until returns them: so many days after the meeting's last day. No other part stays longer
// than the person whose it is.
func (c Conference) Until() Until {
	k := c.Kept()
	return Until{c.Ends.AddDate(0, 0, min(k.Visa, k.People)), c.Ends.AddDate(0, 0, min(k.Care, k.People)), c.Ends.AddDate(0, 0, k.People)}
}

// moments are those of a row's meeting, in microseconds; 0: not known.
type moments struct{ visa, care, people int64 }

// over says whether a moment has come.
func (s *Store) over(until int64) bool { return until != 0 && s.clock.Now().UnixMicro() >= until }

// kept is a sealed part as long as it is kept.
func (s *Store) kept(until int64, sealed string) string {
	if s.over(until) {
		return ""
	}
	return sealed
}

// unlessOver leaves out who is kept no more.
func unlessOver(all []Member, err error) ([]Member, error) {
	return slices.DeleteFunc(all, func(m Member) bool { return m.over }), err
}

// AddressesIn returns the mail addresses that a meeting knows of its guests, also those that
// are kept no more, so that what was written to them can go with them.
func (s *Store) AddressesIn(ctx context.Context, q db.Querier, meeting string) ([]string, error) {
	type sealed struct{ contact, person string }
	rows, err := db.Collect(ctx, q, func(row db.Scanner) (x sealed, err error) { return x, row.Scan(&x.contact, &x.person) }, `
		SELECT sealed, '' FROM delegation WHERE meeting = $1
		UNION ALL
		SELECT '', sealed FROM delegation_member WHERE meeting = $1`, meeting)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, x := range rows {
		var c Contact
		var p Profile
		if err := s.key.UnsealJSON(sealContact, x.contact, &c); err != nil {
			return nil, err
		}
		if err := s.key.UnsealJSON(sealPerson, x.person, &p); err != nil {
			return nil, err
		}
		for _, address := range []string{c.Email, p.Email} {
			if address = strings.ToLower(address); address != "" && !slices.Contains(all, address) {
				all = append(all, address)
			}
		}
	}
	return all, nil
}
