package web

import (
	"context"
	"net/http"
	"time"

	"twintown/internal/meeting/after"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// thanksView says who is written to after the meeting.
type thanksView struct {
	Over   bool // the meeting has ended
	To     int  // would be written to now
	Told   int  // were
	Silent int  // have no address
	URL    string
}

// thanksPage shows the mail before it is sent.
type thanksPage struct {
	conferenceHead
	Mail     mail.Preview
	Name     string // whose mail is shown
	Language string
	To       []string
	Silent   []string
	NoSurvey bool
	Form     *form
	Action   string
	Back     string
}

// thanking is whom to write to after a meeting, and of what.
type thanking struct {
	came   map[string]int // people, by delegation
	survey after.Survey
	open   bool // the survey takes answers
	to     []delegation.Delegation
	silent []delegation.Delegation
	told   int
	said   map[string]bool
}

// thankingOf reads it. Those who withdrew are not among those who came.
func (s *Site) thankingOf(ctx context.Context, meeting string) (x thanking, err error) {
	x.said = map[string]bool{}
	if x.came, err = s.rooms.After.Came(ctx, meeting); err != nil {
		return x, err
	}
	if x.survey, err = s.rooms.Surveys.Of(ctx, meeting); err != nil {
		return x, err
	}
	x.open = x.survey.Open(s.clock.Now())
	thanked, err := s.rooms.Surveys.Thanked(ctx, meeting)
	if err != nil {
		return x, err
	}
	all, err := s.rooms.Guests.Of(ctx, meeting)
	if err != nil {
		return x, err
	}
	for _, d := range all {
		people, came := x.came[d.ID]
		if !came {
			continue
		}
		if _, told := thanked[d.ID]; told {
			x.told++
			continue
		}
		if x.said[d.ID], err = s.rooms.Surveys.Said(ctx, meeting, d.ID); err != nil {
			return x, err
		}
		switch {
		case (!x.open || x.said[d.ID]) && people == 0: // there is nothing to tell
		case d.Contact.Email == "":
			x.silent = append(x.silent, d)
		default:
			x.to = append(x.to, d)
		}
	}
	return x, nil
}

// addThanks adds the mail after the meeting to the page, and the certificates to its list.
func (s *Site) addThanks(r *http.Request, v *afterPage) error {
	x, err := s.thankingOf(r.Context(), v.Meeting.ID)
	if err != nil || len(x.came) == 0 {
		return err
	}
	v.Thanks = &thanksView{Over: !s.clock.Now().Before(v.Conference.Ends), To: len(x.to), Told: x.told, Silent: len(x.silent), URL: v.Base + "/after/thanks"}
	people, sides := 0, 0
	for _, n := range x.came {
		if people += n; n > 0 {
			sides++
		}
	}
	if people > 0 {
		v.Steps = append(v.Steps, afterStep{v.t("after.step.certificates", "n", people, "told", min(x.told, sides), "all", sides), v.Base + "/papers", v.Thanks.Over && x.told >= sides})
	}
	return nil
}

// thanksMail thanks a delegation, asks it the survey, and says what it can take.
func (s *Site) thanksMail(v *conferenceHead, x thanking, d delegation.Delegation) mail.Mail {
	title, _ := v.Meeting.TitleIn(d.Language)
	m := mail.Mail{
		Kind: "after_papers", To: d.Contact.Email, Name: d.Contact.Name, Language: d.Language, ReplyTo: v.Conference.Contact, Secret: true, About: aboutDelegation(d),
		Args: lang.Args{"meeting": title, "quiet": quietArg(v.Conference)}, Link: s.options.BaseURL + "/" + d.Language + "/guest/" + s.rooms.Guests.Link(d) + "/papers",
	}
	if !x.open || x.said[d.ID] {
		return m
	}
	m.Kind, m.Link = "after_survey", s.options.BaseURL+"/"+d.Language+"/guest/"+s.rooms.Guests.Link(d)+"/survey"
	m.Items = append(m.Items, lang.Msg("mail.after.until", "day", lang.DateOf(x.survey.Until.Add(-time.Second).In(v.Meeting.Location()))))
	if x.came[d.ID] > 0 {
		m.Items = append(m.Items, lang.Msg("mail.after.certificates"))
	}
	return m
}

func (s *Site) newThanks(w http.ResponseWriter, r *http.Request, code string) (*thanksPage, thanking, error) {
	if s.rooms.After == nil || s.rooms.Surveys == nil || s.rooms.Outbox == nil {
		return nil, thanking{}, errNoPage
	}
	head, err := s.newConference(w, r, code, "/after/thanks", "after")
	if err != nil {
		return nil, thanking{}, err
	}
	v := &thanksPage{conferenceHead: head, Action: head.Base + "/after/thanks", Back: head.Base + "/after"}
	v.Form = newForm(&v.page, nil)
	x, err := s.thankingOf(r.Context(), v.Meeting.ID)
	if err != nil || len(x.to) == 0 {
		return v, x, err
	}
	v.NoSurvey = !x.open
	for _, d := range x.to {
		v.To = append(v.To, s.delegationName(&v.page, d))
	}
	for _, d := range x.silent {
		v.Silent = append(v.Silent, s.delegationName(&v.page, d))
	}
	v.p.Collate(v.To)
	v.p.Collate(v.Silent)
	shown := x.to[0]
	for _, d := range x.to { // one that the organiser can read, where there is one
		if d.Language == code {
			shown = d
			break
		}
	}
	v.Name, v.Language = s.delegationName(&v.page, shown), v.p.LanguageName(shown.Language)
	v.Mail, err = s.rooms.Outbox.Compose(s.thanksMail(&v.conferenceHead, x, shown))
	return v, x, err
}

// afterThanks shows the mail, and to whom it goes.
func (s *Site) afterThanks(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newThanks(w, r, code)
	if err != nil {
		return err
	}
	if len(x.to) == 0 {
		return s.done(w, r, code, v.Back, lang.Msg("error.after.told"), "")
	}
	return s.write(w, http.StatusOK, "after-thanks", v)
}

// sendThanks writes it to those who came and were not written to.
func (s *Site) sendThanks(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newThanks(w, r, code)
	if err != nil {
		return err
	}
	if len(x.to) == 0 {
		return s.done(w, r, code, v.Back, lang.Msg("error.after.told"), "")
	}
	return s.sent(w, r, "after-thanks", v, &v.Form, func(*form) error {
		by, ids := map[string]delegation.Delegation{}, []string{}
		for _, d := range x.to {
			by[d.ID], ids = d, append(ids, d.ID)
		}
		n, err := s.rooms.Surveys.Thank(r.Context(), actorOf(r), v.Meeting.ID, v.Conference.Ends, ids, func(ctx context.Context, tx *db.Tx, id string) error {
			_, err := s.rooms.Outbox.Queue(ctx, tx, s.thanksMail(&v.conferenceHead, x, by[id]))
			if errs.KindOf(err) == errs.Invalid {
				return nil // its address cannot be one: the list of delegations says so
			}
			return err
		})
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Back, lang.Msg("after.thanks.done", "n", n), "")
	})
}
