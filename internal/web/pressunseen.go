package web

import (
	"net/http"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// unseenView says which changes of a public item readers do not see yet.
type unseenView struct {
	Parts   []link // what was changed, and where it stands
	Planned string // when it becomes public; "": nobody said
	Version int64  // of the item
	LookURL string // where the changes are shown
}

// unseenOf is the view of an item's changes that wait, nil for none.
func (s *Site) unseenOf(v *pressHead) *unseenView {
	now := s.clock.Now()
	waits := v.Item.Waiting(now)
	if waits.None() {
		return nil
	}
	w := &unseenView{Version: v.Item.Version, LookURL: v.Base + "/changes"}
	if waits.Own {
		w.Parts = append(w.Parts, link{v.OwnName, v.OwnURL})
	}
	for _, language := range waits.Languages {
		w.Parts = append(w.Parts, link{v.p.LanguageName(language), v.Base + "/" + language})
	}
	if at := v.Item.Planned(now); !at.IsZero() {
		w.Planned = v.momentIn(at, s.homeZone())
	}
	return w
}

// unseenPage shows what readers will see otherwise, and publishes it or throws it away.
type unseenPage struct {
	pressHead
	Form    *form
	Changes []unseenPart
	Zone    string
	Hints   []string // what is missing before it can become public
}

// unseenPart are the changes of the own fields or of one text.
type unseenPart struct {
	Name, URL, Lang string
	Parts           []comparedPart
}

// Head is what stands above; its own notice of the changes is this page.
func (v *unseenPage) Head() pressHead {
	head := v.pressHead
	head.Waiting = nil
	return head
}

func (s *Site) newUnseen(w http.ResponseWriter, r *http.Request, code string) (*unseenPage, error) {
	head, err := s.newPressHead(w, r, code, "/changes", "")
	if err != nil {
		return nil, err
	}
	v := &unseenPage{pressHead: head, Zone: s.itemZone()}
	v.Form = newForm(&v.page, nil)
	return v, s.fillUnseen(r, v)
}

// fillUnseen compares what is worked on with what readers see.
func (s *Site) fillUnseen(r *http.Request, v *unseenPage) error {
	now, i := s.clock.Now(), v.Item
	waits := i.Waiting(now)
	if waits.Own {
		public, _, err := s.rooms.Press.Revision(r.Context(), i.ID, "", i.OwnShown(now))
		if err != nil {
			return err
		}
		part := unseenPart{Name: v.OwnName, URL: v.OwnURL}
		if part.Parts, err = s.ownParts(r, &v.page, public.Own, i.Own); err != nil {
			return err
		}
		v.Changes = append(v.Changes, part)
	}
	for _, language := range waits.Languages {
		t, _ := i.Text(language)
		public, _, err := s.rooms.Press.Revision(r.Context(), i.ID, language, t.Shown(now))
		if err != nil {
			return err
		}
		v.Changes = append(v.Changes, unseenPart{v.p.LanguageName(language), v.Base + "/" + language, language, v.compared(public.Content, t.Content)})
		resolve, err := s.resolver(r, language, t.Content)
		if err != nil {
			return err
		}
		if err := t.Content.Complete(i.Kind, resolve); err != nil {
			v.Hints = append(v.Hints, v.p.Message(lang.Msg("press.waiting.fault", "language", v.p.LanguageName(language), "fault", errs.PublicOf(err))))
		}
	}
	return nil
}

// unseen shows the changes; where none are left, the item.
func (s *Site) unseen(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newUnseen(w, r, code)
	if err != nil {
		return err
	}
	if v.Waiting == nil {
		http.Redirect(w, r, v.OwnURL, http.StatusSeeOther)
		return nil
	}
	return s.write(w, http.StatusOK, "press-unseen", v)
}

// publishChanges lets readers see all changes of an item: now, or from a moment on.
func (s *Site) publishChanges(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newUnseen(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "press-unseen", v, &v.Form, func(f *form) error {
		at := s.readMoment(f)
		if err := f.wrong(); err != nil {
			return err
		}
		resolve := func(t press.Text) (markup.Resolve, error) { return s.resolver(r, t.Language, t.Content) }
		err := s.publisherOf(v.Item).PublishChanges(r.Context(), actorOf(r), v.Item.ID, f.number("seen"), at, resolve)
		if field := errs.FieldOf(err); field != "" && field != "at" { // it stands on another page
			err = errs.New(errs.Invalid, errs.PublicOf(err), err)
		}
		if err == nil && v.Item.Kind == press.Meeting && s.rooms.GuestNews != nil {
			err = s.rooms.GuestNews(r.Context(), at)
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.OwnURL, s.publishedWord(&v.page, at), "")
	})
}

// revertChanges throws the changes of an item away that readers do not see.
func (s *Site) revertChanges(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newUnseen(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "press-unseen", v, &v.Form, func(f *form) error {
		if err := s.publisherOf(v.Item).Revert(r.Context(), actorOf(r), v.Item.ID, f.number("seen")); err != nil {
			return err
		}
		return s.done(w, r, code, v.OwnURL, lang.Msg("press.reverted"), "")
	})
}
