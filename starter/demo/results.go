package demo

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/funding"
	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/seek/procedure"
	"twintown/internal/source"
)

// ResultRooms are the stores of what came of a meeting.
type ResultRooms struct {
	Rooms
	Partnerships *partnership.Store
	Projects     *project.Store
	Sources      *source.Store
}

// The towns of the example.
const (
	jelgava = 459279
	kaunas  = 598316
	suwalki = 757718
	lutsk   = 702569
)

// The identifiers of what the part adds.
var (
	pastID      = db.IDFor("demo", "past forum")
	wayID       = db.IDFor("demo", "past procedure")
	songsID     = db.IDFor("demo", "past project")
	signedID    = db.IDFor("demo", "past partnership")
	intendedID  = db.IDFor("demo", "past intention")
	exampleCode = "demo-example"
)

// pastTexts are the texts of the example.
type pastTexts struct {
	Meeting  told              `json:"meeting"`
	Project  map[string]string `json:"project"`
	About    map[string]string `json:"about"`
	Results  map[string]string `json:"results"`
	Week     map[string]string `json:"week"`
	Concert  map[string]string `json:"concert"`
	Printed  map[string]string `json:"printed"`
	Books    map[string]string `json:"songbooks"`
	Paper    map[string]string `json:"paper"`
	Credit   map[string]string `json:"credit"`
	Choirs   told              `json:"choirs"`
	Practice told              `json:"practice"`
	Reached  map[string]string `json:"reached"`
	Source   string            `json:"source"`
}

// ResultsPart shows what came of a meeting: a forum of three years ago at which three pairs of
// towns noted a contact. One pair walked the whole way, to a project with a grant; one wrote a
// letter of intent; of one nothing more is known. It says everywhere that it is made up.
func ResultsPart(rooms ResultRooms) Part {
	return Part{
		Name: "results",
		Add: func(ctx context.Context, tx *db.Tx) error {
			body, err := files.ReadFile("results.json")
			if err != nil {
				return err
			}
			x := past{ResultRooms: rooms, tx: tx}
			if err := json.Unmarshal(body, &x.texts); err != nil {
				return err
			}
			return x.add(ctx)
		},
		Remove: func(ctx context.Context, tx *db.Tx) (int64, error) {
			if err := rooms.erasePapers(ctx, tx); err != nil {
				return 0, err
			}
			return erasePast(ctx, tx)
		},
	}
}

// past is the example while it is added.
type past struct {
	ResultRooms
	tx    *db.Tx
	texts pastTexts
	first time.Time // day of the forum
}

