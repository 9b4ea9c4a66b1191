package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"

	"golang.org/x/image/vector"
)

// Size of the drawings.
const (
	width  = 1200
	height = 800
)

// The colours: paper, two sides, what they share, and tones of a landscape.
var (
	paperTone = rgb(0xf6f1e6)
	inkTone   = rgb(0x22304a)
	here      = rgb(0x1d6f8f)
	there     = rgb(0xc4572e)
	joint     = rgb(0x7d4a72)
	pale      = rgb(0xe4dccb)
	green     = rgb(0x6f8f5f)
	dark      = rgb(0x1b2538)
	gold      = rgb(0xe9b44c)
)

func rgb(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// sheet is a drawing while it is made.
type sheet struct{ *image.RGBA }

func blank(c color.RGBA) sheet {
	s := sheet{image.NewRGBA(image.Rect(0, 0, width, height))}
	s.poly(c, 0, 0, width, 0, width, height, 0, height)
	return s
}

// poly fills a shape whose corners are given as x, y, x, y, …
func (s sheet) poly(c color.Color, at ...float32) {
	z := vector.NewRasterizer(width, height)
	z.MoveTo(at[0], at[1])
	for i := 2; i+1 < len(at); i += 2 {
		z.LineTo(at[i], at[i+1])
	}
	z.ClosePath()
	z.Draw(s.RGBA, s.Bounds(), image.NewUniform(c), image.Point{})
}

func (s sheet) box(c color.Color, x, y, w, h float32) { s.poly(c, x, y, x+w, y, x+w, y+h, x, y+h) }

func (s sheet) disc(c color.Color, x, y, r float32) {
	var at []float32
	for i := range 48 {
		a := float64(i) / 48 * 2 * math.Pi
		at = append(at, x+r*float32(math.Cos(a)), y+r*float32(math.Sin(a)))
	}
	s.poly(c, at...)
}

// arc draws a line of some width that rises between two points.
func (s sheet) arc(c color.Color, x0, y0, x1, y1, rise, w float32) {
	const steps = 60
	var up, down []float32
	for i := range steps + 1 {
		t := float32(i) / steps
		x, y := x0+(x1-x0)*t, y0+(y1-y0)*t-rise*4*t*(1-t)
		dx, dy := x1-x0, y1-y0-rise*4*(1-2*t)
		n := float32(math.Hypot(float64(dx), float64(dy)))
		up = append(up, x-dy/n*w/2, y+dx/n*w/2)
		down = append([]float32{x + dy/n*w/2, y - dx/n*w/2}, down...)
	}
	s.poly(c, append(up, down...)...)
}

// house is a house with a roof; tower one with a spire.
func (s sheet) house(c color.Color, x, y, w, h float32) {
	s.box(c, x, y-h, w, h)
	s.poly(joint, x-8, y-h, x+w/2, y-h-w/2, x+w+8, y-h)
	for i := range 2 {
		s.box(paperTone, x+w*(0.2+0.4*float32(i)), y-h*0.65, w*0.2, h*0.25)
	}
}

func (s sheet) tower(c color.Color, x, y, w, h float32) {
	s.box(c, x, y-h, w, h)
	s.poly(inkTone, x-6, y-h, x+w/2, y-h-w*1.6, x+w+6, y-h)
	s.disc(paperTone, x+w/2, y-h*0.78, w*0.22)
}

func (s sheet) town(c color.Color, x, y float32) {
	for i := range 4 {
		s.house(c, x+float32(i)*95, y, 78, 90+float32(i*37%60))
	}
	s.tower(c, x+150, y, 52, 250)
}

// scenes are the drawings, in the order of their captions.
var scenes = []func() sheet{hall, lectern, river, arcs, cups, school, stage, forest, bridge, papers, evening}

func hall() sheet {
	s := blank(pale)
	s.poly(paperTone, 0, 0, width, 0, 950, 300, 250, 300)
	s.box(here, 400, 120, 400, 190)
	s.arc(paperTone, 460, 270, 740, 270, 80, 7)
	for row := range 5 {
		y, size := float32(380+row*90), float32(46+row*14)
		for i := range 9 {
			x := width/2 + (float32(i)-4)*(size*1.9)
			c := color.Color(inkTone)
			if (i+row)%4 == 1 {
				c = there
			}
			s.box(c, x-size/2, y, size, size*0.9)
			s.box(joint, x-size/2, y+size*0.9, size, size*0.25)
		}
	}
	return s
}

func lectern() sheet {
	s := blank(rgb(0x2b3d57))
	s.box(paperTone, 330, 110, 760, 430)
	s.disc(here, 520, 380, 22)
	s.disc(there, 900, 330, 22)
	s.arc(joint, 520, 380, 900, 330, 90, 9)
	s.box(dark, 0, 640, width, 160)
	s.poly(gold, 120, 480, 300, 460, 290, 640, 140, 640)
	s.box(rgb(0x8a5a2b), 108, 455, 204, 26)
	return s
}

func river() sheet {
	s := blank(paperTone)
	s.disc(gold, 600, 200, 70)
	s.poly(green, 0, 470, 420, 430, 480, 800, 0, 800)
	s.poly(green, 780, 430, 1200, 470, 1200, 800, 720, 800)
	s.poly(rgb(0x9fc5d3), 420, 430, 780, 430, 720, 800, 480, 800)
	s.town(here, 20, 480)
	s.town(there, 800, 480)
	s.arc(joint, 200, 220, 980, 220, 120, 8)
	return s
}

func arcs() sheet {
	s := blank(rgb(0xdfe8ea))
	s.poly(pale, 80, 240, 420, 90, 760, 150, 1120, 330, 1040, 620, 700, 730, 330, 690, 120, 520)
	from := []float32{560, 430}
	for i, to := range [][2]float32{{300, 300}, {830, 250}, {900, 520}, {410, 610}, {700, 640}, {660, 210}} {
		c := color.Color(there)
		if i%2 == 0 {
			c = joint
		}
		s.arc(c, from[0], from[1], to[0], to[1], 60, 6)
		s.disc(there, to[0], to[1], 14)
	}
	s.disc(here, from[0], from[1], 24)
	return s
}

func cups() sheet {
	s := blank(rgb(0xefe3cf))
	s.poly(rgb(0xa9764a), 120, 520, 1080, 520, 1200, 800, 0, 800)
	for i, c := range []color.Color{here, there} {
		x := float32(360 + i*400)
		s.disc(paperTone, x+40, 640, 120)
		s.poly(c, x-60, 480, x+140, 480, x+110, 640, x-30, 640)
		s.arc(c, x+132, 510, x+118, 600, -70, 14)
		s.arc(pale, x+20, 440, x+50, 300, 30, 10)
	}
	return s
}

func school() sheet {
	s := blank(rgb(0xcfe3ea))
	s.box(green, 0, 620, width, 180)
	s.box(gold, 220, 320, 760, 320)
	s.poly(there, 190, 320, 600, 150, 1010, 320)
	for i := range 5 {
		for j := range 2 {
			s.box(here, 270+float32(i)*140, 370+float32(j)*120, 80, 80)
		}
	}
	s.box(inkTone, 560, 510, 90, 130)
	s.disc(paperTone, 600, 250, 40)
	s.box(inkTone, 597, 222, 6, 30)
	s.box(inkTone, 600, 247, 24, 6)
	return s
}

func stage() sheet {
	s := blank(dark)
	s.poly(rgb(0xf3d79b), 380, 160, 820, 160, 960, 640, 240, 640)
	s.box(rgb(0x6b4226), 0, 620, width, 180)
	for i := range 6 {
		w := float32(60)
		s.poly(there, float32(i)*w, 0, float32(i+1)*w-6, 0, float32(i)*w*0.8+40, 650, float32(i)*w*0.8, 650)
		s.poly(there, width-float32(i)*w, 0, width-float32(i+1)*w+6, 0, width-float32(i)*w*0.8-40, 650, width-float32(i)*w*0.8, 650)
	}
	s.disc(here, 520, 500, 30)
	s.poly(here, 480, 640, 520, 520, 560, 640)
	s.disc(joint, 680, 500, 30)
	s.poly(joint, 640, 640, 680, 520, 720, 640)
	return s
}

func forest() sheet {
	s := blank(rgb(0xdde9d2))
	s.poly(rgb(0xb9cda6), 0, 420, width, 380, width, 800, 0, 800)
	s.poly(paperTone, 560, 400, 620, 400, 860, 800, 300, 800)
	for i := range 14 {
		side := float32(1)
		if i%2 == 0 {
			side = -1
		}
		depth := float32(i/2) / 7
		x, y, h := 600+side*(110+depth*470), 430+depth*330, 150+depth*330
		s.box(rgb(0x6b4a2b), x-h*0.04, y-h*0.2, h*0.08, h*0.25)
		for k := range 3 {
			top := y - h*(0.35+0.3*float32(k))
			s.poly(rgb(0x3f6b46), x-h*(0.3-0.07*float32(k)), top+h*0.2, x, top-h*0.25, x+h*(0.3-0.07*float32(k)), top+h*0.2)
		}
	}
	return s
}

func bridge() sheet {
	s := blank(rgb(0xe7dfd0))
	s.poly(rgb(0x8fb8c8), 0, 600, width, 600, width, 800, 0, 800)
	s.arc(here, 60, 560, 600, 560, 260, 22)
	s.arc(there, 600, 560, 1140, 560, 260, 22)
	s.box(inkTone, 0, 552, width, 26)
	for i := range 11 {
		x := float32(110 + i*98)
		t := math.Mod(float64(x-60), 540) / 540
		top := 560 - 260*4*float32(t*(1-t))
		s.box(joint, x-3, top, 6, 560-top)
	}
	s.box(inkTone, 585, 578, 30, 140)
	return s
}

func papers() sheet {
	s := blank(rgb(0xb98a5e))
	for i, c := range []color.Color{pale, paperTone, rgb(0xffffff)} {
		d := float32(i)
		s.poly(c, 240+d*150, 160+d*30, 560+d*150, 120+d*30, 640+d*150, 600+d*30, 320+d*150, 640+d*30)
		for k := range 7 {
			y := 240 + d*30 + float32(k)*46
			s.poly(inkTone, 310+d*150+float32(k)*7, y, 540+d*150+float32(k)*7, y-28, 541+d*150+float32(k)*7, y-20, 311+d*150+float32(k)*7, y+8)
		}
	}
	s.disc(there, 810, 560, 40)
	s.poly(here, 150, 700, 460, 560, 470, 580, 160, 720)
	return s
}

func evening() sheet {
	s := blank(rgb(0x24304f))
	s.disc(rgb(0xf5e6b8), 930, 170, 60)
	s.poly(rgb(0x1a2238), 0, 620, width, 620, width, 800, 0, 800)
	for i := range 12 {
		x, h := float32(i*100), float32(140+i*53%170)
		s.box(rgb(0x10182c), x+6, 640-h, 88, h)
		for k := range 5 {
			if (i*3+k*5)%4 != 0 {
				s.box(gold, x+22+float32(k%2)*34, 640-h+20+float32(k/2)*44, 18, 24)
			}
		}
	}
	s.arc(here, 80, 470, 600, 380, 150, 7)
	s.arc(there, 600, 380, 1120, 470, 150, 7)
	return s
}

// drawAll writes one drawing for each caption.
func drawAll(folder string, n int) error {
	if n != len(scenes) {
		return fmt.Errorf("%d captions for %d drawings", n, len(scenes))
	}
	for i, scene := range scenes {
		var b bytes.Buffer
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(&b, scene().RGBA); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("drawing-%02d.png", i+1)), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
