package people

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// OrganisationKinds are the kinds of body that people act for.
func OrganisationKinds() []string {
	return []string{"local_government", "twinning_committee", "ngo", "school", "euroregion", "authority", "media"}
}

// Organisation is a body that people act for.
type Organisation struct {
	ID      string
	Kind    string
	Name    string // registered spelling
	Latin   string // the same in Latin letters, where the name is in others
	Country string
	Place   int64 // its seat; 0: not said
	URL     string
	Version int64
}

// Member is that a person acts for an organisation, for a time.
type Member struct {
	ID           string
	Account      string
	Organisation string
	Position     string
	Since, Until string // dates; "": not said, still
}

// longestTitle bounds the name of an organisation and a person's position.
const longestTitle = 200

const selectOrganisation = `
	SELECT id,
	       kind,
	       name,
	       latin,
	       country,
	       place,
	       url,
	       version
	  FROM organisation`

func scanOrganisation(row db.Scanner) (o Organisation, err error) {
	return o, row.Scan(&o.ID, &o.Kind, &o.Name, &o.Latin, &o.Country, &o.Place, &o.URL, &o.Version)
}

// Organisations are all of them, by name.
func (s *Store) Organisations(ctx context.Context) ([]Organisation, error) {
	return db.Collect(ctx, s.db, scanOrganisation, selectOrganisation+` ORDER BY name, id`)
}

// Organisation returns one, or errs.NotFound.
func (s *Store) Organisation(ctx context.Context, id string) (Organisation, error) {
	o, ok, err := db.One(ctx, s.db, scanOrganisation, selectOrganisation+` WHERE id = $1`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.organisation.unknown"), nil)
	}
	return o, err
}

// check returns the organisation as it is kept.
func (o Organisation) check() (Organisation, error) {
	o.Name, o.Latin, o.URL = strings.Join(strings.Fields(o.Name), " "), strings.Join(strings.Fields(o.Latin), " "), strings.TrimSpace(o.URL)
	switch {
	case !slices.Contains(OrganisationKinds(), o.Kind):
		return o, errs.In("kind", lang.Msg("error.organisation.kind"))
	case !title(o.Name) || o.Name == "":
		return o, errs.In("name", lang.Msg("error.organisation.name", "max", longestTitle))
	case !title(o.Latin):
		return o, errs.In("latin", lang.Msg("error.organisation.name", "max", longestTitle))
	}
	if u, err := url.Parse(o.URL); o.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(o.URL) > longestTitle) {
		return o, errs.In("url", lang.Msg("error.organisation.url"))
	}
	return o, nil
}

func title(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestTitle && !strings.ContainsFunc(text, isControl)
}

// SaveOrganisation makes an organisation (ID "") or changes the version that the caller
// saw; where it changed meanwhile, errs.Conflict.
func (s *Store) SaveOrganisation(ctx context.Context, by Actor, o Organisation) (id string, err error) {
	defer errs.Wrap(&err, "people.SaveOrganisation")
	if o, err = o.check(); err != nil {
		return "", err
	}
	err = s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		id = o.ID
		if id == "" {
			id = db.NewID()
			note(Entry{Action: ManageOrg, Kind: "organisation", ID: id, Fields: Organisation{}.differences(o)})
			_, err := tx.ExecContext(ctx, `
				INSERT INTO organisation (id, kind, name, latin, country, place, url, created)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, o.Kind, o.Name, o.Latin, o.Country, o.Place, o.URL, tx.Now())
			return err
		}
		old, _, err := db.One(ctx, tx, scanOrganisation, selectOrganisation+` WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if old.Version != o.Version {
			return errs.New(errs.Conflict, lang.Msg("error.form.conflict"), nil)
		}
		note(Entry{Action: ManageOrg, Kind: "organisation", ID: id, Fields: old.differences(o)})
		_, err = tx.ExecContext(ctx, `
			UPDATE organisation
			   SET kind = $1, name = $2, latin = $3, country = $4, place = $5, url = $6, version = version + 1
			 WHERE id = $7`, o.Kind, o.Name, o.Latin, o.Country, o.Place, o.URL, id)
		return err
	})
	return id, err
}

