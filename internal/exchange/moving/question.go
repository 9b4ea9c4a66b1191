package moving

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
)

// The keys of questions about the whole file; an answer is kept under its key.
const (
	EncodingKey = "encoding" // the answer goes to ReadOptions
	OwnKey      = "own"
	partnerKey  = "partner_column"
	orderKey    = "order"
	endedKey    = "ended"
	columnKey   = "column." // and the column's index: what a person says it holds
)

// Question is what the program cannot know. It is asked once for all rows that it
// concerns.
type Question struct {
	Key     string
	Text    lang.Message
	Choices []Choice
	Place   bool  // any place may be named, by name or number
	Blocks  bool  // no row can be read before it is answered
	Lines   []int // of the file, that it concerns
}

// Choice is one answer.
type Choice struct {
	Value string
	Label lang.Message
}

// ask notes a question; one with the same key gets the line added. line < 0 is none.
func (m *maker) ask(q Question, line int) {
	i, found := m.asked[q.Key]
	if !found {
		i = len(m.plan.Questions)
		m.asked[q.Key] = i
		m.plan.Questions = append(m.plan.Questions, q)
	}
	if lines := m.plan.Questions[i].Lines; line >= 0 && (len(lines) == 0 || lines[len(lines)-1] != line) { // rows come in their order
		m.plan.Questions[i].Lines = append(lines, line)
	}
}

// columnLabel shows a column by its letter, title and a few values.
func columnLabel(c Column) lang.Message {
	title := c.Title
	if title == "" {
		title = strings.Join(c.Samples, ", ")
	}
	return lang.Msg("moving.column", "letter", columnLetter(c.Index), "title", title)
}

// placeKey is the key under which a name is asked and answered.
func placeKey(part Part, countries []string, region string) string {
	return fmt.Sprintf("place:%s|%s|%s", names.Fold(part.String()), strings.Join(countries, ","), names.Fold(region))
}

// whichPlace is the question which of several places a name means.
func (m *maker) whichPlace(key string, part Part, f found) Question {
	text := "moving.ask.place"
	switch {
	case f.unit:
		text = "moving.ask.place.unit"
	case !slices.ContainsFunc(f.candidates, func(p place.Place) bool { return m.sameName(p, part.Name) }):
		text = "moving.ask.place.near"
	}
	q := Question{Key: key, Text: lang.Msg(text, "name", part.String()), Place: true}
	for _, p := range f.candidates {
		q.Choices = append(q.Choices, Choice{strconv.FormatInt(p.ID, 10), m.placeLabel(p)})
	}
	q.Choices = append(q.Choices, Choice{skip, lang.Msg("moving.ask.skip")})
	return q
}

// sameName says whether look-up takes the name for the place's own.
func (m *maker) sameName(p place.Place, name string) bool {
	return slices.ContainsFunc(m.finder.exact(withoutUnit(name), p.Country, nil), func(q place.Place) bool { return q.ID == p.ID })
}

// placeLabel tells a place from its namesakes: name, region, country, size, distance.
func (m *maker) placeLabel(p place.Place) lang.Message {
	atlas := m.known.Places
	label := lang.Msg("moving.place", "name", p.Name, "region", atlas.RegionName(p.Region, m.opt.Language), "country", p.Country, "number", p.ID)
	if p.Region == "" || label.Args["region"] == "" {
		label = lang.Msg("moving.place.no_region", "name", p.Name, "country", p.Country, "number", p.ID)
	}
	own, ok := atlas.Get(m.plan.Own)
	if !ok {
		return label
	}
	return lang.Msg("moving.place.far", "place", label, "km", place.Kilometres(own.Lat, own.Lon, p.Lat, p.Lon))
}

// unitOfKinds are the answers to "what does this word mean" in the column of kinds.
func kindChoices() (all []Choice) {
	for _, k := range partnership.Kinds() {
		if k != partnership.KindUnstated && k != partnership.KindNetwork {
			all = append(all, Choice{string(k), lang.Msg("partnership.kind." + string(k))})
		}
	}
	for _, a := range []partnership.ActType{partnership.ActLetter, partnership.ActResolution, partnership.ActAgreement, partnership.ActCharter} {
		all = append(all, Choice{"=" + string(a), lang.Msg("act.type." + string(a))})
	}
	return append(all, Choice{skip, lang.Msg("moving.ask.unstated")})
}

// statusChoices are the answers to "what does this word mean" in the column of statuses.
func statusChoices() (all []Choice) {
	for _, c := range []partnership.Code{
		partnership.Active, partnership.Dormant, partnership.Frozen, partnership.Suspended, partnership.NoticeGiven,
		partnership.Expired, partnership.Denounced, partnership.Terminated, partnership.Contact,
	} {
		all = append(all, Choice{c.String(), c.Label()})
	}
	return append(all, Choice{"resumed", lang.Msg("act.type.resumption")}, Choice{skip, lang.Msg("moving.ask.unstated")})
}
