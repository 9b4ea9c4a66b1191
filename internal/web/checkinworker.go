package web

import (
	"encoding/json"
	"net/http"
)

// workerFacts is what a service worker has to know: the one page that it keeps, the files of
// that page, until when.
type workerFacts struct {
	Page  string   `json:"page"`
	Files []string `json:"files"`
	Until int64    `json:"until"` // milliseconds since 1970
	Mark  string   `json:"mark"`  // changes with the files
}

// scanWorker answers the service worker of a post. It may look after this one page and after
// nothing else of the site.
func (s *Site) scanWorker(w http.ResponseWriter, r *http.Request, code string, at scanPost) error {
	p := s.newPage(r, code, at.base)
	facts := workerFacts{Page: "/" + code + at.base, Until: at.until.UnixMilli(), Mark: s.assets.Worker() + s.assets.Style() + s.assets.CheckIn()}
	facts.Files = append(facts.Files, s.assets.Style(), s.assets.CheckIn(), s.assets.Decoder(), s.assets.Icon())
	facts.Files = append(facts.Files, p.Preload...)
	if p.Face.Theme != "" {
		facts.Files = append(facts.Files, p.Face.Theme)
	}
	head, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Service-Worker-Allowed", facts.Page)
	_, _ = w.Write([]byte("const FACTS = " + string(head) + ";\n"))
	_, _ = w.Write(s.assets.Bytes(s.assets.Worker()))
	return nil
}
