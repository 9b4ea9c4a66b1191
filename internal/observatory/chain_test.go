package observatory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"twintown/internal/funding"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

var today = lang.Date{Year: 2026, Month: 11, Day: 23}

func on(text string) lang.Date {
	d, err := lang.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func met(id, meeting string, a, b int64, day string) forum.Contact {
	return forum.Contact{ID: id, Meeting: meeting, PlaceA: a, PlaceB: b, Day: on(day)}
}

func linked(id string, a, b int64, acts ...partnership.Act) partnership.Partnership {
	return partnership.Partnership{ID: id, Parties: []partnership.Party{{Place: a}, {Place: b}}, Acts: acts}
}

func act(id string, kind partnership.ActType, day string) partnership.Act {
	d, err := partnership.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return partnership.Act{ID: id, Type: kind, Date: d, Sources: []string{"s"}}
}

func planned(id string, places []int64, moves ...project.Move) project.Project {
	p := project.Project{ID: id, State: project.Idea, Created: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)}
	for _, n := range places {
		p.Partners = append(p.Partners, project.Partner{ID: fmt.Sprint(n), Place: n, Role: project.Full})
	}
	p.Moves = moves
	return p
}

// numbers are the stages as "traced+inferred" and, of money, the cents.
func numbers(c observatory.Chain) string {
	var all []string
	for _, s := range c.Stages {
		text := fmt.Sprintf("%s %d", s.Step, len(s.Things))
		if s.Step != observatory.Contact && len(s.Things) > 0 {
			text = fmt.Sprintf("%s %d+%d", s.Step, s.Traced, s.Inferred)
		}
		if s.Step == observatory.Money && len(s.Things) > 0 {
			text += fmt.Sprintf(" %d", s.Cents)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestWhatCounts(t *testing.T) {
	one := met("c", "m", 1, 2, "2023-09-27")
	talk := observatory.Exchange{Kind: observatory.OfConversation, ID: "t", Places: []int64{2, 1}, Contact: "c", Day: on("2023-10-01")}
	walk := observatory.Exchange{Kind: observatory.OfProcedure, ID: "w", Places: []int64{1, 2}, Conversation: "t", Partnership: "p", Acts: []string{"letter", "here", "there"}, Day: on("2023-11-01")}
	signed := linked("p", 1, 2, act("letter", partnership.ActLetter, "2024-01-10"), act("here", partnership.ActAgreement, "2024-06-01"), act("there", partnership.ActAgreement, "2024-08-01"))
	granted := planned("x", []int64{1, 2}, project.Move{To: project.Submitted, Day: "2025-01-15"}, project.Move{To: project.Granted, Day: "2025-05-02"})
	granted.Partnerships, granted.Budget.Grant = []string{"p"}, funding.Money{Cents: 1_250_000, Currency: "EUR"}
	whole := observatory.Facts{
		Contacts: []forum.Contact{one}, Exchanges: []observatory.Exchange{talk, walk},
		Partnerships: []partnership.Partnership{signed}, Projects: []project.Project{granted},
	}
	with := func(change func(f *observatory.Facts)) observatory.Facts {
		f := whole
		change(&f)
		return f
	}
	for _, c := range []struct {
		name  string
		facts observatory.Facts
		asOf  string
		want  string
	}{
		{"the whole way; what is signed in two towns is one agreement", whole, "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 1+0, money 1+0 1250000"},
		{"before the letter", whole, "2024-01-09", "contact 1, talk 1+0, letter 0, agreement 0, project 0, money 0"},
		{"on the day of the letter", whole, "2024-01-10", "contact 1, talk 1+0, letter 1+0, agreement 0, project 0, money 0"},
		{"handed in, not granted yet", whole, "2025-05-01", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 1+0, money 0"},
		{"before they met", whole, "2023-09-26", "contact 0, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"as of a year that is over", whole, "2024", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 0, money 0"},
		{"nothing names the contact: the same towns, later", with(func(f *observatory.Facts) {
			x, w := talk, walk
			x.Contact, w.Conversation = "", ""
			f.Exchanges = []observatory.Exchange{x, w}
		}), "", "contact 1, talk 0+1, letter 0+1, agreement 0+1, project 0+1, money 0+1 1250000"},
		{"the talk names another meeting's contact", with(func(f *observatory.Facts) {
			x := talk
			x.Contact = "other"
			f.Exchanges = []observatory.Exchange{x, walk}
		}), "", "contact 1, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"the request names the contact, the procedure the request", with(func(f *observatory.Facts) {
			w := walk
			w.Conversation, w.Request = "", "r"
			f.Requests, f.Exchanges = map[string]string{"r": "c"}, []observatory.Exchange{w}
		}), "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 1+0, money 1+0 1250000"},
		{"a request that grew from the contact is answered by a third town", with(func(f *observatory.Facts) {
			x := talk
			x.Contact, x.Request, x.Places = "", "r", []int64{1, 3}
			f.Requests, f.Exchanges, f.Partnerships, f.Projects = map[string]string{"r": "c"}, []observatory.Exchange{x}, nil, nil
		}), "", "contact 1, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"an agreement older than the meeting", with(func(f *observatory.Facts) {
			f.Exchanges, f.Projects = nil, nil
			f.Partnerships = []partnership.Partnership{linked("p", 1, 2, act("a", partnership.ActAgreement, "1998-05-01"))}
		}), "", "contact 1, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"signed in the year of the meeting, perhaps before it", with(func(f *observatory.Facts) {
			f.Exchanges, f.Projects = nil, nil
			f.Partnerships = []partnership.Partnership{linked("p", 1, 2, act("a", partnership.ActAgreement, "2023"))}
		}), "", "contact 1, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"signed in the year after it", with(func(f *observatory.Facts) {
			f.Exchanges, f.Projects = nil, nil
			f.Partnerships = []partnership.Partnership{linked("p", 1, 2, act("a", partnership.ActAgreement, "2024"))}
		}), "", "contact 1, talk 0, letter 0, agreement 0+1, project 0, money 0"},
		{"a charter is an agreement, a resolution and a renewal are none", with(func(f *observatory.Facts) {
			f.Exchanges, f.Projects = nil, nil
			f.Partnerships = []partnership.Partnership{linked("p", 1, 2, act("r", partnership.ActResolution, "2024-01-01"), act("n", partnership.ActRenewal, "2024-02-01")), linked("q", 1, 2, act("c", partnership.ActCharter, "2024-03-01"))}
		}), "", "contact 1, talk 0, letter 0, agreement 0+1, project 0, money 0"},
		{"both towns join a network", with(func(f *observatory.Facts) {
			f.Exchanges, f.Projects = nil, nil
			n := linked("p", 1, 2, act("a", partnership.ActCharter, "2024-01-01"))
			n.Kind = partnership.KindNetwork
			f.Partnerships = []partnership.Partnership{n}
		}), "", "contact 1, talk 0, letter 0, agreement 0, project 0, money 0"},
		{"an act that was withdrawn", with(func(f *observatory.Facts) {
			f.Projects = nil
			a := act("letter", partnership.ActLetter, "2024-01-10")
			a.KnownUntil = time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)
			f.Partnerships = []partnership.Partnership{linked("p", 1, 2, a)}
		}), "", "contact 1, talk 1+0, letter 0, agreement 0, project 0, money 0"},
		{"a project names the meeting, and nobody noted a contact", observatory.Facts{Projects: []project.Project{func() project.Project {
			p := granted
			p.Meeting, p.Partnerships = "m", nil
			return p
		}()}}, "", "contact 0, talk 0, letter 0, agreement 0, project 1+0, money 1+0 1250000"},
		{"a project of the same towns names another meeting", with(func(f *observatory.Facts) {
			p := granted
			p.Meeting, p.Partnerships = "n", nil
			f.Projects = []project.Project{p}
		}), "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 0, money 0"},
		{"a project of the same towns that is older", with(func(f *observatory.Facts) {
			p := planned("y", []int64{1, 2}, project.Move{To: project.Running, Day: "2019-01-01"})
			p.Partnerships = []string{"p"}
			f.Projects = []project.Project{p}
		}), "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 0, money 0"},
		{"an idea is no project yet, a refusal none any more", with(func(f *observatory.Facts) {
			idea, refused := planned("i", []int64{1, 2}), planned("r", []int64{1, 2}, project.Move{To: project.Submitted, Day: "2025-01-15"}, project.Move{To: project.Refused, Day: "2025-05-02"})
			f.Projects = []project.Project{idea, refused}
		}), "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 0, money 0"},
		{"nobody told the grant", with(func(f *observatory.Facts) {
			p := granted
			p.Budget.Grant = funding.Money{}
			f.Projects = []project.Project{p}
		}), "", "contact 1, talk 1+0, letter 1+0, agreement 1+0, project 1+0, money 1+0 0"},
		{"two contacts of the same towns at one meeting lead to one of each", with(func(f *observatory.Facts) {
			f.Contacts = []forum.Contact{one, met("d", "m", 2, 1, "2023-09-28")}
		}), "", "contact 2, talk 1+0, letter 1+0, agreement 1+0, project 1+0, money 1+0 1250000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			day := today
			if c.asOf != "" {
				day = on(c.asOf)
			}
			if got := numbers(observatory.Follow(c.facts, observatory.OfMeetings("m"), day)); got != c.want {
				t.Errorf("got    %s\nwanted %s", got, c.want)
			}
		})
	}
}

