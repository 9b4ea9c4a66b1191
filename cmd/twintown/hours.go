package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
	_ "time/tzdata" // zones of places, on machines that keep none

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/openhours/say"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// hoursOptions are the flags of "twintown hours".
type hoursOptions struct {
	at, zone, country, region string
	lat, lon                  string
	batch                     string
	json                      bool
}

// hours says whether a place is open, from the text of its opening hours. It reads
// no data folder.
func hours(_ context.Context, p *program, args []string) error {
	fs := p.flags("hours")
	var o hoursOptions
	fs.StringVar(&o.at, "at", "", "")
	fs.StringVar(&o.zone, "zone", "", "")
	fs.StringVar(&o.country, "country", "", "")
	fs.StringVar(&o.region, "region", "", "")
	fs.StringVar(&o.lat, "lat", "", "")
	fs.StringVar(&o.lon, "lon", "", "")
	fs.StringVar(&o.batch, "batch", "", "")
	fs.BoolVar(&o.json, "json", false, "")
	words, err := p.parse(fs, args, 0, -1)
	if err != nil {
		return err
	}
	if (o.batch == "") == (len(words) == 0) {
		p.say(p.err, "cli.hours_usage")
		return errUsage
	}
	if o.batch != "" {
		return p.hoursBatch(o.batch)
	}
	return p.hoursOne(joined(words), o)
}

// hoursOne answers for a person.
func (p *program) hoursOne(value string, o hoursOptions) error {
	place, err := o.place()
	if err != nil {
		return err
	}
	now, err := o.moment(place.Zone)
	if err != nil {
		return err
	}
	h, warnings, err := openhours.ParseWith(value, openhours.Options{Langs: o.langs(p.print.Lang())})
	if err != nil {
		return say.Error(err)
	}
	if o.json {
		return p.printJSON(answerHours(h, warnings, now, now.AddDate(0, 0, 7), place))
	}
	p.sayNow(h, now, place)
	p.sayWeek(h, now, place)
	p.say(p.out, "hours.cli.form", "text", h.String())
	p.sayWarnings(append(warnings, h.Check(now, place)...))
	return nil
}

// place is where the hours hold.
func (o *hoursOptions) place() (place openhours.Place, err error) {
	place.Zone = time.Local
	if name := cmp.Or(o.zone, onlyZone[strings.ToUpper(o.country)]); name != "" {
		if place.Zone, err = time.LoadLocation(name); err != nil {
			return place, errs.New(errs.Invalid, lang.Msg("hours.cli.zone_unknown", "zone", name), err)
		}
	}
	if h, ok := holidays.Of(o.country, o.region); ok {
		place.Holidays = h
	}
	if o.lat != "" || o.lon != "" {
		if _, err := fmt.Sscan(o.lat+" "+o.lon, &place.Lat, &place.Lon); err != nil || !onEarth(place.Lat, place.Lon) {
			return place, errs.New(errs.Invalid, lang.Msg("hours.cli.position_wrong"), err)
		}
		place.HasPosition = true
	}
	return place, nil
}

// onEarth is false for what is no number, too.
func onEarth(lat, lon float64) bool {
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180
}

// moment reads --at in the place's zone.
func (o *hoursOptions) moment(zone *time.Location) (time.Time, error) {
	if o.at == "" {
		return clock.System().Now().In(zone), nil
	}
	if t, err := time.Parse(time.RFC3339, o.at); err == nil {
		return t.In(zone), nil
	}
	var err error
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		var t time.Time
		if t, err = time.ParseInLocation(form, o.at, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errs.New(errs.Invalid, lang.Msg("hours.cli.time_unknown", "text", o.at), err)
}

// langs are the languages that a value is likely written in: the country's, else
// the reader's.
func (o *hoursOptions) langs(reader string) []string {
	if list := languagesIn(o.country); list != nil {
		return list
	}
	return []string{reader}
}

func (p *program) sayNow(h *openhours.Hours, now time.Time, place openhours.Place) {
	name, _ := now.Zone()
	if place.Zone != time.Local {
		name = place.Zone.String()
	}
	p.say(p.out, "hours.cli.at", "weekday", p.print.Weekday(now.Weekday()), "day", lang.DateOf(now), "time", p.print.Clock(now), "zone", name)
	state := h.At(now, place)
	line := p.print.Message(say.Now(state))
	if state.Comment != "" {
		line += " (" + state.Comment + ")"
	}
	fmt.Fprintln(p.out, line)
	for _, why := range say.Why(state) {
		fmt.Fprintln(p.out, p.print.Message(why))
	}
	at, then, changes := h.NextChange(now, place)
	fmt.Fprintln(p.out, p.print.Message(say.Next(p.print, now, at, then, changes)))
}

// sayWeek prints the week in which now lies, day by day.
func (p *program) sayWeek(h *openhours.Hours, now time.Time, place openhours.Place) {
	fmt.Fprintln(p.out)
	out := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	for i, day := range h.Week(now, place) {
		var parts []string
		for _, s := range day.States {
			parts = append(parts, p.stretch(s)...)
		}
		if len(parts) == 0 {
			parts = []string{p.print.T("hours.cli.closed")}
		}
		fmt.Fprintf(out, "  %s\t%s\n", p.print.Weekday(time.Weekday((i+1)%7)), strings.Join(parts, ", "))
	}
	out.Flush()
	fmt.Fprintln(p.out)
}

// stretch prints a part of a day, nothing where it is closed.
func (p *program) stretch(s openhours.Interval) []string {
	if s.State.Kind == openhours.Closed {
		return nil
	}
	end := p.print.Clock(s.To)
	if s.To.Hour() == 0 && s.To.Minute() == 0 {
		end = "24:00"
	}
	text := p.print.Clock(s.From) + "–" + end
	if s.State.Kind == openhours.Unknown {
		text += " (" + p.print.T("hours.cli.unknown") + ")"
	}
	if s.State.Comment != "" {
		text += " (" + s.State.Comment + ")"
	}
	return []string{text}
}

func (p *program) sayWarnings(list []openhours.Warning) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(p.out)
	p.say(p.out, "hours.cli.check")
	told := map[string]bool{}
	for _, w := range list {
		if text := p.print.Message(say.Warning(w)); !told[text] {
			told[text] = true
			fmt.Fprintln(p.out, "  "+text)
		}
	}
}
