package funding

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// What comes with Twintown fits the schema, and what the schema refuses is refused by Read too: it knows no stricter rule.
func TestSchema(t *testing.T) {
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("programme.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("programme.json")
	if err != nil {
		t.Fatal(err)
	}
	fits := func(text string) error {
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return schema.Validate(plain(v))
	}
	starter, err := files.ReadDir("starter")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range starter {
		content, err := files.ReadFile("starter/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := fits(string(content)); err != nil {
			t.Errorf("%s: %v", entry.Name(), err)
		}
	}
	if err := fits(Template); err != nil {
		t.Errorf("the template: %v", err)
	}
	for _, change := range [][2]string{
		{"kind: national", "kind: regional"},
		{"calls:", "colls:"},
		{", zone: Europe/Warsaw", ""},
		{"want: fits", "want: maybe"},
		{"partners: {min: 2}", "partners: {least: 2}"},
		{"partners: {min: 2}", "partners: {from: EU}"},
		{"partners: {min: 2}", "partner: {min: 2}"},
		{"partners: {min: 2}", "each: {types: [town]}"},
		{"partners: {min: 2}", "invited: -1"},
		{"read: 2026-11-26", "read: yesterday"},
		{"key: own-2027", "key: own 2027"},
		{"rules:", "topics: [dragons]\n    rules:"},
		{"rules:", "amount: {model: gift}\n    rules:"},
		{"rules:", "budget: 5000\n    rules:"},
		{"rules:", "stages: 3\n    rules:"},
		{"rules:", "documents: [passport]\n    rules:"},
	} {
		broken := strings.Replace(ownFund, change[0], change[1], 1)
		if broken == ownFund {
			t.Fatalf("%q is not in the text", change[0])
		}
		if fits(broken) == nil {
			t.Errorf("%s: the schema lets it through", change[1])
		}
		if _, troubles := Read([]byte(broken)); troubles == nil {
			t.Errorf("%s: Read lets it through", change[1])
		}
	}
}

// plain turns what YAML read into what JSON would hold: days are texts.
func plain(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = plain(x[k])
		}
	case []any:
		for i := range x {
			x[i] = plain(x[i])
		}
	case interface{ Format(string) string }:
		return x.Format("2006-01-02")
	}
	return v
}

// Who begins a programme begins with a text in which nothing is wrong but that its key is missing.
func TestTemplate(t *testing.T) {
	f, troubles := Read([]byte(Template))
	if troubles == nil {
		troubles = testBook().Check(f, now)
	}
	for _, tr := range troubles {
		t.Errorf("line %d: %s %v", tr.Line, tr.What.Key, tr.What.Args)
	}
	if _, troubles := Read([]byte(Blank())); len(troubles) != 1 || troubles[0].Line != 2 {
		t.Errorf("without its key: %v", troubles)
	}
}
