package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
)

// helpChecks are boxes of one kind.
type helpChecks struct {
	Name, Legend string
	Options      []option
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
