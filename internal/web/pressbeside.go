package web

import (
	"net/http"
	"slices"
	"strconv"

	"twintown/internal/press"
)

// besidePage shows a translation beside its origin, paragraph by paragraph, with what
// changed in the origin since.
type besidePage struct {
	pressHead
	Form           *form
	Language, Name string
	Of, OfName     string
	Action         string
	Version, Words int64
	Parts          []besidePart
	Stale          bool
	Sources        []link // other languages that it can be compared with
	Changed        []revisionView
}

// besidePart is a part of a text: its title, its lead, its body.
type besidePart struct {
	Title string
	Rows  []besideRow
}

// besideRow is a paragraph of both.
type besideRow struct {
	Name   string // of the field
	Label  string // for those who hear it
	Change press.Change
	Origin []press.Piece // with what changed in it
	Value  string        // the translation
	Rows   int           // lines of the area
}

// Head is what stands above.
func (v *besidePage) Head() pressHead { return v.pressHead }

func (s *Site) newBeside(w http.ResponseWriter, r *http.Request, code string) (*besidePage, press.Text, press.Text, error) {
	language := r.PathValue("language")
	head, err := s.newPressHead(w, r, code, "/"+language+"/side-by-side", language)
	if err != nil {
		return nil, press.Text{}, press.Text{}, err
	}
	t, exists := head.Item.Text(language)
	if !exists && !slices.Contains(s.face().Offered(), language) {
		return nil, t, t, errNoPage
	}
	of := r.URL.Query().Get("of")
	if of == "" {
		of = t.Of
	}
	origin, ok := head.Item.Text(of)
	if !ok || of == language {
		for _, x := range head.Item.Texts {
			if x.Language != language {
				origin, ok = x, true
				break
			}
		}
	}
	if !ok {
		return nil, t, origin, errNoPage // there is nothing to compare with
	}
	v := &besidePage{
		pressHead: head, Language: language, Name: head.p.LanguageName(language), Of: origin.Language, OfName: head.p.LanguageName(origin.Language),
		Version: t.Version, Words: origin.Words, Stale: head.Item.Stale(t), Form: newForm(&head.page, nil),
	}
	v.Action = v.Base + "/" + language + "/side-by-side?of=" + origin.Language
	for _, x := range head.Item.Texts {
		if x.Language != language && x.Language != origin.Language {
			v.Sources = append(v.Sources, link{v.p.LanguageName(x.Language), v.Base + "/" + language + "/side-by-side?of=" + x.Language})
		}
	}
	v.keepQuery(r.URL.Query())
	return v, t, origin, nil
}

// before is the origin as it was when the translation was made of it.
func (s *Site) before(r *http.Request, i press.Item, t, origin press.Text) (press.Content, error) {
	if t.Of != origin.Language || t.OfWords == 0 {
		if t.Version == 0 {
			return press.Content{}, nil
		}
		return origin.Content, nil // of what it was made is not known: nothing is marked
	}
	rev, found, err := s.rooms.Press.Revision(r.Context(), i.ID, origin.Language, t.OfWords)
	if !found {
		return origin.Content, err
	}
	return rev.Content, err
}

// besideFields are the parts of a text in their order; a good practice has them all.
func besideFields(c *press.Content) []struct {
	name string
	text *string
} {
	type field = struct {
		name string
		text *string
	}
	return []field{
		{"title", &c.Title},
		{"lead", &c.Lead},
		{"body", &c.Body},
		{"partners", &c.Details.Partners},
		{"cost_text", &c.Details.Cost},
		{"result", &c.Details.Result},
		{"contact", &c.Details.Contact},
	}
}

// dress puts the paragraphs onto the page: what is typed stands in place of what is stored.
func (v *besidePage) dress(was, origin, translation press.Content) {
	old, now, done := besideFields(&was), besideFields(&origin), besideFields(&translation)
	for n, f := range now {
		if *f.text == "" && *done[n].text == "" {
			continue
		}
		part := besidePart{Title: v.t("press.field." + f.name)}
		for i, pair := range press.Align(*old[n].text, *f.text, *done[n].text) {
			row := besideRow{Name: f.name + "." + strconv.Itoa(i), Change: pair.Change, Value: pair.Translation, Label: part.Title + " " + strconv.Itoa(i+1) + ": " + v.Name}
			switch pair.Change {
			case press.Rewritten:
				row.Origin = press.Differences(pair.Was, pair.Origin)
			case press.Gone:
				row.Origin = []press.Piece{{Change: press.Gone, Text: pair.Was}}
			default:
				row.Origin = []press.Piece{{Change: press.Same, Text: pair.Origin}}
			}
			if row.Value == "" && pair.Change == press.Added {
				row.Value = press.Undescribed(pair.Origin)
			}
			row.Rows = 1 + max(len([]rune(pair.Origin)), len([]rune(pair.Translation)))/52
			part.Rows = append(part.Rows, row)
		}
		v.Parts = append(v.Parts, part)
	}
}

// beside shows both.
func (s *Site) beside(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, origin, err := s.newBeside(w, r, code)
	if err != nil {
		return err
	}
	was, err := s.before(r, v.Item, t, origin)
	if err != nil {
		return err
	}
	v.dress(was, origin.Content, t.Content)
	return s.write(w, http.StatusOK, "press-beside", v)
}

// takeBeside keeps the translation. "fits" says that it is of the origin as it is now;
// without it, it stays of what it was of before.
func (s *Site) takeBeside(w http.ResponseWriter, r *http.Request, code string) error {
	v, t, origin, err := s.newBeside(w, r, code)
	if err != nil {
		return err
	}
	c := t.Content
	return s.sent(w, r, "press-beside", v, &v.Form, func(f *form) error {
		for _, part := range besideFields(&c) {
			*part.text = v.joined(part.name)
		}
		if c.Origin == press.Written || c.Origin == "" {
			c.Origin = press.Person
		}
		fits, next := f.raw("do") == "fits", v.Base+"/"+v.Language
		if fits || c.Of != origin.Language {
			c.OfWords = f.number("words")
		}
		c.Of = origin.Language
		if !fits {
			next += "/side-by-side?of=" + v.Of
		}
		err := s.rooms.Press.Translate(r.Context(), actorOf(r), v.Item.ID, v.Language, f.version(), c)
		if err == nil {
			return s.done(w, r, code, next, v.savedWord(), "")
		}
		v.Changed, err = s.whatChanged(r, &v.pressHead, f, v.Language, t.Version, err)
		was, fault := s.before(r, v.Item, t, origin)
		if fault != nil {
			return fault
		}
		v.dress(was, origin.Content, c)
		return err
	})
}

// joined makes a text of the paragraphs that a form holds.
func (v *besidePage) joined(name string) string {
	var all []string
	for i := 0; ; i++ {
		field := name + "." + strconv.Itoa(i)
		if _, there := v.Form.values[field]; !there {
			return press.Joined(all)
		}
		all = append(all, v.Form.text(field))
	}
}
