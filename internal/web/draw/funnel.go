package draw

import "math"

// Portion is one step of a funnel: how many are known to come of the first, and how many are
// only inferred to.
type Portion struct{ Sure, Inferred int }

// Stratum is a drawn step: a bar that grows to both sides of the middle, for the two sides
// that every contact has. What is only inferred lies outside of what is sure, hollow.
type Stratum struct {
	Y, H        float64 // of the bar
	Text        float64 // y of the words' base line
	Here, There Box     // what is sure
	Outer       []Box   // what is inferred
	Zero        bool    // nothing is known
}

// Funnel is what came of contacts, step by step: bars on one scale, joined by what is left
// from one step to the next.
type Funnel struct {
	Width, Height, Middle float64
	Left, Right           float64 // where the words end and the numbers begin
	Strata                []Stratum
	Joins                 []string // paths between two bars
}

// Measures of a funnel.
const (
	funnelStep  = 46.0
	funnelBar   = 22.0
	funnelGap   = 14.0 // between words and the longest bar
	funnelSmall = 3.0  // of each half, so that one of a thousand is seen

	narrowWidth = 340.0 // of a phone held upright, without its margins
	narrowStep  = 54.0
	narrowWords = 18.0 // of the words above a bar
)

// NewFunnel draws steps, with room for the words on the left and on the right.
func NewFunnel(steps []Portion, left, right []string) Funnel {
	f := Funnel{Width: Width, Height: funnelStep*float64(len(steps)) - (funnelStep - funnelBar) + 4}
	f.Left, f.Right = funnelRoom(left), Width-funnelRoom(right)
	return f.fill(steps, (f.Right-f.Left)/2-funnelGap, funnelStep, 0)
}

// NarrowFunnel draws steps for a narrow screen: the words stand above the bars.
func NarrowFunnel(steps []Portion) Funnel {
	f := Funnel{Width: narrowWidth, Height: narrowStep*float64(len(steps)) - (narrowStep - funnelBar - narrowWords) + 4, Right: narrowWidth}
	return f.fill(steps, narrowWidth/2, narrowStep, narrowWords)
}

// fill draws the bars of half a width each, so far below each other, each so far below its words.
func (f Funnel) fill(steps []Portion, half, step, words float64) Funnel {
	f.Middle = tenth((f.Left + f.Right) / 2)
	most := 1
	for _, s := range steps {
		most = max(most, s.Sure+s.Inferred)
	}
	size := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return math.Max(half*float64(n)/float64(most), funnelSmall)
	}
	var was float64
	for i, s := range steps {
		y := step*float64(i) + words + 2
		sure, all := size(s.Sure), size(s.Sure+s.Inferred)
		x := Stratum{Y: tenth(y), H: funnelBar, Text: tenth(y + funnelBar/2 + 5), Zero: s.Sure+s.Inferred == 0}
		if words > 0 {
			x.Text = tenth(y - 6)
		}
		if s.Sure > 0 {
			x.Here, x.There = Box{tenth(f.Middle - sure), tenth(sure)}, Box{f.Middle, tenth(sure)}
		}
		if s.Inferred > 0 {
			all = math.Max(all, sure+funnelSmall)
			x.Outer = []Box{{tenth(f.Middle - all), tenth(all - sure)}, {tenth(f.Middle + sure), tenth(all - sure)}}
		}
		if i > 0 && was > 0 && all > 0 {
			var p path
			p.move(f.Middle-was, y-step+funnelBar)
			p.line(f.Middle+was, y-step+funnelBar)
			p.line(f.Middle+all, y)
			p.line(f.Middle-all, y)
			f.Joins = append(f.Joins, string(p)+"Z")
		}
		was = all
		f.Strata = append(f.Strata, x)
	}
	return f
}

// funnelRoom is how wide words are, at most a third of the drawing.
func funnelRoom(words []string) float64 {
	room := 0.0
	for _, w := range words {
		room = max(room, wordScale*TextWidth(w))
	}
	return tenth(min(room, Width/3))
}
