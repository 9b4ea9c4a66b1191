package web

import (
	"net/http"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/project"
	"twintown/internal/project/plan"
)

// handedWork lists what a successor takes over of the work with partners: the joint projects of
// the place, shown or not, and the action plans of its partnerships.
func (s *Site) handedWork(r *http.Request, v *handoverPage, all []partnership.Partnership, place int64) error {
	if s.rooms.Projects != nil {
		projects, err := s.rooms.Projects.Of(r.Context(), place)
		if err != nil {
			return err
		}
		for _, x := range projects {
			if !(project.Asked{Place: place}).Fits(x, nil) {
				continue // it was named, and said no
			}
			title, _ := s.projectTitle(&v.page, x)
			v.Work = append(v.Work, handedTalk{v.kindOf(project.Kind), s.partnerList(&v.page, x), title, v.t("project.state." + string(x.State)), v.momentIn(x.Changed, s.homeZone()), "/" + v.Lang + "/desk/projects/" + x.Handle})
		}
	}
	if s.rooms.Plans == nil {
		return nil
	}
	for _, p := range all {
		it, err := s.rooms.Plans.Of(r.Context(), p.ID)
		if err != nil {
			return err
		}
		if row, ok := s.handedPlan(v, p, it); ok {
			v.Work = append(v.Work, row)
		}
	}
	return nil
}

// handedPlan is the plan of a partnership; ok is false where nothing was ever planned.
func (s *Site) handedPlan(v *handoverPage, p partnership.Partnership, it plan.Plan) (row handedTalk, ok bool) {
	open, done, last := 0, 0, time.Time{}
	for _, i := range it.Items {
		if i.Open() {
			open++
		}
		if i.State == plan.Done {
			done++
		}
		if i.Changed.After(last) {
			last = i.Changed
		}
	}
	years := it.Years()
	if len(years) == 0 {
		return row, false
	}
	about := strconv.Itoa(years[0])
	if n := len(years); n > 1 {
		about += "–" + strconv.Itoa(years[n-1])
	}
	return handedTalk{v.kindOf(plan.Kind), s.townList(&v.page, p.Present()), about, v.t("handover.plan.count", "open", open, "done", done), v.momentIn(last, s.homeZone()), "/" + v.Lang + "/desk/partnerships/" + p.ID + "/plan"}, true
}
