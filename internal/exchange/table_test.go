package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/errs"
)

func read(t *testing.T, text string, rename map[string]string, required ...string) (rows [][]string, complaints int, err error) {
	t.Helper()
	table, err := readTable("test", strings.NewReader(text), rename, schema{required: required})
	if err != nil {
		return nil, 0, err
	}
	for {
		ok, bad, err := table.next()
		if !ok || err != nil {
			return rows, complaints, err
		}
		if bad != nil {
			complaints++
			continue
		}
		var row []string
		for _, column := range required {
			row = append(row, table.get(column))
		}
		rows = append(rows, row)
	}
}

func TestTablesAsOfficesKeepThem(t *testing.T) {
	want := [][]string{{"1", "Sokółka"}, {"2", "Łapy"}}
	for name, text := range map[string]string{
		"tabs":                         "id\tname\n1\tSokółka\n2\tŁapy\n",
		"semicolons, Windows lines":    "id;name\r\n1;Sokółka\r\n2;Łapy\r\n",
		"commas, quoted":               "id,name\n1,\"Sokółka\"\n2,\"Łapy\"\n",
		"byte order mark":              "\ufeffid\tname\n1\tSokółka\n2\tŁapy",
		"columns in another order":     "name\tid\tnote\nSokółka\t1\tx\nŁapy\t2\n",
		"empty lines, capital headers": "ID\tName\n\n1\tSokółka\n\n2\tŁapy\n\n",
	} {
		got, bad, err := read(t, text, nil, "id", "name")
		if diff := cmp.Diff(want, got); err != nil || bad != 0 || diff != "" {
			t.Errorf("%s: %v, %d bad lines\n%s", name, err, bad, diff)
		}
	}
	got, _, err := read(t, "GID;Miasto\n1;Sokółka\n2;Łapy\n", map[string]string{"id": "gid", "name": "Miasto"}, "id", "name")
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("other headers: %v\n%s", err, diff)
	}
	if got, _, err := read(t, "id\tname\n", nil, "id", "name"); err != nil || got != nil {
		t.Errorf("a header alone: %v, %v; want no rows and no error", got, err)
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":           "",
		"a PDF":             "%PDF-1.7\n1 0 obj",
		"a spreadsheet":     "PK\x03\x04\x14\x00",
		"a web page":        "<!DOCTYPE html><html><body>404",
		"JSON":              `{"id": 1, "name": "Sokółka"}`,
		"a picture":         "\x89PNG\r\n\x1a\n\x00\x00",
		"another encoding":  "id\tname\n1\tSok\xf3\xb3ka\n",
		"a missing column":  "id\tcountry\n1\tPL\n",
		"an endless line":   "id\tname\n" + strings.Repeat("x", longestLine+1),
		"a renamed nothing": "id\tname\n",
	} {
		rename := map[string]string{}
		if name == "a renamed nothing" {
			rename["name"] = "miasto"
		}
		if _, _, err := read(t, text, rename, "id", "name"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v, want kind %v", name, err, errs.Invalid)
		}
	}
}

func TestABadLineLeavesTheOthers(t *testing.T) {
	filler := strings.Repeat("0\tŁapy\n", sniffed/8) // past what is looked at first
	got, bad, err := read(t, "id\tname\n"+filler+"1\tSok\xf3\xb3ka\n2\tŁapy\n", nil, "id")
	if err != nil || bad != 1 || got[len(got)-1][0] != "2" {
		t.Errorf("%d bad lines, %v, last row %v; want 1, nil, the row after the bad one", bad, err, got[len(got)-1])
	}
}

func FuzzTable(f *testing.F) {
	f.Add("id\tname\n1\tSokółka\n")
	f.Add("id;name\n1;\"a;b\"\n\"")
	f.Add("\ufeffid,name\r\n1,\"")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readTable("fuzz", strings.NewReader(text), nil, schema{required: []string{"id"}})
		if err != nil {
			return
		}
		for {
			ok, _, err := table.next()
			if !ok || err != nil {
				return
			}
			table.get("id")
			table.get("name")
		}
	})
}
