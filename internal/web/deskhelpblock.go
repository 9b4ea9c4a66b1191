package web

import (
	"slices"
	"strconv"

	"twintown/internal/helppoint/block"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// readBlock reads what was pasted into the grid and says what was not understood. It saves
// nothing: a person looks first.
func (s *Site) readBlock(v *helpEditPage, f *form) error {
	found := block.Parse(f.text("block"), v.Lang)
	at := slices.IndexFunc(found.Points, func(p block.Point) bool { return !p.Week.Empty() })
	v.Left = append(v.Left, v.faultsOf(found.Faults)...)
	v.Left = append(v.Left, v.leftOf(found)...)
	if at < 0 {
		return errs.In("block", lang.Msg("error.help.block"))
	}
	for i := range 7 {
		f.values.Set("day"+strconv.Itoa(i), v.gridText(found.Points[at].Week[i]))
	}
	return errs.In("hours", lang.Msg("desk.help.block.look"))
}

// faultsOf says what is wrong with hours, in the reader's words.
func (p *page) faultsOf(all []block.Fault) (said []string) {
	for _, x := range all {
		text := p.t("help.fault."+string(x.Code), "text", x.Text)
		if x.Day >= 0 {
			text = p.p.Weekday(weekdays[x.Day]) + ": " + text
		}
		if x.Line > 0 {
			text = p.t("help.fault.line", "n", x.Line) + " " + text
		}
		said = append(said, text)
	}
	return said
}

// leftOf are the lines of which something was not understood, those that were not used too.
func (p *page) leftOf(found block.Result) (said []string) {
	said = p.partsOf(found)
	for _, l := range found.Left() {
		if l.Use == block.Unused {
			said = append(said, p.t("help.left.unused", "n", l.No, "text", beginning(l.Text)))
		}
	}
	return said
}

// partsOf are the lines that were understood in part and whose faults are not told already.
func (p *page) partsOf(found block.Result) (said []string) {
	faulty := map[int]bool{}
	for _, x := range found.Faults {
		faulty[x.Line] = true
	}
	for _, l := range found.Left() {
		if !faulty[l.No] && l.Use != block.Unused {
			said = append(said, p.t("help.left.part", "n", l.No, "text", beginning(l.Text)))
		}
	}
	return said
}
