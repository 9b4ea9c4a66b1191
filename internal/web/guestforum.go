package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/forum"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// guestForumPage is the forum as a delegation sees it: with whom it wants to talk, then its
// talks, then what came of each.
type guestForumPage struct {
	guestHead
	Root    string
	Form    *form
	Comes   bool // it said that it comes, so that it takes part
	Ready   bool // there is a forum
	Gone    bool // it left the forum
	Open    bool // wishes are taken
	Closes  string
	Shown   bool // talks are released
	Version int64
	Own     []ownTalk
	Days    []forumDay // the talks by day
	Map     *tableMap
	Wishes  []forumOther // chosen, in their order
	Refused []forumOther
	Best    []forumOther   // suggestions
	Others  []forumCountry // the rest, by country
	Topics  []option
	Times   []option // slots, those in which it is away chosen
	Most    int
	WordErr *form
	Got     []askView  // who asks for a talk
	Sent    []askView  // whom the delegation asked
	Free    []freeView // its free times, with those it can ask
}

// ownTalk is a talk of the delegation.
type ownTalk struct {
	ID, When, Table, With, Country string
	Topics                         []string
	Line                           string
	Begun                          bool
	Want                           string
	Note                           string
	Wants                          []option
}

// forumDay is the talks of one day.
type forumDay struct {
	Day   string
	Talks []ownTalk
}

// forumOther is another delegation that takes part.
type forumOther struct {
	ID, Name, Country string
	Topics            []string
	Line              string
	Reason            string // why it is suggested
	Value             string // "1": wished, "0": no talk, "": no matter
	Order             string
	Why               string
	First, Last       bool
}

// forumCountry is the delegations of a country.
type forumCountry struct {
	Country string
	Others  []forumOther
}

// mostSuggested is how many delegations are suggested: as many as fit a phone's first view
// below the wishes.
const mostSuggested = 5

// newGuestForum fills the page as it stands.
func (s *Site) newGuestForum(w http.ResponseWriter, r *http.Request, code string) (*guestForumPage, *crowd, error) {
	head, err := s.newGuest(w, r, code, "/forum", "/forum")
	if err != nil {
		return nil, nil, err
	}
	v := &guestForumPage{guestHead: head, Root: head.Base + "/forum", Most: forum.MostWishes}
	v.Title = v.t("forum.title") + " · " + v.What.Text
	v.Form, v.WordErr = newForm(&v.page, nil), newForm(&v.page, nil)
	c, err := s.crowdOf(r.Context(), v.Meeting)
	if err != nil {
		return nil, nil, err
	}
	_, v.Comes = c.side(v.Guest.ID)
	f, err := s.forumOf(r.Context(), v.Meeting.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return v, c, nil
	case err != nil:
		return nil, nil, err
	}
	v.Ready = true
	if v.Comes {
		err = s.fillGuestForum(r, v, c, f)
	}
	return v, c, err
}

func (s *Site) fillGuestForum(r *http.Request, v *guestForumPage, c *crowd, f forum.Forum) error {
	id, me := v.Meeting.ID, v.Guest.ID
	parts, err := s.rooms.Forums.Parts(r.Context(), id)
	if err != nil {
		return err
	}
	wishes, err := s.rooms.Forums.Wishes(r.Context(), id, me)
	if err != nil {
		return err
	}
	v.Version, v.Open, v.Gone = parts[me].Version, f.Open(s.clock.Now()), !parts[me].Gone.IsZero()
	if !f.Setup.Closes.IsZero() && v.Open {
		at := f.Setup.Closes.In(v.Meeting.Location())
		v.Closes = v.p.Date(lang.DateOf(at)) + ", " + v.p.Clock(at)
	}
	v.Form = newForm(&v.page, guestValues(parts[me], wishes))
	v.fillGuestForm(c, f, parts)
	own, err := s.rooms.Forums.Own(r.Context(), id, me, c.sides)
	if err != nil {
		return err
	}
	words, err := s.rooms.Forums.Words(r.Context(), id, me)
	v.Shown = f.State == forum.Released
	v.fillTalks(c, f, own, words, parts, s.clock.Now())
	if err != nil || !v.Shown || v.Gone {
		return err
	}
	return s.fillAsks(r, v, c, f, parts)
}

