package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// readyTime is longer than a node that answers at all needs, and shorter than a
// supervisor waits.
const readyTime = 2 * time.Second

// ready asks a node on this machine whether it serves, for supervisors that can only start
// programs: a container has no shell and no other one.
func ready(ctx context.Context, p *program, args []string) error {
	fs := p.flags("ready")
	addr, domain, cert := fs.String("addr", plainAddr, ""), fs.String("tls-domain", "", ""), fs.String("tls-cert", "", "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	secure := *domain != "" || *cert != ""
	if secure && *addr == plainAddr {
		*addr = secureAddr
	}
	host, port, err := net.SplitHostPort(*addr)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.address", "address", *addr), err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return askReady(ctx, p, net.JoinHostPort(host, port), secure)
}

func askReady(ctx context.Context, p *program, address string, secure bool) error {
	scheme := "http://"
	// The certificate is for the site's name, not for this machine: whether it is right, the
	// doctor says.
	client := &http.Client{Timeout: readyTime, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}}
	if secure {
		scheme = "https://"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+address+"/readyz", nil)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.address", "address", address), err)
	}
	resp, err := client.Do(req)
	if err == nil {
		resp.Body.Close()
	}
	if err != nil || resp.StatusCode != http.StatusOK {
		return errs.New(errs.Unavailable, lang.Msg("cli.not_ready", "address", address), err)
	}
	p.say(p.out, "cli.is_ready", "address", address)
	return nil
}
