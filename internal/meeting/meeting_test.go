package meeting_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

const (
	bialystok = 776069
	hrodna    = 627904
)

var today = lang.DateOf(dbtest.Today)

type desk struct {
	*testing.T
	meetings *meeting.Store
	press    *press.Store
	log      *people.Log
	clock    *clocktest.Clock
}

func each(t *testing.T, fn func(d desk)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(d, log, c, nil)
		fn(desk{t, meeting.NewStore(d, log, papers), papers, log, c})
	})
}

var who = people.Actor{Account: "organiser", Strong: true}

func (d desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// conference begins a meeting with facts that can be shown.
func (d desk) conference(change func(*meeting.Facts)) string {
	d.Helper()
	f := meeting.Facts{From: partnership.On(2027, 5, 14), Begins: "09:30", Ends: "15:00", Zone: "Europe/Warsaw", Place: bialystok, Venue: meeting.Words{"pl": "Urząd Wojewódzki"}}
	if change != nil {
		change(&f)
	}
	id, err := d.meetings.Create(d.Context(), who, meeting.New{Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Lead: "Krótko.", Origin: press.Written}, Facts: f})
	d.must(err)
	return id
}

func (d desk) publish(id, language string) {
	d.Helper()
	d.must(d.meetings.Publish(d.Context(), who, id, language, time.Time{}, markup.Nothing))
}

func (d desk) meeting(id string) meeting.Meeting {
	d.Helper()
	m, err := d.meetings.Meeting(d.Context(), id)
	d.must(err)
	return m
}

// fault is the field at which an error points, "-" for none.
func fault(err error) string {
	if err == nil {
		return "-"
	}
	return errs.FieldOf(err)
}

func TestAMeetingIsPublicWithItsText(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(func(f *meeting.Facts) { f.Guests = []meeting.Guests{{Place: hrodna, Country: "BY", People: 4}} })
		if all, err := d.meetings.Public(d.Context(), "pl", today); err != nil || len(all) != 0 {
			t.Errorf("a draft is shown: %v, %v", all, err)
		}
		d.publish(id, "pl")
		all, err := d.meetings.Public(d.Context(), "pl", today)
		d.must(err)
		if len(all) != 1 || all[0].Title != "Konferencja" || all[0].Venue["pl"] != "Urząd Wojewódzki" || all[0].Kind != meeting.Conference {
			t.Fatalf("%+v", all)
		}
		for _, place := range []string{"776069", "627904"} {
			of, err := d.meetings.About(d.Context(), "pl", press.Link{Kind: press.OfPlace, Target: place})
			if err != nil || len(of) != 1 {
				t.Errorf("of the town %s: %d, %v", place, len(of), err)
			}
		}
		if of, _ := d.meetings.Public(d.Context(), "de", today); len(of) != 0 {
			t.Error("it is shown in a language in which nobody wrote it")
		}
	})
}

// Another's change is never overwritten; each state stays and can be brought back.
func TestChangingFacts(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(nil)
		m := d.meeting(id)
		other := m.Facts
		other.Address = "ul. Mickiewicza 3"
		d.must(d.meetings.Save(d.Context(), who, id, m.Version, other, m.Own, "the street"))
		if err := d.meetings.Save(d.Context(), who, id, m.Version, m.Facts, m.Own, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a second person's change: %v", err)
		}
		now := d.meeting(id)
		if now.Sequence != 1 || now.Address != other.Address {
			t.Errorf("sequence %d, %q", now.Sequence, now.Address)
		}
		d.must(d.meetings.Translate(d.Context(), who, id, now.Version, "de", map[string]string{"venue.0": "Woiwodschaftsamt", "patron.9": "x"}))
		now = d.meeting(id)
		if want := (meeting.Words{"pl": "Urząd Wojewódzki", "de": "Woiwodschaftsamt"}); !reflect.DeepEqual(now.Venue, want) {
			t.Errorf("%v, want %v", now.Venue, want)
		}
		d.must(d.meetings.Save(d.Context(), who, id, now.Version, now.Facts, now.Own, "nothing"))
		all, err := d.press.Revisions(d.Context(), id, "")
		d.must(err)
		if len(all) != 3 || all[1].Note != "the street" || all[0].Cause != press.CauseTranslate {
			t.Fatalf("%+v", all)
		}
		first, err := meeting.FactsOf(all[2].Own)
		d.must(err)
		if told := meeting.Changes(first, now.Facts); len(told) != 2 || told[0].Name != "venue" || told[1].New != other.Address {
			t.Errorf("told: %+v", told)
		}
		d.must(d.meetings.RestoreOwn(d.Context(), who, id, now.Version, all[2].Version))
		if back := d.meeting(id); back.Address != "" || back.Version <= now.Version || back.Sequence <= now.Sequence {
			t.Errorf("%+v", back.Facts)
		}
	})
}

