package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/papers"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// guestMembersPage is the list of those who come, as the head of the delegation fills it.
type guestMembersPage struct {
	guestHead
	Rows   []guestMemberRow
	Listed string
	Add    string // address of the form for one more; "": the list is full or closed
	Closed string // why nothing can be changed
}

// guestMemberRow is one of them.
type guestMemberRow struct {
	Name, About, URL, Remove string
	Open                     []string // what is not said yet
	Letter                   []string // without which the letter for a visa is no use
}

// newMembers fills the page.
func (s *Site) newMembers(w http.ResponseWriter, r *http.Request, code string) (*guestMembersPage, error) {
	head, err := s.newGuest(w, r, code, "/members", "/members")
	if err != nil {
		return nil, err
	}
	v := &guestMembersPage{guestHead: head}
	members, err := s.rooms.Guests.Members(r.Context(), v.Guest.ID)
	if err != nil {
		return nil, err
	}
	over := s.clock.Now().After(v.Conference.Ends)
	switch {
	case v.Guest.State.Over() || v.Guest.State == delegation.Draft:
		v.Closed = v.t("error.guests.not_coming")
	case v.Invitation.Off:
		v.Closed = v.t("guest.now.off")
	case over:
		v.Closed = v.t("error.guests.over")
	}
	for _, m := range members {
		v.Rows = append(v.Rows, v.memberRow(m))
	}
	v.Listed = v.t("guest.listed", "n", len(members), "of", v.room())
	if v.Closed == "" && len(members) < v.room() {
		v.Add = v.Base + "/members/new"
	}
	return v, nil
}

func (v *guestMembersPage) memberRow(m delegation.Member) guestMemberRow {
	row := guestMemberRow{Name: m.Name, URL: v.Base + "/members/" + m.ID, Remove: v.Base + "/members/" + m.ID + "/remove"}
	about := []string{v.t("guest.role." + string(m.Role))}
	if m.Function != "" {
		about = []string{m.Function, v.t("guest.role." + string(m.Role))}
	}
	row.About = strings.Join(about, " · ")
	for key, missing := range map[string]bool{"guest.member.languages": len(m.Languages) == 0, "guest.member.arrives": m.Arrives == "", "guest.member.lodging": m.Lodging == delegation.NotSaid} {
		if missing {
			row.Open = append(row.Open, v.within(v.t(key)))
		}
	}
	slices.Sort(row.Open)
	row.Letter = v.lettersLack(m, v.Meeting.Facts)
	return row
}

// within is a label as it stands within a sentence: German alone keeps the capital of a noun.
func (p *page) within(label string) string {
	if p.Lang == "de" {
		return label
	}
	return strings.ToLower(label)
}

// guestMembers shows the list.
func (s *Site) guestMembers(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newMembers(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "guest-members", v)
}

// removeGuestMember takes somebody off the list; for a while it can be undone.
func (s *Site) removeGuestMember(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeMember(w, r, code, lang.Msg("guest.said.removed"), "/restore", s.rooms.Guests.RemoveMember)
}

// restoreGuestMember takes that back.
func (s *Site) restoreGuestMember(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeMember(w, r, code, lang.Msg("guest.said.restored"), "", s.rooms.Guests.RestoreMember)
}

// guestMemberPage is the form about one person.
type guestMemberPage struct {
	guestHead
	memberChoices
	Action string
	Now    []fact // what somebody else saved meanwhile
	id     string
}

// memberChoices are the form about a person with what can be chosen in it: as the delegation
// has it, and the organiser on its behalf.
type memberChoices struct {
	Form      *form
	Roles     []option
	Lodgings  []option
	Languages []option
	Countries []option
	Kept      delegation.Keep
	Company   []option // with whom she can want to stay with a family
	Lacks     []string // what her letter for a visa lacks
}

// memberLanguages are those that can be ticked: the site's, and those of its neighbours.
var memberLanguages = []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk", "lv", "et", "cs", "sk", "hu", "ro", "it", "es"}

// newMember makes the form for a new member, or with what is kept of one.
func (s *Site) newMember(w http.ResponseWriter, r *http.Request, code string) (*guestMemberPage, delegation.Member, error) {
	id := r.PathValue("member")
	path := "/members/" + id
	if id == "" {
		path = "/members/new"
	}
	head, err := s.newGuest(w, r, code, path, "/members")
	if err != nil {
		return nil, delegation.Member{}, err
	}
	v := &guestMemberPage{guestHead: head, Action: head.Base + path, id: id, memberChoices: s.newMemberChoices(&head.page, head.Conference)}
	var m delegation.Member
	if id != "" {
		if m, err = s.rooms.Guests.Member(r.Context(), id); err == nil && m.Delegation != v.Guest.ID {
			err = errNoPage
		}
		if err != nil {
			return nil, m, err
		}
		v.Lacks = v.lettersLack(m, v.Meeting.Facts)
	}
	all, err := s.rooms.Guests.Members(r.Context(), v.Guest.ID)
	v.Company = v.companyFor(all, id)
	return v, m, err
}

