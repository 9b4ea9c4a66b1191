package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/hosting"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// hostFamilyPage is one family.
type hostFamilyPage struct {
	conferenceHead
	Form    *form
	Own     string // address of the form
	List    string
	New     bool
	Version int64
	Tongues []option
	Diets   []option
	Writes  []option
	Guests  []string
}

func (s *Site) newHostFamily(w http.ResponseWriter, r *http.Request, code string) (*hostFamilyPage, hosting.Family, error) {
	id := r.PathValue("family")
	path := "/hosts/families/" + id
	if id == "" {
		path = "/hosts/families/new"
	}
	head, err := s.newConference(w, r, code, path, "hosts")
	if err != nil {
		return nil, hosting.Family{}, err
	}
	f := hosting.Family{Meeting: head.Meeting.ID, Beds: 1}
	if id != "" {
		if f, err = s.rooms.Hosts.Family(r.Context(), head.Meeting.ID, id); err != nil {
			return nil, f, err
		}
	}
	v := &hostFamilyPage{conferenceHead: head, Own: head.Base + path, List: head.Base + "/hosts", New: id == "", Version: f.Version}
	v.Form = newForm(&v.page, familyValues(f))
	return v, f, nil
}

func familyValues(f hosting.Family) url.Values {
	v := url.Values{
		"name": {f.Name}, "address": {f.Address}, "phone": {f.Phone}, "email": {f.Email}, "writes": {f.Writes}, "beds": {strconv.Itoa(f.Beds)},
		"languages": f.Languages, "children": {f.Children}, "note": {f.Note},
	}
	for _, d := range f.Diets {
		v.Add("diets", string(d))
	}
	for name, on := range map[string]bool{"smokes": f.Smokes, "pets": f.Pets, "step_free": f.StepFree, "minors": f.Minors} {
		if on {
			v.Set(name, "1")
		}
	}
	return v
}

// dress fills the choices, with what the form has.
func (s *Site) dressHostFamily(v *hostFamilyPage) {
	v.Tongues = s.spokenOptions(&v.page, v.Form.all("languages"))
	v.Diets = v.dietOptions(v.Form)
	for _, c := range s.face().Offered() {
		v.Writes = append(v.Writes, option{Value: c, Name: v.p.LanguageName(c)})
	}
}

func (p *page) dietOptions(f *form) (all []option) {
	for _, d := range hosting.Diets() {
		all = append(all, option{Value: string(d), Name: p.t("hosts.diet." + string(d)), Chosen: f.Ticked("diets", string(d))})
	}
	return all
}

// hostFamily shows the form of a family.
func (s *Site) hostFamily(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newHostFamily(w, r, code)
	if err != nil {
		return err
	}
	s.dressHostFamily(v)
	return s.write(w, http.StatusOK, "host-family", v)
}

// saveHostFamily keeps a family, or takes it away ("do" is "remove").
func (s *Site) saveHostFamily(w http.ResponseWriter, r *http.Request, code string) error {
	v, f, err := s.newHostFamily(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "host-family", v, &v.Form, func(in *form) error {
		s.dressHostFamily(v)
		if in.raw("do") == "remove" && !v.New {
			if err := s.rooms.Hosts.Remove(r.Context(), actorOf(r), f.Meeting, f.ID); err != nil {
				return err
			}
			return s.done(w, r, code, v.List, lang.Msg("hosts.removed"), "")
		}
		f.Version, f.Beds = in.version(), int(in.number("beds"))
		f.Home = hosting.Home{
			Name: in.text("name"), Address: in.text("address"), Phone: in.text("phone"), Email: in.text("email"), Writes: in.raw("writes"), Diets: dietsOf(in),
			Smokes: in.checked("smokes"), Pets: in.checked("pets"), StepFree: in.checked("step_free"), Minors: in.checked("minors"),
			Children: in.text("children"), Note: in.text("note"),
		}
		if !s.catalog.Has(f.Writes) {
			f.Writes = code
		}
		for _, o := range v.Tongues { // none but those that were offered
			if o.Chosen {
				f.Languages = append(f.Languages, o.Value)
			}
		}
		if _, err := s.rooms.Hosts.Put(r.Context(), actorOf(r), f); err != nil {
			return err
		}
		return s.done(w, r, code, v.List, lang.Msg("hosts.saved"), "")
	})
}

func dietsOf(f *form) (all []hosting.Diet) {
	for _, d := range hosting.Diets() {
		if f.Ticked("diets", string(d)) {
			all = append(all, d)
		}
	}
	return all
}

// hostGuestPage is one guest: what she needs, and what speaks for and against each family.
type hostGuestPage struct {
	conferenceHead
	Form     *form
	Own      string
	List     string
	Guest    string
	From     string // her delegation
	Spoken   string
	Wrote    []string // what she said of diet and access in her own words
	Diets    []option
	Families []hostChoice
}

// hostChoice is a family in the list of a guest.
type hostChoice struct {
	ID, Name    string
	Beds, Taken int
	Here        bool
	Reasons     []hostReason // for and against, or why a suggestion has her elsewhere
}

