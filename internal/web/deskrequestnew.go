package web

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/topic"
	"twintown/starter"
)

// newRequestPage begins a request, with everything filled in that is known of its towns.
type newRequestPage struct {
	page
	Form    *form
	Towns   []requestTownRow
	Others  []link   // the reader's other towns
	Several []option // places that answer to the name
	Action  string
	Topics  []option
	Known   []fact // what is filled in beside
	May     bool   // she may write for these towns
	From    string // what it grew from: a contact noted at a conference
	Grows   []link // other contacts that it could grow from
}

// requestTownRow is a town of a request that can be taken out again.
type requestTownRow struct {
	Name, Where string
	ID          int64
	DropURL     string
}

// Days that a new request proposes: two months to answer, as calls and councils need, and
// four until it goes.
const (
	proposedReply = 2 // months
	proposedEnd   = 4
)

// ofNewRequest is what a new request is about: the places that the address names, else the
// reader's own first one.
func (s *Site) ofNewRequest(r *http.Request) (people.Object, error) {
	if s.rooms.Requests == nil {
		return people.Object{}, errNoPage
	}
	places, err := s.placesAsked(r)
	return s.placesObject("request", "", places...), err
}

func (s *Site) placesAsked(r *http.Request) (places []int64, err error) {
	for _, text := range r.URL.Query()["place"] {
		number, err := placeNumber(text)
		if err != nil {
			return nil, err
		}
		if _, ok := s.rooms.World().Places.Get(number); !ok {
			return nil, errNoPage
		}
		if !slices.Contains(places, number) {
			places = append(places, number)
		}
	}
	if contact, ok, err := s.contactAsked(r); ok || err != nil {
		return append(places, s.ownSide(r, contact)), err
	}
	if len(places) == 0 {
		places = append(places, actorOf(r).PlacesOf(people.Officer)...)
		places = places[:min(len(places), 1)]
	}
	return places, nil
}

// newRequest shows the form. A name in the field for towns adds the town of that name.
func (s *Site) newRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, places, err := s.newRequestForm(w, r, code)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if q.Get("where") != "" {
		var several []areaView
		f := newForm(&v.page, url.Values{"where": {q.Get("where")}})
		number, err := s.placeFrom(f, &v.page, "where", &several)
		if err == nil {
			http.Redirect(w, r, newRequestURL(code, append(places, number)), http.StatusSeeOther)
			return nil
		}
		f.take(err)
		v.Several, v.Form.faults = placeOptions(several), f.faults
		v.Form.values.Set("where", q.Get("where"))
	}
	return s.write(w, http.StatusOK, "request-new", v)
}

func newRequestURL(code string, places []int64) string {
	q := url.Values{}
	for _, n := range places {
		q.Add("place", strconv.FormatInt(n, 10))
	}
	address := "/" + code + "/desk/requests/new"
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// newRequestForm fills the form with what is known.
func (s *Site) newRequestForm(w http.ResponseWriter, r *http.Request, code string) (*newRequestPage, []int64, error) {
	object, err := s.ofNewRequest(r)
	if err != nil {
		return nil, nil, err
	}
	places := object.Places
	v := &newRequestPage{page: s.newDesk(w, r, code, "/desk/requests/new", "/desk/requests"), Action: newRequestURL(code, places)}
	if id := r.URL.Query().Get("contact"); id != "" {
		v.Action = contactURL(code, id)
	}
	v.Title, v.May = v.t("desk.seek.new"), len(places) > 0 && s.may(r, people.WriteRequest, object)
	v.keepQuery(r.URL.Query())
	for i, number := range places {
		at := v.placeView(s.rooms.World(), number)
		row := requestTownRow{Name: at.Name, Where: at.Where, ID: number}
		if len(places) > 1 {
			row.DropURL = newRequestURL(code, slices.Delete(slices.Clone(places), i, i+1))
		}
		v.Towns = append(v.Towns, row)
	}
	for _, number := range actorOf(r).PlacesOf(people.Officer) {
		if !slices.Contains(places, number) {
			v.Others = append(v.Others, link{s.rooms.World().Places.DisplayName(number, code), newRequestURL(code, []int64{number})})
		}
	}
	known, err := s.knownRequest(r, &v.page, places)
	if err != nil {
		return nil, nil, err
	}
	if err := s.fillContacts(r, v, places); err != nil {
		return nil, nil, err
	}
	v.Form = newForm(&v.page, url.Values{
		"title": {known.Texts[code].Title}, "seeks": {known.Texts[code].Seeks}, "topics": known.Topics, "reply_by": {known.ReplyBy}, "expires": {known.Expires},
	})
	v.Known = v.wishes(known)
	v.dress()
	return v, places, nil
}

// dress makes the boxes from the form's values.
func (v *newRequestPage) dress() {
	v.Topics = nil
	for _, t := range topic.All() {
		v.Topics = append(v.Topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code)), Chosen: v.Form.Ticked("topics", t.Code)})
	}
}

