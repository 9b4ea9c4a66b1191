package partnership

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/source"
)

// Sides of the tests: the town whose council acts, and its partner.
const (
	here  = 776069
	there = 627904
)

// between makes a partnership of two sides from acts, with identifiers "1", "2", …
func between(acts ...Act) Partnership {
	for i := range acts {
		acts[i].ID = string(rune('1' + i))
	}
	return Partnership{ID: "p", Kind: KindPartnership, Parties: []Party{{Place: here}, {Place: there}}, Acts: acts}
}

// onDay and inYear shorten the dates of acts.
func onDay(t ActType, y, m, d int, by ...int64) Act { return Act{Type: t, Date: On(y, m, d), By: by} }

func inYear(t ActType, y int, by ...int64) Act { return Act{Type: t, Date: On(y, 0, 0), By: by} }

func (a Act) grounded(code string) Act      { a.Ground = Cause{Code: code}; return a }
func (a Act) conditioned(code string) Act   { a.Condition = Cause{Code: code}; return a }
func (a Act) voted(v Vote) Act              { a.Vote = v; return a }
func (a Act) inForceUntil(d Date) Act       { a.InForceTo = d; return a }
func (a Act) inForceFrom(d Date) Act        { a.InForceFrom = d; return a }
func (a Act) withNotice(d Duration) Act     { a.Notice = d; return a }
func (a Act) withTerm(d Duration) Act       { a.Term = d; return a }
func (a Act) knownSince(y, m, d int) Act    { a.KnownSince = moment(y, m, d); return a }
func moment(y, m, d int) time.Time          { return time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC) }
func calendarDay(y, m, d int) (c lang.Date) { return lang.Date{Year: y, Month: m, Day: d} }

var today = calendarDay(2026, 11, 23)

// english prints messages for the tests.
func english(t *testing.T) *lang.Printer {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if missing := catalog.Missing(); len(missing) > 0 {
			t.Errorf("messages that are not there: %v", missing)
		}
	})
	return catalog.Printer("en")
}

