package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"twintown/internal/document"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// Limits of a form with files, beside those of its body: see bounds.
const (
	mostFiles  = 10        // an agreement in two languages, its annexes, photographs of the signing
	mostFields = 200       // the longest form has forty
	fieldsSize = 256 << 10 // as in a form without files
)

// fileField is the name of the field in which files come, and waitingField that of those
// that came with the form's last try.
const (
	fileField    = "file"
	waitingField = "waiting"
)

// readFiles reads a form that may bring files (enctype multipart/form-data). Each file
// goes through the store's door as it comes over the line and becomes an intake; one
// that is refused becomes a fault of the field, and the rest of the form is read all the
// same. Files that came with an earlier try of the form are named in it, and are there
// still. A form without files is read as readForm does.
//
//	form, intakes, err := s.readFiles(r, &v.page)
//	…
//	if !form.ok() { v.Upload = s.uploadView(form, intakes); show the form again }
func (s *Site) readFiles(r *http.Request, p *page) (*form, []document.Intake, error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		f, err := readForm(r, p)
		if err != nil {
			return nil, nil, err
		}
		return f, s.waiting(r, f), nil
	}
	if err != nil {
		return nil, nil, unreadable(err)
	}
	u := uploading{site: s, r: r, form: newForm(p, nil), left: fieldsSize}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return u.form, append(s.waiting(r, u.form), u.intakes...), nil
		}
		if err != nil {
			return nil, nil, unreadable(err)
		}
		if err := u.take(part); err != nil {
			return nil, nil, err
		}
	}
}

// uploading is a form with files while it is read.
type uploading struct {
	site    *Site
	r       *http.Request
	form    *form
	intakes []document.Intake
	fields  int
	left    int64 // bytes that fields may still have
}

// take reads one part: a field, or a file.
func (u *uploading) take(part *multipart.Part) error {
	if part.FormName() == fileField {
		return u.file(part)
	}
	if u.fields++; u.fields > mostFields {
		return errs.New(errs.TooLarge, lang.Msg("error.form.large"), nil)
	}
	text, err := io.ReadAll(io.LimitReader(part, u.left+1))
	if err != nil {
		return unreadable(err)
	}
	if u.left -= int64(len(text)); u.left < 0 {
		return errs.New(errs.TooLarge, lang.Msg("error.form.large"), nil)
	}
	u.form.values.Add(part.FormName(), string(text))
	return nil
}

// file hands a file to the store of documents. A field in which none was chosen comes as
// a file without a name.
func (u *uploading) file(part *multipart.Part) error {
	if part.FileName() == "" {
		return nil
	}
	if len(u.intakes) == mostFiles {
		u.form.fail(fileField, lang.Msg("document.too_many", "most", mostFiles))
		return nil
	}
	in, err := u.site.rooms.Documents.Take(u.r.Context(), actorOf(u.r), part.FileName(), part)
	switch {
	case err == nil:
		u.intakes = append(u.intakes, in)
	case notTaken(err):
		u.form.fail(fileField, errs.PublicOf(err))
	default:
		return unreadable(err)
	}
	return nil
}

// notTaken says whether a file was not taken for a reason that leaves the form's other
// fields as they are: the file's own, or that there is no room or no scanner now.
func notTaken(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.TooLarge, errs.Conflict, errs.Unavailable, errs.Full, errs.ReadOnly:
		return true
	}
	return false
}

// waiting are the files that came with the form's last try. Those that are not there any
// more are told.
func (s *Site) waiting(r *http.Request, f *form) (all []document.Intake) {
	for i, id := range f.all(waitingField) {
		if i == mostFiles {
			break
		}
		in, err := s.rooms.Documents.Waiting(r.Context(), actorOf(r), id)
		if err == nil {
			all = append(all, in)
		} else {
			f.fail(fileField, errs.PublicOf(err))
		}
	}
	return all
}

// unreadable is a body that broke off, came too slowly, or is larger than the route
// takes. What has a sentence of its own keeps it.
func unreadable(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return errs.New(errs.TooLarge, lang.Msg("document.form_large", "mb", bounds[Upload].size>>20), err)
	}
	if errs.KindOf(err) != errs.Internal || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
}

// uploadView is the field for files, as the template "upload" shows it.
type uploadView struct {
	Label                   string // "": documents
	Accept, Accepted, Fault string
	Waiting                 []waitingView
}

// waitingView is a file that came already.
type waitingView struct {
	ID, Name, About string
	Warnings        []string
}

// uploadView makes the view of the field for files.
func (s *Site) uploadView(f *form, p *page, intakes []document.Intake) *uploadView {
	v := &uploadView{Accept: media.Accept(), Accepted: p.p.Message(s.rooms.Documents.Accepted())}
	for _, x := range f.faults {
		if x.Field == fileField {
			v.Fault = x.Text
		}
	}
	for _, in := range intakes {
		w := waitingView{ID: in.ID, Name: in.Name, About: in.Kind().String() + ", " + p.sizeText(in.Size)}
		for _, warning := range in.Warnings {
			w.Warnings = append(w.Warnings, p.p.Message(warning))
		}
		v.Waiting = append(v.Waiting, w)
	}
	return v
}
