package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"twintown/internal/partnership"
	"twintown/internal/people"
)

// formIn returns the fields of the form that goes to an address, as a browser would send
// them when its unnamed button is pressed.
func formIn(t *testing.T, page, action string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "form" && attr(n, "action") == action {
			return fieldsOf(n)
		}
	}
	t.Fatalf("no form that goes to %s: %.400s", action, page)
	return nil
}

// formOf returns the fields of the page's main form that is sent by a method.
func formOf(t *testing.T, page, method string) url.Values {
	t.Helper()
	_, main, _ := strings.Cut(page, `id="desk-main"`)
	doc, err := html.Parse(strings.NewReader("<main " + main))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "form" && attr(n, "method") == method {
			return fieldsOf(n)
		}
	}
	t.Fatalf("no form that is sent by %s: %.400s", method, page)
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func fieldsOf(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		switch kind := attr(n, "type"); {
		case name == "" || n.Type != html.ElementNode || kind == "file":
		case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
			if has(n, "checked") {
				v.Add(name, attr(n, "value"))
			}
		case n.Data == "input":
			v.Add(name, attr(n, "value"))
		case n.Data == "textarea":
			text := ""
			for c := range n.ChildNodes() {
				text += c.Data
			}
			v.Add(name, text)
		case n.Data == "select":
			v.Add(name, chosen(n))
		}
	}
	return v
}

func chosen(list *html.Node) string {
	first, found := "", false
	for n := range list.Descendants() {
		if n.Data != "option" {
			continue
		}
		if has(n, "selected") {
			return attr(n, "value")
		}
		if !found {
			first, found = attr(n, "value"), true
		}
	}
	return first
}

// send posts a form.
func (b *browser) send(path string, v url.Values) (int, string) {
	var fields []string
	for name, values := range v {
		for _, value := range values {
			fields = append(fields, name, value)
		}
	}
	w := b.post(path, fields...)
	return w.Code, w.Body.String()
}

var everything = people.Grant{Role: people.Administrator, Scope: people.Scope{Kind: people.OfSite}}