// guestValues are what a delegation said so far as the form has it.
func guestValues(p forum.Part, wishes []forum.Wished) url.Values {
	values := url.Values{"line": {p.Line}, "topic": p.Topics}
	for _, slot := range p.Away {
		values.Add("away", strconv.Itoa(slot))
	}
	for _, w := range wishes {
		values.Set("w."+w.Other, strconv.Itoa(min(w.Place, 1)))
		values.Set("why."+w.Other, w.Why)
		if w.Place > 0 {
			values.Set("o."+w.Other, strconv.Itoa(w.Place))
		}
	}
	return values
}

// fillGuestForm shows the form as its values have it: what is wished in its order, what is
// not wanted, the best suggestions, and the rest by country.
func (v *guestForumPage) fillGuestForm(c *crowd, f forum.Forum, parts map[string]forum.Part) {
	v.Wishes, v.Refused, v.Best, v.Others, v.Topics, v.Times = nil, nil, nil, nil, nil, nil
	for _, t := range topic.All() {
		v.Topics = append(v.Topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code)), Chosen: v.Form.Ticked("topic", t.Code)})
	}
	for _, slot := range f.Setup.Slots {
		begin, end := slot.At(v.Meeting.Facts)
		value := strconv.Itoa(slot.ID)
		v.Times = append(v.Times, option{Value: value, Name: v.slotText(v.Meeting.Facts, begin, end), Chosen: v.Form.Ticked("away", value)})
	}
	var rest []forumOther
	for _, side := range c.sides {
		if side.ID == v.Guest.ID || !parts[side.ID].Gone.IsZero() {
			continue
		}
		x := v.other(c, side.ID, parts[side.ID])
		switch x.Value {
		case "1":
			v.Wishes = append(v.Wishes, x)
		case "0":
			v.Refused = append(v.Refused, x)
		default:
			rest = append(rest, x)
		}
	}
	slices.SortStableFunc(v.Wishes, func(a, b forumOther) int { return cmp.Or(orderOf(a)-orderOf(b), v.p.Compare(a.Name, b.Name)) })
	for i := range v.Wishes {
		v.Wishes[i].Order, v.Wishes[i].First, v.Wishes[i].Last = strconv.Itoa(i+1), i == 0, i == len(v.Wishes)-1
	}
	slices.SortStableFunc(rest, func(a, b forumOther) int { return v.p.Compare(a.Name, b.Name) })
	rest = v.suggest(c, rest)
	for _, x := range rest {
		i := slices.IndexFunc(v.Others, func(g forumCountry) bool { return g.Country == x.Country })
		if i < 0 {
			i, v.Others = len(v.Others), append(v.Others, forumCountry{Country: x.Country})
		}
		v.Others[i].Others = append(v.Others[i].Others, x)
	}
	slices.SortStableFunc(v.Others, func(a, b forumCountry) int { return v.p.Compare(a.Country, b.Country) })
}

// orderOf is the place of a wish; those without one come last.
func orderOf(x forumOther) int {
	n, err := strconv.Atoi(x.Order)
	if err != nil || n < 1 {
		return 1 << 20
	}
	return n
}

// other is another delegation as the form has it.
func (v *guestForumPage) other(c *crowd, id string, p forum.Part) forumOther {
	x := forumOther{
		ID: id, Name: c.name(&v.page, id), Country: c.country(&v.page, id), Line: p.Line,
		Value: v.Form.text("w." + id), Order: v.Form.text("o." + id), Why: v.Form.text("why." + id),
	}
	for _, code := range p.Topics {
		x.Topics = append(x.Topics, v.p.Message(topic.Label(code)))
	}
	return x
}

// suggest takes the delegations that fit best out of the rest, with the strongest reason.
func (v *guestForumPage) suggest(c *crowd, rest []forumOther) []forumOther {
	me, _ := c.side(v.Guest.ID)
	score := map[string]float64{}
	for _, x := range rest {
		other, _ := c.side(x.ID)
		if fit := c.fits(me, other); fit.Known && !fit.Partner && !fit.Caveat && fit.Points > 0 {
			score[x.ID] = fit.Points
		}
	}
	best := slices.DeleteFunc(slices.Clone(rest), func(x forumOther) bool { return score[x.ID] == 0 })
	slices.SortStableFunc(best, func(a, b forumOther) int { return cmp.Compare(score[b.ID], score[a.ID]) })
	best = best[:min(len(best), mostSuggested)]
	for i, x := range best {
		other, _ := c.side(x.ID)
		if reason, err := c.world.Ranker.Candidate(c.day, me.Place, other.Place); err == nil {
			best[i].Reason = v.strongest(reason.Reasons, func(string) bool { return true })
		}
	}
	v.Best = best
	return slices.DeleteFunc(rest, func(x forumOther) bool {
		return slices.ContainsFunc(best, func(b forumOther) bool { return b.ID == x.ID })
	})
}