// What is not known is told apart and never counted as nothing.
func TestWhatIsNotKnown(t *testing.T) {
	silent := planned("x", []int64{1, 2}, project.Move{To: project.Running, Day: "2024-01-02"})
	zloty := planned("z", []int64{1, 2}, project.Move{To: project.Granted, Day: "2024-01-02"})
	zloty.Budget.Grant = funding.Money{Cents: 100, Currency: "PLN"} // and no rate
	c := observatory.Follow(observatory.Facts{
		Contacts: []forum.Contact{met("c", "m", 1, 2, "2023-09-27"), met("n", "m", 1, 0, "2023-09-27")},
		Partnerships: []partnership.Partnership{
			linked("p", 1, 2, act("a", partnership.ActAgreement, "2023"), act("l", partnership.ActLetter, "")),
		},
		Projects: []project.Project{silent, zloty, planned("i", []int64{1, 2})},
	}, observatory.OfMeetings("m"), today)
	if n := len(c.Unclear); n != 2 {
		t.Errorf("%d acts are unclear, wanted the agreement of a year and the letter without a day", n)
	}
	if m := c.Stage(observatory.Money); m.Untold != 2 || m.Cents != 0 {
		t.Errorf("money: %+v", m)
	}
	if c.Placeless() != 1 || len(c.Besides) != 1 || c.Empty() {
		t.Errorf("placeless %d, besides %d", c.Placeless(), len(c.Besides))
	}
	if !observatory.Follow(observatory.Facts{}, observatory.OfMeetings("m"), today).Empty() {
		t.Error("of nothing something came")
	}
}

