package doctor

import (
	"context"
	"io"
	"maps"
	"slices"
	"time"
)

// database looks at the engine's own checks and at the form of the tables; false says
// that the tables are not of this release's form, so that the rooms cannot be asked.
func (r Rooms) database(ctx context.Context) (found []Finding, current bool) {
	if err := r.DB.Check(ctx); err != nil {
		return []Finding{Ill("database", "error.database_damaged")}, false
	}
	have, want, err := r.DB.SchemaVersion(ctx)
	switch {
	case err != nil:
		return []Finding{failed("database", err)}, false
	case have > want:
		return []Finding{Ill("database", "error.database_newer", "have", have, "want", want)}, false
	}
	found = append(found, Well("database", "doctor.database", "engine", string(r.DB.Engine()), "version", have))
	if have < want {
		found = append(found, Well("version", "doctor.older", "have", have, "want", want))
	}
	lost, err := r.DB.CheckForeignKeys(ctx)
	switch {
	case err != nil:
		found = append(found, failed("references", err))
	case len(lost) > 0:
		table := slices.Sorted(maps.Keys(lost))[0]
		found = append(found, Ill("references", "doctor.references_lost", "n", lost[table], "table", table))
	}
	return found, have == want
}

// unneeded is the age from which on an object that no row names should have been
// collected: the collector spares a day and comes each night.
const unneeded = 3 * 24 * time.Hour

// media compares the objects that rows name with those that are stored.
func (r Rooms) media(ctx context.Context) []Finding {
	if r.Media == nil {
		return nil
	}
	if err := r.Media.Check(ctx); err != nil {
		return []Finding{failed("media", err)}
	}
	missing, err := r.named(ctx)
	if err != nil {
		return []Finding{failed("media", err)}
	}
	named := len(missing)
	var stored, extra, broken int
	var size int64
	var example string
	for info, err := range r.Media.List(ctx) {
		if err != nil {
			return []Finding{failed("media", err)}
		}
		stored, size = stored+1, size+info.Size
		if missing[info.ID] {
			delete(missing, info.ID)
		} else if r.Clock.Now().Sub(info.Put) > unneeded {
			extra++
		}
		if r.Deep && !r.readable(ctx, info.ID) {
			broken++
			example = info.ID
		}
	}
	var found []Finding
	if len(missing) > 0 {
		found = append(found, Ill("media", "doctor.media_missing", "n", len(missing), "id", slices.Sorted(maps.Keys(missing))[0]))
	}
	if broken > 0 {
		found = append(found, Ill("media", "doctor.media_damaged", "n", broken, "id", example))
	}
	if extra > 0 && len(r.Named) > 0 {
		found = append(found, Ill("media", "doctor.media_unneeded", "n", extra))
	}
	if len(found) > 0 {
		return found
	}
	return []Finding{Well("media", "doctor.media", "n", stored, "named", named, "size", float64(size)/1e6)}
}

// named are the objects that rows name.
func (r Rooms) named(ctx context.Context) (map[string]bool, error) {
	all := map[string]bool{}
	for _, names := range r.Named {
		for id, err := range names(ctx) {
			if err != nil {
				return nil, err
			}
			all[id] = true
		}
	}
	return all, nil
}

func (r Rooms) readable(ctx context.Context, id string) bool {
	o, _, err := r.Media.Open(ctx, id)
	if err != nil {
		return false
	}
	defer o.Close()
	_, err = io.Copy(io.Discard, o)
	return err == nil
}

// audit reads the whole record of changes.
func (r Rooms) audit(ctx context.Context) []Finding {
	if r.Log == nil {
		used, err := r.inUse(ctx)
		if err != nil || !used {
			return nil
		}
		return []Finding{Ill("audit", "doctor.no_key")}
	}
	v, err := r.Log.Verify(ctx)
	switch {
	case err != nil:
		return []Finding{failed("audit", err)}
	case !v.Whole():
		return []Finding{Ill("audit", "doctor.audit_broken", "seq", v.Faults[0].Seq)}
	}
	return []Finding{Well("audit", "doctor.audit", "n", v.Rows)}
}

// inUse says that a database is one of a site that people work with.
func (r Rooms) inUse(ctx context.Context) (bool, error) {
	if r.People == nil {
		return false, nil
	}
	empty, err := r.People.Empty(ctx)
	return !empty, err
}
