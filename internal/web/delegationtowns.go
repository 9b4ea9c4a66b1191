package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// delegationTownsPage offers towns that one click invites: those that took part in an earlier
// meeting, or the partner towns of a place.
type delegationTownsPage struct {
	conferenceHead
	Form    *form
	Heading string
	Lead    string
	Action  string
	Places  []option // of a page of partners: whose
	Towns   []offeredTown
	Free    int // that are not in the meeting yet
}

// offeredTown is one of them.
type offeredTown struct {
	ID            string
	Name, Where   string
	Note          string // how it stands: the partnership's status, or how many came
	There, Chosen bool   // in the meeting already; ticked
	contact       delegation.Contact
	language      string
	place         int64
}

// delegationSources are the ways to add several towns at once that lead somewhere here.
func (s *Site) delegationSources(r *http.Request, v *conferenceHead) (list []link, err error) {
	at := v.Base + "/delegations/"
	list = append(list, link{v.t("guests.source.list"), at + "many"})
	earlier, err := s.earlierMeeting(r, v.Meeting)
	if err != nil {
		return nil, err
	}
	if earlier.ID != "" {
		list = append(list, link{v.t("guests.source.edition", "title", v.itemTitle(earlier.Item)), at + "towns?edition=" + earlier.ID})
	}
	for _, n := range s.hostPlaces(r, v.Meeting) {
		list = append(list, link{v.t("guests.source.partners", "place", s.rooms.World().Places.DisplayName(n, v.Lang)), at + "towns?partners=" + strconv.FormatInt(n, 10)})
	}
	return list, nil
}

// earlierMeeting is the meeting from which this one was begun, where the reader may see its
// guests; else the latest one before it of the same kind that has any. It has no identifier
// where there is none.
func (s *Site) earlierMeeting(r *http.Request, m meeting.Meeting) (found meeting.Meeting, err error) {
	all, err := s.rooms.Meetings.All(r.Context())
	if err != nil {
		return found, err
	}
	for _, x := range all { // the latest first
		switch {
		case x.ID == m.ID || !x.Gone.IsZero() || !s.may(r, people.MeetingGuests, x.Object()):
		case x.ID == m.CopyOf:
			return x, nil
		case found.ID == "" && x.Organisation == m.Organisation && len(x.Guests) > 0 && x.From.Calendar().Compare(m.From.Calendar()) < 0:
			found = x
		}
	}
	return found, nil
}

