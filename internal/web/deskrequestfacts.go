package web

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// requestValues are a request's values as its forms have them.
func requestValues(x seek.Request) url.Values {
	f := url.Values{
		"topics": x.Topics, "kind": {string(x.Kind)}, "countries": x.Countries, "languages": x.Details.Languages, "wish": {string(x.Wish)}, "horizon": {string(x.Horizon)},
		"call": {x.Call}, "call_link": {x.CallLink}, "reply_by": {x.ReplyBy}, "expires": {x.Expires},
	}
	for name, n := range map[string]int64{"min_people": x.MinPeople, "max_people": x.MaxPeople, "max_km": int64(x.MaxKm)} {
		if n != 0 {
			f.Set(name, strconv.FormatInt(n, 10))
		}
	}
	for code, t := range x.Texts {
		f.Set("title."+code, t.Title)
		f.Set("about."+code, t.About)
		f.Set("seeks."+code, t.Seeks)
		f.Set("offers."+code, t.Offers)
		f.Set("origin."+code, string(t.Origin))
		f.Set("source."+code, t.Source)
	}
	return f
}

// requestBoxes are boxes of which those that are likely stand first, and the rest behind a
// fold: a list of thirty countries is read by nobody.
type requestBoxes struct {
	helpChecks
	More []option
}

// requestChecks are the boxes for areas, languages and countries.
func (s *Site) requestChecks(v *requestEditPage, x seek.Request) []requestBoxes {
	topics := requestBoxes{helpChecks: helpChecks{Name: "topics", Legend: v.t("seek.topics")}}
	for _, t := range topic.All() {
		topics.Options = append(topics.Options, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code)), Chosen: v.Form.Ticked("topics", t.Code)})
	}
	spoken := requestBoxes{helpChecks: helpChecks{Name: "languages", Legend: v.t("seek.languages")}}
	spoken.offer(v, s.languages, alsoWritten, x.Details.Languages, v.p.LanguageName)
	own := s.leadOf(x).Country
	countries := requestBoxes{helpChecks: helpChecks{Name: "countries", Legend: v.t("seek.countries")}}
	countries.offer(v, append([]string{own}, s.neighbours[own]...), european, x.Countries, v.p.CountryName)
	return []requestBoxes{topics, spoken, countries}
}

// offer puts what is likely and what is chosen first, each once; also stands behind the fold.
func (b *requestBoxes) offer(v *requestEditPage, likely, also, stored []string, name func(string) string) {
	seen := map[string]bool{"": true}
	add := func(list *[]option, codes []string) {
		for _, code := range codes {
			if !seen[code] {
				seen[code] = true
				*list = append(*list, option{Value: code, Name: name(code), Chosen: v.Form.Ticked(b.Name, code)})
			}
		}
	}
	add(&b.Options, likely)
	add(&b.Options, stored)
	add(&b.Options, v.Form.all(b.Name))
	add(&b.More, also)
	if b.Name == "countries" {
		slices.SortFunc(b.Options, v.byName)
	}
	slices.SortFunc(b.More, v.byName)
}

// alsoWritten are languages beside the site's own in which offices of Europe write.
var alsoWritten = []string{"it", "es", "nl", "cs", "sk", "hu", "ro", "lv", "et", "fi", "sv", "da", "hr", "bg", "el", "pt", "ka"}

// european are the countries whose towns have most partnerships.
var european = []string{
	"AT", "BE", "BG", "BY", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GE", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MD", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "UA",
}

// KindField offers the kinds of a link.
func (v *requestEditPage) KindField() fieldView {
	options := []option{{Name: v.t("seek.kind.any")}}
	for _, k := range partnership.Kinds() {
		if k != partnership.KindUnstated {
			options = append(options, option{Value: string(k), Name: v.t("partnership.kind." + string(k))})
		}
	}
	return v.Form.Choice("kind", "seek.kind", "desk.seek.kind.hint", options)
}

// WishField offers the wishes for what the partner is.
func (v *requestEditPage) WishField() fieldView {
	options := []option{{Name: v.t("seek.wish.any")}}
	for _, x := range seek.Wishes()[1:] {
		options = append(options, option{Value: string(x), Name: v.t("seek.wish." + string(x))})
	}
	return v.Form.Choice("wish", "seek.wish", "desk.seek.wish.hint", options)
}

