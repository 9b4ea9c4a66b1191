package api

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// MeetingItem is a meeting as lists show it. It names offices and organisations, and never a
// person.
type MeetingItem struct {
	ID         string        `json:"id"`
	Kind       string        `json:"kind" enum:"conference,forum,visit,ceremony,exchange,seminar"`
	Title      string        `json:"title"`
	Lead       string        `json:"lead,omitempty"`
	Language   string        `json:"language" doc:"of title and lead: the reader's where there is such a text"`
	Texts      []meetingText `json:"texts" nullable:"false" doc:"the languages in which it can be read"`
	Series     *meetingWords `json:"series,omitempty" doc:"common name of meetings that repeat"`
	Edition    int           `json:"edition,omitempty"`
	Start      string        `json:"start,omitempty" example:"2013-09-27" doc:"first day, as EDTF: 2013-09-27, 2013, 2013~ (about)"`
	End        string        `json:"end,omitempty" doc:"last day, as EDTF; absent: it takes one day"`
	Inferred   bool          `json:"inferred,omitempty" doc:"the day was concluded, not read"`
	Begins     *time.Time    `json:"begins,omitempty" doc:"absent: the hour is not known"`
	Ends       *time.Time    `json:"ends,omitempty"`
	Zone       string        `json:"time_zone,omitempty" example:"Europe/Warsaw"`
	Cancelled  bool          `json:"cancelled,omitempty"`
	Place      int64         `json:"place,omitempty" doc:"number of the town"`
	PlaceName  string        `json:"place_name,omitempty"`
	Venue      *meetingWords `json:"venue,omitempty"`
	Address    string        `json:"address,omitempty"`
	Lat        *float64      `json:"lat,omitempty"`
	Lon        *float64      `json:"lon,omitempty"`
	Organisers []string      `json:"organisers" nullable:"false" doc:"organisations in their registered spelling"`
	Topics     []string      `json:"topics" nullable:"false" doc:"codes of areas of cooperation"`
	Changed    time.Time     `json:"changed" doc:"when what is public last changed"`
	URL        string        `json:"url" doc:"address of its page on this site"`
}

// meetingWords is a short text, with its language: what nobody translated is given as it was
// written.
type meetingWords struct {
	Text     string `json:"text"`
	Language string `json:"language"`
}

type meetingText struct {
	Language string `json:"language"`
	URL      string `json:"url"`
}

// meetingDetail adds what only the meeting's own address tells.
type meetingDetail struct {
	MeetingItem
	Text         string            `json:"text,omitempty" doc:"Markdown"`
	Programme    []meetingSlot     `json:"programme" nullable:"false"`
	Guests       []meetingGuests   `json:"guests" nullable:"false" doc:"numbers by town or country"`
	Patrons      []meetingPatron   `json:"patrons" nullable:"false" doc:"offices whose patronage was granted"`
	Project      string            `json:"project,omitempty"`
	Credit       *meetingWords     `json:"credit,omitempty" doc:"the line that the funder asks for: whoever tells of the project repeats it"`
	Joint        string            `json:"joint_project,omitempty" doc:"identifier of the joint project to which the meeting belongs, where readers see it"`
	Materials    []MeetingMaterial `json:"materials" nullable:"false" doc:"the papers that were handed out"`
	Partnerships []string          `json:"partnerships" nullable:"false" doc:"their identifiers"`
}

type meetingSlot struct {
	Day   int          `json:"day" doc:"1 is the first"`
	From  string       `json:"from,omitempty" example:"09:30" doc:"in the meeting's time zone"`
	Until string       `json:"until,omitempty"`
	Title meetingWords `json:"title"`
}

type meetingGuests struct {
	Place     int64  `json:"place,omitempty" doc:"absent: only the country is known"`
	PlaceName string `json:"place_name,omitempty"`
	Country   string `json:"country"`
	People    *int   `json:"people" doc:"null: nobody counted"`
}

type meetingPatron struct {
	Way    string       `json:"way" enum:"honorary,committee,scientific,partner,media"`
	Office meetingWords `json:"office"`
}

// MeetingMaterial is a paper that readers may take. One that is no longer there, or not for
// everybody, is not told.
type MeetingMaterial struct {
	Title    meetingWords `json:"title"`
	Language string       `json:"language,omitempty" doc:"of the document"`
	URL      string       `json:"url" doc:"address of the page about it on this site"`
	File     string       `json:"file" doc:"address of its newest version"`
	Type     string       `json:"type" example:"application/pdf"`
	Bytes    int64        `json:"bytes"`
	Pages    int          `json:"pages,omitempty" doc:"absent: not known"`
}