// takeNewRequest keeps a draft and leads to it.
func (s *Site) takeNewRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, places, err := s.newRequestForm(w, r, code)
	if err != nil {
		return err
	}
	known, err := s.knownRequest(r, &v.page, places)
	if err != nil {
		return err
	}
	return s.sent(w, r, "request-new", v, &v.Form, func(f *form) error {
		v.dress()
		t := known.Texts[code]
		t.Title, t.Seeks = f.text("title"), f.text("seeks")
		known.Texts[code] = t
		known.Topics, known.ReplyBy, known.Expires, known.Owner = f.all("topics"), f.text("reply_by"), f.text("expires"), actorOf(r).Account
		switch {
		case len(places) == 0:
			return errs.In("where", lang.Msg("error.seek.place"))
		case t.Title == "":
			return errs.In("title", lang.Msg("error.seek.title"))
		}
		now := s.rooms.World().Places
		known.Handle = slug(cmp.Or(now.Endonym(places[0]), now.DisplayName(places[0], code)))
		id, err := s.rooms.Requests.Create(r.Context(), actorOf(r), known)
		if err != nil {
			return err
		}
		x, err := s.rooms.Requests.ByID(r.Context(), id)
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/requests/"+x.Handle, lang.Msg("desk.seek.made"), "")
	})
}

// knownRequest is a request of towns with what is known of them filled in: the areas of
// their partnerships, a band around their size, the languages of their country, days.
func (s *Site) knownRequest(r *http.Request, p *page, places []int64) (x seek.Request, err error) {
	now := s.rooms.World()
	today := s.clock.Now()
	x = seek.Request{Places: places, Texts: map[string]seek.Text{}}
	x.ReplyBy, x.Expires = monthsOn(today, proposedReply), monthsOn(today, proposedEnd)
	if len(places) == 0 {
		return x, nil
	}
	people, partners := int64(0), []string(nil)
	for _, number := range places {
		found, _ := now.Places.Get(number)
		people += max(found.Population, 0)
		for _, l := range s.languagesOf(found.Country) {
			if !slices.Contains(x.Details.Languages, l) {
				x.Details.Languages = append(x.Details.Languages, l)
			}
		}
		links, err := s.linksOf(r.Context(), now, number)
		if err != nil {
			return x, err
		}
		for _, l := range links {
			x.Topics = append(x.Topics, l.Topics...)
			for _, other := range l.Partnership.Others(number) {
				if name := now.Places.DisplayName(other, p.Lang); l.Status.Code.InForce() && !slices.Contains(partners, name) {
					partners = append(partners, name)
				}
			}
		}
	}
	text := seek.Text{Title: p.t("desk.seek.new.title", "towns", s.townList(p, places)), About: s.aboutTowns(p, places, partners), Provenance: lang.Provenance{Origin: seek.Written}}
	if err := s.addContact(r, p, &x, &text); err != nil {
		return x, err
	}
	x.Topics = likeliest(x.Topics)
	if people > 0 {
		x.MinPeople, x.MaxPeople = rough(people/2), rough(people*2)
	}
	x.Texts[p.Lang] = text
	return x, nil
}

// aboutTowns says what the gazetteer and the register know of the towns.
func (s *Site) aboutTowns(p *page, places []int64, partners []string) string {
	var lines []string
	for _, number := range places {
		at := p.placeView(s.rooms.World(), number)
		line := at.Name + ": " + at.Where
		if at.Population > 0 {
			line += ". " + p.t("desk.seek.new.people", "n", at.Population)
		}
		lines = append(lines, line)
	}
	if len(partners) > 0 {
		partners = partners[:min(len(partners), mostPartnersNamed)]
		lines = append(lines, p.t("desk.seek.new.partners", "names", p.p.List(partners)))
	}
	return strings.Join(lines, "\n\n")
}

// mostPartnersNamed is how many partners a first text names.
const mostPartnersNamed = 8

// languagesOf are the languages of a country in which its offices write.
func (s *Site) languagesOf(country string) (codes []string) {
	for _, l := range s.spoken[country] {
		code, _, _ := strings.Cut(l.Code, "-")
		if (l.Official == starter.OfficialAll || l.Official == starter.OfficialDeFacto) && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// mostKnownTopics is how many areas a new request proposes: who ticks all says nothing.
const mostKnownTopics = 5

// likeliest are the areas that are named most often.
func likeliest(all []string) (codes []string) {
	count := map[string]int{}
	for _, t := range all {
		if _, ok := topic.Get(t); ok {
			if count[t]++; count[t] == 1 {
				codes = append(codes, t)
			}
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int { return count[b] - count[a] })
	return codes[:min(len(codes), mostKnownTopics)]
}

// rough is a number with two digits that say something.
func rough(n int64) int64 {
	if n < 100 {
		return n
	}
	unit := int64(math.Pow10(len(strconv.FormatInt(n, 10)) - 2))
	return (n + unit/2) / unit * unit
}

// TopicBoxes are the areas as boxes, for the template.
func (v *newRequestPage) TopicBoxes() helpChecks {
	return helpChecks{"topics", v.t("seek.topics"), v.Topics}
}

// WhereLabel is the message that names the field for a town: the one that seeks, or one that
// seeks with it.
func (v *newRequestPage) WhereLabel() string {
	if len(v.Towns) == 0 {
		return "desk.seek.town"
	}
	return "desk.seek.together"
}
