package web

import (
	"context"
	"net/http"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// publisher is the room that says what of an item is public: a meeting's looks at its facts
// too.
type publisher interface {
	Publish(ctx context.Context, who people.Actor, id, language string, at time.Time, resolve markup.Resolve) error
	PublishChanges(ctx context.Context, who people.Actor, id string, version int64, at time.Time, resolve press.Resolving) error
	Revert(ctx context.Context, who people.Actor, id string, version int64) error
	RestoreOwn(ctx context.Context, who people.Actor, id string, version, to int64) error
}

func (s *Site) publisherOf(i press.Item) publisher {
	if i.Kind == press.Meeting && s.rooms.Meetings != nil {
		return s.rooms.Meetings
	}
	return s.rooms.Press
}

// readMoment reads the moment that a form asks for: "do" says now or later.
func (s *Site) readMoment(f *form) (at time.Time) {
	if f.raw("do") != "later" {
		return at
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", f.text("at"), s.homeZone())
	if err != nil {
		f.fail("at", lang.Msg("error.press.moment"))
	}
	return at
}

// publishedWord says that something is public, or will be.
func (s *Site) publishedWord(p *page, at time.Time) lang.Message {
	if at.IsZero() {
		return lang.Msg("press.published")
	}
	return lang.Msg("press.scheduled", "when", p.momentIn(at, s.homeZone()))
}

// publishPress lets the public see a text: now, or from a moment on. "take_back" takes
// back what is scheduled.
func (s *Site) publishPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	back := v.Base + "/" + v.Language
	if f.raw("do") == "take_back" {
		if err := s.rooms.Press.Unschedule(r.Context(), actorOf(r), v.Item.ID, v.Language); err != nil {
			return err
		}
		return s.done(w, r, code, back, lang.Msg("press.unscheduled"), "")
	}
	v.Form, v.Schedule = newForm(&v.page, textValues(t)), f
	at := s.readMoment(f)
	if f.ok() {
		resolve, err := s.resolver(r, v.Language, t.Content)
		if err != nil {
			return err
		}
		err = s.publisherOf(v.Item).Publish(r.Context(), actorOf(r), v.Item.ID, v.Language, at, resolve)
		undo := back + "/withdraw"
		if !at.IsZero() || !v.Shown.IsZero() {
			undo = "" // withdrawing takes back more than this
		}
		if err == nil && v.Item.Kind == press.Meeting && s.rooms.GuestNews != nil {
			err = s.rooms.GuestNews(r.Context(), at)
		}
		switch {
		case err == nil:
			return s.done(w, r, code, back, s.publishedWord(&v.page, at), undo)
		case errs.FieldOf(err) == "at":
			f.take(err)
		case errs.FieldOf(err) != "" && !v.Form.values.Has(errs.FieldOf(err)): // of a meeting's facts, which stand elsewhere
			v.Form.fail("", errs.PublicOf(err))
		case !v.Form.take(err):
			return err
		}
	}
	if err := s.previewText(r, v, t.Content); err != nil {
		return err
	}
	return s.write(w, http.StatusUnprocessableEntity, "press-text", v)
}

// withdrawPress takes a text from the public, in this language or in all, and offers to
// bring it back.
func (s *Site) withdrawPress(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, &page{p: s.catalog.Printer(code)})
	if err != nil {
		return err
	}
	language := r.PathValue("language")
	if f.checked("everywhere") {
		language = ""
	}
	undo, err := s.rooms.Press.Withdraw(r.Context(), actorOf(r), i.ID, language, f.text("why"))
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/press/"+i.ID+"/"+r.PathValue("language"), lang.Msg("press.withdrawn"), "/"+code+"/desk/undo/"+undo)
}

// makePreview makes a link to a draft, which is shown once; or ends all of them.
func (s *Site) makePreview(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, err := s.newPressText(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	if f.raw("do") == "end" {
		if err := s.rooms.Press.EndPreviews(r.Context(), actorOf(r), v.Item.ID, v.Language); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/"+v.Language, lang.Msg("press.preview.ended"), "")
	}
	key, err := s.rooms.Press.Preview(r.Context(), actorOf(r), v.Item.ID, v.Language)
	if err != nil {
		return err
	}
	v.LinkURL, v.Links = s.options.BaseURL+"/"+v.Language+"/preview/"+key, v.Links+1
	v.Form = newForm(&v.page, textValues(t))
	if err := s.previewText(r, v, t.Content); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "press-text", v)
}
