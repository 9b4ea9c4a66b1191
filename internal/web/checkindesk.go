package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// checkInPage is check-in for the organiser: how many are there of whom, what is counted, the
// links for helpers, and who comes without being in a list.
type checkInPage struct {
	conferenceHead
	Form      *form
	Count     checkInCount
	CountURL  string
	Lists     []checkInList
	Doors     []doorView
	Delegates []option
	Town      placeField
	Hours     []option
	Open      bool // the working side is open, so that there is something to check in to
}

// checkInList is something that is counted.
type checkInList struct {
	ID, Name, URL string
	Current       bool
	Removable     bool
}

// checkInCount is how many are there, by delegation.
type checkInCount struct {
	Lang            string
	Expected, There int
	Rows            []countRow
}

type countRow struct {
	Name                   string
	Coming, Listed, There  int
	Complete, NobodyListed bool
}

// doorView is a link for helpers.
type doorView struct {
	ID, Name, Until string
	URL             string // "" where it is over
	QR              qrView // of the address
}

func (s *Site) checkIn(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newCheckIn(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "checkin", v)
}

func (s *Site) newCheckIn(w http.ResponseWriter, r *http.Request, code string) (*checkInPage, error) {
	head, err := s.newConference(w, r, code, "/checkin", "checkin")
	if err != nil {
		return nil, err
	}
	if s.rooms.CheckIn == nil {
		return nil, errNoPage
	}
	v := &checkInPage{conferenceHead: head, Open: head.Conference.Version > 0}
	v.Form = newForm(&v.page, nil)
	if !v.Open {
		return v, nil
	}
	chosen, err := s.fillLists(r, v)
	if err != nil {
		return nil, err
	}
	v.CountURL = v.Base + "/checkin/count?list=" + chosen
	if v.Count, err = s.countGuests(r, &v.page, v.Meeting.ID, chosen); err != nil {
		return nil, err
	}
	if err := s.fillDoors(r, v); err != nil {
		return nil, err
	}
	v.townField(nil)
	return v, s.fillDelegates(r, v)
}

// townField is where somebody who is in no list comes from.
func (v *checkInPage) townField(offers []placeView) {
	v.Town = placeField{v.Form.Field("town", "search", "checkin.walk_in.town", "desk.begin.other.hint", "off"), v.Form.text(idPrefix + "town"), offers}
}

// fillLists names what is counted and returns which of it is shown.
func (s *Site) fillLists(r *http.Request, v *checkInPage) (string, error) {
	all, err := s.rooms.CheckIn.Lists(r.Context(), v.Meeting.ID)
	chosen := checkin.Arrival
	for _, l := range all {
		if l.ID == r.URL.Query().Get("list") {
			chosen = l.ID
		}
	}
	for _, l := range all {
		v.Lists = append(v.Lists, checkInList{l.ID, v.listName(l), v.Base + "/checkin?list=" + l.ID, l.ID == chosen, l.ID != checkin.Arrival})
	}
	return chosen, err
}

// countGuests counts who is there, those that lack most first.
func (s *Site) countGuests(r *http.Request, p *page, meeting, list string) (checkInCount, error) {
	c := checkInCount{Lang: p.Lang}
	groups, err := s.rooms.Guests.Of(r.Context(), meeting)
	if err != nil {
		return c, err
	}
	all, err := s.rooms.Guests.MembersOf(r.Context(), meeting)
	if err != nil {
		return c, err
	}
	there, err := s.rooms.CheckIn.Arrived(r.Context(), meeting)
	if err != nil {
		return c, err
	}
	for _, d := range groups {
		if d.State != delegation.Accepted {
			continue
		}
		row := countRow{Name: s.delegationName(p, d), Coming: d.Coming}
		for _, m := range all {
			if m.Delegation == d.ID {
				row.Listed++
				if _, in := there[checkin.Key{List: list, Member: m.ID}]; in {
					row.There++
				}
			}
		}
		row.Complete, row.NobodyListed = row.There >= row.Coming, row.Listed == 0
		c.Expected += row.Coming
		c.There += row.There
		c.Rows = append(c.Rows, row)
	}
	slices.SortStableFunc(c.Rows, func(a, b countRow) int {
		return cmp.Or(cmp.Compare(b.Coming-b.There, a.Coming-a.There), cmp.Compare(a.Name, b.Name))
	})
	return c, nil
}

// countPage is the counter alone, for a page that stays open.
type countPage struct {
	page
	Count checkInCount
}

// checkInCount answers the counter alone, or that it has not changed.
func (s *Site) checkInCount(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.CheckIn == nil || s.rooms.Guests == nil {
		return errNoPage
	}
	id := r.PathValue("meeting")
	mark, err := s.rooms.CheckIn.Mark(r.Context(), id)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(mark + " " + r.URL.RequestURI() + " " + s.options.Release))
	etag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	v := &countPage{page: s.newPage(r, code, "")}
	if v.Count, err = s.countGuests(r, &v.page, id, cmp.Or(r.URL.Query().Get("list"), checkin.Arrival)); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "checkin-counter", v)
}

