package web

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// conferenceKinds are the objects of a conference of which the record of changes tells, with
// the part of the meeting's desk where each is worked on.
var conferenceKinds = map[string]string{agenda.RecordKind: "/agenda", forum.RecordKind: "/forum", "conference": "/delegations", "checkin": "/checkin", "survey": "/after"}

// nameDelegations looks up the names of the delegations of those meetings of which the rows tell.
func (c *changeWords) nameDelegations(r *http.Request, records []people.Record) error {
	c.delegations = map[string]string{}
	seen := map[string]bool{}
	for _, rec := range records {
		if rec.Kind != agenda.RecordKind && rec.Kind != forum.RecordKind || seen[rec.ID] || c.s.rooms.Guests == nil {
			continue
		}
		seen[rec.ID] = true
		names, err := c.s.delegationNames(r, &c.page, rec.ID)
		if err != nil {
			return err
		}
		for id, name := range names {
			c.delegations[id] = name
		}
	}
	return nil
}

// part is a value behind its name.
func (c *changeWords) part(key, value string) string {
	return c.t("changes.part", "name", c.t(key), "value", value)
}

// inWords is a text that the record keeps as "Otwarcie (pl), Opening (en)": in the reader's
// language where it has it, and else in its first.
func (c *changeWords) inWords(value string) string {
	var first string
	for _, m := range wordsKept.FindAllStringSubmatch(value, -1) {
		switch {
		case m[2] == c.Lang:
			return m[1]
		case first == "":
			first = m[1]
		}
	}
	if first == "" {
		return value
	}
	return first
}

var wordsKept = regexp.MustCompile(`(?s)(.+?) \(([a-z]{2})\)(?:, |$)`)

// agendaValue says a room, a session or a speaker of a programme.
func (c *changeWords) agendaValue(name, value string) string {
	switch name {
	case "session":
		return strings.Join(c.sessionKept(value), " · ")
	case "room":
		return c.roomKept(value)
	case "speaker":
		return c.speakerKept(value)
	case "words":
		language, n, _ := strings.Cut(value, " ")
		return c.p.LanguageName(language) + ": " + n
	}
	return value
}

// sessionKept says what the record keeps of a session: number and title; kind; slot; and what
// else is known, each part with its name.
func (c *changeWords) sessionKept(value string) []string {
	parts := strings.Split(value, "; ")
	at := slices.IndexFunc(parts, func(p string) bool { return c.p.Has("agenda.kind." + p) })
	if at < 1 || at+1 >= len(parts) {
		return []string{value}
	}
	_, title, _ := strings.Cut(strings.Join(parts[:at], "; "), ". ") // its number is for addresses
	said := []string{c.inWords(title), c.t("agenda.kind." + parts[at])}
	if slot := c.slotKept(parts[at+1]); slot != "" {
		said = append(said, slot)
	}
	for _, part := range sessionKeeps(parts[at+2:]) {
		name, text, _ := strings.Cut(part, ": ")
		if name == "off" {
			said = append(said, c.t("agenda.field.off"))
			continue
		}
		said = append(said, c.part(sessionParts[name], c.sessionPart(name, text)))
	}
	return said
}

// sessionChanged says a session before and after: its title, and what differs.
func (c *changeWords) sessionChanged(before, after string) (string, string) {
	old, now := c.sessionKept(before), c.sessionKept(after)
	differing := func(all, others []string) string {
		kept := all[:1:1]
		for _, part := range all[1:] {
			if !slices.Contains(others, part) {
				kept = append(kept, part)
			}
		}
		return strings.Join(kept, " · ")
	}
	return differing(old, now), differing(now, old)
}

// sessionKeeps are the parts by name; a description may hold what parts them.
func sessionKeeps(parts []string) (all []string) {
	for _, part := range parts {
		name, _, _ := strings.Cut(part, ": ")
		if len(all) > 0 && part != "off" && sessionParts[name] == "" {
			all[len(all)-1] += "; " + part
		} else if part == "off" || sessionParts[name] != "" {
			all = append(all, part)
		}
	}
	return all
}

// sessionParts are the messages that name what the record keeps of a session.
var sessionParts = map[string]string{
	"room": "agenda.room", "spoken": "programme.spoken", "interpreted": "programme.interpreted", "speakers": "agenda.field.speakers",
	"expected": "agenda.expected", "about": "agenda.field.about", "people": "agenda.people",
}

