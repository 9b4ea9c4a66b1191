package helppoint_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

const bialystok = 776069

var adviser = people.Actor{Account: "adviser"}

// seed are the hours of the office that this room was made for.
const seed = "Mo 13:00-20:00; Tu-Fr 08:00-15:00; Sa 09:00-14:00"

// point is a verified public point in Białystok; change makes it another.
func point(change ...func(p *helppoint.Point)) helppoint.Point {
	p := helppoint.Point{
		Handle: "bialystok", Stage: helppoint.Public, Place: bialystok, Zone: "Europe/Warsaw", Lat: 53.13, Lon: 23.16, Hours: seed,
		Verified: dbtest.Today.AddDate(0, -1, 0), VerifiedRole: people.Adviser,
		Details: helppoint.Details{Purposes: []helppoint.Purpose{helppoint.ForCivic}, Phones: []helppoint.Phone{{Number: "+48850000001"}}},
		Texts:   map[string]helppoint.Text{"pl": {Name: "Punkt pomocy", Provenance: lang.Provenance{Origin: helppoint.Written}}},
	}
	for _, fn := range change {
		fn(&p)
	}
	return p
}

func polish(t *testing.T) openhours.Holidays {
	t.Helper()
	h, ok := holidays.Of("PL", "")
	if !ok {
		t.Fatal("no holidays of Poland")
	}
	return h
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// What a visitor is told, hour by hour. Wrong "closed" is worse than not known.
func TestWhatIsSaid(t *testing.T) {
	for _, c := range []struct {
		name, now   string
		change      func(p *helppoint.Point)
		code        helppoint.Code
		why         helppoint.Why
		until       string
		noCalendars bool
	}{
		{name: "Monday morning", now: "2026-11-23 10:00", code: helppoint.Closed, until: "2026-11-23 13:00"},
		{name: "Monday afternoon", now: "2026-11-23 13:00", code: helppoint.Open, until: "2026-11-23 20:00"},
		{name: "the last minute", now: "2026-11-23 19:59", code: helppoint.Open, until: "2026-11-23 20:00"},
		{name: "Saturday evening opens on Monday", now: "2026-11-28 14:00", code: helppoint.Closed, until: "2026-11-30 13:00"},
		{name: "on the night of the clock change", now: "2026-10-25 12:00", code: helppoint.Closed, until: "2026-10-26 13:00"},
		{name: "never verified", now: "2026-11-23 14:00", change: func(p *helppoint.Point) { p.Verified = time.Time{} }, code: helppoint.Unknown, why: helppoint.Unverified},
		{name: "verified a year and a day ago", now: "2026-11-23 10:00", change: func(p *helppoint.Point) { p.Verified = dbtest.Today.AddDate(-1, 0, -1) }, code: helppoint.Unknown, why: helppoint.Outdated},
		{name: "a historical example", now: "2026-11-23 14:00", change: func(p *helppoint.Point) { p.Example = true }, code: helppoint.Unknown, why: helppoint.AnExample},
		{name: "without hours", now: "2026-11-23 14:00", change: func(p *helppoint.Point) { p.Hours = "" }, code: helppoint.Unknown, why: helppoint.NoHours},
		{name: "a public holiday of which nobody spoke", now: "2026-11-11 10:00", code: helppoint.Unknown, why: helppoint.OnHoliday},
		{name: "already before its hours", now: "2026-11-11 06:00", code: helppoint.Unknown, why: helppoint.OnHoliday},
		{name: "a holiday without a calendar", now: "2026-11-11 10:00", code: helppoint.Open, until: "2026-11-11 15:00", noCalendars: true},
		{name: "a holiday on which it is closed", now: "2026-11-11 10:00", change: func(p *helppoint.Point) { p.Holidays = helppoint.HolidaysClosed }, code: helppoint.Closed, until: "2026-11-12 08:00"},
		{name: "a holiday as usual", now: "2026-11-11 10:00", change: func(p *helppoint.Point) { p.Holidays = helppoint.HolidaysUsual }, code: helppoint.Open, until: "2026-11-11 15:00"},
		{name: "nobody is sent there on the holiday", now: "2026-11-10 16:00", code: helppoint.Closed, until: "2026-11-12 08:00"},
		{name: "an exception speaks of the holiday", now: "2026-11-11 10:00", change: other("2026-11-11", "2026-11-11", "09:00-12:00"), code: helppoint.Open, until: "2026-11-11 12:00"},
		{name: "closed on single days", now: "2026-12-03 10:00", change: other("2026-12-03", "2026-12-04", ""), code: helppoint.Closed, until: "2026-12-05 09:00"},
		{name: "closed for a time", now: "2026-12-03 10:00", change: away("2026-12-01", "2026-12-15"), code: helppoint.Away, until: "2026-12-16 00:00"},
		{name: "until further notice", now: "2026-12-03 10:00", change: away("2026-12-01", ""), code: helppoint.Away},
		{name: "the evening before a closure", now: "2026-11-30 21:00", change: away("2026-12-01", "2026-12-15"), code: helppoint.Closed, until: "2026-12-16 08:00"},
		{name: "by appointment only", now: "2026-11-23 14:00", change: func(p *helppoint.Point) { p.Appointment = helppoint.Only }, code: helppoint.ByAppointment},
		{name: "by appointment on that day", now: "2026-11-25 14:00", change: func(p *helppoint.Point) { p.Hours = `Mo 08:00-15:00; We "by appointment"` }, code: helppoint.ByAppointment},
		{name: "hours that leave it open", now: "2026-11-23 19:00", change: func(p *helppoint.Point) { p.Hours = "Mo 08:00-18:00+" }, code: helppoint.Unknown, why: helppoint.TheHours},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := point()
			if c.change != nil {
				c.change(&p)
			}
			var calendar openhours.Holidays
			if !c.noCalendars {
				calendar = polish(t)
			}
			got := p.At(at(t, c.now), calendar)
			want := time.Time{}
			if c.until != "" {
				want = at(t, c.until)
			}
			if got.Code != c.code || got.Why != c.why || !got.Until.Equal(want) {
				t.Errorf("%+v, want %s %s until %s", got, c.code, c.why, c.until)
			}
		})
	}
}

