package operator

import (
	"net/url"
	"slices"
	"strings"

	"twintown/internal/platform/lang"
)

// The blocks of the home page.
const (
	BlockFind      = "find"      // the question, the search and the map
	BlockMeetings  = "meetings"  // what comes next, or came last
	BlockRequests  = "requests"  // of towns that seek partners, the latest
	BlockNews      = "news"      // the newest articles
	BlockStories   = "stories"   // three partnerships
	BlockPractices = "practices" // the newest good practices
	BlockGalleries = "galleries" // the newest galleries
	BlockListed    = "listed"    // all that are told act by act
)

// Blocks are all blocks of the home page, in the order that it has by itself.
func Blocks() []string {
	return []string{BlockFind, BlockRequests, BlockMeetings, BlockNews, BlockStories, BlockPractices, BlockGalleries, BlockListed}
}

// Sections are the parts of the site to which its menu can lead, in the order that it has
// by itself.
func Sections() []string {
	return []string{"places", "seek", "regions", "help", "data", "meetings", "news", "practices", "galleries"}
}

// The kinds of entries, as they begin.
const (
	ToSection = "section:"
	ToPage    = "page:"
)

// MenuEntry is an entry of the site's menu: a section, a page that was written here, or an
// address elsewhere.
type MenuEntry struct {
	To     string `json:"to"`               // "section:news", "page:<identifier>", "https://…"
	Labels Text   `json:"labels,omitempty"` // of an address elsewhere; the others name themselves
}

// mostEntries fit on two lines of a telephone's menu and still are a choice.
const mostEntries = 14

// HomeBlocks are the blocks of the home page in their order.
func (f *Face) HomeBlocks() []string {
	if len(f.Home) == 0 {
		return Blocks()
	}
	return f.Home
}

// front judges what stands on the home page and in the menu.
func (c *checker) front(f *Face) {
	for i, b := range f.Home {
		if !slices.Contains(Blocks(), b) || slices.Contains(f.Home[:i], b) {
			c.add("home", lang.Msg("operator.fault.block"))
			return
		}
	}
	if len(f.Menu) > mostEntries {
		c.add("menu", lang.Msg("operator.fault.menu", "most", mostEntries))
		return
	}
	for _, m := range f.Menu {
		c.entry(m)
	}
}

func (c *checker) entry(m MenuEntry) {
	if name, ok := strings.CutPrefix(m.To, ToSection); ok {
		if !slices.Contains(Sections(), name) {
			c.add("menu", lang.Msg("operator.fault.block"))
		}
		return
	}
	if strings.HasPrefix(m.To, ToPage) {
		return
	}
	u, err := url.Parse(m.To)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(m.To) > mostLine {
		c.add("menu_url", lang.Msg("operator.fault.menu_url"))
		return
	}
	c.text("label", m.Labels, mostName)
	if len(m.Labels) == 0 {
		c.add("label", lang.Msg("operator.fault.menu_label"))
	}
}
