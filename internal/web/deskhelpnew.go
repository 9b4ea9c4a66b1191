package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/helppoint"
	"twintown/internal/helppoint/block"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// newHelpPage makes help points: from a pasted contact block, or an empty one.
type newHelpPage struct {
	page
	Form      *form
	Countries []option
	Found     []foundPoint // what the block holds
	Left      []string     // what of it was not understood, or only in part
	Unused    []block.Line // lines that are about no point
	Read      bool
}

// foundPoint is a point of a pasted block, to be looked at before it is kept.
type foundPoint struct {
	At       int
	Name     string
	Place    fieldView
	Facts    []fact
	Unusable []string // numbers that cannot be
}

func (s *Site) newHelpForm(w http.ResponseWriter, r *http.Request, code string) (*newHelpPage, error) {
	if s.rooms.Help == nil {
		return nil, errNoPage
	}
	v := &newHelpPage{page: s.newDesk(w, r, code, "/desk/help/new", "/desk/help")}
	v.Title = v.t("desk.help.new")
	country, _, _ := strings.Cut(v.HomeRegion, ".")
	v.Form = newForm(&v.page, url.Values{"country": {country}})
	for _, c := range s.countries {
		v.Countries = append(v.Countries, option{Value: c, Name: v.p.CountryName(c)})
	}
	slices.SortFunc(v.Countries, v.byName)
	return v, nil
}

// newHelp shows the form.
func (s *Site) newHelp(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newHelpForm(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "help-new", v)
}

// takeNewHelp reads a block and shows what it holds, or keeps the points as drafts.
func (s *Site) takeNewHelp(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newHelpForm(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "help-new", v, &v.Form, func(f *form) error {
		if f.raw("do") == "empty" {
			return s.keepHelp(w, r, v, []helppoint.Point{{Handle: slug(f.text("name")), Texts: map[string]helppoint.Text{code: {Name: f.text("name"), Provenance: lang.Provenance{Origin: helppoint.Written}}}}})
		}
		found := block.Parse(f.text("block"), code)
		if len(found.Points) == 0 {
			return errs.In("block", lang.Msg("error.help.block"))
		}
		if f.raw("do") == "keep" {
			points, err := s.pastedPoints(v, found)
			if err != nil {
				s.showFound(v, found)
				return err
			}
			return s.keepHelp(w, r, v, points)
		}
		s.showFound(v, found)
		return s.write(w, http.StatusOK, "help-new", v)
	})
}

// keepHelp keeps points as drafts and leads to the list, or to the one.
func (s *Site) keepHelp(w http.ResponseWriter, r *http.Request, v *newHelpPage, points []helppoint.Point) error {
	ids, err := s.rooms.Help.Create(r.Context(), actorOf(r), points...)
	if err != nil {
		return err
	}
	next := "/" + v.Lang + "/desk/help"
	if len(ids) == 1 {
		h, err := s.rooms.Help.ByID(r.Context(), ids[0])
		if err != nil {
			return err
		}
		next += "/" + h.Handle
	}
	return s.done(w, r, v.Lang, next, lang.Msg("desk.help.made", "n", len(ids)), "")
}

// showFound dresses what a block holds.
func (s *Site) showFound(v *newHelpPage, found block.Result) {
	v.Read = true
	v.Left = append(v.faultsOf(found.Faults), v.partsOf(found)...)
	for _, l := range found.Left() {
		if l.Use == block.Unused {
			l.Text = beginning(l.Text)
			v.Unused = append(v.Unused, l)
		}
	}
	country := v.Form.text("country")
	for i, p := range found.Points {
		name := "place" + strconv.Itoa(i)
		if _, typed := v.Form.values[name]; !typed {
			v.Form.values.Set(name, s.guessPlace(v.p, p, country))
		}
		view := foundPoint{At: i, Name: cmp.Or(p.Name, v.t("help.unnamed")), Place: v.Form.Field(name, "text", "help.place", "desk.help.place.guess", "off")}
		for _, x := range p.Phones {
			if number, err := helppoint.ParsePhone(x.Raw, country); err == nil {
				view.Facts = append(view.Facts, fact{v.t("help.phone"), helppoint.Phone{Number: number}.For(country)})
			} else {
				view.Unusable = append(view.Unusable, x.Raw)
			}
		}
		for _, x := range p.Mails {
			view.Facts = append(view.Facts, fact{v.t("help.mail"), x})
		}
		for _, x := range p.Webs {
			view.Facts = append(view.Facts, fact{v.t("help.web"), x})
		}
		for _, x := range p.Address {
			view.Facts = append(view.Facts, fact{v.t("help.address"), x})
		}
		for day := range 7 {
			if text := v.gridText(p.Week[day]); text != "" {
				view.Facts = append(view.Facts, fact{v.p.Weekday(weekdays[day]), text})
			}
		}
		if p.Appointment {
			view.Facts = append(view.Facts, fact{v.t("help.visit"), v.t("help.appointment.only")})
		}
		v.Found = append(v.Found, view)
	}
}