// newMemberChoices fills what can be chosen.
func (s *Site) newMemberChoices(p *page, c delegation.Conference) (v memberChoices) {
	v.Kept = c.Kept()
	for _, x := range delegation.Roles() {
		v.Roles = append(v.Roles, option{Value: string(x), Name: p.t("guest.role." + string(x))})
	}
	v.Lodgings = []option{{Value: "", Name: p.t("guest.lodging.not_said")}}
	for _, x := range delegation.Lodgings() {
		v.Lodgings = append(v.Lodgings, option{Value: string(x), Name: p.t("guest.lodging." + string(x))})
	}
	v.Countries = []option{{Value: "", Name: p.t("desk.cause.none")}}
	for _, c := range s.countries {
		v.Countries = append(v.Countries, option{Value: c, Name: p.p.CountryName(c)})
	}
	lang.SortFunc(p.p, v.Countries[1:], func(o option) string { return o.Name })
	return v
}

// companyFor are those with whom a member can want to stay with a host family.
func (p *page) companyFor(all []delegation.Member, own string) []option {
	list := []option{
		{Value: string(delegation.NoMatter), Name: p.t("guest.company.none")},
		{Value: string(delegation.Alone), Name: p.t("guest.company.alone")},
		{Value: string(delegation.OwnPeople), Name: p.t("guest.company.own")},
	}
	for _, m := range all {
		if m.ID != own {
			list = append(list, option{Value: m.ID, Name: p.t("guest.company.with", "name", m.Name)})
		}
	}
	return list
}

// lettersLack says what a member's letter for a visa lacks, in the words of the form.
func (p *page) lettersLack(m delegation.Member, f meeting.Facts) (all []string) {
	for _, name := range papers.Missing(m, f) {
		key := "guest.member.visa_" + name
		if name == "dates" {
			key = "guest.lacks.dates"
		}
		all = append(all, p.within(p.t(key)))
	}
	return all
}

// guestMember shows the form.
func (s *Site) guestMember(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, err := s.newMember(w, r, code)
	if err != nil {
		return err
	}
	if v.id == "" {
		m.Role = delegation.Delegate
		if all, err := s.rooms.Guests.Members(r.Context(), v.Guest.ID); err != nil {
			return err
		} else if !slices.ContainsFunc(all, func(x delegation.Member) bool { return x.Role == delegation.Head }) {
			m.Role = delegation.Head
		}
	}
	v.Form = newForm(&v.page, memberValues(m))
	v.dressMember()
	return s.write(w, http.StatusOK, "guest-member", v)
}

// Editing says that the form is about somebody who is on the list already.
func (v *guestMemberPage) Editing() bool { return v.id != "" }

// dressMember offers the languages, those that were chosen ticked.
func (v *guestMemberPage) dressMember() { v.tickLanguages(&v.page) }

func (v *memberChoices) tickLanguages(p *page) {
	v.Languages = nil
	for _, code := range memberLanguages {
		v.Languages = append(v.Languages, option{Value: code, Name: p.p.LanguageName(code), Chosen: v.Form.Ticked("language", code)})
	}
}

// memberValues are a member as the form holds her.
func memberValues(m delegation.Member) url.Values {
	values := url.Values{
		"version": {strconv.FormatInt(m.Version, 10)}, "name": {m.Name}, "function": {m.Function}, "role": {string(m.Role)}, "email": {m.Email}, "language": m.Languages,
		"lodging": {string(m.Lodging)}, "diet": {m.Care.Diet}, "access": {m.Care.Access},
		"visa_name": {m.Visa.Name}, "visa_born": {m.Visa.Born}, "visa_nationality": {m.Visa.Nationality}, "visa_document": {m.Visa.Document},
		"visa_until": {m.Visa.ValidUntil}, "visa_address": {m.Visa.Address},
	}
	for name, moment := range map[string]string{"arrives": m.Arrives, "leaves": m.Leaves} {
		day, hour, _ := strings.Cut(moment, " ")
		values.Set(name, day)
		values.Set(name+"_hour", hour)
	}
	house := m.Care.House
	values.Set("company", string(house.Company))
	for name, on := range map[string]bool{
		"minor": m.Minor, "photo": m.Photo, "public": m.Public, "visa": m.Visa.Wanted, "step_free": house.StepFree, "no_smoke": house.NoSmoke, "no_pets": house.NoPets,
	} {
		if on {
			values.Set(name, "1")
		}
	}
	return values
}

