// Package operator says who runs this installation and how it looks.
//
// An office that installs the program makes it its own: its name in the languages that
// it offers, two colours, a logo, who answers for the content and for personal data, who
// paid, where one writes about a barrier, and where "home" is. All of that is one value,
// a [Face]. It is stored whole, one row for each version, and never changed in place: the
// newest version is what every page shows.
//
// A face is what people typed, so [Face.Check] bounds and judges it: an offered language
// that the program does not speak, a colour that cannot be read on the pages' paper (see
// [Palette]), an address that is none. A field that is empty is simply not shown; the
// zero Face is Twintown's own.
//
//	keeper, err := operator.Open(ctx, operator.NewStore(d), catalog.Languages())
//	go keeper.Watch(ctx, log)
//	keeper.Now().Name("pl")
//
// A [Keeper] holds the present face of a node and looks every two seconds whether
// another node has saved a newer one. Pages name [Face.Mark] in their ETag.
package operator

import (
	"fmt"
	"slices"

	"twintown/internal/platform/lang"
)

// Text is one text in several languages, by code. It is plain: an empty line begins a
// paragraph.
type Text map[string]string

// In returns the text in a language, and in which language it is: the wanted one, or
// the first of the others that has it. Both are empty where there is none.
func (t Text) In(code string, others ...string) (text, language string) {
	for _, c := range append([]string{code}, others...) {
		if t[c] != "" {
			return t[c], c
		}
	}
	return "", ""
}

// Colours are the two accents, each for day and night. An empty one is the program's own.
type Colours struct {
	Here       string `json:"here,omitempty"` // "#1a5f7a"
	There      string `json:"there,omitempty"`
	HereNight  string `json:"here_night,omitempty"`
	ThereNight string `json:"there_night,omitempty"`
}

// Picture is a stored picture: its renditions, the smallest first. It has no metadata but
// its measures.
type Picture struct {
	Renditions []Rendition `json:"renditions,omitempty"`
	Icons      []Rendition `json:"icons,omitempty"` // square, for tabs and home screens
}

// Rendition is one size of a picture. ID is the hash of its bytes, a PNG.
type Rendition struct {
	ID     string `json:"id"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Empty says that there is no picture.
func (p Picture) Empty() bool { return len(p.Renditions) == 0 }

// Contact is how one reaches an office or a person.
type Contact struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"` // lines
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
}

// Empty says that nothing is known.
func (c Contact) Empty() bool { return c == Contact{} }

// Funder is who paid, with the line that the grant obliges the operator to show.
type Funder struct {
	Name   string  `json:"name"`          // also the alternative text of the logo
	URL    string  `json:"url,omitempty"` // https://…
	Logo   Picture `json:"logo,omitzero"`
	Credit Text    `json:"credit,omitempty"`
}

// Face is who runs this installation and how it looks. The zero value is Twintown's own.
// A Face that a Keeper returned must not be changed.
type Face struct {
	Names           Text        `json:"names,omitempty"`
	Short           string      `json:"short,omitempty"` // for titles and the header; "" means the name
	Colours         Colours     `json:"colours,omitzero"`
	Logo            Picture     `json:"logo,omitzero"`
	Languages       []string    `json:"languages,omitempty"` // offered, in this order; none means all
	DefaultLanguage string      `json:"default_language,omitempty"`
	Contact         Contact     `json:"contact,omitzero"`
	Imprint         Text        `json:"imprint,omitempty"`
	Controller      Contact     `json:"controller,omitzero"` // of personal data; empty: the operator itself
	Privacy         Text        `json:"privacy,omitempty"`
	Barriers        Contact     `json:"barriers,omitzero"` // whom to tell about a barrier; empty: Contact
	Limits          Text        `json:"limits,omitempty"`  // known barriers
	Funders         []Funder    `json:"funders,omitempty"`
	HomeRegion      string      `json:"home_region,omitempty"` // "PL.81"
	HomePlace       int64       `json:"home_place,omitempty"`  // a place's number
	Home            []string    `json:"home,omitempty"`        // blocks of the home page in their order; none: as it is by itself
	Menu            []MenuEntry `json:"menu,omitempty"`        // none: as it is by itself

	// What follows is not typed but known of the row.
	Version int64 `json:"-"` // 0: nothing was ever saved
	SavedAt int64 `json:"-"` // microseconds since 1970; 0: nothing was ever saved
	Demo    bool  `json:"-"` // demonstration content is there: every page says so
	Example bool  `json:"-"` // it is the demonstration's own

	known []string // languages of the program, from the Keeper
}

// Mark names this version of the face: what was made from another one is old.
func (f *Face) Mark() string { return fmt.Sprintf("%d.%d.%t", f.Version, f.SavedAt, f.Demo) }

// Editable is what an administrator changes: the face itself, or an empty one in the place
// of the demonstration's, of which nothing shall remain.
func (f *Face) Editable() *Face {
	if !f.Example {
		c := *f
		return &c
	}
	return &Face{Version: f.Version, SavedAt: f.SavedAt, Demo: f.Demo, known: f.known}
}

// own is the name of a site that nobody has given one.
const own = "Twintown"

// Own says that nobody has made the installation their own.
func (f *Face) Own() bool { return len(f.Names) == 0 }

// Name is the operator's name in a language, or in the next best one.
func (f *Face) Name(code string) string {
	if name, _ := f.Names.In(code, f.order()...); name != "" {
		return name
	}
	return own
}

// Brand is the short name, for titles, the header and subjects of mails.
func (f *Face) Brand(code string) string {
	if f.Short != "" {
		return f.Short
	}
	return f.Name(code)
}

// Offered are the codes of the languages that the site speaks, in their order.
func (f *Face) Offered() []string {
	if len(f.Languages) == 0 {
		return f.known
	}
	return f.Languages
}

// Offers says whether the site speaks a language.
func (f *Face) Offers(code string) bool { return slices.Contains(f.Offered(), code) }

// Default is the language of readers who ask for none that is offered.
func (f *Face) Default() string {
	switch {
	case f.DefaultLanguage != "" && f.Offers(f.DefaultLanguage):
		return f.DefaultLanguage
	case f.Offers("en") || len(f.Offered()) == 0:
		return "en" // most delegates read it
	}
	return f.Offered()[0]
}

// Match is the offered language that suits an Accept-Language header best.
func (f *Face) Match(c *lang.Catalog, acceptLanguage string) string {
	return c.MatchAmong(f.Offered(), f.Default(), acceptLanguage)
}

// order is in which language a text is looked for where the wanted one has none.
func (f *Face) order() []string { return append([]string{f.Default()}, f.Offered()...) }

// ControllerOrContact is who answers for personal data.
func (f *Face) ControllerOrContact() Contact {
	if f.Controller.Empty() {
		return f.Contact
	}
	return f.Controller
}

// BarriersOrContact is whom to tell about a barrier.
func (f *Face) BarriersOrContact() Contact {
	if f.Barriers.Empty() {
		return f.Contact
	}
	return f.Barriers
}
