package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/match"
	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/world"
)

// crowd is who takes part in a forum: the delegations that accepted, and how well they fit.
type crowd struct {
	s       *Site
	meeting meeting.Meeting
	sides   []forum.Side
	of      map[string]delegation.Delegation // all of the meeting
	world   *world.World
	day     lang.Date
	rows    map[string]map[string]match.Pairing
}

// crowdOf reads who takes part in the forum of a meeting.
func (s *Site) crowdOf(ctx context.Context, m meeting.Meeting) (*crowd, error) {
	c := &crowd{s: s, meeting: m, of: map[string]delegation.Delegation{}, world: s.rooms.World(), day: s.today(), rows: map[string]map[string]match.Pairing{}}
	all, err := s.rooms.Guests.Of(ctx, m.ID)
	for _, d := range all {
		c.of[d.ID] = d
		if d.State != delegation.Accepted {
			continue
		}
		side := forum.Side{ID: d.ID, Place: d.Place, Private: d.Kind == delegation.Person}
		if d.Kind == delegation.Organisation {
			side.Name = d.Name
		}
		c.sides = append(c.sides, side)
	}
	return c, err
}

// fits is what the ranking says of two sides: a row of it is asked for when it is needed.
func (c *crowd) fits(x, y forum.Side) forum.Fit {
	row, there := c.rows[x.ID]
	if !there {
		others := make([]int64, len(c.sides))
		for i, side := range c.sides {
			others[i] = side.Place
		}
		row = map[string]match.Pairing{}
		if x.Place != 0 {
			for i, p := range c.world.Ranker.Between(c.day, x.Place, others) {
				row[c.sides[i].ID] = p
			}
		}
		c.rows[x.ID] = row
	}
	p := row[y.ID]
	return forum.Fit{Known: p.Known, Points: p.Score, Partner: p.Partner, Caveat: p.Folded}
}

// name is what a side is called in the page's language.
func (c *crowd) name(p *page, id string) string {
	d, ok := c.of[id]
	if !ok {
		return p.t("forum.gone")
	}
	return c.s.delegationName(p, d)
}

// country is where a side comes from, "" where that is not known.
func (c *crowd) country(p *page, id string) string {
	place, ok := c.world.Places.Get(c.of[id].Place)
	if !ok {
		return ""
	}
	return p.p.CountryName(place.Country)
}

// pairName names both sides of a talk.
func (c *crowd) pairName(p *page, x forum.Pair) string {
	names := []string{c.name(p, x.A), c.name(p, x.B)}
	slices.SortFunc(names, p.p.Compare)
	return strings.Join(names, " – ")
}

// byName puts identifiers of sides in the order of their names.
func (c *crowd) byName(p *page, ids []string) {
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(p.p.Compare(c.name(p, a), c.name(p, b)), cmp.Compare(a, b)) })
}

// forumOf is the forum of a meeting; errs.NotFound where there is none.
func (s *Site) forumOf(ctx context.Context, id string) (forum.Forum, error) {
	if s.rooms.Forums == nil {
		return forum.Forum{}, errNoPage
	}
	return s.rooms.Forums.Forum(ctx, id)
}

// hasForum says whether a meeting has a forum; one that cannot be read now has none.
func (s *Site) hasForum(ctx context.Context, id string) bool {
	_, err := s.forumOf(ctx, id)
	return err == nil
}

// slotText is a slot's hours, "10:00–10:15", with the day where a meeting has several.
func (p *page) slotText(f meeting.Facts, begin, end time.Time) string {
	begin, end = begin.In(f.Location()), end.In(f.Location())
	text := p.p.Clock(begin) + "–" + p.p.Clock(end)
	if forum.Days(f) > 1 {
		text = p.p.BriefWeekday(begin.Weekday()) + " " + text
	}
	return text
}

