//go:build e2e

package e2e

import (
	"context"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// forumKinds are pages of the forum of a conference of today: before it is set up, planned
// and released, as the organiser sees it and as a delegation does.
func (i *installation) forumKinds() map[string]deskKind {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	log, now, who := people.NewLog(d, key, ""), clock.System(), people.System()
	guests, meetings := delegation.NewStore(d, log, key, now, nil), meeting.NewStore(d, log, press.NewStore(d, log, now, nil))
	store, today := forum.NewStore(d, log, key, meetings), now.Now()
	begin := func(title string) string {
		id, err := meetings.Create(i.Context(), who, meeting.New{
			Kind: meeting.Forum, Language: "en", Content: press.Content{Title: title, Origin: press.Written},
			Facts: meeting.Facts{From: partnership.On(today.Year(), int(today.Month()), today.Day()), Zone: "UTC"},
		})
		must(err)
		must(guests.SaveConference(i.Context(), who, delegation.Conference{Meeting: id, Ends: today.AddDate(0, 0, 1)}))
		return id
	}
	before, id := begin("Forum to come"), begin("Towns at one table")
	var sides []forum.Side
	var links []string
	for _, place := range []int64{bialystok, hrodna, kaunas} {
		one, err := guests.Add(i.Context(), who, delegation.Delegation{Meeting: id, Kind: delegation.Town, Place: place, Language: "en", Quota: 2})
		must(err)
		group, err := guests.ByID(i.Context(), one)
		must(err)
		_, err = guests.Answer(i.Context(), who, one, group.Version, delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLetter})
		must(err)
		sides, links = append(sides, forum.Side{ID: one, Place: place}), append(links, "/guest/"+guests.Link(group)+"/forum")
	}
	nobody := func(context.Context, *db.Tx, forum.Letter) error { return nil }
	unknown := func(forum.Side, forum.Side) forum.Fit { return forum.Fit{} }
	must(store.SetUp(i.Context(), who, id, 0, forum.Setup{Hours: []string{"00:00–00:20, 23:00–23:40"}, Minutes: 15, Between: 5, Map: "1, ., 2", Suggest: true}))
	for n, others := range [][]int{{2}, {0}, {0, 1}} { // Kaunas wishes for both
		sent := forum.Send{Profile: forum.Profile{Topics: []string{"culture"}, Line: "Choirs and schools"}}
		for _, other := range others {
			sent.Wishes = append(sent.Wishes, forum.Wished{Other: sides[other].ID, Place: other + 1})
		}
		must(store.Wish(i.Context(), who, id, sides[n], sent, sides, unknown, nobody))
	}
	_, err = store.Plan(i.Context(), who, id, 1, false, sides, unknown)
	must(err)
	_, err = store.Release(i.Context(), who, id, 2, sides, nobody)
	must(err)
	root, pair := "/desk/meetings/"+id+"/forum", forum.PairOf(sides[0].ID, sides[2].ID)
	return map[string]deskKind{
		"forum-none":        {path: "/desk/meetings/" + before + "/forum"},
		"forum":             {path: root},
		"forum-talk":        {path: root + "/talks/" + pair.A + "." + pair.B},
		"forum-lists":       {path: root + "/lists"},
		"forum-contacts":    {path: root + "/contacts"},
		"guest-forum":       {path: links[2], public: true},
		"guest-forum-alone": {path: links[1], public: true},
	}
}
