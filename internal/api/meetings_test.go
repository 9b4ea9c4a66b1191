package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/api"
	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/search"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/world/worldtest"
)

// Meetings of the small world, by their identifiers.
const (
	conference = "01970000-0000-7000-8000-000000000001"
	draftVisit = "01970000-0000-7000-8000-000000000002"
)

// published are a conference in Polish and German, of which a change waits, and a draft.
func published(t *testing.T, rooms worldtest.Rooms) (*press.Store, *document.Store, *search.Index) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who, ctx := people.System(), t.Context()
	log := people.NewLog(rooms.DB, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	papers := press.NewStore(rooms.DB, log, clock.Fixed(dbtest.Today), nil)
	meetings := meeting.NewStore(rooms.DB, log, papers)
	facts := meeting.Facts{
		Kind: meeting.Conference, From: partnership.On(2013, 9, 27), Begins: "09:30", Zone: "Europe/Warsaw", Place: 776069, Venue: meeting.Words{"pl": "Urząd Wojewódzki"},
		Organisers: []string{"Towarzystwo Przykład"}, Project: meeting.Project{Name: "Twinning", Credit: meeting.Words{"pl": "Współfinansowane."}},
		Patrons:   []meeting.Patron{{Way: meeting.Honorary, Office: meeting.Words{"pl": "Wojewoda Podlaski"}, Holder: "Holder Name", State: meeting.Granted}, {Way: meeting.Media, Office: meeting.Words{"pl": "Radio"}, State: meeting.Applied}},
		Guests:    []meeting.Guests{{Place: 627904, Country: "BY", People: 4}, {Country: "LT", People: meeting.Uncounted}},
		Programme: []meeting.Slot{{From: "09:30", Title: meeting.Words{"pl": "Otwarcie obrad", "de": "Eröffnung"}}},
	}
	objects, err := blob.OpenFolder(t.TempDir())
	must(err)
	files := document.NewStore(rooms.DB, objects, document.Options{Examiner: media.Here(), Clock: clock.Fixed(dbtest.Today)})
	for name, seen := range map[string]document.Visibility{"Program 1.pdf": document.Public, "uczestnicy.pdf": document.Restricted} {
		in, err := files.Take(ctx, who, name, bytes.NewReader(mediatest.PDF(1)))
		must(err)
		must(log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
			d, err := files.Add(ctx, tx, note, who, document.New{Intake: in.ID, Visibility: seen, On: people.Object{Kind: press.Feed, ID: conference, Meeting: conference}})
			facts.Materials = append(facts.Materials, meeting.Material{Document: d.ID, Title: meeting.Words{"pl": name}, Language: "pl"})
			return err
		}))
	}
	begin := func(id, title string) {
		must(log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
			return meetings.CreateIn(ctx, tx, note, who, id, meeting.New{Kind: facts.Kind, Language: "pl", Content: press.Content{Title: title, Lead: "Krótko.", Body: "Goście z **czterech** krajów.", Origin: press.Written}, Facts: facts})
		}))
	}
	begin(conference, "Wspólny język partnerstwa")
	begin(draftVisit, "Szkic")
	must(papers.Save(ctx, who, conference, "de", 0, press.Content{Title: "Gemeinsame Sprache", Origin: press.Person, Of: "pl", OfWords: 2}, ""))
	for _, l := range []string{"pl", "de"} {
		must(meetings.Publish(ctx, who, conference, l, time.Time{}, markup.Nothing))
	}
	m, err := meetings.Meeting(ctx, conference)
	must(err)
	m.Facts.Address = "it waits"
	must(meetings.Save(ctx, who, conference, m.Version, m.Facts, m.Own, ""))
	town := func(place int64, language string) string {
		return rooms.World.Now().Places.DisplayName(place, language)
	}
	told := meeting.Told(town, func(code, _ string) string { return code })
	return papers, files, search.New(rooms.DB, press.Searchable(papers, map[press.Kind]press.Told{press.Meeting: told}))
}