// publicVenue is what the public is told of where a meeting is.
func (d desk) publicVenue() (address string, sequence int) {
	d.Helper()
	all, err := d.meetings.Public(d.Context(), "pl", today)
	d.must(err)
	if len(all) != 1 {
		d.Fatalf("%d meetings are public", len(all))
	}
	return all[0].Address, all[0].Sequence
}

// What is changed of a public meeting waits: readers, towns' pages and calendars see it once
// it is published, all of it together, and never when it is thrown away.
func TestChangesOfAPublicMeetingWait(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(nil)
		d.publish(id, "pl")
		d.must(d.press.Save(d.Context(), who, id, "pl", d.text(id).Version, press.Content{Title: "Konferencja miast", Origin: press.Written}, ""))
		d.address(id, "ul. Mickiewicza 3", hrodna)
		if address, n := d.publicVenue(); address != "" || n != 0 {
			t.Errorf("a change is public at once: %q, %d", address, n)
		}
		about := press.Link{Kind: press.OfPlace, Target: "627904"}
		if of, err := d.meetings.About(d.Context(), "pl", about); err != nil || len(of) != 0 {
			t.Errorf("a town is told of a change that waits: %d, %v", len(of), err)
		}
		m := d.meeting(id)
		if w := m.Waiting(d.clock.Now()); !w.Own || !reflect.DeepEqual(w.Languages, []string{"pl"}) || m.OwnState(d.clock.Now()) != press.Changed {
			t.Errorf("waiting: %+v, %s", w, m.OwnState(d.clock.Now()))
		}
		if err := d.meetings.PublishChanges(d.Context(), who, id, m.Item.Version-1, time.Time{}, nothing); errs.KindOf(err) != errs.Conflict {
			t.Errorf("published what she did not see: %v", err)
		}
		d.must(d.meetings.PublishChanges(d.Context(), who, id, m.Item.Version, time.Time{}, nothing))
		if address, n := d.publicVenue(); address != "ul. Mickiewicza 3" || n != 1 {
			t.Errorf("published: %q, %d", address, n)
		}
		if of, err := d.meetings.About(d.Context(), "pl", about); err != nil || len(of) != 1 || of[0].Title != "Konferencja miast" {
			t.Errorf("the town afterwards: %+v, %v", of, err)
		}
		d.address(id, "nowhere", 0)
		m = d.meeting(id)
		d.must(d.meetings.Revert(d.Context(), who, id, m.Item.Version))
		if m = d.meeting(id); m.Address != "ul. Mickiewicza 3" || !m.Waiting(d.clock.Now()).None() || m.OwnState(d.clock.Now()) != press.Live {
			t.Errorf("thrown away: %q, %+v", m.Address, m.Waiting(d.clock.Now()))
		}
		if err := d.meetings.Revert(d.Context(), who, id, m.Item.Version); errs.KindOf(err) != errs.Conflict {
			t.Errorf("nothing waits, and it is thrown away: %v", err)
		}
		d.address(id, "ul. Kościelna 1", 0)
		if _, n := d.publicVenue(); n != 1 {
			t.Errorf("sequence %d", n)
		}
	})
}

