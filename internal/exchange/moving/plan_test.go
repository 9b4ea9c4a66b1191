package moving

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/place"
)

// told prints what a row tells, so that a case can be read: "Dubno: agreement 1999-03-12".
func told(p Plan) (rows []string) {
	for _, r := range p.Rows {
		s := fmt.Sprintf("%d %s", r.Line, r.Outcome)
		if r.Reason.Key != "" {
			s += " " + r.Reason.Key[strings.LastIndexByte(r.Reason.Key, '.')+1:]
		}
		for _, l := range r.Links {
			other, _ := world().Get(l.Partner)
			s += " | " + other.Name
			if l.Want.Kind != partnership.KindUnstated {
				s += " " + string(l.Want.Kind)
			}
			for _, a := range l.Want.Acts {
				s += fmt.Sprintf(", %s %s", a.Type, a.Date)
				if !a.InForceTo.IsZero() {
					s += "–" + a.InForceTo.String()
				}
				s = strings.TrimSpace(s)
			}
			if !l.Want.Listing.IsZero() {
				s += ", listed"
			}
		}
		rows = append(rows, s)
	}
	return rows
}

// lists are files as offices keep them, and what becomes of each of their rows.
var lists = []struct {
	file, own, encoding, separator string
	roles                          []Role
	answers                        map[string]string
	rows                           []string
}{
	{
		file: "gizycko.csv", own: "Giżycko", encoding: "windows-1250", separator: ";",
		roles:   []Role{Ignored, Partner, Country, Date, Kind, Status, Contact, Notes},
		answers: map[string]string{"place:nestierow|RU|": "522508", "place:atlantyda|GR|": "-"},
		rows: []string{
			"5 fits | Nesterov partnership, agreement 2006–2011", // expired: the term says when
			"6 fits | Trakai partnership, agreement 1996",
			"7 rejected unknown_place",
			"8 fits | Dubno partnership, agreement 1999-03-12",
			"9 fits | Hrodna, letter_of_intent 1994~, suspension | Kaunas, letter_of_intent 1994~, suspension",
			"10 rejected date", // 31 February
			"11 left_out told",
			"12 fits | Volkovysk partnership, agreement 1998~, dormancy",
			"13 rejected same_place",
			"15 left_out total",
		},
	},
	{
		file: "alytus.tsv", own: "Alytus", encoding: "windows-1257", separator: "\t",
		roles:   []Role{Partner, Country, Date, Status, Contact},
		answers: map[string]string{"place:gizickas|PL|": "Giżycko", "place:rochesteris|US|": "5134086"},
		rows: []string{
			"2 fits | Suwałki, agreement 1992",
			"3 fits | Giżycko, agreement 1995-03-12",
			"4 fits | Rochester, agreement 1998, dormancy",
			"5 rejected unknown_place",
			"6 rejected unknown_place", // one of two partners is unknown: the row goes back whole
			"7 rejected unknown_place",
		},
	},
	{
		file: "frankfurt-oder.csv", own: "Frankfurt (Oder)", encoding: "utf-8", separator: ";",
		roles:   []Role{Partner, Country, Date, Kind, Status, Contact},
		answers: map[string]string{"status:beendet": "terminated"},
		rows: []string{
			"2 fits | Słubice partnership, agreement 1975", // next door, and so not its namesake
			"3 fits | Gorzów Wielkopolski partnership, agreement 1975",
			"4 fits | Heilbronn partnership, agreement 1988-10-01",
			"5 fits | Nîmes partnership, agreement 1976, dormancy",
			"6 fits | Vitebsk friendship, agreement 1991-03-12, suspension",
			"7 fits | Vantaa partnership, agreement 1987, termination",
			"8 asked",
			"9 fits | Yuma partnership, agreement 1997-07-11",
		},
	},
	{
		file: "saint-omer.csv", own: "Saint-Omer, FR", encoding: "windows-1252", separator: ";",
		roles: []Role{Partner, Country, Date, Kind, Status, Contact},
		rows: []string{
			"2 fits | Deal partnership, agreement 1980",
			"3 fits | Ieper partnership, agreement 1969-05-01",
			"4 fits | Detmold partnership, agreement 1969",
			"5 fits | Vilnius, agreement 2001-05, dormancy | Trakai, agreement 2001-05, dormancy",
			"6 asked", // Geneva is not in Sweden
		},
	},
	{
		file: "chernihiv.csv", own: "Chernihiv", encoding: "utf-8", separator: ",",
		roles:   []Role{Partner, Country, Date, Kind, Status},
		answers: map[string]string{"kind:меморандум": "=letter_of_intent"},
		rows: []string{
			"2 fits | Memmingen partnership, agreement 2009",
			"3 asked", // partnership and friendship at once
			"4 fits | Homyel', agreement 1998-03, termination",
			"5 fits | Bryansk, agreement 1998, termination",
			"6 fits | Tarnobrzeg, letter_of_intent 2007 | Opole, letter_of_intent 2007",
			"8 fits | Pryluky, letter_of_intent 2010",
		},
	},
	{
		file: "kaliningrad.csv", own: "Kaliningrad", encoding: "windows-1251", separator: ";",
		roles: []Role{Ignored, Partner, Country, Date, Kind, Status, Notes},
		rows: []string{
			"2 fits | Kiel partnership, agreement 1992",
			"3 fits | Gdańsk, agreement 1993-07-16, termination",
			"4 fits | Klaipėda partnership, agreement 1993~, suspension",
			"5 asked", // Brest without a country
			"6 fits | Białystok, agreement 2002-04, termination",
			"8 rejected twice",
			"9 left_out total",
		},
	},
	{
		file: "hrodna.csv", own: "Hrodna", encoding: "utf-8", separator: ";",
		roles: []Role{Partner, Country, Date, Status},
		rows: []string{
			"2 fits | Białystok, agreement 1992, suspension",
			"3 asked",
			"4 fits | Minden, agreement 1991",
			"5 fits | Limoges, agreement 1982~",
			"6 asked",
		},
	},
	{
		file: "limerick.csv", own: "Limerick, IE", encoding: "utf-8", separator: ",",
		roles:   []Role{Partner, Country, Date, Kind, Status, Contact},
		answers: map[string]string{"order": "day", "kind:memorandum": "-"},
		rows: []string{
			"2 fits | Quimper partnership, agreement 1981-04-03",
			"3 rejected unknown_place", // a county
			"4 fits | New Brunswick, agreement 2000-02-01",
			"5 fits | Spokane partnership, agreement 1990-09-12, dormancy",
		},
	},
	{
		file: "sokolka.txt", own: "Sokółka", encoding: "utf-16le", separator: "\t",
		roles: []Role{Partner, Country, Date},
		rows: []string{
			"2 fits | Lida, agreement 1993",
			"3 fits | Kalvarija, agreement 2005",
			"4 fits | Saint-Georges-lès-Baillargeaux, agreement ../2000",
		},
	},
	{
		file: "bez-naglowka.csv", own: "Augustów", encoding: "utf-8", separator: ";",
		roles: []Role{Partner, Country, Date},
		rows: []string{
			"1 fits | Druskininkai, agreement 1992",
			"2 fits | Hrodna, agreement 1992",
			"3 fits | Hajnówka, agreement 2001",
		},
	},
	{
		file: "grupy.csv", own: "Dzierżoniów", encoding: "iso-8859-2", separator: ";",
		roles: []Role{Partner, Date, Topics},
		rows: []string{
			"2 left_out group",
			"3 rejected unknown_place",
			"4 fits | Celle, agreement 1993-05-04",
			"5 left_out group",
			"6 fits | Klaipėda, agreement 2001",
			"7 fits | Lazdijai, agreement 2003",
			"8 left_out remark",
		},
	},
}

