package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/names"
	"twintown/internal/platform/db"
)

// scanView is the page at a door: the code of a badge, by camera, scanner or hand; a search
// for who has none; what became of the last scan. It names no reader, so that a device may
// keep it for when there is no connection. Without a script it works as a form.
type scanView struct {
	page
	What, When, Door string
	Base, Meeting    string
	Zone             string // of the meeting, in which a device tells hours
	Lists            []option
	List             string
	Form             *form
	Last             *scanSaid
	Query            string
	Found            []scanRow
	Searched         bool
	Expected, There  int
	Script, Decoder  string
	Until            int64 // milliseconds since 1970
	Verdicts         []verdictText
	Protected        bool
}

// verdictText is what a device says of a scan; {name}, {at} and {door} are put in by it.
type verdictText struct{ Key, Text string }

// scanSaid is what became of a scan.
type scanSaid struct {
	Class, Text string
	Who         string
	Member      string // whose arrival can be taken back; "": none
}

// scanRow is a guest in the search's result.
type scanRow struct {
	Member, Name, Group string
	At                  string // since when she is there; "": she is not
}

// mostFound is what a person looks through at a door.
const mostFound = 30

func (s *Site) scanPage(w http.ResponseWriter, r *http.Request, code string, at scanPost) error {
	v, err := s.newScan(r, code, at, r.URL.Query().Get("list"))
	if err != nil {
		return err
	}
	if v.Query = strings.TrimSpace(r.URL.Query().Get("q")); v.Query != "" {
		v.Searched = true
		if v.Found, err = s.searchGuests(r, v, at, v.Query); err != nil {
			return err
		}
	}
	return s.writeScan(w, http.StatusOK, v)
}

func (s *Site) writeScan(w http.ResponseWriter, status int, v *scanView) error {
	w.Header().Set("Permissions-Policy", permissionsOf("camera=(self)", "geolocation=()"))
	return s.write(w, status, "scan", v)
}

// newScan fills what is there without a scan.
func (s *Site) newScan(r *http.Request, code string, at scanPost, list string) (*scanView, error) {
	v := &scanView{page: s.newPage(r, code, at.base)}
	v.keep, v.NoIndex, v.HeaderSearch, v.Canonical, v.Reader = false, true, nil, "", nil
	v.What, v.When, v.Door = v.itemTitle(at.meeting.Item), v.meetingDays(at.meeting.Facts), at.door.Name
	v.Title = v.t("checkin.title") + " · " + v.What
	v.Base, v.Meeting, v.Until, v.Protected = "/"+code+at.base, at.meeting.ID, at.until.UnixMilli(), at.conference.Protected
	v.Script, v.Decoder = s.assets.CheckIn(), s.assets.Decoder()
	v.Form, v.Zone = newForm(&v.page, nil), at.meeting.Location().String()
	for _, verdict := range checkin.Verdicts() {
		v.Verdicts = append(v.Verdicts, verdictText{string(verdict), v.t("checkin.verdict."+string(verdict), "at", "{at}", "door", "{door}")})
	}
	lists, err := s.rooms.CheckIn.Lists(r.Context(), at.meeting.ID)
	if err != nil {
		return nil, err
	}
	v.List = checkin.Arrival
	for _, l := range lists {
		if l.ID == list {
			v.List = list
		}
	}
	for _, l := range lists {
		v.Lists = append(v.Lists, option{Value: l.ID, Name: v.listName(l), Chosen: l.ID == v.List})
	}
	return v, s.countScan(r, v, at)
}

// listName is what a list is called.
func (p *page) listName(l checkin.List) string {
	if l.ID == checkin.Arrival {
		return p.t("checkin.list.arrival")
	}
	return l.Name
}

// countScan says how many are there of those who are expected.
func (s *Site) countScan(r *http.Request, v *scanView, at scanPost) error {
	groups, err := s.rooms.Guests.Of(r.Context(), at.meeting.ID)
	if err != nil {
		return err
	}
	for _, d := range groups {
		if d.State == delegation.Accepted {
			v.Expected += d.Coming
		}
	}
	there, err := s.rooms.CheckIn.Arrived(r.Context(), at.meeting.ID)
	for key := range there {
		if key.List == v.List {
			v.There++
		}
	}
	return err
}

