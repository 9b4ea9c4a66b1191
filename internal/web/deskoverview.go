package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/care"
	"twintown/internal/people"
)

// deskPage is the working side's first page: what waits, and the reader's places.
type deskPage struct {
	page
	Weak    bool // a role asks for a second factor, and the session has none
	WeakURL string
	Mail    *mailNotice // why mails wait; nil: they do not, or it is not the reader's matter
	Waits   []waiting
	Places  []deskPlace
}

// waiting is a queue with something in it.
type waiting struct {
	link
	Note  string // which part of it
	Count int
}

// deskPlace is a place that the reader looks after, with where its work begins.
type deskPlace struct{ Name, Where, URL, NewURL, HandURL string }

// desk shows what waits.
func (s *Site) desk(w http.ResponseWriter, r *http.Request, code string) (err error) {
	v := &deskPage{page: s.newDesk(w, r, code, "/desk", "/desk")}
	v.Title = v.t("desk.title")
	a := actorOf(r)
	v.Weak = a.NeedsStrong() && !a.Strong
	v.WeakURL = "/" + code + "/account/second?next=" + url.QueryEscape("/"+code+"/desk")
	if s.may(r, people.ReadMail, people.Object{}) {
		if v.Mail, err = s.mailNotice(r, &v.page); err != nil {
			return err
		}
	}
	if err := s.fillWaits(r, v); err != nil {
		return err
	}
	s.fillPlaces(r, v)
	return s.write(w, http.StatusOK, "desk", v)
}

// fillWaits counts what the reader could decide or should think of.
func (s *Site) fillWaits(r *http.Request, v *deskPage) error {
	add := func(title, path, note string, n int) {
		if n > 0 {
			v.Waits = append(v.Waits, waiting{link{v.t(title), "/" + v.Lang + path}, note, n})
		}
	}
	proposals, err := s.waitingProposals(r)
	if err != nil {
		return err
	}
	add("desk.proposals.title", "/desk/proposals", "", len(proposals))
	claims, err := s.waitingClaims(r)
	if err != nil {
		return err
	}
	add("desk.nav.claims", "/desk/claims", "", len(claims))
	due, err := s.dueSoon(r)
	if err != nil {
		return err
	}
	for _, u := range []care.Urgency{care.Now, care.Soon} {
		add("desk.nav.dates", "/desk/dates", v.t("care.urgency."+strconv.Itoa(int(u))), due[u])
	}
	return nil
}

// dueSoon counts the duties of the reader's places.
func (s *Site) dueSoon(r *http.Request) (map[care.Urgency]int, error) {
	count := map[care.Urgency]int{}
	if s.rooms.Care == nil {
		return count, nil
	}
	for _, number := range myPlaces(r) {
		due, err := s.rooms.Care.Due(r.Context(), number)
		if err != nil {
			return nil, err
		}
		for _, d := range due {
			count[d.Urgency(s.today())]++
		}
	}
	return count, nil
}

// fillPlaces lists the reader's places.
func (s *Site) fillPlaces(r *http.Request, v *deskPage) {
	now := s.rooms.World()
	for _, number := range myPlaces(r) {
		seen := v.placeView(now, number)
		at := deskPlace{Name: seen.Name, Where: seen.Where, URL: seen.URL}
		on := s.placesObject("place", "", number)
		if s.may(r, people.EditOwn, on) {
			at.NewURL = "/" + v.Lang + "/desk/partnerships/new?place=" + strconv.FormatInt(number, 10)
		}
		if s.may(r, people.HandOver, on) {
			at.HandURL = "/" + v.Lang + "/desk/hand-over/" + strconv.FormatInt(number, 10)
		}
		v.Places = append(v.Places, at)
	}
}
