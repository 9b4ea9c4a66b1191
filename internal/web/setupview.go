package web

import (
	"fmt"

	"twintown/internal/web/draw"
)

// contactForm is the fields of a contact.
type contactForm struct{ Name, Email, Phone, Address fieldView }

// ContactForm makes the fields of a contact whose names begin with field.
func (v *setupPage) ContactForm(field string) contactForm {
	return contactForm{
		v.Form.Field(field+".name", "text", "setup.contact.name", "", "organization"),
		v.Form.Field(field+".email", "email", "contact.email", "", "email"),
		v.Form.Field(field+".phone", "tel", "contact.phone", "", "tel"),
		v.Form.Area(field+".address", "setup.contact.address", "", 3),
	}
}

// FunderField makes a field of a funder.
func (v *setupPage) FunderField(i int, name, label, hint string) fieldView {
	kind := "text"
	if name == "url" {
		kind = "url"
	}
	return v.Form.Field(fmt.Sprintf("funders.%d.%s", i, name), kind, label, hint, "off")
}

// colourForm is the field of a colour, and the button with one that will do.
type colourForm struct {
	Field   fieldView
	Fix     *fixView
	Instead string
}

// Colour makes the field of a colour.
func (v *setupPage) Colour(name string) colourForm {
	hint := "setup.look.hint"
	if name == "here_night" || name == "there_night" {
		hint = "setup.look.night.hint"
	}
	c := colourForm{Field: v.Form.Field(name, "text", "setup.look."+name, hint, "off"), Fix: v.Fix(name)}
	c.Field.Max = len("#rrggbb")
	if c.Fix != nil {
		c.Instead = c.Fix.Value[len(name)+1:]
	}
	return c
}

// previewView is what a page would look like in a theme.
type previewView struct {
	Theme, Label string
	Face         faceView
	Braid        draw.Braid
	Bar          draw.Bar
}

// PreviewOf draws the accents as pages do: a braid, a bar, two names.
func (v *setupPage) PreviewOf(theme string) previewView {
	axis := draw.NewAxis(1992, 2027)
	span := func(from, to float64, how draw.Strand) draw.Span {
		return draw.Span{From: from, To: to, Here: how, There: how}
	}
	spans := []draw.Span{span(1993, 1995, draw.Wish), span(1995, 2018, draw.Whole), span(2018, 2022, draw.Rest)}
	spans[2].Ends = draw.Two[draw.End]{Here: draw.Ring, There: draw.Loose}
	parts := []draw.Part{{Points: 1.4}, {Points: 0.8}, {Points: 1.1, Tie: true}, {Points: 0.5, Tie: true}}
	return previewView{
		Theme: theme, Label: v.t("setup.look." + theme), Face: v.Face,
		Braid: draw.NewBraid(axis, 28, spans), Bar: draw.NewBar(parts, draw.Most(parts)),
	}
}

// logoForm is the form that sends a logo.
type logoForm struct {
	Action, Of, Fault string
	Version           int64
	Logo              *pictureView
}

// LogoForm makes the form for the operator's logo ("") or a funder's.
func (v *setupPage) LogoForm(of string, logo *pictureView) logoForm {
	f := logoForm{Action: "/" + v.Lang + setupPath + "/logo", Of: of, Version: v.Version, Logo: logo}
	for _, x := range v.Form.faults {
		if x.Field == "logo"+of {
			f.Fault = x.Text
		}
	}
	return f
}

// DemoAction is where the button leads that takes the demonstration away.
func (v *setupPage) DemoAction() string { return "/" + v.Lang + setupPath + "/demo" }
