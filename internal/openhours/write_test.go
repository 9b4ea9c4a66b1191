package openhours

import (
	"slices"
	"testing"
)

// reading is a text as people write it, and what it is in the language.
type reading struct {
	text, want string
	langs      []string
}

var readings = []reading{
	// Eight languages of the site.
	{"Pon. 13:00 – 20:00", "Mo 13:00-20:00", nil},
	{"Wt.–Pt. 8:00–15:00", "Tu-Fr 08:00-15:00", nil},
	{"od poniedziałku do piątku w godz. 8–16", "Mo-Fr 08:00-16:00", nil},
	{"Poniedziałek: 8⁰⁰–16⁰⁰, Wtorek: 8⁰⁰–15⁰⁰", "Mo 08:00-16:00, Tu 08:00-15:00", nil},
	{"pn.-czw. 7.30-15.30; pt. 7.30-14.00; święta nieczynne", "Mo-Th 07:30-15:30; Fr 07:30-14:00; PH off", nil},
	{"poniedzialek-piatek 8-16", "Mo-Fr 08:00-16:00", nil},
	{"codziennie 10-18", "Mo-Su 10:00-18:00", nil},
	{"Mo–Fr 8–15 Uhr", "Mo-Fr 08:00-15:00", nil},
	{"Mo: geschlossen, Di: 14-18Uhr, Mi-Sa: 10-18Uhr", "Mo off, Tu 14:00-18:00, We-Sa 10:00-18:00", nil},
	{"Montags bis freitags von 9 bis 17 Uhr, Sonn- und Feiertage geschlossen", "Mo-Fr 09:00-17:00, Su,PH off", nil},
	{"Mo und Do 9:00 - 12:00 Uhr", "Mo,Th 09:00-12:00", nil},
	{"24. Dez – 26. Dez geschlossen", "Dec 24-26 off", nil},
	{"lun-ven 9h-12h30, 14h-17h", "Mo-Fr 09:00-12:30,14:00-17:00", nil},
	{"du lundi au vendredi de 9h à 12h", "Mo-Fr 09:00-12:00", nil},
	{"I–V 8.00–17.00 val.", "Mo-Fr 08:00-17:00", nil},
	{"pirmadienį–penktadienį nuo 8 iki 17", "Mo-Fr 08:00-17:00", []string{"lt"}},
	{"Pr–Kt 8:00–17:00, Pn 8:00–15:45", "Mo-Th 08:00-17:00, Fr 08:00-15:45", []string{"lt"}},
	{"Пн 13:00–20:00", "Mo 13:00-20:00", nil},
	{"с понедельника по пятницу с 9 до 18 часов", "Mo-Fr 09:00-18:00", nil},
	{"Пн-Пт 9:00-18:00, сб, вс выходной", "Mo-Fr 09:00-18:00, Sa,Su off", nil},
	{"Понеділок – п’ятниця 9:00–18:00, субота – неділя зачинено", "Mo-Fr 09:00-18:00, Sa-Su off", nil},
	{"Пн-Чц 8.30-17.30; Пт 8.30-16.15", "Mo-Th 08:30-17:30; Fr 08:30-16:15", nil},
	{"з панядзелка па пятніцу 9-18", "Mo-Fr 09:00-18:00", nil},
	{"Monday to Friday 9am to 5pm; Sat 10 a.m. - noon", "Mo-Fr 09:00-17:00; Sa 10:00-12:00", nil},
	// Spellings.
	{"Mo-Fr 0800-1630", "Mo-Fr 08:00-16:30", nil},
	{"mo 8-12 tu 9-13", "Mo 08:00-12:00, Tu 09:00-13:00", nil},
	{"Mo 8-12\nTu 9-13", "Mo 08:00-12:00; Tu 09:00-13:00", nil},
	{"lun-mar 9-12", "Mo-Tu 09:00-12:00", nil},
	{"1-5pm", "13:00-17:00", nil},
	{"Mo, 10-12", "Mo 10:00-12:00", nil},
	{"2026-12-24 off", "2026 Dec 24 off", nil},
	{"1. Mai bis 30. September 10-18 Uhr", "May 01-Sep 30 10:00-18:00", nil},
	{"1 May 2027 off", "2027 May 01 off", nil},
	// The same word in different languages.
	{"So 10-12", "Su 10:00-12:00", []string{"de"}},
	{"So 10-12", "Sa 10:00-12:00", []string{"pl"}},
	{"Pn 8-16", "Mo 08:00-16:00", []string{"pl"}},
	{"Pn 8-16", "Fr 08:00-16:00", []string{"lt"}},
	{"listopad 12:00-18:00", "Nov 12:00-18:00", []string{"pl"}},
	{"listopad 12:00-18:00", "Oct 12:00-18:00", []string{"hr"}},
	{"Mo-So 10-12", "Mo-Su 10:00-12:00", []string{"de"}},
	// The language's own form stays as it is, or takes its one spelling.
	{"Su,Mo  10:00-12:00 ;PH off", "Su,Mo 10:00-12:00; PH off", nil},
	{"00:00-24:00", "00:00-24:00", nil},
	{"open", "24/7", nil},
	{"closed", "off", nil},
	{"10:00-12:00 open", "10:00-12:00", nil},
	{"22:00-26:00", "22:00-02:00", nil},
	{`Mo unknown "maybe"`, `Mo "maybe"`, nil},
	{"Sep 15+Sa-Oct Su[1],Oct 01-3: Mo-Su 07:30-03:00", "Sep 15+Sa-Oct Su[1],Oct 01-03 Mo-Su 07:30-03:00", nil},
	{"2013: Jan", "2013: Jan", nil},
	{"Aug: Su[-1] +1 day", "Aug: Su[-1] +1 day", nil},
	{"Aug Su[-1] +1 day", "Aug Su[-1] +1 day", nil},
}

