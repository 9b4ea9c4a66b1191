package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/forum"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// takeForumSetup keeps when and where talks take place.
func (s *Site) takeForumSetup(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newForumPage(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "forum", v, &v.Form, func(f *form) error {
		u, version := forum.Setup{Map: f.text("map"), Suggest: f.checked("suggest")}, f.version()
		u.Minutes, u.Between = int(f.number("minutes")), int(f.number("between"))
		for i := range forum.Days(v.Meeting.Facts) {
			u.Hours = append(u.Hours, f.text(hoursField(i)))
		}
		if text := f.text("closes"); text != "" {
			at, err := time.ParseInLocation(momentForm, text, v.Meeting.Location())
			if err != nil {
				return errs.In("closes", lang.Msg("error.forum.moment"))
			}
			u.Closes = at.UTC()
		}
		if err := s.rooms.Forums.SetUp(r.Context(), actorOf(r), v.Meeting.ID, version, u); err != nil {
			if errs.FieldOf(err) == "hours" { // it stands at the first day's field
				return errs.In(hoursField(0), errs.PublicOf(err))
			}
			return err
		}
		return s.done(w, r, code, v.Root, lang.Msg("forum.setup.done"), "")
	})
}

// planForum makes a plan, or fills what is free of the one that is there.
func (s *Site) planForum(w http.ResponseWriter, r *http.Request, code string) error {
	return s.byHand(w, r, code, func(v *forumPage, c *crowd, f *form) (lang.Message, error) {
		out, err := s.rooms.Forums.Plan(r.Context(), actorOf(r), v.Meeting.ID, f.version(), f.text("do") == "fill", c.sides, c.fits)
		if err != nil {
			return lang.Message{}, err
		}
		return lang.Msg("forum.planned.done", "talks", out.Talks, "loosened", len(out.Loosened)), nil
	})
}

// byHand is the step of each change of the plan: what went wrong is said above the grid.
func (s *Site) byHand(w http.ResponseWriter, r *http.Request, code string, do func(v *forumPage, c *crowd, f *form) (lang.Message, error)) error {
	v, c, err := s.newForumPage(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "forum", v, &v.HandForm, func(f *form) error {
		said, err := do(v, c, f)
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Root+"#plan", said, "")
	})
}

// changeForum swaps, moves, sets, cancels, keeps or loosens talks: two boxes that are
// ticked change places, whether a talk stands at each or a table is free.
func (s *Site) changeForum(w http.ResponseWriter, r *http.Request, code string) error {
	return s.byHand(w, r, code, func(v *forumPage, c *crowd, f *form) (lang.Message, error) {
		store, who, id, version := s.rooms.Forums, actorOf(r), v.Meeting.ID, f.version()
		do := f.text("do")
		if set, ok := strings.CutPrefix(do, "set:"); ok { // a wish that can be set now
			pick, spot, _ := strings.Cut(set, "/")
			f.values["pick"], do = []string{pick, spot}, "swap"
		}
		talks, spots := picksOf(f.all("pick"))
		var err error
		said := lang.Msg("forum.hand.done")
		switch do {
		case "put":
			at, _ := spotFrom(f.text("spot"))
			err = store.Put(r.Context(), who, id, version, forum.PairOf(f.text("a"), f.text("b")), at, c.sides, c.fits)
		case "cancel":
			err = store.Cancel(r.Context(), who, id, version, c.sides, talks...)
		case "keep":
			err = store.Keep(r.Context(), who, id, version, c.sides, talks...)
		case "loosen":
			err = store.Loosen(r.Context(), who, id, version, c.sides, talks...)
		default:
			switch {
			case len(talks) == 2 && len(spots) == 0:
				err = store.Swap(r.Context(), who, id, version, talks[0], talks[1], c.sides)
			case len(talks) == 1 && len(spots) == 1:
				err = store.Put(r.Context(), who, id, version, talks[0], spots[0], c.sides, c.fits)
			default:
				err = errs.New(errs.Invalid, lang.Msg("error.forum.pick_two"), nil)
			}
		}
		return said, err
	})
}

// picksOf reads the boxes that were ticked: talks, and free tables.
func picksOf(values []string) (talks []forum.Pair, spots []forum.Spot) {
	for _, value := range values {
		if at, ok := spotFrom(value); ok {
			spots = append(spots, at)
		} else if a, b, ok := strings.Cut(value, "."); ok {
			talks = append(talks, forum.PairOf(a, b))
		}
	}
	return talks, spots
}

// spotFrom reads what spotOf wrote.
func spotFrom(value string) (forum.Spot, bool) {
	rest, ok := strings.CutPrefix(value, "@")
	slot, table, found := strings.Cut(rest, "@")
	n, err := strconv.Atoi(slot)
	return forum.Spot{Slot: n, Table: table}, ok && found && err == nil
}

// releaseForum tells each delegation its talks.
func (s *Site) releaseForum(w http.ResponseWriter, r *http.Request, code string) error {
	return s.byHand(w, r, code, func(v *forumPage, c *crowd, f *form) (lang.Message, error) {
		n, err := s.rooms.Forums.Release(r.Context(), actorOf(r), v.Meeting.ID, f.version(), c.sides, c.letters())
		return lang.Msg("forum.released.done", "n", n), err
	})
}

// remindForum writes to those who have not wished yet.
func (s *Site) remindForum(w http.ResponseWriter, r *http.Request, code string) error {
	return s.byHand(w, r, code, func(v *forumPage, c *crowd, _ *form) (lang.Message, error) {
		n, err := s.rooms.Forums.Remind(r.Context(), actorOf(r), v.Meeting.ID, c.sides, c.letters())
		return lang.Msg("forum.reminded.done", "n", n), err
	})
}

// changeForumSide takes a delegation out of the forum, lets it take part again, or frees
// the talks of all that do not come any more.
func (s *Site) changeForumSide(w http.ResponseWriter, r *http.Request, code string) error {
	return s.byHand(w, r, code, func(v *forumPage, c *crowd, f *form) (lang.Message, error) {
		side := f.text("side")
		if _, known := c.of[side]; !known && side != "" {
			return lang.Message{}, errNoPage
		}
		switch f.text("do") {
		case "leave":
			return lang.Msg("forum.left.done"), s.rooms.Forums.Leave(r.Context(), actorOf(r), v.Meeting.ID, side, c.sides, c.fits, c.letters())
		case "return":
			return lang.Msg("forum.returned.done"), s.rooms.Forums.Return(r.Context(), actorOf(r), v.Meeting.ID, side, c.sides, c.letters())
		}
		_, err := s.forumFollow(r, v.Meeting)
		return lang.Msg("forum.left.done"), err
	})
}
