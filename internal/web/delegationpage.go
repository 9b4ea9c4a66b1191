package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// delegationPage is one delegation as its organiser sees it.
type delegationPage struct {
	conferenceHead
	delegationFields
	Delegation delegation.Delegation
	Name       string
	NameLang   string // "" where the name is in the page's language
	State      stateView
	Says       []string // how things stand, in sentences
	OwnURL     string   // address of the delegation at the desk
	Form       *form
	Answer     *form
	Ways       []option
	Answers    []option // yes, perhaps, no
	Link       string   // the personal link, to copy
	PreviewURL string   // of the mail before it is sent; "": it is sent at once
	Registered []pair   // answers to the questions of the registration
	Members    []memberRow
	Room       int // how many more may stand in the list
	Mail       *delegationMail
	History    []historyLine
	CanInvite, CanRemind, CanWithdraw, CanDecide,
	CanAnswer, CanDrop, CanList bool
}

// memberRow is a person in a delegation's list.
type memberRow struct {
	URL, Name, Function, Role, Languages, Stay, Lodging string
	Needs                                               bool // care or a visa letter: seen on a page of its own
}

// delegationMail is the last mail to a delegation.
type delegationMail struct {
	Subject, When, Answer, URL string
	State                      stateView
	Bounced                    bool
	Advice                     string
}

// historyLine is what somebody did, and when.
type historyLine struct{ When, Who, What string }

// delegationOf reads the delegation that the address names, of the meeting that it names.
func (s *Site) delegationOf(r *http.Request, v *conferenceHead) (delegation.Delegation, error) {
	d, err := s.rooms.Guests.ByID(r.Context(), r.PathValue("delegation"))
	if err == nil && d.Meeting != v.Meeting.ID {
		err = errNoPage
	}
	return d, err
}

func (s *Site) newDelegationPage(w http.ResponseWriter, r *http.Request, code string) (*delegationPage, error) {
	head, err := s.newConference(w, r, code, "/delegations/"+r.PathValue("delegation"), "delegations")
	if err != nil {
		return nil, err
	}
	v := &delegationPage{conferenceHead: head}
	if v.Delegation, err = s.delegationOf(r, &head); err != nil {
		return nil, err
	}
	d := v.Delegation
	v.OwnURL = v.Base + "/delegations/" + d.ID
	v.State, v.Link = v.delegationState(d.State), s.options.BaseURL+"/"+d.Language+"/guest/"+s.rooms.Guests.Link(d)
	v.CanInvite, v.CanRemind = d.State == delegation.Draft || d.State == delegation.Invited || d.State == delegation.Withdrawn, delegation.ActRemind.May(d)
	v.CanWithdraw, v.CanDecide, v.CanDrop = delegation.ActWithdraw.May(d) && d.State != delegation.Draft, delegation.ActAdmit.May(d), d.State == delegation.Draft && d.Invited.IsZero()
	v.CanAnswer = !slices.Contains([]delegation.State{delegation.Withdrawn, delegation.Refused, delegation.Applied}, d.State)
	v.CanList = !d.State.Over()
	if s.rooms.GuestLetter != nil && d.Contact.Email != "" {
		v.PreviewURL = v.OwnURL + "/mail"
	}
	members, err := s.rooms.Guests.Members(r.Context(), d.ID)
	if err != nil {
		return nil, err
	}
	v.Name = s.delegationName(&v.page, d)
	if d.Kind == delegation.Person && len(members) > 0 {
		v.Name = members[0].Name
	}
	v.fillMembers(members)
	v.fillRegistered()
	if err := s.fillStanding(r, v); err != nil {
		return nil, err
	}
	if v.Mail, err = s.delegationMail(r, v); err != nil {
		return nil, err
	}
	v.History, err = s.delegationHistory(r, v)
	v.Answer = newForm(&v.page, url.Values{"coming": {strconv.Itoa(max(d.Coming, min(len(members), d.Quota), 1))}, "state": {string(delegation.Accepted)}, "version": {strconv.FormatInt(d.Version, 10)}})
	v.Form = newForm(&v.page, s.delegationValues(&v.conferenceHead, d))
	for _, x := range []delegation.State{delegation.Accepted, delegation.Tentative, delegation.Declined} {
		v.Answers = append(v.Answers, option{Value: string(x), Name: v.t("guests.answer." + string(x))})
	}
	for _, x := range delegation.Ways() {
		v.Ways = append(v.Ways, option{Value: string(x), Name: v.t("guests.way." + string(x))})
	}
	return v, err
}

// delegationValues are a delegation as the form holds it.
func (s *Site) delegationValues(v *conferenceHead, d delegation.Delegation) url.Values {
	f := newForm(&v.page, url.Values{
		"version": {strconv.FormatInt(d.Version, 10)}, "kind": {string(d.Kind)}, "name": {d.Name}, "quota": {strconv.Itoa(d.Quota)}, "language": {d.Language},
		"contact": {d.Contact.Name}, "email": {d.Contact.Email}, "note": {d.Contact.Note}, "deadline": {v.momentWords(d.Deadline)},
	})
	v.setPlace(f, s.rooms.World(), "place", d.Place)
	return f.values
}