func (x *past) add(ctx context.Context) error {
	now := db.Moment(x.tx.Now())
	x.first = time.Date(now.Year()-3, time.May, 12, 8, 0, 0, 0, time.UTC)
	for _, step := range []func(context.Context) error{x.addForum, x.addContacts, x.addActs, x.addWay, x.addProject, x.addChoirs, x.addSongbook} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// after is a day so many days after the forum.
func (x *past) after(days int) partnership.Date {
	d := x.first.AddDate(0, 0, days)
	return partnership.On(d.Year(), int(d.Month()), d.Day())
}

func (x *past) addForum(ctx context.Context) error {
	facts := meeting.Facts{From: x.after(0), Begins: "09:00", Zone: "Europe/Warsaw", Place: 776069, Organisers: []string{"Przykładowe Stowarzyszenie Miast"}}
	err := x.Meetings.CreateIn(ctx, x.tx, quiet, people.System(), pastID, meeting.New{
		Kind: meeting.Forum, Language: languages[0], Content: x.texts.Meeting.written(), Facts: facts, Own: press.Own{Topics: []string{"culture"}},
	})
	if err != nil {
		return err
	}
	return (&staging{Rooms: x.Rooms}).putTexts(ctx, x.tx, pastID, x.texts.Meeting)
}

// contactID is the identifier of a pair's contact.
func contactID(a, b int64) string { return partnership.PairID(a, b) + "-demo" }

func (x *past) addContacts(ctx context.Context) error {
	day := lang.DateOf(x.first)
	for i, c := range []forum.Contact{
		{PlaceA: sokolka, PlaceB: jelgava, WantA: forum.Intent, WantB: forum.Intent},
		{PlaceA: suwalki, PlaceB: lutsk, WantA: forum.Intent, WantB: forum.Touch},
		{PlaceA: sokolka, PlaceB: kaunas, WantA: forum.Touch, WantB: forum.Touch},
	} {
		c.ID, c.Meeting, c.Day, c.Begin = contactID(c.PlaceA, c.PlaceB), pastID, day, x.first.Add(time.Duration(i)*20*time.Minute)
		c.A, c.B = db.IDFor("demo", c.ID+"a"), db.IDFor("demo", c.ID+"b")
		if err := forum.KeepIn(ctx, x.tx, c); err != nil {
			return err
		}
	}
	return nil
}

// addActs writes what the towns signed: Sokółka and Jelgava a letter 90 days after the forum
// and an agreement, in both towns, 300 and 320 days after it; Suwałki and Lutsk a letter.
func (x *past) addActs(ctx context.Context) error {
	if _, err := x.Sources.Put(ctx, x.tx, slices.Values([]source.Source{{Code: exampleCode, Title: x.texts.Source, Publisher: "Twintown", Language: "en"}})); err != nil {
		return err
	}
	act := func(what string, kind partnership.ActType, days int) partnership.Act {
		return partnership.Act{ID: db.IDFor("demo", what), Type: kind, Date: x.after(days), Text: x.texts.Paper, Sources: []string{exampleCode}}
	}
	signed := partnership.Partnership{
		ID: signedID, Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: sokolka}, {Place: jelgava}}, Topics: []string{"culture"},
		Acts: []partnership.Act{act("letter", partnership.ActLetter, 90), act("here", partnership.ActAgreement, 300), act("there", partnership.ActAgreement, 320)},
	}
	intended := partnership.Partnership{
		ID: intendedID, Kind: partnership.KindContact, Parties: []partnership.Party{{Place: suwalki}, {Place: lutsk}},
		Acts: []partnership.Act{act("intended", partnership.ActLetter, 200)},
	}
	_, err := x.Partnerships.Put(ctx, x.tx, "demo", slices.Values([]partnership.Partnership{signed, intended}))
	return err
}

// addWay writes the procedure that Sokółka and Jelgava walked, from their contact to the
// agreement.
func (x *past) addWay(ctx context.Context) error {
	done := func(step procedure.Step, side int64, days int, act string) procedure.Point {
		q := procedure.Point{Step: step, Side: side, State: procedure.Did, Day: x.after(days)}
		if act != "" {
			q.Act = db.IDFor("demo", act)
		}
		return q
	}
	return procedure.KeepIn(ctx, x.tx, procedure.Procedure{
		ID: wayID, State: procedure.Walking, Places: []int64{sokolka, jelgava}, Contact: contactID(sokolka, jelgava), Partnership: signedID,
		Begun: x.first.AddDate(0, 0, 21),
		Points: []procedure.Point{
			done(procedure.Contact, 0, 0, ""), done(procedure.Visit, 0, 60, ""), done(procedure.Decision, 0, 80, ""), done(procedure.Letter, 0, 90, "letter"),
			done(procedure.Planning, 0, 200, ""), done(procedure.Resolution, sokolka, 250, ""), done(procedure.Resolution, jelgava, 260, ""),
			done(procedure.Ceremony, sokolka, 300, "here"), done(procedure.Ceremony, jelgava, 320, "there"),
		},
	})
}

