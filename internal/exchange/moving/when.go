package moving

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/names"
	"twintown/internal/partnership"
)

// When is what a cell says about time: a start, an end, both, or that nothing is known.
type When struct {
	Start, End partnership.Date
	Unknown    bool // it says that the date is not known
	Endless    bool // it says that there is no end
	Term       partnership.Duration
}

// Order says how day and month stand in a date of figures with slashes or hyphens.
type Order uint8

// The orders.
const (
	OrderUnknown Order = iota
	DayFirst
	MonthFirst
)

// Years that a partnership of towns can be of: the oldest known is of 1836, and a term
// may run far ahead.
const (
	firstYear = 1800
	lastYear  = 2100
	// pivotYear: partnerships of towns begin after the war, so '45 is 1945.
	pivotYear = 45
)

// dates reads dates as people write them.
type dates struct {
	lexicon *Lexicon
	order   Order
	serial  bool // a number of five figures is a spreadsheet's number of days
	year    int  // the present one
	lenient bool // days that the calendar does not have are read as they stand
}

// read reads a cell. ok is false when it says something else, or something that could be
// two things. The date has the precision and the qualifier that stand there, no more.
func (d dates) read(text string) (w When, ok bool) {
	text = strings.ToLower(spaced(text))
	folded := names.Fold(text)
	switch {
	case folded == "" || unknownDate[folded]:
		return When{Unknown: true}, true
	case endless(folded):
		return When{Endless: true}, true
	}
	if term, ok := d.term(folded); ok {
		return When{Term: term}, true
	}
	if from, to, ok := d.period(text); ok {
		return When{Start: from, End: to}, true
	}
	start, ok := d.single(text)
	return When{Start: start}, ok
}

// spaced is a text with one plain space wherever it has any: what is copied from a page or a
// letter has some that do not break.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// unknownDate are the ways to say that nobody knows.
var unknownDate = map[string]bool{
	"brak": true, "brak danych": true, "bd": true, "b d": true, "nieznana": true, "nieznany": true, "nie dotyczy": true, "nd": true, "unknown": true,
	"not known": true, "n a": true, "na": true, "unbekannt": true, "k a": true, "keine angabe": true, "inconnu": true, "inconnue": true, "nezinoma": true,
	"nera": true, "nera duomenu": true, "неизвестно": true, "нет данных": true, "нет": true, "невядома": true, "няма звестак": true, "няма": true,
	"невідомо": true, "немає": true, "немає даних": true, "x": true,
}

// endless says whether a text means "without limit of time".
func endless(folded string) bool {
	for _, stem := range []string{
		"bezterminow", "nieokreslon", "czas nieokreslon", "na czas nieokreslon", "indefinit", "unlimited", "no end", "open ended", "unbefrist", "unbegrenzt",
		"illimit", "duree illimit", "indetermin", "duree indetermin", "neterminuot", "neribot", "бессроч", "неопределен", "на неопределен", "бестэрмін", "безтэрмін", "безстрок",
	} {
		if strings.HasPrefix(folded, stem) {
			return true
		}
	}
	return false
}

// years is "5 lat", "5 years", "5 Jahre", "5 ans", "5 metai", "5 лет", "5 гадоў", "5 років".
var years = regexp.MustCompile(`^(?:na |for |auf |pour |на |fur )?(\d{1,2}) ?(?:lat|lata|rok|years?|jahre?n?|ans?|metams|metai|metu|лет|год|года|гадоу|гады|рокiв|років|роки|рік)$`)

func (d dates) term(folded string) (partnership.Duration, bool) {
	m := years.FindStringSubmatch(folded)
	if m == nil || m[1] == "0" {
		return "", false
	}
	return partnership.Duration("P" + strings.TrimLeft(m[1], "0") + "Y"), true
}

// betweenDates are what parts two dates: a dash, or a word between spaces.
var betweenDates = regexp.MustCompile(`\s*[–—−]\s*|\s+-\s+|\s+(?:do|to|until|bis|au|à|iki|по|до|да)\s+|\s*\.\.\.?\s*|\s*…\s*`)

// twoYears is "2006-2011", where the hyphen cannot part a year from its month.
var twoYears = regexp.MustCompile(`^\D*(\d{4})\s*[-/]\s*(\d{4})\D*$`)

// stillGoing are the ways to say that a period has not ended.
var stillGoing = map[string]bool{
	"": true, "teraz": true, "obecnie": true, "nadal": true, "dzis": true, "now": true, "today": true, "present": true, "heute": true, "ce jour": true,
	"aujourdhui": true, "dabar": true, "siol": true, "наст время": true, "настоящее время": true, "сегодня": true, "цяпер": true, "сёння": true, "тепер": true, "сьогодні": true,
}

// period reads "2006–2011", "od 2006 do 2011", "12.03.2006 - 11.03.2011", "2006 –".
func (d dates) period(text string) (from, to partnership.Date, ok bool) {
	if m := twoYears.FindStringSubmatch(text); m != nil {
		text = m[1] + "–" + m[2]
	}
	parts := betweenDates.Split(text, 3)
	if len(parts) != 2 {
		return from, to, false
	}
	from, ok = d.single(parts[0])
	if !ok || stillGoing[names.Fold(parts[1])] {
		return from, to, ok
	}
	to, ok = d.single(parts[1])
	return from, to, ok && !to.IsZero() && to.Year >= from.Year
}

