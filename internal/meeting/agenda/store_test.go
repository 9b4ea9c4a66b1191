package agenda_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

type desk struct {
	*testing.T
	db      *db.DB
	agendas *agenda.Store
	outbox  *mail.Outbox
	log     *people.Log
	meeting string
	papers  *meeting.Store
}

var who = people.Actor{Account: "organiser", Strong: true}

func each(t *testing.T, fn func(d desk), others ...agenda.Concerned) {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		key := secret.New()
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		box := mail.NewOutbox(d, catalog, key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
		x := desk{t, d, agenda.NewStore(d, log, key, box, nil, others...), box, log, "", meeting.NewStore(d, log, press.NewStore(d, log, c, nil))}
		x.meeting, err = x.papers.Create(t.Context(), who, meeting.New{
			Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja"},
			Facts: meeting.Facts{
				From: partnership.On(2027, 5, 14), To: partnership.On(2027, 5, 15), Zone: "Europe/Warsaw",
				Programme: []meeting.Slot{{From: "09:00", Title: meeting.Words{"pl": "Otwarcie", "de": "Eröffnung"}}, {From: "09:30", Until: "10:00", Title: meeting.Words{"pl": "Panel"}}, {Day: 1, Title: meeting.Words{"pl": "Wyjazd"}}},
			},
		})
		x.must(err)
		fn(x)
	})
}

func (d desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d desk) draft() agenda.Draft {
	d.Helper()
	x, err := d.agendas.Draft(d.Context(), d.meeting)
	d.must(err)
	return x
}

func (d desk) room(name string, seats int) string {
	d.Helper()
	id, err := d.agendas.SaveRoom(d.Context(), who, d.meeting, agenda.Room{Name: meeting.Words{"pl": name}, Seats: seats})
	d.must(err)
	return id
}

func (d desk) speaker(x agenda.Speaker) string {
	d.Helper()
	id, err := d.agendas.SaveSpeaker(d.Context(), who, d.meeting, x)
	d.must(err)
	return id
}

func (d desk) session(change func(*agenda.Session)) agenda.Session {
	d.Helper()
	s := agenda.Session{Kind: agenda.Talk, Title: meeting.Words{"pl": "Wykład"}, Day: "2027-05-14", From: "09:00", Until: "10:00"}
	change(&s)
	n, err := d.agendas.SaveSession(d.Context(), who, d.meeting, s)
	d.must(err)
	kept, ok := d.draft().Session(n)
	if !ok {
		d.Fatalf("session %d is not there", n)
	}
	return kept
}

var telling = agenda.Telling{
	Name: func(string) string { return "Konferencja" },
	Link: func(language string) string {
		return "https://partners.example.org/" + language + "/meetings/konferencja/programme"
	},
}

func (d desk) release(anyway bool) (int, int) {
	d.Helper()
	n, told, err := d.agendas.Release(d.Context(), who, d.meeting, d.draft().Version, anyway, telling)
	d.must(err)
	return n, told
}

// sent are the mails that wait, as "address: subject", with what they say.
func (d desk) sent() (all []string) {
	d.Helper()
	rows, err := d.outbox.List(d.Context(), mail.Filter{})
	d.must(err)
	for _, r := range rows {
		p, err := d.outbox.Preview(d.Context(), r.ID)
		d.must(err)
		all = append(all, r.To+": "+r.Subject+"\n"+p.Text)
	}
	slices.Sort(all)
	return all
}

