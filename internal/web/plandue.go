package web

import (
	"net/http"
	"strconv"

	"twintown/internal/care"
	"twintown/internal/platform/lang"
	"twintown/internal/project/plan"
)

// planDuties adds what plans and reviews ask of a place to what is due.
func (s *Site) planDuties(r *http.Request, p *page, place int64, add func(care.Urgency, dutyView)) error {
	if s.rooms.Plans == nil {
		return nil
	}
	all, err := s.rooms.Plans.Due(r.Context(), place, s.today())
	for _, d := range all {
		names := s.rooms.World().Places.DisplayName(place, p.Lang)
		for _, n := range d.Others {
			names += " – " + s.rooms.World().Places.DisplayName(n, p.Lang)
		}
		own := "/" + p.Lang + "/desk/partnerships/" + d.Partnership
		step := link{p.t("plan.open"), own + "/plan"}
		if d.Sort == plan.Waits {
			step = link{p.t("plan.review.open"), own + "/review/" + strconv.Itoa(d.Year)}
		}
		add(care.Now, dutyView{Kind: "plan", Text: p.t("plan.due."+string(d.Sort), "n", d.Count, "year", strconv.Itoa(d.Year)), Pair: link{names, "/" + p.Lang + "/partnerships/" + d.Partnership}, Step: step})
	}
	return err
}

// reviewStep leads from the duty of a review to its page.
func reviewStep(p *page, d care.Duty, today lang.Date) string {
	year := plan.YearFor(d.Day)
	if d.Day.IsZero() || year > today.Year {
		year = today.Year
	}
	return "/" + p.Lang + "/desk/partnerships/" + d.Partnership + "/review/" + strconv.Itoa(year)
}
