package procedure

import (
	"slices"

	"twintown/internal/place"
	"twintown/internal/platform/lang"
)

// Law is a rule on which a step of a side rests. It is no legal advice: it says where one may
// look, and when we read it there.
type Law struct {
	Code    string       // names the message procedure.law.<code>, which says what it asks
	Country string       // ISO 3166-1
	Kinds   []place.Kind // of units for which it holds; empty: all
	Steps   []Step       // for which it matters
	Act     string       // of parliament, in its own language
	Article string       // as it is cited; "": the source names none
	Source  string       // where we read it: its title
	URL     string
	Read    lang.Date
}

// towns are units with a council of the lowest tier. What the gazetteer has as a settlement
// is mostly the seat of one.
var towns = []place.Kind{place.Municipality, place.Settlement}

// read is the day on which the sources of the table were read.
var read = lang.Date{Year: 2026, Month: 11, Day: 26}

// laws is what we know; what is not here is not known to us.
var laws = []Law{
	{
		Code: "pl.council", Country: "PL", Kinds: towns, Steps: []Step{Resolution},
		Act: "ustawa z dnia 8 marca 1990 r. o samorządzie gminnym", Article: "art. 18 ust. 2 pkt 12a",
		Source: "Gmina Ulan-Majorat: uchwała nr XXIII/110/09 z dnia 22 czerwca 2009 r.", URL: "http://archiwum.ulanmajorat.pl/www.ulanmajorat.pl/art%2C152%2Cuchwala-nr-xxiii11009-rady-gminy-ulan-majorat-z-dnia-22-czerwca-2009-r.html", Read: read,
	},
	{
		Code: "pl.council", Country: "PL", Kinds: []place.Kind{place.County}, Steps: []Step{Resolution},
		Act: "ustawa z dnia 5 czerwca 1998 r. o samorządzie powiatowym", Article: "art. 12 pkt 9a",
		Source: "BIP Starostwa Powiatowego w Białymstoku: uchwała nr LXXX/583/2023 Rady Powiatu Białostockiego", URL: "http://bip.st.bialystok.wrotapodlasia.pl/Rada_Pow/Rp_ProgDzia/94895c57f13aa99/uchwala-lxxx-nr--5832023-rady-powiatu-bialostockiego-z-dnia-28-wrzesnia-2023-roku-w-sprawie-wspolpracy-pomiedzy-powiatem-bialostockim-a-miastem-uzhorod-na-ukrainie.html", Read: read,
	},
	{
		Code: "lt.council", Country: "LT", Steps: []Step{Resolution},
		Act: "Lietuvos Respublikos vietos savivaldos įstatymas, 1994 m. liepos 7 d. Nr. I-533", Article: "15 str. 2 d.",
		Source: "e-seimas.lrs.lt: Vietos savivaldos įstatymas, suvestinė redakcija", URL: "https://e-seimas.lrs.lt/rs/actualedition/TAIS.5884/QUsXvEONmi", Read: read,
	},
	{
		Code: "de.council", Country: "DE", Steps: []Step{Resolution},
		Act: "Grundgesetz für die Bundesrepublik Deutschland", Article: "Art. 28 Abs. 2 Satz 1",
		Source: "Bundesverwaltungsgericht, Urteil vom 14.12.1990, 7 C 58/89", URL: "http://saarheim.de/Entscheidungen/BVerwG%20-%207%20C%2058aus89.htm", Read: read,
	},
	{
		Code: "fr.council", Country: "FR", Steps: []Step{Resolution},
		Act: "Code général des collectivités territoriales", Article: "art. L. 1115-1",
		Source: "Haute-Garonne Ingénierie (ATD 31): Quelle est la procédure à suivre pour le jumelage d’une commune avec une ville étrangère ?", URL: "https://atd31.fr/fr/publications/info-lettre/il-2024/info-lettre-363/vos-questions-nos-reponses-quelle-est-la-procedure-a-suivre-pour-le-jumelage-d-une-commune-avec-une-ville-etrangere.html", Read: read,
	},
	{
		Code: "fr.agreement", Country: "FR", Steps: []Step{Ceremony},
		Act: "Code général des collectivités territoriales", Article: "art. L. 1115-1, al. 2",
		Source: "Doctrine: article L1115-1 du Code général des collectivités territoriales", URL: "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070633/articles/LEGIARTI000006389099", Read: read,
	},
	{
		Code: "ua.council", Country: "UA", Kinds: towns, Steps: []Step{Resolution},
		Act: "Закон України «Про місцеве самоврядування в Україні»", Article: "ст. 25, 26, 59",
		Source: "Бродівська міська рада: проєкт рішення від 12.11.2025", URL: "https://brody.golos.net.ua/?id=3714&p=proekty_rishen&sp=single", Read: read,
	},
	{
		Code: "ua.draft", Country: "UA", Steps: []Step{Resolution, Ceremony},
		Act:    "Закон України «Про міжнародне територіальне співробітництво України» від 24.04.2024 № 3668-IX",
		Source: "Білгород-Дністровська районна державна адміністрація: Реєстрація проєктів угод", URL: "https://bd-rda.od.gov.ua/reyestracziya-proyektiv-ugod-pravyla-ta-typovi-pomylky", Read: read,
	},
}

// Countries are those for which the table has anything.
func Countries() (all []string) {
	for _, l := range laws {
		if !slices.Contains(all, l.Country) {
			all = append(all, l.Country)
		}
	}
	return all
}

// LawOf is what we know of the law on which a step rests, for a unit of a kind in a country;
// nothing where it is not known to us.
func LawOf(country string, kind place.Kind, step Step) (all []Law) {
	for _, l := range laws {
		if l.Country == country && slices.Contains(l.Steps, step) && (len(l.Kinds) == 0 || slices.Contains(l.Kinds, kind)) {
			all = append(all, l)
		}
	}
	return all
}

// Cited is the law as it is cited: its article first where it has one.
func (l Law) Cited() string {
	if l.Article == "" {
		return l.Act
	}
	return l.Article + ", " + l.Act
}