func TestAProgrammeIsTakenOverAndReleased(t *testing.T) {
	each(t, func(d desk) {
		if d.draft().Version != 0 {
			t.Error("a draft is there before anybody began it")
		}
		n, err := d.agendas.Begin(d.Context(), who, d.meeting)
		if err != nil || n != 3 {
			t.Fatalf("%d, %v", n, err)
		}
		all := d.draft().Sessions
		if all[0].Until != "09:30" || all[0].Title["de"] != "Eröffnung" || all[0].Day != "2027-05-14" || all[2].Day != "2027-05-15" || all[2].From != "" {
			t.Errorf("%+v", all)
		}
		if _, err := d.agendas.Begin(d.Context(), who, d.meeting); errs.KindOf(err) != errs.Invalid {
			t.Errorf("twice: %v", err)
		}
		if _, _, err := d.agendas.Release(d.Context(), who, d.meeting, d.draft().Version, true, telling); errs.KindOf(err) != errs.Invalid {
			t.Errorf("with a session without an hour: %v", err)
		}
		last := all[2]
		last.From = "08:00"
		_, err = d.agendas.SaveSession(d.Context(), who, d.meeting, last)
		d.must(err)
		if _, err := d.agendas.SaveSession(d.Context(), who, d.meeting, last); errs.KindOf(err) != errs.Conflict {
			t.Errorf("over another’s change: %v", err)
		}
		if _, ok, err := d.agendas.Released(d.Context(), d.meeting); ok || err != nil {
			t.Errorf("readers see a draft: %v", err)
		}
		if n, _ := d.release(false); n != 1 {
			t.Errorf("release %d", n)
		}
		r, ok, err := d.agendas.Released(d.Context(), d.meeting)
		if err != nil || !ok || len(r.Sessions) != 3 || r.Zone != "Europe/Warsaw" || r.By != "organiser" {
			t.Errorf("%+v, %v", r, err)
		}
		if _, _, err := d.agendas.Release(d.Context(), who, d.meeting, d.draft().Version, false, telling); errs.KindOf(err) != errs.Invalid {
			t.Errorf("without a change: %v", err)
		}
		d.must(d.agendas.RemoveSession(d.Context(), who, d.meeting, all[0].ID, all[0].Version))
		if r, _, _ := d.agendas.Released(d.Context(), d.meeting); len(r.Sessions) != 3 {
			t.Error("readers see what was not released")
		}
		o, err := d.agendas.Outlook(d.Context(), d.meeting)
		if err != nil || len(o.Changes) != 1 || !slices.Equal(o.Changes[0].Fields, []agenda.Field{agenda.Removed}) {
			t.Errorf("%+v, %v", o, err)
		}
		d.must(d.agendas.Revert(d.Context(), who, d.meeting, d.draft().Version))
		if again := d.draft().Sessions; len(again) != 3 || again[0].ID != all[0].ID || again[0].Number != 1 {
			t.Errorf("thrown away: %+v", again)
		}
		next := d.session(func(s *agenda.Session) { s.Day = "2027-05-15" })
		if next.Number != 4 {
			t.Errorf("a number was given twice: %d", next.Number)
		}
	})
}

