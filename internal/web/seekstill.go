package web

import (
	"net/http"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// stillPage is where somebody answers a reminder with one click: still meant, found, over.
type stillPage struct {
	page
	Form       *form
	Key        string
	Request    requestView
	Used       bool   // it is answered
	Done       string // what was done just now
	Desk       string
	Reply, End lang.Date // the days of a renewal
	Reasons    []option
}

func (s *Site) newStill(r *http.Request, code string) (*stillPage, error) {
	if s.rooms.StillSeeks == nil {
		return nil, errNoPage
	}
	v := &stillPage{page: s.newPage(r, code, seek.StillPath), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep, v.HeaderSearch = v.t("still.question"), true, false, nil
	v.keepQuery(map[string][]string{"key": {v.Key}})
	v.Form, v.Reasons = newForm(&v.page, nil), v.closingReasons()
	x, _, used, err := s.rooms.StillSeeks.Asked(r.Context(), v.Key)
	if err != nil {
		return nil, err
	}
	v.fill(s, r, x)
	v.Used = used
	return v, nil
}

// fill puts the request onto the page as it is now.
func (v *stillPage) fill(s *Site, r *http.Request, x seek.Request) {
	v.Request, v.Desk = s.requestView(r, &v.page, x), "/"+v.Lang+"/desk/requests/"+x.Handle
	reply, end := x.Later(s.clock.Now())
	v.Reply, _ = lang.ParseDate(reply) // days of the room's own making
	v.End, _ = lang.ParseDate(end)
}

// still shows the question behind a mail's link. It changes nothing: mail programs follow
// links by themselves.
func (s *Site) still(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newStill(r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "still", v)
}

// takeStill takes the answer.
func (s *Site) takeStill(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newStill(r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "still", v, &v.Form, func(f *form) error {
		do := f.raw("do")
		switch do {
		case "renew":
			err = s.rooms.StillSeeks.Renew(r.Context(), v.Key)
		case "match":
			err = s.rooms.StillSeeks.Matched(r.Context(), v.Key)
		case "close":
			err = s.rooms.StillSeeks.Closed(r.Context(), v.Key, seek.Reason(f.text("reason")))
		default:
			err = errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
		}
		if err != nil {
			return err
		}
		x, err := s.rooms.Requests.ByID(r.Context(), v.Request.ID)
		if err != nil {
			return err
		}
		v.fill(s, r, x)
		v.Done = v.t("desk.seek.done", "do", do)
		return s.write(w, http.StatusOK, "still", v)
	})
}
