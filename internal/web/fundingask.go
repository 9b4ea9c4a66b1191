package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// askForGap makes the draft of a request for the partner that is missing for a call, and leads to it. Where the town
// has a living request for the same call and countries, it leads to that.
func (s *Site) askForGap(w http.ResponseWriter, r *http.Request, code string) error {
	object, err := s.ofNewRequest(r)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	g, _, err := s.findGap(r, &p)
	if err != nil {
		return err
	}
	if g.change == nil || len(object.Places) == 0 {
		return errs.New(errs.Conflict, lang.Msg("funding.gap.filled"), nil)
	}
	x, err := s.gapRequest(r, &p, g, object.Places)
	if err != nil {
		return err
	}
	all, err := s.rooms.Requests.Of(r.Context(), object.Places[0])
	if err != nil {
		return err
	}
	for _, old := range all {
		if state := old.At(s.dayNow()); old.Call == x.Call && slices.Equal(old.Countries, x.Countries) && (state == seek.Draft || state == seek.Reviewed || state == seek.Published || state == seek.Paused) {
			return s.done(w, r, code, "/"+code+"/desk/requests/"+old.Handle, lang.Msg("funding.gap.asked_already"), "")
		}
	}
	id, err := s.rooms.Requests.Create(r.Context(), actorOf(r), x)
	if err != nil {
		return err
	}
	if x, err = s.rooms.Requests.ByID(r.Context(), id); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/requests/"+x.Handle, lang.Msg("desk.seek.made"), "")
}

// gapRequest is a request of one's own towns for the partner that is missing, with what is known of them filled in. The other
// towns of the consortium are named in its text alone: nobody speaks for them.
func (s *Site) gapRequest(r *http.Request, p *page, g *gap, places []int64) (x seek.Request, err error) {
	if x, err = s.knownRequest(r, p, places); err != nil {
		return x, err
	}
	wanted := g.gap.Wanted
	call, programme := g.callNames(p)
	x.Owner, x.Countries, x.Horizon = actorOf(r).Account, g.gap.Countries(), seek.OneProject
	x.MinPeople, x.MaxPeople = int64(wanted.MinPeople), int64(wanted.MaxPeople)
	x.Call, x.CallLink = shortened(call+" ("+programme+")", longestCallName), g.callLink()
	if len(g.verdict.Call.Topics) > 0 {
		x.Topics = slices.Clone(g.verdict.Call.Topics)
	}
	if reply, last := funding.AnswerBy(g.verdict.Next, s.clock.Now()); !reply.IsZero() {
		x.ReplyBy, x.Expires = reply.String(), last.String()
	}
	text := x.Texts[p.Lang]
	text.Title = shortened(p.t("funding.ask.title", "towns", s.townList(p, places), "call", call), longestCallName-40)
	text.Seeks = g.letter(s, p, places)
	text.Origin = seek.Written
	x.Texts[p.Lang] = text
	now := s.rooms.World().Places
	x.Handle = slug(cmp.Or(now.Endonym(places[0]), now.DisplayName(places[0], p.Lang)))
	return x, nil
}

// longestCallName is as long as a request keeps the name of a call.
const longestCallName = 200

// shortened is a text of at most so many bytes.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-len("…")], "") + "…"
}

func (g *gap) callNames(p *page) (call, programme string) {
	call, _ = p.nameOf(g.verdict.Call.Names)
	programme, _ = p.nameOf(g.verdict.Programme.Names)
	return call, programme
}

// callLink is where the call can be read: at its first source, else at the programme's own site.
func (g *gap) callLink() string {
	all := append(slices.Clone(g.verdict.Call.Sources), funding.Source{URL: g.verdict.Programme.Site})
	for _, source := range all {
		if u, err := url.Parse(source.URL); err == nil && u.Host != "" && len(source.URL) <= longestCallName {
			return source.URL
		}
	}
	return ""
}

// letter says for which call a partner is sought, by when, what is missing, and who is there already.
func (g *gap) letter(s *Site, p *page, own []int64) string {
	call, programme := g.callNames(p)
	lines := []string{p.t("funding.ask.call", "call", call, "programme", programme)}
	if !g.verdict.Next.IsZero() {
		here, _ := p.deadline(g.verdict.Next)
		lines = append(lines, p.t("funding.ask.deadline", "day", here))
	}
	if g.change != nil {
		lines = append(lines, p.t("funding.ask.missing", "what", g.answers.book.SayChange(g.change, g.answers.names)))
	}
	if others := slices.DeleteFunc(slices.Clone(g.Places), func(n int64) bool { return slices.Contains(own, n) }); len(others) > 0 {
		lines = append(lines, p.t("funding.ask.with", "towns", s.townList(p, others)))
	}
	return strings.Join(lines, "\n\n")
}

// callLetter is what a first letter about a call says, "" where the address names no call.
func (s *Site) callLetter(r *http.Request, p *page, from int64) (string, error) {
	if r.URL.Query().Get("programme") == "" || s.rooms.Programmes == nil {
		return "", nil
	}
	g, _, err := s.findGap(r, p)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil // the call was taken away meanwhile: the letter begins without it
	}
	if err != nil {
		return "", err
	}
	return g.letter(s, p, []int64{from}) + "\n\n" + p.t("funding.ask.question"), nil
}
