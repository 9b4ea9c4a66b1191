package moving

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"twintown/internal/platform/errs"
)

// The encoding is found from the bytes, or asked where the bytes do not say it.
func TestEncodings(t *testing.T) {
	encode := func(c *charmap.Charmap, text string) []byte {
		b, err := c.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"Polish in Windows", "windows-1250", encode(charmap.Windows1250, "Łomża;Białoruś\nKraków;współpraca\n")},
		{"Polish in ISO", "iso-8859-2", encode(charmap.ISO8859_2, "Łomża;Białoruś\nŁoździeje;współpraca\n")},
		{"Lithuanian", "windows-1257", encode(charmap.Windows1257, "Alytus;Šalis\nKėdainiai;Ukmergė\n")},
		{"French", "windows-1252", encode(charmap.Windows1252, "Orléans;Suède\nGenève;Besançon\n")},
		{"Russian", "windows-1251", encode(charmap.Windows1251, "Калининград;Россия\nЧерняховск;Нестеров\n")},
		{"Belarusian", "windows-1251", encode(charmap.Windows1251, "Горад;Краіна\nВаўкавыск;Польшча\n")},
		{"Ukrainian", "windows-1251", encode(charmap.Windows1251, "Місто;Країна\nЇжаківка;Польща\n")},
		{"Czech", "windows-1250", encode(charmap.Windows1250, "Město;Země\nPříbram;Dvůr Králové\n")},
		{"German, alike in three", "windows-1250", encode(charmap.Windows1252, "Köln;Österreich\nMünchen;\n")},
		{"UTF-16 without a mark", "utf-16le", []byte("L\x00i\x00d\x00a\x00;\x00X\x00\n\x00")},
		{"UTF-8", "utf-8", []byte("Łomża;Białoruś\n")},
	} {
		table, err := Read("x.csv", c.data, ReadOptions{Lexicon: words()})
		if err != nil || table.Encoding != c.want || len(table.Unclear) > 0 || table.Why.Key == "" {
			t.Errorf("%s: %+v, %v; want %s", c.name, table, err, c.want)
		}
	}
	unclear := []byte("Partner;X\nN\xeemes;\xd3\xb3\n")
	table, err := Read("x.csv", unclear, ReadOptions{Lexicon: words()})
	if err != nil || len(table.Unclear) < 2 {
		t.Fatalf("an unclear encoding: %+v, %v", table, err)
	}
	plan := Make(table, nobody(), Options{Lexicon: words(), Today: today, Own: 1})
	if !plan.Blocked() || plan.Questions[0].Key != EncodingKey || len(plan.Rows) != 0 {
		t.Errorf("an unclear encoding is not asked: %+v", plan.Questions)
	}
	told, err := Read("x.csv", unclear, ReadOptions{Lexicon: words(), Encoding: "windows-1252"})
	if err != nil || len(told.Unclear) != 0 || told.Rows[1].Cells[0] != "Nîmes" {
		t.Errorf("a told encoding: %+v, %v", told, err)
	}
	if _, err := Read("x.csv", unclear, ReadOptions{Lexicon: words(), Encoding: "utf-8"}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a wrong encoding: %v", err)
	}
}

