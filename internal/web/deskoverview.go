package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/people"
)

// deskPage is the working side's first page: what waits, and the reader's places.
type deskPage struct {
	page
	Weak    bool // a role asks for a second factor, and the session has none
	WeakURL string
	Mail    *mailNotice // why mails wait; nil: they do not, or it is not the reader's matter
	Waits   []overviewItem
	Places  []deskPlace
	Steps   []deskStep // what to begin with
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
	if v.Waits, err = s.overview(r, &v.page); err != nil {
		return err
	}
	s.fillPlaces(r, v)
	if v.Steps, err = s.firstSteps(r, v); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "desk", v)
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
