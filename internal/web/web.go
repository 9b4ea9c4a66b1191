// Package web is the site: it turns questions at addresses into pages in eight
// languages.
//
// routes.go is the site map. Each page has one file, which reads the address, asks the
// rooms (world, partnership, source) and fills a struct, and one template of the same
// name, which writes it. A page's struct embeds page, which holds the language, the head
// of the document and the header. A handler returns an error instead of writing one;
// answer turns it into a page with the status that fits its kind, and says to people only
// what errs marks as public.
//
//	site, err := web.New(rooms, web.Options{BaseURL: "https://partners.example.org"})
//	http.ListenAndServe(addr, site.Handler())
//
// A page is rendered into a buffer before its first byte is sent, and the page for a
// failure of the program is rendered at the start, so that it cannot fail itself. Pages
// work without scripts, need nothing from other hosts, and keep to a content security
// policy without exceptions: so no style or script stands in a template, and what is
// drawn is SVG with its measures in attributes (package draw).
//
// Nothing here holds a rule or a query: what a status is, why a town fits, which name is
// shown, the rooms say.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/lang"
	"twintown/ui"
)

// Options are what an operator can set of the site.
type Options struct {
	BaseURL    string // how readers reach the site, without a slash at the end
	HomeRegion string // the region that the navigation's growth page shows
}

// Rooms are the parts of the house that the site asks.
type Rooms struct {
	Catalog *lang.Catalog
	Clock   clock.Clock
	Log     *slog.Logger
}

// Site answers requests for pages. It is safe for concurrent use.
type Site struct {
	options   Options
	rooms     Rooms
	catalog   *lang.Catalog
	clock     clock.Clock
	log       *slog.Logger
	languages []string
	assets    *ui.Bundle
	templates templates
	failure   map[string][]byte // the page for a failure of the program, by language
}

// New makes a site that asks the rooms. It fails when a template cannot be read.
func New(rooms Rooms, options Options) (*Site, error) {
	assets, err := ui.Open()
	if err != nil {
		return nil, err
	}
	s := &Site{
		options: options, rooms: rooms, assets: assets, failure: map[string][]byte{},
		catalog: rooms.Catalog, clock: rooms.Clock, log: rooms.Log,
		languages: rooms.Catalog.Languages(),
	}
	s.options.BaseURL = strings.TrimSuffix(options.BaseURL, "/")
	if s.options.HomeRegion == "" {
		s.options.HomeRegion = "PL.81" // Podlaskie, whose partnerships the starter tells
	}
	if s.templates, err = parseTemplates(s.catalog); err != nil {
		return nil, err
	}
	for _, code := range s.languages {
		page := s.newErrorPage(code, http.StatusInternalServerError)
		buf, err := s.render("error", page)
		if err != nil {
			return nil, fmt.Errorf("render the failure page: %w", err)
		}
		s.failure[code] = buf.Bytes()
	}
	return s, nil
}