// Every act that the starter content tells can be opened in every language and saved as it
// stands, and nothing of it is lost: each of its fields has a place in the form.
func TestAFormSavedAsItStandsChangesNothing(t *testing.T) {
	s, _ := deskSite(t)
	admin := signedIn(t, s, "Administrator", everything)
	n := 0
	err := s.rooms.Partnerships.Each(t.Context(), func(p partnership.Partnership) error {
		for _, a := range p.Acts {
			if !a.Held(time.Time{}) {
				continue
			}
			code := s.languages[n%len(s.languages)]
			n++
			base := "/" + code + "/desk/partnerships/" + p.ID
			fields := formIn(t, admin.get(base+"?act="+a.ID).Body.String(), base+"/acts/"+a.ID)
			if status, text := admin.send(base+"/acts/"+a.ID, fields); status != http.StatusSeeOther {
				t.Errorf("%s: %s of %s: %d %.300s", code, a.Type, a.Date, status, faultsIn(text))
			}
		}
		now, err := s.rooms.Partnerships.ByID(context.Background(), p.ID)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(p.Record(), now.Record()); diff != "" || now.Version != p.Version {
			t.Errorf("%s changed (-before +after):\n%s", p.ID, diff)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d acts, %v", n, err)
	}
}

// faultsIn is what a page says is wrong.
func faultsIn(page string) string {
	_, rest, _ := strings.Cut(page, `id="faults"`)
	list, _, _ := strings.Cut(rest, "</div>")
	return list
}

// An officer enters everything that an act can hold, and finds it again in the form, on the
// page, and in what was stored.
func TestEveryFieldOfAnActCanBeEntered(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	id := partnership.PairID(placeBialystok, placeHrodna)
	base := "/pl/desk/partnerships/" + id
	fields := formIn(t, officer.get(base+"?act=new&type=renewal").Body.String(), base+"/acts")
	for name, values := range map[string][]string{
		"date": {"2019"}, "pick.date": {"2019-05-03"}, "inferred": {"context"}, "by": {"776069"}, "from": {"1 czerwca 2019"}, "until": {"5 lat"}, "notice": {"6 miesięcy"},
		"title": {"Aneks"}, "number": {"XL/12"}, "vote_for": {"20"}, "vote_against": {"1"}, "vote_abstained": {"2"}, "vote_present": {"24"},
		"condition": {"funding"}, "condition_text.pl": {"gdy będą środki"}, "ground": {"cost"}, "ground_text.pl": {"za drogo"},
		"at": {"Гродна"}, "language": {"pl", "be"}, "authentic": {"be"}, "language_other": {"czeski, de"}, "signed.776069": {"mayor", "council_chair"}, "signed.627904": {"executive_chair"},
		"text.pl": {"W ratuszu."}, "text.be": {"У ратушы."},
	} {
		fields[name] = values
	}
	if status, text := officer.send(base+"/acts", fields); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, faultsIn(text))
	}
	p, err := s.rooms.Partnerships.ByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Acts, func(a partnership.Act) bool { return a.Number == "XL/12" })
	if i < 0 {
		t.Fatal("it is not there")
	}
	a := p.Acts[i]
	want := partnership.Act{
		ID: a.ID, Type: partnership.ActRenewal, By: []int64{placeBialystok},
		Date:        partnership.Date{Year: 2019, Month: 5, Day: 3, InferredBy: "editor", InferredWhy: "context"},
		InForceFrom: partnership.On(2019, 6, 1), Term: "P5Y", Notice: "P6M", Title: "Aneks", Number: "XL/12",
		Vote:      partnership.Vote{For: 20, Against: 1, Abstained: 2, Present: 24},
		Condition: partnership.Cause{Code: "funding", Text: map[string]string{"pl": "gdy będą środki"}},
		Ground:    partnership.Cause{Code: "cost", Text: map[string]string{"pl": "za drogo"}},
		At:        placeHrodna, Languages: []string{"pl", "be", "cs", "de"}, Authentic: []string{"be"},
		Signatories: []partnership.Signatory{{Side: placeBialystok, Office: "mayor"}, {Side: placeBialystok, Office: "council_chair"}, {Side: placeHrodna, Office: "executive_chair"}},
		Text:        map[string]string{"pl": "W ratuszu.", "be": "У ратушы."}, Sources: a.Sources, KnownSince: a.KnownSince, Edited: a.Edited,
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	public := newBrowser(s.Handler()).get("/en/partnerships/" + id).Body.String()
	for _, says := range []string{"Signed in: Hrodna", "Polish, Belarusian, Czech and German", "Authentic versions: Belarusian", "20 for, 1 against, 2 abstained, 24 present"} {
		if !strings.Contains(public, says) {
			t.Errorf("the public page does not say %q", says)
		}
	}
	checkHTML(t, "the act's form", officer.get(base+"?act="+a.ID).Body.String())
}

// A day from the calendar becomes words; the words stay the law where both say something.
func TestADayIsPickedFromTheCalendar(t *testing.T) {
	s, _ := deskSite(t)
	for _, c := range []struct{ name, words, pick, had, want, fault string }{
		{"nothing was picked", "około 1994", "", "", "około 1994", ""},
		{"only picked", "", "2018-03-16", "", "16 marca 2018", ""},
		{"the words were changed, the calendar was left", "17 marca 2018", "2018-03-16", "2018-03-16", "17 marca 2018", ""},
		{"another day was picked", "16 marca 2018", "2018-03-17", "2018-03-16", "17 marca 2018", ""},
		{"the year is known, the day was picked", "2018", "2018-03-16", "", "16 marca 2018", ""},
		{"the words say another year", "2017", "2018-03-16", "", "2017", "16 marca 2018"},
		{"the words say a term", "5 lat", "2018-03-16", "", "5 lat", "16 marca 2018"},
		{"the calendar was emptied", "16 marca 2018", "", "2018-03-16", "16 marca 2018", ""},
		{"no day of any calendar", "2018", "2018-02-30", "", "2018", ""},
	} {
		p := s.newPage(nil, "pl", "/")
		f := newForm(&p, url.Values{"date": {c.words}, "pick.date": {c.pick}, "had.date": {c.had}})
		s.settleDays(f, &p, "date")
		if got := f.text("date"); got != c.want || !strings.Contains(f.FaultOf("date"), c.fault) || (c.fault == "") != f.ok() {
			t.Errorf("%s: %q, %q; want %q", c.name, got, f.FaultOf("date"), c.want)
		}
		if c.fault != "" && s.dayField(f, &p, "date", "desk.field.date", "").Day != c.pick {
			t.Errorf("%s: what was picked is lost", c.name)
		}
	}
}

