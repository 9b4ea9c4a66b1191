package relay

import (
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
)

// Limits of what is written.
const (
	longestText   = 20_000 // characters: seven pages, longer than any letter between offices
	mostFiles     = 10
	longestReason = 1000
	mostQuotes    = 20
)

// check returns what is wrong with a message, by field, and tidies it.
func (m *Message) check(languages func(string) bool) error {
	m.Text = strings.TrimSpace(m.Text)
	switch {
	case m.Text == "" && len(m.Phrases) == 0 && len(m.Intakes) == 0:
		return errs.In("text", lang.Msg("error.relay.empty"))
	case utf8.RuneCountInString(m.Text) > longestText:
		return errs.In("text", lang.Msg("error.partnership.long", "max", longestText))
	case !languages(m.Language):
		return errs.In("language", lang.Msg("error.relay.language"))
	case len(m.Intakes) > mostFiles:
		return errs.In("file", lang.Msg("document.too_many", "most", mostFiles))
	}
	m.Phrases = phrase.Sorted(m.Phrases)
	return phrase.Check(m.Phrases)
}

// isLanguage says whether a code can be one: which languages there are, the faces know.
func isLanguage(code string) bool {
	return len(code) == 2 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == ""
}

// reasoned checks words that say why; they may be needed.
func reasoned(field, text string, needed bool) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case needed && text == "":
		return "", errs.In(field, lang.Msg("error.relay.why"))
	case utf8.RuneCountInString(text) > longestReason:
		return "", errs.In(field, lang.Msg("error.partnership.long", "max", longestReason))
	}
	return text, nil
}
