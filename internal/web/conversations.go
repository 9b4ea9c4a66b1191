package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

// threadRow is a conversation as one of the reader's towns sees it.
type threadRow struct {
	relay.Conversation
	side   int64
	unread int
	about  string // the request's title; "": none
	other  string // the other town's name
	along  bool   // another town answers for this one
}

// conversationsPage is the list, with the way to a first letter.
type conversationsPage struct {
	page
	List   *listView
	Own    bool // the reader is a confirmed officer of some town
	Seek   string
	Finder string
	Claim  string
	Mails  bool // she is told of new messages by mail
	Met    []metTown
}

// metTown is a town that was met at a conference and that nobody has written to yet.
type metTown struct{ Name, When, URL string }

// conversations lists those of the reader's towns, those with something unread first.
func (s *Site) conversations(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Relay == nil {
		return errNoPage
	}
	v := &conversationsPage{page: s.newDesk(w, r, code, "/desk/conversations", "/desk/conversations"), Seek: "/" + code + "/seek", Finder: "/" + code + "/places", Claim: "/" + code + "/account/claim"}
	v.Title = v.t("relay.title")
	own := actorOf(r).PlacesOf(people.Officer)
	v.Own = len(own) > 0
	rows, err := s.threadRows(r, &v.page, own)
	if err != nil {
		return err
	}
	wish, err := s.rooms.Relay.WishOf(r.Context(), actorOf(r).Account)
	if err != nil {
		return err
	}
	v.Mails = wish.Mails
	if v.Met, err = s.metTowns(r, &v.page, own); err != nil {
		return err
	}
	found := arrangeList(r.URL.Query(), s.threadList(&v.page, own, rows))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "conversations", v)
}

func (s *Site) threadRows(r *http.Request, p *page, own []int64) (rows []threadRow, err error) {
	for _, place := range own {
		all, err := s.rooms.Relay.Of(r.Context(), place)
		if err != nil {
			return nil, err
		}
		along, err := s.alongs(r, place)
		if err != nil {
			return nil, err
		}
		unread, err := s.unreadAt(r, place, along)
		if err != nil {
			return nil, err
		}
		for i, c := range append(all, along...) {
			about, err := s.aboutRequest(r, p, c.Request)
			if err != nil {
				return nil, err
			}
			rows = append(rows, threadRow{c, place, unread[c.ID], about, s.townOf(p, c.Other(place)), i >= len(all)})
		}
	}
	return rows, nil
}

// standing is how a conversation is shown in a list.
func (x threadRow) standing() string {
	switch {
	case x.State == relay.Open && len(x.BlockedBy) > 0 && slices.Contains(x.BlockedBy, x.side):
		return "blocked"
	case x.unread > 0:
		return "unread"
	}
	return string(x.State)
}

// threadStates are the ways to stand, in the order in which a person looks at them.
var threadStates = []string{"unread", string(relay.Open), string(relay.Closed), "blocked", string(relay.Shut)}

func (s *Site) threadList(p *page, own []int64, rows []threadRow) listSpec[threadRow] {
	states, towns := []option{{Name: p.t("people.any")}}, []option{{Name: p.t("people.any")}}
	for _, x := range threadStates {
		states = append(states, option{Value: x, Name: p.t("relay.state." + x)})
	}
	for _, n := range own {
		towns = append(towns, option{Value: itoa64(n), Name: s.townOf(p, n)})
	}
	latest := func(a, b threadRow) int { return b.Changed.Compare(a.Changed) }
	order := func(x threadRow) int { return slices.Index(threadStates, x.standing()) }
	spec := listSpec[threadRow]{
		Path: "/desk/conversations", Caption: "relay.title", Empty: "relay.empty", Rows: rows,
		ID: func(x threadRow) string { return x.ID }, Name: func(x threadRow) string { return x.other },
		Find: func(q string) func(threadRow) bool {
			q = strings.ToLower(q)
			return func(x threadRow) bool { return strings.Contains(strings.ToLower(x.other+" "+x.about), q) }
		},
		Filters: []listFilter[threadRow]{
			{Key: "state", Label: "relay.state", Options: states, Keep: func(x threadRow, v string) bool { return x.standing() == v }},
		},
		Columns: []listColumn[threadRow]{
			{Key: "town", Label: "relay.town", Long: true, Compare: func(a, b threadRow) int { return strings.Compare(a.other, b.other) }, Cell: func(x threadRow) listCell {
				note := x.about
				if len(own) > 1 {
					note = strings.TrimPrefix(note+" · "+s.townOf(p, x.side), " · ")
				}
				if x.along {
					note += " · " + p.t("relay.along.short")
				}
				return listCell{Text: x.other, URL: "/" + p.Lang + "/desk/conversations/" + x.ID, Note: note}
			}},
			{Key: "state", Label: "relay.state", Compare: func(a, b threadRow) int { return order(a) - order(b) }, Cell: func(x threadRow) listCell {
				if x.unread > 0 {
					return listCell{Text: p.t("relay.unread", "n", x.unread)}
				}
				return listCell{Text: p.t("relay.state." + x.standing())}
			}},
			{Key: "last", Label: "relay.last", Tight: true, Compare: latest, Cell: func(x threadRow) listCell { return listCell{Text: p.moment(x.Changed)} }},
		},
		Sort: "state", Tie: latest,
	}
	if len(own) > 1 {
		spec.Filters = append(spec.Filters, listFilter[threadRow]{Key: "side", Label: "relay.side", Options: towns, Keep: func(x threadRow, v string) bool { return itoa64(x.side) == v }})
	}
	return spec
}