// Only those whose slot changed are told, each once, in her language; who has no address is
// named for the desk.
func TestOnlyThoseWhoseSlotChangedAreTold(t *testing.T) {
	delegation := func(_ context.Context, _ *db.Tx, _ string) ([]agenda.Concern, error) {
		return []agenda.Concern{{ID: "delegation-kaunas", Name: "Kaunas", To: "kaunas@example.org", Language: "lt", Link: "https://partners.example.org/lt/guest/x", Secret: true, Comes: func(s agenda.Session) bool { return slices.Contains(s.Expected, "kaunas") }}}, nil
	}
	each(t, func(d desk) {
		hall := d.room("Aula", 100)
		mayor := d.speaker(agenda.Speaker{Name: "Mayor of Sokółka", Email: "mayor@example.org", Language: "de"})
		head := d.speaker(agenda.Speaker{Name: "Head of office", Email: "head@example.org", Language: "pl"})
		silent := d.speaker(agenda.Speaker{Name: "Speaker without an address", Language: "pl"})
		a := d.session(func(s *agenda.Session) {
			s.Room, s.Speakers, s.Title = hall, []string{mayor, silent}, meeting.Words{"pl": "Otwarcie", "de": "Eröffnung"}
		})
		b := d.session(func(s *agenda.Session) {
			s.Room, s.From, s.Until, s.Speakers, s.Expected = hall, "10:00", "11:00", []string{head}, []string{"kaunas"}
		})
		if _, told := d.release(false); told != 3 {
			t.Errorf("%d were told of the first release", told)
		}
		first := d.sent()
		if len(first) != 3 || !strings.Contains(first[2], "mayor@example.org: Programm: Konferencja") || !strings.Contains(first[2], "Eröffnung (14. Mai 2027, 09:00–10:00, Raum: Aula)") {
			t.Errorf("%q", first)
		}
		a, _ = d.draft().Session(a.Number)
		a.From = "09:15"
		_, err := d.agendas.SaveSession(d.Context(), who, d.meeting, a)
		d.must(err)
		b.Title = meeting.Words{"pl": "Inny tytuł"}
		_, err = d.agendas.SaveSession(d.Context(), who, d.meeting, b)
		d.must(err)
		o, err := d.agendas.Outlook(d.Context(), d.meeting)
		d.must(err)
		if len(o.Tells) != 2 || o.Tells[1].Reached() && o.Tells[0].Reached() {
			t.Errorf("who would be told: %+v", o.Tells)
		}
		if _, told := d.release(false); told != 1 {
			t.Errorf("%d were told of the second", told)
		}
		second := strings.Join(d.sent(), "\n")
		if !strings.Contains(second, "Neue Zeit oder neuer Raum: Eröffnung (14. Mai 2027, 09:15–10:00, Raum: Aula). Bisher: 14. Mai 2027, 09:00–10:00, Raum: Aula") {
			t.Error(second)
		}
		b, _ = d.draft().Session(b.Number)
		b.Off, b.Speakers = true, []string{head}
		_, err = d.agendas.SaveSession(d.Context(), who, d.meeting, b)
		d.must(err)
		if _, told := d.release(false); told != 2 {
			t.Errorf("%d were told that it is cancelled", told)
		}
		if all := strings.Join(d.sent(), "\n"); !strings.Contains(all, "Odwołane: Inny tytuł") || !strings.Contains(all, "Atšaukta:") {
			t.Error(all)
		}
	}, delegation)
}

func TestAMeetingThatIsCalledOffIsToldOnce(t *testing.T) {
	each(t, func(d desk) {
		mayor := d.speaker(agenda.Speaker{Name: "Mayor of Sokółka", Email: "mayor@example.org", Language: "pl"})
		d.speaker(agenda.Speaker{Name: "Who speaks nowhere", Email: "nowhere@example.org", Language: "pl"})
		d.session(func(s *agenda.Session) { s.Speakers = []string{mayor} })
		if _, err := d.agendas.CallOff(d.Context(), who, d.meeting, telling); errs.KindOf(err) != errs.Invalid {
			t.Errorf("it takes place: %v", err)
		}
		m, err := d.papers.Meeting(d.Context(), d.meeting)
		d.must(err)
		m.Off = true
		d.must(d.papers.Save(d.Context(), who, d.meeting, m.Version, m.Facts, m.Own, ""))
		n, err := d.agendas.CallOff(d.Context(), who, d.meeting, telling)
		if err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
		if _, err := d.agendas.CallOff(d.Context(), who, d.meeting, telling); errs.KindOf(err) != errs.Invalid {
			t.Errorf("twice: %v", err)
		}
		if all := d.sent(); len(all) != 1 || !strings.HasPrefix(all[0], "mayor@example.org: Odwołane: Konferencja") {
			t.Errorf("%q", all)
		}
		late := d.speaker(agenda.Speaker{Name: "Who was added later", Email: "late@example.org", Language: "pl"})
		silent := d.speaker(agenda.Speaker{Name: "Who has no address", Language: "pl"})
		d.session(func(s *agenda.Session) { s.Speakers = []string{late, silent} })
		left, err := d.agendas.Uncalled(d.Context(), d.meeting)
		if err != nil || len(left) != 2 || left[1].Name != "Who was added later" || !left[1].Reached() || left[0].Reached() {
			t.Errorf("left to tell: %+v, %v", left, err)
		}
		quiet := telling
		quiet.Quiet = true
		if n, err := d.agendas.CallOff(d.Context(), who, d.meeting, quiet); err != nil || n != 1 {
			t.Errorf("whom it did not reach: %d, %v", n, err)
		}
		if all := d.sent(); len(all) != 2 || !slices.ContainsFunc(all, func(m string) bool {
			return strings.HasPrefix(m, "late@example.org: Odwołane") && !strings.Contains(m, "Konferencja")
		}) {
			t.Errorf("%q", all)
		}
		if _, err := d.agendas.CallOff(d.Context(), who, d.meeting, telling); errs.KindOf(err) != errs.Invalid {
			t.Errorf("nobody is left: %v", err)
		}
	})
}

