package api

import (
	"context"
	"net/url"
	"slices"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// RequestItem is the request of a town, or of several together, that seeks a partner. It
// names offices and never a person; it is answered on the site alone.
type RequestItem struct {
	ID        string        `json:"id" example:"sokolka" doc:"as in its page's address"`
	State     string        `json:"state" enum:"published,paused,matched,closed,expired"`
	Open      bool          `json:"open" doc:"it takes answers today"`
	Language  string        `json:"language" doc:"of the texts: the reader's where there is such a text"`
	Origin    string        `json:"origin" enum:"written,translated,machine" doc:"where the text in this language comes from"`
	Title     string        `json:"title"`
	About     string        `json:"about,omitempty" doc:"what the town is"`
	Seeks     string        `json:"seeks,omitempty"`
	Offers    string        `json:"offers,omitempty"`
	Texts     []meetingText `json:"texts" nullable:"false" doc:"the languages in which it can be read"`
	Places    []placeRef    `json:"places" nullable:"false" doc:"for which it speaks; the first leads"`
	Topics    []string      `json:"topics" nullable:"false" doc:"codes of areas of cooperation"`
	Kind      string        `json:"kind,omitempty" doc:"of the link; absent: open"`
	Countries []string      `json:"countries" nullable:"false" doc:"wanted, ISO 3166-1; none: any"`
	MinPeople int64         `json:"min_people,omitempty"`
	MaxPeople int64         `json:"max_people,omitempty"`
	MaxKm     int           `json:"max_km,omitempty" doc:"from the leading town, as the crow flies"`
	Languages []string      `json:"languages" nullable:"false" doc:"in which its town can write and speak, BCP 47"`
	Wish      string        `json:"wish,omitempty" enum:"similar,complementary"`
	Horizon   string        `json:"horizon,omitempty" enum:"project,years,lasting"`
	Call      string        `json:"call,omitempty"`
	CallURL   string        `json:"call_url,omitempty"`
	ReplyBy   string        `json:"reply_by" format:"date"`
	Expires   string        `json:"expires" format:"date"`
	Published time.Time     `json:"published"`
	Changed   time.Time     `json:"changed"`
	Example   bool          `json:"example,omitempty" doc:"of a demonstration: nobody answers"`
	URL       string        `json:"url" doc:"address of its page on this site"`
}

// placeRef is a place by its number and name.
type placeRef struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Country string `json:"country,omitempty"`
}

// requestsAsked is what list-requests takes.
type requestsAsked struct {
	Reader
	Window
	Country string `query:"country" maxLength:"2" doc:"only of towns in it"`
	Topic   string `query:"topic" maxLength:"40" doc:"only about this area of cooperation or what is within it"`
	Writes  string `query:"writes" maxLength:"12" doc:"only of towns that can write in this language"`
	Size    string `query:"size" enum:"to5,to20,to100,over100" doc:"only of towns of so many thousand inhabitants"`
	Open    bool   `query:"open" doc:"only those that take answers today"`
}

func (in *requestsAsked) asked() seek.Asked {
	q := url.Values{"country": {in.Country}, "topic": {in.Topic}, "language": {in.Writes}, "size": {in.Size}}
	if in.Open {
		q.Set("open", "1")
	}
	return seek.AskedOf(q)
}

func (s *server) today() string { return lang.DateOf(s.Clock.Now()).String() }

func (s *server) listRequests(ctx context.Context, in *requestsAsked) (*answer[Page[RequestItem]], error) {
	p := s.printer(in.Reader)
	var all []seek.Request
	if s.Requests != nil {
		found, err := s.Requests.Public(ctx, s.today())
		if err != nil {
			return nil, fail(p, err)
		}
		all = found
	}
	asked := in.asked()
	town := func(number int64) seek.Town {
		at, _ := s.World().Places.Get(number)
		return seek.Town{Country: at.Country, People: at.Population}
	}
	all = slices.DeleteFunc(all, func(x seek.Request) bool { return !asked.Fits(x, town, s.today()) })
	items := make([]RequestItem, len(all))
	for i, x := range all {
		items[i] = s.requestItem(p, x)
	}
	query := asked.Values()
	if asked.Language != "" {
		query.Del("language")
		query.Set("writes", asked.Language)
	}
	if asked.Open {
		query.Set("open", "true")
	}
	if in.Lang != "" {
		query.Set("lang", in.Lang)
	}
	return &answer[Page[RequestItem]]{p.Lang(), cut(items, in.Window, Root+"/requests", query)}, nil
}

// oneRequest is what get-request takes.
type oneRequest struct {
	Reader
	ID string `path:"id" minLength:"1" maxLength:"80"`
}

func (s *server) getRequest(ctx context.Context, in *oneRequest) (*answer[RequestItem], error) {
	p := s.printer(in.Reader)
	unknown := errs.New(errs.NotFound, lang.Msg("error.seek.unknown"), nil)
	if s.Requests == nil {
		return nil, fail(p, unknown)
	}
	x, err := s.Requests.ByHandle(ctx, in.ID)
	if err == nil && !x.Shown() {
		err = unknown
	}
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[RequestItem]{p.Lang(), s.requestItem(p, x)}, nil
}

func (s *server) requestItem(p *lang.Printer, x seek.Request) RequestItem {
	places, day := s.World().Places, s.today()
	text, code, _ := x.In(p.Lang(), s.Catalog.Languages())
	item := RequestItem{
		ID: x.Handle, State: string(x.At(day)), Open: x.Open(day), Language: code, Origin: string(text.Origin), Title: text.Title, About: text.About, Seeks: text.Seeks, Offers: text.Offers,
		Texts: []meetingText{}, Places: []placeRef{}, Topics: append([]string{}, x.Topics...), Kind: string(x.Kind), Countries: append([]string{}, x.Countries...),
		MinPeople: x.MinPeople, MaxPeople: x.MaxPeople, MaxKm: x.MaxKm, Languages: append([]string{}, x.Details.Languages...), Wish: string(x.Wish), Horizon: string(x.Horizon),
		Call: x.Call, CallURL: x.CallLink, ReplyBy: x.ReplyBy, Expires: x.Expires, Published: x.Published, Changed: x.Changed,
		Example: x.Owner == seek.ExampleOwner, URL: "/" + p.Lang() + "/seek/" + x.Handle,
	}
	for _, l := range s.Catalog.Languages() {
		if x.Texts[l].Title != "" {
			item.Texts = append(item.Texts, meetingText{l, "/" + l + "/seek/" + x.Handle})
		}
	}
	for _, number := range x.Places {
		at, _ := places.Get(number)
		item.Places = append(item.Places, placeRef{number, places.DisplayName(number, p.Lang()), at.Country})
	}
	return item
}
