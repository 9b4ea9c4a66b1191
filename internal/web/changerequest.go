package web

import (
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// requestLabels are the messages that name the fields of a request in the record of changes.
var requestLabels = map[string]string{
	"state": "seek.state", "reply_by": "seek.reply_by", "expires": "seek.expires", "reason": "desk.seek.close.why", "topics": "seek.topics", "kind": "seek.kind",
	"countries": "seek.countries", "languages": "seek.languages", "wish": "seek.wish", "horizon": "seek.horizon", "call": "seek.call", "call_link": "desk.seek.call.link",
	"min_people": "desk.seek.people.least", "max_people": "desk.seek.people.most", "max_km": "seek.distance", "partner": "desk.seek.match.with", "places": "seek.towns", "asked": "desk.seek.asked",
	"title": "seek.field.title", "about": "seek.about", "seeks": "seek.seeks", "offers": "seek.offers",
}

// requestLabel names a field of a request; of a text it names the language too.
func (c *changeWords) requestLabel(name string) string {
	base, language, ofText := strings.Cut(name, ".")
	label := name
	if key := requestLabels[base]; key != "" {
		label = c.t(key)
	}
	if ofText {
		label += " (" + c.p.LanguageName(language) + ")"
	}
	return label
}

// requestValue says a value of a field of a request.
func (c *changeWords) requestValue(name, value string) string {
	each := func(say func(string) string) string {
		var all []string
		for _, x := range strings.Split(value, ", ") {
			all = append(all, say(x))
		}
		return c.p.List(all)
	}
	switch name {
	case "state":
		return c.named("seek.state.", value)
	case "reason":
		return c.named("seek.reason.", value)
	case "wish":
		return c.named("seek.wish.", value)
	case "horizon":
		return c.named("seek.horizon.", value)
	case "kind":
		return c.named("partnership.kind.", value)
	case "topics":
		return each(func(x string) string { return c.p.Message(topic.Label(x)) })
	case "countries":
		return each(c.p.CountryName)
	case "languages":
		return each(c.p.LanguageName)
	case "places", "partner":
		return c.places(value)
	case "min_people", "max_people":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return c.p.Number(n)
		}
	case "max_km":
		if n, err := strconv.Atoi(value); err == nil {
			return c.p.Distance(float64(n))
		}
	case "reply_by", "expires", "asked":
		if day, err := lang.ParseDate(value); err == nil {
			return c.p.Date(day)
		}
	}
	return value
}
