package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
)

// consortiumAsked is a forming consortium as an address tells it: its towns, and what they plan.
type consortiumAsked struct {
	Places  []int64
	Lead    int64     // 0: not said
	Type    rule.Type // of the applicant: the one that leads, else the first; unknown: the municipality itself
	Numbers [4]int    // by planNumbers; -1: not told
	Held    []string  // countries in which something takes place
}

// planNumbers are the numbers of a plan, as they stand in addresses and in the messages "funding.what.…".
var planNumbers = [4]string{"participants", "invited", "months", "days"}

// mostWithTowns is how many towns an address may name: as many as the largest consortium of the programmes collected.
const mostWithTowns = 16

// mostPlanned bounds a number of a plan.
const mostPlanned = 1_000_000

// readConsortium reads an address. What cannot be read is left out.
func readConsortium(q url.Values) (a consortiumAsked) {
	for _, text := range q["with"] {
		n, err := strconv.ParseInt(text, 10, 64)
		if err == nil && n > 0 && !slices.Contains(a.Places, n) && len(a.Places) < mostWithTowns {
			a.Places = append(a.Places, n)
		}
	}
	a.Lead, _ = strconv.ParseInt(q.Get("lead"), 10, 64) // none: not said
	a.Type, _ = rule.TypeOf(q.Get("type"))
	for i, name := range planNumbers {
		n, err := strconv.Atoi(q.Get(name))
		if a.Numbers[i] = n; err != nil || n < 0 || n > mostPlanned {
			a.Numbers[i] = -1
		}
	}
	for _, code := range q["held"] {
		if rule.CountryOf(code) != 0 && !slices.Contains(a.Held, code) && len(a.Held) < mostWithTowns {
			a.Held = append(a.Held, code)
		}
	}
	return a
}

// consortiumOfTowns is a consortium of which nothing but its towns is known.
func consortiumOfTowns(places ...int64) consortiumAsked {
	return consortiumAsked{Places: places, Numbers: [4]int{-1, -1, -1, -1}}
}

// values is the consortium as a question in an address.
func (a consortiumAsked) values() url.Values {
	q := url.Values{}
	for _, n := range a.Places {
		q.Add("with", itoa64(n))
	}
	if slices.Contains(a.Places, a.Lead) {
		q.Set("lead", itoa64(a.Lead))
	}
	if a.Type != rule.UnknownType {
		q.Set("type", a.Type.String())
	}
	for i, name := range planNumbers {
		if a.Numbers[i] >= 0 {
			q.Set(name, strconv.Itoa(a.Numbers[i]))
		}
	}
	if len(a.Held) > 0 {
		q["held"] = a.Held
	}
	return q
}

// with is the consortium with a town more.
func (a consortiumAsked) with(n int64) consortiumAsked {
	if !slices.Contains(a.Places, n) {
		a.Places = append(slices.Clone(a.Places), n)
	}
	return a
}

// without is the consortium with a town less.
func (a consortiumAsked) without(n int64) consortiumAsked {
	a.Places = slices.DeleteFunc(slices.Clone(a.Places), func(x int64) bool { return x == n })
	return a
}

// fitURL is the page that holds the calls against the consortium.
func (a consortiumAsked) fitURL(code string) string {
	if len(a.Places) == 0 {
		return "/" + code + "/programmes/fit"
	}
	return "/" + code + "/programmes/fit?" + a.values().Encode()
}

// of is the consortium for rules.
func (a consortiumAsked) of(b *funding.Book) rule.Consortium {
	c := b.Of(a.Places)
	for i, n := range a.Places {
		if n == a.Lead {
			c.Partners[i].Role = rule.Leads
		}
	}
	if i := max(slices.Index(a.Places, a.Lead), 0); a.Type != rule.UnknownType && i < len(c.Partners) {
		c.Partners[i].Type = a.Type
	}
	for i, into := range []*rule.Count{&c.Plan.Participants, &c.Plan.Invited, &c.Plan.Months, &c.Plan.Days} {
		if a.Numbers[i] >= 0 {
			*into = rule.Exactly(a.Numbers[i])
		}
	}
	for _, code := range a.Held {
		c.Plan.Countries = append(c.Plan.Countries, rule.CountryOf(code))
	}
	return c
}

// standing puts in the place of a municipality that ended the one that follows it, and says so. Who has several
// successors, or is not known, is left out, and the reader is told.
func (s *Site) standing(r *http.Request, p *page, a consortiumAsked) (_ consortiumAsked, said []standingView, err error) {
	var places []int64
	now := s.rooms.World()
	for _, asked := range a.Places {
		n, from := asked, int64(0)
		for range mostHeirs {
			if _, known := now.Places.Get(n); !known {
				said = append(said, standingView{Text: p.t("funding.fit.nowhere", "n", n)})
				n = 0
				break
			}
			if s.rooms.Places == nil {
				break
			}
			end, ended, err := s.rooms.Places.EndOf(r.Context(), s.rooms.Places.DB(), n)
			if err != nil {
				return a, nil, err
			}
			if !ended {
				break
			}
			name := now.Places.DisplayName(n, p.Lang)
			if len(end.After) == 1 {
				said = append(said, standingView{p.t("funding.fit.merged", "name", name, "day", end.Day), p.placeLinks(now, end.After)})
				from, n = cmp.Or(from, n), end.After[0]
				continue
			}
			said = append(said, standingView{p.t("funding.fit.parted", "name", name, "day", end.Day), nil})
			view := &said[len(said)-1]
			for _, heir := range end.After {
				view.Links = append(view.Links, link{now.Places.DisplayName(heir, p.Lang), a.without(asked).with(heir).fitURL(p.Lang)})
			}
			n = 0
			break
		}
		if a.Lead == asked {
			a.Lead = n
		}
		if n != 0 && !slices.Contains(places, n) {
			places = append(places, n)
		}
	}
	a.Places = places
	return a, said, nil
}

// mostHeirs is how many mergers in a row are followed: more would be a circle.
const mostHeirs = 8

// standingView says what became of a town that was asked for.
type standingView struct {
	Text  string
	Links []link
}