// hostPlaces are the towns whose partners may be meant: where the meeting is, and those that
// the reader looks after.
func (s *Site) hostPlaces(r *http.Request, m meeting.Meeting) (all []int64) {
	if m.Place != 0 {
		all = append(all, m.Place)
	}
	for _, n := range myPlaces(r) {
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

func (s *Site) newDelegationTowns(w http.ResponseWriter, r *http.Request, code string) (v *delegationTownsPage, ok bool, err error) {
	head, ok, err := s.openedConference(w, r, code, "/delegations/towns", "delegations")
	if err != nil || !ok {
		return nil, false, err
	}
	q := r.URL.Query()
	v = &delegationTownsPage{conferenceHead: head, Action: head.Base + "/delegations/towns?" + tidied(q, "edition", "partners").Encode()}
	v.keepQuery(tidied(q, "edition", "partners"))
	v.Form = newForm(&v.page, url.Values{"quota": {strconv.Itoa(usualQuota)}})
	if q.Get("edition") != "" {
		err = s.fillEdition(r, v, q.Get("edition"))
	} else {
		err = s.fillPartners(r, v, q.Get("partners"))
	}
	if err != nil {
		return nil, false, err
	}
	all, err := s.rooms.Guests.Of(r.Context(), head.Meeting.ID)
	there := delegation.Twins(all)
	for i := range v.Towns {
		t := &v.Towns[i]
		if t.There = slices.Contains(there, t.place) || t.place == v.Meeting.Place && t.place != 0; t.There {
			t.Chosen = false
			continue
		}
		v.Free++
	}
	return v, true, err
}

// fillEdition offers the towns that came to an earlier meeting: its delegations, and the
// guests that its page counts. The address that was written to then is taken along.
func (s *Site) fillEdition(r *http.Request, v *delegationTownsPage, id string) error {
	m, err := s.rooms.Meetings.Meeting(r.Context(), id)
	if err != nil {
		return err
	}
	if !m.Gone.IsZero() || !s.may(r, people.MeetingGuests, m.Object()) {
		return errNoPage
	}
	v.Heading, v.Lead = v.t("guests.source.edition", "title", v.itemTitle(m.Item)), v.t("guests.edition.lead")
	all, err := s.rooms.Guests.Of(r.Context(), id)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Kind == delegation.Town && d.Place != 0 && d.State != delegation.Withdrawn && d.State != delegation.Draft {
			t := s.offeredTown(&v.page, d.Place)
			t.Note, t.Chosen = v.t("guests.state."+string(d.State)), d.State == delegation.Accepted
			t.contact, t.language = delegation.Contact{Name: d.Contact.Name, Email: d.Contact.Email}, d.Language
			v.Towns = append(v.Towns, t)
		}
	}
	for _, g := range m.Guests {
		if g.Place == 0 || slices.ContainsFunc(v.Towns, func(t offeredTown) bool { return t.place == g.Place }) {
			continue
		}
		t := s.offeredTown(&v.page, g.Place)
		if t.Chosen = true; g.People != meeting.Uncounted {
			t.Note = v.t("guests.people", "n", g.People)
		}
		v.Towns = append(v.Towns, t)
	}
	return nil
}

// fillPartners offers the partner towns of a place; those whose partnership has ended are
// not ticked, for somebody else decides about them.
func (s *Site) fillPartners(r *http.Request, v *delegationTownsPage, number string) error {
	w := s.rooms.World()
	id, err := strconv.ParseInt(number, 10, 64)
	if _, known := w.Places.Get(id); err != nil || !known {
		return errNoPage
	}
	v.Heading, v.Lead = v.t("guests.source.partners", "place", w.Places.DisplayName(id, v.Lang)), v.t("guests.partners.lead")
	lines, err := s.book.Lines(r.Context(), s.today())
	if err != nil {
		return err
	}
	for _, l := range lines {
		if !slices.Contains(l.Present, id) {
			continue
		}
		for _, n := range l.Present {
			if n == id || slices.ContainsFunc(v.Towns, func(t offeredTown) bool { return t.place == n }) {
				continue
			}
			t := s.offeredTown(&v.page, n)
			t.Note, t.Chosen = v.lineStatus(l).Word, !l.Status.Ended() && l.Status != partnership.Suspended && l.Status != partnership.Frozen
			v.Towns = append(v.Towns, t)
		}
	}
	slices.SortFunc(v.Towns, func(a, b offeredTown) int {
		return cmp.Or(cmp.Compare(boolRank(b.Chosen), boolRank(a.Chosen)), strings.Compare(a.Where, b.Where), v.p.Compare(a.Name, b.Name))
	})
	return nil
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *Site) offeredTown(p *page, id int64) offeredTown {
	at := p.placeView(s.rooms.World(), id)
	return offeredTown{ID: strconv.FormatInt(id, 10), Name: at.Name, Where: at.Where, place: id}
}

// delegationTowns shows them.
func (s *Site) delegationTowns(w http.ResponseWriter, r *http.Request, code string) error {
	v, ok, err := s.newDelegationTowns(w, r, code)
	if err != nil || !ok {
		return err
	}
	return s.write(w, http.StatusOK, "delegation-towns", v)
}

// takeDelegationTowns adds those that are ticked, each in the language of its country.
func (s *Site) takeDelegationTowns(w http.ResponseWriter, r *http.Request, code string) error {
	v, ok, err := s.newDelegationTowns(w, r, code)
	if err != nil || !ok {
		return err
	}
	return s.sent(w, r, "delegation-towns", v, &v.Form, func(f *form) error {
		quota := int(f.whole("quota", "error.guests.number"))
		var all []delegation.Delegation
		for i, t := range v.Towns {
			v.Towns[i].Chosen = f.Ticked("town", t.ID)
			if !v.Towns[i].Chosen || t.There {
				continue
			}
			d := delegation.Delegation{Meeting: v.Meeting.ID, Kind: delegation.Town, Place: t.place, Quota: quota, Contact: t.contact, Language: t.language}
			if !slices.Contains(s.face().Offered(), d.Language) {
				d.Language = s.languageFor(t.place, code)
			}
			all = append(all, d)
		}
		if len(all) == 0 {
			f.fail("", lang.Msg("list.chosen.none"))
		}
		if err := f.wrong(); err != nil {
			return err
		}
		ids, undo, err := s.rooms.Guests.AddAll(r.Context(), actorOf(r), all)
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/delegations?state=draft", lang.Msg("guests.many.done", "n", len(ids)), undoAddress(code, undo))
	})
}
