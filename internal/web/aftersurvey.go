package web

import (
	"cmp"
	"slices"
	"strconv"

	"twintown/internal/meeting/after"
)

// ownQuestion is a question of the organiser in the form of a survey.
type ownQuestion struct {
	Number int
	Sort   fieldView
	Texts  []fieldView // by language
	Text   string      // as it stands in the reader's language, or in another one; "": it is empty
}

// askedText is a question in the reader's language; one of the organiser's in the language of
// the meeting where it has no text in hers.
func (p *page) askedText(q after.Asked, first string) worded {
	if q.Own == nil {
		return worded{Text: p.t("survey.q." + string(q.Question))}
	}
	return wordedIn(q.Own, p.Lang, first)
}

func ownField(number int, name string) string { return "own." + strconv.Itoa(number) + "." + name }

// ownValues puts the own questions of the survey into its form.
func (v *afterPage) ownValues() {
	for i, own := range v.Survey.Own {
		sort := "grade"
		if own.Yes {
			sort = "yes"
		}
		v.Form.values.Set(ownField(i+1, "sort"), sort)
		for l, text := range own.Text {
			v.Form.values.Set(ownField(i+1, l), text)
		}
	}
}

// dressOwn shows the own questions that the form holds, and an empty one after them.
func (s *Site) dressOwn(v *afterPage) {
	v.Own = nil
	for n := 1; n <= after.MostOwn; n++ {
		x := ownQuestion{Number: n}
		x.Sort = v.Form.Choice(ownField(n, "sort"), "survey.own.sort", "", []option{{Value: "grade", Name: v.t("survey.own.grade")}, {Value: "yes", Name: v.t("survey.own.yes")}})
		for _, l := range s.languagesFrom(v.Lang) {
			if !slices.Contains(s.face().Offered(), l) {
				continue
			}
			text := v.Form.Field(ownField(n, l), "text", "survey.own.text", "", "off")
			text.Label += " – " + v.p.LanguageName(l)
			x.Text = cmp.Or(x.Text, v.Form.text(ownField(n, l)))
			x.Texts = append(x.Texts, text)
		}
		if v.Own = append(v.Own, x); x.Text == "" {
			return
		}
	}
}

// readOwn reads the own questions of the form.
func (s *Site) readOwn(f *form) (all []after.Own) {
	for n := 1; n <= after.MostOwn; n++ {
		own := after.Own{Yes: f.text(ownField(n, "sort")) == "yes"}
		for _, l := range s.face().Offered() {
			own.Text = own.Text.With(l, f.text(ownField(n, l)))
		}
		all = append(all, own)
	}
	return all
}