// Facts that lack what a reader needs can be kept and not be published.
func TestIncompleteFactsAreNotPublished(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(nil)
		d.publish(id, "pl")
		m := d.meeting(id)
		undated := m.Facts
		undated.From = partnership.Date{}
		d.must(d.meetings.Save(d.Context(), who, id, m.Version, undated, m.Own, ""))
		m = d.meeting(id)
		if err := d.meetings.PublishChanges(d.Context(), who, id, m.Item.Version, time.Time{}, nothing); fault(err) != "from" {
			t.Errorf("published without a day: %v", err)
		}
		if err := d.meetings.Publish(d.Context(), who, id, "pl", time.Time{}, markup.Nothing); fault(err) != "from" {
			t.Errorf("published without a day: %v", err)
		}
	})
}

// What is planned comes as it was when it was planned, by the clock, facts and words; taken
// back, it does not come.
func TestPlannedChangesComeByTheClock(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(nil)
		d.publish(id, "pl")
		plan := func(address string) {
			d.address(id, address, 0)
			d.must(d.meetings.PublishChanges(d.Context(), who, id, d.meeting(id).Item.Version, d.clock.Now().Add(time.Hour), nothing))
		}
		plan("ul. Mickiewicza 3")
		d.address(id, "written since", 0)
		before, err := d.press.Mark(d.Context(), 1)
		d.must(err)
		if address, _ := d.publicVenue(); address != "" {
			t.Errorf("too early: %q", address)
		}
		d.clock.Add(time.Hour)
		after, err := d.press.Mark(d.Context(), 1)
		if address, _ := d.publicVenue(); address != "ul. Mickiewicza 3" || before == after || err != nil {
			t.Errorf("at its time: %q, marks %s and %s, %v", address, before, after, err)
		}
		plan("ul. Kościelna 1")
		d.must(d.press.Unschedule(d.Context(), who, id, "pl"))
		d.clock.Add(2 * time.Hour)
		if address, _ := d.publicVenue(); address != "ul. Mickiewicza 3" {
			t.Errorf("taken back, it came: %q", address)
		}
		plan("ul. Lipowa 2")
		undo, err := d.press.Withdraw(d.Context(), who, id, "", "")
		d.must(err)
		d.clock.Add(2 * time.Hour)
		d.must(d.log.Change(d.Context(), who, func(tx *db.Tx, note func(people.Entry)) error { return d.press.Undo(d.Context(), tx, note, who, undo) }))
		if address, _ := d.publicVenue(); address != "ul. Lipowa 2" {
			t.Errorf("brought back after its time: %q", address)
		}
	})
}

// A funder's logo comes with words for those who do not see it, or not at all.
func TestALogoSaysWhatItShows(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(nil)
		set := func(logo string, shows meeting.Words) error {
			return d.log.Change(d.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
				return d.meetings.SetLogo(d.Context(), tx, note, who, id, logo, shows)
			})
		}
		if err := set("a", nil); fault(err) != "shows" {
			t.Errorf("a logo without words: %v", err)
		}
		d.must(set("a", meeting.Words{"pl": "Ministerstwo"}))
		if p := d.meeting(id).Project; p.Logo != "a" || d.meeting(id).Missing("de") != 2 {
			t.Errorf("%+v", p)
		}
		d.must(set("", nil))
		if p := d.meeting(id).Project; p.Logo != "" || p.Shows != nil {
			t.Errorf("%+v", p)
		}
	})
}

func nothing(press.Text) (markup.Resolve, error) { return markup.Nothing, nil }

func (d desk) text(id string) press.Text {
	d.Helper()
	t, _ := d.meeting(id).Text("pl")
	return t
}

// address changes where a meeting is, and from where a guest comes.
func (d desk) address(id, address string, guest int64) {
	d.Helper()
	m := d.meeting(id)
	m.Facts.Address = address
	if guest != 0 {
		m.Facts.Guests = append(m.Facts.Guests, meeting.Guests{Place: guest, Country: "BY", People: 3})
	}
	d.must(d.meetings.Save(d.Context(), who, id, m.Version, m.Facts, m.Own, ""))
}