// meetingsAsked is what list-meetings takes.
type meetingsAsked struct {
	Reader
	Window
	Year     int    `query:"year" minimum:"1900" maximum:"2200" doc:"only meetings that begin in it"`
	Place    int64  `query:"place" minimum:"1" doc:"only meetings in this town or with guests from it"`
	Language string `query:"language" enum:"pl,en,de,fr,lt,ru,be,uk" doc:"only meetings that can be read in it, told in it"`
}

func (s *server) listMeetings(ctx context.Context, in *meetingsAsked) (*answer[Page[MeetingItem]], error) {
	p := s.printer(in.Reader)
	want := p.Lang()
	if in.Language != "" {
		want = in.Language
	}
	all, err := s.meetings(ctx, want, in.Place)
	if err != nil {
		return nil, fail(p, err)
	}
	all = slices.DeleteFunc(all, func(m meeting.Shown) bool {
		return in.Year != 0 && m.From.Year != in.Year || in.Language != "" && m.Language != in.Language
	})
	meeting.Arrange(all, lang.DateOf(s.Clock.Now()))
	items := make([]MeetingItem, len(all))
	for i, m := range all {
		items[i] = s.meetingItem(p, m)
	}
	query := url.Values{}
	for name, value := range map[string]string{"lang": in.Lang, "language": in.Language} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if in.Year != 0 {
		query.Set("year", strconv.Itoa(in.Year))
	}
	if in.Place != 0 {
		query.Set("place", strconv.FormatInt(in.Place, 10))
	}
	return &answer[Page[MeetingItem]]{p.Lang(), cut(items, in.Window, Root+"/meetings", query)}, nil
}

// meetings are those that are public, each in the language that is wanted, else in the one in
// which it was written. place is 0 for all.
func (s *server) meetings(ctx context.Context, want string, place int64) (all []meeting.Shown, err error) {
	if s.Press == nil {
		return nil, nil
	}
	asked := press.Asked{Kind: press.Meeting}
	if place != 0 {
		asked.About = press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(place, 10)}
	}
	texts, err := s.Press.List(ctx, asked)
	if err != nil {
		return nil, err
	}
	return readable(texts, want)
}

