//go:build e2e

package e2e

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// event is what ical.js reads of one.
type event struct {
	UID, Summary, Where, Begin, End, URL string
	Sequence                             int
}

// events has ical.js read a calendar, as many calendar programs on the web do.
func events(t *testing.T, calendar string) (all []event) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "calendar.mjs")
	cmd.Stdin = strings.NewReader(calendar)
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &all)
	}
	if err != nil {
		t.Fatalf("ical.js: %v\n%s", err, calendar)
	}
	return all
}
