package web

import (
	"twintown/internal/partnership"
	"twintown/internal/web/draw"
)

// The structs below are what templates see of a place, a status, a source. They hold
// text that is already in the page's language, so that a template only loops and chooses.

// link is a name that leads somewhere; URL may be empty.
type link struct{ Name, URL string }

// fact is a term with its value.
type fact struct{ Term, Value string }

// nameView is a name with the language it belongs to.
type nameView struct{ Lang, Value, Language, Kind string }

// placeView is a place as pages name it.
type placeView struct {
	ID          int64
	Name        string
	URL         string
	Endonym     string // "" where it is the same as Name
	EndonymLang string
	Endonyms    []nameView // all own names that differ from Name
	Where       string     // "Podlaskie, Poland"
	Population  int64
}

// statusView is a status with its word and shape.
type statusView struct {
	Code  string
	Group string // in-force, paused, ended, started: the colour
	Glyph string // whole, rest, knot, open, wish, none: the shape
	Word  string
}

// sourceView is where a fact comes from.
type sourceView struct {
	Title, Publisher, URL, Language string
	Retrieved                       string // "read on 3 March 2022", or ""
}

// caveatView is a dated, sourced fact that a seeker of partners must know.
type caveatView struct {
	Text, Date string
	Source     *sourceView
}

// linkView is a partnership in a list or a timeline.
type linkView struct {
	ID, URL     string
	Name, Where string // the other side, seen from a town's page
	Here, There string // both sides, in lists that belong to nobody
	Since       string
	Status      statusView
	Sentence    string
	Story       string
	Braid       draw.Braid
	Ticks       []draw.Tick
}

// sumView is the sum of a suggestion's reasons.
type sumView struct {
	Lines []sumLine
	Total string
}

type sumLine struct {
	Text   string
	Points string
	Drawn  draw.Single
}

// candidateView is one row of the partner finder.
type candidateView struct {
	Rank       int
	Place      placeView
	Km         float64
	Population int64
	Score      string
	Strongest  string
	Likeness   string // the strongest of what both have in common, "" for none
	Tie        string // the strongest of the ties that exist
	Bar        draw.Bar
	Sum        sumView
	Caveats    []caveatView
	CompareURL string
}

// labelView is a word beside a drawing.
type labelView struct {
	X, Y                float64
	Anchor, Class, Text string
}

// status dresses a partnership's status: one that a side ended alone has the open shape.
func (p *page) status(s partnership.Status) statusView {
	v := p.statusOf(s.Code.String())
	if !s.Code.Ended() {
		return v
	}
	for _, side := range s.Sides {
		if side.Alive() {
			v.Glyph = "open"
		}
	}
	return v
}

// statusOf dresses a status code. Codes that are not known look like "none".
func (p *page) statusOf(code string) statusView {
	v := statusView{Code: code, Group: "ended", Glyph: "none", Word: p.t("status." + code + ".label")}
	switch code {
	case "active", "notice_given":
		v.Group, v.Glyph = "in-force", "whole"
	case "suspended", "frozen", "dormant":
		v.Group, v.Glyph = "paused", "rest"
	case "contact", "intended", "conditional":
		v.Group, v.Glyph = "started", "wish"
	case "expired", "terminated":
		v.Glyph = "knot"
	case "denounced":
		v.Glyph = "open"
	}
	return v
}