func (s *Site) newHostGuest(w http.ResponseWriter, r *http.Request, code string) (*hostGuestPage, hosting.View, hosting.Guest, error) {
	path := "/hosts/guests/" + r.PathValue("member")
	head, err := s.newConference(w, r, code, path, "hosts")
	if err != nil {
		return nil, hosting.View{}, hosting.Guest{}, err
	}
	view, err := s.rooms.Hosts.View(r.Context(), head.Meeting.ID)
	if err != nil {
		return nil, view, hosting.Guest{}, err
	}
	g, err := s.hostGuestOf(r, view)
	if err != nil {
		return nil, view, g, err
	}
	v := &hostGuestPage{conferenceHead: head, Own: head.Base + path, List: head.Base + "/hosts", Guest: g.Name}
	values := url.Values{}
	for _, d := range g.Noted.Diets {
		values.Add("diets", string(d))
	}
	for name, on := range map[string]bool{"step_free": g.Noted.StepFree, "no_smoke": g.Noted.NoSmoke, "no_pets": g.Noted.NoPets} {
		if on {
			values.Set(name, "1")
		}
	}
	v.Form = newForm(&v.page, values)
	return v, view, g, nil
}

// dressHostGuest fills what the page shows beside the form.
func (s *Site) dressHostGuest(r *http.Request, v *hostGuestPage, view hosting.View, g hosting.Guest) error {
	names, err := s.delegationNames(r, &v.page, v.Meeting.ID)
	if err != nil {
		return err
	}
	v.From = names[g.Delegation]
	var spoken []string
	for _, l := range g.Languages {
		spoken = append(spoken, v.p.LanguageName(l))
	}
	v.Spoken, v.Diets = v.p.List(spoken), v.dietOptions(v.Form)
	m, err := s.rooms.Guests.Member(r.Context(), g.Member)
	if err != nil {
		return err
	}
	for _, text := range []string{m.Care.Diet, m.Care.Access} {
		if text != "" {
			v.Wrote = append(v.Wrote, text)
		}
	}
	v.Wrote = append(v.Wrote, v.houseSaid(view, g.Said)...)
	plan := hosting.Suggest(view.Guests, view.Families)
	for _, f := range view.Families {
		there := view.In(f.ID)
		c := hostChoice{ID: f.ID, Name: f.Name, Beds: f.Beds, Taken: len(there), Here: f.ID == g.Family}
		c.Reasons = v.hostReasons(hosting.Reasons(g, f, there))
		if !c.Here && plan.Stays[g.Member] != f.ID {
			for _, why := range v.hostReasons(hosting.WhyNot(plan, view.Guests, view.Families, g.Member, f.ID)) {
				if !hasReason(c.Reasons, why.Text) {
					c.Reasons = append(c.Reasons, why)
				}
			}
		}
		v.Families = append(v.Families, c)
	}
	return nil
}

// houseSaid is what a guest ticked of a host family's house, in words.
func (p *page) houseSaid(view hosting.View, h delegation.House) (all []string) {
	for _, is := range []struct {
		yes bool
		key string
	}{{h.StepFree, "hosts.step_free"}, {h.NoSmoke, "hosts.no_smoke"}, {h.NoPets, "hosts.no_pets"}, {h.Company == delegation.Alone, "guest.company.alone"}, {h.Company == delegation.OwnPeople, "guest.company.own"}} {
		if is.yes {
			all = append(all, p.t(is.key))
		}
	}
	for _, o := range view.Guests {
		if o.Member == h.Company.Member() {
			all = append(all, p.t("guest.company.with", "name", o.Name))
		}
	}
	return all
}

func hasReason(all []hostReason, text string) bool {
	for _, r := range all {
		if r.Text == text {
			return true
		}
	}
	return false
}

// hostGuest shows a guest.
func (s *Site) hostGuest(w http.ResponseWriter, r *http.Request, code string) error {
	v, view, g, err := s.newHostGuest(w, r, code)
	if err == nil {
		err = s.dressHostGuest(r, v, view, g)
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "host-guest", v)
}

// saveHostGuest keeps what she needs ("do" is "needs"), or places her with a family by hand; the
// family "" is none.
func (s *Site) saveHostGuest(w http.ResponseWriter, r *http.Request, code string) error {
	v, view, g, err := s.newHostGuest(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "host-guest", v, &v.Form, func(in *form) error {
		if err := s.dressHostGuest(r, v, view, g); err != nil {
			return err
		}
		if in.raw("do") == "needs" {
			n := hosting.Needs{StepFree: in.checked("step_free"), NoSmoke: in.checked("no_smoke"), NoPets: in.checked("no_pets"), Diets: dietsOf(in)}
			if err := s.rooms.Hosts.Need(r.Context(), actorOf(r), v.Meeting.ID, g.Member, n); err != nil {
				return err
			}
			return s.done(w, r, code, v.Own, lang.Msg("hosts.saved"), "")
		}
		err := s.rooms.Hosts.Place(r.Context(), actorOf(r), v.Meeting.ID, g.Member, in.raw("family"))
		if errs.KindOf(err) == errs.NotFound {
			return errs.In("", errs.PublicOf(err)) // the family went meanwhile
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.List, lang.Msg("hosts.saved"), "")
	})
}
