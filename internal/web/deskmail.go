package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// chip is a choice above a list, with how many there are.
type chip struct {
	Word, URL string
	Count     int
	Current   bool
}

// stateView is a state as a word with a shape and a colour.
type stateView struct{ Word, Class, Path string }

// shapes are the signs beside states, in a box of 24 by 14, and the colour of each.
var shapes = map[string][2]string{
	"queued":    {"started", "M4 7h0M12 7h0M20 7h0"},
	"waiting":   {"started", "M4 7h0M12 7h0M20 7h0"},
	"sending":   {"started", "M3 7h17M15 2l5 5-5 5"},
	"running":   {"started", "M3 7h17M15 2l5 5-5 5"},
	"sent":      {"in-force", "M5 7l5 5L20 2"},
	"done":      {"in-force", "M5 7l5 5L20 2"},
	"failed":    {"failed", "M7 2l10 10M17 2L7 12"},
	"bounced":   {"failed", "M7 2l10 10M17 2L7 12"},
	"parked":    {"failed", "M7 2l10 10M17 2L7 12"},
	"cancelled": {"", "M5 7h14"},
}

func (p *page) stateView(prefix, state string) stateView {
	return stateView{p.t(prefix + state), shapes[state][0], shapes[state][1]}
}

// mailNotice says why mails wait.
type mailNotice struct {
	Text, Answer string
	Waiting      string
	URL          string // of the settings
	Missing      bool   // no server was named yet
}

// mailNotice returns nil where mails can go out.
func (s *Site) mailNotice(r *http.Request, p *page) (*mailNotice, error) {
	if s.rooms.Outbox == nil {
		return nil, nil
	}
	c, err := s.rooms.Outbox.Condition(r.Context())
	if err != nil {
		return nil, err
	}
	n := &mailNotice{URL: "/" + p.Lang + "/desk/mail/setup"}
	switch {
	case s.rooms.MailServer == nil && !c.Set:
		n.Text, n.Missing = p.t("mail.none_set"), true
	case c.Trouble != "":
		n.Text, n.Answer = p.t("mail.trouble", "since", p.moment(c.Since)), c.Trouble
	default:
		return nil, nil
	}
	counts, err := s.rooms.Outbox.Count(r.Context())
	if waiting := counts[mail.Queued] + counts[mail.Sending]; waiting > 0 {
		n.Waiting = p.t("mail.waiting", "n", waiting)
	}
	return n, err
}

type mailRow struct {
	URL, To, Name, Subject, Language, Created, Next string
	State                                           stateView
}

func (p *page) mailRow(r mail.Row) mailRow {
	v := mailRow{
		URL: "/" + p.Lang + "/desk/mail/" + r.ID, To: r.To, Name: r.Name, Subject: r.Subject, Language: r.Language,
		Created: p.moment(r.Created), State: p.stateView("mail.state.", string(r.State)),
	}
	if v.To == "" {
		v.To, v.Subject, v.Language = p.t("mail.erased"), p.t("mail.erased"), p.Lang
	}
	if r.State == mail.Queued && r.Attempts > 0 {
		v.Next = p.t("mail.fact.next") + p.colon() + p.moment(r.NextTry)
	}
	return v
}

func wordsOf[S ~string](states []S) (all []string) {
	for _, s := range states {
		all = append(all, string(s))
	}
	return all
}

// stateChips are the filters of a list by state; the first stands for all.
func (p *page) stateChips(path, prefix, current, query string, states []string, count func(string) int) []chip {
	address := func(state string) string {
		q := url.Values{}
		if state != "" {
			q.Set("state", state)
		}
		if query != "" {
			q.Set("q", query)
		}
		return strings.TrimSuffix("/"+p.Lang+path+"?"+q.Encode(), "?")
	}
	all := chip{Word: p.t(prefix + "all"), URL: address(""), Current: current == ""}
	chips := []chip{all}
	for _, state := range states {
		n := count(state)
		chips[0].Count += n
		if n > 0 || state == current {
			chips = append(chips, chip{p.t(prefix + state), address(state), n, state == current})
		}
	}
	return chips
}

// mailPage shows one mail.
type mailPage struct {
	page
	Crumbs                      []link
	State                       stateView
	Facts                       []fact
	Answer                      string
	Text, TextLang              string
	LetterURL                   string
	Secret, Gone                bool
	AgainURL, NowURL, CancelURL string // "" where it cannot be done
}

