package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// meetingPage is what readers see of a meeting.
type meetingPage struct {
	page
	Crumbs     []link
	Draft      string // this is a draft, and until when the link leads here
	Kicker     string // kind, series, edition
	Off        bool
	Coming     string // "in 12 days", for one that is near
	Days       string
	Weekday    string
	Hours      string
	Inferred   string // why the day was concluded
	Venue      worded
	Address    string
	Place      *placeView
	MapURL     string // the venue on a map that others keep
	Map        *mapView
	Organisers []string
	Project    string
	Credit     worded
	Logo       *imageView
	Patrons    []patronGroup
	Guests     []guestGroup
	GuestsSum  string
	Programme  []programmeDay
	Article    *articleView
	Origin     string
	Source     *link
	Stale      bool
	Report     *teaserView
	Gallery    *link
	Pictures   []photoView
	Materials  []materialView
	ZIP        string
	Pairs      []link
	Topics     []link
	Others     []link // editions of the same series
	ICS        string
	EditURL    string // for those who may
}

// worded is a short text with its language where that is not the page's.
type worded struct{ Text, Lang string }

// patronGroup are the patrons of one kind.
type patronGroup struct {
	Way     string
	Patrons []patronView
}

type patronView struct {
	Office worded
	Holder string
}

// guestGroup are the guests of one country.
type guestGroup struct {
	Country string
	Towns   []guestView
	Count   string
}

type guestView struct {
	Place placeView
	Count string
}

// programmeDay is one day of the programme; Name is "" where there is only one.
type programmeDay struct {
	Name  string
	Timed bool // some of its items have hours
	Slots []slotView
}

type slotView struct {
	Hours, From string
	Title       worded
}

type materialView struct {
	Title     worded
	URL       string
	About     string
	Language  string
	Restricts string
}

// wordedIn is a short text as a page in a language shows it.
func wordedIn(w meeting.Words, code, first string) worded {
	text, in := w.In(code, first)
	if in == code {
		in = ""
	}
	return worded{text, in}
}

// shownMeeting is the meeting at an address, for what hangs on its page.
func (s *Site) shownMeeting(r *http.Request, code string) (meeting.Shown, error) {
	if s.rooms.Meetings == nil {
		return meeting.Shown{}, errNoPage
	}
	text, _, ok, err := s.rooms.Press.At(r.Context(), press.Meeting, code, r.PathValue("slug"))
	if err == nil && !ok {
		err = errNoPage
	}
	if err != nil {
		return meeting.Shown{}, err
	}
	return s.rooms.Meetings.Join(r.Context(), text)
}

// meeting serves a meeting at its address.
func (s *Site) meeting(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil {
		return errNoPage
	}
	slug := r.PathValue("slug")
	text, others, ok, err := s.rooms.Press.At(r.Context(), press.Meeting, code, slug)
	if err != nil {
		return err
	}
	if !ok {
		return s.notInThisLanguage(w, r, code, press.Meeting, slug, others)
	}
	if moved(w, r, "/"+code+text.Path()) {
		return nil
	}
	m, err := s.rooms.Meetings.Join(r.Context(), text)
	if err != nil {
		return err
	}
	v := &meetingPage{page: s.newPage(r, code, text.Path())}
	v.Alternates = s.versions(press.Meeting, m.Languages, code)
	if err := s.fillMeeting(r, v, m); err != nil {
		return err
	}
	v.Stale, v.Feed = m.Stale, "/"+code+"/meetings.atom"
	if address, ok := m.Shown.In(m.Of); ok && m.Translation() {
		v.Source = &link{v.p.LanguageName(m.Of), "/" + m.Of + address}
	}
	base := "/" + code + text.Path()
	if m.Exact() {
		v.ICS = base + "/meeting.ics"
	}
	if len(v.Materials) > 1 {
		v.ZIP = base + "/materials.zip"
	}
	if s.may(r, people.TranslatePress, people.Object{Kind: press.Feed, ID: m.ID, Organisation: m.Organisation, Meeting: m.ID}) {
		v.EditURL = "/" + code + "/desk/meetings/" + m.ID
	}
	v.JSONLD = s.meetingData(v, m)
	return s.write(w, http.StatusOK, "meeting", v)
}

// previewMeeting shows a draft to whoever has the link.
func (s *Site) previewMeeting(w http.ResponseWriter, r *http.Request, code, until string, draft press.Shown) error {
	m, err := s.rooms.Meetings.Join(r.Context(), draft)
	if err != nil {
		return err
	}
	v := &meetingPage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical, v.Alternates, v.Draft = true, false, "", nil, until
	if err := s.fillMeeting(r, v, m); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting", v)
}

