package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// mailSetupPage asks for the SMTP server, tries it, and says what other servers think.
type mailSetupPage struct {
	page
	Crumbs    []link
	Form      *form
	Flags     string // the server of the program's flags; "": the form is asked
	Ways      []option
	Domain    string
	Hints     []hintView
	Tried     bool
	Worked    string // the sentence that the test message went out
	Refusal   string // the server's last words
	Unreached string // that nobody answered there; "" where a server did
	Dialogue  []string
}

// hintView is one of the three records of a domain.
type hintView struct {
	Title, Level, Class, Text, Name, Found, Advice string
}

func (s *Site) newMailSetup(w http.ResponseWriter, r *http.Request, code string) *mailSetupPage {
	v := &mailSetupPage{page: s.newDesk(w, r, code, "/desk/mail/setup", "/desk/mail")}
	v.Title = v.t("mail.set_up")
	v.Crumbs = []link{{v.t("mail.title"), "/" + code + "/desk/mail"}}
	v.Ways = []option{
		{Value: string(mail.StartTLS), Name: v.t("mail.setup.starttls")},
		{Value: string(mail.Implicit), Name: v.t("mail.setup.tls")},
		{Value: string(mail.Plain), Name: v.t("mail.setup.none")},
	}
	if s.rooms.MailServer != nil {
		v.Flags = s.rooms.MailServer.String()
	}
	return v
}

// mailServer is the server in use; ok is false where there is none.
func (s *Site) mailServer(ctx context.Context) (mail.Server, bool, error) {
	if s.rooms.MailServer != nil {
		return *s.rooms.MailServer, true, nil
	}
	return s.rooms.Outbox.Saved(ctx)
}

func (s *Site) mailSetup(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newMailSetup(w, r, code)
	server, ok, err := s.mailServer(r.Context())
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{"security": {string(mail.StartTLS)}, "port": {"587"}})
	if ok {
		v.Form = newForm(&v.page, url.Values{
			"host": {server.Host}, "port": {strconv.Itoa(server.Port)}, "security": {string(server.Security)},
			"user": {server.User}, "from": {string(server.From)}, "from_name": {server.FromName},
		})
		s.fillHints(r.Context(), v, server)
	}
	return s.write(w, http.StatusOK, "mail-setup", v)
}

// lookUpTime bounds what a page waits for names: a slow answer is said to be unknown.
const lookUpTime = 3 * time.Second

func (s *Site) fillHints(ctx context.Context, v *mailSetupPage, server mail.Server) {
	if s.rooms.Resolver == nil {
		return
	}
	ctx, end := context.WithTimeout(ctx, lookUpTime)
	defer end()
	v.Domain = server.From.Host()
	classes := map[mail.Level]string{mail.Good: "in-force", mail.Improve: "paused", mail.Missing: "failed"}
	for _, h := range mail.Hints(ctx, s.rooms.Resolver, server) {
		v.Hints = append(v.Hints, hintView{
			Title: v.t("mail.dns." + h.What), Level: v.t("mail.dns.level." + string(h.Level)), Class: classes[h.Level],
			Text: v.p.Message(h.Text), Name: h.Name, Found: h.Found, Advice: h.Advice,
		})
	}
}

// takeMailSetup saves what was entered, or tries it first.
func (s *Site) takeMailSetup(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newMailSetup(w, r, code)
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	old, had, err := s.mailServer(r.Context())
	if err != nil {
		return err
	}
	server := old
	if s.rooms.MailServer == nil {
		server = f.mailServer(old, had)
		if err = server.CheckEntered(); f.take(err) {
			return s.write(w, http.StatusUnprocessableEntity, "mail-setup", v)
		}
	}
	switch {
	case err != nil:
		return err
	case f.text("do") == "test":
		s.tryMail(r, v, server)
		s.fillHints(r.Context(), v, server)
		return s.write(w, http.StatusOK, "mail-setup", v)
	case s.rooms.MailServer != nil:
		return errNoPage
	}
	if err := s.saveMailServer(r, old, server); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/mail/setup", lang.Msg("mail.setup.saved"), "")
}

// mailServer reads the form. An empty password stands for the saved one, as long as it
// goes to the same server: a stranger at an open page must not send it elsewhere.
func (f *form) mailServer(old mail.Server, had bool) mail.Server {
	port, _ := strconv.Atoi(f.text("port")) // 0 is refused by the check
	server := mail.Server{
		Host: f.text("host"), Port: port, Security: mail.Security(f.text("security")), User: f.text("user"), Password: f.raw("password"),
		From: mail.Address(f.text("from")), FromName: f.text("from_name"),
	}
	if had && server.Password == "" && server.Host == old.Host && server.User == old.User && server.Security == old.Security {
		server.Password = old.Password
	}
	return server
}

func (s *Site) saveMailServer(r *http.Request, old, server mail.Server) error {
	fields := []people.FieldChange{
		{Name: "server", Old: serverName(old), New: server.String()},
		{Name: "from", Old: string(old.From), New: string(server.From)},
	}
	if old.Password != server.Password {
		fields = append(fields, people.FieldChange{Name: "password"}) // that it changed, not into what
	}
	return s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.ManageMail, Kind: "mail server", ID: "smtp", Fields: fields})
		return s.rooms.Outbox.Save(r.Context(), tx, server)
	})
}

// tryMail sends a test message to the person herself.
func (s *Site) tryMail(r *http.Request, v *mailSetupPage, server mail.Server) {
	to := actorOf(r).Email
	dialogue, err := s.rooms.Outbox.Try(r.Context(), server, to, v.Lang, s.clock.Now())
	v.Tried, v.Dialogue = true, dialogue
	if err != nil {
		v.Refusal = err.Error()
		if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
			v.Unreached = v.t("mail.setup.unreached", "host", server.Host, "port", server.Port)
		}
		return
	}
	v.Worked = v.t("mail.setup.worked", "to", to)
}

// serverName is a server for the audit chain, "" for none.
func serverName(s mail.Server) string {
	if s.Host == "" {
		return ""
	}
	return s.String()
}
