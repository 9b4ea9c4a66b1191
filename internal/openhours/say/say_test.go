package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
)

func printer(t *testing.T, code string) *lang.Printer {
	t.Helper()
	c, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(code)
}

// Each code has its sentence, so that nobody reads a key.
func TestEveryCodeHasItsSentence(t *testing.T) {
	p := printer(t, "pl")
	file, err := parser.ParseFile(token.NewFileSet(), "../problem.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		code, _ := strconv.Unquote(literal.Value)
		n++
		if !p.Has("hours.warning."+code) && !p.Has("hours.error."+code) {
			t.Errorf("%s has no sentence", code)
		}
		return true
	})
	if n < 35 {
		t.Errorf("only %d codes: the test looks in the wrong place", n)
	}
}

func TestSaysWhen(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 14, 0, 0, 0, zone) // a Wednesday
	for _, c := range []struct {
		lang string
		at   time.Time
		want string
	}{
		{"en", time.Date(2026, 11, 25, 20, 0, 0, 0, zone), "Closes: today, 20:00"},
		{"pl", time.Date(2026, 11, 26, 8, 0, 0, 0, zone), "Zamknięcie: jutro, 08:00"},
		{"de", time.Date(2026, 11, 30, 13, 0, 0, 0, zone), "Schließt: Montag, 13:00"},
		{"en", time.Date(2026, 12, 2, 13, 0, 0, 0, zone), "Closes: Wednesday, 2 December 2026, 13:00"},
	} {
		p := printer(t, c.lang)
		if got := p.Message(Next(p, now, c.at, openhours.State{Kind: openhours.Closed}, true)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	p := printer(t, "en")
	if got := p.Message(Next(p, now, now, openhours.State{}, false)); got != "No change is foreseen." {
		t.Errorf("%q", got)
	}
}

func TestSaysWhy(t *testing.T) {
	p := printer(t, "en")
	for want, s := range map[string]openhours.State{
		"Public holiday: Feast":                                    {Holiday: "Feast"},
		"The day before a public holiday: Eve":                     {Holiday: "Eve", Shift: -1},
		"The closing time is not given.":                           {Kind: openhours.Unknown, OpenEnd: true},
		"It depends on school holidays, which are not known here.": {Kind: openhours.Unknown, Missing: openhours.SchoolHolidays},
		"": {Kind: openhours.Open},
	} {
		var got []string
		for _, m := range Why(s) {
			got = append(got, p.Message(m))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	_, _, err := openhours.Parse("Sommer 10-12")
	if got := Error(err); got == err || got == nil {
		t.Errorf("%v is no sentence for people", got)
	}
}