// hoursOf are for how long a link for helpers can be made.
var hoursOf = []int{4, 12, 24, 48, 24 * 7}

func (s *Site) fillDoors(r *http.Request, v *checkInPage) error {
	for _, h := range hoursOf {
		name := v.t("checkin.hours", "n", h)
		if h > 24 {
			name = v.t("checkin.days", "n", h/24)
		}
		v.Hours = append(v.Hours, option{Value: strconv.Itoa(h), Name: name})
	}
	all, err := s.rooms.CheckIn.Doors(r.Context(), v.Meeting.ID)
	for _, d := range slices.Backward(all) {
		view := doorView{ID: d.ID, Name: d.Name, Until: v.t("checkin.door.until", "at", v.moment(d.Until))}
		if d.Open(s.clock.Now()) {
			view.URL = s.options.BaseURL + "/" + v.Lang + "/door/" + s.rooms.CheckIn.Link(d)
			if view.QR, err = drawQR(view.URL); err != nil {
				return err
			}
		} else {
			view.Until = v.t("checkin.door.over")
		}
		v.Doors = append(v.Doors, view)
	}
	return err
}

// fillDelegates offers the delegations that come, for somebody who joins one.
func (s *Site) fillDelegates(r *http.Request, v *checkInPage) error {
	all, err := s.rooms.Guests.Of(r.Context(), v.Meeting.ID)
	v.Delegates = []option{{Name: v.t("checkin.walk_in.alone")}}
	for _, d := range all {
		if d.State == delegation.Accepted && d.Kind != delegation.Person {
			v.Delegates = append(v.Delegates, option{Value: d.ID, Name: s.delegationName(&v.page, d)})
		}
	}
	return err
}

// checkInAct reads a form of the page, does what it asks for, and shows the page again.
func (s *Site) checkInAct(w http.ResponseWriter, r *http.Request, code string, do func(v *checkInPage, f *form) (lang.Message, error)) error {
	v, err := s.newCheckIn(w, r, code)
	if err != nil {
		return err
	}
	if !v.Open {
		return errNoPage
	}
	return s.sent(w, r, "checkin", v, &v.Form, func(f *form) error {
		said, err := do(v, f)
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/checkin", said, "")
	})
}

// takeCheckInList adds or removes a list.
func (s *Site) takeCheckInList(w http.ResponseWriter, r *http.Request, code string) error {
	return s.checkInAct(w, r, code, func(v *checkInPage, f *form) (lang.Message, error) {
		if id := f.text("list"); f.text("do") == "remove" {
			return lang.Msg("checkin.list.removed"), s.rooms.CheckIn.RemoveList(r.Context(), actorOf(r), v.Meeting.ID, id)
		}
		_, err := s.rooms.CheckIn.AddList(r.Context(), actorOf(r), v.Meeting.ID, f.text("name"))
		return lang.Msg("checkin.list.added"), err
	})
}

// takeDoorLink makes a link for helpers, or takes one back.
func (s *Site) takeDoorLink(w http.ResponseWriter, r *http.Request, code string) error {
	return s.checkInAct(w, r, code, func(v *checkInPage, f *form) (lang.Message, error) {
		if id := f.text("door"); f.text("do") == "revoke" {
			return lang.Msg("checkin.door.revoked"), s.rooms.CheckIn.RevokeDoor(r.Context(), actorOf(r), v.Meeting.ID, id)
		}
		_, err := s.rooms.CheckIn.AddDoor(r.Context(), actorOf(r), checkin.Door{
			Meeting: v.Meeting.ID, Name: f.text("door_name"), Until: s.clock.Now().Add(time.Duration(f.number("hours")) * time.Hour),
		})
		if errs.FieldOf(err) == "name" {
			err = errs.In("door_name", errs.PublicOf(err))
		}
		return lang.Msg("checkin.door.made"), err
	})
}

// takeWalkIn takes in somebody who is in no list, and checks her in.
func (s *Site) takeWalkIn(w http.ResponseWriter, r *http.Request, code string) error {
	return s.checkInAct(w, r, code, func(v *checkInPage, f *form) (lang.Message, error) {
		v.settleChoice(f, s.rooms.World())
		place, offers := s.placeIn(f, &v.page, s.rooms.World(), "town", nil)
		v.townField(offers)
		if err := f.wrong(); err != nil {
			return lang.Message{}, err
		}
		m, err := s.rooms.Guests.WalkIn(r.Context(), actorOf(r), delegation.Delegation{Meeting: v.Meeting.ID, Place: place, Language: code},
			delegation.Member{Delegation: f.text("delegation"), Profile: delegation.Profile{Name: f.text("person")}})
		if errs.FieldOf(err) == "name" {
			err = errs.In("person", errs.PublicOf(err))
		}
		if err != nil {
			return lang.Message{}, err
		}
		_, err = s.rooms.CheckIn.Take(r.Context(), actorOf(r), checkin.Batch{Meeting: v.Meeting.ID, Scans: []checkin.Scan{{Nonce: db.NewID(), Member: m.ID, At: s.clock.Now()}}})
		return lang.Msg("checkin.walk_in.done"), err
	})
}
