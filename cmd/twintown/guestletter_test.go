package main

import (
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
)

func sampleLetter(t *testing.T, language string, e delegation.Event) guestLetter {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return guestLetter{
		Told: delegation.Told{
			Event: e, Token: "secret", Was: delegation.Accepted,
			Delegation: delegation.Delegation{ID: "d", Kind: delegation.Town, Place: 598316, Language: language, Quota: 4, Coming: 3, State: delegation.Accepted, Version: 7, Contact: delegation.Contact{Email: "office@example.org"}},
			Conference: delegation.Conference{Ends: time.Date(2027, 5, 15, 22, 0, 0, 0, time.UTC), Settings: delegation.Settings{Contact: "desk@example.org", Costs: meeting.Words{"pl": "nocleg", "lt": "nakvynė"}}},
		},
		m: meeting.Invitation{
			Title: "Konferencja miast", Language: "pl", Path: "/meetings/konferencja",
			Facts: meeting.Facts{From: partnership.On(2027, 5, 14), To: partnership.On(2027, 5, 15), Begins: "10:00", Zone: "Europe/Warsaw", Venue: meeting.Words{"pl": "Ratusz"}, Place: 776069, Organisers: []string{"Miasto Białystok"}},
		},
		base: "https://partners.example.org", now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC),
		p: catalog.Printer(language), place: func(int64, string) string { return "Kaunas" },
	}
}

func allLanguages(t *testing.T) []string {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Languages()
}

// said is everything that a mail tells, as the outbox writes it.
func said(l guestLetter, m mail.Mail) string {
	var b strings.Builder
	for _, part := range []string{"subject", "greeting", "body", "body2", "button", "after"} {
		if key := "mail." + m.Kind + "." + part; l.p.Has(key) {
			b.WriteString(l.p.Message(lang.Message{Key: key, Args: m.Args}) + "\n")
		}
	}
	for _, item := range m.Items {
		b.WriteString(l.p.Message(item) + "\n")
	}
	return b.String()
}

// Every event has its mail in every language; of a protected meeting none says what or where.
func TestGuestsAreToldInTheirLanguage(t *testing.T) {
	for _, language := range allLanguages(t) {
		for _, e := range delegation.Events() {
			l := sampleLetter(t, language, e)
			m := l.mail()
			text := said(l, m)
			for _, part := range []string{"subject", "body"} {
				if !l.p.Has("mail." + m.Kind + "." + part) {
					t.Errorf("%s %s has no %s", language, e, part)
				}
			}
			if l.p.Has("mail."+m.Kind+".button") != (m.Link != "") {
				t.Errorf("%s %s: button and link do not go together", language, e)
			}
			if strings.ContainsAny(text, "⟦{}") || !strings.Contains(text, "Konferencja miast") {
				t.Errorf("%s %s: %s", language, e, text)
			}
			l.Conference.Protected = true
			m = l.mail()
			if text := said(l, m); strings.Contains(text, "Konferencja") || strings.Contains(text, "Ratusz") || strings.Contains(text, "2027") || len(m.Attach) > 0 {
				t.Errorf("%s %s tells of a protected meeting: %s", language, e, text)
			}
		}
	}
}

// An invitation says who invites whom, where, when, who pays, and until when to answer.
func TestAnInvitationSaysWhatIsNeeded(t *testing.T) {
	l := sampleLetter(t, "lt", delegation.ToldInvited)
	text := said(l, l.mail())
	for _, want := range []string{"Kviečia: Miasto Białystok", "Kam: Kaunas", "Vieta: Ratusz, Kaunas", "2027 m. gegužės 14–15 d., 10:00", "nakvynė", "Vietų delegacijai: 4", "gegužės 15 d.", "desk@example.org"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// Who comes gets the meeting for her calendar, and who does not come after all has it taken
// out again, under the same UID and with a higher number.
func TestGuestsCalendar(t *testing.T) {
	for _, c := range []struct {
		name     string
		event    delegation.Event
		was, now delegation.State
		contact  string
		want     string
	}{
		{"she comes", delegation.ToldAnswered, delegation.Invited, delegation.Accepted, "desk@example.org", "METHOD:REQUEST"},
		{"nobody takes answers", delegation.ToldAnswered, delegation.Invited, delegation.Accepted, "", "METHOD:PUBLISH"},
		{"she does not come after all", delegation.ToldAnswered, delegation.Accepted, delegation.Declined, "desk@example.org", "METHOD:CANCEL"},
		{"she never meant to", delegation.ToldAnswered, delegation.Invited, delegation.Declined, "desk@example.org", ""},
		{"she was only invited", delegation.ToldInvited, delegation.Draft, delegation.Invited, "desk@example.org", ""},
		{"seats became free", delegation.ToldPromoted, delegation.Waiting, delegation.Accepted, "desk@example.org", "METHOD:REQUEST"},
		{"the invitation is taken back", delegation.ToldWithdrawn, delegation.Accepted, delegation.Withdrawn, "desk@example.org", "METHOD:CANCEL"},
		{"the meeting is cancelled", delegation.ToldCancelled, delegation.Accepted, delegation.Accepted, "desk@example.org", "METHOD:CANCEL"},
		{"another address", delegation.ToldAddress, delegation.Accepted, delegation.Accepted, "desk@example.org", ""},
	} {
		l := sampleLetter(t, "pl", c.event)
		l.Was, l.Delegation.State, l.Conference.Contact = c.was, c.now, c.contact
		m := l.mail()
		got := ""
		if len(m.Attach) > 0 {
			got = strings.ReplaceAll(string(m.Attach[0].Data), "\r\n ", "")
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %s", c.name, got, c.want)
		}
		if got == "" {
			continue
		}
		for _, want := range []string{"UID:delegation-d@partners.example.org", "SEQUENCE:7", "DTSTART;TZID=Europe/Warsaw:20270514T100000"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in %s", c.name, want, got)
			}
		}
		if strings.Contains(got, "STATUS:CANCELLED") != strings.Contains(got, "METHOD:CANCEL") || strings.Contains(got, "ATTENDEE") == (c.contact == "") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}
