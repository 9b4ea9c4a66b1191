package demo

import (
	"context"
	"strconv"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/project"
)

// The identifiers of what belongs to the example's project.
var (
	choirsID   = db.IDFor("demo", "past week of choirs")
	songbookID = db.IDFor("demo", "past good practice")
)

// ofSongs is the link by which a publication belongs to the example's project: its line stands
// on the publication's page.
var ofSongs = press.Link{Kind: press.OfProject, Target: songsID}

// addChoirs writes the meeting of the project: the week in Jelgava, 640 days after the forum.
func (x *past) addChoirs(ctx context.Context) error {
	facts := meeting.Facts{From: x.after(640), To: x.after(645), Zone: "Europe/Riga", Place: jelgava, Organisers: []string{"Przykładowe Stowarzyszenie Miast"}, Guests: []meeting.Guests{{Place: sokolka, Country: "PL", People: 14}}}
	own := press.Own{Topics: []string{"culture"}, Links: []press.Link{ofSongs}}
	err := x.Meetings.CreateIn(ctx, x.tx, quiet, people.System(), choirsID, meeting.New{Kind: meeting.Exchange, Language: languages[0], Content: x.texts.Choirs.written(), Facts: facts, Own: own})
	if err != nil {
		return err
	}
	return (&staging{Rooms: x.Rooms}).putTexts(ctx, x.tx, choirsID, x.texts.Choirs)
}

// addSongbook writes the good practice of the project, with what the budget says it cost.
func (x *past) addSongbook(ctx context.Context) error {
	t := practice{told: x.texts.Practice, Result: x.texts.Reached}
	own := press.Own{
		Topics: []string{"culture"}, Facts: press.Facts{From: x.after(470).Year, To: x.after(900).Year, Cost: 12_000, Currency: project.Euro},
		Links: []press.Link{{Kind: press.OfPlace, Target: strconv.Itoa(sokolka)}, {Kind: press.OfPlace, Target: strconv.Itoa(jelgava), Role: press.With}, {Kind: press.OfPartnership, Target: signedID}, ofSongs},
	}
	_, err := x.Press.CreateIn(ctx, x.tx, quiet, people.System(), songbookID, press.New{Kind: press.Practice, Language: languages[0], Own: own, Content: t.in(languages[0])})
	if err != nil {
		return err
	}
	for i, l := range languages {
		if i > 0 {
			if err := x.Press.SaveIn(ctx, x.tx, quiet, people.System(), songbookID, l, 0, t.in(l)); err != nil {
				return err
			}
		}
		if err := x.Press.PublishIn(ctx, x.tx, quiet, songbookID, l, time.Time{}, markup.Nothing); err != nil {
			return err
		}
	}
	return nil
}
