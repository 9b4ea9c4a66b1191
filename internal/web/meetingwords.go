package web

import (
	"net/http"
	"net/url"

	"twintown/internal/meeting"
)

// meetingWordsPage translates the short texts of a meeting.
type meetingWordsPage struct {
	pressHead
	Language, Name string
	Version        int64
	Form           *form
	Rows           []wordRow
	Changed        []revisionView
}

// Head is what stands above.
func (v *meetingWordsPage) Head() pressHead { return v.pressHead }

// wordRow is one short text: what it is, how it stands in its first language, its field.
type wordRow struct {
	Part, Source, SourceLang, Name, Value string
}

func (s *Site) newMeetingWords(w http.ResponseWriter, r *http.Request, code string) (*meetingWordsPage, meeting.Meeting, error) {
	m, err := s.meetingOf(r)
	language := r.PathValue("language")
	if err == nil && !s.catalog.Has(language) {
		err = errNoPage
	}
	if err != nil {
		return nil, m, err
	}
	head, err := s.headOf(w, r, code, m.Item, "/desk/meetings/"+m.ID+"/words/"+language, "")
	v := &meetingWordsPage{pressHead: head, Language: language, Version: m.Version}
	if err == nil {
		v.Name = v.p.LanguageName(language)
	}
	return v, m, err
}

// fillWords puts the short texts into the page: as they stand, or as they were typed.
func (v *meetingWordsPage) fillWords(m meeting.Meeting) {
	first := firstLanguage(m.Item)
	for _, word := range m.Facts.Words() {
		source, in := word.Words.In(first, first)
		row := wordRow{Part: v.t("meeting.fact." + wordParts[word.Part]), Source: source, SourceLang: in, Name: "word." + word.Key(), Value: (*word.Words)[v.Language]}
		if v.Form.values.Has(row.Name) {
			row.Value = v.Form.raw(row.Name)
		}
		v.Rows = append(v.Rows, row)
	}
}

// wordParts are the facts to which short texts belong.
var wordParts = map[string]string{"series": "series", "venue": "venue", "credit": "credit", "shows": "shows", "patron": "patrons", "programme": "programme", "material": "materials"}

// meetingWords shows the form.
func (s *Site) meetingWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, err := s.newMeetingWords(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{})
	v.fillWords(m)
	return s.write(w, http.StatusOK, "meeting-words", v)
}

// takeMeetingWords keeps the short texts in one language.
func (s *Site) takeMeetingWords(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, err := s.newMeetingWords(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "meeting-words", v, &v.Form, func(f *form) error {
		texts := map[string]string{}
		for _, word := range m.Facts.Words() {
			if name := "word." + word.Key(); f.values.Has(name) {
				texts[word.Key()] = f.text(name)
			}
		}
		err := s.rooms.Meetings.Translate(r.Context(), actorOf(r), m.ID, f.version(), v.Language, texts)
		if err == nil {
			return s.done(w, r, code, v.OwnURL+"/words/"+v.Language, v.savedWord(), "")
		}
		v.fillWords(m)
		v.Changed, err = s.whatChanged(r, &v.pressHead, f, "", m.Version, err)
		return err
	})
}
