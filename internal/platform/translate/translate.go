// Package translate has texts translated by a LibreTranslate server that the operator runs
// or rents.
//
// The idea: a translation is a help and never a condition. The server may be slow, full,
// down, or answer nonsense; whoever asks gets an error soon and goes on with the original.
// After some failures in a row the server is left in peace for a while ([Server.Resting]), so
// that a dead one costs nothing and a full one can recover.
//
// Nothing is sent anywhere unless an operator named a server. Texts go to that server
// alone: no redirect is followed. Its name may lead into the operator's own network, which
// no other address may (package netx).
//
//	server, err := translate.New(translate.Options{Address: "http://127.0.0.1:5000"})
//	text, err := server.Translate(ctx, "Dzień dobry", "pl", "lt")
//
// A long text is sent in pieces that end where a paragraph or a sentence ends. Of each
// answer only so much is read as a translation can be long.
package translate

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/netx"
)

// Limits of a call. A small server without a graphics card translates some 200 characters
// in a second.
const (
	callTime  = 30 * time.Second // for one piece
	pieceSize = 2000             // characters: servers are often set to refuse longer ones, and 30 seconds suffice
	mostText  = 40_000           // characters of a whole text
	listSize  = 1 << 20          // of the list of languages: 50 of them have 60 kB
	listLife  = time.Hour        // how long it is believed: who adds a language waits no longer
)

// Options name the server.
type Options struct {
	Address string      // "https://translate.example.org", without a path or with that of a proxy
	Key     string      // "": the server asks for none
	Clock   clock.Clock // nil: the system's
	Time    time.Duration
}

// Server is a LibreTranslate server. It is safe for concurrent use.
type Server struct {
	base   string
	host   string
	key    string
	client *netx.Client
	clock  clock.Clock
	rest   breaker

	mu     sync.Mutex
	pairs  map[string]map[string]bool // what it translates: from → to
	listed time.Time
}

// New returns the server that opt names. It is not called yet.
func New(opt Options) (*Server, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(opt.Address), "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errs.New(errs.Invalid, lang.Msg("error.translate.address"), err)
	}
	if opt.Clock == nil {
		opt.Clock = clock.System()
	}
	if opt.Time == 0 {
		opt.Time = callTime
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return &Server{
		base: u.String(), host: u.Host, key: opt.Key, clock: opt.Clock,
		client: netx.New(netx.Options{Total: opt.Time, Head: opt.Time, Stall: opt.Time, Trusted: net.JoinHostPort(u.Hostname(), port)}),
	}, nil
}

// Engine is what a translation is marked with: which program made it, and where it ran.
func (s *Server) Engine() string { return "LibreTranslate (" + s.host + ")" }

// Close ends idle connections.
func (s *Server) Close() { s.client.Close() }

// Speaks says whether the server translates from one language into another. The list is
// kept for an hour.
func (s *Server) Speaks(ctx context.Context, from, to string) (_ bool, err error) {
	defer errs.Wrap(&err, "translate.Speaks(%s, %s)", from, to)
	pairs, err := s.known(ctx)
	return pairs[from][to], err
}

// Pairs are the languages into which each language is translated, asked anew: for who looks
// whether the server is well.
func (s *Server) Pairs(ctx context.Context) (_ map[string]map[string]bool, err error) {
	defer errs.Wrap(&err, "translate.Pairs")
	s.mu.Lock()
	s.listed = time.Time{}
	s.mu.Unlock()
	return s.known(ctx)
}

func (s *Server) known(ctx context.Context) (map[string]map[string]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.clock.Now(); !s.listed.IsZero() && now.Sub(s.listed) < listLife {
		return s.pairs, nil
	}
	var list []struct {
		Code    string   `json:"code"`
		Targets []string `json:"targets"`
	}
	err := s.through(func() error { return s.list(ctx, &list) })
	if err != nil {
		return nil, err
	}
	pairs := make(map[string]map[string]bool, len(list))
	for _, l := range list {
		pairs[l.Code] = make(map[string]bool, len(l.Targets))
		for _, to := range l.Targets {
			pairs[l.Code][to] = to != l.Code
		}
	}
	s.pairs, s.listed = pairs, s.clock.Now()
	return pairs, nil
}

func (s *Server) list(ctx context.Context, into any) error {
	resp, err := s.client.Get(ctx, s.base+"/languages", listSize)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		if errs.KindOf(err) != errs.Internal {
			return err
		}
		return nonsense(err)
	}
	return nil
}

// Translate returns a text in another language. An error of kind Unavailable may pass; one
// of kind Invalid will not: the server does not know the language, or refuses the text.
func (s *Server) Translate(ctx context.Context, text, from, to string) (_ string, err error) {
	defer errs.Wrap(&err, "translate.Translate(%s, %s)", from, to)
	if utf8.RuneCountInString(text) > mostText {
		return "", errs.New(errs.Invalid, lang.Msg("error.translate.long"), nil)
	}
	ok, err := s.Speaks(ctx, from, to)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errs.New(errs.Invalid, lang.Msg("error.translate.pair", "from", from, "to", to), nil)
	}
	var b strings.Builder
	for _, p := range pieces(text, pieceSize) {
		if strings.TrimSpace(p.text) != "" {
			var out string
			if err := s.through(func() (err error) { out, err = s.piece(ctx, p.text, from, to); return err }); err != nil {
				return "", err
			}
			b.WriteString(out)
		}
		b.WriteString(p.after)
	}
	return strings.TrimSpace(b.String()), nil
}

// question is what a server is asked, and answer what it says.
type question struct {
	Q      string `json:"q"`
	Source string `json:"source"`
	Target string `json:"target"`
	Format string `json:"format"`
	Key    string `json:"api_key,omitempty"`
}

type answer struct {
	Text  *string `json:"translatedText"`
	Error string  `json:"error"`
}

func (s *Server) piece(ctx context.Context, text, from, to string) (string, error) {
	body, err := json.Marshal(question{text, from, to, "text", s.key})
	if err != nil {
		return "", err
	}
	limit := int64(8*len(text) + 4<<10) // letters as \u0000 have six bytes each, and no language needs a third more
	a, err := s.client.Post(ctx, s.base+"/translate", "application/json", body, limit)
	if err != nil {
		return "", err
	}
	var said answer
	bad := json.Unmarshal(a.Body, &said)
	if err := refusal(a.Status, said.Error); err != nil {
		return "", err
	}
	if bad != nil || said.Text == nil || strings.TrimSpace(*said.Text) == "" {
		return "", nonsense(bad)
	}
	return clean(*said.Text), nil
}

// refusal is what a status means. A key that is refused, and too many questions, may be
// mended by the operator or by time; a text that is refused stays so.
func refusal(status int, why string) error {
	cause := fmt.Errorf("status %d: %.200q", status, why)
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == 401 || status == 403:
		return errs.New(errs.Unavailable, lang.Msg("error.translate.key"), cause)
	case status == 429 || status >= 500:
		return errs.New(errs.Unavailable, lang.Msg("error.translate.busy"), cause)
	}
	return errs.New(errs.Invalid, lang.Msg("error.translate.refused"), cause)
}

func nonsense(cause error) error {
	return errs.New(errs.Unavailable, lang.Msg("error.translate.nonsense"), cause)
}

// clean takes from a foreign text what would not print, or would turn the direction of what
// follows.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError || r == '\ufeff' {
			return -1
		}
		return r
	}, text))
}
