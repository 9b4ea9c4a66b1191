package partnership

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// zero is the present moment, where functions ask what was known when.
var zero time.Time

// Record is what people can change of a partnership: what a [Revision] keeps.
type Record struct {
	Kind         Kind              `json:"kind"`
	OriginalTerm string            `json:"original_term,omitempty"`
	Parties      []Party           `json:"parties"`
	Topics       []string          `json:"topics,omitempty"`
	Story        map[string]string `json:"story,omitempty"`
	Supersedes   string            `json:"supersedes,omitempty"`
	Acts         []Act             `json:"acts"` // that are held
}

// Record is the partnership as it is held now.
func (p Partnership) Record() Record {
	r := Record{
		Kind: p.Kind, OriginalTerm: p.OriginalTerm, Parties: p.Parties, Topics: p.Topics, Story: p.Story,
		Supersedes: p.Supersedes, Acts: []Act{},
	}
	for _, a := range p.Acts {
		if a.Held(zero) {
			a.Origin, a.Edited = "", time.Time{}
			r.Acts = append(r.Acts, a)
		}
	}
	return r
}

func (r Record) text() string { return jsonText(r, 1) }

func readRecord(text string) (r Record, err error) { return r, json.Unmarshal([]byte(text), &r) }

// details is the record without its acts.
func (r Record) details() Record {
	r.Acts = nil
	return r
}

// act returns an act of the record.
func (r Record) act(id string) (Act, bool) {
	i := slices.IndexFunc(r.Acts, func(a Act) bool { return a.ID == id })
	if i < 0 {
		return Act{}, false
	}
	return r.Acts[i], true
}

// Difference is one field before and after. Values are codes, dates as EDTF, numbers of
// places, or text: what Field says. An empty value is none.
type Difference struct {
	Act      string  // the act's identifier; "" for the partnership itself
	Type     ActType // the act's
	Date     Date    // the act's, to tell it from others of its type
	Field    string  // "kind", "topics", "story.pl", "party.776069", "date", "text.en", …
	Old, New string
}

// Differences are the fields in which two records differ: the partnership's own first,
// then act by act in the order of telling. An act that only one of them has differs in
// all its fields.
func Differences(before, after Record) []Difference {
	all := compare(before.facts(), after.facts(), Difference{})
	for _, id := range actsOf(before, after) {
		a, hadA := before.act(id)
		b, hasB := after.act(id)
		shown := b
		if !hasB {
			shown = a
		}
		d := Difference{Act: id, Type: shown.Type, Date: shown.Date}
		var old, now map[string]string
		if hadA {
			old = a.facts()
		}
		if hasB {
			now = b.facts()
		}
		all = append(all, compare(old, now, d)...)
	}
	return all
}

func actsOf(records ...Record) (ids []string) {
	for _, r := range records {
		for _, a := range r.Acts {
			if !slices.Contains(ids, a.ID) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

func compare(old, now map[string]string, like Difference) (all []Difference) {
	names := slices.Collect(maps.Keys(now))
	for name := range old {
		if _, both := now[name]; !both {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, byField)
	for _, name := range names {
		if old[name] != now[name] {
			like.Field, like.Old, like.New = name, old[name], now[name]
			all = append(all, like)
		}
	}
	return all
}

// fieldOrder is the order in which a reader expects fields; others follow by name.
var fieldOrder = []string{"kind", "type", "original_term", "date", "by", "until", "title", "number", "source"}

func byField(a, b string) int {
	rank := func(s string) int {
		if i := slices.Index(fieldOrder, s); i >= 0 {
			return i
		}
		return len(fieldOrder)
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// facts are the fields of the partnership itself that are not empty.
func (r Record) facts() map[string]string {
	f := map[string]string{"kind": string(r.Kind), "original_term": r.OriginalTerm, "topics": strings.Join(r.Topics, ","), "supersedes": r.Supersedes}
	addTexts(f, "story", r.Story)
	for _, q := range r.Parties {
		f["party."+strconv.FormatInt(q.Place, 10)] = jsonText(q, 1)
	}
	return filled(f)
}

// facts are the fields of an act that are not empty.
func (a Act) facts() map[string]string {
	f := map[string]string{
		"type": string(a.Type), "date": dateFact(a.Date), "by": numbersFact(a.By),
		"from": dateFact(a.InForceFrom), "until": dateFact(a.InForceTo),
		"term": string(a.Term), "notice": string(a.Notice),
		"condition": a.Condition.Code, "ground": a.Ground.Code, "vote": voteFact(a.Vote),
		"title": a.Title, "number": a.Number,
		"languages": strings.Join(a.Languages, ","), "authentic": strings.Join(a.Authentic, ","),
		"documents": strings.Join(a.Documents, ","), "source": strings.Join(a.Sources, ","),
	}
	if a.At != 0 {
		f["at"] = strconv.FormatInt(a.At, 10)
	}
	for _, s := range a.Signatories {
		name := "signatory." + strconv.FormatInt(s.Side, 10)
		f[name] = strings.TrimPrefix(f[name]+","+s.Office, ",")
	}
	addTexts(f, "text", a.Text)
	addTexts(f, "condition", a.Condition.Text)
	addTexts(f, "ground", a.Ground.Text)
	return filled(f)
}

func filled(f map[string]string) map[string]string {
	maps.DeleteFunc(f, func(_, v string) bool { return v == "" })
	return f
}

func addTexts(f map[string]string, name string, texts map[string]string) {
	for code, text := range texts {
		f[name+"."+code] = text
	}
}

func dateFact(d Date) string {
	if d.Inferred() {
		return d.String() + " " + d.InferredBy + " " + d.InferredWhy
	}
	return d.String()
}

func numbersFact(numbers []int64) string {
	var all []string
	for _, n := range numbers {
		all = append(all, strconv.FormatInt(n, 10))
	}
	return strings.Join(all, ",")
}

func voteFact(v Vote) string {
	if v.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d:%d:%d:%d:%t", v.For, v.Against, v.Abstained, v.Present, v.Unanimous)
}

// same says whether two acts say the same, whoever recorded them and when.
func (a Act) same(b Act) bool { return maps.Equal(a.facts(), b.facts()) }

// countsAs says whether two acts move a status in the same way: what differs otherwise
// is a matter of words.
func (a Act) countsAs(b Act) bool {
	return a.Type == b.Type && slices.Equal(a.By, b.By) && a.Date == b.Date && a.InForceFrom == b.InForceFrom &&
		a.InForceTo == b.InForceTo && a.Term == b.Term && a.Notice == b.Notice && a.Condition.Code == b.Condition.Code
}

// ReadParty reads the value of a "party" field of a [Difference].
func ReadParty(text string) (q Party, err error) { return q, json.Unmarshal([]byte(text), &q) }
