package document_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/media/mediatest"
)

// eicar is the text that every scanner takes for a virus by agreement. It stands in
// two halves, so that this file is none.
var eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR` + `-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// clamd speaks the scanner's protocol on a socket, and takes at most limit bytes. What
// it knows of viruses is one.
func clamd(t *testing.T, limit int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clamd")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go answer(conn, limit)
		}
	}()
	return path
}

func answer(conn net.Conn, limit int) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	switch {
	case err != nil:
		return
	case command == "zPING\x00":
		io.WriteString(conn, "PONG\x00")
		return
	case command != "zINSTREAM\x00":
		io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	var all []byte
	for {
		var n uint32
		if err := binary.Read(r, binary.BigEndian, &n); err != nil {
			return
		}
		if n == 0 {
			break
		}
		piece := make([]byte, n)
		if _, err := io.ReadFull(r, piece); err != nil {
			return
		}
		if all = append(all, piece...); limit > 0 && len(all) > limit {
			io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
	}
	if bytes.Contains(all, []byte(eicar)) {
		io.WriteString(conn, "stream: Eicar-Signature FOUND\x00")
		return
	}
	io.WriteString(conn, "stream: OK\x00")
}

func TestScanner(t *testing.T) {
	c := document.NewClamd(clamd(t, 0))
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"nothing":          "",
		"a text":           "minutes of the meeting",
		"several pieces":   strings.Repeat("x", 200_000),
		"whole pieces":     strings.Repeat("x", 2*64<<10),
		"almost the virus": eicar[:60],
	} {
		if err := c.Scan(t.Context(), strings.NewReader(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := c.Scan(t.Context(), strings.NewReader(eicar)); errs.KindOf(err) != errs.Invalid || errs.PublicOf(err).Key != "document.infected" {
		t.Errorf("the virus: %v", err)
	}
}

func TestAScannerThatCannotSay(t *testing.T) {
	nobody := filepath.Join(t.TempDir(), "nobody")
	for name, c := range map[string]*document.Clamd{
		"is down":       document.NewClamd(nobody),
		"is down, unix": document.NewClamd("unix:" + nobody),
		"is down, tcp":  document.NewClamd("127.0.0.1:1"),
		"takes less":    document.NewClamd(clamd(t, 1000)),
	} {
		if err := c.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 1<<20))); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUploadsAreScanned(t *testing.T) {
	for name, c := range map[string]struct {
		scanner document.Scanner
		file    string
		kind    errs.Kind
	}{
		"infected":    {document.NewClamd(clamd(t, 0)), eicar, errs.Invalid},
		"not scanned": {document.NewClamd(filepath.Join(t.TempDir(), "nobody")), string(mediatest.PDF(1)), errs.Unavailable},
	} {
		o := open(t, dbtest.SQLite(t), func(opt *document.Options) { opt.Scanner = c.scanner })
		if _, err := o.Take(t.Context(), officer("anna", gizycko), "a.pdf", strings.NewReader(c.file)); errs.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
		if n := o.objects(t); n != 0 {
			t.Errorf("%s: %d objects were kept", name, n)
		}
	}
	o := open(t, dbtest.SQLite(t), func(opt *document.Options) { opt.Scanner = document.NewClamd(clamd(t, 0)) })
	o.take(t, officer("anna", gizycko), "a.pdf", mediatest.PDF(1))
}

// The scanner of ClamAV itself, where TWINTOWN_CLAMD says how it is reached: it must know
// the test virus, as it is and within what is around it. Without signatures of its own one
// line will do: EicarInside:0:*: and the text in hexadecimal, in a file x.ndb.
func TestARealScanner(t *testing.T) {
	address := os.Getenv("TWINTOWN_CLAMD")
	if address == "" {
		t.Skip("NOT TESTED: TWINTOWN_CLAMD names no clamd, so only what speaks its protocol was asked")
	}
	c := document.NewClamd(address)
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	pdf := string(mediatest.PDF(3))
	for name, body := range map[string]string{
		"nothing": "", "a PDF": pdf, "pieces": strings.Repeat("x", 200_000), "almost the virus": eicar[:60],
		"the largest file": strings.Repeat("0123456789abcdef", document.DefaultSize/16),
	} {
		if err := c.Scan(t.Context(), strings.NewReader(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, body := range map[string]string{"the virus": eicar, "within a PDF": strings.Replace(pdf, "\n", "\n%"+eicar+"\n", 1)} {
		if err := c.Scan(t.Context(), strings.NewReader(body)); errs.KindOf(err) != errs.Invalid || errs.PublicOf(err).Key != "document.infected" {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := open(t, dbtest.SQLite(t), func(opt *document.Options) { opt.Scanner = c })
	if _, err := o.Take(t.Context(), officer("anna", gizycko), "a.pdf", strings.NewReader(eicar)); errs.KindOf(err) != errs.Invalid || o.objects(t) != 0 {
		t.Errorf("an upload: %v, %d objects kept", err, o.objects(t))
	}
	o.take(t, officer("anna", gizycko), "a.pdf", mediatest.PDF(1))
}
