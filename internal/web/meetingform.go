package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// meetingFactsPage is one meeting at the desk: what is the same in each language.
type meetingFactsPage struct {
	pressHead
	Meeting      meeting.Meeting
	Form         *form
	Language     string // of the short texts in the form: the one in which the meeting was begun
	Kinds        []option
	Days         map[string]dayView
	Place        placeField
	Inferred     []option
	Patrons      []patronRow
	Guests       []guestRow
	Partnerships []option
	Topics       []option
	Reports      []option
	Galleries    []option
	Materials    []materialRow
	Titles       int // columns of the table of materials that hold titles
	Upload       *uploadView
	MaterialForm *form
	MayFile      bool
	Words        []wordsLink
	Changed      []revisionView
}

// Head is what stands above.
func (v *meetingFactsPage) Head() pressHead { return v.pressHead }

// patronRow is a patron in the form; was is which of the stored ones it is.
type patronRow struct {
	N              string
	Was            string
	Office, Holder string
	Ways, States   []option
}

// guestRow is a town or a country in the form.
type guestRow struct {
	Place     placeField
	Countries []option
	Country   string // name of the field
	People    fieldView
}

// materialRow is a document in the form.
type materialRow struct {
	N                      int
	Document, Title, About string
	URL, Lang              string
}

// wordsLink leads to the short texts in a language.
type wordsLink struct {
	Name, URL string
	Missing   int
}

func (s *Site) newMeetingFacts(w http.ResponseWriter, r *http.Request, code string) (*meetingFactsPage, error) {
	m, err := s.meetingOf(r)
	if err != nil {
		return nil, err
	}
	head, err := s.headOf(w, r, code, m.Item, "/desk/meetings/"+m.ID, "")
	if err != nil {
		return nil, err
	}
	head.AtItem, head.Kind = true, head.t("meeting.kind."+string(m.Kind))
	head.Write = s.may(r, people.WriteMeeting, m.Object())
	v := &meetingFactsPage{pressHead: head, Meeting: m, Language: firstLanguage(m.Item)}
	for _, t := range m.Texts {
		v.Words = append(v.Words, wordsLink{v.p.LanguageName(t.Language), v.OwnURL + "/words/" + t.Language, m.Missing(t.Language)})
	}
	v.MayFile = s.rooms.Documents != nil
	v.MaterialForm = newForm(&v.page, url.Values{"language": {v.Language}})
	if v.MayFile {
		v.Upload = s.uploadView(v.MaterialForm, &v.page, nil)
	}
	return v, nil
}

// firstLanguage is the language in which an item was begun.
func firstLanguage(i press.Item) string {
	if len(i.Texts) == 0 {
		return ""
	}
	return i.Texts[0].Language
}

// meetingFacts shows it.
func (s *Site) meetingFacts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, s.factValues(&v.page, v.Meeting, v.Language))
	if err := s.dressMeeting(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting-facts", v)
}

// factValues are a meeting's facts as the form holds them.
func (s *Site) factValues(p *page, m meeting.Meeting, language string) url.Values {
	f, now := m.Facts, s.rooms.World()
	form := newForm(p, url.Values{
		"version": {strconv.FormatInt(m.Version, 10)}, "kind": {string(m.Kind)}, "series": {f.Series[language]}, "from": {dayWords(p, f.From)}, "to": {dayWords(p, f.To)},
		"inferred": {f.From.InferredWhy}, "begins": {f.Begins}, "ends": {f.Ends}, "zone": {f.Zone}, "venue": {f.Venue[language]}, "address": {f.Address},
		"organisers": {strings.Join(f.Organisers, "\n")}, "project": {f.Project.Name}, "credit": {f.Project.Credit[language]}, "logo": {f.Project.Logo},
		"programme": {meeting.WriteProgramme(f.Programme, language)}, "topic": m.Topics, "partnership": m.Targets(press.OfPartnership),
		"report": {meeting.Linked(m.Own, meeting.Report)}, "gallery": {meeting.Linked(m.Own, meeting.Gallery)},
	})
	if f.Edition != 0 {
		form.values.Set("edition", strconv.Itoa(f.Edition))
	}
	if f.Off {
		form.values.Set("off", "1")
	}
	if f.At != nil {
		form.values.Set("at", strconv.FormatFloat(f.At.Lat, 'f', -1, 64)+", "+strconv.FormatFloat(f.At.Lon, 'f', -1, 64))
	}
	p.setPlace(form, now, "place", f.Place)
	for i, x := range f.Patrons {
		office, _ := x.Office.In(language, language)
		form.setRow("patron", i, "was", strconv.Itoa(i), "way", string(x.Way), "office", office, "holder", x.Holder, "state", string(x.State))
	}
	for i, g := range f.Guests {
		form.setRow("guest", i, "country", g.Country)
		p.setPlace(form, now, rowField("guest", i, "place"), g.Place)
		if g.People != meeting.Uncounted {
			form.setRow("guest", i, "people", strconv.Itoa(g.People))
		}
	}
	for i, x := range f.Materials {
		title, _ := x.Title.In(language, language)
		form.setRow("material", i, "document", x.Document, "language", x.Language, "title", title, "order", strconv.Itoa(i+1))
	}
	return form.values
}

