package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/letter"
	"twintown/internal/meeting/papers"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// paperSettingsPage is what holds for all papers of a meeting.
type paperSettingsPage struct {
	conferenceHead
	Form    *form
	Version int64
	Own     string
	Shows   []option
	Usual   string // what badges show where nobody chose
	Payers  []option
	Host    letter.Host // what stands on letters where nothing is typed
}

func (s *Site) newPaperSettings(w http.ResponseWriter, r *http.Request, code string) (*paperSettingsPage, papers.Settings, error) {
	head, err := s.newConference(w, r, code, "/papers/settings", "papers")
	if err != nil {
		return nil, papers.Settings{}, err
	}
	v := &paperSettingsPage{conferenceHead: head, Own: head.Base + "/papers/settings"}
	st, err := s.rooms.Papers.Settings(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, st, err
	}
	v.Version, v.Host = st.Version, s.letterhead(code)
	v.Usual = v.t("papers.shows." + string(papers.Settings{}.ShowsIn(v.Conference.Protected)))
	v.Shows = []option{{Name: v.t("papers.shows.usual", "what", v.Usual)}}
	for _, c := range letter.Showings() {
		v.Shows = append(v.Shows, option{Value: string(c), Name: v.t("papers.shows." + string(c))})
	}
	v.Payers = []option{{Name: v.t("papers.pays.unsaid")}}
	for _, c := range letter.Payers() {
		v.Payers = append(v.Payers, option{Value: string(c), Name: v.t("letter.pays." + string(c))})
	}
	single := ""
	if st.Single {
		single = "1"
	}
	h := st.Host
	v.Form = newForm(&v.page, url.Values{
		"shows": {string(st.Shows)}, "single": {single}, "travel": {string(st.Costs.Travel)}, "lodging": {string(st.Costs.Lodging)}, "meals": {string(st.Costs.Meals)},
		"name": {h.Name}, "address": {h.Address}, "city": {h.City}, "email": {h.Email}, "phone": {h.Phone}, "signer": {h.Signer}, "office": {h.Office},
	})
	return v, st, nil
}

// paperSettings shows what was decided.
func (s *Site) paperSettings(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newPaperSettings(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "paper-settings", v)
}

// savePaperSettings keeps it.
func (s *Site) savePaperSettings(w http.ResponseWriter, r *http.Request, code string) error {
	v, st, err := s.newPaperSettings(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "paper-settings", v, &v.Form, func(f *form) error {
		st.Version = f.version()
		st.Shows, st.Single = letter.Shows(f.raw("shows")), f.checked("single")
		st.Costs = letter.Costs{Travel: letter.Payer(f.raw("travel")), Lodging: letter.Payer(f.raw("lodging")), Meals: letter.Payer(f.raw("meals"))}
		st.Host = papers.Host{
			Name: f.text("name"), Address: f.text("address"), City: f.text("city"), Email: f.text("email"),
			Phone: f.text("phone"), Signer: f.text("signer"), Office: f.text("office"),
		}
		if err := s.rooms.Papers.Save(r.Context(), actorOf(r), v.Meeting.ID, st); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base+"/papers", lang.Msg("papers.saved"), "")
	})
}

// paperTextPage words one paper in one language.
type paperTextPage struct {
	conferenceHead
	Form      *form
	Version   int64
	Own       string
	Paper     string
	Language  string
	Languages []option // in which it can be worded; those in which it is have Count 1
	Names     []paperName
	Worded    bool // the text is the organiser's own
}

// paperName is a value that the text may name.
type paperName struct{ Name, What string }

