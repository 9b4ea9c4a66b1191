package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/platform/listen/acmetest"
)

// freePort is a port that nobody listens on just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// The whole program gets its certificate from a real authority at the start, serves with
// it, leads plain readers there, and keeps it in the data folder.
func TestServeWithACertificateFromAnAuthority(t *testing.T) {
	data := copyOf(t, folderOf(t, smallData))
	plain, secure := freePort(t), freePort(t)
	authority := acmetest.Start(t, plain, secure)
	t.Setenv("SSL_CERT_FILE", authority.RootsFile)
	r := twintown(t, "serve", "--data", data, "--addr", fmt.Sprintf("127.0.0.1:%d", secure), "--http-addr", fmt.Sprintf("127.0.0.1:%d", plain),
		"--tls-domain", "partners.example.org", "--tls-email", "office@example.org", "--tls-directory", authority.Directory)
	until(t, "the certificate is kept", func() bool {
		_, err := os.Stat(data + "/certificates/partners.example.org")
		return err == nil
	})
	if !strings.Contains(r.out.String(), "https://partners.example.org\n") {
		t.Errorf("it says where it is: %q", r.out)
	}
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority.Roots, ServerName: "partners.example.org"}, ForceAttemptHTTP2: true},
	}
	resp, err := client.Get(fmt.Sprintf("https://127.0.0.1:%d/en/data", secure))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("status %d by %s, %v", resp.StatusCode, resp.Proto, resp.Header)
	}
	resp, err = client.Get(fmt.Sprintf("http://127.0.0.1:%d/en/data", plain))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Location"); got != "https://partners.example.org/en/data" {
		t.Errorf("a plain reader is led to %q (%d)", got, resp.StatusCode)
	}
	r.signal(syscall.SIGTERM)
	if code := r.ends(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// socketed starts the program as systemd does, with a socket that the test holds.
func socketed(t *testing.T, socket *os.File, data string) *running {
	t.Helper()
	r := &running{t: t, out: &transcript{}, err: &transcript{}}
	// LISTEN_PID names the process that is to take the sockets: the shell becomes it.
	r.cmd = exec.Command("/bin/sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, programPath(), "serve", "--data", data, "--base-url", "http://localhost")
	r.cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8", "LISTEN_FDS=1", "LISTEN_FDNAMES=site")
	r.cmd.ExtraFiles = []*os.File{socket}
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.err
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.wait = sync.OnceValue(r.cmd.Wait)
	t.Cleanup(func() {
		r.cmd.Process.Kill()
		r.wait()
		if t.Failed() {
			t.Logf("%s\n%.2000s", r.out, r.err)
		}
	})
	return r
}

// While one process ends and the next begins, every request is answered: what comes
// meanwhile waits in the socket.
func TestRestartRefusesNobody(t *testing.T) {
	data := copyOf(t, folderOf(t, smallData))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	ready := func(r *running) {
		until(t, "the node is ready", func() bool { return strings.Contains(r.out.String(), "http://localhost\n") })
	}
	first := socketed(t, socket, data)
	ready(first)
	var answered atomic.Int64
	failed := make(chan error, 100)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: soon}
			for {
				select {
				case <-stop:
					return
				default:
				}
				resp, err := client.Get("http://" + l.Addr().String() + "/en/data")
				if err == nil {
					_, err = io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
					if resp.StatusCode != http.StatusOK {
						err = fmt.Errorf("status %d", resp.StatusCode)
					}
				}
				if err != nil {
					failed <- err
					return
				}
				answered.Add(1)
			}
		})
	}
	for range 2 {
		before := answered.Load()
		until(t, "readers read", func() bool { return answered.Load() > before+20 })
		first.signal(syscall.SIGTERM)
		if code := first.ends(); code != exitOK {
			t.Errorf("exit code %d", code)
		}
		first = socketed(t, socket, data)
		ready(first)
	}
	before := answered.Load()
	until(t, "readers read on", func() bool { return answered.Load() > before+20 || len(failed) > 0 })
	close(stop)
	readers.Wait()
	close(failed)
	for err := range failed {
		t.Errorf("a request failed during the restart: %v", err)
	}
	t.Logf("%d requests over two restarts", answered.Load())
}

// systemd is told when the node is ready and when it stops.
func TestSystemdIsTold(t *testing.T) {
	name := t.TempDir() + "/notify"
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	t.Setenv("NOTIFY_SOCKET", name)
	r := serving(t, folderOf(t, smallData))
	for _, want := range []string{"READY=1", "STOPPING=1"} {
		buf := make([]byte, 100)
		c.SetReadDeadline(time.Now().Add(soon))
		n, err := c.Read(buf)
		if err != nil || string(buf[:n]) != want {
			t.Fatalf("systemd hears %q, %v; want %q", buf[:n], err, want)
		}
		if want == "READY=1" {
			r.signal(syscall.SIGTERM)
		}
	}
	r.ends()
}

