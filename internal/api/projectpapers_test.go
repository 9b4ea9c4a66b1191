package api_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"twintown/internal/api"
	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// A project tells programs its open papers and its meetings; a meeting tells to which project
// it belongs.
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
	log := people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	for name, seen := range map[string]document.Visibility{"umowa.pdf": document.Public, "lista płac.pdf": document.Restricted} {
		in, err := files.Take(ctx, who, name, bytes.NewReader(mediatest.PDF(1)))
		must(err)
		must(log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
			d, err := files.Add(ctx, tx, note, who, document.New{Intake: in.ID, Title: map[string]string{"pl": name}, Language: "pl", Visibility: seen, On: x.Object()})
			if err != nil {
				return err
			}
			return projects.ChangeIn(ctx, tx, note, x.ID, project.OfPapers, project.AnyVersion, func(p *project.Project) error {
				p.Papers = append(p.Papers, project.Paper{Document: d.ID, Kind: project.Agreement})
				return nil
			})
		}))
	}
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
	var told struct {
		Documents []struct{ Kind, Title, Language, URL, Type string }
		Meetings  []string
	}
	body := ask(h, "/api/v1/projects/songs?lang=pl").Body.Bytes()
	must(json.Unmarshal(body, &told))
	if len(told.Documents) != 1 || told.Documents[0].Title != "umowa.pdf" || told.Documents[0].Kind != "agreement" || told.Documents[0].Type != "application/pdf" || bytes.Contains(body, []byte("płac")) {
		t.Errorf("documents: %+v", told.Documents)
	}
	if len(told.Meetings) != 1 || told.Meetings[0] != conference {
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
