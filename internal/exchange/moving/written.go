package moving

import (
	"regexp"
	"strconv"
	"strings"

	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// longestDate bounds what a person writes for a date: the longest that the site prints
// itself has some forty letters.
const longestDate = 80

// ReadDate reads a date as a person writes it in any of the site's languages: "2006",
// "3 marca 2022", "03.2006", "ok. 1994". What can be two dates is read with the day first,
// as all of the site's languages write it. A day that the calendar does not have is returned
// as it stands, for the rule that refuses it; the empty text is the unknown date. Anything
// else is errs.Invalid.
func (l *Lexicon) ReadDate(text string, today lang.Date) (partnership.Date, error) {
	text = spaced(text)
	if text == "" {
		return partnership.Date{}, nil
	}
	if d, err := partnership.ParseDate(text); err == nil {
		return d, nil
	}
	if len(text) <= longestDate {
		d := dates{lexicon: l, order: DayFirst, year: today.Year}
		if w, ok := d.read(text); ok && w.End.IsZero() && w.Term == "" && !w.Endless {
			return w.Start, nil
		}
		d.lenient = true
		if date, ok := d.single(strings.ToLower(text)); ok {
			return date, nil
		}
	}
	return partnership.Date{}, errs.New(errs.Invalid, lang.Msg("error.date.words", "text", clipped(text)), nil)
}

// spans are the units of a term as all languages begin their words for them, folded.
var spans = map[string]string{
	"Y": "lat rok year jahr an ans ann met лет год гадо гад рок рiк рік",
	"M": "mies mon mois men мес мiс міс мес",
	"W": "tyg week woch semaine sav нед тыд тыж",
	"D": "dni dzie day tag jour dien дне дн дзен",
}

var oneSpan = regexp.MustCompile(`(\d{1,3})\s*([\p{L}\p{M}’']+)`)

// ReadTerm reads a term as a person writes it: "5 lat", "6 months", "1 rok i 6 miesięcy",
// "P5Y". The bool is false for anything else.
func (l *Lexicon) ReadTerm(text string) (partnership.Duration, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > longestDate {
		return "", false
	}
	if d := partnership.Duration(strings.ToUpper(text)); d != "" && d.Check() == nil {
		return d, true
	}
	found := map[string]int{}
	for _, m := range oneSpan.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		unit := unitOf(names.Fold(m[2]))
		if unit == "" || n == 0 {
			return "", false
		}
		found[unit] += n
	}
	d := ""
	for _, unit := range []string{"Y", "M", "W", "D"} {
		if n := found[unit]; n > 0 {
			d += strconv.Itoa(n) + unit
		}
	}
	if d == "" || partnership.Duration("P"+d).Check() != nil {
		return "", false
	}
	return partnership.Duration("P" + d), true
}

func unitOf(word string) string {
	for _, unit := range []string{"W", "M", "D", "Y"} {
		for stem := range strings.FieldsSeq(spans[unit]) {
			if stem == "an" && word != "an" {
				continue // "an" begins too much
			}
			if strings.HasPrefix(word, names.Fold(stem)) {
				return unit
			}
		}
	}
	return ""
}

// clipped is as much of a text as a sentence can repeat.
func clipped(text string) string {
	r := []rune(text)
	if len(r) > longestDate/2 {
		return string(r[:longestDate/2]) + "…"
	}
	return text
}