// Settings that contradict one another, or cannot be read, are said before anything starts.
func TestEntranceThatCannotBe(t *testing.T) {
	for name, args := range map[string][]string{
		"two certificates":         {"--tls-domain", "a.example", "--tls-cert", "x", "--tls-key", "y"},
		"a certificate alone":      {"--tls-cert", "x"},
		"files that are not there": {"--tls-cert", "none.pem", "--tls-key", "none.pem"},
		"a name without a dot":     {"--tls-domain", "localhost"},
		"a proxy by name":          {"--trusted-proxies", "proxy.example.org"},
		"a plain base address":     {"--tls-domain", "a.example", "--base-url", "http://a.example"},
	} {
		exit, _, errOut := called("en_GB.UTF-8", append([]string{"serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0"}, args...)...)
		if exit != exitInvalid || errOut == "" || strings.Contains(errOut, "⟦") {
			t.Errorf("%s: exit code %d, %q", name, exit, errOut)
		}
	}
}

// The doctor tells until when a certificate holds, from each place where one is kept.
func TestDoctorReadsTheCertificate(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	none, domain := "", "partners.example.org"
	for name, c := range map[string]struct {
		until time.Time
		said  string
		well  bool
	}{
		"for long":         {now.AddDate(0, 2, 0), "doctor.certificate", true},
		"for another week": {now.AddDate(0, 0, 7), "doctor.certificate_ends", false},
		"no more":          {now.AddDate(0, 0, -1), "doctor.certificate_ended", false},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			raw := certificateUntil(t, c.until)
			cache := autocert.DirCache(folder)
			if err := cache.Put(t.Context(), domain, raw); err != nil {
				t.Fatal(err)
			}
			file := folder + "/" + domain
			for kept, options := range map[string]tlsOptions{
				"by an authority": {domain: &domain, cert: &none}, "in a file": {domain: &none, cert: &file},
			} {
				found := checkCertificate(t.Context(), options, cache, now)
				if len(found) != 1 || found[0].Said.Key != c.said || found[0].Well != c.well {
					t.Errorf("%s: %+v, want %s", kept, found, c.said)
				}
			}
		})
	}
	cache := autocert.DirCache(t.TempDir())
	if found := checkCertificate(t.Context(), tlsOptions{domain: &domain, cert: &none}, cache, now); len(found) != 1 || found[0].Said.Key != "doctor.no_certificate" {
		t.Errorf("none yet: %+v", found)
	}
	if found := checkCertificate(t.Context(), tlsOptions{domain: &none, cert: &none}, cache, now); len(found) != 0 {
		t.Errorf("behind a proxy: %+v", found)
	}
}

// certificateUntil is a certificate in PEM that ends at a moment.
func certificateUntil(t *testing.T, until time.Time) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: until.AddDate(0, -3, 0), NotAfter: until}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

// Demonstration content is there on a new installation of one's own, and nowhere else: a
// base address that others reach starts without, and takes away what is left of it.
func TestDemonstrationStaysAtHome(t *testing.T) {
	data := copyOf(t, folderOf(t, smallData))
	const marked, example = "Demonstration: some", "Example Association of Towns"
	r := serving(t, data)
	if body := r.answers("/en/", 200); !strings.Contains(body, marked) || !strings.Contains(body, example) {
		t.Error("a new installation of one's own shows no demonstration")
	}
	stop := func() { r.signal(syscall.SIGTERM); r.ends() }
	stop()
	if exit, out, errOut := called("en_GB.UTF-8", "serve", "--data", data, "--addr", "127.0.0.1:0", "--base-url", "https://partners.example.org", "--demo=true"); exit != exitInvalid || !strings.Contains(errOut, "--demo") {
		t.Errorf("a demonstration for everybody: exit code %d, %q %q", exit, out, errOut)
	}
	r = serving(t, data, "--demo=false")
	if body := r.answers("/en/", 200); strings.Contains(body, marked) || strings.Contains(body, example) {
		t.Error("--demo=false leaves a demonstration")
	}
	stop()
	r = serving(t, data)
	if body := r.answers("/en/", 200); strings.Contains(body, marked) {
		t.Error("who removed it is given it again")
	}
	stop()
	if exit, out, errOut := called("en_GB.UTF-8", "demo", "remove", "--data", data); exit != exitOK || !strings.Contains(out, "Rows: 0") {
		t.Errorf("nothing to remove: exit code %d, %q %q", exit, out, errOut)
	}
}
