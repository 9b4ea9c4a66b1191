package demo

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// files are the papers and drawings that starter/demo/gen makes of the same texts.
//
//go:embed conference.json files request.json results.json
var files embed.FS

// Rooms are the stores that meetings go into. Removing asks for Documents alone.
type Rooms struct {
	Press     *press.Store
	Meetings  *meeting.Store
	Guests    *delegation.Store
	Documents *document.Store
	Queue     *jobs.Queue
}

// The identifiers of what the part adds: a repeat changes nothing.
var (
	conferenceID = db.IDFor("demo", "conference")
	reportID     = db.IDFor("demo", "conference report")
	galleryID    = db.IDFor("demo", "conference gallery")
)

// told is a text in several languages, as the file of texts has it.
type told struct {
	Title map[string]string `json:"title"`
	Lead  map[string]string `json:"lead"`
	Body  map[string]string `json:"body"`
}

// conference are the texts of the example.
type conference struct {
	Meeting   told                `json:"meeting"`
	Report    told                `json:"report"`
	Gallery   told                `json:"gallery"`
	Venue     meeting.Words       `json:"venue"`
	Credit    meeting.Words       `json:"credit"`
	Programme []meeting.Words     `json:"programme"`
	Drawn     map[string]string   `json:"drawn"`
	Pictures  []map[string]string `json:"pictures"`
	Patrons   []struct {
		Way    meeting.Patronage `json:"way"`
		Office meeting.Words     `json:"office"`
	} `json:"patrons"`
	Materials []struct {
		File  string            `json:"file"`
		Title map[string]string `json:"title"`
	} `json:"materials"`
	Help        []helpText        `json:"help"`
	HelpSummary map[string]string `json:"help_summary"`
}

func readConference() (c conference, err error) {
	body, err := files.ReadFile("conference.json")
	if err == nil {
		err = json.Unmarshal(body, &c)
	}
	return c, err
}

// languages are those of the example, the one in which it was written first.
var languages = []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}

// staging is the part while it is added: the files that came in before the transaction.
type staging struct {
	Rooms
	texts    conference
	drawings []string // intakes
	papers   []string // intakes
}

// ConferencePart shows a conference as an association would tell of it: its page in eight
// languages, a report, papers, and a gallery of drawings that say that they are drawings.
// The year is concluded and marked so; patrons are offices, guests are numbers.
func ConferencePart(rooms Rooms) Part {
	s := &staging{Rooms: rooms}
	return Part{Name: "conference", Prepare: s.prepare, Add: s.add, Remove: s.remove}
}

// prepare takes the files in. What a start that failed left behind goes with other files
// that nobody named.
func (s *staging) prepare(ctx context.Context) (err error) {
	if s.texts, err = readConference(); err != nil {
		return err
	}
	take := func(name string) (string, error) {
		body, err := files.ReadFile("files/" + name)
		if err != nil {
			return "", err
		}
		in, err := s.Documents.Take(ctx, people.System(), name, bytes.NewReader(body))
		return in.ID, err
	}
	s.papers, s.drawings = nil, nil
	for _, m := range s.texts.Materials {
		id, err := take(m.File)
		if err != nil {
			return err
		}
		s.papers = append(s.papers, id)
	}
	for n := range s.texts.Pictures {
		id, err := take(fmt.Sprintf("drawing-%02d.png", n+1))
		if err != nil {
			return err
		}
		s.drawings = append(s.drawings, id)
	}
	return nil
}

// quiet is for changes that the row of the demonstration itself tells of.
func quiet(people.Entry) {}

