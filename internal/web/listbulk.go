package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// bulkSpec says how many rows of a list are changed at once. bulkOf first asks, naming
// the rows, and does it when the person is sure; what was done can be taken back.
type bulkSpec[T any] struct {
	Path    string                                                            // of the list, without the language
	Find    func(p *page, q url.Values) (arranged[T], error)                  // the list that a question asks for
	May     func(row T, do string) bool                                       // whether it can be done to a row
	Foreign string                                                            // message key: rows that are left out
	Ask     func(v *bulkPage, f *form)                                        // adds fields to the question; nil: there are none
	Do      func(f *form, rows []T) (told lang.Message, undo string, e error) // undo is a reversal's identifier
}

// bulkPage asks whether many rows shall be changed, and how.
type bulkPage struct {
	page
	Text, Go     string
	Action, Back string
	Question, Do string
	All          bool
	IDs, Names   []string
	More         int
	Fields       []fieldView // what else must be known
	Form         *form
}

// shownNames is how many rows the question names; the others are counted.
const shownNames = 12

// bulkOf answers the form below a list.
func bulkOf[T any](s *Site, w http.ResponseWriter, r *http.Request, code string, spec bulkSpec[T]) error {
	v := &bulkPage{page: s.newDesk(w, r, code, spec.Path, spec.Path)}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	question, err := url.ParseQuery(f.raw("question"))
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	v.Back = "/" + code + spec.Path
	if len(question) > 0 {
		v.Back += "?" + question.Encode()
	}
	found, err := spec.Find(&v.page, question)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(found.spec.Bulk, func(o option) bool { return o.Value == f.raw("do") }) {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
	}
	rows := found.chosen(f.all("id"), f.checked("all"))
	chosen := len(rows)
	rows = slices.DeleteFunc(slices.Clone(rows), func(row T) bool { return !spec.May(row, f.raw("do")) })
	foreign := chosen - len(rows)
	switch {
	case len(rows) > mostBulk:
		return errTooMany(len(rows))
	case len(rows) == 0 && foreign > 0:
		return s.done(w, r, code, v.Back, lang.Msg(spec.Foreign, "n", foreign), "")
	case len(rows) == 0:
		return s.done(w, r, code, v.Back, lang.Msg("list.chosen.none"), "")
	}
	v.Form = f
	status := http.StatusOK
	if f.checked("sure") {
		told, undo, err := spec.Do(f, rows)
		if err == nil {
			return s.done(w, r, code, v.Back, told, undoAddress(code, undo))
		}
		var shown bool
		if status, shown = s.refused(f, err); !shown {
			return err
		}
	}
	names := make([]string, 0, len(rows))
	for _, row := range rows {
		names = append(names, found.spec.Name(row))
	}
	v.Action = "/" + code + spec.Path + "/bulk"
	v.ask(f, names)
	if foreign > 0 {
		v.Text += " " + v.t(spec.Foreign, "n", foreign)
	}
	if spec.Ask != nil {
		spec.Ask(v, f)
	}
	return s.write(w, status, "bulk", v)
}

// undoAddress is where a reversal is used; "" where there is none.
func undoAddress(code, undo string) string {
	if undo == "" {
		return ""
	}
	return "/" + code + "/desk/undo/" + undo
}

// ask fills the question.
func (v *bulkPage) ask(f *form, names []string) {
	v.Do, v.Question, v.All, v.IDs = f.raw("do"), f.raw("question"), f.checked("all"), f.all("id")
	v.Title, v.Go = v.t("bulk."+v.Do), v.t("bulk."+v.Do+".go")
	v.Text = v.t("bulk."+v.Do+".text", "n", len(names))
	v.Names = names[:min(len(names), shownNames)]
	v.More = len(names) - len(v.Names)
}
