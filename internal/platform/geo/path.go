package geo

import (
	"math"
	"strconv"
)

// path builds the d attribute of an SVG path, as short as it goes: relative
// steps in tenths of a unit, rounded so that errors don't add up.
type path struct {
	text []byte
	x, y int64 // the pen, in tenths
}

// precision is the number of steps in one unit of the view.
const precision = 10

func tenth(v float64) int64 { return int64(math.Round(v * precision)) }

// ring adds a closed ring; one that shrinks to less than a triangle at this
// precision is left out.
func (p *path) ring(points []XY) {
	if before := *p; p.trace(points) < 2 {
		*p = before
		return
	}
	p.text = append(p.text, 'z')
}

// line adds an open line.
func (p *path) line(points []XY) {
	if before := *p; p.trace(points) < 1 {
		*p = before
	}
}

// trace moves to the first point and draws to the others. It returns the
// number of steps that weren't too small to see.
func (p *path) trace(points []XY) int {
	if len(points) == 0 {
		return 0
	}
	length := len(p.text)
	p.x, p.y = tenth(points[0].X), tenth(points[0].Y)
	p.text = append(p.text, 'M')
	p.pair(p.x, p.y)
	p.text = append(p.text, 'l')
	steps := 0
	for _, q := range points[1:] {
		x, y := tenth(q.X), tenth(q.Y)
		if x == p.x && y == p.y {
			continue
		}
		if steps > 0 && x >= p.x {
			p.text = append(p.text, ' ')
		}
		p.pair(x-p.x, y-p.y)
		p.x, p.y = x, y
		steps++
	}
	if steps == 0 {
		p.text = p.text[:length]
	}
	return steps
}

// pair writes two numbers; a minus sign parts them as well as a space does.
func (p *path) pair(x, y int64) {
	p.number(x)
	if y >= 0 {
		p.text = append(p.text, ' ')
	}
	p.number(y)
}

// number writes a number of tenths: 123 as "12.3", -5 as "-.5", 70 as "7".
func (p *path) number(n int64) {
	if n < 0 {
		p.text = append(p.text, '-')
		n = -n
	}
	whole, rest := n/precision, n%precision
	if whole > 0 || rest == 0 {
		p.text = strconv.AppendInt(p.text, whole, 10)
	}
	if rest > 0 {
		p.text = append(p.text, '.', byte('0'+rest))
	}
}

func (p *path) String() string { return string(p.text) }
