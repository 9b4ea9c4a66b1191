package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/meeting/hosting"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// hostsPage is who takes guests of a meeting in, and who stays where.
type hostsPage struct {
	conferenceHead
	Own       string
	Families  []hostRow
	Guests    []hostGuestRow
	Beds      int
	Placed    int
	Suggested bool // the page shows a suggestion, which is not kept yet
	Left      int  // guests whom the suggestion does not place
	Tellable  bool
}

// hostRow is a family.
type hostRow struct {
	Name, URL      string
	Beds, Taken    int
	About          string // languages and what the house is like
	Address, Phone string
	Guests         []string
}

// hostGuestRow is a guest.
type hostGuestRow struct {
	Name, Delegation, URL string
	Family                string // "": not placed
	Mark                  string // "by hand", "new"
	Reasons               []hostReason
}

// hostReason is a sentence for or against.
type hostReason struct {
	Text string
	For  bool
}

func (p *page) hostReasons(all []hosting.Reason) (said []hostReason) {
	for _, r := range all {
		said = append(said, hostReason{p.p.Message(r.Text), r.For})
	}
	return said
}

// hosts shows families and guests; with "?suggest" a suggestion that nobody keeps yet.
func (s *Site) hosts(w http.ResponseWriter, r *http.Request, code string) error {
	v, view, err := s.newHosts(w, r, code, "/hosts")
	if err != nil {
		return err
	}
	if err := s.dressHosts(r, v, view); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "hosts", v)
}

// hostsPrint shows the same as lists to print: a part for each family, one for each delegation.
func (s *Site) hostsPrint(w http.ResponseWriter, r *http.Request, code string) error {
	v, view, err := s.newHosts(w, r, code, "/hosts/print")
	if err != nil {
		return err
	}
	if err := s.dressHosts(r, v, view); err != nil {
		return err
	}
	slices.SortStableFunc(v.Guests, func(a, b hostGuestRow) int { return v.p.Compare(a.Delegation, b.Delegation) })
	return s.write(w, http.StatusOK, "hosts-print", v)
}

func (s *Site) newHosts(w http.ResponseWriter, r *http.Request, code, path string) (*hostsPage, hosting.View, error) {
	head, err := s.newConference(w, r, code, path, "hosts")
	if err != nil {
		return nil, hosting.View{}, err
	}
	view, err := s.rooms.Hosts.View(r.Context(), head.Meeting.ID)
	return &hostsPage{conferenceHead: head, Own: head.Base + "/hosts"}, view, err
}

func (s *Site) dressHosts(r *http.Request, v *hostsPage, view hosting.View) error {
	if r.URL.Query().Has("suggest") {
		v.Suggested = true
		plan := hosting.Suggest(view.Guests, view.Families)
		v.Left = len(plan.Unplaced)
		for i, g := range view.Guests {
			view.Guests[i].Family = plan.Stays[g.Member]
		}
	}
	names, err := s.delegationNames(r, &v.page, v.Meeting.ID)
	if err != nil {
		return err
	}
	for _, f := range view.Families {
		row := hostRow{Name: f.Name, URL: v.Own + "/families/" + f.ID, Beds: f.Beds, About: v.aboutHome(f.Home), Address: f.Address, Phone: f.Phone}
		for _, g := range view.In(f.ID) {
			row.Guests = append(row.Guests, g.Name+" ("+names[g.Delegation]+")")
		}
		row.Taken = len(row.Guests)
		v.Beds += f.Beds
		v.Families = append(v.Families, row)
	}
	for _, g := range view.Guests {
		row := hostGuestRow{Name: g.Name, Delegation: names[g.Delegation], URL: v.Own + "/guests/" + g.Member}
		if i := slices.IndexFunc(view.Families, func(f hosting.Family) bool { return f.ID == g.Family }); i >= 0 {
			row.Family, row.Reasons = view.Families[i].Name, v.hostReasons(hosting.Reasons(g, view.Families[i], view.In(g.Family)))
			v.Placed++
			if g.ByHand {
				row.Mark = v.t("hosts.by_hand")
			}
			v.Tellable = v.Tellable || g.Told.IsZero()
		}
		v.Guests = append(v.Guests, row)
	}
	v.Tellable = v.Tellable && !v.Suggested
	return nil
}

