package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/lang"
)

// releasePage says what a release would change, and whom it would tell.
type releasePage struct {
	agendaHead
	Form      *form
	Changes   []sessionChange
	Rooms     bool
	Conflicts []conflictView
	Grave     bool
	Told      []tellView // who gets a mail
	Untold    []tellView // who should be told, and has no address
	Earlier   []releaseView
	Released  bool
}

// sessionChange is a session that a release changes.
type sessionChange struct {
	Title       worded
	URL         string
	What        string
	Slot        string // when and where it is now
	Before      string // and was, where that is another
	Class       string
	Differences []differenceView
}

// tellView is somebody who is concerned.
type tellView struct {
	Name, Language string
	N              int
}

type releaseView struct {
	Name, Who string
}

// changedSession says how a session changes.
func (p *page) changedSession(c agenda.Change, before, after agenda.Programme, first string) sessionChange {
	of, programme := c.Of(), after
	if c.After.ID == "" {
		programme = before
	}
	view := sessionChange{Title: wordedIn(of.Title, p.Lang, first), Slot: p.slot(of, programme, first), Class: string(c.Fields[0])}
	var what []string
	for _, f := range c.Fields {
		what = append(what, p.t("agenda.field."+string(f)))
	}
	view.What = p.p.List(what)
	if was := p.slot(c.Before, before, first); c.Before.ID != "" && c.After.ID != "" && was != view.Slot {
		view.Before = was
		view.What += ": " + was + " → " + view.Slot
	}
	return view
}

// slot says when and where a session is.
func (p *page) slot(x agenda.Session, of agenda.Programme, first string) string {
	if !x.Placed() {
		return p.t("agenda.slot.open")
	}
	if room, ok := of.Room(x.Room); ok {
		return p.t("agenda.slot.room", "day", x.Date(), "hours", slotHours(x), "room", wordedIn(room.Name, p.Lang, first).Text)
	}
	return p.t("agenda.slot", "day", x.Date(), "hours", slotHours(x))
}

func (s *Site) newRelease(w http.ResponseWriter, r *http.Request, code string) (*releasePage, error) {
	head, err := s.newAgenda(w, r, code, "/release")
	if err != nil {
		return nil, err
	}
	v := &releasePage{agendaHead: head}
	v.Form = newForm(&v.page, url.Values{"version": {strconv.FormatInt(v.Draft.Version, 10)}})
	o, err := s.rooms.Agendas.Outlook(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.rooms.Agendas.Releases(r.Context(), v.Meeting.ID, mostEntries)
	if err != nil {
		return nil, err
	}
	before := agenda.Programme{}
	if v.Released = len(all) > 0; v.Released {
		before = all[0].Programme
	}
	for _, c := range o.Changes {
		view := v.changedSession(c, before, v.Draft.Programme, v.First)
		if c.After.ID != "" {
			view.URL = v.Agenda + "/sessions/" + numberPath(c.After.Number)
		}
		v.Changes = append(v.Changes, view)
	}
	v.Rooms, v.Grave = o.Rooms, o.Grave()
	if v.Conflicts, err = s.conflictViews(r, &v.agendaHead, o.Conflicts); err != nil {
		return nil, err
	}
	towns, err := s.townsOf(r, &v.page, v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range o.Tells {
		view := tellView{cmp.Or(towns[strings.TrimPrefix(t.ID, "delegation-")], t.Name), v.p.LanguageName(t.Language), len(t.Changes)}
		if t.Reached() {
			v.Told = append(v.Told, view)
		} else {
			v.Untold = append(v.Untold, view)
		}
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, x := range all {
		v.Earlier = append(v.Earlier, releaseView{v.t("programme.release", "n", x.Number, "day", lang.DateOf(x.Made.In(x.Location()))), names[x.By]})
	}
	return v, err
}

// townsOf are the names of the towns that are invited, in the page's language: a mail to them
// is in theirs.
func (s *Site) townsOf(r *http.Request, p *page, meeting string) (map[string]string, error) {
	all, err := s.rooms.Guests.Of(r.Context(), meeting)
	names := map[string]string{}
	for _, d := range all {
		if d.Place != 0 {
			names[d.ID] = s.delegationName(p, d)
		}
	}
	return names, err
}

// Nothing says that there is nothing to release.
func (v *releasePage) Nothing() bool { return len(v.Changes) == 0 && !v.Rooms }

// agendaOutlook shows what a release would do.
func (s *Site) agendaOutlook(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newRelease(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "agenda-release", v)
}

// releaseAgenda releases the draft, or throws it away for what readers see.
func (s *Site) releaseAgenda(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newRelease(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda-release", v, &v.Form, func(f *form) error {
		seen := f.version()
		f.values.Set("version", strconv.FormatInt(v.Draft.Version, 10)) // whoever is told of a conflict has seen what is there now
		if f.raw("do") == "revert" {
			if err := s.rooms.Agendas.Revert(r.Context(), actorOf(r), v.Meeting.ID, seen); err != nil {
				return err
			}
			return s.done(w, r, code, v.Agenda, lang.Msg("agenda.reverted"), "")
		}
		number, told, err := s.rooms.Agendas.Release(r.Context(), actorOf(r), v.Meeting.ID, seen, f.checked("anyway"), s.telling(r, v.Meeting))
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Agenda, lang.Msg("agenda.released", "number", number, "n", told), "")
	})
}

// quiet says whether a meeting is protected; where that cannot be read now, it counts as such.
func (s *Site) quiet(r *http.Request, id string) bool {
	if s.rooms.Guests == nil {
		return false
	}
	c, err := s.rooms.Guests.Conference(r.Context(), id)
	return err != nil || c.Protected
}

// telling says what mails call a meeting and where they lead: to its programme in the
// recipient's language, or else in any in which it is public.
func (s *Site) telling(r *http.Request, m meeting.Meeting) agenda.Telling {
	return agenda.Telling{
		Quiet: s.quiet(r, m.ID),
		Name: func(language string) string {
			title, _ := m.TitleIn(language)
			return title
		},
		Link: func(language string) string {
			codes := []string{language}
			for _, t := range m.Texts {
				codes = append(codes, t.Language)
			}
			for _, code := range codes {
				shown, ok, err := s.rooms.Press.ShownIn(r.Context(), m.ID, code)
				if err != nil {
					s.log.ErrorContext(r.Context(), "a mail about a programme has no link", "error", err)
					return ""
				}
				if ok {
					return s.options.BaseURL + "/" + code + shown.Path() + "/programme"
				}
			}
			return ""
		},
	}
}