// A person is shown as long as she agrees; what is known of her lies nowhere in the open.
func TestASpeakerIsShownAsLongAsSheAgrees(t *testing.T) {
	each(t, func(d desk) {
		day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		public := func() map[string]agenda.Speaker {
			all, err := d.agendas.Public(d.Context(), d.meeting)
			d.must(err)
			return all
		}
		x := agenda.Speaker{Name: "Kierownik Biura Przykładowego", Email: "biuro@example.org", Language: "pl", Office: meeting.Words{"pl": "Kierownik biura"}, About: meeting.Words{"pl": "Pisze o granicach."}, How: "by telephone"}
		id := d.speaker(x)
		if len(public()) != 0 {
			t.Error("somebody is shown who did not agree")
		}
		x.ID, x.Version, x.PhotoOn = id, 1, day
		if _, err := d.agendas.SaveSpeaker(d.Context(), who, d.meeting, x); errs.FieldOf(err) != "photo_on" {
			t.Errorf("a photo without a name: %v", err)
		}
		x.PhotoOn, x.Consented = time.Time{}, dbtest.Today.AddDate(0, 0, 1)
		if _, err := d.agendas.SaveSpeaker(d.Context(), who, d.meeting, x); errs.FieldOf(err) != "consented" {
			t.Errorf("consent of tomorrow: %v", err)
		}
		x.Consented = day
		d.speaker(x)
		d.must(d.log.Change(d.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
			return d.agendas.SetPhoto(d.Context(), tx, note, d.meeting, id, "document", day)
		}))
		if got := public()[id]; got.Name != x.Name || got.Email != "" || got.How != "" || got.Photo != "document" || !got.Consented.Equal(day) {
			t.Errorf("%+v", got)
		}
		d.must(d.agendas.TakeBack(d.Context(), who, d.meeting, id))
		if len(public()) != 0 || d.draft().Speakers[0].Withdrawn.IsZero() {
			t.Error("consent that was taken back still holds")
		}
		x.Version = 4
		d.speaker(x)
		d.nowhere("Przykładowego", "biuro@", "Kierownik", "granicach", "telephone")
		about, err := d.agendas.Of(d.Context(), "Biuro@example.org")
		if err != nil || len(about) != 1 || about[0].Name != x.Name || about[0].Meeting != d.meeting {
			t.Errorf("her data: %+v, %v", about, err)
		}
		d.must(d.db.Write(d.Context(), func(tx *db.Tx) error {
			photos, err := d.agendas.Erase(d.Context(), tx, "biuro@example.org")
			if !slices.Equal(photos, []string{"document"}) {
				t.Errorf("photos: %v", photos)
			}
			return err
		}))
		if len(d.draft().Speakers) != 0 || len(public()) != 0 {
			t.Error("she was erased, and is there")
		}
	})
}

// nowhere looks for words in all that the database holds of agendas and changes.
func (d desk) nowhere(words ...string) {
	d.Helper()
	for table, column := range map[string]string{"agenda_speaker": "sealed", "agenda_session": "body", "agenda_release": "body", "audit": "detail"} {
		d.must(db.Each(d.Context(), d.db, func(row db.Scanner) error {
			var text string
			err := row.Scan(&text)
			for _, w := range words {
				if strings.Contains(text, w) {
					d.Errorf("%s holds %q: %s", table, w, text)
				}
			}
			return err
		}, `SELECT `+column+` FROM `+table))
	}
}