// delegation shows it.
func (s *Site) delegation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newDelegationPage(w, r, code)
	if err != nil {
		return err
	}
	s.dressDelegation(v.Form, &v.conferenceHead, &v.delegationFields, nil)
	return s.write(w, http.StatusOK, "delegation", v)
}

// saveDelegation keeps whom it stands for and how it is written to.
func (s *Site) saveDelegation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newDelegationPage(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "delegation", v, &v.Form, func(f *form) error {
		v.settleChoice(f, s.rooms.World())
		s.settleDays(f, &v.page, "deadline")
		d, offers := s.readDelegation(f, &v.conferenceHead, v.Delegation)
		err := f.wrong()
		if err == nil {
			err = s.rooms.Guests.Save(r.Context(), actorOf(r), f.version(), d)
		}
		s.dressDelegation(f, &v.conferenceHead, &v.delegationFields, offers)
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.Delegation.Version, 10))
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.OwnURL, lang.Msg("guests.saved"), "")
	})
}

// answerDelegation keeps what a delegation said by letter, telephone or mail.
func (s *Site) answerDelegation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newDelegationPage(w, r, code)
	if err != nil {
		return err
	}
	s.dressDelegation(v.Form, &v.conferenceHead, &v.delegationFields, nil)
	return s.sent(w, r, "delegation", v, &v.Answer, func(f *form) error {
		way := delegation.Way(f.text("way"))
		if !slices.Contains(delegation.Ways(), way) {
			way = delegation.ByLetter
		}
		coming := int(f.whole("coming", "error.guests.number"))
		if err := f.wrong(); err != nil {
			return err
		}
		now, err := s.rooms.Guests.Answer(r.Context(), actorOf(r), v.Delegation.ID, f.version(), delegation.Answer{
			State: delegation.State(f.text("state")), Coming: coming, Note: f.limited("note"), By: way,
		})
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.Delegation.Version, 10))
		}
		if err != nil {
			return err
		}
		s.freeTalks(r, v.Meeting, v.Delegation.State, now)
		return s.done(w, r, code, v.OwnURL, lang.Msg("guests.noted", "state", lang.Msg("guests.state."+string(now))), "")
	})
}

// delegationActs are what one press of a button does to a delegation: the end of its address.
var delegationActs = map[string]delegation.Act{
	"remind": delegation.ActRemind, "withdraw": delegation.ActWithdraw, "admit": delegation.ActAdmit, "refuse": delegation.ActRefuse,
}

