// Package listen is how requests reach a node: sockets, certificates, and the proxies that
// stand before it.
//
// A node opens its sockets itself ([Open]) or gets them from systemd ([Inherited]), which
// holds them while the program is replaced, so that a restart refuses nobody. It speaks TLS
// in one of two ways: with a certificate from files, which it reads again when they change
// ([Files]), or with one that it asks for itself by ACME, RFC 8555 ([ACME]). Or it speaks
// plain HTTP behind a proxy that an operator names; only of such a proxy it believes whose
// request it forwards ([Proxies]).
//
//	proxies, err := listen.ParseProxies("10.0.0.0/8, 192.0.2.7")
//	server.Handler = proxies.Handler(site)
//
// Behind [Proxies.Handler], http.Request.RemoteAddr is the reader's address, whoever stood
// between: what counts attempts by address asks nothing else.
package listen

import (
	"errors"
	"net"
	"os"
	"syscall"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Open listens on a TCP address, such as "127.0.0.1:8080". Its errors say to people what
// to do.
func Open(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errs.New(errs.Unavailable, lang.Msg("error.port_in_use", "address", addr), err)
	case errors.Is(err, os.ErrPermission):
		return nil, errs.New(errs.Forbidden, lang.Msg("error.port_forbidden", "address", addr), err)
	case err != nil:
		return nil, errs.New(errs.Invalid, lang.Msg("error.address", "address", addr), err)
	}
	return l, nil
}
