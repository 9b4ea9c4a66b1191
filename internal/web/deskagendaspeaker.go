package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting/agenda"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// agendaSpeakerPage is the form of one speaker, with what the person agreed to.
type agendaSpeakerPage struct {
	agendaHead
	Form         *form
	PhotoForm    *form
	Action       string
	New          bool
	Heading      string
	Words        []agendaWords
	Languages    []option
	State, Class string
	Public       bool
	Photo        *imageView
	MayFile      bool
	Sessions     []agendaItem
	speaker      agenda.Speaker
}

func (s *Site) newAgendaSpeaker(w http.ResponseWriter, r *http.Request, code string) (*agendaSpeakerPage, error) {
	word := r.PathValue("speaker")
	head, err := s.newAgenda(w, r, code, "/speakers/"+url.PathEscape(word))
	if err != nil {
		return nil, err
	}
	v := &agendaSpeakerPage{agendaHead: head, Action: head.Agenda + "/speakers/" + word, New: word == newWord, Heading: head.t("agenda.speaker.new"), MayFile: s.rooms.Documents != nil}
	v.speaker.Language = v.First
	if !v.New {
		ok := false
		for _, x := range v.Draft.Speakers {
			if x.ID == word {
				v.speaker, ok = x, true
			}
		}
		if !ok {
			return nil, errNoPage
		}
		v.Heading, v.Public = v.speaker.Name, v.speaker.Public()
		v.State, v.Class = v.consentWord(v.speaker)
	}
	v.Form = newForm(&v.page, speakerValues(v.speaker))
	v.PhotoForm = newForm(&v.page, url.Values{"agreed": {dayText(v.speaker.PhotoOn)}})
	return v, s.fillPhoto(r, v)
}

func (s *Site) fillPhoto(r *http.Request, v *agendaSpeakerPage) error {
	for _, x := range v.Draft.Sessions {
		for _, id := range x.Speakers {
			if id == v.speaker.ID {
				v.Sessions = append(v.Sessions, v.view().session(x))
			}
		}
	}
	if v.speaker.Photo == "" || s.rooms.Documents == nil {
		return nil
	}
	d, err := s.rooms.Documents.Of(r.Context(), v.speaker.Photo)
	if err == nil && !d.Gone() && d.Display.Blob != "" {
		v.Photo = &imageView{v.Action + "/photo", d.Display.Width, d.Display.Height}
	}
	return err
}

// dayText is a day as a field of the type date has it.
func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func speakerValues(x agenda.Speaker) url.Values {
	f := url.Values{
		"version": {strconv.FormatInt(x.Version, 10)}, "name": {x.Name}, "email": {x.Email}, "language": {x.Language}, "how": {x.How},
		"consented": {dayText(x.Consented)}, "photo_on": {dayText(x.PhotoOn)},
	}
	for code, text := range x.Office {
		f.Set("office."+code, text)
	}
	for code, text := range x.About {
		f.Set("about."+code, text)
	}
	return f
}

func (s *Site) dressSpeaker(v *agendaSpeakerPage) {
	f := v.Form
	for i, code := range wordLanguages(v.languages(), v.speaker.Office, v.speaker.About) {
		office, about := f.Field("office."+code, "text", "agenda.speaker.office", "", "off"), f.Area("about."+code, "agenda.speaker.about", "", 4)
		if i == 0 {
			office.Fault, about.Fault = f.FaultOf("office"), f.FaultOf("about")
		}
		v.Words = append(v.Words, agendaWords{code, v.p.LanguageName(code), i == 0 || office.Value != "" || about.Value != "", []fieldView{office, about}})
	}
	for _, code := range s.languages {
		v.Languages = append(v.Languages, option{Value: code, Name: v.p.LanguageName(code)})
	}
}

// agendaSpeaker shows the form.
func (s *Site) agendaSpeaker(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSpeaker(w, r, code)
	if err != nil {
		return err
	}
	s.dressSpeaker(v)
	return s.write(w, http.StatusOK, "agenda-speaker", v)
}

// takeAgendaSpeaker keeps what the form says, notes that consent is taken back, or takes the
// speaker away.
func (s *Site) takeAgendaSpeaker(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSpeaker(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda-speaker", v, &v.Form, func(f *form) error {
		next, said, err := s.changeSpeaker(r, v, f)
		if err == nil {
			return s.done(w, r, code, next, said, "")
		}
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.speaker.Version, 10))
		}
		s.dressSpeaker(v)
		return err
	})
}

