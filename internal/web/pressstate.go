package web

import (
	"net/http"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// statusWord is how a text stands to the public.
type statusWord struct{ Class, Text string }

// fillPressState says how the text stands to the public.
func (s *Site) fillPressState(r *http.Request, v *pressTextPage, t press.Text) (err error) {
	now, zone := s.clock.Now(), s.homeZone()
	state := t.State(now)
	v.State = statusWord{string(state), v.t("press.state." + string(state))}
	v.Zone = s.itemZone()
	if since := t.PublicSince(now); !since.IsZero() {
		v.Shown = lang.DateOf(since.In(zone))
		v.PublicURL = "/" + t.Language + "/" + v.Item.Kind.Section() + "/" + t.Slug
		if shown, ok, err := s.rooms.Press.ShownIn(r.Context(), v.Item.ID, t.Language); err == nil && ok {
			v.PublicURL = "/" + t.Language + shown.Path()
		}
	}
	if state == press.Scheduled {
		v.NextAt = v.momentIn(t.NextAt, zone)
	}
	v.Schedule = newForm(&v.page, nil)
	if v.Links, err = s.rooms.Press.Previews(r.Context(), v.Item.ID, t.Language); err != nil {
		return err
	}
	resolve, err := s.resolver(r, v.Lang, t.Content)
	if err != nil {
		return err
	}
	if err := t.Content.Complete(v.Item.Kind, resolve); err != nil {
		v.Hints = append(v.Hints, v.p.Message(errs.PublicOf(err)))
	}
	return nil
}

// momentIn prints a moment as it is at a place.
func (p *page) momentIn(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return p.p.Date(lang.DateOf(t)) + ", " + t.Format("15:04")
}

// homeZone is the time zone of the operator's home town, else of the largest town of the
// region that the site is about: what is scheduled is meant by that clock. UTC where none
// is known.
func (s *Site) homeZone() *time.Location {
	if s.face().HomePlace != 0 {
		return s.zone()
	}
	region := s.options.HomeRegion
	if f := s.face(); f.HomeRegion != "" {
		region = f.HomeRegion
	}
	places := s.rooms.World().Places
	name, most := "", int64(-1)
	for i := range places.Len() {
		if p := places.At(i); p.Region == region && p.Zone != "" && p.Population > most {
			name, most = p.Zone, p.Population
		}
	}
	zone, err := time.LoadLocation(name) // "" is UTC
	if err != nil {
		return time.UTC
	}
	return zone
}
