package blob

import (
	"errors"
	"net/url"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// S3Options say where a bucket is.
type S3Options struct {
	Endpoint string // host or host:port
	Secure   bool   // speak https
	Region   string // "" where the server does not care
	Bucket   string
	Prefix   string // "" or a path without slashes at its ends
	Key      string // who we are
	Secret   string // never in an address: an address stands in process lists
}

// The variables that hold the keys, in the order in which they are asked. The second
// pair is the one that operators of S3 have already.
var keyVariables = [][2]string{
	{"TWINTOWN_MEDIA_KEY", "TWINTOWN_MEDIA_SECRET"},
	{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
}

// awsEndpoint is asked where the address names no other.
const awsEndpoint = "https://s3.amazonaws.com"

// ParseS3 reads an address such as
//
//	s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-central
//
// and takes the keys from lookup. Without an endpoint it is Amazon's; an endpoint
// without a scheme is https.
func ParseS3(address string, lookup func(string) (string, bool)) (S3Options, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User != nil {
		return S3Options{}, badAddress(err)
	}
	opt := S3Options{Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"), Region: u.Query().Get("region")}
	endpoint := u.Query().Get("endpoint")
	if endpoint == "" {
		endpoint = awsEndpoint
	}
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	server, err := url.Parse(endpoint)
	if err != nil || server.Host == "" || server.User != nil || strings.Trim(server.Path, "/") != "" {
		return S3Options{}, badAddress(err)
	}
	if server.Scheme != "http" && server.Scheme != "https" {
		return S3Options{}, badAddress(errors.New("the endpoint is neither http nor https"))
	}
	opt.Endpoint, opt.Secure = server.Host, server.Scheme == "https"
	for _, names := range keyVariables {
		id, there := lookup(names[0])
		secret, told := lookup(names[1])
		if there && told {
			opt.Key, opt.Secret = id, secret
			return opt, nil
		}
	}
	return S3Options{}, errs.New(errs.Invalid, lang.Msg("blob.no_keys", "key", keyVariables[0][0], "secret", keyVariables[0][1]), nil)
}

const exampleAddress = "s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-central"

func badAddress(cause error) error {
	return errs.New(errs.Invalid, lang.Msg("blob.address", "example", exampleAddress), cause)
}
