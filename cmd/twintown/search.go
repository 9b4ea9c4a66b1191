package main

import (
	"context"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/funding"
	"twintown/internal/helppoint"
	"twintown/internal/meeting"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// search opens the index of what is public. Each room that publishes texts stands here.
func (n *node) search(catalog *lang.Catalog) *search.Index {
	town := func(place int64, language string) string {
		places := n.world.Now().Places
		if _, known := places.Get(place); !known {
			return ""
		}
		return places.DisplayName(place, language)
	}
	area := func(code, language string) string { return catalog.Printer(language).Message(topic.Label(code)) }
	texts := press.Searchable(n.press, map[press.Kind]press.Told{press.Meeting: n.toldWithAgenda(meeting.Told(town, area))})
	sources := []search.Source{texts, helppoint.Searchable(n.help, town)}
	if n.requests != nil {
		sources = append(sources, seek.Searchable(n.requests, clock.System(), func(r seek.Request, language string) (words []string) {
			for _, place := range r.Places {
				words = append(words, town(place, language))
			}
			for _, code := range r.Topics {
				words = append(words, area(code, language))
			}
			return words
		}))
	}
	if n.programmes != nil {
		sources = append(sources, funding.Searchable(n.programmes, func() *place.Atlas { return n.world.Now().Places }, catalog.Languages()))
	}
	if n.projects != nil {
		sources = append(sources, project.Searchable(n.projects, []string{funding.Feed}, n.projectWords(catalog, town, area)))
	}
	if n.documents != nil {
		sources = append(sources, document.Searchable(n.documents, []string{"partnership", project.Kind}, n.press.Papers, n.meetings.Papers, n.actPapers(catalog.Languages()), n.projectPapers))
	}
	return search.New(n.db, sources...)
}

// projectWords are what a project is found by beside its own texts: its towns, its areas, and
// the programme and call that pay for it.
func (n *node) projectWords(catalog *lang.Catalog, town func(int64, string) string, area func(string, string) string) func(project.Project, string) []string {
	return func(p project.Project, language string) (words []string) {
		for _, q := range p.Partners {
			if q.Place != 0 && !q.Declined {
				words = append(words, town(q.Place, language))
			}
		}
		for _, code := range p.Topics {
			words = append(words, area(code, language))
		}
		if p.Call == "" || n.programmes == nil {
			return words
		}
		c, err := n.programmes.Catalogue(context.Background(), n.world.Now().Places)
		if err != nil {
			return words // its own texts are found; the call's name with the next change
		}
		if pr, call, ok := c.ByCall(p.Call); ok {
			programme, _ := pr.Names.In(language)
			name, _ := call.Names.In(language)
			words = append(words, programme, name, call.Key)
		}
		return words
	}
}

// actPapers are the documents of acts: a partnership's page shows them to readers of every
// language.
func (n *node) actPapers(languages []string) func(context.Context, func(document.Use) error) error {
	return func(ctx context.Context, add func(document.Use) error) error {
		return n.partnerships.Papers(ctx, func(p partnership.Partnership, id string) error {
			for _, l := range languages {
				var names []string
				for _, side := range p.Sides() {
					names = append(names, n.world.Now().Places.DisplayName(side, l))
				}
				if err := add(document.Use{Document: id, Language: l, In: strings.Join(names, " – ")}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// projectPapers are the documents of the projects that readers see, in the languages of their
// texts.
func (n *node) projectPapers(ctx context.Context, add func(document.Use) error) error {
	if n.projects == nil {
		return nil
	}
	return n.projects.EachPaper(ctx, func(p project.Project, id string) error {
		for l, t := range p.Texts {
			if err := add(document.Use{Document: id, Language: l, In: t.Title}); err != nil {
				return err
			}
		}
		return nil
	})
}

// toldWithAgenda adds to the words of a meeting what its released programme is made of. A
// release changes the meeting for the index.
func (n *node) toldWithAgenda(told press.Told) press.Told {
	return func(text press.Shown) (words []string, at time.Time, err error) {
		words, at, err = told(text)
		if err != nil || n.agendas == nil {
			return words, at, err
		}
		r, _, err := n.agendas.Released(context.Background(), text.ID)
		for _, x := range r.Sessions {
			title, _ := x.Title.In(text.Language, text.Of)
			words = append(words, title)
		}
		return words, at, err
	}
}
