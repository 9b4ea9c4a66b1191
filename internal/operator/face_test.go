package operator

import (
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang/messages"
)

var known = []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}

func TestFaceInALanguage(t *testing.T) {
	f := (&Face{Names: Text{"pl": "Związek Miast", "en": "Union of Towns"}, Languages: []string{"pl", "de", "en"}, DefaultLanguage: "pl"}).For(known)
	for code, want := range map[string]string{"pl": "Związek Miast", "en": "Union of Towns", "de": "Związek Miast"} {
		if got := f.Name(code); got != want {
			t.Errorf("the name in %s is %q, want %q", code, got, want)
		}
	}
	if f.Offers("lt") || !f.Offers("de") || f.Default() != "pl" {
		t.Errorf("offers %v by default %s", f.Offered(), f.Default())
	}
	zero := (&Face{}).For(known)
	if !zero.Own() || zero.Brand("lt") != "Twintown" || !slices.Equal(zero.Offered(), known) || zero.Default() != "en" {
		t.Errorf("the zero face is %q, offers %v", zero.Brand("lt"), zero.Offered())
	}
	onlyLithuanian := (&Face{Languages: []string{"lt"}}).For(known)
	if onlyLithuanian.Default() != "lt" {
		t.Errorf("default %q, want the only language", onlyLithuanian.Default())
	}
}

func TestReadersOfOtherLanguages(t *testing.T) {
	c, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	f := (&Face{Languages: []string{"pl", "de"}, DefaultLanguage: "pl"}).For(c.Languages())
	for header, want := range map[string]string{"de-AT": "de", "lt, de;q=0.3": "de", "en-GB, fr": "pl", "": "pl", "%%%": "pl"} {
		if got := f.Match(c, header); got != want {
			t.Errorf("%q is served in %s, want %s", header, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		face  Face
		field string // "" where nothing is wrong
	}{
		"nothing at all":                       {Face{}, ""},
		"a whole face":                         {example(), ""},
		"a name that is too long":              {Face{Names: Text{"pl": strings.Repeat("a", 121)}}, "names.pl"},
		"a name in Latin":                      {Face{Names: Text{"la": "Unio Urbium"}}, "names.la"},
		"a line break in the short name":       {Face{Short: "A\nB"}, "short"},
		"a name that turns the text round":     {Face{Short: "A\u202eB"}, "short"},
		"no UTF-8":                             {Face{Short: "\xff"}, "short"},
		"a language twice":                     {Face{Languages: []string{"pl", "pl"}}, "languages"},
		"a default that is not offered":        {Face{Languages: []string{"pl"}, DefaultLanguage: "en"}, "default_language"},
		"an address without a domain":          {Face{Contact: Contact{Email: "biuro@localhost"}}, "contact.email"},
		"an address with a name":               {Face{Contact: Contact{Email: "Biuro <biuro@example.org>"}}, "contact.email"},
		"a header in an address":               {Face{Contact: Contact{Email: "a@example.org\r\nBcc: b@example.org"}}, "contact.email"},
		"a telephone of letters":               {Face{Barriers: Contact{Phone: "call us"}}, "barriers.phone"},
		"a telephone as Poles write it":        {Face{Contact: Contact{Phone: "+48 85 711 20 00"}}, ""},
		"a funder without a name":              {Face{Funders: []Funder{{URL: "https://example.org"}}}, "funders.0.name"},
		"a funder's address that is a script":  {Face{Funders: []Funder{{Name: "F", URL: "javascript:alert(1)"}}}, "funders.0.url"},
		"a funder's address with a password":   {Face{Funders: []Funder{{Name: "F", URL: "https://a:b@example.org"}}}, "funders.0.url"},
		"thirteen funders":                     {Face{Funders: make([]Funder, 13)}, "funders"},
		"a region that is none":                {Face{HomeRegion: "Podlaskie"}, "home_region"},
		"a whole country as the region":        {Face{HomeRegion: "LT"}, ""},
		"an imprint with paragraphs":           {Face{Imprint: Text{"de": "Verein\n\nStraße 1"}}, ""},
		"an imprint with a bell in it":         {Face{Imprint: Text{"de": "Verein\a"}}, "imprint.de"},
		"a controller with a very long street": {Face{Controller: Contact{Address: strings.Repeat("x", 1001)}}, "controller.address"},
	} {
		t.Run(name, func(t *testing.T) {
			faults := c.face.Check(known)
			_, found := faults.At(c.field)
			if (c.field == "") != (len(faults) == 0) || c.field != "" && !found {
				t.Errorf("faults %v, want %q", faults, c.field)
			}
			if c.field != "" && errs.KindOf(faults.Err()) != errs.Invalid {
				t.Errorf("kind %v", errs.KindOf(faults.Err()))
			}
		})
	}
}

func example() Face {
	return Face{
		Names: Text{"pl": "Przykładowy Związek Miast"}, Short: "PZM", Colours: Colours{Here: "#0b4f7d", There: "#a8321f"},
		Languages: []string{"pl", "en"}, DefaultLanguage: "pl", Contact: Contact{Name: "Biuro", Email: "biuro@example.org"},
		Imprint: Text{"pl": "Wydawca"}, Funders: []Funder{{Name: "Program", URL: "https://example.org/", Credit: Text{"pl": "Dofinansowano."}}}, HomeRegion: "PL.81", HomePlace: 776069,
	}
}

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := NewStore(d)
		k, err := Open(t.Context(), s, known)
		if err != nil {
			t.Fatal(err)
		}
		if !k.Now().Own() || k.Now().Version != 0 {
			t.Errorf("at first: %+v", k.Now())
		}
		first := example()
		put(t, s, d, &first, Author{Account: "a1"})
		if err := k.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := k.Now()
		if now.Name("pl") != "Przykładowy Związek Miast" || now.Version != 1 || now.SavedAt != dbtest.Today.UnixMicro() || now.Funders[0].Credit["pl"] != "Dofinansowano." {
			t.Errorf("after saving: %+v", now)
		}
		stale := example() // follows version 0
		err = d.Write(t.Context(), func(tx *db.Tx) error { _, err := s.Put(t.Context(), tx, &stale, Author{}); return err })
		if errs.KindOf(err) != errs.Conflict {
			t.Errorf("two who began with the same version: %v, want %v", err, errs.Conflict)
		}
		second := *now
		second.Short = "Z"
		if before := put(t, s, d, &second, Author{Account: "a2"}); before.Short != "PZM" {
			t.Errorf("the version before was %q", before.Short)
		}
		withLogo := *now
		withLogo.Version, withLogo.Logo.Renditions = 2, []Rendition{{ID: "aa"}, {ID: "bb"}}
		put(t, s, d, &withLogo, Author{Account: "a2"})
		var named []string
		for id, err := range s.Named(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			named = append(named, id)
		}
		if !slices.Equal(named, []string{"aa", "bb"}) {
			t.Errorf("objects %q", named)
		}
		history, err := s.History(t.Context(), 10)
		if err != nil || len(history) != 3 || history[0].Version != 3 || history[0].By != "a2" || !history[2].At.Equal(dbtest.Today) {
			t.Errorf("history %+v, %v", history, err)
		}
	})
}

