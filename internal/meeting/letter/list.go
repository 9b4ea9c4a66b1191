package letter

import (
	"fmt"
	"strconv"
	"time"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// List is an attendance list to be signed, with a column for each day of the meeting.
type List struct {
	Sheet
	Shows  Shows
	People []Person // in the order in which they stand there
}

// mostDays is how many signatures fit beside a name.
const mostDays = 4

// number is a person's number as papers print it.
func number(n int) string { return strconv.Itoa(n) }

// days are the days of the meeting that get a column.
func (m Meeting) days() (all []lang.Date) {
	if m.From.Day == 0 {
		return nil
	}
	for t := moment(m.From); len(all) < mostDays; t = t.Add(24 * time.Hour) {
		d := lang.DateOf(t)
		if len(all) > 0 && (m.To.IsZero() || d.Compare(m.To) > 0) {
			break
		}
		all = append(all, d)
	}
	return all
}

// columns of a list: where each begins, and where the last ends.
type columns struct {
	name, town, signs, end float64
	days                   []lang.Date
}

func layout(m Meeting) columns {
	c := columns{name: 30, end: 277, days: m.days()}
	sign := 50.0
	if n := len(c.days); n > 2 {
		sign = 36
	}
	c.signs = c.end - sign*float64(max(len(c.days), 1))
	c.town = c.name + (c.signs-c.name)*0.5
	return c
}

// List sets an attendance list on A4 across.
func (s *Setter) List(in List) ([]byte, error) {
	if len(in.People) == 0 {
		return nil, nothing()
	}
	d := s.begin(Attendance, in.Sheet)
	c, y := layout(in.Meeting), 0.0
	const high, last = 11.0, 193.0
	for _, p := range in.People {
		if y == 0 || y+high > last {
			y = s.listHead(d, in, c)
		}
		s.listRow(d, in, c, p, y, high)
		y += high
	}
	for n := 1; n <= d.Pages(); n++ {
		d.Back(n)
		d.Text(note, 20, 201, pdf.Left, in.Host.Name)
		d.Text(note, 277, 201, pdf.Right, fmt.Sprintf("%d / %d", n, d.Pages()))
	}
	return d.Bytes()
}

// listHead begins a page of the list and returns where its first row begins.
func (s *Setter) listHead(d *pdf.Doc, in List, c columns) float64 {
	words := s.catalog.Printer(in.Language)
	d.Page(pdf.A4Wide)
	first := d.Pages() == 1
	y := 22.0
	if first {
		d.Text(heading, 20, y, pdf.Left, words.T("letter.title.attendance"))
		sign(d, 253, y-1, 24)
		y += 7.5
	}
	sub := comma(in.Meeting.Title, in.Meeting.dates(words), in.Meeting.Venue, in.Meeting.Town)
	for i, line := range d.Wrap(running, sub, 225) {
		if i < 2 {
			d.Text(running, 20, y, pdf.Left, line)
			y += running.Line()
		}
	}
	y += 7
	d.Text(label, 20, y, pdf.Left, words.T("letter.column.number"))
	if in.Shows == ShowName {
		d.Text(label, c.name, y, pdf.Left, words.T("letter.column.name"))
	}
	if in.Shows != ShowNumber {
		d.Text(label, c.town, y, pdf.Left, words.T("letter.row.delegation"))
	}
	wide := (c.end - c.signs) / float64(max(len(c.days), 1))
	if len(c.days) == 0 {
		d.Text(label, c.signs+2, y, pdf.Left, words.T("letter.column.signature"))
	}
	for i, day := range c.days {
		d.Text(label, c.signs+float64(i)*wide+2, y, pdf.Left, words.T("letter.column.signature"))
		d.Text(strong, c.signs+float64(i)*wide+2, y-label.Line(), pdf.Left, words.Date(day))
	}
	d.Line(ink, 0.4, 20, y+2, c.end, y+2)
	return y + 2
}

// listRow sets one person; a name that is too long stands in two lines.
func (s *Setter) listRow(d *pdf.Doc, in List, c columns, p Person, y, high float64) {
	words := s.catalog.Printer(in.Language)
	d.Text(label, 20, y+6.8, pdf.Left, number(p.Number))
	if in.Shows == ShowName {
		cell(d, pdf.Style{Face: pdf.SerifStrong, Size: 10.5, Ink: ink}, c.name, y, c.town-c.name-4, p.Name)
	}
	if in.Shows != ShowNumber {
		cell(d, pdf.Style{Face: pdf.Sans, Size: 9, Ink: ink}, c.town, y, c.signs-c.town-4, delegation(words, p.Town, p.Country))
	}
	d.Line(rule, 0.2, 20, y+high, c.end, y+high)
	n := max(len(c.days), 1)
	for i := range n {
		x := c.signs + float64(i)*(c.end-c.signs)/float64(n)
		d.Line(rule, 0.2, x, y+2, x, y+high-1)
	}
}

// cell sets a text in a row: in one line, in two smaller ones, or cut with an ellipsis.
func cell(d *pdf.Doc, s pdf.Style, x, y, wide float64, text string) {
	parts := d.Wrap(s, text, wide)
	if len(parts) == 1 {
		d.Text(s, x, y+6.8, pdf.Left, text)
		return
	}
	s = s.Sized(s.Size - 1.5)
	parts = d.Wrap(s, text, wide)
	if len(parts) > 2 {
		parts = append(parts[:1:1], parts[1]+"…")
	}
	for i, line := range parts {
		d.Text(s, x, y+4.7+float64(i)*4, pdf.Left, line)
	}
}
