package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/paper"
	"twintown/internal/seek/procedure"
)

// stepPapers are the documents that can be made for a step.
var stepPapers = map[procedure.Step][]paper.Kind{
	procedure.Visit:      {paper.VisitNote},
	procedure.Letter:     {paper.LetterOfIntent},
	procedure.Planning:   {paper.Plan},
	procedure.Resolution: {paper.Resolution},
	procedure.Ceremony:   {paper.Agreement, paper.Oath},
}

// paperable says whether our templates can name all who walk.
func paperable(it procedure.Procedure) bool {
	return len(it.Places) >= 2 && len(it.Places) <= paper.MostParties
}

// papersOf are the documents that can be made for a point, in the languages of both towns.
func (s *Site) papersOf(v *procedurePage, q procedure.Point) (all []paperLink) {
	if !paperable(v.it) {
		return nil
	}
	for _, kind := range stepPapers[q.Step] {
		at := func(f paper.Format) string {
			query := url.Values{"as": {string(f)}, "language": v.tongues}
			if q.Side != 0 {
				query.Set("side", strconv.FormatInt(q.Side, 10))
			}
			return v.Base + "/papers/" + string(kind) + "?" + query.Encode()
		}
		all = append(all, paperLink{v.t("paper.title." + string(kind)), at(paper.DOCX), at(paper.PDF)})
	}
	return all
}

