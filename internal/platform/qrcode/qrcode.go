// Package qrcode turns a text into the squares of a QR code, for pages (as SVG) and for papers
// (as PDF) alike.
//
// Squares are given as [Run]s: those that stand beside one another in a row are drawn as one
// shape, so that no hair lines show between them. Around the code there is a quiet margin that
// readers need; [Code.Side] counts it.
//
//	code, err := qrcode.Of("https://…")
//	for _, run := range code.Runs { … } // run.X, run.Y, run.N in squares, margin included
package qrcode

import (
	"fmt"

	"rsc.io/qr"
)

// Quiet is the margin that readers of QR codes need, in squares (ISO 18004).
const Quiet = 4

// Run is N black squares in a row, of which the first is at X, Y.
type Run struct{ X, Y, N int }

// Code is a QR code.
type Code struct {
	Side int // of the whole with its margin, in squares
	Runs []Run
}

// Of encodes a text. A good third of it is redundant (level M), so that a badge that was
// folded can still be read. A text of more than 2,331 bytes is refused.
func Of(text string) (Code, error) {
	drawn, err := qr.Encode(text, qr.M)
	if err != nil {
		return Code{}, fmt.Errorf("QR code of %d bytes: %w", len(text), err)
	}
	code := Code{Side: drawn.Size + 2*Quiet}
	for y := range drawn.Size {
		for x := 0; x < drawn.Size; x++ {
			n := 0
			for drawn.Black(x+n, y) {
				n++
			}
			if n > 0 {
				code.Runs = append(code.Runs, Run{x + Quiet, y + Quiet, n})
				x += n
			}
		}
	}
	return code, nil
}