// shortestTown is how many letters a town's name must have at least to be guessed.
const shortestTown = 4

// longestTown is how many words of a point's name may be its town's: "Frankfurt am Main".
const longestTown = 3

// guessPlace looks for a town of the country in a point's address and in the last words of
// its name, which must be as many as the town's: "w Sokółce" is no town of two words. A name
// stands there in any case of its language, so the guess is only offered.
func (s *Site) guessPlace(p *lang.Printer, found block.Point, country string) string {
	words := strings.Fields(found.Name)
	likest := func(text string) (place.Hit, bool) {
		if len([]rune(text)) < shortestTown {
			return place.Hit{}, false
		}
		hits := s.rooms.World().Places.Find(place.Query{Text: text, Limit: 1, Lang: p.Lang(), Country: country})
		return append(hits, place.Hit{})[0], len(hits) > 0
	}
	for _, x := range found.Address {
		if at := strings.LastIndexAny(x, "0123456789"); at >= 0 {
			if hit, ok := likest(strings.Trim(x[at+1:], " ,")); ok {
				return s.placeLabel(p, hit.ID)
			}
		}
	}
	for n := min(longestTown, len(words)); n > 0; n-- {
		if hit, ok := likest(strings.Join(words[len(words)-n:], " ")); ok && len(strings.Fields(hit.Name)) == n {
			return s.placeLabel(p, hit.ID)
		}
	}
	return ""
}

// pastedPoints makes drafts of the points whose boxes are ticked.
func (s *Site) pastedPoints(v *newHelpPage, found block.Result) (all []helppoint.Point, err error) {
	f := v.Form
	for i, x := range found.Points {
		if !f.Ticked("point", strconv.Itoa(i)) {
			continue
		}
		p := helppoint.Point{
			Handle: slug(x.Name), Hours: x.Week.OSM(), Enquiries: false,
			Texts:   map[string]helppoint.Text{found.Language: {Name: x.Name, Provenance: lang.Provenance{Origin: helppoint.Written}}},
			Details: helppoint.Details{Address: strings.Join(x.Address, ", "), Mails: x.Mails, Pasted: f.text("block")},
		}
		if x.Appointment {
			p.Appointment = helppoint.Only
		}
		if len(x.Webs) > 0 {
			p.Web = x.Webs[0]
			if !strings.Contains(p.Web, "://") {
				p.Web = "https://" + p.Web
			}
		}
		for _, phone := range x.Phones {
			if number, err := helppoint.ParsePhone(phone.Raw, f.text("country")); err == nil { // what is none was shown
				p.Phones = append(p.Phones, helppoint.Phone{Number: number, Fax: phone.Fax})
			}
		}
		if name := "place" + strconv.Itoa(i); f.text(name) != "" {
			var several []areaView // the field says that there are
			number, err := s.placeFrom(f, &v.page, name, &several)
			if err != nil {
				return nil, err
			}
			at, _ := s.rooms.World().Places.Get(number)
			p.Place, p.Zone, p.Lat, p.Lon = number, at.Zone, at.Lat, at.Lon
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		return nil, errs.In("", lang.Msg("desk.help.nothing"))
	}
	return all, nil
}
