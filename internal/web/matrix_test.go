package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/document"
	"twintown/internal/helppoint"
	"twintown/internal/meeting"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/media"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
	"twintown/internal/world/worldtest"
)

// actorCase is who asks: the cookie of her browser, and what she should be to the table.
type actorCase struct {
	name   string
	cookie string
	is     people.Actor
}

// sample is an example of an address: what stands for each part of its pattern, and what
// it is about. A route with another part fails until an example stands here.
type sample struct {
	values map[string]string
	query  string
	on     people.Object
}

// matrix is the installation in which every cell is tried.
type matrix struct {
	*hall
	actors       []actorCase
	place        people.Object // Białystok
	partnership  people.Object // of Białystok and Hrodna
	document     people.Object // of that partnership, not public
	press        people.Object // an article of the organisation
	meeting      people.Object // a conference of the organisation
	grant        string        // a claim of Białystok
	account      string
	organisation string
	help         people.Object // a help point, and its handle
	handle       string
	enquiry      string        // to that point
	talk         people.Object // a conversation of Białystok and Hrodna, and a report of it
	report       string
	guest        people.Object // a delegation to the conference, and the secret of its link
	token        string
	sought       people.Object // a request of Białystok for a partner, and its handle
	soughtName   string
	procedure    people.Object // of the two towns of the partnership
	project      people.Object // of the same, with the handle "a-project"
	door         people.Object // a link for helpers at the conference's door, and its secret
	doorToken    string
	mux          *http.ServeMux
	cells        int
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete}

// TestAccessMatrix asks every address by every method as everybody, and compares with the
// permission table alone. What the table does not allow is asked of the real handlers, and
// must leave nothing behind.
func TestAccessMatrix(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		m := newMatrix(hallOn(t, rooms, c))
		before := m.state()
		for path, routes := range m.paths() {
			m.path(path, routes)
		}
		if after := m.state(); after != before {
			t.Errorf("what was denied left something behind: %s, was %s", after, before)
		}
		if m.cells < 5000 {
			t.Errorf("only %d cells", m.cells)
		}
		t.Logf("%d cells", m.cells)
	})
}

func newMatrix(h *hall) *matrix {
	h.Helper()
	m := &matrix{hall: h, mux: h.site.mux()}
	areas := []string{"PL", "PL.81"}
	m.place = people.Object{Kind: "place", ID: "776069", Places: []int64{placeBialystok}, Areas: areas}
	p, err := h.site.rooms.Partnerships.ByID(h.Context(), partnership.PairID(placeBialystok, placeHrodna))
	h.must(err)
	hrodna, _ := h.site.rooms.World().Places.Get(placeHrodna)
	m.partnership = people.Object{Kind: "partnership", ID: p.ID, Places: []int64{placeBialystok, placeHrodna}, Areas: append(areas, hrodna.Country, hrodna.Region)}
	owner := h.person(true)
	m.account = owner.id
	h.must(h.store.Log().Change(h.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		m.grant, err = h.store.Ask(h.Context(), tx, note, people.System(), people.Grant{Account: owner.id, Role: people.Officer, Scope: people.AtPlace(placeBialystok), State: people.Asked})
		return err
	}))
	m.organisation, err = h.store.SaveOrganisation(h.Context(), people.System(), people.Organisation{Kind: "ngo", Name: "Euroregion", Country: "PL"})
	h.must(err)
	m.addDocument(h.person(true, officerOf(placeBialystok)))
	article, err := h.site.rooms.Press.Create(h.Context(), people.System(), press.New{Kind: press.Article, Organisation: m.organisation, Language: "en", Content: press.Content{Title: "A"}})
	h.must(err)
	conference, err := h.site.rooms.Meetings.Create(h.Context(), people.System(), meeting.New{Kind: meeting.Conference, Organisation: m.organisation, Language: "en", Content: press.Content{Title: "B"}})
	h.must(err)
	m.meeting = people.Object{Kind: press.Feed, ID: conference, Organisation: m.organisation, Meeting: conference}
	m.press = people.Object{Kind: press.Feed, ID: article, Organisation: m.organisation}
	m.addHelp()
	m.addRequest()
	m.addGuest()
	m.addDoor()
	m.addConversation()
	m.procedure = people.Object{Kind: procedure.Kind, Places: m.partnership.Places, Areas: m.partnership.Areas}
	m.procedure.ID, err = h.site.rooms.Procedures.Begin(h.Context(), people.System(), procedure.New{Places: []int64{placeBialystok, placeHrodna}, By: placeBialystok})
	h.must(err)
	m.project = people.Object{Kind: project.Kind, Places: m.partnership.Places, Areas: m.partnership.Areas}
	m.project.ID, err = h.site.rooms.Projects.Create(h.Context(), people.System(), project.Project{Handle: "a-project", Body: project.Body{
		Partners: []project.Partner{{Place: placeBialystok, Role: project.Lead}, {Place: placeHrodna, Role: project.Full}},
	}})
	h.must(err)
	m.addActors()
	return m
}