// waitingConversations says how many conversations hold something unread.
func (s *Site) waitingConversations(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Relay == nil {
		return v, nil
	}
	n := 0
	for _, place := range actorOf(r).PlacesOf(people.Officer) {
		along, err := s.alongs(r, place)
		if err != nil {
			return v, err
		}
		unread, err := s.unreadAt(r, place, along)
		if err != nil {
			return v, err
		}
		for _, of := range unread {
			n += of
		}
	}
	return p.waits("conversations", n, "/desk/conversations"), nil
}

// waitingReports says how many reports wait for the organiser.
func (s *Site) waitingReports(r *http.Request, p *page) (v overviewItem, err error) {
	if s.rooms.Relay == nil || !s.may(r, people.ModerateTowns, people.Object{}) {
		return v, nil
	}
	n, err := s.rooms.Relay.WaitingReports(r.Context())
	return p.waits("reports", n, "/desk/reports"), err
}

// mostMet is how many contacts of conferences are offered: those of the last ones.
const mostMet = 12

// metTowns are contacts of conferences with towns that can be written to and were not yet.
func (s *Site) metTowns(r *http.Request, p *page, own []int64) (all []metTown, err error) {
	if s.rooms.Forums == nil {
		return nil, nil
	}
	done := map[[2]int64]bool{}
	for _, place := range own {
		contacts, err := s.rooms.Forums.ContactsOf(r.Context(), place)
		if err != nil {
			return nil, err
		}
		for _, c := range contacts {
			other := c.PlaceA
			if other == place {
				other = c.PlaceB
			}
			if len(all) == mostMet || other == 0 || done[[2]int64{place, other}] {
				continue
			}
			done[[2]int64{place, other}] = true
			_, written, err := s.rooms.Relay.Between(r.Context(), place, other, "")
			if err != nil {
				return nil, err
			}
			officers, err := s.rooms.Relay.Officers(r.Context(), other)
			if err != nil {
				return nil, err
			}
			if !written && len(officers) > 0 {
				address := "/" + p.Lang + "/desk/conversations/new?from=" + itoa64(place) + "&to=" + itoa64(other) + "&contact=" + url.QueryEscape(c.ID)
				all = append(all, metTown{s.townOf(p, other), p.p.Date(c.Day), address})
			}
		}
	}
	return all, nil
}

// takeTownMails switches the reader's mails about new messages on or off.
func (s *Site) takeTownMails(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Relay == nil {
		return errNoPage
	}
	p := s.newDesk(w, r, code, "/desk/conversations", "/desk/conversations")
	f, err := readForm(r, &p)
	if err != nil {
		return err
	}
	if err := s.rooms.Relay.SetMails(r.Context(), actorOf(r), actorOf(r).Account, f.checked("on")); err != nil {
		return err
	}
	done := "relay.mails.off"
	if f.checked("on") {
		done = "relay.mails.on"
	}
	return s.done(w, r, code, "/"+code+"/desk/conversations", lang.Msg(done), "")
}