// HorizonField offers the horizons.
func (v *requestEditPage) HorizonField() fieldView {
	options := []option{{Name: v.t("seek.horizon.any")}}
	for _, x := range seek.Horizons()[1:] {
		options = append(options, option{Value: string(x), Name: v.t("seek.horizon." + string(x))})
	}
	return v.Form.Choice("horizon", "seek.horizon", "", options)
}

// takeRequestFacts saves what is sought.
func (s *Site) takeRequestFacts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeRequest(w, r, code, "#facts", func(_ *requestEditPage, f *form, _ seek.Request) (requestChange, error) {
		least, err := wholeNumber(f, "min_people", "error.seek.people")
		most, err2 := wholeNumber(f, "max_people", "error.seek.people")
		km, err3 := wholeNumber(f, "max_km", "error.seek.km")
		for _, e := range []error{err, err2, err3} {
			if e != nil {
				return nil, e
			}
		}
		return func(x *seek.Request) error {
			x.Topics, x.Countries, x.Details.Languages = f.all("topics"), f.all("countries"), f.all("languages")
			x.Kind, x.Wish, x.Horizon = partnership.Kind(f.text("kind")), seek.Wish(f.text("wish")), seek.Horizon(f.text("horizon"))
			x.MinPeople, x.MaxPeople, x.MaxKm, x.Call, x.CallLink = least, most, int(km), f.text("call"), f.text("call_link")
			return nil
		}, nil
	})
}

// wholeNumber reads a number as people write it, with spaces or points between thousands;
// nothing is 0.
func wholeNumber(f *form, field, fault string) (int64, error) {
	text := f.text(field)
	if text == "" {
		return 0, nil
	}
	n, ok := project.ParseAmount(text) // knows the marks between thousands from a decimal one
	if !ok || n%100 != 0 || n/100 > math.MaxInt32 {
		return 0, errs.In(field, lang.Msg(fault))
	}
	return n / 100, nil
}

// takeRequestDays saves until when a request is answered and shown.
func (s *Site) takeRequestDays(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeRequest(w, r, code, "#days", func(_ *requestEditPage, f *form, _ seek.Request) (requestChange, error) {
		reply, end := f.text("reply_by"), f.text("expires")
		return func(x *seek.Request) error {
			x.ReplyBy, x.Expires = reply, end
			if !x.Shown() {
				return nil
			}
			for _, err := range x.Lacks(s.clock.Now()) { // readers see it: its days must be right
				if field := errs.FieldOf(err); field == "reply_by" || field == "expires" {
					return err
				}
			}
			return nil
		}, nil
	})
}

// takeRequestTowns adds a town that seeks together with the others, takes one out, or has
// another lead. Towns come in before anybody has looked at the request: it speaks in their
// name. They may go at any time.
func (s *Site) takeRequestTowns(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeRequest(w, r, code, "#towns", func(v *requestEditPage, f *form, _ seek.Request) (requestChange, error) {
		if number := f.number("lead"); number != 0 {
			return s.movePlace(r, number, true), nil
		}
		if number := f.number("drop"); number != 0 {
			return s.movePlace(r, number, false), nil
		}
		if s.lookedUp(f, &v.page, "place", []people.ScopeKind{people.OfPlace}, &v.Areas) {
			return nil, nil
		}
		number, err := s.placeFrom(f, &v.page, "place", &v.Areas)
		if err != nil {
			return nil, err
		}
		return func(x *seek.Request) error {
			if x.State != seek.Draft {
				return errs.In("place", lang.Msg("error.seek.towns"))
			}
			x.Places = append(x.Places, number)
			return nil
		}, nil
	})
}

// movePlace has a town lead, or takes it out. A town of the one who does it stays, so that
// the request is not lost to her.
func (s *Site) movePlace(r *http.Request, number int64, lead bool) requestChange {
	return func(x *seek.Request) error {
		at := slices.Index(x.Places, number)
		if at < 0 {
			return errs.In("place", lang.Msg("error.seek.place"))
		}
		x.Places = slices.Delete(x.Places, at, at+1)
		if lead {
			x.Places = slices.Insert(x.Places, 0, number)
		}
		if !s.may(r, people.WriteRequest, s.requestObject(*x)) {
			return errs.In("place", lang.Msg("error.seek.own"))
		}
		return nil
	}
}
