package web

import (
	"net/http"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/platform/lang"
)

// figuresPage is how many enquiries came.
type figuresPage struct {
	page
	Rows []figureRow
	Few  int
}

type figureRow struct {
	Month, Point, Topic string
	N                   int
}

// enquiryFigures shows the figures of the points that the reader may change. Nothing of
// any person stands in them, so who may not read enquiries may see them too.
func (s *Site) enquiryFigures(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return errNoPage
	}
	v := &figuresPage{page: s.newDesk(w, r, code, "/desk/enquiries/figures", "/desk/enquiries"), Few: helppoint.Few}
	v.Title = v.t("enquiry.figures")
	all, err := s.ownHelp(r)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, h := range all {
		names[h.ID] = s.helpName(&v.page, h)
	}
	counts, err := s.rooms.Enquiries.Counts(r.Context(), all...)
	if err != nil {
		return err
	}
	for _, c := range counts {
		month := c.Month
		if t, err := time.Parse("2006-01", c.Month); err == nil {
			month = v.p.Date(lang.Date{Year: t.Year(), Month: int(t.Month())})
		}
		v.Rows = append(v.Rows, figureRow{month, names[c.Point], v.t("help.purpose." + string(c.Topic)), c.N})
	}
	return s.write(w, http.StatusOK, "enquiry-figures", v)
}
