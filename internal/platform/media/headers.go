package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"twintown/internal/platform/raster"
)

// errShape says that a file's own headers contradict one another.
var errShape = errors.New("the file's headers make no sense")

// marker is a segment of a JPEG before its image data: its code and where its content
// lies.
type marker struct {
	code byte
	at   int64
	size int
}

// mostMarkers bounds the walk: cameras write a dozen segments.
const mostMarkers = 1000

// jpegMarkers walks through the segments before the image data.
func jpegMarkers(file io.ReaderAt, visit func(marker) bool) {
	at := int64(2)
	var b [4]byte
	for range mostMarkers {
		if _, err := file.ReadAt(b[:], at); err != nil || b[0] != 0xff {
			return
		}
		if b[1] == 0xff { // padding
			at++
			continue
		}
		if b[1] == 0 || b[1] >= 0xd0 && b[1] <= 0xda {
			return // image data, or marks without a length, which no writer puts here
		}
		size := int(binary.BigEndian.Uint16(b[2:]))
		if size < 2 || !visit(marker{b[1], at + 4, size - 2}) {
			return
		}
		at += 2 + int64(size)
	}
}

// worstJPEG is four full planes in passes, and the image that is joined of them.
const worstJPEG = 4*2*5 + 8

// jpegCost returns the half bytes for each point that the decoder holds: its planes
// by their sampling, and where the image comes in passes four bytes more for each value.
func jpegCost(file io.ReaderAt) int64 {
	cost := int64(worstJPEG)
	jpegMarkers(file, func(m marker) bool {
		if m.code < 0xc0 || m.code > 0xcf || m.code == 0xc4 || m.code == 0xc8 || m.code == 0xcc {
			return true
		}
		frame := make([]byte, min(m.size, 6+3*4))
		if _, err := file.ReadAt(frame, m.at); err != nil || len(frame) < 6 {
			return false
		}
		cost = frameCost(frame, m.code == 0xc2)
		return false
	})
	return cost
}

// frameCost reads a frame header: precision, height, width, number of planes, and
// three bytes for each of them.
func frameCost(frame []byte, passes bool) int64 {
	planes := int(frame[5])
	if planes == 0 || len(frame) < 6+3*planes {
		return worstJPEG
	}
	var all, most int64
	for i := range planes {
		sampling := int64(frame[6+3*i+1])
		area := (sampling >> 4) * (sampling & 15)
		all, most = all+area, max(most, area)
	}
	if most == 0 {
		return worstJPEG
	}
	half := (2*all + most - 1) / most
	if passes {
		half *= 5
	}
	if planes == 4 {
		half += 8 // joined into one image at the end
	}
	return half
}

// orientation reads how the camera was held, upright where nothing says so.
func orientation(k Kind, file *io.SectionReader) raster.Turning {
	exif := exifOf(k, file)
	if len(exif) < 14 {
		return raster.Upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(exif[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return raster.Upright
	}
	entries := int64(order.Uint16(exif[at:]))
	for i := range entries {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(exif)) {
			break
		}
		if e := exif[entry:]; order.Uint16(e) == 0x0112 && order.Uint16(e[2:]) == 3 {
			if v := order.Uint16(e[8:]); v >= 1 && v <= 8 {
				return raster.Turning(v)
			}
		}
	}
	return raster.Upright
}

// exifSize is how much of a camera's notes is read: the orientation stands in front.
const exifSize = 64 << 10

// exifOf returns a camera's notes, from the letters that say their byte order.
func exifOf(k Kind, file *io.SectionReader) []byte {
	var at, size int64
	switch k {
	case JPEG:
		jpegMarkers(file, func(m marker) bool {
			head := make([]byte, 6)
			_, err := file.ReadAt(head, m.at)
			if m.code == 0xe1 && m.size > 6 && err == nil && string(head) == "Exif\x00\x00" {
				at, size = m.at+6, int64(m.size-6)
			}
			return size == 0
		})
	case WebP:
		at, size = chunk(file, 12, "EXIF", binary.LittleEndian, false)
	case PNG:
		at, size = chunk(file, 8, "eXIf", binary.BigEndian, true)
	}
	exif := make([]byte, min(size, exifSize))
	if n, err := file.ReadAt(exif, at); err != nil && n < len(exif) {
		return nil
	}
	return bytes.TrimPrefix(exif, []byte("Exif\x00\x00")) // some write it in WebP too
}

// chunk looks for a chunk in a file that is made of them: in WebP name, size, content,
// evened; in PNG size, name, content, checksum.
func chunk(file *io.SectionReader, at int64, name string, order binary.ByteOrder, png bool) (int64, int64) {
	var b [8]byte
	for range mostMarkers {
		if _, err := file.ReadAt(b[:], at); err != nil {
			return 0, 0
		}
		is, size := string(b[:4]), int64(order.Uint32(b[4:]))
		next := at + 8 + size + size&1
		if png {
			is, size = string(b[4:]), int64(order.Uint32(b[:4]))
			next = at + 12 + size
		}
		if is == name {
			return at + 8, min(size, max(file.Size()-at-8, 0))
		}
		at = next
	}
	return 0, 0
}

// gifFrames counts the frames of a GIF and the points that they have together,
// without unpacking one. It stops counting past what is refused anyway.
func gifFrames(r io.Reader) (frames int, area int64, err error) {
	g := gifWalk{bufio.NewReader(r)}
	head, err := g.take(13)
	if err != nil {
		return 0, 0, err
	}
	if err := g.skipTable(head[10]); err != nil {
		return 0, 0, err
	}
	for frames <= 10*mostFrames {
		kind, err := g.ReadByte()
		if err != nil {
			return frames, area, err
		}
		switch kind {
		case ';':
			return frames, area, nil
		case '!':
			if _, err = g.ReadByte(); err == nil {
				err = g.skipBlocks()
			}
		case ',':
			frames++
			var points int64
			points, err = g.frame()
			area += points
		default:
			err = fmt.Errorf("%w: block %#x", errShape, kind)
		}
		if err != nil {
			return frames, area, err
		}
	}
	return frames, area, nil
}

type gifWalk struct{ *bufio.Reader }

func (g gifWalk) take(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(g, b)
	return b, err
}

// skipTable skips the table of colours that flags announce.
func (g gifWalk) skipTable(flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	_, err := g.Discard(3 << (flags&7 + 1))
	return err
}

// skipBlocks skips blocks until an empty one.
func (g gifWalk) skipBlocks() error {
	for {
		n, err := g.ReadByte()
		if err != nil || n == 0 {
			return err
		}
		if _, err := g.Discard(int(n)); err != nil {
			return err
		}
	}
}

// frame skips one frame and returns how many points it has.
func (g gifWalk) frame() (int64, error) {
	head, err := g.take(9)
	if err != nil {
		return 0, err
	}
	points := int64(binary.LittleEndian.Uint16(head[4:])) * int64(binary.LittleEndian.Uint16(head[6:]))
	if err := g.skipTable(head[8]); err != nil {
		return points, err
	}
	if _, err := g.ReadByte(); err != nil { // width of codes
		return points, err
	}
	return points, g.skipBlocks()
}
