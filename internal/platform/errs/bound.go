package errs

import (
	"unicode/utf8"

	"twintown/internal/platform/lang"
)

// First returns the first failure.
func First(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// TooLong refuses a text of more letters than a field takes.
func TooLong(field, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return In(field, lang.Msg("error.partnership.long", "max", most))
	}
	return nil
}

// TooMany refuses a list of more entries than a field takes.
func TooMany(field string, n, most int) error {
	if n > most {
		return In(field, lang.Msg("error.help.many", "max", most))
	}
	return nil
}