// memberFrom reads the form.
func memberFrom(f *form) delegation.Member {
	var m delegation.Member
	m.Version = f.version()
	m.Name, m.Function, m.Role, m.Email, m.Lodging = f.text("name"), f.text("function"), delegation.Role(f.text("role")), f.text("email"), delegation.Lodging(f.text("lodging"))
	for _, code := range f.all("language") {
		if slices.Contains(memberLanguages, code) && !slices.Contains(m.Languages, code) {
			m.Languages = append(m.Languages, code)
		}
	}
	for name, into := range map[string]*string{"arrives": &m.Arrives, "leaves": &m.Leaves} {
		if *into = f.text(name); *into != "" && f.text(name+"_hour") != "" {
			*into += " " + f.text(name+"_hour")
		}
	}
	m.Minor, m.Photo, m.Public = f.checked("minor"), f.checked("photo"), f.checked("public")
	m.Care = delegation.Care{Diet: f.text("diet"), Access: f.text("access")}
	m.Care.House = delegation.House{StepFree: f.checked("step_free"), NoSmoke: f.checked("no_smoke"), NoPets: f.checked("no_pets"), Company: delegation.Company(f.text("company"))}
	if f.checked("visa") {
		m.Visa = delegation.Visa{
			Wanted: true, Name: f.text("visa_name"), Born: f.text("visa_born"), Nationality: f.text("visa_nationality"),
			Document: f.text("visa_document"), ValidUntil: f.text("visa_until"), Address: f.text("visa_address"),
		}
	}
	return m
}

// takeGuestMember keeps what the form says. Where somebody else saved the same person
// meanwhile, it shows what is there now beside what was typed.
func (s *Site) takeGuestMember(w http.ResponseWriter, r *http.Request, code string) error {
	v, now, err := s.newMember(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "guest-member", v, &v.Form, func(f *form) error {
		v.dressMember()
		m := memberFrom(f)
		m.ID, m.Delegation = v.id, v.Guest.ID
		if v.Invitation.Off {
			return errs.New(errs.Conflict, lang.Msg("guest.now.off"), nil)
		}
		if err := s.take(w, r, people.Tap{Limit: people.GuestList, Who: v.Guest.ID}); err != nil {
			return err
		}
		if _, err := s.rooms.Guests.PutMember(r.Context(), actorOf(r), delegation.ByLink, m); err != nil {
			if v.id != "" && overtaken(err) && m.Version != now.Version {
				v.Now = v.differences(m, now)
				f.values.Set("version", strconv.FormatInt(now.Version, 10))
			}
			return err
		}
		what := lang.Msg("guest.said.added")
		if v.id != "" {
			what = lang.Msg("guest.said.saved")
		}
		next := v.Base + "/members"
		if f.raw("more") != "" {
			next += "/new"
		}
		return s.done(w, r, code, next, what, "")
	})
}

// differences are the fields in which what is kept now differs from what was typed.
func (v *guestMemberPage) differences(typed, now delegation.Member) (all []fact) {
	a, b := memberValues(typed), memberValues(now)
	for _, name := range []string{"name", "function", "role", "email", "language", "arrives", "leaves", "lodging", "diet", "access", "step_free", "no_smoke", "no_pets", "minor", "photo", "public", "visa"} {
		was, is := strings.Join(a[name], ", "), strings.Join(b[name], ", ")
		if was == is {
			continue
		}
		switch {
		case is == "":
			is = "–"
		case name == "role" || name == "lodging":
			is = v.t("guest." + name + "." + is)
		case is == "1":
			is = v.t("guest.yes")
		}
		label := "guest.member." + name
		if slices.Contains([]string{"step_free", "no_smoke", "no_pets"}, name) {
			label = "hosts." + name
		}
		all = append(all, fact{v.t(label), is})
	}
	return all
}

// memberChange is a change of a delegation's list that concerns one person.
type memberChange func(ctx context.Context, who people.Actor, by delegation.Way, delegation, member string) error

// changeMember takes a person off the list or brings her back, and says so on the list.
func (s *Site) changeMember(w http.ResponseWriter, r *http.Request, code string, what lang.Message, undo string, change memberChange) error {
	d, err := s.guestOf(r)
	if err != nil {
		return err
	}
	id := r.PathValue("member")
	base := "/" + code + "/guest/" + r.PathValue("token") + "/members"
	err = change(r.Context(), actorOf(r), delegation.ByLink, d.ID, id)
	if kind := errs.KindOf(err); kind == errs.Conflict {
		return s.done(w, r, code, base, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	if undo != "" {
		undo = base + "/" + id + undo
	}
	return s.done(w, r, code, base, what, undo)
}