// letters writes what sides are told into the outbox, in their language. A delegation that
// has no address is told on paper.
func (c *crowd) letters() forum.Tell {
	return func(ctx context.Context, tx *db.Tx, l forum.Letter) error {
		d, there := c.of[l.Side.ID]
		if !there || d.Contact.Email == "" || c.s.rooms.Outbox == nil {
			return nil
		}
		conference, err := c.s.rooms.Guests.Conference(ctx, c.meeting.ID)
		if err != nil {
			return err
		}
		p := &page{Lang: d.Language, p: c.s.catalog.Printer(d.Language)}
		title, _ := c.meeting.TitleIn(d.Language)
		m := mail.Mail{
			Kind: "forum_" + string(l.Cause), Key: l.Key, To: d.Contact.Email, Name: d.Contact.Name, Language: d.Language,
			Args: lang.Args{"meeting": title, "n": len(l.Talks), "quiet": quietArg(conference)}, Secret: true, ReplyTo: conference.Contact,
			Link: c.s.options.BaseURL + "/" + d.Language + "/guest/" + c.s.rooms.Guests.Link(d) + "/forum", About: aboutDelegation(d),
		}
		if conference.Protected { // who talks with whom stands on the page alone
			l.Talks, l.Next = nil, nil
		}
		for _, t := range l.Talks {
			when, with := p.slotText(c.meeting.Facts, t.Told.Begin, t.Told.End), c.name(p, t.Other.ID)
			switch {
			case l.Cause == forum.Asked || l.Cause == forum.Declined:
				m.Items = append(m.Items, lang.Msg("mail.forum.ask", "when", when, "with", with))
			case t.Told.Slot == 0:
				m.Items = append(m.Items, lang.Msg("mail.forum.off", "when", when, "with", with))
			default:
				m.Items = append(m.Items, lang.Msg("mail.forum.talk", "when", when, "table", t.Told.Table, "with", with))
			}
		}
		for _, side := range l.Next {
			m.Items = append(m.Items, lang.Msg("mail.forum.next", "with", c.name(p, side.ID)))
		}
		_, err = c.s.rooms.Outbox.Queue(ctx, tx, m)
		return err
	}
}

// aboutDelegation is what a mail to a delegation concerns.
func aboutDelegation(d delegation.Delegation) string {
	return meeting.About(d.Meeting, "delegation-"+d.ID)
}

// quietArg tells a mail's sentences to say neither what nor where: a mailbox is read by more
// people than its owner, and the meeting is protected.
func quietArg(c delegation.Conference) string {
	if c.Protected {
		return "yes"
	}
	return "no"
}

// freeTalks frees the talks of a delegation that came and now says otherwise, and lets one
// take part again that comes after all. Its answer is kept already, so a failure is not told
// to it: the organiser sees the talks that are left.
func (s *Site) freeTalks(r *http.Request, m meeting.Meeting, was, now delegation.State) {
	var err error
	switch {
	case was == delegation.Accepted && now != delegation.Accepted:
		_, err = s.forumFollow(r, m)
	case was != delegation.Accepted && now == delegation.Accepted:
		err = s.forumBack(r, m)
	}
	if err != nil {
		s.log.ErrorContext(r.Context(), "the talks of a delegation did not follow its answer", "error", err)
	}
}

// forumBack lets delegations take part again that come after all.
func (s *Site) forumBack(r *http.Request, m meeting.Meeting) error {
	if _, err := s.forumOf(r.Context(), m.ID); err != nil {
		return nil // no forum, so nobody left it
	}
	c, err := s.crowdOf(r.Context(), m)
	if err != nil {
		return err
	}
	_, err = s.rooms.Forums.Back(r.Context(), actorOf(r), m.ID, c.sides, c.letters())
	return err
}

// forumsBack does so in all meetings: invitations were restored, of whichever of them.
func (s *Site) forumsBack(r *http.Request) {
	if s.rooms.Forums == nil {
		return
	}
	all, err := s.rooms.Forums.Withdrawn(r.Context())
	for _, id := range all {
		var m meeting.Meeting
		if m, err = s.rooms.Meetings.Meeting(r.Context(), id); err == nil {
			err = s.forumBack(r, m)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		s.log.ErrorContext(r.Context(), "the talks of delegations that come after all were not set again", "error", err)
	}
}

// forumFollow frees the talks of delegations that do not come any more: they said so, or
// the organiser did, on another page. It returns how many there were.
func (s *Site) forumFollow(r *http.Request, m meeting.Meeting) (n int, err error) {
	if _, err := s.forumOf(r.Context(), m.ID); err != nil {
		return 0, nil // no forum, so nobody has talks
	}
	c, err := s.crowdOf(r.Context(), m)
	if err != nil {
		return 0, err
	}
	lost, err := s.rooms.Forums.Lost(r.Context(), m.ID, c.sides)
	for _, side := range lost {
		if err == nil {
			err = s.rooms.Forums.Withdraw(r.Context(), actorOf(r), m.ID, side, c.sides, c.fits, c.letters())
		}
	}
	return len(lost), err
}
