package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
)

// helpPage lists the help points.
type helpPage struct {
	page
	Points    []helpView
	Total     int
	Purposes  []option
	Languages []option
	Form      *form // the question: where the reader is
	Near      string
	Several   []option // places that answer to the name
	Map       *mapView
	AddURL    string
	Zones     bool // the points lie in more than one time zone
}

// helpView is one help point as pages show it.
type helpView struct {
	ID, URL, CardURL, AskURL, EditURL string
	Name, Summary, Way, TextLang      string
	TextNote                          string // the text is in another language, or behind, or a machine's
	Purposes                          []string
	Town                              placeView
	Address                           string
	Lat, Lon                          string // for the reader's own browser, which finds the nearest
	Km                                float64
	Far                               bool // Km is known
	Status                            helpStatus
	Phones                            []phoneView
	Mails                             []string
	Web                               string
	Languages                         string
	Access                            []string
	Appointment                       string
	Checked                           string
	Notice                            string // closed for a time, now or soon
	Zone                              string
	Example, Confidential             bool
}

// helpStatus is what is said first: open until eight.
type helpStatus struct {
	Code  string
	Word  string // "open now"
	Then  string // "until 20:00", "opens Monday, 13:00"
	Note  string // why it is not known; what the hours say beside
	Until string // RFC 3339, when it changes; "" for not known
}

// phoneView is a number; Tel is what a tap dials, "" where nobody should dial it.
type phoneView struct {
	Text, Tel, Note string
	Fax             bool
}

// holidaysOf are the public holidays where a point lies, nil where none are known.
func (s *Site) holidaysOf(p helppoint.Point) openhours.Holidays {
	at, ok := s.rooms.World().Places.Get(p.Place)
	if !ok || s.rooms.Holidays == nil {
		return nil
	}
	return s.rooms.Holidays(at.Country, at.Region)
}

// helpPoints shows all points: those that fit, the nearest first where the reader said
// where she is.
func (s *Site) helpPoints(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Help == nil {
		return errNoPage
	}
	v := &helpPage{page: s.newPage(r, code, "/help")}
	v.Title, v.Description, v.Section, v.keep = v.t("help.title"), v.t("help.description"), "help", false
	v.keepQuery(r.URL.Query())
	w.Header().Set("Permissions-Policy", permissions("geolocation=(self)"))
	v.Form = newForm(&v.page, r.URL.Query())
	all, err := s.rooms.Help.Public(r.Context())
	if err != nil {
		return err
	}
	v.Total = len(all)
	from, located := s.readerAt(v)
	s.fillHelpChoices(v, all)
	all = slices.DeleteFunc(all, func(p helppoint.Point) bool { return !fitsHelp(p, v.Form) })
	zones := map[string]bool{}
	for _, p := range all {
		view := s.helpView(r, &v.page, p)
		if located {
			view.Km, view.Far = geo.Distance(from, s.helpAt(p)), true
		}
		zones[p.Zone] = true
		v.Points = append(v.Points, view)
	}
	v.Zones = len(zones) > 1
	slices.SortStableFunc(v.Points, func(a, b helpView) int { return helpOrder(v.p, a, b) })
	v.Map = s.helpMap(v, all)
	if s.may(r, people.AddHelp, people.Object{Kind: "site"}) {
		v.AddURL = "/" + code + "/desk/help/new"
	}
	v.JSONLD = s.helpListData(v)
	return s.write(w, http.StatusOK, "help", v)
}

// helpRank orders what can be said: where one can go now, then where one can go soonest.
var helpRank = map[string]int{"open": 0, "appointment": 1, "closed": 2, "away": 3, "unknown": 4}

// helpOrder is by distance where that is known, else by what is open first; then by name.
func helpOrder(p *lang.Printer, a, b helpView) int {
	c := cmp.Compare(a.Km, b.Km)
	if !a.Far {
		c = cmp.Or(cmp.Compare(helpRank[a.Status.Code], helpRank[b.Status.Code]), cmp.Compare(soon(a.Status), soon(b.Status)))
	}
	if c != 0 {
		return c
	}
	switch {
	case p.Less(a.Name, b.Name):
		return -1
	case p.Less(b.Name, a.Name):
		return 1
	}
	return 0
}

// soon orders points that are closed by when they open; unknown times stand last.
func soon(s helpStatus) string {
	switch {
	case s.Code != "closed":
		return ""
	case s.Until == "":
		return "9999"
	}
	return s.Until
}

// readerAt is where the reader said that she is.
func (s *Site) readerAt(v *helpPage) (geo.Point, bool) {
	if v.Form.text("near") == "" {
		return geo.Point{}, false
	}
	var several []areaView
	number, err := s.placeFrom(v.Form, &v.page, "near", &several)
	v.Several = placeOptions(several)
	if err != nil {
		v.Form.take(err)
		return geo.Point{}, false
	}
	found, ok := s.rooms.World().Places.Get(number)
	v.Near = s.placeLabel(v.p, number)
	return point(found), ok
}