// dayWords writes a date as its field holds it.
func dayWords(p *page, d partnership.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.dateText(d)
}

// rowField is the name of a field in a row of a form.
func rowField(part string, n int, name string) string {
	return part + "." + strconv.Itoa(n) + "." + name
}

func (f *form) setRow(part string, n int, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		f.values.Set(rowField(part, n, pairs[i]), pairs[i+1])
	}
}

// rows is how many rows of a part a form has, counted by a field that each of them has.
func (f *form) rows(part, name string, most int) (n int) {
	for n < most && f.values.Has(rowField(part, n, name)) {
		n++
	}
	return n
}

// More rows than a meeting may have are refused by its room; here they only must not be
// without end.
const mostRows = 120

// emptyRows is how many empty rows a form offers below those that are filled.
const emptyRows = 2

// dressMeeting fills the choices of the form from what it holds. offers are the places
// that a field's words may mean.
func (s *Site) dressMeeting(r *http.Request, v *meetingFactsPage, offers map[string][]placeView) error {
	f := v.Form
	v.Kinds = v.meetingKinds()
	v.Days = map[string]dayView{
		"from": s.dayField(f, &v.page, "from", "meeting.fact.from", "desk.act.date.hint"),
		"to":   s.dayField(f, &v.page, "to", "meeting.fact.to", "meeting.fact.to.hint"),
	}
	v.Place = placeField{f.Field("place", "text", "meeting.fact.place", "meeting.fact.place.hint", "off"), f.raw(idPrefix + "place"), offers["place"]}
	v.Inferred = []option{{Name: v.t("desk.act.inferred.none")}}
	for _, why := range partnership.Inferences() {
		v.Inferred = append(v.Inferred, option{Value: why, Name: v.t("inferred.why." + why)})
	}
	v.dressPatrons()
	s.dressGuests(v, offers)
	v.Topics = v.tickedTopics(f)
	var err error
	if v.Reports, v.Galleries, err = s.reportsAndGalleries(r, v); err != nil {
		return err
	}
	if v.Materials, err = s.materialRows(r, v); err != nil {
		return err
	}
	item := &pressItemPage{pressHead: v.pressHead, Form: f}
	err = s.fillPartnerships(r, item, s.rooms.World(), v.Meeting.Towns())
	v.Partnerships = item.Partnerships
	return err
}

func (v *meetingFactsPage) dressPatrons() {
	f := v.Form
	for n := range f.rows("patron", "office", mostRows) + emptyRows {
		row := patronRow{N: strconv.Itoa(n), Was: f.raw(rowField("patron", n, "was")), Office: f.raw(rowField("patron", n, "office")), Holder: f.raw(rowField("patron", n, "holder"))}
		for _, way := range meeting.Patronages() {
			row.Ways = append(row.Ways, option{Value: string(way), Name: v.t("meeting.patronage." + string(way)), Chosen: f.raw(rowField("patron", n, "way")) == string(way)})
		}
		for _, state := range meeting.States() {
			row.States = append(row.States, option{Value: string(state), Name: v.t("meeting.state." + string(state)), Chosen: f.raw(rowField("patron", n, "state")) == string(state)})
		}
		v.Patrons = append(v.Patrons, row)
	}
}

func (s *Site) dressGuests(v *meetingFactsPage, offers map[string][]placeView) {
	f := v.Form
	for n := range f.rows("guest", "country", mostRows) + emptyRows {
		place, country, people := rowField("guest", n, "place"), rowField("guest", n, "country"), rowField("guest", n, "people")
		row := guestRow{Country: country, People: f.Field(people, "number", "meeting.people", "", "off")}
		row.Place = placeField{f.Field(place, "text", "meeting.town", "", "off"), f.raw(idPrefix + place), offers[place]}
		row.Countries = []option{{Name: v.t("meeting.country.of_town")}}
		for _, c := range s.countries {
			row.Countries = append(row.Countries, option{Value: c, Name: v.p.CountryName(c), Chosen: f.raw(country) == c})
		}
		lang.SortFunc(v.p, row.Countries[1:], func(o option) string { return o.Name })
		v.Guests = append(v.Guests, row)
	}
}

