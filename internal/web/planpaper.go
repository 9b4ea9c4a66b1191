package web

import (
	"io"
	"net/http"

	"twintown/internal/platform/sheet"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
)

// planPaper prints the plan, in one language or in two side by side.
func (s *Site) planPaper(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPlanPage(w, r, code)
	if err != nil {
		return err
	}
	report := leaf.Plan(s.leafFacts(&v.page, v.found), v.it, plan.Horizon(s.today()), s.printers(v.tongues))
	return s.sendReport(w, r, report, v.t("plan.title")+" "+v.Names)
}

// reviewPaper prints a review: the sides side by side, each in its own language.
func (s *Site) reviewPaper(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newYearPage(w, r, code)
	if err != nil {
		return err
	}
	tongues := s.sideTongues(&v.page, v.found)
	tongues = tongues[:min(2, len(tongues))]
	words := s.printers(tongues)
	var known [][]string
	for i, language := range tongues {
		in := v.page
		in.p, in.Lang = words[i], language
		lines, err := s.knownOfYear(r, &in, v.found, v.Year)
		if err != nil {
			return err
		}
		known = append(known, lines)
	}
	report := leaf.Review(s.leafFacts(&v.page, v.found), v.r, s.catalog.Printer, words, known)
	return s.sendReport(w, r, report, v.Title)
}

// docxType is the media type of a DOCX.
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// sendReport sends a report as the format that the address asks for: a PDF, or a DOCX.
func (s *Site) sendReport(w http.ResponseWriter, r *http.Request, report sheet.Report, name string) error {
	return s.sendAs(w, r, report, r.URL.Query().Get("as"), name)
}

// paperLogo is the logo of whose site it is, for paper; zero where there is none, or where it
// cannot be read: a report without it is better than none.
func (s *Site) paperLogo(r *http.Request) (l sheet.Logo) {
	f := s.face()
	if s.rooms.Pictures == nil || f.Logo.Empty() {
		return l
	}
	finest := f.Logo.Renditions[len(f.Logo.Renditions)-1]
	body, _, err := s.rooms.Pictures.Open(r.Context(), finest.ID)
	if err != nil {
		return l
	}
	defer body.Close()
	file, err := io.ReadAll(body) // our own rendition, which is small
	if err != nil {
		return l
	}
	return sheet.Logo{PNG: file, Width: finest.Width, Height: finest.Height, Alt: f.Brand("")}
}

// sendAs sends a report as "docx", or as a PDF.
func (s *Site) sendAs(w http.ResponseWriter, r *http.Request, report sheet.Report, as, name string) error {
	report.Logo = s.paperLogo(r)
	kind, ending, set := "application/pdf", ".pdf", func() ([]byte, error) { return report.PDF(s.fonts) }
	if as == "docx" {
		kind, ending, set = docxType, ".docx", report.DOCX
	}
	file, err := set()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", attachment(name+ending))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(file) // who does not listen any more needs no error
	return nil
}