// fillMeeting fills what a draft shows too.
func (s *Site) fillMeeting(r *http.Request, v *meetingPage, m meeting.Shown) (err error) {
	v.Section, v.Title, v.Description = "meetings", m.Title, m.Lead
	if v.Description == "" {
		v.Description = markup.Beginning(m.Body, mostDescription)
	}
	v.Crumbs = []link{{v.t("press.section.meeting"), "/" + v.Lang + "/meetings"}}
	if v.Article, err = s.articleView(r, &v.page, v.Lang, press.Meeting, m.Content, m.Own); err != nil {
		return err
	}
	v.Article.Lang = "" // the page's own
	if m.Translation() {
		v.Origin = v.t("press.origin."+string(m.Origin)+".told", "language", m.Of)
	}
	first := v.Lang
	if m.Of != "" {
		first = m.Of
	}
	v.fillKicker(m, first)
	s.fillWhen(v, m.Facts)
	s.fillWhere(v, m.Facts, first)
	v.Organisers, v.Project, v.Credit = m.Organisers, m.Project.Name, wordedIn(m.Project.Credit, v.Lang, first)
	v.fillPatrons(m.Facts, first)
	s.fillGuests(v, m.Facts)
	v.fillProgramme(m.Facts, first)
	for _, code := range m.Topics {
		v.Topics = append(v.Topics, link{v.p.Message(topic.Label(code)), "/" + v.Lang + "/practices?topic=" + url.QueryEscape(code)})
	}
	return s.fillRelated(r, v, m, first)
}

func (v *meetingPage) fillKicker(m meeting.Shown, first string) {
	v.Kicker, v.Off = v.t("meeting.kind."+string(m.Kind)), m.Off
	if series := wordedIn(m.Series, v.Lang, first); series.Text != "" {
		v.Kicker += " · " + series.Text
	}
	if m.Edition > 0 {
		v.Kicker += " · " + v.t("meeting.edition.no", "n", strconv.Itoa(m.Edition))
	}
}

// nearDays is how long before a meeting its page counts the days.
const nearDays = 60

func (s *Site) fillWhen(v *meetingPage, f meeting.Facts) {
	v.Days = v.meetingDays(f)
	if why := f.From.InferredWhy; why != "" {
		v.Inferred = v.t("inferred.why." + why)
	}
	if !f.Exact() {
		return
	}
	day := time.Date(f.From.Year, time.Month(f.From.Month), f.From.Day, 0, 0, 0, 0, time.UTC)
	if f.To.IsZero() && !f.From.Inferred() { // a weekday would rest on the guess
		v.Weekday = v.p.Weekday(day.Weekday())
	}
	if begin, end, ok := f.Hours(); ok {
		v.Hours = v.p.Clock(begin)
		if end.After(begin) && f.To.IsZero() {
			v.Hours += "–" + v.p.Clock(end)
		}
		if zone, _ := time.LoadLocation(s.homeZone().String()); zone == nil || zone.String() != f.Zone {
			v.Hours += " (" + strings.ReplaceAll(f.Zone, "_", " ") + ")"
		}
	}
	t := s.today()
	today := time.Date(t.Year, time.Month(t.Month), t.Day, 0, 0, 0, 0, time.UTC)
	if days := int(day.Sub(today).Hours() / 24); days > 0 && days <= nearDays && !f.Off {
		v.Coming = v.t("meeting.in_days", "n", days)
	}
}

func (s *Site) fillWhere(v *meetingPage, f meeting.Facts, first string) {
	now := s.rooms.World()
	v.Venue, v.Address = wordedIn(f.Venue, v.Lang, first), f.Address
	if f.At != nil {
		at := strconv.FormatFloat(f.At.Lat, 'f', 5, 64) + "/" + strconv.FormatFloat(f.At.Lon, 'f', 5, 64)
		v.MapURL = "https://www.openstreetmap.org/?mlat=" + strings.Replace(at, "/", "&mlon=", 1) + "#map=17/" + at
	}
	here, ok := now.Places.Get(f.Place)
	if !ok {
		return
	}
	view := v.placeView(now, f.Place)
	v.Place = &view
	own := mapPlace{Place: geo.Place{ID: filled(here.ID), At: point(here), Label: view.Name, Class: "here", Rank: 1000, Size: 5}, URL: view.URL}
	var lines []mapLink
	for _, g := range f.Guests {
		there, ok := now.Places.Get(g.Place)
		if !ok || g.Place == f.Place {
			continue
		}
		name := now.Places.DisplayName(there.ID, v.Lang)
		lines = append(lines, mapLink{From: own.At, To: point(there), Here: own, There: mapPlace{
			Place: geo.Place{ID: filled(there.ID), At: point(there), Label: name, Class: "there", Rank: 10, Size: 3.5}, URL: placeURL(now, there.ID, v.Lang),
		}})
	}
	near, _ := nearLinks(lines)
	places := placesOf(near)
	if len(places) == 0 {
		places = []mapPlace{own}
	}
	v.Map = s.drawMap(&v.page, v.t("meeting.map"), townView, places, near)
}