func (s *Site) mailOne(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.rooms.Outbox.Preview(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	path := "/desk/mail/" + m.ID
	v := &mailPage{page: s.newDesk(w, r, code, path, "/desk/mail")}
	row := v.mailRow(m.Row)
	v.Title, v.State, v.Answer = row.Subject, row.State, m.Answer
	v.Crumbs = []link{{v.t("mail.title"), "/" + code + "/desk/mail"}}
	v.Text, v.TextLang, v.Secret, v.Gone = m.Text, m.Language, m.Secret && !m.Blank, m.Blank
	v.Facts = v.mailFacts(m, row)
	here := "/" + code + path
	if !m.Blank {
		v.LetterURL = here + "/letter"
	}
	if s.may(r, people.ManageMail, people.Object{}) {
		v.offer(m.Row, here)
	}
	return s.write(w, http.StatusOK, "mail-one", v)
}

func (v *mailPage) offer(m mail.Row, here string) {
	if m.Again() {
		v.AgainURL = here + "/again"
	}
	if m.Stoppable() {
		v.NowURL, v.CancelURL = here+"/now", here+"/cancel"
	}
}

func (p *page) mailFacts(m mail.Preview, row mailRow) []fact {
	to := row.To
	if m.Name != "" {
		to = m.Name + " <" + m.To + ">"
	}
	facts := []fact{
		{p.t("mail.fact.to"), to},
		{p.t("mail.fact.language"), p.p.LanguageName(m.Language)},
		{p.t("mail.fact.created"), row.Created},
		{p.t("mail.fact.attempts"), p.p.Number(m.Attempts)},
	}
	for _, f := range []fact{
		{p.t("mail.fact.finished"), p.moment(m.Finished)},
		{p.t("mail.fact.reply"), m.ReplyTo},
		{p.t("mail.fact.files"), strings.Join(m.Files, ", ")},
	} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	if m.State == mail.Queued {
		facts = append(facts, fact{p.t("mail.fact.next"), p.moment(m.NextTry)})
	}
	return facts
}

// letterPolicy lets a mail show its own colours and nothing else: no script, no address.
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

// mailLetter shows a mail as its recipient sees it.
func (s *Site) mailLetter(w http.ResponseWriter, r *http.Request, _ string) error {
	m, err := s.rooms.Outbox.Preview(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if m.Blank {
		return errNoPage
	}
	w.Header().Set("Content-Security-Policy", letterPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(m.HTML)) // the reader went away; there is nobody to tell
	return nil
}

// moveMail changes a mail's state, tells the audit chain, and returns to the mail.
func (s *Site) moveMail(w http.ResponseWriter, r *http.Request, code, became, said, undo string, move func(ctx context.Context, tx *db.Tx, id string) error) error {
	id := r.PathValue("id")
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.ManageMail, Kind: "mail", ID: id, Fields: []people.FieldChange{{Name: "state", New: became}}})
		return move(r.Context(), tx, id)
	})
	if err != nil {
		return err
	}
	here := "/" + code + "/desk/mail/" + id
	if undo != "" {
		undo = here + undo
	}
	return s.done(w, r, code, here, lang.Msg(said), undo)
}

func (s *Site) mailAgain(w http.ResponseWriter, r *http.Request, code string) error {
	return s.moveMail(w, r, code, "queued", "mail.said.again", "/cancel", s.rooms.Outbox.Again)
}

func (s *Site) mailNow(w http.ResponseWriter, r *http.Request, code string) error {
	return s.moveMail(w, r, code, "queued", "mail.said.now", "", s.rooms.Outbox.Hasten)
}

func (s *Site) mailCancel(w http.ResponseWriter, r *http.Request, code string) error {
	return s.moveMail(w, r, code, "cancelled", "mail.said.cancelled", "/again", s.rooms.Outbox.Cancel)
}

// jobListPage lists the background jobs.
type jobListPage struct {
	page
	Chips []chip
	Rows  []jobRow
}

type jobRow struct {
	Code                        string // of its kind, as the log has it
	Kind, When, Error, AgainURL string
	Attempts                    int
	State                       stateView
}

func (s *Site) jobList(w http.ResponseWriter, r *http.Request, code string) error {
	v := &jobListPage{page: s.newDesk(w, r, code, "/desk/jobs", "/desk/jobs")}
	v.Title = v.t("jobs.title")
	v.keepQuery(r.URL.Query())
	state := r.URL.Query().Get("state")
	counts, err := s.rooms.Queue.Count(r.Context())
	if err != nil {
		return err
	}
	v.Chips = v.stateChips("/desk/jobs", "jobs.state.", state, "", wordsOf(jobs.States()), func(state string) int { return counts[jobs.State(state)] })
	list, err := s.rooms.Queue.List(r.Context(), jobs.Filter{State: jobs.State(state)})
	if err != nil {
		return err
	}
	for _, j := range list {
		row := jobRow{Kind: v.named("jobs.kind.", j.Kind), Code: j.Kind, When: v.moment(j.RunAfter), Error: j.LastError, Attempts: j.Attempts, State: v.stateView("jobs.state.", string(j.State))}
		if !j.Finished.IsZero() {
			row.When = v.moment(j.Finished)
		}
		if j.State == jobs.Parked {
			row.AgainURL = "/" + code + "/desk/jobs/" + j.ID + "/again"
		}
		v.Rows = append(v.Rows, row)
	}
	return s.write(w, http.StatusOK, "job-list", v)
}

func (s *Site) jobAgain(w http.ResponseWriter, r *http.Request, code string) error {
	id := r.PathValue("id")
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.ManageJobs, Kind: "job", ID: id, Fields: []people.FieldChange{{Name: "state", Old: "parked", New: "waiting"}}})
		return s.rooms.Queue.Restart(r.Context(), tx, id)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/jobs", lang.Msg("jobs.said.again"), "")
}