// addDocument gives the partnership a document that is not public.
func (m *matrix) addDocument(owner *person) {
	m.Helper()
	objects, err := blob.OpenFolder(m.TempDir())
	m.must(err)
	m.site.rooms.Documents = document.NewStore(m.db, objects, document.Options{Examiner: media.Here(), Clock: m.clock})
	who := owner.actor()
	in, err := m.site.rooms.Documents.Take(m.Context(), who, "letter.png", bytes.NewReader(samplePNG()))
	m.must(err)
	m.document = people.Object{Kind: "document", Owner: owner.id, Places: m.partnership.Places, Areas: m.partnership.Areas}
	m.must(m.store.Log().Change(m.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
		d, err := m.site.rooms.Documents.Add(m.Context(), tx, note, who, document.New{
			Intake: in.ID, Title: map[string]string{"en": "Letter"}, Language: "en", On: m.partnership,
		})
		m.document.ID = d.ID
		return err
	}))
}

// addHelp makes a help point in Białystok that an organisation runs.
// addConversation is between two towns, and one of them reported it.
func (m *matrix) addConversation() {
	m.Helper()
	store := m.site.rooms.Relay
	m.person(true, officerOf(placeHrodna))
	id, err := store.Begin(m.Context(), people.System(), placeBialystok, placeHrodna, "", relay.Message{Language: "en", Text: "Good morning"})
	m.must(err)
	m.talk = people.Object{Kind: relay.Kind, ID: id, Places: m.partnership.Places, Areas: m.partnership.Areas}
	m.report, err = store.Report(m.Context(), people.System(), id, placeHrodna, "Not kind", []int64{1})
	m.must(err)
}

func (m *matrix) addHelp() {
	m.Helper()
	m.handle = "a-point"
	ids, err := m.site.rooms.Help.Create(m.Context(), people.System(), helppoint.Point{Handle: m.handle, Place: placeBialystok, Zone: "Europe/Warsaw", Organisation: m.organisation})
	m.must(err)
	p, err := m.site.rooms.Help.ByID(m.Context(), ids[0])
	m.must(err)
	m.help = m.site.helpObject(p)
	m.enquiry, err = m.site.rooms.Enquiries.Ask(m.Context(), people.System(), p, helppoint.Enquiry{
		Channel: helppoint.ByCall, Language: "en", Said: helppoint.Said{Question: "Where is the office?"},
	})
	m.must(err)
}

// addRequest has Białystok seek a partner.
func (m *matrix) addRequest() {
	m.Helper()
	id, err := m.site.rooms.Requests.Create(m.Context(), people.System(), seek.Request{Handle: "a-request", Places: []int64{placeBialystok}, Texts: map[string]seek.Text{"pl": {Title: "A"}}})
	m.must(err)
	x, err := m.site.rooms.Requests.ByID(m.Context(), id)
	m.must(err)
	m.sought, m.soughtName = m.site.requestObject(x), x.Handle
}

// addGuest invites a town to the conference.
func (m *matrix) addGuest() {
	m.Helper()
	guests := m.site.rooms.Guests
	m.must(guests.SaveConference(m.Context(), people.System(), delegation.Conference{Meeting: m.meeting.ID, Ends: m.clock.Now().AddDate(0, 6, 0)}))
	id, err := guests.Add(m.Context(), people.System(), delegation.Delegation{Meeting: m.meeting.ID, Kind: delegation.Town, Place: placeBialystok, Language: "pl", Quota: 2})
	m.must(err)
	d, err := guests.ByID(m.Context(), id)
	m.must(err)
	m.token, m.guest = guests.Link(d), people.Object{Kind: delegation.RecordKind, ID: id, Meeting: m.meeting.ID}
}

