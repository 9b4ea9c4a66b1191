package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/block"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// helpEditPage is where advisers and organisers keep a help point.
type helpEditPage struct {
	page
	Form             *form
	Base             string // the page's address
	Public           string // the address that readers know
	Version          int64
	Stage, StageWord string
	View             helpView
	Areas            []areaView // that answer to the name that was given
	Orgs             []option
	Checks           []helpChecks // purposes, languages, access
	Grid             []fieldView  // a field for each day
	OSM              fieldView
	Block            fieldView
	Left             []string // what was not understood of hours, in words
	Better           string   // the hours as they would be kept
	Days             []helpExceptionRow
	Reasons          []option
	Texts            []helpTextForm
	Changes          []changeView
	MayAll           bool // she may do more than an adviser
	Invite           string
}

// helpChecks are boxes of one kind.
type helpChecks struct {
	Name, Legend string
	Options      []option
}

// helpExceptionRow is an exception that can be dropped.
type helpExceptionRow struct {
	At   int
	Text string
}

// helpTextForm is the point's text in one language.
type helpTextForm struct {
	Code, Language string
	Mark           string // "missing", "behind", …; "" for in order
	Name, Sum, Way fieldView
	Origin, Source fieldView
	Open           bool
}

// newHelpEdit fills the page from the stored point.
func (s *Site) newHelpEdit(w http.ResponseWriter, r *http.Request, code string) (*helpEditPage, helppoint.Point, error) {
	h, err := s.rooms.Help.ByHandle(r.Context(), r.PathValue("point"))
	if err != nil {
		return nil, h, err
	}
	path := "/desk/help/" + h.Handle
	v := &helpEditPage{page: s.newDesk(w, r, code, path, "/desk/help"), Base: "/" + code + path, Public: "/" + code + "/help/" + h.Handle, Version: h.Version, Stage: string(h.Stage)}
	v.StageWord = v.t("help.stage." + v.Stage)
	v.Title, v.View = s.helpName(&v.page, h), s.helpView(r, &v.page, h)
	v.Form = newForm(&v.page, helpValues(h, s.placeLabel(v.p, h.Place)))
	if err := s.dressHelpEdit(r, v, h); err != nil {
		return nil, h, err
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "help_point", ID: h.ID})
	return v, h, err
}

// helpValues are a point's values as its forms have them; label names its place.
func helpValues(h helppoint.Point, label string) url.Values {
	f := url.Values{
		"place": {""}, "address": {h.Address}, "web": {h.Web}, "mails": {strings.Join(h.Mails, "\n")}, "phones": {phoneLines(h.Phones)},
		"organisation": {h.Organisation}, "appointment": {string(h.Appointment)}, "holidays": {string(h.Holidays)}, "osm": {h.Hours}, "block": {h.Pasted},
		"closed_from": {h.Closure.From}, "closed_to": {h.Closure.To}, "closed_reason": {h.Closure.Reason}, "languages": h.Languages, "access": h.Access,
	}
	if h.Place != 0 {
		setPlaceArea(f, "place", h.Place, label)
	}
	if h.Located {
		f.Set("position", position(h.Lat)+", "+position(h.Lon))
	}
	for name, on := range map[string]bool{"confidential": h.Confidential, "enquiries": h.Enquiries, "example": h.Example} {
		if on {
			f.Set(name, "1")
		}
	}
	for _, p := range h.Purposes {
		f.Add("purposes", string(p))
	}
	for code, t := range h.Texts {
		f.Set("name."+code, t.Name)
		f.Set("summary."+code, t.Summary)
		f.Set("way."+code, t.Way)
		f.Set("origin."+code, string(t.Origin))
		f.Set("source."+code, t.Source)
	}
	return f
}

