package funding

import (
	"encoding/json"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"twintown/internal/funding/rule"
	"twintown/internal/topic"
)

// Schema returns a JSON Schema (draft 2020-12) of a programme's file, by which an editor checks and completes what is
// typed. It is made of the types into which [Read] reads, and of the same lists of words. What only Read and Book can see
// (that a group is known, that a rule does not contradict itself, that tests come out) it does not say.
func Schema() ([]byte, error) {
	s := schema{}
	root := s.of(reflect.TypeFor[rawFile](), "")
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "A programme of Twintown with its calls"
	root["required"] = []string{"programme"}
	defs := rule.Schema()
	defs["day"] = map[string]any{"type": "string", "pattern": `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`}
	root["$defs"] = defs
	return json.MarshalIndent(root, "", "  ")
}

// schema turns the raw types into definitions.
type schema struct{}

// scalar is what a text may be in YAML: quotes are left out around what looks like a number or a yes.
func scalar() map[string]any { return map[string]any{"type": []string{"string", "number", "boolean"}} }

// narrower are the keys of which more is known than their type says.
func narrower(key string) map[string]any {
	word := func(list []string) map[string]any { return map[string]any{"enum": list} }
	day := map[string]any{"anyOf": []any{map[string]any{"$ref": "#/$defs/day"}, map[string]any{"type": "integer", "minimum": 1900, "maximum": 2200}}}
	sum := map[string]any{"type": "string", "pattern": `^[0-9]+(\.[0-9]{1,2})? [A-Z]{3}$`}
	switch key {
	case "programme.kind":
		return word(texts(Kinds()))
	case "programme.key", "calls.key":
		return map[string]any{"type": "string", "pattern": keyForm.String(), "maxLength": 60}
	case "programme.from", "programme.to", "calls.opens", "sources.read", "deadlines.day", "tests.on":
		return day
	case "yearly.day":
		return map[string]any{"type": "string", "pattern": `^[0-9]{2}-[0-9]{2}$`}
	case "deadlines.at", "yearly.at":
		return map[string]any{"type": "string", "pattern": `^[0-9]{1,2}:[0-9]{2}$`}
	case "calls.budget", "amount.min", "amount.max", "table.pays":
		return sum
	case "calls.own", "calls.overhead", "amount.rate", "amount.least_rate":
		return map[string]any{"type": "string", "pattern": `^[0-9]+(\.[0-9]{1,2})?%$`}
	case "amount.model":
		return word([]string{string(Lump), string(Rate), string(Flat), string(Menu)})
	case "amount.by":
		return word([]string{"participants", "invited", "countries"})
	case "calls.stages":
		return map[string]any{"enum": []int{1, 2}}
	case "calls.documents":
		return map[string]any{"type": "array", "items": word(texts(Documents()))}
	case "calls.topics":
		var codes []string
		for _, t := range topic.All() {
			codes = append(codes, t.Code)
		}
		return map[string]any{"type": "array", "items": word(codes)}
	case "tests.want":
		return word(wantWords())
	case "partners.type":
		return word(typeWords())
	case "partners.role":
		return word([]string{rule.Leads.String(), rule.Associated.String()})
	case "calls.rules":
		return map[string]any{"$ref": "#/$defs/rule"}
	}
	return nil
}

// required are the keys that Read cannot do without.
var required = map[string][]string{
	"programme": {"key", "name", "kind", "sources"}, "calls": {"key", "name", "rules"}, "sources": {"title", "read"}, "deadlines": {"day", "at", "zone"}, "yearly": {"day", "at", "zone"},
	"tests": {"call", "want"},
}

// of is the definition of a type; name is the key under which it stands.
func (s schema) of(t reflect.Type, name string) map[string]any {
	switch {
	case t == reflect.TypeFor[text]():
		return scalar()
	case t == reflect.TypeFor[yaml.Node]():
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem(), name)
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.of(t.Elem(), name)}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem(), name)}
	}
	properties := map[string]any{}
	for i := range t.NumField() {
		key := strings.Split(t.Field(i).Tag.Get("yaml"), ",")[0]
		if properties[key] = narrower(name + "." + key); properties[key].(map[string]any) == nil {
			properties[key] = s.of(t.Field(i).Type, key)
		}
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if keys := required[name]; keys != nil {
		out["required"] = keys
	}
	return out
}

func wantWords() []string { return []string{"fits", "not", "unknown"} }
