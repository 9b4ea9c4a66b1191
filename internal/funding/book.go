package funding

import (
	"embed"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"twintown/internal/funding/rule"
	"twintown/internal/place"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

//go:embed starter/*.yaml groups.yaml
var files embed.FS

// Group is a set of countries with the time of each, and where that was read.
type Group struct {
	Code    string
	Terms   rule.Group
	Sources []Source
}

// Book says what the words of rules stand for: groups of countries, areas, neighbours; and
// what is known of a town. It never changes and is safe for many goroutines.
type Book struct {
	rules   *rule.Book
	groups  []Group
	areas   map[string]string // code of a region by each code of an area
	atlas   *place.Atlas
	borders func() *borders
	lang    string // in which regions are named
}

// In is the same book, which names regions in a language.
func (b *Book) In(language string) *Book {
	own := *b
	own.lang = language
	return &own
}

type rawGroups struct {
	Groups []struct {
		Code    string `yaml:"code"`
		Members []struct {
			Countries []string `yaml:"countries"`
			From      text     `yaml:"from"`
			To        text     `yaml:"to"`
			Seen      text     `yaml:"seen"`
		} `yaml:"members"`
		Sources []rawSource `yaml:"sources"`
	} `yaml:"groups"`
	Areas []struct {
		Word   string   `yaml:"word"`
		Same   []string `yaml:"same"`
		Within []string `yaml:"within"`
	} `yaml:"areas"`
}

// NewBook makes a book of the groups that come with Twintown, the regions of an atlas, and
// countries with their neighbours. A failure means a broken build.
func NewBook(atlas *place.Atlas, countries []starter.Country) (*Book, error) {
	content, err := files.ReadFile("groups.yaml")
	if err != nil {
		return nil, err
	}
	var raw rawGroups
	if err := yaml.Unmarshal(content, &raw); err != nil {
		return nil, fmt.Errorf("groups.yaml: %w", err)
	}
	b := &Book{rules: &rule.Book{Groups: map[string]rule.Group{}, Areas: map[string]rule.Area{}}, areas: map[string]string{}, atlas: atlas, borders: bordersOf(countries)}
	r := &reader{}
	for _, g := range raw.Groups {
		group := Group{Code: g.Code, Sources: r.sources(g.Sources)}
		for _, m := range g.Members {
			for _, c := range m.Countries {
				group.Terms = append(group.Terms, rule.Term{Country: rule.CountryOf(c), From: rule.DayOf(m.From.s), To: rule.DayOf(m.To.s), Seen: rule.DayOf(m.Seen.s)})
			}
		}
		b.groups = append(b.groups, group)
		b.rules.Groups[g.Code] = group.Terms
	}
	if len(r.troubles) > 0 {
		return nil, fmt.Errorf("groups.yaml, line %d: %s", r.troubles[0].Line, r.troubles[0].What.Key)
	}
	b.addRegions()
	for _, a := range raw.Areas {
		area := rule.Area{Country: rule.CountryOf(a.Word[:2]), Codes: append([]string{a.Word}, a.Same...), Within: a.Within}
		for _, code := range area.Codes {
			b.rules.Areas[code] = area
		}
	}
	b.addCountries(countries)
	return b, nil
}

// addRegions lets rules name a region by its code or, after its country, by any of its names.
func (b *Book) addRegions() {
	for _, r := range b.atlas.Regions() {
		area := rule.Area{Country: rule.CountryOf(r.Country), Codes: []string{r.Code}}
		b.rules.Areas[r.Code] = area
		b.rules.Areas[r.Country+"/"+r.Name] = area
		for _, name := range r.Names {
			b.rules.Areas[r.Country+"/"+name] = area
		}
	}
}

func (b *Book) addCountries(countries []starter.Country) {
	near := map[[2]rule.Country]bool{}
	for _, c := range countries {
		b.rules.Countries.Add(rule.CountryOf(c.Code))
		for _, other := range c.Neighbours {
			near[[2]rule.Country{rule.CountryOf(c.Code), rule.CountryOf(other)}] = true
		}
	}
	b.rules.Neighbours = func(x, y rule.Country) bool { return near[[2]rule.Country{x, y}] }
}

// Rules is the book for package rule.
func (b *Book) Rules() *rule.Book { return b.rules }

// Groups are the groups of countries.
func (b *Book) Groups() []Group { return slices.Clone(b.groups) }

// AreaWords are the words by which rules may name areas, sorted.
func (b *Book) AreaWords() []string { return slices.Sorted(maps.Keys(b.rules.Areas)) }

// Partner is what is known of a place as one of those who apply: as the body that governs it.
// It is a partner by its town; another applicant from there has another type.
func (b *Book) Partner(p place.Place) rule.Partner {
	out := b.flat(p)
	if p.Lat != 0 || p.Lon != 0 {
		out.Borders = b.borders().from(p.Country, geo.Point{Lat: p.Lat, Lon: p.Lon})
	}
	return out
}

// flat is Partner without its borders, which take the longest to be found.
func (b *Book) flat(p place.Place) rule.Partner {
	out := rule.Partner{Country: rule.CountryOf(p.Country), Type: typeOf(p.Kind)}
	if p.Region != "" {
		out.Areas = []string{p.Region}
	}
	if p.Population > 0 {
		out.People = rule.Exactly(int(p.Population))
	}
	return out
}

// Of is a consortium of places, without a plan. A number that no place has is a partner of
// which nothing is known.
func (b *Book) Of(places []int64) rule.Consortium {
	var c rule.Consortium
	for _, id := range places {
		p, _ := b.atlas.Get(id)
		c.Partners = append(c.Partners, b.Partner(p))
	}
	return c
}

func typeOf(k place.Kind) rule.Type {
	switch k {
	case place.Settlement, place.Municipality, place.District:
		return rule.Municipality
	case place.County:
		return rule.County
	case place.Province:
		return rule.Region
	}
	return rule.UnknownType
}

// Date turns a rule's day into one that can be printed.
func Date(d rule.Day) lang.Date { return day(d) }

func day(d rule.Day) lang.Date {
	return lang.Date{Year: int(d / 10000), Month: int(d / 100 % 100), Day: int(d % 100)}
}
