package delegation

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// codeBytes of chance make codes of badges that nobody guesses at a door.
const codeBytes = 10

// newCode is 16 letters and digits that a scanner reads well and that say nothing.
func newCode() string {
	chance := make([]byte, codeBytes)
	_, _ = rand.Read(chance) // never fails: see its documentation
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(chance)
}

// The form of moments that are said by the day, or with the hour.
const hourForm = "2006-01-02 15:04"

const mostLanguages = 12

// longestID is the length of an identifier.
const longestID = 36

// clean puts a member right, or says by field what is wrong.
func (m Member) clean() (Member, error) {
	name, err := people.CleanName(m.Name)
	if err != nil {
		return m, err
	}
	m.Name = name
	for _, text := range []*string{&m.Function, &m.Email, &m.Care.Diet, &m.Care.Access, &m.Visa.Name, &m.Visa.Document, &m.Visa.Address} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	if m.Role == "" {
		m.Role = Delegate
	}
	switch {
	case !slices.Contains(Roles(), m.Role):
		return m, errs.In("role", lang.Msg("error.guests.role"))
	case m.Lodging != NotSaid && !slices.Contains(Lodgings(), m.Lodging):
		return m, errs.In("lodging", lang.Msg("error.guests.lodging"))
	case len(m.Languages) > mostLanguages:
		return m, errs.In("languages", lang.Msg("error.guests.languages", "max", mostLanguages))
	}
	if m.Email != "" {
		if _, err := people.CleanEmail(m.Email); err != nil {
			return m, err
		}
	}
	if m.Lodging != Family {
		m.Care.House = House{} // what nobody needs is not kept
	}
	if len(m.Care.House.Company) > longestID {
		return m, errs.In("company", lang.Msg("error.guests.company"))
	}
	if !m.Visa.Wanted {
		m.Visa = Visa{} // what nobody needs is not kept
	}
	return m, m.checkTexts()
}

func (m Member) checkTexts() error {
	for field, text := range map[string]string{
		"function": m.Function, "diet": m.Care.Diet, "access": m.Care.Access, "visa_name": m.Visa.Name, "visa_document": m.Visa.Document, "visa_address": m.Visa.Address,
	} {
		if utf8.RuneCountInString(text) > longestLine {
			return errs.In(field, lang.Msg("error.partnership.long", "max", longestLine))
		}
	}
	for field, day := range map[string]string{"visa_born": m.Visa.Born, "visa_until": m.Visa.ValidUntil} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return errs.In(field, lang.Msg("error.guests.day"))
		}
	}
	arrives, ok := moment(m.Arrives)
	if !ok {
		return errs.In("arrives", lang.Msg("error.guests.moment"))
	}
	leaves, ok := moment(m.Leaves)
	switch {
	case !ok:
		return errs.In("leaves", lang.Msg("error.guests.moment"))
	case m.Arrives != "" && m.Leaves != "" && leaves.Before(arrives):
		return errs.In("leaves", lang.Msg("error.guests.leaves"))
	}
	return nil
}

