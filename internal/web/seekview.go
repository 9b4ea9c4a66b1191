package web

import (
	"net/http"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// requestView is one request for a partner as pages show it.
type requestView struct {
	ID, URL, EditURL     string
	Title, TextLang      string
	TextNote             string // the text is in another language, or behind, or a machine's
	About, Seeks, Offers []string
	Lead                 string // the beginning of what it seeks
	Towns                []placeView
	State                seek.State
	Status               statusView
	Says                 string // what the state means for who would answer, in a sentence
	Topics               []string
	Wishes               []fact
	Call, CallLink       string
	ReplyBy, Expires     string
	Since                string
	Languages            []string // in which its text is there
	Partner              *placeView
	Open                 bool
	Example              bool
}

// requestView dresses a request.
func (s *Site) requestView(r *http.Request, p *page, x seek.Request) requestView {
	now, day := s.rooms.World(), s.dayNow()
	v := requestView{
		ID: x.ID, URL: "/" + p.Lang + "/seek/" + x.Handle, State: x.At(day), Open: x.Open(day), CallLink: x.CallLink, Call: x.Call,
		ReplyBy: p.dayWords(x.ReplyBy), Expires: p.dayWords(x.Expires), Wishes: p.wishes(x), Example: x.Owner == seek.ExampleOwner,
	}
	text, code, _ := x.In(p.Lang, s.languages)
	v.Title, v.About, v.Seeks, v.Offers = text.Title, plainParts(text.About), plainParts(text.Seeks), plainParts(text.Offers)
	v.Lead = markup.Beginning(text.Seeks, mostLead)
	switch {
	case code == "":
		v.Title = p.t("seek.untitled")
	case code != p.Lang:
		v.TextLang, v.TextNote = code, p.t("seek.text.other", "language", p.p.LanguageName(code))
	case x.Behind(code):
		v.TextNote = p.t("seek.text.behind", "language", p.p.LanguageName(text.Source))
	case text.Origin == seek.Machine:
		v.TextNote = p.t("seek.text.machine", "language", p.p.LanguageName(text.Source))
	case text.Origin == seek.Translated:
		v.TextNote = p.t("seek.text.translated", "language", p.p.LanguageName(text.Source))
	}
	for _, number := range x.Places {
		v.Towns = append(v.Towns, p.placeView(now, number))
	}
	for _, t := range x.Topics {
		v.Topics = append(v.Topics, p.p.Message(topic.Label(t)))
	}
	for _, l := range s.languages {
		if x.Texts[l].Title != "" {
			v.Languages = append(v.Languages, l)
		}
	}
	if !x.Published.IsZero() {
		v.Since = p.p.Date(lang.DateOf(x.Published))
	}
	if x.State == seek.Matched && x.Partner != 0 {
		partner := p.placeView(now, x.Partner)
		v.Partner = &partner
	}
	v.Status, v.Says = p.requestStatus(v.State), p.requestSays(x, day)
	if s.may(r, people.WriteRequest, s.requestObject(x)) {
		v.EditURL = "/" + p.Lang + "/desk/requests/" + x.Handle
	}
	return v
}

// dayNow is today as requests write it, "2026-12-31".
func (s *Site) dayNow() string { return s.today().String() }

// dayWords is a day as people write it in the page's language, "" for none.
func (p *page) dayWords(day string) string {
	d, err := lang.ParseDate(day)
	if err != nil || d.IsZero() {
		return ""
	}
	return p.p.Date(d)
}

// requestGroups are the colours and shapes of states: as of partnerships, so that who knows
// those reads these.
var requestGroups = map[seek.State][2]string{
	seek.Draft: {"started", "none"}, seek.Reviewed: {"started", "wish"}, seek.Published: {"in-force", "wish"}, seek.Paused: {"paused", "rest"},
	seek.Matched: {"in-force", "whole"}, seek.Closed: {"ended", "knot"}, seek.Expired: {"ended", "open"},
}

func (p *page) requestStatus(state seek.State) statusView {
	look := requestGroups[state]
	return statusView{Code: string(state), Group: look[0], Glyph: look[1], Word: p.t("seek.state." + string(state))}
}

// requestSays is what a state means for who would answer.
func (p *page) requestSays(x seek.Request, day string) string {
	word := func(key, day string) string {
		d, _ := lang.ParseDate(day) // the room keeps days alone
		return p.t(key, "day", d)
	}
	switch x.At(day) {
	case seek.Published:
		if !x.Open(day) {
			return word("seek.says.over", x.ReplyBy)
		}
		return word("seek.says.open", x.ReplyBy)
	case seek.Expired:
		return word("seek.says.expired", x.Expires)
	case seek.Closed:
		return p.t("seek.says.closed", "reason", p.t("seek.reason."+string(x.Reason)))
	case seek.Paused:
		return p.t("seek.says.paused")
	case seek.Matched:
		return p.t("seek.says.matched")
	}
	return p.t("seek.says.draft")
}

// wishes are what a request seeks, as terms with their values.
func (p *page) wishes(x seek.Request) (all []fact) {
	add := func(term, value string) {
		if value != "" {
			all = append(all, fact{p.t(term), value})
		}
	}
	var countries, spoken []string
	for _, c := range x.Countries {
		countries = append(countries, p.p.CountryName(c))
	}
	for _, l := range x.Details.Languages {
		spoken = append(spoken, p.p.LanguageName(l))
	}
	p.p.Collate(countries)
	where := p.p.List(countries)
	if where == "" {
		where = p.t("seek.countries.any")
	}
	if x.Kind != "" {
		add("seek.kind", p.t("partnership.kind."+string(x.Kind)))
	}
	add("seek.countries", where)
	add("seek.size", p.sizeWords(x.MinPeople, x.MaxPeople))
	if x.MaxKm > 0 {
		add("seek.distance", p.t("seek.distance.is", "km", p.p.Distance(float64(x.MaxKm))))
	}
	add("seek.languages", p.p.List(spoken))
	if x.Wish != seek.AnyKind {
		add("seek.wish", p.t("seek.wish."+string(x.Wish)))
	}
	if x.Horizon != seek.AnyHorizon {
		add("seek.horizon", p.t("seek.horizon."+string(x.Horizon)))
	}
	return all
}

// sizeWords says the wished number of inhabitants.
func (p *page) sizeWords(least, most int64) string {
	switch {
	case least > 0 && most > 0:
		return p.t("seek.size.between", "least", least, "most", most)
	case least > 0:
		return p.t("seek.size.least", "least", least)
	case most > 0:
		return p.t("seek.size.most", "most", most)
	}
	return ""
}

// plainParts are the paragraphs of a plain text, which empty lines part.
func plainParts(text string) (all []string) {
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// townFor tells a question for requests of a place.
func (s *Site) townFor(number int64) seek.Town {
	found, ok := s.rooms.World().Places.Get(number)
	if !ok {
		return seek.Town{}
	}
	return seek.Town{Country: found.Country, People: max(found.Population, 0)}
}

// leadOf is the town that leads a request.
func (s *Site) leadOf(x seek.Request) place.Place {
	found, _ := s.rooms.World().Places.Get(x.Lead())
	return found
}

// monthsOn is the day some months after a moment.
func monthsOn(from time.Time, months int) string {
	return from.AddDate(0, months, 0).Format(time.DateOnly)
}