func (s *staging) add(ctx context.Context, tx *db.Tx) error {
	for _, step := range []func(context.Context, *db.Tx) error{s.addReport, s.addGallery, s.addConference} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// putTexts adds the translations of an item that was begun in Polish, and publishes all.
func (s *staging) putTexts(ctx context.Context, tx *db.Tx, id string, t told) error {
	for _, l := range languages[1:] {
		c := press.Content{Title: t.Title[l], Lead: t.Lead[l], Body: t.Body[l], Origin: press.Person, Of: languages[0], OfWords: firstWords}
		if err := s.Press.SaveIn(ctx, tx, quiet, people.System(), id, l, 0, c); err != nil {
			return err
		}
	}
	for _, l := range languages {
		if err := s.Press.PublishIn(ctx, tx, quiet, id, l, time.Time{}, markup.Nothing); err != nil {
			return err
		}
	}
	return nil
}

// firstWords is the version of the words of an item's first text.
const firstWords = 2

// written is the text in which an item is begun.
func (t told) written() press.Content {
	l := languages[0]
	return press.Content{Title: t.Title[l], Lead: t.Lead[l], Body: t.Body[l], Origin: press.Written}
}

func (s *staging) addReport(ctx context.Context, tx *db.Tx) error {
	own := press.Own{Topics: []string{"culture", "education", "tourism", "infrastructure"}, Links: []press.Link{{Kind: press.OfPlace, Target: "776069"}}}
	_, err := s.Press.CreateIn(ctx, tx, quiet, people.System(), reportID, press.New{Kind: press.Article, Language: languages[0], Own: own, Content: s.texts.Report.written()})
	if err != nil {
		return err
	}
	return s.putTexts(ctx, tx, reportID, s.texts.Report)
}

func (s *staging) addGallery(ctx context.Context, tx *db.Tx) error {
	own := press.Own{Facts: press.Facts{Download: true}}
	_, err := s.Press.CreateIn(ctx, tx, quiet, people.System(), galleryID, press.New{Kind: press.Gallery, Language: languages[0], Own: own, Content: s.texts.Gallery.written()})
	if err != nil {
		return err
	}
	for n, intake := range s.drawings {
		if err := s.addDrawing(ctx, tx, n, intake); err != nil {
			return err
		}
	}
	return s.putTexts(ctx, tx, galleryID, s.texts.Gallery)
}

func (s *staging) addDrawing(ctx context.Context, tx *db.Tx, n int, intake string) error {
	on := people.Object{Kind: press.Feed, ID: galleryID}
	d, err := s.Documents.Add(ctx, tx, quiet, people.System(), document.New{Intake: intake, Visibility: document.Restricted, On: on})
	if err != nil {
		return err
	}
	ids, err := s.Press.AddPictures(ctx, tx, quiet, people.System(), galleryID, []press.NewPicture{{Document: d.ID, Width: d.Display.Width, Height: d.Display.Height}})
	if err != nil {
		return err
	}
	alt := s.texts.Pictures[n]
	caption := map[string]string{}
	for _, l := range languages {
		caption[l] = alt[l] + ". " + s.texts.Drawn[l] + "."
	}
	if err := s.Press.DescribeIn(ctx, tx, quiet, galleryID, press.Picture{ID: ids[0], Caption: caption, Alt: alt, Credit: "Twintown", People: press.Nobody}); err != nil {
		return err
	}
	return press.Order(ctx, tx, s.Queue, ids[0])
}

func (s *staging) addConference(ctx context.Context, tx *db.Tx) error {
	f := meeting.Facts{
		From: partnership.Date{Year: 2013, Month: 9, Day: 27, InferredBy: partnership.InferredByEditor, InferredWhy: "context"}, Zone: "Europe/Warsaw",
		Place: 776069, Venue: s.texts.Venue, Organisers: []string{"Towarzystwo Amicus"},
		Project: meeting.Project{Name: "Twinning – winning. W partnerstwie osiągamy sukces", Credit: s.texts.Credit},
		Guests:  []meeting.Guests{{Country: "PL", People: meeting.Uncounted}, {Country: "LT", People: meeting.Uncounted}, {Country: "RU", People: meeting.Uncounted}, {Country: "BY", People: meeting.Uncounted}},
	}
	for _, p := range s.texts.Patrons {
		f.Patrons = append(f.Patrons, meeting.Patron{Way: p.Way, Office: p.Office, State: meeting.Granted})
	}
	for _, title := range s.texts.Programme {
		f.Programme = append(f.Programme, meeting.Slot{Title: title})
	}
	for n, intake := range s.papers {
		m := s.texts.Materials[n]
		d, err := s.Documents.Add(ctx, tx, quiet, people.System(), document.New{Intake: intake, Title: m.Title, Visibility: document.Public, On: people.Object{Kind: press.Feed, ID: conferenceID, Meeting: conferenceID}})
		if err != nil {
			return err
		}
		f.Materials = append(f.Materials, meeting.Material{Document: d.ID, Title: m.Title})
	}
	own := press.Own{Topics: []string{"culture", "education", "tourism", "infrastructure"}, Links: []press.Link{
		{Kind: press.OfPress, Target: reportID, Role: meeting.Report}, {Kind: press.OfPress, Target: galleryID, Role: meeting.Gallery},
	}}
	err := s.Meetings.CreateIn(ctx, tx, quiet, people.System(), conferenceID, meeting.New{Kind: meeting.Conference, Language: languages[0], Content: s.texts.Meeting.written(), Facts: f, Own: own})
	if err != nil {
		return err
	}
	return s.putTexts(ctx, tx, conferenceID, s.texts.Meeting)
}

// remove takes away exactly what was added, and what people added to it.
func (s *staging) remove(ctx context.Context, tx *db.Tx) (n int64, err error) {
	facts, found, err := meeting.FactsIn(ctx, tx, conferenceID)
	if err != nil || !found {
		return 0, err
	}
	var documents []string
	for _, m := range facts.Materials {
		documents = append(documents, m.Document)
	}
	pictures, err := press.DocumentsIn(ctx, tx, galleryID)
	if err != nil {
		return 0, err
	}
	for _, id := range slices.Concat(documents, pictures) {
		if err := s.Documents.Erase(ctx, tx, id); err != nil {
			return n, err
		}
		n++
	}
	for _, erase := range []struct {
		what func(context.Context, *db.Tx, string) (int64, error)
		id   string
	}{{eraseMeeting, conferenceID}, {press.EraseIn, reportID}, {press.EraseIn, galleryID}} {
		rows, err := erase.what(ctx, tx, erase.id)
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}