func TestLists(t *testing.T) {
	for _, c := range lists {
		t.Run(c.file, func(t *testing.T) {
			table := readTable(t, c.file, fixture(t, c.file))
			if table.Encoding != c.encoding || table.Separator != c.separator || len(table.Unclear) > 0 {
				t.Errorf("encoding %s, separator %q, unclear %v", table.Encoding, table.Separator, table.Unclear)
			}
			plan := Make(table, nobody(), Options{Lexicon: words(), Own: town(t, c.own), Today: today, Answers: c.answers, Language: "en"})
			var roles []Role
			for _, column := range plan.Columns {
				roles = append(roles, column.Role)
			}
			if !slices.Equal(roles, c.roles) {
				t.Errorf("roles %v, want %v", roles, c.roles)
			}
			if got := told(plan); !slices.Equal(got, c.rows) {
				t.Errorf("rows\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.rows, "\n  "))
			}
			for _, q := range plan.Questions {
				if q.Key == "" || q.Text.Key == "" || len(q.Choices) == 0 {
					t.Errorf("question %+v", q)
				}
			}
		})
	}
}

// What is asked for the whole file comes before any row.
func TestGeneralQuestions(t *testing.T) {
	make := func(text string, own int64, answers map[string]string) Plan {
		return Make(readTable(t, "x.csv", []byte(text)), nobody(), Options{Lexicon: words(), Own: own, Today: today, Answers: answers})
	}
	keys := func(p Plan) (all []string) {
		for _, q := range p.Questions {
			all = append(all, q.Key)
		}
		return all
	}
	own := town(t, "Giżycko")
	if p := make("Miasto partnerskie;Rok\nDubno;1999\n", 0, nil); !slices.Equal(keys(p), []string{OwnKey}) || len(p.Rows) != 0 {
		t.Errorf("whose list: %v", keys(p))
	}
	if p := make("Miasto partnerskie;Rok\nDubno;1999\n", 0, map[string]string{OwnKey: "Giżycko"}); p.Own != own || len(p.Rows) != 1 {
		t.Errorf("whose list, answered: %v, %d", keys(p), p.Own)
	}
	if p := make("Gmina polska;Partner;Kraj\nGiżycko;Dubno;Ukraina\nAugustów;Druskienniki;Litwa\n", 0, nil); len(p.Questions) != 0 || len(p.OwnPlaces()) != 2 {
		t.Errorf("a list of several towns: %v, %v", keys(p), p.OwnPlaces())
	}
	if p := make("x;y\nqqqq;1\nwwww;2\n", own, nil); !slices.Equal(keys(p), []string{partnerKey}) {
		t.Errorf("which column: %v", keys(p))
	}
	if p := make("x;y\nqqqq;Dubno\nwwww;Trakai\n", own, map[string]string{"column.1": string(Partner)}); len(p.Rows) != 3 || p.Columns[1].Role != Partner || !p.Columns[1].Told {
		t.Errorf("a told column: %+v", p.Columns)
	}
	ends := "Miasto partnerskie;Data podpisania;Data zakończenia\nDubno;1999;2005\n"
	if p := make(ends, own, nil); !slices.Equal(keys(p), []string{endedKey}) {
		t.Errorf("how it ended: %v", keys(p))
	}
	for answer, want := range map[string]string{
		"expiry": "2 fits | Dubno, agreement 1999–2005", "termination": "2 fits | Dubno, agreement 1999, termination 2005", "-": "2 fits | Dubno, agreement 1999",
	} {
		if got := told(make(ends, own, map[string]string{endedKey: answer})); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q", answer, got)
		}
	}
	if got := told(make("Miasto partnerskie\nDubno\nTrakai\n", own, nil)); !slices.Equal(got, []string{"2 fits | Dubno, listed", "3 fits | Trakai, listed"}) {
		t.Errorf("names alone: %q", got)
	}
}

