package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"twintown/internal/exchange/sheet"
	"twintown/internal/helppoint"
	"twintown/internal/openhours"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// HelpPointItem is a help point.
type HelpPointItem struct {
	ID           string          `json:"id" example:"bialystok" doc:"as in its page's address"`
	Name         string          `json:"name"`
	Summary      string          `json:"summary,omitempty"`
	Language     string          `json:"language" doc:"of name and summary: the reader's where there is such a text"`
	Purposes     []string        `json:"purposes" nullable:"false"`
	Place        int64           `json:"place" doc:"number of its place"`
	PlaceName    string          `json:"place_name"`
	Address      string          `json:"address,omitempty"`
	Lat          float64         `json:"lat"`
	Lon          float64         `json:"lon"`
	Phones       []helpPhone     `json:"phones" nullable:"false"`
	Mails        []string        `json:"mails" nullable:"false"`
	Web          string          `json:"web,omitempty"`
	Languages    []string        `json:"languages" nullable:"false" doc:"spoken there, BCP 47"`
	Access       []string        `json:"access" nullable:"false"`
	Appointment  string          `json:"appointment,omitempty" enum:"possible,only"`
	Hours        string          `json:"opening_hours,omitempty" doc:"in the OSM opening_hours language"`
	Holidays     string          `json:"public_holidays,omitempty" enum:"closed,usual" doc:"what holds on them; absent: nobody said"`
	Zone         string          `json:"time_zone" example:"Europe/Warsaw" doc:"in which its hours hold"`
	Exceptions   []helpException `json:"exceptions" nullable:"false"`
	Verified     string          `json:"verified,omitempty" format:"date" doc:"when a person last checked hours and phones"`
	Example      bool            `json:"example,omitempty" doc:"historical, verified by nobody: not to be dialled"`
	Confidential bool            `json:"confidential,omitempty"`
	Now          helpNow         `json:"now"`
	URL          string          `json:"url" doc:"address of its page on this site"`
}

type helpPhone struct {
	Number string `json:"number" doc:"E.164"`
	Fax    bool   `json:"fax,omitempty"`
	Note   string `json:"note,omitempty"`
	Dial   bool   `json:"dial" doc:"it was checked and may be offered to be dialled"`
}

type helpException struct {
	From   string `json:"from" format:"date"`
	To     string `json:"to,omitempty" format:"date" doc:"absent: until further notice"`
	Hours  string `json:"opening_hours,omitempty" doc:"absent: closed"`
	Reason string `json:"reason,omitempty"`
}

// helpNow is what is known at the moment of the answer.
type helpNow struct {
	State string     `json:"state" enum:"open,closed,away,appointment,unknown"`
	Until *time.Time `json:"until,omitempty" doc:"open: when it closes; closed: when it opens; away: when it is back"`
	Why   string     `json:"why,omitempty" enum:"example,unverified,outdated,none,holiday,hours" doc:"why it is not known"`
}

// helpQuestion is what list-help-points takes.
type helpQuestion struct {
	Reader
	Purpose string `query:"purpose" maxLength:"40" doc:"only points for it"`
	Spoken  string `query:"spoken" maxLength:"12" doc:"only points where this language is spoken"`
}

// helpPoints are the public points that fit, nothing where the node keeps none.
func (s *server) helpPoints(ctx context.Context, p *lang.Printer, purpose, spoken string) ([]HelpPointItem, error) {
	items := []HelpPointItem{}
	if s.Help == nil {
		return items, nil
	}
	all, err := s.Help.Public(ctx)
	for _, h := range all {
		item := s.helpItem(p, h)
		if (purpose == "" || h.For(helppoint.Purpose(purpose))) && (spoken == "" || strings.Contains(","+strings.Join(h.Languages, ",")+",", ","+spoken+",")) {
			items = append(items, item)
		}
	}
	return items, err
}

