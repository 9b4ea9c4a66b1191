package web

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The size in which other sites show a link's picture, and its margins.
const (
	cardWidth  = 1200
	cardHeight = 630
	cardMargin = 84
	cardLines  = 4 // of a title; what is longer is cut
)

// The colours of the day: paper, ink, here and there.
var (
	cardPaper = color.RGBA{0xfb, 0xf9, 0xf4, 0xff}
	cardInk   = color.RGBA{0x17, 0x1b, 0x26, 0xff}
	cardSoft  = color.RGBA{0x4c, 0x53, 0x61, 0xff}
	cardHere  = color.RGBA{0x0b, 0x57, 0x83, 0xff}
	cardThere = color.RGBA{0xad, 0x3f, 0x1c, 0xff}
)

// cardFonts reads the two fonts once. They have Latin and Cyrillic letters.
var cardFonts = sync.OnceValues(func() ([2]*opentype.Font, error) {
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return [2]*opentype.Font{}, err
	}
	regular, err := opentype.Parse(goregular.TTF)
	return [2]*opentype.Font{bold, regular}, err
})

// drawCard draws a title and a name below it as a PNG.
func drawCard(title, name string) ([]byte, error) {
	fonts, err := cardFonts()
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight))
	draw.Draw(img, img.Rect, image.NewUniform(cardPaper), image.Point{}, draw.Src)
	drawBraid(img)
	var lines []string
	var face font.Face
	size := 0.0
	for _, size = range []float64{78, 66, 56, 48} { // the largest in which all fits
		if face, err = opentype.NewFace(fonts[0], &opentype.FaceOptions{Size: size, DPI: 72}); err != nil {
			return nil, err
		}
		if lines = wrapped(face, title, cardWidth-2*cardMargin); len(lines) <= cardLines {
			break
		}
	}
	if len(lines) > cardLines {
		lines = lines[:cardLines]
		lines[cardLines-1] += "…"
	}
	y := cardMargin + size
	for _, line := range lines {
		write(img, face, cardInk, cardMargin, y, line)
		y += size * 1.18
	}
	small, err := opentype.NewFace(fonts[1], &opentype.FaceOptions{Size: 34, DPI: 72})
	if err != nil {
		return nil, err
	}
	foot := wrapped(small, name, cardWidth-2*cardMargin)
	if len(foot) > 0 {
		write(img, small, cardSoft, cardMargin, cardHeight-cardMargin+10, foot[0])
	}
	var out bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed} // few ask for it, and each waits
	err = fast.Encode(&out, img)
	return out.Bytes(), err
}

func write(img draw.Image, face font.Face, c color.Color, x int, y float64, text string) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, int(math.Round(y)))}
	d.DrawString(text)
}

// wrapped cuts a text into lines that are at most so wide. A word that is wider stands alone.
func wrapped(face font.Face, text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		next := strings.TrimSpace(line + " " + word)
		if line != "" && font.MeasureString(face, next) > fixed.I(width) {
			lines = append(lines, line)
			next = word
		}
		line = next
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// drawBraid draws two strands along the bottom: two places, one line.
func drawBraid(img draw.Image) {
	for n, c := range []color.RGBA{cardHere, cardThere} {
		phase := float64(n) * math.Pi
		z := vector.NewRasterizer(cardWidth, cardHeight)
		at := func(x float64) float32 { return float32(474 + 26*math.Sin(x/95+phase)) }
		const step, thick = 6, 3.5
		for x := float64(cardMargin); x < cardWidth-cardMargin; x += step {
			a, b := at(x), at(x+step)
			z.MoveTo(float32(x), a-thick)
			z.LineTo(float32(x+step+0.5), b-thick)
			z.LineTo(float32(x+step+0.5), b+thick)
			z.LineTo(float32(x), a+thick)
			z.ClosePath()
		}
		z.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
	}
}