// TestStatusesFoundInRealLife has every state that was found in real life, by the
// name and the case under which the notes on the field list it.
func TestStatusesFoundInRealLife(t *testing.T) {
	grodno := []Act{
		onDay(ActAgreement, 2018, 3, 16),
		inYear(ActInterruption, 2020, here),
		inYear(ActSuspension, 2021, here).conditioned("release").grounded("repression"),
		onDay(ActTermination, 2022, 3, 3, here).voted(Vote{Unanimous: true}).grounded("war"),
	}
	cases := []struct {
		name     string
		acts     []Act
		asOf     lang.Date
		want     Code
		sides    [2]Code
		sentence string
	}{
		{
			"contact without act: Kraków–Jerusalem",
			[]Act{inYear(ActContact, 2005)},
			today, Contact,
			[2]Code{Contact, Contact},
			"The partners have been in contact since 2005; nothing has been signed.",
		}, {
			"contact without act: Gołdap–Dubna visits",
			[]Act{inYear(ActVisit, 2010), inYear(ActActivity, 2012)},
			today, Contact,
			[2]Code{Contact, Contact},
			"The partners have been in contact since 2010; nothing has been signed.",
		}, {
			"council willing, conditional: Powiat Białostocki–Uzhhorod",
			[]Act{onDay(ActResolution, 2023, 9, 28, here).conditioned("funding")},
			today, Conditional,
			[2]Code{Conditional, None},
			"Decided on 28 September 2023 on a condition: funding is obtained.",
		}, {
			"letter of intent: Białystok–Irkutsk, –Tomsk; Krzeszowice–Zhovkva",
			[]Act{inYear(ActLetter, 2023)},
			today, Intended,
			[2]Code{Intended, Intended},
			"A letter of intent was signed in 2023; an agreement has not followed yet.",
		}, {
			"active: Gołdap–Šakiai",
			[]Act{onDay(ActAgreement, 1995, 2, 18), inYear(ActActivity, 2019)},
			today, Active,
			[2]Code{Active, Active},
			"In force since 18 February 1995.",
		}, {
			"on paper only / dormant: Polish–German pairs",
			[]Act{inYear(ActAgreement, 1998), inYear(ActDormancy, 2020)},
			today, Dormant,
			[2]Code{Dormant, Dormant},
			"The agreement is in force since 1998, but on paper only; this was found in 2020.",
		}, {
			"frozen de facto: Białystok–Grodno", grodno,
			calendarDay(2020, 12, 31), Frozen,
			[2]Code{Frozen, Active},
			"The agreement is formally in force since 16 March 2018, but contacts have been interrupted since 2020.",
		}, {
			"suspended, conditional: Białystok–Grodno", grodno,
			calendarDay(2022, 3, 2), Suspended,
			[2]Code{Suspended, Active},
			"Suspended since 2021. Condition for going on: imprisoned people are freed.",
		}, {
			"suspended, conditional: Skarżysko-Kamienna–Grodno",
			[]Act{onDay(ActSuspension, 2022, 3, 24, here).conditioned("better_time").voted(Vote{For: 18, Present: 19})},
			today, Suspended,
			[2]Code{Suspended, None},
			"Suspended since 24 March 2022. Condition for going on: a more favourable moment.",
		}, {
			"suspended, conditional: Chicago–Moscow",
			[]Act{inYear(ActAgreement, 1997), inYear(ActSuspension, 2022, here).conditioned("peace")},
			today, Suspended,
			[2]Code{Suspended, Active},
			"Suspended since 2022. Condition for going on: hostilities end.",
		}, {
			"ruhend, civil contacts go on: Erlangen–Vladimir",
			[]Act{
				inYear(ActAgreement, 1983), inYear(ActSuspension, 2022, here).grounded("war"),
				inYear(ActCivilContacts, 2022),
			},
			today, Suspended,
			[2]Code{Suspended, Active},
			"Suspended since 2022. Ground: armed aggression.",
		}, {
			"expired, not renewed: Białystok–Pskov, –Kaliningrad",
			[]Act{inYear(ActAgreement, 2005), inYear(ActExpiry, 2020)},
			today, Expired,
			[2]Code{Expired, Expired},
			"The agreed term ran out in 2020 and was not renewed.",
		}, {
			"expired, not renewed: Giżycko–Nesterov, five years",
			[]Act{onDay(ActAgreement, 2006, 6, 10).withTerm("P5Y")},
			today, Expired,
			[2]Code{Expired, Expired},
			"The agreed term ran out on 9 June 2011 and was not renewed.",
		}, {
			"denounced one-sidedly: Białystok–Irkutsk, –Tomsk (letters of intent)",
			[]Act{inYear(ActLetter, 2011), onDay(ActDenunciation, 2022, 2, 28, here).grounded("war")},
			today, Denounced,
			[2]Code{Denounced, Intended},
			"The letter of intent was denounced on 28 February 2022.",
		}, {
			"terminated by council: Białystok–Grodno, unanimous", grodno,
			calendarDay(2022, 3, 3), Terminated,
			[2]Code{Terminated, Active},
			"Terminated on 3 March 2022.",
		}, {
			"terminated by council: Konin–Bryansk after 27 years",
			[]Act{inYear(ActAgreement, 1995), onDay(ActTermination, 2022, 3, 2, here)},
			today, Terminated,
			[2]Code{Terminated, Active},
			"Terminated on 2 March 2022.",
		}, {
			"terminated by partner's notice: Leszno–Deurne",
			[]Act{
				inYear(ActAgreement, 1989), inYear(ActRenewal, 2014),
				onDay(ActNotice, 2016, 1, 15, there).withNotice("P6M"),
			},
			today, Terminated,
			[2]Code{Active, Terminated},
			"Terminated on 15 July 2016, when the term of notice ran out.",
		}, {
			"terminated by notice: Łódź–Ivanovo, six months, still running",
			[]Act{inYear(ActAgreement, 1992).withNotice("P6M"), onDay(ActNotice, 2022, 3, 16, here)},
			calendarDay(2022, 9, 15), NoticeGiven,
			[2]Code{NoticeGiven, Active},
			"Notice was given on 16 March 2022. The agreement ends on 16 September 2022.",
		}, {
			"terminated by notice: Łódź–Kaliningrad, six months are over",
			[]Act{inYear(ActAgreement, 2002).withNotice("P6M"), onDay(ActNotice, 2022, 3, 16, here)},
			calendarDay(2022, 9, 16), Terminated,
			[2]Code{Terminated, Active},
			"Terminated on 16 September 2022, when the term of notice ran out.",
		}, {
			"continued by NGOs after the councils stop: Leszno–Deurne",
			[]Act{inYear(ActAgreement, 1989), inYear(ActTermination, 2016, there), inYear(ActCivilContacts, 2017)},
			today, Terminated,
			[2]Code{Active, Terminated},
			"Terminated in 2016.",
		},
	}
	p := english(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := StatusOf(between(c.acts...), c.asOf, time.Time{})
			if got.Code != c.want {
				t.Errorf("code = %v, want %v", got.Code, c.want)
			}
			if diff := cmp.Diff(map[int64]Code{here: c.sides[0], there: c.sides[1]}, got.Sides); diff != "" {
				t.Errorf("sides (-want +got):\n%s", diff)
			}
			if s := p.Message(got.Sentence); s != c.sentence {
				t.Errorf("sentence = %q\nwant       %q", s, c.sentence)
			}
			for _, n := range got.Notes {
				p.Message(n) // a missing message fails at the end
			}
		})
	}
}

