package mediatest

import (
	"bytes"
	"encoding/binary"

	"twintown/internal/platform/media"
	"twintown/internal/platform/raster"
	"twintown/internal/platform/webp"
)

// Secret stands in everything that [Laden] puts into a picture.
const Secret = "Taken at home by somebody"

// Laden returns a picture of w by h points with all that cameras and programs put beside
// the points: Exif with the place and a small picture, XMP, IPTC, a colour profile, a
// comment; as far as the kind has room for it.
func Laden(kind media.Kind, w, h int) []byte {
	switch kind {
	case media.PNG:
		return ladenPNG(w, h)
	case media.WebP:
		return ladenWebP(w, h)
	case media.GIF:
		return ladenGIF(w, h)
	}
	photo := JPEG(w, h)
	for _, s := range []struct {
		code    byte
		content []byte
	}{
		{0xfe, []byte(Secret)},
		{0xed, append([]byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00"), counted(iptc())...)},
		{0xe2, append([]byte("ICC_PROFILE\x00\x01\x01"), profile()...)},
		{0xe1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), xmp()...)},
	} {
		photo = jpegWith(photo, s.code, s.content)
	}
	return WithExif(photo, camera())
}

func ladenPNG(w, h int) []byte {
	drawing := PNG(w, h)
	drawing = pngWith(drawing, "tEXt", []byte("Comment\x00"+Secret))
	drawing = pngWith(drawing, "iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), xmp()...))
	drawing = pngWith(drawing, "eXIf", camera())
	return pngWith(drawing, "iCCP", append([]byte("profile\x00\x00"), Deflated(profile())...))
}

func ladenWebP(w, h int) []byte {
	var plain bytes.Buffer
	must(webp.Encode(&plain, raster.Photo(Picture(w, h)), webp.Photo))
	head := []byte{0x2c, 0, 0, 0} // there are a profile, Exif and XMP
	for _, n := range []int{w - 1, h - 1} {
		head = append(head, byte(n), byte(n>>8), byte(n>>16))
	}
	body := append([]byte("WEBP"), riffChunk("VP8X", head)...)
	body = append(body, riffChunk("ICCP", profile())...)
	body = append(body, plain.Bytes()[12:]...)
	body = append(body, riffChunk("EXIF", camera())...)
	body = append(body, riffChunk("XMP ", xmp())...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func riffChunk(name string, content []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	b = append(b, content...)
	if len(content)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// ladenGIF moves, so that it stays a GIF when it is shown.
func ladenGIF(w, h int) []byte {
	b := GIF(w, h, 2)
	at := 13
	if b[10]&0x80 != 0 { // a table of colours
		at += 3 << (b[10]&7 + 1)
	}
	comment := append([]byte{'!', 0xfe, byte(len(Secret))}, Secret...)
	return bytes.Join([][]byte{b[:at], append(comment, 0), b[at:]}, nil)
}

// camera returns Exif as a telephone writes it: its make, who owns it, where the photo was
// taken, and a small picture.
func camera() []byte {
	type field struct {
		tag, kind uint16
		count     uint32
		value     []byte
	}
	text := func(tag uint16, s string) field { return field{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)} }
	number := func(tag, kind uint16, n uint32) field {
		if kind == 3 { // a short one stands in front
			return field{tag, kind, 1, binary.BigEndian.AppendUint16(nil, uint16(n))}
		}
		return field{tag, kind, 1, binary.BigEndian.AppendUint32(nil, n)}
	}
	degrees := func(tag uint16, d, m uint32) field {
		var b []byte
		for _, n := range []uint32{d, 1, m, 1, 0, 1} {
			b = binary.BigEndian.AppendUint32(b, n)
		}
		return field{tag, 5, 3, b}
	}
	table := func(at uint32, next uint32, fields ...field) []byte {
		b := binary.BigEndian.AppendUint16(nil, uint16(len(fields)))
		behind := at + 2 + uint32(12*len(fields)) + 4
		var values []byte
		for _, f := range fields {
			b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, f.tag), f.kind)
			b = binary.BigEndian.AppendUint32(b, f.count)
			if len(f.value) <= 4 {
				b = append(b, append(f.value, make([]byte, 4-len(f.value))...)...)
				continue
			}
			b = binary.BigEndian.AppendUint32(b, behind+uint32(len(values)))
			values = append(values, f.value...)
		}
		return append(binary.BigEndian.AppendUint32(b, next), values...)
	}
	const gpsAt, smallAt, pictureAt = 200, 400, 500
	small := JPEG(8, 8)
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	b = append(b, table(8, smallAt, text(0x010f, "Camera"), number(0x0112, 3, 1), text(0x013b, Secret), number(0x8825, 4, gpsAt))...)
	b = append(b, make([]byte, gpsAt-len(b))...)
	b = append(b, table(gpsAt, 0, text(1, "N"), degrees(2, 53, 8), text(3, "E"), degrees(4, 23, 10))...)
	b = append(b, make([]byte, smallAt-len(b))...)
	b = append(b, table(smallAt, 0, number(0x0201, 4, pictureAt), number(0x0202, 4, uint32(len(small))))...)
	b = append(b, make([]byte, pictureAt-len(b))...)
	return append(b, small...)
}

func xmp() []byte {
	return []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="` + Secret + `"/></rdf:RDF></x:xmpmeta>`)
}

// iptc names who took the photo.
func iptc() []byte { return append([]byte{0x1c, 2, 80, 0, byte(len(Secret))}, Secret...) }

func counted(b []byte) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...)
	if len(b)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// profile is a colour profile with a copyright in it.
func profile() []byte {
	said := append([]byte("text\x00\x00\x00\x00"), append([]byte(Secret), 0)...)
	b := make([]byte, 128)
	copy(b[8:], []byte{2, 0x10})
	copy(b[12:], "mntrRGB XYZ ")
	copy(b[36:], "acsp")
	b = binary.BigEndian.AppendUint32(b, 1)
	b = append(b, "cprt"...)
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, 144), uint32(len(said)))
	b = append(b, said...)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}
