package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/search"
)

// shelf is a room with public texts.
type shelf struct {
	*testing.T
	db    *db.DB
	all   []search.Document
	clock string
	read  int // how often
}

func (s *shelf) source() search.Source {
	return search.Source{
		Feed: "text",
		Each: func(_ context.Context, add func(search.Document) error) error {
			s.read++
			for _, d := range s.all {
				if err := add(d); err != nil {
					return err
				}
			}
			return nil
		},
		Mark: func(context.Context, int64) (string, error) { return s.clock, nil },
	}
}

// touch tells that an object of a kind changed.
func (s *shelf) touch(kind string) {
	s.Helper()
	if err := s.db.Write(s.Context(), func(tx *db.Tx) error { return tx.TouchOne(s.Context(), kind, "1") }); err != nil {
		s.Fatal(err)
	}
}

// day is a day of November.
func day(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }

// text makes a document whose identifier is its title.
func text(language, title, body string) search.Document {
	return search.Document{Kind: "article", ID: title, Language: language, Title: title, Text: body, Path: "/news/" + title, At: day(1)}
}

func find(t *testing.T, x *search.Index, q search.Query) search.Found {
	t.Helper()
	found, err := x.Find(t.Context(), q)
	if err != nil {
		t.Fatalf("%+.100v: %v", q, err)
	}
	return found
}

// titles are the titles of what answers.
func titles(t *testing.T, x *search.Index, q search.Query) (all []string) {
	t.Helper()
	for _, h := range find(t, x, q).Hits {
		all = append(all, h.Title)
	}
	return all
}

// each runs a test on both engines, with some texts.
func each(t *testing.T, all []search.Document, fn func(s *shelf, x *search.Index)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &shelf{T: t, db: d, all: slices.Clone(all)}
		fn(s, search.New(d, s.source()))
	})
}

// inflected are texts, and what people ask for who mean them.
var inflected = []struct {
	search.Document
	asked []string
	not   []string
}{
	{
		text("pl", "Konferencja miast partnerskich", "Samorządy z Białegostoku i Grodna podpisały umowę o współpracy. Wniosku nie złożono w gminie Łomża."),
		[]string{"konferencje", "konferencjami", "konferencji", "miasta partnerskie", "miastami partnerskimi", "umowa", "umowy", "umowami", "umowach", "gminami", "współpraca", "wspolpraca", "WSPÓŁPRACĄ", "wnioskami", "wniosek", "gmina", "gminy", "lomza", "Łomża", "samorządami", "białegos", "podpisanie umowy"},
		[]string{"koncert", "umowność dwustronna", "gmach"},
	},
	{
		text("lt", "Miestų partnerių susitikimas", "Savivaldybės aptarė bendradarbiavimą: Alytaus konferencijoje dalyvavo mokyklų atstovai iš Šiaulių."),
		[]string{"savivaldybė", "savivaldybių", "savivaldybėmis", "savivaldybemis", "bendradarbiavimas", "bendradarbiavimui", "konferencija", "konferencijose", "mokykla", "mokyklose", "siauliu", "Šiaulių", "partneriai", "susitikimai", "alytaus"},
		[]string{"bendruomenė", "mokestis"},
	},
	{
		text("uk", "Зустріч міст-побратимів", "Громади домовилися про співробітництво у сфері культури. Об'єднана громада Їжаківка запросила школярів."),
		[]string{"зустрічі", "зустрічами", "побратими", "побратимами", "громада", "громадами", "співробітництва", "співробітництвом", "культура", "культурою", "обєднана", "об’єднаної", "їжаківка", "іжаківка", "школярам", "школярами"},
		[]string{"школа мистецтв", "гроші"},
	},
	{
		text("be", "Сустрэча гарадоў-пабрацімаў", "Супрацоўніцтва раёнаў працягваецца: у Ваўкавыску адкрылі выставу, удзельнікі прыехалі з Ялоўкі."),
		[]string{"сустрэчы", "сустрэчамі", "пабрацімы", "пабрацімамі", "супрацоўніцтве", "супрацоўніцтвам", "супрацоуніцтва", "раёны", "удзельнікамі"},
		[]string{"сустракаць"},
	},
	{
		text("ru", "Встреча городов-побратимов", "Районы обсудили партнёрство и сотрудничество школ; делегация посетила выставку и подписала договор."),
		[]string{"встречи", "встречами", "города", "городами", "побратимы", "партнерство", "партнёрства", "сотрудничеством", "район", "делегации", "делегациями", "выставка", "договоры", "договорами", "школ", "школами", "школах"},
		[]string{"горение", "дорога"},
	},
	{
		text("de", "Städtepartnerschaft mit Białystok", "Die Gemeinden unterzeichneten einen Vertrag über den Austausch von Schülern. Fußballverein aus Köln."),
		[]string{"Städtepartnerschaften", "stadtepartnerschaft", "Staedtepartnerschaft", "Gemeinde", "gemeinden", "Verträgen", "Schüler", "Schueler", "fussballverein", "Fußballvereine", "Koeln", "koln", "köl", "bialystok"},
		[]string{"Gemälde", "Verwaltung"},
	},
	{
		text("fr", "Jumelage et coopération", "Les communes ont signé des accords de partenariat; l'échange d'élèves aura lieu à Saint-Étienne en été."),
		[]string{"jumelages", "cooperation", "coopérations", "commune", "accord", "partenariats", "échanges", "élève", "eleves", "saint etienne", "l'échange", "d’échanges"},
		[]string{"comment", "partons"},
	},
	{
		text("en", "Twin towns meet", "Councils of both municipalities signed agreements on exchanges between schools."),
		[]string{"twin town", "council", "municipality", "municipalities", "agreement", "exchange", "school", "meet", "TOWNS"},
		[]string{"counter", "agriculture"},
	},
}