// readable are the meetings of some texts, each once: in the language that is wanted, else
// in the one in which it was written.
func readable(texts []press.Shown, want string) (all []meeting.Shown, err error) {
	rank := func(t press.Shown) int {
		switch {
		case t.Language == want:
			return 0
		case !t.Translation():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(texts, func(a, b press.Shown) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), rank(a)-rank(b), strings.Compare(a.Language, b.Language))
	})
	for _, t := range slices.CompactFunc(texts, func(a, b press.Shown) bool { return a.ID == b.ID }) {
		m, err := meeting.Join(t)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// said is a short text of a meeting for a reader; nil where nobody wrote it.
func said(w meeting.Words, p *lang.Printer, m meeting.Shown) *meetingWords {
	text, in := w.In(p.Lang(), cmp.Or(m.Of, m.Language))
	if text == "" {
		return nil
	}
	return &meetingWords{text, in}
}

// worded is said for what is always there.
func worded(w meeting.Words, p *lang.Printer, m meeting.Shown) meetingWords {
	if x := said(w, p, m); x != nil {
		return *x
	}
	return meetingWords{}
}

func (s *server) meetingItem(p *lang.Printer, m meeting.Shown) MeetingItem {
	places := s.World().Places
	item := MeetingItem{
		ID: m.ID, Kind: string(m.Kind), Title: m.Title, Lead: m.Lead, Language: m.Language, Texts: []meetingText{}, Series: said(m.Series, p, m), Edition: m.Edition,
		Start: m.From.String(), End: m.To.String(), Inferred: m.From.Inferred(), Zone: m.Zone, Cancelled: m.Off, Place: m.Place, Venue: said(m.Venue, p, m), Address: m.Address,
		Organisers: append([]string{}, m.Organisers...), Topics: append([]string{}, m.Topics...), Changed: m.Changed, URL: "/" + m.Language + m.Path(),
	}
	for _, v := range m.Languages {
		if path, ok := m.Shown.In(v.Language); ok {
			item.Texts = append(item.Texts, meetingText{v.Language, "/" + v.Language + path})
		}
	}
	if begin, end, ok := m.Hours(); ok {
		if item.Begins = &begin; end.After(begin) {
			item.Ends = &end
		}
	}
	if found, ok := places.Get(m.Place); ok {
		item.PlaceName, item.Lat, item.Lon = places.DisplayName(m.Place, p.Lang()), &found.Lat, &found.Lon
	}
	if m.At != nil {
		item.Lat, item.Lon = &m.At.Lat, &m.At.Lon
	}
	return item
}

// oneMeeting is what get-meeting takes.
type oneMeeting struct {
	Reader
	ID string `path:"id" minLength:"1" maxLength:"80"`
}

func (s *server) getMeeting(ctx context.Context, in *oneMeeting) (*answer[meetingDetail], error) {
	p := s.printer(in.Reader)
	m, err := s.publicMeeting(ctx, p, in.ID)
	if err != nil {
		return nil, fail(p, err)
	}
	d := s.meetingDetail(p, m)
	if err := s.takeJoint(ctx, p, m, &d); err != nil {
		return nil, fail(p, err)
	}
	if err := s.takeAgenda(ctx, p, m, &d); err != nil {
		return nil, fail(p, err)
	}
	if d.Materials, err = s.materials(ctx, p, m); err != nil {
		return nil, fail(p, err)
	}
	return &answer[meetingDetail]{p.Lang(), d}, nil
}

// takeAgenda puts the released programme in the place of the typed one. It names no person.
func (s *server) takeAgenda(ctx context.Context, p *lang.Printer, m meeting.Shown, d *meetingDetail) error {
	if s.Agendas == nil {
		return nil
	}
	r, ok, err := s.Agendas.Released(ctx, m.ID)
	if err != nil || !ok {
		return err
	}
	d.Programme = []meetingSlot{}
	for i, day := range r.Days() {
		for _, x := range r.On(day) {
			if !x.Off {
				d.Programme = append(d.Programme, meetingSlot{i + 1, x.From, x.Until, worded(x.Title, p, m)})
			}
		}
	}
	return nil
}

// materials are the papers of a meeting that everybody may read.
func (s *server) materials(ctx context.Context, p *lang.Printer, m meeting.Shown) ([]MeetingMaterial, error) {
	told := []MeetingMaterial{}
	if s.Documents == nil {
		return told, nil
	}
	ids := make([]string, len(m.Materials))
	for i, x := range m.Materials {
		ids[i] = x.Document
	}
	docs, err := s.Documents.OfIDs(ctx, ids)
	for _, x := range m.Materials {
		at := slices.IndexFunc(docs, func(d document.Document) bool { return d.ID == x.Document && d.Visibility == document.Public })
		if at < 0 {
			continue
		}
		d, out, page := docs[at], docs[at].Deliver(false), "/"+m.Language+"/documents/"+x.Document
		told = append(told, MeetingMaterial{worded(x.Title, p, m), x.Language, page, page + "/" + url.PathEscape(out.Name), out.Type, out.Size, d.Pages})
	}
	return told, err
}

// takeJoint adds the joint project to which a meeting belongs, and its line where the meeting
// has none of its own.
func (s *server) takeJoint(ctx context.Context, p *lang.Printer, m meeting.Shown, d *meetingDetail) error {
	if s.Projects == nil {
		return nil
	}
	for _, id := range m.Targets(press.OfProject) {
		x, err := s.Projects.ByID(ctx, id)
		switch {
		case errs.KindOf(err) == errs.NotFound:
			continue
		case err != nil:
			return err
		}
		if !x.Shown.IsZero() {
			d.Joint = x.Handle
		}
		if d.Credit == nil {
			d.Credit = said(x.Credit.Line, p, m)
		}
	}
	return nil
}

func (s *server) meetingDetail(p *lang.Printer, m meeting.Shown) meetingDetail {
	d := meetingDetail{
		MeetingItem: s.meetingItem(p, m), Text: m.Body, Project: m.Project.Name, Credit: said(m.Project.Credit, p, m),
		Programme: []meetingSlot{}, Guests: []meetingGuests{}, Patrons: []meetingPatron{}, Partnerships: append([]string{}, m.Targets(press.OfPartnership)...),
	}
	for _, x := range m.Programme {
		d.Programme = append(d.Programme, meetingSlot{x.Day + 1, x.From, x.Until, worded(x.Title, p, m)})
	}
	for _, x := range m.Guests {
		g := meetingGuests{Place: x.Place, Country: x.Country}
		if x.Place != 0 {
			g.PlaceName = s.World().Places.DisplayName(x.Place, p.Lang())
		}
		if x.People != meeting.Uncounted {
			g.People = &x.People
		}
		d.Guests = append(d.Guests, g)
	}
	for _, x := range m.PatronsShown() {
		d.Patrons = append(d.Patrons, meetingPatron{string(x.Way), worded(x.Office, p, m)})
	}
	return d
}
