package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/match"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
)

// matchesAsked is what list-matches takes.
type matchesAsked struct {
	One
	Window
	Country      []string `query:"country" maxItems:"60" example:"LT,DE" doc:"only these countries"`
	Language     []string `query:"language" maxItems:"20" doc:"only countries where one of these is spoken, BCP 47"`
	Region       []string `query:"region" maxItems:"60" doc:"only these regions"`
	MinKm        float64  `query:"min_km" minimum:"0" maximum:"20100"`
	MaxKm        float64  `query:"max_km" minimum:"0" maximum:"20100"`
	MinPop       int64    `query:"min_population" minimum:"0"`
	MaxPop       int64    `query:"max_population" minimum:"0"`
	Mode         string   `query:"mode" enum:"any,similar,complementary" default:"any" doc:"of about the same size, or of quite another"`
	Spread       bool     `query:"spread" doc:"only a few of each country"`
	WithPartners bool     `query:"with_partners" doc:"also those who are partners already"`
}

// matchItem is one suggestion. Its reasons add up to its score.
type matchItem struct {
	Place   PlaceItem    `json:"place"`
	Km      float64      `json:"km" doc:"distance, great circle"`
	Score   float64      `json:"score" doc:"0: as two towns drawn by chance; a point more: e times as likely"`
	Reasons []reasonItem `json:"reasons" nullable:"false"`
	Notices []noticeItem `json:"notices" nullable:"false" doc:"what a seeker must know; never part of the score"`
	Partner bool         `json:"partner,omitempty" doc:"is a partner already"`
}

type reasonItem struct {
	Signal   string  `json:"signal"`
	Points   float64 `json:"points"`
	Sentence string  `json:"sentence"`
}

type noticeItem struct {
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	From    string   `json:"from"`
	To      string   `json:"to,omitempty"`
	Sources []string `json:"sources" nullable:"false" doc:"codes"`
	Read    string   `json:"read" doc:"the day when the sources were read"`
}

// matchPage is a list with the group that caveats fold away.
type matchPage struct {
	Page[matchItem]
	Folded []matchItem `json:"folded" nullable:"false" doc:"suggestions under a caveat, on the same scale"`
	Known  int         `json:"known" doc:"partnerships that the ranking relied on"`
	Own    int         `json:"own" doc:"of them, those of the place itself"`
}

// deepest is how far down a ranking can be read.
const deepest = 1000

func (s *server) listMatches(_ context.Context, in *matchesAsked) (*answer[matchPage], error) {
	p := s.printer(in.Reader)
	result, err := s.World().Ranker.Rank(match.Query{
		Place: in.ID, Countries: upper(in.Country), Languages: in.Language, Regions: upper(in.Region),
		MinKm: in.MinKm, MaxKm: in.MaxKm, MinPop: in.MinPop, MaxPop: in.MaxPop,
		Mode: match.Mode(in.Mode), Spread: in.Spread, WithPartners: in.WithPartners,
		Limit: min(in.Offset+in.Limit+1, deepest), Day: lang.DateOf(s.Clock.Now()),
	})
	if err != nil {
		return nil, fail(p, err)
	}
	path := Root + "/places/" + strconv.FormatInt(in.ID, 10) + "/matches"
	out := matchPage{
		Page:   cut(s.matchItems(p, in.ID, result.Items), in.Window, path, in.query()),
		Folded: s.matchItems(p, in.ID, result.Folded), Known: result.Known, Own: result.Own,
	}
	return &answer[matchPage]{p.Lang(), out}, nil
}

func upper(codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = strings.ToUpper(c)
	}
	return out
}

func (s *server) matchItems(p *lang.Printer, seeker int64, all []match.Candidate) []matchItem {
	places := s.World().Places
	from, _ := places.Get(seeker)
	items := make([]matchItem, 0, len(all))
	for _, c := range all {
		to, _ := places.Get(c.ID)
		item := matchItem{
			Place: s.item(to, p.Lang()), Score: c.Score, Partner: c.Partner, Reasons: []reasonItem{}, Notices: []noticeItem{},
			Km: geo.Distance(geo.Point{Lat: from.Lat, Lon: from.Lon}, geo.Point{Lat: to.Lat, Lon: to.Lon}),
		}
		for _, r := range c.Reasons {
			item.Reasons = append(item.Reasons, reasonItem{r.Signal, r.Points, p.Message(r.Text)})
		}
		for _, n := range c.Notices {
			item.Notices = append(item.Notices, noticeItem{
				n.Key, n.Text[p.Lang()], n.From.String(), n.To.String(), append([]string{}, n.Sources...), n.Read.String(),
			})
		}
		items = append(items, item)
	}
	return items
}

// query is what the next page's address repeats.
func (in *matchesAsked) query() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" && value != "false" {
			q.Set(name, value)
		}
	}
	set("lang", in.Lang)
	set("country", strings.Join(in.Country, ","))
	set("language", strings.Join(in.Language, ","))
	set("region", strings.Join(in.Region, ","))
	set("min_km", strconv.FormatFloat(in.MinKm, 'f', -1, 64))
	set("max_km", strconv.FormatFloat(in.MaxKm, 'f', -1, 64))
	set("min_population", strconv.FormatInt(in.MinPop, 10))
	set("max_population", strconv.FormatInt(in.MaxPop, 10))
	set("mode", in.Mode)
	set("spread", strconv.FormatBool(in.Spread))
	set("with_partners", strconv.FormatBool(in.WithPartners))
	return q
}