// reportsAndGalleries are what the meeting can name as its report and its gallery.
func (s *Site) reportsAndGalleries(r *http.Request, v *meetingFactsPage) (reports, galleries []option, err error) {
	none := option{Name: v.t("meeting.none")}
	reports, galleries = []option{none}, []option{none}
	all, err := s.rooms.Press.All(r.Context())
	for _, i := range all {
		o := option{Value: i.ID, Name: v.itemTitle(i)}
		switch i.Kind {
		case press.Article:
			reports = append(reports, o)
		case press.Gallery:
			galleries = append(galleries, o)
		}
	}
	return reports, galleries, err
}

// takeMeetingFacts keeps what the form says.
func (s *Site) takeMeetingFacts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMeetingFacts(w, r, code)
	if err != nil {
		return err
	}
	if v.Form, err = readForm(r, &v.page); err != nil {
		return err
	}
	f := v.Form
	chosen := v.settleChoice(f, s.rooms.World())
	s.settleDays(f, &v.page, "from", "to")
	facts, own, offers := s.readFacts(v)
	again := func(status int) error {
		if err := s.dressMeeting(r, v, offers); err != nil {
			return err
		}
		return s.write(w, status, "meeting-facts", v)
	}
	if f.checked("more") || chosen && len(offers) == 0 && !f.checked("save") {
		return again(http.StatusOK)
	}
	version, _ := strconv.ParseInt(f.raw("version"), 10, 64) // unreadable: a conflict
	if f.ok() {
		err := s.rooms.Meetings.Save(r.Context(), actorOf(r), v.Meeting.ID, version, facts, own, f.text("why"))
		if err == nil {
			return s.done(w, r, code, v.OwnURL, lang.Msg("press.saved"), "")
		}
		if errs.KindOf(err) == errs.Conflict && errs.FieldOf(err) == "" {
			if v.Changed, err = s.meetingSince(r, &v.page, v.Meeting.ID, version); err != nil {
				return err
			}
			f.values.Set("version", strconv.FormatInt(v.Meeting.Version, 10))
			f.fail("", lang.Msg("error.press.conflict"))
			return again(http.StatusConflict)
		}
		if !f.take(err) {
			return err
		}
	}
	return again(http.StatusUnprocessableEntity)
}

// readFacts reads the form over what the meeting was: short texts in other languages stay.
func (s *Site) readFacts(v *meetingFactsPage) (meeting.Facts, press.Own, map[string][]placeView) {
	f, old, l, offers := v.Form, v.Meeting.Facts, v.Language, map[string][]placeView{}
	var err error
	facts := meeting.Facts{
		Kind: meeting.Kind(f.text("kind")), Series: old.Series.With(l, f.text("series")), Edition: int(f.whole("edition", "error.meeting.edition")),
		Begins: clockIn(f.text("begins")), Ends: clockIn(f.text("ends")), Zone: f.text("zone"), Off: f.checked("off"), Venue: old.Venue.With(l, f.text("venue")), Address: f.text("address"),
		Organisers: strings.Split(f.text("organisers"), "\n"),
		Project:    meeting.Project{Name: f.text("project"), Credit: old.Project.Credit.With(l, f.text("credit")), Logo: f.text("logo")},
	}
	for name, into := range map[string]*partnership.Date{"from": &facts.From, "to": &facts.To} {
		if *into, err = s.lexicon.ReadDate(f.text(name), s.today()); err != nil {
			f.fail(name, errs.PublicOf(err))
		}
	}
	if why := f.text("inferred"); slices.Contains(partnership.Inferences(), why) && !facts.From.IsZero() {
		facts.From.InferredBy, facts.From.InferredWhy = partnership.InferredByEditor, why
	}
	facts.Place, offers["place"] = s.placeIn(f, &v.page, s.rooms.World(), "place", nil)
	if p, ok := s.rooms.World().Places.Get(facts.Place); ok && facts.Zone == "" {
		facts.Zone = p.Zone
	}
	facts.At = f.position("at")
	if facts.Programme, err = meeting.ReadProgramme(f.text("programme"), l, old.Programme); err != nil {
		f.take(err)
	}
	facts.Patrons, facts.Materials = f.patrons(l, old.Patrons), f.materials(l, old.Materials)
	facts.Guests = s.readGuests(v, facts.Place, offers)
	return facts, v.readMeetingOwn(), offers
}

