package netx

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Answer is what a service said.
type Answer struct {
	Status int
	Body   []byte
}

// Post sends a body to a service and returns its answer, whatever its status: services say
// in the body what they refuse. An answer longer than limit is an error (errs.TooLarge).
// Redirects are not followed, since what was sent is for that service alone.
func (c *Client) Post(ctx context.Context, address, contentType string, body []byte, limit int64) (a Answer, err error) {
	ctx, end := context.WithTimeout(ctx, c.total)
	defer end()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return a, refused(address, err)
	}
	req.Header.Set("User-Agent", "Twintown")
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", contentType)
	once := &http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := once.Do(req)
	if err != nil {
		return a, explain(ctx, req.URL.Host, err)
	}
	from := newBody(ctx, end, c.stall, limit, req.URL.Host, resp.Body)
	defer from.Close()
	a.Status = resp.StatusCode
	if a.Body, err = io.ReadAll(from); err != nil {
		return a, err
	}
	if a.Status >= http.StatusMultipleChoices && a.Status < http.StatusBadRequest {
		return a, errs.New(errs.Unavailable, lang.Msg("error.fetch.status", "address", address, "status", a.Status), nil)
	}
	return a, nil
}
