package guestlist

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"twintown/internal/exchange/moving"
	"twintown/internal/names"
	"twintown/internal/platform/lang/messages"
)

func words() Words {
	w := Words{map[string]string{}, map[string]string{}}
	for name, code := range map[string]string{"Litwa": "LT", "Lietuva": "LT", "Ukraina": "UA", "Україна": "UA", "LT": "LT", "Germany": "DE"} {
		w.Countries[names.Fold(name)] = code
	}
	for name, code := range map[string]string{"litewski": "lt", "lt": "lt", "ukraiński": "uk", "German": "de", "de": "de"} {
		w.Languages[names.Fold(name)] = code
	}
	return w
}

func lexicon(t testing.TB) *moving.Lexicon {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return moving.NewLexicon(catalog)
}

func table(t *testing.T, text string) *moving.Table {
	t.Helper()
	got, err := moving.Read("list.csv", []byte(text), moving.ReadOptions{Lexicon: lexicon(t), Encoding: "utf-8"})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestListsAsOfficesKeepThem(t *testing.T) {
	for what, c := range map[string]struct {
		text string
		want []Row
	}{
		"as the page shows it": {
			"Kaunas; Litwa; 4; office@example.org; litewski\nDubno; Ukraina; 3; ; ukraiński\n",
			[]Row{{Line: 1, Name: "Kaunas", Country: "LT", Quota: 4, Email: "office@example.org", Language: "lt"}, {Line: 2, Name: "Dubno", Country: "UA", Quota: 3, Language: "uk"}},
		},
		"names alone": {
			"Kaunas\nDubno\n",
			[]Row{{Line: 1, Name: "Kaunas"}, {Line: 2, Name: "Dubno"}},
		},
		"a sheet with a heading, numbers of rows, another order": {
			"Lp.\tAdres e-mail\tMiasto\tLiczba osób\tKontakt\n1\toffice@example.org\tKaunas\tdo 4 osób\tBiuro mera\n2\t\tDubno\tkilka\t\n",
			[]Row{{Line: 2, Name: "Kaunas", Quota: 4, Email: "office@example.org", Contact: "Biuro mera"}, {Line: 3, Name: "Dubno", Odd: []string{"kilka"}}},
		},
		"a heading in English, codes": {
			"Town,Country,Language,E-mail\nKaunas,LT,de,a@example.org\nFriedberg,Germany,German,b@example.org\n",
			[]Row{{Line: 2, Name: "Kaunas", Country: "LT", Language: "de", Email: "a@example.org"}, {Line: 3, Name: "Friedberg", Country: "DE", Language: "de", Email: "b@example.org"}},
		},
	} {
		if got := Read(table(t, c.text), words()); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", what, got, c.want)
		}
	}
}

// Whatever the bytes are, rows are bounded and hold valid text.
func FuzzRead(f *testing.F) {
	f.Add("Kaunas; Litwa; 4; office@example.org; litewski\n")
	f.Add("Town,Country\n\n\"a\nb\",@.,9999999999999999999\n")
	w, known := words(), lexicon(f)
	f.Fuzz(func(t *testing.T, text string) {
		table, err := moving.Read("list.csv", []byte(text), moving.ReadOptions{Lexicon: known, Encoding: "utf-8"})
		if err != nil {
			return
		}
		rows := Read(table, w)
		if len(rows) > len(table.Rows) {
			t.Errorf("%d rows of %d", len(rows), len(table.Rows))
		}
		for _, r := range rows {
			if r.Quota < 0 || r.Quota > mostQuota || utf8.ValidString(text) && !utf8.ValidString(r.Name+r.Email+r.Contact) {
				t.Errorf("%+v", r)
			}
		}
	})
}