// addDoor makes a link for helpers.
func (m *matrix) addDoor() {
	m.Helper()
	store := m.site.rooms.CheckIn
	id, err := store.AddDoor(m.Context(), people.System(), checkin.Door{Meeting: m.meeting.ID, Name: "East", Until: m.clock.Now().AddDate(0, 0, 20)})
	m.must(err)
	doors, err := store.Doors(m.Context(), m.meeting.ID)
	m.must(err)
	m.doorToken, m.door = store.Link(doors[0]), people.Object{Kind: "door", ID: id, Meeting: m.meeting.ID}
}

func (m *matrix) addActors() {
	add := func(name string, strong bool, grants ...people.Grant) *person {
		p := m.person(strong, grants...)
		m.actors = append(m.actors, actorCase{name, p.cookies["session"], people.Actor{Account: p.id, Grants: grants, Strong: strong, Fresh: true}})
		return p
	}
	role := func(r people.Role, kind people.ScopeKind, id string) people.Grant {
		return people.Grant{Role: r, Scope: people.Scope{Kind: kind, ID: id}}
	}
	m.actors = append(m.actors, actorCase{"the public", "", people.Actor{}}, actorCase{"a made-up session", "x", people.Actor{}})
	add("an account without a role", false)
	add("an officer of this place", true, officerOf(placeBialystok))
	add("an officer of another", true, officerOf(inGizycko))
	add("an officer without a second factor", false, officerOf(placeBialystok))
	add("a steward of this region", true, role(people.Steward, people.OfRegion, "PL.81"))
	add("a steward of another country", true, role(people.Steward, people.OfCountry, "LT"))
	add("an organiser of the site", true, role(people.Organiser, people.OfSite, ""))
	add("an organiser of this organisation", true, role(people.Organiser, people.OfOrganisation, m.organisation))
	add("an adviser of this help point", true, role(people.Adviser, people.OfHelpPoint, m.help.ID))
	add("an adviser of another", true, role(people.Adviser, people.OfHelpPoint, "h"))
	add("an adviser without a second factor", false, role(people.Adviser, people.OfHelpPoint, m.help.ID))
	add("a translator", false, role(people.Translator, people.OfSite, ""))
	add("an administrator", true, administrator())
	add("an administrator without a second factor", false, administrator())

	tired := add("an administrator of an hour ago", true, administrator())
	m.run(`UPDATE session SET fresh = fresh - $1 WHERE account = $2`, time.Hour.Microseconds(), tired.id)
	m.actors[len(m.actors)-1].is.Fresh = false

	disabled := add("a disabled administrator", true, administrator())
	m.must(m.store.SetAccountOpen(m.Context(), people.System(), disabled.id, false))
	m.actors[len(m.actors)-1].is = people.Actor{}

	expired := add("an expired session", true, administrator())
	m.run(`UPDATE session SET expires = $1 WHERE account = $2`, m.clock.Now().UnixMicro(), expired.id)
	m.actors[len(m.actors)-1].is = people.Actor{}

	idle := add("an idle session", true, administrator())
	m.run(`UPDATE session SET seen = seen - $1 WHERE account = $2`, (11 * time.Hour).Microseconds(), idle.id)
	m.actors[len(m.actors)-1].is = people.Actor{}

	// demoted on another node: a second store on the same database
	demoted := add("an administrator demoted a moment ago", true, administrator())
	elsewhere := people.NewStore(m.db, people.NewLog(m.db, m.site.rooms.Key, ""), m.site.rooms.Key, m.clock)
	grants, err := elsewhere.GrantsOf(m.Context(), demoted.id)
	m.must(err)
	m.must(elsewhere.EndGrant(m.Context(), people.System(), grants[0].ID))
	m.actors[len(m.actors)-1].is.Grants = nil
}

func (m *matrix) run(query string, args ...any) {
	m.Helper()
	m.must(m.db.Write(m.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(m.Context(), query, args...)
		return err
	}))
}

