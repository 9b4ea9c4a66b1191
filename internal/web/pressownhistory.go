package web

import (
	"net/http"

	"twintown/internal/platform/lang"
)

// ownHistoryPage are the states that an item's own fields had, a meeting's facts among them.
type ownHistoryPage struct {
	pressHead
	Version int64
	Changes []ownState
}

// ownState is one of the states: what it changed in the one before.
type ownState struct {
	revisionView
	Parts  []comparedPart
	Public bool // readers see it
}

// Head is what stands above.
func (v *ownHistoryPage) Head() pressHead { return v.pressHead }

// ownHistory shows them.
func (s *Site) ownHistory(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newPressHead(w, r, code, "/history", "")
	if err != nil {
		return err
	}
	v := &ownHistoryPage{pressHead: head, Version: head.Item.OwnVersion}
	all, err := s.rooms.Press.Revisions(r.Context(), v.Item.ID, "")
	if err != nil {
		return err
	}
	views, err := s.pressRevisions(r, &v.page, all, v.Version)
	shown := v.Item.OwnShown(s.clock.Now())
	for n := 0; err == nil && n < len(all); n++ {
		state := ownState{revisionView: views[n], Public: v.Public && all[n].Version == shown}
		if n+1 < len(all) {
			state.Parts, err = s.ownParts(r, &v.page, all[n+1].Own, all[n].Own)
		}
		v.Changes = append(v.Changes, state)
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "own-history", v)
}

// restoreOwn makes an earlier state of the own fields the one that is worked on.
func (s *Site) restoreOwn(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	f, err := readForm(r, p)
	if err != nil {
		return err
	}
	if err := s.publisherOf(i).RestoreOwn(r.Context(), actorOf(r), i.ID, f.version(), f.number("to")); err != nil {
		return err
	}
	return s.done(w, r, code, p.itemURL(i), lang.Msg("press.restored"), "")
}