func other(from, to, hours string) func(p *helppoint.Point) {
	return func(p *helppoint.Point) {
		p.Exceptions = []helppoint.Exception{{From: from, To: to, Hours: hours, Reason: "holiday"}}
	}
}

func away(from, to string) func(p *helppoint.Point) {
	return func(p *helppoint.Point) {
		p.Closure = helppoint.Closure{From: from, To: to, Reason: "works"}
	}
}

// Hours hold in the point's own zone, whoever asks from wherever.
func TestHoursHoldWhereThePointIs(t *testing.T) {
	p := point(func(p *helppoint.Point) { p.Zone = "Europe/Vilnius" })
	if s := p.At(at(t, "2026-11-23 12:30"), nil); s.Code != helppoint.Open { // 13:30 in Vilnius
		t.Errorf("%+v", s)
	}
}

func TestTheWeek(t *testing.T) {
	p := point(other("2026-12-03", "2026-12-04", ""), func(p *helppoint.Point) { p.Closure = helppoint.Closure{From: "2026-12-05", To: "2026-12-06"} })
	usual, steady := p.Usual(at(t, "2026-12-02 10:00"))
	if !steady || len(usual) != 7 || usual[0].Weekday != time.Monday || len(usual[6].Spells) != 0 || usual[0].Spells[0].From.Hour() != 13 {
		t.Errorf("usual: %t %+v", steady, usual)
	}
	coming := p.Coming(at(t, "2026-12-02 10:00"), polish(t))
	if len(coming) != 7 || coming[0].Weekday != time.Wednesday || len(coming[1].Spells) != 0 || coming[1].Exception == nil || !coming[3].Away || len(coming[5].Spells) == 0 {
		t.Errorf("coming: %+v", coming)
	}
}

// desk is a store as a test has it.
type desk struct {
	*testing.T
	store *helppoint.Store
	log   *people.Log
	seen  int // changes that pages follow
}

func each(t *testing.T, fn func(d *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := &desk{T: t, log: people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))}
		o.store = helppoint.NewStore(d, o.log, func(context.Context) { o.seen++ })
		fn(o)
	})
}

func (d *desk) make(p helppoint.Point) helppoint.Point {
	d.Helper()
	ids, err := d.store.Create(d.Context(), adviser, p)
	if err != nil {
		d.Fatal(err)
	}
	return d.get(ids[0])
}

func (d *desk) get(id string) helppoint.Point {
	d.Helper()
	p, err := d.store.ByID(d.Context(), id)
	if err != nil {
		d.Fatal(err)
	}
	return p
}

