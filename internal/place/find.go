package place

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"twintown/internal/names"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Query asks for places by name.
type Query struct {
	Text    string // a name, or "name, country" or "name, region"
	Limit   int    // 0 means 10
	Lang    string // the reader's language; does not change the order
	Country string // ISO 3166-1: only places there; "" all
}

// Hit is one place found.
type Hit struct {
	ID    int64
	Name  string // the spelling that was met
	Score float64
	How   names.How
}

// Find returns the places that a text may mean, the likeliest first. A country or
// region after a comma or in brackets narrows, whole or begun, by name or code; when
// it is none, or nothing is found in it, the text counts as a name. A number is a
// place's public number. Both numbers of a town that has two are listed, the leading
// one first.
func (a *Atlas) Find(q Query) []Hit {
	if p, ok := a.byNumber(q.Text); ok {
		return []Hit{{ID: p.ID, Name: p.Name}}
	}
	inCountry := func(i int) bool { return q.Country == "" || a.places[i].Country == q.Country }
	if name, parts := names.Split(q.Text); len(parts) > 0 {
		if area, ok := a.narrow().area(parts); ok {
			keep := func(i int) bool { return area.holds(&a.places[i]) && inCountry(i) }
			if hits := a.hits(name, q.Limit, keep); len(hits) > 0 {
				return hits
			}
		}
	}
	if q.Country == "" {
		return a.hits(q.Text, q.Limit, nil)
	}
	return a.hits(q.Text, q.Limit, inCountry)
}

// numberMin is the smallest number of digits that is taken for a public number:
// shorter ones are post codes or years.
const numberMin = 3

func (a *Atlas) byNumber(text string) (Place, bool) {
	text = strings.TrimSpace(text)
	if len(text) < numberMin {
		return Place{}, false
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return Place{}, false
	}
	return a.Get(id)
}

func (a *Atlas) hits(text string, limit int, keep func(int) bool) []Hit {
	found := a.index.Find(text, names.Options{Limit: limit, Keep: keep})
	hits := make([]Hit, len(found))
	for i, m := range found {
		hits[i] = Hit{ID: a.places[m.Item].ID, Name: m.Spelling, Score: m.Score, How: m.How}
	}
	a.leadersFirst(hits)
	return hits
}

// leadersFirst moves the leading number of a town before those that follow it.
func (a *Atlas) leadersFirst(hits []Hit) {
	for i := range hits {
		p, _ := a.Get(hits[i].ID)
		if p.SameAs == 0 {
			continue
		}
		if at := slices.IndexFunc(hits[i:], func(h Hit) bool { return h.ID == p.SameAs }); at > 0 {
			leader := hits[i+at]
			copy(hits[i+1:i+at+1], hits[i:i+at])
			hits[i] = leader
		}
	}
}

// When a command takes a name, it must be clear whom it means.
const (
	// rivalSize: a namesake of half the size is a rival; Brest in Brittany is
	// none to Brest in Belarus.
	rivalSize = 0.5
	// clearLead: a guess (a beginning, a typing error) must be this much ahead of
	// the next, in natural logarithms: about three to one.
	clearLead = 1.1
	// guessMin: texts with fewer letters are one error away from everything.
	guessMin = 4
	// candidatesShown is how many places the error of an ambiguous name lists.
	candidatesShown = 5
)

// Resolve returns the one place that a text means: a public number, a name, or
// "name, country". The error is NotFound when nothing comes near, and Ambiguous,
// with the candidates, when several fit alike and are of comparable size. Two
// numbers of one town are no ambiguity: the leading one is meant.
func (a *Atlas) Resolve(text string) (Place, error) {
	hits := a.Find(Query{Text: text, Limit: 10})
	if len(hits) == 0 || hits[0].How == names.Code || hits[0].How >= names.Typo && utf8.RuneCountInString(text) < guessMin {
		return Place{}, unknown(text)
	}
	best, _ := a.Get(hits[0].ID)
	rivals := []Place{best}
	for _, h := range hits[1:] {
		if p, _ := a.Get(h.ID); a.rivals(hits[0], h, best, p) {
			rivals = append(rivals, p)
		}
	}
	if len(rivals) == 1 {
		return best, nil
	}
	return Place{}, a.ambiguous(text, rivals)
}

func (a *Atlas) rivals(first, h Hit, best, p Place) bool {
	if p.SameAs == best.ID || best.SameAs == p.ID || p.SameAs != 0 && p.SameAs == best.SameAs || h.How == names.Code {
		return false
	}
	if first.How <= names.Latinised {
		return h.How == first.How && float64(p.Population) >= rivalSize*float64(best.Population)
	}
	return first.Score-h.Score < clearLead
}

// ambiguous lists candidates so that each can be typed as it stands: "Brest,
// Brittany, FR (3030300)".
func (a *Atlas) ambiguous(text string, candidates []Place) error {
	list := make([]string, 0, candidatesShown)
	for _, p := range candidates[:min(len(candidates), candidatesShown)] {
		parts := []string{p.Name}
		if region := a.RegionName(p.Region, "en"); region != "" {
			parts = append(parts, region)
		}
		list = append(list, fmt.Sprintf("%s, %s (%d)", strings.Join(parts, ", "), p.Country, p.ID))
	}
	return errs.New(errs.Ambiguous, lang.Msg("error.place_ambiguous", "place", text, "candidates", strings.Join(list, "; ")), nil)
}
