package main

import (
	"context"
	"errors"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/doctor"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/listen"
)

// A certificate that ends within two weeks was not renewed as it should have been: those
// of an authority are renewed a month before, and an administrator needs some days.
const certificateDays = 14

// checkCertificate says until when the node's certificate holds; nothing where it has none
// of its own, because a proxy stands before it or nobody comes from outside.
func checkCertificate(ctx context.Context, o tlsOptions, cache autocert.Cache, now time.Time) []doctor.Finding {
	var expiry listen.Expiry
	names, err := listen.ParseNames(*o.domain)
	switch {
	case err != nil:
		return []doctor.Finding{doctor.Ill("certificate", "error.tls_domain", "text", *o.domain)}
	case len(names) > 0:
		expiry, err = listen.CachedExpiry(ctx, cache, names[0])
		if errors.Is(err, autocert.ErrCacheMiss) {
			return []doctor.Finding{doctor.Ill("certificate", "doctor.no_certificate", "name", names[0])}
		}
	case *o.cert != "":
		expiry, err = listen.ExpiryOfFile(*o.cert)
	default:
		return nil
	}
	switch until := lang.DateOf(expiry.Until); {
	case err != nil:
		return []doctor.Finding{doctor.Ill("certificate", "doctor.certificate_damaged")}
	case expiry.Until.Before(now):
		return []doctor.Finding{doctor.Ill("certificate", "doctor.certificate_ended", "date", until)}
	case expiry.Until.Before(now.AddDate(0, 0, certificateDays)):
		return []doctor.Finding{doctor.Ill("certificate", "doctor.certificate_ends", "date", until)}
	default:
		return []doctor.Finding{doctor.Well("certificate", "doctor.certificate", "date", until)}
	}
}
