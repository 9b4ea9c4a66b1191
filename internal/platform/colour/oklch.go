package colour

import "math"

// LCH is a colour in OKLCH: lightness from 0 to 1, chroma from 0 to about 0.37, hue in
// degrees.
type LCH struct{ L, C, H float64 }

// LCH returns the colour in OKLCH.
func (c Colour) LCH() LCH {
	l, a, b := c.lab()
	h := math.Atan2(b, a) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return LCH{l, math.Hypot(a, b), h}
}

func (c Colour) lab() (lightness, a, b float64) {
	r, g, bl := c.linear()
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*bl)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*bl)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*bl)
	return 0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s
}

// barely is how far out of a screen's range a channel may lie: half a step of 255.
const barely = 0.5 / 255

// Colour is the sRGB colour of lightness and hue whose chroma comes nearest to the
// wanted one: a screen cannot show every chroma at every lightness.
func (w LCH) Colour() Colour {
	if c, fits := w.clipped(); fits {
		return c
	}
	low, high := 0.0, w.C
	for range 16 { // 2⁻¹⁶ of the chroma is far below one step of a channel
		mid := (low + high) / 2
		if _, fits := (LCH{w.L, mid, w.H}).clipped(); fits {
			low = mid
		} else {
			high = mid
		}
	}
	c, _ := LCH{w.L, low, w.H}.clipped()
	return c
}

func (w LCH) clipped() (c Colour, fits bool) {
	rad := w.H * math.Pi / 180
	a, b := w.C*math.Cos(rad), w.C*math.Sin(rad)
	l := cube(w.L + 0.3963377774*a + 0.2158037573*b)
	m := cube(w.L - 0.1055613458*a - 0.0638541728*b)
	s := cube(w.L - 0.0894841775*a - 1.2914855480*b)
	var out [3]float64
	c.R, out[0] = fromLight(4.0767416621*l - 3.3077115913*m + 0.2309699292*s)
	c.G, out[1] = fromLight(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s)
	c.B, out[2] = fromLight(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
	return c, max(out[0], out[1], out[2]) <= barely
}

func cube(x float64) float64 { return x * x * x }

// Distance is how different two colours look: 0.02 is just seen.
func (c Colour) Distance(other Colour) float64 {
	l, a, b := c.lab()
	l2, a2, b2 := other.lab()
	return math.Sqrt((l-l2)*(l-l2) + (a-a2)*(a-a2) + (b-b2)*(b-b2))
}

// Between is the colour half-way between two, by lightness, chroma and the shorter way
// round of the hue.
func Between(c, other Colour) Colour {
	p, q := c.LCH(), other.LCH()
	turn := math.Mod(q.H-p.H+540, 360) - 180
	return LCH{(p.L + q.L) / 2, (p.C + q.C) / 2, math.Mod(p.H+turn/2+360, 360)}.Colour()
}