func TestInflectedWordsAreFoundInEachLanguage(t *testing.T) {
	var all []search.Document
	for _, c := range inflected {
		all = append(all, c.Document)
	}
	each(t, all, func(s *shelf, x *search.Index) {
		for _, c := range inflected {
			for _, q := range c.asked {
				if got := titles(s.T, x, search.Query{Text: q, Languages: []string{c.Language}}); len(got) != 1 {
					s.Errorf("%s: %q finds %q", c.Language, q, got)
				}
			}
			for _, q := range c.not {
				if got := titles(s.T, x, search.Query{Text: q}); len(got) != 0 {
					s.Errorf("%s: %q finds %q", c.Language, q, got)
				}
			}
		}
	})
}

func TestTitlesComeFirstThenWholeWordsThenWhatIsNewer(t *testing.T) {
	at := func(n int, d search.Document) search.Document {
		d.At = day(n)
		return d
	}
	each(t, []search.Document{
		at(9, text("pl", "ending in text", "umowy")),
		at(1, text("pl", "old text", "umowa")),
		at(8, text("pl", "new text", "umowa")),
		at(2, text("pl", "Umowa", "")),
		at(3, text("pl", "Umowy i porozumienia", "")),
	}, func(s *shelf, x *search.Index) {
		want := []string{"Umowa", "Umowy i porozumienia", "new text", "old text", "ending in text"}
		if got := titles(s.T, x, search.Query{Text: "umowa"}); !slices.Equal(got, want) {
			s.Errorf("%q", got)
		}
	})
}

func TestFiltersCountsAndPages(t *testing.T) {
	var all []search.Document
	for i := range 45 {
		d := text([]string{"pl", "de", "fr"}[i%3], "Nr "+string(rune('A'+i%26))+string(rune('a'+i/26)), "Konferencja")
		d.Kind = []string{"article", "page"}[i%2]
		d.At = day(1).Add(time.Duration(i) * time.Hour)
		all = append(all, d)
	}
	each(t, all, func(s *shelf, x *search.Index) {
		q := search.Query{Text: "konferencja"}
		seen := map[string]bool{}
		for _, n := range []int{20, 20, 5, 0} {
			found := find(s.T, x, q)
			if found.Total != 45 || len(found.Hits) != n {
				s.Errorf("from %d: %d of %d", q.Offset, len(found.Hits), found.Total)
			}
			for _, h := range found.Hits {
				seen[h.ID] = true
			}
			q.Offset += 20
		}
		if len(seen) != 45 {
			s.Errorf("the pages show %d different texts", len(seen))
		}
		found := find(s.T, x, search.Query{Text: "konferencja", Kinds: []string{"page"}, Languages: []string{"de", "fr"}, Limit: 3})
		if found.Total != 15 || len(found.Hits) != 3 || len(found.Counts) != 6 {
			s.Errorf("%d, %d, %v", found.Total, len(found.Hits), found.Counts)
		}
		for _, h := range found.Hits {
			if h.Kind != "page" || h.Language == "pl" {
				s.Errorf("%+v", h)
			}
		}
	})
}

