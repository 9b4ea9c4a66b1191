package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/press"
)

// takePressFiles takes files that were dropped onto a text, and answers with what names
// them there. It is asked by a script; a form sends files with the text itself.
func (s *Site) takePressFiles(w http.ResponseWriter, r *http.Request, code string) error {
	i, err := s.itemOf(r)
	if err != nil {
		return err
	}
	p := &page{Lang: code, p: s.catalog.Printer(code)}
	f, intakes, err := s.readActForm(r, p)
	if err != nil {
		return err
	}
	var answer struct {
		Named  []string `json:"named"`
		Faults []string `json:"faults"`
	}
	if len(intakes) > 0 {
		if answer.Named, err = s.addPressFiles(r, i, f.text("language"), intakes); err != nil {
			return err
		}
	}
	for _, x := range f.faults {
		answer.Faults = append(answer.Faults, x.Text)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(answer)
}

// addPressFiles makes public documents of files and returns what names each in a text.
func (s *Site) addPressFiles(r *http.Request, i press.Item, language string, intakes []document.Intake) (named []string, err error) {
	on, ids := i.Object(), []string(nil)
	if !s.catalog.Has(language) {
		language = ""
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		named, ids = nil, nil
		for _, in := range intakes {
			d, err := s.rooms.Documents.Add(r.Context(), tx, note, actorOf(r), document.New{Intake: in.ID, Language: language, Visibility: document.Public, On: on})
			if err != nil {
				return err
			}
			named, ids = append(named, nameInText(d)), append(ids, d.ID)
		}
		return nil
	})
	if err == nil {
		err = s.orderSizes(r, ids)
	}
	return named, err
}

// orderSizes has those of the documents drawn that are photographs and have no sizes yet.
func (s *Site) orderSizes(r *http.Request, ids []string) error {
	if len(ids) == 0 || s.rooms.Documents == nil || s.rooms.Queue == nil {
		return nil
	}
	return s.rooms.Documents.OrderSizes(r.Context(), s.rooms.Queue, ids...)
}

// nameInText is how a document stands in a text: a picture to be described, or a link. The
// file's name is no description, so a picture comes with none.
func nameInText(d document.Document) string {
	if d.Kind.Image() {
		return "![](doc:" + d.ID + ")"
	}
	title := d.Name
	if at := strings.LastIndexByte(title, '.'); at > 0 {
		title = title[:at]
	}
	clean := strings.NewReplacer("[", "(", "]", ")", "\\", " ", "_", " ").Replace(title)
	return "[" + clean + "](doc:" + d.ID + ")"
}
