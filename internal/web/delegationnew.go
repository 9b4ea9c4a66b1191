package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

// delegationFormPage adds a delegation.
type delegationFormPage struct {
	conferenceHead
	Form *form
	delegationFields
	Sources []link
}

// delegationFields are the fields of a delegation, on its own page and on that of a new one.
type delegationFields struct {
	Kinds     []option
	Place     placeField
	Languages []option
	Deadline  dayView
}

// usualQuota is with how many people a town mostly comes: its head, a deputy, an interpreter
// and a driver.
const usualQuota = 4

// newDelegation shows the form.
func (s *Site) newDelegation(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/delegations/new", "delegations")
	if err != nil || !ok {
		return err
	}
	v := &delegationFormPage{conferenceHead: head}
	quota := usualQuota
	if n, err := strconv.Atoi(r.URL.Query().Get("quota")); err == nil && n > 0 {
		quota = n
	}
	v.Form = newForm(&v.page, url.Values{"kind": {string(delegation.Town)}, "quota": {strconv.Itoa(quota)}})
	s.dressDelegation(v.Form, &v.conferenceHead, &v.delegationFields, nil)
	v.Alternates = s.alternates(code, func(string) string { return "/desk/meetings/" + v.Meeting.ID + "/delegations/new" })
	if v.Sources, err = s.delegationSources(r, &v.conferenceHead); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "delegation-new", v)
}

// dressDelegation fills the choices of the form. offers are the places that its words may mean.
func (s *Site) dressDelegation(f *form, v *conferenceHead, d *delegationFields, offers []placeView) {
	for _, k := range []delegation.Kind{delegation.Town, delegation.Organisation} {
		d.Kinds = append(d.Kinds, option{Value: string(k), Name: v.t("guests.kind." + string(k)), Chosen: f.text("kind") == string(k)})
	}
	d.Place = placeField{f.Field("place", "text", "guests.place", "guests.place.hint", "off"), f.raw(idPrefix + "place"), offers}
	d.Languages = append([]option{{Name: v.t("guests.language.by_country")}}, s.offeredChoices(&v.page)...)
	d.Deadline = s.dayField(f, &v.page, "deadline", "guests.deadline", "guests.deadline.hint")
}

// offeredChoices are the languages in which guests can be written to.
func (s *Site) offeredChoices(p *page) (list []option) {
	for _, l := range s.face().Offered() {
		list = append(list, option{Value: l, Name: p.p.LanguageName(l)})
	}
	return list
}

// readDelegation reads the form over what the delegation was.
func (s *Site) readDelegation(f *form, v *conferenceHead, d delegation.Delegation) (_ delegation.Delegation, offers []placeView) {
	if d.Kind != delegation.Person {
		d.Kind = delegation.Kind(f.text("kind"))
		d.Name, d.Place = f.text("name"), 0
		if f.text("place") != "" {
			d.Place, offers = s.placeIn(f, &v.page, s.rooms.World(), "place", nil)
		}
	}
	if d.Kind == delegation.Town && d.Place != 0 {
		d.Name = "" // the place's own name is shown, in each reader's language
	}
	d.Meeting, d.Quota = v.Meeting.ID, int(f.whole("quota", "error.guests.number"))
	d.Language = f.text("language")
	if d.Language == "" || !slices.Contains(s.face().Offered(), d.Language) {
		d.Language = s.languageFor(d.Place, v.Lang)
	}
	d.Contact.Name, d.Contact.Email, d.Contact.Note = f.text("contact"), f.text("email"), f.limited("note")
	d.Deadline = s.lastMoment(*v, f, "deadline")
	return d, offers
}

// languageFor is the language in which a town of a country is probably best written to: the
// most spoken one of its country that the site offers; where it offers none of them, English,
// or the organiser's own.
func (s *Site) languageFor(place int64, own string) string {
	offered := s.face().Offered()
	if p, ok := s.rooms.World().Places.Get(place); ok {
		if l := languageOfCountry(s.spoken[p.Country], p.Country, offered); l != "" {
			return l
		}
		if slices.Contains(offered, "en") {
			return "en"
		}
	}
	return own
}

// officialLanguages are those of countries that have two, of which the one that fewer people
// use every day bears the country's name: it is suggested, and the organiser may know better.
var officialLanguages = map[string]string{"BY": "be"}

// languageOfCountry is the language of a country that is offered; "" for none.
func languageOfCountry(spoken []starter.Language, country string, offered []string) string {
	if l := officialLanguages[country]; slices.Contains(offered, l) {
		return l
	}
	for _, l := range spoken { // official ones first, then by how many speak it
		code, _, _ := strings.Cut(l.Code, "-")
		if slices.Contains(offered, code) && (l.Official == starter.OfficialAll || l.Official == starter.OfficialDeFacto || l.Share >= spokenBy) {
			return code
		}
	}
	return ""
}

// takeDelegation adds it, and shows the form again where the next one is to follow.
func (s *Site) takeDelegation(w http.ResponseWriter, r *http.Request, code string) error {
	head, ok, err := s.openedConference(w, r, code, "/delegations/new", "delegations")
	if err != nil || !ok {
		return err
	}
	v := &delegationFormPage{conferenceHead: head}
	return s.sent(w, r, "delegation-new", v, &v.Form, func(f *form) error {
		v.settleChoice(f, s.rooms.World())
		s.settleDays(f, &v.page, "deadline")
		d, offers := s.readDelegation(f, &v.conferenceHead, delegation.Delegation{})
		err, id := f.wrong(), ""
		if err == nil {
			id, err = s.rooms.Guests.Add(r.Context(), actorOf(r), d)
		}
		s.dressDelegation(f, &v.conferenceHead, &v.delegationFields, offers)
		switch {
		case err != nil:
			return err
		case f.checked("more"):
			return s.done(w, r, code, v.Base+"/delegations/new?quota="+strconv.Itoa(d.Quota), lang.Msg("guests.added"), "")
		}
		return s.done(w, r, code, v.Base+"/delegations/"+id, lang.Msg("guests.added"), "")
	})
}
