package media

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// nameLength is the most characters that a cleaned name has: enough for the title of
// a resolution, and with four bytes each still below what file systems take.
const nameLength = 60

// devices are names that Windows keeps for itself, whatever their ending.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)$`)

// active are endings that make a system or a browser run a file. One in the middle of
// a name ("photo.html.jpg") is there to mislead somebody.
var active = []string{
	"html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "js", "mjs", "css", "php", "phtml", "asp", "aspx", "jsp",
	"cgi", "pl", "py", "sh", "exe", "com", "bat", "cmd", "scr", "pif", "msi", "jar", "vbs", "vbe", "wsf", "hta", "ps1", "lnk", "url", "reg", "app", "swf",
}

// CleanName makes of a name that somebody sent one that can be shown and that any
// system can store: one path element, no invisible characters, none that turn the
// order of letters around, at most 60 characters with its ending kept. It returns
// "document" where nothing is left.
func CleanName(name string) string {
	for range 5 { // what was cut or taken away can bring another ending to light
		again := cleanOnce(name)
		if again == name {
			break
		}
		name = again
	}
	return name
}

func cleanOnce(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = norm.NFC.String(strings.Map(visible, name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	base, end := splitEnding(name)
	parts := strings.Split(base, ".")
	base = parts[0]
	for _, part := range parts[1:] {
		if slices.Contains(active, strings.ToLower(strings.TrimSpace(part))) {
			base += "_" + part
		} else {
			base += "." + part
		}
	}
	first, _, _ := strings.Cut(base, ".")
	if devices.MatchString(strings.TrimSpace(first)) {
		base = "_" + base
	}
	if base = strings.Trim(cut(base, nameLength-utf8.RuneCountInString(end)), ". "); base == "" {
		base = "document"
	}
	return base + end
}

// splitEnding takes an ending off a name: ".pdf". What is longer than ten characters
// is no ending.
func splitEnding(name string) (base, end string) {
	end = path.Ext(name)
	if len(end) > 11 || len(end) < 2 || len(end) == len(name) || strings.Contains(end, " ") {
		return name, ""
	}
	return strings.TrimSuffix(name, end), end
}

// visible drops what cannot be seen and replaces what file systems refuse.
func visible(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), r == utf8.RuneError:
		return -1 // Cf holds the signs that turn the order of letters around
	}
	return r
}

// cut shortens a text to n characters, not inside a letter with its marks.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)[:n]
	for len(runes) > 0 && unicode.Is(unicode.Mn, []rune(s)[len(runes)]) {
		runes = runes[:len(runes)-1]
	}
	return string(runes)
}