// state is what a denied request must not change.
func (m *matrix) state() string {
	m.Helper()
	v, err := m.store.Log().Verify(m.Context())
	m.must(err)
	version, err := m.db.DataVersion(m.Context())
	m.must(err)
	return fmt.Sprintf("%d rows of the chain, %d faults, data version %d", v.Rows, len(v.Faults), version)
}

// paths are the routes by their patterns.
func (m *matrix) paths() map[string][]Route {
	all := map[string][]Route{}
	for _, r := range m.site.routes() {
		key := r.Path
		if !r.File {
			key = "/en" + r.Path
		}
		all[key] = append(all[key], r)
	}
	return all
}

// sample finds the example for a pattern.
func (m *matrix) sample(path string) (s sample) {
	s.values = map[string]string{
		"place": "776069", "other": "627904", "code": "PL.81", "name": "letter.txt", "id": m.partnership.ID, "account": m.account, "grant": m.grant,
		"organisation": m.organisation, "session": "others", "key": "x", "what": "sessions", "member": "x", "step": "organisation", "act": "x", "inquiry": "x", "change": "x",
		"item": m.press.ID, "meeting": m.meeting.ID, "language": "en", "paper": "invitation", "family": "x", "slug": "a", "number": "1", "picture": "x", "room": "x", "speaker": "x", "logo": "x", "day": "2027-05-14", "talk": "a.b", "ask": "x",
		"delegation": m.guest.ID, "question": "new", "search": "town-776069",
	}
	switch {
	case strings.HasPrefix(path, "/en/desk/partnerships/new"):
		s.query, s.on = "?place=776069", m.place
	case strings.Contains(path, "guest/{token}"):
		s.values["token"], s.on = m.token, m.guest
	case strings.Contains(path, "door/{token}"):
		s.values["token"], s.on = m.doorToken, m.door
	case strings.Contains(path, "meetings/{meeting}"):
		s.on, s.values["member"] = m.meeting, "new"
	case strings.HasPrefix(path, "/en/desk/press/new"), strings.HasPrefix(path, "/en/desk/meetings/new"):
		s.query, s.on = "?organisation="+m.organisation, people.Object{Kind: press.Feed, Organisation: m.organisation}
	case strings.Contains(path, "press/{item}"), strings.Contains(path, "pictures/{item}"):
		s.on = m.press
	case strings.HasPrefix(path, "/en/desk/requests/new"):
		s.query, s.on = "?place=776069", m.place
	case strings.Contains(path, "{request}"):
		s.values["request"], s.on = m.soughtName, m.sought
	case strings.Contains(path, "procedures/{procedure}"):
		s.values["procedure"], s.values["step"], s.values["paper"], s.on = m.procedure.ID, "letter", "letter_of_intent", m.procedure
	case strings.HasPrefix(path, "/en/desk/projects/new"):
		s.query, s.on = "?with=776069", m.place
	case strings.Contains(path, "projects/{project}"):
		s.values["project"], s.on = "a-project", m.project
	case strings.Contains(path, "programmes/{programme}"):
		s.values["programme"] = "visegrad-grants"
	case strings.Contains(path, "partnerships/{id}"):
		s.values["year"], s.on = "2026", m.partnership
	case strings.Contains(path, "help/{point}"):
		s.values["point"], s.on = m.handle, m.help
	case strings.HasSuffix(path, "/desk/conversations/new"):
		s.query, s.on = "?from=776069&to=627904", m.place
	case strings.Contains(path, "conversations/{conversation}"):
		s.values["conversation"], s.values["document"], s.on = m.talk.ID, "x", m.talk
	case strings.Contains(path, "reports/{report}"):
		s.values["report"] = m.report
	case strings.Contains(path, "enquiries/{enquiry}"):
		s.values["enquiry"], s.on = m.enquiry, m.help
	case strings.HasSuffix(path, "/desk/help/new"):
		s.on = people.Object{Kind: "site"}
	case strings.Contains(path, "documents/{id}"):
		s.values["id"], s.values["version"], s.on = m.document.ID, "1", m.document
	case strings.Contains(path, "/report/{file}"):
		s.values["file"], s.on = "2026.pdf", m.place
	case strings.Contains(path, "{place}"), strings.Contains(path, "claims/{grant}"):
		s.on = m.place
	case strings.Contains(path, "people/{account}"):
		s.on = people.Object{Kind: "account", ID: m.account, Owner: m.account}
	case strings.Contains(path, "{organisation}"):
		s.on = people.Object{Kind: "organisation", ID: m.organisation, Organisation: m.organisation}
	case strings.HasSuffix(path, "organisations/new"):
		s.on = people.Object{Kind: "site"}
	}
	return s
}

