package media

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// headSize is how much of a file's beginning tells what it is: markup may begin with
// a long comment, everything else says it in its first bytes.
const headSize = 4096

// sniff tells the kind of a file by its bytes alone.
func sniff(file io.ReaderAt, size int64) (Kind, error) {
	if size == 0 {
		return "", refuse("media.empty", nil)
	}
	head := make([]byte, min(size, headSize))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", err
	}
	switch {
	case isPDF(head):
		return PDF, nil
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return officeKind(file, size)
	}
	return "", refuse(strange(head), nil)
}

// isPDF allows the byte order mark and the blank lines that some printers put first.
func isPDF(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(bytes.TrimLeft(head[:min(len(head), 64)], "\r\n\t "), []byte("%PDF-"))
}

// markup are beginnings of texts that a browser would run.
var markup = []string{"<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<?xml", "<xsl", "mime-version:", "<x:xmpmeta"}

// strange says why a file of an unknown kind is refused, so that the person learns
// what to do instead.
func strange(head []byte) string {
	text := strings.ToLower(string(bytes.ReplaceAll(head, []byte{0}, nil))) // UTF-16 is two bytes a letter
	switch {
	case strings.Contains(text, "<svg"):
		return "media.svg"
	case slices.ContainsFunc(markup, func(m string) bool { return strings.Contains(text, m) }):
		return "media.markup"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "media.old_office"
	case bytes.HasPrefix(head, []byte("PK")), bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xbc\xaf")), bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "media.packed"
	}
	return "media.unknown"
}

// ending returns the last ending of a name, in small letters, without the point.
func ending(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}

// agree refuses a file whose name promises another kind than it is.
func agree(kind Kind, name string) error {
	e := ending(name)
	if slices.Contains(kinds[kind].endings, e) {
		return nil
	}
	if e == "" {
		return refuse("media.no_ending", nil, "kind", kind.String(), "ending", kind.Ending())
	}
	return refuse("media.ending", nil, "kind", kind.String(), "ending", e)
}
