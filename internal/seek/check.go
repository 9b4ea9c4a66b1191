package seek

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Limits of one request. A page that lists more than some wishes is read by nobody.
const (
	mostPlaces    = 12 // small towns that seek together
	mostTopics    = 12 // as many as the longest agreements list
	mostCountries = 40
	mostLanguages = 20
	longestTitle  = 160
	longestText   = 4000
	longestCall   = 200
	mostPeople    = 50_000_000
	mostKm        = 20_000 // half around the earth
)

// check returns what is wrong with a request, by field. A draft may lack what it will.
func (r *Request) check() error {
	r.tidy()
	if err := errs.First(
		errs.TooMany("place", len(r.Places), mostPlaces), errs.TooMany("topics", len(r.Topics), mostTopics),
		errs.TooMany("countries", len(r.Countries), mostCountries), errs.TooMany("languages", len(r.Languages), mostLanguages),
		errs.TooLong("call", r.Call, longestCall), r.checkCodes(), r.checkNumbers(), r.checkDays(), r.checkLink(),
	); err != nil {
		return err
	}
	for code, t := range r.Texts {
		if err := errs.First(errs.TooLong("title."+code, t.Title, longestTitle), errs.TooLong("about."+code, t.About, longestText),
			errs.TooLong("seeks."+code, t.Seeks, longestText), errs.TooLong("offers."+code, t.Offers, longestText)); err != nil {
			return err
		}
	}
	return nil
}

// tidy drops what says nothing and what is said twice.
func (r *Request) tidy() {
	r.Call, r.CallLink = strings.TrimSpace(r.Call), strings.TrimSpace(r.CallLink)
	r.Topics, r.Countries, r.Languages, r.Places = once(r.Topics), once(r.Countries), once(r.Languages), once(r.Places)
	for code, t := range r.Texts {
		t.Title, t.About, t.Seeks, t.Offers = strings.TrimSpace(t.Title), strings.TrimSpace(t.About), strings.TrimSpace(t.Seeks), strings.TrimSpace(t.Offers)
		r.Texts[code] = t
	}
}

// once leaves the first of each.
func once[T comparable](all []T) (kept []T) {
	for _, x := range all {
		if !slices.Contains(kept, x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// checkCodes refuses codes that no list has.
func (r *Request) checkCodes() error {
	unknown := func(field string) error { return errs.In(field, lang.Msg("error.help.code")) }
	for _, x := range r.Topics {
		if _, ok := topic.Get(x); !ok {
			return unknown("topics")
		}
	}
	for _, x := range r.Countries {
		if len(x) != 2 || strings.ToUpper(x) != x {
			return unknown("countries")
		}
	}
	for _, x := range r.Languages {
		if len(x) < 2 || len(x) > 12 {
			return unknown("languages")
		}
	}
	switch {
	case r.Kind != "" && !slices.Contains(partnership.Kinds(), r.Kind):
		return unknown("kind")
	case !slices.Contains(Wishes(), r.Wish):
		return unknown("wish")
	case !slices.Contains(Horizons(), r.Horizon):
		return unknown("horizon")
	case r.Reason != "" && !slices.Contains(Reasons(), r.Reason):
		return unknown("reason")
	}
	return nil
}

func (r *Request) checkNumbers() error {
	switch {
	case r.MinPeople < 0 || r.MaxPeople < 0 || r.MinPeople > mostPeople || r.MaxPeople > mostPeople:
		return errs.In("min_people", lang.Msg("error.seek.people"))
	case r.MaxPeople > 0 && r.MaxPeople < r.MinPeople:
		return errs.In("max_people", lang.Msg("error.seek.people_order"))
	case r.MaxKm < 0 || r.MaxKm > mostKm:
		return errs.In("max_km", lang.Msg("error.seek.km"))
	}
	return nil
}

func (r *Request) checkDays() error {
	for field, text := range map[string]string{"reply_by": r.ReplyBy, "expires": r.Expires} {
		if text == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return errs.In(field, lang.Msg("error.seek.day"))
		}
	}
	return nil
}

func (r *Request) checkLink() error {
	if r.CallLink == "" {
		return nil
	}
	u, err := url.Parse(r.CallLink)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(r.CallLink) > longestCall {
		return errs.In("call_link", lang.Msg("error.help.web"))
	}
	return nil
}
