package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/press"
)

// The record of changes speaks the reader's language: kinds, countries, places, people,
// dates and states by their names. Its file holds the codes as they are kept, too.
func TestTheRecordOfChangesSpeaks(t *testing.T) {
	s, store := deskSite(t)
	admin := signedIn(t, s, "Administrator", everything)
	base := "/en/desk/partnerships/new?place=776069"
	if w := admin.post(base, "side", placeUzhhorod, "kind", "partnership", "type", "agreement", "date", "2006-03-03", "until", "5 years", "source_from", "own", "signing", "1", "signed.690548", "mayor", "language", "uk"); w.Code != http.StatusSeeOther {
		t.Fatalf("beginning: %d %s", w.Code, faultsIn(w.Body.String()))
	}
	change := func(do func(tx *db.Tx, note func(people.Entry)) error) {
		t.Helper()
		if err := store.Log().Change(t.Context(), people.System(), do); err != nil {
			t.Fatal(err)
		}
	}
	id := partnership.PairID(placeBialystok, 690548)
	for _, e := range []people.Entry{
		{Action: people.ManageOrg, Kind: "organisation", ID: "o", Fields: []people.FieldChange{{Name: "kind", New: "local_government"}, {Name: "country", Old: "LT", New: "AD"}, {Name: "until", New: "2024-03-01"}}},
		{Action: people.EditPlace, Kind: "place", ID: "776069", Places: []int64{placeBialystok}, Fields: []people.FieldChange{
			{Name: "population", Old: "294000", New: "291855"},
			{Name: "kind", New: "municipality"},
			{Name: "name.be.exonym", New: "Беласток"},
			{Name: "identifier.teryt", New: "2061011 1999/2005"},
			{Name: "merge.2027-01-01", New: "[771953 776069]"},
			{Name: "care.months", Old: "3", New: "6"},
		}},
		{Action: people.DecidePropose, Kind: "proposal", ID: "p", Places: []int64{placeBialystok}, Fields: []people.FieldChange{{Name: "partnership", New: id}, {Name: "state", New: "refused"}}},
		{Action: people.EditPart, Kind: "partnership", ID: id, Places: []int64{placeBialystok, 690548}, Fields: []people.FieldChange{{Name: "asked", New: "690548"}, {Name: "answer", New: "sleeping"}, {Name: "withdrawn", New: "1"}}},
		{Action: people.OwnAccount, Kind: "account", ID: "a", Fields: []people.FieldChange{{Name: "language", Old: "pl", New: "lt"}, {Name: "digest", New: "week"}, {Name: "calendar", New: "776069"}}},
		{Action: people.FollowRequests, Kind: "account", ID: "a", Fields: []people.FieldChange{{Name: "search", New: "new"}, {Name: "search_mail", Old: "week", New: "never"}, {Name: "search_feed", New: "link"}}},
		{Action: people.AddDocument, Kind: "document", ID: "d", Fields: []people.FieldChange{{Name: "visibility", New: "restricted"}, {Name: "removed", Old: "2026-03-03T10:00:00Z"}}},
		{Action: people.ManageSite, Kind: "operator", ID: "face", Fields: []people.FieldChange{{Name: "languages", New: `["pl","lt"]`}, {Name: "names", New: `{"en":"Example Association"}`}, {Name: "home_place", New: "776069"}}},
		{Action: people.ManagePrivacy, Kind: "retention", Fields: []people.FieldChange{{Name: "accounts.accounts.unconfirmed", Old: "3"}}},
		{Action: people.WritePress, Kind: press.Feed, ID: "n", Fields: []people.FieldChange{{Name: "kind", New: "practice"}, {Name: "pl.title", New: "Wspólny festyn"}, {Name: "topics", New: "culture, sport"}}},
		{Action: people.PublishPress, Kind: press.Feed, ID: "n", Fields: []people.FieldChange{
			{Name: "links", Old: "place 776069", New: "place 690548 with, partnership " + id},
			{Name: "facts", Old: "{}", New: `{"from":2011,"to":2013,"cost":12000,"currency":"EUR"}`},
			{Name: "cover", New: "0197"},
			{Name: "public", Old: "version 5", New: "version 9 from 2026-12-01T07:00:00Z"},
			{Name: "pl.public", New: "version 2"},
			{Name: "pl.reverted", New: "4"},
		}},
		{Action: people.WriteMeeting, Kind: meeting.RecordKind, ID: "m", Fields: []people.FieldChange{
			{Name: "patrons", New: "honorary: Wojewoda (pl) – granted; media: Radio (pl) – applied"}, {Name: "guests", New: "690548: 4\nLT: ?"}, {Name: "programme", New: "+1 09:30–10:00 Otwarcie (pl)"}, {Name: "from", New: "2013-09-27"},
		}},
		{Action: people.MeetingGuests, Kind: agenda.RecordKind, ID: "m", Fields: []people.FieldChange{
			{Name: "room", Old: "Sala obrad (pl), Hall (en) (150), step_free, loop · 1", New: "Sala obrad (pl), Hall (en) · 2"},
			{Name: "session", Old: "3. Talks; and tables (en); forum; 10:30–", New: "3. Talks; and tables (en); forum; 2027-05-14 10:30–11:30; room: Hall (en); spoken: pl,lt; interpreted: uk; speakers: s1,s2; about: One; two (en); people: 60; off"},
			{Name: "speaker", New: "s1; consented 2026-11-20; 1 languages"},
			{Name: "release", Old: "1", New: "2"},
		}},
		{Action: people.MeetingGuests, Kind: forum.RecordKind, ID: "m", Fields: []people.FieldChange{{Name: "setup", New: "15 min"}, {Name: "plan", New: "123/130"}, {Name: "swap"}, {Name: "word", New: "0197-aa"}}},
		{Action: people.MeetingGuests, Kind: "conference", ID: "m", Fields: []people.FieldChange{{Name: "keep", Old: "1, 14, 90", New: "1, 7, 30"}, {Name: "stay", Old: "0197-bb", New: "0197-cc"}}},
		{Action: people.GuestOwn, Kind: delegation.RecordKind, ID: "0197-dd", Fields: []people.FieldChange{{Name: "member", New: "0197-ee"}, {Name: "informed", New: "moved"}, {Name: "checked_in", Old: "1"}, {Name: "deadline", New: "2027-04-30"}}},
		{Action: people.ManageMail, Kind: "mail server", ID: "smtp", Fields: []people.FieldChange{{Name: "from", New: "office@example.org"}}},
	} {
		change(func(_ *db.Tx, note func(people.Entry)) error { note(e); return nil })
	}
	page := admin.get("/en/desk/changes").Body.String()
	checkHTML(t, "the record of changes", page)
	text := spoken(page)
	for _, want := range []string{
		"kind | local government", "country | Lithuania Andorra", "end | 1 March 2024",
		"Population | 294,000 291,855", "Kind of unit | municipality", "Name (Belarusian, exonym) | Беласток", "Identifiers: TERYT | 2061011 (1999–2005)", "Merge or divide, 1 January 2027 | Gołdap and Białystok", "Months before a day | 3 6",
		"partnership | Białystok – Uzhhorod", "state | refused", "asked whether it is alive | Uzhhorod", "answer of the side | It exists, but nothing happens", "withdrawn | yes",
		"language | Polish Lithuanian", "weekly", "who may read it | those who look after the place", "taken away | 3 March 2026",
		"Languages of the site | Polish; Lithuanian", "Name in each language | English: Example Association", "Town | Białystok", "Accounts whose address was never confirmed | 3",
		"Links | Białystok Uzhhorod (is the partner with whom it was done) Białystok – Uzhhorod", "Years, cost and downloads | Years: 2011–2013 Amount: 12,000\u00a0EUR", "Picture for links | set up",
		"For readers | version 5 version 9, 1 December 2026, 08:00", "For readers (Polish) | version 2", "changes thrown away (Polish) | version 4",
		"Patronage | Honorary patronage: Wojewoda (Polish) – granted Media partners: Radio (Polish) – applied for", "Guests | Uzhhorod: 4 people Lithuania: not counted", "Programme | Day 2, 09:30–10:00 Otwarcie (Polish)", "First day | 27 September 2013",
		"Room | Hall · 150 seats · step-free · hearing loop · place in the list: 1 Hall · place in the list: 2",
		"Session | Talks; and tables · 10:30 Talks; and tables · 14 May 2027, 10:30–11:30 · Room: Hall · Language: Polish and Lithuanian · Interpreted into: Ukrainian · speakers: 2 · description: One; two · People expected: 60 · cancelled",
		"Speaker | agreed to be shown: 20 November 2026 · office given in 1 language", "Release of the programme | 1 2",
		"Hours and tables | 15 minutes for a talk", "Plan of talks made | sum of interest 123 of at most 130", "Talks swapped or moved |", "Word after a talk |",
		"days: travel documents 1, diet and access 7, people 30", "where a guest stays |", "Told | that the day or place changed", "Check-in undone |", "| 30 April 2027",
		"Kind | good practice", "Title (Polish) | Wspólny festyn", "Areas of cooperation | culture and sport",
		"Kind | twinning", "Act: Date | 3 March 2006", "Act: Term | 5 years", "Act: Signature: Uzhhorod | mayor", "Act: Languages | Ukrainian", "Act: Type of act | agreement", "what was done | begun", "Side: Uzhhorod | side of the partnership",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the record does not say %q", want)
		}
	}
	for _, raw := range []string{"local_government", "776069", "690548", "P5Y", id, "act.", "municipality\"", "restricted", "0197-", "step_free"} {
		if strings.Contains(text, raw) {
			t.Errorf("the record says %q, which is a code", raw)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	w := admin.get("/en/desk/changes/export?as=csv&kind=organisation")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "local_government") || !strings.Contains(w.Body.String(), "Andorra") || strings.Contains(w.Body.String(), "population") {
		t.Errorf("the file: %d %.800s", w.Code, w.Body)
	}
	if w := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok)).get("/en/desk/changes/export"); w.Code != http.StatusNotFound {
		t.Errorf("an officer: %d", w.Code)
	}
}

var (
	fieldsOfChange = regexp.MustCompile(`</dt><dd>`)
	tags           = regexp.MustCompile(`<[^>]*>`)
	blanks         = regexp.MustCompile(`\s+`)
)

// spoken is what a page says in its list of changes, without its markup.
func spoken(page string) string {
	_, list, _ := strings.Cut(page, `<ol class="changes">`)
	list, _, _ = strings.Cut(list, `</ol>`)
	text := tags.ReplaceAllString(fieldsOfChange.ReplaceAllString(list, " | "), " ")
	return blanks.ReplaceAllString(html.UnescapeString(text), " ")
}
