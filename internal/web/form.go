package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// form is what a person filled in, and what is wrong with it. A page that shows a form
// gets one made from the stored values, or from the request when it comes back.
type form struct {
	values url.Values
	p      *lang.Printer
	faults []fault
}

// fault is a sentence about one field; Field is "" where it is about the whole.
type fault struct{ Field, Text string }

// newForm is a form that holds what is stored already.
func newForm(p *page, values url.Values) *form {
	if values == nil {
		values = url.Values{}
	}
	return &form{values: values, p: p.p}
}

// readForm reads what was sent. A body that is too large or cannot be read is an error.
func readForm(r *http.Request, p *page) (*form, error) {
	if err := r.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, errs.New(errs.TooLarge, lang.Msg("error.form.large"), err)
		}
		return nil, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	return newForm(p, r.PostForm), nil
}

// sent is the step that every form takes when it comes in: what was filled in is read into
// the place where page v keeps its form, and do does what it asks for and answers. Where do
// returns what the person can mend, the page name is shown again as she filled it in, with
// what is wrong; do has then changed nothing.
func (s *Site) sent(w http.ResponseWriter, r *http.Request, name string, v rendered, into **form, do func(f *form) error) (err error) {
	if *into, err = readForm(r, v.base()); err != nil {
		return err
	}
	if err = do(*into); err != nil {
		return s.again(w, *into, name, v, err)
	}
	return nil
}

// again shows a form once more with what is wrong. What goes by, such as a full disk, is told
// above it, so that nothing that was typed is lost; a failure that is a defect is returned.
func (s *Site) again(w http.ResponseWriter, f *form, name string, v rendered, err error) error {
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	return s.write(w, status, name, v)
}

// refused puts what went wrong into a form and returns the status of the page that shows it;
// shown is false for a defect, of which no form can tell.
func (s *Site) refused(f *form, err error) (status int, shown bool) {
	switch kind := errs.KindOf(err); {
	case kind == errs.Throttled:
		f.fail("", errs.PublicOf(err))
		return http.StatusTooManyRequests, true
	case kind == errs.Full || kind == errs.ReadOnly || kind == errs.Unavailable || kind == errs.Busy:
		f.fail("", errs.PublicOf(err))
		s.log.Error("a form could not be kept", "error", err)
		return statuses[kind], true
	case !f.take(err):
		return 0, false
	case overtaken(err):
		return http.StatusConflict, true
	}
	return http.StatusUnprocessableEntity, true
}

// errFaulty stands for faults that the form holds already.
var errFaulty = errors.New("the form has faults")

// wrong is an error where the form holds faults, for a step that notes several of them.
func (f *form) wrong() error {
	if f.ok() {
		return nil
	}
	return errFaulty
}

// overtaken says whether an error is that somebody else changed the same meanwhile.
func overtaken(err error) bool { return errs.KindOf(err) == errs.Conflict && errs.FieldOf(err) == "" }

// version is the state that the person saw; one that is unreadable is none.
func (f *form) version() int64 { return f.number("version") }

// number is a hidden number; 0 where it is none.
func (f *form) number(name string) int64 {
	n, _ := strconv.ParseInt(f.raw(name), 10, 64) // written by us, or by nobody
	return n
}

// text is a field's content without the space around it; what is not valid UTF-8 or not
// printable goes.
func (f *form) text(name string) string {
	clean := func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffd {
			return -1
		}
		return r
	}
	return strings.TrimSpace(strings.Map(clean, strings.ReplaceAll(f.values.Get(name), "\r\n", "\n")))
}

// raw is a field's content as it came: passwords may begin with a space.
func (f *form) raw(name string) string { return f.values.Get(name) }

// Value is for hidden fields in templates.
func (f *form) Value(name string) string { return f.values.Get(name) }

// all is the content of a field that can be chosen several times.
func (f *form) all(name string) []string { return f.values[name] }

// checked says whether a box is ticked.
func (f *form) checked(name string) bool { return f.values.Get(name) != "" }

// take notes a failure that the person can mend and returns true; any other failure is
// not hers, and the caller returns it.
func (f *form) take(err error) bool {
	if errors.Is(err, errFaulty) {
		return true
	}
	kind := errs.KindOf(err)
	if err == nil || kind != errs.Invalid && kind != errs.Conflict && kind != errs.TooLarge && kind != errs.Ambiguous {
		return false
	}
	f.fail(errs.FieldOf(err), errs.PublicOf(err))
	return true
}

// fail notes a sentence about a field, "" for the whole form.
func (f *form) fail(field string, text lang.Message) {
	f.faults = append(f.faults, fault{field, f.p.Message(text)})
}

// FaultOf is what is wrong with a field, "" for nothing: for groups of fields that have no
// view of their own.
func (f *form) FaultOf(field string) string {
	for _, x := range f.faults {
		if x.Field == field {
			return x.Text
		}
	}
	return ""
}

// ok says that nothing is wrong.
func (f *form) ok() bool { return len(f.faults) == 0 }

// Faults are the sentences for the summary above the form.
func (f *form) Faults() []fault { return f.faults }

// fieldView is a field as its template shows it: {{template "field" (.Form.Field "email" "…")}}.
type fieldView struct {
	Name, Label, Hint, Value, Fault string
	Lang                            string // of the page
	Type, Auto                      string // of the input; its autocomplete token
	Required                        bool
	Rows, Max                       int  // a text area of so many rows; the most characters
	Code                            bool // a text area for what a program reads: letters of one width, lines as they are
	Options                         []option
}

// Field makes the view of an input. label and hint are message keys, hint may be "".
// kind is "text", "email", "password", "date", "url", "tel", "number", "search"; a "!" at
// its end means that the field must be filled in.
func (f *form) Field(name, kind, label, hint, auto string) fieldView {
	v := fieldView{Name: name, Lang: f.p.Lang(), Type: strings.TrimSuffix(kind, "!"), Auto: auto, Label: f.p.T(label), Required: strings.HasSuffix(kind, "!"), Max: mostText}
	if hint != "" {
		v.Hint = f.p.T(hint)
	}
	if v.Type != "password" {
		v.Value = f.values.Get(name)
	}
	v.Fault = f.FaultOf(name)
	return v
}

// mostText bounds a line of text; what needs more has a text area.
const mostText = 300

// Area makes the view of a text area.
func (f *form) Area(name, label, hint string, rows int) fieldView {
	v := f.Field(name, "text", label, hint, "off")
	v.Rows, v.Max = rows, mostArea
	return v
}

// mostArea is some three pages.
const mostArea = 10_000

// Choice makes the view of a list of options, of which the form's value is chosen.
func (f *form) Choice(name, label, hint string, options []option) fieldView {
	v := f.Field(name, "select", label, hint, "off")
	for _, o := range options {
		o.Chosen = o.Value == v.Value
		v.Options = append(v.Options, o)
	}
	return v
}

// Ticked is for boxes in templates.
func (f *form) Ticked(name, value string) bool {
	for _, v := range f.values[name] {
		if v == value {
			return true
		}
	}
	return false
}
