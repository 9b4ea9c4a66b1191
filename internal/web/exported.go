package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// tellExport notes in the record of changes that somebody takes personal data along as a
// file: by which right, of which kind of object, how many rows. It comes before the file:
// what cannot be noted does not leave.
func (s *Site) tellExport(r *http.Request, by people.Action, kind string, rows int) error {
	return s.rooms.People.Log().Change(r.Context(), actorOf(r), func(_ *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: by, Kind: kind, Fields: []people.FieldChange{{Name: "rows", New: strconv.Itoa(rows)}}})
		return nil
	})
}
