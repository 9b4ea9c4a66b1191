package mail

import (
	"net"
	"strconv"
	"testing"
	"time"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail/mailtest"
	"twintown/internal/platform/secret"
)

// office is an outbox with a clock that the test moves.
type office struct {
	*testing.T
	db    *db.DB
	box   *Outbox
	clock *clocktest.Clock
}

func at(t *testing.T, d *db.DB) office {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	site := func(string) Site { return Site{Name: "Town partnerships", Address: "https://partners.example.org"} }
	t.Cleanup(func() {
		if missing := catalog.Missing(); len(missing) > 0 {
			t.Errorf("messages without text: %q", missing)
		}
	})
	return office{t, d, NewOutbox(d, catalog, secret.New(), site), clocktest.At(dbtest.Today)}
}

func each(t *testing.T, fn func(o office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(at(t, d)) })
}

// test is a mail to an address.
func test(to string) Mail { return Mail{Kind: "test", To: to, Language: "en"} }

func (o office) write(fn func(tx *db.Tx) error) {
	o.Helper()
	if err := o.db.Write(o.Context(), fn); err != nil {
		o.Fatal(err)
	}
}

func (o office) queue(m Mail) (id string) {
	o.Helper()
	o.write(func(tx *db.Tx) (err error) {
		id, err = o.box.Queue(o.Context(), tx, m)
		return err
	})
	return id
}

func (o office) mail(id string) Preview {
	o.Helper()
	p, err := o.box.Preview(o.Context(), id)
	if err != nil {
		o.Fatal(err)
	}
	return p
}

func (o office) want(id string, s State, attempts int) {
	o.Helper()
	if got := o.mail(id); got.State != s || got.Attempts != attempts {
		o.Errorf("%s after %d attempts (%s), want %s after %d", got.State, got.Attempts, got.Answer, s, attempts)
	}
}

// server is the sink as an office would enter it.
func server(t *testing.T, sink *mailtest.Sink) *Server {
	t.Helper()
	host, port, err := net.SplitHostPort(sink.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return &Server{Host: host, Port: number, Security: Plain, From: "office@example.org", FromName: "Office", All: 1000, Each: 1000}
}

func (o office) sender(s *Server) *Sender {
	return NewSender(o.box, SenderOptions{Server: s, Clock: o.clock, Random: func() float64 { return 0.5 }})
}

func (o office) drain(s *Sender) {
	o.Helper()
	if err := s.Drain(o.Context()); err != nil {
		o.Fatal(err)
	}
}

// later moves the clock and sends what is due then.
func (o office) later(s *Sender, d time.Duration) {
	o.Helper()
	o.clock.Add(d)
	o.drain(s)
}

func count(all []mailtest.Message) map[string]int {
	n := map[string]int{}
	for _, m := range all {
		n[m.To[0].Address]++
	}
	return n
}