// Remarks are published only where a person says so, and never with a telephone number.
func TestRemarks(t *testing.T) {
	table := readTable(t, "x.csv", []byte("Miasto partnerskie;Rok;Uwagi\nDubno;1999;wymiana szkół\nTrakai;1996;tel. 87 429 00 00\n"))
	for _, publish := range []bool{false, true} {
		answers := map[string]string{}
		if publish {
			answers["column.2"] = string(Remark)
		}
		p := Make(table, nobody(), Options{Lexicon: words(), Own: town(t, "Giżycko"), Today: today, Answers: answers, Language: "pl"})
		first, second := p.Rows[0].Links[0].Want.Acts[0].Text["pl"], p.Rows[1].Links[0].Want.Acts[0].Text["pl"]
		if (first == "wymiana szkół") != publish || second != "" || (len(p.Rows[1].Notes) > 0) != publish {
			t.Errorf("publish %v: %q, %q, notes %v", publish, first, second, p.Rows[1].Notes)
		}
	}
}

// What is known is not told again; what the file says otherwise becomes a claim beside it.
func TestBesideWhatIsKnown(t *testing.T) {
	own, dubno := town(t, "Giżycko"), town(t, "Dubno")
	id := partnership.PairID(own, dubno)
	act := func(typ partnership.ActType, date string) partnership.Act {
		d, err := partnership.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		return partnership.Act{ID: "known-" + date, Type: typ, Date: d, Sources: []string{"S1"}}
	}
	for _, c := range []struct {
		name, row string
		known     []partnership.Act
		acts      []string
		claims    []string
	}{
		{"the same", "Dubno;1999;", []partnership.Act{act(partnership.ActAgreement, "1999")}, nil, nil},
		{"less precise", "Dubno;1999;", []partnership.Act{act(partnership.ActAgreement, "1999-03-12")}, nil, nil},
		{"more precise", "Dubno;12.03.1999;", []partnership.Act{act(partnership.ActAgreement, "1999")}, nil, []string{"start=1999-03-12", "start=1999"}},
		{"another year", "Dubno;2001;", []partnership.Act{act(partnership.ActAgreement, "1999")}, nil, []string{"start=2001", "start=1999"}},
		{"about the year", "Dubno;ok. 2000;", []partnership.Act{act(partnership.ActAgreement, "1999")}, nil, nil},
		{"suspended since", "Dubno;1999;zawieszona", []partnership.Act{act(partnership.ActAgreement, "1999")}, []string{"suspension"}, nil},
		{"terminated already", "Dubno;1999;zawieszona", []partnership.Act{act(partnership.ActAgreement, "1999"), act(partnership.ActTermination, "2022-03-03")}, nil, []string{"status=suspended", "status=terminated"}},
		{"a term", "Dubno;1999–2004;", []partnership.Act{act(partnership.ActAgreement, "1999")}, nil, []string{"end=2004"}},
		{"only a letter known", "Dubno;1999;", []partnership.Act{act(partnership.ActLetter, "1998")}, []string{"agreement"}, nil},
	} {
		known := Known{Places: world(), Between: func(a, b int64) (partnership.Partnership, bool) {
			return partnership.Partnership{ID: id, Kind: partnership.KindUnstated, Parties: []partnership.Party{{Place: own}, {Place: dubno}}, Acts: c.known}, true
		}}
		p := Make(readTable(t, "x.csv", []byte("Miasto partnerskie;Rok;Stan\n"+c.row+"\n")), known, Options{Lexicon: words(), Own: own, Today: today})
		l := p.Rows[0].Links[0]
		var acts, claims []string
		for _, a := range l.Add.Acts {
			acts = append(acts, string(a.Type))
		}
		for _, k := range l.Add.Claims {
			claims = append(claims, k.Field+"="+k.Value)
		}
		if !slices.Equal(acts, c.acts) || !slices.Equal(claims, c.claims) || l.New || l.Nothing() != (acts == nil && claims == nil) {
			t.Errorf("%s: acts %q, claims %q, nothing %v", c.name, acts, claims, l.Nothing())
		}
	}
}