// moment reads a day, with or without its hour; "" is not said. A day alone counts from its
// beginning, so that one may arrive and leave on it.
func moment(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	for _, form := range []string{hourForm, time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

const selectMember = `
	SELECT id,
	       delegation,
	       meeting,
	       position,
	       sealed,
	       care,
	       visa,
	       code,
	       made,
	       version,
	       (SELECT visa_until FROM conference c WHERE c.meeting = delegation_member.meeting),
	       (SELECT care_until FROM conference c WHERE c.meeting = delegation_member.meeting),
	       (SELECT people_until FROM conference c WHERE c.meeting = delegation_member.meeting)
	  FROM delegation_member`

func (s *Store) scanMember(row db.Scanner) (m Member, err error) {
	var sealed, care, visa string
	var made int64
	var until moments
	if err := row.Scan(&m.ID, &m.Delegation, &m.Meeting, &m.Position, &sealed, &care, &visa, &m.Code, &made, &m.Version, &until.visa, &until.care, &until.people); err != nil {
		return m, err
	}
	m.Made = db.Moment(made)
	sealed, care, visa = s.kept(until.people, sealed), s.kept(until.care, care), s.kept(until.visa, visa)
	m.over = s.over(until.people)
	if err := s.key.UnsealJSON(sealPerson, sealed, &m.Profile); err != nil {
		return m, err
	}
	if err := s.key.UnsealJSON(sealCare, care, &m.Care); err != nil {
		return m, err
	}
	return m, s.key.UnsealJSON(sealVisa, visa, &m.Visa)
}

// Members returns the members of a delegation in the order of its list.
func (s *Store) Members(ctx context.Context, delegation string) (_ []Member, err error) {
	defer errs.Wrap(&err, "delegation.Members(%s)", delegation)
	return unlessOver(db.Collect(ctx, s.db, s.scanMember, selectMember+` WHERE delegation = $1 AND position > 0 ORDER BY position, id`, delegation))
}

// MembersOf returns the members of all delegations of a meeting that come.
func (s *Store) MembersOf(ctx context.Context, meeting string) (_ []Member, err error) {
	defer errs.Wrap(&err, "delegation.MembersOf(%s)", meeting)
	return unlessOver(db.Collect(ctx, s.db, s.scanMember, selectMember+`
		 WHERE meeting = $1
		   AND position > 0
		   AND delegation IN (SELECT id FROM delegation WHERE meeting = $1 AND state = 'accepted')
		 ORDER BY delegation, position, id`, meeting))
}

// Member returns one member, or errs.NotFound.
func (s *Store) Member(ctx context.Context, id string) (_ Member, err error) {
	defer errs.Wrap(&err, "delegation.Member(%s)", id)
	return s.memberWhere(ctx, s.db, `id = $1 AND position > 0`, id)
}

// ByCode returns the member of a meeting whose badge has a code, or errs.NotFound.
func (s *Store) ByCode(ctx context.Context, meeting, code string) (_ Member, err error) {
	defer errs.Wrap(&err, "delegation.ByCode")
	return s.memberWhere(ctx, s.db, `meeting = $1 AND code = $2 AND position > 0`, meeting, code)
}

func (s *Store) memberWhere(ctx context.Context, q db.Querier, where string, args ...any) (Member, error) {
	m, found, err := db.One(ctx, q, s.scanMember, selectMember+` WHERE `+where, args...)
	if err == nil && (!found || m.over) {
		err = errs.New(errs.NotFound, lang.Msg("error.guests.member_unknown"), nil)
	}
	return m, err
}

// PutMember adds a member to a delegation, where she has no identifier, or changes one. By
// the personal link it is done as long as answers are taken. A list that is full is refused:
// of two people who fill it at once, the later one is told.
func (s *Store) PutMember(ctx context.Context, who people.Actor, by Way, m Member) (id string, err error) {
	defer errs.Wrap(&err, "delegation.PutMember")
	if m, err = m.clean(); err != nil {
		return "", err
	}
	adds := m.ID == ""
	if adds {
		m.ID, m.Code = db.NewID(), newCode()
	}
	return m.ID, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		d, err := s.listed(ctx, tx, m.Delegation, by)
		if err != nil {
			return err
		}
		m.Meeting = d.Meeting
		note(entry(doneBy(by), d, people.FieldChange{Name: "member", New: m.ID}))
		if adds {
			if err := roomInList(ctx, tx, d); err != nil {
				return err
			}
			return s.insertMember(ctx, tx, s.agreed(tx, Member{}, m))
		}
		before, err := s.memberWhere(ctx, tx, `id = $1 AND delegation = $2 AND position > 0`, m.ID, m.Delegation)
		if err != nil {
			return err
		}
		if before.Version != m.Version {
			return conflict()
		}
		return s.updateMember(ctx, tx, s.agreed(tx, before, m))
	})
}

func doneBy(by Way) people.Action {
	if by == ByLink {
		return people.GuestOwn
	}
	return people.MeetingGuests
}

// listed is the delegation whose list is to be changed.
func (s *Store) listed(ctx context.Context, tx *db.Tx, id string, by Way) (Delegation, error) {
	d, err := s.in(ctx, tx, id)
	if err != nil {
		return d, err
	}
	c, err := conferenceIn(ctx, tx, d.Meeting)
	switch {
	case err != nil:
		return d, err
	case d.State.Over():
		return d, errs.New(errs.Conflict, lang.Msg("error.guests.not_coming"), nil)
	case by == ByLink && db.Moment(tx.Now()).After(c.Ends):
		return d, errs.New(errs.Conflict, lang.Msg("error.guests.over"), nil)
	}
	return d, nil
}

// roomInList refuses one more than come.
func roomInList(ctx context.Context, tx *db.Tx, d Delegation) error {
	n, err := count(ctx, tx, `SELECT count(*) FROM delegation_member WHERE delegation = $1 AND position > 0`, d.ID)
	room := d.Coming
	if d.State == Invited || d.State == Draft {
		room = d.Quota // the list is being written before the answer
	}
	if err == nil && n >= room {
		err = errs.New(errs.Conflict, lang.Msg("error.guests.list_full", "n", room), nil)
	}
	return err
}

// agreed notes when a person agreed to be seen.
func (s *Store) agreed(tx *db.Tx, before, now Member) Member {
	now.Agreed = before.Agreed
	if now.Photo != before.Photo || now.Public != before.Public {
		now.Agreed = tx.Now()
	}
	return now
}

func (s *Store) parts(m Member) (person, care, visa string) {
	person = s.key.SealJSON(sealPerson, m.Profile)
	if m.Care != (Care{}) {
		care = s.key.SealJSON(sealCare, m.Care)
	}
	if m.Visa != (Visa{}) {
		visa = s.key.SealJSON(sealVisa, m.Visa)
	}
	return person, care, visa
}

func (s *Store) insertMember(ctx context.Context, tx *db.Tx, m Member) error {
	person, care, visa := s.parts(m)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO delegation_member (id, delegation, meeting, position, sealed, care, visa, code, made, changed, version)
		VALUES ($1, $2, $3, (SELECT coalesce(max(abs(position)), 0) + 1 FROM delegation_member WHERE delegation = $2), $4, $5, $6, $7, $8, $8, 1)`,
		m.ID, m.Delegation, m.Meeting, person, care, visa, m.Code, tx.Now())
	return err
}

func (s *Store) updateMember(ctx context.Context, tx *db.Tx, m Member) error {
	person, care, visa := s.parts(m)
	_, err := tx.ExecContext(ctx, `
		UPDATE delegation_member
		   SET sealed = $2, care = $3, visa = $4, changed = $5, version = version + 1
		 WHERE id = $1`, m.ID, person, care, visa, tx.Now())
	return err
}
