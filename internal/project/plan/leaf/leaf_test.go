package leaf_test

import (
	"strings"
	"testing"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/sheet"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
)

const sokolka, alytus = 758651, 601084

// facts are those of two towns that are called the same in each language.
func facts() leaf.Facts {
	return leaf.Facts{
		Sides: []int64{sokolka, alytus}, Author: "Partnerstwa", Made: lang.Date{Year: 2026, Month: 11, Day: 23},
		Name: func(place int64, _ string) string {
			return map[int64]string{sokolka: "Sokółka", alytus: "Alytus"}[place]
		},
	}
}

func printers(t *testing.T, codes ...string) (all []*lang.Printer) {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		all = append(all, catalog.Printer(code))
	}
	return all
}

// rows are the rows of all tables, a cell's lines parted by "/" and cells by "|".
func rows(r sheet.Report) (all []string) {
	for _, b := range r.Blocks {
		for _, row := range b.Table.Rows {
			var cells []string
			for _, c := range row.Cells {
				var lines []string
				for _, l := range c.Lines {
					lines = append(lines, l.Text)
				}
				cells = append(cells, c.Lang+": "+strings.Join(lines, " / "))
			}
			all = append(all, strings.Join(cells, " | "))
		}
	}
	return all
}

// In two languages everything stands in both: what the site knows of the year line by line, each
// side's answers in its own language; what nobody wrote is a marked blank.
func TestAReviewInTwoLanguages(t *testing.T) {
	words := printers(t, "pl", "lt")
	q := plan.Questions()[0]
	r := plan.Review{Year: 2026, Answers: []plan.Answer{
		{Side: sokolka, Reply: plan.Reply{Language: "pl", Said: map[plan.Question]plan.Said{q: {Words: "Tak, co miesiąc"}}}},
		{Side: alytus, Reply: plan.Reply{Language: "lt", Said: map[plan.Question]plan.Said{q: {Words: "Taip, kas mėnesį"}}}},
	}}
	by := map[string]*lang.Printer{"pl": words[0], "lt": words[1]}
	got := rows(leaf.Review(facts(), r, func(code string) *lang.Printer { return by[code] }, words, [][]string{{"umowa", "projekty: 1"}, {"sutartis", "projektai: 1"}}))
	for i, want := range []string{"pl: umowa | lt: sutartis", "pl: projekty: 1 | lt: projektai: 1"} {
		if got[i] != want {
			t.Errorf("line %d: %q, want %q", i, got[i], want)
		}
	}
	if first := got[2]; !strings.Contains(first, "Tak, co miesiąc | lt: ") || !strings.HasSuffix(first, "Taip, kas mėnesį") {
		t.Errorf("the answers: %q", first)
	}
	if second := got[3]; !strings.Contains(second, words[0].T("plan.unanswered")) || !strings.Contains(second, words[1].T("plan.unanswered")) {
		t.Errorf("what nobody answered: %q", second)
	}
	one := leaf.Review(facts(), r, func(code string) *lang.Printer { return by[code] }, words[:1], [][]string{{"umowa", "projekty: 1"}})
	if n := len(rows(one)); n != len(plan.Questions()) {
		t.Errorf("in one language what is known is a list: %d rows", n)
	}
}

// A plan has the same lines in each language, a blank where a language says nothing.
func TestAPlanInTwoLanguages(t *testing.T) {
	words := printers(t, "pl", "lt")
	item := plan.Item{Year: 2026, State: plan.Planned, Body: plan.Body{Side: sokolka, Texts: map[string]plan.Text{"pl": {What: "Obóz", Aim: "Poznać się"}}}}
	got := rows(leaf.Plan(facts(), plan.Plan{Items: []plan.Item{item}}, []int{2026, 2027, 2028}, words))
	if len(got) != 1 {
		t.Fatalf("%d rows", len(got))
	}
	left, right, _ := strings.Cut(got[0], " | ")
	if strings.Count(left, " / ") != strings.Count(right, " / ") || strings.Count(right, words[1].T("plan.blank")) != 2 {
		t.Errorf("%s\n%s", left, right)
	}
}
