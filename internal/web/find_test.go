package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/world/worldtest"
)

// fillSampleFind puts something into each field of the page of a search.
func fillSampleFind(pages map[string]rendered) {
	v := pages["find"].(*findPage)
	v.Query, v.Asked, v.Total = "umowa", true, 45
	v.Results = []foundView{
		{URL: "/", Kicker: "…", Title: "<mark>a</mark>", Snippet: "… <mark>b</mark> …", When: "…"},
		{URL: "/", Kicker: "…", Lang: "de", Language: "…", Title: "…", Beginning: "…"},
	}
	v.Choices = []pressChoice{{"…", []link{{"…", ""}, {"…", "/"}}}}
	v.Kept = []option{{Value: "article", Name: "kind"}}
	v.Newer, v.Older, v.MorePlaces = "/", "/", "/"
	v.Places = []placeView{{Name: "Białystok", Where: "…", URL: "/"}}
	v.Partnerships = []link{{"…", "/"}}
}

// publishes publishes an article in a language and returns its item.
func publishes(t *testing.T, s *Site, language string, c press.Content) string {
	t.Helper()
	store := s.rooms.Press
	c.Origin = press.Written
	item, err := store.Create(t.Context(), people.System(), press.New{Kind: press.Article, Language: language, Content: c})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Publish(t.Context(), people.System(), item, language, time.Time{}, markup.Nothing); err != nil {
		t.Fatal(err)
	}
	return item
}

func TestSearchFindsWhatIsPublic(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, _ *clocktest.Clock) {
		s, _ := deskSiteOn(t, rooms)
		h := s.Handler()
		article := publishes(t, s, "pl", press.Content{Title: "Festyn miast", Lead: "Wspólny festyn", Body: "Samorządy podpisały **umowę** o <współpracy>.", Slug: "festyn"})
		publishes(t, s, "de", press.Content{Title: "Fest der Städte", Body: "Umowa heißt Vertrag."})
		_, err := s.rooms.Help.Create(t.Context(), people.System(), helppoint.Point{
			Handle: "sokolka", Stage: helppoint.Public, Place: 758651, Zone: "Europe/Warsaw", Details: helppoint.Details{Purposes: []helppoint.Purpose{helppoint.ForCivic}, Mails: []string{"office@example.org"}},
			Texts: map[string]helppoint.Text{"pl": {Name: "Punkt porad", Summary: "Pomoc przy umowach.", Provenance: lang.Provenance{Origin: helppoint.Written}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name, target string
			has, not     []string
		}{
			{"nothing asked", "/pl/search", []string{`name="q"`, "noindex"}, []string{"<mark>"}},
			{"an inflected word", "/pl/search?q=umowami", []string{`href="/pl/news/festyn"`, "<mark>umowę</mark>", `href="/pl/help/sokolka"`, "<mark>umowach</mark>", "in=any"}, []string{"Fest der"}},
			{"without diacritics", "/pl/search?q=wspolpraca", []string{`href="/pl/news/festyn"`}, []string{"/pl/help/sokolka"}},
			{"one kind", "/pl/search?q=umowa&kind=help_point", []string{`href="/pl/help/sokolka"`, `name="kind" value="help_point"`}, []string{`href="/pl/news/festyn"`}},
			{"another language", "/pl/search?q=umowa&in=de", []string{`lang="de"`, "<mark>Umowa</mark>"}, []string{`href="/pl/news/festyn"`}},
			{"only elsewhere", "/fr/search?q=umowa", []string{"in=any"}, []string{"<mark>"}},
			{"a place", "/en/search?q=Bialystok", []string{"/en/places/" + bialystok, "/en/partnerships/"}, nil},
			{"a place among words", "/en/search?q=" + url.QueryEscape("agreement with Hrodna"), []string{"/en/places/" + hrodna}, nil},
			{"nothing found", "/pl/search?q=qqqqqqqq", []string{"/pl/places", "/pl/help"}, []string{"<mark>"}},
			{"markup", "/pl/search?q=" + url.QueryEscape(`"><script>alert(1)</script>`), nil, []string{"<script>alert"}},
			{"operators", "/pl/search?q=" + url.QueryEscape(`") OR NEAR(* ' & | :* title:`), nil, nil},
			{"much", "/pl/search?q=" + strings.Repeat("a'", 5000), nil, nil},
			{"no UTF-8", "/pl/search?q=%ff%fe%00&kind=%ff&in=%00&page=-3", nil, nil},
			{"a page far away", "/pl/search?q=umowa&page=999999999999999999999", []string{`href="/pl/news/festyn"`}, []string{`rel="prev"`}},
			{"a question that would stand there eight times", "/pl/search?q=" + strings.Repeat("b", 3000), nil, []string{strings.Repeat("b", 1000)}},
		} {
			w := ask(h, c.target)
			if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d, %q", c.name, w.Code, w.Header().Get("Cache-Control"))
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%s: %q is missing", c.name, text)
				}
			}
			for _, text := range c.not {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("%s: %q should not be there", c.name, text)
				}
			}
			checkHTML(t, c.name, w.Body.String())
		}
		if _, err := s.rooms.Press.Withdraw(t.Context(), people.System(), article, "pl", ""); err != nil {
			t.Fatal(err)
		}
		if w := ask(h, "/pl/search?q=festyn&in=any"); strings.Contains(w.Body.String(), "/pl/news/festyn") {
			t.Error("a text that was withdrawn is found")
		}
	})
}
