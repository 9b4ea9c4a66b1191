package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"twintown/internal/api"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/world/worldtest"
)

// A meeting tells programs to which project it belongs, and the project its meetings.
func TestWhatBelongsToAProjectIsTold(t *testing.T) {
	rooms := worldtest.Open(t)
	papers, files, _ := published(t, rooms)
	projects := joint(t, rooms)
	ctx, who := t.Context(), people.System()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	x, err := projects.ByHandle(ctx, "songs")
	must(err)
	i, err := papers.Item(ctx, conference)
	must(err)
	own := i.Own
	own.Links = append(own.Links, press.Link{Kind: press.OfProject, Target: x.ID})
	must(papers.SaveOwn(ctx, who, conference, i.OwnVersion, own, ""))
	i, err = papers.Item(ctx, conference)
	must(err)
	must(papers.PublishChanges(ctx, who, conference, i.Version, time.Time{}, func(press.Text) (markup.Resolve, error) { return markup.Nothing, nil }))

	h := api.New(api.Deps{
		World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Release: "test",
		Press: papers, Documents: files, Projects: projects, Programmes: programmes(t, rooms), Notices: rooms.Notices,
	})
	var told struct{ Meetings []struct{ ID string } }
	must(json.Unmarshal(ask(h, "/api/v1/projects/songs?lang=pl").Body.Bytes(), &told))
	if len(told.Meetings) != 1 || told.Meetings[0].ID != conference {
		t.Errorf("meetings: %v", told.Meetings)
	}
	var meeting struct {
		Joint string `json:"joint_project"`
	}
	must(json.Unmarshal(ask(h, "/api/v1/meetings/"+conference+"?lang=pl").Body.Bytes(), &meeting))
	if meeting.Joint != "songs" {
		t.Errorf("the meeting belongs to %q", meeting.Joint)
	}
}
