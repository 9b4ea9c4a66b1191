package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

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
	Verified                          bool      // Checked says when, and not that nobody did
	Week                              []helpDay // the hours of a usual week, days that are alike together
	Steady                            bool      // every week is like it
	Soon                              []string  // days of the coming week that are not as usual
	Notice                            string    // closed for a time, now or soon
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
	v.Phones = s.phoneViews(p, h)
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
	now, holidays := s.clock.Now(), s.holidaysOf(h)
	coming := h.Coming(now, holidays)
	v.Checked, v.Verified = p.checked(h), h.Dials()
	v.Week, v.Steady = p.briefWeek(h, coming, now)
	v.Soon = p.soonOther(h, coming)
	v.Notice = p.closureText(h, now)
	v.Status = p.helpStatus(h, now, holidays)
	if s.rooms.Enquiries != nil && h.Asks() {
		v.AskURL = base + "/ask"
	}
	if s.may(r, people.EditHelp, s.helpObject(h)) {
		v.EditURL = "/" + p.Lang + "/desk/help/" + h.Handle
	}
	return v
}

// phoneViews writes numbers as people in the point's country do; who reads in a language
// that is not spoken there may call from abroad and gets them with the country's code.
func (s *Site) phoneViews(p *page, h helppoint.Point) (all []phoneView) {
	from := s.placeOfHelp(h).Country
	if !slices.Contains(s.languagesOf(from), p.Lang) {
		from = ""
	}
	for _, x := range h.Phones {
		v := phoneView{Text: x.For(from), Note: x.Note, Fax: x.Fax}
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
		return p.t("help.why.example")
	case h.Verified.IsZero():
		return p.t("help.checked.never")
	}
	role := "other"
	if roleKeys[h.VerifiedRole] != "" {
		role = string(h.VerifiedRole)
	}
	return p.t("help.checked", "day", lang.DateOf(h.Local(h.Verified)), "role", role)
}
