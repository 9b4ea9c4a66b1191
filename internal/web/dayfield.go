package web

import (
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// dayView is a field for a date: words, which are the law and can say less than a day, and
// beside them the browser's calendar to pick a day from.
type dayView struct {
	fieldView
	API  string // whom a script asks how the words are understood
	Day  string // what the calendar shows, "2018-03-16"; "" where the words say no exact day
	Had  string // what it showed when the form was made, so that a pick is told from it
	Read string // the words as they were understood
}

// The fields beside the words of a date field.
const (
	pickPrefix = "pick." // what the calendar shows
	hadPrefix  = "had."  // what it showed when the form was made
)

// dayField makes the view of a date field. label and hint are message keys.
func (s *Site) dayField(f *form, p *page, name, label, hint string) dayView {
	v := dayView{fieldView: f.Field(name, "text", label, hint, "off"), API: "/" + p.Lang + "/words"}
	d, err := s.lexicon.ReadDate(f.text(name), s.today())
	if err == nil && !d.IsZero() {
		v.Read = p.dateText(d)
	}
	if v.Had = exactDay(d); f.values.Has(hadPrefix + name) {
		v.Had = f.text(hadPrefix + name)
	}
	if v.Day = v.Had; f.values.Has(pickPrefix + name) {
		v.Day = f.text(pickPrefix + name)
	}
	return v
}

// exactDay is a date as a calendar shows it; "" for what is no exact day.
func exactDay(d partnership.Date) string {
	if d.Day == 0 || d.Qualifier != partnership.Exactly {
		return ""
	}
	if _, err := lang.ParseDate(d.Calendar().String()); err != nil {
		return "" // 30 February, which the words may say and no calendar shows
	}
	return d.Calendar().String()
}

// settleDays puts the days that were picked from a calendar into the words of the fields.
// The words stay the law: where they say something that the picked day contradicts, the
// field is at fault, and both stay as they are.
func (s *Site) settleDays(f *form, p *page, names ...string) {
	for _, name := range names {
		if s.settleDay(f, p, name) {
			written, _ := s.lexicon.ReadDate(f.text(name), s.today()) // what cannot be read is the field's own fault
			f.values.Set(pickPrefix+name, exactDay(written))
			f.values.Set(hadPrefix+name, exactDay(written))
		}
	}
}

// settleDay settles one field and says whether words and calendar agree now.
func (s *Site) settleDay(f *form, p *page, name string) bool {
	pick, had := f.text(pickPrefix+name), f.text(hadPrefix+name)
	day, err := lang.ParseDate(pick)
	if pick == had || err != nil || day.Day == 0 {
		return true
	}
	text := f.text(name)
	written, err := s.lexicon.ReadDate(text, s.today())
	untouched := err == nil && had != "" && exactDay(written) == had
	if text != "" && !untouched && (err != nil || !within(day, written)) {
		f.fail(name, lang.Msg("error.form.two_dates", "text", text, "day", day))
		return false
	}
	f.values.Set(name, p.p.Date(day))
	return true
}

// within says whether a day lies in the period that a date writes, so that it only says
// more than the date.
func within(day lang.Date, d partnership.Date) bool {
	return day.Year == d.Year && (d.Month == 0 || day.Month == d.Month) && (d.Day == 0 || day.Day == d.Day)
}
