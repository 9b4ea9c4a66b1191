package meeting

import (
	"slices"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of what a meeting holds, in characters unless they say otherwise.
const (
	mostWords      = 300 // two lines of a programme
	mostCredit     = 1_000
	mostName       = 200
	mostOrganisers = 40
	mostPatrons    = 60 // a honorary committee
	mostGuests     = 90 // towns of a large conference: see the links of press
	mostSlots      = 300
	mostMaterials  = 100
	mostPeople     = 100_000
	mostEdition    = 500
)

// clean puts facts in order and refuses what cannot be. Drafts may be incomplete.
func (f Facts) clean() (Facts, error) {
	if !slices.Contains(Kinds(), f.Kind) {
		return f, errs.In("kind", lang.Msg("error.meeting.kind"))
	}
	for _, w := range f.Words() {
		most := mostWords
		if w.Part == "credit" {
			most = mostCredit
		}
		for l, text := range *w.Words {
			if *w.Words = w.Words.With(l, text); len([]rune(text)) > most {
				return f, errs.In(w.Part, lang.Msg("error.press.long", "most", most))
			}
		}
	}
	for _, x := range []struct {
		field string
		text  *string
	}{{"address", &f.Address}, {"project", &f.Project.Name}} {
		if *x.text = strings.Join(strings.Fields(*x.text), " "); len([]rune(*x.text)) > mostName {
			return f, errs.In(x.field, lang.Msg("error.press.long", "most", mostName))
		}
	}
	var err error
	for _, step := range []func(*Facts) error{cleanTime, cleanOrganisers, cleanPatrons, cleanGuests, cleanCounts} {
		if err = step(&f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func cleanTime(f *Facts) error {
	for field, text := range map[string]string{"begins": f.Begins, "ends": f.Ends} {
		if _, err := time.Parse("15:04", text); text != "" && (err != nil || len(text) != 5) {
			return errs.In(field, lang.Msg("error.meeting.hour", "text", text))
		}
	}
	if f.Zone != "" {
		if _, err := time.LoadLocation(f.Zone); err != nil || f.Zone == "Local" {
			return errs.In("zone", lang.Msg("error.meeting.zone", "text", f.Zone))
		}
	}
	from, to := f.From.Calendar(), f.Last().Calendar()
	if f.To == f.From {
		f.To = partnership.Date{} // one day
	}
	switch {
	case !f.To.IsZero() && (f.From.IsZero() || to.Compare(from) < 0):
		return errs.In("to", lang.Msg("error.meeting.order"))
	case exact(f.From) && from == to && f.Ends != "" && f.Ends <= f.Begins:
		return errs.In("ends", lang.Msg("error.meeting.order"))
	case f.At != nil && (f.At.Lat < -90 || f.At.Lat > 90 || f.At.Lon < -180 || f.At.Lon > 180):
		return errs.In("at", lang.Msg("error.meeting.position"))
	}
	return nil
}

func cleanOrganisers(f *Facts) error {
	var all []string
	for _, name := range f.Organisers {
		name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
		if len([]rune(name)) > mostName {
			return errs.In("organisers", lang.Msg("error.press.long", "most", mostName))
		}
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	f.Organisers = all
	return nil
}

func cleanPatrons(f *Facts) error {
	f.Patrons = slices.DeleteFunc(slices.Clone(f.Patrons), func(p Patron) bool { return p.Office.Empty() })
	for i, p := range f.Patrons {
		if !slices.Contains(Patronages(), p.Way) || !slices.Contains(States(), p.State) {
			return errs.In("patron", lang.Msg("error.meeting.patron"))
		}
		if p.Holder = strings.Join(strings.Fields(p.Holder), " "); len([]rune(p.Holder)) > mostName {
			return errs.In("patron", lang.Msg("error.press.long", "most", mostName))
		}
		var err error
		if p, err = p.cleanPlan(); err != nil {
			return err
		}
		f.Patrons[i] = p
		twice := func(q Patron) bool {
			other := q.Way == Honorary && p.Way == Committee && q.State != Refused && p.State != Refused
			for l, office := range p.Office {
				if other && strings.EqualFold(q.Office[l], office) {
					return true
				}
			}
			return false
		}
		if slices.ContainsFunc(f.Patrons, twice) {
			return errs.In("patron", lang.Msg("error.meeting.patron_twice"))
		}
	}
	return nil
}

func cleanGuests(f *Facts) error {
	var all []Guests
	for _, g := range f.Guests {
		if g.Place == 0 && g.Country == "" {
			continue
		}
		if g.People < Uncounted || g.People > mostPeople {
			return errs.In("guests", lang.Msg("error.meeting.people"))
		}
		same := func(x Guests) bool { return x.Place == g.Place && (g.Place != 0 || x.Country == g.Country) }
		if slices.ContainsFunc(all, same) {
			return errs.In("guests", lang.Msg("error.meeting.guests_twice"))
		}
		all = append(all, g)
	}
	f.Guests = all
	return nil
}

func cleanCounts(f *Facts) error {
	if f.Edition < 0 || f.Edition > mostEdition {
		return errs.In("edition", lang.Msg("error.meeting.edition"))
	}
	for _, x := range []struct {
		field   string
		n, most int
	}{
		{"organisers", len(f.Organisers), mostOrganisers},
		{"patron", len(f.Patrons), mostPatrons},
		{"guests", len(f.Guests), mostGuests},
		{"programme", len(f.Programme), mostSlots},
		{"material", len(f.Materials), mostMaterials},
	} {
		if x.n > x.most {
			return errs.In(x.field, lang.Msg("error.meeting.many", "most", x.most))
		}
	}
	return nil
}

// Ready says whether a meeting can be shown: it is known when it is, and who paid for a
// project is credited. What is missing is the error, with its field.
func (f Facts) Ready() error {
	if f.From.IsZero() {
		return errs.In("from", lang.Msg("error.meeting.no_date"))
	}
	if f.Project.Name != "" && f.Project.Credit.Empty() {
		return errs.In("credit", lang.Msg("error.meeting.no_credit"))
	}
	return nil
}