// fillHelpChoices offers the purposes and languages that some point has.
func (s *Site) fillHelpChoices(v *helpPage, all []helppoint.Point) {
	has := func(is func(helppoint.Point) bool) bool { return slices.ContainsFunc(all, is) }
	v.Purposes, v.Languages = []option{{Name: v.t("help.any")}}, []option{{Name: v.t("help.any")}}
	for _, purpose := range helppoint.Purposes() {
		if has(func(p helppoint.Point) bool { return p.For(purpose) }) {
			v.Purposes = append(v.Purposes, option{Value: string(purpose), Name: v.t("help.purpose." + string(purpose))})
		}
	}
	var spoken []string
	for _, p := range all {
		for _, l := range p.Languages {
			if !slices.Contains(spoken, l) {
				spoken = append(spoken, l)
			}
		}
	}
	for _, l := range spoken {
		v.Languages = append(v.Languages, option{Value: l, Name: v.p.LanguageName(l)})
	}
	slices.SortFunc(v.Languages[1:], func(a, b option) int {
		if v.p.Less(a.Name, b.Name) {
			return -1
		}
		return 1
	})
}

func fitsHelp(p helppoint.Point, f *form) bool {
	purpose, spoken := f.text("purpose"), f.text("language")
	return (purpose == "" || p.For(helppoint.Purpose(purpose))) && (spoken == "" || slices.Contains(p.Languages, spoken))
}

// helpAt is where a point lies: its own position, else that of its place.
func (s *Site) helpAt(p helppoint.Point) geo.Point {
	if p.Located {
		return geo.Point{Lat: p.Lat, Lon: p.Lon}
	}
	found, _ := s.rooms.World().Places.Get(p.Place)
	return point(found)
}

// helpView dresses a point.
func (s *Site) helpView(r *http.Request, p *page, h helppoint.Point) helpView {
	at := s.helpAt(h)
	base := "/" + p.Lang + "/help/" + h.Handle
	v := helpView{
		ID: h.ID, URL: base, CardURL: base + "/card", Address: h.Address, Web: h.Web, Mails: h.Mails,
		Lat: position(at.Lat), Lon: position(at.Lon), Zone: strings.ReplaceAll(h.Zone, "_", " "), Example: h.Example, Confidential: h.Confidential,
	}
	text, code, _ := h.In(p.Lang, s.languages)
	v.Name, v.Summary, v.Way = text.Name, text.Summary, text.Way
	if code != p.Lang {
		v.TextLang, v.TextNote = code, p.t("help.text.other", "language", code)
	} else if text.Origin == helppoint.Machine {
		v.TextNote = p.t("help.text.machine", "language", text.Source)
	} else if h.Stale(code) {
		v.TextNote = p.t("help.text.stale", "language", text.Source)
	}
	for _, x := range h.Purposes {
		v.Purposes = append(v.Purposes, p.t("help.purpose."+string(x)))
	}
	if h.Place != 0 {
		v.Town = p.placeView(s.rooms.World(), h.Place)
	}
	v.Phones = s.phoneViews(h)
	var spoken []string
	for _, l := range h.Languages {
		spoken = append(spoken, p.p.LanguageName(l))
	}
	v.Languages = p.p.List(spoken)
	for _, x := range h.Access {
		v.Access = append(v.Access, p.t("help.access."+x))
	}
	if h.Appointment != helppoint.NoAppointment {
		v.Appointment = p.t("help.appointment." + string(h.Appointment))
	}
	v.Checked = p.checked(h)
	v.Notice = p.closureText(h, s.clock.Now())
	v.Status = p.helpStatus(h, s.clock.Now(), s.holidaysOf(h))
	if s.rooms.Enquiries != nil && h.Asks() {
		v.AskURL = base + "/ask"
	}
	if s.may(r, people.EditHelp, h.Object()) {
		v.EditURL = "/" + p.Lang + "/desk/help/" + h.Handle
	}
	return v
}

// position is a coordinate with five digits, which is a metre.
func position(x float64) string { return strconv.FormatFloat(x, 'f', 5, 64) }

// phoneViews writes numbers as people in the point's country do.
func (s *Site) phoneViews(h helppoint.Point) (all []phoneView) {
	found, _ := s.rooms.World().Places.Get(h.Place)
	for _, x := range h.Phones {
		v := phoneView{Text: x.For(found.Country), Note: x.Note, Fax: x.Fax}
		if h.Dials() && !x.Fax && x.Assigned() {
			v.Tel = x.Number
		}
		all = append(all, v)
	}
	return all
}

// checked says when somebody checked hours and phones, and what she was.
func (p *page) checked(h helppoint.Point) string {
	switch {
	case h.Example:
		return p.t("help.example")
	case h.Verified.IsZero():
		return p.t("help.checked.never")
	}
	role := "other"
	if roleKeys[h.VerifiedRole] != "" {
		role = string(h.VerifiedRole)
	}
	return p.t("help.checked", "day", lang.DateOf(h.Verified), "role", role)
}

