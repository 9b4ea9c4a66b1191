package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/seek/relay"
	"twintown/internal/world"
)

// changeWords says rows of the record of changes in the reader's language: kinds, roles,
// countries, places, dates and other objects by their names. The record itself holds codes
// and numbers, which the export gives as they are.
type changeWords struct {
	*partnershipPage
	s      *Site
	w      *world.World
	people map[string]string // names by account
	titles map[string]sourceView
	bodies map[string]string // names of organisations by identifier
	own    ownWords          // of publications and meetings

	delegations map[string]string // names by identifier, of the meetings that rows tell of
	speakers    map[string]string // where a page knows them; elsewhere they are counted
	doors       map[string]string // addresses of requests, conversations and procedures that the reader may open
}

// newChangeWords looks up what the rows name.
func (s *Site) newChangeWords(r *http.Request, p *page, records []people.Record, names map[string]string) (c *changeWords, err error) {
	c = &changeWords{partnershipPage: &partnershipPage{page: *p}, s: s, w: s.rooms.World(), people: names, bodies: map[string]string{}}
	c.known = map[string]string{}
	var sources, documents []string
	var published []people.FieldChange
	for _, rec := range records {
		if rec.Kind == project.Kind {
			documents = append(documents, projectDocuments(rec.Fields)...)
		}
		if rec.Kind == project.Kind || rec.Kind == press.Feed || rec.Kind == meeting.RecordKind {
			published = append(published, rec.Fields...)
		}
		for _, f := range rec.Fields {
			base := lastPart(f.Name)
			for _, value := range []string{f.Old, f.New} {
				switch {
				case value == "":
				case rec.Kind == "partnership" && base == "source":
					sources = append(sources, strings.Split(value, ",")...)
				case rec.Kind == "partnership" && base == "documents":
					documents = append(documents, strings.Split(value, ",")...)
				case rec.Kind == "document" && base == "supersedes":
					documents = append(documents, value)
				case rec.Kind == "proposal" && base == "partnership", base == "supersedes":
					if c.known[value], err = s.pairOf(r, p, value); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	if c.titles, err = s.sourceViews(r, p, sources); err != nil {
		return nil, err
	}
	if c.own, err = s.newOwnWords(r, p, published); err != nil {
		return nil, err
	}
	if err = c.nameDelegations(r, records); err != nil {
		return nil, err
	}
	if err = c.openDoors(r, records); err != nil {
		return nil, err
	}
	return c, c.nameOthers(r, records, documents)
}

// nameOthers looks up the names of organisations and documents.
func (c *changeWords) nameOthers(r *http.Request, records []people.Record, documents []string) error {
	if slices.ContainsFunc(records, func(rec people.Record) bool { return rec.Kind == "organisation" }) {
		all, err := c.s.rooms.People.Organisations(r.Context())
		if err != nil {
			return err
		}
		for _, o := range all {
			c.bodies[o.ID] = o.Name
		}
	}
	for _, rec := range records {
		if rec.Kind == "document" {
			documents = append(documents, rec.ID)
		}
	}
	if c.s.rooms.Documents == nil {
		return nil
	}
	all, err := c.s.rooms.Documents.OfIDs(r.Context(), documents)
	for _, d := range all {
		c.known[d.ID] = d.TitleIn(c.Lang)
	}
	return err
}

// lastPart is the field that the name of a change ends with: "date" of "act.<id>.date".
func lastPart(name string) string {
	if rest, ok := strings.CutPrefix(name, "act."); ok {
		_, name, _ = strings.Cut(rest, ".")
	}
	base, _, _ := strings.Cut(name, ".")
	return base
}

// field says one field of a row, before and after.
func (c *changeWords) field(rec people.Record, f people.FieldChange) fieldChange {
	if parts := strings.SplitN(f.Name, ".", 4); len(parts) == 4 && parts[0] == "grant" {
		return c.grant(parts, f)
	}
	if rec.Kind == agenda.RecordKind && f.Name == "session" && f.Old != "" && f.New != "" {
		old, now := c.sessionChanged(f.Old, f.New)
		return fieldChange{c.label(rec, f), old, now}
	}
	say := func(value string) string {
		if value == "" {
			return ""
		}
		return c.value(rec, f.Name, value)
	}
	return fieldChange{c.label(rec, f), say(f.Old), say(f.New)}
}

// grant says a role, which carries its scope in its name.
func (c *changeWords) grant(parts []string, f people.FieldChange) fieldChange {
	state := func(v string) string {
		if v == "" {
			return ""
		}
		return c.t("grant.state", "state", v)
	}
	g := people.Grant{Role: people.Role(parts[1]), Scope: people.Scope{Kind: people.ScopeKind(parts[2]), ID: parts[3]}}
	return fieldChange{c.s.grantName(&c.page, g), state(f.Old), state(f.New)}
}

// fieldLabels are the messages that name fields, by the kind of object and the first part
// of the field's name. What is not here has a message "field.<name>".
var fieldLabels = map[string]string{
	"place.population": "town.fact.population", "place.kind": "town.fact.kind", "place.unit": "town.fact.unit", "place.name": "place.name",
	"place.identifier": "place.identifiers", "place.merge": "place.merge.title", "place.split": "place.merge.title", "place.partner_contact": "alive.contact",
	"place.care.months": "care.limits.months", "place.care.silent": "care.limits.silent", "place.care.review": "care.limits.review",
	"proposal.partnership": "object.partnership", "list.file": "moving.page.file", "document.version": "document.fact.version",
	"demo.there": "object.demo", "account.digest": "care.mail.title", "account.calendar": "care.feed.title",
	"account.search": "follow.search", "account.search_mail": "follow.mail", "account.search_feed": "follow.feed.title",
	"mail server.server": "mail.setup.host", "mail server.from": "mail.setup.from",
	"press.kind": "press.kind", "press.gone": "field.withdrawn", "press.tags": "press.tags", "press.topics": "press.topics", "press.links": "press.links",
	"press.facts": "press.facts", "press.cover": "press.cover", "press.public": "press.public", "press.reverted": "press.cause.revert", "press.restored": "press.cause.restore",
	"agenda.words": "agenda.words", "operator.names": "setup.organisation.name", "operator.short": "setup.organisation.short", "operator.colours": "setup.step.look",
	"operator.logo": "setup.look.logo", "operator.languages": "setup.languages.offered", "operator.default_language": "setup.languages.default",
	"operator.imprint": "setup.imprint.imprint", "operator.privacy": "site.footer.privacy", "operator.funders": "setup.step.funders",
	"operator.home_region": "town.fact.region", "operator.home_place": "setup.organisation.town",
}

// label names a field.
func (c *changeWords) label(rec people.Record, f people.FieldChange) string {
	name := f.Name
	base, rest, _ := strings.Cut(name, ".")
	switch {
	case ofGuests(rec):
		return c.guestLabel(f)
	case rec.Kind == "request":
		return c.requestLabel(name)
	case rec.Kind == plan.Kind || rec.Kind == plan.RecordKind:
		return c.planLabel(base, rest)
	case rec.Kind == project.Kind:
		return c.projectLabel(name)
	case rec.Kind == forum.RecordKind:
		return c.named("changes.forum.", name)
	case rec.Kind == meeting.RecordKind:
		return c.named("meeting.fact.", name)
	case rec.Kind == "partnership" && (base == "act" || c.p.Has("desk.field."+base)):
		return c.partnershipLabel(name)
	case rest != "" && c.s.catalog.Has(base):
		return c.textLabel(rest) + " (" + c.p.LanguageName(base) + ")"
	case rec.Kind == "retention":
		return c.named("privacy.rule.", rest)
	case base == "identifier":
		return c.t("place.identifiers") + c.colon() + c.named("place.scheme.", rest)
	case base == "name" && rest != "":
		language, kind, _ := strings.Cut(rest, ".")
		if kind == "" { // a help point's: one name in each language
			return c.t("place.name") + " (" + c.p.LanguageName(language) + ")"
		}
		return c.t("place.name") + " (" + c.p.LanguageName(language) + ", " + c.named("name.kind.", kind) + ")"
	case (base == "merge" || base == "split") && rest != "":
		if day, err := lang.ParseDate(rest); err == nil {
			return c.t("place.merge.title") + ", " + c.p.Date(day)
		}
	}
	for _, key := range []string{rec.Kind + "." + name, rec.Kind + "." + base} {
		if message, ok := fieldLabels[key]; ok {
			return c.t(message)
		}
	}
	return c.named("field.", name)
}

// textLabel names a part of a publication's text.
func (c *changeWords) textLabel(name string) string {
	if key, ok := map[string]string{"description": "document.field.about", "cost": "press.field.cost_text", "reverted": "press.cause.revert", "restored": "press.cause.restore"}[name]; ok {
		return c.t(key)
	}
	for _, key := range []string{"press.field." + name, "press." + name} {
		if c.p.Has(key) {
			return c.t(key)
		}
	}
	return c.named("field.", name)
}

// partnershipLabel names a field of a partnership or of one of its acts.
func (c *changeWords) partnershipLabel(name string) string {
	prefix := ""
	if rest, ok := strings.CutPrefix(name, "act."); ok {
		_, name, _ = strings.Cut(rest, ".")
		prefix = c.t("changes.act") + c.colon()
	}
	base, rest, _ := strings.Cut(name, ".")
	label := prefix + c.named("desk.field.", base)
	if rest == "" {
		return label
	}
	if id, err := strconv.ParseInt(rest, 10, 64); err == nil {
		return label + ": " + c.place(id)
	}
	return label + " (" + c.p.LanguageName(rest) + ")"
}

func (c *changeWords) place(id int64) string {
	if name := c.w.Places.DisplayName(id, c.Lang); name != "" {
		return name
	}
	return strconv.FormatInt(id, 10)
}

// places says a list of numbers of places, however it was written.
func (c *changeWords) places(value string) string {
	var names []string
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r < '0' || r > '9' }) {
		id, _ := strconv.ParseInt(part, 10, 64)
		names = append(names, c.place(id))
	}
	if len(names) == 0 {
		return value
	}
	return c.p.List(names)
}

// value says a value of a field, which is not empty.
func (c *changeWords) value(rec people.Record, name, value string) string {
	if ofGuests(rec) {
		return c.guestValue(name, value)
	}
	if rec.Kind == "request" {
		return c.requestValue(name, value)
	}
	if rec.Kind == plan.Kind || rec.Kind == plan.RecordKind {
		return c.planValue(name, value)
	}
	if rec.Kind == relay.Kind {
		return c.relayValue(name, value)
	}
	if rec.Kind == project.Kind {
		return c.projectValue(name, value)
	}
	if slices.Contains(stateFields, name) && rec.Kind != "proposal" {
		return c.state(rec.Kind, value)
	}
	base, _, _ := strings.Cut(name, ".")
	switch rec.Kind {
	case agenda.RecordKind:
		return c.agendaValue(name, value)
	case forum.RecordKind:
		return c.forumValue(name, value)
	case meeting.RecordKind:
		return c.own.fact(name, value)
	case press.Feed:
		if said, ok := c.pressValue(name, value); ok {
			return said
		}
	case "partnership":
		return c.partnershipValue(name, value)
	case "operator":
		return c.faceValue(name, value)
	case "place":
		return c.placeValue(base, value)
	case "proposal":
		if base == "state" {
			return c.named("desk.proposals.state.", value)
		}
	}
	switch name {
	case "partnership", "supersedes":
		return named(c.known, value)
	case "kind":
		if rec.Kind == press.Feed {
			return c.named("press.kind.", value)
		}
		return c.t("organisations.kind.is", "kind", value)
	case "topics":
		return c.fieldText(c.w, partnership.Partnership{}, nil, name, strings.ReplaceAll(value, ", ", ","))
	case "country":
		return c.p.CountryName(value)
	case "language":
		return c.p.LanguageName(value)
	case "member":
		return named(c.people, value)
	case "calendar":
		return c.places(value)
	case "digest":
		return c.named("care.every.", value)
	case "search_mail":
		return c.named("follow.every.", value)
	case "withdrawn", "gone", "there":
		return c.yes(value)
	}
	if moment, err := time.Parse(time.RFC3339, value); err == nil {
		return c.moment(moment)
	}
	if day, err := lang.ParseDate(value); err == nil && name == "until" {
		return c.p.Date(day)
	}
	return c.named("value.", value)
}

// pressValue says a value of a publication, of its own fields or of a text; false where it
// says what values of others say too.
func (c *changeWords) pressValue(name, value string) (string, bool) {
	language, field, ofText := strings.Cut(name, ".")
	if !ofText {
		_, own := ownLabels[name]
		return c.own.own(name, value), own
	}
	switch field {
	case "public", "reverted":
		return c.own.own(field, value), true
	case "origin":
		origin, of, _ := strings.Cut(value, " ")
		text := c.named("press.origin.", origin)
		if of != "" {
			text += ": " + c.p.LanguageName(of)
		}
		return text, true
	case "preview":
		return c.t("value.link"), true
	}
	return value, c.s.catalog.Has(language)
}

// named is the name of something by its identifier, which stands for itself where no name
// is known.
func named(all map[string]string, id string) string {
	if name := all[id]; name != "" {
		return name
	}
	return id
}

// yes says what the record keeps as a number or a word of programs.
func (c *changeWords) yes(value string) string {
	switch value {
	case "1", "true", "yes":
		return c.t("list.yes")
	case "0", "false":
		return c.t("list.no")
	}
	return value
}

// state says one of a few words of the program.
func (c *changeWords) state(kind, value string) string {
	switch kind {
	case "mail":
		return c.named("mail.state.", value)
	case "job":
		return c.named("jobs.state.", value)
	}
	return c.named("value.", value)
}

func (c *changeWords) placeValue(base, value string) string {
	switch base {
	case "kind":
		return c.named("place.kind.", value)
	case "population":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return c.p.Number(float64(n))
		}
	case "merge", "split":
		return c.places(value)
	case "identifier":
		if number, period, ok := strings.Cut(value, " "); ok {
			return number + " (" + strings.Replace(period, "/", "–", 1) + ")"
		}
	}
	return value
}

// partnershipValue says a value of a partnership or of one of its acts.
func (c *changeWords) partnershipValue(name, value string) string {
	switch name {
	case "cause":
		return c.named("desk.change.", value)
	case "withdrawn":
		return c.yes(value)
	case "asked":
		if value == "0" {
			return c.t("list.no")
		}
		return c.places(value)
	case "answer":
		return c.named("alive.say.", value)
	}
	if rest, ok := strings.CutPrefix(name, "act."); ok {
		_, name, _ = strings.Cut(rest, ".")
	}
	return c.fieldText(c.w, partnership.Partnership{}, c.titles, name, value)
}

// faceValue says a part of the site's face, which is kept as JSON where it is more than a
// text: what people wrote in it, without the names of fields and files.
func (c *changeWords) faceValue(name, value string) string {
	switch name {
	case "default_language":
		return c.p.LanguageName(value)
	case "home_place":
		return c.places(value)
	case "home_region":
		return named(map[string]string{value: c.w.Places.RegionName(value, c.Lang)}, value)
	case "logo":
		return c.t("value.set")
	}
	var parts any
	if json.Unmarshal([]byte(value), &parts) != nil {
		return value
	}
	return strings.Join(c.texts(name, parts), "; ")
}

// texts are the texts within a JSON value, those of languages with the language's name.
func (c *changeWords) texts(name string, value any) (all []string) {
	switch v := value.(type) {
	case string:
		if name == "languages" {
			v = c.p.LanguageName(v)
		}
		return []string{v}
	case []any:
		for _, one := range v {
			all = append(all, c.texts(name, one)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key == "logo" {
				continue // of a funder: a file by its checksum
			}
			for _, text := range c.texts(key, v[key]) {
				if c.s.catalog.Has(key) {
					text = c.p.LanguageName(key) + ": " + text
				}
				all = append(all, text)
			}
		}
	}
	return all
}

// pairOf names a partnership by its sides, "" where there is none.
func (s *Site) pairOf(r *http.Request, p *page, id string) (string, error) {
	found, err := s.rooms.Partnerships.ByID(r.Context(), id)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil
	}
	return p.pairNames(s.rooms.World().Places, found.Sides()), err
}
