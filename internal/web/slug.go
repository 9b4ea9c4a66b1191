package web

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// slugLength keeps addresses short enough to be read; the number finds the place.
const slugLength = 48

// slug is a name as it stands in an address: lower-case Latin letters and digits, other
// scripts transliterated. A name that leaves nothing gives "".
func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(unidecode.Unidecode(name)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '`' || r == '"': // soft signs and apostrophes join
		default:
			gap = true
		}
		if b.Len() >= slugLength {
			break
		}
	}
	return b.String()
}

// numbered is a number with its slug, "776069-bialystok".
func numbered(id int64, name string) string {
	text := strconv.FormatInt(id, 10)
	if s := slug(name); s != "" {
		text += "-" + s
	}
	return text
}

// placeNumber reads the number before the slug.
func placeNumber(text string) (int64, error) {
	digits, _, _ := strings.Cut(text, "-")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id <= 0 {
		return 0, errs.New(errs.NotFound, lang.Msg("error.page.404.text"), err)
	}
	return id, nil
}
