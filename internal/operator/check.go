package operator

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/platform/lang"
)

// Limits of what a face holds, in characters. The longest imprint of a Polish city has
// about 6,000.
const (
	mostName    = 120
	mostShort   = 30 // what fits a header beside a logo on a phone
	mostLine    = 200
	mostText    = 10_000
	mostFunders = 12
)

var (
	regionCode = regexp.MustCompile(`^[A-Z]{2}(\.[A-Z0-9]{1,10})?$`)
	phone      = regexp.MustCompile(`^\+?[0-9][0-9 ()/.-]{4,30}$`)
)

// Check judges a face before it is saved. known are the languages that the program
// speaks.
func (f *Face) Check(known []string) Faults {
	c := &checker{known: known}
	c.text("names", f.Names, mostName)
	c.line("short", f.Short, mostShort)
	c.languages(f)
	c.faults = append(c.faults, f.Colours.check()...)
	c.contact("contact", f.Contact)
	c.contact("controller", f.Controller)
	c.contact("barriers", f.Barriers)
	c.text("imprint", f.Imprint, mostText)
	c.text("privacy", f.Privacy, mostText)
	c.text("limits", f.Limits, mostText)
	c.funders(f.Funders)
	if f.HomeRegion != "" && !regionCode.MatchString(f.HomeRegion) {
		c.add("home_region", lang.Msg("operator.fault.region"))
	}
	if f.HomePlace < 0 {
		c.add("home_place", lang.Msg("operator.fault.place"))
	}
	c.front(f)
	return c.faults
}

type checker struct {
	known  []string
	faults Faults
}

func (c *checker) add(field string, m lang.Message) {
	c.faults = append(c.faults, Fault{Field: field, Message: m})
}

func (c *checker) text(field string, t Text, most int) {
	for code, text := range t {
		if !slices.Contains(c.known, code) {
			c.add(field+"."+code, lang.Msg("operator.fault.language", "language", code))
			continue
		}
		c.bounded(field+"."+code, text, most, "\n\t")
	}
}

func (c *checker) line(field, text string, most int) { c.bounded(field, text, most, "") }

// bounded refuses what is too long, no text at all, or has signs that nobody types.
func (c *checker) bounded(field, text string, most int, allowed string) {
	switch {
	case utf8.RuneCountInString(text) > most:
		c.add(field, lang.Msg("operator.fault.too_long", "most", most))
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(allowed, r) || unicode.Is(unicode.Bidi_Control, r)
	}):
		c.add(field, lang.Msg("operator.fault.signs"))
	}
}

func (c *checker) languages(f *Face) {
	seen := map[string]bool{}
	for _, code := range f.Languages {
		if !slices.Contains(c.known, code) || seen[code] {
			c.add("languages", lang.Msg("operator.fault.language", "language", code))
			return
		}
		seen[code] = true
	}
	if f.DefaultLanguage != "" && len(f.Languages) > 0 && !seen[f.DefaultLanguage] ||
		f.DefaultLanguage != "" && !slices.Contains(c.known, f.DefaultLanguage) {
		c.add("default_language", lang.Msg("operator.fault.default_language"))
	}
}

func (c *checker) contact(field string, v Contact) {
	c.line(field+".name", v.Name, mostLine)
	c.bounded(field+".address", v.Address, 5*mostLine, "\n")
	c.line(field+".phone", v.Phone, mostLine)
	if v.Email != "" && !isAddress(v.Email) {
		c.add(field+".email", lang.Msg("operator.fault.email"))
	}
	if v.Phone != "" && !phone.MatchString(v.Phone) {
		c.add(field+".phone", lang.Msg("operator.fault.phone"))
	}
}

// isAddress takes a bare address with a domain that has a dot.
func isAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > 254 { // RFC 5321
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

func (c *checker) funders(list []Funder) {
	if len(list) > mostFunders {
		c.add("funders", lang.Msg("operator.fault.funders", "most", mostFunders))
		return
	}
	for i, f := range list {
		field := "funders." + strconv.Itoa(i)
		if strings.TrimSpace(f.Name) == "" {
			c.add(field+".name", lang.Msg("operator.fault.funder_name"))
		}
		c.line(field+".name", f.Name, mostLine)
		c.text(field+".credit", f.Credit, 5*mostLine)
		if f.URL != "" && !isWebAddress(f.URL) {
			c.add(field+".url", lang.Msg("operator.fault.url"))
		}
	}
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(text) <= 500
}
