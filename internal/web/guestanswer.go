package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// guestPage is the invitation and the answer to it.
type guestPage struct {
	guestHead
	About   *meetingPage // when and where, as the meeting's own page says it
	Costs   worded
	Public  string // address of the meeting's page, "": there is none yet
	Now     string // how the delegation stands, in a sentence
	Class   string
	Next    string // what is to be done next
	Listed  string // "3 of 4 listed"
	List    bool   // there is a list to fill
	Form    *form
	Answers []option
	Ask     bool // the form is open
	Late    bool // only "does not come" is taken
	Many    bool // more than one person may come
	Until   string
	Write   string // who is written to
	Notice  noticeView
	Address *form
}

// noticeView is the privacy notice of a meeting.
type noticeView struct {
	Controller []string
	Kept       []string
	Words      worded
	Write      string
	Privacy    string // address of the site's own page
}

// newInvited fills the page but for the form.
func (s *Site) newInvited(w http.ResponseWriter, r *http.Request, code string) (*guestPage, error) {
	head, err := s.newGuest(w, r, code, "", "")
	if err != nil {
		return nil, err
	}
	v := &guestPage{guestHead: head, About: &meetingPage{page: head.page}}
	d, c, f := v.Guest, v.Conference, v.Invitation.Facts
	f.Guests = nil
	s.fillWhen(v.About, f)
	s.fillWhere(v.About, f, v.Invitation.Language)
	v.Costs, v.Write, v.Many = v.firstWords(c.Costs), c.Contact, d.Quota > 1
	if v.Invitation.Path != "" {
		v.Public = "/" + v.Invitation.Language + v.Invitation.Path
	}
	if d.State != delegation.Invited { // there its own sentence says so
		v.Until = v.t("guest.until", "day", v.day(c.AnswerBy(d)))
	}
	v.fillStand(s.clock.Now().After(c.AnswerBy(d)), s.clock.Now().After(c.Ends))
	members, err := s.rooms.Guests.Members(r.Context(), d.ID)
	if err != nil {
		return nil, err
	}
	v.List = !d.State.Over() && d.State != delegation.Draft && d.State != delegation.Invited && !v.Invitation.Off
	if n := v.room(); v.List && !v.Alone() {
		v.Listed = v.t("guest.listed", "n", len(members), "of", n)
	}
	if v.List && d.State == delegation.Waiting {
		place, err := s.rooms.Guests.PlaceInLine(r.Context(), d)
		if err != nil {
			return nil, err
		}
		v.Now = v.t("guest.now.waiting", "n", place)
	}
	v.Notice = s.guestNotice(&v.page, c, v.Invitation.Facts, v.firstWords(c.Notice))
	v.Form = newForm(&v.page, url.Values{
		"version": {strconv.FormatInt(d.Version, 10)}, "state": {string(d.State)}, "coming": {fieldCount(d.Coming)}, "note": {d.Contact.Note},
	})
	v.Address = newForm(&v.page, url.Values{"version": {strconv.FormatInt(d.Version, 10)}, "email": {d.Contact.Email}, "name": {d.Contact.Name}})
	return v, nil
}

// fieldCount writes a number into a field that is empty until somebody says one.
func fieldCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// room is how many people the list has room for.
func (v *guestHead) room() int {
	if v.Guest.State == delegation.Invited || v.Guest.State == delegation.Draft {
		return v.Guest.Quota
	}
	return v.Guest.Coming
}

// lateStands are the messages that say after the deadline how a delegation stands.
var lateStands = map[delegation.State]string{
	delegation.Invited: "guest.now.late", delegation.Tentative: "guest.now.tentative_late", delegation.Declined: "guest.now.declined_late",
}

// fillStand says how the delegation stands, and whether an answer is taken.
func (v *guestPage) fillStand(late, over bool) {
	d := v.Guest
	v.Class, v.Now = string(d.State), v.t("guest.now."+string(d.State), "day", v.day(v.Conference.AnswerBy(d)), "n", d.Coming)
	switch {
	case v.Invitation.Off:
		v.Class, v.Now = "off", v.t("guest.now.off")
	case over:
		v.Class, v.Now = "over", v.t("guest.now.over")
	case d.State == delegation.Withdrawn || d.State == delegation.Refused || d.State == delegation.Draft:
	case late:
		v.Ask, v.Late = d.State != delegation.Declined, true
		if key, ok := lateStands[d.State]; ok {
			v.Now = v.t(key, "day", v.day(v.Conference.AnswerBy(d)))
		}
	default:
		v.Ask = true
	}
	if v.Alone() && d.State == delegation.Accepted && !v.Invitation.Off && !over {
		v.Now = v.t("guest.now.registered")
	}
	if d.State == delegation.Accepted && v.Ask {
		v.Next = v.t("guest.next")
	}
	for _, state := range []delegation.State{delegation.Accepted, delegation.Tentative, delegation.Declined} {
		fewer := state == delegation.Accepted && d.State == delegation.Accepted // is taken after the deadline too
		if state != delegation.Declined && (v.Late && !fewer || d.State == delegation.Applied) || state == delegation.Tentative && v.Alone() {
			continue
		}
		chosen := d.State == state || state == delegation.Accepted && d.State == delegation.Waiting
		v.Answers = append(v.Answers, option{Value: string(state), Name: v.t("guest.answer." + string(state)), Chosen: chosen})
	}
}

