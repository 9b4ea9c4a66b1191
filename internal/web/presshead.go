package web

import (
	"net/http"
	"slices"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// pressHead is what all pages of one item at the desk show above.
type pressHead struct {
	page
	Item   press.Item
	Kind   string
	Base   string // address of the item at the desk, below which its texts are
	OwnURL string // where what is the same in each language stands
	Tabs   []pressTab
	Others []string // who has it open too
	Write  bool     // the reader may write, not only translate
	Rule   bool     // she may publish
	AtItem bool     // this is the page of the item itself
	Public bool     // readers see it in some language

	OwnName  string // what the page of the own fields is called
	OwnClass string // how these stand to readers

	Waiting *unseenView // changes that readers do not see; nil: none

	Pictures   string // address of its pictures at the desk
	Gallery    bool   // it has them
	AtPictures bool   // this is their page
}

// pressTab leads to the item in one language.
type pressTab struct {
	Lang, Name, URL string
	State           string // a word; "" where the text does not exist
	Class           string // of the mark
	Current         bool
}

// newPressHead fills it. path is what follows the item's address.
func (s *Site) newPressHead(w http.ResponseWriter, r *http.Request, code, path, language string) (pressHead, error) {
	i, err := s.itemOf(r)
	if err != nil {
		return pressHead{}, err
	}
	return s.headOf(w, r, code, i, "/desk/press/"+i.ID+path, language)
}

// headOf is the head of a page about an item; path is that page's address.
func (s *Site) headOf(w http.ResponseWriter, r *http.Request, code string, i press.Item, path, language string) (pressHead, error) {
	v := pressHead{page: s.newDesk(w, r, code, path, sectionOf(i)), Item: i, Base: "/" + code + "/desk/press/" + i.ID}
	v.OwnURL = v.itemURL(i)
	v.Title, v.Kind = v.itemTitle(i), v.t("press.kind."+string(i.Kind))
	if f, err := meeting.FactsOf(i.Own); err == nil {
		v.Kind = v.t("meeting.kind." + string(f.Kind))
	}
	v.Write, v.Rule = s.may(r, people.WritePress, i.Object()), s.may(r, people.PublishPress, i.Object())
	v.Gallery, v.Pictures = i.Kind == press.Gallery, "/"+code+"/desk/pictures/"+i.ID
	v.Tabs = s.pressTabs(&v.page, i, language)
	v.Public = slices.ContainsFunc(i.Texts, func(t press.Text) bool { return t.Shown(s.clock.Now()) != 0 })
	v.OwnName, v.OwnClass = v.ownName(i), string(i.OwnState(s.clock.Now()))
	v.Waiting = s.unseenOf(&v)
	others, err := s.rooms.Press.Present(r.Context(), actorOf(r), i.ID)
	if err != nil || len(others) == 0 {
		return v, err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, id := range others {
		if name := names[id]; name != "" {
			v.Others = append(v.Others, name)
		}
	}
	return v, err
}

// sectionOf is the entry of the desk's navigation to which an item belongs.
func sectionOf(i press.Item) string {
	if i.Kind == press.Meeting {
		return "/desk/meetings"
	}
	return "/desk/press"
}

// pressTabs are the languages that the site offers, and any other in which the item is.
func (s *Site) pressTabs(p *page, i press.Item, current string) (tabs []pressTab) {
	codes := slices.Clone(s.face().Offered())
	for _, t := range i.Texts {
		if !slices.Contains(codes, t.Language) {
			codes = append(codes, t.Language)
		}
	}
	for _, code := range codes {
		tab := pressTab{Lang: code, Name: p.p.LanguageName(code), URL: "/" + p.Lang + "/desk/press/" + i.ID + "/" + code, Class: "none", Current: code == current}
		if t, ok := i.Text(code); ok {
			tab.Class = string(t.State(s.clock.Now()))
			if i.Stale(t) {
				tab.Class = stale
			}
			tab.State = p.t("press.state." + tab.Class)
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

// Firsts is the text with which an item that nobody sees is published first, if there is one.
func (v pressHead) Firsts() []pressTab {
	for _, tab := range v.Tabs {
		if _, ok := v.Item.Text(tab.Lang); ok && tab.Lang == firstLanguage(v.Item) {
			return []pressTab{tab}
		}
	}
	return nil
}

// savedWord says that something was saved, and that readers do not see it yet.
func (v *pressHead) savedWord() lang.Message {
	if v.Public {
		return lang.Msg("press.saved.waits")
	}
	return lang.Msg("press.saved")
}

// ownName is what the own fields of an item are called: a meeting's say more than what it is
// about.
func (p *page) ownName(i press.Item) string {
	if i.Kind == press.Meeting {
		return p.t("meeting.own")
	}
	return p.t("press.own")
}

// itemZone is the clock by which an item's publication is planned, in words.
func (s *Site) itemZone() string { return strings.ReplaceAll(s.homeZone().String(), "_", " ") }