// aboutHome says what a house is like.
func (p *page) aboutHome(h hosting.Home) string {
	var all []string
	for _, l := range h.Languages {
		all = append(all, p.p.LanguageName(l))
	}
	for _, d := range h.Diets {
		all = append(all, p.t("hosts.diet."+string(d)))
	}
	for _, is := range []struct {
		yes bool
		key string
	}{{h.StepFree, "hosts.step_free"}, {h.Smokes, "hosts.smokes"}, {h.Pets, "hosts.pets"}, {h.Minors, "hosts.minors"}} {
		if is.yes {
			all = append(all, p.t(is.key))
		}
	}
	return strings.Join(all, ", ")
}

// takeHosts keeps a suggestion, made anew of what is known now.
func (s *Site) takeHosts(w http.ResponseWriter, r *http.Request, code string) error {
	v, view, err := s.newHosts(w, r, code, "/hosts")
	if err != nil {
		return err
	}
	plan := hosting.Suggest(view.Guests, view.Families)
	if err := s.rooms.Hosts.Take(r.Context(), actorOf(r), v.Meeting.ID, plan.Stays); err != nil {
		return err
	}
	return s.done(w, r, code, v.Own, lang.Msg("hosts.taken", "n", len(plan.Stays)), "")
}

// tellHosts writes to families and delegations.
func (s *Site) tellHosts(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newHosts(w, r, code, "/hosts")
	if err != nil {
		return err
	}
	n, err := s.rooms.Hosts.Tell(r.Context(), actorOf(r), v.Meeting.ID)
	if err != nil {
		return err
	}
	return s.done(w, r, code, v.Own, lang.Msg("hosts.told", "n", n), "")
}

// hostsRoutes are the host families of a meeting, at the desk.
func (s *Site) hostsRoutes() []Route {
	const base = "/desk/meetings/{meeting}/hosts"
	at := func(method, path string, page func(http.ResponseWriter, *http.Request, string) error) Route {
		return Route{method, base + path, people.MeetingGuests, s.ofMeeting, Light, Never, s.withHosts(page), false}
	}
	return []Route{
		at(get, "", s.hosts), at(get, "/print", s.hostsPrint), at(post, "/take", s.takeHosts), at(post, "/tell", s.tellHosts),
		at(get, "/families/new", s.hostFamily), at(post, "/families/new", s.saveHostFamily),
		at(get, "/families/{family}", s.hostFamily), at(post, "/families/{family}", s.saveHostFamily),
		at(get, "/guests/{member}", s.hostGuest), at(post, "/guests/{member}", s.saveHostGuest),
	}
}

// withHosts lets a page be there only where families are kept.
func (s *Site) withHosts(page func(http.ResponseWriter, *http.Request, string) error) func(http.ResponseWriter, *http.Request, string) error {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		if s.rooms.Hosts == nil {
			return errNoPage
		}
		return page(w, r, code)
	}
}

// spokenOptions are the languages that a family can be said to speak: those that guests can be
// said to speak, since a common one is looked for, and what was chosen before.
func (s *Site) spokenOptions(p *page, chosen []string) (all []option) {
	codes := slices.Concat(memberLanguages, chosen)
	slices.Sort(codes)
	for _, code := range slices.Compact(codes) {
		if !slices.Contains(s.tongues, code) {
			continue
		}
		all = append(all, option{Value: code, Name: p.p.LanguageName(code), Chosen: slices.Contains(chosen, code)})
	}
	slices.SortFunc(all, func(a, b option) int {
		if own := s.catalog.Has(a.Value); own != s.catalog.Has(b.Value) {
			if own {
				return -1
			}
			return 1
		}
		return p.p.Compare(a.Name, b.Name)
	})
	return all
}

// hostGuestOf reads the guest of an address: one of the meeting's.
func (s *Site) hostGuestOf(r *http.Request, view hosting.View) (hosting.Guest, error) {
	i := slices.IndexFunc(view.Guests, func(g hosting.Guest) bool { return g.Member == r.PathValue("member") })
	if i < 0 {
		return hosting.Guest{}, errNoPage
	}
	return view.Guests[i], nil
}
