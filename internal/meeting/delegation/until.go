package delegation

import "time"

// Until are the moments from which the parts of what a meeting knows of its guests are not
// kept any more.
type Until struct{ Visa, Care, People time.Time }

// Until returns them: so many days after the meeting's last day.
func (c Conference) Until() Until {
	k := c.Kept()
	return Until{c.Ends.AddDate(0, 0, k.Visa), c.Ends.AddDate(0, 0, k.Care), c.Ends.AddDate(0, 0, k.People)}
}
