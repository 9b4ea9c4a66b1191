package operator

import (
	"math"

	"twintown/internal/platform/colour"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Theme is day or night.
type Theme string

// The themes.
const (
	Day   Theme = "day"
	Night Theme = "night"
)

// What WCAG 2.2 wants at least: 1.4.3 of text, 1.4.11 of marks.
const (
	ofText = 4.5
	ofMark = 3
)

// apart is how different the two accents must look (see [colour.Colour.Distance]): the
// program's own are 0.22 apart, and below 0.1 the strands of a braid run together.
const apart = 0.1

// grounds are the surfaces of ui/css/base/tokens.css on which an accent stands, as text
// or as a mark; a test compares them with that file.
var grounds = map[Theme][]colour.Surface{
	Day: {
		{Ground: colour.LCH{L: 0.984, C: 0.006, H: 85}.Colour(), Least: ofText}, // --paper
		{Ground: colour.LCH{L: 0.96, C: 0.009, H: 85}.Colour(), Least: ofText},  // --tint
		{Ground: colour.LCH{L: 0.996, C: 0.003, H: 85}.Colour(), Least: ofText}, // --raised
		{Ground: colour.LCH{L: 0.922, C: 0.014, H: 88}.Colour(), Least: ofMark}, // --land
		{Ground: colour.LCH{L: 0.88, C: 0.022, H: 88}.Colour(), Least: ofMark},  // --land-own
	},
	Night: {
		{Ground: colour.LCH{L: 0.185, C: 0.02, H: 262}.Colour(), Least: ofText},  // --paper
		{Ground: colour.LCH{L: 0.225, C: 0.023, H: 262}.Colour(), Least: ofText}, // --tint
		{Ground: colour.LCH{L: 0.25, C: 0.025, H: 262}.Colour(), Least: ofText},  // --raised
		{Ground: colour.LCH{L: 0.27, C: 0.024, H: 262}.Colour(), Least: ofMark},  // --land
		{Ground: colour.LCH{L: 0.315, C: 0.028, H: 262}.Colour(), Least: ofMark}, // --land-own
	},
}

// The program's own accents, as ui/css/base/tokens.css has them.
var ownColours = map[Theme][2]colour.Colour{
	Day:   {colour.LCH{L: 0.44, C: 0.115, H: 242}.Colour(), colour.LCH{L: 0.52, C: 0.165, H: 36}.Colour()},
	Night: {colour.LCH{L: 0.77, C: 0.1, H: 236}.Colour(), colour.LCH{L: 0.76, C: 0.125, H: 48}.Colour()},
}

// Judgement is what can be said of a chosen accent in one theme.
type Judgement struct {
	Theme    Theme
	Colour   colour.Colour
	Contrast float64 // the weakest
	Least    float64 // what is wanted there
	Passes   bool
	Nearest  colour.Colour // the nearest colour that passes; Colour itself when it does
}

// Judge measures an accent on all surfaces of a theme.
func Judge(theme Theme, c colour.Colour) Judgement {
	worst, contrast, ok := colour.Weakest(c, grounds[theme])
	nearest, _ := colour.Legible(c, grounds[theme]) // on one theme's papers there is always one
	return Judgement{Theme: theme, Colour: c, Contrast: contrast, Least: worst.Least, Passes: ok, Nearest: nearest}
}

// Palette is the accents as pages show them, for day and night: here, there, and joint,
// which is between them.
type Palette struct{ Here, There, Joint, HereNight, ThereNight, JointNight colour.Colour }

// Palette completes the chosen colours: the one for the night follows from that for the
// day, as the nearest that can be read there, and what was not chosen is the program's
// own. ok is false where nothing was chosen, or where a stored colour cannot be read.
func (c Colours) Palette() (p Palette, ok bool) {
	if c == (Colours{}) {
		return Palette{}, false
	}
	day, night := ownColours[Day], ownColours[Night]
	for i, chosen := range [2][2]string{{c.Here, c.HereNight}, {c.There, c.ThereNight}} {
		if chosen[0] != "" {
			c, err := colour.Parse(chosen[0])
			if err != nil {
				return Palette{}, false
			}
			day[i], _ = colour.Legible(c, grounds[Day])
			night[i], _ = colour.Legible(c, grounds[Night])
		}
		if chosen[1] != "" {
			c, err := colour.Parse(chosen[1])
			if err != nil {
				return Palette{}, false
			}
			night[i], _ = colour.Legible(c, grounds[Night])
		}
	}
	return NewPalette(day, night), true
}

// NewPalette is the palette of two accents by day and by night.
func NewPalette(day, night [2]colour.Colour) Palette {
	joint := func(theme Theme, two [2]colour.Colour) colour.Colour {
		c, _ := colour.Legible(colour.Between(two[0], two[1]), grounds[theme])
		return c
	}
	return Palette{day[0], day[1], joint(Day, day), night[0], night[1], joint(Night, night)}
}

// Legible says whether all accents can be read where they stand: the address of a style
// sheet may name any colours.
func (p Palette) Legible() bool {
	for _, c := range []colour.Colour{p.Here, p.There} {
		if !Judge(Day, c).Passes {
			return false
		}
	}
	return Judge(Night, p.HereNight).Passes && Judge(Night, p.ThereNight).Passes
}

// check judges the chosen colours.
func (c Colours) check() (faults Faults) {
	chosen := func(field, text string, theme Theme) (colour.Colour, bool) {
		if text == "" {
			return colour.Colour{}, false
		}
		parsed, err := colour.Parse(text)
		if err != nil {
			faults = append(faults, Fault{Field: field, Message: lang.Msg("operator.fault.no_colour")})
			return colour.Colour{}, false
		}
		if j := Judge(theme, parsed); !j.Passes {
			faults = append(faults, Fault{
				Field: field, Instead: j.Nearest.String(),
				Message: lang.Msg("operator.fault.contrast."+string(theme), "contrast", math.Floor(j.Contrast*10)/10, "least", j.Least, "nearest", j.Nearest.String()),
			})
			return parsed, false
		}
		return parsed, true
	}
	for _, pair := range []struct {
		theme       Theme
		here, there string
		field       string
	}{{Day, c.Here, c.There, "there"}, {Night, c.HereNight, c.ThereNight, "there_night"}} {
		suffix := ""
		if pair.theme == Night {
			suffix = "_night"
		}
		a, one := chosen("here"+suffix, pair.here, pair.theme)
		b, other := chosen("there"+suffix, pair.there, pair.theme)
		if one && other && a.Distance(b) < apart {
			faults = append(faults, Fault{Field: pair.field, Message: lang.Msg("operator.fault.alike")})
		}
	}
	return faults
}

// Faults are what is wrong with a face, field by field. It is an error of kind Invalid.
type Faults []Fault

// Fault is one field that cannot be saved as it is.
type Fault struct {
	Field   string // "here", "names.pl", "funders.0.url"
	Message lang.Message
	Instead string // a value that would do, where one can be offered
}

// Error implements error, for the log.
func (f Faults) Error() string {
	text := "face:"
	for _, fault := range f {
		text += " " + fault.Field + " " + fault.Message.Key
	}
	return text
}

// Err is nil where nothing is wrong, else an error that says the first fault to people.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, f[0].Message, f)
}

// At returns what is wrong with a field.
func (f Faults) At(field string) (Fault, bool) {
	for _, fault := range f {
		if fault.Field == field {
			return fault, true
		}
	}
	return Fault{}, false
}
