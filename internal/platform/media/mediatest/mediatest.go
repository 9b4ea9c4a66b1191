// Package mediatest makes files for tests: honest ones of each kind that is taken, and
// a corpus of hostile ones with what has to become of each.
//
// Every file is made when it is asked for; none is kept in the repository. The corpus
// is a table ([Corpus]), which the tests of package media, those of the rooms that
// take uploads, and the drill go through.
package mediatest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"strings"
)

// Picture is an image of w by h points whose left upper quarter is red and whose
// rest is blue, so that one sees how it was turned.
func Picture(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{0, 0, 200, 255}
			if x < w/2 && y < h/2 {
				c = color.NRGBA{200, 0, 0, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// JPEG returns a photo.
func JPEG(w, h int) []byte {
	var b bytes.Buffer
	must(jpeg.Encode(&b, Picture(w, h), &jpeg.Options{Quality: 90}))
	return b.Bytes()
}

// PNG returns a drawing.
func PNG(w, h int) []byte {
	var b bytes.Buffer
	must(png.Encode(&b, Picture(w, h)))
	return b.Bytes()
}

// GIF returns a moving image.
func GIF(w, h, frames int) []byte {
	g := &gif.GIF{}
	for i := range frames {
		img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
		img.SetColorIndex(i%w, 0, 1)
		g.Image, g.Delay = append(g.Image, img), append(g.Delay, 5)
	}
	var b bytes.Buffer
	must(gif.EncodeAll(&b, g))
	return b.Bytes()
}

// WebP returns an image of one point without loss.
func WebP() []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	must(err)
	return b
}

// webpWith returns the same in the extended form, with a chunk more.
func webpWith(name string, content []byte) []byte {
	plain := WebP()[12:]
	x := append([]byte("VP8X\x0a\x00\x00\x00\x18\x00\x00\x00"), 0, 0, 0, 0, 0, 0)
	body := append(append([]byte("WEBP"), x...), plain...)
	body = append(body, name...)
	body = binary.LittleEndian.AppendUint32(body, uint32(len(content)))
	body = append(body, content...)
	if len(content)%2 == 1 {
		body = append(body, 0)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// Exif returns a camera's notes: how it was held, and where.
func Exif(orientation uint16, where string) []byte {
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	b = binary.BigEndian.AppendUint16(b, 2)
	b = append(b, 0x01, 0x12, 0, 3, 0, 0, 0, 1)
	b = binary.BigEndian.AppendUint16(b, orientation)
	b = append(b, 0, 0)
	b = append(b, 0x88, 0x25, 0, 2) // the place, as text behind the table
	b = binary.BigEndian.AppendUint32(b, uint32(len(where)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(b)+8))
	return append(append(b, 0, 0, 0, 0), where...)
}

// WithExif puts a camera's notes into a JPEG.
func WithExif(photo, exif []byte) []byte {
	return jpegWith(photo, 0xe1, append([]byte("Exif\x00\x00"), exif...))
}

// jpegWith puts a segment behind the first two bytes.
func jpegWith(photo []byte, code byte, content []byte) []byte {
	b := append([]byte{0xff, 0xd8, 0xff, code}, byte((len(content)+2)>>8), byte(len(content)+2))
	return append(append(b, content...), photo[2:]...)
}

// pngWith puts a chunk behind the header of a PNG.
func pngWith(drawing []byte, name string, content []byte) []byte {
	const header = 8 + 25
	return bytes.Join([][]byte{drawing[:header], pngChunk(name, content), drawing[header:]}, nil)
}

func pngChunk(name string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	b = append(append(b, name...), content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngHeader returns a PNG of w by h points that has no content.
func pngHeader(w, h uint32, depth, kind byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	b := append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(head, depth, kind, 0, 0, 0))...)
	b = append(b, pngChunk("IDAT", Deflated(nil))...)
	return append(b, pngChunk("IEND", nil)...)
}

// jpegHeader returns a JPEG of w by h points in three planes that ends behind its header.
func jpegHeader(code byte, w, h uint16) []byte {
	b := []byte{0xff, 0xd8, 0xff, code, 0, 17, 8}
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, h), w)
	b = append(b, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	return append(b, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0, 0xff, 0xd9)
}

// cmyk returns a JPEG of 8 by 8 points in four planes, as printers' programs write
// them: the tables of another, and one bit pattern for four blocks of nothing.
func cmyk() []byte {
	var gray bytes.Buffer
	must(jpeg.Encode(&gray, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	b := []byte{0xff, 0xd8}
	for at := 2; gray.Bytes()[at+1] != 0xda; {
		size := 2 + int(binary.BigEndian.Uint16(gray.Bytes()[at+2:]))
		if gray.Bytes()[at+1] != 0xc0 {
			b = append(b, gray.Bytes()[at:at+size]...)
		}
		at += size
	}
	b = append(b, "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"...)
	b = append(b, 0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)
	b = append(b, 0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0)
	return append(b, 0x28, 0xa2, 0x8a, 0xff, 0xd9) // four times "no change" and "end of block"
}

// Deflated packs b as streams of PDF and PNG are.
func Deflated(b []byte) []byte {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestSpeed) // bombs are large
	must(err)
	_, err = w.Write(b)
	must(err)
	must(w.Close())
	return out.Bytes()
}

// PDF returns a document of some pages. Each of extra is an object more.
func PDF(pages int, extra ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 10+i)
	}
	objects := []string{
		"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
		fmt.Sprintf("2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n", kids.String(), pages),
	}
	for i := range pages {
		objects = append(objects, fmt.Sprintf("%d 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n", 10+i))
	}
	var offsets []int
	for _, o := range append(objects, extra...) {
		offsets = append(offsets, b.Len())
		b.WriteString(o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return b.Bytes()
}

// packedObject returns a PDF object that holds others, packed.
func packedObject(objects string) string { return objectOf(Deflated([]byte(objects))) }

func objectOf(packed []byte) string {
	return fmt.Sprintf("90 0 obj\n<< /Type /ObjStm /N 1 /First 0 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(packed), packed)
}

// zeros returns a raw deflate stream of so many megabytes of nothing. A megabyte is
// packed once and stands in it again and again, so that a bomb costs its maker nothing.
func zeros(mb int) []byte {
	var one bytes.Buffer
	w, err := flate.NewWriter(&one, flate.BestCompression)
	must(err)
	_, err = w.Write(make([]byte, 1<<20))
	must(err)
	must(w.Flush())
	return append(bytes.Repeat(one.Bytes(), mb), 3, 0) // the last block, with nothing in it
}

// zlibZeros is the same as streams of PDF and PNG are. Its checksum is wrong: whoever
// comes to it has unpacked too much.
func zlibZeros(mb int) []byte { return append(append([]byte{0x78, 0xda}, zeros(mb)...), 0, 0, 0, 0) }

// Part is an entry of an archive.
type Part struct {
	Name string
	Text string
	fill int // megabytes of nothing, instead of Text
	mode fs.FileMode
	raw  bool // not packed
}

// Zip returns an archive.
func Zip(parts ...Part) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate}
		if p.raw || p.Name == "mimetype" {
			h.Method = zip.Store
		}
		if p.mode != 0 {
			h.SetMode(p.mode)
		}
		if p.fill > 0 {
			addZeros(w, h, p.fill)
			continue
		}
		f, err := w.CreateHeader(h)
		must(err)
		_, err = f.Write([]byte(p.Text))
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

func addZeros(w *zip.Writer, h *zip.FileHeader, mb int) {
	packed, one := zeros(mb), make([]byte, 1<<20)
	for range mb {
		h.CRC32 = crc32.Update(h.CRC32, crc32.IEEETable, one)
	}
	h.CompressedSize64, h.UncompressedSize64 = uint64(len(packed)), uint64(mb)<<20
	f, err := w.CreateRaw(h)
	must(err)
	_, err = f.Write(packed)
	must(err)
}

const (
	typesOf   = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/%s" ContentType="application/vnd.%s.main+xml"/></Types>`
	wordXML   = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>`
	sheetXML  = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`
	odfXML    = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>`
	wordType  = "openxmlformats-officedocument.wordprocessingml.document"
	sheetType = "openxmlformats-officedocument.spreadsheetml.sheet"
)

// DOCX returns a text document with more parts.
func DOCX(more ...Part) []byte {
	return Zip(append([]Part{
		{Name: "[Content_Types].xml", Text: fmt.Sprintf(typesOf, "word/document.xml", wordType)},
		{Name: "word/document.xml", Text: wordXML},
	}, more...)...)
}

// XLSX returns a table with more parts.
func XLSX(more ...Part) []byte {
	return Zip(append([]Part{
		{Name: "[Content_Types].xml", Text: fmt.Sprintf(typesOf, "xl/workbook.xml", sheetType)},
		{Name: "xl/workbook.xml", Text: sheetXML},
	}, more...)...)
}

// ODT returns a text document in the open format with more parts.
func ODT(more ...Part) []byte {
	return Zip(append([]Part{
		{Name: "mimetype", Text: "application/vnd.oasis.opendocument.text"},
		{Name: "content.xml", Text: odfXML},
	}, more...)...)
}

// ODS returns a table in the open format.
func ODS() []byte {
	return Zip(Part{Name: "mimetype", Text: "application/vnd.oasis.opendocument.spreadsheet"}, Part{Name: "content.xml", Text: odfXML})
}

func must(err error) {
	if err != nil {
		panic(err) // writing into memory
	}
}
