package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/operator"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// takeLogo keeps the logo that was sent, of the operator ("of" is empty) or of a funder
// (its place in the list), or takes it away.
func (s *Site) takeLogo(w http.ResponseWriter, r *http.Request, code string) error {
	sent, err := readUpload(r)
	if err != nil {
		return err
	}
	face := *s.face().Editable()
	step, target := "look", &face.Logo
	if sent.of != "" {
		i, err := strconv.Atoi(sent.of)
		if err != nil || i < 0 || i >= len(face.Funders) {
			return errNoPage
		}
		face.Funders = append([]operator.Funder(nil), face.Funders...) // the present face is not ours to change
		step, target = "funders", &face.Funders[i].Logo
	}
	v, form, err := s.newSetup(w, r, code, step, s.face().Editable())
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, form.show(s, s.face().Editable()))
	face.Version = sent.version
	if err = s.changeLogo(r, target, sent); err == nil {
		err = s.rooms.Faces.Change(r.Context(), s.rooms.People.Log(), actorOf(r), &face)
	}
	if v.Form.take(err) {
		for i := range v.Form.faults {
			v.Form.faults[i].Field = "logo" + sent.of
		}
		v.fill(s.face().Editable())
		return s.write(w, http.StatusUnprocessableEntity, "setup", v)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, v.Action, lang.Msg("setup.saved"), "")
}

func (s *Site) changeLogo(r *http.Request, target *operator.Picture, sent *upload) (err error) {
	if sent.remove {
		*target = operator.Picture{}
		return nil
	}
	if sent.file == nil || s.rooms.Pictures == nil {
		return errs.New(errs.Invalid, lang.Msg("setup.logo.none"), nil)
	}
	*target, err = s.rooms.Pictures.Take(r.Context(), sent.file, sent.name)
	return err
}

// upload is a form with a file, of which the file comes last: it is read as it arrives.
type upload struct {
	version int64
	of      string
	remove  bool
	name    string
	file    io.Reader // nil: none was chosen
}

// readUpload reads the fields before the file.
func readUpload(r *http.Request) (*upload, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	u := &upload{}
	for range 8 { // more fields than the form has
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return nil, errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
		}
		if part.FormName() == "logo" {
			if part.FileName() != "" {
				u.file, u.name = part, part.FileName()
			}
			return u, nil
		}
		u.field(part)
	}
	return u, nil
}

func (u *upload) field(part *multipart.Part) {
	raw, _ := io.ReadAll(io.LimitReader(part, 100)) // a number: what cannot be read is none
	switch value := string(raw); part.FormName() {
	case "version":
		u.version, _ = strconv.ParseInt(value, 10, 64)
	case "of":
		u.of = value
	case "do":
		u.remove = value == "remove"
	}
}

// removeDemo takes the demonstration away.
func (s *Site) removeDemo(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Demo == nil {
		return errNoPage
	}
	if _, err := s.rooms.Demo.Remove(r.Context(), actorOf(r)); err != nil {
		return err
	}
	if err := s.rooms.Faces.Refresh(r.Context()); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+setupPath+"/done", lang.Msg("setup.demo.removed"), "")
}

// picture serves a logo in one of its sizes. Its address is the hash of its bytes.
func (s *Site) picture(w http.ResponseWriter, r *http.Request, _ string) error {
	name := r.PathValue("name")
	id, isPNG := strings.CutSuffix(name, ".png")
	if !isPNG || s.rooms.Pictures == nil {
		return errNoPage
	}
	body, size, err := s.rooms.Pictures.Open(r.Context(), id)
	if err != nil {
		return err
	}
	defer body.Close()
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Cache-Control", forever)
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, body); err != nil {
		panic(http.ErrAbortHandler) // damaged, or the reader went away: the connection must not look whole
	}
	return nil
}