// searchGuests looks for guests by their name or their delegation's. Where none may be named
// the end of the code on the badge stands for the name.
func (s *Site) searchGuests(r *http.Request, v *scanView, at scanPost, query string) (rows []scanRow, err error) {
	all, groups, err := s.guestsOf(r, &v.page, at)
	if err != nil {
		return nil, err
	}
	there, err := s.rooms.CheckIn.Arrived(r.Context(), at.meeting.ID)
	if err != nil {
		return nil, err
	}
	want := names.Fold(query[:min(len(query), longestQuery)])
	for _, m := range all {
		name := badgeEnd(m)
		if at.names() {
			name = m.Name
		}
		if !strings.Contains(names.Fold(name+" "+groups[m.Delegation]), want) {
			continue
		}
		row := scanRow{Member: m.ID, Name: name, Group: groups[m.Delegation]}
		if in, ok := there[checkin.Key{List: v.List, Member: m.ID}]; ok {
			row.At = clockAt(in.At, at)
		}
		if rows = append(rows, row); len(rows) == mostFound {
			break
		}
	}
	return rows, nil
}

// guestsOf are the guests of a meeting as long as they are kept, and what their delegations
// are called.
func (s *Site) guestsOf(r *http.Request, p *page, at scanPost) ([]delegation.Member, map[string]string, error) {
	called := map[string]string{}
	if !s.clock.Now().Before(at.conference.Until().People) {
		return nil, called, nil
	}
	groups, err := s.rooms.Guests.Of(r.Context(), at.meeting.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range groups {
		called[d.ID] = s.delegationName(p, d)
	}
	all, err := s.rooms.Guests.MembersOf(r.Context(), at.meeting.ID)
	slices.SortStableFunc(all, func(a, b delegation.Member) int { return strings.Compare(called[a.Delegation], called[b.Delegation]) })
	return all, called, err
}

// badgeEnd is by what a person is told from another where names are not said.
func badgeEnd(m delegation.Member) string { return "…" + m.Code[max(0, len(m.Code)-4):] }

// clockAt is the hour at the meeting.
func clockAt(t time.Time, at scanPost) string { return t.In(at.meeting.Location()).Format("15:04") }

// takeScan checks somebody in by a form: a code that was typed, or a person who was found.
func (s *Site) takeScan(w http.ResponseWriter, r *http.Request, code string, at scanPost) error {
	v, err := s.newScan(r, code, at, "")
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	scan := checkin.Scan{Nonce: f.text("nonce"), List: f.text("list"), Code: checkin.CleanCode(f.text("code")), Member: f.text("member"), Undo: f.text("do") == "undo", At: s.clock.Now()}
	if scan.Nonce == "" {
		scan.Nonce = db.NewID()
	}
	results, err := s.rooms.CheckIn.Take(r.Context(), actorOf(r), checkin.Batch{Meeting: at.meeting.ID, Door: at.door.ID, Scans: []checkin.Scan{scan}})
	if err != nil && !f.take(err) {
		return err
	}
	if v, err = s.newScan(r, code, at, scan.List); err != nil {
		return err
	}
	v.Form = f
	if !f.ok() {
		return s.writeScan(w, http.StatusUnprocessableEntity, v)
	}
	if v.Last, err = s.scanSaid(r, v, at, results[0]); err != nil {
		return err
	}
	return s.writeScan(w, http.StatusOK, v)
}

// scanSaid puts a result into words.
func (s *Site) scanSaid(r *http.Request, v *scanView, at scanPost, result checkin.Result) (*scanSaid, error) {
	said := &scanSaid{Class: string(result.Verdict)}
	doors, err := s.doorNames(r, &v.page, at.meeting.ID)
	if err != nil {
		return nil, err
	}
	said.Text = v.t("checkin.verdict."+string(result.Verdict), "at", clockAt(result.First, at), "door", doors[result.Door])
	if result.Verdict == checkin.Unknown {
		return said, nil
	}
	if result.Verdict == checkin.In || result.Verdict == checkin.Again {
		said.Member = result.Member
	}
	m, err := s.rooms.Guests.Member(r.Context(), result.Member)
	if err != nil {
		return nil, err
	}
	d, err := s.rooms.Guests.ByID(r.Context(), result.Delegation)
	if err != nil {
		return nil, err
	}
	if said.Who = badgeEnd(m) + ", " + s.delegationName(&v.page, d); at.names() {
		said.Who = m.Name + ", " + s.delegationName(&v.page, d)
	}
	return said, nil
}

// doorNames are what the doors of a meeting are called; "" is the desk.
func (s *Site) doorNames(r *http.Request, p *page, meeting string) (map[string]string, error) {
	doors, err := s.rooms.CheckIn.Doors(r.Context(), meeting)
	called := map[string]string{"": p.t("checkin.desk")}
	for _, d := range doors {
		called[d.ID] = d.Name
	}
	return called, err
}