// phoneLines are numbers as the form has them: one a line, a note after a comma.
func phoneLines(all []helppoint.Phone) string {
	var lines []string
	for _, p := range all {
		line := p.For("")
		if p.Note != "" {
			line += ", " + p.Note
		}
		if p.Fax {
			line += ", fax"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// phonesFrom reads them back. A number without a country's code is one of the point's
// country.
func phonesFrom(text, country string) (all []helppoint.Phone, err error) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		number, note, _ := strings.Cut(line, ",")
		p := helppoint.Phone{Note: strings.TrimSpace(note)}
		if rest, fax := strings.CutSuffix(strings.ToLower(p.Note), "fax"); fax {
			p.Fax, p.Note = true, strings.Trim(p.Note[:len(rest)], " ,")
		}
		if p.Number, err = helppoint.ParsePhone(number, country); err != nil {
			return all, err
		}
		all = append(all, p)
	}
	return all, nil
}

// dressHelpEdit makes the fields from the form's values.
func (s *Site) dressHelpEdit(r *http.Request, v *helpEditPage, h helppoint.Point) error {
	f := v.Form
	v.MayAll = s.may(r, people.AddHelp, people.Object{Kind: "site"})
	v.Reasons = []option{{Name: v.t("help.reason.none")}}
	for _, x := range helppoint.Reasons() {
		v.Reasons = append(v.Reasons, option{Value: x, Name: v.t("help.reason." + x)})
	}
	v.Checks = s.helpCheckFields(v, h)
	v.OSM, v.Block = f.Field("osm", "text", "desk.help.osm", "desk.help.osm.hint", "off"), f.Area("block", "desk.help.block", "desk.help.block.hint", 7)
	v.OSM.Max = 1000
	v.Grid = s.gridFields(v, h)
	for i, text := range v.allExceptions(h) {
		v.Days = append(v.Days, helpExceptionRow{i, text})
	}
	for _, code := range s.languages {
		v.Texts = append(v.Texts, s.helpTextForm(v, h, code))
	}
	if s.may(r, people.InvitePerson, people.Object{}) && s.rooms.Door != nil && v.MayAll {
		v.Invite = "/" + v.Lang + "/desk/invite?role=adviser&help_point=" + url.QueryEscape(h.ID)
	}
	v.Orgs = []option{{Name: v.t("scope.site")}}
	all, err := s.rooms.People.Organisations(r.Context())
	for _, o := range all {
		v.Orgs = append(v.Orgs, option{Value: o.ID, Name: o.Name})
	}
	return err
}

// helpCheckFields are the boxes for purposes, languages and access.
func (s *Site) helpCheckFields(v *helpEditPage, h helppoint.Point) []helpChecks {
	purposes := helpChecks{Name: "purposes", Legend: v.t("help.purpose")}
	for _, x := range helppoint.Purposes() {
		purposes.Options = append(purposes.Options, option{Value: string(x), Name: v.t("help.purpose." + string(x))})
	}
	spoken := helpChecks{Name: "languages", Legend: v.t("help.languages")}
	codes := slices.Clone(s.languages)
	for _, x := range append(slices.Clone(h.Languages), s.tongues...) {
		if !slices.Contains(codes, x) && (slices.Contains(h.Languages, x) || slices.Contains(alsoSpoken, x)) {
			codes = append(codes, x)
		}
	}
	for _, x := range codes {
		spoken.Options = append(spoken.Options, option{Value: x, Name: v.p.LanguageName(x)})
	}
	access := helpChecks{Name: "access", Legend: v.t("help.access")}
	for _, x := range helppoint.Accesses() {
		access.Options = append(access.Options, option{Value: x, Name: v.t("help.access." + x)})
	}
	all := []helpChecks{purposes, spoken, access}
	for i := range all {
		for j := range all[i].Options {
			o := &all[i].Options[j]
			o.Chosen = v.Form.Ticked(all[i].Name, o.Value)
		}
	}
	return all
}

// alsoSpoken are languages beside the site's own that people who come to such an office
// in its countries speak most.
var alsoSpoken = []string{"ar", "ka", "ro", "cs", "sk", "es", "it", "tr", "vi", "zh"}

// gridFields are the seven days: what the form has, else what the hours say.
func (s *Site) gridFields(v *helpEditPage, h helppoint.Point) (all []fieldView) {
	usual, steady := h.Usual(s.clock.Now())
	for i := range 7 {
		name := "day" + strconv.Itoa(i)
		if _, typed := v.Form.values[name]; !typed && steady && len(usual) == 7 && len(usual[i].Spells) > 0 {
			v.Form.values.Set(name, v.spells(usual[i].Spells))
		}
		field := v.Form.Field(name, "text", "help.hours", "", "off")
		field.Label = v.p.Weekday(weekdays[i])
		all = append(all, field)
	}
	return all
}

// allExceptions are the exceptions in the order in which they are kept.
func (p *page) allExceptions(h helppoint.Point) (all []string) {
	for _, e := range h.Exceptions {
		from, _ := lang.ParseDate(e.From)
		to, _ := lang.ParseDate(e.To)
		text := p.p.DateRange(from, to) + ": " + p.t("help.day.closed")
		if e.Hours != "" {
			text = p.p.DateRange(from, to) + ": " + e.Hours
		}
		if e.Reason != "" {
			text += " (" + p.t("help.reason."+e.Reason) + ")"
		}
		all = append(all, text)
	}
	return all
}

func (s *Site) helpTextForm(v *helpEditPage, h helppoint.Point, code string) helpTextForm {
	f := v.Form
	t := helpTextForm{
		Code: code, Language: v.p.LanguageName(code),
		Name: f.Field("name."+code, "text", "help.name", "", "off"), Sum: f.Area("summary."+code, "desk.help.summary", "", 3), Way: f.Area("way."+code, "desk.help.way", "", 2),
	}
	var origins, sources []option
	for _, o := range []helppoint.Origin{helppoint.Written, helppoint.Translated, helppoint.Machine} {
		origins = append(origins, option{Value: string(o), Name: v.t("help.origin." + string(o))})
	}
	for _, other := range s.languages {
		if other != code {
			sources = append(sources, option{Value: other, Name: v.p.LanguageName(other)})
		}
	}
	t.Origin, t.Source = f.Choice("origin."+code, "help.origin", "", origins), f.Choice("source."+code, "help.origin.from", "", sources)
	switch have, ok := h.Texts[code]; {
	case !ok:
		t.Mark = v.t("help.text.missing")
	case h.Stale(code):
		t.Mark = v.t("help.text.behind")
	case have.Origin == helppoint.Machine:
		t.Mark = v.t("help.origin.machine")
	default:
		t.Mark = v.t("help.text.there")
	}
	t.Open = code == v.Lang
	return t
}

// editHelp shows the page.
func (s *Site) editHelp(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newHelpEdit(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "help-edit", v)
}

// changeHelp makes one change of a point from a form. read reads the form first; fn then
// changes the point inside the transaction. Where something is wrong the page comes back
// as it was filled in.
func (s *Site) changeHelp(w http.ResponseWriter, r *http.Request, code, done string, read func(v *helpEditPage, f *form, h helppoint.Point) (func(*helppoint.Point) error, error)) error {
	v, h, err := s.newHelpEdit(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	f := v.Form
	for name, values := range sent.values { // the other forms of the page keep what is stored
		f.values[name] = values
	}
	for _, name := range strings.Fields(sent.text("boxes")) {
		if _, ticked := sent.values[name]; !ticked {
			f.values.Del(name)
		}
	}
	fn, err := read(v, f, h)
	if err == nil && fn != nil {
		version, _ := strconv.ParseInt(f.text("version"), 10, 64) // none is a conflict, and told as such
		err = s.rooms.Help.Change(r.Context(), actorOf(r), h.ID, version, fn)
	}
	if err == nil && fn != nil {
		return s.done(w, r, code, v.Base, lang.Msg(done), "")
	}
	if err != nil && !f.take(err) {
		return err
	}
	v.Days, v.Texts = nil, nil
	if err := s.dressHelpEdit(r, v, h); err != nil {
		return err
	}
	return s.write(w, http.StatusUnprocessableEntity, "help-edit", v)
}

// takeHelpFacts saves where a point is and how it is reached.
func (s *Site) takeHelpFacts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(v *helpEditPage, f *form, h helppoint.Point) (func(*helppoint.Point) error, error) {
		if s.lookedUp(f, &v.page, "place", []people.ScopeKind{people.OfPlace}, &v.Areas) {
			return nil, nil
		}
		number := int64(0)
		var err error
		if f.text("place") != "" {
			if number, err = s.placeFrom(f, &v.page, "place", &v.Areas); err != nil {
				return nil, err
			}
		}
		at, _ := s.rooms.World().Places.Get(number)
		phones, err := phonesFrom(f.text("phones"), at.Country)
		if err != nil {
			return nil, err
		}
		lat, lon, located, err := positionFrom(f)
		if err != nil {
			return nil, err
		}
		if !located {
			lat, lon = at.Lat, at.Lon
		}
		role, checked := s.checkedBy(r, f)
		return func(p *helppoint.Point) error {
			p.Place, p.Zone, p.Lat, p.Lon, p.Located = number, at.Zone, lat, lon, located
			p.Address, p.Web, p.Phones, p.Mails = f.text("address"), f.text("web"), phones, strings.Fields(strings.ReplaceAll(f.text("mails"), ",", " "))
			p.Languages, p.Access, p.Appointment = f.all("languages"), f.all("access"), helppoint.Appointment(f.text("appointment"))
			p.Purposes = nil
			for _, x := range f.all("purposes") {
				p.Purposes = append(p.Purposes, helppoint.Purpose(x))
			}
			p.Confidential, p.Enquiries, p.Example = f.checked("confidential"), f.checked("enquiries"), f.checked("example")
			if v.MayAll {
				p.Organisation = f.text("organisation")
			}
			s.markChecked(p, role, checked)
			return nil
		}, nil
	})
}