func (d *desk) change(p helppoint.Point, fn func(p *helppoint.Point)) error {
	return d.store.Change(d.Context(), adviser, p.ID, p.Version, func(p *helppoint.Point) error { fn(p); return nil })
}

// What is kept comes back; each change moves the version and is told field by field.
func TestPointsAreKept(t *testing.T) {
	each(t, func(d *desk) {
		p := d.make(point(func(p *helppoint.Point) {
			p.Phones, p.Mails, p.Languages, p.Access = []helppoint.Phone{{Number: "+48 85 000 00 01", Note: "12"}}, []string{"punkt@example.org"}, []string{"pl", "be"}, []string{"lift"}
			p.Exceptions = []helppoint.Exception{{From: "2026-12-24", To: "2026-12-24"}}
		}))
		if p.Phones[0].Number != "+48850000001" || p.Texts["pl"].Name != "Punkt pomocy" || p.Texts["pl"].Version != 1 || p.Version != 1 || len(p.Exceptions) != 1 || p.Verified.IsZero() {
			t.Errorf("kept: %+v", p)
		}
		second := d.make(point())
		if second.Handle != "bialystok-2" {
			t.Errorf("the second handle is %s", second.Handle)
		}
		if err := d.change(p, func(p *helppoint.Point) { p.Address = "ul. Lipowa 1" }); err != nil {
			t.Fatal(err)
		}
		if err := d.change(p, func(p *helppoint.Point) { p.Address = "ul. Krótka 2" }); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an older version is saved over: %v", err)
		}
		now := d.get(p.ID)
		if now.Address != "ul. Lipowa 1" || now.Version != 2 || now.Verified.IsZero() {
			t.Errorf("changed: %+v", now)
		}
		records, err := d.log.Read(d.Context(), people.Query{Kind: "help_point", ID: p.ID})
		if err != nil || len(records) != 2 || len(records[0].Fields) != 1 || records[0].Fields[0].Name != "address" {
			t.Errorf("told: %+v, %v", records, err)
		}
		for _, f := range append(records[0].Fields, records[1].Fields...) {
			if strings.ContainsAny(f.New, "{[") {
				t.Errorf("%s is told as %s", f.Name, f.New)
			}
		}
		if d.seen != 3 {
			t.Errorf("pages follow %d changes, want 3", d.seen)
		}
	})
}

// Advisers are asked for the next check before the last one lapses.
func TestAPointIsDueForACheck(t *testing.T) {
	for name, c := range map[string]struct {
		due    bool
		change func(p *helppoint.Point)
	}{
		"checked a month ago":     {false, func(*helppoint.Point) {}},
		"checked ten months ago":  {false, func(p *helppoint.Point) { p.Verified = dbtest.Today.AddDate(0, -10, 0) }},
		"lapses within a month":   {true, func(p *helppoint.Point) { p.Verified = dbtest.Today.AddDate(-1, 0, 20) }},
		"never checked":           {true, func(p *helppoint.Point) { p.Verified = time.Time{} }},
		"a draft":                 {false, func(p *helppoint.Point) { p.Verified, p.Stage = time.Time{}, helppoint.Draft }},
		"an example from history": {false, func(p *helppoint.Point) { p.Verified, p.Example = time.Time{}, true }},
	} {
		p := point(c.change)
		if p.Due(dbtest.Today) != c.due {
			t.Errorf("%s: due is %t", name, !c.due)
		}
	}
}

// Whoever changes hours or phones takes the mark of the check away, unless she checked.
func TestACheckLapses(t *testing.T) {
	each(t, func(d *desk) {
		p := d.make(point())
		if err := d.change(p, func(p *helppoint.Point) { p.Hours = "Mo 10:00-12:00" }); err != nil {
			t.Fatal(err)
		}
		if p = d.get(p.ID); !p.Verified.IsZero() || p.Dials() {
			t.Errorf("still verified: %v", p.Verified)
		}
		if err := d.change(p, func(p *helppoint.Point) {
			p.Phones, p.Verified, p.VerifiedRole = []helppoint.Phone{{Number: "+4930231250"}}, dbtest.Today, people.Adviser
		}); err != nil {
			t.Fatal(err)
		}
		if p = d.get(p.ID); p.Verified.IsZero() || !p.Dials() {
			t.Error("the check is lost")
		}
	})
}

