package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// deskRequests lists the requests that the reader may write or review, whatever their state.
func (s *Site) deskRequests(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Requests == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/requests", "/desk/requests")}
	v.Title, v.Lead = v.t("desk.seek.title"), v.t("desk.seek.lead")
	v.Actions = []link{{v.t("desk.seek.new"), "/" + code + "/desk/requests/new"}, {v.t("desk.seek.public"), "/" + code + "/seek"}}
	all, err := s.ownRequests(r)
	if err != nil {
		return err
	}
	latest := &latestChanges{}
	found := arrangeList(r.URL.Query(), s.requestSpec(r, &v.page, all, latest))
	var ids []string
	for _, x := range found.Page {
		ids = append(ids, x.ID)
	}
	if err := s.fillLatest(r, latest, "request", ids); err != nil {
		return err
	}
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// ownRequests are the requests that the reader may write or review.
func (s *Site) ownRequests(r *http.Request) ([]seek.Request, error) {
	all, err := s.rooms.Requests.All(r.Context())
	return slices.DeleteFunc(all, func(x seek.Request) bool {
		object := s.requestObject(x)
		return !s.may(r, people.WriteRequest, object) && !s.may(r, people.ReviewRequest, object)
	}), err
}

// requestDesk is where the reader works on a request: she writes it, or looks at it as who
// reviews.
func (s *Site) requestDesk(r *http.Request, code string, x seek.Request) string {
	base := "/" + code + "/desk/requests/" + x.Handle
	if !s.may(r, people.WriteRequest, s.requestObject(x)) {
		return base + "/review"
	}
	return base
}

// askedFor is the filter's value for requests that wait for a review; endingSoon for those
// whose last day is near.
const (
	askedFor    = "asked"
	endingSoon  = "ending"
	editedSince = "edited" // its words were changed after the review
)

// waitsForReview says whether somebody asked to have a draft looked at.
func waitsForReview(x seek.Request) bool { return x.State == seek.Draft && !x.Asked.IsZero() }

// requestTitle is what a request is called in lists of the desk.
func (s *Site) requestTitle(p *page, x seek.Request) (title, language string) {
	t, language, ok := x.In(p.Lang, s.languages)
	if !ok {
		return p.t("seek.untitled"), p.Lang
	}
	return t.Title, language
}

func (s *Site) requestSpec(r *http.Request, p *page, all []seek.Request, latest *latestChanges) listSpec[seek.Request] {
	type row = seek.Request
	day := s.dayNow()
	title := func(x row) string { t, _ := s.requestTitle(p, x); return t }
	towns := func(x row) string { return s.townList(p, x.Places) }
	return listSpec[row]{
		Path: "/desk/requests", Caption: "desk.seek.title", Empty: "desk.seek.empty", Rows: all,
		ID: func(x row) string { return x.ID }, Name: title,
		Find: func(q string) func(row) bool {
			q = names.Fold(q)
			return func(x row) bool { return strings.Contains(names.Fold(title(x)+" "+towns(x)), q) }
		},
		Filters: []listFilter[row]{
			{Key: "state", Label: "seek.state", Options: p.requestStates(), Keep: func(x row, v string) bool {
				switch v {
				case askedFor:
					return waitsForReview(x)
				case endingSoon:
					return x.Ending(day)
				case editedSince:
					return x.Unlooked()
				}
				return string(x.At(day)) == v
			}},
			{Key: "missing", Label: "press.missing", Options: s.offeredLanguages(p), Keep: func(x row, v string) bool { return x.Texts[v].Title == "" }},
		},
		Columns: []listColumn[row]{
			{Key: "title", Label: "seek.field.title", Compare: func(a, b row) int { return cmp.Compare(names.Fold(title(a)), names.Fold(title(b))) }, Cell: func(x row) listCell {
				text, language := s.requestTitle(p, x)
				c := listCell{Text: text, URL: s.requestDesk(r, p.Lang, x), Note: towns(x)}
				if language != p.Lang {
					c.Lang = language
				}
				return c
			}},
			{Key: "state", Label: "seek.state", Compare: func(a, b row) int { return stateOrder(a.At(day)) - stateOrder(b.At(day)) }, Cell: func(x row) listCell {
				st := p.requestStatus(x.At(day))
				c := listCell{Status: &st}
				switch {
				case waitsForReview(x):
					c.Note = p.t("desk.seek.asked")
				case x.Unlooked():
					c.Note = p.t("desk.seek.edited")
				}
				return c
			}},
			{Key: "reply", Label: "seek.reply_by", Tight: true, Compare: func(a, b row) int { return strings.Compare(a.ReplyBy, b.ReplyBy) }, Cell: func(x row) listCell { return p.dayCell(x.ReplyBy) }},
			{Key: "expires", Label: "seek.expires", Tight: true, Compare: func(a, b row) int { return strings.Compare(a.Expires, b.Expires) }, Cell: func(x row) listCell {
				c := p.dayCell(x.Expires)
				if x.Ending(day) {
					c.Note = p.t("desk.seek.ending")
				}
				return c
			}},
			{Key: "changed", Label: "list.changed", Compare: func(a, b row) int { return a.Changed.Compare(b.Changed) }, Cell: func(x row) listCell { return latest.cell(p, x.ID) }},
		},
		Sort: "-changed", Tie: func(a, b row) int { return strings.Compare(a.ID, b.ID) },
	}
}

func stateOrder(s seek.State) int { return slices.Index(seek.States(), s) }

// dayCell is a day in a table.
func (p *page) dayCell(day string) listCell {
	d, err := lang.ParseDate(day)
	if err != nil || d.IsZero() {
		return listCell{Text: "–"}
	}
	return listCell{Text: p.t("list.date", "day", d)}
}

// requestStates are the choices of the filter by state.
func (p *page) requestStates() []option {
	list := append(p.any(), option{Value: askedFor, Name: p.t("desk.seek.asked")}, option{Value: editedSince, Name: p.t("desk.seek.edited")}, option{Value: endingSoon, Name: p.t("desk.seek.ending")})
	for _, x := range seek.States() {
		list = append(list, option{Value: string(x), Name: p.t("seek.state." + string(x))})
	}
	return list
}

// townList names places in a line.
func (s *Site) townList(p *page, places []int64) string {
	var all []string
	for _, number := range places {
		all = append(all, s.rooms.World().Places.DisplayName(number, p.Lang))
	}
	return p.p.List(all)
}

// waitingRequests are the requests that wait for a review of the reader's.
func (s *Site) waitingRequests(r *http.Request, p *page) (v overviewItem, err error) {
	return s.requestsThat(r, p, "requests.asked", askedFor, func(x seek.Request) bool {
		return waitsForReview(x) && s.may(r, people.ReviewRequest, s.requestObject(x))
	})
}

// editedRequests are those whose words readers read before somebody looked at them again.
func (s *Site) editedRequests(r *http.Request, p *page) (v overviewItem, err error) {
	return s.requestsThat(r, p, "requests.edited", editedSince, func(x seek.Request) bool {
		return x.Unlooked() && s.may(r, people.ReviewRequest, s.requestObject(x))
	})
}

// endingRequests are the reader's own requests whose last day is near.
func (s *Site) endingRequests(r *http.Request, p *page) (v overviewItem, err error) {
	day := s.dayNow()
	return s.requestsThat(r, p, "requests.ending", endingSoon, func(x seek.Request) bool {
		return x.Ending(day) && s.may(r, people.WriteRequest, s.requestObject(x))
	})
}

func (s *Site) requestsThat(r *http.Request, p *page, sort, state string, is func(seek.Request) bool) (v overviewItem, err error) {
	if s.rooms.Requests == nil || !s.may(r, people.UseRequests, people.Object{}) {
		return v, nil
	}
	all, err := s.rooms.Requests.All(r.Context())
	all = slices.DeleteFunc(all, func(x seek.Request) bool { return !is(x) })
	v = p.waits(sort, len(all), "/desk/requests?state="+state)
	for _, x := range all[:min(len(all), shownWaiting)] {
		title, _ := s.requestTitle(p, x)
		address := s.requestDesk(r, p.Lang, x)
		if state == editedSince {
			address = "/" + p.Lang + "/desk/requests/" + x.Handle + "/review"
		}
		v.Items = append(v.Items, link{title + " · " + s.townList(p, x.Places), address})
	}
	return v, err
}