// Times are told one by one below a handful, and by the middle one from it on.
func TestTimes(t *testing.T) {
	var f observatory.Facts
	for i, day := range []string{"2024-01-08", "2024-01-11", "2024-01-31", "2024-03-01", "2024-01-02"} {
		a, b := int64(2*i+1), int64(2*i+2)
		f.Contacts = append(f.Contacts, met(fmt.Sprint(i), "m", a, b, "2024-01-01"))
		f.Partnerships = append(f.Partnerships, linked(fmt.Sprint("p", i), a, b, act(fmt.Sprint("a", i), partnership.ActAgreement, day)))
	}
	f.Contacts = append(f.Contacts, met("y", "m", 21, 22, "2024-01-01"))
	f.Partnerships = append(f.Partnerships, linked("y", 21, 22, act("y", partnership.ActAgreement, "2025")))
	span := func(f observatory.Facts) observatory.Span {
		for _, s := range observatory.Follow(f, observatory.OfMeetings("m"), today).Spans {
			if s.From == observatory.Contact && s.To == observatory.Agreement {
				return s
			}
		}
		return observatory.Span{}
	}
	s := span(f)
	if got := fmt.Sprint(s.Days, s.Unknown); got != "[1 7 10 30 60] 1" {
		t.Errorf("days: %s", got)
	}
	if middle, ok := s.Median(); !ok || middle != 10 {
		t.Errorf("median %d, %v", middle, ok)
	}
	f.Contacts = f.Contacts[1:]
	if _, ok := span(f).Median(); ok {
		t.Error("of four there is a median")
	}
}

