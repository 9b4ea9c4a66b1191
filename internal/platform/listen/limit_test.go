package listen

import (
	"errors"
	"net"
	"testing"
)

// Connections past the limit wait until another ends, and an accept that waits for a
// place ends with the listener.
func TestLimit(t *testing.T) {
	inner, err := Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Limit(inner, 2)
	accepted := make(chan net.Conn)
	ended := make(chan error, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				ended <- err
				return
			}
			accepted <- c
		}
	}()
	for range 3 {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
	}
	first, second := <-accepted, <-accepted
	select {
	case <-accepted:
		t.Fatal("a third connection was taken")
	default:
	}
	first.Close()
	first.Close() // gives back one place, not two
	third := <-accepted
	l.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("an accept that waited: %v, want %v", err, net.ErrClosed)
	}
	second.Close()
	third.Close()
}
