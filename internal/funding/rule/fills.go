package rule

import "slices"

// Fills says whether a partner is what is wanted, beside those who are partners already: Yes, No, or Unknown with the
// facts that lack. Its sort is no matter here: where a municipality does not do, an association from the same town may.
// The tie between several partners that are added is checked when the next one is looked for.
func (w *Wanted) Fills(p *Partner, with []Partner) (v Value, lacks []FactKind) {
	v = Yes
	for _, part := range []struct {
		is   Value
		lack FactKind
	}{{w.lies(p), FactArea}, {w.peopled(p), FactPeople}, {w.near(p, with), FactBorder}, {w.sorted(p), FactType}, {w.belongs(p), FactMember}} {
		switch part.is {
		case No:
			return No, nil
		case Unknown:
			v, lacks = Unknown, append(lacks, part.lack)
		}
	}
	return v, lacks
}

// lies says whether a partner is where one is wanted.
func (w *Wanted) lies(p *Partner) Value {
	if w.Open {
		return truth(!slices.Contains(w.Except, p.Country))
	}
	if slices.Contains(w.Countries, p.Country) || len(w.Countries)+len(w.Areas) == 0 {
		return Yes
	}
	v := No
	for _, a := range w.Areas {
		switch {
		case a.Country != p.Country:
		case slices.ContainsFunc(p.Areas, func(code string) bool { return slices.Contains(a.Codes, code) }):
			return Yes
		case len(p.Areas) == 0, slices.ContainsFunc(p.Areas, func(code string) bool { return slices.Contains(a.Within, code) }):
			v = Unknown
		}
	}
	return v
}

func (w *Wanted) peopled(p *Partner) Value {
	if w.MinPeople == 0 && w.MaxPeople == 0 {
		return Yes
	}
	n, known := p.People.Get()
	if !known {
		return Unknown
	}
	return truth(n >= w.MinPeople && (w.MaxPeople == 0 || n <= w.MaxPeople))
}

// near asks for the border with the country of any partner that is there already.
func (w *Wanted) near(p *Partner, with []Partner) Value {
	switch {
	case !w.Near:
		return Yes
	case p.Borders == nil:
		return Unknown
	}
	v := No
	for _, b := range p.Borders {
		if !slices.ContainsFunc(with, func(o Partner) bool { return o.Country == b.With }) {
			continue
		}
		switch {
		case b.High <= float32(w.MaxKm):
			return Yes
		case b.Low <= float32(w.MaxKm):
			v = Unknown
		}
	}
	return v
}

func (w *Wanted) sorted(p *Partner) Value {
	if len(w.Types) == 0 || slices.Contains(w.Types, p.Type) {
		return Yes
	}
	return Unknown
}

func (w *Wanted) belongs(p *Partner) Value {
	if w.Member == "" {
		return Yes
	}
	for _, m := range p.Members {
		switch {
		case m.Of != w.Member:
		case m.Is == Yes && w.Before != 0 && m.Since == 0:
			return Unknown
		case m.Is == Yes && w.Before != 0 && m.Since >= w.Before:
			return No
		default:
			return m.Is
		}
	}
	return Unknown
}

func truth(is bool) Value {
	if is {
		return Yes
	}
	return No
}