// Cells of several lines, quotes inside, a separator that is named, an unclosed quote.
func TestCSVReader(t *testing.T) {
	for _, c := range []struct {
		text string
		want [][]string
	}{
		{"a;b\n\"c\nd\";\"e \"\"f\"\"\"\r\n", [][]string{{"a", "b"}, {"c\nd", `e "f"`}}},
		{"sep=,\na,b\n", [][]string{{"a", "b"}}},
		{"\"a;b\nc;d\n", [][]string{{"\"a", "b"}, {"c", "d"}}},
		{"a\tb, c\nd\te, f\n", [][]string{{"a", "b, c"}, {"d", "e, f"}}},
		{"a;'=1\n", [][]string{{"a", "=1"}}},
		{"Grodno\nKowno\n", [][]string{{"Grodno"}, {"Kowno"}}},
		{"a;b;\n;;\n", [][]string{{"a", "b"}}},
	} {
		table, err := Read("x.csv", []byte(c.text), ReadOptions{Lexicon: words()})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var got [][]string
		for _, r := range table.Rows {
			got = append(got, r.Cells)
		}
		if !slices.EqualFunc(got, c.want, slices.Equal) {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

// What the standard library writes is read as it was, line numbers and all.
func TestCSVAsTheStandardLibraryWritesIt(t *testing.T) {
	cell := rapid.StringOfN(rapid.RuneFrom([]rune("ab;,\t\"\n żя")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 2), 1, 6).Draw(t, "rows")
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		w.Comma = ';'
		_ = w.WriteAll(rows)
		r := csvReader{text: buf.String(), comma: ';', line: 1}
		line := 1
		for _, want := range rows {
			if r.line != line {
				t.Fatalf("line %d, want %d", r.line, line)
			}
			got, ok := r.next()
			if !ok || !slices.Equal(got, want) {
				t.Fatalf("%q, want %q", got, want)
			}
			line += 1 + strings.Count(strings.Join(want, ""), "\n")
		}
		if rest, ok := r.next(); ok {
			t.Fatalf("%q is left", rest)
		}
	})
}

// Files that are no lists are refused with a sentence, whatever they are called.
func TestRefusedFiles(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		kind errs.Kind
		key  string
	}{
		"nothing":       {[]byte(" \n"), errs.Invalid, "moving.file.empty"},
		"only a mark":   {[]byte(utf8Mark), errs.Invalid, "moving.file.empty"},
		"a PDF":         {[]byte("%PDF-1.7 …"), errs.Invalid, "moving.file.no_table"},
		"a page":        {[]byte("<!DOCTYPE html><p>"), errs.Invalid, "moving.file.no_table"},
		"an image":      {[]byte("\x89PNG\r\n\x1a\n"), errs.Invalid, "moving.file.no_table"},
		"bytes":         {[]byte("a;b\x00\x00\n\xff"), errs.Invalid, "moving.file.no_table"},
		"an old Excel":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1…"), errs.Invalid, "moving.file.old_excel"},
		"a cut archive": {[]byte("PK\x03\x04…"), errs.Invalid, "moving.file.damaged"},
		"17 MB":         {bytes.Repeat([]byte("a;b\n"), 17<<18), errs.TooLarge, "moving.file.too_large.bytes"},
		"too many rows": {bytes.Repeat([]byte("a;b\n"), mostRows+1), errs.TooLarge, "moving.file.too_large.rows"},
		"16 k columns":  {append(bytes.Repeat([]byte(";"), 16_384), 'x'), errs.TooLarge, "moving.file.too_large.columns"},
		"a document":    {append([]byte("a;"), bytes.Repeat([]byte("x"), 4*mostText+1)...), errs.TooLarge, "moving.file.too_large.text"},
	} {
		table, err := Read(name, c.data, ReadOptions{Lexicon: words()})
		if table != nil || errs.KindOf(err) != c.kind || errs.PublicOf(err).Key != c.key {
			t.Errorf("%s: %v, %v", name, errs.PublicOf(err), err)
		}
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		`C:\Users\x\partnerzy.xlsx`: "partnerzy.xlsx", "../../etc/passwd": "passwd", "a\x00b\u202excod.exe": "abxcod.exe",
		strings.Repeat("ż", 200) + ".csv": strings.Repeat("ż", 116) + ".csv",
	} {
		if got := FileName(in); got != want {
			t.Errorf("FileName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, text := range []string{"a;b\n\"c\nd\";e", "sep=;\na;b", "\"", "\"\"\"", "\xff\xfea\x00", "\xb9\xea;\xe6"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read("x.csv", data, ReadOptions{Lexicon: words()})
		if err != nil {
			if kind := errs.KindOf(err); kind != errs.Invalid && kind != errs.TooLarge {
				t.Fatalf("%v", err)
			}
			return
		}
		last := 0
		for _, r := range table.Rows {
			if r.Line <= last || len(r.Cells) > mostColumns || len(r.filled()) == 0 {
				t.Fatalf("row %+v after line %d", r, last)
			}
			last = r.Line
		}
	})
}

// Whatever a table holds, a header is guessed without harm, and each role of which there
// is one is given once.
func FuzzHeader(f *testing.F) {
	f.Add("Miasto partnerskie;Kraj;Data\nGrodno;Białoruś;1992")
	f.Add("a;b\n;;;x\n\n;")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Read("x.csv", []byte(text), ReadOptions{Lexicon: words(), Limits: Limits{Rows: 50}})
		if err != nil {
			return
		}
		g := guesser{lexicon: words(), isPlace: func(s string) bool { return len(s) > 3 }, dates: dates{lexicon: words()}}
		l := g.guess(table, nil)
		if l.header >= len(table.Rows) || len(l.columns) != table.width() {
			t.Fatalf("layout %+v of %d rows", l, len(table.Rows))
		}
		for _, role := range []Role{Partner, Own, Country, Date, Status, Kind} {
			if len(l.all(role)) > 1 {
				t.Fatalf("role %s twice: %+v", role, l.columns)
			}
		}
	})
}
