package registry

import (
	"encoding/json"
	"strings"
	"testing"
)

// A pair that is right in everything; the tests spoil one thing each.
const soundPair = `{"partnerships": [{"key": "a-b", "kind": "partnership",
	"parties": [{"place": 1}, {"place": 2}],
	"acts": [{"key": "agreement-1992", "type": "agreement", "date": "1992", "sources": ["s"]}],
	"claims": [{"field": "start", "value": "1992", "source": "s", "rank": "normal"}]}]}`

func TestMistakesAreRefused(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           string // in the error
	}{
		{"a field that nobody knows", `"kind":`, `"kid": 1, "kind":`, "unknown field"},
		{"a second object", `}]}]}`, `}]}]} {}`, "follows"},
		{"a kind that nobody knows", `"kind": "partnership"`, `"kind": "love"`, "unknown kind"},
		{"one party", `, {"place": 2}`, ``, "two parties"},
		{"an act of no known type", `"type": "agreement"`, `"type": "handshake"`, "unknown type"},
		{"a day that does not exist", `"date": "1992"`, `"date": "1992-02-30"`, "no day"},
		{"an inferred date without a reason", `"date": "1992"`, `"date": {"date": "1992"}`, "who inferred"},
		{"an act without a source", `"sources": ["s"]`, `"sources": []`, "no source"},
		{"a source that is not listed", `"sources": ["s"]`, `"sources": ["t"]`, "unknown source"},
		{"an act by a stranger", `"type":`, `"by": [3], "type":`, "no party"},
		{"a term that is none", `"type":`, `"term": "5 years", "type":`, "no duration"},
		{"a suspension without a ground", `"type": "agreement"`, `"type": "suspension"`, "ground or a condition"},
		{"a story in one language", `"acts":`, `"story": {"pl": "x"}, "acts":`, "no text in"},
		{"a claim of no rank", `"rank": "normal"`, `"rank": "best"`, "rank"},
		{"two acts under one key", `"acts": [`, `"acts": [{"key": "agreement-1992", "type": "contact", "sources": ["s"]}, `, "twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := strings.Replace(soundPair, tt.old, tt.new, 1)
			if spoilt == soundPair {
				t.Fatalf("%q does not occur", tt.old)
			}
			err := readPairs(spoilt)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
	if err := readPairs(soundPair); err != nil {
		t.Errorf("the sound pair: %v", err)
	}
}

func readPairs(content string) error {
	r := Registry{Sources: []Source{{Code: "s", Title: "S", Language: "pl", Retrieved: "2026"}}}
	if err := decodeList([]byte(content), "partnerships", &r.Partnerships); err != nil {
		return err
	}
	return r.check()
}

func TestTableMistakesAreRefused(t *testing.T) {
	for name, content := range map[string]string{
		"other header":   "id\tlang\tgeonames_id\n",
		"a field short":  "query\tlang\tgeonames_id\nHrodna\ten\n",
		"no number":      "query\tlang\tgeonames_id\nHrodna\ten\tx\n",
		"one field more": "query\tlang\tgeonames_id\nHrodna\ten\t1\t\n",
	} {
		var lookups []Lookup
		err := readTable(content, lookupColumns, func(f []string) error { return addLookup(&lookups, f) })
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzDate: whatever is read can be written and read again as the same date.
func FuzzDate(f *testing.F) {
	for _, s := range []string{
		`"2018-03-16"`, `"2018-03"`, `"2021~"`, `"../2016"`, `"2022/.."`, `""`, `"1992-02-30"`,
		`{"date":"2021","inferred_by":"editor","inferred_why":"undated_page"}`, `{"date":"2021"}`, `null`, `7`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d, again Date
		if json.Unmarshal([]byte(s), &d) != nil {
			return
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if d.IsZero() {
			return
		}
		if err := json.Unmarshal(b, &again); err != nil || again != d {
			t.Errorf("%s became %v, then %v (%v)", s, d, again, err)
		}
	})
}
