package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// factValues are a meeting's facts as the form holds them.
func (s *Site) factValues(p *page, m meeting.Meeting, language string) url.Values {
	f, now := m.Facts, s.rooms.World()
	form := newForm(p, url.Values{
		"version": {strconv.FormatInt(m.Version, 10)}, "kind": {string(m.Kind)}, "series": {f.Series[language]}, "from": {dayWords(p, f.From)}, "to": {dayWords(p, f.To)},
		"inferred": {f.From.InferredWhy}, "begins": {f.Begins}, "ends": {f.Ends}, "zone": {f.Zone}, "venue": {f.Venue[language]}, "address": {f.Address},
		"organisers": {strings.Join(f.Organisers, "\n")}, "project": {f.Project.Name}, "credit": {f.Project.Credit[language]},
		"programme": {meeting.WriteProgramme(f.Programme, language)}, "topic": m.Topics, "partnership": m.Targets(press.OfPartnership),
		jointField: m.Targets(press.OfProject),
		"report":   {meeting.Linked(m.Own, meeting.Report)}, "gallery": {meeting.Linked(m.Own, meeting.Gallery)},
	})
	if f.Edition != 0 {
		form.values.Set("edition", strconv.Itoa(f.Edition))
	}
	if f.Off {
		form.values.Set("off", "1")
	}
	if f.At != nil {
		form.values.Set("at", strconv.FormatFloat(f.At.Lat, 'f', -1, 64)+", "+strconv.FormatFloat(f.At.Lon, 'f', -1, 64))
	}
	p.setPlace(form, now, "place", f.Place)
	for i, x := range f.Patrons {
		office, _ := x.Office.In(language, language)
		form.setRow("patron", i, "was", strconv.Itoa(i), "way", string(x.Way), "office", office, "holder", x.Holder, "state", string(x.State))
	}
	for i, g := range f.Guests {
		form.setRow("guest", i, "country", g.Country)
		p.setPlace(form, now, rowField("guest", i, "place"), g.Place)
		if g.People != meeting.Uncounted {
			form.setRow("guest", i, "people", strconv.Itoa(g.People))
		}
	}
	for i, x := range f.Materials {
		title, _ := x.Title.In(language, language)
		form.setRow("material", i, "document", x.Document, "language", x.Language, "title", title, "order", strconv.Itoa(i+1))
	}
	return form.values
}

// dayWords writes a date as its field holds it.
func dayWords(p *page, d partnership.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.dateText(d)
}

// readFacts reads the form over what the meeting was: short texts in other languages stay.
func (s *Site) readFacts(v *meetingFactsPage) (meeting.Facts, press.Own, map[string][]placeView) {
	f, old, l, offers := v.Form, v.Meeting.Facts, v.Language, map[string][]placeView{}
	var err error
	facts := meeting.Facts{
		Kind: meeting.Kind(f.text("kind")), Series: old.Series.With(l, f.text("series")), Edition: int(f.whole("edition", "error.meeting.edition")),
		Begins: clockIn(f.text("begins")), Ends: clockIn(f.text("ends")), Zone: f.text("zone"), Off: f.checked("off"), Venue: old.Venue.With(l, f.text("venue")), Address: f.text("address"),
		Organisers: strings.Split(f.text("organisers"), "\n"),
		Project:    meeting.Project{Name: f.text("project"), Credit: old.Project.Credit.With(l, f.text("credit")), Logo: old.Project.Logo, Shows: old.Project.Shows},
	}
	for name, into := range map[string]*partnership.Date{"from": &facts.From, "to": &facts.To} {
		if *into, err = s.lexicon.ReadDate(f.text(name), s.today()); err != nil {
			f.fail(name, errs.PublicOf(err))
		}
	}
	if why := f.text("inferred"); slices.Contains(meeting.Inferences(), why) && !facts.From.IsZero() {
		facts.From.InferredBy, facts.From.InferredWhy = partnership.InferredByEditor, why
	}
	facts.Place, offers["place"] = s.placeIn(f, &v.page, s.rooms.World(), "place", nil)
	if p, ok := s.rooms.World().Places.Get(facts.Place); ok && facts.Zone == "" {
		facts.Zone = p.Zone
	}
	facts.At = f.position("at")
	if facts.Programme, err = meeting.ReadProgramme(f.text("programme"), l, old.Programme); err != nil {
		f.take(err)
	}
	facts.Patrons, facts.Materials = f.patrons(l, old.Patrons), f.materials(l, old.Materials)
	facts.Guests = s.readGuests(v, facts.Place, offers)
	return facts, v.readMeetingOwn(), offers
}

// clockIn reads an hour as people write it: "9.30", "9:30", "9".
func clockIn(text string) string {
	text = strings.ReplaceAll(text, ".", ":")
	if text != "" && !strings.Contains(text, ":") {
		text += ":00"
	}
	if len(text) == 4 {
		text = "0" + text
	}
	return text
}

// position reads "53.13, 23.16".
func (f *form) position(name string) *meeting.Position {
	text := f.text(name)
	if text == "" {
		return nil
	}
	a, b, ok := strings.Cut(text, ",")
	lat, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err != nil || err2 != nil || lat != lat || lon != lon {
		f.fail(name, lang.Msg("error.meeting.position"))
		return nil
	}
	return &meeting.Position{Lat: lat, Lon: lon}
}

// readMeetingOwn reads topics and links; the towns come from the facts.
func (v *meetingFactsPage) readMeetingOwn() press.Own {
	f, own := v.Form, v.Meeting.Item.Own
	own.Topics, own.Links = f.all("topic"), nil
	for _, id := range f.all("partnership") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPartnership, Target: id})
	}
	own.Links = append(own.Links, f.jointLinks(v.Meeting.Own)...)
	for _, role := range []string{meeting.Report, meeting.Gallery} {
		if id := f.text(role); id != "" {
			own.Links = append(own.Links, press.Link{Kind: press.OfPress, Target: id, Role: role})
		}
	}
	return own
}