func (s *Site) newPaperText(w http.ResponseWriter, r *http.Request, code string) (*paperTextPage, papers.Settings, error) {
	paper := letter.Paper(r.PathValue("paper"))
	if !slices.Contains(letter.Worded(), paper) {
		return nil, papers.Settings{}, errNoPage
	}
	head, err := s.newConference(w, r, code, "/papers/"+string(paper)+"/text", "papers")
	if err != nil {
		return nil, papers.Settings{}, err
	}
	v := &paperTextPage{conferenceHead: head, Own: head.Base + "/papers/" + string(paper) + "/text", Language: r.FormValue("language")}
	if !s.catalog.Has(v.Language) {
		v.Language = code
	}
	st, err := s.rooms.Papers.Settings(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, st, err
	}
	v.Version, v.Paper = st.Version, v.t("letter.title."+string(paper))
	for _, c := range s.face().Offered() {
		o := option{Value: c, Name: v.p.LanguageName(c), Chosen: c == v.Language}
		if st.Text(paper, c) != "" {
			o.Count = 1
		}
		v.Languages = append(v.Languages, o)
	}
	text := st.Text(paper, v.Language)
	v.Worded = text != ""
	if !v.Worded {
		text = letter.Default(paper, s.catalog.Printer(v.Language))
	}
	for _, n := range letter.Names(paper) {
		v.Names = append(v.Names, paperName{"{" + n + "}", v.t("papers.name." + n)})
	}
	v.Form = newForm(&v.page, url.Values{"text": {text}, "language": {v.Language}})
	return v, st, nil
}

// paperText shows the text.
func (s *Site) paperText(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newPaperText(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "paper-text", v)
}

// savePaperText keeps the text, shows it set as a paper ("do" is "preview"), or takes the
// default one again ("reset").
func (s *Site) savePaperText(w http.ResponseWriter, r *http.Request, code string) error {
	v, st, err := s.newPaperText(w, r, code)
	if err != nil {
		return err
	}
	paper := letter.Paper(r.PathValue("paper"))
	return s.sent(w, r, "paper-text", v, &v.Form, func(f *form) error {
		text := f.text("text")
		if err := letter.Check(paper, text); err != nil {
			return errs.In("text", errs.PublicOf(err))
		}
		if text == letter.Default(paper, s.catalog.Printer(v.Language)) || f.raw("do") == "reset" {
			text = ""
		}
		texts := map[letter.Paper]map[string]string{}
		for p, all := range st.Texts {
			texts[p] = map[string]string{}
			for l, t := range all {
				if t != "" && (p != paper || l != v.Language) {
					texts[p][l] = t
				}
			}
		}
		if text != "" {
			if texts[paper] == nil {
				texts[paper] = map[string]string{}
			}
			texts[paper][v.Language] = text
		}
		st.Texts, st.Version = texts, f.version()
		if f.raw("do") == "preview" {
			return s.previewPaper(w, v, paper, st)
		}
		if err := s.rooms.Papers.Save(r.Context(), actorOf(r), v.Meeting.ID, st); err != nil {
			return err
		}
		return s.done(w, r, code, v.Own+"?language="+v.Language, lang.Msg("papers.saved"), "")
	})
}

// previewPaper sets a text for nobody in particular.
func (s *Site) previewPaper(w http.ResponseWriter, v *paperTextPage, paper letter.Paper, st papers.Settings) error {
	words := s.catalog.Printer(v.Language)
	who := delegation.Member{Profile: delegation.Profile{Name: words.T("papers.sample.name")}}
	who.Visa = delegation.Visa{Wanted: true, Name: who.Name, Born: "1980-01-31", Nationality: "PL", Document: "AB 1234567", ValidUntil: "2031-01-31"}
	g := papers.Group{
		Delegation: delegation.Delegation{Meeting: v.Meeting.ID, Place: v.Meeting.Place, Name: words.T("papers.sample.delegation"), Language: v.Language, Quota: 3, State: delegation.Accepted},
		Members:    []delegation.Member{who},
		Link:       s.options.BaseURL + "/" + v.Language + "/guest/…",
	}
	file, err := s.maker.One(papers.Job{
		Paper: paper, Language: v.Language, Settings: st, Meeting: v.Meeting, Conference: v.Conference, Groups: []papers.Group{g},
		Face: s.letterhead, Today: lang.DateOf(s.clock.Now()),
	})
	if err != nil {
		return err
	}
	sendPDF(w, string(paper)+"-"+v.Language+".pdf", file)
	return nil
}
