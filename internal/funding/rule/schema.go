package rule

// Schema returns definitions of JSON Schema (draft 2020-12) for rules: "rule" is one, and the others stand beside it under
// "$defs". It is made of the same lists by which [Parse] reads, so that both know the same words.
func Schema() map[string]any {
	type m = map[string]any
	ref := func(name string) m { return m{"$ref": "#/$defs/" + name} }
	list := func(of m) m { return m{"type": "array", "items": of, "minItems": 1, "maxItems": mostValues} }
	text := m{"type": "string", "minLength": 1, "maxLength": 100}
	number := m{"type": "integer", "minimum": 0, "maximum": mostCount}
	words := m{"oneOf": []any{text, m{"type": "array", "items": text, "minItems": 1, "maxItems": mostValues, "uniqueItems": true}}}
	codes := func(names []string) m {
		one := m{"enum": names}
		return m{"oneOf": []any{one, m{"type": "array", "items": one, "minItems": 1, "uniqueItems": true}}}
	}
	object := func(properties m, more ...any) m {
		o := m{"type": "object", "additionalProperties": false, "properties": properties}
		for i := 0; i+1 < len(more); i += 2 {
			o[more[i].(string)] = more[i+1]
		}
		return o
	}
	values := m{
		"min": number, "max": number, "exactly": number, "from": words, "areas": words, "among": m{"enum": []string{"partners"}},
		"border": object(m{"max": number, "with": words}, "required", []string{"max"}),
		"people": object(m{"min": number, "max": number}, "minProperties", 1),
		"types":  codes(typeNames[1:]), "roles": codes(roleNames[:]), "member": text, "before": ref("day"),
	}
	conditions := m{}
	for i, name := range opNames {
		op := Op(i)
		switch {
		case op.joins():
			conditions[name] = list(ref("condition"))
			continue
		case op == Not:
			conditions[name] = ref("condition")
			continue
		}
		properties := m{}
		for _, key := range keysOf(op) {
			properties[key] = values[key]
		}
		of := object(properties, "minProperties", 1, "dependentRequired", m{"before": []string{"member"}})
		if op.counts() && !op.filters() {
			conditions[name] = m{"oneOf": []any{number, of}}
			continue
		}
		if op.counts() && op != Activity {
			of["anyOf"] = []any{m{"required": []string{"min"}}, m{"required": []string{"max"}}, m{"required": []string{"exactly"}}}
		}
		conditions[name] = of
	}
	return m{
		"rule":      m{"oneOf": []any{ref("condition"), list(ref("condition"))}},
		"condition": object(conditions, "minProperties", 1, "maxProperties", 1),
	}
}