// addProject writes the project of Sokółka and Jelgava: handed in 400 days after the forum,
// granted 460 days after it with 9,600 euro, at work for the 430 days that follow, and closed
// since: on whatever day of a year somebody looks, the forum is 964 days ago at least.
func (x *past) addProject(ctx context.Context) error {
	euro := func(n int64) funding.Money { return funding.Money{Cents: n * 100, Currency: project.Euro} }
	p := project.Project{ID: songsID, Handle: "example-songbook", Partnerships: []string{signedID}, Body: project.Body{
		Facts:    project.Facts{Funder: x.texts.Source, From: x.after(470), To: x.after(900), Topics: []string{"culture"}, Meeting: pastID, Credit: project.Credit{Line: x.texts.Credit}},
		Texts:    map[string]project.Text{},
		Partners: []project.Partner{{ID: "1", Place: sokolka, Role: project.Lead}, {ID: "2", Place: jelgava, Role: project.Full}},
		Budget: project.Budget{
			Grant:  euro(9_600),
			Lines:  []project.Line{{ID: "1", Partner: "1", Heading: project.Travel, Amount: euro(7_000)}, {ID: "2", Partner: "2", Heading: project.Services, Amount: euro(5_000)}},
			Shares: []project.Share{{ID: "1", Partner: "1", Origin: project.OfGrant, Amount: euro(5_600)}, {ID: "2", Partner: "1", Origin: project.OfPartner, Rest: true}, {ID: "3", Partner: "2", Origin: project.OfGrant, Amount: euro(4_000)}, {ID: "4", Partner: "2", Origin: project.OfPartner, Rest: true}},
		},
		Activities: []project.Activity{
			{Kind: project.Camp, Title: x.texts.Week, From: x.after(640), To: x.after(645), Place: jelgava, Done: true, People: map[project.Band]int{project.Children: 24, project.Adults: 4}, Abroad: 14},
			{Kind: project.Festival, Title: x.texts.Concert, From: x.after(850), Place: sokolka, Done: true, People: map[project.Band]int{project.AnyAge: 180}, Abroad: project.Uncounted},
		},
		Milestones: []project.Milestone{{Title: x.texts.Printed, Due: x.after(880).String(), Done: x.after(875).String()}},
		Outputs:    []project.Output{{Title: x.texts.Books, Target: 500, Reached: 500}},
	}}
	for _, l := range languages {
		p.Texts[l] = project.Text{Title: x.texts.Project[l], About: x.texts.About[l], Results: x.texts.Results[l], Provenance: lang.Provenance{Origin: lang.Written}}
	}
	if _, err := x.Projects.CreateIn(ctx, x.tx, quiet, p); err != nil {
		return err
	}
	return x.Projects.ChangeIn(ctx, x.tx, quiet, songsID, project.OfState, 1, func(p *project.Project) error {
		for _, m := range []project.Move{{To: project.Submitted, Day: x.after(400).String()}, {To: project.Granted, Day: x.after(460).String()}, {To: project.Running, Day: x.after(470).String()}, {To: project.Closed, Day: x.after(930).String()}} {
			if err := p.Go(m.To, m.Day, "", funding.NoShare); err != nil {
				return err
			}
		}
		return p.Show(db.Moment(x.tx.Now()))
	})
}

// erasePapers takes away what people added to the example's project.
func (r ResultRooms) erasePapers(ctx context.Context, tx *db.Tx) error {
	if r.Documents == nil {
		return nil
	}
	all, err := r.Documents.OfHome(ctx, project.Kind, songsID)
	for _, d := range all {
		if err := r.Documents.Erase(ctx, tx, d.ID); err != nil {
			return err
		}
	}
	return err
}

// erasePast takes the example away.
func erasePast(ctx context.Context, tx *db.Tx) (n int64, err error) {
	for _, erase := range []struct {
		what func(context.Context, *db.Tx, string) (int64, error)
		id   string
	}{
		{project.EraseIn, songsID},
		{procedure.EraseIn, wayID},
		{plan.EraseIn, signedID},
		{plan.EraseIn, intendedID},
		{partnership.EraseIn, signedID},
		{partnership.EraseIn, intendedID},
		{source.EraseIn, exampleCode},
		{eraseMeeting, pastID},
		{eraseMeeting, choirsID},
		{press.EraseIn, songbookID},
	} {
		rows, err := erase.what(ctx, tx, erase.id)
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}
