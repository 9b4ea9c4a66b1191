package web

import (
	"net/http"
	"slices"

	"twintown/internal/helppoint"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// helpTextForm is the point's text in one language.
type helpTextForm struct {
	Code, Language string
	Mark           string // "missing", "behind", …; "" for in order
	Name, Sum, Way fieldView
	Origin, Source fieldView
	Open           bool
}

func (s *Site) helpTextForm(v *helpEditPage, h helppoint.Point, code string) helpTextForm {
	f := v.Form
	t := helpTextForm{
		Code: code, Language: v.p.LanguageName(code),
		Name: f.Field("name."+code, "text", "help.name", "", "off"), Sum: f.Area("summary."+code, "desk.help.summary", "", 3), Way: f.Area("way."+code, "desk.help.way", "", 2),
	}
	var origins, sources []option
	for _, o := range []helppoint.Origin{helppoint.Written, helppoint.Translated, helppoint.Machine} {
		origins = append(origins, option{Value: string(o), Name: v.t("help.origin." + string(o))})
	}
	for _, other := range s.languages {
		if other != code {
			sources = append(sources, option{Value: other, Name: v.p.LanguageName(other)})
		}
	}
	t.Origin, t.Source = f.Choice("origin."+code, "help.origin", "", origins), f.Choice("source."+code, "help.origin.from", "", sources)
	switch have, ok := h.Texts[code]; {
	case !ok:
		t.Mark = v.t("help.text.missing")
	case h.Stale(code):
		t.Mark = v.t("help.text.behind")
	case have.Origin == helppoint.Machine:
		t.Mark = v.t("help.origin.machine")
	default:
		t.Mark = v.t("help.text.there")
	}
	t.Open = code == v.Lang
	return t
}

// takeHelpTexts saves the texts of one language.
func (s *Site) takeHelpTexts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(_ *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		in := f.raw("in")
		if !slices.Contains(s.languages, in) {
			return nil, errs.In("name", lang.Msg("error.help.code"))
		}
		return func(p *helppoint.Point) error {
			t := p.Texts[in]
			t.Name, t.Summary, t.Way = f.text("name."+in), f.text("summary."+in), f.text("way."+in)
			t.Origin, t.Source, t.OfVersion = helppoint.Written, "", 0
			if origin := helppoint.Origin(f.raw("origin." + in)); origin == helppoint.Translated || origin == helppoint.Machine {
				t.Origin, t.Source = origin, f.raw("source."+in)
				t.OfVersion = p.Texts[t.Source].Version
			}
			p.Texts[in] = t
			return nil
		}, nil
	})
}
