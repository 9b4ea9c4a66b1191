package api_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twintown/internal/api"
	"twintown/internal/funding"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/world/worldtest"
	"twintown/starter"
)

func programmes(t *testing.T, rooms worldtest.Rooms) *funding.Keeper {
	t.Helper()
	log := people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	return funding.NewKeeper(funding.NewStore(rooms.DB, log, nil), starter.Countries())
}

// A program reads which calls there are, who may apply, and what two towns lack.
func TestProgrammes(t *testing.T) {
	rooms := worldtest.Open(t)
	h := api.New(api.Deps{World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Release: "test", Programmes: programmes(t, rooms), Notices: rooms.Notices})
	var list api.Page[api.ProgrammeItem]
	if err := json.Unmarshal(ask(h, "/api/v1/programmes?kind=foundation&lang=de").Body.Bytes(), &list); err != nil || len(list.Items) != 3 {
		t.Errorf("%d programmes, %v", len(list.Items), err)
	}
	one := ask(h, "/api/v1/programmes/visegrad-grants?lang=pl").Body.String()
	for _, want := range []string{`"name":"Granty Wyszehradzkie"`, `"deadlines":["2027-02-01T12:00:00+01:00"`, `"zone":"Europe/Bratislava"`, `"rate":1`, "kraj: Grupa Wyszehradzka", `"retrieved":"2026-11-26"`} {
		if !strings.Contains(one, want) {
			t.Errorf("the programme lacks %s", want)
		}
	}
	var fit struct {
		Items []struct {
			Call, Value string
			Missing     [][]string
		}
	}
	if err := json.Unmarshal(ask(h, "/api/v1/calls/fit?with=758651&with=598316&lang=en").Body.Bytes(), &fit); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(fit.Items, func(x struct {
		Call, Value string
		Missing     [][]string
	},
	) bool {
		return x.Call == "visegrad-grants"
	})
	if at < 0 || fit.Items[at].Value != "no" || len(fit.Items[at].Missing) == 0 || !strings.HasPrefix(fit.Items[at].Missing[0][0], "2 more partners (country: Czechia, Hungary, Slovakia") {
		t.Errorf("%+v", fit.Items)
	}
	if w := ask(h, "/api/v1/calls/fit"); w.Code != 422 {
		t.Errorf("without towns: %d", w.Code)
	}
}