func (s *server) helpItem(p *lang.Printer, h helppoint.Point) HelpPointItem {
	places := s.World().Places
	at, _ := places.Get(h.Place)
	text, code, _ := h.In(p.Lang(), s.Catalog.Languages())
	item := HelpPointItem{
		ID: h.Handle, Name: text.Name, Summary: text.Summary, Language: code, Place: h.Place, PlaceName: places.DisplayName(h.Place, p.Lang()), Address: h.Address,
		Lat: at.Lat, Lon: at.Lon, Mails: append([]string{}, h.Mails...), Web: h.Web, Languages: append([]string{}, h.Languages...), Access: append([]string{}, h.Access...),
		Appointment: string(h.Appointment), Hours: h.Hours, Holidays: string(h.Holidays), Zone: h.Zone, Example: h.Example, Confidential: h.Confidential,
		Purposes: []string{}, Phones: []helpPhone{}, Exceptions: []helpException{}, URL: "/" + p.Lang() + "/help/" + h.Handle,
	}
	if h.Located {
		item.Lat, item.Lon = h.Lat, h.Lon
	}
	for _, x := range h.Purposes {
		item.Purposes = append(item.Purposes, string(x))
	}
	for _, x := range h.Phones {
		item.Phones = append(item.Phones, helpPhone{x.Number, x.Fax, x.Note, h.Dials() && x.Assigned()})
	}
	for _, x := range h.Exceptions {
		item.Exceptions = append(item.Exceptions, helpException(x))
	}
	if h.Closure.From != "" {
		item.Exceptions = append(item.Exceptions, helpException{From: h.Closure.From, To: h.Closure.To, Reason: h.Closure.Reason})
	}
	if !h.Verified.IsZero() {
		item.Verified = lang.DateOf(h.Verified).String()
	}
	var calendar openhours.Holidays
	if s.Holidays != nil {
		calendar = s.Holidays(at.Country, at.Region)
	}
	now := h.At(s.Clock.Now(), calendar)
	item.Now = helpNow{State: string(now.Code), Why: string(now.Why)}
	if !now.Until.IsZero() {
		item.Now.Until = &now.Until
	}
	return item
}

func (s *server) listHelpPoints(ctx context.Context, in *helpQuestion) (*answer[Page[HelpPointItem]], error) {
	p := s.printer(in.Reader)
	items, err := s.helpPoints(ctx, p, in.Purpose, in.Spoken)
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[Page[HelpPointItem]]{p.Lang(), Page[HelpPointItem]{Items: items}}, nil
}

// oneHelpPoint is what get-help-point takes.
type oneHelpPoint struct {
	Reader
	ID string `path:"id" minLength:"1" maxLength:"80"`
}

func (s *server) getHelpPoint(ctx context.Context, in *oneHelpPoint) (*answer[HelpPointItem], error) {
	p := s.printer(in.Reader)
	unknown := errs.New(errs.NotFound, lang.Msg("error.help.unknown"), nil)
	if s.Help == nil {
		return nil, fail(p, unknown)
	}
	h, err := s.Help.ByHandle(ctx, in.ID)
	if err == nil && h.Stage != helppoint.Public {
		err = unknown
	}
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[HelpPointItem]{p.Lang(), s.helpItem(p, h)}, nil
}

// helpFiles answers the same as a table and as a map for other programs.
func (s *server) helpFiles(mux *http.ServeMux) {
	file := func(name, media string, write func([]HelpPointItem) ([]byte, error)) {
		mux.HandleFunc("GET "+Root+"/helppoints."+name, func(w http.ResponseWriter, r *http.Request) {
			p := s.printer(Reader{Lang: s.known(r.URL.Query().Get("lang")), Accept: r.Header.Get("Accept-Language")})
			items, err := s.helpPoints(r.Context(), p, "", "")
			var body []byte
			if err == nil {
				body, err = write(items)
			}
			if err != nil {
				http.Error(w, p.Message(errs.PublicOf(err)), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", media)
			w.Header().Set("Content-Language", p.Lang())
			_, _ = w.Write(body) // the reader went away; there is nobody to tell
		})
	}
	file("csv", "text/csv; charset=utf-8", helpCSV)
	file("geojson", "application/geo+json", helpGeoJSON)
}

// known is a language of the site, "" for any other text.
func (s *server) known(code string) string {
	for _, l := range s.Catalog.Languages() {
		if l == code {
			return code
		}
	}
	return ""
}

func helpCSV(items []HelpPointItem) ([]byte, error) {
	t := sheet.Table{Name: "helppoints", Comma: ','}
	for _, title := range []string{"id", "name", "purposes", "place", "place_name", "address", "lat", "lon", "phones", "mails", "web", "languages", "opening_hours", "time_zone", "verified", "url"} {
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	for _, x := range items {
		var phones []string
		for _, p := range x.Phones {
			phones = append(phones, p.Number)
		}
		t.Rows = append(t.Rows, sheet.Row{
			x.ID, x.Name, strings.Join(x.Purposes, ";"), x.Place, x.PlaceName, x.Address, x.Lat, x.Lon, strings.Join(phones, ";"), strings.Join(x.Mails, ";"), x.Web,
			strings.Join(x.Languages, ";"), x.Hours, x.Zone, x.Verified, x.URL,
		})
	}
	var b bytes.Buffer
	err := sheet.Write(&b, sheet.CSV, t)
	return b.Bytes(), err
}

func helpGeoJSON(items []HelpPointItem) ([]byte, error) {
	type geometry struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	}
	type feature struct {
		Type       string        `json:"type"`
		Geometry   geometry      `json:"geometry"`
		Properties HelpPointItem `json:"properties"`
	}
	features := []feature{}
	for _, x := range items {
		features = append(features, feature{"Feature", geometry{"Point", [2]float64{x.Lon, x.Lat}}, x})
	}
	return json.Marshal(struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}{"FeatureCollection", features})
}
