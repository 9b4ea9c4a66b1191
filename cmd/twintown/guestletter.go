package main

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// guestLetter is a mail to a delegation before it is written. Of a protected meeting it says
// neither what nor where: a mailbox is read by more people than its owner.
type guestLetter struct {
	delegation.Told
	m     meeting.Invitation
	base  string // address of the site
	now   time.Time
	p     *lang.Printer
	place func(place int64, language string) string
}

func (l guestLetter) mail() mail.Mail {
	d := l.Delegation
	quiet := "no"
	if l.Conference.Protected {
		quiet = "yes"
	}
	answer := string(d.State)
	if d.Kind == delegation.Person && d.State == delegation.Accepted {
		answer = "registered"
	}
	m := mail.Mail{
		Kind: "guest_" + string(l.Event), To: d.Contact.Email, Name: d.Contact.Name, Language: d.Language, ReplyTo: l.Conference.Contact,
		Args: lang.Args{"meeting": l.m.Title, "quiet": quiet, "answer": answer}, Items: l.facts(), Secret: true, About: meeting.About(d.Meeting, "delegation-"+d.ID),
	}
	if leads(l.Event) {
		m.Link = l.base + "/" + d.Language + "/guest/" + l.Token
	}
	if c, ok := l.calendar(); ok {
		m.Attach = []mail.Attachment{{Name: "meeting.ics", Type: "text/calendar; charset=utf-8; method=" + string(c.Method), Data: c.Bytes()}}
	}
	return m
}

// leads says whether the mail of an event leads to the delegation's page: some end it, and one
// goes to an address that is no longer written to.
func leads(e delegation.Event) bool {
	return !slices.Contains([]delegation.Event{delegation.ToldRefused, delegation.ToldWithdrawn, delegation.ToldCancelled, delegation.ToldAddress}, e)
}

// facts are what stands below the sentences, each on a line of its own, so that no name is
// in a sentence that would decline it.
func (l guestLetter) facts() (all []lang.Message) {
	d, c := l.Delegation, l.Conference
	contact := func() {
		if c.Contact != "" {
			all = append(all, lang.Msg("mail.guest_fact.contact", "contact", c.Contact))
		}
	}
	if c.Protected {
		contact()
		return all
	}
	all = append(all, lang.Msg("mail.guest_fact.what", "meeting", l.m.Title))
	if when := l.when(); when != "" {
		all = append(all, lang.Msg("mail.guest_fact.when", "when", when))
	}
	if where := l.where(); where != "" {
		all = append(all, lang.Msg("mail.guest_fact.where", "where", where))
	}
	asks := l.Event == delegation.ToldInvited || l.Event == delegation.ToldReminded
	if asks {
		all = append(all, l.invitation()...)
	} else if d.Coming > 0 && d.Kind != delegation.Person && leads(l.Event) {
		all = append(all, lang.Msg("mail.guest_fact.coming", "n", d.Coming))
	}
	contact()
	return all
}

// invitation is what an invitation says besides: who invites whom, and until when to answer.
func (l guestLetter) invitation() (all []lang.Message) {
	d, c := l.Delegation, l.Conference
	if len(l.m.Organisers) > 0 {
		all = append(all, lang.Msg("mail.guest_fact.host", "host", strings.Join(l.m.Organisers, ", ")))
	}
	name := d.Name
	if d.Place != 0 {
		name = l.place(d.Place, d.Language)
	}
	if name != "" {
		all = append(all, lang.Msg("mail.guest_fact.whom", "name", name))
	}
	if d.Kind != delegation.Person {
		all = append(all, lang.Msg("mail.guest_fact.quota", "n", d.Quota))
	}
	if costs, _ := c.Costs.In(d.Language, l.m.Language); costs != "" {
		all = append(all, lang.Msg("mail.guest_fact.costs", "costs", costs))
	}
	return append(all, lang.Msg("mail.guest_fact.until", "day", lang.DateOf(c.AnswerBy(d).Add(-time.Second).In(l.m.Location()))))
}

// when says the days, and the hour at which the meeting begins.
func (l guestLetter) when() string {
	if l.m.From.IsZero() {
		return ""
	}
	text := l.p.DateRange(l.m.From.Calendar(), l.m.Last().Calendar())
	if begin, _, ok := l.m.Hours(); ok {
		text += ", " + l.p.Clock(begin)
	}
	return text
}

// where says the venue, the address and the town.
func (l guestLetter) where() string {
	var parts []string
	venue, _ := l.m.Venue.In(l.Delegation.Language, l.m.Language)
	town := ""
	if l.m.Place != 0 {
		town = l.place(l.m.Place, l.Delegation.Language)
	}
	for _, part := range []string{venue, l.m.Address, town} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// calendar is the meeting for the guest's own calendar: put in when she comes, taken out when
// she does not come after all. Its UID is the delegation's, and its version counts, so that
// the last word always wins.
func (l guestLetter) calendar() (ical.Calendar, bool) {
	d := l.Delegation
	method := l.method()
	if method == "" || !l.m.Exact() || l.Conference.Protected {
		return ical.Calendar{}, false
	}
	host := l.base
	if u, err := url.Parse(l.base); err == nil {
		host = u.Hostname()
	}
	e := ical.Event{
		UID: "delegation-" + d.ID + "@" + host, Sequence: int(d.Version), Stamp: l.now, Day: l.m.From.Calendar(), Last: l.m.Last().Calendar(),
		Summary: l.m.Title, Location: l.where(), Busy: true, Off: method == ical.Cancel, OrganizerAt: l.Conference.Contact, Attendee: d.Contact.Email,
	}
	if l.m.Path != "" {
		e.URL = l.base + "/" + l.m.Language + l.m.Path
	}
	if len(l.m.Organisers) > 0 {
		e.Organizer = l.m.Organisers[0]
	}
	if begin, end, ok := l.m.Hours(); ok {
		e.Begin, e.End = begin, end
	}
	if l.m.At != nil {
		e.Lat, e.Lon = l.m.At.Lat, l.m.At.Lon
	}
	if e.OrganizerAt == "" { // nobody could be told of an answer: it is a notice, no request
		method, e.Attendee = ical.Publish, ""
	}
	return ical.Calendar{Name: l.m.Title, Language: l.m.Language, Method: method, Events: []ical.Event{e}}, true
}

// method says what the mail does with the guest's calendar, "" for nothing.
func (l guestLetter) method() ical.Method {
	now := l.Delegation.State
	switch {
	case l.Event == delegation.ToldAddress:
		return ""
	case now == delegation.Accepted && l.Event != delegation.ToldCancelled:
		return ical.Request
	case l.Was == delegation.Accepted && (now != delegation.Accepted || l.Event == delegation.ToldCancelled):
		return ical.Cancel
	}
	return ""
}