// actOnDelegation does what the button says.
func (s *Site) actOnDelegation(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, "/delegations", "delegations")
	if err != nil {
		return err
	}
	d, err := s.delegationOf(r, &head)
	if err != nil {
		return err
	}
	ctx, who, do := r.Context(), actorOf(r), r.PathValue("act")
	next, undo, told := head.Base+"/delegations/"+d.ID, "", lang.Msg("guests.done."+do)
	switch do {
	case "invite":
		err = s.rooms.Guests.Invite(ctx, who, d.ID)
	case "link":
		err = s.rooms.Guests.NewLink(ctx, who, d.ID)
	case "drop":
		next, err = head.Base+"/delegations", s.rooms.Guests.Drop(ctx, who, d.ID)
	case "trust":
		err = s.trustGuest(r, d)
	default:
		act, known := delegationActs[do]
		if !known {
			return errNoPage
		}
		_, undo, err = s.rooms.Guests.Together(ctx, who, head.Meeting.ID, act, []string{d.ID})
	}
	if errs.KindOf(err) == errs.Conflict { // it answered, or was decided, a moment ago: its page shows how it stands
		return s.done(w, r, code, next, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	if do == string(delegation.ActWithdraw) {
		s.freeTalks(r, head.Meeting, d.State, delegation.Withdrawn)
	}
	return s.done(w, r, code, next, told, undoAddress(code, undo))
}

// fillMembers lists who comes.
func (v *delegationPage) fillMembers(members []delegation.Member) {
	d := v.Delegation
	for _, m := range members {
		row := memberRow{URL: v.OwnURL + "/members/" + m.ID, Name: m.Name, Function: m.Function, Role: v.t("guest.role." + string(m.Role)), Needs: m.Care != (delegation.Care{}) || m.Visa.Wanted}
		var languages []string
		for _, l := range m.Languages {
			languages = append(languages, v.p.LanguageName(l))
		}
		row.Languages = strings.Join(languages, ", ")
		row.Stay = v.stay(m)
		if m.Lodging != delegation.NotSaid {
			row.Lodging = v.t("guest.lodging." + string(m.Lodging))
		}
		v.Members = append(v.Members, row)
	}
	room := d.Coming
	if d.State == delegation.Draft || d.State == delegation.Invited {
		room = d.Quota
	}
	v.Room = max(room-len(members), 0)
}

// stay says from when until when a member is there.
func (v *conferenceHead) stay(m delegation.Member) string {
	var parts []string
	for _, text := range []string{m.Arrives, m.Leaves} {
		if text != "" {
			parts = append(parts, v.hourText(text))
		}
	}
	return strings.Join(parts, " – ")
}

// hourText writes a moment as it is kept ("2027-05-13 18:40", or the day alone) for people.
func (v *conferenceHead) hourText(text string) string {
	day, hour, _ := strings.Cut(text, " ")
	d, err := lang.ParseDate(day)
	if err != nil {
		return text
	}
	if hour == "" {
		return v.p.Date(d)
	}
	return v.p.Date(d) + ", " + hour
}

// fillRegistered shows what a person answered when she registered.
func (v *delegationPage) fillRegistered() {
	given := v.Delegation.Contact.Answers
	for _, q := range v.Conference.Registration.Questions {
		answer := given[q.Key]
		if answer == "" {
			continue
		}
		label, _ := q.Label.In(v.Lang, "")
		switch q.Sort {
		case delegation.Tick:
			answer = v.t("list.yes")
		case delegation.Choice:
			if n, err := strconv.Atoi(answer); err == nil && n >= 0 && n < len(q.Options) {
				answer, _ = q.Options[n].In(v.Lang, "")
			}
		}
		v.Registered = append(v.Registered, pair{label, answer})
	}
}

// fillStanding says in sentences how things stand.
func (s *Site) fillStanding(r *http.Request, v *delegationPage) error {
	d, now := v.Delegation, s.clock.Now()
	say := func(key string, kv ...any) { v.Says = append(v.Says, v.t(key, kv...)) }
	day := func(t time.Time) lang.Date { return v.dayOf(t) }
	switch d.State {
	case delegation.Draft:
		say("guests.says.draft")
	case delegation.Invited:
		say("guests.says.invited", "day", day(d.Invited))
	case delegation.Accepted:
		say("guests.says.accepted", "n", d.Coming)
	case delegation.Tentative:
		say("guests.says.tentative", "n", d.Coming)
	case delegation.Waiting:
		before, err := s.rooms.Guests.WaitsBefore(r.Context(), d)
		if err != nil {
			return err
		}
		say("guests.says.waiting", "n", d.Coming, "place", before+1)
	}
	if !d.Answered.IsZero() && d.AnsweredBy != "" {
		say("guests.says.answered", "day", day(d.Answered), "way", lang.Msg("guests.way."+string(d.AnsweredBy)))
	}
	awaited := d.State == delegation.Invited || d.State == delegation.Tentative
	switch {
	case awaited && v.Conference.Late(d, now):
		say("guests.says.late", "day", v.deadlineOf(d))
	case awaited:
		say("guests.says.until", "day", v.deadlineOf(d))
	}
	switch {
	case awaited && d.Opened.IsZero():
		say("guests.says.unopened")
	case awaited:
		say("guests.says.opened", "day", day(d.Opened))
	}
	if !d.Reminded.IsZero() && awaited {
		say("guests.says.reminded", "day", day(d.Reminded))
	}
	if d.State == delegation.Accepted && v.Room > 0 {
		say("guests.says.list", "n", v.Room)
	}
	return nil
}

// delegationMail is the last mail to the delegation, and what to do where it came back.
func (s *Site) delegationMail(r *http.Request, v *delegationPage) (*delegationMail, error) {
	if s.rooms.Outbox == nil || v.Delegation.Contact.Email == "" {
		return nil, nil
	}
	row, ok, err := s.rooms.Outbox.Latest(r.Context(), aboutDelegation(v.Delegation))
	if err != nil {
		return nil, err
	}
	m := &delegationMail{}
	if ok {
		m.Subject, m.When, m.State, m.Answer = row.Subject, v.moment(row.Created), v.stateView("mail.state.", string(row.State)), row.Answer
		m.Bounced = row.State == mail.Bounced || row.State == mail.Failed
		if row.State == mail.Sent { // what a server says then is for its own log
			m.Answer = ""
		}
		if s.may(r, people.ReadMail, people.Object{}) {
			m.URL = "/" + v.Lang + "/desk/mail/" + row.ID
		}
	}
	answer, bounced, err := s.rooms.Outbox.AddressBounced(r.Context(), v.Delegation.Contact.Email)
	if bounced {
		m.Bounced, m.Answer = true, answer
	}
	if m.Bounced {
		m.Advice = v.t("guests.mail.bounced")
	}
	if m.Subject == "" && !m.Bounced {
		return nil, err
	}
	return m, err
}
