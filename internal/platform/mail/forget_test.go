package mail

import (
	"testing"

	"twintown/internal/platform/db"
)

// A mail is found by what it concerns, whatever its address, and forgotten with it; what
// concerns something else stays.
func TestMailsAreForgottenWithWhatTheyConcern(t *testing.T) {
	each(t, func(o office) {
		about := func(to, what string) string {
			m := test(to)
			m.About = what
			return o.queue(m)
		}
		first := about("office@example.org", "meeting/1/delegation-2")
		last := about("other@example.org", "meeting/1/delegation-2") // the address changed
		about("family@example.org", "meeting/1/host-3")
		all := about("office@example.org", "meeting/1")
		elsewhere := about("office@example.org", "meeting/12/delegation-2")
		odd := about("office@example.org", "meeting/1_/delegation-2")
		none := o.queue(test("office@example.org"))

		if r, ok, err := o.box.Latest(o.Context(), "meeting/1/delegation-2"); err != nil || !ok || r.ID != last {
			o.Errorf("the last of a delegation: %+v, %v, want %s after %s", r, err, last, first)
		}
		if _, ok, err := o.box.Latest(o.Context(), "meeting/1/delegation-9"); ok || err != nil {
			o.Errorf("one to whom nothing was written: %v, %v", ok, err)
		}
		n := 0
		if err := o.db.Write(o.Context(), func(tx *db.Tx) (err error) {
			n, err = o.box.ForgetAbout(o.Context(), tx, "meeting/1")
			return err
		}); err != nil || n != 4 {
			o.Errorf("%d forgotten, %v, want 4", n, err)
		}
		rows, err := o.box.List(o.Context(), Filter{})
		if err != nil {
			o.Fatal(err)
		}
		for _, r := range rows {
			kept := r.ID == elsewhere || r.ID == odd || r.ID == none
			if kept != (r.To != "") || kept != !r.Blank || kept != (r.State == Queued) {
				o.Errorf("%+v", r)
			}
		}
		if _, ok, err := o.box.Latest(o.Context(), "meeting/1"); ok || err != nil {
			o.Errorf("%s is still found: %v", all, err)
		}
	})
}