// clockIn reads an hour as people write it: "9.30", "9:30", "9".
func clockIn(text string) string {
	text = strings.ReplaceAll(text, ".", ":")
	if text != "" && !strings.Contains(text, ":") {
		text += ":00"
	}
	if len(text) == 4 {
		text = "0" + text
	}
	return text
}

// position reads "53.13, 23.16".
func (f *form) position(name string) *meeting.Position {
	text := f.text(name)
	if text == "" {
		return nil
	}
	a, b, ok := strings.Cut(text, ",")
	lat, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err != nil || err2 != nil || lat != lat || lon != lon {
		f.fail(name, lang.Msg("error.meeting.position"))
		return nil
	}
	return &meeting.Position{Lat: lat, Lon: lon}
}

func (f *form) patrons(l string, old []meeting.Patron) (all []meeting.Patron) {
	for n := range f.rows("patron", "office", mostRows) {
		p := meeting.Patron{
			Way: meeting.Patronage(f.text(rowField("patron", n, "way"))), State: meeting.State(f.text(rowField("patron", n, "state"))), Holder: f.text(rowField("patron", n, "holder")),
		}
		office := f.text(rowField("patron", n, "office"))
		if office == "" {
			continue
		}
		if was, err := strconv.Atoi(f.raw(rowField("patron", n, "was"))); err == nil && was >= 0 && was < len(old) {
			p.Office = old[was].Office
		}
		p.Office = p.Office.With(l, office)
		all = append(all, p)
	}
	return all
}

// materials are the documents that stay, in the order that the form gives them.
func (f *form) materials(l string, old []meeting.Material) (all []meeting.Material) {
	type placed struct {
		meeting.Material
		at int
	}
	var list []placed
	for n := range f.rows("material", "document", mostRows) {
		i := slices.IndexFunc(old, func(m meeting.Material) bool { return m.Document == f.raw(rowField("material", n, "document")) })
		if i < 0 || f.checked(rowField("material", n, "gone")) {
			continue
		}
		m := old[i]
		m.Language, m.Title = f.text(rowField("material", n, "language")), m.Title.With(l, f.text(rowField("material", n, "title")))
		at, err := strconv.Atoi(f.text(rowField("material", n, "order")))
		if err != nil {
			at = n + 1
		}
		list = append(list, placed{m, at})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.at - b.at })
	for _, x := range list {
		all = append(all, x.Material)
	}
	return all
}

func (s *Site) readGuests(v *meetingFactsPage, venue int64, offers map[string][]placeView) (all []meeting.Guests) {
	f, now := v.Form, s.rooms.World()
	near := []int64{}
	for _, g := range v.Meeting.Guests {
		near = append(near, g.Place)
	}
	for n := range f.rows("guest", "country", mostRows) {
		name := rowField("guest", n, "place")
		g := meeting.Guests{Country: f.text(rowField("guest", n, "country")), People: meeting.Uncounted}
		if g.Country != "" && !slices.Contains(s.countries, g.Country) {
			g.Country = ""
		}
		g.Place, offers[name] = s.placeIn(f, &v.page, now, name, near)
		if p, ok := now.Places.Get(g.Place); ok {
			g.Country = p.Country
		}
		if text := f.text(rowField("guest", n, "people")); text != "" {
			g.People = int(f.whole(rowField("guest", n, "people"), "error.meeting.people"))
			if g.People < 0 {
				f.fail(rowField("guest", n, "people"), lang.Msg("error.meeting.people"))
			}
		}
		if g.Place != 0 || g.Country != "" {
			all = append(all, g)
		}
	}
	return all
}

// readMeetingOwn reads topics and links; the towns come from the facts.
func (v *meetingFactsPage) readMeetingOwn() press.Own {
	f, own := v.Form, v.Meeting.Item.Own
	own.Topics, own.Links = f.all("topic"), nil
	for _, id := range f.all("partnership") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPartnership, Target: id})
	}
	for _, role := range []string{meeting.Report, meeting.Gallery} {
		if id := f.text(role); id != "" {
			own.Links = append(own.Links, press.Link{Kind: press.OfPress, Target: id, Role: role})
		}
	}
	return own
}
