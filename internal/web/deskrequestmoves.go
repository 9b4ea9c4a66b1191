package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// requestMove is a button by which a request goes on from where it is.
type requestMove struct {
	Do, Name string
	Strong   bool // what is done next most often
}

// fillMoves offers what can be done with a request in its state.
func (s *Site) fillMoves(v *requestEditPage, x seek.Request) {
	v.Moves, v.Reasons, v.Partners = nil, nil, nil
	add := func(do string, strong bool) {
		v.Moves = append(v.Moves, requestMove{do, v.t("desk.seek.do." + do), strong})
	}
	switch v.State {
	case seek.Draft:
		if x.Asked.IsZero() {
			add("ask", true)
		} else {
			add("back", false)
		}
	case seek.Reviewed:
		add("publish", true)
		add("back", false)
	case seek.Published:
		add("pause", false)
	case seek.Paused:
		add("publish", true)
	case seek.Expired:
		add("renew", true)
	case seek.Matched, seek.Closed:
		if x.Published.IsZero() {
			add("back", true)
		} else {
			add("publish", false)
		}
	}
	if v.State == seek.Published || v.State == seek.Paused {
		add("renew", v.State == seek.Published && x.Ending(s.dayNow()))
	}
	if v.Closable() {
		v.Reasons = v.closingReasons()
	}
}

// closingReasons are why a town may close its request. Only the organiser closes one as
// against the rules.
func (p *page) closingReasons() []option {
	list := []option{{Name: p.t("desk.seek.close.choose")}}
	for _, reason := range seek.Reasons() {
		if reason != seek.AgainstRules {
			list = append(list, option{Value: string(reason), Name: p.t("seek.reason." + string(reason))})
		}
	}
	return list
}

// Closable says whether the request can be closed with a reason.
func (v *requestEditPage) Closable() bool {
	return v.State != seek.Closed && v.State != seek.Matched
}

// Matchable says whether a partner can be named who was found.
func (v *requestEditPage) Matchable() bool {
	return v.State == seek.Published || v.State == seek.Paused || v.State == seek.Expired
}

// moveRequest takes a request on.
func (s *Site) moveRequest(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeRequest(w, r, code, "", func(v *requestEditPage, f *form, x seek.Request) (requestChange, error) {
		now, do := s.clock.Now(), f.raw("do")
		v.done = lang.Msg("desk.seek.done", "do", do)
		switch do {
		case "ask":
			return func(x *seek.Request) error { return x.Ask(now) }, nil
		case "back":
			return func(x *seek.Request) error { return x.Return() }, nil
		case "publish":
			return func(x *seek.Request) error { return x.Publish(now) }, nil
		case "pause":
			v.undo = undoURL(v.Base, x)
			return func(x *seek.Request) error { return x.Pause() }, nil
		case "renew":
			return func(x *seek.Request) error {
				reply, end := x.Later(now)
				return x.Renew(now, reply, end)
			}, nil
		case "close":
			v.undo = undoURL(v.Base, x)
			reason := seek.Reason(f.text("reason"))
			return func(x *seek.Request) error { return x.Close(reason) }, nil
		case "match":
			v.undo = undoURL(v.Base, x)
			return s.matching(v, f)
		case "own":
			owner := actorOf(r).Account
			return func(x *seek.Request) error { x.Owner = owner; return nil }, nil
		}
		return nil, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
	})
}

// matching reads with whom a request was matched; nobody has to tell.
func (s *Site) matching(v *requestEditPage, f *form) (requestChange, error) {
	number := int64(0)
	if f.text("partner") != "" {
		found, several := s.placeIn(f, &v.page, s.rooms.World(), "partner", nil)
		for _, x := range several {
			v.Partners = append(v.Partners, option{Value: strconv.FormatInt(x.ID, 10), Name: x.Name + ", " + x.Where})
		}
		if number = found; number == 0 {
			return nil, errFaulty
		}
	}
	return func(x *seek.Request) error { return x.Match(number) }, nil
}

// undoURL is the address that takes the next move back. It names the version that the move
// makes and the state to go back to.
func undoURL(base string, x seek.Request) string {
	return base + "/undo?" + url.Values{"version": {strconv.FormatInt(x.Version+1, 10)}, "to": {string(x.State)}}.Encode()
}

// undoRequest takes back that a request was paused, matched or closed, where nobody changed
// it since.
func (s *Site) undoRequest(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.URL.Query().Get("version"), 10, 64)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	to := seek.State(r.URL.Query().Get("to"))
	err = s.rooms.Requests.Change(r.Context(), actorOf(r), people.WriteRequest, x.ID, version, func(x *seek.Request) error { return x.Restore(to) })
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/requests/"+x.Handle, lang.Msg("desk.seek.undone"), "")
}