func TestTheNextEdition(t *testing.T) {
	each(t, func(d desk) {
		id := d.conference(func(f *meeting.Facts) {
			f.Edition = 3
			f.Patrons = []meeting.Patron{{Way: meeting.Honorary, Office: meeting.Words{"pl": "Wojewoda"}, State: meeting.Granted}}
			f.Guests = []meeting.Guests{{Country: "LT", People: 7}}
			f.Materials = []meeting.Material{{Document: "d"}}
		})
		d.must(d.press.Save(d.Context(), who, id, "de", 0, press.Content{Title: "Konferenz", Origin: press.Person, Of: "pl", OfWords: 2}, ""))
		d.publish(id, "pl")
		next, err := d.meetings.Repeat(d.Context(), who, id)
		d.must(err)
		m := d.meeting(next)
		if m.Edition != 4 || !m.From.IsZero() || m.Patrons[0].State != meeting.Intended || m.Guests[0].People != meeting.Uncounted || m.Materials != nil || m.CopyOf != id {
			t.Errorf("%+v", m.Facts)
		}
		if len(m.Texts) != 2 || m.Texts[0].Title != "Konferencja" || m.Texts[0].Slug != "konferencja-2" || m.Texts[0].Public != 0 {
			t.Errorf("%+v", m.Texts)
		}
		if de, _ := m.Text("de"); de.Of != "pl" || m.Stale(de) {
			t.Errorf("%+v, stale %t", de, m.Stale(de))
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	office := meeting.Words{"pl": "Wojewoda Podlaski"}
	for name, c := range map[string]struct {
		field  string
		change func(*meeting.Facts)
	}{
		"an end before the beginning": {"to", func(f *meeting.Facts) { f.To = partnership.On(2027, 5, 13) }},
		"an end without a beginning":  {"to", func(f *meeting.Facts) { f.From, f.To = partnership.Date{}, partnership.On(2027, 5, 13) }},
		"hours in the wrong order":    {"ends", func(f *meeting.Facts) { f.Ends = "09:00" }},
		"an hour that is none":        {"begins", func(f *meeting.Facts) { f.Begins = "25:00" }},
		"a zone that is none":         {"zone", func(f *meeting.Facts) { f.Zone = "Europe/Białystok" }},
		"the machine's own zone":      {"zone", func(f *meeting.Facts) { f.Zone = "Local" }},
		"a position beyond the pole":  {"at", func(f *meeting.Facts) { f.At = &meeting.Position{Lat: 91} }},
		"a crowd that no hall holds":  {"guests", func(f *meeting.Facts) { f.Guests = []meeting.Guests{{Country: "LT", People: 1 << 30}} }},
		"a country twice":             {"guests", func(f *meeting.Facts) { f.Guests = []meeting.Guests{{Country: "LT"}, {Country: "LT"}} }},
		"a title that fills a page": {"programme", func(f *meeting.Facts) {
			f.Programme = []meeting.Slot{{Title: meeting.Words{"pl": strings.Repeat("ą", 301)}}}
		}},
		"patron and member of the committee": {"patron", func(f *meeting.Facts) {
			f.Patrons = []meeting.Patron{{Way: meeting.Honorary, Office: office, State: meeting.Applied}, {Way: meeting.Committee, Office: office, State: meeting.Granted}}
		}},
		"in the committee after a refusal": {"-", func(f *meeting.Facts) {
			f.Patrons = []meeting.Patron{{Way: meeting.Honorary, Office: office, State: meeting.Refused}, {Way: meeting.Committee, Office: office, State: meeting.Granted}}
		}},
		"a project that nobody credits, as a draft": {"-", func(f *meeting.Facts) { f.Project.Name = "Twinning" }},
	} {
		t.Run(name, func(t *testing.T) {
			d := desk{T: t}
			c0 := clocktest.At(dbtest.Today)
			dbtest.EachWith(t, c0, func(t *testing.T, base *db.DB) {
				log := people.NewLog(base, secret.New(), filepath.Join(t.TempDir(), "anchors"))
				d.meetings = meeting.NewStore(base, log, press.NewStore(base, log, c0, nil))
				f := meeting.Facts{From: partnership.On(2027, 5, 14), Begins: "09:30", Ends: "15:00", Zone: "Europe/Warsaw"}
				c.change(&f)
				_, err := d.meetings.Create(t.Context(), who, meeting.New{Kind: meeting.Visit, Language: "pl", Content: press.Content{Title: "A", Origin: press.Written}, Facts: f})
				if fault(err) != c.field {
					t.Errorf("%q, want %q (%v)", fault(err), c.field, err)
				}
			})
		})
	}
}

// A patron is named once the patronage was granted, and not before.
func TestPatronsAreShownOnceGranted(t *testing.T) {
	var f meeting.Facts
	for _, state := range meeting.States() {
		f.Patrons = append(f.Patrons, meeting.Patron{Way: meeting.Media, Office: meeting.Words{"pl": string(state)}, State: state})
	}
	if all := f.PatronsShown(); len(all) != 1 || all[0].State != meeting.Granted {
		t.Errorf("%+v", all)
	}
}

func TestProgrammesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"9.30 Otwarcie": "0 09:30- Otwarcie",
		"09:30–10:00 Otwarcie\n10:00 - 11:15: Panel": "0 09:30-10:00 Otwarcie|0 10:00-11:15 Panel",
		"Rejestracja\n\n\n8:00 | Wyjazd":             "0 - Rejestracja|1 08:00- Wyjazd",
		"12 miast i ich partnerzy":                   "0 - 12 miast i ich partnerzy",
		"24:10 Koniec":                               "programme",
		"9:30":                                       "programme",
		"":                                           "",
	} {
		all, err := meeting.ReadProgramme(text, "pl", nil)
		var parts []string
		for _, s := range all {
			parts = append(parts, string(rune('0'+s.Day))+" "+s.From+"-"+s.Until+" "+s.Title["pl"])
		}
		got := strings.Join(parts, "|")
		if err != nil {
			got = errs.FieldOf(err)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is written is read again as the same, and titles in other languages stay with the
// items that they belong to.
func FuzzProgramme(f *testing.F) {
	f.Add("9:30 Otwarcie\n10:00–11:00 Panel\n\n8.15 Wyjazd")
	f.Add("\x00\n\n\n99:99 x\n1:1")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := meeting.ReadProgramme(text, "pl", nil)
		if err != nil {
			return
		}
		for i := range all {
			all[i].Title["de"] = "t"
		}
		again, err := meeting.ReadProgramme(meeting.WriteProgramme(all, "pl"), "pl", all)
		if err != nil || len(again) != len(all) {
			t.Fatalf("%d, then %d: %v", len(all), len(again), err)
		}
		for i := range all {
			if again[i].Title["de"] != "t" || again[i].From != all[i].From {
				t.Fatalf("%+v became %+v", all[i], again[i])
			}
		}
	})
}

func TestOver(t *testing.T) {
	for date, want := range map[string]bool{"2026-11-22": true, "2026-11-23": false, "2026-11": false, "2026-10": true, "2025": true, "2026": false, "": false} {
		d, err := partnership.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		if got := (meeting.Facts{From: d}).Over(lang.Date{Year: 2026, Month: 11, Day: 23}); got != want {
			t.Errorf("%s: %t, want %t", date, got, want)
		}
	}
}

// The hours are those of the place: half past nine in summer is two hours before UTC.
func TestHours(t *testing.T) {
	f := meeting.Facts{From: partnership.On(2013, 9, 27), Begins: "09:30", Zone: "Europe/Warsaw"}
	begin, end, ok := f.Hours()
	if !ok || begin.Format(time.RFC3339) != "2013-09-27T09:30:00+02:00" || !end.Equal(begin) {
		t.Errorf("%v, %v, %t", begin, end, ok)
	}
	f.From.Day = 0
	if _, _, ok := f.Hours(); ok {
		t.Error("a month has hours")
	}
}