// TestFourOutcomesInOneWeek is what one city did in one week in 2022.
func TestFourOutcomesInOneWeek(t *testing.T) {
	day := calendarDay(2022, 3, 4)
	cases := map[string]struct {
		acts []Act
		want Code
	}{
		"Pskov":     {[]Act{inYear(ActAgreement, 1991).inForceUntil(On(2021, 0, 0))}, Expired},
		"Irkutsk":   {[]Act{inYear(ActLetter, 2011), onDay(ActDenunciation, 2022, 2, 28, here)}, Denounced},
		"Hrodna":    {[]Act{inYear(ActAgreement, 1960), onDay(ActTermination, 2022, 3, 3, here)}, Terminated},
		"Kaunas":    {[]Act{inYear(ActAgreement, 1991)}, Active},
		"Skarżysko": {[]Act{inYear(ActAgreement, 2000), onDay(ActSuspension, 2022, 3, 4, here).grounded("war")}, Suspended},
	}
	for name, c := range cases {
		if got := StatusOf(between(c.acts...), day, time.Time{}).Code; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestStatusRules(t *testing.T) {
	base := onDay(ActAgreement, 1995, 5, 1)
	cases := []struct {
		name  string
		acts  []Act
		asOf  lang.Date
		want  Code
		start Date
	}{
		{"no act", nil, today, None, Date{}},
		{"before the first act", []Act{base}, calendarDay(1995, 4, 30), None, Date{}},
		{"a council's will", []Act{onDay(ActResolution, 2020, 1, 1, here)}, today, Intended, Date{}},
		{"a letter does not undo a condition", []Act{onDay(ActResolution, 2020, 1, 1).conditioned("funding"), onDay(ActLetter, 2020, 2, 1)}, today, Conditional, Date{}},
		{"a contact does not hold a decision back", []Act{onDay(ActContact, 2019, 1, 1), onDay(ActResolution, 2020, 1, 1, here).conditioned("funding")}, today, Conditional, Date{}},
		{"the condition is met", []Act{onDay(ActResolution, 2020, 1, 1).conditioned("funding"), onDay(ActAgreement, 2021, 1, 1)}, today, Active, On(2021, 1, 1)},
		{"one side has signed", []Act{onDay(ActCharter, 2020, 1, 1, here)}, today, Intended, Date{}},
		{"both have signed, one after the other", []Act{onDay(ActCharter, 2020, 1, 1, here), onDay(ActCharter, 2021, 6, 1, there)}, today, Active, On(2021, 6, 1)},
		{"signed, not yet in force", []Act{base.inForceFrom(On(1996, 1, 1))}, calendarDay(1995, 12, 31), Intended, Date{}},
		{"signed, then in force", []Act{base.inForceFrom(On(1996, 1, 1))}, calendarDay(1996, 1, 1), Active, On(1996, 1, 1)},
		{"the last day of the term", []Act{base.inForceUntil(On(2000, 5, 1))}, calendarDay(2000, 5, 1), Active, On(1995, 5, 1)},
		{"the day after the term", []Act{base.inForceUntil(On(2000, 5, 1))}, calendarDay(2000, 5, 2), Expired, On(1995, 5, 1)},
		{"renewed in time", []Act{base.inForceUntil(On(2000, 5, 1)), onDay(ActRenewal, 2000, 5, 2)}, today, Active, On(1995, 5, 1)},
		{"renewed late", []Act{base.inForceUntil(On(2000, 5, 1)), onDay(ActRenewal, 2003, 1, 1)}, today, Active, On(1995, 5, 1)},
		{"renewed by one side only", []Act{base.inForceUntil(On(2000, 5, 1)), onDay(ActRenewal, 2000, 4, 1, here)}, today, Expired, On(1995, 5, 1)},
		{"renewed for a term", []Act{base.withTerm("P5Y"), onDay(ActRenewal, 2000, 4, 1).withTerm("P5Y")}, calendarDay(2005, 4, 30), Active, On(1995, 5, 1)},
		{"the renewed term runs from the end of the first", []Act{base.withTerm("P5Y"), onDay(ActRenewal, 2000, 4, 1).withTerm("P5Y")}, calendarDay(2005, 5, 1), Expired, On(1995, 5, 1)},
		{"a meeting wakes what slept", []Act{base, onDay(ActDormancy, 2010, 1, 1), onDay(ActActivity, 2015, 1, 1)}, today, Active, On(1995, 5, 1)},
		{"a meeting does not lift a suspension", []Act{base, onDay(ActSuspension, 2010, 1, 1), onDay(ActActivity, 2015, 1, 1)}, today, Suspended, On(1995, 5, 1)},
		{"resumed: the start stays", []Act{base, onDay(ActSuspension, 2010, 1, 1), onDay(ActResumption, 2015, 1, 1)}, today, Active, On(1995, 5, 1)},
		{"resumed by one side of two", []Act{base, onDay(ActSuspension, 2010, 1, 1), onDay(ActResumption, 2015, 1, 1, here)}, today, Suspended, On(1995, 5, 1)},
		{"suspended until a day", []Act{base, onDay(ActSuspension, 2010, 1, 1).inForceUntil(On(2010, 12, 31))}, calendarDay(2011, 1, 1), Active, On(1995, 5, 1)},
		{"a letter of intent suspended and resumed is still a letter", []Act{onDay(ActLetter, 2000, 1, 1), onDay(ActSuspension, 2001, 1, 1), onDay(ActResumption, 2002, 1, 1)}, today, Intended, Date{}},
		{"a suspension presupposes an agreement", []Act{onDay(ActSuspension, 2010, 1, 1), onDay(ActResumption, 2015, 1, 1)}, today, Active, Date{Year: 2010, Month: 1, Day: 1, Qualifier: Before, InferredBy: "rule", InferredWhy: "presupposed"}},
		{"notice withdrawn", []Act{base, onDay(ActNotice, 2010, 1, 1, here).withNotice("P1Y"), onDay(ActResumption, 2010, 6, 1)}, today, Active, On(1995, 5, 1)},
		{"notice without a known term", []Act{base, onDay(ActNotice, 2010, 1, 1, here)}, today, NoticeGiven, On(1995, 5, 1)},
		{"termination with a term of notice", []Act{base, onDay(ActTermination, 2022, 3, 1, here).withNotice("P6M")}, calendarDay(2022, 8, 31), NoticeGiven, On(1995, 5, 1)},
		{"termination from a later day", []Act{base, onDay(ActTermination, 2022, 3, 1, here).inForceFrom(On(2023, 1, 1))}, calendarDay(2023, 1, 1), Terminated, On(1995, 5, 1)},
		{"a suspension stays visible while a notice runs", []Act{base, onDay(ActSuspension, 2022, 1, 1, here), onDay(ActNotice, 2022, 3, 1, here).withNotice("P6M")}, calendarDay(2022, 4, 1), Suspended, On(1995, 5, 1)},
		{"terminated after a lapse", []Act{base.inForceUntil(On(2000, 1, 1)), onDay(ActTermination, 2022, 3, 1, here)}, today, Terminated, On(1995, 5, 1)},
		{"a lapse after a termination changes nothing", []Act{base, onDay(ActTermination, 2022, 3, 1, here), onDay(ActExpiry, 2023, 1, 1)}, today, Terminated, On(1995, 5, 1)},
		{"a new agreement after a termination has a start of its own", []Act{base, onDay(ActTermination, 2000, 1, 1), onDay(ActAgreement, 2010, 1, 1)}, today, Active, On(2010, 1, 1)},
		{"resumed after a termination: the start stays", []Act{base, onDay(ActTermination, 2000, 1, 1), onDay(ActResumption, 2010, 1, 1)}, today, Active, On(1995, 5, 1)},
		{"a lapsed letter of intent", []Act{onDay(ActLetter, 2000, 1, 1).inForceUntil(On(2002, 1, 1))}, today, Expired, Date{}},
		{"an annex presupposes an agreement", []Act{onDay(ActAnnex, 2005, 1, 1)}, today, Active, Date{Year: 2005, Month: 1, Day: 1, Qualifier: Before, InferredBy: "rule", InferredWhy: "presupposed"}},
		{"an interruption is no suspension", []Act{base, onDay(ActSuspension, 2010, 1, 1), onDay(ActInterruption, 2011, 1, 1)}, today, Suspended, On(1995, 5, 1)},
	}
	p := english(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := StatusOf(between(c.acts...), c.asOf, time.Time{})
			if got.Code != c.want || got.Start != c.start {
				t.Errorf("%v since %v, want %v since %v: %s", got.Code, got.Start, c.want, c.start, p.Message(got.Sentence))
			}
		})
	}
}