// paperTongues are the languages in which the papers of a procedure are made: those that the
// address chose, else those of the two towns, each once.
func (s *Site) paperTongues(r *http.Request, v *procedurePage) (all []string) {
	for _, code := range r.URL.Query()["language"] {
		if slices.Contains(s.languages, code) && !slices.Contains(all, code) && len(all) < 2 {
			all = append(all, code)
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, n := range v.it.Places {
		if l := s.languageFor(n, v.Lang); !slices.Contains(all, l) && len(all) < 2 {
			all = append(all, l)
		}
	}
	return all
}

// tongueChoices are the languages to choose from for each half of a paper.
func (s *Site) tongueChoices(v *procedurePage) (choices [2][]option) {
	for i := range choices {
		if i == 1 {
			choices[i] = append(choices[i], option{Value: "", Name: v.t("procedure.paper.one")})
		}
		for _, code := range s.languages {
			chosen := i < len(v.tongues) && v.tongues[i] == code
			choices[i] = append(choices[i], option{Value: code, Name: v.p.LanguageName(code), Chosen: chosen})
		}
	}
	return choices
}

// procedurePaper makes a document with what is known.
func (s *Site) procedurePaper(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	kind, format := paper.Kind(r.PathValue("paper")), paper.Format(r.URL.Query().Get("as"))
	if !paperable(v.it) || !slices.Contains(paper.Kinds(), kind) {
		return errNoPage
	}
	if format != paper.DOCX {
		format = paper.PDF
	}
	var file bytes.Buffer
	facts := s.paperFacts(v, kind, sideOf(r.URL.Query().Get("side")))
	if len(facts.Topics) == 0 {
		if facts.Topics, err = s.likelyTopics(r.Context(), v.it); err != nil {
			return err
		}
	}
	if err := s.setter.Make(&file, kind, facts, v.tongues, format); err != nil {
		if errs.KindOf(err) == errs.TooLarge {
			return s.done(w, r, code, v.Base, errs.PublicOf(err), "")
		}
		return err
	}
	name := v.t("paper.title."+string(kind)) + " " + v.Names + "." + string(format)
	h := w.Header()
	h.Set("Content-Type", format.Type())
	h.Set("Content-Disposition", attachment(name))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(file.Bytes()) // who does not listen any more needs no error
	return nil
}

// likelyTopics are the areas of towns that agreed on none yet: those of the request, else
// those that they told the forum at which they met.
func (s *Site) likelyTopics(ctx context.Context, it procedure.Procedure) ([]string, error) {
	if it.Request != "" && s.rooms.Requests != nil {
		x, err := s.rooms.Requests.ByID(ctx, it.Request)
		if err == nil && len(x.Topics) > 0 || err != nil && errs.KindOf(err) != errs.NotFound {
			return x.Topics, err
		}
	}
	if it.Contact == "" || s.rooms.Forums == nil {
		return nil, nil
	}
	c, ok, err := s.rooms.Forums.Contact(ctx, it.Contact)
	if err != nil || !ok {
		return nil, err
	}
	return s.contactTopics(ctx, c)
}

// contactTopics are the areas of both sides of a contact: those that both told the forum,
// where there are any, else those of either.
func (s *Site) contactTopics(ctx context.Context, c forum.Contact) (all []string, err error) {
	parts, err := s.rooms.Forums.Parts(ctx, c.Meeting)
	a, b := parts[c.A].Topics, parts[c.B].Topics
	for _, t := range a {
		if slices.Contains(b, t) {
			all = append(all, t)
		}
	}
	if len(all) > 0 || err != nil {
		return all, err
	}
	all = slices.Clone(a)
	for _, t := range b {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all, nil
}

// paperFacts is what is known for a document.
func (s *Site) paperFacts(v *procedurePage, kind paper.Kind, side int64) paper.Facts {
	it := v.it
	f := paper.Facts{Made: s.today(), Loose: true, Aims: paper.Text{}, Method: paper.Text{}, Outcomes: paper.Text{}}
	for i, n := range it.Places {
		if party := s.paperParty(v, n); i < len(f.Parties) {
			f.Parties[i] = party
		} else {
			f.Others = append(f.Others, party)
		}
		if n == side {
			f.Side = i
		}
	}
	terms := it.Terms
	if terms.IsZero() {
		terms = it.Proposal.Terms // a draft of what one side proposes
	}
	if !terms.IsZero() {
		f.Link, f.Topics = string(terms.Kind), terms.Topics
		f.Months, _ = terms.Term.Months()
		f.Notice, _ = terms.Notice.Months()
		f.Unlimited = terms.Term == ""
	}
	for code, plan := range it.Plan {
		f.Aims[code], f.Method[code], f.Outcomes[code] = plan.Aims, plan.Method, plan.Outcomes
	}
	s.paperDays(v, &f, kind, side)
	return f
}

// paperDays fills in what the points say: where, when, on which condition.
func (s *Site) paperDays(v *procedurePage, f *paper.Facts, kind paper.Kind, side int64) {
	step := procedure.Letter
	for of, kinds := range stepPapers {
		if slices.Contains(kinds, kind) {
			step = of
		}
	}
	q, ok := v.it.At(step, side)
	if !ok {
		return
	}
	day := lang.Date{}
	if q.Day.Day != 0 && q.Day.Qualifier == partnership.Exactly {
		day = q.Day.Calendar()
	}
	switch step {
	case procedure.Visit:
		f.Visit = paper.Visit{Known: q.Where != 0, Host: max(0, slices.Index(v.it.Places, q.Where)), From: day}
	case procedure.Resolution:
		f.Number, f.Decided = q.Number, day
	default:
		f.Signed = day
		if where := max(q.Where, q.Side); where != 0 {
			f.Place = s.placeText(v, where)
		}
	}
	for _, p := range v.it.Points {
		switch {
		case p.Condition.Code == "funding":
			f.Funding = true
		case p.Condition.Code != "":
			f.Condition = paper.Text{}
			for _, code := range v.tongues {
				f.Condition[code] = s.catalog.Printer(code).Message(partnership.Act{Condition: p.Condition}.ConditionText())
			}
		}
	}
}

// paperParty is a side as documents name it.
func (s *Site) paperParty(v *procedurePage, n int64) paper.Party {
	unit, _ := s.rooms.World().Places.Get(n)
	levels := map[place.Kind]paper.Level{place.Municipality: paper.Municipality, place.Settlement: paper.Municipality, place.County: paper.County, place.Province: paper.Region}
	return paper.Party{Name: s.placeText(v, n), Language: s.languageFor(n, v.Lang), Country: unit.Country, Level: levels[unit.Kind]}
}

// placeText is a place's name in the languages of a document.
func (s *Site) placeText(v *procedurePage, n int64) paper.Text {
	text := paper.Text{}
	for _, code := range v.tongues {
		text[code] = s.rooms.World().Places.DisplayName(n, code)
	}
	return text
}
