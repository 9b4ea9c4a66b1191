package web

import (
	"context"
	"net/http"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/seek"
)

// requestReviewPage is where the organiser looks at a request before readers see it.
type requestReviewPage struct {
	page
	Form    *form
	Base    string
	Version int64
	View    requestView
	State   seek.State
	Asked   string
	Edited  string // when its words were changed after the review; "": they were not
	Owner   string
	Apart   []string // towns in whose name it speaks and whose officer its owner is not
	Lacks   []string
	Texts   []requestReviewText
	Changes []changeView
	EditURL string // for who may write it too
}

// requestReviewText is the text of one language.
type requestReviewText struct {
	Code, Language, Title, Mark string
	Parts                       []requestPart
}

func (s *Site) newReview(w http.ResponseWriter, r *http.Request, code string) (*requestReviewPage, seek.Request, error) {
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return nil, x, err
	}
	path := "/desk/requests/" + x.Handle + "/review"
	v := &requestReviewPage{page: s.newDesk(w, r, code, path, "/desk/requests"), Base: "/" + code + path, Version: x.Version, State: x.At(s.dayNow())}
	v.Form, v.View = newForm(&v.page, nil), s.requestView(r, &v.page, x)
	v.Title = v.View.Title
	if waitsForReview(x) {
		v.Asked = v.moment(x.Asked)
	}
	if x.Unlooked() {
		v.Edited = v.moment(x.Edited)
	}
	for _, err := range x.Lacks(s.clock.Now()) {
		v.Lacks = append(v.Lacks, v.p.Message(errs.PublicOf(err)))
	}
	for _, l := range s.languages {
		if t, ok := x.Texts[l]; ok {
			v.Texts = append(v.Texts, requestReviewText{l, v.p.LanguageName(l), t.Title, v.textMark(x, l), []requestPart{
				{v.t("seek.seeks"), l, plainParts(t.Seeks)}, {v.t("seek.offers"), l, plainParts(t.Offers)}, {v.t("seek.about"), l, plainParts(t.About)},
			}})
		}
	}
	if err := s.fillOwner(r, v, x); err != nil {
		return nil, x, err
	}
	if s.may(r, people.WriteRequest, s.requestObject(x)) {
		v.EditURL = "/" + code + "/desk/requests/" + x.Handle
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "request", ID: x.ID})
	return v, x, err
}

// fillOwner says who wrote the request, and for which towns she has no say: those should be
// asked before it speaks for them.
func (s *Site) fillOwner(r *http.Request, v *requestReviewPage, x seek.Request) error {
	owner, err := s.rooms.People.ActorOfAccount(r.Context(), x.Owner)
	v.Owner = owner.Name
	for _, number := range x.Places {
		if !people.Allows(strongly(owner), people.WriteRequest, s.placesObject("request", x.ID, number)) {
			v.Apart = append(v.Apart, s.rooms.World().Places.DisplayName(number, v.Lang))
		}
	}
	return err
}

// strongly is an account as if it had signed in by two factors: whether she may is asked,
// not whether she is here.
func strongly(a people.Actor) people.Actor {
	a.Strong, a.Fresh = true, true
	return a
}

// reviewRequest shows the page.
func (s *Site) reviewRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newReview(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "request-review", v)
}

// longestNote is what an organiser writes to a town in one note.
const longestNote = 2000

// takeReview decides, and tells the owner by mail.
func (s *Site) takeReview(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newReview(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "request-review", v, &v.Form, func(f *form) error {
		now, do, text := s.clock.Now(), f.raw("do"), f.text("note")
		move := map[string]requestChange{
			"review": func(x *seek.Request) error { return x.Review(now) },
			"return": func(x *seek.Request) error { return x.Return() },
			"close":  func(x *seek.Request) error { return x.Close(seek.AgainstRules) },
			"seen":   func(*seek.Request) error { return nil }, // that somebody looked is noted with each change of hers
		}[do]
		switch {
		case move == nil:
			return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
		case text == "" && do != "review" && do != "seen":
			return errs.In("note", lang.Msg("error.seek.note"))
		case len([]rune(text)) > longestNote:
			return errs.In("note", lang.Msg("error.partnership.long", "max", longestNote))
		}
		err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			told := func(e people.Entry) {
				e.Note = text
				note(e)
			}
			if err := s.rooms.Requests.ChangeIn(r.Context(), tx, told, people.ReviewRequest, x.ID, f.version(), move); err != nil {
				return err
			}
			if do == "seen" {
				return nil // the town has nothing to do
			}
			return s.tellDecision(r.Context(), tx, x, do, text)
		})
		if err != nil {
			return err
		}
		next := v.Base
		switch do {
		case "review", "return":
			next = "/" + code + "/desk/requests?state=" + askedFor
		case "seen":
			next = "/" + code + "/desk/requests?state=" + editedSince
		}
		return s.done(w, r, code, next, lang.Msg("desk.seek.reviewed", "do", do), "")
	})
}

// tellDecision mails those who answer for the request what was decided.
func (s *Site) tellDecision(ctx context.Context, tx *db.Tx, x seek.Request, do, text string) error {
	if s.rooms.Outbox == nil {
		return nil
	}
	to, err := seek.Answerers(ctx, s.rooms.People, x)
	for _, a := range to {
		title, _, _ := x.In(a.Language, s.languages)
		m := mail.Mail{
			Kind: "request_" + do, To: a.Email, Name: a.Name, Language: a.Language,
			Args: lang.Args{"title": title.Title}, Link: s.options.BaseURL + "/" + a.Language + "/desk/requests/" + x.Handle,
		}
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				m.Said = append(m.Said, line)
			}
		}
		if _, err := s.rooms.Outbox.Queue(ctx, tx, m); err != nil {
			return err
		}
	}
	return err
}

// tellEdited mails those who review that a request was changed after they had looked at it: once
// until they look again. It belongs into the change that was.
func (s *Site) tellEdited(ctx context.Context, tx *db.Tx, by string, was, now seek.Request) error {
	if s.rooms.Outbox == nil || was.Unlooked() || !now.Unlooked() {
		return nil
	}
	to, err := s.rooms.People.Organisers(ctx)
	for _, a := range to {
		if a.ID == by {
			continue // she did it herself
		}
		title, _, _ := now.In(a.Language, s.languages)
		if _, err := s.rooms.Outbox.Queue(ctx, tx, mail.Mail{
			Kind: "request_edited", To: a.Email, Name: a.Name, Language: a.Language,
			Args: lang.Args{"title": title.Title}, Link: s.options.BaseURL + "/" + a.Language + "/desk/requests/" + now.Handle + "/review",
		}); err != nil {
			return err
		}
	}
	return err
}

// writeRequest is a change by its town, which those who review are told of where it is one of
// words that they had looked at.
func (s *Site) writeRequest(r *http.Request, was seek.Request, version int64, fn requestChange) error {
	return s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		if err := s.rooms.Requests.ChangeIn(r.Context(), tx, note, people.WriteRequest, was.ID, version, fn); err != nil {
			return err
		}
		now, err := seek.ByIDIn(r.Context(), tx, was.ID)
		if err != nil {
			return err
		}
		return s.tellEdited(r.Context(), tx, actorOf(r).Account, was, now)
	})
}

// CanClose says whether the organiser can close what readers see.
func (v *requestReviewPage) CanClose() bool {
	return v.State != seek.Closed && v.State != seek.Matched
}