func TestListedPair(t *testing.T) {
	p := Partnership{
		ID: "p", Kind: KindUnstated, Parties: []Party{{Place: here}, {Place: there}},
		Listing: Listing{Year: 2016, Lists: 2, Source: "lists", KnownSince: moment(2016, 12, 31)},
	}
	print := english(t)
	got := StatusOf(p, today, time.Time{})
	if got.Code != Active || !got.Listed {
		t.Errorf("status = %v, listed %v; want active, listed", got.Code, got.Listed)
	}
	want := "Listed as partners since 2016; the date of the agreement is not known."
	if s := print.Message(got.Sentence); s != want {
		t.Errorf("sentence = %q, want %q", s, want)
	}
	if got := StatusOf(p, calendarDay(2015, 12, 31), time.Time{}).Code; got != None {
		t.Errorf("before the first list: %v, want none", got)
	}
	if got := StatusOf(p, today, moment(2015, 1, 1)).Code; got != None {
		t.Errorf("as known in 2015: %v, want none", got)
	}
	known := between(Act{Type: ActAgreement, Date: Date{Year: 2023, Month: 6, Qualifier: Before}})
	want = "Known as partners since June 2023; the date of the agreement is not known."
	if s := print.Message(StatusOf(known, today, time.Time{}).Sentence); s != want {
		t.Errorf("named by a page: %q, want %q", s, want)
	}
	p.Acts = between(inYear(ActLetter, 2011), onDay(ActDenunciation, 2022, 2, 28, here)).Acts
	if got := StatusOf(p, today, time.Time{}).Code; got != Denounced {
		t.Errorf("a list beside recorded acts: %v, want denounced", got)
	}
}

