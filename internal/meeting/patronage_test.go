package meeting_test

import (
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// The conference begins on 14 May 2027: fifty days before is 25 March, thirty are 14 April, and
// six months 14 November 2026.
func TestWhenToAskForAPatronage(t *testing.T) {
	first := meeting.Facts{From: partnership.On(2027, 5, 14)}
	words := meeting.Words{"pl": "Zaprosić"}
	for _, c := range []struct {
		name   string
		facts  meeting.Facts
		patron meeting.Patron
		today  string
		task   meeting.Task
		day    string // of the task
		by     string
		due    bool // within a month
	}{
		{"half a year is not here yet", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2026-11-13", meeting.TooEarly, "2026-11-14", "2027-03-25", false},
		{"from that day on", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2026-11-14", meeting.Apply, "2027-03-25", "2027-03-25", false},
		{"a month before", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2027-02-25", meeting.Apply, "2027-03-25", "2027-03-25", true},
		{"on the last day", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2027-03-25", meeting.Apply, "2027-03-25", "2027-03-25", true},
		{"the day after", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2027-03-26", meeting.TooLate, "2027-03-25", "2027-03-25", true},
		{"another voivode", first, meeting.Patron{State: meeting.Intended, Rule: "wielkopolska"}, "2026-11-13", meeting.Apply, "2027-04-14", "2027-04-14", false},
		{"a rule of one’s own", first, meeting.Patron{State: meeting.Intended, Rule: meeting.OtherRule, Days: 14}, "2027-04-20", meeting.Apply, "2027-04-30", "2027-04-30", true},
		{"no rule known", first, meeting.Patron{State: meeting.Intended}, "2026-11-13", meeting.FindRule, "", "", true},
		{"no day known", meeting.Facts{From: partnership.Date{Year: 2027}}, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2026-11-13", meeting.Apply, "", "", false},
		{"asked, no answer", first, meeting.Patron{State: meeting.Applied, Rule: "silesia"}, "2027-03-26", meeting.Answer, "", "2027-03-25", false},
		{"granted, with a promise", first, meeting.Patron{State: meeting.Granted, Rule: "silesia", Obligations: words}, "2027-05-01", meeting.Fulfil, "2027-05-14", "2027-03-25", true},
		{"granted, for nothing", first, meeting.Patron{State: meeting.Granted}, "2027-05-01", meeting.NoTask, "", "", false},
		{"refused", first, meeting.Patron{State: meeting.Refused, Rule: "silesia"}, "2027-03-26", meeting.NoTask, "", "", false},
		{"the logo’s time is over", first, meeting.Patron{State: meeting.Granted, Logo: "d", LogoUntil: "2027-04-30"}, "2027-05-01", meeting.LogoEnded, "2027-04-30", "", true},
		{"it is over", first, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2027-05-15", meeting.NoTask, "", "", false},
		{"it is cancelled", meeting.Facts{From: first.From, Off: true}, meeting.Patron{State: meeting.Intended, Rule: "silesia"}, "2027-03-20", meeting.NoTask, "", "", false},
	} {
		today, _ := lang.ParseDate(c.today)
		got := c.facts.Plan(c.patron, today)
		text := func(d lang.Date) string {
			if d.IsZero() {
				return ""
			}
			return d.String()
		}
		if got.Task != c.task || text(got.Day) != c.day || text(got.By) != c.by || got.Due(30) != c.due {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestALogoIsShownWithinItsPeriod(t *testing.T) {
	granted := meeting.Patron{State: meeting.Granted, Logo: "d", LogoFrom: "2027-01-01", LogoUntil: "2027-05-31"}
	for day, want := range map[string]bool{"2026-12-31": false, "2027-01-01": true, "2027-05-31": true, "2027-06-01": false} {
		today, _ := lang.ParseDate(day)
		if granted.LogoShown(today) != want {
			t.Errorf("on %s: %v", day, !want)
		}
		applied := granted
		applied.State = meeting.Applied
		if applied.LogoShown(today) {
			t.Errorf("on %s, before the answer", day)
		}
	}
}

func TestWhatAPatronageCannotSay(t *testing.T) {
	each(t, func(d desk) {
		for field, p := range map[string]meeting.Patron{
			"rule":        {Rule: "nobody’s"},
			"answered_on": {AppliedOn: "2026-11-20", AnsweredOn: "2026-11-19"},
			"logo_until":  {LogoFrom: "2027-05-31", LogoUntil: "2027-05-01"},
			"applied_on":  {AppliedOn: "20 November"},
		} {
			id := d.conference(nil)
			m := d.meeting(id)
			p.Way, p.Office, p.State = meeting.Honorary, meeting.Words{"pl": "Wojewoda"}, meeting.Intended
			m.Patrons = []meeting.Patron{p}
			if got := fault(d.meetings.Save(d.Context(), who, id, m.Version, m.Facts, m.Own, "")); got != field {
				t.Errorf("%q instead of %q", got, field)
			}
		}
		id := d.conference(func(f *meeting.Facts) {
			f.Patrons = []meeting.Patron{{Way: meeting.Honorary, Office: meeting.Words{"pl": "Wojewoda"}, State: meeting.Granted, Holder: "x", Rule: meeting.OtherRule, Days: 14, AppliedOn: "2026-11-01", AnsweredOn: "2026-11-10", Logo: "d", Obligations: meeting.Words{"pl": "Zaprosić"}}}
		})
		next, err := d.meetings.Repeat(d.Context(), who, id)
		d.must(err)
		if p := d.meeting(next).Patrons[0]; p.State != meeting.Intended || p.Days != 14 || p.AppliedOn != "" || p.Logo != "" || !p.Obligations.Empty() {
			t.Errorf("asked anew: %+v", p)
		}
	})
}
