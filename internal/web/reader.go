package web

import (
	"encoding/json"
	"net/http"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// readerView is the person who is signed in, as the header shows her.
type readerView struct {
	Name string
	Desk bool // she has a place at the desk
}

func readerOf(r *http.Request) *readerView {
	a := actorOf(r)
	if !a.SignedIn() {
		return nil
	}
	return &readerView{Name: a.Name, Desk: len(a.Grants) > 0}
}

// undoView is a button that takes back what was just done.
type undoView struct{ Action string }

// saying is what the next page tells: that something was done, and how to take it back.
type saying struct {
	Text string `json:"text"`           // in the language in which it was done
	Undo string `json:"undo,omitempty"` // address to which a POST takes it back
}

// sayingCookie carries a saying from one page to the next, sealed, for a minute.
const (
	sayingCookie = "said"
	sayingLife   = 60 // seconds
)

// done leads to the next page, which tells what was done. undo is the address that takes
// it back by a POST, or "".
func (s *Site) done(w http.ResponseWriter, r *http.Request, code, next string, what lang.Message, undo string) error {
	text, err := json.Marshal(saying{s.catalog.Printer(code).Message(what), undo})
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: sayingCookie, Value: s.rooms.Key.Seal(sayingCookie, text), Path: "/", MaxAge: sayingLife,
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// hear puts what the last page left to say onto the page, once.
func (s *Site) hear(w http.ResponseWriter, r *http.Request, p *page) {
	c, err := r.Cookie(sayingCookie)
	if err != nil {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: sayingCookie, Path: "/", MaxAge: -1, Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
	text, err := s.rooms.Key.Unseal(sayingCookie, c.Value)
	var said saying
	if err != nil || json.Unmarshal(text, &said) != nil {
		return
	}
	p.Said = said.Text
	if said.Undo != "" {
		p.Undo = &undoView{said.Undo}
	}
	p.keep = false
}

// deskEntry is an entry of the working side's navigation.
type deskEntry struct {
	Name, URL string
	Current   bool
	Key       string // after "g" at the keyboard; "" for none
	Apart     bool   // it begins another part of the work
}

// deskKeys are the letters that lead to a section at the keyboard: those of its English
// name, in every language, since a person may change the language and keeps her fingers.
var deskKeys = map[string]string{
	"/desk": "o", "/desk/partnerships": "p", "/desk/places": "l", "/desk/dates": "d", "/desk/proposals": "r", "/desk/claims": "c", "/desk/moving-in": "m", "/desk/press": "n", "/desk/meetings": "e", "/desk/requests": "s",
}

// deskSections is the working side's navigation, part by part: partnerships, what is
// published, people, the installation. Each entry says what it is called, where it leads,
// and which row of the permission table opens it.
var deskSections = [][]deskSection{
	{{"desk.nav.overview", "/desk", people.UseDesk, nil}},
	{
		{"desk.nav.partnerships", "/desk/partnerships", people.UseDesk, nil},
		{"procedure.title", "/desk/procedures", people.UseDesk, walking},
		{"project.title", "/desk/projects", people.UseProjects, nil},
		{"desk.nav.places", "/desk/places", people.UseDesk, nil},
		{"desk.nav.dates", "/desk/dates", people.UseDesk, nil},
		{"desk.nav.seeking", "/desk/seeking", people.UseRequests, looking},
		{"desk.nav.proposals", "/desk/proposals", people.UseDesk, nil},
		{"desk.nav.requests", "/desk/requests", people.UseRequests, nil},
		{"funding.desk.calls", "/desk/calls", people.UseRequests, walking},
		{"relay.title", "/desk/conversations", people.UseDesk, []people.Role{people.Officer}},
		{"relay.reports", "/desk/reports", people.ModerateTowns, nil},
		{"desk.nav.moving", "/desk/moving-in", people.MoveIn, nil},
	},
	{
		{"desk.nav.press", "/desk/press", people.UsePress, nil},
		{"meeting.title", "/desk/meetings", people.UseMeetings, nil},
		{"funding.title", "/desk/programmes", people.EditFunding, nil},
		{"desk.nav.help", "/desk/help", people.UseDesk, helping},
		{"desk.nav.enquiries", "/desk/enquiries", people.UseDesk, helping},
	},
	{
		{"desk.nav.claims", "/desk/claims", people.InvitePerson, nil},
		{"desk.nav.people", "/desk/people", people.ReadPeople, nil},
		{"desk.nav.organisations", "/desk/organisations", people.InvitePerson, nil},
	},
	{
		{"desk.nav.setup", setupPath, people.ManageSite, nil},
		{"front.title", "/desk/front", people.ArrangeSite, nil},
		{"desk.nav.mail", "/desk/mail", people.ReadMail, nil},
		{"desk.nav.privacy", "/desk/privacy", people.ManagePrivacy, nil},
		{"desk.nav.changes", "/desk/changes", people.ReadAuditAll, nil},
		{"desk.nav.jobs", "/desk/jobs", people.ManageJobs, nil},
		{"desk.nav.health", "/desk/health", people.ReadHealth, nil},
	},
}

type deskSection struct {
	key, path string
	action    people.Action
	of        []people.Role // who has something there, where the row opens it to all of the desk; nil: everybody
}

// walking are those who can walk a procedure.
var walking = []people.Role{people.Officer}

// helping are those who have help points or enquiries before them.
var helping = []people.Role{people.Adviser, people.Organiser, people.Administrator}

// looking are those who look after towns, which a request may fit.
var looking = []people.Role{people.Officer, people.Steward}

// newDesk fills what all pages of the working side share. path is the page's address
// without the language; section is the path of the navigation's entry.
func (s *Site) newDesk(w http.ResponseWriter, r *http.Request, code, path, section string) page {
	p := s.newPage(r, code, path)
	p.NoIndex, p.keep, p.HeaderSearch = true, false, nil
	p.Section = "desk"
	for _, part := range deskSections {
		apart := len(p.Desk) > 0
		for _, e := range part {
			if !s.may(r, e.action, people.Object{}) || e.of != nil && !slices.ContainsFunc(e.of, actorOf(r).Holds) {
				continue
			}
			p.Desk = append(p.Desk, deskEntry{p.t(e.key), "/" + code + e.path, e.path == section, deskKeys[e.path], apart})
			apart = false
			if e.path == section {
				p.DeskHere = p.t(e.key)
			}
		}
	}
	s.hear(w, r, &p)
	return p
}
