package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/match"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/topic"
)

// forumTalkPage is what speaks for a talk.
type forumTalkPage struct {
	conferenceHead
	Back    string
	Names   string
	When    string // with the table; "": it is not planned
	Version int64
	Pick    string
	Hand    bool
	Reasons []string
	Points  []sumLine
	Total   string
	Caveats []caveatView
	Worth   int
	Spots   []optionGroup
	Root    string
}

// forumTalk says why two delegations sit together.
func (s *Site) forumTalk(w http.ResponseWriter, r *http.Request, code string) error {
	page, c, err := s.newForumPage(w, r, code)
	if err != nil {
		return err
	}
	talks, _ := picksOf([]string{r.PathValue("talk")})
	if len(talks) != 1 {
		return errNoPage
	}
	pair := talks[0]
	a, okA := c.side(pair.A)
	b, okB := c.side(pair.B)
	if !okA || !okB {
		return errNoPage
	}
	v := &forumTalkPage{conferenceHead: page.conferenceHead, Back: page.Root + "#plan", Root: page.Root, Version: page.Version, Pick: pickOf(pair), Spots: page.Spots}
	v.Names = c.pairName(&v.page, pair)
	all, err := s.rooms.Forums.Talks(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	f, err := s.rooms.Forums.Forum(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(t forum.Talk) bool { return t.Pair == pair }); i >= 0 {
		v.Hand = all[i].Hand
		if slot, ok := f.Setup.Slot(all[i].Slot); ok {
			begin, end := slot.At(v.Meeting.Facts)
			v.When = v.t("forum.when", "when", v.slotText(v.Meeting.Facts, begin, end), "table", all[i].Table)
		}
	}
	wishes, err := s.rooms.Forums.AllWishes(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	parts, err := s.rooms.Forums.Parts(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	worth := forum.Judge(pair, wishes, c.fits(a, b), f.Setup.Suggest)
	v.Worth = worth.Value
	v.Reasons = s.talkReasons(&v.page, c, pair, worth, parts)
	if v.Hand {
		v.Reasons = append(v.Reasons, v.t("forum.why.hand"))
	}
	if err := s.fillPoints(r, v, c, a, b); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "forum-talk", v)
}

// side is a side that takes part.
func (c *crowd) side(id string) (forum.Side, bool) {
	i := slices.IndexFunc(c.sides, func(s forum.Side) bool { return s.ID == id })
	if i < 0 {
		return forum.Side{}, false
	}
	return c.sides[i], true
}

// talkReasons are the sentences that speak for a talk, or against it.
func (s *Site) talkReasons(p *page, c *crowd, pair forum.Pair, w forum.Worth, parts map[string]forum.Part) (all []string) {
	for _, x := range []struct {
		side  string
		place int
	}{{pair.A, w.PlaceA}, {pair.B, w.PlaceB}} {
		if x.place > 0 {
			all = append(all, p.t("forum.why.wish", "name", c.name(p, x.side), "place", x.place))
		}
	}
	var both []string
	for _, code := range parts[pair.A].Topics {
		if slices.Contains(parts[pair.B].Topics, code) {
			both = append(both, p.p.Message(topic.Label(code)))
		}
	}
	if len(both) > 0 {
		all = append(all, p.t("forum.why.topics", "names", both))
	}
	switch {
	case w.Excluded:
		all = append(all, p.t("error.forum.excluded"))
	case w.Fit.Partner:
		all = append(all, p.t("forum.why.partner"))
	case w.Fit.Known:
		all = append(all, p.t("forum.why.ranked", "points", p.p.Fixed(w.Fit.Points, 1), "n", w.Ranked))
	default:
		all = append(all, p.t("forum.why.unknown"))
	}
	if w.Fit.Caveat {
		all = append(all, p.t("forum.why.caveat"))
	}
	return all
}

// fillPoints shows what the ranking says of two places, reason by reason, with the caveats.
func (s *Site) fillPoints(r *http.Request, v *forumTalkPage, c *crowd, a, b forum.Side) error {
	if a.Place == 0 || b.Place == 0 || a.Place == b.Place {
		return nil
	}
	x, err := c.world.Ranker.Candidate(c.day, a.Place, b.Place)
	if err != nil {
		return nil // a place that is not in the world: nothing is known of it
	}
	sum := v.sum(x)
	v.Points, v.Total = sum.Lines, sum.Total
	sources, err := s.caveatSources(r, &v.page, []match.Candidate{x})
	for _, n := range x.Notices {
		v.Caveats = append(v.Caveats, v.caveat(n, sources))
	}
	return err
}

// forumListsPage is the talks of each delegation, to be printed and handed out.
type forumListsPage struct {
	conferenceHead
	Back  string
	Lists []forumList
}

// forumList is the list of one delegation.
type forumList struct {
	ID, Name string
	Talks    []forumLine
}

// forumLine is a talk in a list.
type forumLine struct {
	When, Table, With, Country, Why, WhyURL string
}

// forumLists shows the plan delegation by delegation, as it is now.
func (s *Site) forumLists(w http.ResponseWriter, r *http.Request, code string) error {
	page, c, err := s.newForumPage(w, r, code)
	if err != nil {
		return err
	}
	f, err := s.forumOf(r.Context(), page.Meeting.ID)
	if err != nil {
		return err
	}
	talks, err := s.rooms.Forums.Talks(r.Context(), f.Meeting)
	if err != nil {
		return err
	}
	wishes, err := s.rooms.Forums.AllWishes(r.Context(), f.Meeting)
	if err != nil {
		return err
	}
	order := map[int]int{}
	for i, slot := range f.Setup.Slots {
		order[slot.ID] = i
	}
	slices.SortStableFunc(talks, func(a, b forum.Talk) int { return order[a.Slot] - order[b.Slot] })
	v := &forumListsPage{conferenceHead: page.conferenceHead, Back: page.Root}
	for _, side := range page.Sides {
		list := forumList{ID: side.ID, Name: side.Name}
		for _, t := range talks {
			slot, ok := f.Setup.Slot(t.Slot)
			if !ok || !t.Has(side.ID) {
				continue
			}
			begin, end := slot.At(v.Meeting.Facts)
			other := t.Other(side.ID)
			worth := forum.Judge(t.Pair, wishes, forum.Fit{}, false)
			list.Talks = append(list.Talks, forumLine{
				When: v.slotText(v.Meeting.Facts, begin, end), Table: t.Table, With: c.name(&v.page, other), Country: c.country(&v.page, other),
				Why: v.t("forum.mark." + wishClass(worth)), WhyURL: page.Root + "/talks/" + pickOf(t.Pair),
			})
		}
		v.Lists = append(v.Lists, list)
	}
	return s.write(w, http.StatusOK, "forum-lists", v)
}

// forumContactsPage is the contacts that were made.
type forumContactsPage struct {
	conferenceHead
	Back     string
	Contacts []forumContact
	Letters  int // both sides want a letter of intent
}

// forumContact is one of them.
type forumContact struct {
	Names, Day, WantA, WantB string
	Letter                   bool
	Record                   string // where an officer records the act; "": not hers
	Seek                     string // where she begins a request from it; "": not hers
}

// forumContacts lists them, with the way to the partnership where the reader may record it.
func (s *Site) forumContacts(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, "/forum/contacts", "forum")
	if err != nil {
		return err
	}
	if _, err := s.forumOf(r.Context(), head.Meeting.ID); err != nil {
		return err
	}
	v := &forumContactsPage{conferenceHead: head, Back: head.Base + "/forum"}
	all, err := s.rooms.Forums.Contacts(r.Context(), head.Meeting.ID)
	if err != nil {
		return err
	}
	c, err := s.crowdOf(r.Context(), head.Meeting)
	for _, x := range all {
		a, b := s.contactName(&v.page, c, x.A, x.PlaceA, x.NameA), s.contactName(&v.page, c, x.B, x.PlaceB, x.NameB)
		row := forumContact{Names: a + " – " + b, Day: v.p.Date(x.Day), Letter: x.Letter(), Record: s.recordContact(r, code, x)}
		row.WantA, row.WantB = a+": "+v.t("forum.want."+string(x.WantA)), b+": "+v.t("forum.want."+string(x.WantB))
		if x.Letter() {
			v.Letters++
		}
		row.Seek = s.seekFromContact(r, code, x)
		v.Contacts = append(v.Contacts, row)
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "forum-contacts", v)
}

// contactName is what a side of a contact is called, also once its delegation is forgotten.
func (s *Site) contactName(p *page, c *crowd, id string, place int64, name string) string {
	switch {
	case place != 0:
		return c.world.Places.DisplayName(place, p.Lang)
	case name != "":
		return name
	}
	return c.name(p, id)
}

// recordContact is the form in which the reader records a contact of two places as an act
// of their partnership: the one that they have, else a new one of a place of hers.
func (s *Site) recordContact(r *http.Request, code string, x forum.Contact) string {
	if x.PlaceA == 0 || x.PlaceB == 0 || x.PlaceA == x.PlaceB {
		return ""
	}
	query := url.Values{"type": {string(partnership.ActContact)}, "date": {x.Day.String()}}
	for _, e := range s.rooms.World().Graph.Of(x.PlaceA) {
		if e.Other == x.PlaceB {
			if !s.may(r, people.EditPart, s.placesObject("partnership", e.ID, x.PlaceA, x.PlaceB)) {
				return ""
			}
			query.Set("act", "new")
			return "/" + code + "/desk/partnerships/" + e.ID + "?" + query.Encode() + "#act"
		}
	}
	for _, pair := range [][2]int64{{x.PlaceA, x.PlaceB}, {x.PlaceB, x.PlaceA}} {
		if s.may(r, people.EditOwn, s.placesObject("partnership", "", pair[0])) {
			query.Set("place", strconv.FormatInt(pair[0], 10))
			query.Set("with", strconv.FormatInt(pair[1], 10))
			query.Set("kind", string(partnership.KindContact))
			return "/" + code + "/desk/partnerships/new?" + query.Encode()
		}
	}
	return ""
}