// In the nights in which clocks change, the clock at the point decides: an hour that comes
// twice belongs to the state in which its first ended, one that does not come is over when
// it would begin, and whoever asks from elsewhere is told the same moment.
func TestNightsInWhichTheClockChanges(t *testing.T) {
	for _, c := range []struct {
		name, zone, hours, now string // now in UTC
		code                   helppoint.Code
		until                  string // in UTC
	}{
		{"an open night in autumn lasts an hour longer", "Europe/Warsaw", "Sa 22:00-06:00", "2026-10-24T20:00:00Z", helppoint.Open, "2026-10-25T05:00:00Z"},
		{"half past two for the first time", "Europe/Warsaw", "Su 02:00-03:00", "2026-10-25T00:30:00Z", helppoint.Open, "2026-10-25T02:00:00Z"},
		{"half past two for the second time", "Europe/Warsaw", "Su 02:00-03:00", "2026-10-25T01:30:00Z", helppoint.Open, "2026-10-25T02:00:00Z"},
		{"the same moment where clocks never change", "Europe/Minsk", "Su 02:00-05:00", "2026-10-25T00:30:00Z", helppoint.Open, "2026-10-25T02:00:00Z"},
		{"the same moment an hour further east", "Europe/Vilnius", "Su 08:00-12:00", "2026-10-25T00:30:00Z", helppoint.Closed, "2026-10-25T06:00:00Z"},
		{"half past two never comes in spring", "Europe/Warsaw", "Su 02:15-02:45", "2026-03-29T00:59:00Z", helppoint.Closed, "2026-04-05T00:15:00Z"},
		{"an open night in spring is an hour shorter", "Europe/Warsaw", "Sa 22:00-06:00", "2026-03-29T00:30:00Z", helppoint.Open, "2026-03-29T04:00:00Z"},
		{"the morning after", "Europe/Warsaw", "Mo 08:00-15:00", "2026-10-25T12:00:00Z", helppoint.Closed, "2026-10-26T07:00:00Z"},
		{"a week later beyond the ocean", "America/New_York", "Su 00:30-08:00", "2026-11-01T05:30:00Z", helppoint.Open, "2026-11-01T13:00:00Z"},
		{"clocks that change by half an hour", "Australia/Lord_Howe", "Su 01:00-03:00", "2026-04-04T14:45:00Z", helppoint.Open, "2026-04-04T16:30:00Z"},
	} {
		p := point(func(p *helppoint.Point) { p.Zone, p.Hours = c.zone, c.hours })
		now, err := time.Parse(time.RFC3339, c.now)
		until, err2 := time.Parse(time.RFC3339, c.until)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		p.Verified = now
		got := p.At(now, nil)
		if got.Code != c.code || !got.Until.Equal(until) || got.Until.Location().String() != c.zone {
			t.Errorf("%s: %s until %s, want %s until %s", c.name, got.Code, got.Until, c.code, until.In(got.Until.Location()))
		}
		if days := p.Coming(now, nil); len(days) != 7 || days[0].Date != lang.DateOf(p.Local(now)) {
			t.Errorf("%s: %d days from %v", c.name, len(days), days[0].Date)
		}
	}
}

// A translation knows when its original went on.
func TestTextsKnowTheirOriginal(t *testing.T) {
	each(t, func(d *desk) {
		p := d.make(point())
		if err := d.change(p, func(p *helppoint.Point) {
			p.Texts["lt"] = helppoint.Text{Name: "Pagalbos punktas", Provenance: lang.Provenance{Origin: helppoint.Translated, Source: "pl", OfVersion: p.Texts["pl"].Version}}
		}); err != nil {
			t.Fatal(err)
		}
		if p = d.get(p.ID); p.Stale("lt") || p.Stale("pl") {
			t.Error("stale at once")
		}
		if err := d.change(p, func(p *helppoint.Point) {
			text := p.Texts["pl"]
			text.Summary = "Porady obywatelskie."
			p.Texts["pl"] = text
		}); err != nil {
			t.Fatal(err)
		}
		if p = d.get(p.ID); !p.Stale("lt") || p.Texts["pl"].Version != 2 {
			t.Errorf("%+v", p.Texts)
		}
		for language, want := range map[string]string{"lt": "lt", "pl": "pl", "uk": "pl"} {
			if _, got, ok := p.In(language, []string{"en", "pl", "lt"}); !ok || got != want {
				t.Errorf("in %s: %s", language, got)
			}
		}
		if err := d.change(p, func(p *helppoint.Point) { delete(p.Texts, "lt") }); err != nil {
			t.Fatal(err)
		}
		if p = d.get(p.ID); len(p.Texts) != 1 {
			t.Errorf("%+v", p.Texts)
		}
	})
}

