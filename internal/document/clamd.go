package document

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Scanner looks for malicious software.
type Scanner interface {
	// Scan reads r to its end. It returns nil when nothing was found, an error of kind
	// Invalid when something was, and one of kind Unavailable when nobody can say.
	Scan(ctx context.Context, r io.Reader) error
}

// Clamd asks the scanner of ClamAV, by its own protocol (INSTREAM), which needs no
// file that both can read.
type Clamd struct{ network, address string }

// NewClamd returns a scanner that answers under an address: host:port, or the path of
// a socket, with unix: before it or not. It does not call it: see [Clamd.Ping].
func NewClamd(address string) *Clamd {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return &Clamd{"unix", path}
	}
	if strings.HasPrefix(address, "/") {
		return &Clamd{"unix", address}
	}
	return &Clamd{"tcp", strings.TrimPrefix(address, "tcp:")}
}

// Limits of talking to the scanner.
const (
	scanTime  = time.Minute // for a file of 25 MB it needs about two seconds
	scanChunk = 64 << 10
)

// Ping says whether the scanner answers.
func (c *Clamd) Ping(ctx context.Context) error {
	answer, err := c.ask(ctx, "zPING\x00", nil)
	if err == nil && answer != "PONG" {
		err = unscanned(fmt.Errorf("it answers %q", answer))
	}
	return err
}

// Scan sends what r holds.
func (c *Clamd) Scan(ctx context.Context, r io.Reader) error {
	answer, err := c.ask(ctx, "zINSTREAM\x00", r)
	if err != nil {
		return err
	}
	found, infected := strings.CutSuffix(answer, " FOUND")
	switch {
	case answer == "stream: OK":
		return nil
	case infected:
		return errs.New(errs.Invalid, lang.Msg("document.infected", "what", strings.TrimPrefix(found, "stream: ")), nil)
	}
	return unscanned(fmt.Errorf("it answers %q", answer))
}

// ask says one command, sends what belongs to it, and returns the answer.
func (c *Clamd) ask(ctx context.Context, command string, body io.Reader) (string, error) {
	ctx, end := context.WithTimeout(ctx, scanTime)
	defer end()
	conn, err := (&net.Dialer{}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", unscanned(err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })() // a stop that waits for nothing
	if _, err := io.WriteString(conn, command); err != nil {
		return "", unscanned(err)
	}
	if body != nil {
		if err := send(conn, body); err != nil && !errors.As(err, new(*net.OpError)) {
			return "", err // ours to read; where the scanner stopped listening, its answer says why
		}
	}
	answer, err := bufio.NewReader(io.LimitReader(conn, 4096)).ReadString(0)
	if err != nil && answer == "" {
		return "", unscanned(err)
	}
	return strings.TrimRight(answer, "\x00\n"), nil
}

// send writes pieces, each behind its length, and an empty one at the end.
func send(w io.Writer, r io.Reader) error {
	buf := make([]byte, 4+scanChunk)
	for {
		n, err := io.ReadFull(r, buf[4:])
		binary.BigEndian.PutUint32(buf, uint32(n))
		if _, werr := w.Write(buf[:4+n]); werr != nil {
			return werr
		}
		if n == 0 && err == io.EOF {
			return nil
		}
		if err == io.ErrUnexpectedEOF {
			_, werr := w.Write(make([]byte, 4))
			return werr
		}
		if err != nil {
			return err
		}
	}
}

func unscanned(cause error) error {
	return errs.New(errs.Unavailable, lang.Msg("document.scanner_down"), cause)
}
