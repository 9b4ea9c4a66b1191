package webp

import "image"

// plane holds one of light and the two colours, as it is and as a decoder will see it.
// Its edges are whole blocks.
type plane struct {
	w, h      int
	is, shown []uint8
}

// The ways to predict a block from its neighbours.
const (
	mean = iota
	above
	beside
	gradient
	ways
)

// block is what of a block is written.
type block struct {
	light, colour uint8         // the way it is predicted
	levels        [25][16]int16 // the sixteen parts of light, four and four of colour, then the means
	empty         bool          // nothing remains
}

// quant are the steps of one kind of coefficient: the mean's, and the others'.
type quant struct{ dc, ac int32 }

type encoder struct {
	width, height int
	across, down  int // blocks
	y, u, v       plane
	step          int
	filter        int // how much a decoder smooths the seams of blocks
	qy, qdc, quv  quant
	blocks        []block
}

func newEncoder(img *image.RGBA, step int) *encoder {
	b := img.Bounds()
	e := &encoder{width: b.Dx(), height: b.Dy(), across: (b.Dx() + 15) / 16, down: (b.Dy() + 15) / 16, step: step, filter: filterLevel(step)}
	e.y, e.u, e.v = newPlane(16*e.across, 16*e.down), newPlane(8*e.across, 8*e.down), newPlane(8*e.across, 8*e.down)
	e.convert(img)
	e.qy = quant{stepsDC[step], stepsAC[step]}
	e.qdc = quant{2 * stepsDC[step], max(stepsAC[step]*155/100, 8)}
	e.quv = quant{stepsDC[min(step, 117)], stepsAC[step]}
	e.blocks = make([]block, e.across*e.down)
	return e
}

func newPlane(w, h int) plane { return plane{w, h, make([]uint8, w*h), make([]uint8, w*h)} }

// convert makes light and colour of red, green and blue, in the narrow range that video
// has. What lies past the edge repeats it.
func (e *encoder) convert(img *image.RGBA) {
	at := func(x, y int) (r, g, b int32) {
		p := img.Pix[min(y, e.height-1)*img.Stride+4*min(x, e.width-1):]
		return int32(p[0]), int32(p[1]), int32(p[2])
	}
	for y := range e.y.h {
		for x := range e.y.w {
			r, g, b := at(x, y)
			e.y.is[y*e.y.w+x] = uint8((16839*r + 33059*g + 6420*b + 16<<16 + 1<<15) >> 16)
		}
	}
	for y := range e.u.h {
		for x := range e.u.w {
			var r, g, b int32
			for n := range 4 {
				r1, g1, b1 := at(2*x+n&1, 2*y+n>>1)
				r, g, b = r+r1, g+g1, b+b1
			}
			e.u.is[y*e.u.w+x] = clip((-9719*r - 19081*g + 28800*b + 128<<18 + 1<<17) >> 18)
			e.v.is[y*e.v.w+x] = clip((28800*r - 24116*g - 4684*b + 128<<18 + 1<<17) >> 18)
		}
	}
}

// code predicts, transforms and quantises all blocks.
func (e *encoder) code() {
	for j := range e.down {
		for i := range e.across {
			b := &e.blocks[j*e.across+i]
			e.codeLight(b, i, j)
			e.codeColour(b, i, j)
			b.empty = true
			for _, levels := range b.levels {
				for _, l := range levels {
					b.empty = b.empty && l == 0
				}
			}
		}
	}
}

// predict writes a prediction of size by size points into p.
func (p *plane) predict(way uint8, x, y, size int, out []uint8) {
	switch way {
	case mean:
		p.fill(x, y, size, out)
	case above:
		for r := range size {
			copy(out[r*size:(r+1)*size], p.shown[(y-1)*p.w+x:][:size])
		}
	case beside:
		for r := range size {
			v := p.shown[(y+r)*p.w+x-1]
			for c := range size {
				out[r*size+c] = v
			}
		}
	case gradient:
		corner := int32(p.shown[(y-1)*p.w+x-1])
		top := p.shown[(y-1)*p.w+x:][:size]
		for r := range size {
			left := int32(p.shown[(y+r)*p.w+x-1]) - corner
			for c := range size {
				out[r*size+c] = clip(left + int32(top[c]))
			}
		}
	}
}