// guestNotice says who answers for the data, for what it is used and how long it is kept.
func (s *Site) guestNotice(p *page, c delegation.Conference, f meeting.Facts, words worded) noticeView {
	n := noticeView{Words: words, Write: c.Contact, Controller: f.Organisers}
	if c.Controller != "" {
		n.Controller = []string{c.Controller}
	}
	kept := c.Kept()
	for _, part := range []struct {
		key  string
		days int
	}{{"guest.kept.visa", kept.Visa}, {"guest.kept.care", kept.Care}, {"guest.kept.people", kept.People}} {
		n.Kept = append(n.Kept, p.t(part.key, "n", part.days, "day", lang.DateOf(c.Ends.AddDate(0, 0, part.days).Add(-time.Second).In(f.Location()))))
	}
	if p.Face.Privacy {
		n.Privacy = "/" + p.Lang + "/privacy"
	}
	return n
}

// Most is how many people can be said to come; zero where nobody can any more.
func (v *guestPage) Most() int {
	switch {
	case v.Late && v.Guest.State != delegation.Accepted:
		return 0
	case v.Late:
		return v.Guest.Coming
	}
	return v.Guest.Quota
}

// Chosen says whether an answer is ticked.
func (v *guestPage) Chosen(state string) bool {
	now := v.Form.raw("state")
	return now == state || state == string(delegation.Accepted) && now == string(delegation.Waiting)
}

// guest shows the invitation.
func (s *Site) guest(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newInvited(w, r, code)
	if err != nil {
		return err
	}
	if err := s.rooms.Guests.Opened(r.Context(), v.Guest); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "guest", v)
}

// takeGuestAnswer keeps what the delegation says.
func (s *Site) takeGuestAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newInvited(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "guest", v, &v.Form, func(f *form) error {
		a := delegation.Answer{State: delegation.State(f.text("state")), Coming: int(f.number("coming")), Note: f.text("note"), By: delegation.ByLink, Language: code}
		if !v.Many {
			a.Coming = 1
		}
		if v.Invitation.Off {
			return errs.New(errs.Conflict, lang.Msg("guest.now.off"), nil)
		}
		if err := s.take(w, r, people.Tap{Limit: people.GuestAnswer, Who: v.Guest.ID}); err != nil {
			return err
		}
		now, err := s.rooms.Guests.Answer(r.Context(), actorOf(r), v.Guest.ID, f.version(), a)
		if overtaken(err) { // she may send it once more, over what is there now
			f.values.Set("version", strconv.FormatInt(v.Guest.Version, 10))
		}
		if err != nil {
			return err
		}
		s.freeTalks(r, v.Meeting, v.Guest.State, now)
		next, said := v.Base, lang.Msg("guest.said."+string(now))
		switch {
		case now == delegation.Accepted && v.Guest.Contact.Email == "": // nothing was sent
			said = lang.Msg("guest.said.accepted_unwritten")
		case now == delegation.Accepted && v.Guest.State != delegation.Accepted && !v.Alone():
			next += "/members"
		}
		return s.done(w, r, code, next, said, "")
	})
}

// takeGuestAddress changes where the delegation is written to. The earlier address is told.
func (s *Site) takeGuestAddress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newInvited(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "guest", v, &v.Address, func(f *form) error {
		if err := s.take(w, r, people.Tap{Limit: people.GuestAnswer, Who: v.Guest.ID}); err != nil {
			return err
		}
		err := s.rooms.Guests.Readdress(r.Context(), actorOf(r), v.Guest.ID, f.version(), f.text("name"), f.text("email"))
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.Guest.Version, 10))
		}
		if err != nil {
			return err
		}
		said := lang.Msg("guest.said.address")
		if v.Guest.Contact.Email == "" { // there is nobody to be told
			said = lang.Msg("guest.said.address_first")
		}
		return s.done(w, r, code, v.Base, said, "")
	})
}
