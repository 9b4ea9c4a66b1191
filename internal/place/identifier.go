package place

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Scheme is a register that gives places identifiers.
type Scheme string

// The schemes.
const (
	GeoNames Scheme = "geonames"
	Wikidata Scheme = "wikidata"
	TERYT    Scheme = "teryt"   // Poland: units (TERC)
	SIMC     Scheme = "simc"    // Poland: localities
	LAU      Scheme = "lau"     // Eurostat: local administrative units
	NUTS     Scheme = "nuts"    // Eurostat: statistical regions
	AGS      Scheme = "ags"     // Germany
	INSEE    Scheme = "insee"   // France
	KATOTTH  Scheme = "katotth" // Ukraine
)

// Schemes are all schemes.
func Schemes() []Scheme {
	return []Scheme{Wikidata, GeoNames, TERYT, SIMC, AGS, INSEE, KATOTTH, LAU, NUTS}
}

// Identifier is what a place is called in a register, in a period.
type Identifier struct {
	ID       string
	Place    int64
	Scheme   Scheme
	Value    string
	From, To string // dates of use; "" open
	Source   string
	Origin   string // "" a person
}

// form is how identifiers of a scheme are written.
func (s Scheme) form() *regexp.Regexp {
	forms := map[Scheme]string{
		GeoNames: `^[1-9][0-9]{2,9}$`,
		Wikidata: `^Q[1-9][0-9]{0,11}$`,
		// voivodeship (even, 02 to 32), county, gmina, and the sort of the unit
		TERYT:   `^(0[2468]|1[02468]|2[02468]|3[02])([0-9]{2}([0-9]{2}[1-58-9])?)?$`,
		SIMC:    `^[0-9]{7}$`,
		LAU:     `^[0-9A-Z][0-9A-Z_.-]{1,14}$`,
		NUTS:    `^[A-Z]{2}[0-9A-Z]{0,3}$`,
		AGS:     `^(0[1-9]|1[0-6])[0-9]{6}$`,
		INSEE:   `^([0-9]{2}|2[AB])[0-9]{3}$`,
		KATOTTH: `^UA[0-9]{17}$`,
	}
	return regexp.MustCompile(cmp.Or(forms[s], `^$`+"x"))
}

// CleanIdentifier returns an identifier as it is kept: without spaces, in capitals. One
// that its register cannot have given is errs.Invalid in the field "value".
func CleanIdentifier(s Scheme, value string) (string, error) {
	value = strings.ToUpper(strings.Join(strings.Fields(value), ""))
	if !slices.Contains(Schemes(), s) {
		return "", errs.In("scheme", lang.Msg("error.place.scheme"))
	}
	if !s.form().MatchString(value) {
		return "", errs.In("value", lang.Msg("error.place.identifier", "value", value))
	}
	if s == SIMC && !simcChecks(value) {
		return "", errs.In("value", lang.Msg("error.place.check_digit", "value", value))
	}
	return value, nil
}

// simcChecks tells whether the last digit of a SIMC number fits the six before it: their
// sum with the weights 2 to 7, modulo 11; ten is written as nought.
func simcChecks(value string) bool {
	sum := 0
	for i := range 6 {
		sum += int(value[i]-'0') * (i + 2)
	}
	return sum%11%10 == int(value[6]-'0')
}

// cleanPeriod returns a period as it is kept, or errs.Invalid naming the field.
func cleanPeriod(from, to string) (string, string, error) {
	a, err := lang.ParseDate(strings.TrimSpace(from))
	if err != nil {
		return "", "", errs.In("from", lang.Msg("error.date", "text", from))
	}
	b, err := lang.ParseDate(strings.TrimSpace(to))
	if err != nil {
		return "", "", errs.In("to", lang.Msg("error.date", "text", to))
	}
	if !a.IsZero() && !b.IsZero() && b.Compare(lang.Date{Year: a.Year}) < 0 {
		return "", "", errs.In("to", lang.Msg("error.partnership.period"))
	}
	return a.String(), b.String(), nil
}

// overlaps says whether two periods have a day in common; an end in the year of the
// other's beginning is taken for its predecessor.
func overlaps(a, b Identifier) bool {
	before := func(end, begin string) bool { return end != "" && begin != "" && end <= begin }
	return !before(a.To, b.From) && !before(b.To, a.From)
}

const selectIdentifier = `
	SELECT id,
	       place,
	       scheme,
	       value,
	       used_from,
	       used_until,
	       source,
	       origin
	  FROM place_identifier`

func scanIdentifier(row db.Scanner) (i Identifier, err error) {
	return i, row.Scan(&i.ID, &i.Place, &i.Scheme, &i.Value, &i.From, &i.To, &i.Source, &i.Origin)
}

// Identifiers are those of a place, by scheme, the present one first.
func (s *Store) Identifiers(ctx context.Context, q db.Querier, place int64) ([]Identifier, error) {
	return db.Collect(ctx, q, scanIdentifier, selectIdentifier+`
		 WHERE place = $1
		 ORDER BY scheme, CASE WHEN used_until = '' THEN 0 ELSE 1 END, used_until DESC, value`, place)
}

// AddIdentifier adds an identifier to a place inside a change. One that another place has
// in the same period is errs.Conflict.
func (s *Store) AddIdentifier(ctx context.Context, tx *db.Tx, note func(people.Entry), i Identifier) (err error) {
	defer errs.Wrap(&err, "place.AddIdentifier")
	if i.Value, err = CleanIdentifier(i.Scheme, i.Value); err != nil {
		return err
	}
	if i.From, i.To, err = cleanPeriod(i.From, i.To); err != nil {
		return err
	}
	same, err := db.Collect(ctx, tx, scanIdentifier, selectIdentifier+` WHERE scheme = $1 AND value = $2`, string(i.Scheme), i.Value)
	if err != nil {
		return err
	}
	for _, other := range same {
		if overlaps(i, other) {
			return errs.InKind(errs.Conflict, "value", lang.Msg("error.place.identifier_taken", "value", i.Value, "place", other.Place))
		}
	}
	note(entry(i.Place, people.FieldChange{Name: "identifier." + string(i.Scheme), New: i.text()}))
	_, err = tx.ExecContext(ctx, `
		INSERT INTO place_identifier (id, place, scheme, value, used_from, used_until, source, origin, edited)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)`,
		db.NewID(), i.Place, string(i.Scheme), i.Value, i.From, i.To, i.Source, tx.Now())
	return err
}

// DropIdentifier removes an identifier of a place inside a change.
func (s *Store) DropIdentifier(ctx context.Context, tx *db.Tx, note func(people.Entry), place int64, id string) (err error) {
	defer errs.Wrap(&err, "place.DropIdentifier")
	i, ok, err := db.One(ctx, tx, scanIdentifier, selectIdentifier+` WHERE id = $1 AND place = $2`, id, place)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)
	}
	note(entry(place, people.FieldChange{Name: "identifier." + string(i.Scheme), Old: i.text()}))
	_, err = tx.ExecContext(ctx, `DELETE FROM place_identifier WHERE id = $1`, id)
	return err
}

func (i Identifier) text() string {
	return strings.TrimRight(i.Value+" "+i.From+"/"+i.To, " /")
}