func TestKnownAt(t *testing.T) {
	p := between(
		onDay(ActAgreement, 1995, 5, 1).knownSince(2010, 1, 1),
		onDay(ActTermination, 2020, 5, 1).knownSince(2022, 1, 1),
	)
	cases := []struct {
		asOf  lang.Date
		known time.Time
		want  Code
	}{
		{today, moment(2009, 1, 1), None},
		{today, moment(2021, 1, 1), Active},
		{today, moment(2022, 6, 1), Terminated},
		{calendarDay(2020, 4, 30), moment(2022, 6, 1), Active},
		{today, time.Time{}, Terminated},
	}
	for _, c := range cases {
		if got := StatusOf(p, c.asOf, c.known).Code; got != c.want {
			t.Errorf("as of %v as known at %v: %v, want %v", c.asOf, c.known, got, c.want)
		}
	}
	p.Acts[1].KnownUntil = moment(2023, 1, 1)
	if got := StatusOf(p, today, time.Time{}).Code; got != Active {
		t.Errorf("after the termination was withdrawn: %v, want active", got)
	}
	if got := StatusOf(p, today, moment(2022, 6, 1)).Code; got != Terminated {
		t.Errorf("as known before it was withdrawn: %v, want terminated", got)
	}
}

// Three towns under one charter: one that leaves does not end it for the others, but
// the whole stands as that one.
func TestNetwork(t *testing.T) {
	const third = 593116
	p := between(onDay(ActCharter, 2000, 1, 1, here, there), onDay(ActTermination, 2010, 1, 1, there))
	p.Parties = append(p.Parties, Party{Place: third})
	got := StatusOf(p, calendarDay(2005, 1, 1), time.Time{})
	if got.Code != Active || got.Sides[third] != None {
		t.Errorf("two of three signed: %v, third %v; want active, none", got.Code, got.Sides[third])
	}
	got = StatusOf(p, today, time.Time{})
	if got.Code != Terminated || got.Sides[here] != Active || !got.Differ() {
		t.Errorf("one left: %v, %v", got.Code, got.Sides)
	}
}

