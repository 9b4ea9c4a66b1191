package partnership

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twintown/internal/platform/lang"
)

func TestHealth(t *testing.T) {
	at := func(y, m, d int) lang.Date { return lang.Date{Year: y, Month: m, Day: d} }
	cases := []struct {
		name  string
		acts  []Act
		asOf  lang.Date
		want  Health
		hints []string
	}{
		{
			"Łódź–Ivanovo: six months of notice and a term",
			[]Act{onDay(ActAgreement, 1992, 4, 10).withNotice("P6M").inForceUntil(On(2027, 4, 9)), onDay(ActReview, 2025, 5, 1)},
			at(2026, 11, 23),
			Health{TermEnd: at(2027, 4, 9), LastNotice: at(2026, 10, 9), Anniversary: at(2027, 4, 10), Years: 35, LastSign: On(2025, 5, 1), Silent: 1, LastReview: at(2025, 5, 1)},
			[]string{"Last day of the agreed term: 9 April 2027.", "Anniversary: 35 years, 10 April 2027."},
		}, {
			"the last day of notice lies ahead",
			[]Act{onDay(ActAgreement, 2023, 1, 1).withNotice("P3M").withTerm("P4Y")},
			at(2026, 9, 1),
			Health{TermEnd: at(2026, 12, 31), LastNotice: at(2026, 9, 30), Anniversary: at(2027, 1, 1), Years: 4, LastSign: On(2023, 1, 1), Silent: 3},
			[]string{"Last day of the agreed term: 31 December 2026.", "Last day for giving notice: 30 September 2026."},
		}, {
			"a notice runs",
			[]Act{onDay(ActAgreement, 2024, 2, 29), onDay(ActNotice, 2026, 10, 31, here).withNotice("P4M")},
			at(2026, 11, 23),
			Health{Ending: at(2027, 2, 28), Anniversary: at(2027, 2, 28), Years: 3, LastSign: On(2024, 2, 29), Silent: 2},
			[]string{"Day on which the agreement ends: 28 February 2027."},
		}, {
			"silence is a hint and no status",
			[]Act{inYear(ActAgreement, 2001), inYear(ActActivity, 2010)},
			at(2026, 11, 23),
			Health{Anniversary: lang.Date{Year: 2026}, Years: 25, LastSign: On(2010, 0, 0), Silent: 15},
			[]string{
				"No joint activity is known for 15 years; the last was recorded in 2010. Is the partnership still alive?",
				"Anniversary: 25 years, 2026.",
			},
		}, {
			"what has ended has no dates ahead",
			[]Act{onDay(ActAgreement, 2001, 1, 1).withTerm("P5Y")},
			at(2026, 11, 23),
			Health{LastSign: On(2001, 1, 1), Silent: 25, Lapsed: at(2006, 1, 1)},
			nil,
		},
	}
	p := english(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := HealthOf(between(c.acts...), c.asOf, time.Time{})
			var hints []string
			for _, h := range got.Hints {
				hints = append(hints, p.Message(h))
			}
			if diff := cmp.Diff(c.hints, hints); diff != "" {
				t.Errorf("hints (-want +got):\n%s", diff)
			}
			got.Hints = nil
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// grodno is the story of one partnership in five acts.
func grodno() Partnership {
	return between(
		onDay(ActAgreement, 2018, 3, 16),
		inYear(ActInterruption, 2020, here),
		onDay(ActSuspension, 2021, 5, 1, here).conditioned("release"),
		onDay(ActTermination, 2022, 3, 3, here).voted(Vote{Unanimous: true}),
		inYear(ActCivilContacts, 2022),
	)
}

func TestTimelineOfATown(t *testing.T) {
	kaunas := between(onDay(ActLetter, 1990, 1, 1), onDay(ActAgreement, 1991, 6, 1))
	kaunas.ID, kaunas.Parties[1].Place = "kaunas", 598316
	listed := Partnership{
		ID: "listed", Parties: []Party{{Place: 1}, {Place: here}},
		Listing: Listing{Year: 2016, Lists: 1, Source: "lists"},
	}
	later := between(onDay(ActAgreement, 2030, 1, 1))
	got := TimelineOf(here, []Partnership{grodno(), listed, kaunas, later}, today, time.Time{})
	if got.From != calendarDay(1990, 1, 1) || got.To != today {
		t.Errorf("from %v to %v", got.From, got.To)
	}
	type piece struct {
		from, to, style string
		open            bool
		ended           int
	}
	var pieces [][]piece
	for _, s := range got.Strands {
		var line []piece
		for _, g := range s.Segments {
			line = append(line, piece{g.From.String(), g.To.String(), string(g.Style), g.Open, len(g.Ended)})
		}
		pieces = append(pieces, line)
	}
	want := [][]piece{
		{{"1990-01-01", "1991-05-31", "dotted", false, 0}, {"1991-06-01", "2026-11-23", "solid", true, 0}},
		{{"2016-12-31", "2026-11-23", "solid", true, 0}},
		{
			{"2018-03-16", "2020-12-30", "solid", false, 0},
			{"2020-12-31", "2021-04-30", "thin", false, 0},
			{"2021-05-01", "2022-03-02", "dashed", false, 1},
		},
	}
	if diff := cmp.Diff(want, pieces, cmp.AllowUnexported(piece{})); diff != "" {
		t.Errorf("strands (-want +got):\n%s", diff)
	}
	if s := got.Strands[1]; s.ID != "listed" || s.Segments[0].Begin.Qualifier != Before || s.Others[0] != 1 {
		t.Errorf("the listed pair: %+v", s)
	}
}

func TestHistory(t *testing.T) {
	p := between(
		onDay(ActAgreement, 2006, 6, 10).withTerm("P5Y"),
		inYear(ActActivity, 2009),
		onDay(ActRenewal, 2014, 1, 1).withTerm("P1Y"),
	)
	print := english(t)
	type line struct {
		day, what string
		code      Code
		turned    bool
	}
	var got []line
	for _, e := range HistoryOf(p, today, time.Time{}).Entries {
		what := string(e.Act.Type)
		if !e.ByItself.IsZero() {
			what = print.Message(e.ByItself)
		}
		got = append(got, line{e.Day.String(), what, e.Code, e.Turned})
	}
	want := []line{
		{"2006-06-10", "agreement", Active, true},
		{"2009-12-31", "activity", Active, false},
		{"2011-06-10", "The term of the agreement ran out.", Expired, true},
		{"2014-01-01", "renewal", Active, true},
		{"2015-01-01", "The term of the agreement ran out.", Expired, true},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGrowth(t *testing.T) {
	listed := Partnership{ID: "l", Parties: []Party{{Place: 1}, {Place: here}}, Listing: Listing{Year: 2019, Source: "s"}}
	all := []Partnership{
		grodno(), listed,
		between(onDay(ActAgreement, 2017, 1, 1)),
		between(onDay(ActLetter, 2020, 1, 1)),
		between(onDay(ActAgreement, 2019, 5, 1), onDay(ActTermination, 2020, 1, 1), onDay(ActAgreement, 2020, 6, 1)),
	}
	got := GrowthOf(all, calendarDay(2022, 6, 30), time.Time{})
	want := []Year{
		{Year: 2017, Begun: Count{Dated: 1}, InForce: Count{Dated: 1}},
		{Year: 2018, Begun: Count{Dated: 1}, InForce: Count{Dated: 2}},
		{Year: 2019, Begun: Count{Dated: 1, Inferred: 1}, InForce: Count{Dated: 3, Inferred: 1}},
		{Year: 2020, Begun: Count{Dated: 1}, Ended: Count{Dated: 1}, InForce: Count{Dated: 3, Inferred: 1}},
		{Year: 2021, InForce: Count{Dated: 2, Inferred: 1}, Suspended: Count{Dated: 1}},
		{Year: 2022, Ended: Count{Dated: 1}, InForce: Count{Dated: 2, Inferred: 1}},
	}
	if diff := cmp.Diff(want, got.Years); diff != "" {
		t.Errorf("years (-want +got):\n%s", diff)
	}
	if got.Forming != 1 {
		t.Errorf("forming: %d, want 1", got.Forming)
	}
	p := english(t)
	if s, want := p.Message(got.Answer), "Yes, the number of agreements grows. Agreements in force with a known date: 2; at the end of 2012: 0."; s != want {
		t.Errorf("answer = %q, want %q", s, want)
	}
	for _, m := range append(got.Method, GrowthOf(nil, today, moment(2020, 1, 1)).Method...) {
		p.Message(m)
	}
	p.Message(GrowthOf(nil, lang.Date{}, time.Time{}).Answer)
}

// What stands at the end of a year is what stood at the end of the one before, and what
// began, less what ended; and it is what the statuses of that day say.
func TestGrowthAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Partnership
		for range rapid.IntRange(0, 5).Draw(t, "partnerships") {
			p := genPartnership(t)
			for i := range p.Acts {
				if p.Acts[i].Date.IsZero() || p.Acts[i].Date.Qualifier == Before {
					p.Acts[i].Date = On(2000, 1, 1) // an act from the dawn of time has no year
				}
			}
			all = append(all, p)
		}
		g := GrowthOf(all, calendarDay(2035, 12, 31), time.Time{})
		before := 0
		for _, y := range g.Years {
			standing := y.InForce.All() + y.Suspended.All()
			if want := before + y.Begun.All() - y.Ended.All(); standing != want {
				t.Fatalf("%d: %d stand, want %d", y.Year, standing, want)
			}
			before = standing
			inForce := 0
			for _, p := range all {
				if StatusOf(p, lang.Date{Year: y.Year}, time.Time{}).Code.InForce() {
					inForce++
				}
			}
			if y.InForce.All() > inForce {
				t.Fatalf("%d: %d in force, statuses say %d", y.Year, y.InForce.All(), inForce)
			}
		}
	})
}

// A strand's segments follow one another without overlap, and its last one tells the
// status.
func TestSegmentsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, asOf := genPartnership(t), genDay(t, "as of")
		s := StrandOf(p, asOf, time.Time{})
		for i, g := range s.Segments {
			if !g.From.IsZero() && g.From.Compare(g.To) > 0 {
				t.Fatalf("segment %d runs from %v to %v", i, g.From, g.To)
			}
			if i > 0 && s.Segments[i-1].To.Compare(g.From) >= 0 {
				t.Fatalf("segment %d begins on %v, the one before ends on %v", i, g.From, s.Segments[i-1].To)
			}
			if g.Open != (i == len(s.Segments)-1 && !s.Status.Code.Ended()) {
				t.Fatalf("segment %d open %v, status %v", i, g.Open, s.Status.Code)
			}
			if g.Open && g.Code != s.Status.Code {
				t.Fatalf("the open segment is %v, the status %v", g.Code, s.Status.Code)
			}
		}
	})
}
