package seek

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
)

// count gives each text that says something else the next version, so that its translations
// are known to be behind, and drops what is empty.
func (r *Request) count(was Request, now time.Time) {
	for code, t := range r.Texts {
		old, had := was.Texts[code]
		if t.Title+t.About+t.Seeks+t.Offers == "" {
			delete(r.Texts, code)
			continue
		}
		if t.Origin == "" || t.Source == code {
			t.Origin, t.Source, t.OfVersion = Written, "", 0
		}
		t.Version, t.Changed = old.Version, old.Changed
		if !had || t.says() != old.says() {
			t.Version, t.Changed = old.Version+1, now
		}
		r.Texts[code] = t
	}
}

// note keeps when a request's words were changed after a review, and when somebody who reviews
// looked at it. Days, wishes and towns are not words: nobody can advertise with them.
func (r *Request) note(was Request, do people.Action, now time.Time) {
	switch {
	case do == people.ReviewRequest:
		r.Looked = later(now, r.Edited)
	case r.State != Draft && r.words() != was.words():
		r.Edited = later(now, r.Looked.Add(time.Microsecond)) // a clock that stands still or goes back hides no change
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// words are all that a town writes freely and readers read, in a steady order.
func (r Request) words() string {
	all := []string{r.Call, r.CallLink}
	for _, code := range slices.Sorted(maps.Keys(r.Texts)) {
		all = append(all, code, r.Texts[code].says())
	}
	return strings.Join(all, "\x00")
}

// says is what readers read.
func (t Text) says() string {
	return strings.Join([]string{t.Title, t.About, t.Seeks, t.Offers}, "\x00")
}

// entry tells the record of changes what is different, field by field.
func entry(do people.Action, was, now Request) people.Entry {
	e := people.Entry{Action: do, Kind: kind, ID: now.ID, Places: now.Places, Fields: people.Differences(was.fields(), now.fields())}
	if len(e.Fields) == 0 {
		e.Note = "unchanged"
	}
	return e
}

// fields are what a request holds, as text; what is empty is left out.
func (r Request) fields() map[string]string {
	all := map[string]string{
		"state": string(r.State), "reply_by": r.ReplyBy, "expires": r.Expires, "reason": string(r.Reason),
		"topics": strings.Join(r.Topics, ", "), "kind": string(r.Kind), "countries": strings.Join(r.Countries, ", "),
		"languages": strings.Join(r.Languages, ", "), "wish": string(r.Wish), "horizon": string(r.Horizon), "call": r.Call, "call_link": r.CallLink,
	}
	for name, n := range map[string]int64{"min_people": r.MinPeople, "max_people": r.MaxPeople, "max_km": int64(r.MaxKm), "partner": r.Partner} {
		if n != 0 {
			all[name] = fmt.Sprint(n)
		}
	}
	if len(r.Places) > 0 {
		all["places"] = strings.Trim(fmt.Sprint(r.Places), "[]")
	}
	if !r.Asked.IsZero() {
		all["asked"] = r.Asked.UTC().Format(time.DateOnly)
	}
	for code, t := range r.Texts {
		all["title."+code], all["about."+code], all["seeks."+code], all["offers."+code] = t.Title, t.About, t.Seeks, t.Offers
	}
	maps.DeleteFunc(all, func(_, v string) bool { return v == "" })
	return all
}
