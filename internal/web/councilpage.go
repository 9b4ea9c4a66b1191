package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/observatory/council"
	"twintown/internal/people"
	"twintown/internal/platform/pdf"
	"twintown/internal/platform/sheet"
)

// councilRoutes are the report to the council of a town, year by year.
func (s *Site) councilRoutes() []Route {
	return []Route{
		{get, "/desk/places/{place}/report", people.EditPlace, s.ofPlace, Heavy, Never, s.councilReport, false},
		{get, "/desk/places/{place}/report/{file}", people.EditPlace, s.ofPlace, Heavy, Never, s.councilFile, false}, // "2026.pdf"
	}
}

// councilPage shows the report of a year, and what is missing in it.
type councilPage struct {
	page
	Base   string
	Year   int
	Years  []option
	Report sheet.Report
	Gaps   []gapView
	PDF    string
	DOCX   string
}

// gapView is something that is missing, and where it can be mended.
type gapView struct {
	Text, Name string
	URL        string
}

// yearsBack is how many years a report can be chosen of.
const yearsBack = 15

// reported gathers the report of a place and a year.
func (s *Site) reported(r *http.Request, p *page, number int64, year int) (council.Facts, council.Words, error) {
	languages := append([]string{p.Lang}, s.languages...)
	facts, err := s.councilRooms().Gather(r.Context(), number, year, s.today(), languages)
	return facts, s.councilWords(r, p, number), err
}

// councilRooms are the rooms that a report asks.
func (s *Site) councilRooms() council.Rooms {
	return council.Rooms{
		Partnerships: s.rooms.Partnerships, Sources: s.rooms.Sources, Meetings: s.rooms.Meetings, Guests: s.rooms.Guests, Projects: s.rooms.Projects,
		Requests: s.rooms.Requests, Relay: s.rooms.Relay, Forums: s.rooms.Forums,
		Country: func(place int64) string {
			p, _ := s.rooms.World().Places.Get(place)
			return p.Country
		},
	}
}

// councilWords are how a report speaks in the reader's language.
func (s *Site) councilWords(r *http.Request, p *page, place int64) council.Words {
	now := s.rooms.World()
	return council.Words{
		P: p.p, Site: s.face().Brand(p.Lang), Address: s.options.BaseURL + placeURL(now, place, p.Lang), Date: p.dateText, Accent: inkOf(s.face().Colours.Here),
		Name: func(place int64) string { return now.Places.DisplayName(place, p.Lang) },
		Country: func(place int64) string {
			there, _ := now.Places.Get(place)
			return p.p.CountryName(there.Country)
		},
		Call: func(key string) string { return s.callTitle(r, p, key) },
	}
}

// inkOf is a colour of the site's face for paper; zero where there is none.
func inkOf(hex string) (ink pdf.Ink) {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != len("#1a5f7a") {
		return pdf.Ink{}
	}
	return pdf.Ink{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}
}

// councilReport shows the report as a page, with what is missing before it is printed.
func (s *Site) councilReport(w http.ResponseWriter, r *http.Request, code string) error {
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return err
	}
	path := "/desk/places/" + strconv.FormatInt(number, 10) + "/report"
	v := &councilPage{page: s.newDesk(w, r, code, path, "/desk/places"), Base: "/" + code + path}
	v.keepQuery(r.URL.Query())
	this := s.today().Year
	if v.Year, err = strconv.Atoi(r.URL.Query().Get("year")); err != nil || v.Year > this || v.Year <= this-yearsBack {
		v.Year = this
		if s.today().Month <= 3 {
			v.Year-- // what is asked for in winter is the year that is over
		}
	}
	for n := range yearsBack {
		text := strconv.Itoa(this - n)
		v.Years = append(v.Years, option{Value: text, Name: text, Chosen: this-n == v.Year})
	}
	facts, words, err := s.reported(r, &v.page, number, v.Year)
	if err != nil {
		return err
	}
	v.Report = council.Set(facts, words)
	v.Title = v.t("council.page.title") + v.colon() + v.Report.Above
	v.PDF, v.DOCX = v.Base+"/"+strconv.Itoa(v.Year)+".pdf", v.Base+"/"+strconv.Itoa(v.Year)+".docx"
	for _, g := range facts.Gaps() {
		v.Gaps = append(v.Gaps, gapView{v.t("council.gap." + string(g.Lack)), words.GapName(g), v.gapURL(g)})
	}
	return s.write(w, http.StatusOK, "council", v)
}

// gapURL is where something that is missing can be mended.
func (v *councilPage) gapURL(g council.Gap) string {
	desk := "/" + v.Lang + "/desk/"
	switch {
	case g.Lack == council.NoReview:
		return desk + "partnerships/" + g.ID + "/review/" + strconv.Itoa(v.Year)
	case g.Kind == "partnership":
		return desk + "partnerships/" + g.ID
	case g.Kind == "meeting":
		return desk + "meetings/" + g.ID
	}
	return desk + "projects/" + g.ID
}

// councilFile prints the report: "2026.pdf", "2026.docx".
func (s *Site) councilFile(w http.ResponseWriter, r *http.Request, code string) error {
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return err
	}
	text, kind, _ := strings.Cut(r.PathValue("file"), ".")
	year, err := strconv.Atoi(text)
	if err != nil || kind != "pdf" && kind != "docx" || year > s.today().Year || year <= s.today().Year-yearsBack {
		return errNoPage
	}
	p := s.newPage(r, code, "")
	facts, words, err := s.reported(r, &p, number, year)
	if err != nil {
		return err
	}
	report := council.Set(facts, words)
	return s.sendAs(w, r, report, kind, report.Above+" "+report.Title)
}

// callTitle is the name of a call; "" where none of that key is known.
func (s *Site) callTitle(r *http.Request, p *page, key string) string {
	if key == "" || s.rooms.Programmes == nil {
		return ""
	}
	all, err := s.rooms.Programmes.Catalogue(r.Context(), s.rooms.World().Places)
	if err != nil {
		return "" // its key says nothing to a council
	}
	for _, programme := range all.Programmes() {
		for _, call := range programme.Calls {
			if call.Key == key {
				name, _ := call.Names.In(p.Lang)
				return name
			}
		}
	}
	return ""
}
