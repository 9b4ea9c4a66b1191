package block

import (
	"regexp"
	"strings"
	"unicode"
)

// contacts are what was taken out of a line.
type contacts struct {
	phones      []Phone
	mails, webs []string
}

func (c contacts) some() bool { return len(c.phones)+len(c.mails)+len(c.webs) > 0 }

var (
	mailForm = regexp.MustCompile(`[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}`)
	webForm  = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>"']{3,300}`)
	// a number as it is written: groups of digits with spaces, brackets, dots, dashes
	phoneForm = regexp.MustCompile(`(?:\+\s?|00)?\(?\d[\d ()./–-]{3,26}\d`)
	// times with dots look like groups of digits: 8.00-15.00
	timesForm = regexp.MustCompile(`^\d{1,2}[.]\d{2}\s*[–-]\s*\d{1,2}[.]\d{2}$`)
	label     = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(tel/fax|tel|telefon|telefonas|telefonai|phone|fon|mobile|mobil|mob|kom|komórka|handy|fax|faksas|faks|tél|téléphone|portable|тел|телефон|телефоны|телефони|факс|моб|тэл|тэлефон|тэлефоны)(?:\p{L}{0,3})\.?\s*(?:nr|no|№)?\.?\s*:?\s*`)
	faxLabel  = regexp.MustCompile(`(?i)(fax|faks|факс)`)
	mailLabel = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(e-mail|email|mail|courriel|el\. paštas|el\. p|эл\. почта|электронная почта|эл\. пошта|ел\. пошта|пошта|почта|strona|www|web|internet|adres e-mail)\s*:?\s*`)
	// numbers of registers and accounts are no phones
	register = regexp.MustCompile(`(?i)(nip|regon|krs|iban|konto|rachunek|siret|siren|kodas|унп|інн|инн|єдрпоу|окпо|ust-id)`)
)

// fewest and most digits of a number that can be dialled (E.164 has at most fifteen).
const (
	fewestDigits = 5
	mostDigits   = 15
	bareDigits   = 9 // without a word for "phone" beside it
)

// contactsIn takes phones, mail and web addresses out of a line and returns what is left.
func contactsIn(text string) (c contacts, rest string) {
	rest = mailForm.ReplaceAllStringFunc(text, func(s string) string {
		c.mails = append(c.mails, strings.TrimRight(s, "."))
		return " "
	})
	rest = webForm.ReplaceAllStringFunc(rest, func(s string) string {
		c.webs = append(c.webs, strings.TrimRight(s, ".,;)"))
		return " "
	})
	rest = phonesIn(rest, &c)
	if !c.some() {
		return c, text
	}
	rest = mailLabel.ReplaceAllString(label.ReplaceAllString(rest, " "), " ")
	rest = strings.Join(strings.Fields(rest), " ")
	return c, strings.Trim(rest, " ,;:|/·•()")
}

func phonesIn(text string, c *contacts) string {
	text = strings.ReplaceAll(text, " / ", " ; ") // between two numbers, not within one
	var out strings.Builder
	at := 0
	for _, m := range phoneForm.FindAllStringIndex(text, -1) {
		raw := strings.TrimRight(text[m[0]:m[1]], " (./–-")
		if !isPhone(text, m[0], raw) {
			continue
		}
		near := text[at:m[0]]
		c.phones = append(c.phones, Phone{Raw: raw, Fax: faxLabel.MatchString(near)})
		out.WriteString(near + " ")
		at = m[0] + len(raw)
	}
	return out.String() + text[at:]
}

// isPhone says whether digits are a number to dial: they begin with +, or a word for
// "phone" stands before them, or they are long and stand alone.
func isPhone(line string, at int, raw string) bool {
	n := 0
	for _, r := range raw {
		if unicode.IsDigit(r) {
			n++
		}
	}
	before := line[:at]
	switch {
	case n < fewestDigits || n > mostDigits || timesForm.MatchString(raw):
		return false
	case strings.HasPrefix(raw, "+"), label.MatchString(before):
		return true
	case register.MatchString(before), strings.ContainsAny(line, "@"):
		return false
	}
	return n >= bareDigits && !strings.ContainsFunc(line, unicode.IsLetter)
}

var (
	streetFirst = regexp.MustCompile(`(?i)^(ul|al|pl|os|ulica|aleja|plac|rynek|rue|avenue|av|bd|boulevard|quai|вул|вуліца|вулиця|ул|улица|просп|праспект|проспект|пр-т|пл|площа|плошча|площадь|г|м|adres|adresse|address|adresas|адрес|адрас|адреса)(\.\s*|:\s*|\s+)\p{L}`)
	streetLast  = regexp.MustCompile(`(?i)(straße|strasse|str\.|platz|allee|gasse|weg|gatvė|gatve|\sg\.|prospektas|\spr\.|\sal\.|street|road|avenue|lane|square)\s*,?\s*\d`)
	postcode    = regexp.MustCompile(`(^|[\s,(])(\d{2}-\d{3}\s+\p{L}|LT-\d{5}|(D-)?\d{5}\s+\p{L}|\d{5,6},?\s+\p{L})`)
)

// longAddress bounds what is taken for an address; what is longer is a sentence.
const longAddress = 140

func isAddress(text string) bool {
	return len([]rune(text)) <= longAddress && (streetFirst.MatchString(text) || streetLast.MatchString(text) || postcode.MatchString(text))
}
