// Package webp writes photographs as WebP.
//
// It is an encoder of VP8 key frames (RFC 6386) in the container that browsers know, and
// nothing else: no transparency, no animation, no lossless kind. Each block of 16 by 16
// points is predicted from the ones beside and above it, the rest is transformed and
// quantised, and the probabilities of what remains are counted in a first pass and sent
// along. All of it is Go, so that the program stays one static file;
// bench/ prints its sizes and times beside JPEG's.
//
//	err := webp.Encode(w, photo, webp.Photo)
//
// A photograph comes as JPEG has it, light and colour apart, so that what was read from a
// JPEG is never turned into red, green and blue on its way.
//
// Reading WebP is golang.org/x/image/webp's.
package webp

import (
	"encoding/binary"
	"errors"
	"image"
	"io"
)

// Options say how much is left out.
type Options struct {
	Step int // 0 (as good as it gets) to 127: the index of quantisation
}

// Photo is for photographs on a page: as good as JPEG of quality 80.
var Photo = Options{Step: 24}

// most is the longest edge that VP8 can say.
const most = 1<<14 - 1

// ErrSize says that an image is empty, too large, or has its colour in another fineness.
var ErrSize = errors.New("webp: no such image can be written")

// Encode writes a photograph whose colour has half of its width and height.
func Encode(w io.Writer, img *image.YCbCr, opt Options) error {
	b := img.Bounds()
	if b.Empty() || b.Min != (image.Point{}) || b.Dx() > most || b.Dy() > most || img.SubsampleRatio != image.YCbCrSubsampleRatio420 {
		return ErrSize
	}
	e := newEncoder(img, min(max(opt.Step, 0), 127))
	e.code()
	return container(w, e.frame())
}

// container puts a frame into a file.
func container(w io.Writer, frame []byte) error {
	pad := len(frame) & 1
	head := make([]byte, 20)
	copy(head, "RIFF")
	binary.LittleEndian.PutUint32(head[4:], uint32(12+len(frame)+pad))
	copy(head[8:], "WEBPVP8 ")
	binary.LittleEndian.PutUint32(head[16:], uint32(len(frame)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(append(frame, make([]byte, pad)...))
	return err
}
