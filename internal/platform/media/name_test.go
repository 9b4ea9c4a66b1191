package media_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"twintown/internal/platform/media"
)

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"photo.jpg":            "photo.jpg",
		"Umowa 2006.05.12.pdf": "Umowa 2006.05.12.pdf",
		"Договор о партнёрстве.pdf": "Договор о партнёрстве.pdf",
		"../../etc/passwd":                   "passwd",
		`C:\Users\Officer\Desktop\umowa.pdf`: "umowa.pdf",
		"a/b/c.pdf":                          "c.pdf",
		"photo.jpg\x00.html":                 "photo.jpg.html",
		"annex\u202egpj.exe":                 "annexgpj.exe",
		"a\u2066b\u200bc\ufeff.pdf":          "abc.pdf",
		"line\r\nbreak\t.pdf":                "line break.pdf",
		"CON.jpg":                            "_CON.jpg",
		"con.2006.jpg":                       "_con.2006.jpg",
		"lpt1":                               "_lpt1",
		"console.jpg":                        "console.jpg",
		"photo.html.jpg":                     "photo_html.jpg",
		"invoice.exe .pdf":                   "invoice_exe.pdf",
		`a<b>:"|?*.pdf`:                      "a_b______.pdf",
		"...":                                "document",
		"":                                   "document",
		" . .pdf":                            "pdf",
		".htaccess":                          "htaccess",
		"trailing. . ":                       "trailing",
		"bad\xff\xfeutf8.pdf":                "badutf8.pdf",
		"e\u0301.pdf":                        "é.pdf",
		strings.Repeat("ž", 300) + ".pdf":    strings.Repeat("ž", 56) + ".pdf",
		strings.Repeat("a", 300):             strings.Repeat("a", 60),
		"x." + strings.Repeat("e", 300):      "x." + strings.Repeat("e", 58),
		"Sokółka i Giżycko, list intencyjny.pdf": "Sokółka i Giżycko, list intencyjny.pdf",
	} {
		if got := media.CleanName(name); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, s := range []string{"photo.jpg", "CON.jpg", "../../x", "a\x00b", "\u202e", strings.Repeat("e\u0301", 100), ".jpg.html"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := media.CleanName(s)
		if again := media.CleanName(got); again != got {
			t.Errorf("%q: cleaned again it is %q", got, again)
		}
		if got == "" || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 61 || strings.ContainsAny(got, "/\\\x00\r\n\u202e") || got == "." || got == ".." {
			t.Errorf("CleanName(%q) = %q", s, got)
		}
	})
}
