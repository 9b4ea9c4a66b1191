package web

import (
	"context"
	"net/http"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// spans turns a strand's segments into what a braid draws: the first side is here, all
// others together are there.
func spans(s partnership.Strand, sides []int64) []draw.Span {
	list := make([]draw.Span, 0, len(s.Segments))
	for _, g := range s.Segments {
		here, there := sideCodes(g.Sides, sides)
		span := draw.Span{From: yearOf(g.From), To: yearOf(g.To) + 1/366.0, Here: lookOf(here), There: lookOf(there)}
		if g.Next.Ended() {
			span.Ends = endsOf(g, sides)
		}
		if len(list) == 0 && (g.Begin.Qualifier == partnership.Before || g.Begin.Qualifier == partnership.About) {
			list = append(list, draw.Span{From: span.From - softStart, To: span.From, Here: faint(span.Here), There: faint(span.There)})
		}
		list = append(list, span)
	}
	return list
}

// softStart is how many years a strand is drawn faint before a beginning that is only
// known as "at the latest".
const softStart = 1.5

func faint(look draw.Strand) draw.Strand {
	if look == draw.Absent {
		return draw.Absent
	}
	return draw.Faint
}

// sideCodes are the status of the first side and of the others together.
func sideCodes(codes map[int64]partnership.Code, sides []int64) (here, there partnership.Code) {
	var others []partnership.Code
	for i, side := range sides {
		if i == 0 {
			here = codes[side]
			continue
		}
		others = append(others, codes[side])
	}
	return here, partnership.Overall(others...)
}

// lookOf is how a side's line looks while it stands so.
func lookOf(c partnership.Code) draw.Strand {
	switch {
	case c == partnership.Active || c == partnership.NoticeGiven:
		return draw.Whole
	case c.Alive():
		return draw.Rest
	case c == partnership.None || c.Ended():
		return draw.Absent
	}
	return draw.Wish
}

// endsOf says how the lines end: in a ring on the side that ended it alone, else in a knot.
func endsOf(g partnership.Segment, sides []int64) draw.Two[draw.End] {
	here, there := false, false
	for _, side := range g.Ended {
		if len(sides) > 0 && side == sides[0] {
			here = true
		} else {
			there = true
		}
	}
	switch {
	case g.Next == partnership.Expired || here == there:
		return draw.Two[draw.End]{Here: draw.Knot, There: draw.Knot}
	case here:
		return draw.Two[draw.End]{Here: draw.Ring, There: draw.Loose}
	}
	return draw.Two[draw.End]{Here: draw.Loose, There: draw.Ring}
}

func yearOf(d lang.Date) float64 { return draw.Year(d.Year, d.Month, d.Day) }

// axisOf reaches from the first beginning to the end of this year.
func (s *Site) axisOf(links []told) draw.Axis {
	to := float64(s.today().Year + 1)
	from := to - 20 // a shorter axis would make young partnerships look old
	for _, l := range links {
		for _, g := range l.Segments {
			if g.From.Year > 0 {
				from = min(from, float64(g.From.Year))
			}
		}
	}
	return draw.NewAxis(from, to)
}

// dateText is a date as it is known: "2 March 2018", or with its qualifier in words.
func (p *page) dateText(d partnership.Date) string {
	switch {
	case d.IsZero():
		return p.t("partnership.undated")
	case d.Qualifier == partnership.Exactly:
		return p.p.Date(d.Calendar())
	}
	return p.p.Message(partnership.When("in", d))
}

// today is the day of the site's clock.
func (s *Site) today() lang.Date { return lang.DateOf(s.clock.Now()) }

// moments reads for which day, and from what knowledge, a page is asked, and keeps what
// was written for the form. Empty means today and all that is held now.
func (s *Site) moments(r *http.Request, asOf, knownAt *string) (day lang.Date, at time.Time, err error) {
	*asOf, *knownAt = r.URL.Query().Get("as_of"), r.URL.Query().Get("known_at")
	day = s.today()
	if *asOf != "" {
		if day, err = lang.ParseDate(*asOf); err != nil {
			return day, at, errs.New(errs.Invalid, lang.Msg("error.date", "text", *asOf), err)
		}
	}
	if *knownAt != "" {
		// What became known in the course of the day counts.
		if at, err = time.Parse(time.DateOnly, *knownAt); err != nil {
			return day, at, errs.New(errs.Invalid, lang.Msg("error.date", "text", *knownAt), err)
		}
		at = at.AddDate(0, 0, 1)
	}
	return day, at, nil
}

// mostTold bounds the home page: a node on which editors tell thousands of stories needs
// a choice among them first.
const mostTold = 120

// tellings are the told partnerships of one world.
type tellings struct {
	version int64
	all     []partnership.Partnership
}

// toldOnes are the partnerships of which more is known than that a list has them. They
// are read once for each version of the data.
func (s *Site) toldOnes(ctx context.Context, w *world.World) ([]partnership.Partnership, error) {
	if t := s.told.Load(); t != nil && t.version == w.Version {
		return t.all, nil
	}
	t := &tellings{version: w.Version}
	seen := map[string]bool{}
	for pair := range w.Graph.Pairs() {
		if pair.Listed || seen[pair.ID] {
			continue
		}
		seen[pair.ID] = true
		if len(seen) > mostTold {
			break
		}
		p, err := s.rooms.Partnerships.ByID(ctx, pair.ID)
		if err != nil {
			return nil, err
		}
		t.all = append(t.all, p)
	}
	s.told.Store(t)
	return t.all, nil
}
