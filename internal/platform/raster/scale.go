package raster

// axis says of which points along an edge each point of the result is the mean, and how
// much of it each of them is.
type axis struct {
	from   []int    // the first point
	at     []int    // where its weights begin; one more at the end
	weight []uint32 // those of one result add up to one
}

// one is a weight that is all.
const one = 1 << 16

// newAxis divides from points into to parts of the same length.
func newAxis(from, to int) axis {
	a := axis{from: make([]int, to), at: make([]int, to+1), weight: make([]uint32, 0, from+to)}
	for i := range to {
		low, high := i*from, (i+1)*from // in parts of a point, of which one has as many as there are results
		a.from[i] = low / to
		said := 0
		for k := a.from[i]; k*to < high; k++ {
			covered := (min(high, (k+1)*to) - low) * one / from
			a.weight = append(a.weight, uint32(covered-said))
			said = covered
		}
		a.at[i+1] = len(a.weight)
	}
	return a
}

// row takes the means along a row, in 256ths. by is the number of channels.
func (a *axis) row(out []uint32, in []uint8, by int) {
	if by == 1 {
		a.single(out, in)
		return
	}
	for i, from := range a.from {
		weights := a.weight[a.at[i]:a.at[i+1]]
		for c := range by {
			var sum uint32
			for k, w := range weights {
				sum += uint32(in[(from+k)*by+c]) * w
			}
			out[i*by+c] = (sum + 128) >> 8
		}
	}
}

func (a *axis) single(out []uint32, in []uint8) {
	for i, from := range a.from {
		weights := a.weight[a.at[i]:a.at[i+1]]
		points := in[from:][:len(weights)]
		var sum uint32
		for k, w := range weights {
			sum += uint32(points[k]) * w
		}
		out[i] = (sum + 128) >> 8
	}
}

// scale draws a plane as another one of any size.
func (p plane) scale(to plane) {
	if p.w == to.w && p.h == to.h {
		for y := range p.h {
			copy(to.pix[y*to.stride:][:p.w*p.by], p.pix[y*p.stride:])
		}
		return
	}
	scaleRows(func(y int) []uint8 { return p.pix[y*p.stride:] }, p.w, p.h, to)
}

// scaleRows draws rows that are asked for one after another, each once, as a plane.
func scaleRows(row func(y int) []uint8, w, h int, to plane) {
	across, down := newAxis(w, to.w), newAxis(h, to.h)
	present, sums := make([]uint32, to.w*to.by), make([]uint32, to.w*to.by)
	read := -1 // the row that present is of
	for y, from := range down.from {
		clear(sums)
		for k, weight := range down.weight[down.at[y]:down.at[y+1]] {
			if read != from+k {
				read = from + k
				across.row(present, row(read), to.by)
			}
			for i, v := range present {
				sums[i] += v * weight
			}
		}
		out := to.pix[y*to.stride:][:len(sums)]
		for i, sum := range sums {
			out[i] = uint8((sum + 1<<23) >> 24)
		}
	}
}