func put(t *testing.T, s *Store, d *db.DB, f *Face, by Author) (before *Face) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) { before, err = s.Put(t.Context(), tx, f, by); return err })
	if err != nil {
		t.Fatal(err)
	}
	return before
}

// The demonstration takes its own rows away and no others, and a face that was saved
// before and after it keeps another mark.
func TestRemoveDemo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := NewStore(d)
		demo := example()
		put(t, s, d, &demo, Author{Origin: DemoOrigin})
		setDemo := func(state int64) {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.SetMeta(t.Context(), DemoMeta, state) }); err != nil {
				t.Fatal(err)
			}
		}
		setDemo(DemoThere)
		shown, err := s.Latest(t.Context())
		if err != nil || !shown.Demo {
			t.Fatalf("%+v, %v", shown, err)
		}
		var n int64
		if err := d.Write(t.Context(), func(tx *db.Tx) (err error) { n, err = s.RemoveDemo(t.Context(), tx); return err }); err != nil || n != 1 {
			t.Errorf("%d rows went, %v; want 1", n, err)
		}
		setDemo(2)
		real := example()
		put(t, s, d, &real, Author{Account: "a1"})
		again, err := s.Latest(t.Context())
		if err != nil || again.Demo || again.Version != 1 || again.Mark() == shown.Mark() {
			t.Errorf("%+v (%s), %v", again, again.Mark(), err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) (err error) { n, err = s.RemoveDemo(t.Context(), tx); return err }); err != nil || n != 0 {
			t.Errorf("%d rows of the operator went, %v; want none", n, err)
		}
	})
}
