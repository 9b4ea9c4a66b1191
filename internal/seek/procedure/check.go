package procedure

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// Bounds of what an officer writes: a note is some ten lines, a line two of print, an address
// what browsers take; a plan in one language is ten pages; a council plans five years ahead
// at most.
const (
	longestNote = 2000
	longestLine = 300
	longestLink = 1000
	longestPlan = 20_000
	aheadYears  = 5
	mostFiles   = 20
	mostTopics  = 20
)

func short(field, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return errs.In(field, lang.Msg("error.partnership.long", "max", most))
	}
	return nil
}

// check returns what is wrong with a point, naming the field. What its act breaks the acts'
// own rules say.
func (q Point) check(today lang.Date) error {
	for _, f := range []struct {
		field, text string
		most        int
	}{
		{"note", q.Note, longestNote},
		{"why", q.Why, longestNote},
		{"law", q.Law, longestLine},
		{"title", q.Title, longestLine},
		{"number", q.Number, longestLine},
		{"link", q.Link, longestLink},
	} {
		if err := short(f.field, f.text, f.most); err != nil {
			return err
		}
	}
	if len(q.Documents) > mostFiles {
		return errs.In("file", lang.Msg("document.too_many", "most", mostFiles))
	}
	if err := checkLink(q.Link); err != nil {
		return err
	}
	return q.checkDay(today)
}

// checkLink takes only addresses by which nobody on the way can change what is read.
func checkLink(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return errs.In("link", lang.Msg("error.procedure.link"))
	}
	return nil
}

// checkDay refuses a plan for the past or for a far future, and a deed of the future.
func (q Point) checkDay(today lang.Date) error {
	if q.Day.IsZero() {
		return nil
	}
	if err := partnership.CheckDay("date", q.Day); err != nil {
		return err
	}
	day := q.Day.Calendar()
	switch {
	case q.State == Planned && day.Year > today.Year+aheadYears:
		return errs.In("date", lang.Msg("error.procedure.far", "span", lang.Msg("duration.years", "n", aheadYears)))
	case q.State == Planned && lastOf(day).Compare(today) < 0:
		return errs.In("date", lang.Msg("error.procedure.past"))
	case q.State == Did && day.Compare(today) > 0 && !(day.Year == today.Year && (day.Month == 0 || day.Month == today.Month && day.Day == 0)):
		return errs.In("date", lang.Msg("error.procedure.future"))
	}
	return nil
}

// lastOf is a day that no day of the written period comes after.
func lastOf(d lang.Date) lang.Date {
	if d.Month == 0 {
		d.Month = 12
	}
	if d.Day == 0 {
		d.Day = 31
	}
	return d
}

// checked are terms as they are kept, or what is wrong with them.
func (t Terms) checked() (Terms, error) {
	if t.Kind == "" || !slices.Contains(partnership.Kinds(), t.Kind) || t.Kind == partnership.KindUnstated {
		return t, errs.In("kind", lang.Msg("error.procedure.kind"))
	}
	var topics []string
	for _, code := range t.Topics {
		if _, known := topic.Get(code); !known {
			return t, errs.In("topics", lang.Msg("error.partnership.topic", "what", code))
		}
		if !slices.Contains(topics, code) {
			topics = append(topics, code)
		}
	}
	if len(topics) > mostTopics {
		return t, errs.In("topics", lang.Msg("error.partnership.topic", "what", ""))
	}
	t.Topics = topics
	for field, d := range map[string]partnership.Duration{"until": t.Term, "notice": t.Notice} {
		if err := d.Check(); err != nil {
			return t, errs.In(field, errs.PublicOf(err))
		}
	}
	return t, short("title", t.Title, longestLine)
}

func (p Plan) check(language string) error {
	for field, text := range map[string]string{"aims": p.Aims, "method": p.Method, "outcomes": p.Outcomes, "resources": p.Resources} {
		if err := short(field+"."+language, text, longestPlan/4); err != nil {
			return err
		}
	}
	return nil
}