// fill predicts the mean of what is above and beside, as far as there is something.
func (p *plane) fill(x, y, size int, out []uint8) {
	sum, n := 0, 0
	if y > 0 {
		for c := range size {
			sum += int(p.shown[(y-1)*p.w+x+c])
		}
		n += size
	}
	if x > 0 {
		for r := range size {
			sum += int(p.shown[(y+r)*p.w+x-1])
		}
		n += size
	}
	v := uint8(128)
	if n > 0 {
		v = uint8((sum + n/2) / n)
	}
	for i := range size * size {
		out[i] = v
	}
}

// possible says whether a block has the neighbours that a way needs.
func possible(way uint8, x, y int) bool {
	switch way {
	case above:
		return y > 0
	case beside:
		return x > 0
	case gradient:
		return x > 0 && y > 0
	}
	return true
}

// best finds the way that comes nearest in the planes, and predicts them.
func best(planes []*plane, x, y, size int, out [][]uint8) uint8 {
	try := make([]uint8, size*size)
	chosen, least := uint8(mean), int(^uint(0)>>1)
	for way := range uint8(ways) {
		if !possible(way, x, y) {
			continue
		}
		cost := 0
		for _, p := range planes {
			p.predict(way, x, y, size, try)
			for r := range size {
				is := p.is[(y+r)*p.w+x:][:size]
				for c := range size {
					d := int(is[c]) - int(try[r*size+c])
					cost += d * d
				}
			}
		}
		if cost < least {
			chosen, least = way, cost
		}
	}
	for n, p := range planes {
		p.predict(chosen, x, y, size, out[n])
	}
	return chosen
}

// part transforms a part of 4 by 4 points against its prediction.
func (p *plane) part(x, y int, guess []uint8, stride int, out *[16]int32) {
	var d [16]int32
	for r := range 4 {
		is := p.is[(y+r)*p.w+x:]
		for c := range 4 {
			d[4*r+c] = int32(is[c]) - int32(guess[r*stride+c])
		}
	}
	forward(&d, out)
}

// Rounding, in 128ths of a step: small coefficients are rather left out than kept.
const (
	biasDC = 60
	biasAC = 44
)

// mostLevel is the largest level that a token can say.
const mostLevel = 2047

// quantise makes levels of coefficients from the first on, and the coefficients that a
// decoder will see.
func quantise(c *[16]int32, q quant, first int, levels *[16]int16) {
	for n := first; n < 16; n++ {
		z := zigzag[n]
		step, bias := q.ac, int32(biasAC)
		if z == 0 {
			step, bias = q.dc, biasDC
		}
		v := c[z]
		level := min((max(v, -v)*128+bias*step)/(128*step), mostLevel)
		if v < 0 {
			level = -level
		}
		levels[n] = int16(level)
		c[z] = level * step
	}
}

var zigzag = [16]int{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15}

func (e *encoder) codeLight(b *block, i, j int) {
	x, y := 16*i, 16*j
	guess := make([]uint8, 256)
	b.light = best([]*plane{&e.y}, x, y, 16, [][]uint8{guess})
	var parts [16][16]int32
	var means, twice [16]int32
	for n := range 16 {
		px, py := 4*(n&3), 4*(n>>2)
		e.y.part(x+px, y+py, guess[py*16+px:], 16, &parts[n])
		means[n] = parts[n][0]
	}
	forwardDC(&means, &twice)
	quantise(&twice, e.qdc, 0, &b.levels[24])
	inverseDC(&twice, &means)
	for n := range 16 {
		px, py := 4*(n&3), 4*(n>>2)
		quantise(&parts[n], e.qy, 1, &b.levels[n])
		parts[n][0] = means[n]
		inverse(&parts[n], guess[py*16+px:], 16)
	}
	e.y.show(x, y, 16, guess)
}

// show keeps what a decoder will see of a block.
func (p *plane) show(x, y, size int, seen []uint8) {
	for r := range size {
		copy(p.shown[(y+r)*p.w+x:], seen[r*size:(r+1)*size])
	}
}

func (e *encoder) codeColour(b *block, i, j int) {
	x, y := 8*i, 8*j
	guess := [][]uint8{make([]uint8, 64), make([]uint8, 64)}
	planes := []*plane{&e.u, &e.v}
	b.colour = best(planes, x, y, 8, guess)
	for k, p := range planes {
		for n := range 4 {
			px, py := 4*(n&1), 4*(n>>1)
			var c [16]int32
			p.part(x+px, y+py, guess[k][py*8+px:], 8, &c)
			quantise(&c, e.quv, 0, &b.levels[16+4*k+n])
			inverse(&c, guess[k][py*8+px:], 8)
		}
		p.show(x, y, 8, guess[k])
	}
}
