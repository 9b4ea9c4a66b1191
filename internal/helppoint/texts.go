package helppoint

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// saveTexts writes the texts that differ. A text that is emptied goes; one that changes
// gets the next version, so that its translations are known to be behind.
func saveTexts(ctx context.Context, tx *db.Tx, was Point, p *Point) error {
	for code, old := range was.Texts {
		if t, ok := p.Texts[code]; !ok || t.empty() {
			delete(p.Texts, code)
			if _, err := tx.ExecContext(ctx, `DELETE FROM help_point_text WHERE point = $1 AND language = $2`, p.ID, code); err != nil {
				return err
			}
		} else if t.says() == old.says() && t.Origin == old.Origin && t.Source == old.Source && t.OfVersion == old.OfVersion {
			p.Texts[code] = old
		}
	}
	for code, t := range p.Texts {
		old, had := was.Texts[code]
		if t.empty() || had && old == t {
			continue
		}
		if t.Origin == "" || t.Source == code {
			t.Origin, t.Source = Written, ""
		}
		t.Version = old.Version
		if !had || t.says() != old.says() {
			t.Version++
		}
		t.Changed = db.Moment(tx.Now())
		p.Texts[code] = t
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO help_point_text (point, language, name, summary, way, origin, source, of_version, version, changed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (point, language) DO UPDATE
			   SET name       = excluded.name,
			       summary    = excluded.summary,
			       way        = excluded.way,
			       origin     = excluded.origin,
			       source     = excluded.source,
			       of_version = excluded.of_version,
			       version    = excluded.version,
			       changed    = excluded.changed`,
			p.ID, code, t.Name, t.Summary, t.Way, string(t.Origin), t.Source, t.OfVersion, t.Version, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func (t Text) empty() bool { return strings.TrimSpace(t.Name+t.Summary+t.Way) == "" }

// says is what readers read.
func (t Text) says() string { return t.Name + "\x00" + t.Summary + "\x00" + t.Way }

// entry tells the record of changes what is different, field by field.
func entry(was, now Point) people.Entry {
	e := people.Entry{Action: people.EditHelp, Kind: kind, ID: now.ID}
	if now.Place != 0 {
		e.Places = []int64{now.Place}
	}
	e.Fields = people.Differences(was.fields(), now.fields())
	if len(e.Fields) == 0 {
		e.Note = "unchanged"
	}
	return e
}

// plainText is a value as the record of changes shows it: a list with commas, the parts of
// each of its entries with spaces.
func plainText(raw json.RawMessage) string {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return string(raw)
	}
	return saying(v)
}

func saying(v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, saying(x))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) { // from, hours, note, number, reason, to
			if text := saying(v[name]); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, " ")
	case bool:
		return "" // what is so stands beside it
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// fields are what a point holds, as text.
func (p Point) fields() map[string]string {
	body, _ := json.Marshal(p.Details) // lists of texts cannot fail
	raw := map[string]json.RawMessage{}
	_ = json.Unmarshal(body, &raw)
	all := map[string]string{}
	for name, v := range raw {
		if text := plainText(v); text != "" && name != "pasted" {
			all[name] = text
		}
	}
	plain := func(name string, v any, is bool) {
		if is {
			b, _ := json.Marshal(v)
			all[name] = strings.Trim(string(b), `"`)
		}
	}
	plain("state", p.Stage, p.Stage != "")
	plain("place", p.Place, p.Place != 0)
	plain("position", []float64{p.Lat, p.Lon}, p.Located)
	plain("hours", p.Hours, p.Hours != "")
	plain("organisation", p.Organisation, p.Organisation != "")
	plain("verified", p.Verified, !p.Verified.IsZero())
	plain("confidential", true, p.Confidential)
	plain("enquiries", true, p.Enquiries)
	plain("example", true, p.Example)
	for code, t := range p.Texts {
		plain("name."+code, t.Name, t.Name != "")
		plain("summary."+code, t.Summary, t.Summary != "")
		plain("way."+code, t.Way, t.Way != "")
	}
	return all
}