func TestUnderstandsWhatPeopleWrite(t *testing.T) {
	for _, r := range readings {
		h, _, err := ParseWith(r.text, Options{Langs: r.langs})
		if err != nil {
			t.Errorf("%q: %v", r.text, err)
			continue
		}
		if got := h.String(); got != r.want {
			t.Errorf("%q: %q, want %q", r.text, got, r.want)
		}
	}
}

var refused = []reading{
	{"", string(Empty), nil},
	{" ; ", string(Empty), nil},
	{"sometimes", string(UnknownWord), nil},
	{"So 10-12", string(AmbiguousWord), nil},
	{"listopad 12:00-18:00", string(AmbiguousWord), nil},
	{"werktags 9-17", string(AmbiguousWord), nil},
	{"Sommer 10-18", string(SeasonWord), nil},
	{"zimą 10-14", string(SeasonWord), nil},
	{`10:00-12:00 "ring`, string(OpenComment), nil},
	{"10?00-12:00", string(BadCharacter), nil},
	{"10:60-12:00", string(BadTime), nil},
	{"25am-26pm", string(BadTime), nil},
	{"10:00-49:00", string(BadTime), nil},
	{"24:30-25:00", string(BeyondTheDay), nil},
	{"10:00", string(PointInTime), nil},
	{"10:00-12:00/00:30", string(RangeNotPoint), nil},
	{"10:00-", string(Incomplete), nil},
	{"Feb 30", string(BadDate), nil},
	{"easter-2026 easter +2 days", string(BadDate), nil},
	{"week 54", string(BadWeek), nil},
	{"2028-2026", string(BadYears), nil},
	{"Mo[6]", string(BadNumber), nil},
	{"Jan 01-10/0", string(BadNumber), nil},
	{"Mo[1", string(Incomplete), nil},
	{"Mo[1;2]", string(BracketExpected), nil},
	{"(sunrise+01:00-12:00", string(BracketExpected), nil},
	{"|| open", string(NothingToFill), nil},
	{"We, Aug Mo", string(Misplaced), nil},
	{"open off", string(Misplaced), nil},
	{"10:00-12:00:", string(Misplaced), nil},
}

func TestSaysWhyATextIsNoValue(t *testing.T) {
	for _, r := range refused {
		h, _, err := Parse(r.text)
		e, ok := err.(*SyntaxError)
		switch {
		case !ok:
			t.Errorf("%q: %v, read as %v", r.text, err, h)
		case string(e.Code) != r.want:
			t.Errorf("%q: %s, want %s", r.text, e.Code, r.want)
		case e.Found != r.text[e.At.From:e.At.To]:
			t.Errorf("%q: %+v", r.text, e)
		}
	}
	long := make([]byte, maxText+1)
	if _, _, err := Parse(string(long)); err == nil {
		t.Error("a text of any length is read")
	}
}

func TestWarnsOfWhatIsDoubtful(t *testing.T) {
	for text, want := range map[string][]Code{
		"Mo-Fr 08:00-16:00; PH off":       nil,
		"Mo-Fr 08:00-16:00,":              {EmptyRule},
		"10-12":                           {NoMinutes},
		"6-7":                             {AmbiguousHour, AmbiguousHour, NoMinutes},
		"Mo":                              {Vague},
		"08:00-16:00 Mo":                  {Switched, Switched},
		"Mo 08:00-12:00 14:00-16:00":      {NoSeparator},
		"Mo,Mo 08:00-12:00":               {Repeated},
		"Fr 22:00-04:00; Sa 21:00-04:00":  {NightOverwritten},
		"Fr 22:00-04:00, Sa 21:00-04:00":  nil,
		"Feb week 06 10:00-12:00":         {MonthAndWeek},
		"Jan 01-22/1 10:00-12:00":         {StepOfOne},
		"10:00-(sunset+00:00)":            {ZeroOffset},
		`10:00-12:00 ""`:                  {EmptyComment},
		"10:00-12:00 open „bitte läuten“": {Quotes},
	} {
		_, warnings, err := Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var got []Code
		for _, w := range warnings {
			got = append(got, w.Code)
		}
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
