package web

import (
	"slices"
	"strings"

	"twintown/internal/names"
	"twintown/internal/platform/lang"
)

// tongueOption is a language in which an act may have been signed.
type tongueOption struct {
	Code, Name        string
	Signed, Authentic bool
}

// tongueOptions are the languages that the form offers: the site's own, and what else it names.
func (s *Site) tongueOptions(p *page, f *form) (list []tongueOption) {
	codes := s.languagesFrom(p.Lang)
	for _, code := range append(slices.Clone(f.all("language")), f.all("authentic")...) {
		if code = clipped(code); code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		list = append(list, tongueOption{code, p.p.LanguageName(code), f.Ticked("language", code), f.Ticked("authentic", code)})
	}
	return list
}

// takeTongues reads the languages of the signed versions and those that are authentic,
// which are signed too.
func (s *Site) takeTongues(a *actForm, p *page) (signed, authentic []string) {
	add := func(list []string, code string) []string {
		if slices.Contains(list, code) || !isTongue(p, code) {
			return list
		}
		return append(list, code)
	}
	for _, code := range a.all("language") {
		signed = add(signed, code)
	}
	for _, code := range a.all("authentic") {
		signed, authentic = add(signed, code), add(authentic, code)
	}
	named := a.text("language_other")
	if named == "" {
		return signed, authentic
	}
	known := s.tongueNames(p)
	for word := range strings.SplitSeq(named, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		code := known[names.Fold(word)]
		if code == "" {
			a.fail("language_other", lang.Msg("desk.act.language.unknown", "text", word))
			continue
		}
		signed = add(signed, code)
	}
	return signed, authentic
}

// isTongue says whether a code is one of a language: a name is known for its base, and what
// follows is a script or a region.
func isTongue(p *page, code string) bool {
	base, rest, _ := strings.Cut(code, "-")
	plain := !strings.ContainsFunc(rest, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	return plain && clipped(code) != "" && p.p.LanguageName(base) != base
}

// tongueNames are the codes of all languages of two letters by their names in the site's
// languages, and by the codes themselves.
func (s *Site) tongueNames(p *page) map[string]string {
	known := map[string]string{}
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			code := string([]rune{first, second})
			if !isTongue(p, code) {
				continue
			}
			for _, language := range s.languages {
				known[names.Fold(s.catalog.Printer(language).LanguageName(code))] = code
			}
			known[code] = code
		}
	}
	return known
}
