package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twintown/internal/funding"
	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/world/worldtest"
)

// metAt notes that Sokółka and Hrodna met at a forum of an organisation, and keeps a project of
// both that names the forum, for readers to see.
func metAt(t *testing.T, s *Site, organisation string) {
	t.Helper()
	ctx, who := t.Context(), people.System()
	err := s.rooms.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		facts := meeting.Facts{Kind: meeting.Forum, From: partnership.On(2024, 5, 12), Place: placeBialystok, Organisers: []string{organisation}}
		if err := s.rooms.Meetings.CreateIn(ctx, tx, note, who, "a-forum", meeting.New{Kind: meeting.Forum, Language: "en", Content: press.Content{Title: "A forum"}, Facts: facts}); err != nil {
			return err
		}
		return forum.KeepIn(ctx, tx, forum.Contact{ID: "a-contact", Meeting: "a-forum", Pair: forum.Pair{A: "a", B: "b"}, PlaceA: placeSokolka, PlaceB: placeHrodna, WantA: forum.Intent, WantB: forum.Intent, Day: lang.Date{Year: 2024, Month: 5, Day: 12}})
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.rooms.Projects.Create(ctx, who, project.Project{Handle: "songs", Body: project.Body{
		Facts: project.Facts{Meeting: "a-forum"}, Texts: map[string]project.Text{"en": {Title: "Songs of two towns"}},
		Partners: []project.Partner{{ID: "1", Place: placeSokolka, Role: project.Lead}, {ID: "2", Place: placeHrodna, Role: project.Full}},
		Budget: project.Budget{
			Lines:  []project.Line{{Partner: "1", Heading: project.Travel, Amount: funding.Money{Cents: 100, Currency: "EUR"}}},
			Shares: []project.Share{{Partner: "1", Origin: project.OfGrant, Rest: true}},
		},
	}})
	if err == nil {
		err = s.rooms.Projects.Change(ctx, who, id, project.OfState, 1, func(p *project.Project) error {
			if err := p.Go(project.Submitted, "2025-01-02", "", funding.NoShare); err != nil {
				return err
			}
			return p.Show(time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC))
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The pages of a town, a region and an organisation lead to what came of their meetings, once
// something is known of it; and the list behind a number leads to the public page of what it
// counts.
func TestWhatCameOfItIsLedTo(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, store := deskSiteOn(t, rooms)
		s.rooms.Observatory = observatory.NewStore(rooms.DB, s.rooms.Projects)
		const name = "Stowarzyszenie Miast"
		organisation, err := store.SaveOrganisation(t.Context(), people.System(), people.Organisation{Kind: "ngo", Name: name, Country: "PL"})
		if err != nil {
			t.Fatal(err)
		}
		admin := signedIn(t, s, "Administrator", administrator())
		links := map[string]string{
			"/en/places/758651-sokolka": "/en/places/758651-sokolka/results", "/en/regions/PL.81": "/en/regions/PL.81/results",
			"/en/desk/organisations/" + organisation: "/en/desk/organisations/" + organisation + "/results",
		}
		const other = "/en/places/598316-kaunas"
		leads := func(when string, want bool) {
			t.Helper()
			for page, to := range links {
				w := admin.get(page)
				if body := w.Body.String(); w.Code != http.StatusOK || strings.Contains(body, `href="`+to+`"`) != want {
					t.Errorf("%s, %s: %d, leads there: %t", when, page, w.Code, !want)
				}
			}
			if strings.Contains(admin.get(other).Body.String(), "/results\"") {
				t.Errorf("%s: Kaunas was nowhere", when)
			}
		}
		leads("before the forum", false)
		metAt(t, s, name)
		leads("after it", true)
		for _, to := range links {
			body := admin.get(to).Body.String()
			checkHTML(t, to, body)
			if !strings.Contains(body, "Songs of two towns") {
				t.Errorf("%s does not list the project", to)
			}
		}
		if at := ask(s.Handler(), "/sitemap.xml").Body.String(); !strings.Contains(at, "/en/projects/songs<") || strings.Contains(at, "/lt/projects/songs<") {
			t.Error("the site map does not name the project in its one language")
		}
		stranger := ask(s.Handler(), links["/en/regions/PL.81"]).Body.String()
		if !strings.Contains(stranger, `href="/en/projects/songs"`) || strings.Contains(stranger, "/desk/projects") {
			t.Error("a reader is not led to the public page of the project")
		}
	})
}

// From a call that fits her towns an officer begins a project with them and the call filled in.
func TestAProjectBeginsFromACall(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		officer := signedIn(t, s, "Officer of Sokółka", officerOf(placeSokolka))
		pair := partnership.PairID(placeBialystok, placeHrodna)
		const three = "with=756135&with=3067696&with=3060972" // Warszawa, Praha, Bratislava: four Visegrad towns with hers
		for _, c := range []struct{ name, page, begin string }{
			{"a consortium", "/en/programmes/fit?with=758651&" + three + "&lead=758651", "/en/desk/projects/new?call=visegrad-grants&lead=758651&with=758651&" + three},
			{"others' partnership", "/en/partnerships/" + pair + "/calls", ""},
		} {
			page := officer.get(c.page).Body.String()
			checkHTML(t, c.name, page)
			if c.begin == "" {
				if strings.Contains(page, "/desk/projects/new") {
					t.Errorf("%s: she may begin a project in the name of others", c.name)
				}
				continue
			}
			if !strings.Contains(page, htmlOf(c.begin)) {
				t.Errorf("%s leads to no project", c.name)
			}
			form := officer.get(c.begin).Body.String()
			for _, want := range []string{`name="side" value="758651" checked`, `name="side" value="3067696" checked`, `<option value="visegrad-grants" selected>`, `name="lead" value="758651" checked`} {
				if !strings.Contains(form, want) {
					t.Errorf("%s: the form lacks %s", c.name, want)
				}
			}
			if strings.Contains(ask(s.Handler(), c.page).Body.String(), "/desk/projects/new") {
				t.Errorf("%s: a stranger is led to the desk", c.name)
			}
		}
		own := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
		if page := own.get("/en/partnerships/" + pair + "/calls").Body.String(); !strings.Contains(page, htmlOf("/en/desk/projects/new?call=")) || !strings.Contains(page, htmlOf("&partnership="+pair+"&with=776069")) {
			t.Error("the pair's own officer is led to no project")
		}
		if page := own.get("/en/places/776069-bialystok/calls").Body.String(); !strings.Contains(page, "/en/desk/projects/new?call=") {
			t.Error("the town's calls lead to no project")
		}
	})
}

// htmlOf is an address as it stands in a page.
func htmlOf(address string) string { return strings.ReplaceAll(address, "&", "&amp;") }
