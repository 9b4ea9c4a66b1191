package web

import (
	"net/http"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
)

// planRoutes are the action plan of a partnership and its yearly reviews. Who may work on the
// partnership may plan; what a side answers, its officers write.
func (s *Site) planRoutes() []Route {
	edit, own := people.EditPart, people.Confirm
	return []Route{
		{get, "/desk/partnerships/{id}/plan", edit, s.ofPartnership, Light, Never, s.plan, false},
		{post, "/desk/partnerships/{id}/plan", edit, s.ofPartnership, Light, Never, s.addItem, false},
		{get, "/desk/partnerships/{id}/plan/paper", edit, s.ofPartnership, Heavy, Never, s.planPaper, false},
		{post, "/desk/partnerships/{id}/plan/{item}", edit, s.ofPartnership, Light, Never, s.takeItem, false},
		{post, "/desk/partnerships/{id}/plan/{item}/undo", edit, s.ofPartnership, Light, Never, s.undoItem, false},
		{get, "/desk/partnerships/{id}/review/{year}", edit, s.ofPartnership, Light, Never, s.yearReview, false},
		{post, "/desk/partnerships/{id}/review/{year}", own, s.ofPartnership, Light, Never, s.takeYearReview, false},
		{post, "/desk/partnerships/{id}/review/{year}/undo", own, s.ofPartnership, Light, Never, s.undoYearReview, false},
		{get, "/desk/partnerships/{id}/review/{year}/paper", edit, s.ofPartnership, Heavy, Never, s.reviewPaper, false},
	}
}

// plans are the plans of a node; errNoPage where there are none.
func (s *Site) plans() (*plan.Store, error) {
	if s.rooms.Plans == nil {
		return nil, errNoPage
	}
	return s.rooms.Plans, nil
}

// reviewedYear is the year of an address.
func reviewedYear(r *http.Request) (int, error) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil {
		return 0, errNoPage
	}
	return year, nil
}

// leafFacts are what the printed plan and review know of a partnership.
func (s *Site) leafFacts(p *page, found partnership.Partnership) leaf.Facts {
	return leaf.Facts{
		Sides: found.Present(), Author: s.face().Brand(p.Lang), Made: s.today(),
		Name: func(place int64, language string) string { return s.rooms.World().Places.DisplayName(place, language) },
	}
}

// sideTongues are the languages of a partnership's sides, each once, in their order.
func (s *Site) sideTongues(p *page, found partnership.Partnership) (all []string) {
	for _, n := range found.Present() {
		all = appendOnce(all, s.languageFor(n, p.Lang))
	}
	return all
}

func appendOnce(all []string, one string) []string {
	for _, x := range all {
		if x == one {
			return all
		}
	}
	return append(all, one)
}

// printers are the printers of languages.
func (s *Site) printers(languages []string) (all []*lang.Printer) {
	for _, code := range languages {
		all = append(all, s.catalog.Printer(code))
	}
	return all
}