// A year after a meeting nothing is kept of those who did not agree to be shown, and nothing
// but what is shown of the others.
func TestWhatIsKeptOfSpeakersEnds(t *testing.T) {
	each(t, func(d desk) {
		day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		shown := d.speaker(agenda.Speaker{Name: "Shown", Email: "shown@example.org", Language: "pl", How: "by letter", Consented: day})
		hidden := d.speaker(agenda.Speaker{Name: "Hidden", Language: "pl"})
		d.session(func(s *agenda.Session) { s.Speakers = []string{shown, hidden} })
		over := time.Date(2027, 5, 16, 0, 0, 0, 0, time.UTC)
		for before, want := range map[time.Time]int{over.AddDate(0, 0, -2): 0, over: 2} {
			if n, err := agenda.Due(d.Context(), d.db, before); err != nil || n != want {
				t.Errorf("%s: %d, %v", before, n, err)
			}
		}
		d.must(d.db.Write(d.Context(), func(tx *db.Tx) error {
			n, _, err := d.agendas.Purge(d.Context(), tx, over)
			if n != 2 {
				t.Errorf("%d were changed", n)
			}
			return err
		}))
		left := d.draft().Speakers
		if len(left) != 1 || left[0].Name != "Shown" || left[0].Email != "" || left[0].How != "" {
			t.Errorf("%+v", left)
		}
		if n, _ := agenda.Due(d.Context(), d.db, over); n != 0 {
			t.Errorf("%d are due again", n)
		}
	})
}