// A partner that is known already is the one that is meant, of several namesakes.
func TestKnownPartnerDecides(t *testing.T) {
	own, brest := town(t, "Kaliningrad"), town(t, "Brest, FR")
	known := Known{Places: world(), Between: func(a, b int64) (p partnership.Partnership, ok bool) {
		p.ID = partnership.PairID(a, b)
		return p, b == brest
	}}
	f := &finder{atlas: world(), lexicon: words(), seen: map[string]bool{}, linked: func(a, b int64) bool { _, ok := known.Between(a, b); return ok }}
	self, _ := world().Get(own)
	if got := f.resolve(Part{Name: "Brest"}, nil, "", self); got.place != brest {
		t.Errorf("Brest is %d, want %d", got.place, brest)
	}
	if got := f.resolve(Part{Name: "Brest"}, nil, "", place.Place{}); got.place != 0 || len(got.candidates) < 2 {
		t.Errorf("Brest alone is %+v", got)
	}
}

// The rejected rows come back in the file's own format and, corrected, are read again.
func TestRejectedRowsComeBack(t *testing.T) {
	for _, c := range lists {
		table := readTable(t, c.file, fixture(t, c.file))
		opt := Options{Lexicon: words(), Own: town(t, c.own), Today: today, Answers: c.answers}
		plan := Make(table, nobody(), opt)
		count, twice := plan.Count(), 0
		for _, r := range plan.Rows {
			if r.Reason.Key == "moving.reason.twice" {
				twice++ // alone in its file it would be told
			}
		}
		for _, language := range catalog().Languages() {
			var buf bytes.Buffer
			if err := Rejected(&buf, plan, catalog().Printer(language)); err != nil {
				t.Fatal(err)
			}
			back := readTable(t, RejectedName(plan, catalog().Printer(language)), buf.Bytes())
			if back.Separator != c.separator || len(back.Rows) == 0 {
				t.Fatalf("%s in %s: separator %q, %d rows", c.file, language, back.Separator, len(back.Rows))
			}
			again := Make(back, nobody(), opt)
			if got := again.Count(); got.Fit != twice || got.Open+got.Rejected != count.Open+count.Rejected-twice {
				t.Errorf("%s in %s: %+v came back as %+v\n%s", c.file, language, count, got, buf.String())
			}
			for i, column := range again.Columns {
				if i < len(plan.Columns) && count.Open+count.Rejected > 1 && column.Role != plan.Columns[i].Role && column.Role != Ignored {
					t.Errorf("%s in %s: column %s was %s, came back as %s", c.file, language, columnLetter(i), plan.Columns[i].Role, column.Role)
				}
			}
		}
	}
}

// A plan is a function of its arguments.
func TestPlanIsPure(t *testing.T) {
	table := readTable(t, "gizycko.csv", fixture(t, "gizycko.csv"))
	opt := Options{Lexicon: words(), Own: town(t, "Giżycko"), Today: today}
	first := fmt.Sprintf("%+v", Make(table, nobody(), opt))
	for range 3 {
		if again := fmt.Sprintf("%+v", Make(table, nobody(), opt)); again != first {
			t.Fatal("the same table became another plan")
		}
	}
}
