package paper

import (
	"unicode/utf8"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Bounds of what a document takes, in letters: names as registers have them are shorter, and
// what somebody writes in her own words fits on a page.
const (
	// MostParties bounds who signs together: the networks of towns that do have a text of
	// their own.
	MostParties = 12

	mostName   = 200
	mostOffice = 200
	mostWords  = 2000
	mostTopics = 30  // more than there are
	mostMonths = 600 // fifty years; longer is without end
)

// Check judges whether facts fit into a document. The error names the field.
func Check(f Facts) error {
	if len(f.all()) > MostParties {
		return errs.New(errs.TooLarge, lang.Msg("paper.error.parties", "most", MostParties), nil)
	}
	for _, p := range f.all() {
		for _, c := range []struct {
			text  Text
			most  int
			label string
		}{
			{p.Name, mostName, "paper.heading.partners"},
			{p.Office, mostOffice, "paper.sign.office"},
			{p.Contact, mostOffice, "paper.heading.contacts"},
			{p.Council, mostName, "paper.row.council"},
		} {
			if err := c.text.within(c.most, c.label); err != nil {
				return err
			}
		}
	}
	for _, c := range []struct {
		text  Text
		most  int
		label string
	}{
		{f.Place, mostName, "paper.sign.place"},
		{f.Condition, mostWords, "paper.heading.condition"},
		{Text{"": f.Number}, mostName, "paper.row.number"},
		{f.Aims, mostWords, "paper.heading.aims"},
		{f.Method, mostWords, "paper.heading.method"},
		{f.Outcomes, mostWords, "paper.heading.outcomes"},
	} {
		if err := c.text.within(c.most, c.label); err != nil {
			return err
		}
	}
	if len(f.Topics) > mostTopics {
		return tooLong("paper.heading.areas", mostTopics)
	}
	return nil
}

// within says that no language's text is longer than so many letters.
func (t Text) within(most int, label string) error {
	for _, text := range t {
		if utf8.RuneCountInString(text) > most {
			return tooLong(label, most)
		}
	}
	return nil
}

func tooLong(label string, most int) error {
	return errs.New(errs.TooLarge, lang.Msg("paper.error.long", "field", lang.Msg(label), "most", most), nil)
}