// positionFrom reads "53.13249, 23.16884", as maps give it.
func positionFrom(f *form) (lat, lon float64, ok bool, err error) {
	text := f.text("position")
	if text == "" {
		return 0, 0, false, nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(parts) == 2 {
		lat, err = strconv.ParseFloat(parts[0], 64)
		if err == nil {
			lon, err = strconv.ParseFloat(parts[1], 64)
		}
	}
	if len(parts) != 2 || err != nil {
		return 0, 0, false, errs.In("position", lang.Msg("error.help.position"))
	}
	return lat, lon, true, nil
}

// checkedBy says whether the person confirms that she checked hours and phones, and as
// what.
func (s *Site) checkedBy(r *http.Request, f *form) (people.Role, bool) {
	if !f.checked("checked") {
		return "", false
	}
	for _, role := range []people.Role{people.Adviser, people.Organiser, people.Administrator} {
		if actorOf(r).Holds(role) {
			return role, true
		}
	}
	return people.Administrator, true
}

func (s *Site) markChecked(p *helppoint.Point, role people.Role, checked bool) {
	if checked {
		p.Verified, p.VerifiedRole = s.clock.Now(), role
	}
}

// faultsOf says what is wrong with hours, in the reader's words.
func (p *page) faultsOf(all []block.Fault) (said []string) {
	for _, x := range all {
		text := p.t("help.fault."+string(x.Code), "text", x.Text)
		if x.Day >= 0 {
			text = p.p.Weekday(weekdays[x.Day]) + ": " + text
		}
		if x.Line > 0 {
			text = p.t("help.fault.line", "n", x.Line) + " " + text
		}
		said = append(said, text)
	}
	return said
}

// AppointmentField says whether a visit must be agreed.
func (v *helpEditPage) AppointmentField() fieldView {
	return v.Form.Choice("appointment", "help.visit", "", []option{
		{Name: v.t("help.appointment.none")}, {Value: string(helppoint.Possible), Name: v.t("help.appointment.possible")}, {Value: string(helppoint.Only), Name: v.t("help.appointment.only")},
	})
}

// HolidaysField says what holds on public holidays.
func (v *helpEditPage) HolidaysField() fieldView {
	return v.Form.Choice("holidays", "desk.help.holidays", "desk.help.holidays.hint", []option{
		{Name: v.t("desk.help.holidays.unknown")}, {Value: string(helppoint.HolidaysClosed), Name: v.t("desk.help.holidays.closed")}, {Value: string(helppoint.HolidaysUsual), Name: v.t("desk.help.holidays.usual")},
	})
}