// A place that several bear is chosen once; what is no language and what is no vote is
// refused at its field, and all that was typed stays.
func TestWhatAnActCannotSay(t *testing.T) {
	s, _ := deskSite(t)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	id := partnership.PairID(placeBialystok, placeHrodna)
	base := "/en/desk/partnerships/" + id
	fresh := func() url.Values {
		v := formIn(t, officer.get(base+"?act=new&type=annex").Body.String(), base+"/acts")
		v.Set("date", "2019")
		return v
	}
	for field, set := range map[string][]string{
		"at":             {"at", "Friedberg"},
		"language_other": {"language_other", "Polish, Klingonian"},
		"vote_present":   {"vote_for", "20", "vote_present", "12"},
		"unanimous":      {"vote_against", "1", "unanimous", "1"},
		"vote_against":   {"vote_against", "many"},
		"vote_abstained": {"vote_abstained", "9999"},
		"notice":         {"notice", "900 years"},
		"until":          {"until", "900 years"},
		"date":           {"date", "30 February 2019"},
	} {
		v := fresh()
		for i := 0; i < len(set); i += 2 {
			v.Set(set[i], set[i+1])
		}
		status, text := officer.send(base+"/acts", v)
		if status != http.StatusUnprocessableEntity || !strings.Contains(faultsIn(text), `href="#f-`+field+`"`) || !strings.Contains(text, `id="f-`+field+`"`) {
			t.Errorf("%s: %d %s", field, status, faultsIn(text))
		}
		for i := 0; i < len(set); i += 2 {
			if again := formIn(t, text, base+"/acts"); again.Get(set[i]) != set[i+1] {
				t.Errorf("%s: typed %q, shown again %q", field, set[i+1], again.Get(set[i]))
			}
		}
	}
	v := fresh()
	v.Set("choose", "at:"+placeUzhhorod)
	status, text := officer.send(base+"/acts", v)
	if again := formIn(t, text, base+"/acts"); status != http.StatusOK || again.Get("id.at") != placeUzhhorod || again.Get("at") == "" {
		t.Errorf("choosing: %d, %q %q", status, again.Get("id.at"), again.Get("at"))
	}
}

// Successors and what a partnership replaces are fields of its details.
func TestDetailsHoldSuccessorsAndWhatIsReplaced(t *testing.T) {
	s, _ := deskSite(t)
	admin := signedIn(t, s, "Administrator", everything)
	id := partnership.PairID(placeBialystok, placeHrodna)
	base := "/en/desk/partnerships/" + id
	v := formIn(t, admin.get(base+"?details=1").Body.String(), base+"/details")
	v.Set("heir.776069", "Ужгород")
	v.Set("left.776069", "31 December 2020")
	if status, text := admin.send(base+"/details", v); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, faultsIn(text))
	}
	p, err := s.rooms.Partnerships.ByID(t.Context(), id)
	if err != nil || !slices.Contains(p.Present(), 690548) {
		t.Errorf("the sides are %v, %v", p.Present(), err)
	}
	v = formIn(t, admin.get(base+"?details=1").Body.String(), base+"/details")
	v.Set("heir.776069", "Białystok")
	v.Set("left.776069", "")
	if status, text := admin.send(base+"/details", v); status != http.StatusUnprocessableEntity || !strings.Contains(text, `href="#f-heir.776069"`) {
		t.Errorf("its own successor: %d %s", status, faultsIn(text))
	}
	v.Set("heir.776069", "")
	v.Set("supersedes", "00000000-0000-0000-0000-000000000000")
	if status, _ := admin.send(base+"/details", v); status != http.StatusUnprocessableEntity {
		t.Errorf("replacing what is not there: %d", status)
	}
}
