package delegation

import (
	"slices"
	"time"
)

// Until are the moments from which the parts of what a meeting knows of its guests are not
// kept any more. Nobody reads a part from that moment on; a job removes it the night after
// (package after).
type Until struct{ Visa, Care, People time.Time }

// Until returns them: so many days after the meeting's last day. No other part stays longer
// than the person whose it is.
func (c Conference) Until() Until {
	k := c.Kept()
	return Until{c.Ends.AddDate(0, 0, min(k.Visa, k.People)), c.Ends.AddDate(0, 0, min(k.Care, k.People)), c.Ends.AddDate(0, 0, k.People)}
}

// moments are those of a row's meeting, in microseconds; 0: not known.
type moments struct{ visa, care, people int64 }

// over says whether a moment has come.
func (s *Store) over(until int64) bool { return until != 0 && s.clock.Now().UnixMicro() >= until }

// kept is a sealed part as long as it is kept.
func (s *Store) kept(until int64, sealed string) string {
	if s.over(until) {
		return ""
	}
	return sealed
}

// unlessOver leaves out who is kept no more.
func unlessOver(all []Member, err error) ([]Member, error) {
	return slices.DeleteFunc(all, func(m Member) bool { return m.over }), err
}