// Programs get what readers see of meetings, in the language in which it can be read, and
// neither a draft, a change that waits, a patron who has not agreed nor a person.
func meetingsAreTold(t *testing.T, h http.Handler) {
	var list api.Page[api.MeetingItem]
	get := func(target string, into any) {
		t.Helper()
		if err := json.Unmarshal(ask(h, "/api/v1/"+target).Body.Bytes(), into); err != nil {
			t.Fatal(target, err)
		}
	}
	for target, want := range map[string]string{
		"meetings?lang=pl": "Wspólny język partnerstwa", "meetings?lang=de": "Gemeinsame Sprache", "meetings?lang=uk": "Wspólny język partnerstwa", "meetings?lang=uk&language=de": "Gemeinsame Sprache",
		"meetings?lang=pl&year=2013&place=627904": "Wspólny język partnerstwa", "meetings?year=2014": "", "meetings?place=758651": "", "meetings?language=fr": "",
	} {
		list = api.Page[api.MeetingItem]{}
		get(target, &list)
		if got := len(list.Items); got == 0 && want != "" || got > 1 || got == 1 && list.Items[0].Title != want {
			t.Errorf("%s: %+v, want %q", target, list.Items, want)
		}
	}
	get("meetings?lang=de", &list)
	x := list.Items[0]
	if x.Start != "2013-09-27" || x.Begins == nil || x.Begins.UTC().Hour() != 7 || x.Venue.Language != "pl" || len(x.Texts) != 2 || x.URL != "/de/meetings/gemeinsame-sprache" || x.Address != "" {
		t.Errorf("%+v", x)
	}
	body := ask(h, "/api/v1/meetings/"+conference+"?lang=de").Body.String()
	for _, want := range []string{"Eröffnung", "Wojewoda Podlaski", "Współfinansowane.", `"people":null`, `"people":4`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in %s", want, body)
		}
	}
	if paper := regexp.MustCompile(`"url":"(/de/documents/[0-9a-f-]{36})","file":"(/de/documents/[0-9a-f-]{36})/Program%201.pdf","type":"application/pdf","bytes":[1-9]`).FindStringSubmatch(body); paper == nil || paper[1] != paper[2] {
		t.Errorf("the paper has no address: %s", body)
	}
	for _, never := range []string{"Radio", "Holder Name", "it waits", "uczestnicy"} {
		if strings.Contains(body, never) {
			t.Errorf("%q is told", never)
		}
	}
	if w := ask(h, "/api/v1/meetings/"+draftVisit); w.Code != http.StatusNotFound {
		t.Errorf("a draft: %d", w.Code)
	}
}

// A meeting is found by its venue, programme, organisers and guests' towns too.
func textsAreFound(t *testing.T, h http.Handler) {
	for q, want := range map[string]int{
		"q=otwarcie": 1, "q=obrady&lang=pl": 1, "q=obrady&lang=uk": 0, "q=przykład": 2, "q=grodno&kind=meeting&lang=pl": 1, "q=wojewodzki&year=2013": 2, "q=wojewodzki&year=2026": 0,
		"q=wojewodzki&kind=article": 0, "q=radio": 0, "q=waits": 0, "q=szkic": 0, "q=%22*)": 0,
	} {
		var found struct {
			Items []api.TextItem
			Total int
		}
		if err := json.Unmarshal(ask(h, "/api/v1/search?"+q).Body.Bytes(), &found); err != nil || found.Total != want || len(found.Items) != want {
			t.Errorf("%s: %d, %v, want %d", q, found.Total, err, want)
		}
		for _, x := range found.Items {
			if x.Date != "2013-09-27" || !strings.Contains(x.URL, "/meetings/") || strings.Contains(x.Snippet, "<") {
				t.Errorf("%s: %+v", q, x)
			}
		}
	}
	if w := ask(h, "/api/v1/search?q="); w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
		t.Errorf("no words: %d", w.Code)
	}
}
