package api_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"twintown/internal/api"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
	"twintown/internal/world/worldtest"
)

// requests are one that seeks, one that ended, and a draft.
func requests(t *testing.T, rooms worldtest.Rooms) *seek.Store {
	t.Helper()
	store := seek.NewStore(rooms.DB, people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors")), nil)
	public := func(r *seek.Request) error {
		return errs.First(r.Review(dbtest.Today), r.Publish(dbtest.Today))
	}
	for _, x := range []struct {
		r     seek.Request
		moves []func(*seek.Request) error
	}{
		{seek.Request{Handle: "sokolka", Places: []int64{776069, 771953}, Details: seek.Details{Topics: []string{"culture"}, Languages: []string{"pl", "be"}, MaxKm: 400}}, []func(*seek.Request) error{public}},
		{seek.Request{Handle: "ended", Places: []int64{771953}, Details: seek.Details{Topics: []string{"sport"}}}, []func(*seek.Request) error{public, func(r *seek.Request) error { return r.Close(seek.PlansChanged) }}},
		{r: seek.Request{Handle: "draft", Places: []int64{771953}}},
	} {
		x.r.ReplyBy, x.r.Expires = "2027-01-20", "2027-03-20"
		x.r.Texts = map[string]seek.Text{"pl": {Title: "Szukamy", Seeks: "Miasta nad jeziorem"}}
		id, err := store.Create(t.Context(), people.System(), x.r)
		if err != nil {
			t.Fatal(err)
		}
		for i, move := range x.moves {
			if err := store.Change(t.Context(), people.System(), people.WriteRequest, id, int64(i+1), move); err != nil {
				t.Fatal(err)
			}
		}
	}
	return store
}

func TestRequests(t *testing.T) {
	rooms := worldtest.Open(t)
	h := api.New(api.Deps{World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Release: "test", Requests: requests(t, rooms)})
	for question, n := range map[string]int{"": 1, "?country=PL&topic=culture&writes=be&size=over100&open=true": 1, "?country=LT": 0, "?topic=sport": 0, "?writes=de": 0, "?size=to5": 0} {
		var list api.Page[api.RequestItem]
		if err := json.Unmarshal(ask(h, "/api/v1/requests"+question).Body.Bytes(), &list); err != nil || len(list.Items) != n {
			t.Errorf("%q: %d requests, %v", question, len(list.Items), err)
		}
	}
	var one api.RequestItem
	if err := json.Unmarshal(ask(h, "/api/v1/requests/sokolka?lang=lt").Body.Bytes(), &one); err != nil {
		t.Fatal(err)
	}
	if one.State != "published" || !one.Open || one.Language != "pl" || len(one.Places) != 2 || one.Places[0].Name != "Balstogė" || one.URL != "/lt/seek/sokolka" || one.Texts[0].URL != "/pl/seek/sokolka" {
		t.Errorf("%+v", one)
	}
	if err := json.Unmarshal(ask(h, "/api/v1/requests/ended").Body.Bytes(), &one); err != nil || one.State != "closed" || one.Open {
		t.Errorf("one that ended: %v %+v", err, one)
	}
	if w := ask(h, "/api/v1/requests/draft"); w.Code != http.StatusNotFound {
		t.Errorf("a draft: %d", w.Code)
	}
}
