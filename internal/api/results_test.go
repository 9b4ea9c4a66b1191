package api_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/api"
	"twintown/internal/funding"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/project"
	"twintown/internal/seek/procedure"
	"twintown/internal/world/worldtest"
)

// joint are a project that readers see, which names the conference and has a grant, one whose
// towns keep it to themselves, and one that was refused and is shown.
func joint(t *testing.T, rooms worldtest.Rooms) *project.Store {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, who := t.Context(), people.System()
	store := project.NewStore(rooms.DB, people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors")), nil)
	euro := func(n int64) funding.Money { return funding.Money{Cents: n * 100, Currency: project.Euro} }
	ids, err := db.Collect(ctx, rooms.DB, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT id FROM document`)
	must(err)
	var papers []project.Paper // one that everybody may read, and one that is not for everybody
	for _, id := range ids {
		papers = append(papers, project.Paper{Document: id, Kind: project.Reported})
	}
	body := func(title string) project.Body {
		return project.Body{
			Facts:    project.Facts{Acronym: "SONGS", Funder: "Fundusz", From: partnership.On(2025, 2, 1), To: partnership.On(2026, 1, 31), Topics: []string{"culture"}, Meeting: conference, Papers: papers, Credit: project.Credit{Line: map[string]string{"pl": "Współfinansowane."}}},
			Texts:    map[string]project.Text{"pl": {Title: title, About: "Pieśni dwóch miast.", Results: "Wydano śpiewnik."}},
			Partners: []project.Partner{{ID: "1", Place: 758651, Role: project.Lead, Currency: "PLN"}, {ID: "2", Place: 627904, Organisation: "Dom Kultury", Role: project.Full}, {ID: "3", Place: 776069, Organisation: "said no", Role: project.Full, Left: "2024-01-01", Declined: true}},
			Budget: project.Budget{
				Grant: euro(9_600), Rates: []project.Rate{{Currency: "PLN", PerEuro: 4_000_000, Day: "2025-01-02", Source: "NBP"}},
				Lines:    []project.Line{{ID: "1", Partner: "1", Heading: project.Travel, What: "a secret line", Amount: euro(7_000)}, {ID: "2", Partner: "2", Heading: project.Services, Amount: euro(5_000)}},
				Shares:   []project.Share{{ID: "1", Partner: "1", Origin: project.OfGrant, Amount: euro(5_600)}, {ID: "2", Partner: "1", Origin: project.OfPartner, Rest: true}, {ID: "3", Partner: "2", Origin: project.OfGrant, Amount: euro(4_000)}, {ID: "4", Partner: "2", Origin: project.OfPartner, Who: "a secret sponsor", Rest: true}},
				Payments: []project.Payment{{Partner: "1", Way: project.Out, Day: "2025-03-01", Heading: project.Travel, What: "a secret payment", Amount: euro(10)}},
			},
			Activities: []project.Activity{{Kind: project.Camp, Title: map[string]string{"pl": "Obóz"}, Place: 758651, Done: true, People: map[project.Band]int{project.Children: 20}, Abroad: 8}, {Kind: project.Workshop, Title: map[string]string{"pl": "Warsztat"}, Abroad: project.Uncounted}},
			Milestones: []project.Milestone{{Title: map[string]string{"pl": "Druk"}, Due: "2025-09-01"}},
			Outputs:    []project.Output{{Title: map[string]string{"pl": "Śpiewniki"}, Target: 500, Reached: project.Uncounted}},
		}
	}
	for _, x := range []struct {
		handle, call string
		shown        bool
		moves        []project.Move
	}{
		{"songs", "visegrad-grants", true, []project.Move{{To: project.Submitted, Day: "2024-06-15"}, {To: project.Granted, Day: "2024-09-01"}, {To: project.Running, Day: "2025-02-01", Note: "a secret note"}}},
		{"kept", "", false, []project.Move{{To: project.Submitted, Day: "2024-06-15"}}},
		{"refused", "", true, []project.Move{{To: project.Submitted, Day: "2023-06-15"}, {To: project.Refused, Day: "2023-09-01"}}},
	} {
		id, err := store.Create(ctx, who, project.Project{Handle: x.handle, Call: x.call, Body: body("Wspólny śpiewnik " + x.handle)})
		must(err)
		must(store.Change(ctx, who, id, project.OfState, 1, func(p *project.Project) error {
			for _, m := range x.moves {
				if err := p.Go(m.To, m.Day, m.Note, funding.NoShare); err != nil {
					return err
				}
			}
			if !x.shown {
				return nil
			}
			return p.Show(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		}))
	}
	return store
}

// results are what came of the conference: two contacts, a procedure of the first pair, and its
// projects.
func results(t *testing.T, rooms worldtest.Rooms, projects *project.Store) *observatory.Store {
	t.Helper()
	met := lang.Date{Year: 2013, Month: 9, Day: 27}
	err := rooms.DB.Write(t.Context(), func(tx *db.Tx) error {
		for id, place := range map[string]int64{"contact-1": 627904, "contact-2": 776069} {
			if err := forum.KeepIn(t.Context(), tx, forum.Contact{ID: id, Meeting: conference, Pair: forum.Pair{A: id + "a", B: id + "b"}, PlaceA: 758651, PlaceB: place, WantA: forum.Intent, WantB: forum.Intent, Day: met}); err != nil {
				return err
			}
		}
		return procedure.KeepIn(t.Context(), tx, procedure.Procedure{ID: "way", State: procedure.Walking, Places: []int64{758651, 627904}, Contact: "contact-1", Begun: time.Date(2013, 10, 1, 0, 0, 0, 0, time.UTC)})
	})
	if err != nil {
		t.Fatal(err)
	}
	return observatory.NewStore(rooms.DB, projects)
}

// Programs get what readers see of projects: no line of a budget, no payment, no note, and no
// project that its towns keep to themselves.
func projectsAreTold(t *testing.T, h http.Handler) {
	for question, want := range map[string]int{
		"": 2, "?state=running": 1, "?state=submitted": 0, "?year=2025": 2, "?year=2024": 0, "?country=BY": 2, "?country=DE": 0, "?place=758651": 2, "?place=776069": 0,
		"?programme=visegrad-grants": 1, "?programme=cerv": 0, "?call=visegrad-grants": 1, "?call=visegrad-grants&programme=cerv": 0, "?partnership=none": 0,
	} {
		var list api.Page[api.ProjectItem]
		if err := json.Unmarshal(ask(h, "/api/v1/projects"+question).Body.Bytes(), &list); err != nil || len(list.Items) != want {
			t.Errorf("%q: %d projects, %v, want %d", question, len(list.Items), err, want)
		}
	}
	var first api.Page[api.ProjectItem]
	if err := json.Unmarshal(ask(h, "/api/v1/projects?limit=1&year=2025&lang=lt").Body.Bytes(), &first); err != nil || first.Next == nil || *first.Next != "/api/v1/projects?lang=lt&limit=1&offset=1&year=2025" {
		t.Errorf("%v, %+v", err, first.Next)
	}
	one := ask(h, "/api/v1/projects/songs?lang=lt").Body.String()
	for _, want := range []string{
		`"title":"Wspólny śpiewnik songs","language":"pl","origin":"written"`, `"name":"Gardinas","country":"BY","organisation":"Dom Kultury","role":"partner","standing":"told","euro":5000`, `"total":{"amount":12000,"currency":"EUR"}`,
		`"granted":{"amount":9600,"currency":"EUR"}`, `"pays":[{"origin":"grant","euro":9600},{"origin":"own","euro":2400}]`, `"adds_up":true`, `"per_euro":"4"`, `"people":{"under_18":20},"abroad":8`, `"abroad":null`,
		`"target":500,"reached":null`, `"credit":{"text":"Współfinansowane.","language":"pl"}`, `"programme":"visegrad-grants"`, `"moves":[{"to":"submitted","day":"2024-06-15"}`, `"met":{"kind":"meeting","id":"` + conference + `"`, `"papers":[{"kind":"report","title":`, `Program%201.pdf"`,
	} {
		if !strings.Contains(one, want) {
			t.Errorf("the project lacks %s in %s", want, one)
		}
	}
	if strings.Contains(one, "secret") || strings.Contains(one, "uczestnicy") || strings.Contains(one, "said no") {
		t.Errorf("more is told than readers see: %s", one)
	}
	table := ask(h, "/api/v1/projects.csv?lang=pl&state=running").Body.String()
	if lines := strings.Split(strings.TrimSpace(table), "\r\n"); len(lines) != 2 || !strings.Contains(lines[1], "songs,Wspólny śpiewnik songs,pl,SONGS,running,visegrad-grants,visegrad-grants,Fundusz,,2025-02-01,2026-01-31,Sokółka; Grodno (Dom Kultury),PL; BY,culture,12000,9600,/pl/projects/songs") {
		t.Errorf("the table: %q", table)
	}
	for _, handle := range []string{"kept", "none"} {
		if w := ask(h, "/api/v1/projects/"+handle); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", handle, w.Code)
		}
	}
}

// What came of the conference is told with what is traced apart, and what few do not tell is
// not told: who talks with whom, one project that is not shown.
func resultsAreTold(t *testing.T, h http.Handler) {
	for question, status := range map[string]int{
		"": 400, "?meeting=" + conference + "&place=758651": 400, "?meeting=" + draftVisit: 404, "?place=1": 404, "?region=XX.99": 404, "?organisation=nobody": 404,
		"?meeting=" + conference + "&as_of=2013-02-30": 422,
	} {
		if w := ask(h, "/api/v1/results"+question); w.Code != status {
			t.Errorf("%s: %d, want %d", question, w.Code, status)
		}
	}
	said := map[string]string{}
	for name, question := range map[string]string{"meeting": "meeting=" + conference, "organisation": "organisation=towarzystwo+przyk%C5%82ad", "place": "place=" + sokolka, "region": "region=PL.81"} {
		var r api.ResultsItem
		if err := json.Unmarshal(ask(h, "/api/v1/results?lang=en&"+question).Body.Bytes(), &r); err != nil || !r.Known || r.AsOf != "2026-11-23" {
			t.Fatalf("%s: %v %+v", name, err, r)
		}
		var all []string
		for _, s := range r.Steps {
			text := s.Step + " "
			switch {
			case s.Number == nil:
				text += "few"
			case s.Traced == nil:
				text += strconv.Itoa(*s.Number)
			default:
				text += strconv.Itoa(*s.Number) + " (" + strconv.Itoa(*s.Traced) + "+" + strconv.Itoa(*s.Inferred) + ")"
			}
			if s.Hidden != nil && *s.Number != len(s.Items)+*s.Hidden {
				t.Errorf("%s, %s: %d is no sum of %d and %d", name, s.Step, *s.Number, len(s.Items), *s.Hidden)
			}
			if s.Euro != nil {
				text += " " + strconv.Itoa(int(*s.Euro))
			}
			all = append(all, text)
		}
		said[name] = strings.Join(all, "; ")
		for _, span := range r.Times {
			if span.From == "talk" || span.To == "talk" {
				t.Errorf("%s: the time of a talk is told: %+v", name, span)
			}
		}
	}
	want := "contact 2; talk few; letter 0 (0+0); agreement 0 (0+0); project 2 (2+0); money 1 (1+0) 9600"
	for name, got := range said {
		if got != want {
			t.Errorf("%s\n%s, by hand\n%s", name, got, want)
		}
	}
	before := ask(h, "/api/v1/results?as_of=2013-09-26&meeting="+conference).Body.String()
	if !strings.Contains(before, `"known":false,"steps":[]`) {
		t.Errorf("before it: %s", before)
	}
	body := ask(h, "/api/v1/results?lang=de&meeting="+conference).Body.String()
	for _, has := range []string{`"url":"/de/projects/songs"`, `"besides":[{"kind":"project","title":"Wspólny śpiewnik refused"`, `"url":"/de/meetings/gemeinsame-sprache/results"`, `"fewer_than":5`} {
		if !strings.Contains(body, has) {
			t.Errorf("%s is missing in %s", has, body)
		}
	}
	for _, never := range []string{"kept", "contact-1", "way"} {
		if strings.Contains(body, never) {
			t.Errorf("%q is told", never)
		}
	}
	side := ask(h, "/api/v1/results/meetings?lang=de&step=project").Body.String()
	if !strings.Contains(side, `"contacts":2,"so_far":[{"step":"letter","came":0,"percent":null},{"step":"agreement","came":0,"percent":null},{"step":"project","came":1,"percent":null}],"after":[{"years":1,"over":2,"came":0,"percent":null}`) {
		t.Errorf("meetings side by side: %s", side)
	}
}
