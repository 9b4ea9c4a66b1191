package operator

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Change saves a face as its next version, with a row in the audit chain that tells each
// field that differs. It judges the face first; what is wrong comes back as [Faults] in the
// error. A face that changes nothing is not saved again.
func (k *Keeper) Change(ctx context.Context, log *people.Log, who people.Actor, f *Face) (err error) {
	defer errs.Wrap(&err, "Change the face")
	if err := f.Check(k.known).Err(); err != nil {
		return err
	}
	present, err := k.store.Latest(ctx)
	if err != nil {
		return err
	}
	if present.Version == f.Version && len(differences(present, f)) == 0 {
		return nil
	}
	err = log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, err := k.store.Put(ctx, tx, f, Author{Account: who.Account})
		if err != nil {
			return err
		}
		note(people.Entry{Action: people.ManageSite, Kind: "operator", ID: "face", Fields: differences(before, f)})
		return nil
	})
	if err != nil {
		return err
	}
	return k.Refresh(ctx)
}

// differences lists the fields that differ, as they are stored.
func differences(before, after *Face) (changes []people.FieldChange) {
	old, now := fields(before), fields(after)
	names := slices.Sorted(maps.Keys(old))
	for name := range now {
		if _, found := old[name]; !found {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if old[name] != now[name] {
			changes = append(changes, people.FieldChange{Name: name, Old: old[name], New: now[name]})
		}
	}
	return changes
}

// fields are the parts of a face as text; a text's own quotation marks are left out.
func fields(f *Face) map[string]string {
	whole, _ := json.Marshal(f) // texts and numbers cannot fail
	var parts map[string]json.RawMessage
	_ = json.Unmarshal(whole, &parts)
	out := make(map[string]string, len(parts))
	for name, raw := range parts {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		out[name] = text
	}
	return out
}