func TestRoomsAndWhatIsRefused(t *testing.T) {
	each(t, func(d desk) {
		a, b := d.room("Aula", 100), d.room("Poddasze", 0)
		d.must(d.agendas.MoveRoom(d.Context(), who, d.meeting, b, -1))
		if got := d.draft().Rooms; got[0].ID != b || got[1].ID != a {
			t.Errorf("%+v", got)
		}
		s := d.session(func(s *agenda.Session) { s.Room = a })
		if err := d.agendas.RemoveRoom(d.Context(), who, d.meeting, a, 1); errs.FieldOf(err) != "room" {
			t.Errorf("a room in use: %v", err)
		}
		moved, err := d.agendas.Move(d.Context(), who, d.meeting, s.Number, agenda.Step{Rooms: -1, Minutes: 15})
		if now, _ := d.draft().Session(s.Number); err != nil || !moved || now.Room != b || now.From != "09:15" {
			t.Errorf("%v, %+v", err, now)
		}
		d.must(d.agendas.RemoveRoom(d.Context(), who, d.meeting, a, 1))
		d.must(d.agendas.Shift(d.Context(), who, d.meeting, d.draft().Version, 1))
		if now, _ := d.draft().Session(s.Number); now.Day != "2027-05-15" {
			t.Errorf("postponed: %+v", now)
		}
		base := agenda.Session{Kind: agenda.Talk, Title: meeting.Words{"pl": "A"}}
		for field, change := range map[string]func(*agenda.Session){
			"title": func(s *agenda.Session) { s.Title = nil }, "kind": func(s *agenda.Session) { s.Kind = "x" }, "day": func(s *agenda.Session) { s.Day = "14 May" },
			"from": func(s *agenda.Session) { s.Until = "10:00" }, "until": func(s *agenda.Session) { s.From, s.Until = "10:00", "09:00" },
			"room": func(s *agenda.Session) { s.Room = "x" }, "speakers": func(s *agenda.Session) { s.Speakers = []string{"x"} },
			"people": func(s *agenda.Session) { s.People = -1 }, "about": func(s *agenda.Session) { s.About = meeting.Words{"pl": strings.Repeat("a", 4000)} },
		} {
			x := base
			change(&x)
			if _, err := d.agendas.SaveSession(d.Context(), who, d.meeting, x); errs.KindOf(err) != errs.Invalid || errs.FieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := d.agendas.SaveRoom(d.Context(), who, "nothing", agenda.Room{Name: meeting.Words{"pl": "A"}}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("of no meeting: %v", err)
		}
	})
}

// Titles and descriptions are translated beside their original; what changed there since is
// known, two who translate at once are told, and a form of the session loses nothing of it.
func TestTheWordsOfAProgrammeAreTranslated(t *testing.T) {
	each(t, func(d desk) {
		d.room("Sala A", 0)
		d.session(func(s *agenda.Session) {
			s.Title, s.About = meeting.Words{"pl": "Otwarcie"}, meeting.Words{"pl": "Burmistrz wita gości."}
		})
		text := func(field, language string) agenda.Text {
			d.Helper()
			for _, x := range d.draft().Texts(language, "pl") {
				if x.Field == field {
					return x
				}
			}
			d.Fatalf("no %s", field)
			return agenda.Text{}
		}
		send := func(field, to, seen string, change ...func(*agenda.Translated)) error {
			d.Helper()
			x := agenda.Translated{ID: text(field, "lt").ID, Field: field, Text: to, Seen: seen}
			for _, fn := range change {
				fn(&x)
			}
			_, err := d.agendas.Translate(d.Context(), who, d.meeting, "lt", "pl", []agenda.Translated{x})
			return err
		}
		title := text("title", "lt")
		if all := d.draft().Texts("lt", "pl"); len(all) != 3 || !title.Missing() || title.Stale() || all[2].Field != "name" || all[2].Session != 0 {
			t.Fatalf("%+v", all)
		}
		d.must(send("title", " Atidarymas ", title.Seen(), func(x *agenda.Translated) { x.Machine = true }))
		if now := text("title", "lt"); now.Value != "Atidarymas" || now.Stale() || now.Missing() || !now.Machine || now.Was != "Otwarcie" {
			t.Errorf("%+v", now)
		}
		if err := send("title", "Pradžia", title.Seen()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a second translator who did not see it: %v", err)
		}
		if err := send("title", "Atidarymas", title.Seen()); err != nil {
			t.Errorf("who types the same changes nothing: %v", err)
		}
		d.must(send("title", "Atidarymas", text("title", "lt").Seen(), func(x *agenda.Translated) { x.Fits = true }))
		if text("title", "lt").Machine {
			t.Error("it was read")
		}

		x := d.draft().Sessions[0]
		x.Title, x.Made = x.Title.With("pl", "Uroczyste otwarcie"), nil // as a form has it
		_, err := d.agendas.SaveSession(d.Context(), who, d.meeting, x)
		d.must(err)
		now := text("title", "lt")
		if !now.Stale() || now.Was != "Otwarcie" || now.Source != "Uroczyste otwarcie" {
			t.Errorf("after the original changed: %+v", now)
		}
		d.must(send("title", now.Value, now.Seen(), func(x *agenda.Translated) { x.Fits = true }))
		if text("title", "lt").Stale() {
			t.Error("it was looked at, and still fits")
		}
		x = d.draft().Sessions[0]
		x.Title = x.Title.With("pl", "Otwarcie").With("lt", "Iškilmingas atidarymas")
		_, err = d.agendas.SaveSession(d.Context(), who, d.meeting, x)
		d.must(err)
		if text("title", "lt").Stale() {
			t.Error("who writes both in one form made one of the other")
		}
		for name, err := range map[string]error{
			"error.press.long":        send("title", strings.Repeat("ą", 301), text("title", "lt").Seen()),
			"error.agenda.words_same": func() error { _, err := d.agendas.Translate(d.Context(), who, d.meeting, "pl", "pl", nil); return err }(),
		} {
			if errs.PublicOf(err).Key != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		d.must(send("name", "Salė A", text("name", "lt").Seen()))
		d.must(send("name", "", text("name", "lt").Seen()))
		if got := text("name", "lt"); !got.Missing() || got.Stale() {
			t.Errorf("taken away: %+v", got)
		}
	})
}
