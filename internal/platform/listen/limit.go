package listen

import (
	"net"
	"sync"
)

// Limit bounds how many connections of a listener are open at once; further ones wait in
// the socket. A connection that was accepted is always handed out, also while the listener
// closes: where systemd holds the socket, nobody else would answer it.
func Limit(l net.Listener, most int) net.Listener {
	return &bounded{Listener: l, places: make(chan struct{}, most), closed: make(chan struct{})}
}

type bounded struct {
	net.Listener
	places chan struct{}
	once   sync.Once
	closed chan struct{}
}

// Accept waits for a free place first.
func (b *bounded) Accept() (net.Conn, error) {
	select {
	case b.places <- struct{}{}:
	case <-b.closed:
		return nil, net.ErrClosed
	}
	c, err := b.Listener.Accept()
	if err != nil {
		<-b.places
		return nil, err
	}
	return &placed{Conn: c, leave: sync.OnceFunc(func() { <-b.places })}, nil
}

// Close ends an Accept that waits for a place, too.
func (b *bounded) Close() error {
	b.once.Do(func() { close(b.closed) })
	return b.Listener.Close()
}

type placed struct {
	net.Conn
	leave func()
}

// Close gives the place back.
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