// Words that stand beside a date.
var (
	aboutWords  = set("ok około okolo circa ca c cca about around approx approximately um etwa ungefähr vers environ apie около ок примерно каля прыблізна близько бл приблизно")
	beforeWords = set("przed before vor avant prieš перед")
	afterWords  = set("po after nach après after после пасля після")
	sinceWords  = set("od since from seit ab von depuis dès des de du le en nuo с со з із від in im am w we na dnia dn roku rok r the v в у г год года гг р рік року m d mėn metų metai metais jahr jahre year année an st nd rd th er of den dem м д ad")
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[names.Fold(w)] = true
	}
	return all
}

// piece is a number or a month of a date.
type piece struct {
	value, digits int
	month         bool // by name or in Roman figures
	sign          byte // what stands right after a number: '/', '-', '.', or 0
}

var pieces = regexp.MustCompile(`\d+|[\p{L}\p{M}’']+|[^\d\p{L}\p{M}]`)

// single reads one date.
func (d dates) single(text string) (date partnership.Date, ok bool) {
	var found []piece
	qualifier := partnership.Exactly
	for _, token := range pieces.FindAllString(text, -1) {
		switch {
		case token[0] >= '0' && token[0] <= '9':
			n, err := strconv.Atoi(token)
			if err != nil || len(found) == 3 {
				return date, false
			}
			found = append(found, piece{value: n, digits: len(token)})
		case isLetter([]rune(token)[0]):
			next, month, ok := d.wordOf(token, len(found) > 0)
			switch {
			case !ok || next != "" && qualifier != partnership.Exactly && next != qualifier:
				return date, false
			case month != 0:
				found = append(found, piece{value: month, month: true})
			case next != "":
				qualifier = next
			}
		case token == "?" || token == "~" || token == "≈":
			qualifier = partnership.About
		case strings.Contains("/-.", token):
			if n := len(found); n > 0 && found[n-1].sign == 0 {
				found[n-1].sign = token[0]
			}
		case !strings.Contains(" ,()\n[]:", token):
			return date, false
		}
	}
	date, ok = d.assemble(found)
	date.Qualifier = qualifier
	return date, ok && !date.IsZero()
}

// wordOf reads a word of a date: a qualifier, a month, or one that says nothing.
func (d dates) wordOf(token string, afterNumber bool) (q partnership.Qualifier, month int, ok bool) {
	key := names.Fold(token)
	if n := slices.Index(romans, key); n >= 0 && (afterNumber || len(key) > 1) {
		return "", n + 1, true
	}
	switch {
	case aboutWords[key]:
		return partnership.About, 0, true
	case beforeWords[key]:
		return partnership.Before, 0, true
	case afterWords[key]:
		return partnership.After, 0, true
	case sinceWords[key]:
		return "", 0, true
	}
	month, ok = d.lexicon.month(key)
	return "", month, ok
}

// romans are months as Poles, Balts and Russians write them: 12 III 1995.
var romans = []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}

// assemble makes a date of its numbers, by their form.
func (d dates) assemble(p []piece) (date partnership.Date, ok bool) {
	form := ""
	for _, one := range p {
		switch {
		case one.month:
			form += "M"
		case one.digits == 4:
			form += "Y"
		case one.digits <= 2:
			form += "n"
		default:
			form += "#"
		}
	}
	year, month, day := 0, 0, 0
	switch form {
	case "Y":
		year = p[0].value
	case "YM", "Yn":
		year, month = p[0].value, p[1].value
	case "MY", "nY":
		year, month = p[1].value, p[0].value
	case "Ynn", "YMn":
		year, month, day = p[0].value, p[1].value, p[2].value
	case "nMY":
		year, month, day = p[2].value, p[1].value, p[0].value
	case "MnY":
		year, month, day = p[2].value, p[0].value, p[1].value
	case "nnY", "nnn":
		if day, month, ok = d.dayAndMonth(p); !ok {
			return date, false
		}
		if year, ok = p[2].value, true; form == "nnn" {
			year, ok = d.century(p[2])
		}
		if !ok {
			return date, false
		}
	case "#":
		if !d.serial {
			return date, false
		}
		c, ok := dateOfSerial(float64(p[0].value), false)
		year, month, day = c.Year, c.Month, c.Day
		if !ok || p[0].digits != 5 {
			return date, false
		}
	default:
		return date, false
	}
	if d.lenient {
		return partnership.On(year, month, day), year > 0
	}
	return valid(year, month, day, form)
}

// valid refuses what is on no calendar.
func valid(year, month, day int, form string) (partnership.Date, bool) {
	if year < firstYear || year > lastYear || len(form) > 1 && month < 1 || month > 12 {
		return partnership.Date{}, false
	}
	if len(form) == 3 || day != 0 {
		if t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); day < 1 || t.Day() != day {
			return partnership.Date{}, false
		}
	}
	return partnership.On(year, month, day), true
}

// dayAndMonth tells which of two numbers is the day. With points the day stands first in
// all of Europe; with other signs it depends on whose list it is.
func (d dates) dayAndMonth(p []piece) (day, month int, ok bool) {
	a, b := p[0].value, p[1].value
	switch {
	case p[0].sign == '.' || a > 12 || a == b:
		return a, b, true
	case b > 12:
		return b, a, true
	case d.order == DayFirst:
		return a, b, true
	case d.order == MonthFirst:
		return b, a, true
	}
	return 0, 0, false
}

// century completes a year of two figures; the ok is false where it could be either.
func (d dates) century(p piece) (int, bool) {
	switch {
	case p.digits != 2:
		return 0, false
	case p.value >= pivotYear:
		return 1900 + p.value, true
	case 2000+p.value <= d.year+1:
		return 2000 + p.value, true
	}
	return 0, false
}
