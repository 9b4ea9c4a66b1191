package main

import (
	"flag"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/passkey"
	"twintown/internal/platform/signon"
)

// signOn are the settings of another log-in service.
type signOn struct{ issuer, client, secretFile, name *string }

func signOnFlags(fs *flag.FlagSet) signOn {
	return signOn{
		issuer:     fs.String("oidc-issuer", "", ""),
		client:     fs.String("oidc-client-id", "", ""),
		secretFile: fs.String("oidc-client-secret-file", "", ""),
		name:       fs.String("oidc-name", "", ""),
	}
}

// service is the log-in service that the flags name; nil where they name none.
func (o signOn) service(base *url.URL) (*signon.Service, error) {
	if *o.issuer == "" {
		return nil, nil
	}
	secret := ""
	if *o.secretFile != "" {
		raw, err := os.ReadFile(*o.secretFile)
		if err != nil {
			return nil, errs.New(errs.Invalid, lang.Msg("error.oidc_secret", "file", *o.secretFile), err)
		}
		secret = strings.TrimSpace(string(raw))
	}
	s, err := signon.New(signon.Options{
		Issuer: *o.issuer, ClientID: *o.client, Secret: secret, Name: *o.name, Back: base.JoinPath("/sign-in/service/back").String(),
	})
	if err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.oidc", "issuer", *o.issuer), err)
	}
	return s, nil
}

// passkeysAt is the site as devices know it. Browsers ask devices only for a name, by
// https or on this machine; at another address there are no passkeys.
func passkeysAt(base *url.URL, name string) *passkey.Party {
	_, err := netip.ParseAddr(base.Hostname())
	if err == nil || base.Scheme != "https" && base.Hostname() != "localhost" {
		return nil
	}
	party, err := passkey.New(base, name)
	if err != nil {
		return nil
	}
	return party
}