// A cohort counts who came within the years, and does not count as a failure what still runs.
func TestCohorts(t *testing.T) {
	f := observatory.Facts{
		Contacts: []forum.Contact{
			met("a", "m", 1, 2, "2023-09-27"), met("b", "m", 3, 4, "2023-09-27"), met("c", "m", 5, 6, "2023-09-27"),
			met("d", "n", 7, 8, "2025-03-01"), met("e", "n", 9, 10, "2025-03-01"),
		},
		Partnerships: []partnership.Partnership{
			linked("p", 1, 2, act("p", partnership.ActAgreement, "2024-09-27")), // on the last day of the first year
			linked("q", 3, 4, act("q", partnership.ActAgreement, "2025-10-01")), // in the third year
			linked("r", 7, 8, act("r", partnership.ActAgreement, "2025-04-01")),
		},
	}
	c := observatory.Follow(f, observatory.OfMeetings("m", "n"), today)
	say := func(h observatory.Cohort) string {
		var all []string
		for _, x := range h.Cells {
			all = append(all, fmt.Sprintf("%d/%d %d running %d early %d inferred", x.Came, x.Over, x.Running, x.Early, x.Guessed))
		}
		return fmt.Sprint(h.Contacts, ": ", strings.Join(all, "; "))
	}
	of := func(meeting string) observatory.Cohort {
		return c.Cohort(observatory.Agreement, func(x forum.Contact) bool { return x.Meeting == meeting })
	}
	if got := say(of("m")); got != "3: 1/3 0 running 0 early 1 inferred; 1/3 0 running 0 early 1 inferred; 2/3 0 running 0 early 2 inferred" {
		t.Error(got)
	}
	if got := say(of("n")); got != "2: 1/2 0 running 0 early 1 inferred; 0/0 2 running 1 early 0 inferred; 0/0 2 running 1 early 0 inferred" {
		t.Error(got)
	}
	for meeting, want := range map[string]observatory.Tally{"m": {Contacts: 3, Came: 2, Guessed: 2}, "n": {Contacts: 2, Came: 1, Guessed: 1}, "o": {}} {
		got := c.SoFar(observatory.Agreement, func(x forum.Contact) bool { return x.Meeting == meeting })
		if _, ok := got.Share(); got != want || ok {
			t.Errorf("%s until now: %+v, a share: %v", meeting, got, ok)
		}
	}
	if share, ok := c.SoFar(observatory.Agreement, func(forum.Contact) bool { return true }).Share(); !ok || share != 60 {
		t.Errorf("of all until now: %d, %v", share, ok)
	}
	all := c.Cohort(observatory.Agreement, func(forum.Contact) bool { return true })
	if share, ok := all.Cells[0].Share(); !ok || share != 40 {
		t.Errorf("2 of 5 are %d %%, %v", share, ok)
	}
	if _, ok := all.Cells[2].Share(); ok {
		t.Error("of three there is a percentage")
	}
}

// A town and a region have the contacts of all meetings.
func TestTownsAndRegions(t *testing.T) {
	f := observatory.Facts{
		Contacts:     []forum.Contact{met("a", "m", 1, 2, "2023-09-27"), met("b", "n", 1, 3, "2024-09-27"), met("c", "n", 4, 5, "2024-09-27")},
		Partnerships: []partnership.Partnership{linked("p", 1, 3, act("p", partnership.ActLetter, "2025-01-01")), linked("q", 4, 5, act("q", partnership.ActLetter, "2025-01-01"))},
	}
	elsewhere := planned("x", []int64{4, 5}, project.Move{To: project.Running, Day: "2025-01-02"})
	elsewhere.Meeting = "n"
	f.Projects = []project.Project{elsewhere}
	within := func(n int64) bool { return n == 1 }
	if got := numbers(observatory.Follow(f, observatory.OfPlaces(within), today)); got != "contact 2, talk 0, letter 0+1, agreement 0, project 0, money 0" {
		t.Error(got)
	}
}
