package lang

import (
	"strings"
	"testing"
	"time"
)

func TestMessageForms(t *testing.T) {
	p := printerWith(t, "pl", map[string]string{
		"plain":   "{name}, {year}",
		"number":  "{n, number}",
		"select":  "{side, select, both{obie} one{{who} sam} other{nikt}}",
		"nested":  "{side, select, both{{n, plural, one{rok} few{# lata} many{# lat} other{# roku}}} other{}}",
		"list":    "Miasta: {names, list}",
		"message": "Powód: {why}",
		"why":     "odległość {km, distance}",
		"whys":    "{all}",
		"measure": "{x, percent} {c, country} {l, language}",
		"ordinal": "{n, selectordinal, other{#.}}",
		"date":    "{d, date} / {d}",
		"hash":    "bez liczby # tutaj, {side, select, other{# też}}",
	})
	why := Msg("why", "km", 123.4)
	tests := []struct {
		key  string
		kv   []any
		want string
	}{
		{"plain", []any{"name", "Łódź", "year", 2022}, "Łódź, 2022"},
		{"number", []any{"n", 12345}, "12\u00a0345"},
		{"select", []any{"side", "both"}, "obie"},
		{"select", []any{"side", "one", "who", "Grodno"}, "Grodno sam"},
		{"select", []any{"side", "none"}, "nikt"},
		{"nested", []any{"side", "both", "n", 3}, "3 lata"},
		{"list", []any{"names", []string{"Grodno", "Kowno", "Lwów"}}, "Miasta: Grodno, Kowno i Lwów"},
		{"message", []any{"why", why}, "Powód: odległość 123\u00a0km"},
		{"whys", []any{"all", []Message{why, why}}, "odległość 123\u00a0km i odległość 123\u00a0km"},
		{"measure", []any{"x", 0.374, "c", "BY", "l", "be"}, "37% Białoruś białoruski"},
		{"ordinal", []any{"n", 3}, "3."},
		{"date", []any{"d", Date{2022, 3, 0}}, "marzec 2022 / marzec 2022"},
		{"date", []any{"d", time.Date(2022, 3, 3, 0, 0, 0, 0, time.UTC)}, "3 marca 2022 / 3 marca 2022"},
		{"hash", []any{"side", "x"}, "bez liczby # tutaj, # też"},
	}
	for _, tt := range tests {
		if got := p.T(tt.key, tt.kv...); got != tt.want {
			t.Errorf("T(%s, %v) = %q, want %q", tt.key, tt.kv, got, tt.want)
		}
		if got := p.Message(Msg(tt.key, tt.kv...)); got != tt.want {
			t.Errorf("Message(%s, %v) = %q, want %q", tt.key, tt.kv, got, tt.want)
		}
	}
	if got := p.Message(Message{}); got != "" {
		t.Errorf("the zero Message printed %q", got)
	}
}

// What is not there shows itself and is remembered; the page is still a page.
func TestMissing(t *testing.T) {
	c := catalog(t)
	p := c.Printer("pl")
	if got := p.T("no.such_key"); got != "⟦no.such_key⟧" {
		t.Errorf("missing key printed %q", got)
	}
	if got := p.T("date.since.year", "year", 2022); got != "od 2022\u00a0r." {
		t.Errorf("printed %q", got)
	}
	if got := p.T("date.since.year"); got != "od ⟦date.since.year{year}⟧\u00a0r." {
		t.Errorf("missing value printed %q", got)
	}
	if got := strings.Join(c.Missing(), " "); got != "date.since.year{year} no.such_key" {
		t.Errorf("Missing = %q", got)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, wants string }{
		{"a brace never closed", "{name", "neither"},
		{"a brace never opened", "name}", "without its opening"},
		{"no name", "{}", "without a name"},
		{"an unknown format", "{n, plurals, other{}}", "no such format"},
		{"a choice without other", "{n, plural, one{a}}", "called other"},
		{"a choice without branches", "{n, plural}", "without branches"},
		{"a category that is none", "{n, plural, several{a} other{b}}", "no plural category"},
		{"a branch twice", "{n, plural, one{a} one{b} other{c}}", "twice"},
		{"other twice", "{n, select, other{a} other{b}}", "twice"},
		{"a branch never closed", "{n, plural, other{a", "not closed"},
		{"a style for what has none", "{n, number, short}", "no such style"},
		{"nesting without end", strings.Repeat("{n, select, other{", 20), "nest deeper"},
	}
	for _, tt := range tests {
		if _, err := parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.wants) {
			t.Errorf("%s: parse(%q) = %v, want an error with %q", tt.name, tt.text, err, tt.wants)
		}
	}
}

// No text makes the parser panic or loop, and what it takes can be printed.
func FuzzParse(f *testing.F) {
	for _, p := range catalog(f).printers {
		for key := range p.messages {
			f.Add(key)
		}
	}
	for _, text := range []string{
		"{n, plural, =0{a} one{# {x, select, a{b} other{#}}} other{c}}", "{d, date, since}", "{a,number}}", "{{}}", "{a , list }", "#{#}", "{n, plural, other{",
	} {
		f.Add(text)
	}
	p := catalog(f).Printer("lt")
	f.Fuzz(func(t *testing.T, text string) {
		body, err := parse(text)
		if err != nil {
			return
		}
		for _, v := range []any{3, 1.5, "both", Date{2022, 3, 3}, []string{"a", "b"}} {
			args := Args{"n": v, "a": v, "d": v, "x": v}
			_ = p.appendBody(nil, body, call{key: "fuzz", values: values{args: args}})
		}
	})
}
