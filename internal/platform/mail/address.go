package mail

import (
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of RFC 5321 for an address and its left side; a name longer than 120 signs is
// no name.
const (
	mostAddress = 254
	mostLocal   = 64
	mostName    = 120
)

// Address is an e-mail address that is safe in a header: one line of ASCII, the part
// after the @ in the form that servers look up.
type Address string

// ParseAddress reads the address that a person typed. What is no single, plain address
// is refused (errs.Invalid). The part after the @ may hold letters of any language; the
// part before it may not, because hardly any server delivers that.
func ParseAddress(typed string) (Address, error) {
	refuse := func(cause error) (Address, error) {
		return "", errs.New(errs.Invalid, lang.Msg("mail.address_wrong", "address", cut(clean(typed), mostAddress)), cause)
	}
	typed = strings.TrimSpace(typed)
	local, host, found := strings.Cut(typed, "@")
	if !found || len(typed) > 4*mostAddress || local == "" || len(local) > mostLocal || typed != clean(typed) {
		return refuse(nil)
	}
	host, err := idna.Lookup.ToASCII(host)
	if again, aerr := idna.Lookup.ToASCII(host); aerr != nil || again != host {
		return refuse(aerr) // a name that only looks like one
	}
	if err != nil || !strings.Contains(host, ".") || strings.HasSuffix(host, ".") {
		return refuse(err)
	}
	whole := local + "@" + strings.ToLower(host)
	for _, r := range whole {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`"\(),:;<>[]`, r) {
			return refuse(nil)
		}
	}
	parsed, err := netmail.ParseAddress(whole)
	if err != nil || parsed.Address != whole || len(whole) > mostAddress {
		return refuse(err)
	}
	return Address(whole), nil
}

// Key is the address as it is compared: hardly any server tells "Office@" from "office@".
func (a Address) Key() string { return strings.ToLower(string(a)) }

// Host is what stands after the @.
func (a Address) Host() string {
	_, host, _ := strings.Cut(string(a), "@")
	return host
}

// clean makes one line of text that is safe to show and to put into a header: no line
// breaks or control characters, and none of the signs that turn the direction of what
// follows.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff':
			return -1
		}
		return r
	}, s))
}

// cut shortens s to n signs.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}
