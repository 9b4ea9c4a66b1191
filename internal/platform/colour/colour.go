// Package colour measures colours as people see them: how far two of them stand apart
// (the contrast of WCAG 2), and which one that can be read lies nearest to one that cannot.
//
// A [Colour] is an sRGB colour of eight bits a channel, as a screen shows it and a person
// types it ("#1a5f7a"). Contrast is a matter of its luminance; likeness is a matter of
// OKLCH, in which equal steps look equal: [Legible] keeps hue and chroma of a colour as
// far as a screen can, and moves its lightness only as far as it must.
//
//	c, err := colour.Parse("#ffcc00")
//	c.Contrast(paper)                            // 1.5
//	colour.Legible(c, colour.Surface{paper, 4.5}) // a dark yellow
//
// The figures are those of the sRGB standard (IEC 61966-2-1), of WCAG 2.2 and of
// Björn Ottosson's OKLab.
package colour

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colour is an sRGB colour. The zero value is black.
type Colour struct{ R, G, B uint8 }

// String is the colour as a style sheet has it: "#1a5f7a".
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Parse reads "#1a5f7a", "1A5F7A" or the short "#1ab".
func Parse(text string) (Colour, error) {
	digits := strings.TrimPrefix(strings.TrimSpace(text), "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return Colour{}, fmt.Errorf("%.20q is no colour: six hexadecimal digits are", text)
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// Contrast is WCAG's ratio of two colours' luminances, from 1 (the same) to 21 (black on white).
func (c Colour) Contrast(other Colour) float64 {
	a, b := c.luminance(), other.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// luminance is WCAG's relative luminance.
func (c Colour) luminance() float64 {
	r, g, b := c.linear()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// linear are the channels as light, not as numbers for a screen.
func (c Colour) linear() (r, g, b float64) { return toLight(c.R), toLight(c.G), toLight(c.B) }

func toLight(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// fromLight is a channel's number, and how far out of a screen's range the light is.
func fromLight(x float64) (v uint8, outside float64) {
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = 1.055*math.Pow(x, 1/2.4) - 0.055
	}
	inside := min(max(x, 0), 1)
	return uint8(math.Round(inside * 255)), math.Abs(x - inside)
}