// closureText tells of a closure that is or comes.
func (p *page) closureText(h helppoint.Point, now time.Time) string {
	c := h.Closure
	if c.From == "" || c.To != "" && c.To < lang.DateOf(now).String() {
		return ""
	}
	from, _ := lang.ParseDate(c.From)
	to, _ := lang.ParseDate(c.To)
	text := p.t("help.closed.from", "from", from)
	if c.To != "" {
		text = p.t("help.closed.period", "days", p.p.DateRange(from, to))
	}
	if c.Reason != "" {
		text += " (" + p.t("help.reason."+c.Reason) + ")"
	}
	return text
}

// helpStatus says whether a point is open, in the reader's language, in the point's time.
func (p *page) helpStatus(h helppoint.Point, now time.Time, holidays openhours.Holidays) helpStatus {
	s := h.At(now, holidays)
	v := helpStatus{Code: string(s.Code), Word: p.t("help.status." + string(s.Code)), Note: s.Comment}
	if !s.Until.IsZero() {
		v.Until = s.Until.UTC().Format(time.RFC3339)
		if zone, err := time.LoadLocation(h.Zone); err == nil {
			v.Then = p.helpThen(s, now.In(zone))
		}
	}
	switch {
	case s.Code == helppoint.Unknown && s.Why == helppoint.OnHoliday:
		v.Note = p.t("help.why.holiday", "name", s.Holiday)
	case s.Code == helppoint.Unknown && v.Note == "":
		v.Note = p.t("help.why." + string(s.Why))
	case s.Reason != "":
		v.Note = p.t("help.reason." + s.Reason)
	}
	return v
}

// helpThen says when the state changes: "until 20:00", "opens tomorrow, 8:00".
func (p *page) helpThen(s helppoint.Status, now time.Time) string {
	day := lang.DateOf(s.Until)
	days := int(time.Date(s.Until.Year(), s.Until.Month(), s.Until.Day(), 12, 0, 0, 0, time.UTC).Sub(time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)).Hours() / 24)
	at := p.p.Clock(s.Until)
	switch {
	case s.Code == helppoint.Away:
		return p.t("help.away.until", "day", day)
	case s.Code == helppoint.Open && (days == 0 || days == 1 && s.Until.Hour() < earlyMorning):
		return p.t("help.open.until", "time", at)
	case s.Code == helppoint.Open:
		return p.t("help.open.until.day", "day", day, "time", at)
	case days == 0:
		return p.t("help.opens.today", "time", at)
	case days == 1:
		return p.t("help.opens.tomorrow", "time", at)
	case days < 7:
		return p.t("help.opens.weekday", "weekday", p.p.Weekday(s.Until.Weekday()), "time", at)
	}
	return p.t("help.opens.day", "day", day, "time", at)
}

// earlyMorning is until which hour a night still belongs to the evening before.
const earlyMorning = 5

// helpMap draws where the points lie; nothing where all are in one place.
func (s *Site) helpMap(v *helpPage, all []helppoint.Point) *mapView {
	var places []mapPlace
	seen := map[geo.Point]bool{}
	for _, x := range v.Points {
		i := slices.IndexFunc(all, func(p helppoint.Point) bool { return p.ID == x.ID })
		at := s.helpAt(all[i])
		if seen[at] {
			continue
		}
		seen[at] = true
		places = append(places, mapPlace{geo.Place{ID: x.ID, At: at, Label: x.Town.Name, Class: "here"}, x.URL})
	}
	if len(places) < 2 {
		return nil
	}
	return s.drawMap(&v.page, v.t("help.map"), finderView, places, nil)
}

// ofHelpPoint is the help point whose handle stands in the address.
func (s *Site) ofHelpPoint(r *http.Request) (people.Object, error) {
	if s.rooms.Help == nil {
		return people.Object{}, errNoPage
	}
	p, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err != nil {
		return people.Object{}, err
	}
	return s.helpObject(p), nil
}

// helpObject is a help point for the permission table.
func (s *Site) helpObject(p helppoint.Point) people.Object {
	on := p.Object()
	if p.Place != 0 {
		on.Areas = s.placesObject(on.Kind, on.ID, p.Place).Areas
	}
	return on
}

// publicHelp is the point of an address that readers may see, else errs.NotFound.
func (s *Site) publicHelp(r *http.Request) (helppoint.Point, error) {
	if s.rooms.Help == nil {
		return helppoint.Point{}, errNoPage
	}
	p, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err == nil && p.Stage != helppoint.Public && !s.may(r, people.EditHelp, s.helpObject(p)) {
		err = errs.New(errs.NotFound, lang.Msg("error.help.unknown"), nil)
	}
	return p, err
}

// placeOfHelp is the place of a point, the zero Place where it has none yet.
func (s *Site) placeOfHelp(p helppoint.Point) place.Place {
	found, _ := s.rooms.World().Places.Get(p.Place)
	return found
}
