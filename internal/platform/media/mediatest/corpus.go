package mediatest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"unicode/utf16"

	"twintown/internal/platform/media"
)

// Case is a file and what has to become of it.
type Case struct {
	Name  string // what it is
	File  string // its name as it was sent
	Make  func() []byte
	Want  string // key of the refusal; "": it is taken
	Flags []media.Flag
	Pages int
	// Gone are bytes that the original has and that nothing shown may have.
	Gone []string
}

// Corpus returns honest files of each kind, and the hostile ones.
func Corpus() []Case {
	var all []Case
	for _, part := range [][]Case{honest(), pixels(), smuggled(), liars(), texts(), pdfs(), archives(), offices()} {
		all = append(all, part...)
	}
	return all
}

func honest() []Case {
	return []Case{
		{Name: "a photo", File: "photo.jpg", Make: func() []byte { return JPEG(300, 200) }},
		{Name: "a large photo", File: "IMG_0001.JPEG", Make: func() []byte { return JPEG(4000, 3000) }},
		{Name: "a drawing", File: "herb.png", Make: func() []byte { return PNG(200, 300) }},
		{Name: "an image of the web", File: "a.webp", Make: WebP},
		{Name: "a moving image", File: "a.gif", Make: func() []byte { return GIF(20, 20, 10) }},
		{Name: "a drawing of 16 bits", File: "a.png", Make: sixteenBits},
		{Name: "a photo for printers", File: "a.jpg", Make: cmyk},
		{Name: "a document", File: "Umowa 2006.05.12.pdf", Make: func() []byte { return PDF(3) }, Pages: 3},
		{Name: "a text", File: "report.docx", Make: func() []byte { return DOCX() }},
		{Name: "a text with a diagram", File: "report.docx", Make: func() []byte {
			return DOCX(Part{Name: "word/embeddings/Microsoft_Excel_Sheet.xlsx", Text: string(XLSX()), raw: true})
		}},
		{Name: "an open text", File: "raportas.odt", Make: func() []byte { return ODT() }},
		{Name: "a table", File: "партнёры.xlsx", Make: func() []byte { return XLSX() }},
		{Name: "an open table", File: "a.ods", Make: ODS},
	}
}

func sixteenBits() []byte {
	var b bytes.Buffer
	must(png.Encode(&b, image.NewNRGBA64(image.Rect(0, 0, 20, 20))))
	return b.Bytes()
}

