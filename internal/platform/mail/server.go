package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Security is how the way to the server is protected.
type Security string

// The ways. Plain is for a server on the same machine alone.
const (
	StartTLS Security = "starttls" // begins in the open, then must become TLS: port 587
	Implicit Security = "tls"      // TLS from the first byte: port 465
	Plain    Security = "none"
)

// Server says which SMTP server sends our mails, and as whom.
type Server struct {
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	Security Security `json:"security"`
	User     string   `json:"user"` // "": without signing in
	Password string   `json:"password"`
	From     Address  `json:"from"`
	FromName string   `json:"from_name"`
	All      int      `json:"all"`  // mails a minute; 0: 60
	Each     int      `json:"each"` // mails a minute to one host; 0: 20

	Roots *x509.CertPool `json:"-"` // who vouches for the server; nil: the system's
}

// Offices' relays allow some hundred mails an hour; a minute's burst above that makes
// them refuse for longer.
const (
	defaultAll  = 60
	defaultEach = 20
)

// ParseServer reads smtp://user:password@host:587 or smtps://host:465, and the sender,
// "Office <office@example.org>"; "" stands for a user that is an address. A server that
// is not on this machine is spoken to with TLS only (errs.Invalid for ?tls=none).
func ParseServer(address, from string) (s Server, err error) {
	refuse := func(key string, cause error) (Server, error) {
		return Server{}, errs.New(errs.Invalid, lang.Msg(key), cause)
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return refuse("mail.server_wrong", nil) // the cause would hold the password
	}
	s = Server{Host: u.Hostname(), Security: StartTLS, Port: 587}
	if local(s.Host) {
		s.Security, s.Port = Plain, 25
	}
	switch u.Scheme {
	case "smtps":
		s.Security, s.Port = Implicit, 465
	case "smtp":
	default:
		return refuse("mail.server_wrong", nil)
	}
	if way := u.Query().Get("tls"); way != "" {
		s.Security = Security(way)
	}
	if p := u.Port(); p != "" {
		s.Port, _ = strconv.Atoi(p)
	}
	s.User = u.User.Username()
	s.Password, _ = u.User.Password()
	if from == "" {
		from = s.User
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return refuse("mail.from_wrong", err)
	}
	s.From, s.FromName = Address(sender.Address), sender.Name
	return s, s.Check()
}

// Check says what of the settings cannot be (errs.Invalid).
func (s *Server) Check() error {
	from, err := ParseAddress(string(s.From))
	if err != nil {
		return errs.In("from", lang.Msg("mail.from_wrong"))
	}
	s.From, s.FromName = from, cut(clean(s.FromName), mostName)
	_, known := map[Security]bool{StartTLS: true, Implicit: true, Plain: true}[s.Security]
	switch {
	case s.Host == "" || s.Host != clean(s.Host) || strings.ContainsAny(s.Host, " /@") || len(s.Host) > 253:
		return errs.In("host", lang.Msg("mail.host_wrong"))
	case s.Port < 1 || s.Port > 65535:
		return errs.In("port", lang.Msg("mail.server_port", "ports", portList()))
	case !known || len(s.User) > 200 || len(s.Password) > 500:
		return errs.New(errs.Invalid, lang.Msg("mail.server_wrong"), nil)
	case s.Security == Plain && !local(s.Host):
		return errs.In("security", lang.Msg("mail.server_open"))
	}
	return nil
}

// CheckEntered is Check for settings that a person entered on a page: they lead to a mail
// server's port and to no other service.
func (s *Server) CheckEntered() error {
	if err := s.Check(); err != nil {
		return err
	}
	if !slices.Contains(mailPorts, s.Port) {
		return errs.In("port", lang.Msg("mail.server_port", "ports", portList()))
	}
	return nil
}

// mailPorts are where mail servers listen: by the standards, at providers whose clients
// cannot use those, and in tests.
var mailPorts = []int{25, 465, 587, 1025, 2525}

func portList() (all []string) {
	for _, p := range mailPorts {
		all = append(all, strconv.Itoa(p))
	}
	return all
}

// String is the server for a log: without the password.
func (s Server) String() string {
	u := url.URL{Scheme: "smtp", Host: net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), RawQuery: "tls=" + string(s.Security)}
	if s.User != "" {
		u.User = url.User(s.User)
	}
	return u.String()
}

func (s Server) pace() pace {
	p := pace{all: s.All, host: s.Each}
	if p.all == 0 {
		p.all = defaultAll
	}
	if p.host == 0 {
		p.host = defaultEach
	}
	return p
}

// local says that a host is this machine: what goes there crosses no network.
func local(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// patience is how long a server may take for one step. RFC 5321 would have us wait
// minutes; a healthy one needs a second, one that fights spam half a minute.
const patience = time.Minute

// connection is an open way to the server.
type connection struct {
	client *gomail.Client
	smtp   *smtp.Client
	server Server
}

// dial connects and signs in. Each step may take as long as patience says.
func (s Server) dial(ctx context.Context, patience time.Duration, more ...gomail.Option) (*connection, error) {
	options := append([]gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(patience),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}),
	}, more...)
	switch s.Security {
	case Implicit:
		options = append(options, gomail.WithSSL(), gomail.WithTLSPolicy(gomail.NoTLS))
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.Security == Plain {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, err
	}
	open, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{client, open, s}, nil
}

func (c *connection) close() { _ = c.client.CloseWithSMTPClient(c.smtp) } // a lost connection needs no goodbye

func (c *connection) from() netmail.Address {
	return netmail.Address{Name: c.server.FromName, Address: string(c.server.From)}
}
