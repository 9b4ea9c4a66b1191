package seek

import (
	"net/url"
	"slices"

	"twintown/internal/topic"
)

// Asked is what a reader asks of the list of requests; the zero value asks for all. It is
// written into addresses and read from them, so a list can be kept as a bookmark.
type Asked struct {
	Country  string // in which a town of the request lies
	Topic    string // about which it is, or about something within it
	Language string // in which its town can write
	Size     Size   // of its towns together
	Open     bool   // it takes answers today
}

// Size is a band of inhabitants by which readers choose.
type Size string

// Sizes are the bands, the smallest first.
func Sizes() []Size { return []Size{"to5", "to20", "to100", "over100"} }

// bounds of the bands: from as many inhabitants on, and below so many. Half of the world's
// municipalities that seek partners lie below the first, where few others think of looking.
var bounds = map[Size][2]int64{
	"to5": {1, 5_000}, "to20": {5_000, 20_000}, "to100": {20_000, 100_000}, "over100": {100_000, 1 << 62},
}

// AskedOf reads a question from an address. What it does not know it leaves out, so that an
// old address still shows a list.
func AskedOf(q url.Values) (a Asked) {
	if x := q.Get("country"); len(x) == 2 {
		a.Country = x
	}
	if _, ok := topic.Get(q.Get("topic")); ok {
		a.Topic = q.Get("topic")
	}
	if x := q.Get("language"); len(x) >= 2 && len(x) <= 12 {
		a.Language = x
	}
	if x := Size(q.Get("size")); slices.Contains(Sizes(), x) {
		a.Size = x
	}
	a.Open = q.Get("open") != ""
	return a
}

// Values are a question as addresses have it.
func (a Asked) Values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"country": a.Country, "topic": a.Topic, "language": a.Language, "size": string(a.Size)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if a.Open {
		q.Set("open", "1")
	}
	return q
}

// Town is what a question asks of a place.
type Town struct {
	Country string
	People  int64 // 0: not known
}

// Fits says whether a request answers the question on a day. town tells of a place.
func (a Asked) Fits(r Request, town func(place int64) Town, day string) bool {
	there, people := a.Country == "", int64(0)
	for _, number := range r.Places {
		t := town(number)
		there = there || t.Country == a.Country
		people += t.People
	}
	about := func(code string) bool { return code == a.Topic || topic.Within(code, a.Topic) }
	switch {
	case !there,
		a.Topic != "" && !slices.ContainsFunc(r.Topics, about),
		a.Language != "" && !slices.Contains(r.Languages, a.Language),
		a.Size != "" && (people < bounds[a.Size][0] || people >= bounds[a.Size][1]),
		a.Open && !r.Open(day):
		return false
	}
	return true
}