// differences are the fields in which n differs from o.
func (o Organisation) differences(n Organisation) (all []FieldChange) {
	for _, f := range []FieldChange{
		{"kind", o.Kind, n.Kind}, {"name", o.Name, n.Name}, {"latin", o.Latin, n.Latin}, {"country", o.Country, n.Country}, {"url", o.URL, n.URL},
	} {
		if f.Old != f.New {
			all = append(all, f)
		}
	}
	return all
}

const selectMembership = `
	SELECT id,
	       account,
	       organisation,
	       position,
	       since,
	       until
	  FROM membership`

func scanMembership(row db.Scanner) (m Member, err error) {
	return m, row.Scan(&m.ID, &m.Account, &m.Organisation, &m.Position, &m.Since, &m.Until)
}

// Members are the memberships of an organisation, past ones too.
func (s *Store) Members(ctx context.Context, organisation string) ([]Member, error) {
	return db.Collect(ctx, s.db, scanMembership, selectMembership+` WHERE organisation = $1 ORDER BY until, since, id`, organisation)
}

// MembershipsOf are those of an account, past ones too.
func (s *Store) MembershipsOf(ctx context.Context, account string) ([]Member, error) {
	return db.Collect(ctx, s.db, scanMembership, selectMembership+` WHERE account = $1 ORDER BY until, since, id`, account)
}

// AddMember notes that a person acts for an organisation.
func (s *Store) AddMember(ctx context.Context, by Actor, m Member) (err error) {
	defer errs.Wrap(&err, "people.AddMember")
	m.Position = strings.Join(strings.Fields(m.Position), " ")
	if !title(m.Position) {
		return errs.In("position", lang.Msg("error.organisation.name", "max", longestTitle))
	}
	if m.Since, err = day("since", m.Since); err != nil {
		return err
	}
	if m.Until, err = day("until", m.Until); err != nil {
		return err
	}
	if m.Since != "" && m.Until != "" && m.Until < m.Since {
		return errs.In("until", lang.Msg("error.organisation.period"))
	}
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		note(Entry{Action: ManageOrg, Kind: "organisation", ID: m.Organisation, Fields: []FieldChange{{Name: "member", New: m.Account}, {Name: "position", New: m.Position}}})
		_, err := tx.ExecContext(ctx, `
			INSERT INTO membership (id, account, organisation, position, since, until)
			VALUES ($1, $2, $3, $4, $5, $6)`, db.NewID(), m.Account, m.Organisation, m.Position, m.Since, m.Until)
		return err
	})
}

// day is a date as it is kept, "" where none is given.
func day(field, text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", nil
	}
	d, err := lang.ParseDate(text)
	if err != nil {
		return "", errs.In(field, lang.Msg("error.date", "text", text))
	}
	return d.String(), nil
}

// EndMember notes that a membership ended on a day.
func (s *Store) EndMember(ctx context.Context, by Actor, organisation, id, until string) (err error) {
	defer errs.Wrap(&err, "people.EndMember")
	if until, err = day("until", until); err != nil {
		return err
	}
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		m, ok, err := db.One(ctx, tx, scanMembership, selectMembership+` WHERE id = $1 AND organisation = $2`, id, organisation)
		if err == nil && !ok {
			err = errs.New(errs.NotFound, lang.Msg("error.organisation.unknown"), nil)
		}
		if err != nil {
			return err
		}
		note(Entry{Action: ManageOrg, Kind: "organisation", ID: organisation, Fields: []FieldChange{{Name: "member", Old: m.Account}, {Name: "until", Old: m.Until, New: until}}})
		_, err = tx.ExecContext(ctx, `UPDATE membership SET until = $1 WHERE id = $2`, until, id)
		return err
	})
}