func (s *Site) changeSpeaker(r *http.Request, v *agendaSpeakerPage, f *form) (next string, said lang.Message, err error) {
	store, who, meeting := s.rooms.Agendas, actorOf(r), v.Meeting.ID
	next, said = v.Agenda+"#speakers", lang.Msg("agenda.saved")
	switch do := f.raw("do"); {
	case do == "remove" && !v.New:
		return next, said, store.RemoveSpeaker(r.Context(), who, meeting, v.speaker.ID, f.version())
	case do == "back" && !v.New:
		return v.Action, lang.Msg("agenda.consent.taken_back"), store.TakeBack(r.Context(), who, meeting, v.speaker.ID)
	}
	x := v.speaker
	x.Version, x.Name, x.Email, x.How, x.Language = f.version(), f.text("name"), f.text("email"), f.text("how"), f.text("language")
	x.Office, x.About = wordsIn(f, "office", v.languages(), x.Office), wordsIn(f, "about", v.languages(), x.About)
	x.Consented, x.PhotoOn = f.dayIn("consented"), f.dayIn("photo_on")
	if v.speaker.Photo == "" {
		x.PhotoOn = time.Time{}
	}
	if !s.catalog.Has(x.Language) {
		x.Language = v.First
	}
	if err := f.wrong(); err != nil {
		return next, said, err
	}
	_, err = store.SaveSpeaker(r.Context(), who, meeting, x)
	return next, said, err
}

// dayIn reads a field of the type date; zero where it is empty.
func (f *form) dayIn(name string) time.Time {
	text := f.text(name)
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1900 {
		f.fail(name, lang.Msg("error.agenda.day_typed"))
		return time.Time{}
	}
	return day
}

// takeSpeakerPhoto keeps the photo that was sent, with the day on which the person agreed to
// it, or takes it away.
func (s *Site) takeSpeakerPhoto(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSpeaker(w, r, code)
	if err != nil {
		return err
	}
	if v.New || s.rooms.Documents == nil {
		return errNoPage
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	v.PhotoForm = f
	for i := range f.faults {
		f.faults[i].Field = "photo" // the form has one field for files
	}
	agreed := f.dayIn("agreed")
	if err = f.wrong(); err == nil {
		err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
			return s.setPhoto(r, tx, note, v, f.raw("do") == "remove", agreed, intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.Action, lang.Msg("agenda.saved"), "")
	}
	s.dressSpeaker(v)
	return s.again(w, f, "agenda-speaker", v, err)
}

// setPhoto makes a document of the picture that only those may read who work on the meeting:
// readers get it from the programme alone, as long as the person agrees. The one before is
// erased.
func (s *Site) setPhoto(r *http.Request, tx *db.Tx, note func(people.Entry), v *agendaSpeakerPage, remove bool, agreed time.Time, intakes []document.Intake) error {
	ctx, photo := r.Context(), ""
	switch {
	case remove:
	case len(intakes) == 0:
		return errs.In("photo", lang.Msg("error.meeting.no_file"))
	case !intakes[0].Kind().Image():
		return errs.In("photo", lang.Msg("error.meeting.logo_kind"))
	default:
		d, err := s.rooms.Documents.Add(ctx, tx, note, actorOf(r), document.New{Intake: intakes[0].ID, Visibility: document.Restricted, On: v.Meeting.Object()})
		if err != nil {
			return err
		}
		photo = d.ID
	}
	if err := s.rooms.Agendas.SetPhoto(ctx, tx, note, v.Meeting.ID, v.speaker.ID, photo, agreed); err != nil {
		return err
	}
	if v.speaker.Photo == "" {
		return nil
	}
	return s.rooms.Documents.Erase(ctx, tx, v.speaker.Photo)
}

// deskSpeakerPhoto sends the photo to those who work on the programme.
func (s *Site) deskSpeakerPhoto(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSpeaker(w, r, code)
	if err != nil {
		return err
	}
	if v.Photo == nil {
		return errNoPage
	}
	return s.sendImage(w, r, v.speaker.Photo, false)
}
