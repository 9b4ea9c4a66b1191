// Package acmetest runs a certificate authority inside a test.
//
// It is Pebble, the small authority that Let's Encrypt tests clients with: it speaks the
// whole of RFC 8555, rejects a share of good nonces so that clients must ask again, and
// goes to the names that it is asked for, over the network, to see whether they are the
// client's. Its resolver is a server of the test's own, by which every name leads here.
package acmetest

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
)

// Authority is a running certificate authority.
type Authority struct {
	Directory string         // its address
	Client    *http.Client   // trusts its web server
	Roots     *x509.CertPool // what it signs is trusted with these
	RootsFile string         // a file for SSL_CERT_FILE: its web server's certificate
}

// Start starts an authority that finds every name on this machine: the plain door at
// httpPort, TLS at tlsPort.
func Start(t *testing.T, httpPort, tlsPort int) *Authority {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")       // it would wait some seconds, as a busy authority does
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "20") // of a hundred
	quiet := log.New(io.Discard, "", 0)
	store := db.NewMemoryStore()
	signer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {ValidityPeriod: 90 * 24 * 3600}})
	judge := va.New(quiet, httpPort, tlsPort, false, resolver(t), store)
	front := wfe.New(quiet, store, judge, signer, []string{"authority.example"}, false, false, 0, 0)
	server := httptest.NewTLSServer(front.Handler())
	t.Cleanup(server.Close)
	a := &Authority{Directory: server.URL + wfe.DirectoryPath, Client: server.Client(), Roots: x509.NewCertPool()}
	root, err := x509.ParseCertificate(signer.GetRootCert(0).DER)
	if err != nil {
		t.Fatal(err)
	}
	a.Roots.AddCert(root)
	a.RootsFile = filepath.Join(t.TempDir(), "authority.pem")
	raw := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(a.RootsFile, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// resolver answers every question for an address with this machine's, and returns where it
// listens.
func resolver(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") // Pebble asks by TCP
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	server := &dns.Server{Listener: listener, NotifyStartedFunc: func() { close(started) }, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		answer := new(dns.Msg).SetReply(q)
		if q.Question[0].Qtype == dns.TypeA {
			answer.Answer = append(answer.Answer, &dns.A{
				Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1},
				A:   net.IPv4(127, 0, 0, 1),
			})
		}
		_ = w.WriteMsg(answer) // the authority went away
	})}
	go func() { _ = server.ActivateAndServe() }()
	<-started
	t.Cleanup(func() { _ = server.Shutdown() })
	return listener.Addr().String()
}
