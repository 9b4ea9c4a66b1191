package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// askView is a question for a talk, asked or got.
type askView struct {
	ID, With, Country, When string
	Topics                  []string
	Line                    string
	State                   string // in words
	Open                    bool   // it can be taken back
}

// freeView is a free time of the delegation, with whom it can ask then.
type freeView struct {
	ID, When string
	Groups   []optionGroup
}

// mostBest is how many delegations that fit stand before the others, as in the mails.
const mostBest = 3

// fillAsks shows what the delegation was asked, what it asked, and what it still can.
func (s *Site) fillAsks(r *http.Request, v *guestForumPage, c *crowd, f forum.Forum, parts map[string]forum.Part) error {
	x, err := s.rooms.Forums.Exchange(r.Context(), v.Meeting.ID, v.Guest.ID, c.sides, c.fits)
	if err != nil {
		return err
	}
	v.Got, v.Sent, v.Free = nil, nil, nil
	for _, a := range x.Got {
		v.Got = append(v.Got, v.ask(c, f, parts, a, a.Side))
	}
	for _, a := range x.Sent {
		v.Sent = append(v.Sent, v.ask(c, f, parts, a, a.Other))
	}
	for _, free := range x.Free {
		begin, end := free.Slot.At(v.Meeting.Facts)
		y := freeView{ID: strconv.Itoa(free.Slot.ID), When: v.slotText(v.Meeting.Facts, begin, end)}
		best := min(free.Best, mostBest)
		y.group(v, c, "forum.ask.best", free.Others[:best])
		y.group(v, c, "forum.ask.others", free.Others[best:])
		v.Free = append(v.Free, y)
	}
	return nil
}

// group adds delegations under a name. Those that fit best keep their order; the rest stand
// in that of their names.
func (x *freeView) group(v *guestForumPage, c *crowd, key string, sides []forum.Side) {
	if len(sides) == 0 {
		return
	}
	g := optionGroup{Name: v.t(key)}
	for _, side := range sides {
		g.Options = append(g.Options, option{Value: side.ID, Name: v.withCountry(c, side.ID)})
	}
	if key == "forum.ask.others" {
		slices.SortStableFunc(g.Options, v.byName)
	}
	x.Groups = append(x.Groups, g)
}

// withCountry is the name of a side with its country, where that is known.
func (v *guestForumPage) withCountry(c *crowd, id string) string {
	name := c.name(&v.page, id)
	if country := c.country(&v.page, id); country != "" {
		name += ", " + country
	}
	return name
}

// ask is a question as one of its sides sees it.
func (v *guestForumPage) ask(c *crowd, f forum.Forum, parts map[string]forum.Part, a forum.Ask, with string) askView {
	other := v.other(c, with, parts[with])
	x := askView{ID: a.ID, With: other.Name, Country: other.Country, Topics: other.Topics, Line: other.Line, Open: a.Possible}
	if slot, ok := f.Setup.Slot(a.Slot); ok {
		begin, end := slot.At(v.Meeting.Facts)
		x.When = v.slotText(v.Meeting.Facts, begin, end)
	}
	state := string(a.State)
	if a.State == forum.AskOpen && !a.Possible {
		state = "lapsed"
	}
	x.State = v.t("forum.ask.state." + state)
	return x
}

// askForTalk asks another delegation for a talk.
func (s *Site) askForTalk(w http.ResponseWriter, r *http.Request, code string) error {
	return s.exchange(w, r, code, func(v *guestForumPage, c *crowd, f *form) (lang.Message, error) {
		slot, _ := strconv.Atoi(f.text("slot")) // 0 is no slot
		err := s.rooms.Forums.Ask(r.Context(), actorOf(r), v.Meeting.ID, v.Guest.ID, f.text("with"), slot, c.sides, c.letters())
		return lang.Msg("forum.ask.done"), err
	})
}

// answerAsk accepts or declines a question, or takes an own one back.
func (s *Site) answerAsk(w http.ResponseWriter, r *http.Request, code string) error {
	return s.exchange(w, r, code, func(v *guestForumPage, c *crowd, f *form) (lang.Message, error) {
		store, who, ask := s.rooms.Forums, actorOf(r), r.PathValue("ask")
		switch f.text("do") {
		case "accept":
			return lang.Msg("forum.ask.accepted.done"), store.Reply(r.Context(), who, v.Meeting.ID, v.Guest.ID, ask, true, c.sides, c.fits, c.letters())
		case "decline":
			return lang.Msg("forum.ask.declined.done"), store.Reply(r.Context(), who, v.Meeting.ID, v.Guest.ID, ask, false, c.sides, c.fits, c.letters())
		}
		return lang.Msg("forum.ask.withdrawn.done"), store.TakeBack(r.Context(), who, v.Meeting.ID, v.Guest.ID, ask, c.sides)
	})
}

// exchange is the step of each question and answer. Each may write a mail, so that a link
// has so many in an hour; what went wrong is said above the page as it is now.
func (s *Site) exchange(w http.ResponseWriter, r *http.Request, code string, do func(v *guestForumPage, c *crowd, f *form) (lang.Message, error)) error {
	v, c, err := s.newGuestForum(w, r, code)
	if err != nil {
		return err
	}
	if !v.Ready || !v.Comes {
		return errNoPage
	}
	return s.sent(w, r, "guest-forum", v, &v.WordErr, func(f *form) error {
		if err := s.take(w, r, people.Tap{Limit: people.GuestAnswer, Who: v.Guest.ID}); err != nil {
			return err
		}
		said, err := do(v, c, f)
		if err != nil {
			return err
		}
		anchor := "#asks"
		if strings.HasPrefix(said.Key, "forum.ask.accepted") {
			anchor = "#talks"
		}
		return s.done(w, r, code, v.Root+anchor, said, "")
	})
}
