package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// ownWords says the fields of items' own fields and of meetings' facts, which are kept as
// codes and numbers (press.OwnChanges, meeting.Changes), in the reader's language.
type ownWords struct {
	*page
	s     *Site
	known map[string]string // names of partnerships, items and documents by identifier
}

// newOwnWords looks up what some changes name.
func (s *Site) newOwnWords(r *http.Request, p *page, changes []people.FieldChange) (o ownWords, err error) {
	o = ownWords{p, s, map[string]string{}}
	for _, f := range changes {
		for _, value := range []string{f.Old, f.New} {
			switch f.Name {
			case "links":
				err = o.lookUp(r, value)
			case "meeting", "practices":
				err = o.lookUpItems(r, value)
			case "cover", "logo":
				err = o.lookUpDocument(r, value)
			}
			if err != nil {
				return o, err
			}
		}
	}
	return o, nil
}

// lookUp finds the names of the partnerships and items that links lead to.
func (o ownWords) lookUp(r *http.Request, links string) (err error) {
	for _, l := range readLinks(links) {
		switch l.Kind {
		case press.OfPartnership:
			o.known[l.Target], err = o.s.pairOf(r, o.page, l.Target)
		case press.OfProject:
			o.known[l.Target], err = o.s.projectNamed(r, o.page, l.Target)
		case press.OfPress, press.OfMeeting:
			i, gone := o.s.rooms.Press.Item(r.Context(), l.Target)
			if errs.KindOf(gone) == errs.NotFound {
				continue
			}
			o.known[l.Target], err = o.itemTitle(i), gone
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lookUpItems finds the titles of publications.
func (o ownWords) lookUpItems(r *http.Request, ids string) error {
	for id := range strings.SplitSeq(ids, ", ") {
		if id == "" || o.s.rooms.Press == nil {
			continue
		}
		i, err := o.s.rooms.Press.Item(r.Context(), id)
		switch {
		case err == nil:
			o.known[id] = o.itemTitle(i)
		case errs.KindOf(err) != errs.NotFound:
			return err
		}
	}
	return nil
}

func (o ownWords) lookUpDocument(r *http.Request, id string) error {
	if id == "" || o.s.rooms.Documents == nil {
		return nil
	}
	all, err := o.s.rooms.Documents.OfIDs(r.Context(), []string{id})
	for _, d := range all {
		o.known[d.ID] = d.TitleIn(o.Lang)
	}
	return err
}

// readLinks reads links as the record of changes has them: "place 776069 with, press …".
func readLinks(text string) (all []press.Link) {
	for part := range strings.SplitSeq(text, ", ") {
		if words := append(strings.Fields(part), "", "", ""); words[1] != "" {
			all = append(all, press.Link{Kind: words[0], Target: words[1], Role: words[2]})
		}
	}
	return all
}

// ownLabels are the messages that name own fields.
var ownLabels = map[string]string{"tags": "press.tags", "topics": "press.topics", "links": "press.links", "facts": "press.facts", "cover": "press.cover", "public": "press.public", "reverted": "press.cause.revert", "restored": "press.cause.restore"}

// own says an own field of an item.
func (o ownWords) own(name, value string) string {
	switch {
	case value == "":
		return ""
	case name == "topics":
		return o.topicNames(value)
	case name == "links":
		return o.linkNames(value)
	case name == "facts":
		return o.factNames(value)
	case name == "cover":
		return o.document(value)
	case name == "public":
		return o.publicWord(value)
	case name == "reverted" || name == "restored":
		return o.t("press.state.number", "n", value)
	}
	return value
}

func (o ownWords) topicNames(value string) string {
	var all []string
	for code := range strings.SplitSeq(value, ", ") {
		all = append(all, o.p.Message(topic.Label(code)))
	}
	return o.p.List(all)
}

// document is a document by its title, or that there is one.
func (o ownWords) document(id string) string {
	if title := o.known[id]; title != "" {
		return title
	}
	return o.t("value.set")
}

// linkNames names what an item is about, one on each line.
func (o ownWords) linkNames(value string) string {
	var all []string
	for _, l := range readLinks(value) {
		name := o.known[l.Target]
		if id, err := strconv.ParseInt(l.Target, 10, 64); err == nil && l.Kind == press.OfPlace {
			name = o.placeName(id)
		}
		if name == "" {
			name = o.t("press.link.gone")
		}
		switch l.Role {
		case press.With:
			name += " (" + o.t("press.town.with") + ")"
		case meeting.Report:
			name += " (" + o.t("meeting.report") + ")"
		case meeting.Gallery:
			name += " (" + o.t("meeting.gallery") + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, "\n")
}

func (o ownWords) placeName(id int64) string {
	if name := o.s.rooms.World().Places.DisplayName(id, o.Lang); name != "" {
		return name
	}
	return strconv.FormatInt(id, 10)
}

// factNames says the years and the cost of a good practice.
func (o ownWords) factNames(value string) string {
	var f press.Facts
	if json.Unmarshal([]byte(value), &f) != nil {
		return value // cut short: as it stands
	}
	var all []string
	if f.From != 0 || f.To != 0 {
		years := strconv.Itoa(f.From) + "–"
		if f.To != 0 {
			years += strconv.Itoa(f.To)
		}
		all = append(all, o.t("press.fact.years")+": "+years)
	}
	if f.Cost > 0 {
		all = append(all, o.t("press.fact.cost")+": "+o.p.Number(f.Cost)+"\u00a0"+f.Currency)
	}
	if f.Download {
		all = append(all, o.t("press.download.allow"))
	}
	return strings.Join(all, "\n")
}

// publicState is which state is public, and from when on: "version 5 version 9 from …".
var publicState = regexp.MustCompile(`version (\d+)(?: from (\S+))?`)

func (o ownWords) publicWord(value string) string {
	var all []string
	for _, m := range publicState.FindAllStringSubmatch(value, -1) {
		text := o.t("press.state.number", "n", m[1])
		if m[2] != "" {
			if at, err := time.Parse(time.RFC3339, m[2]); err == nil {
				text += ", " + o.momentIn(at, o.s.homeZone())
			}
		}
		all = append(all, text)
	}
	if all == nil {
		return value
	}
	return strings.Join(all, "; ")
}

// fact says a field of a meeting's facts.
func (o ownWords) fact(name, value string) string {
	switch name {
	case "kind":
		return o.named("meeting.kind.", value)
	case "inferred":
		return o.named("inferred.why.", value)
	case "off":
		return o.t("list.yes")
	case "logo":
		return o.document(value)
	case "place":
		if id, err := strconv.ParseInt(value, 10, 64); err == nil {
			return o.placeName(id)
		}
	case "from", "to":
		if d, err := partnership.ParseDate(value); err == nil {
			return o.dateText(d)
		}
	case "patrons":
		return eachLine(patronLines(value), o.patron)
	case "guests":
		return eachLine(value, o.guests)
	case "programme":
		return eachLine(value, o.slot)
	}
	return o.languageMarks(value)
}

// eachLine says each item of a list. Older rows have semicolons between them.
func eachLine(value string, say func(string) string) string {
	if !strings.Contains(value, "\n") {
		value = strings.ReplaceAll(value, "; ", "\n")
	}
	lines := strings.Split(value, "\n")
	for i := range lines {
		lines[i] = say(lines[i])
	}
	return strings.Join(lines, "\n")
}

// patron says "honorary: Office (pl) – granted; applied: 2026-11-02".
func (o ownWords) patron(line string) string {
	line, rest, _ := strings.Cut(line, patronEnds)
	if way, rest, ok := strings.Cut(line, ": "); ok && slices.Contains(meeting.Patronages(), meeting.Patronage(way)) {
		line = o.t("meeting.patronage."+way) + o.colon() + rest
	}
	if at := strings.LastIndex(line, " – "); at >= 0 {
		if state := line[at+len(" – "):]; slices.Contains(meeting.States(), meeting.State(state)) {
			line = line[:at] + " – " + o.t("meeting.state."+state)
		}
	}
	said := []string{o.languageMarks(line)}
	for part := range strings.SplitSeq(rest, patronEnds) {
		name, text, _ := strings.Cut(part, ": ")
		if key, ok := patronParts[name]; ok {
			said = append(said, o.t("changes.part", "name", o.t(key), "value", o.patronPart(name, text)))
		}
	}
	return strings.Join(said, " · ")
}

// patronPart says one thing that is known of a patronage beside its state.
func (o ownWords) patronPart(name, value string) string {
	switch name {
	case "obligations":
		return o.languageMarks(value)
	case "logo":
		return o.document(value)
	case "rule":
		if n, err := strconv.Atoi(value); err == nil {
			return o.t("meeting.rule.own", "n", n)
		}
		return o.named("meeting.rule.", value)
	}
	if day, err := lang.ParseDate(value); err == nil {
		return o.p.Date(day)
	}
	return value
}

// patronParts are the messages that name what the record keeps of a patronage.
var patronParts = map[string]string{
	"applied": "meeting.patron.applied_on", "answered": "meeting.patron.answered_on", "rule": "meeting.rule", "obligations": "meeting.patron.obligations",
	"logo": "meeting.patron.logo", "from": "meeting.patron.logo_from", "until": "meeting.patron.logo_until",
}

// patronEnds stands between what is known of one patronage for as long as it is read.
const patronEnds = "\x00"

// patronLines keeps what is known of one patronage together: the list of older rows has the
// same sign between patronages.
func patronLines(value string) string {
	for name := range patronParts {
		value = strings.ReplaceAll(value, "; "+name+": ", patronEnds+name+": ")
	}
	return value
}

// guests says "776069: 4" and "LT: ?".
func (o ownWords) guests(line string) string {
	who, n, ok := strings.Cut(line, ": ")
	if !ok {
		return line
	}
	if id, err := strconv.ParseInt(who, 10, 64); err == nil {
		who = o.placeName(id)
	} else {
		who = o.p.CountryName(who)
	}
	count, err := strconv.Atoi(n)
	return who + ": " + o.guestCount(count, err == nil)
}

// slot says "+1 09:30–10:00 Opening (pl)": an item of the second day.
func (o ownWords) slot(line string) string {
	if rest, ok := strings.CutPrefix(line, "+"); ok {
		if day, text, ok := strings.Cut(rest, " "); ok {
			if n, err := strconv.Atoi(day); err == nil {
				line = o.t("meeting.day", "n", n+1) + ", " + text
			}
		}
	}
	return o.languageMarks(line)
}

var languageMark = regexp.MustCompile(`[(\[]([a-z]{2})[)\]]`)

// languageMarks says in which language a short text is.
func (o ownWords) languageMarks(text string) string {
	return languageMark.ReplaceAllStringFunc(text, func(mark string) string {
		if code := mark[1:3]; o.s.catalog.Has(code) {
			return "(" + o.p.LanguageName(code) + ")"
		}
		return mark
	})
}

// unmarked leaves out in which language short texts are, where all of both states are in the
// same one.
func unmarked(old, now string) (string, string) {
	marks := languageMark.FindAllString(old+now, -1)
	slices.Sort(marks)
	if marks = slices.Compact(marks); len(marks) != 1 || marks[0][0] != '(' {
		return old, now
	}
	return strings.ReplaceAll(old, " "+marks[0], ""), strings.ReplaceAll(now, " "+marks[0], "")
}

// ownParts shows what changed between two states of an item's own fields, a meeting's facts
// among them.
func (s *Site) ownParts(r *http.Request, p *page, old, now press.Own) (parts []comparedPart, err error) {
	own := press.OwnChanges(old, now)
	facts, err := factChanges(old, now)
	if err != nil {
		return nil, err
	}
	o, err := s.newOwnWords(r, p, slices.Concat(own, facts))
	for _, f := range own {
		parts = append(parts, comparedPart{p.t(ownLabels[f.Name]), press.Differences(o.own(f.Name, f.Old), o.own(f.Name, f.New))})
	}
	for _, f := range facts {
		say := func(value string) string {
			if value == "" {
				return ""
			}
			return o.fact(f.Name, value)
		}
		f.Old, f.New = unmarked(f.Old, f.New)
		parts = append(parts, comparedPart{p.t("meeting.fact." + f.Name), press.Differences(say(f.Old), say(f.New))})
	}
	return parts, err
}

// factChanges are the fields in which the facts of two states differ; of what is no meeting
// none.
func factChanges(old, now press.Own) ([]people.FieldChange, error) {
	if now.More == nil {
		return nil, nil
	}
	after, err := meeting.FactsOf(now)
	if err != nil || old.More == nil {
		return meeting.Changes(meeting.Facts{}, after), err
	}
	before, err := meeting.FactsOf(old)
	return meeting.Changes(before, after), err
}