func (v *meetingPage) fillPatrons(f meeting.Facts, first string) {
	for _, p := range f.PatronsShown() {
		way := v.t("meeting.patronage." + string(p.Way))
		if n := len(v.Patrons); n == 0 || v.Patrons[n-1].Way != way {
			v.Patrons = append(v.Patrons, patronGroup{Way: way})
		}
		group := &v.Patrons[len(v.Patrons)-1]
		group.Patrons = append(group.Patrons, patronView{wordedIn(p.Office, v.Lang, first), p.Holder})
	}
}

// fillGuests groups the guests by country. Who was not counted is not added up as none.
func (s *Site) fillGuests(v *meetingPage, f meeting.Facts) {
	now, sum, all := s.rooms.World(), 0, true
	sums, whole := map[string]int{}, map[string]bool{}
	var order []string
	for _, g := range f.Guests {
		if _, seen := whole[g.Country]; !seen {
			order, whole[g.Country] = append(order, g.Country), true
		}
		if g.People == meeting.Uncounted {
			whole[g.Country], all = false, false
			continue
		}
		sums[g.Country], sum = sums[g.Country]+g.People, sum+g.People
	}
	for _, country := range order {
		group := guestGroup{Country: v.p.CountryName(country), Count: v.guestCount(sums[country], whole[country])}
		for _, g := range f.Guests {
			if _, ok := now.Places.Get(g.Place); g.Country != country || !ok {
				continue
			}
			group.Towns = append(group.Towns, guestView{v.placeView(now, g.Place), v.guestCount(max(g.People, 0), g.People != meeting.Uncounted)})
		}
		if len(group.Towns) == 1 && group.Towns[0].Count == group.Count {
			group.Towns[0].Count = "" // said once
		}
		v.Guests = append(v.Guests, group)
	}
	if len(order) > 1 && all {
		v.GuestsSum = v.t("meeting.guests.sum", "n", sum)
	}
}

// guestCount says how many came: exactly, at least, or that nobody counted.
func (p *page) guestCount(n int, whole bool) string {
	switch {
	case whole:
		return p.t("meeting.guests.n", "n", n)
	case n > 0:
		return p.t("meeting.guests.least", "n", n)
	}
	return p.t("meeting.uncounted")
}

func (v *meetingPage) fillProgramme(f meeting.Facts, first string) {
	days := 0
	if len(f.Programme) > 0 {
		days = f.Programme[len(f.Programme)-1].Day
	}
	for _, x := range f.Programme {
		if n := len(v.Programme); n == 0 || x.Day != f.Programme[0].Day+n-1 {
			name := ""
			if days > 0 {
				name = v.t("meeting.day", "n", x.Day+1)
			}
			if days > 0 && f.Exact() {
				at := time.Date(f.From.Year, time.Month(f.From.Month), f.From.Day+x.Day, 0, 0, 0, 0, time.UTC)
				name = v.p.Weekday(at.Weekday()) + ", " + v.p.Date(lang.DateOf(at))
			}
			v.Programme = append(v.Programme, programmeDay{Name: name})
		}
		slot := slotView{From: x.From, Hours: x.From, Title: wordedIn(x.Title, v.Lang, first)}
		if x.Until != "" {
			slot.Hours += "–" + x.Until
		}
		day := &v.Programme[len(v.Programme)-1]
		day.Timed, day.Slots = day.Timed || x.From != "", append(day.Slots, slot)
	}
}