func (c *changeWords) sessionPart(name, value string) string {
	switch name {
	case "room", "about":
		return c.inWords(value)
	case "people":
		return value
	}
	all := strings.Split(value, ",")
	switch name {
	case "spoken", "interpreted":
		for i, code := range all {
			all[i] = c.p.LanguageName(code)
		}
		return c.p.List(all)
	case "expected":
		return c.namesOf(c.delegations, all)
	}
	return c.namesOf(c.speakers, all)
}

// namesOf are the names of those who are known; their number where nobody is.
func (c *changeWords) namesOf(known map[string]string, ids []string) string {
	var names []string
	for _, id := range ids {
		if name := known[id]; name != "" {
			names = append(names, name)
		}
	}
	if len(names) < len(ids) {
		return strconv.Itoa(len(ids))
	}
	return c.p.List(names)
}

// slotKept says "2027-05-14 10:00–10:30", of which each part may be missing.
func (c *changeWords) slotKept(value string) string {
	date, hours, _ := strings.Cut(value, " ")
	day, err := lang.ParseDate(date)
	if err != nil || day.IsZero() {
		return strings.Trim(value, "–")
	}
	if hours = strings.Trim(hours, "–"); hours == "" {
		return c.p.Date(day)
	}
	return c.t("agenda.slot", "day", day, "hours", hours)
}

// roomKept says "Hall A (en) (150), step_free", and its place among the rooms.
func (c *changeWords) roomKept(value string) string {
	value, place, _ := strings.Cut(value, " · ")
	var said []string
	for {
		at := strings.LastIndex(value, ", ")
		if at < 0 || !c.p.Has("agenda.access."+value[at+2:]) {
			break
		}
		said = append(said, c.t("agenda.access."+value[at+2:]))
		value = value[:at]
	}
	if m := seatsKept.FindStringSubmatch(value); m != nil {
		n, _ := strconv.Atoi(m[1])
		said = append(said, c.t("agenda.room.seats.n", "n", n))
		value = strings.TrimSuffix(value, m[0])
	}
	said = append(said, c.inWords(value))
	slices.Reverse(said)
	if place != "" {
		said = append(said, c.part("changes.order", place))
	}
	return strings.Join(said, " · ")
}

var seatsKept = regexp.MustCompile(` \((\d+)\)$`)

// speakerKept says to what a speaker agreed, and when; who it is only where the page knows.
func (c *changeWords) speakerKept(value string) string {
	parts := strings.Split(value, "; ")
	var said []string
	if name := c.speakers[parts[0]]; name != "" {
		said = append(said, name)
	}
	for _, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, " ")
		if n, err := strconv.Atoi(name); err == nil {
			if n > 0 {
				said = append(said, c.t("changes.speaker.languages", "n", n))
			}
			continue
		}
		if day, err := lang.ParseDate(rest); err == nil && c.p.Has("changes.speaker."+name) {
			said = append(said, c.t("changes.speaker."+name, "day", day))
		}
	}
	return strings.Join(said, " · ")
}

// forumValue says what was done to a forum, where the name of the act does not say it all.
func (c *changeWords) forumValue(name, value string) string {
	switch name {
	case "setup":
		n, _ := strconv.Atoi(strings.TrimSuffix(value, " min"))
		return c.t("changes.forum.minutes", "n", n)
	case "plan":
		sum, most, _ := strings.Cut(value, "/")
		n, _ := strconv.Atoi(sum)
		m, _ := strconv.Atoi(most)
		return c.t("changes.forum.sum", "n", n, "most", m)
	case "release": // counted by versions that nobody sees
		return ""
	}
	return c.delegations[value]
}

// keptFor says "1, 14, 90": how many days each part of what is known of guests is kept.
func (c *changeWords) keptFor(value string) string {
	days := strings.Split(value, ", ")
	if len(days) != 3 {
		return value
	}
	return c.t("changes.keep", "visa", days[0], "care", days[1], "people", days[2])
}

// dayKept says a day.
func (c *changeWords) dayKept(value string) string {
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		return c.p.Date(lang.DateOf(day))
	}
	return value
}
