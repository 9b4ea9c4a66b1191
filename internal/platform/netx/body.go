package netx

import (
	"context"
	"errors"
	"io"
	"time"
)

// body reads at most a number of bytes, and gives up when nothing comes for too
// long or the whole takes too long.
type body struct {
	ctx   context.Context
	end   context.CancelFunc
	from  io.ReadCloser
	left  int64
	limit int64
	stall time.Duration
	quiet *time.Timer
	host  string
}

// errStalled ends a body whose sender fell silent.
var errStalled = errors.New("netx: nothing came for too long")

func newBody(ctx context.Context, end context.CancelFunc, stall time.Duration, limit int64, host string, from io.ReadCloser) *body {
	b := &body{ctx: ctx, end: end, from: from, left: limit, limit: limit, stall: stall, host: host}
	// closing makes a Read that waits return
	b.quiet = time.AfterFunc(stall, func() { from.Close() })
	b.quiet.Stop() // it runs during a Read alone: the reader may take its time
	return b
}

// Read reads on. Past the limit it returns errs.TooLarge, after a silence or the
// end of the call's time errs.Unavailable.
func (b *body) Read(p []byte) (int, error) {
	if int64(len(p))-1 > b.left {
		p = p[:b.left+1] // one more than allowed, to see whether there is more
	}
	b.quiet.Reset(b.stall)
	n, err := b.from.Read(p)
	silent := !b.quiet.Stop()
	if int64(n) > b.left {
		n, b.left = int(b.left), 0
		return n, tooLarge(b.host, b.limit)
	}
	b.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		if silent {
			err = timeout{errStalled}
		}
		err = explain(b.ctx, b.host, err)
	}
	return n, err
}

// timeout marks a cause as one of too little time, as package net does.
type timeout struct{ error }

// Timeout is true.
func (timeout) Timeout() bool { return true }

// Temporary is true: the next try may succeed.
func (timeout) Temporary() bool { return true }

// Close ends the call.
func (b *body) Close() error {
	b.quiet.Stop()
	err := b.from.Close()
	b.end()
	return err
}