func TestKnownFromSources(t *testing.T) {
	p := between(onDay(ActAgreement, 1995, 5, 1), inYear(ActTermination, 2022, here), onDay(ActReview, 2000, 1, 1))
	p.Acts[0].Sources = []string{"undated", "paper"}
	p.Acts[1].Sources = []string{"news"}
	p.Acts[2].Sources = []string{"nobody"}
	p.Claims = []source.Claim{{Field: "start", Source: "paper"}}
	KnownFrom([]Partnership{p}, []source.Source{
		{Code: "undated", Retrieved: calendarDay(2026, 1, 2)},
		{Code: "paper", Published: lang.Date{Year: 2010}, Retrieved: calendarDay(2025, 1, 1)},
		{Code: "news", Published: calendarDay(2022, 3, 4)},
	})
	days := []string{"2010-12-31", "2022-03-04", "0001-01-01"}
	for i, a := range p.Acts {
		if got := a.KnownSince.Format(time.DateOnly); got != days[i] {
			t.Errorf("act %d is known since %s, want %s", i+1, got, days[i])
		}
	}
	if got := p.Claims[0].KnownSince.Format(time.DateOnly); got != "2010-12-31" {
		t.Errorf("the claim is known since %s", got)
	}
	// the news bounds the year-only termination: it had happened by then
	if got := StatusOf(p, calendarDay(2022, 3, 4), time.Time{}).Code; got != Terminated {
		t.Errorf("on the day of the news: %v, want terminated", got)
	}
	if got := StatusOf(p, today, moment(2015, 1, 1)).Code; got != Active {
		t.Errorf("as known in 2015: %v, want active", got)
	}
}