// fillTalks shows the talks as the delegation was told, and where its tables stand.
func (v *guestForumPage) fillTalks(c *crowd, f forum.Forum, own []forum.Listed, words map[string]forum.Word, parts map[string]forum.Part, now time.Time) {
	tables := map[string]bool{}
	for _, t := range own {
		if t.Told.Slot == 0 {
			continue
		}
		word := words[t.Other.ID]
		x := ownTalk{
			ID: t.Other.ID, When: v.p.Clock(t.Told.Begin.In(v.Meeting.Location())) + "–" + v.p.Clock(t.Told.End.In(v.Meeting.Location())), Table: t.Told.Table,
			With: c.name(&v.page, t.Other.ID), Country: c.country(&v.page, t.Other.ID), Line: parts[t.Other.ID].Line,
			Begun: !now.Before(t.Told.Begin), Want: string(word.Want), Note: word.Note,
		}
		for _, code := range parts[t.Other.ID].Topics {
			x.Topics = append(x.Topics, v.p.Message(topic.Label(code)))
		}
		for _, want := range forum.Wants() {
			x.Wants = append(x.Wants, option{Value: string(want), Name: v.t("forum.want." + string(want)), Chosen: want == word.Want})
		}
		tables[x.Table] = true
		v.Own = append(v.Own, x)
		day := v.p.Date(lang.DateOf(t.Told.Begin.In(v.Meeting.Location())))
		if len(v.Days) == 0 || v.Days[len(v.Days)-1].Day != day {
			v.Days = append(v.Days, forumDay{Day: day})
		}
		v.Days[len(v.Days)-1].Talks = append(v.Days[len(v.Days)-1].Talks, x)
	}
	if len(v.Own) > 0 {
		v.Map = newTableMap(f.Setup, tables)
	}
}

// guestForum shows it.
func (s *Site) guestForum(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "guest-forum", v)
}

// takeGuestForum keeps wishes. The buttons beside a wish move it and keep all that the form
// holds, so that nothing is lost on the way.
func (s *Site) takeGuestForum(w http.ResponseWriter, r *http.Request, code string) error {
	v, c, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	me, comes := c.side(v.Guest.ID)
	if !v.Ready || !comes {
		return errNoPage
	}
	return s.sent(w, r, "guest-forum", v, &v.Form, func(f *form) error {
		sent := v.readWishes(f, c)
		if err := s.rooms.Forums.Wish(r.Context(), actorOf(r), v.Meeting.ID, me, sent, c.sides, c.fits, c.letters()); err != nil {
			now, ferr := s.forumOf(r.Context(), v.Meeting.ID)
			parts, perr := s.rooms.Forums.Parts(r.Context(), v.Meeting.ID)
			if ferr == nil && perr == nil {
				v.fillGuestForm(c, now, parts)
			}
			return err
		}
		said, anchor := lang.Msg("forum.wishes.done"), ""
		if strings.Contains(f.text("do"), ":") {
			anchor = "#wishes"
		}
		return s.done(w, r, code, v.Root+anchor, said, "")
	})
}

// readWishes reads the form: each delegation's box, its place in the order, a move up or
// down, a new one at the end.
func (v *guestForumPage) readWishes(f *form, c *crowd) forum.Send {
	sent := forum.Send{Version: f.version(), Profile: forum.Profile{Topics: f.all("topic"), Line: f.text("line")}}
	for _, text := range f.all("away") {
		if n, err := strconv.Atoi(text); err == nil {
			sent.Away = append(sent.Away, n)
		}
	}
	what, who, _ := strings.Cut(f.text("do"), ":")
	var ids []string
	for name := range f.values {
		if id, ok := strings.CutPrefix(name, "w."); ok {
			ids = append(ids, id)
		}
	}
	c.byName(&v.page, ids)
	for _, id := range ids {
		place := orderOf(forumOther{Order: f.text("o." + id)})
		switch f.text("w." + id) {
		case "0":
			place = 0
		case "1":
			if place = min(place, 1<<20) * 4; id == who && what == "up" { // beyond the one before it
				place -= 5
			} else if id == who && what == "down" {
				place += 5
			}
			place = max(place, 1)
		default:
			continue
		}
		sent.Wishes = append(sent.Wishes, forum.Wished{Other: id, Place: place, Why: f.text("why." + id)})
	}
	return sent
}