// fillRelated fills what is kept elsewhere: papers, the report, the gallery, partnerships.
func (s *Site) fillRelated(r *http.Request, v *meetingPage, m meeting.Shown, first string) error {
	docs, err := s.materialsOf(r, &v.page, m.Facts)
	if err != nil {
		return err
	}
	for _, d := range docs {
		view := s.documentView(r, &v.page, d.Document, s.documentObject(d.Document))
		x := materialView{Title: wordedIn(d.Title(), v.Lang, first), URL: view.URL, About: view.About}
		if x.Title.Text == "" {
			x.Title.Text = d.Name
		}
		if d.Material.Language != "" && d.Material.Language != v.Lang {
			x.Language = v.p.LanguageName(d.Material.Language)
		}
		v.Materials = append(v.Materials, x)
	}
	if m.Project.Logo != "" {
		found, err := s.documentViews(r, &v.page, []string{m.Project.Logo})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			v.Logo = found[0].Image
		}
	}
	for _, id := range m.Targets(press.OfPartnership) {
		if p, err := s.rooms.Partnerships.ByID(r.Context(), id); err == nil { // one that is listed no longer is not named
			v.Pairs = append(v.Pairs, link{v.pairName(s.rooms.World(), p.Sides()), "/" + v.Lang + "/partnerships/" + p.ID})
		}
	}
	if id := meeting.Linked(m.Own, meeting.Report); id != "" {
		report, ok, err := s.rooms.Press.ShownIn(r.Context(), id, v.Lang)
		if err != nil {
			return err
		}
		if ok {
			t := v.teaser(report)
			v.Report = &t
		}
	}
	return s.fillGallery(r, v, m)
}

// fillGallery leads to the gallery, where it is public in this language.
func (s *Site) fillGallery(r *http.Request, v *meetingPage, m meeting.Shown) error {
	id := meeting.Linked(m.Own, meeting.Gallery)
	if id == "" {
		return nil
	}
	g, ok, err := s.rooms.Press.ShownIn(r.Context(), id, v.Lang)
	if err != nil || !ok {
		return err
	}
	v.Gallery = &link{g.Title, "/" + v.Lang + g.Path()}
	all, err := s.publicPictures(r, id)
	for n, x := range all {
		p := v.photoView(x, thumbWidth, asThumb)
		if p.Number, p.URL = n+1, v.Gallery.URL+"/"+strconv.Itoa(n+1); p.Src != "" {
			v.Pictures = append(v.Pictures, p)
		}
	}
	return err
}

// Title is the paper's title by language.
func (d materialDocument) Title() meeting.Words { return d.Material.Title }

// meetingData describes the meeting to machines.
func (s *Site) meetingData(v *meetingPage, m meeting.Shown) ld {
	node := ld{
		"@context": "https://schema.org", "@type": "Event", "@id": v.Canonical, "url": v.Canonical, "name": m.Title, "inLanguage": v.Lang,
		"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "eventStatus": "https://schema.org/EventScheduled",
	}
	if m.Off {
		node["eventStatus"] = "https://schema.org/EventCancelled"
	}
	if v.Description != "" {
		node["description"] = v.Description
	}
	if begin, end, ok := m.Hours(); ok {
		node["startDate"] = begin.Format(time.RFC3339)
		if end.After(begin) {
			node["endDate"] = end.Format(time.RFC3339)
		}
	} else if !m.From.IsZero() {
		node["startDate"] = m.From.Calendar().String()
		if !m.To.IsZero() {
			node["endDate"] = m.To.Calendar().String()
		}
	}
	if location := s.locationData(v, m.Facts); location != nil {
		node["location"] = location
	}
	var organisers []ld
	for _, name := range m.Organisers {
		organisers = append(organisers, ld{"@type": "Organization", "name": name})
	}
	if len(organisers) > 0 {
		node["organizer"] = organisers
	}
	if credit := v.Credit.Text; m.Project.Name != "" {
		node["funding"] = ld{"@type": "Grant", "name": m.Project.Name, "description": credit}
	}
	return node
}

// locationData is where it is, or nil.
func (s *Site) locationData(v *meetingPage, f meeting.Facts) ld {
	if v.Place == nil && v.Venue.Text == "" {
		return nil
	}
	address := ld{"@type": "PostalAddress"}
	if f.Address != "" {
		address["streetAddress"] = f.Address
	}
	node := ld{"@type": "Place", "name": v.Venue.Text, "address": address}
	if v.Place != nil {
		found, _ := s.rooms.World().Places.Get(f.Place)
		address["addressLocality"], address["addressCountry"] = v.Place.Name, found.Country
		if v.Venue.Text == "" {
			node["name"] = v.Place.Name
		}
	}
	if f.At != nil {
		node["geo"] = ld{"@type": "GeoCoordinates", "latitude": f.At.Lat, "longitude": f.At.Lon}
	}
	return node
}