func TestWhatIsNoPoint(t *testing.T) {
	each(t, func(d *desk) {
		for name, c := range map[string]struct {
			field  string
			change func(p *helppoint.Point)
		}{
			"a public one without a place":   {"place", func(p *helppoint.Point) { p.Place, p.Zone = 0, "" }},
			"without a name":                 {"name", func(p *helppoint.Point) { p.Texts = nil }},
			"without a purpose":              {"purposes", func(p *helppoint.Point) { p.Purposes = nil }},
			"that cannot be reached":         {"phones", func(p *helppoint.Point) { p.Phones = nil }},
			"a made-up purpose":              {"purposes", func(p *helppoint.Point) { p.Purposes = []helppoint.Purpose{"magic"} }},
			"a number that is too short":     {"phones", func(p *helppoint.Point) { p.Phones = []helppoint.Phone{{Number: "+481"}} }},
			"a mail with a second header":    {"mails", func(p *helppoint.Point) { p.Mails = []string{"a@example.org\r\nBcc: b@example.org"} }},
			"a script for a web site":        {"web", func(p *helppoint.Point) { p.Web = "javascript:alert(1)" }},
			"hours that nobody can read":     {"hours", func(p *helppoint.Point) { p.Hours = "sometimes, maybe" }},
			"a closure that ends before":     {"closed_to", away("2026-12-15", "2026-12-01")},
			"an exception in no month":       {"exceptions", other("2026-13-01", "2026-13-02", "")},
			"an exception with a day inside": {"exceptions", other("2026-12-01", "2026-12-01", "Mo 08:00-25:99 !!")},
			"a zone that is none":            {"place", func(p *helppoint.Point) { p.Zone = "Europe/Nowhere" }},
			"a place off the globe":          {"lat", func(p *helppoint.Point) { p.Lat = 91 }},
		} {
			if _, err := d.store.Create(d.Context(), adviser, point(c.change)); errs.FieldOf(err) != c.field || errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %q, %v", name, errs.FieldOf(err), err)
			}
		}
		if all, err := d.store.All(d.Context()); err != nil || len(all) != 0 {
			t.Errorf("%d are kept, %v", len(all), err)
		}
		draft, err := d.store.Create(d.Context(), adviser, helppoint.Point{Handle: "x", Details: helppoint.Details{Pasted: "block"}})
		if err != nil || d.get(draft[0]).Pasted != "block" {
			t.Errorf("an empty draft: %v", err)
		}
		if public, err := d.store.Public(d.Context()); err != nil || len(public) != 0 {
			t.Errorf("a draft is public: %v", err)
		}
	})
}

// Numbers are kept in one form and written as people in the country write them.
func TestPhones(t *testing.T) {
	for _, c := range []struct{ written, country, kept, national, abroad string }{
		{"85 000 00 01", "PL", "+48850000001", "85 000 00 01", "+48 85 000 00 01"},
		{"+ 48 85 000 00 01", "LT", "+48850000001", "85 000 00 01", "+48 85 000 00 01"},
		{"(030) 23125 001", "DE", "+493023125001", "030 23125001", "+49 30 23125001"},
		{"01 99 00 12 34", "FR", "+33199001234", "01 99 00 12 34", "+33 1 99 00 12 34"},
	} {
		got, err := helppoint.ParsePhone(c.written, c.country)
		p := helppoint.Phone{Number: got}
		if err != nil || got != c.kept || p.For(p.Country()) != c.national || p.For("UA") != c.abroad {
			t.Errorf("%s: %s %q %q, %v", c.written, got, p.For(p.Country()), p.For("UA"), err)
		}
	}
	for _, text := range []string{"", "call us", "12", "+", "+999 12345678901234567890"} {
		if got, err := helppoint.ParsePhone(text, "PL"); errs.FieldOf(err) != "phones" {
			t.Errorf("%q is kept as %q", text, got)
		}
	}
	if (helppoint.Phone{Number: "+48100000000"}).Assigned() {
		t.Error("no area of Poland begins with 10")
	}
	if !(helppoint.Phone{Number: "+48857777777"}).Assigned() {
		t.Error("Białystok has such numbers")
	}
}