func TestWhateverIsAskedIsNoError(t *testing.T) {
	each(t, []search.Document{text("en", "a", `nothing special: NEAR AND "OR" not 'quoted' title`)}, func(s *shelf, x *search.Index) {
		for _, q := range []string{
			"", " ", `"`, `'`, `''`, `"""`, `a"b`, `\`, `\'`, "*", "a*", "-a", "^a", "NEAR(a b)", "AND", "a AND", "OR OR", "NOT a", "title:a", "body : x", "{title} : a",
			"(", ")", "a & | ! b", "a:*", "<->", "a <2> b", "%", "_", ";", "--", "/*", "$1", "?", "\x00", "a\x00b", "\xff\xfe", "\u202e", "é\u0301\u0301\u0301", "🙂", "日本語", "한국어", "हिन्दी", "ﷺ",
			strings.Repeat("a", 10_000), strings.Repeat("a ", 5_000), strings.Repeat("ы", 5_000), strings.Repeat(`"'\`, 3_000), strings.Repeat("(", 10_000), strings.Repeat("word ", 2_000),
		} {
			find(s.T, x, search.Query{Text: q, Offset: -5, Limit: 1 << 30})
			find(s.T, x, search.Query{Text: "a", Kinds: []string{q}, Offset: 1 << 40})
		}
		for _, q := range []string{`near and or`, `"special"`, `NOT quoted`, `title`} {
			if len(titles(s.T, x, search.Query{Text: q})) != 1 {
				s.Errorf("%q finds nothing", q)
			}
		}
	})
}

func TestHostileTextsAreKept(t *testing.T) {
	each(t, []search.Document{
		text("en", "nul", "a\x00b special\xff"), text("en", "empty", ""), text("en", "signs", `'"\<>&*():| special`),
		text("en", "long", strings.Repeat("a", 300_000)+" special"), text("en", "many", strings.Repeat("special ", 100_000)), text("en", "", "special"),
	}, func(s *shelf, x *search.Index) {
		if got := titles(s.T, x, search.Query{Text: "special"}); len(got) != 4 {
			s.Errorf("%q", got)
		}
	})
}

func TestWhatIsWithdrawnIsNotFoundFromThatMoment(t *testing.T) {
	each(t, []search.Document{text("pl", "Festyn", "Wspólny festyn"), text("pl", "Umowa", "O festynie")}, func(s *shelf, x *search.Index) {
		other := search.New(s.db, s.source()) // another node
		if got := titles(s.T, x, search.Query{Text: "festyn"}); !slices.Equal(got, []string{"Festyn", "Umowa"}) {
			s.Fatalf("%q", got)
		}
		s.all = s.all[1:]
		s.touch("text")
		for _, node := range []*search.Index{other, x} {
			if got := titles(s.T, node, search.Query{Text: "festyn"}); !slices.Equal(got, []string{"Umowa"}) {
				s.Errorf("after the withdrawal: %q", got)
			}
		}
		s.all[0].Text = "O niczym"
		s.touch("text")
		if got := titles(s.T, other, search.Query{Text: "festyn"}); len(got) != 0 {
			s.Errorf("after the change: %q", got)
		}
		s.all = append(s.all, text("pl", "Bieg", "Festyn sportowy"))
		s.clock = "2" // by the clock, and no version moved
		for _, node := range []*search.Index{x, other} {
			if got := titles(s.T, node, search.Query{Text: "festyn"}); !slices.Equal(got, []string{"Bieg"}) {
				s.Errorf("at its time: %q", got)
			}
		}
		read := s.read
		s.touch("partnership") // is not searched
		if titles(s.T, x, search.Query{Text: "bieg"}); s.read != read {
			s.Error("texts were read again after a change of something else")
		}
		if err := s.db.Write(s.Context(), func(tx *db.Tx) error { return tx.Touch(s.Context()) }); err != nil {
			s.Fatal(err)
		}
		if titles(s.T, x, search.Query{Text: "bieg"}); s.read != read+1 {
			s.Error("texts were not read again after a change of everything")
		}
	})
}

func TestNodesThatCatchUpAtOnceAgree(t *testing.T) {
	var all []search.Document
	for i := range 20 {
		all = append(all, text("pl", "Nr "+string(rune('a'+i)), "Festyn"))
	}
	each(t, all, func(s *shelf, x *search.Index) {
		s.Helper()
		done := make(chan error)
		for range 4 {
			quiet := &shelf{all: all}
			node := search.New(s.db, quiet.source())
			go func() {
				found, err := node.Find(s.Context(), search.Query{Text: "festyn"})
				if err == nil && found.Total != len(all) {
					s.Errorf("a node finds %d", found.Total)
				}
				done <- err
			}()
		}
		for range 4 {
			if err := <-done; err != nil {
				s.Error(err)
			}
		}
	})
}

// The tables are in a form that one engine knows: no export carries them.
func TestExportsLeaveTheIndexOut(t *testing.T) {
	each(t, inflectedTexts(), func(s *shelf, x *search.Index) {
		titles(s.T, x, search.Query{Text: "umowa"})
		err := s.db.Read(s.Context(), func(tx *db.Tx) error {
			all, err := tx.Tables(s.Context())
			for _, table := range all {
				if strings.HasPrefix(table.Name, "derived_search") {
					s.Errorf("%s is among the tables", table.Name)
				}
			}
			return err
		})
		if err != nil {
			s.Error(err)
		}
	})
}

func inflectedTexts() (all []search.Document) {
	for _, c := range inflected {
		all = append(all, c.Document)
	}
	return all
}

func TestSnippets(t *testing.T) {
	long := strings.Repeat("Zwykłe zdanie bez znaczenia. ", 40)
	each(t, []search.Document{
		text("pl", "Łódź & <b>Łomża</b>", "Pierwsze <script>alert(1)</script> miasto: łódzkie\nstowarzyszenie."),
		text("pl", "Długi tekst", long+"W Suwałkach spotkali się partnerzy. "+long),
		text("pl", "Suwałki w tytule", long),
	}, func(s *shelf, x *search.Index) {
		hit := func(q string) search.Hit {
			found := find(s.T, x, search.Query{Text: q})
			if len(found.Hits) == 0 {
				s.Fatalf("%q finds nothing", q)
			}
			return found.Hits[0]
		}
		if h := hit("lodz lomza"); string(h.Marked) != "<mark>Łódź</mark> &amp; &lt;b&gt;<mark>Łomża</mark>&lt;/b&gt;" || h.Text != "" {
			s.Errorf("%q", h.Marked)
		}
		if h := hit("stowarzyszenia"); string(h.Snippet) != "Pierwsze &lt;script&gt;alert(1)&lt;/script&gt; miasto: łódzkie <mark>stowarzyszenie</mark>." {
			s.Errorf("%q", h.Snippet)
		}
		if h := hit("suwalkach partner"); !strings.Contains(string(h.Snippet), "W <mark>Suwałkach</mark> spotkali się <mark>partnerzy</mark>.") ||
			!strings.HasPrefix(string(h.Snippet), "… ") || !strings.HasSuffix(string(h.Snippet), " …") || len([]rune(string(h.Snippet))) > 300 {
			s.Errorf("%q", h.Snippet)
		}
		if h := hit("suwałki"); h.Title != "Suwałki w tytule" || h.Snippet != "" || !strings.HasPrefix(h.Beginning, "Zwykłe zdanie") || !strings.HasSuffix(h.Beginning, " …") {
			s.Errorf("%+v", h)
		}
	})
}

// The year narrows hits and counts, and the years say what the others would give.
func TestYears(t *testing.T) {
	var all []search.Document
	for i, year := range []int{2013, 2013, 2025, 2026} {
		d := text("pl", "Konferencja "+string(rune('A'+i)), "")
		d.Kind, d.At = []string{"meeting", "article"}[i%2], time.Date(year, 9, 27, 0, 0, 0, 0, time.UTC)
		all = append(all, d)
	}
	each(t, all, func(s *shelf, x *search.Index) {
		found := find(s.T, x, search.Query{Text: "konferencja", Year: 2013})
		if found.Total != 2 || len(found.Hits) != 2 || len(found.Counts) != 2 || found.Hits[0].At.Year() != 2013 {
			s.Errorf("%d, %v", found.Total, found.Counts)
		}
		if want := []search.YearCount{{2026, "article", 1}, {2025, "meeting", 1}, {2013, "article", 1}, {2013, "meeting", 1}}; !slices.Equal(found.Years, want) {
			s.Errorf("years %v", found.Years)
		}
		found = find(s.T, x, search.Query{Text: "konferencja", Kinds: []string{"meeting"}, Year: 2025})
		if found.Total != 1 || len(found.Years) != 2 {
			s.Errorf("%d, years %v", found.Total, found.Years)
		}
	})
}
