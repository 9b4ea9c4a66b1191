package api_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/api"
	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/world/worldtest"
)

// helpPoints are a public point in Białystok and a draft.
func helpPoints(t *testing.T, rooms worldtest.Rooms) *helppoint.Store {
	t.Helper()
	store := helppoint.NewStore(rooms.DB, people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors")), nil)
	point := helppoint.Point{
		Handle: "punkt", Stage: helppoint.Public, Place: 776069, Zone: "Europe/Warsaw", Hours: "Mo 13:00-20:00", Verified: dbtest.Today, VerifiedRole: people.Adviser,
		Details: helppoint.Details{Purposes: []helppoint.Purpose{helppoint.ForCivic}, Phones: []helppoint.Phone{{Number: "+48850000001"}}, Languages: []string{"pl"}, Exceptions: []helppoint.Exception{{From: "2026-12-24", To: "2026-12-24", Reason: "holiday"}}},
		Texts:   map[string]helppoint.Text{"pl": {Name: "=Punkt", Provenance: lang.Provenance{Origin: helppoint.Written}}},
	}
	draft := point
	draft.Handle, draft.Stage = "szkic", helppoint.Draft
	if _, err := store.Create(t.Context(), people.System(), point, draft); err != nil {
		t.Fatal(err)
	}
	return store
}

// Programs get the points, what is known now, and a table and a map of the same; a draft
// is told to nobody, and an answer is right for a minute.
func TestHelpPoints(t *testing.T) {
	rooms := worldtest.Open(t)
	store := helpPoints(t, rooms)
	clock := clocktest.At(dbtest.Today) // Monday, 13:00 in Warsaw
	h := api.New(api.Deps{World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, Catalog: rooms.Catalog, Clock: clock, Release: "test", Help: store})
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/"+path, nil))
		return w
	}
	var list api.Page[api.HelpPointItem]
	if err := json.Unmarshal(get("helppoints?lang=de").Body.Bytes(), &list); err != nil || len(list.Items) != 1 {
		t.Fatalf("%v, %+v", err, list)
	}
	x := list.Items[0]
	if x.ID != "punkt" || x.Now.State != "open" || x.Now.Until == nil || x.Language != "pl" || !x.Phones[0].Dial || x.Hours != "Mo 13:00-20:00" || x.URL != "/de/help/punkt" {
		t.Errorf("%+v", x)
	}
	if err := json.Unmarshal(get("helppoints?purpose=legal").Body.Bytes(), &list); err != nil || len(list.Items) != 0 {
		t.Errorf("legal aid: %v, %+v", err, list)
	}
	if w := get("helppoints/szkic"); w.Code != http.StatusNotFound {
		t.Errorf("a draft: %d", w.Code)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get("helppoints.csv").Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 || !strings.HasPrefix(rows[1][1], "'=") {
		t.Errorf("the table: %v, %v", err, rows)
	}
	var geo struct {
		Features []struct {
			Geometry struct{ Coordinates [2]float64 }
		}
	}
	if err := json.Unmarshal(get("helppoints.geojson").Body.Bytes(), &geo); err != nil || len(geo.Features) != 1 || int(geo.Features[0].Geometry.Coordinates[0]) != 23 {
		t.Errorf("the map: %v, %+v", err, geo)
	}
	before := get("helppoints").Header().Get("ETag")
	clock.Add(60_000_000_000)
	if after := get("helppoints").Header().Get("ETag"); before == "" || after == before {
		t.Errorf("a minute later the tag is the same: %s", after)
	}
}
