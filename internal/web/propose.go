package web

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/proposal"
)

// proposePage is where anybody says what is wrong or missing.
type proposePage struct {
	page
	Form    *form
	Action  string
	Back    string // the page that it is about
	About   string // what it is about, in words
	OfPlace bool   // about a place: a partner may be named
	Acts    []option
	Types   []option
	When    dayView // the day of what happened
	Stamp   string
	Privacy string // address of the privacy page
	Sent    bool
}

// Measures against machines, beside the throttle: a field that people do not see, and a
// sealed moment at which the form was made. A person needs some seconds for ten letters and
// a source; a form older than a day is from a machine's store.
const (
	trapField  = "website"
	stampField = "stamp"
	quickest   = 4 * time.Second
	oldest     = 24 * time.Hour
)

// Wrong is the field for what is wrong or missing.
func (v *proposePage) Wrong() fieldView {
	field := v.Form.Area("wrong", "propose.wrong", "", 4)
	field.Required = true
	return field
}

// proposed is what a form is about.
type proposed struct {
	proposal.Proposal
	found partnership.Partnership // zero where it is about a place
}

// aboutOf reads from the address what a proposal is about.
func (s *Site) aboutOf(r *http.Request) (a proposed, err error) {
	q := r.URL.Query()
	if id := q.Get("partnership"); id != "" {
		if a.found, err = s.rooms.Partnerships.ByID(r.Context(), id); err != nil {
			return a, err
		}
		a.Subject, a.Partnership, a.Places = proposal.AboutPartnership, id, a.found.Sides()
		return a, nil
	}
	object, err := s.ofPlaceNumber(q.Get("place"))
	a.Subject, a.Places = proposal.AboutPlace, object.Places
	return a, err
}

// ofPlaceNumber is the place of a number in a query.
func (s *Site) ofPlaceNumber(text string) (people.Object, error) {
	id, err := placeNumber(text)
	if err != nil {
		return people.Object{}, err
	}
	if _, ok := s.rooms.World().Places.Get(id); !ok {
		return people.Object{}, errNoPage
	}
	return s.placesObject("place", text, id), nil
}

// newPropose makes the page.
func (s *Site) newPropose(r *http.Request, code string) (*proposePage, proposed, error) {
	about, err := s.aboutOf(r)
	if err != nil || s.rooms.Proposals == nil {
		return nil, about, firstErr(err, errNoPage)
	}
	now := s.rooms.World()
	v := &proposePage{page: s.newPage(r, code, "/propose"), Action: "/" + code + "/propose?" + r.URL.Query().Encode()}
	v.Title, v.NoIndex, v.keep = v.t("propose.title"), true, false
	v.keepQuery(r.URL.Query())
	var names []string
	for _, id := range about.Places {
		names = append(names, now.Places.DisplayName(id, code))
	}
	v.About = v.p.List(names)
	if len(names) == 2 {
		v.About = names[0] + " – " + names[1]
	}
	if v.OfPlace = about.Partnership == ""; !v.OfPlace {
		v.Back = "/" + code + "/partnerships/" + about.Partnership
	} else if len(about.Places) > 0 {
		v.Back = placeURL(now, about.Places[0], code)
	}
	v.Acts = []option{{Value: "", Name: v.t("propose.act.none")}}
	for _, a := range about.found.Acts {
		if a.Held(time.Time{}) {
			v.Acts = append(v.Acts, option{Value: a.ID, Name: v.t("act.type."+string(a.Type)) + ", " + v.dateText(a.Date)})
		}
	}
	v.Types = append([]option{{Value: "", Name: v.t("propose.type.none")}}, v.typeOptions("")...)
	if v.Face.Privacy {
		v.Privacy = "/" + code + "/privacy"
	}
	v.Stamp = s.rooms.Key.Seal(stampField, []byte(strconv.FormatInt(s.clock.Now().UnixMilli(), 10)))
	return v, about, nil
}

func firstErr(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// propose shows the form.
func (s *Site) propose(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newPropose(r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, map[string][]string{"act": {r.URL.Query().Get("act")}})
	return s.writePropose(w, http.StatusOK, v)
}

// writePropose shows the form as it is filled.
func (s *Site) writePropose(w http.ResponseWriter, status int, v *proposePage) error {
	v.When = s.dayField(v.Form, &v.page, "date", "desk.field.date", "desk.act.date.hint")
	return s.write(w, status, "propose", v)
}

// takeProposal keeps what somebody says is wrong or missing.
func (s *Site) takeProposal(w http.ResponseWriter, r *http.Request, code string) error {
	v, about, err := s.newPropose(r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	if f.raw(trapField) != "" {
		v.Sent = true // a machine need not learn what gave it away
		return s.writePropose(w, http.StatusOK, v)
	}
	if !s.inTime(f.raw(stampField)) {
		f.fail("", lang.Msg("error.proposal.quick"))
		return s.writePropose(w, http.StatusUnprocessableEntity, v)
	}
	if s.settleDays(f, &v.page, "date"); !f.ok() {
		return s.writePropose(w, http.StatusUnprocessableEntity, v)
	}
	p := about.Proposal
	p.Language, p.Email = code, f.text("email")
	p.Said = proposal.Said{Wrong: f.text("wrong"), Date: f.text("date"), Partner: f.text("partner"), SourceTitle: f.text("source_title"), SourceURL: f.text("source_url")}
	if t := partnership.ActType(f.text("type")); slices.Contains(partnership.ActTypes(), t) {
		p.Said.Type = string(t)
	}
	for _, a := range about.found.Acts {
		if a.ID == f.text("act") {
			p.Subject, p.Act = proposal.AboutAct, a.ID
		}
	}
	wait, err := s.rooms.People.Take(r.Context(), people.Tap{Limit: people.ProposeAddress, Who: askerOf(r)})
	if err == nil && wait > 0 {
		f.fail("", lang.Msg("error.proposal.often"))
		return s.writePropose(w, http.StatusTooManyRequests, v)
	}
	if err == nil {
		_, err = s.rooms.Proposals.Make(r.Context(), actorOf(r), p, s.today())
	}
	if err != nil {
		status, shown := s.refused(f, err)
		if !shown {
			return err
		}
		return s.writePropose(w, status, v)
	}
	v.Sent = true
	return s.writePropose(w, http.StatusOK, v)
}

// inTime says whether a form was made a believable time ago.
func (s *Site) inTime(stamp string) bool {
	text, err := s.rooms.Key.Unseal(stampField, stamp)
	if err != nil {
		return false
	}
	made, err := strconv.ParseInt(string(text), 10, 64)
	age := s.clock.Now().Sub(time.UnixMilli(made))
	return err == nil && age >= quickest && age <= oldest
}

// askerOf is the address from which a request came, without its port.
func askerOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
