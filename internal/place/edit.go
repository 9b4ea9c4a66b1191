package place

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// entry is what the audit chain gets of a change of a place.
func entry(place int64, fields ...people.FieldChange) people.Entry {
	return people.Entry{Action: people.EditPlace, Kind: "place", ID: strconv.FormatInt(place, 10), Places: []int64{place}, Fields: fields}
}

// Facts are what a person can change of a place's own row.
type Facts struct {
	Population int64
	Kind       Kind
	Unit       string // national code of the unit
}

// Kinds are all kinds of place.
func Kinds() []Kind { return []Kind{Settlement, Municipality, District, County, Province} }

// mostPeople is more than any city has.
const mostPeople = 100_000_000

func (f Facts) check() error {
	switch {
	case f.Population < 0 || f.Population > mostPeople:
		return errs.In("population", lang.Msg("error.place.population"))
	case !slices.Contains(Kinds(), f.Kind):
		return errs.In("kind", lang.Msg("error.form.unreadable"))
	case utf8.RuneCountInString(f.Unit) > 20 || strings.ContainsFunc(f.Unit, func(r rune) bool { return r < ' ' }):
		return errs.In("unit", lang.Msg("error.place.identifier", "value", f.Unit))
	}
	return nil
}

// SetFacts changes a place's own row inside a change. Imports leave it alone from then on.
func (s *Store) SetFacts(ctx context.Context, tx *db.Tx, note func(people.Entry), place int64, f Facts) (err error) {
	defer errs.Wrap(&err, "place.SetFacts(%d)", place)
	if err := f.check(); err != nil {
		return err
	}
	p, err := s.Place(ctx, tx, place)
	if err != nil {
		return err
	}
	var changes []people.FieldChange
	for _, c := range []people.FieldChange{
		{Name: "population", Old: strconv.FormatInt(p.Population, 10), New: strconv.FormatInt(f.Population, 10)},
		{Name: "kind", Old: string(p.Kind), New: string(f.Kind)},
		{Name: "unit", Old: p.Unit, New: f.Unit},
	} {
		if c.Old != c.New {
			changes = append(changes, c)
		}
	}
	note(entry(place, changes...))
	if _, err := tx.ExecContext(ctx, `
		UPDATE place
		   SET population = $1, kind = $2, unit = $3, edited = $4
		 WHERE id = $5`, f.Population, string(f.Kind), f.Unit, tx.Now(), place); err != nil {
		return err
	}
	return tx.Touch(ctx)
}

// NameKinds are all kinds of name.
func NameKinds() []NameKind { return []NameKind{Endonym, Exonym, Official, Historical, Variant} }

// mostName is longer than any place's name.
const mostName = 120

// cleanName returns a name as it is kept, or errs.Invalid naming the field.
func cleanName(n Name) (Name, error) {
	n.Value = strings.Join(strings.Fields(n.Value), " ")
	if n.Value == "" || utf8.RuneCountInString(n.Value) > mostName || strings.ContainsFunc(n.Value, func(r rune) bool { return r < ' ' || r >= 0x202a && r <= 0x202e }) {
		return n, errs.In("name", lang.Msg("error.place.name", "max", mostName))
	}
	tag, err := language.Parse(n.Lang)
	if err != nil {
		return n, errs.In("lang", lang.Msg("error.place.language"))
	}
	n.Lang = tag.String()
	if !slices.Contains(NameKinds(), n.Kind) {
		return n, errs.In("kind", lang.Msg("error.form.unreadable"))
	}
	n.From, n.To, err = cleanPeriod(n.From, n.To)
	if err == nil && n.Kind == Historical && n.From == "" && n.To == "" {
		return n, errs.In("to", lang.Msg("error.place.historical"))
	}
	return n, err
}

// AddName adds a name, or changes the period and source of one that is there, inside a
// change. Imports leave it alone from then on.
func (s *Store) AddName(ctx context.Context, tx *db.Tx, note func(people.Entry), n Name) (err error) {
	defer errs.Wrap(&err, "place.AddName")
	if n, err = cleanName(n); err != nil {
		return err
	}
	note(entry(n.Place, people.FieldChange{Name: "name." + n.Lang + "." + string(n.Kind), New: strings.TrimRight(n.Value+" "+n.From+"/"+n.To, " /")}))
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO place_name (place, lang, value, kind, used_from, used_until, source, origin, edited)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)
		ON CONFLICT (place, lang, value, kind) DO UPDATE SET
			used_from  = excluded.used_from,
			used_until = excluded.used_until,
			source     = excluded.source,
			edited     = excluded.edited`,
		n.Place, n.Lang, n.Value, string(n.Kind), n.From, n.To, n.Source, tx.Now()); err != nil {
		return err
	}
	return tx.Touch(ctx)
}

// DropName removes a name that a person added, inside a change. One that an import told
// ends today instead: it is not shown any more, look-up still finds it, and the next
// import does not bring it back.
func (s *Store) DropName(ctx context.Context, tx *db.Tx, note func(people.Entry), n Name) (err error) {
	defer errs.Wrap(&err, "place.DropName")
	origin, found, err := db.One(ctx, tx, func(row db.Scanner) (o string, err error) { return o, row.Scan(&o) }, `
		SELECT origin FROM place_name WHERE place = $1 AND lang = $2 AND value = $3 AND kind = $4`, n.Place, n.Lang, n.Value, string(n.Kind))
	if err != nil {
		return err
	}
	if !found {
		return errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)
	}
	note(entry(n.Place, people.FieldChange{Name: "name." + n.Lang + "." + string(n.Kind), Old: n.Value}))
	query, args := `
		DELETE FROM place_name
		 WHERE place = $1 AND lang = $2 AND value = $3 AND kind = $4`, []any{n.Place, n.Lang, n.Value, string(n.Kind)}
	if origin != "" {
		query = `
			UPDATE place_name
			   SET used_until = $5, edited = $6
			 WHERE place = $1 AND lang = $2 AND value = $3 AND kind = $4`
		args = append(args, lang.DateOf(time.UnixMicro(tx.Now()).UTC()).String(), tx.Now())
	}
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	return tx.Touch(ctx)
}

// PolicyName is the name that the hand-checked table has for a place in a language, which
// docs/names.md explains; false where the table has none.
func (a *Atlas) PolicyName(id int64, lang string) (string, bool) {
	for _, n := range a.Names(id) {
		if n.Lang == lang && displayRank(n) < worst && n.Source != "geonames" && n.Source != "cldr" && n.Source != "" {
			return n.Value, true
		}
	}
	return "", false
}

// DB is what reads outside of a transaction.
func (s *Store) DB() db.Querier { return s.db }

// NamesOf are all names of a place, ended ones too, by language.
func (s *Store) NamesOf(ctx context.Context, place int64) ([]Name, error) {
	return db.Collect(ctx, s.db, func(row db.Scanner) (n Name, err error) {
		return n, row.Scan(&n.Place, &n.Lang, &n.Value, &n.Kind, &n.From, &n.To, &n.Source)
	}, `
		SELECT place,
		       lang,
		       value,
		       kind,
		       used_from,
		       used_until,
		       source
		  FROM place_name
		 WHERE place = $1
		 ORDER BY lang, kind, value`, place)
}
