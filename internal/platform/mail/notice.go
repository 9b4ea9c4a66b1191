package mail

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Notice is a delivery status notification (RFC 3464): a server's mail that says what
// became of one of ours.
type Notice struct {
	MessageID string    // of our mail, without brackets; "" where the notice does not say
	Failures  []Failure // the recipients who did not get it and never will
}

// Failure is what a notice says of one recipient.
type Failure struct {
	Recipient string // the address
	Status    string // "5.1.1"
	Answer    string // the server's words
}

// Limits of a notice: it returns at most one mail of ours.
const (
	mostNotice   = 4 << 20
	mostParts    = 20
	mostFailures = 100
)

// ReadNotice reads a mail that a mail server sent back. A mail that is no delivery status
// notification is errs.Invalid. A notice of mere delay has no failures.
func ReadNotice(r io.Reader) (n Notice, err error) {
	refuse := func(cause error) (Notice, error) {
		return Notice{}, errs.New(errs.Invalid, lang.Msg("mail.no_notice"), cause)
	}
	msg, err := netmail.ReadMessage(bufio.NewReader(io.LimitReader(r, mostNotice)))
	if err != nil {
		return refuse(err)
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(params["report-type"], "delivery-status") || params["boundary"] == "" {
		return refuse(err)
	}
	parts, seen := multipart.NewReader(msg.Body, params["boundary"]), false
	for range mostParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status", "message/global-delivery-status":
			n.Failures, seen = readStatus(part), true
		case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
			n.MessageID = readMessageID(part)
		}
	}
	if !seen {
		return refuse(nil)
	}
	return n, nil
}

// readStatus reads the groups of fields: one about the mail, then one for each recipient.
func readStatus(r io.Reader) (all []Failure) {
	fields := textproto.NewReader(bufio.NewReader(r))
	for len(all) < mostFailures {
		group, err := fields.ReadMIMEHeader()
		if f, failed := failure(group); failed {
			all = append(all, f)
		}
		if err != nil {
			return all
		}
	}
	return all
}

func failure(group textproto.MIMEHeader) (Failure, bool) {
	recipient := group.Get("Original-Recipient") // as we wrote it; the final one may be an alias
	if recipient == "" {
		recipient = group.Get("Final-Recipient")
	}
	f := Failure{
		Recipient: typed(recipient), Status: firstWord(group.Get("Status")),
		Answer: cut(clean(typed(group.Get("Diagnostic-Code"))), mostAnswer),
	}
	if f.Answer == "" {
		f.Answer = f.Status
	}
	return f, strings.EqualFold(firstWord(group.Get("Action")), "failed") && f.Recipient != ""
}

// typed takes the value of a field such as "rfc822; office@example.org".
func typed(field string) string {
	if _, value, found := strings.Cut(field, ";"); found {
		field = value
	}
	return strings.Trim(strings.TrimSpace(field), "<>")
}

// firstWord leaves comments out: "failed (no such user)".
func firstWord(s string) string {
	if words := strings.Fields(s); len(words) > 0 {
		return words[0]
	}
	return ""
}

// readMessageID reads the head of the mail that comes back.
func readMessageID(r io.Reader) string {
	head, err := textproto.NewReader(bufio.NewReader(r)).ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return ""
	}
	id := strings.Trim(strings.TrimSpace(head.Get("Message-Id")), "<>")
	if len(id) > mostAddress || id != clean(id) {
		return ""
	}
	return id
}