// address fills a pattern.
func (m *matrix) address(path string, s sample) string {
	m.Helper()
	out := strings.TrimSuffix(path, "{$}")
	for name, value := range s.values {
		out = strings.ReplaceAll(out, "{"+name+"}", value)
	}
	if strings.Contains(out, "{") {
		m.Errorf("%s: put an example of its parts into sample, and what it is about", path)
	}
	return out + s.query
}

// path tries all cells of one address.
func (m *matrix) path(path string, routes []Route) {
	m.Helper()
	s := m.sample(path)
	address := m.address(path, s)
	inside := m.probe(path, routes)
	for _, r := range routes {
		m.needsObject(r)
	}
	for _, method := range methods {
		i := slices.IndexFunc(routes, func(r Route) bool {
			return r.Method == method || r.Method == http.MethodGet && method == http.MethodHead
		})
		m.cells += len(m.actors)
		if i < 0 {
			m.nothing(method, address)
			continue
		}
		for _, a := range m.actors {
			m.cell(method, address, routes[i], a, s.on, inside)
		}
	}
}

// needsObject fails where the table asks for an object and the route names none.
func (m *matrix) needsObject(r Route) {
	m.Helper()
	rule, ok := people.RuleOf(r.Action)
	if !ok {
		m.Errorf("%s %s names no row of the permission table", r.Method, r.Path)
	}
	asks := rule.Own || slices.ContainsFunc(rule.Rights, func(x people.Right) bool { return x.Within == people.Covering })
	if asks && r.On == nil {
		m.Errorf("%s %s: %s depends on an object, and the route names none", r.Method, r.Path, r.Action)
	}
}

// probe is the address with its gate, and behind it only a sign that one came in.
func (m *matrix) probe(path string, routes []Route) http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		code := "en"
		if r.File {
			code = ""
		}
		r.handle = func(w http.ResponseWriter, _ *http.Request, _ string) error {
			w.Header().Set("X-Inside", "yes")
			return nil
		}
		mux.Handle(r.Method+" "+path, m.site.serve(r, code))
	}
	return mux
}

func (m *matrix) request(h http.Handler, method, address string, a actorCase) *httptest.ResponseRecorder {
	r := mustRequest(method, address)
	if a.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: a.cookie})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// nothing is behind an address that has no such method, for nobody. Where a request goes
// is decided without looking at who asks; so the public and who may most ask for all.
func (m *matrix) nothing(method, address string) {
	m.Helper()
	if _, pattern := m.mux.Handler(mustRequest(method, address)); pattern != "/" {
		return // another route with a part in its pattern takes it, and has its own cells
	}
	for _, a := range m.actors {
		if a.name != "the public" && a.name != "an administrator" {
			continue
		}
		w := m.request(m.h, method, address, a)
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			m.Errorf("%s %s as %s: %d, and there is no such route", method, address, a.name, w.Code)
		}
	}
}

// cell compares one answer with the table's.
func (m *matrix) cell(method, address string, r Route, a actorCase, on people.Object, inside http.Handler) {
	m.Helper()
	verdict := people.Judge(a.is, r.Action, on)
	if verdict == people.Yes {
		if w := m.request(inside, method, address, a); w.Header().Get("X-Inside") == "" {
			m.Errorf("%s %s as %s: %d to %q, and the table allows it", method, address, a.name, w.Code, w.Header().Get("Location"))
		}
		return
	}
	rule, _ := people.RuleOf(r.Action)
	status, leads := http.StatusForbidden, ""
	switch {
	case verdict == people.No && rule.Hidden:
		status = http.StatusNotFound
	case verdict != people.No:
		status, leads = http.StatusSeeOther, waysIn[verdict]
	}
	w := m.request(m.h, method, address, a)
	if w.Code != status || !strings.Contains(w.Header().Get("Location"), leads) {
		m.Errorf("%s %s as %s: %d to %q, the table says %d %s", method, address, a.name, w.Code, w.Header().Get("Location"), status, leads)
	}
}
