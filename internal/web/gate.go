package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"twintown/internal/people"
)

// objectOf says what a request is about, as far as permission depends on it. It fails
// with errs.NotFound where there is no such thing.
type objectOf func(r *http.Request) (people.Object, error)

type actorKey struct{}

// actorOf is who asks, as the gate found out. It is the public outside of a route.
func actorOf(r *http.Request) people.Actor {
	if r == nil {
		return people.Actor{}
	}
	a, _ := r.Context().Value(actorKey{}).(people.Actor)
	return a
}

// enter finds out who asks and lets the request in if the route's row of the permission
// table allows it. Otherwise it has answered, and returns nil.
func (s *Site) enter(w http.ResponseWriter, r *http.Request, route Route, code string) *http.Request {
	actor, err := s.actor(r)
	if err != nil {
		s.fail(w, r, code, err)
		return nil
	}
	r = r.WithContext(context.WithValue(r.Context(), actorKey{}, actor))
	if route.Action == people.ReadPublic && route.On == nil {
		return r // the most frequent case costs nothing
	}
	verdict := people.Judge(actor, route.Action, people.Object{})
	if verdict != people.Yes && verdict != people.No {
		s.deny(w, r, route, code, verdict) // before the object is looked up: its existence is not told
		return nil
	}
	object := people.Object{}
	if route.On != nil {
		if object, err = route.On(r); err != nil {
			s.fail(w, r, code, err)
			return nil
		}
	}
	if verdict = people.Judge(actor, route.Action, object); verdict != people.Yes {
		s.deny(w, r, route, code, verdict)
		return nil
	}
	return r
}

// actor reads the session's cookie. A site without people knows only the public.
func (s *Site) actor(r *http.Request) (people.Actor, error) {
	cookie := s.cookie(r)
	if cookie == "" || s.rooms.People == nil {
		return people.Actor{}, nil
	}
	return s.rooms.People.ActorOf(r.Context(), cookie)
}

// may asks the permission table in a handler, for what a page offers.
func (s *Site) may(r *http.Request, do people.Action, on people.Object) bool {
	v := people.Judge(actorOf(r), do, on)
	return v == people.Yes || v == people.NeedFresh // she will be asked
}

// deny answers a request that the table does not allow. Who can help it is led on: to
// sign in, to set up a second factor, to prove once more who she is.
func (s *Site) deny(w http.ResponseWriter, r *http.Request, route Route, code string, v people.Verdict) {
	if code == "" {
		code = s.languageOf(r)
	}
	w.Header().Set("Cache-Control", "no-store")
	rule, _ := people.RuleOf(route.Action)
	switch {
	case v == people.No && rule.Hidden:
		s.fail(w, r, code, errNoPage)
	case v == people.No:
		s.refuse(w, r, code)
	case v != people.NeedStrong && s.keepAndAsk(w, r, code, v):
	default:
		http.Redirect(w, r, "/"+code+waysIn[v]+"?next="+url.QueryEscape(nextOf(r)), http.StatusSeeOther)
	}
}

// refuse says that the person may not do it. What she typed stands below, so that it can be
// copied and handed to somebody who may.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, code string) {
	v := s.newErrorPage(r, code, http.StatusForbidden)
	v.Message, v.Typed = v.t("error.page.403.role"), v.typedIn(r)
	s.sendError(w, r, v)
}

// keepAndAsk shows the way in with the form that was sent in it, so that nothing typed is
// lost. It returns false, and has answered nothing, where there is no form to keep.
func (s *Site) keepAndAsk(w http.ResponseWriter, r *http.Request, code string, v people.Verdict) bool {
	kept := s.keep(r)
	if kept == "" {
		return false
	}
	to := onward{nextOf(r), kept}
	var err error
	if v == people.NeedSignIn {
		in := s.newSignIn(w, r, code)
		in.onward, in.Lost = to, true
		err = s.write(w, http.StatusForbidden, "signin", in)
	} else {
		var again *secondPage
		if again, err = s.newFresh(r, code); err == nil {
			again.onward = to
			err = s.write(w, http.StatusForbidden, "second", again)
		}
	}
	if err != nil {
		s.fail(w, r, code, err)
	}
	return true
}

// waysIn are the pages that help a person past a verdict.
var waysIn = map[people.Verdict]string{
	people.NeedSignIn: "/sign-in",
	people.NeedStrong: "/account/second",
	people.NeedFresh:  "/sign-in/again",
}

// nextOf is where a person goes on after signing in: the page that she asked for, or the
// one with the form that she sent.
func nextOf(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		return from.RequestURI()
	}
	return "/"
}

// safeNext is the address to go on to, if it is one of this site; else fallback.
func safeNext(next, fallback string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return fallback
	}
	return u.RequestURI()
}

// cookieName carries the prefix by which browsers refuse a cookie that another host or an
// unsafe connection planted; it works only by https.
func (s *Site) cookieName() string {
	if s.secure() {
		return "__Host-session"
	}
	return "session"
}

func (s *Site) secure() bool { return strings.HasPrefix(s.options.BaseURL, "https://") }

// cookie is the session's cookie, "" for none.
func (s *Site) cookie(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie gives the browser its session; "" takes it away.
func (s *Site) setCookie(w http.ResponseWriter, value string) {
	c := &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/",
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// agentOf names a browser and its system in a few words, for the person's own list.
func agentOf(r *http.Request) string {
	agent := r.UserAgent()
	find := func(names ...[2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	browser := find([2]string{"Firefox/", "Firefox"}, [2]string{"Edg/", "Edge"}, [2]string{"OPR/", "Opera"}, [2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	system := find([2]string{"Android", "Android"}, [2]string{"iPhone", "iOS"}, [2]string{"iPad", "iPadOS"}, [2]string{"Windows", "Windows"}, [2]string{"Mac OS", "macOS"}, [2]string{"Linux", "Linux"})
	return strings.TrimSpace(browser + " " + system)
}