// pixels are images larger than they look.
func pixels() []Case {
	return []Case{
		{Name: "PNG of 50,000 × 50,000 points in a hundred bytes", File: "a.png", Make: func() []byte { return pngHeader(50_000, 50_000, 8, 6) }, Want: "media.pixels"},
		{Name: "JPEG of 65,000 × 65,000 points in twenty bytes", File: "a.jpg", Make: func() []byte { return jpegHeader(0xc0, 65_000, 65_000) }, Want: "media.pixels"},
		{Name: "GIF of 65,535 × 65,535 points", File: "a.gif", Make: func() []byte { return []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00;") }, Want: "media.pixels"},
		{Name: "WebP of 16,383 × 16,383 points", File: "a.webp", Make: func() []byte {
			return []byte("RIFF\x16\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\xfe\xbf\xff\x0f\x00\x00\x00\x00\x00")
		}, Want: "media.pixels"},
		{Name: "JPEG of 40 million points that comes in passes", File: "a.jpg", Make: func() []byte { return jpegHeader(0xc2, 8000, 5000) }, Want: "media.memory"},
		{Name: "PNG of 40 million points of 64 bits", File: "a.png", Make: func() []byte { return pngHeader(8000, 5000, 16, 6) }, Want: "media.memory"},
		{Name: "JPEG whose marks hide its true header", File: "a.jpg", Make: func() []byte {
			cheap := jpegHeader(0xc0, 8000, 5000)
			return append([]byte{0xff, 0xd8, 0xff, 0xd0, 0, byte(len(cheap))}, append(cheap[2:], jpegHeader(0xc2, 8000, 5000)[2:]...)...)
		}, Want: "media.memory"},
		{Name: "GIF of 10,000 frames", File: "a.gif", Make: func() []byte { return GIF(2, 2, 10_000) }, Want: "media.frames"},
		{Name: "GIF of 60 frames of a million points each", File: "a.gif", Make: func() []byte { return GIF(1000, 1000, 60) }, Want: "media.frames_area"},
		{Name: "APNG of 10,000 frames", File: "a.png", Make: apng},
		{Name: "PNG cut off", File: "a.png", Make: func() []byte { return half(PNG(100, 100)) }, Want: "media.damaged"},
		{Name: "JPEG cut off", File: "a.jpg", Make: func() []byte { return half(JPEG(400, 400)) }, Want: "media.damaged"},
		{Name: "GIF cut off", File: "a.gif", Make: func() []byte { return half(GIF(100, 100, 3)) }, Want: "media.damaged"},
		{Name: "WebP cut off", File: "a.webp", Make: func() []byte { return half(WebP()) }, Want: "media.damaged"},
		{Name: "nothing", File: "a.jpg", Make: func() []byte { return nil }, Want: "media.empty"},
		{Name: "PNG that announces 4 GB", File: "a.png", Make: func() []byte {
			return append(PNG(10, 10)[:33], "\xff\xff\xff\xffIDATxx"...)
		}, Want: "media.damaged"},
		{Name: "WebP that announces 4 GB", File: "a.webp", Make: func() []byte {
			return []byte("RIFF\xfe\xff\xff\xffWEBPVP8L\xf0\xff\xff\xff\x2f\x00\x00\x00")
		}, Want: "media.damaged"},
	}
}

func half(b []byte) []byte { return b[:len(b)/2] }

// apng announces frames that an image that stands still has not.
func apng() []byte {
	b := pngWith(PNG(20, 20), "acTL", []byte{0, 0, 0x27, 0x10, 0, 0, 0, 0})
	frame := pngChunk("fdAT", append([]byte{0, 0, 0, 1}, Deflated(make([]byte, 10))...))
	end := len(b) - 12
	return bytes.Join([][]byte{b[:end], bytes.Repeat(frame, 10_000), b[end:]}, nil)
}

const script = "<script>alert(document.cookie)</script>"

// smuggled are images with something in or behind them that nothing shown may have.
func smuggled() []Case {
	photo := func() []byte { return JPEG(60, 40) }
	behind := func(first func() []byte, then string) func() []byte {
		return func() []byte { return append(first(), then...) }
	}
	jar := string(Zip(Part{Name: "META-INF/MANIFEST.MF", Text: "Main-Class: Evil"}, Part{Name: "Evil.class", Text: "\xca\xfe\xba\xbe"}))
	return []Case{
		{Name: "photo with the place where it was taken", File: "a.jpg", Make: func() []byte { return WithExif(photo(), Exif(1, "52.2297N 21.0122E")) }, Gone: []string{"52.2297", "Exif"}},
		{Name: "photo with a script in the camera's notes", File: "a.jpg", Make: func() []byte { return WithExif(photo(), Exif(1, script)) }, Gone: []string{"<script"}},
		{Name: "WebP with the place where it was taken", File: "a.webp", Make: func() []byte { return webpWith("EXIF", Exif(1, "52.2297N")) }, Gone: []string{"52.2297", "EXIF"}},
		{Name: "WebP with a script in its notes", File: "a.webp", Make: func() []byte { return webpWith("XMP ", []byte(script)) }, Gone: []string{"<script", "XMP"}},
		{Name: "PNG with the place where it was taken", File: "a.png", Make: func() []byte { return pngWith(PNG(9, 9), "eXIf", Exif(1, "52.2297N")) }, Gone: []string{"52.2297", "eXIf"}},
		{Name: "PNG with a script in a comment", File: "a.png", Make: func() []byte { return pngWith(PNG(9, 9), "tEXt", []byte("Comment\x00"+script)) }, Gone: []string{"<script"}},
		{Name: "PNG with a colour profile that unpacks to 200 MB", File: "a.png", Make: func() []byte {
			return pngWith(PNG(9, 9), "iCCP", append([]byte("bomb\x00\x00"), zlibZeros(200)...))
		}, Gone: []string{"iCCP"}},
		{Name: "PNG with a text that unpacks to 200 MB", File: "a.png", Make: func() []byte {
			return pngWith(PNG(9, 9), "zTXt", append([]byte("bomb\x00\x00"), zlibZeros(200)...))
		}, Gone: []string{"zTXt"}},
		{Name: "JPEG with a web page in a comment", File: "a.jpg", Make: func() []byte { return jpegWith(photo(), 0xfe, []byte("<html>"+script)) }, Gone: []string{"<html", "<script"}},
		{Name: "JPEG with a web page behind it", File: "a.jpg", Make: behind(photo, "<html>"+script), Gone: []string{"<html"}},
		{Name: "JPEG that is a script as well", File: "a.jpg", Make: func() []byte {
			return jpegWith(photo(), 0xe0, append([]byte("*/=alert(1);/*"), make([]byte, 0x2f2a-16)...))
		}, Gone: []string{"alert"}},
		{Name: "JPEG with an archive behind it", File: "a.jpg", Make: behind(photo, jar), Gone: []string{"PK\x03\x04", "Evil"}},
		{Name: "GIF with a program behind it", File: "a.gif", Make: behind(func() []byte { return GIF(10, 10, 1) }, jar), Gone: []string{"PK\x03\x04", "Evil"}},
		{Name: "moving GIF with a program behind it", File: "a.gif", Make: behind(func() []byte { return GIF(10, 10, 3) }, jar), Gone: []string{"PK\x03\x04", "Evil"}},
		{Name: "PNG with a program behind it", File: "a.png", Make: behind(func() []byte { return PNG(10, 10) }, jar), Gone: []string{"PK\x03\x04", "Evil"}},
		{Name: "GIF that begins as a script", File: "a.gif", Make: func() []byte { return []byte("GIF89a/*" + script + "*/=1;") }, Want: "media.pixels"},
	}
}

// liars are files that are not what their name says.
func liars() []Case {
	return []Case{
		{Name: "PNG named JPEG", File: "a.jpg", Make: func() []byte { return PNG(9, 9) }, Want: "media.ending"},
		{Name: "photo named as a web page", File: "photo.jpg.html", Make: func() []byte { return JPEG(9, 9) }, Want: "media.ending"},
		{Name: "photo with a zero byte in its name", File: "photo.jpg\x00.html", Make: func() []byte { return JPEG(9, 9) }, Want: "media.ending"},
		{Name: "photo whose name is turned around", File: "annex\u202egpj.exe", Make: func() []byte { return JPEG(9, 9) }, Want: "media.ending"},
		{Name: "photo without an ending", File: "photo", Make: func() []byte { return JPEG(9, 9) }, Want: "media.no_ending"},
		{Name: "text document named as a table", File: "a.xlsx", Make: func() []byte { return DOCX() }, Want: "media.ending"},
		{Name: "program named as a document", File: "a.pdf", Make: func() []byte { return append([]byte("MZ\x90\x00"), make([]byte, 500)...) }, Want: "media.unknown"},
		{Name: "web page named as a photo", File: "a.jpg", Make: func() []byte { return []byte("<html>" + script) }, Want: "media.markup"},
	}
}

// texts are what a browser would run.
func texts() []Case {
	svg := func(inside string) func() []byte {
		return func() []byte {
			return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + inside + `</svg>`)
		}
	}
	text := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	return []Case{
		{Name: "SVG with a script", File: "a.svg", Make: svg(script), Want: "media.svg"},
		{Name: "SVG that acts when it is loaded", File: "a.svg", Make: text(`<svg onload="alert(1)"/>`), Want: "media.svg"},
		{Name: "SVG with a web page inside", File: "a.svg", Make: svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`), Want: "media.svg"},
		{Name: "SVG that reads a file of the server", File: "a.svg", Make: text(`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>`), Want: "media.svg"},
		{Name: "SVG that uses data", File: "a.png", Make: svg(`<use xlink:href="data:image/svg+xml;base64,AAAA#x"/>`), Want: "media.svg"},
		{Name: "SVG of a billion laughs", File: "a.svg", Make: text(`<!DOCTYPE svg [` + laughs() + `]><svg>&l9;</svg>`), Want: "media.svg"},
		{Name: "SVG in two bytes a letter", File: "a.png", Make: func() []byte { return utf16le(`<svg onload="alert(1)"/>`) }, Want: "media.svg"},
		{Name: "web page", File: "a.html", Make: text("<!DOCTYPE html><title>x</title>" + script), Want: "media.markup"},
		{Name: "web page in XML", File: "a.xhtml", Make: text(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>`), Want: "media.markup"},
		{Name: "web page as mail", File: "a.mht", Make: text("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + script), Want: "media.markup"},
		{Name: "XML with a style sheet", File: "a.xml", Make: text(`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="evil.xsl"?><a/>`), Want: "media.markup"},
		{Name: "plain text", File: "a.txt", Make: text("minutes of the meeting"), Want: "media.unknown"},
		{Name: "plain text with markup in it", File: "a.pdf", Make: text("minutes\n" + script), Want: "media.markup"},
	}
}

func laughs() string {
	var b strings.Builder
	b.WriteString(`<!ENTITY l0 "lol">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	return b.String()
}

func utf16le(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func pdfs() []Case {
	pdf := func(extra ...string) func() []byte { return func() []byte { return PDF(1, extra...) } }
	return []Case{
		{Name: "PDF with a script", File: "a.pdf", Make: pdf("20 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), Flags: []media.Flag{media.Script}, Pages: 1},
		{Name: "PDF with a script under a spelt-out name", File: "a.pdf", Make: pdf("20 0 obj\n<< /S /J#61va#53cript >>\nendobj\n"), Flags: []media.Flag{media.Script}, Pages: 1},
		{Name: "PDF with a script in a packed object", File: "a.pdf", Make: pdf(packedObject("20 0 << /S /JavaScript >>")), Flags: []media.Flag{media.Script}, Pages: 1},
		{Name: "PDF that acts when it is opened", File: "a.pdf", Make: pdf("20 0 obj\n<< /OpenAction << /S /URI /URI (http://example.org) >> >>\nendobj\n"), Flags: []media.Flag{media.Opens}, Pages: 1},
		{Name: "PDF that opens at its second page", File: "a.pdf", Make: pdf("20 0 obj\n<< /OpenAction [10 0 R /Fit] >>\nendobj\n", "21 0 obj\n<< /OpenAction 22 0 R >>\nendobj\n", "22 0 obj\n<< /S /GoTo /D [10 0 R /Fit] >>\nendobj\n"), Pages: 1},
		{Name: "PDF that starts a program", File: "a.pdf", Make: pdf("20 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n"), Flags: []media.Flag{media.Launch}, Pages: 1},
		{Name: "PDF with a list of files that has none", File: "a.pdf", Make: pdf("20 0 obj\n<< /Names << /EmbeddedFiles << /Names [\n] >> >> >>\nendobj\n"), Pages: 1},
		{Name: "PDF with a list of files", File: "a.pdf", Make: pdf("20 0 obj\n<< /Names << /EmbeddedFiles << /Names [ (a) 21 0 R ] >> >> >>\nendobj\n"), Flags: []media.Flag{media.Attachments}, Pages: 1},
		{Name: "PDF with a file inside", File: "a.pdf", Make: pdf("20 0 obj\n<< /Type /EmbeddedFile /Length 0 >>\nendobj\n"), Flags: []media.Flag{media.Attachments}, Pages: 1},
		{Name: "PDF with a password", File: "a.pdf", Make: func() []byte {
			return bytes.Replace(PDF(1), []byte("/Root"), []byte("/Encrypt 30 0 R /Root"), 1)
		}, Flags: []media.Flag{media.Encrypted}, Pages: 1},
		{Name: "PDF whose tables lead in a circle", File: "a.pdf", Make: func() []byte {
			return bytes.Replace(PDF(1), []byte("/Root"), []byte("/Prev 9 /Root"), 1)
		}, Pages: 1},
		{Name: "PDF of 100,000 pages", File: "a.pdf", Make: func() []byte { return PDF(100_000) }, Pages: 100_000},
		{Name: "PDF whose packed objects unpack to 300 MB", File: "a.pdf", Make: pdf(objectOf(zlibZeros(300))), Flags: []media.Flag{media.Unread}, Pages: 1},
		{Name: "PDF of 4,000 packed objects", File: "a.pdf", Make: pdf(strings.Repeat(packedObject(strings.Repeat("/", 1<<15)), 4000)), Flags: []media.Flag{media.Unread}, Pages: 1},
		{Name: "PDF of a million trees of pages", File: "a.pdf", Make: pdf(strings.Repeat("<</Type/Pages", 1_000_000)), Pages: 1},
		{Name: "PDF whose objects are packed otherwise", File: "a.pdf", Make: pdf("20 0 obj\n<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nxxxx\nendstream\nendobj\n"), Flags: []media.Flag{media.Unread}, Pages: 1},
		{Name: "PDF cut off", File: "a.pdf", Make: func() []byte { return half(PDF(100)) }, Want: "media.damaged"},
		{Name: "web page that is a PDF further down", File: "a.pdf", Make: func() []byte { return append([]byte("<html>"+script), PDF(1)...) }, Want: "media.markup"},
	}
}

// archives are archives that are no office files, or that mislead.
func archives() []Case {
	bomb := func() []byte {
		inner := Zip(Part{Name: "0.dll", Text: strings.Repeat("\x00", 10<<20)})
		for range 4 {
			inner = Zip(Part{Name: "a.zip", Text: string(inner)}, Part{Name: "b.zip", Text: string(inner)}, Part{Name: "c.zip", Text: string(inner)})
		}
		return inner
	}
	docx := func(parts ...Part) func() []byte { return func() []byte { return DOCX(parts...) } }
	return []Case{
		{Name: "archive of archives of archives", File: "42.zip", Make: bomb, Want: "media.packed"},
		{Name: "the same named as a document", File: "a.docx", Make: bomb, Want: "media.packed"},
		{Name: "the same inside of a document", File: "a.docx", Make: func() []byte { return DOCX(Part{Name: "word/a.zip", Text: string(bomb())}) }, Want: "media.nested"},
		{Name: "program named as a document", File: "a.docx", Make: func() []byte { return Zip(Part{Name: "META-INF/MANIFEST.MF", Text: "Main-Class: Evil"}) }, Want: "media.packed"},
		{Name: "archive of nothing", File: "a.docx", Make: func() []byte { return Zip() }, Want: "media.packed"},
		{Name: "archive of another kind", File: "a.docx", Make: func() []byte { return []byte("7z\xbc\xaf\x27\x1c more") }, Want: "media.packed"},
		{Name: "document that unpacks to 300 MB", File: "a.docx", Make: docx(Part{Name: "word/media/a.bmp", fill: 300}), Want: "media.unpacks"},
		{Name: "document of three parts of 100 MB", File: "a.xlsx", Make: func() []byte {
			return XLSX(Part{Name: "xl/a", fill: 100}, Part{Name: "xl/b", fill: 100}, Part{Name: "xl/c", fill: 100})
		}, Want: "media.unpacks"},
		{Name: "document whose parts overlap", File: "a.docx", Make: overlapping, Want: "media.misleading"},
		{Name: "document with a path that leads out", File: "a.docx", Make: docx(Part{Name: "../../etc/cron.d/x", Text: "x"}), Want: "media.misleading"},
		{Name: "document with a path of the whole machine", File: "a.docx", Make: docx(Part{Name: "/etc/cron.d/x", Text: "x"}), Want: "media.misleading"},
		{Name: "document with a path of Windows", File: "a.docx", Make: docx(Part{Name: `..\..\x.exe`, Text: "x"}), Want: "media.misleading"},
		{Name: "document with a link to a file of the server", File: "a.docx", Make: docx(Part{Name: "word/a.xml", Text: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), Want: "media.misleading"},
		{Name: "document with a part twice", File: "a.docx", Make: docx(Part{Name: "word/DOCUMENT.xml", Text: wordXML}), Want: "media.misleading"},
		{Name: "document of 60,000 parts", File: "a.docx", Make: func() []byte { return DOCX(make60000()...) }, Want: "media.entries"},
		{Name: "document of 60,000 parts that says it has two", File: "a.docx", Make: func() []byte {
			b := DOCX(make60000()...)
			copy(b[len(b)-14:], []byte{2, 0, 2, 0})
			return b
		}, Want: "media.entries"},
		{Name: "document with a locked part", File: "a.docx", Make: locked, Want: "media.locked"},
		{Name: "document cut off", File: "a.docx", Make: func() []byte { return half(DOCX(Part{Name: "word/x", Text: strings.Repeat("x", 999)})) }, Want: "media.archive_damaged"},
		{Name: "document with a turned bit", File: "a.docx", Make: func() []byte {
			b := DOCX(Part{Name: "word/x", Text: "unchanged", raw: true})
			b[bytes.Index(b, []byte("unchanged"))] ^= 1
			return b
		}, Want: "media.archive_damaged"},
		{Name: "text document that is a table as well", File: "a.docx", Make: func() []byte {
			return ODT(Part{Name: "[Content_Types].xml", Text: fmt.Sprintf(typesOf, "word/document.xml", wordType)})
		}, Want: "media.misleading"},
	}
}

func make60000() []Part {
	parts := make([]Part, 60_000)
	for i := range parts {
		parts[i] = Part{Name: fmt.Sprint("x", i), raw: true}
	}
	return parts
}

// overlapping makes two entries of the directory point at the same packed bytes.
func overlapping() []byte {
	b := DOCX(Part{Name: "word/a", Text: strings.Repeat("a", 500), raw: true}, Part{Name: "word/b", Text: strings.Repeat("a", 500), raw: true})
	first, second := bytes.LastIndex(b, []byte("word/a")), bytes.LastIndex(b, []byte("word/b"))
	copy(b[second-46+42:second-46+46], b[first-46+42:first-46+46]) // the offset of its local header
	return b
}

// locked sets the flag of a password at one entry.
func locked() []byte {
	b := DOCX(Part{Name: "word/a", Text: "x"})
	b[bytes.LastIndex(b, []byte("word/a"))-46+8] |= 1
	return b
}

// offices are office files with something in them.
func offices() []Case {
	docx := func(parts ...Part) func() []byte { return func() []byte { return DOCX(parts...) } }
	xxe := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`
	rels := func(kind string) string {
		return `<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind +
			`" Target="http://example.org/x" TargetMode="External"/></Relationships>`
	}
	return []Case{
		{Name: "document with macros", File: "a.docx", Make: docx(Part{Name: "word/vbaProject.bin", Text: "\xd0\xcf\x11\xe0"}), Want: "media.macros"},
		{Name: "document for macros under another ending", File: "a.docx", Make: func() []byte {
			return Zip(Part{Name: "[Content_Types].xml", Text: fmt.Sprintf(typesOf, "word/document.xml", "ms-word.document.macroEnabled")})
		}, Want: "media.macros"},
		{Name: "open document with macros", File: "a.odt", Make: func() []byte { return ODT(Part{Name: "Basic/Standard/Module1.xml", Text: "<a/>"}) }, Want: "media.macros"},
		{Name: "table with macros of the old kind", File: "a.xlsx", Make: func() []byte { return XLSX(Part{Name: "xl/macrosheets/sheet1.xml", Text: "<a/>"}) }, Want: "media.macros"},
		{Name: "document with a program inside", File: "a.docx", Make: docx(Part{Name: "word/media/image1.png", Text: "MZ\x90\x00"}), Want: "media.macros"},
		{Name: "document that loads its template from elsewhere", File: "a.docx", Make: docx(Part{Name: "word/_rels/settings.xml.rels", Text: rels("attachedTemplate")}), Flags: []media.Flag{media.Links}},
		{Name: "document with a link for people", File: "a.docx", Make: docx(Part{Name: "word/_rels/document.xml.rels", Text: rels("hyperlink")})},
		{Name: "document with a parcel inside", File: "a.docx", Make: docx(Part{Name: "word/embeddings/oleObject1.bin", Text: "\xd0\xcf\x11\xe0"}), Flags: []media.Flag{media.Attachments}},
		{Name: "document that reads a file of the server", File: "a.docx", Make: docx(Part{Name: "word/a.xml", Text: xxe}), Want: "media.entities"},
		{Name: "the same in two bytes a letter", File: "a.docx", Make: docx(Part{Name: "word/a.xml", Text: string(utf16le(xxe))}), Want: "media.entities"},
		{Name: "the same under no ending", File: "a.xlsx", Make: func() []byte { return XLSX(Part{Name: "xl/a", Text: xxe}) }, Want: "media.entities"},
		{Name: "table of a billion laughs", File: "a.xlsx", Make: func() []byte { return XLSX(Part{Name: "xl/a.xml", Text: `<!DOCTYPE a [` + laughs() + `]><a>&l9;</a>`}) }, Want: "media.entities"},
		{Name: "table whose one entity stands 50,000 times", File: "a.xlsx", Make: func() []byte {
			return XLSX(Part{Name: "xl/a.xml", Text: `<!DOCTYPE a [<!ENTITY x "` + strings.Repeat("x", 50_000) + `">]><a>` + strings.Repeat("&x;", 50_000) + `</a>`})
		}, Want: "media.entities"},
		{Name: "document of the old kind, or with a password", File: "a.docx", Make: func() []byte { return append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...) }, Want: "media.old_office"},
	}
}
