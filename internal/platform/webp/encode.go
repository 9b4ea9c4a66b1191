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

// block is what the first part of a frame says of a block.
type block struct {
	light, colour uint8 // the way it is predicted
	empty         bool  // nothing remains
}

// levels are what remains of a block: the sixteen parts of light, four and four of colour,
// then the means of light.
type levels [25][16]int16

// quant are the steps of one kind of coefficient: the mean's, and the others'. by are
// their inverses in parts of scale.
type quant struct{ dc, ac, byDC, byAC int32 }

// scale is fine enough for the inverses of all steps, and a level times it fits 32 bits.
const scale = 17

func newQuant(dc, ac int32) quant {
	return quant{dc, ac, (1<<scale + dc - 1) / dc, (1<<scale + ac - 1) / ac}
}

type encoder struct {
	width, height int
	across, down  int // blocks
	y, u, v       plane
	step          int
	filter        int // how much a decoder smooths the seams of blocks
	qy, qdc, quv  quant
	blocks        []block
	told          tokens
	guess, try    [256]uint8 // what a block is predicted to be
	guessU        [64]uint8
	guessV        [64]uint8
}

func newEncoder(img *image.YCbCr, step int) *encoder {
	b := img.Bounds()
	e := &encoder{width: b.Dx(), height: b.Dy(), across: (b.Dx() + 15) / 16, down: (b.Dy() + 15) / 16, step: step, filter: filterLevel(step)}
	e.y = newPlane(16*e.across, 16*e.down, narrowLight, img.Y, img.YStride, e.width, e.height)
	e.u = newPlane(8*e.across, 8*e.down, narrowColour, img.Cb, img.CStride, (e.width+1)/2, (e.height+1)/2)
	e.v = newPlane(8*e.across, 8*e.down, narrowColour, img.Cr, img.CStride, (e.width+1)/2, (e.height+1)/2)
	e.qy = newQuant(stepsDC[step], stepsAC[step])
	e.qdc = newQuant(2*stepsDC[step], max(stepsAC[step]*155/100, 8))
	e.quv = newQuant(stepsDC[min(step, 117)], stepsAC[step])
	e.blocks = make([]block, e.across*e.down)
	return e
}

// newPlane reads w by h points into the narrow range that video has. What lies past the
// edge repeats it.
func newPlane(whole, high int, narrow func(uint8) uint8, from []uint8, stride, w, h int) plane {
	p := plane{whole, high, make([]uint8, whole*high), make([]uint8, whole*high)}
	var table [256]uint8
	for v := range table {
		table[v] = narrow(uint8(v))
	}
	for y := range high {
		row, out := from[min(y, h-1)*stride:][:w], p.is[y*whole:][:whole]
		for x, v := range row {
			out[x] = table[v]
		}
		for x := w; x < whole; x++ {
			out[x] = out[w-1]
		}
	}
	return p
}

func narrowLight(v uint8) uint8  { return uint8(16 + (int32(v)*219+127)/255) }
func narrowColour(v uint8) uint8 { return uint8(128 + ((int32(v)-128)*224+127)/255) }

// code predicts, transforms and quantises all blocks, and keeps the tokens of what remains.
func (e *encoder) code() {
	over := make([]edge, e.across)
	var l levels
	for j := range e.down {
		var left edge
		for i := range e.across {
			b := &e.blocks[j*e.across+i]
			some := e.codeLight(b, &l, i, j)
			some = e.codeColour(b, &l, i, j) || some
			if b.empty = !some; b.empty {
				left, over[i] = edge{}, edge{}
				continue
			}
			e.told.block(&l, &left, &over[i])
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

// best finds the way that comes nearest in the planes.
func (e *encoder) best(planes []*plane, x, y, size int) uint8 {
	chosen, least := uint8(mean), int32(1<<31-1)
	for way := range uint8(ways) {
		if !possible(way, x, y) {
			continue
		}
		var cost int32
		for _, p := range planes {
			p.predict(way, x, y, size, e.try[:])
			cost += p.distance(x, y, size, e.try[:], least-cost)
		}
		if cost < least {
			chosen, least = way, cost
		}
	}
	return chosen
}

// distance is the sum of squares by which a guess is wrong; more than enough where it is
// more than that.
func (p *plane) distance(x, y, size int, guess []uint8, enough int32) (sum int32) {
	for r := range size {
		is, row := p.is[(y+r)*p.w+x:][:size], guess[r*size:][:size]
		for c, v := range is {
			d := int32(v) - int32(row[c])
			sum += d * d
		}
		if sum >= enough {
			return enough
		}
	}
	return sum
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
// decoder will see. It says whether any level is not zero.
func quantise(c *[16]int32, q quant, first int, levels *[16]int16) (some bool) {
	for n := first; n < 16; n++ {
		z := zigzag[n]
		step, by, bias := q.ac, q.byAC, q.ac*biasAC>>7
		if z == 0 {
			step, by, bias = q.dc, q.byDC, q.dc*biasDC>>7
		}
		v := c[z]
		size := max(v, -v) + bias
		if size < step {
			levels[n], c[z] = 0, 0
			continue
		}
		level := min(int32(int64(size)*int64(by)>>scale), mostLevel)
		if v < 0 {
			level = -level
		}
		levels[n], some = int16(level), true
		c[z] = level * step
	}
	return some
}

var zigzag = [16]uint8{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15}

func (e *encoder) codeLight(b *block, l *levels, i, j int) (some bool) {
	x, y := 16*i, 16*j
	guess := e.guess[:]
	b.light = e.best([]*plane{&e.y}, x, y, 16)
	e.y.predict(b.light, x, y, 16, guess)
	var parts [16][16]int32
	var means, twice [16]int32
	for n := range 16 {
		px, py := 4*(n&3), 4*(n>>2)
		e.y.part(x+px, y+py, guess[py*16+px:], 16, &parts[n])
		means[n] = parts[n][0]
	}
	forwardDC(&means, &twice)
	some = quantise(&twice, e.qdc, 0, &l[24])
	inverseDC(&twice, &means)
	for n := range 16 {
		px, py := 4*(n&3), 4*(n>>2)
		rest := quantise(&parts[n], e.qy, 1, &l[n])
		some = some || rest
		if parts[n][0] = means[n]; rest || means[n] != 0 {
			inverse(&parts[n], guess[py*16+px:], 16)
		}
	}
	e.y.show(x, y, 16, guess)
	return some
}

// show keeps what a decoder will see of a block.
func (p *plane) show(x, y, size int, seen []uint8) {
	for r := range size {
		copy(p.shown[(y+r)*p.w+x:], seen[r*size:(r+1)*size])
	}
}

func (e *encoder) codeColour(b *block, l *levels, i, j int) (some bool) {
	x, y := 8*i, 8*j
	planes := []*plane{&e.u, &e.v}
	b.colour = e.best(planes, x, y, 8)
	for k, p := range planes {
		guess := [][]uint8{e.guessU[:], e.guessV[:]}[k]
		p.predict(b.colour, x, y, 8, guess)
		for n := range 4 {
			px, py := 4*(n&1), 4*(n>>1)
			var c [16]int32
			p.part(x+px, y+py, guess[py*8+px:], 8, &c)
			if quantise(&c, e.quv, 0, &l[16+4*k+n]) {
				some = true
				inverse(&c, guess[py*8+px:], 8)
			}
		}
		p.show(x, y, 8, guess)
	}
	return some
}
