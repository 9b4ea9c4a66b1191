package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

// newConversationPage is where the first letter to a town is written.
type newConversationPage struct {
	page
	Action  string
	Here    placeView
	There   placeView
	About   *link
	Others  []link // the reader's other towns, in whose name she can write instead
	Write   *composer
	Readers string // other towns that will read along; "": none
	Nobody  bool   // there is no officer of the other town yet, so nobody would read a letter
	over    bool   // the request took answers when the letter was begun, and takes none now
	start   relay.Start
}

// newTownLetter reads from the address between whom and about what. Where the two have a
// conversation about it already, it returns its identifier.
func (s *Site) newTownLetter(w http.ResponseWriter, r *http.Request, code string) (v *newConversationPage, already string, err error) {
	if s.rooms.Relay == nil {
		return nil, "", errNoPage
	}
	v = &newConversationPage{page: s.newDesk(w, r, code, "/desk/conversations/new", "/desk/conversations")}
	q := r.URL.Query()
	v.start = relay.Start{From: s.writesFor(r), Contact: q.Get("contact")}
	v.start.To, _ = strconv.ParseInt(q.Get("to"), 10, 64) // 0: nowhere
	if handle := q.Get("request"); handle != "" {
		if err := s.startRequest(r, v, handle); err != nil {
			return nil, "", err
		}
	}
	now := s.rooms.World()
	if _, ok := now.Places.Get(v.start.To); !ok {
		return nil, "", errNoPage
	}
	c, ok, err := s.rooms.Relay.Between(r.Context(), v.start.From, v.start.To, v.start.Request)
	if err != nil || ok {
		return nil, c.ID, err
	}
	v.Here, v.There = v.placeView(now, v.start.From), v.placeView(now, v.start.To)
	v.Title = v.t("relay.new", "place", v.There.Name)
	if v.over { // the town itself can still be written to
		v.start.Request, v.About, v.Readers = "", nil, ""
		q = url.Values{"to": {itoa64(v.start.To)}}
	}
	v.Action = "/" + code + "/desk/conversations/new?" + v.address(v.start.From, q)
	for _, n := range actorOf(r).PlacesOf(people.Officer) {
		if n != v.start.From && n != v.start.To {
			v.Others = append(v.Others, link{s.townOf(&v.page, n), "/" + code + "/desk/conversations/new?" + v.address(n, q)})
		}
	}
	officers, err := s.rooms.Relay.Officers(r.Context(), v.start.To)
	if err != nil {
		return nil, "", err
	}
	v.Nobody = len(officers) == 0
	v.Write, err = s.newComposer(r, &v.page, v.start.From, v.start.To)
	return v, "", err
}

// address is the question of the page in the name of a town.
func (v *newConversationPage) address(from int64, q url.Values) string {
	out := url.Values{"from": {itoa64(from)}}
	for _, name := range []string{"to", "request", "contact"} {
		if x := q.Get(name); x != "" && len(x) <= longestQuery {
			out.Set(name, x)
		}
	}
	if q.Get("programme") != "" && len(q.Encode()) <= longestGap { // the call that the letter is about
		for _, name := range []string{"programme", "call", "way", "part", "with"} {
			out[name] = q[name]
		}
	}
	return out.Encode()
}

// longestGap bounds what an address says of a call and its consortium: sixteen towns take 200 bytes.
const longestGap = 1000

// startRequest takes the town from the request that is answered.
func (s *Site) startRequest(r *http.Request, v *newConversationPage, handle string) error {
	if s.rooms.Requests == nil {
		return errNoPage
	}
	x, err := s.rooms.Requests.ByHandle(r.Context(), handle)
	if err != nil {
		return err
	}
	if !x.Shown() {
		return errNoPage // a draft tells nobody that it is there
	}
	if v.over = !x.Open(s.today().String()); v.over && r.Method != http.MethodPost {
		return errs.New(errs.Gone, lang.Msg("relay.request_over"), nil)
	}
	t, _, _ := x.In(v.Lang, s.languages)
	v.start.Request, v.start.To = x.ID, x.Lead()
	if slices.Contains(x.Places, v.start.From) {
		return errs.New(errs.Invalid, lang.Msg("error.relay.self"), nil)
	}
	v.About = &link{t.Title, "/" + v.Lang + "/seek/" + x.Handle}
	if len(x.Places) > 1 {
		v.Readers = v.t("relay.readers", "names", s.townList(&v.page, x.Places[1:]))
	}
	return nil
}

// newConversation shows the form, with the sentences ticked that most first letters have.
func (s *Site) newConversation(w http.ResponseWriter, r *http.Request, code string) error {
	v, already, err := s.newTownLetter(w, r, code)
	if err != nil {
		return err
	}
	if already != "" {
		http.Redirect(w, r, "/"+code+"/desk/conversations/"+already+"#end", http.StatusSeeOther)
		return nil
	}
	opening := "found"
	switch {
	case v.start.Request != "":
		opening = "read"
	case v.start.Contact != "":
		opening = "met"
	}
	v.Write.Form.values["phrase"] = []string{"sir", "from_town", opening, "c_regards"}
	about, err := s.callLetter(r, &v.page, v.start.From)
	if err != nil {
		return err
	}
	v.Write.Form.values.Set("text", about)
	s.fillComposer(v.Write)
	return s.write(w, http.StatusOK, "conversation-new", v)
}

// takeNewConversation sends the first letter.
func (s *Site) takeNewConversation(w http.ResponseWriter, r *http.Request, code string) error {
	v, already, err := s.newTownLetter(w, r, code)
	if err != nil {
		return err
	}
	if already != "" { // a colleague was quicker: what was typed comes along
		c, err := s.rooms.Relay.ByID(r.Context(), already)
		if err != nil {
			return err
		}
		r.SetPathValue("conversation", c.ID)
		return s.takeMessage(w, r, code)
	}
	return s.sentMessage(w, r, "conversation-new", v, v.Write, func(m relay.Message) error {
		if v.over {
			return errs.New(errs.Conflict, lang.Msg("error.relay.over"), nil)
		}
		limits := append(taps(actorOf(r), itoa64(v.start.To), v.start.From), people.Tap{Limit: people.BeginThread, Who: actorOf(r).Account})
		if err := s.take(w, r, limits...); err != nil {
			return err
		}
		id, err := s.rooms.Relay.BeginWith(r.Context(), actorOf(r), v.start, m)
		if err != nil {
			s.giveBack(r, limits)
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/conversations/"+id, lang.Msg("relay.done.sent"), "")
	})
}
